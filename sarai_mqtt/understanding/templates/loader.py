"""Loads the sentence templates of a language: the safe ones of Home Assistant, and the sentence files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from hassil import Intents, is_match, parse_sentence, recognize_all
from hassil.errors import HassilError
from hassil.expression import Sentence
from hassil.intents import RangeSlotList, TextSlotList
from hassil.parser import ParseError
from hassil.util import merge_dict
from home_assistant_intents import get_intents

from sarai_mqtt.config.yaml_documents import read_yaml
from sarai_mqtt.core.documents import BadDocument
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.intents import ANSWERED
from sarai_mqtt.understanding.templates.prefilter import Prefilter

NAME_LISTS = ("name", "part", "area", "floor")
"""The slot lists of names, which the home fills."""

# Slots of free text that match ordinary talk: "play …", "pon …", "who is in …".
_DROPPED_LISTS = frozenset({"message", "search_query", "zone"})

_MAX_NESTING = 30
"""Maximum levels of brackets and rules in a sentence; Home Assistant's have nine. Each uses some stack."""

_RULE = re.compile(r"<([^<>]+)>")
Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change (ns) and size (bytes) of each sentence file of a language."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The parsed templates of a language, for any home; `texts` is the text of all rules and sentences."""

    intents: Intents
    texts: tuple[str, ...]
    stamp: Stamp
    prefilter: Prefilter


def stamp_of(language: str, folder: Path | None) -> Stamp:
    """Return the stamp of the present sentence files; a file that disappears meanwhile is left out.

    `folder` holds `<language>/*.yaml`; None: there are no sentence files.
    """
    stamps = []
    for path in _files(language, folder):
        try:
            status = path.stat()
        except OSError:
            continue
        stamps.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def load_templates(language: str, folder: Path | None) -> Templates:
    """Read and parse Home Assistant's templates and the sentence files in `<folder>/<language>`.

    Raises ConfigError `unknown_language` if Home Assistant has no templates for it, `bad_sentences` if a
    file is invalid.
    """
    stamp = stamp_of(language, folder)
    data = get_intents(language)
    if data is None:
        raise ConfigError("unknown_language", f"Home Assistant has no sentences for {language!r}.")
    _keep_safe(data)
    _merge_own(data, _files(language, folder))
    intents = Intents.from_dict(data)
    intents.slot_lists.update({name: TextSlotList(name, []) for name in NAME_LISTS})
    _warm_up(intents)
    return Templates(intents, tuple(_texts(intents)), stamp, Prefilter.of(intents))


def count_templates(language: str) -> tuple[int, int]:
    """Return how many of Home Assistant's intents and sentences `load_templates` keeps; (0, 0) without any.

    No sentence is parsed, so that all languages are counted in an instant.
    """
    data = get_intents(language)
    if data is None:
        return 0, 0
    _keep_safe(data)
    blocks = [intent["data"] for intent in data["intents"].values() if intent["data"]]
    return len(blocks), sum(len(block["sentences"]) for each in blocks for block in each)


def _files(language: str, folder: Path | None) -> list[Path]:
    return sorted((folder / language).glob("*.yaml")) if folder else []


def _texts(intents: Intents) -> Iterator[str]:
    yield from (rule.text or "" for rule in intents.expansion_rules.values())
    for intent in intents.intents.values():
        yield from (sentence.text or "" for block in intent.data for sentence in block.sentences)


def _keep_safe(data: dict[str, Any]) -> None:
    """Remove intents without a reply here, sentences that match ordinary talk, and names without a verb."""
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
    """Return True if the template requires nothing but a name, other than of a scene or script."""
    named = set(block.get("requires_context", {}).get("domain", ()))
    return re.sub(r"\[[^\[\]]*\]", "", sentence).strip() == "{name}" and not named & {"scene", "script"}


def _merge_own(data: dict[str, Any], paths: Sequence[Path]) -> None:
    """Merge the sentence files into `data` and mark their sentences as `own`; they share lists and rules.

    Raises ConfigError `bad_sentences`.
    """
    own: list[tuple[Path, Intents]] = []
    for path in paths:
        with _as_config_error(path):
            content = read_yaml(path.read_text("utf-8")) or {}
            content.pop("language", None)
            for intent in content.get("intents", {}).values():
                for block in intent["data"]:
                    block["metadata"] = {**block.get("metadata", {}), "own": True}
                    if not isinstance(block["metadata"].get("domains", []), list):
                        raise TypeError("metadata.domains must be a list")
            merge_dict(data, content)
            parsed = {**content, "language": data["language"], "intents": content.get("intents", {})}
            own.append((path, Intents.from_dict(parsed)))
    rules = Intents.from_dict({**data, "intents": {}}).expansion_rules if own else {}
    for path, intents in own:
        with _as_config_error(path):
            _check_nesting(intents, rules)
            _check_references(intents, rules, {*data["lists"], *NAME_LISTS})


@contextmanager
def _as_config_error(path: Path) -> Iterator[None]:
    """Raise ConfigError `bad_sentences` for any error that the file `path` causes."""
    remedy = "See config/sentences/README.md for the format."
    try:
        yield
    except (OSError, UnicodeDecodeError, BadDocument) as exc:
        raise ConfigError("bad_sentences", f"{path} cannot be read: {exc}.", remedy) from exc
    except RecursionError as exc:
        reason = f"{path} is not a sentence file: it is nested too deep."
        raise ConfigError("bad_sentences", reason, remedy) from exc
    except (HassilError, ParseError, AttributeError, AssertionError, KeyError, TypeError, ValueError) as exc:
        raise ConfigError("bad_sentences", f"{path} is not a sentence file: {exc}.", remedy) from exc


def _check_nesting(own: Intents, rules: Mapping[str, Sentence]) -> None:
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


def _check_references(own: Intents, rules: dict[str, Sentence], known: set[str]) -> None:
    """Raise ValueError for a {list} or <rule> that does not exist: hassil would only notice in a match."""
    for intent in own.intents.values():
        for block in intent.data:
            for sentence in block.sentences:
                missing = set(_RULE.findall(sentence.text or "")) - rules.keys()
                missing |= set(sentence.list_names(rules)) - known
                if missing:
                    raise ValueError(f"{sentence.text}: unknown {', '.join(sorted(missing))}")


def _warm_up(intents: Intents) -> None:
    """Parse every template and write out every number now, not in the first sentence."""
    all(recognize_all("-", intents))
    for numbers in intents.slot_lists.values():
        if isinstance(numbers, RangeSlotList):
            is_match("-", parse_sentence("{n}"), slot_lists={"n": numbers}, language=intents.language)
