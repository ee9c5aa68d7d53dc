"""Converts Spanish text to phonemes (IPA), in the convention that our Spanish voice was trained on.

Castilian: z and soft c are θ, ll is ʎ; b, d, g soften to β, ð, ɣ after anything but a pause or a nasal, also
across word boundaries; falling diphthongs end in ɪ, ʊ; ˈ and ˌ stand right before the stressed vowel. Spanish
spelling determines all of this (Real Academia Española, Ortografía, 2010), so rules suffice; foreign words
are read as if they were Spanish.
"""

import re
import unicodedata
from dataclasses import dataclass

# The first rule that matches at an index gives its sound. "." (a silent h) keeps two vowels apart.
_RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=\w)x", "ks"), (r"x", "s"), (r"^ps", "s"),
        (r"qu(?=[eéií])", "k"), (r"q", "k"),
        (r"ch", "ʧ"), (r"^sh", "ʃ"), (r"h", "."), (r"ll", "ʎ"), (r"ñ", "ɲ"),
        (r"rr|^r|(?<=[lns])r", "r"), (r"r", "ɾ"),
        (r"gu(?=[eéií])", "ɡ"), (r"g(?=[eéií])|j", "x"), (r"g", "ɡ"),
        (r"c(?=[eéií])|z", "θ"), (r"c", "k"), (r"v", "b"),
        (r"y(?=[aáeéiíoóuú])", "ʝ"), (r"(?<=u)y", "j"), (r"y", "i"),
        (r"[a-záéíóúü]", ""),
    )
]  # fmt: skip
_PLAIN = str.maketrans("áéíóúü", "aeiouu")
_VOWELS = frozenset("aeiouáéíóúü")
_WEAK = frozenset("iu")
_LENITED = {"b": "β", "d": "ð", "ɡ": "ɣ"}
_LIQUIDS = frozenset("lɾrʎ")
# Before these b, d, g stay stops at the end of a syllable (admitir, obtener, magno).
_STOPPING = frozenset("ptkbdɡmnfʧɲ")
_NASAL = {**dict.fromkeys("pbmf", "m"), **dict.fromkeys("ɡx", "ŋ"), "ʝ": "ɲ"}
_UNSTRESSED = frozenset(
    {
        "a", "al", "con", "de", "del", "e", "el", "en", "la", "las", "le", "les", "lo", "los", "me",
        "mi", "mis", "nos", "o", "os", "por", "que", "quien", "se", "si", "sin", "su", "sus", "te",
        "tu", "tus", "u", "y",
    }
)  # fmt: skip
_SECONDARY = frozenset(
    {
        "aunque", "como", "cuando", "desde", "donde", "entre", "hacia", "hasta", "mientras", "nuestra",
        "nuestro", "para", "pero", "porque", "sobre", "vuestra", "vuestro",
    }
)  # fmt: skip
_WORD_OR_PAUSE = re.compile(r"[a-zñáéíóúü]+|[,.;:!?…—]")


@dataclass(slots=True)
class _Phone:
    """One sound of a word.

    `nucleus`: it is the vowel of a syllable. `accented`: it is written with an accent. `stress`: ˈ, ˌ or "".
    """

    sound: str
    nucleus: bool = False
    accented: bool = False
    stress: str = ""


def phonemes(text: str) -> str:
    """Return the phonemes of `text`, with words separated by spaces and punctuation marks of pauses kept.

    Anything else that is not a letter is dropped: numbers and signs must be written out as words first.
    """
    text = _known_letters(text.lower())
    out: list[str] = []
    phrase: list[list[_Phone]] = []
    for token in _WORD_OR_PAUSE.findall(text):
        if token[0].isalpha():
            phrase.append(_word(token))
        elif phrase:
            out.append(_phrase(phrase) + token)
            phrase = []
    if phrase:
        out.append(_phrase(phrase))
    return " ".join(out)


def _known_letters(text: str) -> str:
    """Return `text` with letters that Spanish does not write (è, ô, ç …) replaced by plain ones."""
    kept = (
        letter if letter in "ñáéíóúü" else unicodedata.normalize("NFKD", letter)[0]
        for letter in unicodedata.normalize("NFC", text)
    )
    return "".join(kept)


