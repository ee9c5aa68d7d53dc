"""Recognizes commands whose words or word order fit no sentence template, by gazetteer-matcher."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from gazetteer_matcher import FrameCandidate, GazetteerMatcher
from gazetteer_matcher.config import package_data_path

from sarai_mqtt.config.yaml_documents import read_yaml
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.core.targets import targets_of
from sarai_mqtt.languages.packs import entry_for, folder_of
from sarai_mqtt.understanding.candidates import Guesses, guessed, names_of_few, ranked
from sarai_mqtt.understanding.near_names import NearNames

# Penalties on a reading's score for each important word that it does not explain, for each unknown word (a
# short one is most often a misheard function word), and for each word corrected by spelling; the last in
# addition to 1 - similarity of that correction.
_UNUSED, _UNKNOWN, _SHORT_UNKNOWN, _CORRECTED = 0.3, 0.2, 0.1, 0.05
_SHORT = 3
_MOST_UNKNOWN = 2  # unknown words that leave too little of a score to be asked about
_INTENTS = ANSWERED - {"HassNevermind"}  # "leave it on the table" does not cancel anything
_REJECTED_FACTOR = 0.5  # factor on the score of a reading that the matcher itself does not accept

# The vocabulary that gazetteer-matcher ships, for one language; a file of that language is merged into it.
_SHIPPED = "vocabulary.yaml"


class Gazetteer:
    """Recognizes commands by the words in them. Loading takes about half a second per language.

    Each language has a gazetteer.yaml in the folder of its pack, or in `<data>/<language>`. The file extends
    the vocabulary that gazetteer-matcher ships, if that is of the same `language`. Raises ConfigError
    `no_lexicon` if the file of a language cannot be read.
    """

    def __init__(self, home: Home, languages: Sequence[str], data: Path | None = None) -> None:
        folders = {k: data / k if data else folder_of(k) for k in languages}
        known = {k: GazetteerMatcher(vocabulary=_vocabulary(folder)) for k, folder in folders.items()}
        self._matchers = known
        self.learn(home)

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on; calls in progress finish with the previous names."""
        known: dict[str, tuple[GazetteerMatcher, NearNames]] = {}
        for language, first in self._matchers.items():
            matcher = copy.copy(first)
            matcher.config = replace(matcher.config)
            matcher.set_home(_gazetteer(home, language))
            known[language] = matcher, NearNames(matcher.tagger)
        self._loaded = home, known

    def guesses(self, text: str, language: str, area: str | None = None) -> Guesses:
        """Return the likeliest readings of `text`, best first; empty for a sentence of several commands.

        `area` is the speaker's area id, if known. Raises BadInput (`unknown_language`) for a language that
        was not loaded.
        """
        home, matchers = self._loaded
        matcher, names = entry_for(matchers, language)
        if names.unknown(text, _MOST_UNKNOWN) == _MOST_UNKNOWN:
            return Guesses()
        matcher = copy.copy(matcher)
        matcher.tagger = names.tagger(text)
        result = matcher.interpret(text, context_area=area if area in home.areas else None)
        if len(result.segments) != 1:
            return Guesses()
        whole = 1.0 if result.accepted else _REJECTED_FACTOR
        frames = [f for f in result.segments[0].frame_candidates if not f.violations]
        words = {token.index: token.text for token in result.tokens}
        return ranked(i for f in frames if (i := _intent(home, f, whole * _score(f, words), text, language)))


def _intent(home: Home, frame: FrameCandidate, score: float, text: str, language: str) -> Intent | None:
    """Return the intent of a reading; None if it is not answered here, or has nothing to act on."""
    slots: dict[str, SlotValue] = {k: v for k, v in frame.slots.items() if v is not None}
    if frame.intent not in _INTENTS:
        return None
    targets = targets_of(home, frame.intent, slots)
    if targets is None:
        return None
    asks = (frame.response_key or "") if frame.intent in QUESTIONS else ""
    ids = tuple(e.id for e in targets)
    intent = Intent("", frame.intent, slots, ids, text, language, round(score, 3), asks=asks)
    return guessed(intent, targets, "fuzzy")


def _score(frame: FrameCandidate, words: Mapping[int, str]) -> float:
    """Return how much of the sentence a reading explains, 0..1. `words` maps token indices to words."""
    # Without a name in the reading, an unknown word may be that name: then "the room's lights" is wrong.
    unknown_cost = _UNKNOWN if "name" in frame.slots else _UNUSED
    unknown = sum(
        unknown_cost if len(words[index]) > _SHORT else _SHORT_UNKNOWN
        for index in frame.unexplained_unimportant_tokens
    )
    penalty = _UNUSED * len(frame.unexplained_important_tokens) + unknown
    penalty += _CORRECTED * frame.fuzzy_count + frame.fuzzy_distance
    return float(max(0.0, 1.0 - penalty))


def _vocabulary(folder: Path) -> dict[str, Any]:
    """Return the matcher's vocabulary of a language, merged into the one that it ships for that language."""
    path = folder / "gazetteer.yaml"
    try:
        own: dict[str, Any] = read_yaml(path.read_text("utf-8"))
    except (OSError, ValueError) as exc:
        raise ConfigError(
            "no_lexicon", f"{path} cannot be read: {exc}.", "Install sarai-mqtt again."
        ) from exc
    shipped = _shipped()
    return dict(_merged(copy.deepcopy(shipped), own)) if shipped["language"] == own.get("language") else own


@cache
def _shipped() -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", read_yaml(package_data_path(_SHIPPED).read_text("utf-8")))


def _merged(base: Any, more: Any) -> Any:
    """Merge tables by key and append new items to lists; any other value is replaced by `more`."""
    if isinstance(base, Mapping) and isinstance(more, Mapping):
        return {**base, **{k: _merged(base[k], v) if k in base else v for k, v in more.items()}}
    if isinstance(base, list) and isinstance(more, list):
        return base + [item for item in more if item not in base]
    return more


def _gazetteer(home: Home, language: str) -> dict[str, Any]:
    """Return floors, areas and exposed entities of `home` in the form that gazetteer-matcher takes."""
    exposed = [e for e in home.entities.values() if e.exposed]
    names = names_of_few((e.id, name) for e in exposed for name in names_in(e.names, language))
    return {
        "floors": {f.id: _named(f.names, language) for f in home.floors.values()},
        "areas": {
            a.id: {**_named(a.names, language), **({"floor": a.floor} if a.floor else {})}
            for a in home.areas.values()
        },
        "entities": {
            e.id: {
                "name": names[e.id][0],
                "aliases": names[e.id][1:],
                "domain": e.domain,
                "area": e.area,
                **({"device_class": e.device_class} if e.device_class else {}),
            }
            for e in exposed
            if e.id in names
        },
    }


def _named(names: Mapping[str, tuple[str, ...]], language: str) -> dict[str, Any]:
    first, *others = names_in(names, language) or ("",)
    return {"name": first, "aliases": others}
