"""Checks the sentence files of a language pack, one sentence at a time, so that each fault has its line."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from hassil import Intents, is_match, parse_sentence
from hassil.errors import HassilError
from hassil.expression import Sentence
from hassil.intents import SlotList, TextSlotList
from hassil.parser import ParseError
from home_assistant_intents import get_intents

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.intents import ANSWERED, OUR_SLOTS
from sarai_mqtt.languages.pack_files import SENTENCES, PackFiles, fault
from sarai_mqtt.languages.packs import folder_of
from sarai_mqtt.understanding.templates.sentence_files import (
    MALFORMED,
    NAME_LISTS,
    check_nesting,
    pack_sentences,
)

_TOP = frozenset({"language", "lists", "expansion_rules", "skip_words", "intents"})
_BLOCK = frozenset(
    {"sentences", "slots", "requires_context", "excludes_context", "metadata", "response"}
    | {"expansion_rules", "lists", "required_keywords", "inferred_domain", "name_domains", "settings"}
)
# Which things a command reaches; any intent may have them.
_PLACES = frozenset({"name", "part", "area", "floor", "domain", "device_class"})
# No words of any language: a sentence that matches them matches everything.
_NONSENSE = ("", "zqxv", "zqxv zqxv")
_NAME = "plk"  # the only name of each kind
_RULE = re.compile(r"<([^<>]+)>")
_LIST = re.compile(r"\{([^{}:]+)(?::([^{}]+))?\}")
_FORMAT = "See config/sentences/README.md for the format."


def sentence_faults(language: str) -> Iterator[ConfigError]:
    """Yield the faults of the sentence files of a pack, as the errors that name file, place and remedy.

    Raises BadInput (`unknown_language`).
    """
    files = PackFiles(folder_of(language))
    data = get_intents(language)
    contents: dict[Path, dict[str, Any]] = {}
    for path in pack_sentences(language):
        try:
            content = files.plain(f"{SENTENCES}/{path.name}") or {}
        except ConfigError as error:
            yield error
            continue
        shape = list(_faults_of_shape(path, content, language))
        yield from shape
        if not shape:
            contents[path] = content
    if data is None:
        return  # without Home Assistant's lists and rules a language is not understood at all
    lists, rules = dict(data["lists"]), dict(data["expansion_rules"])
    for content in contents.values():
        lists |= content.get("lists", {})
        rules |= content.get("expansion_rules", {})
    for path, content in contents.items():
        yield from _FileCheck(path, content, lists, rules, language).faults()


def _faults_of_shape(path: Path, content: Any, language: str) -> Iterator[ConfigError]:
    """Yield what is not as hassil's format has it: a key, or a value of another type."""
    if not isinstance(content, dict):
        yield fault(path, "", "is no mapping", _FORMAT)
        return
    if content.get("language", language) != language:
        yield fault(path, ".language", f"is {content['language']!r}", f"Write {language}.")
    yield from _unknown_keys(path, "", content, _TOP)
    for key in ("lists", "expansion_rules", "intents"):
        if not isinstance(content.get(key, {}), dict):
            yield fault(path, f".{key}", "is no mapping", _FORMAT)
            return
    if not _are_texts(content.get("skip_words", [])):
        yield fault(path, ".skip_words", "is no list of texts", _FORMAT)
    yield from _faults_of_tables(path, content, language)
    for name, intent in content.get("intents", {}).items():
        yield from _faults_of_intent(path, f".intents.{name}", intent)


def _faults_of_tables(path: Path, content: Mapping[str, Any], language: str) -> Iterator[ConfigError]:
    for name, rule in content.get("expansion_rules", {}).items():
        if not isinstance(rule, str):
            yield fault(path, f".expansion_rules.{name}", "is no text", "Put it in quotes.")
    for name, entry in content.get("lists", {}).items():
        try:
            Intents.from_dict({"language": language, "intents": {}, "lists": {name: entry}})
        except (*MALFORMED, RecursionError) as error:
            yield fault(path, f".lists.{name}", f"is no list: {_text_of(error)}", _FORMAT)


def _faults_of_intent(path: Path, at: str, intent: Any) -> Iterator[ConfigError]:
    blocks = intent.get("data") if isinstance(intent, dict) else None
    if not isinstance(blocks, list):
        yield fault(path, at, "has no list `data`", _FORMAT)
        return
    for i, block in enumerate(blocks):
        place = f"{at}.data[{i}]"
        if not isinstance(block, dict) or not _are_texts(block.get("sentences")):
            yield fault(path, place, "has no list of texts `sentences`", _FORMAT)
            continue
        yield from _unknown_keys(path, place, block, _BLOCK)
        for key in ("slots", "requires_context", "metadata"):
            if not isinstance(block.get(key, {}), dict):
                yield fault(path, f"{place}.{key}", "is no mapping", _FORMAT)
                return
        if not isinstance(block.get("metadata", {}).get("domains", []), list):
            yield fault(path, f"{place}.metadata.domains", "is no list", "Write [light], for example.")


def _unknown_keys(
    path: Path, at: str, found: Mapping[object, object], known: frozenset[str]
) -> Iterator[ConfigError]:
    if unknown := [key for key in found if key not in known]:
        yield fault(path, at, f"has no field {unknown}", f"The fields are {', '.join(sorted(known))}.")


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


