"""Questions about where people are, and about the weather: in many words, and what is no such question."""

from datetime import UTC, datetime

import pytest

from sarai_mqtt.core.acting import ActionResult, EntityState
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.turns.responses.state_answers import answer_from
from tests.harness.understanding import understanding_of


def named(id_, name, **more):
    return Entity(id_, {"en": (name,), "es": (name,), "fr": (name,)}, **more)


PEOPLE = ("person.ines", "person.tom")
HOME = Home(
    {"nursery": Area("nursery", {"en": ("Bruno's room", "Bruno"), "es": ("Bruno",), "fr": ("Bruno",)})},
    {
        "weather.home": named("weather.home", "Home weather"),
        "person.ines": named("person.ines", "Inés"),
        "person.tom": named("person.tom", "Tom"),
        "light.lamp": named("light.lamp", "Lamp", area="nursery"),
    },
)


@pytest.fixture(scope="module")
def known():
    return understanding_of(HOME)


@pytest.mark.parametrize(
    ("language", "text", "asks", "state"),
    [
        ("en", "is Tom back yet?", "one_yesno", "home"),
        ("en", "has Tom come home", "one_yesno", "home"),
        ("en", "did Ines get in?", "one_yesno", "home"),
        ("en", "is Tom out", "one_yesno", "not_home"),
        ("en", "has Tom left?", "one_yesno", "not_home"),
        ("en", "isn't Tom home?", "one_yesno", "home"),
        ("en", "where has Tom got to?", "where", None),
        ("en", "do you know where Tom is", "where", None),
        ("en", "is Tom still at work?", "where", None),
        ("en", "is Tom at the dentist?", "where", None),
        ("en", "when will Tom be home?", "only_where", None),
        ("en", "which room is Ines in?", "only_where", None),
        ("en", "what's Tom doing?", "only_where", None),
        ("en", "who's out?", "which", "not_home"),
        ("en", "who isn't home", "which", "not_home"),
        ("en", "who's in", "which", "home"),
        ("en", "am I home alone?", "which", "home"),
        ("en", "are Tom and Ines home?", "all", "home"),
        ("en", "is everybody in yet?", "all", "home"),
        ("en", "is there anyone at home or is everybody out?", "any", "home"),
        ("en", "how many people are home?", "how_many", "home"),
        ("es", "¿ya llegó Tom?", "one_yesno", "home"),
        ("es", "ha vuelto ya Inés", "one_yesno", "home"),
        ("es", "¿está Inés?", "one_yesno", "home"),
        ("es", "¿Tom ha salido?", "one_yesno", "not_home"),
        ("es", "¿se fue Tom?", "one_yesno", "not_home"),
        ("es", "¿por dónde anda Tom?", "where", None),
        ("es", "¿dónde se ha metido Inés?", "where", None),
        ("es", "¿sabe usted si Tom sigue en la oficina?", "where", None),
        ("es", "¿Inés está en el dentista?", "where", None),
        ("es", "¿a qué hora vuelve Tom?", "only_where", None),
        ("es", "¿en qué habitación está Inés?", "only_where", None),
        ("es", "¿quién falta por llegar?", "which", "not_home"),
        ("es", "¿quién no está en casa?", "which", "not_home"),
        ("es", "¿no hay nadie en casa?", "which", "home"),
        ("es", "¿estoy solo en casa?", "which", "home"),
        ("es", "¿están Inés y Tom en casa?", "all", "home"),
        ("es", "¿hay alguien en casa o están todos fuera?", "any", "home"),
        ("es", "¿cuánta gente hay en casa?", "how_many", "home"),
        ("es", "acabo de entrar, ¿está Inés en casa?", "one_yesno", "home"),
        ("en", "I've been in the garden all day, where's Ines?", "where", None),
    ],
)
def test_where_people_are(known, language, text, asks, state):
    (intent,) = known.read(text, language)
    assert (intent.name, intent.asks, intent.slots.get("state")) == ("HassGetState", asks, state)
    assert set(intent.targets) <= set(PEOPLE)
    assert len(intent.targets) == (1 if asks in ("one_yesno", "only_where") else len(intent.targets))


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "where's grandma?", "no_such_thing"),
        ("en", "where has the cat got to", "no_such_thing"),
        ("en", "is Pedro home?", "no_such_thing"),
        ("en", "where is Bruno?", "no_such_thing"),
        ("en", "call Tom", "no_calls"),
        ("en", "text Ines that I'm late", "no_calls"),
        ("es", "¿dónde anda el perro?", "no_such_thing"),
        ("es", "¿ha llegado Pedro?", "no_such_thing"),
        ("es", "llama a Tom", "no_calls"),
        ("es", "mándale un whatsapp a Inés", "no_calls"),
        ("en", "what's the weather doing in Dublin?", "no_weather_there"),
        ("en", "will it rain in New York tomorrow?", "no_weather_there"),
        ("es", "¿qué tiempo hace en Madrid?", "no_weather_there"),
        ("es", "¿va a llover en Buenos Aires mañana?", "no_weather_there"),
    ],
)
def test_what_nobody_here_knows_is_refused_with_its_reason(known, language, text, reason):
    found = known.read(text, language)
    assert isinstance(found, LeftOver), found
    assert found.reason == reason


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "do I need a brolly right now?", "today"),
        ("en", "should I take a coat tomorrow", "tomorrow"),
        ("en", "what's tomorrow's high going to be?", "tomorrow"),
        ("en", "how cold will it get tomorrow?", "tomorrow"),
        ("en", "what's the chance of rain the day after tomorrow?", "after_tomorrow"),
        ("en", "will it rain on Saturday?", "saturday"),
        ("en", "what's the weather this weekend", "weekend"),
        ("en", "is it going to snow next week?", "later"),
        ("en", "what will the weather be like in three weeks?", "later"),
        ("en", "weather tomorrow", "tomorrow"),
        ("en", "give me the forecast for Monday", "monday"),
        ("en", "is it going to snow?", "today"),
        ("en", "is it cloudy", None),
        ("en", "I want to hang the washing out tomorrow, is it going to be dry?", "tomorrow"),
        ("es", "¿llevo paraguas o no hace falta?", "today"),
        ("es", "¿me llevo el abrigo mañana?", "tomorrow"),
        ("es", "¿qué máxima va a hacer mañana?", "tomorrow"),
        ("es", "dígame, ¿cuánto frío va a hacer mañana de mínima?", "tomorrow"),
        ("es", "¿cómo estará el tiempo pasado mañana?", "after_tomorrow"),
        ("es", "¿va a llover el sábado?", "saturday"),
        ("es", "qué tiempo hará el fin de semana", "weekend"),
        ("es", "¿va a nevar el mes que viene?", "later"),
        ("es", "¿puedo tender la ropa mañana?", "tomorrow"),
        ("es", "¿está nublado?", None),
        ("es", "mañana vamos a la playa, ¿va a hacer buen tiempo?", "tomorrow"),
        ("en", "how's tomorrow looking?", "tomorrow"),
        ("en", "could you tell me if it's going to rain on Friday", "friday"),
        ("en", "I'd like to know if it'll snow tomorrow", "tomorrow"),
        ("en", "should I wrap up warm today?", "today"),
        ("en", "is it going to cloud over?", "today"),
        ("en", "what's the highest temperature today?", "today"),
        ("en", "what's it doing outside?", None),
        ("es", "¿cómo pinta el día de mañana?", "tomorrow"),
        ("es", "¿qué tal se presenta el domingo?", "sunday"),
        ("es", "¿qué tiempo da para pasado mañana?", "after_tomorrow"),
        ("es", "¿hace falta que coja el paraguas?", None),
        ("es", "¿hacen falta gafas de sol hoy?", "today"),
        ("es", "quiero saber si va a llover mañana", "tomorrow"),
        ("es", "¿me puedes decir qué tiempo hace?", None),
        ("es", "¿se puede tender la ropa?", None),
        ("es", "¿se va a nublar?", "today"),
        ("es", "¿a cuánto estamos en la calle?", None),
    ],
)
def test_the_weather_in_many_words(known, language, text, day):
    (intent,) = known.read(text, language)
    assert (intent.name, intent.targets, intent.slots.get("day")) == (
        "HassGetWeather",
        ("weather.home",),
        day,
    )


