"""In a language that nobody has tables for nothing acts and nothing is said: `unknown_language`, everywhere."""

from datetime import datetime
from pathlib import Path

import pytest

from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.app.silent_thinker import SilentThinker
from sarai_mqtt.app.demo import Demo
from sarai_mqtt.core.acting import ActionResult, ConversationResult, EntityState
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Failure, Intent, SpeechChunk, TurnReport
from sarai_mqtt.core.messages import Announce
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.home.assistant.names import names_by_language
from sarai_mqtt.languages.detection import guess_language, is_function_word
from sarai_mqtt.languages.en.grammar import English
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.house_nouns import forms_of
from sarai_mqtt.languages.phonetics import phonetic_key
from sarai_mqtt.languages.sentence_splitter import ReplyTrimmer, SentenceSplitter
from sarai_mqtt.languages.spelling import Spelling
from sarai_mqtt.languages.packs import available, entry_for, pack
from sarai_mqtt.satellites.error_reports import ErrorReporter
from sarai_mqtt.satellites.undelivered import Undelivered
from sarai_mqtt.transports.mqtt.discovery_entities import name_of
from sarai_mqtt.turns.end_of_turn import ending_of
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.turns.reading import commands_or_answer, find_intent
from sarai_mqtt.turns.own_answers.danger import is_danger
from sarai_mqtt.turns.own_answers.house_questions import concerns_house
from sarai_mqtt.turns.own_answers.own_answers import danger_answer, own_answer
from sarai_mqtt.turns.own_answers.requests import is_request
from sarai_mqtt.turns.own_answers.small_talk import small_talk_of
from sarai_mqtt.turns.responses.plain_text import plain
from sarai_mqtt.turns.responses.replies import confirmation_question, outcome_sentence, reply_to, sentence
from sarai_mqtt.turns.responses.speaker_labels import SpeakerLabels
from sarai_mqtt.turns.responses.state_words import word_of
from sarai_mqtt.turns.responses.units import amount_of
from sarai_mqtt.turns.timers.records import Timer, timer_from_json, timer_to_json
from sarai_mqtt.understanding import command_vocabulary, confirmation
from sarai_mqtt.understanding.accounting.accounting import Accounting
from sarai_mqtt.understanding.contextual_biasing import HomeBiasing
from sarai_mqtt.understanding.examples import name_words, words_with_values
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.guards import forbids, may_hand_over, reasons_against
from sarai_mqtt.understanding.misheard_words import sound_key
from sarai_mqtt.understanding.numbers import number_at, with_digits
from sarai_mqtt.understanding.orders import is_order, order_of
from sarai_mqtt.understanding.paraphrase import paraphrase, without_fillers
from sarai_mqtt.understanding.polarity import polarity_agrees
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates.follow_ups import Fragments
from sarai_mqtt.understanding.templates.matcher import SentenceUnderstander
from sarai_mqtt.understanding.templates.slot_lists import Vocabulary
from tests.harness.clock import ManualClock
from tests.harness.engines import FakeStt, FakeThinker
from tests.harness.home import HOME, FakeActor, FakeUnderstander
from tests.harness.ports import FakeAudit, FakeOutbox
from tests.harness.service import TextHarness

UNKNOWN = ("it", "xx", "")
NOW = datetime(2026, 11, 22, 15, 5)
WORDS = {language: content_words(language) for language in available()}


def command(language, name="HassTurnOn", **slots):
    return Intent("", name, slots, ("light.a",), "x", language, 1.0)


class Elsewhere(English):
    """The grammar of English under another name: what a half-made language would be."""

    def __init__(self, language):
        self.language = language


def in_no_language(text, language):
    raise AssertionError(text, language)


SENTENCES = SentenceUnderstander(HOME, available())
SEARCH, GAZETTEER = SentenceSearch(HOME, available()), Gazetteer(HOME, available())
HOUSE = Understanding(SENTENCES, [(GAZETTEER, FUZZY), (SEARCH, RETRIEVAL)], WORDS)
HEARING = HomeBiasing(HOME, WORDS, in_no_language)
SPOKEN = TextNormalizer()
OLD = command("en")

