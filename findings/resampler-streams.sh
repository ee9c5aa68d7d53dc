#!/bin/sh
# Two resamplers in streams: soxr at 8 kHz says nothing for 100 ms and then all at once; samplerate keeps the end.
#
#   findings/resampler-streams.sh [PYTHON]
#
# Installs soxr, samplerate and numpy (below) into a temporary folder and feeds both a second of sound in pieces
# of 20 ms. Needs python3 >= 3.11 with venv and the package registry; a quarter of a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: a piece comes out for each that goes in, less the few milliseconds of the filter; less to compute
# means less to wait; the last call (`last`, `end_of_input`) brings what is still inside.
# Seen: soxr works in blocks, so most calls yield nothing and the others several pieces at once; how far it is
# behind depends on the rates by no rule that one would guess. From 8 kHz, the telephone and Bluetooth headset,
# up to 16 kHz it is 110 to 115 ms behind in each of the three better qualities, three times as far as from 48
# kHz; MQ is no faster than HQ, and VHQ no slower. samplerate is behind by its filter alone, at once, but a call
# never returns more than its input times the ratio, so `end_of_input` brings nothing: what is inside, up to 18
# ms of sound, is lost without a word, whereas its one-shot function returns all of it.
# It matters for voice: 100 ms in bursts upset endpointing and are a third of a budget for an answer; the end
# of the last word is what tells "on" from "off" at a short pause. Tests of one file at 48 kHz meet neither.
# Ours: satellites are resampled by samplerate's fastest filter (engines/audio_decoder.py), which keeps 2.5 ms
# at most, and silence follows speech; whole files take the one-shot function.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  soxr==1.1.0 samplerate==0.2.4 numpy==2.4.6 || exit 2

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

import numpy as np
import samplerate
import soxr

OUT = 16000
NOTHING = np.zeros(0, np.float32)


def pieces_of(rate: int) -> list[np.ndarray]:
    tone = np.sin(2 * np.pi * 440 * np.arange(rate) / rate).astype(np.float32)
    return np.split(tone, 50)


def show(name: str, rate: int, got: list[int], last: int) -> None:
    """Print how far the output was behind the input at worst, and what came of a second in all."""
    behind = max((i + 1) * 20 - sum(got[: i + 1]) * 1000 / OUT for i in range(len(got)))
    print(
        f"  {name} from {rate}: behind by {behind:.0f} ms, {got.count(0)} of {len(got)} calls yield nothing, "
        f"the longest {max(got) * 1000 / OUT:.0f} ms; in all {sum(got) + last} of {OUT} samples"
    )


print(f"soxr {version('soxr')}, samplerate {version('samplerate')}")
for rate in (8000, 24000, 48000):
    *pieces, end = pieces_of(rate)
    for quality in ("LQ", "MQ", "HQ", "VHQ"):
        stream = soxr.ResampleStream(rate, OUT, 1, dtype="float32", quality=quality)
        got = [len(stream.resample_chunk(piece)) for piece in pieces]
        show(f"soxr {quality}", rate, got, len(stream.resample_chunk(end, last=True)))
for rate in (8000, 24000, 48000):
    *pieces, end = pieces_of(rate)
    for filter_ in ("sinc_fastest", "sinc_best"):
        resampler, ratio = samplerate.Resampler(filter_, 1), OUT / rate
        got = [len(resampler.process(piece, ratio)) for piece in pieces]
        last = len(resampler.process(end, ratio, end_of_input=True))
        last += len(resampler.process(NOTHING, ratio, end_of_input=True))
        show(filter_, rate, got, last)
    whole = samplerate.resample(np.concatenate([*pieces, end]), ratio)
    print(f"  sinc_best from {rate} in one: {len(whole)} samples")
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
soxr 1.1.0, samplerate 0.2.4
  soxr LQ from 8000: behind by 61 ms, 33 of 49 calls yield nothing, the longest 59 ms; in all 16000 of 16000 samples
  soxr MQ from 8000: behind by 115 ms, 41 of 49 calls yield nothing, the longest 108 ms; in all 16000 of 16000 samples
  soxr HQ from 8000: behind by 114 ms, 40 of 49 calls yield nothing, the longest 104 ms; in all 16000 of 16000 samples
  soxr VHQ from 8000: behind by 110 ms, 39 of 49 calls yield nothing, the longest 95 ms; in all 16000 of 16000 samples
  soxr LQ from 24000: behind by 20 ms, 1 of 49 calls yield nothing, the longest 38 ms; in all 16000 of 16000 samples
  soxr MQ from 24000: behind by 38 ms, 20 of 49 calls yield nothing, the longest 33 ms; in all 16000 of 16000 samples
  soxr HQ from 24000: behind by 37 ms, 18 of 49 calls yield nothing, the longest 31 ms; in all 16000 of 16000 samples
  soxr VHQ from 24000: behind by 76 ms, 35 of 49 calls yield nothing, the longest 69 ms; in all 16000 of 16000 samples
  soxr LQ from 48000: behind by 20 ms, 1 of 49 calls yield nothing, the longest 38 ms; in all 16000 of 16000 samples
  soxr MQ from 48000: behind by 38 ms, 20 of 49 calls yield nothing, the longest 33 ms; in all 16000 of 16000 samples
  soxr HQ from 48000: behind by 37 ms, 18 of 49 calls yield nothing, the longest 31 ms; in all 16000 of 16000 samples
  soxr VHQ from 48000: behind by 76 ms, 35 of 49 calls yield nothing, the longest 69 ms; in all 16000 of 16000 samples
  sinc_fastest from 8000: behind by 2 ms, 0 of 49 calls yield nothing, the longest 20 ms; in all 15960 of 16000 samples
  sinc_best from 8000: behind by 18 ms, 0 of 49 calls yield nothing, the longest 20 ms; in all 15712 of 16000 samples
  sinc_best from 8000 in one: 16000 samples
  sinc_fastest from 24000: behind by 1 ms, 0 of 49 calls yield nothing, the longest 20 ms; in all 15980 of 16000 samples
  sinc_best from 24000: behind by 9 ms, 0 of 49 calls yield nothing, the longest 20 ms; in all 15857 of 16000 samples
  sinc_best from 24000 in one: 16000 samples
  sinc_fastest from 48000: behind by 1 ms, 0 of 49 calls yield nothing, the longest 20 ms; in all 15981 of 16000 samples
  sinc_best from 48000: behind by 9 ms, 0 of 49 calls yield nothing, the longest 20 ms; in all 15857 of 16000 samples
  sinc_best from 48000 in one: 16000 samples
SEEN
