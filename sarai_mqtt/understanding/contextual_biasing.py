"""Contextual biasing: commands of this home that a heard sentence sounds like (rapidfuzz)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.languages.content_words import ContentWords
from sarai_mqtt.languages.detection import is_function_word, words_of
from sarai_mqtt.languages.packs import entry_for, pack
from sarai_mqtt.understanding.command_vocabulary import (
    command_words,
    correction_targets,
    head_index,
    is_form_of_head,
    is_head,
    is_known_verb,
    is_statement,
    may_be_misheard,
    never_first,
    order_misheard_as,
    run_together_phrases,
    thing_words,
    without_object,
)
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.misheard_words import Piece, Reading, WordSpans, readings, sound_key
from sarai_mqtt.understanding.numbers import number_at

# Chosen on the development half of tests/bench/home_bias.py.
_MAX_CANDIDATES = 16  # candidates per sentence
_MAX_WORDS = 14  # longer sentences have no candidates
_MIN_SIMILARITY = 0.5  # share of equal sounds from which a phrase is a candidate for a span of words
_MAX_COST = 8.0  # maximum cost of a sentence, in differing sounds
_EXPECTED_COST = 1.0  # cost of replacing a word that is expected
_SLIP_COST = 1.0  # cost of replacing one function word by another
_UNEXPECTED_COST = 2.5  # cost of keeping a word that is not expected
_SOUNDALIKE_COST = 0.1  # cost of other words for the same sounds
_MIN_VERBLESS_WORDS = 3  # minimum number of words of a command without a verb: "floor lamp on"
_MIN_LETTERS = 3  # shorter words of names are not looked for by their sound


_LASTING_REASONS = frozenset({"negated", "reported", "quoted", "conditional", "scheduled"})
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The phrases to look for, the sound key of each, and the words that are expected in commands."""

    phrases: tuple[str, ...]
    sounds: tuple[str, ...]
    expected: frozenset[str]
    named: frozenset[str]  # words of names and of kinds of things: every command has one
    places: frozenset[str]  # first words of areas and floors
    content: ContentWords


