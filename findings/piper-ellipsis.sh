#!/bin/sh
# Piper runs the words around "..." and "…" together: "Wait... what?" is spoken as one word, "waitwhat".
#
#   findings/piper-ellipsis.sh [PYTHON]
#
# Installs piper-tts (below) into a temporary folder and prints the phonemes that a voice would get; no voice
# is needed. Needs python3 >= 3.11 with venv and the package registry; a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: a pause, or at least the space between two words.
# Seen: neither. espeak-ng ends a clause at an ellipsis; Piper joins the clauses of a sentence again and
# writes a space only after a comma, a colon and a semicolon (a dash becomes one). A space before or after the
# ellipsis does not help. The same in all languages tried.
# It matters because language models write ellipses: "Hmm... let me see", "Bueno… vale". Listeners hear a word
# that does not exist, and whoever looks for a missing pause does not look for a missing space.
# Ours: no speech of ours goes through espeak-ng. For a Piper voice write a comma instead, or a full stop
# before a capital.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check piper-tts==1.8.0 || exit 2

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

from piper.phonemize_espeak import EspeakPhonemizer

print(f"piper-tts {version('piper-tts')}")
phonemizer = EspeakPhonemizer()
for voice, text in (
    ("en-us", "Wait, what?"),
    ("en-us", "Wait; what?"),
    ("en-us", "Wait — what?"),
    ("en-us", "Wait... what?"),
    ("en-us", "Wait … what?"),
    ("en-us", "Wait、what?"),
    ("es", "Bueno, vale."),
    ("es", "Bueno… vale."),
    ("fr", "Attendez… la porte."),
    ("de", "Moment… das Licht."),
    ("it", "Aspetta… la luce."),
):
    sentences = ["".join(phonemes) for phonemes in phonemizer.phonemize(voice, text)]
    words = sum(len(sentence.split()) for sentence in sentences)
    print(f"  {voice}: {text} -> {words} word{'s' * (words != 1)}: {' / '.join(sentences)}")
PY
PYTHONIOENCODING=utf-8 ORT_DISABLE_TELEMETRY=1 "$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
piper-tts 1.8.0
  en-us: Wait, what? -> 2 words: wˈeɪt, wˌʌt?
  en-us: Wait; what? -> 2 words: wˈeɪt; wˌʌt?
  en-us: Wait — what? -> 2 words: wˈeɪt; wˌʌt?
  en-us: Wait... what? -> 1 word: wˈeɪtwˌʌt?
  en-us: Wait … what? -> 1 word: wˈeɪtwˌʌt?
  en-us: Wait、what? -> 1 word: wˈeɪtwˌʌt?
  es: Bueno, vale. -> 2 words: bwˈeno, bˈale.
  es: Bueno… vale. -> 1 word: bwˈenobˈale.
  fr: Attendez… la porte. -> 2 words: atɑ̃dˈela- pˈɔʁt.
  de: Moment… das Licht. -> 2 words: moːmˈɛntdas lˈɪçt.
  it: Aspetta… la luce. -> 2 words: aspˈɛtːala lˈutʃe.
SEEN
