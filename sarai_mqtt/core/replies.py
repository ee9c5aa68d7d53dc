"""The short sentences that answer a command: what is being done, what was done, and whether to do it.

What is being done is never said to be done; what was done is only said of what was reported.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sarai_mqtt.core.acting import Acted, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.naming import Names
from sarai_mqtt.core.reply_sentences import (
    BUT,
    COMMANDS,
    FAILED,
    FIXED,
    OBSTACLES,
    UNTRIED,
    Fixed,
    Forms,
)
from sarai_mqtt.core.state_answers import answer_from
from sarai_mqtt.core.wording import sentence_of, wording

# What "on" and "off" mean for a domain, as kinds of command; any other domain is switched.
_ON = {"cover": "open", "valve": "open", "lock": "lock", "scene": "scene", "script": "run", "button": "press"}
_OFF = {"cover": "close", "valve": "close", "lock": "unlock"}


@dataclass(frozen=True, slots=True)
class _Context:
    """A command, and the things that it is said about."""

    intent: Intent
    things: Sequence[str]
    names: Names

    @property
    def domains(self) -> set[str]:
        return {thing.partition(".")[0] for thing in self.things}


def _switch(context: _Context) -> str:
    on = context.intent.name == "HassTurnOn"
    domain = next(iter(context.domains)) if len(context.domains) == 1 else ""
    return _ON.get(domain, "on") if on else _OFF.get(domain, "off")


def _light(context: _Context) -> str:
    slots = context.intent.slots
    delta = slots.get("brightness_delta")
    if isinstance(delta, int | float):
        return "brighter" if delta > 0 else "dimmer"
    return next((k for k in ("brightness", "color") if k in slots), "color_temperature")


def _volume(context: _Context) -> str:
    step = context.intent.slots.get("volume_step")
    down = step == "down" or (isinstance(step, int | float) and step < 0)
    return "volume_down" if down else "volume_up"


def _start_timer(context: _Context) -> str:
    return "later" if "conversation_command" in context.intent.slots else "timer_start"


def _clean_area(context: _Context) -> str:
    return "vacuum_area" if context.names.room(context.intent.slots.get("area")) else "vacuum_start"


_KINDS: Mapping[str, str | Callable[[_Context], str]] = {
    "HassTurnOn": _switch,
    "HassTurnOff": _switch,
    "HassLightSet": _light,
    "HassSetPosition": "brightness",
    "HassFanSetSpeed": "brightness",
    "HassClimateSetTemperature": "degrees",
    "HassClimateSetFanMode": "fan_mode",
    "HassSetVolume": "volume",
    "HassSetVolumeRelative": _volume,
    "HassVacuumStart": "vacuum_start",
    "HassVacuumReturnToBase": "vacuum_base",
    "HassVacuumCleanArea": _clean_area,
    "HassLawnMowerStartMowing": "mower_start",
    "HassLawnMowerDock": "mower_dock",
    "HassStartTimer": _start_timer,
    "HassCancelTimer": "timer_cancel",
    "HassCancelAllTimers": "timer_cancel_all",
    "HassIncreaseTimer": "timer_more",
    "HassDecreaseTimer": "timer_less",
    "HassPauseTimer": "timer_pause",
    "HassUnpauseTimer": "timer_resume",
    "HassMediaSearchAndPlay": "play",
    "HassMediaPause": "pause",
    "HassMediaUnpause": "resume",
    "HassMediaNext": "next",
    "HassMediaPrevious": "previous",
    "HassMediaPlayerMute": "mute",
    "HassMediaPlayerUnmute": "unmute",
    "HassShoppingListAddItem": "add",
    "HassListAddItem": "add",
    "HassShoppingListCompleteItem": "complete",
    "HassListCompleteItem": "complete",
    "HassListRemoveItem": "remove",
    "HassNevermind": "nevermind",
}
_TIME = frozenset({"HassGetCurrentTime", "HassGetCurrentDate"})
_VALUES = (
    "brightness",
    "position",
    "percentage",
    "temperature",
    "volume_level",
    "search_query",
    "item",
    "conversation_command",
)


def sentence(key: Fixed, language: str) -> str:
    """Give a fixed sentence in `language` (English when it is none of ours)."""
    return FIXED[wording(language).language][key]


def reply_to(intent: Intent, home: Home, now: datetime) -> str:
    """Say what is being done about `intent`, in its language (English when it is none of ours).

    For when nobody reports what came of it: nothing is claimed to be done. `now` is the local time that time
    and date questions are answered with. An intent of the user's own making gets a short acknowledgement.
    """
    words = wording(intent.language)
    if intent.name == "HassGetCurrentTime":
        return words.time_of_day(now.hour, now.minute)
    if intent.name == "HassGetCurrentDate":
        return words.date(now.date())
    if intent.name in QUESTIONS:
        return sentence("unreadable", intent.language)
    if intent.confirm:
        return sentence("confirm", intent.language).format(the=things_of(intent, home))
    return doing_of(intent, home)


def doing_of(intent: Intent, home: Home) -> str:
    """Say of a command that it is being done: "Turning on the kitchen light."."""
    context = _Context(intent, intent.targets, Names(home, wording(intent.language)))
    return _filled(_forms(context).doing, context, _all_targets(context))


def things_of(intent: Intent, home: Home) -> str:
    """Name what a command is about: "the kitchen lights"."""
    return _all_targets(_Context(intent, intent.targets, Names(home, wording(intent.language))))


def question_of(intent: Intent, home: Home) -> str:
    """Ask whether to carry `intent` out: "Shall I unlock the front door?"."""
    context = _Context(intent, intent.targets, Names(home, wording(intent.language)))
    return _filled(_forms(context).question, context, _all_targets(context))


def report_of(intent: Intent, acted: Acted, home: Home, now: datetime) -> str:
    """Say what came of `intent`, from what was reported alone; for a question, its answer.

    Only ids in `acted.done` are ever said to be done, and of those in `acted.begun` that it is being done.
    `now` is as for `reply_to`.
    """
    if intent.name in _TIME:
        return reply_to(intent, home, now)
    if intent.name in QUESTIONS and acted.trouble is None:
        return answer_from(intent, acted, home, now)
    words = wording(intent.language)
    names = Names(home, words)
    trouble = sentence(acted.trouble, intent.language) if acted.trouble else ""
    failures = _failures(acted, names)
    succeeded = [thing for thing in acted.done if thing not in acted.failed]
    if not succeeded:
        if acted.untried:
            failures.append(UNTRIED[words.language])
        problem = sentence_of(*failures) if failures else trouble
        return problem or _done_with_nothing(intent, names)
    done = _done(intent, succeeded, names, begun=bool(acted.begun))
    if failures:
        done = f"{done.removesuffix('.')}, {BUT[words.language]} {', '.join(failures)}."
    return f"{done} {trouble}".rstrip()


def _forms(context: _Context) -> Forms:
    found = _KINDS.get(context.intent.name, "unknown")
    kind = found if isinstance(found, str) else found(context)
    return COMMANDS[context.names.words.language][kind]


def _filled(template: str, context: _Context, the: str) -> str:
    slots, words = context.intent.slots, context.names.words
    value = next((slots[k] for k in _VALUES if k in slots), "")
    room = context.names.room(slots.get("area"))
    return template.format(
        the=the,
        of=words.of(the),
        value=words.number(value),
        the_area=words.the(room) if room else "",
        time=words.duration({unit: slots.get(unit) for unit in ("hours", "minutes", "seconds")}),
    )


def _all_targets(context: _Context) -> str:
    """Name all that the command is about: one thing by its name, several by kind and room."""
    if len(context.things) == 1:
        return context.names.the(context.things[0])
    slots, kinds = context.intent.slots, context.domains
    kind = str(slots.get("device_class") or (kinds.pop() if len(kinds) == 1 else ""))
    return context.names.words.group(kind, context.names.room(slots.get("area", slots.get("floor"))))


def _done(intent: Intent, done: Sequence[str], names: Names, *, begun: bool) -> str:
    """Say that it was done with these: as a group only when they are all that was asked for.

    With `begun` it is not over with all of them, and said to be under way.
    """
    context = _Context(intent, done, names)
    whole = intent.targets and set(done) == set(intent.targets)
    forms = _forms(context)
    the = _all_targets(context) if whole else names.listed(done)
    return _filled(forms.doing if begun else forms.done, context, the)


def _done_with_nothing(intent: Intent, names: Names) -> str:
    """Say that it was done, of a command that is about no thing or of which no thing was reported."""
    context = _Context(intent, (), names)
    template = _forms(context).done
    names_things = "{the}" in template or "{of}" in template
    return sentence("done", intent.language) if names_things else _filled(template, context, "")


def _failures(acted: Acted, names: Names) -> list[str]:
    """Give a clause for each way in which it was not done, with the things that it is said of."""
    alike: dict[Obstacle | None, list[str]] = {}
    for thing in acted.failed:
        alike.setdefault(acted.why.get(thing), []).append(thing)
    return [_failure(things, why, names) for why, things in alike.items()]


def _failure(things: Sequence[str], why: Obstacle | None, names: Names) -> str:
    words = names.words
    if why is None:
        one, several = FAILED[words.language]
    else:
        one, several = OBSTACLES[words.language][why.quality if why.kind == "cannot" else why.kind]
    are_several = words.is_plural([names.name(thing) for thing in things])
    low, high = (words.number(end) for end in ((why.low, why.high) if why else (None, None)))
    return (several if are_several else one).format(the=names.listed(things), low=low, high=high)