class HomeBiasing:
    """Implements `ports.ContextualBiasing`. Calls share no mutable state, so they are safe from any thread.

    Args:
        home: the home whose names are looked for, besides the command words of each language.
        languages: the content words by language code.
        understand: maps text and language to the meaning, None if there is none; must be safe to call from
            any thread.

    """

    def __init__(
        self,
        home: Home,
        languages: Mapping[str, ContentWords],
        understand: Callable[[str, str], object],
    ) -> None:
        self._languages, self._understand = languages, understand
        self._known = self._vocabularies(home)

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on; calls in progress finish with the previous names."""
        self._known = self._vocabularies(home)

    def is_command(self, text: str, language: str) -> bool:
        """Return True if `text` is understood as a command."""
        return self._understand(text, language) is not None

    def nearest(self, text: str, language: str) -> Sequence[str]:
        """Return commands of this home that `text` may have been, likeliest first, at most `_MAX_CANDIDATES`.

        Empty if `text` consists of expected words and names something already, if it is a report, not an
        order, if it has fewer than 2 or more than `_MAX_WORDS` words, or if more than about half of its words
        are unexpected. Raises BadInput (`unknown_language`).
        """
        known = entry_for(self._known, language)
        heard = WordSpans.cut(text)
        if not 2 <= len(heard.words) <= _MAX_WORDS:
            return ()
        lower = [word.lower().replace("’", "'") for word in heard.words]
        kept = list(_kept(lower, language, known))
        unexpected = len(lower) - len(kept)
        if is_statement(lower, language):
            return ()
        names_nothing = known.named.isdisjoint(lower)
        if not (unexpected or names_nothing) or 2 * unexpected > len(lower) + 1:
            return ()
        pieces = [*kept, *_soundalikes(heard, language, known), *_slips(lower, language, known)]
        pieces += _unexpected(lower, kept)
        found = readings(len(lower), pieces, 4 * _MAX_CANDIDATES, _MAX_COST)
        texts: dict[str, str] = {}
        for reading in found:
            if reading.changed and _is_command(reading, lower, language, known):
                rewritten = heard.rewritten(reading)
                texts.setdefault(rewritten.lower(), rewritten)
        against = _reasons(text, language)  # a correction must not lose them: "don't", "he said", "if"
        kept_sense = (t for t in texts.values() if not against - _reasons(t, language))
        return list(islice(kept_sense, _MAX_CANDIDATES))

    def _vocabularies(self, home: Home) -> Mapping[str, _Vocabulary]:
        return {language: _vocabulary(home, language, words) for language, words in self._languages.items()}


def _reasons(text: str, language: str) -> frozenset[str]:
    """Return the reasons against an order in `text` that do not depend on a misheard verb."""
    return frozenset(reasons_against(text, language, _ANY_ORDER)) & _LASTING_REASONS


def _vocabulary(home: Home, language: str, content: ContentWords) -> _Vocabulary:
    names = list(_names(home, language))
    common = command_words(language)
    own = {word for name in names for word in words_of(name) if not is_function_word(word, language)}
    phrases = dict.fromkeys(
        [
            *names,
            *sorted(word for word in own - common if len(word) >= _MIN_LETTERS),
            *sorted(correction_targets(language)),
            *run_together_phrases(language),
        ]
    )
    sounds = tuple(sound_key(phrase, language) for phrase in phrases)
    places = {words_of(name)[0] for name in _places(home, language) if words_of(name)}
    return _Vocabulary(
        tuple(phrases),
        sounds,
        common | own,
        frozenset(own | thing_words(language)),
        frozenset(places),
        content,
    )


def _places(home: Home, language: str) -> Iterator[str]:
    for floor in home.floors.values():
        yield from names_in(floor.names, language)
    for area in home.areas.values():
        yield from names_in(area.names, language)


def _names(home: Home, language: str) -> Iterator[str]:
    yield from _places(home, language)
    for entity in home.entities.values():
        if entity.exposed:
            yield from names_in(entity.names, language)


def _is_expected(word: str, known: _Vocabulary) -> bool:
    return word in known.expected or word[0].isdigit()


def _kept(words: Sequence[str], language: str, known: _Vocabulary) -> Iterator[Piece]:
    """Yield the words that are expected where they stand, each as a piece of cost 0."""
    for place, word in enumerate(words):
        slipped = _slip_at(place, words, language, known) or (not place and never_first(word, language))
        if _is_expected(word, known) and not slipped:
            yield Piece(place, place + 1, "", 0.0)


def _unexpected(words: Sequence[str], kept: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the unexpected words unchanged, at a cost: another word may be the misheard one."""
    for place in {*range(len(words))} - {piece.start for piece in kept}:
        yield Piece(place, place + 1, "", _UNEXPECTED_COST)


def _slip_at(place: int, words: Sequence[str], language: str, known: _Vocabulary) -> str:
    """Return the replacement of the word at `place` if it makes no sense there, else "".

    Examples: "in" for the "and" of "the lights and the kitchen", "pon" for "ponla" before "la".
    """
    word, before = words[place], words[place - 1] if place else ""
    commands = pack(language).commands
    following = next((w for w in words[place + 1 : place + 3] if w not in commands.passed_over), "")
    if order := without_object(word, following, language):
        return order
    for slip in commands.slips:
        if word in slip.said:
            led = is_head(before, language) if slip.after == "head" else before in commands.things
            ends = known.places if slip.before == "place" else known.named - known.places
            return slip.meant if led and following in ends else ""
    return ""


def _slips(words: Sequence[str], language: str, known: _Vocabulary) -> Iterator[Piece]:
    """Yield corrections that do not depend on names: of the first word, and of words out of place."""
    if order := order_misheard_as(words[0], language):
        yield Piece(0, 1, order, 2 * _SLIP_COST)
    for place in range(len(words)):
        if correction := _slip_at(place, words, language, known):
            yield Piece(place, place + 1, correction, _SLIP_COST)


