"""Merges sentence files into Home Assistant's templates: those of the language pack, then the user's own.

Both have hassil's format (config/sentences/README.md). What a user's file shares with the pack is not loaded
twice: before the packs had sentences, each installation had a copy of them among the user's.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

from hassil import Intents
from hassil.errors import HassilError
from hassil.expression import Sentence
from hassil.parser import ParseError
from hassil.util import merge_dict

from sarai_mqtt.config.yaml_documents import read_yaml
from sarai_mqtt.core.documents import BadDocument
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.languages.pack_files import SENTENCES, PackFiles
from sarai_mqtt.languages.packs import folder_of

log = logging.getLogger(__name__)

NAME_LISTS = ("name", "part", "area", "floor")
"""The slot lists of names, which the home fills."""

# What hassil, and the code below, raise for a file that has not the format.
MALFORMED = (HassilError, ParseError, AttributeError, AssertionError, LookupError, TypeError, ValueError)

_MAX_NESTING = 30
"""Maximum levels of brackets and rules in a sentence; Home Assistant's have nine. Each uses some stack."""

_REMEDY = "See config/sentences/README.md for the format."
_RULE = re.compile(r"<([^<>]+)>")


def pack_sentences(language: str) -> list[Path]:
    """Return the sentence files of the language's pack. Raises BadInput (`unknown_language`)."""
    return sorted((folder_of(language) / SENTENCES).glob("*.yaml"))


def user_sentences(language: str, folder: Path | None) -> list[Path]:
    """Return the user's own sentence files of a language, `<folder>/<language>/*.yaml`; None: he has none."""
    return sorted((folder / language).glob("*.yaml")) if folder else []


def merge_pack(data: dict[str, Any], language: str) -> None:
    """Merge the sentence files of the pack of `language` into `data`, marked as `own`.

    They are not checked, which would parse each twice: `sentence_check` does. Raises BadInput
    (`unknown_language`), ConfigError (`language_incomplete`) for what is not YAML, one of `MALFORMED` for
    other faults that are met.
    """
    files = PackFiles(folder_of(language))
    for path in pack_sentences(language):
        content = files.plain(f"{SENTENCES}/{path.name}") or {}
        _mark(content, {"own": True})
        _merge(data, content)


def merge_users(data: dict[str, Any], paths: Sequence[Path]) -> None:
    """Merge the user's sentence files into `data`, marked as `own` and as the `user`'s.

    Sentences, rules and words that the pack has, too, are left out. Raises ConfigError (`bad_sentences`).
    """
    known = _own_sentences(data) if paths else {}
    merged: list[tuple[Path, Intents]] = []
    for path in paths:
        with _as_bad_sentences(path):
            content = read_yaml(path.read_text("utf-8")) or {}
            _leave_out_repeats(content, data, known, path)
            _mark(content, {"own": True, "user": True})
            merged.append((path, Intents.from_dict(_merge(data, content))))
    _check(merged, data)


def _mark(content: dict[str, Any], marks: Mapping[str, bool]) -> None:
    """Add `marks` to the metadata of each block of sentences."""
    for intent in content.get("intents", {}).values():
        for block in intent["data"]:
            block["metadata"] = {**block.get("metadata", {}), **marks}
            if not isinstance(block["metadata"].get("domains", []), list):
                raise TypeError("metadata.domains must be a list")


