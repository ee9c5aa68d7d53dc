import re

import pytest

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.confirmation import answer_of, is_short_answer, is_stop, short_answers

YES = {
    "en": """Yes! / yes / Yeah. / yep / sure / Sure thing. / OK / okay / do it / Go ahead. / please do / Yes, please. /
        Yes, do it. / confirm / Of course! / yes yes / Yes, go ahead, please. / Oh yes / All right. / Uh-huh. /
        yeah sure / Absolutely. / You may. / Yes, sarai / I’m sure""",
    "es": """Sí. / Si / sí / ¡Sí! / SÍ / Sì / claro / Claro que sí. / vale / Venga, vale. / dale / hazlo / Sí, hazlo. /
        adelante / por supuesto / Por supuesto que sí. / confirmo / Lo confirmo. / De acuerdo. / sí, por favor /
        Sí, gracias / vale, hazlo / Sí sí sí / Bueno, vale / ok / Desde luego. / sí, adelante, por favor / Está bien""",
}
NO = {
    "en": """No. / no / Nope / nah / don't / Don’t do it. / cancel / Forget it. / never mind / No, thank you. / No no no /
        Not now / stop / Of course not. / No, please don't. / No, cancel that. / No way! / do not""",
    "es": """No. / no / ¡No! / mejor no / No, mejor no. / cancela / Cancélalo. / déjalo / para nada / No, gracias. / no, déjalo /
        Claro que no. / ni hablar / No lo hagas. / ahora no / de eso nada / olvídalo / no, cancela / Qué va / Que no""",
}
NEITHER = {
    "en": """ / . / you / You. / Thank you. / please / yes but the other one / yes and the bedroom / no the kitchen one /
        yes, no / no, yes / Yes? / okay, what / yes 2 / the front door / do / sure you did / yesterday / no idea / nobody /
        open it / unlock the door / I said yes to her / maybe / what / thanks for watching / sí / yes to the left""",
    "es": """ / ... / gracias / Gracias. / por favor / sí, la cocina / sí pero la otra / no, la del salón / sí, no /
        ¿Sí? / claro, la otra / vale 2 / la puerta / que / ábrela / sí que hace frío / no sé / quizás / bueno /
        si mañana llueve / no la abras hasta mañana / Subtítulos realizados por la comunidad / yes / vale la pena""",
}


def cases(table):
    return [(language, text) for language, texts in table.items() for text in re.split(r"\s*/\s*", texts)]


@pytest.mark.parametrize(("language", "text"), cases(YES))
def test_a_yes(language, text):
    assert answer_of(text, language) is True


@pytest.mark.parametrize(("language", "text"), cases(NO))
def test_a_no(language, text):
    assert answer_of(text, language) is False


@pytest.mark.parametrize(("language", "text"), cases(NEITHER))
def test_anything_else_is_no_answer(language, text):
    assert answer_of(text, language) is None


@pytest.mark.parametrize(("language", "more"), [("en", "lamp"), ("es", "lámpara")])
def test_a_word_more_makes_any_answer_none(language, more):
    answers = [text for said, text in cases(YES) + cases(NO) if said == language]
    assert len(answers) > 30
    for text in answers:
        assert answer_of(f"{text} {more}", language) is None
        assert answer_of(f"{more} {text}", language) is None


def test_yes_and_no_together_are_no_answer():
    for language in YES:
        for yes in YES[language].split(" / ")[:8]:
            assert answer_of(f"{yes}, no", language) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_of_a_question_of_ours_is_a_yes(language):
    """A single word that our own speaker said may come back through the microphone."""
    replies = pack(language).replies
    questions = [*(forms.question for forms in replies.commands.values()), replies.fixed["yes_or_no"]]
    words = {word for question in questions for word in re.findall(r"\w+", re.sub(r"{\w+}", "", question))}
    assert not [word for word in words if answer_of(word, language)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_listened_for_means_what_its_words_mean(language):
    meanings = short_answers(language)
    assert min(sum(meanings.values()), len(meanings) - sum(meanings.values())) >= 14
    for text, agrees in meanings.items():
        assert answer_of(text, language) is agrees, text
        assert is_short_answer(f"{text.capitalize()}!", language)


@pytest.mark.parametrize("text", ["Oh yeah.", "Yes, please.", "OK, thank you."])
def test_politeness_makes_no_other_answer(text):
    assert is_short_answer(text, "en")
    assert not is_short_answer("Yes, go for it.", "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Para."),
        ("es", "¡Cállate!"),
        ("es", "detente, por favor"),
        ("en", "Stop it!"),
        ("en", "hush please"),
    ],
)
def test_a_stop_word_alone(language, text):
    assert is_stop(text, language)
    assert answer_of(text, language) is False


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "para la música"),
        ("es", "¿Para?"),
        ("es", "por favor"),
        ("es", "hush"),
        ("en", "stop the fan"),
    ],
)
def test_no_stop_word(language, text):
    assert not is_stop(text, language)
