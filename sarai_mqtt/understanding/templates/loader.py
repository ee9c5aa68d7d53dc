"""Loads the sentence templates of a language: the safe ones of Home Assistant, the pack's, and the user's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hassil import Intents, is_match, parse_sentence
from hassil.intents import RangeSlotList, TextSlotList
from home_assistant_intents import get_intents

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.intents import ANSWERED
from sarai_mqtt.languages.packs import is_outside
from sarai_mqtt.understanding.templates.prefilter import Prefilter
from sarai_mqtt.understanding.templates.sentence_check import sentence_faults
from sarai_mqtt.understanding.templates.sentence_files import (
    MALFORMED,
    NAME_LISTS,
    merge_pack,
    merge_users,
    user_sentences,
)
from sarai_mqtt.understanding.templates.sharing import share_parts

# Slots of free text that match ordinary talk: "play …", "pon …", "who is in …".
_DROPPED_LISTS = frozenset({"message", "search_query", "zone"})

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change (ns) and size (bytes) of each of the user's sentence files of a language."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The parsed templates of a language, for any home; `texts` is the text of all rules and sentences."""

    intents: Intents
    texts: tuple[str, ...]
    stamp: Stamp
    prefilter: Prefilter


def stamp_of(language: str, folder: Path | None) -> Stamp:
    """Return the stamp of the user's present sentence files; a file that disappears meanwhile is left out.

    `folder` holds `<language>/*.yaml`; None: the user has none.
    """
    stamps = []
    for path in user_sentences(language, folder):
        try:
            status = path.stat()
        except OSError:
            continue
        stamps.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def load_templates(language: str, folder: Path | None) -> Templates:
    """Read and parse Home Assistant's templates, those of the pack and the user's in `<folder>/<language>`.

    Raises ConfigError `unknown_language` if Home Assistant has no templates for it, `language_incomplete` if
    a file of the pack is invalid (of a pack outside the package: if it has any fault), `bad_sentences` if one
    of the user's is; BadInput `unknown_language` without a pack.
    """
    stamp = stamp_of(language, folder)
    data = get_intents(language)
    if data is None:
        raise ConfigError("unknown_language", f"Home Assistant has no sentences for {language!r}.")
    _keep_safe(data)
    # The tests check the packs of this package; for them this would add 0.3 s to each start.
    if is_outside(language) and (found := next(sentence_faults(language), None)):
        raise found
    try:
        merge_pack(data, language)
    except (*MALFORMED, RecursionError) as exc:
        raise next(sentence_faults(language), _no_sentences(language, exc)) from exc
    merge_users(data, user_sentences(language, folder))
    intents = Intents.from_dict(data)
    intents.slot_lists.update({name: TextSlotList(name, []) for name in NAME_LISTS})
    _separate_multiplied(intents)
    share_parts(intents)
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


def _no_sentences(language: str, cause: BaseException) -> ConfigError:
    reason = f"{language}/sentences: these are no sentence files: {cause}."
    return ConfigError("language_incomplete", reason, "Take en/ for a model.")


def _separate_multiplied(intents: Intents) -> None:
    """Keep the number words of ranges with a multiplier apart (findings/hassil-range-multiplier.sh).

    hassil keeps the words of all ranges of a language by their bounds, without the multiplier: "by ten" would
    turn the volume up whether it was up or down. It falls back from "en-x--1" to the words of "en".
    """
    for numbers in intents.slot_lists.values():
        if isinstance(numbers, RangeSlotList) and numbers.multiplier is not None:
            language = numbers.words_language or intents.language
            numbers.words_language = f"{language}-x-{numbers.multiplier:g}"


def _warm_up(intents: Intents) -> None:
    """Write out every number now, not in the first sentence."""
    for numbers in intents.slot_lists.values():
        if isinstance(numbers, RangeSlotList):
            is_match("-", parse_sentence("{n}"), slot_lists={"n": numbers}, language=intents.language)
