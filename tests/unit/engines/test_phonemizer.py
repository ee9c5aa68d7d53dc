import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.engines.tts.phonemizer import LONGEST, Phonemizer, split_phonemes
from sarai_mqtt.languages.en.phonemes import _CompactMapping
from sarai_mqtt.languages.es import phonemes as spanish_phonemes


@pytest.fixture(scope="module")
def phonemizer():
    return Phonemizer(lambda text, language: text)


# As a Castilian synthesiser with the same alphabet writes them.
WORDS = {
    "cigüeña": "θˌiɣuˈeɲa", "lluvia": "ʎˈuβja", "chico": "ʧˈiko", "rey": "rˈeɪ", "muy": "mˈuj", "hay": "ˈaɪ",
    "quince": "kˈinθe", "agua": "ˈaɣwa", "huevo": "wˈeβo", "hielo": "jˈelo", "examen": "eksˈamen",
    "perro": "pˈero", "tren": "tɾˈen", "país": "paˈis", "ciudad": "θjuðˈad", "viuda": "bjˈuða",
    "construir": "kˌonstɾuˈiɾ", "ruido": "ruˈiðo", "luego": "luˈeɣo", "cliente": "kliˈɛnte", "causa": "kˈaʊsa",
    "veintidós": "bˌeɪntiðˈos", "dieciséis": "djˌeθisˈeis", "xilófono": "silˈofono", "acción": "akθjˈon",
    "objeto": "oβxˈeto", "admitir": "ˌadmitˈiɾ", "magnífico": "maɡnˈifiko", "invierno": "imbjˈeɾno",
    "ángel": "ˈaŋxel", "cinco": "θˈinko", "siente": "sjˈɛnte", "rápidamente": "rˈapiðamˈente",
    "temporizador": "tˌempoɾˌiθaðˈoɾ", "guitarra": "ɡitˈara", "alrededor": "ˌalreðeðˈoɾ", "búho": "bˈuo",
    "prohibir": "pɾˌoiβˈiɾ", "ayer": "aʝˈeɾ", "show": "ʃˈow", "deshonra": "desˈonra", "crème": "kɾˈeme",
}  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_spanish_words(word):
    assert spanish_phonemes.phonemes(word) == WORDS[word]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lo siento, el horno no responde.", "lo sjˈɛnto, el ˈoɾno nˈo respˈonde."),
        ("¿Quieres que apague la cortina del jardín?", "kjˈeɾes ke apˈaɣe la koɾtˈina ðel xaɾðˈin?"),
        ("El huevo frito con patatas es un plato.", "el wˈeβo fɾˈito kom patˈatas ˈes ˈum plˈato."),
        ("porque se lo ha cortado", "pˌoɾke se lo ˈa koɾtˈado".replace("tˈado", "tˈaðo")),
        ("¡Sí! ¿Cómo...?", "sˈi! kˈomo."),
        ("😀 ...", ""),
    ],
)
def test_spanish_words_in_company(text, expected):
    assert spanish_phonemes.phonemes(text) == expected


def test_every_spanish_phoneme_has_an_id(phonemizer):
    for word in WORDS:
        assert set(spanish_phonemes.phonemes(word)) <= set(phonemizer._ids)


def test_english(phonemizer):
    assert list(phonemizer.phonemes("Hello there. It is on.", "en")) == ["həlˈO ðˈɛɹ.", "ˌɪt ɪz ˌɔn."]


def test_english_reads_words_it_does_not_know(phonemizer):
    assert list(phonemizer.phonemes("Zorblatt.", "en")) != ["."]


def test_ids_are_per_sentence(phonemizer):
    sentences = phonemizer("Hola. ¿Qué tal?", "es")
    assert len(sentences) == 2
    assert all(isinstance(i, int) and i > 0 for ids in sentences for i in ids)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text", ["", "  ", ".", "😀"])
def test_nothing_to_say(phonemizer, text, language):
    assert phonemizer(text, language) == []


def test_unknown_language(phonemizer):
    with pytest.raises(BadInput, match="'de'") as error:
        phonemizer("hallo", "de")
    assert error.value.code == "unknown_language"


def test_long_sentences_are_cut_at_clauses(phonemizer):
    text = "La luz del salón está encendida, " * 30
    sentences = list(phonemizer.phonemes(text, "es"))
    assert all(len(sentence) <= LONGEST and sentence.endswith(",") for sentence in sentences)
    assert "".join(sentences).count("lˈuθ") == 30


@pytest.mark.parametrize(
    "text", ["a, " * 9 + "b", "aa bb cc dd ee ff", "x" * 35, "one two, " + "y" * 25 + ", z"]
)
def test_shortened_keeps_everything(text):
    pieces = list(split_phonemes(text, 10))
    assert all(0 < len(piece) <= 10 for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_packed_answers_like_its_dict():
    entries = {"a": "x", "b": {"DEFAULT": "y", "NN": None}, "ñandú": 1.5, "tab\tin": 2}
    packed = _CompactMapping(entries)
    assert [packed.get(key) for key in ("a", "b", "ñandú", "c", "")] == ["x", entries["b"], 1.5, None, None]


def test_packed_tells_keys_of_one_hash_apart():
    class Same(str):
        __slots__ = ()

        def __hash__(self):
            return 7

    packed = _CompactMapping({Same("a"): 1, Same("b"): 2})
    assert [packed.get(Same(key)) for key in "abc"] == [1, 2, None]
