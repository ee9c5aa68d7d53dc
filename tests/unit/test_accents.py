import pytest

from sarai_mqtt.core.accents import Accents

ACCENTS = Accents(["Lámpara del salón", "baño", "Calefacción", "él", "que apague", "esta está", "PÓNLA"])


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
    ],
)
def test_accents_are_put_back_where_only_one_word_is_meant(text, restored):
    assert ACCENTS.restore(text) == restored
