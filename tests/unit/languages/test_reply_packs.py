"""What each language says and shows: every sentence can be filled in, no word of another language lacks."""

import re
import string
from datetime import datetime

import pytest

from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.transports.mqtt.discovery_entities import service_components, site_components

NAMES = ["", "Lamp", "Lámpara", "a b c", "TV", "Ana"]

every_language = pytest.mark.parametrize("language", available())


def placeholders(*texts):
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@every_language
def test_a_command_names_only_what_is_filled_in(language):
    for key, forms in pack(language).replies.commands.items():
        used = placeholders(forms.doing, forms.done, forms.question)
        assert used <= {"the", "of", "the_area", "value", "time"}, key
        assert forms.question.endswith("?"), key
        assert forms.doing.endswith(".") and forms.done.endswith("."), key


@every_language
def test_all_languages_fill_the_same_amounts_and_times_in(language):
    for key, forms in pack(language).replies.commands.items():
        model = pack("en").replies.commands[key]
        for mine, models in ((forms.doing, model.doing), (forms.done, model.done)):
            same = {"value", "time", "the_area"}
            assert placeholders(mine) & same == placeholders(models) & same, key


@every_language
def test_a_fixed_sentence_names_only_what_is_filled_in(language):
    filled = {"confirm": {"the"}, "danger": {"number"}, "unaccounted": {"words"}, "not_here": {"words"}}
    for key, text in pack(language).replies.fixed.items():
        assert placeholders(text) == filled.get(key, set()), key
        assert text[-1] in ".?", key


@every_language
def test_the_reason_of_a_failure_names_the_things(language):
    replies = pack(language).replies
    ranges = {"holds_range": {"low", "high"}, "out_of_range": {"low", "high"}}
    assert placeholders(*replies.failed) == {"the"}
    for key, clauses in replies.obstacles.items():
        for clause in clauses:
            assert placeholders(clause) == {"the"} | ranges.get(key, set()), key
    assert not placeholders(replies.but, replies.untried)


@every_language
def test_a_clause_about_a_timer_is_filled_in(language):
    words = wording(language)
    parts = {"the", "of", "name", "time", "count", *words.timer_parts("", "", "")}
    assert placeholders(*pack(language).timers.clauses.values()) <= parts
    timed = ("unnamed", "commanding", "paused", "resumed", "added", "left", "left_paused", "too_long")
    for key, part in {**dict.fromkeys(timed, "time"), "cancelled_all": "count", "too_many": "count"}.items():
        spellings = {part, "each"} if part == "time" else {part}
        assert placeholders(pack(language).timers.clauses[key]) & spellings, key


@every_language
def test_a_clause_of_an_answer_is_filled_in(language):
    states = pack(language).states
    clauses = states.clauses
    subject = {"the", "of", "is_", "what"}
    filled = {
        **dict.fromkeys(("unknown", "unsure", "unsure_where", "only"), {"the", "of"}),
        **dict.fromkeys(("is", "is_not", "is_amount", "is_text", "last"), subject),
        **dict.fromkeys(("none", "none_of_them", "all"), {"none", "all"}),
        **dict.fromkeys(("level", "now", "target", "temperature"), {"value"}),
        "at": {"place"},
        "count": {"count", "the"},
        "temperature_in": {"value", "room"},
        "weather": {"value", "condition"},
        "titled": {"title"},
        "titled_by": {"title", "artist"},
        "only_where": {"told"},
        "since": {"told", "what"},
        "since_unknown": {"told"},
        **dict.fromkeys(("most", "least"), {"the", "value"}),
    }
    for key, clause in clauses.items():
        assert placeholders(clause) <= filled.get(key, set()), key
        assert bool(placeholders(clause)) == (key in filled) or key in ("none", "none_of_them", "all"), key
    assert not placeholders(*states.states.values(), *states.weather.values())
    assert all(" " in condition for condition in states.weather.values()), "the first word joins it"


@every_language
def test_the_open_tables_have_the_same_keys(language):
    mine, model = pack(language), pack("en")
    assert mine.states.states.keys() == model.states.states.keys()
    assert mine.states.binary.keys() == model.states.binary.keys()
    assert mine.states.weather.keys() == model.states.weather.keys()
    assert mine.units.names.keys() == model.units.names.keys()
    assert mine.devices.labels.keys() == model.devices.labels.keys()


@every_language
def test_every_component_has_a_label(language):
    def at(kind, key=""):
        return f"{kind}/{key}"

    components = service_components(at) | site_components(at, OptionTable(["en", "es"], {}))
    shown = {key for key, value in components.items() if value["platform"] != "device_automation"}
    labels = pack(language).devices.labels
    assert labels.keys() == shown
    assert all(labels.values())
    assert len({*labels.values()}) == len(labels)


@every_language
def test_an_amount_below_zero_is_told_with_its_amount(language):
    units = pack(language).units
    assert placeholders(units.minus) == placeholders(units.below_zero) == {"amount"}
    assert units.minus != "{amount}" != units.below_zero
    assert all(one and several for one, several in units.names.values())


@every_language
def test_labels_of_speakers_are_single_lower_case_words_of_one_side(language):
    speakers = pack(language).thinker.labels
    persons, assistants = speakers.person | speakers.asks, speakers.assistant | speakers.answers
    assert not persons & assistants
    assert all(re.fullmatch(r"[^\W\d_]+", label) and label == label.lower() for label in persons | assistants)


@every_language
def test_abbreviations_are_words_as_the_splitter_compares_them(language):
    words = pack(language).words
    for word in words.abbreviations | words.numbered:
        assert re.fullmatch(r"\w{2,}", word) and word == word.casefold(), word


@every_language
def test_the_samples_are_whole_sentences(language):
    samples = pack(language).samples
    assert samples.command_word == samples.command_word.lower()
    assert samples.command_word in samples.command.lower()
    assert samples.questions
    assert all(question.endswith("?") for question in samples.questions)


@every_language
def test_the_grammar_is_that_of_its_language_and_takes_any_name(language):
    words, groups = wording(language), pack(language).devices.groups
    assert words.language == language
    moment = datetime(2026, 11, 22, 15, 5)
    for name in NAMES:
        the = words.the(name)
        said = [the, words.of(the), words.listed([name, name]), words.is_([name]), words.none_of([name])]
        said += [words.all_of([name]), words.agreed("x", [name]), words.group(groups["light"], name)]
        assert all(isinstance(text, str) for text in said)
        assert words.is_plural([name, name])
    assert all(words.group(noun, "") != words.group("", "") for noun in groups.values())
    assert words.moment(moment, moment) in words.time_of_day(15, 5)
    assert len({words.date(datetime(2026, month, 1)) for month in range(1, 13)}) == 12
    assert "2" in words.duration({"hours": 2}) and words.number(21.0) == "21"
