from pathlib import Path

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.alarm_reader import alarm_reader
from sarai_mqtt.understanding.recognizer import Understanding
from sarai_mqtt.understanding.templates import SentenceUnderstander

SUN = "HassSunStatus"
SET, REMIND, STATUS = "HassSetAlarm", "HassSetReminder", "HassAlarmStatus"
CANCEL, SNOOZE, ORDER = "HassCancelAlarm", "HassSnoozeAlarm", "HassScheduleCommand"
LANGUAGES = ("en", "es", "fr")


def row(name, *texts, **slots):
    return [(text, name, slots) for text in texts]


ENGLISH = [
    *row(SET, "wake me at half past six", "Wake me up at 6:30.", "set an alarm for half six", "could you set an alarm for 6:30 please",
         "put an alarm on for six thirty", "set my alarm for six thirty", "I need to get up at half past six", "alarm for 6:30",
         times="06:30 18:30"),
    *row(SET, "wake me up tomorrow at 7 am", "wake me tomorrow morning at seven", "tomorrow at 7 am wake me up", times="07:00", day="tomorrow"),
    *row(SET, "set an alarm for 7 am on weekdays", "wake me up every weekday at 7 am", times="07:00", days="monday tuesday wednesday thursday friday"),
    *row(SET, "set an alarm for ten minutes", "set an alarm in ten minutes", minutes=10),
    *row(REMIND, "remind me to call Lola tomorrow at nine", "remind me tomorrow at nine to call Lola", "tomorrow at nine remind me to call Lola",
         "set a reminder to call Lola tomorrow at nine", "please remind me to call Lola tomorrow at nine",
         times="09:00 21:00", day="tomorrow", message="call Lola"),
    *row(REMIND, "remind me in ten minutes to take the pizza out", "remind me to take the pizza out in ten minutes", "in ten minutes, remind me to take the pizza out",
         minutes=10, message="take the pizza out"),
    *row(REMIND, "remind me at 6 pm that the meeting is at eight", times="18:00", message="the meeting is at eight"),
    *row(REMIND, "remind me to call Lola", message="call Lola"),
    *row(STATUS, "what alarms do I have", "Which alarms are set?", "do I have any alarms", "when is my next alarm", "list my alarms", "what time is my alarm"),
    *row(STATUS, "what reminders do I have?", "list my reminders", kind="reminder"),
    *row(STATUS, "do I have an alarm set for tomorrow", day="tomorrow"),
    *row(CANCEL, "cancel the alarm", "delete my alarm", "turn the alarm off"),
    *row(CANCEL, "cancel my alarm for seven", "cancel the 7 alarm", "cancel the alarm at 7", "turn off my alarm for seven", times="07:00 19:00"),
    *row(SET, "every day but Sunday wake me at 7 am", "wake me at 7 am every day except Sunday", times="07:00", days="monday tuesday wednesday thursday friday saturday"),
    *row(SET, "set a recurring alarm for Mondays at 6 am", times="06:00", days="monday"),
    *row(CANCEL, "cancel the first alarm", "turn off the earliest alarm", pick="first"),
    *row(CANCEL, "delete the last alarm", pick="last"),
    *row(CANCEL, "turn off tomorrow's alarm", day="tomorrow"),
    *row(CANCEL, "cancel all my alarms", "delete all alarms", "cancel every alarm", all=1),
    *row(CANCEL, "cancel the reminder to call Lola", kind="reminder", message="call Lola"),
    *row(CANCEL, "cancel what's planned for the kitchen", "cancel the order for the kitchen", kind="order", message="the kitchen"),
    *row(CANCEL, "cancel what is planned for eight", "delete the order at 8", kind="order", times="08:00 20:00"),
    *row(CANCEL, "cancel everything planned", "delete all the orders", kind="order", all=1),
    *row(STATUS, "what's planned", "what is scheduled?", "is anything planned", "list the planned orders", kind="order"),
    *row(STATUS, "what is planned for tomorrow", kind="order", day="tomorrow"),
    *row(SUN, "when is sunset?", "what time does the sun set", "when does it get dark", sun="sunset"),
    *row(SUN, "when is sunrise", "what time does the sun come up", "when does the sun rise?", sun="sunrise"),
    *row(SUN, "what time is sunset tomorrow", day="tomorrow", sun="sunset"),
    *row(SET, "wake me at sunrise", sun="sunrise"),
    *row(REMIND, "remind me half an hour before sunset to water the plants", sun="sunset", offset=-30, message="water the plants"),
    *row(SNOOZE, "snooze", "snooze the alarm", "let me sleep a bit longer"),
    *row(SNOOZE, "five more minutes", "give me five more minutes", "another five minutes", "snooze for 5 minutes", minutes=5),
    *row(SNOOZE, "stop the alarm", "turn off the alarm", "I'm awake", stop=1),
]  # fmt: skip
SPANISH = [
    *row(SET, "despiértame a las seis y media", "pon una alarma a las 6:30", "ponme la alarma para las seis y media", "poneme una alarma a las seis y media",
         "¿puedes despertarme a las seis y media, por favor?", "quiero que me despiertes a las 6:30", "programa una alarma para las seis y media", times="06:30 18:30"),
    *row(SET, "pon una alarma a las siete menos cuarto de la mañana los lunes", times="06:45", days="monday"),
    *row(SET, "todos los días menos el domingo despiértame a las 7 de la mañana", times="07:00", days="monday tuesday wednesday thursday friday saturday"),
    *row(SET, "despiértame a las 7 de la mañana entre semana excepto lunes y martes", times="07:00", days="wednesday thursday friday"),
    *row(SET, "quiero que suene el despertador a las 7 de la mañana", times="07:00"),
    *row(SET, "despiértame a menos diez", times=" ".join(f"{hour:02}:50" for hour in range(24))),
    *row(CANCEL, "quita la primera alarma", pick="first"),
    *row(CANCEL, "borra el último despertador", pick="last"),
    *row(SET, "despiértame mañana a las siete de la mañana", "mañana despiértame a las 7 de la mañana", times="07:00", day="tomorrow"),
    *row(SET, "pon una alarma en 20 minutos", "pon una alarma de veinte minutos", minutes=20),
    *row(REMIND, "recuérdame llamar a Lola mañana a las nueve", "recuérdame mañana a las nueve que tengo que llamar a Lola", "mañana a las nueve recuérdame llamar a Lola",
         "recordame mañana a las nueve llamar a Lola", "pon un recordatorio para mañana a las nueve para llamar a Lola",
         times="09:00 21:00", day="tomorrow", message="llamar a Lola"),
    *row(REMIND, "recuérdame en diez minutos que saque la pizza", "en diez minutos recuérdame que saque la pizza", "recuérdame que saque la pizza en diez minutos",
         minutes=10, message="saque la pizza"),
    *row(STATUS, "qué alarmas tengo", "¿Qué alarmas hay puestas?", "¿tengo alguna alarma?", "dime mis alarmas", "¿a qué hora tengo la alarma?"),
    *row(STATUS, "qué recordatorios tengo", kind="reminder"),
    *row(CANCEL, "cancela la alarma de las siete", "quita la alarma de las 7", "borra mi alarma de las siete", times="07:00 19:00"),
    *row(CANCEL, "cancela la alarma", "quita la alarma"),
    *row(CANCEL, "quita todas las alarmas", "borra mis alarmas", all=1),
    *row(CANCEL, "cancela el recordatorio de llamar a Lola", kind="reminder", message="llamar a Lola"),
    *row(CANCEL, "cancela lo programado para las persianas", kind="order", message="las persianas"),
    *row(CANCEL, "cancela lo previsto para las ocho", kind="order", times="08:00 20:00"),
    *row(STATUS, "qué hay programado", "¿qué tienes previsto?", "¿hay algo programado?", kind="order"),
    *row(SUN, "¿a qué hora se pone el sol?", "cuándo anochece", "¿a qué hora se hace de noche?", sun="sunset"),
    *row(SUN, "¿a qué hora sale el sol mañana?", sun="sunrise", day="tomorrow"),
    *row(SET, "despiértame al amanecer", sun="sunrise"),
    *row(REMIND, "recuérdame al anochecer regar las plantas", sun="sunset", message="regar las plantas"),
    *row(SNOOZE, "pospón la alarma", "posponé la alarma", "aplaza la alarma", "déjame dormir un poco más"),
    *row(SNOOZE, "cinco minutos más", "dame cinco minutos más", "pospón la alarma cinco minutos", minutes=5),
    *row(SNOOZE, "apaga la alarma", "para la alarma", "ya estoy despierta", stop=1),
]  # fmt: skip
FRENCH = [
    *row(SET, "réveille-moi à six heures et demie", "mets un réveil à 6h30", "programme une alarme pour six heures et demie", "s'il te plaît réveille-moi à 6 h 30",
         "est-ce que tu peux me réveiller à six heures et demie ?", times="06:30 18:30"),
    *row(SET, "mets une alarme à sept heures moins le quart du matin tous les lundis", times="06:45", days="monday"),
    *row(SET, "réveille-moi demain matin à sept heures", times="07:00", day="tomorrow"),
    *row(SET, "mets une alarme de dix minutes", "mets une alarme dans dix minutes", minutes=10),
    *row(REMIND, "rappelle-moi d'appeler Lola demain à neuf heures", "rappelle-moi demain à neuf heures d'appeler Lola", "demain à neuf heures rappelle-moi d'appeler Lola",
         "fais-moi penser à appeler Lola demain à neuf heures", times="09:00 21:00", day="tomorrow", message="appeler Lola"),
    *row(REMIND, "rappelle-moi dans dix minutes de sortir la pizza", minutes=10, message="sortir la pizza"),
    *row(STATUS, "quelles alarmes ai-je ?", "est-ce que j'ai une alarme ?", "liste mes alarmes", "à quelle heure sonne mon réveil"),
    *row(CANCEL, "annule l'alarme de sept heures", "supprime mon réveil de sept heures", times="07:00 19:00"),
    *row(CANCEL, "supprime toutes les alarmes", "annule mes réveils", all=1),
    *row(CANCEL, "annule ce qui est prévu à huit heures", kind="order", times="08:00 20:00"),
    *row(CANCEL, "annule l'ordre pour les volets", kind="order", message="les volets"),
    *row(STATUS, "qu'est-ce qui est prévu ?", "qu'est-ce qui est programmé", kind="order"),
    *row(SUN, "à quelle heure se couche le soleil ?", "quand est le coucher du soleil", "à quelle heure le soleil se couche-t-il ?", sun="sunset"),
    *row(SUN, "quand se lève le soleil demain", sun="sunrise", day="tomorrow"),
    *row(SET, "réveille-moi à l'aube", "réveille-moi au lever du soleil", sun="sunrise"),
    *row(SNOOZE, "répète l'alarme", "repousse le réveil", "laisse-moi dormir encore un peu"),
    *row(SNOOZE, "encore cinq minutes", "cinq minutes de plus", minutes=5),
    *row(SNOOZE, "arrête l'alarme", "éteins le réveil", "je suis réveillé", stop=1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "name", "slots"),
    [(c, *r) for c, rows in (("en", ENGLISH), ("es", SPANISH), ("fr", FRENCH)) for r in rows],
)
def test_what_is_asked_of_alarms(language, text, name, slots):
    found = alarm_reader(language).read(text)
    assert found is not None
    assert (found.name, dict(found.slots), found.text, found.language) == (name, slots, text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "if it rains wake me at seven"),
        ("en", "she said wake me at seven"),
        ("en", "did you wake me at seven"),
        ("en", "never wake me at seven"),
        ("en", "I wake up at seven"),
        ("en", "set the alarm"),
        ("en", "arm the alarm at seven"),
        ("en", "is the alarm on in the garage"),
        ("en", "remind me"),
        ("en", "don't remind me to call Lola at nine"),
        ("en", "wake me up until seven"),
        ("en", "the alarm of the car went off at seven"),
        ("es", "si llueve despiértame a las siete"),
        ("es", "me despierto a las siete"),
        ("es", "me despertaste a las siete"),
        ("es", "activa la alarma de la casa a las siete"),
        ("es", "no me recuerdes llamar a Lola a las nueve"),
        ("es", "recuérdame la lista de la compra"),
        ("es", "la alarma sonó a las siete"),
        ("es", "pon música a las siete"),
        ("fr", "s'il pleut réveille-moi à sept heures"),
        ("fr", "je me réveille à sept heures"),
        ("fr", "l'alarme a sonné à sept heures"),
        ("fr", "ne me rappelle pas d'appeler Lola à neuf heures"),
    ],
)
def test_what_is_not_about_alarms(language, text):
    assert alarm_reader(language).read(text) is None


