"""Checks that every content word of a sentence has its place in a command found by similarity.

A sentence template has all words of its sentence; a similar command has only most of them. What it lacks
may be the word that matters: "the broken lamp", "the lights behind the kitchen". So each word must be one
that the command uses, a little word, or a misheard one of those that the command lacks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract_iter

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.phonetics import phonetic_key
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.accounting.entity_names import classes_of, name_words
from sarai_mqtt.understanding.accounting.similar_words import SHORT, is_like
from sarai_mqtt.understanding.accounting.text_account import MEDIA_INTENTS, TextAccount
from sarai_mqtt.understanding.command_vocabulary import command_words, is_head
from sarai_mqtt.understanding.polarity import polarity_agrees

_MIN_RATIO = 0.7  # similarity from which a word may be a misheard one of the command
_NOUNS = frozenset({"class", "thing", "place"})
_MIN_RATIO_JOINED, _MIN_RATIO_VERB = 0.85, 0.8
_AS_LIKE = 0.05  # less of similarity with which another verb may be the one that was misheard
_LONGER = 2  # letters more or fewer of a misheard word
_SUBJECT = 2  # words of who does it: "Bruno opens …"


def lost_words(account: TextAccount, read: str) -> tuple[str, ...]:
    """Return the content words without a place in the intent of `account`, which was found in `read`.

    Words that `read` no longer has were judged by the rule that reworded the sentence; it is the whole
    sentence where nothing was reworded but its form. `account.unused()` must be exhausted.
    """
    words = _Words.of(account)
    kept = set(words_in(read, account.intent.language))
    order = enumerate(account.tokens[: account.ordered])
    return tuple(account.said(i, i + 1) for i, t in order if t.text in kept and not words.has_place(i))


def unused_by(account: TextAccount, phrases: Sequence[str]) -> tuple[str, ...]:
    """Return those of `phrases`, which no reading of the parts has a place for, that the intent cannot use.

    Little words, verbs and words that name nothing may be dropped: "could you maybe get the light going".
    """
    language, words = account.intent.language, _Words.of(account)
    order = account.tokens[: account.ordered]
    used = {t.text for i, t in enumerate(account.tokens) if i in account.taken or i >= account.ordered}
    used -= {t.text for i, t in enumerate(order) if i not in account.taken}
    places: dict[str, list[int]] = {}
    for place, token in enumerate(order):
        places.setdefault(token.text, []).append(place)

    def is_lost(word: str) -> bool:
        at = places.get(word, ())
        qualifies = any(words.is_known_beside_noun(i) or words.is_several_places(i) for i in at)
        if word in used or not (qualifies or words.is_lost(word, word)):
            return False
        return qualifies or not any(map(words.is_misheard, at))

    return tuple(said for said in phrases if any(map(is_lost, words_in(said, language))))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that the intent of an account may use.

    Attributes:
        possible: those of the names, kinds, rooms and floors of what it acts on.
        missing: those of `possible` that were not said, for which a misheard word may stand.
        placed: indices of the tokens that were judged.
        verb: index of the token that is the first known verb of an order, 0 without one.
        misheard_verb: index of the token that may be a misheard verb, -1 if there is a known one.
        reason: index of the token after a reason that precedes the order ("the kids are asleep, turn …").

    """

    account: TextAccount
    possible: frozenset[str]
    missing: frozenset[str]
    placed: frozenset[int]
    verb: int
    misheard_verb: int
    reason: int

    @classmethod
    def of(cls, account: TextAccount) -> "_Words":
        language, said = account.intent.language, {token.text for token in account.tokens}
        possible = _possible_words(account)
        placed = account.taken.union(*(range(m.start, m.end) for m in account.marks))
        raw = [account.said(i, i + 1).lower() for i in range(account.ordered)]
        verb = next((i for i, word in enumerate(raw) if word in _orders(language)), -1)
        # a shorter beginning is whoever does it; one that names something is part of the order
        reason = verb if verb > _SUBJECT and placed.isdisjoint(range(verb)) else 0
        missing = possible - said
        missing -= frozenset[str]().union(*account.called) - account.words_past_names()
        misheard = -1 if verb >= 0 else _misheard_verb(account, raw, placed, missing)
        return cls(account, possible, missing, frozenset(placed), max(verb, 0), misheard, reason)

    def has_place(self, place: int) -> bool:
        """Return True if the token at index `place` is used, little, or misheard for a word of the intent."""
        word = self.account.word(place)
        if place in self.placed or place < self.reason:
            return True
        if place < self.verb and word in self.account.words.here:
            return False  # "this turns off the lamp" tells something
        if len(word) <= SHORT and word.isalpha():
            led = self.account.word(place - 1) in self.account.words.of  # "la lámpara de pie"
            beside = self._is_beside_noun(place) or (led and self._is_beside_noun(place - 1))
            of_noun = len(word) == SHORT and beside and not self._is_little(word)
            return not of_noun or self.is_misheard(place)
        if self.is_several_places(place):
            return False
        return not self.is_lost(word, self.account.said(place, place + 1).lower()) or self.is_misheard(place)

    def is_misheard(self, place: int) -> bool:
        """Return True if the token at index `place` is a misheard verb, a part of a word or a false start."""
        word, following = self.account.word(place), self.account.word(place + 1)
        if word.isdigit() or place == self.misheard_verb:
            return place == self.misheard_verb
        if len(word) <= SHORT and any(a.start == place + 1 for a in self.account.amounts):
            return True  # "set it two 20"
        if any(
            word[:cut] in self.possible and word[cut:] in self.possible for cut in range(2, len(word) - 1)
        ):
            return True  # "counterlight"
        if any(
            len(word) > SHORT and other.startswith(word)
            for other in (following, self.account.word(place + 2))
        ):
            return True  # "the calefa... the calefacción"
        joined = [self.account.word(place - 1) + word] if place - 1 not in self.placed else []
        joined += [word + following] if place + 1 not in self.placed else []
        language = self.account.intent.language
        return any(
            is_like(both, self.missing, _MIN_RATIO_JOINED)
            or is_like(both, _verbs(language)[0], _MIN_RATIO_JOINED)
            for both in joined  # "bed side" is "bedside"
            if both != word
        )

    def is_several_places(self, place: int) -> bool:
        """Return True if the token is a plural of places, of which the intent has one: "the bedrooms"."""
        starts = {m.start for m in self.account.marks if m.kind in _NOUNS}
        starts |= {span.start for span in self.account.named}
        # but "the bedrooms blinds" is misheard
        return place + 1 not in starts and self.account.is_several_places(self.account.word(place))

    def is_known_beside_noun(self, place: int) -> bool:
        """Return True if the token is a word of commands that may tell one thing from another: "new"."""
        word, language = self.account.word(place), self.account.intent.language
        known = word in command_words(language) and not is_head(word, language)
        little = self._is_little(word) or len(word) <= SHORT or word in self.possible
        if not known or little or place in self.placed or not self._is_beside_noun(place):
            return False
        return not is_like(word, self.missing, _MIN_RATIO)

    def is_lost(self, word: str, raw: str) -> bool:
        """Return True if `word`, written `raw`, is none of the intent, not even misheard."""
        language = self.account.intent.language
        if not word.isalpha() or len(word) <= SHORT:
            return word.isdigit()
        if self._is_little(word) or is_head(raw, language) or raw in command_words(language):
            return False
        if word in self.possible or pack(language).verbs.bare(raw) in _orders(language):
            return False
        return not is_like(word, [w for w in self.missing if abs(len(w) - len(word)) <= _LONGER], _MIN_RATIO)

    def _is_little(self, word: str) -> bool:
        words, language = self.account.words, self.account.intent.language
        if word in words.vague | words.articles or is_function_word(word, language):
            return True
        return len(word) <= SHORT and phonetic_key(word, language) in _little_sounds(language)

    def _is_beside_noun(self, place: int) -> bool:
        """Return True if a name or the kind of a thing begins or ends beside the token."""
        nouns = [(m.start, m.end) for m in self.account.marks if m.kind in _NOUNS]
        nouns += [(span.start, span.stop) for span in self.account.named]
        return any(place in (start - 1, end) for start, end in nouns)


