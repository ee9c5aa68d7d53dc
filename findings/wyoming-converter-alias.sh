#!/bin/sh
# wyoming's AudioChunkConverter resamples without a low-pass: what is above the new Nyquist frequency folds
# into speech.
#
#   findings/wyoming-converter-alias.sh [PYTHON]
#
# Installs wyoming (below) into a temporary folder and converts tones to 16 kHz. Needs python3 >= 3.11 with
# venv and the package registry; a quarter of a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: of a 12 kHz tone at 48 kHz nothing is left at 16 kHz, which holds nothing above 8 kHz.
# Seen: it comes out as a 4 kHz tone of the same loudness, in the middle of the consonants; 9 kHz comes out as
# 7 kHz, 15 kHz as 1 kHz. From 44.1 kHz the mirror image is weaker by 1 to 3 dB. A tone of 1 kHz keeps its
# level, so tests with a tone or with band-limited speech pass.
# It matters because Wyoming's speech recognition services convert with it: hiss, sibilants and the whine of
# power supplies in a 48 kHz microphone become noise in the band that recognition uses. Send 16 kHz.
# Ours: audio is resampled by libsamplerate, which filters (engines/audio_decoder.py).
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check wyoming==1.10.2 || exit 2

cat >"$work/look.py" <<'PY'
import math
from array import array
from importlib.metadata import version

from wyoming.audio import AudioChunk, AudioChunkConverter

SECONDS, PEAK = 1, 16000


def level(samples: array, rate: int, tone: int) -> float:
    """Return the level of a tone in dB below the one that was put in."""
    angle = 2 * math.pi * tone / rate
    real = sum(s * math.cos(angle * i) for i, s in enumerate(samples))
    imaginary = sum(s * math.sin(angle * i) for i, s in enumerate(samples))
    return 20 * math.log10(max(2 * math.hypot(real, imaginary) / len(samples) / PEAK, 1e-6))


def look(rate: int, tone: int) -> None:
    sound = array("h", (round(PEAK * math.sin(2 * math.pi * tone * i / rate)) for i in range(rate * SECONDS)))
    converter = AudioChunkConverter(rate=16000, width=2, channels=1)
    step = rate // 50 * 2
    raw = sound.tobytes()
    pieces = [raw[at : at + step] for at in range(0, len(raw), step)]
    out = array("h", b"".join(converter.convert(AudioChunk(rate, 2, 1, piece)).audio for piece in pieces))
    heard = abs((tone + 8000) % 16000 - 8000)
    print(f"  {tone} Hz at {rate} Hz: {heard} Hz at 16000 Hz, {round(level(out, 16000, heard))} dB")


print(f"wyoming {version('wyoming')}")
for rate in (48000, 44100):
    for tone in (1000, 9000, 12000, 15000):
        look(rate, tone)
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
wyoming 1.10.2
  1000 Hz at 48000 Hz: 1000 Hz at 16000 Hz, 0 dB
  9000 Hz at 48000 Hz: 7000 Hz at 16000 Hz, 0 dB
  12000 Hz at 48000 Hz: 4000 Hz at 16000 Hz, 0 dB
  15000 Hz at 48000 Hz: 1000 Hz at 16000 Hz, 0 dB
  1000 Hz at 44100 Hz: 1000 Hz at 16000 Hz, 0 dB
  9000 Hz at 44100 Hz: 7000 Hz at 16000 Hz, -1 dB
  12000 Hz at 44100 Hz: 4000 Hz at 16000 Hz, -2 dB
  15000 Hz at 44100 Hz: 1000 Hz at 16000 Hz, -3 dB
SEEN
