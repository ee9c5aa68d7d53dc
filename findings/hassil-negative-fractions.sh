#!/bin/sh
# hassil takes "minus five degrees" for -5.9, in a range that goes below zero and has fractions.
#
#   findings/hassil-negative-fractions.sh [PYTHON]
#
# Installs hassil and unicode-rbnf (below) into a temporary folder and has sentences recognized. Needs python3
# >= 3.11 with venv and the package registry; a quarter of a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: in a range `from: -10, to: 40, fractions: tenths`, "minus five" is -5, or nothing where words are
# not supported.
# Seen: it is -5.9; with halves -5.5; in Spanish, French and German likewise. unicode-rbnf drops the fraction
# of a negative number, so that -5 and all from -5.1 to -5.9 have the same words, and hassil's first match is
# the lowest. "-5", "five", and "minus five" in a range of whole numbers are right, so tests of digits or of
# whole numbers pass. "minus five point two" matches nothing.
# It matters for freezers, outdoor sensors and heating curves: a set point wrong by almost a degree, and
# nothing that tells.
# Ours: no sentence file of ours has such a range. Own sentences for temperatures below zero should have whole
# numbers, or `words: false`.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check hassil==3.12.1 unicode-rbnf==2.4.1 || exit 2

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

from hassil import Intents, recognize_all

print(f"hassil {version('hassil')}, unicode-rbnf {version('unicode-rbnf')}: the first match, and how many there are")


def look(language: str, unit: str, fractions: str | None, *said: str) -> None:
    numbers = {"from": -10, "to": 40} | ({"fractions": fractions} if fractions else {})
    home = Intents.from_dict(
        {
            "language": language,
            "intents": {"Set": {"data": [{"sentences": [f"{{n}} {unit}"]}]}},
            "lists": {"n": {"range": numbers}},
        }
    )
    for number in said:
        found = [r.entities["n"].value for r in recognize_all(f"{number} {unit}", home, language=language)]
        print(f"  {language}, {fractions}: {number} {unit} -> {found[0] if found else 'nothing'} ({len(found)})")


look("en", "degrees", None, "minus five")
look("en", "degrees", "tenths", "minus five", "-5", "five", "five point two", "minus five point two", "-5.2")
look("en", "degrees", "halves", "minus five")
look("es", "grados", "tenths", "menos cinco", "cinco")
look("fr", "degrés", "halves", "moins cinq")
look("de", "Grad", "tenths", "minus fünf")
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
hassil 3.12.1, unicode-rbnf 2.4.1: the first match, and how many there are
  en, None: minus five degrees -> -5 (1)
  en, tenths: minus five degrees -> -5.9 (10)
  en, tenths: -5 degrees -> -5.0 (1)
  en, tenths: five degrees -> 5 (1)
  en, tenths: five point two degrees -> 5.2 (1)
  en, tenths: minus five point two degrees -> nothing (0)
  en, tenths: -5.2 degrees -> -5.2 (1)
  en, halves: minus five degrees -> -5.5 (2)
  es, tenths: menos cinco grados -> -5.9 (10)
  es, tenths: cinco grados -> 5 (1)
  fr, halves: moins cinq degrés -> -5.5 (2)
  de, tenths: minus fünf Grad -> -5.9 (10)
SEEN
