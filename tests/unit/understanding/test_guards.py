import subprocess
import sys
from dataclasses import replace

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.understanding.guards import HARMLESS, forbids, may_hand_over, polarity_agrees


def order(language, name="HassTurnOn", targets=("light.a",), **slots):
    return Intent("", name, slots, targets, "", language, 1.0)


FORBIDDEN = {
    "en": {
        "question": """
is the kitchen light on
did you turn off the light?
why did the light turn on
should I turn on the light?
are the lights on
who opened the door
can the dog open the door
Do you want to turn on the light
Have you turned off the lights?
the light is on?
""",
        "statement": """
I turned off the light
I always turn off the lights
My brother turned the heating up
My dad opens the garage every morning
The light is turned off
She left the light on
I was turning on the light
turning off the lights saves money
I forgot to lock the front door
I'll open the window
somebody switched off the fan
yesterday the lights went off
""",
        "reported": """
the song says turn off the light
he told me to open the door
the film was about a light that never goes out
she said turn it off
""",
        "quoted": 'he mumbled "turn off the light"',
        "negated": """
don't turn on the light
do not open the garage door
never open the garage door
turn on the lamp, not the light
""",
        "conditional": """
if I turn on the light the cat wakes up
when I get home turn on the light
turn off the light when the movie ends
turn on the light unless it is day
""",
        "scheduled": """
turn off the lights tomorrow
open the blinds at seven
turn off the heating at 10 pm
lock the door every night
""",
    },
    "es": {
        "question": """
¿está encendida la luz?
está encendida la luz de la cocina
¿quién encendió la luz?
¿por qué se encendió la luz?
¿has apagado la luz?
¿apago la luz?
¿hay alguna luz encendida?
¿la luz está encendida?
""",
        "statement": """
apagué la luz
ayer encendí la luz
he apagado la luz
mi madre siempre apaga la luz
voy a encender la luz
se apaga la luz
la luz se enciende sola
el vecino enciende la luz
apago la luz
abrí la ventana
ya he cerrado la puerta
dejé la luz encendida
tengo que apagar la luz
se me olvidó apagar la luz
la luz estaba encendida
la película iba de una luz que se apaga
""",
        "reported": """
la canción dice apaga la luz
me dijo que abriera la puerta
dice que apagues la luz
la película iba de una luz que nunca se apaga
""",
        "quoted": "el cartel pone «apaga la luz»",
        "negated": """
no apagues la luz
no enciendas la luz de la cocina
nunca apagues la luz
no hace falta que enciendas la luz
no quiero que apagues la luz
""",
        "conditional": """
si enciendo la luz se despierta
cuando llegue a casa enciende la luz
apaga la luz mientras duermo
""",
        "scheduled": """
enciende la luz mañana
apaga la luz a las diez
sube las persianas todos los días
""",
    },
}


@pytest.mark.parametrize("language", FORBIDDEN)
def test_what_is_no_order_changes_nothing(language):
    texts = [t for block in FORBIDDEN[language].values() for t in block.strip().splitlines()]
    assert [t for t in texts if forbids(t, language, order(language)) is None] == []


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "did you turn off the light?", "question"),
        ("en", "I turned off the light", "statement"),
        ("en", "the song says turn off the light", "reported"),
        ("en", 'he mumbled "turn off the light"', "quoted"),
        ("en", "don't turn on the light", "negated"),
        ("en", "if I turn on the light the cat wakes up", "conditional"),
        ("en", "turn off the lights tomorrow", "scheduled"),
        ("es", "¿está encendida la luz?", "question"),
        ("es", "apagué la luz", "statement"),
        ("es", "la película iba de una luz que nunca se apaga", "reported"),
        ("es", "no apagues la luz", "negated"),
        ("es", "si enciendo la luz se despierta", "conditional"),
        ("es", "apaga la luz a las diez", "scheduled"),
    ],
)
def test_the_reason_is_told(language, text, reason):
    assert forbids(text, language, order(language)) == reason


