import pytest

from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.numbers import number_at, with_digits
from tests.harness.packs import copied_pack


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
        ("es", "a treinta y un grados", "a 31 grados"),
        ("es", "al treinta y una luz", "al 30 y una luz"),
        ("es", "ciento veintiún vatios", "121 vatios"),
        ("es", "al cien por cien", "al 100 por 100"),
        ("es", "uno de los dos", "uno de los 2"),
    ],
)
def test_runs_of_number_words_are_one_number(language, text, expected):
    assert " ".join(with_digits(text.split(), language)) == expected


# What a language has where tens are not told apart from units: an entry for each number of several words.
TWENTIES = """
values: {un: 1, deux: 2, trois: 3, quatre: 4, six: 6, dix: 10, onze: 11, vingt: 20, trente: 30, soixante: 60, soixante dix: 70,
  soixante et onze: 71, quatre vingts: 80, quatre vingt: 80, quatre vingt dix: 90, quatre vingt onze: 91, cent: 100, cents: 100}
large: {mille: 1000}
joiner: et
misheard: {}
percent: [pour, cent]
"""


@pytest.fixture(scope="module")
def twenties(tmp_path_factory):
    with copied_pack("zz", tmp_path_factory.mktemp("packs")) as folder:
        (folder / "numbers.yaml").write_text(TWENTIES, "utf-8")
        yield "zz"


@pytest.mark.parametrize(
    ("text", "expected", "value"),
    [
        ("vingt et un", "21", 21),
        ("soixante dix", "70", 70),
        ("soixante et onze degrés", "71 degrés", 71),
        ("quatre vingts", "80", 80),
        ("quatre vingt trois", "83", 83),
        ("quatre vingt onze", "91", 91),
        ("quatre vingt dix pour cent", "90 pour cent", 90),
        ("deux cents", "200", 200),
        ("deux cent quatre vingt six", "286", 286),
        ("quatre trois", "4 3", 4),
        ("un", "un", None),
    ],
)
def test_numbers_of_several_words(twenties, text, expected, value):
    assert " ".join(with_digits(text.split(), twenties)) == expected
    found = number_at(without_accents(text).split(), 0, twenties)
    assert (found and found[0]) == value
