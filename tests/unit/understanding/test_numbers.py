import pytest

from sarai_mqtt.understanding.numbers import with_digits


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "set it to thirty five percent", "set it to 35 percent"),
        ("en", "a timer of one hundred and twenty seconds", "a timer of 120 seconds"),
        ("en", "five ten", "5 10"),
        ("en", "the one in the hall", "the one in the hall"),
        ("en", "heating two 21", "heating to 21"),
        ("es", "al treinta y cinco por ciento", "al 35 por ciento"),
        ("es", "veintidós grados y medio", "22 grados y medio"),
        ("es", "ciento veinte", "120"),
        ("es", "al cien por cien", "al 100 por 100"),
        ("es", "uno de los dos", "uno de los 2"),
    ],
)
def test_runs_of_number_words_are_one_number(language, text, expected):
    assert " ".join(with_digits(text.split(), language)) == expected
