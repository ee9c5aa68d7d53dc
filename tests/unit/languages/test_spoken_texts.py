"""Texts of others (announcements, agents, lists, scripts) as they are said: one row for each kind of mistake."""

import re

import pytest

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.languages.speaking import speaking
from sarai_mqtt.languages.spoken_parts import Lexicon


@pytest.fixture(scope="module")
def spoken():
    return TextNormalizer()


SPANISH = {
    # decimals as Home Assistant writes them; whole thousands stay
    "La temperatura es de 21.375 °C.": "La temperatura es de veintiuno coma tres siete cinco grados.",
    "Fuera hay -1.5 °C": "Fuera hay menos uno coma cinco grados",
    "-0.5 °C": "menos cero coma cinco grados",
    "Fuera −5 °C, –5 °C, \u20115 °C": "Fuera menos cinco grados, menos cinco grados, menos cinco grados",
    "5–7 °C, 5\u20117 °C, de –5 a –2 °C": "cinco a siete grados, cinco a siete grados, de menos cinco a menos dos grados",
    "El horno –5 minutos más– y listo": "El horno cinco minutos más y listo",
    "48.125 % y 0.732 kWh": "cuarenta y ocho coma uno dos cinco por ciento y cero coma siete tres dos kilovatios hora",
    "2.500 kWh": "dos coma cinco kilovatios hora",
    "Hay 19.875 grados.": "Hay diecinueve coma ocho siete cinco grados.",
    "es de -3.250 grados.": "es de menos tres coma dos cinco grados.",
    "3.712 V": "tres coma siete uno dos voltios",
    "1.500 W": "mil quinientos vatios",
    "1.234,5 kWh": "mil doscientos treinta y cuatro coma cinco kilovatios hora",
    "1,5 horas": "uno coma cinco horas",
    # dates
    "el 01/02/2023 o el 01-02-2023, a las 13:30.":
        "el uno de febrero de dos mil veintitrés o el uno de febrero de dos mil veintitrés, a las trece treinta.",
    "el 15-08-2026 y el 3/9.": "el quince de agosto de dos mil veintiséis y el tres de septiembre.",
    "Del 3/9 al 15/9": "Del tres de septiembre al quince de septiembre",
    "1/2/23": "uno de febrero de dos mil veintitrés",
    "15/08": "quince de agosto",
    "2026-08-15T07:30:00+02:00": "quince de agosto de dos mil veintiséis, a las siete y media",
    "2026-08-15 07:30": "quince de agosto de dos mil veintiséis, a las siete y media",
    "el 40/13": "el cuarenta, trece",
    # units over units, both signs of millionths, two temperatures
    "Hoy 22 °C/14 °C": "Hoy veintidós grados, catorce grados",
    "30 º C": "treinta grados",
    "12 µg/m³ y 12 μg/m³": "doce microgramos por metro cúbico y doce microgramos por metro cúbico",
    "3 mg/m³, 5 l/min": "tres miligramos por metro cúbico, cinco litros por minuto",
    "250 W/m²; 35 mm/h": "doscientos cincuenta vatios por metro cuadrado; treinta y cinco milímetros por hora",
    "20 km/h y 12 mph": "veinte kilómetros por hora y doce millas por hora",
    "10 klx, 3000 mAh": "diez kilolux, tres mil miliamperios hora",
    "2.3 kVA, 45 dBm": "dos coma tres kilovoltiamperios, cuarenta y cinco decibelios milivatio",
    "0,15 €/kWh": "cero coma uno cinco euros por kilovatio hora",
    "PM2.5: 12": "pe eme dos coma cinco: doce",
    "A las 3 mi hermano": "A las tres mi hermano",
    # lengths of time, degrees with the sign of ordinals
    "quedan 1:30 minutos": "quedan un minuto y treinta segundos",
    "1:45 horas": "una hora y cuarenta y cinco minutos",
    "a las 13:30 horas": "a las trece treinta",
    "El agua a 60º": "El agua a sesenta grados",
    "el 15º aniversario": "el decimoquinto aniversario",
    # money
    "$1,234.50 / 1,500 pesos": "mil doscientos treinta y cuatro dólares con cincuenta, mil quinientos pesos",
    "1.234,56 €": "mil doscientos treinta y cuatro euros con cincuenta y seis",
    # ordinals with letters, Roman numerals
    "el 2do piso y la 3ra planta": "el segundo piso y la tercera planta",
    "el 4to sensor y el 1er riego": "el cuarto sensor y el primer riego",
    "1ro, 1ra, 2da, 5to, 7ma, 8vo, 9no, 10mo, 6ta":
        "primero, primera, segunda, quinto, séptima, octavo, noveno, décimo, sexta",
    "siglo XXI, Alfonso XIII": "siglo veintiuno, Alfonso trece",
    "Felipe VI e Isabel II": "Felipe sexto e Isabel segunda",
    "Chapter IV": "Chapter cuatro",
    "la II Guerra Mundial": "la segunda Guerra Mundial",
    "tipo C, Juan C": "tipo ce, Juan ce",
    # fractions
    "1½ horas, 20½ grados": "una hora y media, veinte grados y medio",
    "2 ½ h": "dos horas y media",
    "20½ en el salón": "veinte y medio en el salón",
    "½ hora y 3/8 de pulgada": "media hora y tres octavos de pulgada",
    "24/7": "veinticuatro siete",
    # telephone numbers, codes, versions, addresses
    "Llama al 555-1234.": "Llama al cinco cinco cinco, uno dos tres cuatro.",
    "5 - 3 y 5 - 8": "cinco menos tres y cinco a ocho",
    "100-1500 vatios": "cien a mil quinientos vatios",
    "código 90210, PIN 1234": "código nueve cero dos uno cero, PIN uno dos tres cuatro",
    "2026.2.3": "dos mil veintiséis punto dos punto tres",
    "192.168.1.10": "ciento noventa y dos punto ciento sesenta y ocho punto uno punto diez",
    "juan.perez@mail.com": "juan punto perez arroba mail punto com",
    # feminine thousands
    "200000 horas": "doscientas mil horas",
    "201.000 personas": "doscientas una mil personas",
    "1.000 luces": "mil luces",
    "2.100.000 personas": "dos millones cien mil personas",
    "200000 vatios": "doscientos mil vatios",
    # abbreviations
    "Aprox. 5, Temp. 20": "Aproximadamente cinco, Temperatura veinte",
    "Tel. 600123456": "Teléfono seis cero cero uno dos tres cuatro cinco seis",
    "D. Juan, P. ej. esto": "don Juan, Por ejemplo esto",
    "F1, DNI": "efe uno, de ene i",
    "CO2": "ce o dos",
    # brands
    "YouTube, Google y Bluetooth": "yutub, gúguel y blútuz",
    "Hue, Shelly, Zigbee, WhatsApp": "jiu, shéli, zígbi, guásap",
    "streaming del router WiFi": "estrímin del rúter uaifai",
}  # fmt: skip

