#!/bin/sh
# pyspeex-noise 2 silences what its automatic gain was to make louder: of speech at -28 dBFS it leaves -101.
#
#   findings/pyspeex-noise-gain.sh [PYTHON]
#
# Installs two versions of pyspeex-noise, and numpy (below), into a temporary folder and puts twelve seconds of
# a made-up voice through each. Needs python3 >= 3.11 with venv and the package registry; a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: `auto_gain` is the level that speech is brought to (4000 is the default), quiet speech from below
# and loud speech from above, in each version.
# Seen: 1.0.2 does so. From 2.0.0, which no longer uses pybind11, any whole number leaves four steps of 16 bits,
# loud or quiet. Speex reads the level as a `float` where the new binding hands it the address of a `double`:
# the lower half of the double of a whole number is zero, which Speex raises to its least level, 1. A fraction
# is read as chance has it: 4000.1 silences, 4000.7 is as loud as can be. Without gain (0) the sound is right.
# It matters as the README's own first lines are silence, and the sound goes on to wake word, VAD and
# recognition, which say that nobody spoke. A look at the noise finds it gone, as hoped: the package's own test
# asks for a thirtieth of the energy. Home Assistant 2026.11 still has 1.0.2 (auto gain times 300).
# Ours: sound has no gain of ours before recognition; a microphone's own level is set where it is.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check numpy==2.4.6 || exit 2
for version in 1.0.2 2.0.1; do
  "$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
    --target "$work/$version" pyspeex-noise==$version || exit 2
done

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

import numpy as np
from pyspeex_noise import AudioProcessor

RATE, SECONDS = 16000, 12
FULL_SCALE = 32768


def voice(peak: int) -> np.ndarray:
    """Return a buzz with the pitch and the syllables of speech, and a little hiss."""
    t = np.arange(RATE * SECONDS) / RATE
    phase = 2 * np.pi * np.cumsum(120 + 20 * np.sin(2 * np.pi * 2.5 * t)) / RATE
    buzz = sum(np.sin(k * phase) / k for k in range(1, 25))
    syllables = np.sqrt(np.clip(np.sin(2 * np.pi * 4 * t), 0, 1))
    hiss = np.random.default_rng(0).normal(0, 2, len(t))
    return (peak / 2 * buzz * syllables + hiss).astype(np.int16)


def last_second(sound: np.ndarray) -> str:
    sound = sound[-RATE:].astype(float)
    return f"{20 * np.log10(np.sqrt(np.mean(sound**2)) / FULL_SCALE):.0f} dBFS"


print(f"pyspeex-noise {version('pyspeex-noise')}")
for peak in (500, 5000):
    sound = voice(peak)
    print(f"  speech of {last_second(sound)}")
    for gain, suppression in ((0, 0), (4000, 0), (4000, -30), (9300, 0), (4000.1, 0), (4000.7, 0)):
        processor = AudioProcessor(gain, suppression)
        pieces = [piece.tobytes() for piece in sound.reshape(-1, RATE // 100)]
        if hasattr(processor, "process_10ms"):
            cleaned = b"".join(processor.process_10ms(piece) for piece in pieces)
        else:
            cleaned = b"".join(processor.Process10ms(piece).audio for piece in pieces)
        print(f"    gain {gain}, suppression {suppression}: {last_second(np.frombuffer(cleaned, np.int16))}")
PY
for version in 1.0.2 2.0.1; do
  PYTHONPATH="$work/$version" "$work/venv/bin/python" "$work/look.py"
done >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
pyspeex-noise 1.0.2
  speech of -48 dBFS
    gain 0, suppression 0: -48 dBFS
    gain 4000, suppression 0: -31 dBFS
    gain 4000, suppression -30: -31 dBFS
    gain 9300, suppression 0: -23 dBFS
    gain 4000.1, suppression 0: -31 dBFS
    gain 4000.7, suppression 0: -31 dBFS
  speech of -28 dBFS
    gain 0, suppression 0: -28 dBFS
    gain 4000, suppression 0: -31 dBFS
    gain 4000, suppression -30: -31 dBFS
    gain 9300, suppression 0: -23 dBFS
    gain 4000.1, suppression 0: -31 dBFS
    gain 4000.7, suppression 0: -31 dBFS
pyspeex-noise 2.0.1
  speech of -48 dBFS
    gain 0, suppression 0: -48 dBFS
    gain 4000, suppression 0: -101 dBFS
    gain 4000, suppression -30: -102 dBFS
    gain 9300, suppression 0: -101 dBFS
    gain 4000.1, suppression 0: -101 dBFS
    gain 4000.7, suppression 0: -19 dBFS
  speech of -28 dBFS
    gain 0, suppression 0: -28 dBFS
    gain 4000, suppression 0: -101 dBFS
    gain 4000, suppression -30: -101 dBFS
    gain 9300, suppression 0: -101 dBFS
    gain 4000.1, suppression 0: -101 dBFS
    gain 4000.7, suppression 0: -12 dBFS
SEEN
