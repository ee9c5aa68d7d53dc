"""Recognizes commands by their similarity to example sentences, in spelling and in sound (rapidfuzz).

The score is a soft TF-IDF (Cohen, Ravikumar and Fienberg 2003, "A comparison of string distance metrics for
name-matching tasks"): words count by their rarity, and similar words by their similarity. It is the harmonic
mean of the share of the text that the example explains and the share of the example that the text contains.
Examples are not written out with every name: the words of an example and those of a name are compared
separately and combined afterwards, which gives the same score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist, extractOne

from sarai_mqtt.config.yaml_documents import read_yaml
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Area, Entity, Home, names_in
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.targets import targets_of
from sarai_mqtt.languages.content_words import content_words, tokens_of
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import entry_for, folder_of, pack
from sarai_mqtt.languages.phonetics import phonetic_key
from sarai_mqtt.understanding.candidates import Guesses, guessed, names_of_few, ranked
from sarai_mqtt.understanding.examples import (
    COLOR,
    NUMBER,
    Example,
    document_frequencies,
    example_of,
    name_words,
    words_with_values,
)
from sarai_mqtt.understanding.orders import is_order
from sarai_mqtt.understanding.polarity import polarity_agrees

_MIN_SIMILARITY = 0.72  # similarity below which two words are unrelated
_SHORT = 3  # words of up to so many letters are all similar: they must sound the same
_SOUND_SIMILARITY = 0.97  # similarity of two words that sound the same
_NAME_SHARE = 0.65  # share of a name's weight that the text must contain for the name to be meant
_MAX_WEIGHT = 4.0  # maximum weight of a word, so that one unknown word does not outweigh the sentence
_SHORT_WEIGHT = 1.0  # weight of a short unknown word
_COLOR_SIMILARITY = 0.75  # similarity from which an unknown word is taken for a colour
_MIN_WEIGHT = np.float32(0.01)  # minimum weight of a word, and of an example that is nothing but a name
_MIN_SCORE = 0.55  # lower ones neither are asked about nor rival those that are
_MAX_RESOLVED = 60  # number of best-scoring sentences that are resolved in the home

_Floats = npt.NDArray[np.float32]
_Ids = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases as word ids [n, longest], padded with the number of known words, and their weights [n]."""

    ids: _Ids
    weight: _Floats

    def compare(self, similarity: _Floats, weights: _Floats) -> tuple[_Floats, _Floats]:
        """Return how well each word fits each phrase [words, n], and the weight of each in the text [n].

        A word fits a phrase as well as it fits the most similar word in it. `similarity` is the similarity of
        each word of the text to each known word [words, known + 1], `weights` are those of the known words
        [known + 1]; the last column is for padding.
        """
        near = similarity[:, self.ids]
        fit = near[:, :, 0].copy()
        for place in range(1, near.shape[2]):  # a third of the time of near.max(axis=2): that axis is short
            np.maximum(fit, near[:, :, place], out=fit)
        return fit, (near.max(axis=0) * weights[self.ids]).sum(axis=1)


class SentenceSearch:
    """Recognizes commands by their similarity to example sentences filled with the home's names.

    Each language has an examples.yaml and a chat.txt in the folder of its pack, or in `<data>/<language>`.
    Raises ConfigError `no_lexicon` if a file of a language cannot be read.
    """

    def __init__(self, home: Home, languages: Sequence[str], data: Path | None = None) -> None:
        folders = {k: data / k if data else folder_of(k) for k in languages}
        self._data = {language: _LanguageData(folder, language) for language, folder in folders.items()}
        self.learn(home)

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on."""
        self._indexes = {k: _Index(home, k, data) for k, data in self._data.items()}

    def guesses(self, text: str, language: str, area: str | None = None) -> Guesses:
        """Return the commands that `text` is similar to, best first, and its similarity to small talk.

        `area` is the speaker's area id, if known. Raises BadInput (`unknown_language`) for a language that
        was not loaded.
        """
        return entry_for(self._indexes, language).guesses(text, area)


@dataclass(frozen=True, slots=True)
class _Query:
    """A text, the numbers and the names of colours in it, and the speaker's area id."""

    text: str
    numbers: Sequence[float]
    colors: Sequence[str]
    area: str | None