NAMES = {"en": ("Kitchen lamp",), "es": ("Lámpara de la cocina",), "fr": ("Lampe de la cuisine",)}
AREA = Area("kitchen", {"en": ("Kitchen",), "es": ("Cocina",), "fr": ("Cuisine",)})
ENTITIES = {
    "light.kitchen": Entity("light.kitchen", NAMES, "kitchen"),
    "lock.door": Entity(
        "lock.door", {"en": ("Front door",), "es": ("Puerta",), "fr": ("Porte d'entrée",)}, confirm=True
    ),
    "climate.hall": Entity(
        "climate.hall", {"en": ("Heating",), "es": ("Calefacción",), "fr": ("Chauffage",)}
    ),
}
PANEL = Entity("alarm_control_panel.home", {"en": ("Alarm",), "es": ("Alarma",), "fr": ("Alarme",)})


@pytest.fixture(scope="module")
def understands():
    def made(home):
        sentences = SentenceUnderstander(home, LANGUAGES, Path("no such folder"))
        return Understanding(sentences, (), {code: content_words(code) for code in LANGUAGES})

    plain = made(Home(areas={"kitchen": AREA}, entities=ENTITIES))
    alarmed = made(Home(areas={"kitchen": AREA}, entities={**ENTITIES, PANEL.id: PANEL}))
    return lambda text, language, panel=False: (alarmed if panel else plain).read(text, language)


