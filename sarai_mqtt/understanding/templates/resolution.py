"""Matches one sentence against the templates: each match is resolved in the home, and the best one wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hassil import RecognizeResult, recognize_all

from sarai_mqtt.core.consent import needs_yes
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.targets import targets_of
from sarai_mqtt.languages.detection import is_function_word, words_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.guards import forbids
from sarai_mqtt.understanding.templates.slot_lists import Vocabulary
from sarai_mqtt.understanding.templates.template_text import TemplateText

_MAX_FREE_WORDS = 6
_OF_NAMED_LIST = {
    "HassShoppingListAddItem": "HassListAddItem",
    "HassShoppingListCompleteItem": "HassListCompleteItem",
}
_ASKS = ("one", "one_yesno", "any", "all", "which", "where", "how_many")
_HERE = "(here)"  # stands for the speaker's area if it is not known


@dataclass(frozen=True, slots=True)
class _Candidate:
    intent: Intent
    rank: tuple[int, bool, bool, int, int, int, bool, bool]  # the smallest is the best


@dataclass(frozen=True, slots=True)
class Match:
    """The templates of one language for what is spoken in one area (id, None: not known) of one home."""

    home: Home
    words: Vocabulary
    language: str
    area: str | None

    def best(self, text: str, *, for_later: bool = False) -> Intent | None:
        """Return the intent of the best match; None if there is none, or if it is ambiguous.

        It is ambiguous if an equally good match of the same intent means other entities. With `for_later`
        matches that hold a delayed command are left out, because `text` is itself a delayed command.
        """
        spoken = TemplateText.of(text, self.language)
        here = self.area if self.area in self.home.areas else _HERE
        found = recognize_all(
            spoken.text,
            self.words.templates.prefilter.narrowed(spoken.text, self.words.names),
            slot_lists=dict(self.words.lists),
            intent_context={"area": here},
            language=self.language,
        )
        if for_later:  # "… in ten minutes in ten minutes" would be nested without end
            found = (r for r in found if "conversation_command" not in r.entities)
        candidates = [c for r in found if (c := self._candidate(r, spoken))]
        if not candidates:
            return None
        candidates.sort(key=lambda c: (c.rank, c.intent.name))
        best, *others = candidates
        rivals = {
            c.intent.targets for c in others if c.rank == best.rank and c.intent.name == best.intent.name
        }
        ambiguous = bool(rivals - {best.intent.targets}) and best.intent.name not in QUESTIONS
        return None if ambiguous else best.intent

    def _candidate(self, result: RecognizeResult, spoken: TemplateText) -> _Candidate | None:
        """Resolve one match in the home; None if it is not a command there."""
        name, text = result.intent.name, spoken.source
        slots: dict[str, SlotValue] = {
            e.name: _plain(e.value)
            for e in result.entities.values()
            if e.value is not None and e.value != _HERE
        }
        free = [e for e in result.entities.values() if e.is_wildcard]
        if any(e.name == "name" for e in free):
            slots["name"] = _without_article(str(slots["name"]), self.language)
        for each in (e for e in free if e.name in slots):
            said = spoken.as_said(str(slots[each.name]))
            if said is None and each.name == "conversation_command":
                return None
            slots[each.name] = slots[each.name] if said is None else said
        if any(e.name == "item" for e in free):
            slots["item"] = _item(str(slots["item"]), self.language)
        metadata = result.intent_data.metadata or {}
        if self._says_too_little(result, slots, spoken):
            return None
        meant = spoken.restored(slots)
        if meant is None:
            return None
        slots = meant
        name = self._name_only_list(name, slots, text)
        said_later = slots.get("conversation_command")
        later = None if said_later is None else self._later(str(said_later))
        targets = self._targets(name, result, slots, later) if later or said_later is None else None
        if targets is None:
            return None
        question = name in QUESTIONS
        intent = Intent(
            turn="",
            name=name,
            slots=slots,
            targets=tuple(e.id for e in targets),
            text=text,
            language=self.language,
            confidence=0.9 if free else 1.0,
            confirm=later.confirm if later else needs_yes(targets, name),
            asks=_asks(result.response, slots) if name == "HassGetState" else "",
        )
        if forbids(text, self.language, intent):
            return None
        name_length = len(result.entities["name"].text) if "name" in result.entities else 0
        rank = (
            len(free),
            question and (not targets or bool(metadata.get("weak"))),
            not metadata.get("own"),
            -name_length,
            -result.text_chunks_matched,
            sum(len(e.text) for e in free),
            self.area is not None and any(e.area != self.area for e in targets),
            not metadata.get("user"),
        )
        return _Candidate(intent, rank)

    def _says_too_little(
        self, result: RecognizeResult, slots: Mapping[str, SlotValue], spoken: TemplateText
    ) -> bool:
        """Return True if the match is too vague, or has words in a slot that cannot be meant there."""
        metadata = result.intent_data.metadata or {}
        unknown = any(e.value == _HERE for e in result.entities.values())
        # "it's too dark in here" does not mean the whole house; a lone "stop" or "para" needs an area
        if unknown and (metadata.get("here") or len(words_of(spoken.source)) < 2):
            return True
        free = [e for e in result.entities.values() if e.is_wildcard and e.name != "conversation_command"]
        if not all(_is_free_text(e.text, self.language) for e in free):
            return True
        said = set(words_of(spoken.text))
        if any(not said.issuperset(words_of(e.text)) for e in free):
            return True  # it ends within a word: "leche a l|a lista" (hassil's spans do not tell)
        lists = pack(self.language).lists
        if "item" in slots and lists.no_item.search(str(slots["item"])):
            return True
        named = "name" in slots or result.intent.name == "HassListGetItems"
        return "item" in slots and not named and not lists.shopping.search(spoken.source.lower())

    def _name_only_list(self, name: str, slots: dict[str, SlotValue], text: str) -> str:
        """Put the home's only list into `slots` if just "the list" was said, or the only one for shopping.

        Returns the intent for it, in all other cases `name`.
        """
        own = _OF_NAMED_LIST.get(name)
        lists = self.home.matching({"todo"})
        which = pack(self.language).lists.which
        if own is None or "item" not in slots:
            return name
        if which.search(text.lower()):
            # "the groceries" are the list of that name, whatever the words for it
            names = {e.id: names_in(e.names, self.language) for e in lists}
            lists = tuple(e for e in lists if any(which.search(n.lower()) for n in names[e.id]))
        if len(lists) != 1:
            return name
        slots["name"] = lists[0].id
        return own

    def _later(self, said: str) -> Intent | None:
        """Return the command that is carried out later; None if the words are none with things."""
        command = self.best(said, for_later=True)
        return command if command and command.targets and command.name not in QUESTIONS else None

    def _targets(
        self, name: str, result: RecognizeResult, slots: dict[str, SlotValue], later: Intent | None
    ) -> tuple[Entity, ...] | None:
        """Return the entities that the match is about, as `targets_of` does; None: nothing to act on.

        If the area is only the speaker's and has no such entity, but the home has exactly one, that one is
        meant and the area is removed from `slots`. What is carried out `later` has the targets of its own.
        """
        if later is not None:
            return tuple(self.home.entities[t] for t in later.targets)
        domains = (result.intent_data.metadata or {}).get("domains", ())
        found = targets_of(self.home, name, slots, domains)
        if found is None and "area" in slots and not result.entities["area"].text:
            # the only thermostat of the house is meant from every room
            elsewhere = {k: v for k, v in slots.items() if k != "area"}
            found = targets_of(self.home, name, elsewhere, domains)
            if not found or len(found) > 1:
                return None
            del slots["area"]
        return found


def _asks(response: str | None, slots: Mapping[str, SlotValue]) -> str:
    """Return the kind of a question about states (`Intent.asks`), a default if the template names none."""
    if response in _ASKS:
        return response
    if "state" not in slots:
        return "one"
    return "one_yesno" if "name" in slots else "any"


def _plain(value: Any) -> SlotValue:
    """Return a whole float as int and text without surrounding white space."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, bool | int | float) else str(value).strip()


def _without_article(text: str, language: str) -> str:
    """Remove function words at the start and end of a free name: "the pizza", "pizza de"."""
    words = text.split()
    while len(words) > 1 and is_function_word(words[0].lower(), language):
        del words[0]
    while len(words) > 1 and is_function_word(words[-1].lower(), language):
        del words[-1]
    return " ".join(words)


def _item(text: str, language: str) -> str:
    """Remove words around a list item: "some milk", "bread down", and "And milk" for "Add milk"."""
    return pack(language).lists.around_item.sub("", text) or text


def _is_free_text(text: str, language: str) -> bool:
    """Return True if a wildcard's text can be meant: it is short, and more than "the" or "my"."""
    words = words_of(text)
    return len(words) <= _MAX_FREE_WORDS and any(not is_function_word(w, language) for w in words)
