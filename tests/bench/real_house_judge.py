"""Judges one sentence by the states of the house before and after it, and by what the reply claims."""

import re
from dataclasses import dataclass, field

from tests.bench import real_house_later
from tests.bench.real_house_data import NEVER

RIGHT, HONEST_NO, WRONG, FALSE, NOT_UNDERSTOOD = VERDICTS = (
    "right",
    "honest no",
    "wrong action",
    "false claim",
    "not understood",
)
# Replies that only say that the sentence was not understood, ours and its agent's.
GENERIC = {
    "es": r"no sé hacer eso(?! con)|no sé eso de la casa|no (te )?he (podido )?enten|no entiendo|no te entend",
    "en": r"don't know how to do that(?! with)|don't know that about the house|(couldn't|didn't|don't) understand",
}
# To a question about what is not there, this is an honest no.
UNKNOWN = {"es": "no sé eso de la casa", "en": "don't know that about the house"}
# A reply with such a word says no, or asks.
NO = {
    "es": r"\b(no|ningun[oa]?|ningún|tampoco|solo|sólo|nada|entre|error|varios)\b|\?",
    "en": r"\b(no|not|cannot|only|unable|between|nothing|none|error|multiple)\b|n't\b|\?",
}
CLAIM = {
    "es": r"\b(he (puesto|encendido|apagado|abierto|cerrado|añadido|cambiado|subido|bajado)|hecho|listo|"
    r"encendid\w+|apagad\w+|(encend|apag|abr|cerr|pon|sub|baj)iendo)\b",
    "en": r"\b(turned|switched|opened|closed|locked|unlocked|started|added|changed|dimmed|"
    r"(turn|switch|sett|open|clos|start|dimm)ing|done|all set)\b",
}
# How near a value has to come: lamps count in 255 steps.
NEAR = {"pct": 0.6, "volume": 0.6}


@dataclass(frozen=True)
class Told:
    """What came back: the reply, what it names as done and as failed, and the timers begun (in seconds).

    `claims`, `answers` and `refuses`: its structure says that something was done, that it answers a question, or that
    it does neither. `understood` is False if it says so that the sentence was not understood, None if only the
    reply tells. `talks`: the reply is a language model's. `stood` and `later` are what was set for later before and
    after, `sun` the next events of the sun. `announced`: what was said at other sites; None if it cannot be told.
    """

    reply: str
    done: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    timers: tuple[int, ...] = ()
    asks: bool = False
    claims: bool = False
    answers: bool = False
    refuses: bool = False
    understood: bool | None = None
    talks: bool = False
    stood: tuple[real_house_later.Standing, ...] = ()
    later: tuple[real_house_later.Standing, ...] = ()
    sun: dict = field(default_factory=dict)
    announced: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    name: str
    why: str = ""


# Values that are one of the words of the thing.
WORDS = ("state", "preset", "mode", "fan_mode", "swing", "direction", "source", "repeat", "title", "away")
TEXTS = ("items", "done")


def values(state, items=None):
    """Return what is watched of a thing: its state and its values in the units of the data.

    `items` of a list are its texts by whether they are done.
    """
    attributes = state["attributes"]

    def share(key, of):
        value = attributes.get(key)
        return None if value is None else round(100 * value / of, 2)

    coloured = attributes.get("color_mode") in ("hs", "xy", "rgb", "rgbw", "rgbww")
    found = {
        "state": state["state"],
        "pct": share("brightness", 255),
        "hue": attributes["hs_color"][0] if coloured and attributes.get("hs_color") else None,
        "kelvin": attributes.get("color_temp_kelvin"),
        "volume": share("volume_level", 1),
        "position": attributes.get("current_position", attributes.get("current_valve_position")),
        "percentage": attributes.get("percentage"),
        "temperature": attributes.get("temperature"),
        "low": attributes.get("target_temp_low"),
        "high": attributes.get("target_temp_high"),
        "humidity": attributes.get("humidity"),
        "preset": attributes.get("preset_mode"),
        "mode": attributes.get("mode"),
        "fan_mode": attributes.get("fan_mode"),
        "swing": attributes.get("swing_mode"),
        "direction": attributes.get("direction"),
        "oscillating": attributes.get("oscillating"),
        "tilt": attributes.get("current_tilt_position"),
        "away": attributes.get("away_mode"),
        "source": attributes.get("source"),
        "shuffle": attributes.get("shuffle"),
        "repeat": attributes.get("repeat"),
        "muted": attributes.get("is_volume_muted"),
        "title": attributes.get("media_title"),
        "duration": attributes.get("duration"),
    }
    for done, key in enumerate(TEXTS):
        if items is not None:
            found[key] = sorted(item.casefold() for item in items[bool(done)])
    return {key: value for key, value in found.items() if value is not None}


def fits(wanted, found):
    """Return True if the values `found` of a thing are those `wanted` (a state, several, or values by name)."""
    if not isinstance(wanted, dict):
        wanted = {"state": wanted}
    return all(_fits(key, value, found.get(key)) for key, value in wanted.items())


def _fits(key, wanted, found):
    if found is None:
        return False
    if key in TEXTS:
        return _same_items(wanted, found)
    if key in WORDS or isinstance(found, str | bool):
        return found in (wanted if isinstance(wanted, list) else [wanted])
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
    near = NEAR.get(key, 0.01)
    if low > high:  # over the end of the colour circle
        return found >= low - near or found <= high + near
    return low - near <= found <= high + near