@pytest.mark.parametrize(
    ("language", "text", "undoing"),
    [
        ("en", "turn on the kitchen lamp until ten", "turn off the Kitchen lamp"),
        ("es", "enciende la lámpara de la cocina hasta las diez", "apaga la lámpara de la cocina"),
        ("fr", "allume la lampe de la cuisine jusqu'à dix heures", "éteins la lampe de la cuisine"),
    ],
)
def test_an_order_until_a_time_is_done_and_undone_then(understands, language, text, undoing):
    now, later = understands(text, language)
    assert (now.name, now.targets, now.text) == ("HassTurnOn", ("light.kitchen",), text)
    assert (later.name, later.targets, later.text) == (ORDER, ("light.kitchen",), text)
    assert later.slots["times"] == "10:00 22:00"
    assert str(later.slots["conversation_command"]).lower() == undoing.lower()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "don't turn off the kitchen lamp at eleven"),
        ("en", "did you turn off the kitchen lamp at eleven"),
        ("en", "I turn off the kitchen lamp at eleven"),
        ("en", "if it is cold turn on the heating at eleven"),
        ("en", "turn off the chandelier until eleven"),
        ("en", "set the heating to 20 until ten"),
        ("en", "don't turn on the kitchen lamp until ten"),
        ("es", "no apagues la lámpara de la cocina a las once"),
        ("es", "apago la lámpara de la cocina a las once"),
        ("es", "si hace frío enciende la calefacción a las once"),
        ("es", "no enciendas la lámpara de la cocina hasta las diez"),
        ("fr", "n'éteins pas la lampe de la cuisine à onze heures"),
        ("fr", "j'éteins la lampe de la cuisine à onze heures"),
        ("fr", "n'allume pas la lampe de la cuisine jusqu'à dix heures"),
    ],
)
def test_what_plans_nothing(understands, language, text):
    found = understands(text, language)
    assert not (isinstance(found, tuple) and any(isinstance(each, Intent) for each in found))


