import pytest

from sarai_mqtt.core.home import Home
from sarai_mqtt.turns.own_answers.own_answers import own_answer
from sarai_mqtt.turns.own_answers.sums import sum_answer
from sarai_mqtt.understanding.sums import Result, result_of

SUMS = [
    ("en", "what's 15 percent of 80", 12),
    ("en", "What is seven times eight?", 56),
    ("en", "how much is 12 plus 30", 42),
    ("en", "7 x 8", 56),
    ("en", "7x8", 56),
    ("en", "100 ÷ 4", 25),
    ("en", "what's 100 divided by 4", 25),
    ("en", "calculate 25 minus 7 please", 18),
    ("en", "what is 3 + 4 =", 7),
    ("en", "how much is twenty-five times four", 100),
    ("en", "what's the square root of 144", 12),
    ("en", "what's half of 250", 125),
    ("en", "what is 2 to the power of 10", 1024),
    ("en", "double 45", 90),
    ("en", "add 5 and 9", 14),
    ("en", "subtract 8 from 20", 12),
    ("en", "what's five squared", 25),
    ("en", "two plus three times four", 14),
    ("en", "10 - 4 - 3", 3),
    ("en", "what's one plus one", 2),
    ("en", "5 minus 8", -3),
    ("en", "three point five times two", 7),
    ("en", "what's 1,000 minus 1", 999),
    ("en", "how much is 2 and 2", 4),
    ("es", "¿Cuánto es siete por ocho?", 56),
    ("es", "cuánto son 12 más 30", 42),
    ("es", "cuánto es el 15 por ciento de 80", 12),
    ("es", "el 20% de 150", 30),
    ("es", "cuánto es cien entre cuatro", 25),
    ("es", "100 dividido por 4", 25),
    ("es", "la mitad de 90", 45),
    ("es", "la raíz cuadrada de 144", 12),
    ("es", "cuánto es dos elevado a diez", 1024),
    ("es", "resta 8 a 20", 12),
    ("es", "multiplica 6 por 7, por favor", 42),
    ("es", "cuánto es 3,5 por 2", 7),
    ("es", "cuánto es 1.500 más 1", 1501),
    ("es", "cuántos son dos y dos", 4),
    ("es", "cinco al cuadrado", 25),
    ("fr", "combien font sept fois huit ?", 56),
    ("fr", "combien fait 15 pour cent de 80", 12),
    ("fr", "calcule 20 % de 150", 30),
    ("fr", "100 divisé par 4", 25),
    ("fr", "combien font quatre-vingt-dix moins sept", 83),
    ("fr", "la moitié de 90", 45),
    ("fr", "combien font deux puissance dix", 1024),
    ("fr", "additionne 5 et 9", 14),
    ("fr", "combien font 3,5 fois 2", 7),
    ("fr", "ça fait combien 7 et 8", 15),
]


@pytest.mark.parametrize(("language", "text", "value"), SUMS)
def test_a_sum_is_worked_out(language, text, value):
    assert result_of(text, language) == Result(value, exact=True)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("7 times 8", "en", "That's 56."),
        ("what's 10 divided by 4", "en", "That's 2.5."),
        ("what's 10 divided by 3", "en", "That's about 3.3333."),
        ("what's the square root of 2", "en", "That's about 1.4142."),
        ("what's 10 divided by 0", "en", "Nothing can be divided by zero."),
        ("what's 99999 to the power of 64", "en", "That's more than I can say."),
        ("what's 9999999999999 times 2", "en", "That's more than I can say."),
        ("cuánto es 10 entre 4", "es", "Son 2,5."),
        ("combien font 10 divisé par 4", "fr", "Cela fait 2,5."),
        ("combien font 10 divisé par 0", "fr", "On ne peut pas diviser par zéro."),
    ],
)
def test_what_is_said(text, language, said):
    assert sum_answer(text, language) == said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ""),
        ("en", "seven"),
        ("en", "what is 7"),
        ("en", "what's 20 minus 5 degrees"),
        ("en", "set the light to 20 plus 5"),
        ("en", "what is the power of love"),
        ("en", "half past three"),
        ("en", "two and two"),
        ("en", "1,5 times 1,23,4"),
        ("en", "what's 5 plus"),
        ("en", "what's plus 5"),
        ("en", "4 times a day"),
        ("es", "dos y dos"),
        ("es", "siete por la mañana"),
        ("es", "cuarto de baño"),
        ("fr", "sept et huit"),
        ("fr", "quatre fois par jour"),
        ("en", "square root of minus 4"),
        ("en", "9" * 400 + " plus " + "9" * 400 + " plus x"),
    ],
)
def test_anything_else_is_no_sum(language, text):
    assert result_of(text, language) is None


def test_a_sum_is_ours_in_any_of_the_languages_and_nobody_else_is_asked():
    answer = own_answer("siete por ocho", ["en", "es"], Home({}, {}), "112")
    assert (answer.kind, answer.text, answer.language, answer.final) == ("sum", "Son 56.", "es", True)
    assert own_answer("suma 5 y 9", ["es"], Home({}, {}), "112").text == "Son 14."


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "I'm stuck on my homework, what's a hundred and forty four divided by nine?", 16),
        ("en", "what's twenty percent of a hundred and fifty", 30),
        ("en", "what do twenty, thirty and forty add up to?", 90),
        ("en", "there are five of us and the bill's a hundred and twenty five pounds, how much each?", 25),
        ("en", "if we split a hundred and twenty euros between five of us, what's that each?", 24),
        ("en", "if we share 90 pounds between four people how much is that a head", 22.5),
        ("en", "if I buy three kilos at four euros each, how much is that?", 12),
        ("es", "estoy con los deberes, ¿cuánto es doscientos cincuenta menos ochenta y siete?", 163),
        ("es", "si somos siete y la cuenta es de ciento cinco euros, ¿cuánto pone cada uno?", 15),
        ("es", "si reparto noventa y seis euros entre cuatro, ¿a cuánto tocamos?", 24),
        ("es", "si compro tres kilos a cuatro euros, ¿cuánto pago?", 12),
        ("es", "¿cuánto suman veinte, treinta y cuarenta?", 90),
    ],
)
def test_sums_behind_what_is_told_first(language, text, value):
    assert result_of(text, language).value == value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I bought three, what's seven times eight"),
        ("en", "there are five of us and the bill is on the table"),
        ("es", "tengo dos hijos, ¿cuánto es siete por ocho?"),
    ],
)
def test_a_number_that_is_told_first_may_belong_to_it(language, text):
    assert result_of(text, language) is None
