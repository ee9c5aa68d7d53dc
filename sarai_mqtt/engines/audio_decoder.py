"""Decodes audio payloads and WAV files to 16 kHz mono s16le, by libsndfile and libsamplerate."""

import io
import struct
from pathlib import Path

import numpy as np
import samplerate
import soundfile

from sarai_mqtt.core.audio import (
    FRAME_BYTES,
    FRAME_MS,
    RATE,
    SAMPLE_WIDTH,
    Chunk,
    Samples,
    Utterance,
    to_pcm,
)
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.wav import FLOAT, PCM, Wav, parse_wav, write_wav

__all__ = ["HEADER_MAGIC", "PayloadDecoder", "read_utterance", "read_wav", "write_wav"]

HEADER_MAGIC = b"SRAI"
MAX_RAW_BYTES = 64 * 1024
MAX_WAV_BYTES = 2 * 1024 * 1024
MAX_WAV_SECONDS = 60.0

_HEADER = struct.Struct("<4sII")
_SUBTYPES = {
    (PCM, 8): "PCM_U8",
    (PCM, 16): "PCM_16",
    (PCM, 24): "PCM_24",
    (PCM, 32): "PCM_32",
    (FLOAT, 32): "FLOAT",
    (FLOAT, 64): "DOUBLE",
}
_OTHER_CONTAINERS = frozenset({b"OggS", b"fLaC", b"RIFX", b"RF64"})


class PayloadDecoder:
    """The `ChunkDecoder` port of one site: raw s16le mono, WAV, or s16le behind a 12-byte header.

    The header is the magic `SRAI`, then a sequence number and the sender's time in milliseconds, each u32
    little-endian. Raw PCM that happens to start with one of the magics is decoded as the magic says: that is
    rare (one chunk in 2**32 by chance) and costs one chunk.

    WAV chunks of one format are one stream: the resampler keeps its state between them, so that joins do not
    click. It is reset when rate or channel count changes or raw PCM comes in between.

    Not thread-safe.
    """

    def __init__(self) -> None:
        self._format: tuple[int, int] | None = None
        self._resampler: samplerate.Resampler | None = None

    def decode(self, payload: bytes) -> Chunk:
        """Decode one payload of the audio topic.

        Raises BadInput: audio_empty, audio_odd_length, audio_too_large, audio_too_long, audio_is_text,
        audio_is_json, audio_container, wav_samples and those of `core.wav.parse_wav`.
        """
        if not payload:
            raise BadInput("audio_empty", "The audio payload is empty.")
        magic = payload[:4]
        if magic == b"RIFF":
            return Chunk(self._wav(payload))
        if magic in _OTHER_CONTAINERS:
            raise BadInput(
                "audio_container", f"{magic.decode()} audio is not supported.", "Send raw PCM or WAV."
            )
        self._format = self._resampler = None
        if magic == HEADER_MAGIC and len(payload) >= _HEADER.size:
            _, seq, sent_ms = _HEADER.unpack_from(payload)
            return Chunk(_raw(payload[_HEADER.size :]), seq, sent_ms)
        return Chunk(_raw(payload))

    def _wav(self, payload: bytes) -> bytes:
        if len(payload) > MAX_WAV_BYTES:
            raise BadInput(
                "audio_too_large",
                f"A WAV of {len(payload)} bytes is over the limit of {MAX_WAV_BYTES}.",
                "Send chunks of 10 to 200 ms.",
            )
        wav = parse_wav(payload)
        if wav.seconds > MAX_WAV_SECONDS:
            raise BadInput(
                "audio_too_long",
                f"A WAV of {wav.seconds:.0f} s is over the limit of {MAX_WAV_SECONDS:.0f} s.",
                "Send chunks of 10 to 200 ms.",
            )
        if (wav.rate, wav.channels) != self._format:
            self._format = wav.rate, wav.channels
            self._resampler = samplerate.Resampler("sinc_fastest", channels=1) if wav.rate != RATE else None
        if _is_native(wav):
            return wav.data
        samples = _mono(wav)
        if self._resampler is not None:
            samples = self._resampler.process(samples, RATE / wav.rate)
        return to_pcm(samples)


def read_wav(path: Path) -> bytes:
    """Read a whole WAV file as 16 kHz mono s16le PCM.

    Raises BadInput: file_missing, file_unreadable, wav_samples and those of `core.wav.parse_wav`.
    """
    try:
        wav = parse_wav(path.read_bytes())
    except FileNotFoundError:
        raise BadInput("file_missing", f"There is no file {path}.") from None
    except OSError as exc:
        raise BadInput("file_unreadable", f"{path} cannot be read: {exc.strerror}.") from exc
    if _is_native(wav):
        return wav.data
    samples = _mono(wav)
    if wav.rate != RATE:
        samples = samplerate.resample(samples, RATE / wav.rate, "sinc_medium")
    return to_pcm(samples)


def read_utterance(path: Path) -> Utterance:
    """Read a whole WAV file as speech from its beginning to its end. Raises as `read_wav` does."""
    pcm = read_wav(path)
    return Utterance("file", pcm, len(pcm) * FRAME_MS // FRAME_BYTES)


def _raw(pcm: bytes) -> bytes:
    """Return `pcm` if it can be s16le mono. Raises BadInput as `PayloadDecoder.decode` says."""
    if not pcm:
        raise BadInput("audio_empty", "The audio payload holds a header but no audio.")
    if len(pcm) > MAX_RAW_BYTES:
        raise BadInput(
            "audio_too_large",
            f"A raw chunk of {len(pcm)} bytes is over the limit of {MAX_RAW_BYTES}.",
            "Send chunks of 10 to 200 ms.",
        )
    _refuse_text(pcm)
    if len(pcm) % SAMPLE_WIDTH:
        raise BadInput(
            "audio_odd_length",
            f"Raw audio of {len(pcm)} bytes is not whole 16-bit samples.",
            "Send s16le mono at 16 kHz, or WAV.",
        )
    return pcm


def _refuse_text(payload: bytes) -> None:
    """Raise BadInput if `payload` is printable throughout: real PCM never is."""
    if b"\0" in payload:
        return
    try:
        text = payload.decode().strip()
    except UnicodeDecodeError:
        return
    if not all(line.isprintable() for line in text.split("\n")):
        return
    if text.startswith(("{", "[")):
        raise BadInput("audio_is_json", "JSON was sent to the audio topic.", "Send audio there.")
    raise BadInput("audio_is_text", "Text was sent to the audio topic.", "Send text to the ask or say topic.")


def _is_native(wav: Wav) -> bool:
    """Return True if `wav` is 16 kHz mono s16le, which needs no conversion."""
    return (wav.encoding, wav.bits, wav.channels, wav.rate) == (PCM, 16, 1, RATE)


def _mono(wav: Wav) -> Samples:
    """Return the mean of the channels, float32 [n] in -1..1, at the WAV's own rate.

    Raises BadInput `wav_samples` if a sample is not finite.
    """
    samples, _ = soundfile.read(
        io.BytesIO(wav.data),
        dtype="float32",
        always_2d=True,
        samplerate=wav.rate,
        channels=wav.channels,
        format="RAW",
        subtype=_SUBTYPES[wav.encoding, wav.bits],
        endian="LITTLE",
    )
    # One NaN would stay in the resampler's memory and silence the site for good.
    if not np.isfinite(samples).all():
        raise BadInput("wav_samples", "The WAV holds samples that are not finite numbers.")
    mono: Samples = np.clip(samples, -1.0, 1.0).mean(axis=1, dtype=np.float32)
    return mono