@pytest.mark.parametrize(
    ("language", "text", "slots"),
    [
        ("en", "set the heating to 20", {"temperature": 20}),
        ("es", "pon la calefacción a 20", {"temperature": 20}),
        ("es", "pon la calefacción a 20 grados", {"temperature": 20}),
        ("fr", "mets le chauffage à 20", {"temperature": 20}),
    ],
)
def test_a_value_is_no_time(understands, language, text, slots):
    (found,) = understands(text, language)
    assert found.name == "HassClimateSetTemperature"
    assert slots.items() <= found.slots.items()


def test_the_alarm_of_the_house_is_not_taken_for_an_alarm_clock(understands):
    for language, text in (
        ("en", "turn off the alarm"),
        ("es", "apaga la alarma"),
        ("fr", "arrête l'alarme"),
    ):
        (found,) = understands(text, language)
        assert found.name == SNOOZE
        found = understands(text, language, panel=True)
        assert not (isinstance(found, tuple) and found[0].name in (SNOOZE, CANCEL))
    (found,) = understands("wake me at seven", "en", panel=True)
    assert found.name == SET


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "do I have any alarms set?"),
        ("en", "is my alarm set?"),
        ("en", "what alarms do I have?"),
        ("es", "¿tengo alguna alarma puesta?"),
        ("es", "¿a qué hora tengo la alarma?"),
        ("fr", "est-ce que j'ai une alarme ?"),
    ],
)
def test_what_asks_for_alarms_of_ones_own_is_not_about_the_panel(understands, language, text):
    for panel in (False, True):
        (found,) = understands(text, language, panel)
        assert (found.name, found.targets) == ("HassAlarmStatus", ())


