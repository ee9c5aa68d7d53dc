"""What we would say is read back as the same amount, over wide ranges, in all languages.

Numbers are said in words by Unicode's formatter, as a person says them, and in digits by our own replies.
"""

import random

import pytest
from unicode_rbnf import RbnfEngine

from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.languages.content_words import content_words, tokens_of
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.responses.units import amount_of
from sarai_mqtt.understanding.accounting.amounts import amounts_in

LANGUAGES = ("en", "es", "fr")
RBNF = {language: RbnfEngine.for_language(language) for language in LANGUAGES}
# One noun of each gender for the numbers that agree: "veintiún minutos", "veintiuna horas".
RULES = {
    "en": ("spellout-cardinal",),
    "es": ("spellout-cardinal-masculine", "spellout-cardinal-feminine", "spellout-numbering"),
    "fr": ("spellout-cardinal-masculine", "spellout-cardinal-feminine"),
}
POINTS = {"en": "point", "es": "coma", "fr": "virgule"}


def read(text, language):
    amounts = amounts_in(tokens_of(text, language), content_words(language), language)
    return [(pytest.approx(amount.value), amount.unit) for amount in amounts]


def in_words(number, language, rules):
    return RBNF[language].format_number(number, ruleset_names=[rules]).text.replace("\xad", "")


def some(seed, ranges):
    """Return numbers of `ranges` (start, stop, how many), the same in each run."""
    dice = random.Random(seed)
    return sorted({n for start, stop, many in ranges for n in dice.sample(range(start, stop), many)})


@pytest.mark.parametrize(("language", "rules"), [(code, rule) for code in LANGUAGES for rule in RULES[code]])
def test_whole_numbers_in_words(language, rules):
    unit = pack(language).content.units["percent"][0]
    numbers = [*range(2, 1000), *some(language, [(1000, 10_000, 300), (10_000, 1_000_000, 300)])]
    wrong = {
        n: said
        for n in numbers
        if read(said := f"{in_words(n, language, rules)} {unit}", language) != [(n, "percent")]
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_decimals_in_words(language):
    rules, degrees = RULES[language][-1], pack(language).content.units["degrees"][1]
    wrong = {}
    for tenth in some(language, [(100, 400, 250)]):
        whole, digit = divmod(tenth, 10)
        said = f"{in_words(whole, language, rules)} {POINTS[language]} {in_words(digit, language, rules)} {degrees}"
        if read(said, language) != [(tenth / 10, "degrees")]:
            wrong[tenth] = said
    for hundredth in some(language, [(1000, 4000, 250)]):
        whole, digits = divmod(hundredth, 100)
        figures = " ".join(in_words(int(d), language, rules) for d in f"{digits:02}")
        said = f"{in_words(whole, language, rules)} {POINTS[language]} {figures} {degrees}"
        if read(said, language) != [(hundredth / 100, "degrees")]:
            wrong[hundredth] = said
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_temperatures_as_our_replies_tell_them(language):
    words, wrong = wording(language), {}
    for tenth in range(-400, 1200):
        said = amount_of(tenth / 10, "°C", words)
        if tenth and read(said, language) != [(tenth / 10, "degrees")]:
            wrong[tenth] = said
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_percentages_as_our_replies_tell_them(language):
    words = wording(language)
    wrong = {
        n: said for n in range(2, 101) if read(said := amount_of(n, "%", words), language) != [(n, "percent")]
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_durations_as_our_replies_tell_them(language):
    words, wrong = wording(language), {}
    for seconds in [*range(1, 200), *some(language, [(200, 360_000, 500)])]:
        hours, rest = divmod(seconds, 3600)
        parts = {"hours": hours, "minutes": rest // 60, "seconds": rest % 60}
        said = words.duration({unit: number for unit, number in parts.items() if number})
        amounts = amounts_in(tokens_of(said, language), content_words(language), language)
        if round(sum(a.seconds or 0 for a in amounts)) != seconds:
            wrong[seconds] = said
    assert wrong == {}


@pytest.mark.parametrize("language", ["es", "fr"])  # English leaves numbers to hibari
def test_amounts_as_the_voice_says_them(language):
    say, words, wrong = TextNormalizer(), wording(language), {}
    for tenth in range(-300, 1000):
        said = say(amount_of(tenth / 10, "°C", words), language)
        if tenth and read(said, language) != [(tenth / 10, "degrees")]:
            wrong[tenth] = said
    for seconds in some("say", [(1, 360_000, 500)]):
        hours, rest = divmod(seconds, 3600)
        parts = {"hours": hours, "minutes": rest // 60, "seconds": rest % 60}
        said = say(words.duration({unit: number for unit, number in parts.items() if number}), language)
        amounts = amounts_in(tokens_of(said, language), content_words(language), language)
        if round(sum(a.seconds or 0 for a in amounts)) != seconds:
            wrong[seconds] = said
    assert wrong == {}