def _merge(data: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Merge the content of one file into `data`, and return it as a whole by itself."""
    content.pop("language", None)
    merge_dict(data, content)
    return {**content, "language": data["language"], "intents": content.get("intents", {})}


def _own_sentences(data: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the pack's sentences in `data`, by all that their blocks say beside them."""
    known: dict[str, set[str]] = {}
    for name, intent in data["intents"].items():
        for block in intent["data"]:
            if block.get("metadata", {}).get("own"):
                known.setdefault(_block_key(name, block), set()).update(block["sentences"])
    return known


def _block_key(intent: str, block: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in block.items() if key not in {"sentences", "metadata"}}
    metadata = {key: value for key, value in block.get("metadata", {}).items() if key != "own"}
    return json.dumps([intent, rest, metadata], sort_keys=True, default=str)


def _leave_out_repeats(
    content: dict[str, Any], data: dict[str, Any], known: Mapping[str, set[str]], path: Path
) -> None:
    """Take out of a user's file what `data` has already.

    A value of a list that the file has for the same words is taken out of `data` instead.
    """
    said = kept = 0
    for name, intent in content.get("intents", {}).items():
        blocks = []
        for block in intent["data"]:
            repeated = known.get(_block_key(name, block), ())
            sentences = [sentence for sentence in block["sentences"] if sentence not in repeated]
            said, kept = said + len(block["sentences"]), kept + len(sentences)
            if sentences:
                blocks.append({**block, "sentences": sentences})
        intent["data"] = blocks
    for name, entry in content.get("lists", {}).items():
        there = data["lists"].get(name, {})
        if "values" in entry and "values" in there:
            entry["values"] = [value for value in entry["values"] if value not in there["values"]]
            changed = {_spoken(value) for value in entry["values"]}
            there["values"] = [value for value in there["values"] if _spoken(value) not in changed]
    if "skip_words" in content:
        content["skip_words"] = [w for w in content["skip_words"] if w not in data.get("skip_words", ())]
    if said > kept:
        what = f"{said - kept} of its {said} sentences are" if kept else "all of its sentences are"
        log.info("%s: %s in the language pack, too, and are not loaded twice", path, what)


def _spoken(value: Any) -> str:
    """Return how a value of a list is spoken."""
    return str(value.get("in")) if isinstance(value, dict) else str(value)


def _check(merged: Sequence[tuple[Path, Intents]], data: Mapping[str, Any]) -> None:
    """Check each of the user's files that were `merged`, with the rules and lists of all."""
    rules = Intents.from_dict({**data, "intents": {}}).expansion_rules if merged else {}
    for path, intents in merged:
        with _as_bad_sentences(path):
            check_nesting(intents, rules)
            _check_references(intents, rules, {*data["lists"], *NAME_LISTS})


@contextmanager
def _as_bad_sentences(path: Path) -> Iterator[None]:
    """Raise ConfigError (`bad_sentences`) for any error that the user's file `path` causes."""
    try:
        yield
    except (OSError, UnicodeDecodeError, BadDocument) as exc:
        raise ConfigError("bad_sentences", f"{path} cannot be read: {exc}.", _REMEDY) from exc
    except RecursionError as exc:
        reason = f"{path} is not a sentence file: it is nested too deep."
        raise ConfigError("bad_sentences", reason, _REMEDY) from exc
    except MALFORMED as exc:
        raise ConfigError("bad_sentences", f"{path} is not a sentence file: {exc}.", _REMEDY) from exc


def check_nesting(own: Intents, rules: Mapping[str, Sentence]) -> None:
    """Raise ValueError for a rule that refers to itself, directly or not, and for nesting too deep."""
    known: dict[str, int] = {}

    def levels(text: str, path: tuple[str, ...]) -> int:
        named = [levels_of(name, path) for name in set(_RULE.findall(text)) if name in rules]
        return _brackets(text) + max(named, default=0)

    def levels_of(name: str, path: tuple[str, ...]) -> int:
        if name in path:
            others = ", ".join(f"<{other}>" for other in path[path.index(name) + 1 :])
            raise ValueError(f"the rule <{name}> names itself{others and f' by way of {others}'}")
        if len(path) > _MAX_NESTING:
            raise ValueError(f"the rule <{path[0]}> is nested deeper than {_MAX_NESTING} levels")
        if name not in known:
            known[name] = levels(rules[name].text or "", (*path, name))
        return known[name]

    sentences = (s for intent in own.intents.values() for block in intent.data for s in block.sentences)
    named = {f"the rule <{name}>": rule.text or "" for name, rule in own.expansion_rules.items()}
    for name in own.expansion_rules:
        levels_of(name, ())
    for what, text in [*named.items(), *((s.text or "", s.text or "") for s in sentences)]:
        if levels(text, ()) > _MAX_NESTING:
            raise ValueError(f"{what[:80]} is nested deeper than {_MAX_NESTING} levels")


def _brackets(text: str) -> int:
    """Return the maximum number of brackets that are open at once."""
    steps = ((letter in "([<") - (letter in ")]>") for letter in text)
    return max(accumulate(steps), default=0)


def _rules_named(text: str, rules: Mapping[str, Sentence]) -> set[str]:
    """Return the names of the rules in `text`, and of those that these name in turn."""
    named: set[str] = set()
    texts = [text]
    while texts:
        new = set(_RULE.findall(texts.pop())) - named
        named |= new
        texts += [rules[name].text or "" for name in new if name in rules]
    return named


def _check_references(own: Intents, rules: dict[str, Sentence], known: set[str]) -> None:
    """Raise ValueError for a {list} or <rule> that does not exist: hassil would only notice in a match."""
    for intent in own.intents.values():
        for block in intent.data:
            for sentence in block.sentences:
                missing = _rules_named(sentence.text or "", rules) - rules.keys()
                missing |= set(sentence.list_names(rules)) - known
                if missing:
                    raise ValueError(f"{sentence.text}: unknown {', '.join(sorted(missing))}")
