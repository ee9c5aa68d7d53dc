"""Commands by sentence templates (hassil): Home Assistant's, ours and the user's, with the home's names."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from hassil import Intents, RecognizeResult, is_match, parse_sentence, recognize_all
from hassil.errors import HassilError
from hassil.intents import RangeSlotList, TextSlotList
from hassil.parser import ParseError
from hassil.util import merge_dict
from home_assistant_intents import get_intents

from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.core.language import is_little_word, words_of
from sarai_mqtt.core.replies import ANSWERED, reply_to
from sarai_mqtt.core.spelling import Spelling
from sarai_mqtt.core.targets import QUESTIONS, targets_of

# Free text that takes in ordinary talk ("play …", "pon …", "who is in …"); floors are not in our homes.
_DROPPED_LISTS = frozenset({"message", "search_query", "zone", "floor"})
_MAX_FREE_WORDS = 6
_MAX_WORDS = 30  # nobody commands at such length, and free text makes templates costly
_SHOPPING = re.compile(r"shopping|grocer|compra")

_HERE = "(here)"  # stands for the speaker's own room while it is not known

# What STT writes and the templates do not: "21 ºC", "21 degrees Celsius".
_SPELLINGS = (
    (re.compile(r"\s*[°º]\s*[CF]?\b|\s*[°º]", re.IGNORECASE), "°"),
    (re.compile(r"\b(degrees|grados) (celsius|centigrade|centígrados)\b", re.IGNORECASE), r"\1"),
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    intent: Intent
    rank: tuple[int, bool, int, int, int, bool]  # the smallest is the best


class SentenceUnderstander:
    """Finds Home Assistant intents in sentences that match a template as a whole.

    Loading takes about half a second for two languages. `sentences/<language>/*.yaml`, when given, are merged
    into Home Assistant's (format: config/sentences/README.md).

    Raises ConfigError `unknown_language` for a language without sentences, `bad_sentences` for a bad file.
    """

    def __init__(
        self,
        home: Home,
        languages: Sequence[str],
        clock: Callable[[], datetime],
        sentences: Path | None = None,
    ) -> None:
        self._home = home
        self._clock = clock
        self._intents = {language: _load(language, home, sentences) for language in languages}
        self._spelling = {
            language: Spelling(_texts(language, home, i), language) for language, i in self._intents.items()
        }

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Give the intent, or None when `text` is no command.

        `area` is the speaker's room if known: "the lights" are then the lights there, else the house's. Only
        exposed entities are named or reached. Commands about a room or the house leave out what wants a
        confirmation, unless there is nothing else. None too: a name that two things share, a thing that is
        not in the room it is said to be in, a room without anything of the kind, more than 30 words.
        A sentence that is no command as it stands is tried with our spelling of words that sound alike.
        Confidence is 1.0 when every word matched a template, 0.9 when a part is free text.

        Raises BadInput `unknown_language`.
        """
        if language not in self._intents:
            known = ", ".join(self._intents)
            raise BadInput(
                "unknown_language", f"No sentences for the language {language!r}.", f"Use one of: {known}."
            )
        if len(text.split()) > _MAX_WORDS:
            return None
        intent = self._best(text, language, area)
        if intent is None and (spelt := self._spelling[language].mend(text)) != text:
            intent = self._best(spelt, language, area)
        return intent and replace(intent, text=text)

    def reply(self, intent: Intent) -> str:
        """Give the fixed short sentence that answers `intent`, in its language."""
        return reply_to(intent, self._home, self._clock())

    def _best(self, text: str, language: str, area: str | None, *, for_later: bool = False) -> Intent | None:
        spoken = text
        for pattern, instead in _SPELLINGS:
            spoken = pattern.sub(instead, spoken)
        here = area if area in self._home.areas else _HERE
        found = recognize_all(
            spoken, self._intents[language], intent_context={"area": here}, language=language
        )
        if for_later:  # "… in ten minutes in ten minutes" would branch without end
            found = (r for r in found if "conversation_command" not in r.entities)
        candidates = [c for r in found if (c := self._candidate(r, text, language, area))]
        if not candidates:
            return None
        candidates.sort(key=lambda c: (c.rank, c.intent.name))
        best, *others = candidates
        rivals = {
            c.intent.targets for c in others if c.rank == best.rank and c.intent.name == best.intent.name
        }
        ambiguous = bool(rivals - {best.intent.targets}) and best.intent.name not in QUESTIONS
        return None if ambiguous else best.intent

    def _candidate(
        self, result: RecognizeResult, text: str, language: str, area: str | None
    ) -> _Candidate | None:
        """Resolve one match; None when it is no command in this home."""
        name = result.intent.name
        slots: dict[str, SlotValue] = {
            e.name: _plain(e.value)
            for e in result.entities.values()
            if e.value is not None and e.value != _HERE
        }
        elsewhere = any(e.value == _HERE for e in result.entities.values())
        free = [e for e in result.entities.values() if e.is_wildcard]
        if any(e.name == "name" for e in free):
            slots["name"] = _without_article(str(slots["name"]), language)
        if elsewhere and len(words_of(text)) < 2:  # a lone "stop" or "para" needs a room to mean something
            return None
        if not all(e.name == "conversation_command" or _is_free_text(e.text, language) for e in free):
            return None
        if "item" in slots and "name" not in slots and not _SHOPPING.search(text.lower()):
            return None
        metadata = result.intent_data.metadata or {}
        later = slots.get("conversation_command")
        if later is not None:
            command = self._best(str(later), language, area, for_later=True)
            if command is None or not command.targets or command.name in QUESTIONS:
                return None
            targets = tuple(self._home.entities[t] for t in command.targets)
        else:
            choice = targets_of(self._home, name, slots, metadata.get("domains", ()))
            if choice is None:
                return None
            targets = choice
        intent = Intent(
            turn="",
            name=name,
            slots=slots,
            targets=tuple(e.id for e in targets),
            text=text,
            language=language,
            confidence=0.9 if free else 1.0,
            confirm=name not in QUESTIONS and any(e.confirm for e in targets),
        )
        name_length = len(result.entities["name"].text) if "name" in slots else 0
        rank = (
            len(free),
            not metadata.get("own"),
            -name_length,
            -result.text_chunks_matched,
            sum(len(e.text) for e in free),
            area is not None and any(e.area != area for e in targets),
        )
        return _Candidate(intent, rank)