def _same_items(wanted, found):
    """Return True if the items are those wanted, of which each is a text or several that will do."""
    rest = list(found)
    for one in wanted:
        texts = [text.casefold() for text in (one if isinstance(one, list) else [one])]
        match = next((text for text in texts if text in rest), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest


def judge(row, before, after, told):
    """Return the verdict on `row`; `before` and `after` are the values of each thing, by id."""
    changed = {id_ for id_ in after if after[id_] != before[id_]}
    allowed = row.may if row.cannot else row.states
    bad = sorted(id_ for id_ in changed if id_ not in allowed or not fits(allowed[id_], after[id_]))
    if bad:
        return Verdict(WRONG, "; ".join(f"{id_}: {before[id_]} -> {after[id_]}" for id_ in bad))
    if row.later is None and row.timer is None and not real_house_later.same(told.stood, told.later):
        return Verdict(WRONG, f"set for later: {told.later}")
    wanted_timers = () if row.timer is None else (row.timer,)
    if row.later is None and told.timers and told.timers != wanted_timers:
        return Verdict(WRONG, f"timers {list(told.timers)}")
    if told.announced and not (row.announces and _announced(row, told)):
        return Verdict(WRONG, f"announced: {told.announced}")
    if row.answer:
        return _answered(row, told)
    if row.cannot:
        return _declined(row, changed, told)
    unmet = sorted(id_ for id_, wanted in row.states.items() if not fits(wanted, after[id_]))
    if row.later is None and told.timers != wanted_timers:
        unmet.append("timer")
    if row.later is not None and not real_house_later.all_right(row.later, told.later, told.sun):
        if not real_house_later.same(told.stood, told.later):
            return Verdict(WRONG, f"set for later: {told.later}")
        unmet.append("later")
    if row.announces and not told.announced:
        unmet.append("announcement")
    return _done(row, changed, unmet, told)


def _announced(row, told):
    sites = set(told.announced) if row.announces["sites"] == "all" else set(row.announces["sites"])
    words = [word.casefold() for word in row.announces["words"]]
    heard = [text.casefold() for text in told.announced.values()]
    return sites == set(told.announced) and all(word in text for text in heard for word in words)


def _done(row, changed, unmet, told):
    if untrue := sorted(told.done & NEVER):
        return Verdict(FALSE, f"says done: {untrue}")
    if not unmet:
        denied = sorted(changed & told.failed)
        return Verdict(FALSE, f"says it failed: {denied}") if denied else Verdict(RIGHT)
    if told.done & set(unmet):
        return Verdict(FALSE, f"says done: {sorted(told.done & set(unmet))}")
    if changed or told.timers or told.announced or not real_house_later.same(told.stood, told.later):
        admits = told.failed or told.asks or _says_no(row, told)
        return Verdict(HONEST_NO if admits else WRONG, f"in part; not {unmet}")
    if _claims(row, told):
        return Verdict(FALSE, f"claims it; not {unmet}")
    return _not_done(row, told, f"not {unmet}")


def _declined(row, changed, told):
    if changed:
        admits = told.failed - changed or told.asks or _says_no(row, told)
        return (
            Verdict(HONEST_NO) if admits else Verdict(FALSE, f"does not say what was not done: {row.cannot}")
        )
    if _claims(row, told):
        return Verdict(FALSE, f"claims it; {row.cannot}")
    verdict = _not_done(row, told)
    if row.kind == "question" and re.search(UNKNOWN[row.language], told.reply, re.IGNORECASE):
        return Verdict(HONEST_NO)
    # The reply to a question about what is not there tells something of it, unless it says no.
    tells = told.reply and told.understood is not False and not _generic(row, told)
    if row.kind == "question" and tells and (told.answers or verdict.name == NOT_UNDERSTOOD):
        return Verdict(FALSE, f"tells of it; {row.cannot}")
    return verdict


def _answered(row, told):
    if all(re.search(pattern, "") for pattern in row.answer):
        return Verdict(RIGHT)  # a remark: nothing has changed, and nobody cares what is said to it
    if told.understood is False or _generic(row, told):
        return Verdict(NOT_UNDERSTOOD)
    if not told.reply:
        return Verdict(NOT_UNDERSTOOD)
    if told.refuses:
        return Verdict(HONEST_NO)
    if all(re.search(pattern, told.reply, re.IGNORECASE) for pattern in row.answer) and not told.talks:
        return Verdict(RIGHT)
    # A list that lacks one of its parts, and any other answer, is no refusal; "no" may be the answer itself.
    if any(re.search(pattern, told.reply, re.IGNORECASE) for pattern in row.also):
        return Verdict(NOT_UNDERSTOOD, "true, but not what was asked")
    if told.answers or not _says_no(row, told):
        return Verdict(FALSE, f"not {row.answer}")
    return Verdict(HONEST_NO)


def _not_done(row, told, why=""):
    if told.understood is False or _generic(row, told):
        return Verdict(NOT_UNDERSTOOD, why)
    if told.asks or told.failed or _says_no(row, told):
        return Verdict(HONEST_NO, why)
    return Verdict(NOT_UNDERSTOOD, why)


def _claims(row, told):
    if told.done or told.claims:
        return True
    text = re.search(CLAIM[row.language], told.reply, re.IGNORECASE)
    return bool(text) and not _says_no(row, told) and not told.asks


def _says_no(row, told):
    return bool(re.search(NO[row.language], told.reply, re.IGNORECASE))


def _generic(row, told):
    return bool(re.search(GENERIC[row.language], told.reply, re.IGNORECASE))