# What reads text: none of it may take text in an unknown language for anything.
READS = {
    "is_function_word": lambda language: is_function_word("the", language),
    "guess_language": lambda language: guess_language("accendi", ["en", language]),
    "pack": pack,
    "polarity": lambda language: polarity_agrees("accendi", language, command(language)),
    "answer_of": lambda language: confirmation.answer_of("yes", language),
    "is_stop": lambda language: confirmation.is_stop("stop", language),
    "is_short_answer": lambda language: confirmation.is_short_answer("no", language),
    "short_answers": confirmation.short_answers,
    "is_order": lambda language: is_order("turn on the light", language),
    "order_of": lambda language: order_of("turn on the light because I'm cold", language),
    "ending_of": lambda language: ending_of("accendi la", language, None),
    "without_fillers": lambda language: without_fillers("please turn on the light", language),
    "paraphrase": lambda language: paraphrase("stick the light on", language),
    "is_request": lambda language: is_request("turn on the sauna", language, HOME),
    "concerns_house": lambda language: concerns_house("is the light on?", language, HOME),
    "forms_of": lambda language: forms_of("the light", language, HOME),
    "small_talk": lambda language: small_talk_of("hello", language),
    "is_danger": lambda language: is_danger("I smell gas", language, understood=True),
    "danger_answer": lambda language: danger_answer("I smell gas", [language], "112"),
    "own_answer": lambda language: own_answer("hello", [language], HOME, "112"),
    "sound_of": lambda language: phonetic_key("accendi", language),
    "sound_key": lambda language: sound_key("accendi", language),
    "spelling": lambda language: Spelling(["light"], language),
    "with_digits": lambda language: with_digits(["two"], language),
    "number_at": lambda language: number_at(["two"], 0, language),
    "words_with_values": lambda language: words_with_values("5 %", language, {}),
    "name_words": lambda language: name_words("the light", language),
    "command_words": command_vocabulary.command_words,
    "correction_targets": command_vocabulary.correction_targets,
    "run_together_phrases": command_vocabulary.run_together_phrases,
    "thing_words": command_vocabulary.thing_words,
    "is_head": lambda language: command_vocabulary.is_head("open", language),
    "head_index": lambda language: command_vocabulary.head_index(["open"], language),
    "may_be_misheard": lambda language: command_vocabulary.may_be_misheard("how", 0, language),
    "never_first": lambda language: command_vocabulary.never_first("an", language),
    "order_misheard_as": lambda language: command_vocabulary.order_misheard_as("that", language),
    "without_object": lambda language: command_vocabulary.without_object("open", "the", language),
    "is_form_of_head": lambda language: command_vocabulary.is_form_of_head("opened", language),
    "is_statement": lambda language: command_vocabulary.is_statement(["i", "opened"], language),
    "account": lambda language: Accounting(HOME, WORDS).account("turn on the light", command(language)),
    "account_own": lambda language: Accounting(HOME, WORDS).account("x", command(language, "MyIntent")),
    "account_unknown": lambda language: Accounting(HOME, WORDS).unknown("turn on the sauna", language),
    "names_by_language": lambda language: names_by_language("Lamp", ["Lampe"], [language], None),
    "fragments": Fragments,
    "vocabulary": lambda language: Vocabulary.of(
        HOME, language, SENTENCES._current.languages["en"].templates
    ),
    "templates": lambda language: SENTENCES.understand("turn on the light", language),
    "follow_up": lambda language: SENTENCES.follow_up("and the lamp", language, OLD),
    "retrieval": lambda language: SEARCH.guesses("turn on the light", language),
    "gazetteer": lambda language: GAZETTEER.guesses("turn on the light", language),
    "understand": lambda language: HOUSE.understand("turn on the light", language),
    "read": lambda language: HOUSE.read("non accendere la luce", language),
    "candidates": lambda language: HOUSE.candidates("turn on the light", language),
    "unknown": lambda language: HOUSE.unknown("turn on the sauna", language),
    "find_intent": lambda language: find_intent(HOUSE, "turn on the light", [language]),
    "commands_or_answer": lambda language: commands_or_answer(HOUSE, "turn on the light", [language], "112"),
    "contextual_biasing": lambda language: HEARING.nearest("turn on the lite", language),
}
# What makes words.
SAYS = {
    "wording": wording,
    "sentence": lambda language: sentence("done", language),
    "reply_to": lambda language: reply_to(command(language), HOME, NOW),
    "confirmation_question": lambda language: confirmation_question(command(language), HOME),
    "report_of": lambda language: outcome_sentence(
        command(language), ActionResult(done=("light.a",)), HOME, NOW
    ),
    "state_word": lambda language: word_of(EntityState("light.a", "on", {}), None, language),
    "amount": lambda language: amount_of(5, "km/h", Elsewhere(language)),
    "negative_amount": lambda language: amount_of(-5, "", Elsewhere(language)),
    "component": lambda language: name_of("volume", language),
    "sentence_splitter": lambda language: list(SentenceSplitter(language).push("Hello. You")),
    "reply_trimmer": lambda language: ReplyTrimmer(language).push("Hello."),
    "spoken": lambda language: SPOKEN("example.org", language),
    "phonemes": lambda language: Phonemizer(SPOKEN)("accendi", language),
    "no_thinker": lambda language: list(SilentThinker({}, []).think("x", language, CancelToken())),
    "speaker_labels": SpeakerLabels,
    "plain": lambda language: list(plain(["User: x"], language)),
    "demo": lambda language: list(Demo(None, None, Path()).turns([language])),
}


@pytest.mark.parametrize("language", UNKNOWN)
@pytest.mark.parametrize("door", [*READS, *SAYS])
def test_every_door_refuses_it_in_the_one_way(door, language):
    with pytest.raises(BadInput) as refused:
        (READS | SAYS)[door](language)
    assert refused.value.code == "unknown_language"


