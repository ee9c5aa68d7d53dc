"""Set-up that tests share: fakes, real servers on loopback, and the service under test; no test imports another.

The service comes in three sizes: `service` is VoiceService on fakes, without MQTT; `mqtt_service` the same on a
real broker; `process` the whole program in a process of its own. So does Home Assistant: `home` has values and
fakes of `core.ports`; `hass_server` answers as Home Assistant does, on loopback; `home_assistant/` runs a real one.

`turns` has one turn, or a stage of it, without a service. Fakes stand by what they replace: `engines`, `audio`,
`home`, `ports` (outbox, discovery, audit, store), `clock`, `models`. Model files of random weights: `graphs`,
`whisper`, `voice_weights`, `kokoro`, `qwen25`. Servers and clients: `brokers` (mosquitto), `scripted_broker`, `mqtt`,
`microphones`, `hub`. `assembly` gives `app.process.serve` fakes for engines. Only the tests know the dialects of MQTT
`plain_dialect`, `keeping_dialect` (which retains states) and `broken_dialect`, and the engines of `small_engines/`;
`conformance` has what every engine of a kind must do. `egress` records whom a program talks to. `golden/` plays and
records the journeys of golden turns.

`site_driver` walks the service at random, on the loop and workers of `stepped`, with the engines and the house of
`chance` and the voices of `speech_frames`; `site_walk` runs it, `site_checks` has the rules and `site_seen` what they
judge by.

Of the source itself: `diagrams` draws the states of a site into docs/architecture.md; `field_writers` finds the modules
that write each field, on the classes of `source_modules` and the types of `source_types`, which `source_annotations`
reads off annotations.
"""
