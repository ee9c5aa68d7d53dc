"""Spanish commands in plainer words."""

import pytest

from sarai_mqtt.languages.es.paraphrases import plain_spanish
from sarai_mqtt.understanding.paraphrase import paraphrase


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Eh... la luz de la... de la cocina, enciéndela", "enciende la luz de la cocina"),
        ("oye, porfa, apaga la lamparita, anda", "apaga la lamparita"),
        ("¿me prendes la lamparita, por fis?", "prende la lamparita"),
        ("a ver si enciendes la luz", "enciende la luz"),
        ("ve apagando la luz de la cocina", "apaga la luz de la cocina"),
        ("que se encienda la luz del baño", "enciende la luz del baño"),
        ("encendeme la luz", "enciende la luz"),
        ("enchufa la radio", "enciende la radio"),
        ("bájale tantito a la lámpara de pie", "baja un poco la lámpara de pie"),
        ("súbele al volumen", "sube el volumen"),
        ("bájala un poco la luz", "baja un poco la luz"),
        ("ponle 25 al aire", "pon el aire a 25"),
        ("ponle la lucecita al niño", "pon la lucecita"),
        ("dale al farol", "enciende el farol"),
        ("el portón, ciérralo", "cierra el portón"),
        ("se ha quedado encendida la luz del porche, apágala", "apaga la luz del porche"),
        ("nos hemos quedado sin huevos apúntalo", "apunta huevos en la lista de la compra"),
        ("no se oye nada, sube el volumen", "sube el volumen"),
        ("me voy a dormir, buenas noches", "buenas noches"),
        ("luz de la cocina, off", "apaga luz de la cocina"),
    ],
)
def test_what_is_meant_is_put_plainly(said, plain):
    assert plain_spanish(said) == plain


@pytest.mark.parametrize(
    "said",
    [
        "apagué la luz de la cocina",  # I did
        "abrí el portón",  # I did, or a voseo order: in doubt nothing
        "apaguen las luces que empieza el espectáculo",  # said to people
        "si enciendes la luz entran mosquitos",
        "si enciende la calefacción mi casero",
        "no hay nadie en la cocina, apaga las luces",  # which lights would be lost
        "he oído una canción, apaga la luz",
        "tengo un vecino que sube la música",
        "me dijo que apagara la luz",
        "¿la luz de la cocina apagada?",
        "qué hora es",
    ],
)
def test_what_tells_asks_or_conditions_stays(said):
    assert plain_spanish(said) == said


def test_only_what_changes_is_given():
    assert paraphrase("enciende la luz", "es") is None
    found = paraphrase("eh, enciende la luz", "es")
    assert found is not None
    assert (found.text, found.equivalent) == ("enciende la luz", True)
