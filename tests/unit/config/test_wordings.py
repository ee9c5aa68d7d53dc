"""What a user chose for one language, and how it reaches the replies."""

from datetime import datetime

import pytest
from pydantic import ValidationError

from sarai_mqtt.config.settings import Settings
from sarai_mqtt.config.wordings import wordings
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.turns.responses.replies import reply_to

NOW = datetime(2026, 11, 29, 15, 5)


def of(**options):
    return wordings(Settings(language_options=options).language_options)


def test_without_settings_they_are_those_of_the_packs():
    for language in ("en", "es", "fr"):
        assert of()(language).time_of_day(15, 5) == wording(language).time_of_day(15, 5)


def test_a_choice_is_for_one_language_and_leaves_the_rest_to_its_pack():
    wording_of = of(en={"clock": 24}, es={"decimal_sign": "."})
    assert wording_of("en").time_of_day(15, 5) == "It's 15:05."
    assert wording_of("en").number(21.5) == "21.5"
    assert wording_of("es").number(21.5) == "21.5"
    assert wording_of("es").time_of_day(15, 5) == "Son las 15:05."
    assert wording_of("fr").number(21.5) == "21,5"


def test_a_choice_reaches_the_replies():
    wording_of = of(en={"clock": 24, "decimal_sign": ",", "first_weekday": "monday"})
    for name, slots, said in (
        ("HassGetCurrentTime", {}, "It's 15:05."),
        ("HassGetCurrentDate", {"part": "week"}, "It's week 48."),
        ("HassGetCurrentDate", {}, "It's Sunday, November 29."),
        ("HassClimateSetTemperature", {"temperature": 21.5}, "21,5 degrees"),
    ):
        intent = Intent("", name, slots, (), "x", "en", 1.0)
        assert said in reply_to(intent, Home(), NOW, wording_of)


def test_a_language_without_a_pack_is_refused():
    with pytest.raises(BadInput, match="'xx'"):
        of()("xx")


@pytest.mark.parametrize(
    "options",
    [
        {"en": {"clock": 10}},
        {"en": {"decimal_sign": "'"}},
        {"en": {"first_weekday": "tuesday"}},
        {"en": {"clocks": 12}},
        {"xx": {"clock": 12}},
    ],
)
def test_a_choice_that_there_is_not_is_refused(options):
    with pytest.raises(ValidationError):
        Settings(language_options=options)