@pytest.mark.parametrize(
    ("language", "text", "attribute", "told"),
    [
        ("en", "what's the humidity outside?", "humidity", "The humidity outside is 81 percent."),
        ("en", "how humid is it outdoors?", "humidity", "The humidity outside is 81 percent."),
        ("en", "is it windy out there?", "wind_speed", "The wind is at 18 kilometres per hour."),
        ("es", "¿qué humedad hay fuera?", "humidity", "Fuera hay una humedad del 81 por ciento."),
        ("es", "¿cuál es la humedad exterior?", "humidity", "Fuera hay una humedad del 81 por ciento."),
        ("es", "¿hace mucho viento ahí fuera?", "wind_speed", "Hay viento de 18 kilómetros por hora."),
    ],
)
def test_what_else_the_weather_tells(known, language, text, attribute, told):
    (intent,) = known.read(text, language)
    assert (intent.name, intent.targets) == ("HassGetWeather", ("weather.home",))
    attributes = {"temperature": 12, "humidity": 81, "wind_speed": 18, "wind_speed_unit": "km/h"}
    state = EntityState("weather.home", "rainy", attributes)
    said = answer_from(intent, ActionResult(states=(state,)), known.home, datetime.now(UTC))
    assert (intent.slots["attribute"], said) == (attribute, told)


