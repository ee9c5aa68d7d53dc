"""Fixed answers that never come from the Thinker: danger, small talk, refusals and unknown states."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.replies import Fixed
from sarai_mqtt.languages.schema.small_talk import SmallTalk
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.turns.own_answers.capabilities import capabilities
from sarai_mqtt.turns.own_answers.danger import is_danger
from sarai_mqtt.turns.own_answers.dates import date_answer
from sarai_mqtt.turns.own_answers.examples import Reads, examples_about
from sarai_mqtt.turns.own_answers.house_questions import concerns_house
from sarai_mqtt.turns.own_answers.requests import is_request
from sarai_mqtt.turns.own_answers.small_talk import small_talk_of
from sarai_mqtt.turns.own_answers.sums import sum_answer
from sarai_mqtt.turns.own_answers.unknown_things import unknown_thing
from sarai_mqtt.turns.responses.clauses import options_clause
from sarai_mqtt.turns.responses.replies import sentence

# repeat: a request to repeat the last reply; refused: an order that is not possible; left_over: an order with
# words that were not understood; unknown: a question about the house
Kind = Literal[
    "danger", "small_talk", "never_mind", "repeat", "sum", "date", "refused", "left_over", "unknown"
]
Unanswered = Callable[..., LeftOver | None]
"""Returns what is not known of a question; with `sure`, of one that is certain to be about the house."""
_MAX_QUOTED = 80  # characters of each phrase not understood that the refusal quotes


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A complete fixed answer, and the kind of sentence it answers."""

    kind: Kind
    text: str
    language: str

    @property
    def final(self) -> bool:
        """True if nobody else may be asked: no other agent, and no Thinker to choose between guesses."""
        return self.kind not in ("refused", "unknown")


def danger_answer(
    text: str, languages: Sequence[str], emergency_number: str, *, understood: bool = True
) -> OwnAnswer | None:
    """Return the safety answer in the first of `languages` in which `text` is about danger; else None.

    `emergency_number` is the number to call that the answer names. With `understood` only text that is
    certain to be about danger counts; without it, text that merely hints at danger counts too.
    Raises BadInput (`unknown_language`).
    """
    for language in languages:
        if is_danger(text, language, understood=understood):
            said = sentence("danger", language).format(number=emergency_number)
            return OwnAnswer("danger", said, language)
    return None


def own_answer(
    text: str,
    languages: Sequence[str],
    home: Home,
    emergency_number: str,
    *,
    area: str | None = None,
    today: date | None = None,
    reads: Reads | None = None,
    unanswered: Unanswered | None = None,
) -> OwnAnswer | None:
    """Return the fixed answer to `text`, which is no command; None if it is for the Thinker.

    `area` is the id of the speaker's area, None if unknown. Questions about days need `today`, and examples
    of what can be said are those that `reads` reads (None: none are given). `unanswered` tells what is not
    known of a question.
    The first of `languages` with an answer decides: small talk in any of them goes before requests and
    questions about the house. For "repeat" the text says that there is nothing to repeat: only the caller
    knows what was said last. Raises BadInput (`unknown_language`).
    """
    for language in languages:
        talk = small_talk_of(text, language)
        if talk is not None:
            return _small_talk(talk, language, home, area, reads)
    for language in languages:
        if said := sum_answer(text, language):
            return OwnAnswer("sum", said, language)
        if today is not None and (said := date_answer(text, language, today)):
            return OwnAnswer("date", said, language)
    if (about_house := _house_answer(text, languages, home, unanswered)) is not None:
        return about_house
    # last: words that only hint at danger may be in an order, or in a question about a detector
    return danger_answer(text, languages, emergency_number, understood=False)


def _house_answer(
    text: str, languages: Sequence[str], home: Home, unanswered: Unanswered | None
) -> OwnAnswer | None:
    """Return the answer to an order that is not possible, or to a question about the house."""
    for language in languages:
        if is_request(text, language, home):
            return OwnAnswer("refused", sentence("cannot", language), language)
        if concerns_house(text, language, home):
            return OwnAnswer("unknown", _unknown(text, language, home, unanswered), language)
    for language in languages:
        if unanswered is not None and (left := unanswered(text, language)) is not None:
            return OwnAnswer("unknown", refusal(left).text, language)
    return None


def _unknown(text: str, language: str, home: Home, unanswered: Unanswered | None) -> str:
    """Return the sentence that tells what of a question about the house is not known."""
    left = unanswered(text, language, sure=True) if unanswered is not None else None
    unknown = left if left and left.reason != "not_told" else unknown_thing(text, language, home) or left
    return refusal(unknown).text if unknown else sentence("unknown_state", language)


def help_answer(
    text: str, languages: Sequence[str], home: Home, area: str | None, reads: Reads
) -> OwnAnswer | None:
    """Return examples of what can be said to the things that `text` asks about; None if it does not.

    `area` and `reads` are as in `own_answer`. Raises BadInput (`unknown_language`).
    """
    for language in languages:
        found = examples_about(text, language, home, area, reads)
        if isinstance(found, LeftOver):
            return refusal(found)
        if found is not None:
            return OwnAnswer("small_talk", found, language)
    return None


def refusal(left: LeftOver) -> OwnAnswer:
    """Return the refusal of an order, which names what the home has not or cannot do.

    It quotes the words of the order that were not understood. Raises BadInput (`unknown_language`).
    """
    said = [words[:_MAX_QUOTED] for words in left.words]
    text = _refused(left, said) or _unused(left, said)
    if more := options_clause(left.options, wording(left.language)):
        text = f"{text.removesuffix('.')}{more}."
    return OwnAnswer("left_over", text, left.language)


def _unused(left: LeftOver, said: list[str]) -> str:
    fixed = pack(left.language).replies.fixed
    reason = left.reason if left.reason in fixed else "unaccounted" if said else "cannot"
    return fixed[cast("Fixed", reason)].format(words=wording(left.language).listed(said))


def _refused(left: LeftOver, said: list[str]) -> str:
    """Return the sentence of the reason; "" if the pack has none, or what it names is not known."""
    words = wording(left.language)
    there = "_there" if left.reason in ("no_such_thing", "not_measured") and left.place else ""
    template = pack(left.language).replies.refusals.get(f"{left.reason}{there}", "")
    needs = {"{no}": said, "{low}": left.limits, "{words}": said}
    if not template or any(key in template and not value for key, value in needs.items()):
        return ""
    low, high = (words.number(end) for end in left.limits or (0, 0))
    bare = [_without_article(each, left.language) for each in said]
    no = getattr(words, "no", None)  # a pack of others may have been written before there was one
    if "{no}" in template and no is None:
        return ""
    the_place = words.the(left.place) if left.place else ""
    return template.format(
        no=no(bare[0]) if no and bare else "",
        the_place=the_place,
        words=words.listed(said),
        low=low,
        high=high,
    )


def _without_article(said: str, language: str) -> str:
    """Return `said` without an article before it: "the fan", "la del fondo"."""
    first, _, rest = said.partition(" ")
    return rest if rest and without_accents(first.lower()) in pack(language).content.articles else said


def _small_talk(
    talk: SmallTalk, language: str, home: Home, area: str | None, reads: Reads | None
) -> OwnAnswer:
    match talk:
        case "repeat":
            return OwnAnswer("repeat", sentence("nothing_to_repeat", language), language)
        case "never_mind":
            return OwnAnswer("never_mind", sentence("all_right", language), language)
        case "capabilities":
            return OwnAnswer("small_talk", capabilities(language, home, area, reads), language)
    return OwnAnswer("small_talk", sentence(talk, language), language)
