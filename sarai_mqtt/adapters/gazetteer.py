"""Commands in words and orders that no template has, by gazetteer-matcher."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gazetteer_matcher import FrameCandidate, GazetteerMatcher
from gazetteer_matcher.config import package_data_path

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.guesses import Guesses, guessed, ranked
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.core.targets import targets_of
from sarai_mqtt.documents import read_yaml

# What a reading loses for a word it has no use for, one that nothing knows (a short one is most often a
# little word misheard), and one mended by spelling, besides how far that was stretched (0..1).
_UNUSED, _UNKNOWN, _SHORT_UNKNOWN, _MENDED = 0.3, 0.2, 0.1, 0.05
_SHORT = 3
_WANTED = ANSWERED - {"HassNevermind"}  # "leave it on the table" is no order to forget
_REFUSED = 0.5  # what is left of a score when the matcher itself would not accept the reading


class Gazetteer:
    """Finds commands by their words. Loading takes about half a second a language.

    `lexicon` holds `<language>/gazetteer.yaml`; English extends the vocabulary that gazetteer-matcher ships.
    Raises ConfigError `no_lexicon` for a language without one.
    """

    def __init__(self, home: Home, languages: Sequence[str], lexicon: Path) -> None:
        known = {k: GazetteerMatcher(vocabulary=_vocabulary(lexicon, k)) for k in languages}
        self._house = home, known
        self.learn(home)

    def learn(self, home: Home) -> None:
        """Know the names of `home` from now on; readings under way keep the old ones."""
        known = {language: copy.copy(matcher) for language, matcher in self._house[1].items()}
        for language, matcher in known.items():
            matcher.config = replace(matcher.config)
            matcher.set_home(_gazetteer(home, language))
        self._house = home, known

    def guesses(self, text: str, language: str, area: str | None = None) -> Guesses:
        """Give the readings of `text` by a speaker in `area`; none for a sentence of several commands."""
        home, matchers = self._house
        matcher = matchers.get(language)
        if matcher is None:
            return Guesses()
        result = matcher.interpret(text, context_area=area if area in home.areas else None)
        if len(result.segments) != 1:
            return Guesses()
        whole = 1.0 if result.accepted else _REFUSED
        frames = [f for f in result.segments[0].frame_candidates if not f.violations]
        words = {token.index: token.text for token in result.tokens}
        return ranked(i for f in frames if (i := _intent(home, f, whole * _score(f, words), text, language)))


def _intent(home: Home, frame: FrameCandidate, score: float, text: str, language: str) -> Intent | None:
    slots: dict[str, SlotValue] = {k: v for k, v in frame.slots.items() if v is not None}
    if frame.intent not in _WANTED:
        return None
    targets = targets_of(home, frame.intent, slots)
    if targets is None:
        return None
    asks = (frame.response_key or "") if frame.intent in QUESTIONS else ""
    ids = tuple(e.id for e in targets)
    intent = Intent("", frame.intent, slots, ids, text, language, round(score, 3), asks=asks)
    return guessed(intent, targets, "fuzzy")


def _score(frame: FrameCandidate, words: Mapping[int, str]) -> float:
    """Give how much of the sentence a reading explains, 0..1; `words` are those of the sentence by index."""
    # A word that nothing knows may name the thing: then the room's lights are not meant.
    strange = _UNKNOWN if "name" in frame.slots else _UNUSED
    unknown = sum(
        strange if len(words[index]) > _SHORT else _SHORT_UNKNOWN
        for index in frame.unexplained_unimportant_tokens
    )
    lost = _UNUSED * len(frame.unexplained_important_tokens) + unknown
    lost += _MENDED * frame.fuzzy_count + frame.fuzzy_distance
    return float(max(0.0, 1.0 - lost))


def _vocabulary(lexicon: Path, language: str) -> dict[str, Any]:
    path = lexicon / language / "gazetteer.yaml"
    try:
        own: dict[str, Any] = read_yaml(path.read_text("utf-8"))
    except (OSError, ValueError) as exc:
        raise ConfigError(
            "no_lexicon", f"{path} cannot be read: {exc}.", "Install sarai-mqtt again."
        ) from exc
    if language != "en":
        return own
    shipped: dict[str, Any] = read_yaml(package_data_path("vocabulary.yaml").read_text("utf-8"))
    return dict(_merged(shipped, own))


def _merged(base: Any, more: Any) -> Any:
    """Merge tables by key and lists by appending; any other value is the new one."""
    if isinstance(base, Mapping) and isinstance(more, Mapping):
        return {**base, **{k: _merged(base[k], v) if k in base else v for k, v in more.items()}}
    if isinstance(base, list) and isinstance(more, list):
        return base + [item for item in more if item not in base]
    return more


def _gazetteer(home: Home, language: str) -> dict[str, Any]:
    """Give the exposed part of `home` as gazetteer-matcher wants it."""
    exposed = [e for e in home.entities.values() if e.exposed and names_in(e.names, language)]
    return {
        "floors": {f.id: _named(f.names, language) for f in home.floors.values()},
        "areas": {
            a.id: {**_named(a.names, language), **({"floor": a.floor} if a.floor else {})}
            for a in home.areas.values()
        },
        "entities": {
            e.id: {
                **_named(e.names, language),
                "domain": e.domain,
                "area": e.area,
                **({"device_class": e.device_class} if e.device_class else {}),
            }
            for e in exposed
        },
    }


def _named(names: Mapping[str, tuple[str, ...]], language: str) -> dict[str, Any]:
    first, *others = names_in(names, language) or ("",)
    return {"name": first, "aliases": others}
