"""The checks of `doctor`. Each tries one part of the set-up for real; a SaraiError is a failed check."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import samplerate

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.app.learnt_home import learnt_home
from sarai_mqtt.app.options import mqtt_options
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.config.thread_budget import usable_cores
from sarai_mqtt.core.audio import FRAME_BYTES, RATE, Framer, to_pcm, to_samples
from sarai_mqtt.core.errors import ModelError, SaraiError
from sarai_mqtt.core.speech_events import UtteranceEnded
from sarai_mqtt.engines.onnx import telemetry
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.satellites.utterance_segmenter import UtteranceSegmenter
from sarai_mqtt.transports.mqtt.identity import advice_on
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from sarai_mqtt.turns.engine_worker import CancelToken

# Size of the spoken reply of 2000 letters, bytes.
LONGEST_REPLY = 7_000_000
EARLIEST_TIME = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of one check; `remedy` is empty when there is nothing to do."""

    check: str
    ok: bool
    detail: str
    remedy: str = ""


def run_checks(settings: Settings) -> Iterator[CheckResult]:
    """Yield one result per check, ordered so that the first failure is likely the cause of later ones."""
    assembly = Assembly(settings)
    for name, check in CHECKS.items():
        try:
            detail, remedy = check(assembly)
            yield CheckResult(name, ok=True, detail=detail, remedy=remedy)
        except SaraiError as error:
            yield CheckResult(name, ok=False, detail=error.reason, remedy=error.remedy)


def _clock(_: Assembly) -> tuple[str, str]:
    now = datetime.now().astimezone()
    if now < EARLIEST_TIME:
        raise SaraiError(
            "clock_wrong", f"The clock says {now:%Y-%m-%d %H:%M}.", "Set the time, e.g. with NTP."
        )
    resolution = time.get_clock_info("monotonic").resolution
    return f"{now:%Y-%m-%d %H:%M %Z}, monotonic to {resolution * 1e9:.0f} ns", ""


def _threads(assembly: Assembly) -> tuple[str, str]:
    cores, shares = usable_cores(), assembly.settings.share_threads()
    load = os.getloadavg()[0]
    remedy = ""
    if max(shares.speech, shares.prompt, shares.tokens) > cores:
        remedy = (
            f"SARAI_THREADS={cores}, with models.threads and thinker.threads 0, "
            "would stop threads from waiting for each other."
        )
    elif load > cores:
        remedy = "Other work keeps this box busy: answers will be slower."
    split = f"{shares.speech} for speech, {shares.prompt} for prompts, {shares.tokens} for tokens"
    return f"{cores} usable cores; threads: {split}; load {load:.1f}", remedy


def _telemetry(_: Assembly) -> tuple[str, str]:
    telemetry.require_off()
    traces = telemetry.traces()
    if not traces:
        return "onnxruntime's is off, and nothing of it is left on disk", ""
    names = ", ".join(file.name for file in traces)
    return (
        f"onnxruntime's is off; left by earlier runs, or by another program: {names} in {traces[0].parent}",
        "`sarai-mqtt doctor --remove-telemetry` removes these files.",
    )


def _home(assembly: Assembly) -> tuple[str, str]:
    sentence = pack(assembly.settings.languages[0]).samples.command
    intent = assembly.understander.understand(sentence, assembly.settings.languages[0])
    found = f"{sentence!r} is {intent.name if intent else 'no command here'}"
    return f"{assembly.settings.home.file.name} and sentences load; {found}", ""


def _models(assembly: Assembly) -> tuple[str, str]:
    names, files = assembly.settings.artifacts(), assembly.model_roles.files
    size = sum(files.path(name).stat().st_size for name in names)
    unpinned = [name for name in names if not files.pinned(name)]
    hashes = f"not pinned: {', '.join(unpinned)}" if unpinned else "all hashes right"
    return f"{len(names)} files of profile {assembly.settings.profile}, {size / 1e6:.0f} MB, {hashes}", ""


