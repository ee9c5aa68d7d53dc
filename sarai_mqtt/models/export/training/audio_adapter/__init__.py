"""Training of an audio adapter: speech, features of the shared encoder, a projector, a frozen Thinker.

The recipe is in docs/audio-adapter.md. Run it as `python -m sarai_mqtt.models.export.training adapter`.
"""

LANGUAGE = "en"
"""The language of the adapter that is trained here: SmolLM2 converses in no other."""
