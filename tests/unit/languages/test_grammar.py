import pytest

from sarai_mqtt.languages.grammar import wording

EN, ES = wording("en"), wording("es")


@pytest.mark.parametrize(
    ("phrases", "english", "spanish"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a y b"),
        (["a", "b", "c", "d"], "a, b, c and d", "a, b, c y d"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more", "a, b, c y 2 más"),
        (["Ana", "Inés"], "Ana and Inés", "Ana e Inés"),
        (["aguja", "hilo"], "aguja and hilo", "aguja e hilo"),
        (["agua", "hielo"], "agua and hielo", "agua y hielo"),
    ],
)
def test_lists(phrases, english, spanish):
    assert EN.listed(phrases) == english
    assert ES.listed(phrases) == spanish


@pytest.mark.parametrize(
    ("names", "verb"),
    [
        (["Lamp"], "is"),
        (["Blinds"], "are"),
        (["Lights in the kitchen"], "are"),
        (["Gas"], "is"),
        (["Bus"], "is"),
        (["Looking glass"], "is"),
        (["Anna's"], "is"),
        (["Lamp", "Fan"], "are"),
    ],
)
def test_english_verbs_agree(names, verb):
    assert EN.is_(names) == verb


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Flexo"], "está encendido"),
        (["Luz"], "está encendida"),
        (["Flexo", "Luz"], "están encendidos"),
        (["Luz", "Lámpara"], "están encendidas"),
        (["Luces del jardín"], "están encendidas"),
        (["Lavavajillas"], "está encendido"),
        (["La tele"], "está encendida"),
        (["Los focos"], "están encendidos"),
        (["Mi lámpara"], "está encendida"),
        (["Mis focos"], "están encendidos"),
    ],
)
def test_spanish_words_agree(names, said):
    assert f"{ES.is_(names)} {ES.agreed('encendido', names)}" == said


def test_only_what_inflects_does():
    lamps = ["Lámpara", "Luz"]
    said = ["cerrado con llave", "disponible", "abriéndose", "reproduciendo", "limpiando", "fuera", "en casa"]
    assert [ES.agreed(word, lamps) for word in said] == [
        "cerradas con llave",
        "disponibles",
        "abriéndose",
        "reproduciendo",
        "limpiando",
        "fuera",
        "en casa",
    ]
    assert EN.agreed("locked", lamps) == "locked"
