#!/bin/sh
# num2words drops the minus between -1 and 0: -0.5 is "zero point five", in English, Spanish and most others.
#
#   findings/num2words-minus-half.sh [PYTHON]
#
# Installs num2words (below) into a temporary folder and asks for a few temperatures in each of its languages.
# Needs python3 >= 3.11 with venv and the package registry; half a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: a number below zero has its language's word for minus, or is refused; -5 and -5.5 are what one tries.
# Seen: in English -5, -5.5 and -1.5 are right, and -0.5 is 0.5 to the letter. So it is with a string or a
# Decimal, and in most of the languages, those of Spanish, German and French among them; Italian, Hungarian and a
# few more have the minus. What stands before the point is spoken as a whole number of its own, and there is no -0.
# Czech, Polish and Slovak refuse -5 (ValueError) and yet speak -0.5, as 0.5; Bengali has no minus at all;
# Vietnamese makes -5 the word for 15, and Welsh keeps the minus of -5 but not that of -5.5.
# It matters as a voice that says numbers by words is tested with -5, and is wrong on the days around freezing,
# where half a degree decides whether there is ice: what was said sounds right and is an ordinary temperature.
# Ours: num2words is not used. Who uses it can speak the word for minus and then the number without its sign.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check num2words==0.5.14 || exit 2

cat >"$work/look.py" <<'PY'
from decimal import Decimal
from importlib.metadata import version

from num2words import CONVERTER_CLASSES, num2words


def spoken(number: float | str | Decimal, language: str) -> str:
    try:
        return num2words(number, lang=language)
    except (KeyError, TypeError, ValueError) as refused:
        return type(refused).__name__


print(f"num2words {version('num2words')}")
for language in ("en", "es", "de", "fr", "it"):
    print(f"  {language}: {'; '.join(f'{n} {spoken(n, language)}' for n in (-5, -1.5, -0.5, 0.5))}")
print(f"  en: a string, {spoken('-0.5', 'en')}; a Decimal, {spoken(Decimal('-0.5'), 'en')}")
for language in ("bn", "vi"):
    same = [f"{n} is {m}" for n, m in ((-5, 5), (-5, 15), (-0.5, 0.5)) if spoken(n, language) == spoken(m, language)]
    print(f"  {language}: {', '.join(same)}")
for language in ("cs", "pl", "sk", "cy"):
    print(f"  {language}: {'; '.join(f'{n} {spoken(n, language)}' for n in (-5, -5.5, -0.5))}")
lost = [name for name in sorted(CONVERTER_CLASSES) if spoken(-0.5, name) == spoken(0.5, name)]
print(f"  -0.5 is 0.5 in {len(lost)} of {len(CONVERTER_CLASSES)}: {' '.join(lost)}")
PY
"$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
num2words 0.5.14
  en: -5 minus five; -1.5 minus one point five; -0.5 zero point five; 0.5 zero point five
  es: -5 menos cinco; -1.5 menos uno punto cinco; -0.5 cero punto cinco; 0.5 cero punto cinco
  de: -5 minus fünf; -1.5 minus eins Komma fünf; -0.5 null Komma fünf; 0.5 null Komma fünf
  fr: -5 moins cinq; -1.5 moins un virgule cinq; -0.5 zéro virgule cinq; 0.5 zéro virgule cinq
  it: -5 meno cinque; -1.5 meno uno virgola cinque; -0.5 meno zero virgola cinque; 0.5 zero virgola cinque
  en: a string, zero point five; a Decimal, zero point five
  bn: -5 is 5, -0.5 is 0.5
  vi: -5 is 15, -0.5 is 0.5
  cs: -5 ValueError; -5.5 ValueError; -0.5 nula celá pět
  pl: -5 ValueError; -5.5 ValueError; -0.5 zero przecinek pięć
  sk: -5 ValueError; -5.5 ValueError; -0.5 nula celých päť
  cy: -5 meinws pump; -5.5 pump pwynt pump; -0.5 dim pwynt pump
  -0.5 is 0.5 in 47 of 56: am be bn ca ce cs cy da de en en_IN en_NG eo es es_CO es_CR es_GT es_NI es_VE fi fr fr_BE fr_CH fr_DZ he is ja kn ko kz nl no pl pt pt_BR ro ru sk sl sr sv te tet tg tr uk vi
SEEN
