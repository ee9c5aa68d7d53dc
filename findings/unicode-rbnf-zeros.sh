#!/bin/sh
# unicode-rbnf loses thousands and zeros: the year 2000 is "二" (two) in Chinese, 100000 is 100 in Lithuanian.
#
#   findings/unicode-rbnf-zeros.sh [PYTHON]
#
# Installs unicode-rbnf, and icu4py to compare with (below), into a temporary folder; both carry Unicode's
# rules. Needs python3 >= 3.11 with venv and the package registry; a quarter of a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: the number words of ICU, whose rules these are, or an error for a rule that is not supported.
# Seen (left unicode-rbnf, right ICU where it differs): words of another number, without an error. Years in
# Chinese, Cantonese and Japanese are said digit by digit without their zeros (2026 is "two two six"); round
# numbers lose "thousand" in Lithuanian from 100000 and in Irish from 20000; the ten thousandth is one
# thousand in Hungarian and no word in Italian. English and Spanish agree with ICU here, and 1999 is right
# everywhere: a test with one language or one number passes.
# It matters for dates, meters and counts that a voice speaks: the listener hears a plausible, wrong number.
# Ours: English is written out without it; the packs es and fr use it and test what they speak. A pack for a
# language above must not take its years or ordinals from here.
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check unicode-rbnf==2.4.1 icu4py==1.2.0 || exit 2

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

from icu4py.messageformat import MessageFormat
from unicode_rbnf import RbnfEngine

YEAR, NUMBER = "spellout-numbering-year", "spellout-numbering"
print(f"unicode-rbnf {version('unicode-rbnf')} | icu4py {version('icu4py')}")
for language, ruleset, numbers in (
    ("zh", YEAR, (1999, 2000, 2026)),
    ("yue", YEAR, (2026,)),
    ("ja", YEAR, (1999, 2005, 2026)),
    ("en", YEAR, (1999, 2005, 2026)),
    ("lt", NUMBER, (21000, 100000, 100001, 230000)),
    ("ga", NUMBER, (21000, 20000, 80000)),
    ("hu", "spellout-ordinal", (100, 10000)),
    ("it", "spellout-ordinal-masculine", (100, 10000)),
    ("es", NUMBER, (20000, 100000)),
):
    engine = RbnfEngine.for_language(language)
    icu = MessageFormat(f"{{n,spellout,%{ruleset}}}", language)
    for number in numbers:
        said = engine.format_number(number, ruleset_names=[ruleset]).text
        right = icu.format({"n": number}).replace("\u00ad", "")
        print(f"  {language} {number}: {said.rstrip()}" + ("" if said == right else f" | {right}"))
PY
PYTHONIOENCODING=utf-8 "$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
unicode-rbnf 2.4.1 | icu4py 1.2.0
  zh 1999: 一九九九
  zh 2000: 二 | 二〇〇〇
  zh 2026: 二二六 | 二〇二六
  yue 2026: 二二六 | 二零二六
  ja 1999: 一九九九
  ja 2005: 二五 | 二〇〇五
  ja 2026: 二二六 | 二〇二六
  en 1999: nineteen ninety-nine
  en 2005: two thousand five
  en 2026: twenty twenty-six
  lt 21000: dvidešimt vienas tūkstantis
  lt 100000: šimtas | šimtas tūkstančių
  lt 100001: šimtas vienas | šimtas tūkstančių vienas
  lt 230000: du šimtai trisdešimt tūkstančių
  ga 21000: fiche is aon mhíle
  ga 20000: fiche | fiche míle
  ga 80000: ochtó | ochtó míle
  hu 100: századik
  hu 10000: egyezer | tízezredik
  it 100: centesimo
  it 10000: unmilasimo | diecimillesimo
  es 20000: veinte mil
  es 100000: cien mil
SEEN