class _Found(NamedTuple):
    """An example that a text is similar to, with the place that the text names (None: none).

    `told`: the example is no order ("it's dark in here"), and the text has a word that it has not ("noisy").
    """

    score: float
    example: Example
    place: Entity | Area | None
    told: bool


class _LanguageData:
    """The example sentences, small-talk sentences and colour words of a language."""

    def __init__(self, folder: Path, language: str) -> None:
        file = folder / "examples.yaml"
        try:
            data: dict[str, Any] = read_yaml(file.read_text("utf-8"))
            file = folder / "chat.txt"
            chat = file.read_text("utf-8").splitlines()
        except (OSError, ValueError) as exc:
            raise ConfigError(
                "no_lexicon", f"{file} cannot be read: {exc}.", "Install sarai-mqtt again."
            ) from exc
        self.colors: Mapping[str, str] = {
            word: name for name, words in data["colors"].items() for word in words
        }
        self.chat = [line for line in chat if line and not line.startswith("#")]
        self.examples = [example for row in data["examples"] for example in _examples(row, language)]


def _examples(row: Mapping[str, Any], language: str) -> Iterator[Example]:
    value = row.get("value")
    for sentence in row["sentences"]:
        words, gap = example_of(sentence, language)
        yield Example(
            words,
            gap,
            row["intent"],
            tuple(row.get("domains", ())),
            row.get("device_class"),
            row.get("where", "here"),
            {k: v for k, v in row.get("slots", {}).items() if v != "color"},
            (value[0], value[1], value[2]) if value else None,
            row.get("asks", ""),
        )


