"""Short sentences that answer a command: it is under way, it was done, or a question whether to do it.

A command is called done only if its result has been reported.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sarai_mqtt.core.acting import ActionResult, Level
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import BROADCAST, PLANNED, QUESTIONS
from sarai_mqtt.languages.grammar import WordingOf, sentence_of, wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.devices import Group
from sarai_mqtt.languages.schema.replies import Fixed, Forms
from sarai_mqtt.turns.responses.announcements import announcing_sentence
from sarai_mqtt.turns.responses.clauses import failure_clauses, level_clause, sent_sentence
from sarai_mqtt.turns.responses.command_kinds import Context, Kind, kind_of
from sarai_mqtt.turns.responses.names import Names
from sarai_mqtt.turns.responses.state_answers import answer_from
from sarai_mqtt.turns.timers.alarm_sentences import planning_question

_PLACES = frozenset({"name", "area", "floor"})
_TIME = frozenset({"HassGetCurrentTime", "HassGetCurrentDate"})
_VALUES = (
    "brightness",
    "position",
    "percentage",
    "humidity",
    "temperature",
    "volume_level",
    "search_query",
    "item",
    "conversation_command",
    "tilt_position",
    "source",
    "option",
    "value",
    "text",
)


def sentence(key: Fixed, language: str) -> str:
    """Return a fixed sentence in `language`. Raises BadInput (`unknown_language`)."""
    return pack(language).replies.fixed[key]


def reply_to(intent: Intent, home: Home, now: datetime, wording_of: WordingOf = wording) -> str:
    """Return the sentence that `intent` is under way, in its language, in the words of `wording_of`.

    Used when no result will be reported, so nothing is claimed to be done. A command that needs a
    confirmation and a question about a state get sentences that say so. `now` is the local time, for
    questions about time and date. A custom intent of the user gets a short acknowledgement.
    Raises BadInput (`unknown_language`).
    """
    words = wording_of(intent.language)
    if intent.name == "HassGetCurrentTime":
        return words.time_of_day(now.hour, now.minute)
    if intent.name == "HassGetCurrentDate":
        return words.week(now.date()) if intent.slots.get("part") == "week" else words.date(now.date())
    if intent.name in QUESTIONS:
        return sentence("unreadable", intent.language)
    if intent.confirm:
        return sentence("confirm", intent.language).format(the=spoken_targets(intent, home))
    return progress_sentence(intent, home, wording_of)


def progress_sentence(intent: Intent, home: Home, wording_of: WordingOf = wording) -> str:
    """Return the sentence that a command is under way: "Turning on the kitchen light.".

    Raises BadInput (`unknown_language`).
    """
    if intent.name == BROADCAST:
        return announcing_sentence(intent, home, wording_of)
    context = Context(intent, intent.targets, Names(home, wording_of(intent.language)))
    return _filled(_forms(context).doing, context, _all_targets(context))


def spoken_targets(intent: Intent, home: Home) -> str:
    """Return the spoken name of the things of a command: "the kitchen lights".

    Raises BadInput (`unknown_language`).
    """
    return _all_targets(Context(intent, intent.targets, Names(home, wording(intent.language))))


def confirmation_question(intent: Intent, home: Home, wording_of: WordingOf = wording) -> str:
    """Return the question whether to carry out `intent`: "Shall I unlock the front door?".

    Raises BadInput (`unknown_language`).
    """
    context = Context(intent, intent.targets, Names(home, wording_of(intent.language)))
    if intent.name == PLANNED:
        return planning_question(intent, _scope(context), wording_of(intent.language))
    return _filled(_forms(context).question, context, _scope(context))


def outcome_sentence(
    intent: Intent, acted: ActionResult, home: Home, now: datetime, wording_of: WordingOf = wording
) -> str:
    """Return the sentence about the reported result of `intent`; for a question, its answer.

    Only ids in `acted.done` are called done, and those in `acted.begun` are said to be under way; of a
    relative command the level that it led to is said. `now` is the local time, as in `reply_to`. Raises
    BadInput (`unknown_language`).
    """
    if intent.name in _TIME:
        return reply_to(intent, home, now, wording_of)
    if intent.name in QUESTIONS and acted.trouble is None:
        return answer_from(intent, acted, home, now, wording_of)
    words = wording_of(intent.language)
    names = Names(home, words)
    trouble = sentence(acted.trouble, intent.language) if acted.trouble else ""
    failures = failure_clauses(acted, names)
    sent = sent_sentence(acted.sent, names)
    succeeded = [thing for thing in acted.done if thing not in acted.failed]
    if not succeeded:
        if acted.untried:
            failures.append(pack(words.language).replies.untried)
        problem = sentence_of(*failures) if failures else "" if sent else trouble
        return f"{sent} {problem}".strip() or _done_with_nothing(intent, names)
    done = _done(intent, acted, succeeded, names)
    if failures:
        done = f"{done.removesuffix('.')}, {pack(words.language).replies.but} {', '.join(failures)}."
    return " ".join(part for part in (done, sent, trouble) if part)


def _forms(context: Context) -> Forms:
    """Return the sentences of the command, in the language of the reply."""
    return _forms_of(kind_of(context), context.names)


def _forms_of(kind: Kind, names: Names) -> Forms:
    """Return the sentences of a kind of command; those of any command if the pack has none of their own."""
    replies = pack(names.words.language).replies
    every: dict[Kind, Forms] = dict(replies.commands.items())
    if replies.truth is not None:
        every.update(replies.truth.commands.items())
    if replies.house is not None:
        every.update(replies.house.commands.items())
    return every.get(kind, replies.commands["unknown"])


def _filled(template: str, context: Context, the: str) -> str:
    """Return `template` with its placeholders filled in; `the` names the things."""
    slots, words = context.intent.slots, context.names.words
    value = next((slots[k] for k in _VALUES if k in slots), "")
    room = context.names.room(slots.get("area"))
    said = template.format(
        the=the,
        of=words.of(the),
        value=words.number(value),
        low=words.number(slots.get("target_temp_low", "")),
        high=words.number(slots.get("target_temp_high", "")),
        the_area=words.the(room) if room else "",
        time=words.duration({unit: slots.get(unit) for unit in ("hours", "minutes", "seconds")}),
    )
    return said[:1].upper() + said[1:]


def _all_targets(context: Context) -> str:
    """Return the name of all things of the command: one by its own name, several by kind and room.

    Without a room, things that are not all of their kind are named: "the lights" would be more than was done.
    """
    if len(context.things) == 1:
        return context.names.the(context.things[0])
    if context.things and _PLACES.isdisjoint(context.intent.slots) and not _is_everywhere(context):
        return context.names.listed(context.things)
    slots, kinds = context.intent.slots, context.domains
    kind = str(slots.get("device_class") or (kinds.pop() if len(kinds) == 1 else ""))
    words = context.names.words
    noun = pack(words.language).devices.groups.get(cast("Group", kind), "")
    return words.group(noun, context.names.room(slots.get("area", slots.get("floor"))))


def _scope(context: Context) -> str:
    """Return the name of all things of a command to be confirmed, which says if it is about all the house."""
    if not _is_everywhere(context):
        return _all_targets(context)
    everywhere = pack(context.names.words.language).replies.everywhere
    return everywhere.format(the=_all_targets(context))


def _is_everywhere(context: Context) -> bool:
    """Return True if a command names no place, and its things are all of their kind in the whole house."""
    if len(context.things) <= 1 or not _PLACES.isdisjoint(context.intent.slots):
        return False
    device_class = context.intent.slots.get("device_class")
    of_class = None if device_class is None else str(device_class)
    of_kind = context.names.home.matching(context.domains, device_class=of_class)
    return {entity.id for entity in of_kind if not entity.confirm} <= set(context.things)


def _done(intent: Intent, acted: ActionResult, done: Sequence[str], names: Names) -> str:
    """Return the sentence that the command was done with `done`.

    The things are named as a group only if they are all that was asked for. If some are not finished, the
    command is said to be under way.
    """
    reached = _reached(intent, acted, done, names)
    rest = [thing for thing in done if thing not in acted.levels]
    if not rest:
        return reached
    context = Context(intent, rest, names)
    forms = _forms(context)
    text = _filled(forms.doing if acted.begun else forms.done, context, _named(intent, rest, names))
    return f"{text} {reached}".rstrip()


def _named(intent: Intent, things: Sequence[str], names: Names) -> str:
    whole = intent.targets and set(things) == set(intent.targets)
    return _all_targets(Context(intent, things, names)) if whole else names.listed(things)


def _reached(intent: Intent, acted: ActionResult, done: Sequence[str], names: Names) -> str:
    """Return the sentences about the levels that a relative command led to; "" if none is known.

    Things of the same level are named together. Those that still move are said to be on their way.
    """
    alike: dict[tuple[Level, bool], list[str]] = {}
    for thing in done:
        if level := acted.levels.get(thing):
            alike.setdefault((level, thing in acted.begun), []).append(thing)
    return " ".join(
        _level_sentence(intent, things, level, names, begun=begun) for (level, begun), things in alike.items()
    )


def _level_sentence(intent: Intent, things: Sequence[str], level: Level, names: Names, *, begun: bool) -> str:
    degrees = "temperature_delta" in intent.slots
    the = _named(intent, things, names)
    reached = "" if begun else level_clause(things, the, level, names, degrees=degrees)
    if reached:
        return sentence_of(reached)
    forms = _forms_of("degrees" if degrees else "brightness", names)
    return forms.doing.format(the=the, of=names.words.of(the), value=names.words.number(level.low))


def _done_with_nothing(intent: Intent, names: Names) -> str:
    """Return the sentence that a command was done that has no things, or no reported ones."""
    context = Context(intent, (), names)
    template = _forms(context).done
    names_things = "{the}" in template or "{of}" in template
    return sentence("done", intent.language) if names_things else _filled(template, context, "")
