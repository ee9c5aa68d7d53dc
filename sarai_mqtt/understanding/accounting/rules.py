"""Rules that decide whether a command uses a phrase of its sentence: one rule for each kind of phrase."""

from collections.abc import Callable, Mapping

from sarai_mqtt.languages.content_words import Kind, Mark
from sarai_mqtt.understanding.accounting.entity_names import is_of, name_words
from sarai_mqtt.understanding.accounting.text_account import (
    EVERYTHING_DOMAINS,
    MEDIA_INTENTS,
    SWITCH_INTENTS,
    TextAccount,
)

_SETS = frozenset(
    {"HassLightSet", "HassSetPosition", "HassFanSetSpeed", "HassClimateSetTemperature", "HassSetVolume"}
)
_MOVED = frozenset({"cover", "valve", "lock"})
_ADJUSTED = frozenset({"light", "fan", "media_player", "climate"})
_PAUSES = frozenset({
    "HassMediaPause", "HassPauseTimer", "HassMediaUnpause", "HassUnpauseTimer", "HassTimerHelperPause",
    "HassTimerHelperStart", "HassVacuumPause", "HassLawnMowerPause",
})  # fmt: skip
_RESUMES = frozenset(
    {"HassMediaUnpause", "HassUnpauseTimer", "HassVacuumStart", "HassLawnMowerStartMowing", "HassTurnOn",
     "HassTimerHelperStart"}
)  # fmt: skip
_VERBS = frozenset({"verb", "up", "down", "pause", "resume", "toggle"})
_MAX_UNKNOWN = 2
# Slots whose words may be those of a mode: "auto", "random order".
_MODES = frozenset({
    "fan_mode", "hvac_mode", "preset_mode", "mode", "option", "source", "shuffle", "repeat", "oscillating",
    "away_mode", "sound_mode", "swing_mode",
    "direction",
})  # fmt: skip


def uses(account: TextAccount, mark: Mark) -> bool:
    """Return True if the intent of `account` uses the phrase `mark`.

    A phrase of a kind without a rule is never used, except verbs, neutral phrases and those that put a thing
    beside a place (`Accounting.not_asked_for`).
    """
    if account.intent.name == "HassFanSetDirection" and mark.kind == "toggle":
        return True  # "inverse le ventilateur"
    if account.intent.name == "HassMediaSelectSource" and mark.kind in ("thing", "place"):
        return True  # "la fuente", "la entrada" of a television
    rule = _RULES.get(mark.kind)
    return mark.kind in ("verb", "neutral", "near") if rule is None else rule(account, mark)


def _words(account: TextAccount, mark: Mark) -> set[str]:
    return {t.text for t in account.tokens[mark.start : mark.end]}


def _class(account: TextAccount, mark: Mark) -> bool:
    each = account.words.classes[mark.key]
    if account.intent.name in each.kind.intents or any(is_of(e, each) for e in account.targets):
        return True
    return any(account.is_called(words) for words in each.words)


def _named(account: TextAccount, mark: Mark) -> bool:
    return account.is_called(_words(account, mark))


def _place(account: TextAccount, mark: Mark) -> bool:
    home, slots = account.home, account.intent.slots
    areas = {str(slots.get("area")), *(e.area or "" for e in account.targets)}
    floors = {str(slots.get("floor")), *(home.floor_of(e) or "" for e in account.targets)}
    places = [home.areas[a].names for a in areas if a in home.areas]
    places += [home.floors[f].names for f in floors if f in home.floors]
    words = _words(account, mark)
    return _named(account, mark) or any(
        words <= name_words(names, account.intent.language) for names in places
    )


def _colour(account: TextAccount, mark: Mark) -> bool:
    return bool({"color", "temperature"} & account.intent.slots.keys()) or _named(account, mark)


def _direction(account: TextAccount, mark: Mark) -> bool:
    """Return False if "up" or "down" asks for a change of level that the intent does not make."""
    intent = account.intent
    if intent.name in SWITCH_INTENTS:
        return not any(e.domain in _ADJUSTED for e in account.targets) or _named(account, mark)
    step = intent.slots.get("volume_step")
    if step is None or {m.kind for m in account.marks} >= {"up", "down"}:
        return True
    rises = step == "up" or (isinstance(step, int | float) and step > 0)
    return rises == (mark.kind == "up")


def _bit(account: TextAccount, mark: Mark) -> bool:
    """Return False if "a bit" asks for a step that the intent does not make ("open the blinds a bit")."""
    intent = account.intent
    if any(slot.endswith("_delta") for slot in intent.slots) or account.amounts:
        return True
    if intent.name in SWITCH_INTENTS:
        if any(e.domain in _MOVED for e in account.targets):
            return False
        return " ".join(t.text for t in account.tokens[mark.start : mark.end]) in account.words.courteous_bit
    return intent.name not in _SETS


def _pause(account: TextAccount, mark: Mark) -> bool:
    return account.intent.name in _PAUSES or _named(account, mark)


def _resume(account: TextAccount, mark: Mark) -> bool:
    return account.intent.name in _RESUMES or _named(account, mark)