def test_whether_the_alarm_is_set_is_about_the_panel_where_there_is_one(understands):
    (found,) = understands("is the alarm set?", "en")
    assert found.name == "HassAlarmStatus"
    (found,) = understands("is the alarm set?", "en", True)
    assert (found.name, found.targets) == ("HassGetState", (PANEL.id,))


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "remind me about mum on the twelfth of May at quarter past five in the afternoon", "05-12"),
        ("en", "remind me on May twelfth at five pm to call mum", "05-12"),
        ("en", "set an alarm for seven on the twenty first of June", "06-21"),
        ("en", "set an alarm for seven on the 21st of June", "06-21"),
        ("es", "recuérdame llamar a mamá el primero de junio a las diez", "06-01"),
        ("fr", "rappelle-moi d'appeler maman le premier juin à dix heures", "06-01"),
    ],
)
def test_days_of_a_month_in_words_are_days(understands, language, text, day):
    (found,) = understands(text, language)
    assert found.slots["day"] == day
    assert "may" not in str(found.slots.get("message", "")).lower()


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "cancel all alarms", None),
        ("en", "cancel my alarms", None),
        ("en", "cancel all my reminders", "reminder"),
        ("es", "cancela todas las alarmas", None),
        ("es", "quita las alarmas", None),
        ("es", "cancela todos mis recordatorios", "reminder"),
        ("fr", "annule toutes mes alarmes", None),
        ("fr", "annule tous mes rappels", "reminder"),
    ],
)
def test_alarms_and_reminders_that_are_cancelled_are_those_of_the_clock_beside_an_alarm_panel(
    understands, language, text, kind
):
    for panel in (False, True):
        (found,) = understands(text, language, panel)
        assert (found.name, found.slots.get("kind"), found.targets) == (CANCEL, kind, ())
