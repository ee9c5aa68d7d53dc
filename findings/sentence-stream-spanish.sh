#!/bin/sh
# sentence-stream ends no sentence before "¿", "¡", a quotation mark or a digit, and drops the signs of a
# product.
#
#   findings/sentence-stream-spanish.sh [PYTHON]
#
# Installs sentence-stream (below), which cuts what a language model writes into sentences for Piper's
# streamed speech, into a temporary folder, and hands it text letter by letter. Needs python3 >= 3.11 with
# venv and the package registry; a quarter of a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: a sentence comes out once the next one has begun, in the languages that speech is made for; the
# asterisks of Markdown go.
# Seen: an end mark counts only before a space and a letter that is a capital or has no case. Spanish
# questions and exclamations begin with "¿" and "¡", so a sentence before one is kept back until a plain one
# follows, or until the end; the same before a quotation mark and before a digit. The full stops of Urdu and
# Armenian are unknown. "2 * 3" is spoken "2 3".
# It matters for the time to the first sound, which streaming is there for: such an answer is spoken only when
# all of it is written. Assistants often end with a question.
# Ours: a splitter of our own (languages/sentence_splitter.py), and an asterisk between digits is a product.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check sentence-stream==1.3.0 || exit 2

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

from sentence_stream import SentenceBoundaryDetector

print(f"sentence-stream {version('sentence-stream')}: pieces before the end | the rest, at the end")
for text in (
    "The light is on. Shall I turn it off? All right. Done.",
    "La luz está encendida. La apago luego. Listo.",
    "La luz está encendida. ¿La apago? ¡Vale! ¿Algo más?",
    'He said yes. "Fine" was the answer. "Bye" too.',
    "Two are open. 3 are shut. 4 are locked.",
    "بتی جل رہی ہے۔ میں بند کر دوں؟ ٹھیک ہے۔",
    "Լույսը վառ է։ Անջատե՞մ։ Լավ։",
    "2 * 3 * 4 is 24. That is all.",
):
    detector = SentenceBoundaryDetector()
    pieces = [piece for letter in text for piece in detector.add_chunk(letter)]
    print("  " + " / ".join(pieces), "|", detector.finish())
PY
PYTHONIOENCODING=utf-8 "$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
sentence-stream 1.3.0: pieces before the end | the rest, at the end
  The light is on. / Shall I turn it off? / All right. | Done.
  La luz está encendida. / La apago luego. | Listo.
   | La luz está encendida. ¿La apago? ¡Vale! ¿Algo más?
   | He said yes. "Fine" was the answer. "Bye" too.
   | Two are open. 3 are shut. 4 are locked.
  بتی جل رہی ہے۔ میں بند کر دوں؟ | ٹھیک ہے۔
   | Լույսը վառ է։ Անջատե՞մ։ Լավ։
  2  3  4 is 24. | That is all.
SEEN