def _house(account: TextAccount, mark: Mark) -> bool:
    """Return False if "the whole house" is said, but only one thing or room is switched."""
    narrow = account.intent.name in SWITCH_INTENTS and {"name", "area"} & account.intent.slots.keys()
    return not narrow or _is_titled(account) or _named(account, mark)


def _is_titled(account: TextAccount) -> bool:
    return any(e.domain in ("scene", "script") for e in account.targets)


def _mode(account: TextAccount, mark: Mark) -> bool:
    return _is_titled(account) or not _MODES.isdisjoint(account.intent.slots) or _named(account, mark)


def _relayed(account: TextAccount, mark: Mark) -> bool:
    """Return True if "remind me", "tell", … is for a timer or list, or is followed by a target's name."""
    told = any(mark.end <= span.start <= mark.end + 1 for span in account.named)
    return told or account.intent.name.endswith(("Timer", "Item"))


def _time(account: TextAccount, mark: Mark) -> bool:
    return (
        account.intent.name.endswith("Timer") or account.intent.name in MEDIA_INTENTS or _named(account, mark)
    )


def _taken_back(account: TextAccount, mark: Mark) -> bool:
    """Return False if a phrase that takes the command back ("never mind") ends the sentence."""
    return mark.start == 0 or mark.end < len(account.tokens)


def _all(account: TextAccount, mark: Mark) -> bool:
    if account.word(mark.start - 1).startswith(account.words.not_all_after):
        return True
    if "repeat" in account.intent.slots:
        return True  # "repeat all"
    kinds = [account.words.classes[m.key] for m in account.marks if m.kind == "class"]
    if not kinds:
        if account.intent.name == "HassTurnOn" and {e.domain for e in account.targets} == {"lock"}:
            return True  # "lock everything"
        if "name" in account.intent.slots:  # "all the curtains", not "the office light everywhere"
            return any(mark.end <= span.start <= mark.end + 1 for span in account.named)
        return bool(account.named) or all(e.domain in EVERYTHING_DOMAINS for e in account.targets)
    slots = account.intent.slots
    area, floor = (str(slots[k]) if k in slots else None for k in ("area", "floor"))
    wanted = account.home.matching((), area=area, floor=floor)
    domains = {e.domain for e in account.targets}
    alike = (e for e in wanted if e.domain in domains and not e.confirm)
    meant = {e.id for e in alike if any(is_of(e, kind) for kind in kinds)}
    return meant <= set(account.intent.targets)


def _both(account: TextAccount, _mark: Mark) -> bool:
    return len(account.targets) == 2


def _only(account: TextAccount, _mark: Mark) -> bool:
    """Return True if "only" restricts a switch command to something it names."""
    return bool(account.named) and account.intent.name in SWITCH_INTENTS


def _rest(account: TextAccount, mark: Mark) -> bool:
    return not account.targets or account.intent.name in MEDIA_INTENTS or _named(account, mark)


def _exception(account: TextAccount, mark: Mark) -> bool:
    return account.is_comparison(mark)


def _exception_before(account: TextAccount, mark: Mark) -> bool:
    """Return True if "but", "not", … makes no exception: nothing of the house follows, nor is it the end.

    Something of the house is an article, or the name or kind of a thing or room.
    """
    place = mark.end
    kinds = {m.kind for m in account.marks if m.start == place}
    house = account.word(place) in account.words.articles or place in account.taken
    if place == len(account.tokens) and "?" not in account.text:
        return mark.start == 0  # "…, la de la cocina no"
    return not house and kinds.isdisjoint({"class", "thing", "place", "colour"})


def _joiner(account: TextAccount, mark: Mark) -> bool:
    verbs = [m.start for m in account.marks if m.kind in _VERBS]
    if any(v < mark.start for v in verbs) and any(v > mark.start for v in verbs):
        return False
    if mark.end < len(account.tokens) and account.words.here & {account.word(mark.start - n) for n in (1, 2)}:
        return False  # "the lights here and in the office"
    return not _is_unknown_thing(account, mark.end)


def _is_unknown_thing(account: TextAccount, place: int) -> bool:
    """Return True if only one word, or an article and a few words, follow, and one or two are unknown."""
    rest = [t.text for t in account.tokens[place:]]
    known = account.taken.union(*(range(m.start, m.end) for m in account.marks))
    little = account.words.articles | account.words.of
    named = [w for i, w in enumerate(rest, place) if i not in known and w not in little]
    alone = len(rest) == 1 or (rest and rest[0] in account.words.articles)
    return bool(alone) and 0 < len(named) <= _MAX_UNKNOWN and len(rest) <= _MAX_UNKNOWN + 2


_RULES: Mapping[Kind, Callable[[TextAccount, Mark], bool]] = {
    "all": _all,
    "bit": _bit,
    "both": _both,
    "class": _class,
    "colour": _colour,
    "down": _direction,
    "exception": _exception,
    "exception_before": _exception_before,
    "house": _house,
    "joiner": _joiner,
    "mode": _mode,
    "only": _only,
    "pause": _pause,
    "place": _place,
    "relayed": _relayed,
    "rest": _rest,
    "resume": _resume,
    "taken_back": _taken_back,
    "thing": _named,
    "time": _time,
    "up": _direction,
}
