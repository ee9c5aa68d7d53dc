#!/bin/sh
# unicode-rbnf drops the decimals of what is below zero: -5.5 is "minus five", and -0.5 is "minus".
#
#   findings/unicode-rbnf-minus-fractions.sh [PYTHON]
#
# Installs unicode-rbnf (below) into a temporary folder and asks for a few temperatures. Needs python3 >= 3.11
# with venv and the package registry; a quarter of a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: as 5.5 is "five point five" and -5 "minus five", -5.5 is "minus five point five": Unicode's rule for
# what is below zero is the word for minus and then the number without its sign, decimals and all.
# Seen: the decimals are gone, without an error, of a float, a string and a Decimal alike; where nothing stands
# before the point, the word for minus is all that is left.
# It matters for temperatures: each half of the case is right and tested, and in winter a voice says "minus one
# degrees" at -1.9, and "minus degrees" at -0.5.
# Ours: the packs es and fr speak minus and decimals themselves and hand over whole numbers without a sign.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check unicode-rbnf==2.4.1 || exit 2

cat >"$work/look.py" <<'PY'
from decimal import Decimal
from importlib.metadata import version

from unicode_rbnf import RbnfEngine

print(f"unicode-rbnf {version('unicode-rbnf')}")
for language in ("en", "es", "de", "fr", "it", "sv"):
    engine = RbnfEngine.for_language(language)
    numbers = (5.5, -5, -5.5, -1.9, 0.5, -0.5)
    print(f"  {language}: {'; '.join(f'{n} {engine.format_number(n).text}' for n in numbers)}")
engine = RbnfEngine.for_language("en")
print(f"  a string, {engine.format_number('-5.5').text}; a Decimal, {engine.format_number(Decimal('-5.5')).text}")
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
unicode-rbnf 2.4.1
  en: 5.5 five point five; -5 minus five; -5.5 minus five; -1.9 minus one; 0.5 zero point five; -0.5 minus
  es: 5.5 cinco coma cinco; -5 menos cinco; -5.5 menos cinco; -1.9 menos uno; 0.5 cero coma cinco; -0.5 menos
  de: 5.5 fünf Komma fünf; -5 minus fünf; -5.5 minus fünf; -1.9 minus eins; 0.5 null Komma fünf; -0.5 minus
  fr: 5.5 cinq virgule cinq; -5 moins cinq; -5.5 moins cinq; -1.9 moins un; 0.5 zéro virgule cinq; -0.5 moins
  it: 5.5 cinque virgola cinque; -5 meno cinque; -5.5 meno cinque; -1.9 meno uno; 0.5 zero virgola cinque; -0.5 meno
  sv: 5.5 fem komma fem; -5 minus fem; -5.5 minus fem; -1.9 minus ett; 0.5 noll komma fem; -0.5 minus
  a string, minus five; a Decimal, minus five
SEEN
