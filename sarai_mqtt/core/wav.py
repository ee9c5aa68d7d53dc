"""Reads and writes RIFF/WAV bytes: a strict reader of the header, a writer of the plain 44-byte form.

Format: Microsoft "Multiple Channel Audio Data and WAVE Files" (WAVEFORMATEX and WAVEFORMATEXTENSIBLE).
Libraries accept a header that contradicts its payload; for data from the network that must be an error.
"""

import io
import struct
import wave
from dataclasses import dataclass

from sarai_mqtt.core.errors import BadInput

PCM, FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
MIN_RATE, MAX_RATE, MAX_CHANNELS = 4_000, 192_000, 16
ENCODINGS = frozenset({(PCM, 8), (PCM, 16), (PCM, 24), (PCM, 32), (FLOAT, 32), (FLOAT, 64)})

# Last 14 bytes of the sub-format GUIDs; the first two are the plain format code.
_GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")
# Writers to a pipe do not know the size yet: 0xFFFFFFFF (ffmpeg), 0x80000000 (arecord), 0x7FFFF… (sox).
_OPEN_SIZE = 0x7FFF_0000


@dataclass(frozen=True, slots=True)
class Wav:
    """The header fields and samples of one WAV.

    Args:
        encoding: format code, `PCM` or `FLOAT`.
        bits: width of a sample.
        channels: 1 to 16.
        rate: sampling rate, Hz.
        data: interleaved little-endian samples, whole sample frames only.

    """

    encoding: int
    bits: int
    channels: int
    rate: int
    data: bytes

    @property
    def seconds(self) -> float:
        """Duration of the audio."""
        return len(self.data) / (self.rate * self.channels * self.bits // 8)


def write_wav(pcm: bytes, rate: int) -> bytes:
    """Return s16le mono `pcm` at `rate` Hz as a WAV with the plain 44-byte header."""
    out = io.BytesIO()
    with wave.open(out, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(pcm)
    return out.getvalue()


def parse_wav(payload: bytes) -> Wav:
    """Read a WAV with its chunks in any order; the data chunk may be open-ended (size 0 or huge).

    Raises BadInput: `wav_truncated`, `wav_header`, `wav_sizes`, `wav_no_format`, `wav_no_data`,
    `wav_encoding`, `wav_channels`, `wav_rate`.
    """
    if len(payload) < 12:
        raise _truncated()
    if payload[:4] != b"RIFF" or payload[8:12] != b"WAVE":
        raise BadInput("wav_header", "The WAV does not begin with RIFF and WAVE.")
    riff_end = 8 + int.from_bytes(payload[4:8], "little")
    fmt, data, end = _chunks(payload, riff_end)
    complete = riff_end <= len(payload)
    if fmt is None:
        raise BadInput("wav_no_format", "The WAV has no fmt chunk.") if complete else _truncated()
    if data is None:
        raise _no_data() if complete else _truncated()
    # 8 bytes of grace: some writers count the RIFF header itself. One more for a missing pad byte.
    fits = end is None or end <= riff_end <= len(payload) + 9 <= riff_end + 10
    if 8 < riff_end < _OPEN_SIZE and not fits:
        raise BadInput("wav_sizes", "The sizes in the WAV header do not fit what was sent.")
    encoding, bits, channels, rate = _format(fmt)
    if not data:
        raise _no_data()
    if len(data) % (channels * bits // 8):
        raise _truncated()
    return Wav(encoding, bits, channels, rate, data)


def _chunks(payload: bytes, riff_end: int) -> tuple[bytes | None, bytes | None, int | None]:
    """Return the body of the fmt chunk, the body of the data chunk, and the index where the later one ends.

    A body is None if its chunk is missing; the end is None if the data chunk is open-ended. Raises BadInput
    (`wav_truncated`) if a chunk is longer than the payload.
    """
    fmt: bytes | None = None
    data: bytes | None = None
    at = end = 12
    while at + 8 <= len(payload) and (fmt is None or data is None):
        name = payload[at : at + 4]
        size = int.from_bytes(payload[at + 4 : at + 8], "little")
        at += 8
        if name == b"data" and (size >= _OPEN_SIZE or (size == 0 and not at < riff_end < _OPEN_SIZE)):
            return fmt, payload[at:], None
        if at + size > len(payload):
            raise _truncated()
        if name == b"fmt ":
            fmt = payload[at : at + size]
        elif name == b"data":
            data = payload[at : at + size]
        end = at + size
        at = end + size % 2
    return fmt, data, end


def _format(fmt: bytes) -> tuple[int, int, int, int]:
    """Check the body of a fmt chunk; return encoding (PCM or FLOAT), bits, channels and rate.

    Raises BadInput: `wav_no_format`, `wav_encoding`, `wav_channels`, `wav_rate`, `wav_sizes`.
    """
    if len(fmt) < 16:
        raise BadInput("wav_no_format", "The fmt chunk of the WAV is too short.")
    encoding, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", fmt)
    if encoding == _EXTENSIBLE and len(fmt) >= 40 and fmt[26:40] == _GUID_TAIL:
        encoding = int.from_bytes(fmt[24:26], "little")
    if (encoding, bits) not in ENCODINGS:
        raise BadInput(
            "wav_encoding",
            f"WAV format {encoding:#x} with {bits} bits is not supported.",
            "Send PCM of 8, 16, 24 or 32 bits, or float of 32 or 64 bits.",
        )
    if not 1 <= channels <= MAX_CHANNELS:
        raise BadInput("wav_channels", f"A WAV with {channels} channels cannot be used.", "Send 1 to 16.")
    if not MIN_RATE <= rate <= MAX_RATE:
        raise BadInput("wav_rate", f"A WAV of {rate} Hz cannot be used.", "Send 4 kHz to 192 kHz.")
    if block != channels * bits // 8:
        raise BadInput("wav_sizes", "The block size in the WAV header does not fit its width and channels.")
    return encoding, bits, channels, rate


def _truncated() -> BadInput:
    return BadInput("wav_truncated", "The WAV ends before its header says so.", "Send each WAV whole.")


def _no_data() -> BadInput:
    return BadInput("wav_no_data", "The WAV holds no audio.")
