"""What a model writes, as it is said."""

import pytest

from sarai_mqtt.turns.responses.plain_text import PlainText, plain

WRITTEN = [
    ("Sarai: Hello there.", "Hello there."),
    ("**Sarai:** Hi.", "Hi."),
    ("Sarai (assistant): Yes.", "Yes."),
    ("\n\nAssistant:\nAnswer: 42", "42"),
    ("Assistant is a word. A cat too.", "Assistant is a word. A cat too."),
    ("Yes.\nUser: and now?\nSarai: no", "Yes."),
    ("Question: why?\nAnswer: because.", "because."),
    ("# Why\nThe sky is blue.", "The sky is blue."),
    ("### Answer\n\nYes, it is.", "Yes, it is."),
    ("Title\n=====\nText.", "Title.\nText."),
    ("1. Milk\n2. Eggs\n3. **Bread**", "Milk.\nEggs.\nBread"),
    ("Two things:\n- one\n* two\n• three", "Two things:\none.\ntwo.\nthree"),
    ("a) one\nb) two", "one.\ntwo"),
    ("3.5 is more than 3.", "3.5 is more than 3."),
    ("Use `ls` now.", "Use ls now."),
    ("```python\nprint(1)\n```\nDone.", "Done."),
    ("Before.\n~~~\ncode\n~~~", "Before."),
    ("See [the docs](https://x.y/z) now.", "See the docs now."),
    ("Look ![cat](c.png) here.", "Look cat here."),
    ("Go to https://example.com/a?b=c now.", "Go to now."),
    ("As known [1] and [23].", "As known and."),
    ("Hi 😀 there 👍🏽!", "Hi there!"),
    ("It's 20 °C.", "It's 20 °C."),
    ("**Bold**, *it*, __u__, ~~s~~.", "Bold, it, u, s."),
    ("7 * 8 = 56, snake_case, 5 < 7.", "7 * 8 = 56, snake case, 5 < 7."),
    ("<b>Yes</b>, I do.<br>", "Yes, I do."),
    ("<|im_start|>assistant\nHello.<|im_end|>\n<|im_start|>user\nmore", "Hello."),
    ("[INST] Hello. [/INST]", "Hello."),
    ("Hello.</s> More.", "Hello."),
    ("> It is quoted.", "It is quoted."),
    ("| a | b |\n|---|---|\n| c | d |", "a b.\n c d"),
    ("¿Qué? ¡Sí! “Yes”, it’s fine…", "¿Qué? ¡Sí! “Yes”, it’s fine…"),
    ("***", ""),
    ("# Only a heading", ""),
    ("😀", ""),
    ("Sarai:", ""),
    ("", ""),
]


@pytest.mark.parametrize(("written", "said"), WRITTEN)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_markup_goes_however_the_text_is_cut(written, said, size):
    pieces = [written[i : i + size] for i in range(0, len(written), size)]
    assert "".join(plain(pieces, "en")).strip() == said


FIGURES = [
    ("en", "6*7 is 42", "6*7 is 42"),
    ("en", "2*3*4", "2*3*4"),
    ("en", "**2*3** and 2**10, 7* 8, 7 *8 = 56", "2*3 and 2**10, 7* 8, 7 *8 = 56"),
    ("en", "It is *42*, not **4** or 3 *4* (*5*)", "It is 42, not 4 or 3 4 (5)"),
    ("en", "(2+3)*4 = 5*(2+2)", "(2+3)*4 = 5*(2+2)"),
    ("en", "42. That is seven times six.", "42. That is seven times six."),
    ("en", "1. There is one moon.", "1. There is one moon."),
    ("en", "1. Only one.\nThat is all.\n2. No.", "1. Only one.\nThat is all.\n2. No."),
    ("en", "1. Milk\n2.5 kg of it", "1. Milk\n2.5 kg of it"),
    ("en", "9) Soap\n\n10) Oil\n- olive\n11) Salt", "Soap.\nOil.\nolive.\nSalt"),
    ("en", "#1 reason is cost, #2 is time", "#1 reason is cost, #2 is time"),
    ("en", "Two:\n#1 cost\n#2 time", "Two:\n#1 cost\n#2 time"),
    ("es", "Persona: es una palabra", "Persona: es una palabra"),
    ("es", "Pregunta: ¿y?\nRespuesta: sí.\nPregunta: ¿no?", "sí."),
    ("es", "P: ¿y?\nR: sí.\nP: ¿no?", "sí."),
    ("es", "Sarai: hola.\nPersona: ser humano.", "hola.\nPersona: ser humano."),
    ("es", "Asistente: Hola. Respuesta: no", "Hola. Respuesta: no"),
    ("es", "A: vitamina.\nB: otra.", "A: vitamina.\nB: otra."),
    ("en", "Question: a sentence that asks.", "Question: a sentence that asks."),
    ("en", "Vitamins:\nA: carrots\nD: fish", "Vitamins:\nA: carrots\nD: fish"),
    ("en", "Answer: 42", "Answer: 42"),
]


@pytest.mark.parametrize(("language", "written", "said"), FIGURES)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_what_may_be_meant_stays(language, written, said, size):
    pieces = [written[i : i + size] for i in range(0, len(written), size)]
    assert "".join(plain(pieces, language)).strip() == said


def test_plain_text_is_held_back_by_a_few_letters_only():
    text = PlainText("en")
    held = []
    for (
        letter
    ) in "The quick brown fox, and 12 more, said: Sarai is here! Why? It is 20 °C. And so on, a lot.":
        text.push(letter)
        held.append(text.held)
    # a mark, and what an address begins with
    assert max(held) <= 3
    assert sum(held) / len(held) < 0.3


@pytest.mark.parametrize("start", ["So it is", "Answering that", "Another day", "Question marks", "A dog"])
def test_a_line_waits_for_its_label_no_longer_than_it_may_be_one(start):
    text = PlainText("en")
    waited = next(i for i in range(1, len(start) + 1) if text.push(start[i - 1]))
    assert waited <= len("Question ") + 1


def test_the_model_is_stopped_when_it_speaks_for_somebody_else():
    def pieces():
        yield "Yes.\n"
        yield "User: what"
        raise AssertionError("went on")

    assert "".join(plain(pieces(), "en")) == "Yes."
