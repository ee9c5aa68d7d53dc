#!/bin/sh
# webrtc-noise-gain's automatic gain is 7 dB for near and far, and each of its levels from 1 to 31 is the same.
#
#   findings/webrtc-noise-gain-level.sh [PYTHON]
#
# Installs webrtc-noise-gain and numpy (below) into a temporary folder and puts twenty seconds of a made-up
# voice through each level. Needs python3 >= 3.11 with venv and the package registry; half a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: who speaks quietly is brought up to about the level that was asked for, within seconds, and who
# speaks loudly is left alone or brought down. Guides for satellites say that of 0 to 31 the last is the
# loudest; WebRTC, that the number is how far below full scale the target is, so that 31 is the quietest.
# Seen: neither, in 1.2.3 and 1.3.0. The outputs of 1, 3, 15 and 31 are the same to the byte, 7 dB above that of 0
# at once: speech at -68 dBFS stays at -62, and speech at -28 becomes -22; only near full scale is it less.
# The package sets a target for WebRTC's first gain control and leaves it in its first mode, which turns the
# sound card's own regulator and must be told where that stands before each 10 ms; nobody tells it, so it
# adapts to nothing, and the constant gain of its compressor is what is left. (At 0 the voice below loses 1 dB,
# as the low end is cut in any case.)
# It matters for far microphones: --mic-auto-gain of wyoming-satellite and its successors is turned from 5 to 31
# and back by ear. Something does get louder, so the switch from 0 to anything seems to work.
# Ours: sound has no gain of ours before recognition. On a satellite multiply (--mic-volume-multiplier), or turn
# up the microphone.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  webrtc-noise-gain==1.3.0 numpy==2.4.6 || exit 2

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

import numpy as np
from webrtc_noise_gain import AudioProcessor

RATE, SECONDS = 16000, 20
FULL_SCALE = 32768


def voice(peaks: list[int]) -> np.ndarray:
    """Return a buzz with the pitch and the syllables of speech, for 20 s with each of `peaks`."""
    t = np.arange(RATE * SECONDS) / RATE
    phase = 2 * np.pi * np.cumsum(120 + 20 * np.sin(2 * np.pi * 2.5 * t)) / RATE
    buzz = sum(np.sin(k * phase) / k for k in range(1, 25))
    syllables = np.sqrt(np.clip(np.sin(2 * np.pi * 4 * t), 0, 1))
    loud = np.concatenate([peak / 2 * buzz * syllables for peak in peaks])
    return (loud + np.random.default_rng(0).normal(0, 1, len(loud))).astype(np.int16)


def processed(sound: np.ndarray, gain: int) -> np.ndarray:
    processor = AudioProcessor(gain, 0)
    pieces = sound.reshape(-1, RATE // 100)
    cleaned = b"".join(processor.Process10ms(piece.tobytes()).audio for piece in pieces)
    return np.frombuffer(cleaned, np.int16)


def levels(sound: np.ndarray) -> str:
    """Return the level of the last second of each 20 s."""
    parts = sound.reshape(-1, RATE * SECONDS)[:, -RATE:].astype(float)
    return ", ".join(f"{20 * np.log10(np.sqrt(np.mean(part**2)) / FULL_SCALE):.0f}" for part in parts)


print(f"webrtc-noise-gain {version('webrtc-noise-gain')}")
sound = voice([50, 500, 5000, 16000, 50])
print(f"  speech that comes nearer and goes away, dBFS: {levels(sound)}")
print(f"    level 0, none: {levels(processed(sound, 0))}")
first = processed(sound, 1)
print(f"    level 1: {levels(first)}")
for gain in (3, 15, 31):
    again = processed(sound, gain)
    print(f"    level {gain}: {levels(again)}{', the same to the byte' if np.array_equal(again, first) else ''}")
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
webrtc-noise-gain 1.3.0
  speech that comes nearer and goes away, dBFS: -68, -48, -28, -18, -68
    level 0, none: -70, -49, -29, -19, -70
    level 1: -62, -42, -22, -17, -64
    level 3: -62, -42, -22, -17, -64, the same to the byte
    level 15: -62, -42, -22, -17, -64, the same to the byte
    level 31: -62, -42, -22, -17, -64, the same to the byte
SEEN
