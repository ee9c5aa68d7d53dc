import pytest

from sarai_mqtt.core.home import Home
from sarai_mqtt.turns.own_answers.own_answers import own_answer
from sarai_mqtt.understanding.orders import is_order


def refusal_of(text, language):
    answer = own_answer(text, [language], Home(), "112")
    return answer.text if answer and answer.kind == "refused" else None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Turn on the sauna."),
        ("en", "Could you please open the fridge?"),
        ("en", "hey Sarai, wake me up at seven"),
        ("en", "REMIND me to buy milk"),
        ("es", "Enciende la sauna."),
        ("es", "¿Podrías encender la sauna, por favor?"),
        ("es", "¿Me puedes abrir la nevera?"),
        ("es", "Por favor, pon la lavadora"),
        ("es", "Enciéndemela"),
        ("es", "apágalo"),
        ("es", "Despiértame a las siete"),
    ],
)
def test_orders(language, text):
    assert is_order(text, language)
    assert refusal_of(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ""),
        ("en", "please"),
        ("en", "What can you do?"),
        ("en", "Can you tell me a joke?"),
        ("en", "I want to open a restaurant"),
        ("en", "I turned on the light"),
        ("en", "How do I turn on the oven?"),
        ("es", ""),
        ("es", "¿Qué puedes hacer?"),
        ("es", "Cuéntame un chiste"),
        ("es", "Quiero abrir un restaurante"),
        ("es", "Apagué la luz"),
        ("es", "¿Para qué sirve una sauna?"),
        ("es", "dime algo"),
    ],
)
def test_talk_is_no_order(language, text):
    assert not is_order(text, language)
    assert refusal_of(text, language) is None


def test_the_refusal_is_in_the_language_of_the_order():
    assert refusal_of("turn on the sauna", "en") == "Sorry, I don't know how to do that."
    assert refusal_of("enciende la sauna", "es") == "Lo siento, no sé hacer eso."