def _possible_words(account: TextAccount) -> frozenset[str]:
    """Return the words by which the targets may be called: of their names, kinds, rooms and floors."""
    home, language = account.home, account.intent.language
    areas = {e.area or "" for e in account.targets} | {str(account.intent.slots.get("area"))}
    rooms = [home.areas[a] for a in areas if a in home.areas]
    floors = [home.floors[r.floor] for r in rooms if r.floor and r.floor in home.floors]
    named = [r.names for r in rooms] + [f.names for f in floors]
    places = (name_words(names, language) for names in named)
    name = account.intent.name
    classes = account.words.classes.values()
    kinds = (*classes_of(account.targets, classes), *(c for c in classes if name in c.kind.intents))
    phrases = (word for c in kinds for phrase in c.words for word in phrase)
    colours = pack(language).content.colours if "color" in account.intent.slots else ()
    orders = pack(language).orders
    media = orders.media if orders and name in MEDIA_INTENTS else ()
    return frozenset((*phrases, *colours, *media)).union(*account.called, *places)


@cache
def _orders(language: str) -> frozenset[str]:
    return pack(language).verbs.used_as("order")


@cache
def _verbs(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of orders, particles and states among them, without accents, and their sounds."""
    words = sorted(command_words(language) | _orders(language) | pack(language).commands.particles)
    longer = [word for word in words if len(word) > SHORT]
    return tuple(map(without_accents, longer)), tuple(phonetic_key(word, language) for word in longer)


def _misheard_verb(
    account: TextAccount, words: Sequence[str], placed: Collection[int], missing: Collection[str]
) -> int:
    """Return the index of the word that is most like a verb in its spelling or sound, -1 if none is.

    With that verb in its place the sentence must point in the direction of the intent.
    """
    language = account.intent.language
    known = [w in command_words(language) or is_function_word(w, language) for w in words]
    near = [
        (score, place, verb)
        for place, word in enumerate(words)
        if place not in placed and len(word) > SHORT and not known[place]
        if not is_like(without_accents(word), missing, _MIN_RATIO)
        for verb, score in _near_verbs(word, language)
    ]
    best, found, _ = max(near, default=(0.0, -1, ""))
    others = (word for i, word in enumerate(words) if i != found and word in command_words(language))
    if any(is_like(word, _orders(language), _MIN_RATIO_VERB) for word in others):
        return -1  # "Marthe éteint la lampe": another word is nearly a verb
    texts = (
        " ".join((*words[:found], verb, *words[found + 1 :]))
        for score, place, verb in near
        if place == found and score > best - _AS_LIKE
    )
    return found if any(polarity_agrees(text, language, account.intent) for text in texts) else -1


def _near_verbs(word: str, language: str) -> Iterator[tuple[str, float]]:
    """Yield the words of orders that are like `word` in their spelling or sound, with their similarity."""
    written, sounds = _verbs(language)
    for key, choices in ((without_accents(word), written), (phonetic_key(word, language), sounds)):
        for _, score, place in extract_iter(
            key, choices, scorer=Indel.normalized_similarity, score_cutoff=_MIN_RATIO
        ):
            yield written[place], score


@cache
def _little_sounds(language: str) -> frozenset[str]:
    words, content = pack(language).words.function, pack(language).content
    return frozenset(phonetic_key(word, language) for word in words | content.to | content.at)
