import pytest

from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer, plain


@pytest.fixture(scope="module")
def spoken():
    return TextNormalizer()


@pytest.fixture(scope="module")
def phonemizer(spoken):
    return Phonemizer(spoken)


SPANISH = {
    "Hay 21 grados.": "Hay veintiún grados.",
    "Llama ya al 112: son 112 W.": "Llama ya al uno uno dos: son ciento doce vatios.",
    "21 °C": "veintiún grados",
    "-5 °C": "menos cinco grados",
    "21ºC y 70 °F": "veintiún grados y setenta grados Fahrenheit",
    "30% o 30 %": "treinta por ciento o treinta por ciento",
    "1 minuto": "un minuto",
    "21 luces": "veintiuna luces",
    "31 días": "treinta y un días",
    "200 personas": "doscientas personas",
    "1 problema": "un problema",
    "Somos 21.": "Somos veintiuno.",
    "21 de marzo": "veintiuno de marzo",
    "las 9": "las nueve",
    "la 1": "la una",
    "las 21:00": "las veintiuna horas",
    "a las 7:30": "a las siete y media",
    "a las 9:15.": "a las nueve y cuarto.",
    "las 22:45": "las veintidós cuarenta y cinco",
    "a las 8:05 a. m.": "a las ocho y cinco de la mañana.",
    "a las 9:00 pm": "a las nueve de la noche",
    "01:30:05": "una hora, treinta minutos y cinco segundos",
    "24/12/2025": "veinticuatro de diciembre de dos mil veinticinco",
    "2025-01-01": "uno de enero de dos mil veinticinco",
    "12,50 €": "doce euros con cincuenta",
    "$5": "cinco dólares",
    "1 €": "un euro",
    "1.234,5 kWh": "mil doscientos treinta y cuatro coma cinco kilovatios hora",
    "2.5 kW": "dos coma cinco kilovatios",
    "90 km/h": "noventa kilómetros por hora",
    "2,5 m²": "dos coma cinco metros cuadrados",
    "1 h": "una hora",
    "CO2 a 800 ppm": "ce o dos a ochocientas partes por millón",
    "600 123 456": "seis cero cero uno dos tres cuatro cinco seis",
    "091": "cero nueve uno",
    "el 1.er piso, 2º y 3ª planta": "el primer piso, segundo y tercera planta",
    "10-15 minutos": "diez a quince minutos",
    "Versión 2026.11.0": "Versión dos mil veintiséis punto once punto cero",
    "3/4 de taza": "tres cuartos de taza",
    "Sr. Pérez, aprox. 5": "señor Pérez, aproximadamente cinco",
    "etc. Luego": "etcétera. Luego",
    "la TV y el USB": "la te uve y el u ese be",
    "la NASA": "la NASA",
    "plan B": "plan be",
    "TODO EN MAYÚSCULAS": "TODO EN MAYÚSCULAS",
    "2+2=4": "dos más dos igual a cuatro",
    "sensor_2": "sensor dos",
    "a@b.es": "a arroba be punto es",
    "٣ luces": "tres luces",
}


@pytest.mark.parametrize("written", SPANISH)
def test_spanish(spoken, written):
    assert spoken(written, "es") == SPANISH[written]


@pytest.mark.parametrize(
    "written", [*SPANISH, "x1y2z3", "1.2.3.4.5", "50²", "1e9", "3½", "12:99", "99/99/9999"]
)
def test_no_digit_is_left_for_the_spanish_voice_to_drop(spoken, written):
    assert not any(letter.isdigit() for letter in spoken(written, "es"))


ENGLISH = {
    "It is -5 °C.": "It is minus 5 °C.",
    "40 W and 1 W": "40 watts and 1 watt",
    "1013 hPa": "1013 hectopascals",
    "5*3": "5 times 3",
    "5 km/h": "5 km/h",
    "Call 555-1234.": "Call 5 5 5 , 1 2 3 4.",
    "Call 112 now: it is 112 W.": "Call 1 1 2 now: it is 112 watts.",
}


@pytest.mark.parametrize("written", ENGLISH)
def test_english(spoken, written):
    assert spoken(written, "en") == ENGLISH[written]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("**bold** and *it* and `code`", "bold and it and code"),
        ("__init__ _so_", "init so"),
        ("a*b", "a*b"),
        ("# Title\nText", "Title. Text"),
        ("Two:\n- one\n- two", "Two: one. two"),
        ("see [the page](https://example.com/x)", "see the page"),
        ("go to https://www.example.com/a/b?c=d now", "go to example dot com now"),
        ("<b>on</b>", "on"),
        ("on 😀👍🏽 now ❤️", "on now"),
        ("21 °C", "21 °C"),
        ("😀", ""),
        ("", ""),
        ("e\u0301", "é"),
        ("a\x00b", "a b"),
    ],
)
def test_markup_and_pictures_go(written, said):
    assert plain(written, " dot ") == said


def test_what_cannot_be_said_is_counted_not_quoted(spoken, caplog):
    assert spoken("Привет мир, adiós", "es") == ", adiós"
    assert "2 words" in caplog.text
    assert "мир" not in caplog.text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("digits", [16, 19, 37, 400])
@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "-{} °C",
        "{} minutes",
        "€{}",
        "{}€",
        "{}.5",
        "1/{}",
        "{}-{}",
        "{}th",
        "{}º",
        "{} kWh",
        "1.{}",
        "v{}",
    ],
)
def test_a_number_without_end_is_read_digit_by_digit(phonemizer, written, digits, language):
    spoken = [sentence for sentence in phonemizer(written.format("7" * digits, "7" * digits), language)]
    assert sum(map(len, spoken)) > digits


def test_the_digits_of_a_long_number_are_all_there(spoken):
    assert spoken("It is 1234567890123456.", "en") == "It is 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6."
    assert spoken("It is 1,234,567,890,123,456.", "en") == "It is 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6."
    assert spoken("It is 123456789012345.", "en") == "It is 123456789012345."
    assert spoken("1234567890123456 °C", "es").endswith("cuatro cinco seis grados")


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "Call 112 now.", "Call 1 1 2 now."),
        ("en", "Call 061.", "Call 0 6 1."),
        ("en", "Please call 116117, now.", "Please call 1 1 6 1 1 7, now."),
        ("es", "Llama ya al 1122.", "Llama ya al uno uno dos dos."),
        ("es", "Llama al 0112.", "Llama al cero uno uno dos."),
    ],
)
def test_a_number_to_be_dialled_is_said_figure_by_figure(spoken, language, written, said):
    assert spoken(written, language) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "6*7 is 42", "6 times 7 is 42"),
        ("en", "7 * 8", "7 times 8"),
        ("en", "2**10", "2 to the power of 10"),
        ("es", "6*7 son 42", "seis por siete son cuarenta y dos"),
        ("es", "7 × 8", "siete por ocho"),
        ("es", "2**10", "dos elevado a diez"),
        ("es", "El horno marca 1500 vatios.", "El horno marca mil quinientos vatios."),
        ("es", "Marca el 061.", "Marca el cero seis uno."),
    ],
)
def test_products_and_displays_are_said_as_what_they_are(spoken, language, written, said):
    assert spoken(written, language) == said