ALLOWED = {
    "en": """
turn on the light
could you turn on the light?
can you please turn on the light
would you mind turning off the light
I want the lights turned off
I'd like the light on
please turn the light on
make sure the lights are turned off
Turn on the light?
why don't you turn on the light
I need you to turn on the lights
it's too dark in here
it's getting dark
I can't see anything in here
We need more light in the kitchen
can we have some light in the kitchen
leave the light on
hey sarai turn the lights on in the living room
set the light to 30 percent
no, turn on the light
stop the vacuum
turn the light on if you can
I'd like you to turn on the light
""",
    "es": """
enciende la luz
¿puedes encender la luz?
¿me enciendes la luz?
¿enciendes la luz de la cocina?
por favor, apaga la luz
¿Podrías bajarme las persianas?
apágala
enciéndeme la luz
quiero que enciendas la luz
no veo nada
está muy oscuro aquí
hay poca luz en la cocina
no, apaga la luz
¿te importa apagar la luz?
¿por qué no enciendes la luz?
deja la luz encendida
prendé la luz
oye apaga la luz del salón
en la cocina enciende la luz
la luz de la cocina, apágala
ponme la luz al treinta por ciento
¿Enciende la luz?
encended las luces
cierra la puerta con llave
haz el favor de encender la luz
¿nos enciendes la luz?
""",
}


@pytest.mark.parametrize("language", ALLOWED)
def test_orders_and_polite_requests_pass(language):
    texts = ALLOWED[language].strip().splitlines()
    found = {t: forbids(t, language, order(language)) for t in texts}
    assert {t: reason for t, reason in found.items() if reason} == {}


def test_a_question_may_be_answered_and_free_text_may_say_anything():
    assert forbids("is the kitchen light on?", "en", order("en", "HassGetState")) is None
    assert forbids("what time is it", "en", order("en", "HassGetCurrentTime", ())) is None
    song = order("en", "HassMediaSearchAndPlay", search_query="never gonna give you up")
    assert forbids("play never gonna give you up", "en", song) is None
    item = order("es", "HassShoppingListAddItem", (), item="no sé qué")
    assert forbids("añade no sé qué a la lista de la compra", "es", item) is None
    assert "HassGetState" in HARMLESS


def test_what_somebody_said_is_not_even_a_question():
    told = "she said the front door was locked"
    assert forbids(told, "en", order("en", "HassGetState")) == "reported"


def test_a_timer_and_a_scene_may_name_a_time():
    assert forbids("turn off the light tomorrow", "en", order("en", "HassStartTimer")) is None
    assert forbids("rutina de mañana", "es", order("es", targets=("scene.morning",))) is None


def test_a_question_may_lead_to_an_intent_of_the_users_own_that_touches_nothing():
    assert forbids("what season is it", "en", order("en", "TellTheSeason", ())) is None
    assert forbids("what season is it", "en", order("en", "TellTheSeason")) == "question"


@pytest.mark.parametrize(
    ("language", "text", "name", "targets", "agrees"),
    [
        ("en", "turn on the light", "HassTurnOn", ("light.a",), True),
        ("en", "turn off the light", "HassTurnOn", ("light.a",), False),
        ("en", "turn off the light on the desk", "HassTurnOff", ("light.a",), True),
        ("en", "turn off the light on the desk", "HassTurnOn", ("light.a",), False),
        ("en", "kitchen light", "HassTurnOn", ("light.a",), False),
        ("en", "open the blinds", "HassTurnOn", ("cover.a",), True),
        ("en", "close the blinds", "HassTurnOn", ("cover.a",), False),
        ("en", "lower the blinds", "HassTurnOff", ("cover.a",), True),
        ("en", "unlock the door", "HassTurnOn", ("lock.a",), False),
        ("en", "lock the door", "HassTurnOn", ("lock.a",), True),
        ("en", "movie night", "HassTurnOn", ("scene.a",), True),
        ("en", "turn off the light", "HassLightSet", ("light.a",), False),
        ("en", "dim the light", "HassLightSet", ("light.a",), True),
        ("en", "pause the music", "HassMediaUnpause", ("media_player.a",), False),
        ("en", "what's the weather", "HassGetWeather", (), True),
        ("es", "ensiende la luz", "HassTurnOn", ("light.a",), True),
        ("es", "apaga la luz", "HassTurnOn", ("light.a",), False),
        ("es", "apaga la luz de la planta baja", "HassTurnOff", ("light.a",), True),
        ("es", "baja la persiana", "HassTurnOn", ("cover.a",), False),
        ("es", "sube la persiana", "HassTurnOn", ("cover.a",), True),
        ("es", "cierra la puerta con llave", "HassTurnOn", ("lock.a",), True),
        ("es", "abre la puerta", "HassTurnOff", ("lock.a",), True),
        ("es", "enciende y apaga la luz", "HassTurnOff", ("light.a",), False),
    ],
)
def test_polarity(language, text, name, targets, agrees):
    assert polarity_agrees(text, language, order(language, name, targets)) is agrees