def test_what_the_weather_does_not_tell_is_not_told_otherwise(known):
    (intent,) = known.read("what's the UV index?", "en")
    state = EntityState("weather.home", "rainy", {"temperature": 12})
    assert "12" not in answer_from(intent, ActionResult(states=(state,)), known.home, datetime.now(UTC))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "who is the president?"),
        ("en", "where is Paris?"),
        ("en", "when is the train arriving?"),
        ("en", "is Tom a nurse?"),
        ("en", "what is rain?"),
        ("en", "is it cold in here?"),
        ("en", "I love the rain"),
        ("en", "how are you?"),
        ("en", "what's it like being a robot?"),
        ("en", "ring the bell"),
        ("es", "¿quién es el presidente?"),
        ("es", "¿dónde está París?"),
        ("es", "¿cuándo llega el tren?"),
        ("es", "¿qué es la lluvia?"),
        ("es", "¿cuánto tiempo tarda?"),
        ("es", "me gusta Inés"),
        ("es", "¿qué tal estás?"),
    ],
)
def test_their_neighbours_are_no_such_question(known, language, text):
    found = known.read(text, language)
    names = [i.name for i in found] if isinstance(found, tuple) else []
    assert not {"HassGetWeather", "HassGetState"} & set(names)
    assert not isinstance(found, LeftOver) or found.reason not in ("no_calls", "no_weather_there")


def test_a_home_without_weather_says_so():
    lamp = {"light.lamp": named("light.lamp", "Lamp")}
    found = understanding_of(Home({}, lamp), ["en", "es"]).read("will it rain tomorrow?", "en")
    assert isinstance(found, LeftOver)
    assert found.reason == "no_weather"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "is Tom out?", "Yes, Tom is at Gym."),
        ("en", "who's out?", "Tom is away."),
        ("en", "when will Tom be home?", "I only know this much: Tom is at Gym."),
        ("es", "¿se fue Tom?", "Sí, Tom está en Gym."),
        ("es", "¿quién falta?", "Tom está fuera."),
        ("es", "¿cuándo llega Tom?", "Solo sé dónde está: Tom está en Gym."),
    ],
)
def test_who_is_in_another_zone_is_away(known, language, text, expected):
    (intent,) = known.read(text, language)
    where = {"person.ines": "home", "person.tom": "Gym"}
    acted = ActionResult(states=tuple(EntityState(id_, where[id_]) for id_ in intent.targets))
    assert answer_from(intent, acted, HOME, datetime(2026, 11, 29, tzinfo=UTC)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "will it rain on Tuesday?", "Tuesday: rain, up to 9 degrees."),
        ("en", "will it rain on Friday?", "I have no forecast for Friday."),
        ("en", "what's the weather next month?", "The forecast doesn't go that far."),
        ("es", "¿va a llover el martes?", "Martes: lluvia, hasta 9 grados."),
        ("es", "¿va a nevar el año que viene?", "El pronóstico no llega tan lejos."),
    ],
)
def test_the_forecast_of_a_weekday_and_of_no_day_there_is(known, language, text, expected):
    (intent,) = known.read(text, language)
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)  # a Sunday
    rows = [{"datetime": "2026-12-01T11:00:00+00:00", "condition": "rainy", "temperature": 9}]
    acted = ActionResult(states=(EntityState("weather.home", "sunny", {"forecast": rows}),))
    assert answer_from(intent, acted, HOME, now) == expected
