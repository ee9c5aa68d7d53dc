import pytest

from sarai_mqtt.languages.spelling import Spelling

OURS = [
    "Lámpara del salón",
    "baño",
    "Calefacción",
    "él",
    "que apague",
    "esta está",
    "PÓNLA",
    "cierra las persianas de la cocina",
    "valla vaya",
]
SPELLING = Spelling(OURS, "es")


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("enciende la lampara del salon", "enciende la lámpara del salón"),
        ("la luz del bano, por favor", "la luz del baño, por favor"),
        ("CALEFACCION a 21°", "calefacción a 21°"),
        ("la lámpara", "la lámpara"),
        ("esta y está", "esta y está"),  # both are words
        ("el", "el"),  # too short to be sure
        ("apagué", "apagué"),  # never taken away
        ("lamparas", "lamparas"),
        ("", ""),
        ("Sierra las percianas de la cosina", "cierra las persianas de la cocina"),
        ("la vaya y la balla", "la vaya y la balla"),  # two of ours sound so
        ("cerré", "cerré"),
        ("oficina", "oficina"),  # near is not alike
    ],
)
def test_words_that_sound_alike_are_spelt_as_ours_where_only_one_is_meant(text, restored):
    assert SPELLING.correct(text) == restored


def test_english_spelling_is_left_alone_but_for_accents():
    assert (
        Spelling(["Café lamp", "light"], "en").correct("turn on the cafe lamp lihgt")
        == "turn on the Café lamp lihgt".lower()
    )