ENGLISH = {
    "20½ degrees, 1½ hours": "20 and a half degrees, 1 and a half hours",
    "24/7": "24 7",
    "3.5 kWh, 0.8 kW": "3.5 kilowatt hours, 0.8 kilowatts",
    "PM2.5 is 12 µg/m³": "P M 2.5 is 12 micrograms per cubic meter",
    "12 μg/m³": "12 micrograms per cubic meter",
    "250 W/m², 45.3 m²": "250 watts per square meter, 45.3 square meters",
    "2.3 kVA, 12 Ah, 45 dBm": "2.3 kilovolt-amperes, 12 amp hours, 45 decibel milliwatts",
    "35 mm/h, 10 in/h, 3 m/s": "35 millimeters per hour, 10 inches per hour, 3 meters per second",
    "100 Mbit/s, 5 MWh, 800 mA": "100 megabits per second, 5 megawatt hours, 800 milliamps",
    "29.9 inHg, 14 psi": "29.9 inches of mercury, 14 pounds per square inch",
    "0.15 €/kWh, $0.15/kWh": "€0.15 per kilowatt hour, $0.15 per kilowatt hour",
    "3.50 €, 10€": "€3.50, €10",
    "CO2 is 800 ppm": "C O 2 is 800 parts per million",
    "1h 5m 30s, 90 s, 2 h": "1 hour 5 minutes 30 seconds, 90 seconds, 2 hours",
    "1:30 minutes": "1 minute and 30 seconds",
    "Back in the 90s": "Back in the 90s",
    "The code is 90210.": "The code is 9 0 2 1 0.",
    "ZIP 02139, code 123456": "ZIP 0 2 1 3 9, code 1 2 3 4 5 6",
    "Zip code 10001": "Zip code 1 0 0 0 1",
    "It ran 10500 hours.": "It ran 10500 hours.",
    "If in danger, 911.": "If in danger, 9 1 1.",
    "911 steps": "911 steps",
    "(555) 123-4567": "5 5 5 , 1 2 3 , 4 5 6 7",
    "the IKEA lamp IS ON": "the Ikea lamp is on",
    "Version 2026.2.3": "Version 2026 point 2 point 3",
    "192.168.1.10": "192 dot 168 dot 1 dot 10",
    "joe@mail.com": "joe at mail dot com",
    "Bedroom no. 2 is on.": "Bedroom number 2 is on.",
    "Approx. 5 lights.": "Approximately 5 lights.",
    "70 F, 2700 K, 3 tbsp": "70 °F, 2700 kelvin, 3 tablespoons",
    "6 ft 2 in, 2 in the hall": "6 feet 2 inches, 2 in the hall",
    "5 - 3 and 5 - 8": "5 minus 3 and 5 to 8",
    "-0.5 degrees": "minus 0.5 degrees",
    "−5 °C, –5 °C, \u20115 °C, 5–7 °C": "minus 5 °C, minus 5 °C, minus 5 °C, 5–7 °C",
    "21.375 °C": "21.375 °C",  # hibari's normaliser reads it well
    "World War II": "World War II",
    "½ an hour": "half an hour",
}  # fmt: skip
FRENCH = {
    # decimals as Home Assistant writes them; French itself has a comma, and blanks between thousands
    "La température est de 21.375 °C.": "La température est de vingt-et-un virgule trois sept cinq degrés.",
    "Il fait -1.5 °C": "Il fait moins un virgule cinq degré",
    "−5 °C, –5 °C, \u20115 °C": "moins cinq degrés, moins cinq degrés, moins cinq degrés",
    "48.125 % et 0.732 kWh":
        "quarante-huit virgule un deux cinq pour cent et zéro virgule sept trois deux kilowattheure",
    "1 500 W, 1 234,5 kWh": "mille cinq cents watts, mille deux cent trente-quatre virgule cinq kilowattheures",
    "21,5 °C": "vingt-et-un virgule cinq degrés",
    # dates and times
    "le 01/02/2023, à 13:30 ou 7h30.":
        "le premier février deux mille vingt-trois, à treize heures trente ou sept heures trente.",
    "le 3/9, du 3/9 au 15/9": "le trois septembre, du trois septembre au quinze septembre",
    "1/2/23, 15/08": "premier février deux mille vingt-trois, quinze août",
    "2026-08-15T07:30:00Z": "quinze août deux mille vingt-six, à sept heures trente",
    "1:30 minutes, 1:30:05": "une minute et trente secondes, une heure, trente minutes et cinq secondes",
    # units over units
    "22 °C/14 °C": "vingt-deux degrés, quatorze degrés",
    "12 µg/m³, 250 W/m²": "douze microgrammes par mètre cube, deux cent cinquante watts par mètre carré",
    "35 mm/h, 5 l/min": "trente-cinq millimètres par heure, cinq litres par minute",
    "3000 mAh, 45 dBm": "trois mille milliampères heure, quarante-cinq décibels milliwatt",
    "0,15 €/kWh": "zéro virgule quinze euro par kilowattheure",
    "3 d'entre eux": "trois d'entre eux",
    # money
    "3,50 €, $5, 10€": "trois euros cinquante, cinq dollars, dix euros",
    # ordinals, Roman numerals
    "le 1er étage, la 1ère porte": "le premier étage, la première porte",
    "le 2e, le 3ème, la 2nde, 81e, 91e":
        "le deuxième, le troisième, la seconde, quatre-vingt-unième, quatre-vingt-onzième",
    "XXIe siècle, Louis XIV": "vingt-et-unième siècle, Louis quatorze",
    "François Ier, chapitre IV": "François premier, chapitre quatre",
    # fractions
    "1½ heure, 20½ degrés, ½ heure": "une heure et demie, vingt degrés et demi, une demi-heure",
    "¾ d'heure": "trois quarts d'heure",
    # telephone numbers, codes, versions, addresses
    "01 23 45 67 89": "zéro un, vingt-trois, quarante-cinq, soixante-sept, quatre-vingt-neuf",
    "code 90210": "code neuf zéro deux un zéro",
    "Appelle le 112.": "Appelle le un un deux.",
    "2026.2.3": "deux mille vingt-six point deux point trois",
    "jean@mail.com": "jean arobase mail point com",
    "5 - 3, 10-15 minutes": "cinq moins trois, dix à quinze minutes",
    # agreement
    "21 lumières, 21 degrés, 80 pièces": "vingt-et-une lumières, vingt-et-un degrés, quatre-vingts pièces",
    # abbreviations, letters, brands
    "M. Dupont, env. 5": "monsieur Dupont, environ cinq",
    "CO2, TV, USB, plan B": "cé o deux, té vé, u esse bé, plan bé",
    "YouTube, Google, Shelly": "youtoube, gougueul, chéli",
}  # fmt: skip
TABLES = {"es": SPANISH, "en": ENGLISH, "fr": FRENCH}
ROWS = [(language, *row) for language, rows in TABLES.items() for row in rows.items()]


