"""Answers to questions about the house, from the entity states that Home Assistant reports."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sarai_mqtt.core.acting import ActionResult, EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import WordingOf, sentence_of, wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.states import Clause
from sarai_mqtt.turns.responses.list_answers import list_answer
from sarai_mqtt.turns.responses.names import Names, readable
from sarai_mqtt.turns.responses.state_words import word_of
from sarai_mqtt.turns.responses.units import amount_of

_UNKNOWN = frozenset({"unavailable", "unknown", ""})
# Domains whose states tell what a thing is doing; people also ask whether it is on.
_BUSY_IS_ON = frozenset({"climate", "media_player", "water_heater", "humidifier", "vacuum", "lawn_mower"})
# Domains whose state is the time of the last use.
_STAMPED = frozenset({"scene", "button", "input_button", "event"})
_NOT_BUSY = frozenset({"off", "standby", "docked"})
_None = Literal["none", "none_of_them", "all"]
# What is said instead where all the things are people.
_OF_PEOPLE: Mapping[_None, Clause] = {
    "none": "none_people",
    "none_of_them": "none_of_them_people",
    "all": "all_people",
}


def answer_from(
    intent: Intent, acted: ActionResult, home: Home, now: datetime, wording_of: WordingOf = wording
) -> str:
    """Return the answer to the question `intent`, from `acted.states`.

    `now` gives the time zone for points in time. If nothing was found, or the state of a thing is unknown,
    the answer says so. Raises BadInput (`unknown_language`).
    """
    names = Names(home, wording_of(intent.language), {state.id: state for state in acted.states})
    answers = _Answers(intent, acted.states, names, now)
    if not acted.states:
        return answers.say("nothing")
    return _ANSWERS.get(intent.name, _Answers.state)(answers)


@dataclass(frozen=True, slots=True)
class _Answers:
    """Builds the answer to one question in one language."""

    intent: Intent
    states: Sequence[EntityState]
    names: Names
    now: datetime

    def say(self, key: Clause, **parts: str) -> str:
        """Return the clause `key` as a whole sentence."""
        return sentence_of(self._clause(key, **parts))

    def state(self) -> str:
        """Return the answer to HassGetState."""
        asks = self.intent.asks
        wanted = self.intent.slots.get("state")
        one = len(self.states) == 1
        if one and self.states[0].id.startswith("weather."):
            return self.weather()
        if asks == "where":
            return " ".join(self._where(state) for state in self.states)
        if wanted is None or asks == "one":
            return " ".join(sentence_of(self._state_clause(state)) for state in self.states[:3])
        if asks == "one_yesno" or (not asks and one):
            return self._yes_or_no(str(wanted))
        return self._several(str(wanted), asks)

    def temperature(self) -> str:
        """Return the answer to HassClimateGetTemperature."""
        found = [(state.id, text) for state in self.states if (text := self._temperature_of(state))]
        if not found:
            return self._unknown([state.id for state in self.states][:3])
        room = self.names.room(self.intent.slots.get("area"))
        if room:
            return self.say("temperature_in", value=found[0][1], room=self.names.words.the(room))
        if len(found) == 1 or "name" in self.intent.slots:
            return self.say("temperature", value=found[0][1])
        return sentence_of(*(f"{self.names.the(thing)} {text}" for thing, text in found[:3]))

    def items(self) -> str:
        """Return the answer to HassListGetItems."""
        item = str(self.intent.slots.get("item", ""))
        return list_answer(self.states, item, self.names) or self._unknown([s.id for s in self.states])

    def weather(self) -> str:
        """Return the answer to HassGetWeather."""
        state = self.states[0]
        value = _number(state.attributes.get("temperature"))
        condition = pack(self.names.words.language).states.weather.get(state.state, "")
        if value is None and not condition:
            return self._unknown([state.id])
        if value is None:
            return sentence_of(condition.partition(" ")[2])
        unit = str(state.attributes.get("temperature_unit") or "°")
        amount = self._amount(value, unit)
        return sentence_of(self._clause("weather", value=amount, condition=condition).rstrip())

    def _several(self, wanted: str, asks: str) -> str:
        """Return the answer about several things, including those whose state is unknown."""
        known = [state for state in self.states if state.state not in _UNKNOWN]
        unsure = [state.id for state in self.states if state.state in _UNKNOWN]
        matched = [state.id for state in known if _is(state, wanted)]
        others = [state for state in known if not _is(state, wanted)]
        doubt = self._unsure(unsure) if unsure else ""
        if not known:
            return doubt
        if asks == "all":
            answer = self._all(others, wanted, certain=not unsure)
        elif asks == "which":
            answer = sentence_of(self._in_state(matched, wanted)) if matched else self._none("none_of_them")
        elif asks == "how_many":
            answer = self._count(matched)
        elif matched:
            answer = sentence_of(self._clause("yes"), self._in_state(matched, wanted))
        else:
            answer = self._none("none")
        return f"{answer} {doubt}".strip()

    def _all(self, others: Sequence[EntityState], wanted: str, *, certain: bool) -> str:
        """Return the answer to "are they all …?"; "" if only unknown states keep it from being yes."""
        if others:
            alike = {state.state for state in others}
            told = self._in_state([s.id for s in others], alike.pop()) if len(alike) == 1 else ""
            return sentence_of(self._clause("no"), told or self._not_in_state([s.id for s in others], wanted))
        return self._none("all") if certain else ""

    def _none(self, key: _None) -> str:
        """Return the sentence for "none" or "all", which may agree with the things asked about."""
        words, people = self.names.words, all(state.id.startswith("person.") for state in self.states)
        names = [self.names.name(state.id) for state in self.states]
        clause = _OF_PEOPLE[key] if people else key
        return self.say(clause, none=words.none_of(names), all=words.all_of(names))

    def _count(self, matched: Sequence[str]) -> str:
        """Return the answer to "how many are …?"."""
        if not matched:
            return self._none("none_of_them")
        the = self.names.listed(matched)
        return (
            self.say("only", the=the)
            if len(matched) == 1
            else self.say("count", count=str(len(matched)), the=the)
        )

    def _yes_or_no(self, wanted: str) -> str:
        """Return yes or no and the state of the one thing; only the state if it is unknown."""
        state = self.states[0]
        if state.state in _UNKNOWN:
            return sentence_of(self._state_clause(state))
        return sentence_of(self._clause("yes" if _is(state, wanted) else "no"), self._state_clause(state))

    def _where(self, state: EntityState) -> str:
        """Return the sentence that tells where a person or device is."""
        if state.state in _UNKNOWN:
            return self.say("unsure_where", the=self.names.the(state.id))
        return sentence_of(self._state_clause(state))

    def _unknown(self, things: Sequence[str]) -> str:
        """Return the sentence that the states of `things` are not known."""
        the = self.names.listed(things)
        return self.say("unknown", of=self.names.words.of(the))

    def _unsure(self, things: Sequence[str]) -> str:
        """Return the sentence added for `things` whose states are not known."""
        the = self.names.listed(things)
        return self.say("unsure", the=the, of=self.names.words.of(the))

    def _in_state(self, things: Sequence[str], wanted: str) -> str:
        return self._clause("is", **self._subject(things, wanted))

    def _not_in_state(self, things: Sequence[str], wanted: str) -> str:
        return self._clause("is_not", **self._subject(things, wanted))

    def _subject(self, things: Sequence[str], wanted: str) -> dict[str, str]:
        """Return the parts of a clause stating that `things` are in the state `wanted`."""
        bare = [self.names.name(thing) for thing in things]
        what = self._state_word(EntityState(things[0], wanted))
        words = self.names.words
        return {"the": self.names.listed(things), "is_": words.is_(bare), "what": words.agreed(what, bare)}

    def _state_clause(self, state: EntityState) -> str:
        """Return the clause for the state of one thing."""
        if state.state in {"unknown", ""}:
            return self._clause("unknown", of=self.names.words.of(self.names.the(state.id)))
        subject = self._subject([state.id], state.state)
        if state.state == "unavailable":
            return self._clause("is_not", **subject)
        if state.id.partition(".")[0] in _STAMPED:
            return self._clause("last", **{**subject, "what": self._moment(state.state)})
        reading = self._reading(state)
        if reading is not None:
            key: Clause = "is_text" if _number(state.state) is None else "is_amount"
            return self._clause(key, **{**subject, "what": reading})
        title = state.attributes.get("media_title")
        if title and state.state == "playing":
            subject["what"] = self._clause("titled", title=readable(title))
        return ", ".join([self._clause("is", **subject), *self._details(state)])

    def _details(self, state: EntityState) -> list[str]:
        """Return clauses for brightness, position, speed or temperature, as far as they are known."""
        attributes = state.attributes
        domain = state.id.partition(".")[0]
        if domain == "climate":
            current, target = (
                _number(attributes.get("current_temperature")),
                _number(attributes.get("temperature")),
            )
            found: Mapping[Clause, float | None] = {
                "now": current,
                "target": target if state.state != "off" else None,
            }
            return [
                self._clause(key, value=self._amount(value, "°"))
                for key, value in found.items()
                if value is not None
            ]
        brightness = _number(attributes.get("brightness"))
        levels = {
            "light": brightness / 2.55 if brightness is not None else None,
            "cover": _number(attributes.get("current_position")),
            "fan": _number(attributes.get("percentage")),
        }
        level = levels.get(domain)
        if level is None or state.state not in {"on", "open"} or not 1 <= round(level) <= 99:
            return []
        return [self._clause("level", value=self.names.words.number(round(level)))]

    def _reading(self, state: EntityState) -> str | None:
        """Return the value of a thing that measures or holds one; None for any other thing."""
        domain = state.id.partition(".")[0]
        if domain not in {
            "sensor",
            "number",
            "input_number",
            "counter",
            "select",
            "input_select",
            "input_text",
        }:
            return None
        value = _number(state.state)
        if value is not None:
            return self._amount(value, str(state.attributes.get("unit_of_measurement") or ""))
        if self._device_class(state) == "timestamp":
            return self._moment(state.state)
        return word_of(state, None, self.names.words.language) or readable(state.state)

    def _moment(self, text: str) -> str:
        """Return a point in time in local time; text that is no ISO 8601 time is returned readable."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return readable(text)
        if moment.tzinfo is not None and self.now.tzinfo is not None:
            moment = moment.astimezone(self.now.tzinfo)
        words = self.names.words
        return words.moment(moment, today=self.now)

    def _temperature_of(self, state: EntityState) -> str:
        """Return the temperature with its unit; "" if there is none."""
        if state.id.startswith("sensor."):
            value, unit = _number(state.state), str(state.attributes.get("unit_of_measurement") or "°")
        else:
            value, unit = _number(state.attributes.get("current_temperature")), "°"
        return "" if value is None else self._amount(value, unit)

    def _amount(self, value: float, unit: str) -> str:
        """Return an amount in spoken form; "°" are degrees of the unit that the home measures in."""
        return amount_of(value, unit, self.names.words, self.names.home.temperature_unit)

    def _state_word(self, state: EntityState) -> str:
        """Return the word or phrase for the state that follows "is"."""
        word = word_of(state, self._device_class(state), self.names.words.language)
        if word is not None:
            return word
        place = readable(state.state)
        is_somebody = state.id.startswith(("person.", "device_tracker."))
        return self._clause("at", place=place) if is_somebody else place

    def _device_class(self, state: EntityState) -> str | None:
        """Return the device class from the reported state, else from the home; None if neither has one."""
        own = self.names.states.get(state.id)
        entity = self.names.home.entities.get(state.id)
        found = own.attributes.get("device_class") if own else None
        return str(found) if found else entity.device_class if entity else None

    def _clause(self, key: Clause, **parts: str) -> str:
        return pack(self.names.words.language).states.clauses[key].format(**parts)


def _is(state: EntityState, wanted: str) -> bool:
    """Return True if the thing is in the state asked about; "on" includes being busy, such as playing."""
    if wanted in {"on", "off"} and state.id.partition(".")[0] in _BUSY_IS_ON:
        return (state.state in _NOT_BUSY) == (wanted == "off")
    return state.state.casefold() == wanted.casefold()


def _number(value: object) -> float | None:
    """Return a state or an attribute as a finite number; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


_ANSWERS: Mapping[str, Callable[[_Answers], str]] = {
    "HassClimateGetTemperature": _Answers.temperature,
    "HassGetWeather": _Answers.weather,
    "HassListGetItems": _Answers.items,
}
