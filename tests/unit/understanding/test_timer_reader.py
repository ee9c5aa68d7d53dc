"""Timers whose length and name stand anywhere in the sentence."""

import pytest

from sarai_mqtt.understanding.timer_reader import timer_reader

START, MORE, LESS = "HassStartTimer", "HassIncreaseTimer", "HassDecreaseTimer"
STATUS, CANCEL, PAUSE, RESUME = "HassTimerStatus", "HassCancelTimer", "HassPauseTimer", "HassUnpauseTimer"

SAID = [
    ("en", "stick a timer on for eight minutes", START, {"minutes": 8}),
    ("en", "could you put a timer on for the eggs, six and a half minutes?", START, {"minutes": 6, "seconds": 30, "name": "eggs"}),
    ("en", "set a pizza timer for an hour and a quarter", START, {"hours": 1, "minutes": 15, "name": "pizza"}),
    ("en", "start a countdown of ninety seconds", START, {"minutes": 1, "seconds": 30}),
    ("en", "set a timer", START, {}),
    ("en", "put a timer on for the pizza", START, {"name": "pizza"}),
    ("en", "add another five minutes to the timer", MORE, {"minutes": 5}),
    ("en", "take two minutes off the timer", LESS, {"minutes": 2}),
    ("en", "how long's left on the timer?", STATUS, {}),
    ("en", "how long's left on the roast", STATUS, {"name": "roast"}),
    ("en", "pause the timer for a moment", PAUSE, {}),
    ("en", "carry on with the timer", RESUME, {}),
    ("en", "scrap the tea timer", CANCEL, {"name": "tea"}),
    ("en", "kick off the tea timer", RESUME, {"name": "tea"}),
    ("en", "has the tea timer finished yet?", STATUS, {"name": "tea"}),
    ("en", "how long till the timer goes off?", STATUS, {}),
    ("en", "what timers do I have?", STATUS, {}),
    ("es", "reinicia el temporizador del té", RESUME, {"name": "té"}),
    ("es", "deja en pausa el temporizador", PAUSE, {}),
    ("es", "¿ha acabado ya el temporizador del té?", STATUS, {"name": "té"}),
    ("es", "¿qué temporizadores hay puestos?", STATUS, {}),
    ("en", "holler at me in twelve minutes", START, {"minutes": 12}),
    ("en", "put the tea timer on hold", PAUSE, {"name": "tea"}),
    ("es", "súmale dos minutos más a los huevos", MORE, {"minutes": 2, "name": "huevos"}),
    ("es", "¿le queda mucho al temporizador que he puesto?", STATUS, {}),
    ("es", "pausa el temporizador del té un momento", PAUSE, {"name": "té"}),
    ("es", "necesito un temporizador de ocho minutos para la pasta", START, {"minutes": 8, "name": "pasta"}),
    ("es", "ponme un temporizador para la lasaña", START, {"name": "lasaña"}),
    ("es", "cuenta un minuto y medio a partir de ya", START, {"minutes": 1, "seconds": 30}),
    ("es", "pon en marcha un temporizador de dos horas y cuarto", START, {"hours": 2, "minutes": 15}),
    ("es", "pon un temporizador de una hora y diez", START, {"hours": 1, "minutes": 10}),
    ("es", "agregale cinco minutos más al timer", MORE, {"minutes": 5}),
    ("es", "¿cuánto tiempo queda del asado?", STATUS, {"name": "asado"}),
    ("es", "pausa el temporizador un momento", PAUSE, {}),
    ("es", "seguí con el temporizador", RESUME, {}),
    ("es", "borra el temporizador del té", CANCEL, {"name": "té"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name", "slots"), SAID)
def test_what_is_asked_of_timers(language, text, name, slots):
    found = timer_reader(language).read(text)
    assert found is not None
    assert (found.name, dict(found.slots), found.text) == (name, slots, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "that old egg timer never worked"),
        ("en", "set a timer for minus five minutes"),
        ("en", "don't set a timer for five minutes"),
        ("en", "did you set a timer for five minutes"),
        ("en", "set a timer for five minutes when I leave"),
        ("en", "I set a timer for five minutes"),
        ("en", "how long is the film"),
        ("es", "anoche puse un temporizador y no lo oí"),
        ("es", "pon un temporizador de menos cinco minutos"),
        ("es", "no pongas un temporizador de cinco minutos"),
        ("es", "si llueve pon un temporizador de cinco minutos"),
        ("es", "el temporizador de cinco minutos ya sonó"),
        ("es", "cuánto queda de leche"),
    ],
)
def test_what_asks_nothing_of_timers(language, text):
    assert timer_reader(language).read(text) is None
