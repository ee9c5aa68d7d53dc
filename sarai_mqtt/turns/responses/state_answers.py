"""Answers to questions about the house, from the entity states that Home Assistant reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sarai_mqtt.core.acting import ActionResult, EntityState
from sarai_mqtt.core.conditions import holds
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import WordingOf, sentence_of, wording
from sarai_mqtt.languages.schema.states import Clause
from sarai_mqtt.turns.responses.list_answers import list_answer
from sarai_mqtt.turns.responses.names import Names
from sarai_mqtt.turns.responses.setting_answers import setting_clause
from sarai_mqtt.turns.responses.state_clauses import StateClauses
from sarai_mqtt.turns.responses.weather_answers import weather_answer

_UNKNOWN = frozenset({"unavailable", "unknown", ""})
_OF_OWN_WORDS = frozenset({"names", "since", "where", "only_where", "most", "least"})
_COMPARED = 3  # values of a comparison that are told
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
    answers = _Answers(intent, acted.states, names, StateClauses(names, now))
    if not acted.states:
        return answers.say("nothing")
    return _ANSWERS.get(intent.name, _Answers.state)(answers)


@dataclass(frozen=True, slots=True)
class _Answers:
    """Builds the answer to one question in one language."""

    intent: Intent
    states: Sequence[EntityState]
    names: Names
    clauses: StateClauses

    def say(self, key: Clause, **parts: str) -> str:
        """Return the clause `key` as a whole sentence."""
        return sentence_of(self.clauses.clause(key, **parts))

    def state(self) -> str:
        """Return the answer to HassGetState."""
        asks = self.intent.asks
        wanted = self.intent.slots.get("state")
        setting = self.intent.slots.get("attribute")
        one = len(self.states) == 1
        if one and self.states[0].id.startswith("weather."):
            return self.weather()
        if asks in _OF_OWN_WORDS:
            return self._in_own_words(asks)
        if setting is not None:
            return " ".join(self._setting(state, str(setting)) for state in self.states[:3])
        if wanted is None or asks == "one":
            return " ".join(sentence_of(self.clauses.state_clause(state)) for state in self.states[:3])
        if asks == "one_yesno" or (not asks and one):
            return self._yes_or_no(str(wanted))
        return self._several(str(wanted), asks)

    def _in_own_words(self, asks: str) -> str:
        """Return the answer to a question that no state is compared with."""
        if asks == "names":
            return self._count([state.id for state in self.states])
        if asks == "since":
            return " ".join(sentence_of(self.clauses.since_clause(state)) for state in self.states[:3])
        if asks in ("where", "only_where"):
            return " ".join(self._where(state) for state in self.states)
        return self._compared(asks)

    def temperature(self) -> str:
        """Return the answer to HassClimateGetTemperature."""
        found = [(s.id, text) for s in self.states if (text := self.clauses.temperature_of(s))]
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
        counted = self.intent.asks == "how_many"
        return list_answer(self.states, item, self.names, counted=counted) or self._unknown(
            [s.id for s in self.states]
        )

    def weather(self) -> str:
        """Return the answer to HassGetWeather."""
        state = self.states[0]
        day = str(self.intent.slots.get("day", ""))
        attribute = str(self.intent.slots.get("attribute", ""))
        return weather_answer(state, day, self.clauses, attribute) or self._unknown([state.id])

    def _setting(self, state: EntityState, setting: str) -> str:
        """Return the sentence that tells what a thing is set to; what it is, where it is set to nothing."""
        known = state.state not in _UNKNOWN and setting_clause(state, setting, self.clauses)
        return sentence_of(known or self.clauses.state_clause(state))

    def _compared(self, end: str) -> str:
        """Return the sentence that tells which of several values is at the `end`, and the next ones."""
        known = [(value, s) for s in self.states if (value := self.clauses.value_of(s)) is not None]
        unsure = [s.id for s in self.states if self.clauses.value_of(s) is None]
        doubt = self._unsure(unsure) if unsure else ""
        if not known:
            return doubt
        known.sort(key=lambda row: row[0], reverse=end == "most")
        first, *others = (state for _, state in known[:_COMPARED])
        best = known[0][0]
        alike = [state.id for value, state in known if value == best]
        key: Clause = "most" if end == "most" else "least"
        the = self.names.words.listed([self._compared_thing(i) for i in alike])
        told = [self.clauses.clause(key, the=the, value=self.clauses.measured(first))]
        told += [
            f"{self._compared_thing(s.id)}, {self.clauses.measured(s)}" for s in others if s.id not in alike
        ]
        return f"{sentence_of('; '.join(told))} {doubt}".strip()

    def _compared_thing(self, thing: str) -> str:
        """Return what a compared value is of: the room of a thermostat, else the thing itself."""
        entity = self.names.home.entities.get(thing)
        room = self.names.room(entity.area) if entity and entity.domain == "climate" else ""
        return self.names.words.the(room) if room else self.names.the(thing)

    def _holds(self, state: EntityState, wanted: str) -> bool:
        return holds(wanted, state, self.clauses.device_class(state))

    def _several(self, wanted: str, asks: str) -> str:
        """Return the answer about several things, including those whose state is unknown."""
        known = [state for state in self.states if state.state not in _UNKNOWN]
        unsure = [state.id for state in self.states if state.state in _UNKNOWN]
        matched = [state.id for state in known if self._holds(state, wanted)]
        others = [state for state in known if not self._holds(state, wanted)]
        doubt = self._unsure(unsure) if unsure else ""
        if not known:
            return doubt
        if asks == "all":
            answer = self._all(others, wanted, certain=not unsure)
        elif asks == "which":
            told = matched and self._in_state(matched, wanted)
            answer = sentence_of(told) if told else self._none("none_of_them")
        elif asks == "how_many":
            answer = self._count(matched)
        elif matched:
            answer = sentence_of(self.clauses.clause("yes"), self.clauses.in_state(matched, wanted))
        else:
            answer = self._none("none")
        return f"{answer} {doubt}".strip()

    def _in_state(self, matched: Sequence[str], wanted: str) -> str:
        """Return the clause that things are in a state; of what plays, what it plays."""
        playing = [s for s in self.states if s.id in matched and s.attributes.get("media_title")]
        if wanted != "playing" or not playing:
            return self.clauses.in_state(matched, wanted)
        others = [thing for thing in matched if thing not in {state.id for state in playing}]
        told = [self.clauses.state_clause(state) for state in playing]
        return ", ".join([*told, self.clauses.in_state(others, wanted)] if others else told)

    def _all(self, others: Sequence[EntityState], wanted: str, *, certain: bool) -> str:
        """Return the answer to "are they all …?"; "" if only unknown states keep it from being yes."""
        if others:
            alike = {state.state for state in others}
            ids = [s.id for s in others]
            told = self.clauses.in_state(ids, alike.pop()) if len(alike) == 1 else ""
            return sentence_of(self.clauses.clause("no"), told or self.clauses.not_in_state(ids, wanted))
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
        told = self.clauses.state_clause(state)
        if state.state in _UNKNOWN:
            return sentence_of(told)
        return sentence_of(self.clauses.clause("yes" if self._holds(state, wanted) else "no"), told)

    def _where(self, state: EntityState) -> str:
        """Return the sentence that tells where a person or device is."""
        if state.state in _UNKNOWN:
            return self.say("unsure_where", the=self.names.the(state.id))
        told = self.clauses.state_clause(state)
        return self.say("only_where", told=told) if self.intent.asks == "only_where" else sentence_of(told)

    def _unknown(self, things: Sequence[str]) -> str:
        """Return the sentence that the states of `things` are not known."""
        the = self.names.listed(things)
        return self.say("unknown", of=self.names.words.of(the))

    def _unsure(self, things: Sequence[str]) -> str:
        """Return the sentence added for `things` whose states are not known."""
        the = self.names.listed(things)
        return self.say("unsure", the=the, of=self.names.words.of(the))


_ANSWERS: Mapping[str, Callable[[_Answers], str]] = {
    "HassClimateGetTemperature": _Answers.temperature,
    "HassGetWeather": _Answers.weather,
    "HassListGetItems": _Answers.items,
}
