"""Clauses about the state of one thing: what it is, what it measures, and how far it is open or on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.states import Clause
from sarai_mqtt.turns.responses.names import Names, readable
from sarai_mqtt.turns.responses.state_words import word_of
from sarai_mqtt.turns.responses.units import amount_of

# Domains whose state is the time of the last use.
_STAMPED = frozenset({"scene", "button", "input_button", "event"})
# Domains whose state is a value.
_VALUED = frozenset(
    {"sensor", "number", "input_number", "counter", "select", "input_select", "input_text", "text", "date",
     "time", "datetime", "input_datetime"}
)  # fmt: skip
_MOMENTS = frozenset({"timestamp", "date", "uptime"})
_MOST = 3  # things that are told one by one
_DATED = frozenset({"date", "time", "datetime", "input_datetime"})


@dataclass(frozen=True, slots=True)
class StateClauses:
    """Clauses about states in one language. `now` gives the time zone of points in time."""

    names: Names
    now: datetime

    def in_state(self, things: Sequence[str], wanted: str) -> str:
        """Return the clause that `things` are in the condition `wanted`, which they are in."""
        known = wanted in pack(self.names.words.language).states.states
        actual = self.names.states.get(things[0])
        return self.clause("is", **self.subject(things, wanted if known or not actual else actual.state))

    def not_in_state(self, things: Sequence[str], wanted: str) -> str:
        """Return the clause that `things` are not in the condition `wanted`."""
        if wanted in pack(self.names.words.language).states.states:
            return self.clause("is_not", **self.subject(things, wanted))
        known = (self.names.states[thing] for thing in things[:_MOST])
        return ", ".join(self.state_clause(state) for state in known)

    def subject(self, things: Sequence[str], wanted: str) -> dict[str, str]:
        """Return the parts of a clause stating that `things` are in the state `wanted`."""
        bare = [self.names.name(thing) for thing in things]
        what = self._state_word(EntityState(things[0], wanted))
        words = self.names.words
        return {"the": self.names.listed(things), "is_": words.is_(bare), "what": words.agreed(what, bare)}

    def state_clause(self, state: EntityState) -> str:
        """Return the clause for the state of one thing."""
        if state.state in {"unknown", ""}:
            return self.clause("unknown", of=self.names.words.of(self.names.the(state.id)))
        subject = self.subject([state.id], state.state)
        if state.state == "unavailable":
            return self.clause("is_not", **subject)
        if state.id.partition(".")[0] in _STAMPED:
            return self.clause("last", **{**subject, "what": self._moment(state.state)})
        reading = self._reading(state)
        if reading is not None:
            key: Clause = "is_text" if number_of(state.state) is None else "is_amount"
            return self.clause(key, **{**subject, "what": reading})
        title = state.attributes.get("media_title")
        if title and state.state == "playing":
            artist = readable(state.attributes.get("media_artist") or "")
            key = "titled_by" if artist else "titled"
            subject["what"] = self.clause(key, title=readable(title), artist=artist)
        return ", ".join([self.clause("is", **subject), *self._details(state)])

    def since_clause(self, state: EntityState) -> str:
        """Return the clause for the state of one thing and the time since when it is known to be so."""
        told = self.state_clause(state)
        if state.state in {"unknown", "", "unavailable"}:
            return told
        if state.since is None:
            return self.clause("since_unknown", told=told)
        moment = datetime.fromtimestamp(state.since, self.now.tzinfo or UTC)
        return self.clause("since", told=told, what=self.names.words.moment(moment, today=self.now))

    def value_of(self, state: EntityState) -> float | None:
        """Return what a thing measures, a thermostat the temperature; None if it is not known."""
        if state.id.startswith("climate."):
            return number_of(state.attributes.get("current_temperature"))
        return number_of(state.state)

    def measured(self, state: EntityState) -> str:
        """Return the amount of `value_of`; "" if it is not known."""
        if state.id.startswith("climate."):
            return self.temperature_of(state)
        value = self.value_of(state)
        unit = str(state.attributes.get("unit_of_measurement") or "")
        return "" if value is None else self.amount(value, unit)

    def _details(self, state: EntityState) -> list[str]:
        """Return clauses for brightness, position, speed or temperature, as far as they are known."""
        attributes = state.attributes
        domain = state.id.partition(".")[0]
        if domain == "climate":
            current, target = (
                number_of(attributes.get("current_temperature")),
                number_of(attributes.get("temperature")),
            )
            found: Mapping[Clause, float | None] = {
                "now": current,
                "target": target if state.state != "off" else None,
            }
            return [
                self.clause(key, value=self.amount(value, "°"))
                for key, value in found.items()
                if value is not None
            ]
        brightness = number_of(attributes.get("brightness"))
        levels = {
            "light": brightness / 2.55 if brightness is not None else None,
            "cover": number_of(attributes.get("current_position")),
            "valve": number_of(attributes.get("current_position")),
            "fan": number_of(attributes.get("percentage")),
        }
        level = levels.get(domain)
        if level is None or state.state not in {"on", "open"} or not 1 <= round(level) <= 99:
            return []
        return [self.clause("level", value=self.names.words.number(round(level)))]

    def _reading(self, state: EntityState) -> str | None:
        """Return the value of a thing that measures or holds one; None for any other thing."""
        domain = state.id.partition(".")[0]
        if domain not in _VALUED:
            return None
        value = number_of(state.state)
        if value is not None:
            return self.amount(value, str(state.attributes.get("unit_of_measurement") or ""))
        if self.device_class(state) in _MOMENTS or domain in _DATED:
            return self._moment(state.state)
        return word_of(state, None, self.names.words.language) or readable(state.state)

    def _moment(self, text: str) -> str:
        """Return a point in time in local time; text that is no ISO 8601 time is returned readable."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return self._daytime(text) or readable(text)
        if moment.tzinfo is not None and self.now.tzinfo is not None:
            moment = moment.astimezone(self.now.tzinfo)
        words = self.names.words
        return words.moment(moment, today=self.now)

    def _daytime(self, text: str) -> str:
        """Return "07:30:00" in words; "" if `text` is no time of the day."""
        try:
            moment = datetime.combine(self.now.date(), time.fromisoformat(text))
        except ValueError:
            return ""
        return self.names.words.moment(moment, today=self.now)

    def temperature_of(self, state: EntityState) -> str:
        """Return the temperature with its unit; "" if there is none."""
        if state.id.startswith("sensor."):
            value, unit = number_of(state.state), str(state.attributes.get("unit_of_measurement") or "°")
        else:
            value, unit = number_of(state.attributes.get("current_temperature")), "°"
        return "" if value is None else self.amount(value, unit)

    def amount(self, value: float, unit: str) -> str:
        """Return an amount in spoken form; "°" are degrees of the unit that the home measures in."""
        return amount_of(value, unit, self.names.words, self.names.home.temperature_unit)

    def _state_word(self, state: EntityState) -> str:
        """Return the word or phrase for the state that follows "is"."""
        word = word_of(state, self.device_class(state), self.names.words.language)
        if word is not None:
            return word
        place = readable(state.state)
        is_somebody = state.id.startswith(("person.", "device_tracker."))
        return self.clause("at", place=place) if is_somebody else place

    def device_class(self, state: EntityState) -> str | None:
        """Return the device class from the reported state, else from the home; None if neither has one."""
        own = self.names.states.get(state.id)
        entity = self.names.home.entities.get(state.id)
        found = own.attributes.get("device_class") if own else None
        return str(found) if found else entity.device_class if entity else None

    def clause(self, key: Clause, **parts: str) -> str:
        """Return the clause `key` of the pack with its parts."""
        return pack(self.names.words.language).states.clauses[key].format(**parts)


def number_of(value: object) -> float | None:
    """Return a state or an attribute as a finite number; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None