@pytest.mark.parametrize(
    ("step", "text", "agrees"), [("up", "louder", True), ("down", "louder", False), (10, "turn it up", True)]
)
def test_polarity_of_volume(step, text, agrees):
    intent = order("en", "HassSetVolumeRelative", ("media_player.a",), volume_step=step)
    assert polarity_agrees(text, "en", intent) is agrees


@pytest.mark.parametrize(
    ("text", "language", "may"),
    [
        ("how warm is the sauna", "en", True),
        ("pon el armario", "es", True),
        ("I think it is a nice day", "en", True),
        ("turn off the moon", "en", True),
        ("unlock everything", "en", False),
        ("Abre todo", "es", False),
        ("¿está el garaje abierto?", "es", False),
        ("is the FRÓNT gate-way shut", "en", False),
        # what Home Assistant 2026.11 was seen to carry out
        ("don't turn off the garden light", "en", False),
        ("the song says turn off the garden light", "en", False),
        ("she said turn off the garden light", "en", False),
        ("did you turn off the garden light", "en", False),
        ("turn off the garden light tomorrow at seven", "en", False),
        ("no apagues la luz del jardín", "es", False),
        ("la canción dice apaga la luz", "es", False),
        ("¿has apagado la luz del jardín?", "es", False),
        ("apaga la luz mañana a las siete", "es", False),
        ("no pauses la música", "es", False),
        ("mañana pausa la música", "es", False),
        # a language may be a guess, and an agent may understand more than one
        ("don't apaga the light please", "en", False),
        ("no hagas turn off de la luz", "es", False),
        ("don't pares the music", "en", False),
        ("why was the bathroom light on", "en", False),
        ("had the bathroom light been on", "en", False),
        ("turn on the bathroom light and wait", "en", False),
        ("¿por qué estaba encendida la luz del baño?", "es", False),
        ("enciende la luz del baño y espera", "es", False),
        ("what is the bathroom light good for", "en", False),
        ("defrost the bathroom light", "en", True),
        ("why is the sky blue", "en", True),
    ],
)
def test_what_may_be_handed_to_an_agent_without_guards(text, language, may):
    home = Home({}, {"switch.x": Entity("switch.x", {"en": ("Front gate way",)}, confirm=True)})
    names = {"en": ("Bathroom light",), "es": ("Luz del baño",)}
    home = replace(home, entities=home.entities | {"light.b": Entity("light.b", names)})
    assert may_hand_over(text, language, home) is may


def test_a_house_without_locks_may_talk_of_doors():
    assert may_hand_over("is there a door to the sauna", "en", Home())


def test_guards_of_languages_that_are_not_in_use_run_no_code_of_theirs():
    said = (
        "import sys\nfrom sarai_mqtt.understanding import guards\nguards.prepare()\n"
        "print([m for m in sys.modules if m.startswith(('sarai_mqtt.languages.en', 'sarai_mqtt.languages.fr'))])"
    )
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "[]"
