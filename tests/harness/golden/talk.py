"""Journeys: several sites, barge-in, drafts, the Thinker, refusals, texts and what is wrong."""

from sarai_mqtt.core.audio import FRAME_BYTES
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.core.messages import (
    Announce,
    AudioEnd,
    ButtonPressed,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from tests.harness.audio import LOUD
from tests.harness.golden.journeys import journey

FAR = b"\x01\x01" * (FRAME_BYTES // 2)

# Several sites.


@journey(package=False, sites=("kitchen", "hall"), arbitration=ArbitrationLimits(wait_ms=150))
async def arbitration(house):
    heard = {"kitchen": "turn on the kitchen light", "hall": "turn on the chicken light"}
    await house.speak(heard, sites=("kitchen", "hall"), voice=(LOUD, FAR), before=20)


@journey(package=False, sites=("kitchen", "hall"), arbitration=ArbitrationLimits(window_ms=0))
async def two_sites_that_never_agree(house):
    await house.speak("turn on the kitchen light", sites=("kitchen", "hall"), voice=(LOUD, FAR))


# What is said while we speak, or go on.


@journey(package=False, thinker=("It is a long story. ", "It never ends. ", "Really."), barge_in="wake")
async def barge_in_by_wake_word(house):
    house.thinking.runs_left = 2
    await house.speak("tell me a story", over=False)
    await house.loop.pass_time(0.5)
    house.send(WakeWordDetected("kitchen"))
    await house.settle()
    house.thinking.release()
    await house.turn_over()
    await house.speak("turn on the kitchen light")


@journey(package=False, barge_in="vad")
async def barge_in_by_voice(house):
    house.send(
        Announce("kitchen", "This is a very long announcement that nobody wants to hear to its end.", "en")
    )
    await house.turn_over()
    await house.speak("turn on the kitchen light", speech=80, silence=30)
    await house.turn_over()


@journey(package=False)
async def echo_of_our_own_voice(house):
    house.send(Announce("kitchen", "Dinner is ready and the table is laid.", "en"))
    await house.turn_over()
    await house.speak("dinner is ready and the table is laid", silence=40)
    await house.turn_over()


@journey(package=False)
async def speech_that_goes_on(house):
    await house.speak("turn on the", silence=15)
    await house.speak("turn on the kitchen light")


@journey(package=False)
async def speech_that_dangles(house):
    await house.speak("turn on the")


@journey(package=False)
async def push_to_talk(house):
    await house.speak("turn on the kitchen light", silence=1)
    house.send(AudioEnd("kitchen"))
    await house.turn_over()


@journey(package=False, endpointing=EndpointingLimits(draft_ms=0))
async def turn_without_a_draft(house):
    await house.speak("turn on the kitchen light")


@journey(package=False)
async def nothing_was_said(house):
    await house.speak("")


@journey(package=False, thinker=("It is a long story. ", "It never ends."))
async def stop_button(house):
    house.thinking.runs_left = 2
    await house.speak("tell me a story", over=False)
    house.send(ButtonPressed("kitchen", "stop"))
    await house.settle()
    house.thinking.release()
    await house.turn_over()


# The Thinker, and who else answers.


@journey(thinker=("The sky is ", "blue because of the air. Blue light ", "is scattered **most**. ", "😀"))
async def thinker(house):
    await house.speak("why is the sky blue")


@journey(thinker=("Había una vez un pez. ", "Y nadaba."))
async def thinker_in_spanish(house):
    await house.speak("cuéntame un cuento", "es")


@journey(thinker=("",))
async def thinker_without_words(house):
    await house.speak("why is the sky blue")


@journey(token=True, converse=True)
async def conversation_of_home_assistant(house):
    said = {"plain": {"speech": "It was Ada.", "extra_data": None}}
    house.hass.agent["who watered the plants"] = {
        "speech": said, "card": {}, "language": "en", "response_type": "action_done", "data": {}
    }  # fmt: skip
    await house.speak("who watered the plants")


@journey(package=False, chooses=True)
async def thinker_that_chooses(house):
    house.thinker.chosen = "hall lamp"
    await house.write("put the hall lamp thing", "en")
    await house.write("yes", "en")


# ErrorReporter and answers of our own.


@journey()
async def refusals(house):
    for text in (
        "don't turn on the kitchen light",
        "somebody turned on the kitchen light",
        "turn on the kitchen light at seven if it is dark",
        "turn on the kitchen light and the flamethrower",
        "open the fridge",
        "is the fridge on",
        "turn on the kitchen light, I smell gas",
        "my son drank bleach",
        "thank you",
        "who are you",
        "say that again",
        "never mind",
    ):
        await house.write(text, "en")


@journey()
async def refusals_in_spanish(house):
    for text in (
        "no enciendas la lámpara del salón",
        "alguien encendió la lámpara del salón",
        "enciende la lámpara del salón a las siete si está oscuro",
        "enciende la lámpara del salón y el lanzallamas",
        "abre la nevera",
        "¿está cerrada la ventana?",
        "huele a gas",
        "gracias",
        "¿quién eres?",
        "repite",
        "olvídalo",
    ):
        await house.write(text, "es")


@journey()
async def unknown_language(house):
    for text in ("n'allume pas la lampe de la cuisine", "allume la lampe de la cuisine", "oui"):
        await house.write(text, "fr")
    await house.write("turn on the kitchen light", "en-US")


@journey()
async def spoken_refusal(house):
    await house.speak("please don't turn on the kitchen light")


# Texts, and what is wrong with what comes in.


@journey(package=False, sites=("default",))
async def text_without_a_site(house):
    house.send(TextCommand("default", "turn on the kitchen light", "en"), bare=True)
    await house.turn_over()
    house.deliver(Outgoing("sarai/ask/default", "enciende la lámpara del salón".encode()))
    await house.turn_over()
    house.send(Announce("default", "La cena está lista.", "es"), bare=True)
    await house.turn_over()
    house.send(ButtonPressed("default", "test"))
    await house.turn_over()


@journey(package=False)
async def site_with_a_language_of_its_own(house):
    house.send(SettingChange("kitchen", "language", "es"))
    await house.speak("turn on the kitchen light", "en")
    await house.speak("enciende la lámpara del salón", "en")


@journey()
async def site_that_is_switched_off(house):
    house.send(SettingChange("kitchen", "enabled", "off"))
    house.send(TextCommand("kitchen", "turn on the kitchen light", "en"))
    await house.speak("turn on the kitchen light", silence=40)


@journey(package=False)
async def audio_that_cannot_be_used(house):
    for payload in (b"", b"odd", b"\x00" * 3, b"OggS....", b"RIFF....", b'{"text": "hello"}'):
        house.deliver(Outgoing("sarai/audio/in/kitchen", payload, 0))
    await house.speak("turn on the kitchen light")


@journey(package=False)
async def messages_that_cannot_be_used(house):
    for topic, payload in (
        ("ask/kitchen", b""),
        ("ask/kitchen", b'{"text": '),
        ("ask/kitchen", b'{"text": "hello", "language": 3}'),
        ("ask/the kitchen", b"hello"),
        ("acted/kitchen", b'{"turn": "../x"}'),
        ("acted/kitchen", b'{"turn": "unknown", "done": ["light.kitchen"]}'),
        ("do/kitchen", b"explode"),
        ("tts/played/kitchen", b"[]"),
        ("nonsense/kitchen", b""),
    ):
        house.deliver(Outgoing(f"sarai/{topic}", payload))
    house.deliver(Outgoing("sarai/ask/kitchen", b"turn on the kitchen light", retain=True))


@journey(package=False)
async def engine_that_fails(house):
    house.stt.error = ModelError("model_broken", "Bad weights.", "Build the models again.")
    await house.speak("turn on the kitchen light")
    house.stt.error = RuntimeError("boom")
    await house.speak("turn on the kitchen light")
    house.stt.error = None
    await house.speak("turn on the kitchen light")
