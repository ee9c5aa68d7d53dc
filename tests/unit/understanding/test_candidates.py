"""When a guess is sure enough to act on."""

from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Entity
from sarai_mqtt.understanding.candidates import Guesses, guessed, ranked

ON = Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), "x", "en", 0.9)
ROOM = replace(
    ON, slots={"area": "kitchen", "domain": "light"}, targets=("light.a", "light.b"), confidence=0.88
)
OFF = replace(ON, name="HassTurnOff", confidence=0.85)
ELSEWHERE = replace(ON, slots={"name": "light.c"}, targets=("light.c",), confidence=0.85)
DIM = Intent("", "HassLightSet", {"name": "light.a", "brightness": 30}, ("light.a",), "x", "en", 0.9)


def test_acts_above_the_threshold_only():
    assert Guesses((ON,)).sure(0.9, 0.1) is ON
    assert Guesses((ON,)).sure(0.91, 0.1) is None
    assert Guesses().sure(0.0, 0.0) is None


def test_what_would_do_something_else_must_be_behind_by_the_margin():
    for rival in (OFF, ELSEWHERE):
        assert Guesses((ON, rival)).sure(0.5, 0.06) is None
        assert Guesses((ON, rival)).sure(0.5, 0.04) is ON
    assert Guesses((DIM, replace(DIM, slots={"name": "light.a", "brightness": 13}))).sure(0.5, 0.1) is None


def test_a_lamp_and_its_room_are_no_rivals():
    assert Guesses((ON, ROOM)).sure(0.5, 0.2) is ON


def test_everyday_talk_is_a_rival():
    assert Guesses((ON,), chat=0.85).sure(0.5, 0.1) is None
    assert Guesses((ON,), chat=0.7).sure(0.5, 0.1) is ON


def test_ranked_keeps_each_meaning_once_and_the_best_first():
    again = replace(ON, slots={"name": "light.a"}, confidence=0.5)
    assert ranked([again, OFF, ON]).intents == (ON, OFF)
    assert len(ranked(replace(ON, targets=(f"light.{i}",)) for i in range(9)).intents) == 5


def test_the_dangerous_is_always_confirmed():
    door = Entity("lock.door", {"en": ("Door",)}, confirm=False)
    lamp = Entity("light.a", {"en": ("Lamp",)})
    assert guessed(ON, [door], "retrieval").confirm
    assert guessed(ON, [lamp], "fuzzy") == replace(ON, source="fuzzy")
    assert not guessed(replace(ON, name="HassGetState"), [door], "fuzzy").confirm