@pytest.mark.parametrize(("language", "written", "said"), ROWS)
def test_texts_of_others(spoken, language, written, said):
    assert spoken(written, language) == said


@pytest.mark.parametrize(("language", "written"), [row[:2] for row in ROWS if row[0] != "en"])
def test_nothing_is_left_that_a_voice_drops(spoken, language, written):
    assert not re.search(r"[\d°º½/@€$%³²µ]", spoken(written, language))


def test_the_sentence_goes_on_after_an_english_abbreviation(spoken):
    sentences = speaking("en").sentences(spoken("Bedroom no. 2 is on. Approx. 5 lights.", "en"))
    assert list(sentences) == ["Bedroom number 2 is on.", "Approximately 5 lights."]


def test_a_lexicon_is_a_file_to_edit(tmp_path):
    (tmp_path / "lexicon.yaml").write_text("words: {Tuya: tuia, C++: ce más más}\n", "utf-8")
    lexicon = Lexicon(tmp_path)
    assert lexicon.respelt("la tuya de TUYA y C++, tuyas") == "la tuia de tuia y ce más más, tuyas"
    (tmp_path / "lexicon.yaml").write_text("words: []\n", "utf-8")
    with pytest.raises(ConfigError, match=r"lexicon\.yaml"):
        Lexicon(tmp_path)


@pytest.mark.parametrize("language", list(TABLES))
@pytest.mark.parametrize(
    "piece", ["1/", "1:", "1 ", "½", "IV ", "a@b.", "$1,", "no. 1 ", "W/", "1h ", "-", "º"]
)
def test_texts_without_end_are_read_all_the_same(spoken, language, piece):
    assert isinstance(spoken(piece * 400, language), str)