class _FileCheck:
    """Checks the texts of one file of good shape, with the lists and rules (text) of the language."""

    def __init__(
        self,
        path: Path,
        content: Mapping[str, Any],
        lists: Mapping[str, Any],
        rules: Mapping[str, str],
        language: str,
    ) -> None:
        self._path, self._content, self._language = path, content, language
        self._list_names = {*lists, *NAME_LISTS}
        self._rule_texts = rules
        self._rules: dict[str, Sentence] = {}
        for name, text in rules.items():
            if sentence := _parsed(text):
                self._rules[name] = sentence
        free = (name for name, entry in lists.items() if entry.get("wildcard"))
        self._slot_lists: dict[str, SlotList] = {
            **{name: TextSlotList.from_strings([], name=name) for name in self._list_names},
            # is_match takes nothing for free text, so that this has to be listed
            **{name: TextSlotList.from_strings(_NONSENSE[1:], name=name) for name in free},
            **{name: TextSlotList.from_strings([_NAME], name=name) for name in NAME_LISTS},
        }

    def faults(self) -> Iterator[ConfigError]:
        """Yield the faults of the rules, then those of each intent and its sentences."""
        for name, text in self._content.get("expansion_rules", {}).items():
            yield from self._faults_of_text(f".expansion_rules.{name}", text, {name: text})
        for name, intent in self._content.get("intents", {}).items():
            at = f".intents.{name}"
            if name not in ANSWERED:
                yield fault(self._path, at, "has no reply here", "Use one of core/intents.py.")
                continue
            known = _slots_of(name) | _PLACES
            for i, block in enumerate(intent["data"]):
                place = f"{at}.data[{i}]"
                if unknown := sorted(block.get("slots", {}).keys() - known):
                    yield self._unknown_slots(f"{place}.slots", unknown, known)
                for j, text in enumerate(block["sentences"]):
                    yield from self._faults_of_sentence(f"{place}.sentences[{j}]", text, block, known)

    def _unknown_slots(self, at: str, unknown: list[str], known: frozenset[str]) -> ConfigError:
        what = f"has the slot {', '.join(unknown)}, which the intent has not"
        return fault(self._path, at, what, f"It has {', '.join(sorted(known))}.")

    def _faults_of_text(self, at: str, text: str, rules: Mapping[str, str]) -> Iterator[ConfigError]:
        """Yield the faults that a sentence and a rule may have; `rules`: the rule that it is, by name."""
        if _parsed(text) is None:
            yield fault(self._path, at, f"({text}) is no template", "Close each bracket.")
            return
        missing = {f"<{name}>" for name in _RULE.findall(text)} - {f"<{name}>" for name in self._rule_texts}
        missing |= {f"{{{name}}}" for name, _ in _LIST.findall(text) if name not in self._list_names}
        if missing:
            what = f"({text}) has the unknown {', '.join(sorted(missing))}"
            yield fault(self._path, at, what, "Correct it, or add it to `lists` or `expansion_rules`.")
            return
        block = {"sentences": [] if rules else [text]}
        alone = {"language": self._language, "expansion_rules": rules, "intents": {"-": {"data": [block]}}}
        try:
            check_nesting(Intents.from_dict(alone), self._rules)
        except (ValueError, RecursionError) as error:
            yield fault(self._path, at, f"cannot be used: {_text_of(error)}", "Take it apart.")

    def _faults_of_sentence(
        self, at: str, text: str, block: Mapping[str, Any], known: frozenset[str]
    ) -> Iterator[ConfigError]:
        faults = list(self._faults_of_text(at, text, {}))
        yield from faults
        if faults:
            return
        if unknown := sorted(self._slots_in(text, frozenset()) - known - {""}):
            yield self._unknown_slots(at, unknown, known)
        if (what := next((what for what in _NONSENSE if self._matches(what, text)), None)) is not None:
            yield fault(self._path, at, f"({text}) matches everything, such as {what!r}", "Ask for words.")
        elif not _is_about_scenes(block) and self._matches(_NAME, text):
            yield fault(self._path, at, f"({text}) is a name alone", "Ask for a verb, too.")

    def _slots_in(self, text: str, within: frozenset[str]) -> set[str]:
        """Return the slots that a text fills, by itself and by its rules."""
        slots = {slot or name for name, slot in _LIST.findall(text)}
        for name in set(_RULE.findall(text)) - within:
            slots |= self._slots_in(self._rule_texts.get(name, ""), within | {name})
        return slots

    def _matches(self, said: str, text: str) -> bool:
        sentence, lists, rules = parse_sentence(text), self._slot_lists, self._rules
        try:
            return bool(
                is_match(said, sentence, slot_lists=lists, expansion_rules=rules, language=self._language)
            )
        except HassilError:  # a rule or list of it is missing, which is a fault of its own
            return False


def _is_about_scenes(block: Mapping[str, Any]) -> bool:
    """Return True if the sentences are about a scene or script, whose name alone is a command."""
    named = block.get("requires_context", {}).get("domain", ())
    return bool({"scene", "script"} & set([named] if isinstance(named, str) else named))


def _parsed(text: str) -> Sentence | None:
    try:
        return parse_sentence(text, keep_text=True)
    except (HassilError, ParseError, AssertionError, IndexError, ValueError, RecursionError):
        return None


def _text_of(error: BaseException) -> str:
    return str(error) or type(error).__name__


@cache
def _slots_of(intent: str) -> frozenset[str]:
    """Return the slots of an intent of Home Assistant's or ours."""
    every = json.loads((package_files("home_assistant_intents") / "intents.json").read_text("utf-8"))
    table, ours = every.get(intent, {}), OUR_SLOTS.get(intent, frozenset())
    combinations = table.get("slot_combinations", {}).values()
    return ours.union(table.get("slots", {}), *(each.get("slots", ()) for each in combinations))