def _plain(value: Any) -> SlotValue:
    """Make a whole number an int and trim text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, bool | int | float) else str(value).strip()


def _without_article(text: str, language: str) -> str:
    """Drop the little words a free name starts with: "the pizza", "de la pizza"."""
    words = text.split()
    while len(words) > 1 and is_little_word(words[0].lower(), language):
        del words[0]
    return " ".join(words)


def _is_free_text(text: str, language: str) -> bool:
    """Say whether a wildcard caught something that can be meant: short, and more than "the" or "my"."""
    words = words_of(text)
    return len(words) <= _MAX_FREE_WORDS and any(not is_little_word(w, language) for w in words)


def _load(language: str, home: Home, folder: Path | None) -> Intents:
    data = get_intents(language)
    if data is None:
        raise ConfigError("unknown_language", f"Home Assistant has no sentences for {language!r}.")
    _keep_safe(data)
    names = [e for e in home.entities.values() if e.exposed]
    own = sorted((folder / language).glob("*.yaml")) if folder else []
    for path in own:
        _merge_own(data, path)
    intents = Intents.from_dict(data)
    intents.slot_lists["name"] = _slot_list(
        "name", ((n, e.id, _context(e)) for e in names for n in names_in(e.names, language))
    )
    intents.slot_lists["area"] = _slot_list(
        "area", ((n, a.id, {}) for a in home.areas.values() for n in names_in(a.names, language))
    )
    intents.slot_lists["floor"] = TextSlotList("floor", [])
    _warm_up(intents)
    return intents


def _texts(language: str, home: Home, intents: Intents) -> Iterator[str]:
    """Yield the names of the home and the templates."""
    for names in [e.names for e in home.entities.values()] + [a.names for a in home.areas.values()]:
        yield from names_in(names, language)
    yield from (rule.text or "" for rule in intents.expansion_rules.values())
    for intent in intents.intents.values():
        yield from (sentence.text or "" for block in intent.data for sentence in block.sentences)


def _context(entity: Entity) -> dict[str, str]:
    device_class = {"device_class": entity.device_class} if entity.device_class else {}
    return {"domain": entity.domain, **device_class}


def _slot_list(name: str, values: Iterable[tuple[str, str, dict[str, str]]]) -> TextSlotList:
    return TextSlotList.from_tuples(values, allow_template=False, name=name)


def _keep_safe(data: dict[str, Any]) -> None:
    """Take out what we have no answer to, what swallows talk, and a bare name as a command."""
    unsafe = {f"{{{name}{end}" for name in _DROPPED_LISTS for end in ":}"}
    unsafe |= {
        f"<{rule}>" for rule, body in data["expansion_rules"].items() if any(u in body for u in unsafe)
    }
    kept: dict[str, Any] = {}
    for name, intent in data["intents"].items():
        if name not in ANSWERED:
            continue
        blocks = []
        for block in intent["data"]:
            sentences = [
                s
                for s in block["sentences"]
                if not any(u in s for u in unsafe) and not _is_bare_name(s, block)
            ]
            if sentences:
                blocks.append({**block, "sentences": sentences})
        kept[name] = {"data": blocks}
    data["intents"] = kept
    data.pop("responses", None)


def _is_bare_name(sentence: str, block: Mapping[str, Any]) -> bool:
    named = set(block.get("requires_context", {}).get("domain", ()))
    return re.sub(r"\[[^\[\]]*\]", "", sentence).strip() == "{name}" and not named & {"scene", "script"}


def _merge_own(data: dict[str, Any], path: Path) -> None:
    """Add one sentence file to `data`, marking its sentences as our own."""
    remedy = "See config/sentences/README.md for the format."
    try:
        own = yaml.safe_load(path.read_text("utf-8")) or {}
        own.pop("language", None)
        for intent in own.get("intents", {}).values():
            for block in intent["data"]:
                block["metadata"] = {**block.get("metadata", {}), "own": True}
                if not isinstance(block["metadata"].get("domains", []), list):
                    raise TypeError("metadata.domains must be a list")  # noqa: TRY301 - all end as ConfigError
        merge_dict(data, own)
        parsed = Intents.from_dict({**own, "language": data["language"], "intents": own.get("intents", {})})
        _check_references(parsed, data)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as exc:
        raise ConfigError("bad_sentences", f"{path} cannot be read: {exc}.", remedy) from exc
    except (HassilError, ParseError, AttributeError, AssertionError, KeyError, TypeError, ValueError) as exc:
        raise ConfigError("bad_sentences", f"{path} is not a sentence file: {exc}.", remedy) from exc


def _check_references(own: Intents, data: Mapping[str, Any]) -> None:
    """Raise ValueError for a {list} or <rule> that does not exist: hassil would only find out on a match."""
    known = {*data["lists"], "name", "area", "floor"}
    rules = Intents.from_dict({**data, "intents": {}}).expansion_rules
    for intent in own.intents.values():
        for block in intent.data:
            for sentence in block.sentences:
                missing = set(re.findall(r"<([^<>]+)>", sentence.text or "")) - rules.keys()
                missing |= set(sentence.list_names(rules)) - known
                if missing:
                    raise ValueError(f"{sentence.text}: unknown {', '.join(sorted(missing))}")


def _warm_up(intents: Intents) -> None:
    """Parse every template and spell every number now, not in the first sentence."""
    all(recognize_all("-", intents))
    for numbers in intents.slot_lists.values():
        if isinstance(numbers, RangeSlotList):
            is_match("-", parse_sentence("{n}"), slot_lists={"n": numbers}, language=intents.language)
