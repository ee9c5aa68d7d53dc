#!/bin/sh
# Piper speaks -5 as 5 in 24 of 44 languages, among them Spanish and French; and "−5" with an English "minus".
#
#   findings/piper-minus.sh [PYTHON]
#
# Installs piper-tts (below) into a temporary folder and prints the phonemes that a voice would get; no voice
# is needed. Needs python3 >= 3.11 with venv and the package registry; a minute.
# Ends with 0 while it behaves as seen, with 1 when it does not, with 2 when that cannot be found out here.
#
# Expected: the sign is spoken in the language of the voice, or at least the same with every voice.
# Seen: espeak-ng, which Piper's phonemes come from, knows the sign before a number where the language's rules
# have it, and drops it without a word where they do not: "hace -5 grados" and "hace 5 grados" are the same
# sound. The real minus sign (U+2212), which typography asks for, comes out where the hyphen does not, but is
# the English word in English sounds in the middle of a sentence of another language, and is dropped in
# Portuguese, where the hyphen is spoken. A dash before the number ("–5") is dropped everywhere.
# It matters for frost, freezers and forecasts: the listener hears a plausible temperature. Home Assistant's
# own replies write "bajo cero" in Spanish, but leave the hyphen in French, Danish, Russian and Turkish
# (home-assistant-intents 2026.11.25). Who tries it in English, German or Italian finds nothing.
# Ours: signs become words before anything is spoken (languages/<code>/text_normalizer.py). The hyphen and the
# minus sign were; the dash and the hyphen that does not break (U+2011), which language models write, were
# lost in Spanish and French, and are words now (languages/spoken_parts.py:MINUS).
set -eu
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check piper-tts==1.8.0 || exit 2

cat >"$work/look.py" <<'PY'
from importlib.metadata import version

from piper.phonemize_espeak import EspeakPhonemizer

HYPHEN, MINUS, DASH = "-", "\u2212", "\u2013"
print(f"piper-tts {version('piper-tts')}")
phonemizer = EspeakPhonemizer()


def said(voice: str, text: str) -> str:
    return " / ".join("".join(phonemes) for phonemes in phonemizer.phonemize(voice, text))


for voice, text in (
    ("en-us", "it is {}5 degrees"),
    ("de", "es sind {}5 Grad"),
    ("it", "ci sono {}5 gradi"),
    ("es", "hace {}5 grados"),
    ("fr", "il fait {}5 degrés"),
    ("pl", "jest {}5 stopni"),
    ("pt", "estão {}5 graus"),
):
    for sign in ("", HYPHEN, MINUS, DASH):
        print(f"  {voice}: {text.format(sign)} -> {said(voice, text.format(sign))}")

VOICES = (
    "ar bg ca cmn cs cy da de el en-us es es-419 eu fa fi fr he hi hr hu id is it ka kk lb lt lv ml nb nl pl pt pt-br "
    "ro ru sk sl sq sr sv sw tr uk"
).split()
for name, sign in (("hyphen", HYPHEN), ("minus", MINUS), ("dash", DASH)):
    lost = [voice for voice in VOICES if said(voice, f"x {sign}5 x") == said(voice, "x 5 x")]
    print(f"{name}: lost in {len(lost)} of {len(VOICES)}: {' '.join(lost) if len(lost) < len(VOICES) else 'all'}")
print("minus in English:", *(voice for voice in VOICES if "mˈaɪnəs" in said(voice, f"x {MINUS}5 x")))
PY
PYTHONIOENCODING=utf-8 ORT_DISABLE_TELEMETRY=1 "$work/venv/bin/python" "$work/look.py" >"$work/seen"
cat "$work/seen"
diff - "$work/seen" <<'SEEN' || { echo "no longer as it was (lines with <)"; exit 1; }
piper-tts 1.8.0
  en-us: it is 5 degrees -> ɪɾ ɪz fˈaɪv dᵻɡɹˈiːz
  en-us: it is -5 degrees -> ɪɾ ɪz mˈaɪnəs fˈaɪv dᵻɡɹˈiːz
  en-us: it is −5 degrees -> ɪɾ ɪz mˈaɪnəs fˈaɪv dᵻɡɹˈiːz
  en-us: it is –5 degrees -> ɪɾ ɪz fˈaɪv dᵻɡɹˈiːz
  de: es sind 5 Grad -> ɛs zɪnt fˈʏnf ɡrˈɑːt
  de: es sind -5 Grad -> ɛs zɪnt mˈiːnʊs fˈʏnf ɡrˈɑːt
  de: es sind −5 Grad -> ɛs zɪnt mˈiːnʊs fˈʏnf ɡrˈɑːt
  de: es sind –5 Grad -> ɛs zɪnt fˈʏnf ɡrˈɑːt
  it: ci sono 5 gradi -> tʃɪ sˌono tʃˈinkwe ɡɾˈadɪ
  it: ci sono -5 gradi -> tʃɪ sˌono mˈeno tʃˈinkwe ɡɾˈadɪ
  it: ci sono −5 gradi -> tʃɪ sˌono mˈɛno tʃˈinkwe ɡɾˈadɪ
  it: ci sono –5 gradi -> tʃɪ sˌono tʃˈinkwe ɡɾˈadɪ
  es: hace 5 grados -> ˈaθe θˈinko ɣɾˈaðos
  es: hace -5 grados -> ˈaθe θˈinko ɣɾˈaðos
  es: hace −5 grados -> ˈaθe mˈaɪnəs θˈinko ɣɾˈaðos
  es: hace –5 grados -> ˈaθe θˈinko ɣɾˈaðos
  fr: il fait 5 degrés -> il fˈɛ sˈɛ̃k dəɡʁˈe
  fr: il fait -5 degrés -> il fˈɛ sˈɛ̃k dəɡʁˈe
  fr: il fait −5 degrés -> il fˈɛ mˈaɪnəs sˈɛ̃k dəɡʁˈe
  fr: il fait –5 degrés -> il fˈɛ sˈɛ̃k dəɡʁˈe
  pl: jest 5 stopni -> jɛst pʲˈɛɲtɕ stˈɔpɲi
  pl: jest -5 stopni -> jɛst pʲˈɛɲtɕ stˈɔpɲi
  pl: jest −5 stopni -> jɛst mˈaɪnəs pʲˈɛɲtɕ stˈɔpɲi
  pl: jest –5 stopni -> jɛst pʲˈɛɲtɕ stˈɔpɲi
  pt: estão 5 graus -> ɨʃtˌɐ̃ʊ̃ sˈĩŋku ɡɾˈaʊʃ
  pt: estão -5 graus -> ɨʃtˌɐ̃ʊ̃ mˈenʊʃ sˈĩŋku ɡɾˈaʊʃ
  pt: estão −5 graus -> ɨʃtˌɐ̃ʊ̃ sˈĩŋku ɡɾˈaʊʃ
  pt: estão –5 graus -> ɨʃtˌɐ̃ʊ̃ sˈĩŋku ɡɾˈaʊʃ
hyphen: lost in 24 of 44: ar bg ca cmn cy da es es-419 eu fa fr he hi is ka kk ml pl ru sk sl sq sw tr
minus: lost in 2 of 44: pt pt-br
dash: lost in 44 of 44: all
minus in English: ar bg ca cmn cy da el en-us es es-419 eu fa fi fr he hi hr id is ka kk lb lt lv ml nb pl ro ru sl sq sr sv sw tr uk
SEEN