def _soundalikes(heard: WordSpans, language: str, known: _Vocabulary) -> Iterator[Piece]:
    """Yield a piece for each phrase of the vocabulary and each span of words that sounds like it."""
    spans = list(heard.spans())
    said = [" ".join(heard.words[start:end]) for start, end in spans]
    sounds = [sound_key(text, language) for text in said]
    lower = [word.lower() for word in heard.words]
    distances = cdist(sounds, known.sounds, scorer=Levenshtein.distance, dtype=np.int32)
    lengths = np.maximum.outer([len(s) for s in sounds], [len(s) for s in known.sounds])
    for row, column in zip(*np.nonzero(distances <= (1 - _MIN_SIMILARITY) * lengths), strict=True):
        start, end = spans[row]
        phrase = known.phrases[column]
        if phrase.lower() == said[row].lower():
            yield Piece(start, end, "", 0.0)
        elif _may_be_misheard_as(lower, slice(start, end), phrase, language, known):
            own = words_of(phrase)
            replaced = sum(_is_expected(word, known) and word not in own for word in lower[start:end])
            cost = float(distances[row, column]) + _SOUNDALIKE_COST + _EXPECTED_COST * replaced
            yield Piece(start, end, phrase, cost)


def _may_be_misheard_as(
    words: Sequence[str], where: slice, phrase: str, language: str, known: _Vocabulary
) -> bool:
    """Return True if the words of the slice `where` may be `phrase` misheard.

    They may not if they hold an order or question that is heard reliably, a number, or a word that changes
    the command; if they are `phrase` with words added; or if they are another form of the verb that `phrase`
    begins with. Words that are all expected are replaced only where the sentence names nothing.
    """
    start, end = where.start, where.stop
    span, following = words[where], words[end : end + 1]
    heads = (i for i, word in enumerate(span, start) if is_known_verb(word, language))
    if any(not may_be_misheard(words[i], i, language) for i in heads):
        return False  # another verb would be another order: "apuntar" is not "quita"
    if any(known.content.is_scope_word(words, i) or number_at(words, i, language) for i in range(start, end)):
        return False  # "menos", "todo", "only": another command
    first, *more = own = words_of(phrase)
    if len(span) > len(own) and set(own) <= set(span):
        return False  # that would only leave words out
    if is_head(first, language) and any(is_form_of_head(text, language) for text in (*span, " ".join(span))):
        # "ponen ventilador" has swallowed its article, so it is an order; "ponen el ventilador" is a report
        return bool(more) and len(span) == 1 and not (following and is_function_word(following[0], language))
    if may_be_misheard(span[0], start, language) or not all(_is_expected(word, known) for word in span):
        return True
    # a command names something: if nothing is named, one of the words is the misheard name
    return len(span) == 1 and len(span[0]) > _MIN_LETTERS and known.named.isdisjoint(words)


def _is_command(reading: Reading, words: Sequence[str], language: str, known: _Vocabulary) -> bool:
    """Return True if `reading` begins with an order, a question or a thing, and names a thing or a place.

    The only corrected verb may be the order that it begins with (particles like "off" aside): correcting any
    other verb would change the meaning.
    """
    particles = pack(language).commands.particles
    said: list[str] = []
    corrected_heads: list[int] = []
    for piece in reading.pieces:
        new = words_of(piece.phrase)
        if new and new[0] not in particles and is_head(new[0], language):
            corrected_heads.append(len(said))
        said += new or words[piece.start : piece.end]
    start = head_index(said, language)
    if known.named.isdisjoint(said):
        return False
    if start < 0:
        first = next((word for word in said if not is_function_word(word, language)), "")
        return len(said) >= _MIN_VERBLESS_WORDS and first in known.named and not corrected_heads
    return all(place == start for place in corrected_heads)