def _roles(assembly: Assembly) -> tuple[str, str]:
    roles = assembly.model_roles
    found = [f"{part} borrowed from {roles.profile.lender} ({why})" for part, why in roles.borrowed().items()]
    if talker := roles.check_logits_talker():
        found.append(f"{talker}: shape right, not heard (no vocoder for audio logits here)")
    if spoken := assembly.spoken_input:
        takes = spoken.thinker
        found.append(
            f"the Thinker takes speech ({takes.audio_features}) in {', '.join(takes.audio_languages)}"
        )
    return "; ".join(found) or "each is the profile's own", ""


def _voices(assembly: Assembly) -> tuple[str, str]:
    missing = assembly.missing_voices
    found = [
        missing[language].reason if language in missing else f"{language} has a voice"
        for language in sorted(assembly.settings.languages, key=missing.__contains__)
    ]
    return "; ".join(found), " ".join(voice.remedy for voice in missing.values() if not voice.by_choice)


def _audio(assembly: Assembly) -> tuple[str, str]:
    """Synthesize a sentence in a language with a voice, pass it through VAD and endpointing, transcribe it.

    Raises ModelError `audio_path` if its key word is not recognised.
    """
    language = next((one for one in assembly.settings.languages if one not in assembly.missing_voices), None)
    if language is None:
        return "not tried: no language in use has a voice to try it with", ""
    samples = pack(language).samples
    sentence, expected = samples.command, samples.command_word
    voice = assembly.voices[language]
    speech = to_samples(b"".join(voice.synthesize(sentence, language, CancelToken())))
    pcm = to_pcm(samplerate.resample(speech, RATE / voice.rate, "sinc_fastest"))
    segmenter = UtteranceSegmenter("doctor", assembly.limits().endpointing)
    vad, silence = assembly.new_vad(), bytes(FRAME_BYTES * 60)
    frames = Framer().push(silence + pcm + silence)
    events = [e for frame in frames for e in segmenter.feed(frame, is_speech=vad.is_speech(frame))]
    heard = " ".join(
        assembly.stt.transcribe(e.utterance, language, CancelToken()).text
        for e in events
        if isinstance(e, UtteranceEnded)
    )
    if expected not in heard.lower():
        raise ModelError(
            "audio_path",
            f"We said {sentence!r} and heard {heard!r}.",
            "Run `sarai-mqtt models verify`.",
        )
    return f"said and heard {heard!r}", ""


def _broker(assembly: Assembly) -> tuple[str, str]:
    settings = assembly.settings
    # A satellite's connection, not the service's: a running service must not notice.
    with VirtualSatellite("doctor", mqtt_options(settings)) as satellite:
        satellite.wait_connected(5.0)
        limit = satellite.limit
    remedy = advice_on(settings.mqtt.client_id)
    if limit.bytes < LONGEST_REPLY and not remedy:
        remedy = "Longer replies go out as the stream only, unless the broker's limit is raised."
    packets = f", packets of up to {limit}" if limit.known else ""
    return f"{settings.mqtt.host}:{settings.mqtt.port} lets us in{packets}", remedy


def _home_assistant(assembly: Assembly) -> tuple[str, str]:
    """Learn the home from Home Assistant, as the service would."""
    if assembly.settings.ha.url is None:
        return "no address and token: others must act on the intents", ""
    home = learnt_home(assembly)
    remedy = "" if home.entities else "Expose things to Assist in Home Assistant, under Voice assistants."
    return f"{len(home.entities)} exposed things in {len(home.areas)} areas", remedy


CHECKS: Mapping[str, Callable[[Assembly], tuple[str, str]]] = {
    "clock": _clock,
    "threads": _threads,
    "telemetry": _telemetry,
    "home": _home,
    "models": _models,
    "roles": _roles,
    "voices": _voices,
    "audio": _audio,
    "broker": _broker,
    "home assistant": _home_assistant,
}
