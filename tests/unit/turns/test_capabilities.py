"""What can be said here: real things of the room, and more ways to ask for it, to hear it again, or to stop."""

import pytest

from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.turns.own_answers.capabilities import capabilities
from sarai_mqtt.turns.own_answers.own_answers import own_answer
from sarai_mqtt.turns.own_answers.small_talk import small_talk_of
from tests.harness.home import entity, home_of

HOME = home_of(
    entity("light.ceiling", "Ceiling light", "Luz del techo", "kitchen"),
    entity("light.counter", "Counter light", "Luz de la encimera", "kitchen"),
    entity("cover.blind", "Kitchen blind", "Persiana de la cocina", "kitchen"),
    entity("light.secret", "Secret light", "Luz secreta", "kitchen", exposed=False),
    entity("sensor.humidity", "Humidity", "Humedad", "kitchen"),
    entity("fan.bedroom", "Bedroom fan", "Ventilador", "bedroom"),
    kitchen=("Kitchen", "Cocina"),
    bedroom=("Bedroom", "Dormitorio"),
    hall=("Hall", "Pasillo"),
)


def test_things_of_the_room_are_named_one_of_each_kind_first():
    said = capabilities("en", HOME, "kitchen")
    assert said.startswith(pack("en").replies.fixed["capabilities"])
    assert said.endswith("Here I know the ceiling light, the kitchen blind and the counter light.")
    assert capabilities("es", HOME, "bedroom").endswith("Aquí conozco el ventilador.")


@pytest.mark.parametrize("area", [None, "hall", "nowhere"])
def test_elsewhere_things_of_the_home_are_named(area):
    said = capabilities("en", HOME, area)
    assert said.endswith(
        "I know the ceiling light, the kitchen blind, the Bedroom fan and the counter light.".replace(
            "the Bedroom", "the bedroom"
        )
    )


@pytest.mark.parametrize("language", available())
def test_an_empty_home_has_none_to_name(language):
    assert capabilities(language, home_of(), None) == pack(language).replies.fixed["capabilities"]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "what can I say here?", "capabilities"),
        ("en", "what can you control in this room", "capabilities"),
        ("en", "help me with the commands", "capabilities"),
        ("en", "give me some examples", "capabilities"),
        ("en", "what's in this room?", "capabilities"),
        ("es", "¿qué puedo decir aquí?", "capabilities"),
        ("es", "qué puedes controlar acá", "capabilities"),
        ("es", "qué podés hacer", "capabilities"),
        ("es", "dame unos ejemplos", "capabilities"),
        ("es", "¿qué hay en esta habitación?", "capabilities"),
        ("fr", "qu'est-ce que je peux dire ici ?", "capabilities"),
        ("fr", "que puis-je te demander", "capabilities"),
        ("fr", "quels appareils tu connais", "capabilities"),
        ("fr", "qu'y a-t-il dans cette pièce ?", "capabilities"),
        ("en", "one more time please", "repeat"),
        ("en", "say that again a bit slower", "repeat"),
        ("en", "excuse me?", "repeat"),
        ("en", "what was the last thing you said", "repeat"),
        ("en", "I missed that, say it again", "repeat"),
        ("es", "otra vez", "repeat"),
        ("es", "¿qué me dijiste?", "repeat"),
        ("es", "repítelo más despacio", "repeat"),
        ("es", "¿lo podés repetir?", "repeat"),
        ("es", "no te escuché", "repeat"),
        ("fr", "répète plus lentement", "repeat"),
        ("fr", "dis-le encore", "repeat"),
        ("fr", "qu'est-ce que tu viens de dire", "repeat"),
        ("en", "not now", "never_mind"),
        ("en", "wrong room, ignore me", "never_mind"),
        ("en", "that was for someone else", "never_mind"),
        ("en", "false alarm", "never_mind"),
        ("es", "ahora no", "never_mind"),
        ("es", "me he equivocado", "never_mind"),
        ("es", "no era para vos", "never_mind"),
        ("es", "dejalo así nomás", "never_mind"),
        ("fr", "pas maintenant", "never_mind"),
        ("fr", "je me suis trompé", "never_mind"),
        ("fr", "je parlais à quelqu'un d'autre", "never_mind"),
        ("fr", "n'en parlons plus", "never_mind"),
    ],
)
def test_more_ways_to_say_it(language, text, kind):
    assert small_talk_of(text, language) == kind


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what can I do with old bread"),
        ("en", "what can you say about Rome"),
        ("en", "say hello to my mother again"),
        ("en", "repeat after me: hello"),
        ("es", "qué puedo hacer con pan duro"),
        ("es", "repite conmigo: hola"),
        ("es", "otra vez llueve"),
        ("fr", "que puis-je faire avec du pain dur"),
        ("fr", "répète après moi : bonjour"),
    ],
)
def test_what_only_begins_like_it_is_talk(language, text):
    assert small_talk_of(text, language) is None


def test_the_answer_knows_where_it_was_asked():
    answer = own_answer("what can I say here", ["en"], HOME, "112", area="bedroom")
    assert answer.text.endswith("Here I know the bedroom fan.")
    assert answer.final