def _word(word: str) -> list[_Phone]:
    """Return the sounds of one word, with its stress."""
    if word.endswith("mente") and len(word) > len("mente") + 2:
        ending = _diphthongs(_letters("ménte"))  # the accent keeps its own stress and closed e
        ending[1].stress = "ˈ"
        return [*_word(word.removesuffix("mente")), *ending]
    phones = _diphthongs(_letters(word))
    nuclei = [phone for phone in phones if phone.nucleus]
    if not nuclei or word in _UNSTRESSED:
        return phones
    accented = next((i for i, phone in enumerate(nuclei) if phone.accented), None)
    last = len(nuclei) - 1
    stressed = accented if accented is not None else max(last - 1, 0) if word[-1] in "aeiouns" else last
    nuclei[stressed].stress = "ˌ" if word in _SECONDARY else "ˈ"
    for i in range(0, stressed - 1, 2):
        nuclei[i].stress = "ˌ"
    return phones


def _letters(word: str) -> list[_Phone]:
    """Return the sounds of the letters of `word`; a silent h leaves a mark (".")."""
    phones: list[_Phone] = []
    place = 0
    while place < len(word):
        rule, sound = next((rule, sound) for rule, sound in _RULES if rule.match(word, place))
        found = rule.match(word, place)
        letters = found.group() if found else word[place]
        phones += [_Phone(one, one in _VOWELS, one in "áéíóú") for one in sound or letters]
        place += len(letters)
    return phones


def _diphthongs(phones: list[_Phone]) -> list[_Phone]:
    """Turn i and u next to another vowel into glides, and drop the marks of silent letters."""
    for i, phone in enumerate(phones):
        before = phones[i - 1] if i else _Phone("")
        after = phones[i + 1] if i + 1 < len(phones) else _Phone("")
        if phone.sound not in _WEAK:
            continue
        if after.sound in _VOWELS and not _is_hiatus(phones, i):
            phone.sound, phone.nucleus = {"i": "j", "u": "w"}[phone.sound], False
        elif before.sound in {"a", "e", "o"}:
            phone.sound, phone.nucleus = {"i": "ɪ", "u": "ʊ"}[phone.sound], False
    for phone in phones:
        phone.sound = phone.sound.translate(_PLAIN)
    return [phone for phone in phones if phone.sound != "."]


def _is_hiatus(phones: list[_Phone], i: int) -> bool:
    """Return True if the i or u at index `i`, before a vowel, is a vowel of its own (hiatus), not a glide.

    It is one after an l or r that begins the word (luego) or follows a consonant (cliente), between r and i
    (ruido), and after a vowel if another i or u follows.
    """
    onset = phones[i - 1].sound if i else ""
    if onset in _VOWELS:
        return phones[i + 1].sound in _WEAK
    alone = i == 1 or phones[i - 2].sound not in _VOWELS
    return onset in _LIQUIDS and (alone or (phones[i].sound == "u" and phones[i + 1].sound in {"i", "í"}))


def _phrase(words: list[list[_Phone]]) -> str:
    """Return the phonemes of words said in one breath, after their sounds have influenced each other."""
    sounds = [phone for word in words for phone in word]
    for i, phone in enumerate(sounds):
        before = sounds[i - 1].sound if i else ""
        after = sounds[i + 1].sound if i + 1 < len(sounds) else ""
        if phone.sound == "n":
            phone.sound = _NASAL.get(after, "n")
        elif (
            phone.sound in _LENITED and before and before not in "mnŋɲ" and (after and after not in _STOPPING)
        ):
            phone.sound = _LENITED[phone.sound]
        elif phone.sound == "e" and phone.stress == "ˈ" and not phone.accented and after == "n":
            beyond = sounds[i + 2].sound if i + 2 < len(sounds) else ""
            phone.sound = "ɛ" if beyond and beyond in "tdθɡ" else "e"
    return " ".join("".join(phone.stress + phone.sound for phone in word) for word in words)