@pytest.mark.parametrize("language", UNKNOWN)
@pytest.mark.parametrize("name", ["HassTurnOn", "HassGetState", "HassGetCurrentTime", "HassNevermind", "Own"])
@pytest.mark.parametrize("text", ["non accendere la luce", "accendi la luce", "turn on the light", ""])
def test_the_guards_have_one_reason_against_every_intent(text, name, language):
    intent = command(language, name)
    assert reasons_against(text, language, intent) == ("unknown_language",)
    assert forbids(text, language, intent) == "unknown_language"


@pytest.mark.parametrize("language", UNKNOWN)
@pytest.mark.parametrize("text", ["accendi la luce", "apri la porta", "buongiorno", ""])
def test_nothing_is_handed_to_another_agent(text, language):
    assert not may_hand_over(text, language, HOME)


@pytest.mark.parametrize("language", UNKNOWN)
def test_a_timer_kept_in_an_unknown_language_is_none(language):
    kept = timer_to_json(Timer(1, "kitchen", "en", "", 60.0, 60.0, command=command("en")))
    assert timer_from_json(kept) is not None
    assert timer_from_json({**kept, "language": language}) is None
    assert timer_from_json({**kept, "command": {**kept["command"], "language": language}}) is None


async def test_an_act_in_it_that_was_given_up_is_told_without_a_sentence():
    outbox, audit, said = FakeOutbox(), FakeAudit(), []
    error_reporter = ErrorReporter(outbox, ManualClock(), 4)
    undelivered = Undelivered(outbox, error_reporter, audit, lambda *announced: said.append(announced))
    for language, site in (("it", "kitchen"), ("en", "hall")):
        undelivered.record(Unsent(site, command(language), "late", "too old"))
    undelivered.report()
    assert [site for site, _, _ in said] == ["hall"]
    assert error_reporter.error_counts.counts["kitchen", "unknown_language"] == 1


class Eager(FakeUnderstander):
    """Takes every text in every language for a command."""

    def understand(self, text, language, area=None):
        return Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), text, language, 1.0)


TEXTS = ["non accendere la luce", "accendi la luce", "sì", "turn on the light"]


def eager_house(**more):
    actor, thinker = FakeActor(conversed=ConversationResult("Fait.", True)), FakeThinker(chosen="light")
    understander = Eager(options=(command("en"),))
    return TextHarness(
        actor=actor, thinker=thinker, understander=understander, converse=True, chooses=True, **more
    )


def assert_refused(house, reports=1):
    assert [report.outcome for report in house.outbox.of(TurnReport)[-reports:]] == ["failed"] * reports
    assert [failure.code for failure in house.outbox.of(Failure)] == ["unknown_language"] * reports
    assert not (house.actor.orders or house.actor.talks or house.thinker.made)
    assert not any(report.for_others for report in house.outbox.of(TurnReport))


@pytest.mark.parametrize("text", TEXTS)
async def test_a_text_in_it_does_nothing_and_is_told_once(text):
    async with eager_house() as house:
        await house.ask(text, "it")
    assert_refused(house)
    assert not (house.outbox.of(Intent) or house.outbox.of(SpeechChunk))
    assert len(house.outbox.of(TurnReport)) == 1


@pytest.mark.parametrize("text", TEXTS)
async def test_a_transcript_in_it_does_nothing_and_is_told_once(text):
    async with eager_house(stt=FakeStt(text, "it")) as house:
        house.say()
        await house.turns(1)
    assert_refused(house)
    assert not (house.outbox.of(Intent) or house.outbox.of(SpeechChunk))
    assert len(house.outbox.of(TurnReport)) == 1


@pytest.mark.parametrize("spoken", [False, True])
@pytest.mark.parametrize("answer", ["sì", "yes", "sí"])
async def test_no_answer_in_it_is_a_yes(answer, spoken):
    stt = FakeStt(answer, "it")
    async with TextHarness(actor=FakeActor(), stt=stt, converse=True) as house:
        asked = await house.ask("unlock the front door", "en")
        assert asked.asks
        if spoken:
            house.say()
            await house.turns(2)
            house.turns_so_far += 1
        else:
            await house.ask(answer, "it")
        assert_refused(house)
        # nor is the question still open for somebody else's yes
        await house.ask("yes", "en")
    assert not house.actor.orders


async def test_the_service_goes_on_after_it():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("accendi la luce", "it")
        report = await house.ask("turn on the light", "en")
    assert (report.outcome, report.done) == ("answered", ("light.a",))


async def test_what_is_to_be_said_in_it_fails_alone():
    class Voices:
        rate = 1000

        def synthesize(self, text, language, cancel):
            yield entry_for({"en": b"\0\0" * 100}, language)

    async with TextHarness(tts=Voices()) as house:
        house.service.receive(Announce("kitchen", "buongiorno", "it"), house.clock.now)
        (report,) = await house.turns(1)
        house.service.receive(Announce("kitchen", "hello", "en"), house.clock.now)
        said = (await house.turns(2))[-1]
    assert (report.outcome, said.outcome) == ("failed", "answered")
    assert [failure.code for failure in house.outbox.of(Failure)] == ["unknown_language"]