class _Index:
    """The examples of one language and the names of one home as arrays."""

    def __init__(self, home: Home, language: str, data: _LanguageData) -> None:
        self._home, self._language, self._data = home, language, data
        self._places: list[Entity | Area] = []
        names: list[tuple[str, ...]] = []
        exposed = [e for e in home.entities.values() if e.exposed]
        of_few = names_of_few((e.id, name) for e in exposed for name in names_in(e.names, language))
        named = [(e, of_few[e.id]) for e in exposed if e.id in of_few]
        places: list[tuple[Entity | Area, Sequence[str]]] = [
            *named,
            *((a, names_in(a.names, language)) for a in home.areas.values()),
        ]
        for place, called in places:
            for name in called:
                if words := name_words(name, language):  # a name may be nothing but an emoji
                    self._places.append(place)
                    names.append(words)
        examples = [e.words for e in data.examples]
        chat = [tuple(words_with_values(line, language, data.colors)[0]) for line in data.chat]
        counts = document_frequencies([*examples, *names, *chat])
        self._ids = {word: i for i, word in enumerate(counts)}
        total = len(examples) + len(names) + len(chat)
        rare = np.minimum(np.log(total / np.array(list(counts.values()), np.float32)), _MAX_WEIGHT)
        self._weights: _Floats = np.append(rare, np.float32(0)).astype(np.float32)
        self._words = list(counts)
        self._starts = np.array([word[:2] for word in counts])
        self._command_words = {word for phrase in (*examples, *names) for word in phrase}
        self._sounds = [phonetic_key(word, language) for word in counts]
        self._examples, self._names, self._chat = (self._phrases(p) for p in (examples, names, chat))
        self._fitting = np.array([[_fits(e, p) for e in data.examples] for p in self._places], bool)
        self._without_gap = np.array([e.gap == "" for e in data.examples], bool)
        self._remarks = np.array([not is_order(" ".join(e.words), language) for e in data.examples], bool)

    def _phrases(self, phrases: Sequence[Sequence[str]]) -> _Phrases:
        ids = np.full((len(phrases), max(map(len, phrases), default=1)), len(self._ids), np.intp)
        for row, phrase in zip(ids, phrases, strict=True):
            row[: len(phrase)] = [self._ids[word] for word in phrase]
        return _Phrases(ids, np.maximum(self._weights[ids].sum(axis=1), _MIN_WEIGHT))

    def guesses(self, text: str, area: str | None) -> Guesses:
        """Return the commands that `text` is similar to, and its similarity to small talk."""
        words, numbers, colors = words_with_values(text, self._language, self._data.colors)
        if not words:
            return Guesses()
        colors += self._near_colors(words)
        similarity = self._similarity(words)
        weights = self._weights_of(words, similarity)
        in_chat, of_chat = self._chat.compare(similarity, self._weights)
        chat = _harmonic_mean(weights @ in_chat / weights.sum(), of_chat / self._chat.weight)
        nearest = self._nearest(similarity, weights, self._telling_words(words, text))
        near = (found for found in nearest if found.score >= _MIN_SCORE)
        found = sorted(near, key=lambda f: -f.score)[:_MAX_RESOLVED]
        query = _Query(text, numbers, colors, area)
        read = [(f, intent) for f in found if (intent := self._intent(query, f))]
        told = [f.score for f, intent in read if f.told and not _is_shown(intent, f.example)]
        talk = max(float(chat.max(initial=0.0)), *told, 0.0)
        return ranked((intent for _, intent in read), round(talk, 3))

    def _near_colors(self, words: list[str]) -> list[str]:
        """Replace unknown words that resemble a colour ("asul", "morao") by COLOR; return the colours' names.

        Changes `words`.
        """
        found = []
        for i, word in enumerate(words):
            if word in self._ids or len(word) <= _SHORT:
                continue
            near = extractOne(
                word,
                self._data.colors.keys(),
                scorer=OSA.normalized_similarity,
                score_cutoff=_COLOR_SIMILARITY,
            )
            if near:
                found.append(self._data.colors[near[0]])
                words[i] = COLOR
        return found

    def _similarity(self, words: Sequence[str]) -> _Floats:
        """Return the similarity of each word to each known word [words, known + 1]; the last column is 0."""
        spelt = cdist(words, self._words, scorer=OSA.normalized_similarity, dtype=np.float32)
        sounds = [phonetic_key(word, self._language) for word in words]
        sounding = cdist(sounds, self._sounds, scorer=OSA.normalized_similarity, dtype=np.float32)
        similarity = np.maximum(spelt, sounding * _SOUND_SIMILARITY)
        similarity[similarity < _MIN_SIMILARITY] = 0
        short = [len(word) <= _SHORT for word in words]
        similarity[short] = np.where(similarity[short] < _SOUND_SIMILARITY - 0.001, 0, similarity[short])
        for row, word in zip(similarity, words, strict=True):
            if word in self._command_words:  # "light" is not "night"; "lights" may be "light"
                row[self._starts != word[:2]] = 0
        return np.pad(similarity, ((0, 0), (0, 1)))

    def _weights_of(self, words: Sequence[str], similarity: _Floats) -> _Floats:
        """Return the weights of `words` [words]; an unknown word has that of the most similar known word."""
        known = [self._ids.get(word, -1) for word in words]
        weights = [
            self._weights[k] if k >= 0 else self._weights[row.argmax()] if row.any() else _unseen_weight(word)
            for word, k, row in zip(words, known, similarity, strict=True)
        ]
        return np.maximum(np.array(weights, np.float32), _MIN_WEIGHT)

    def _telling_words(self, words: Sequence[str], text: str) -> npt.NDArray[np.bool_]:
        """Return a mask [len(words)] of the words that an example which is no order must explain.

        It is all False if `text` is an order or names a kind of things. "hay demasiada luz en el salón" asks
        for less light; one other word ("gente") makes it a remark.
        """
        language = self._language
        marks = content_words(language).marks(tokens_of(text, language))
        # "we need sami light in the lounge" names what it is about, and a word of it was misheard
        ordered = is_order(text, language) or pack(language).speech_acts.polite.search(text.lower())
        if ordered or any(mark.kind == "class" for mark in marks):
            return np.zeros(len(words), bool)
        telling = (len(w) > _SHORT and not is_function_word(w, self._language) for w in words)
        return np.fromiter(telling, bool, len(words))

    def _nearest(
        self, similarity: _Floats, weights: _Floats, telling: npt.NDArray[np.bool_]
    ) -> Iterator[_Found]:
        """Yield each example with each name that fits; `telling` [words] marks the words it must explain."""
        examples = self._data.examples
        in_example, of_example = self._examples.compare(similarity, self._weights)
        in_name, of_name = self._names.compare(similarity, self._weights)
        whole = weights.sum()
        explained = weights @ in_example / whole
        # an example without a name may mean the whole house: what it does not explain counts twice
        scores = explained * _harmonic_mean(explained, of_example / self._examples.weight)
        told = self._remarks & (in_example[telling] == 0).any(axis=0)
        for i in np.flatnonzero(self._without_gap & (scores > 0)):
            yield _Found(float(scores[i]), examples[i], None, bool(told[i]))
        for j in np.flatnonzero(of_name >= _NAME_SHARE * self._names.weight):
            fitting = np.flatnonzero(self._fitting[j])
            fit = np.maximum(in_example[:, fitting], in_name[:, j, None])
            explained = weights @ fit / whole
            told = self._remarks[fitting] & (fit[telling] == 0).any(axis=0)
            covered = (of_example[fitting] + of_name[j]) / (
                self._examples.weight[fitting] + self._names.weight[j]
            )
            scores = _harmonic_mean(explained, covered)
            for i, score, is_told in zip(fitting, scores, told, strict=True):
                place = self._places[j]
                yield _Found(float(score), examples[i], place, bool(is_told) and isinstance(place, Area))

    def _intent(self, query: _Query, found: _Found) -> Intent | None:
        """Return the intent of the example; None if the values do not fit it or it has nothing to act on."""
        example, score = found.example, found.score
        slots = example.filled(self._home, query.numbers, query.colors, found.place, query.area)
        if slots is None:
            return None
        targets = targets_of(self._home, example.intent, slots, example.domains)
        if targets is None:
            return None
        ids = tuple(e.id for e in targets)
        intent = Intent(
            "", example.intent, slots, ids, query.text, self._language, round(score, 3), asks=example.asks
        )
        return guessed(intent, targets, "retrieval")


def _is_shown(intent: Intent, example: Example) -> bool:
    """Return True if the text shows what is wanted: it asks, or has a value, "on", "off" or a title."""
    if intent.name in QUESTIONS or not {NUMBER, COLOR}.isdisjoint(example.words):
        return True
    if intent.targets and all(t.startswith(("scene.", "script.")) for t in intent.targets):
        return True
    directed = not polarity_agrees("", intent.language, intent)
    return directed and polarity_agrees(intent.text, intent.language, intent)


def _unseen_weight(word: str) -> float:
    """Return the weight of a word similar to no known one; a short one is mostly a misheard function word."""
    return _SHORT_WEIGHT if len(word) <= _SHORT else _MAX_WEIGHT


def _fits(example: Example, place: Entity | Area) -> bool:
    if isinstance(place, Entity):
        return example.gap == "name" and example.fits(place)
    return example.gap == "area"


def _harmonic_mean(explained: _Floats, covered: _Floats) -> _Floats:
    """Return the harmonic mean of the two shares, element by element."""
    score: _Floats = 2 * explained * covered / np.maximum(explained + covered, np.float32(1e-6))
    return score
