"""How announcements for other rooms are ordered in a language, and answered (announcing.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.languages.schema.phrases import Phrases

AnnouncementReply = Literal["everywhere", "area", "floor", "nobody", "too_long", "place_first", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcing:
    """Phrases, compared without accents and punctuation, and sentences.

    Args:
        lead_in: what may stand before the order, any number of times.
        tail: polite words that may end it, and are not announced.
        announce: orders that need not say to whom.
        say: orders that have to say where: "say", "message".
        ask: orders to ask something, which have to say where: "ask".
        questions: what begins that question: "whether".
        those_at: words for people before a room: "those in".
        tell: orders that say to whom, which is at `{whom}`: "tell {whom}", "let {whom} know".
        everyone: those in the whole house, as `{whom}` or after `to`.
        to: prepositions before `everyone`.
        everywhere: the whole house as a place, with its preposition.
        at: prepositions before a room or floor.
        article: articles before a room or floor; one that ends in an apostrophe is not followed by a blank.
        joined: words between two places.
        that: what stands before the words to announce.
        urge: the same before what somebody is told to do, after `tell` only.
        up: the floor above, as it is said and as floors are named.
        down: the floor below, likewise.
        under: names of floors that are meant by neither.
        clause: beginnings of words to announce that need no `that`.
        calls: whole announcements that are no clause: "dinner time".
        later: beginnings of a time or condition: such an announcement is refused.
        located: ends of words to announce that go on with a place: "the cat is" in the kitchen.
        complete: ends of words to announce that are whole without one: "dinner is ready" in the kitchen. If
            neither of the two, the place is asked for.
        replies: whole sentences: announced everywhere, in an area, on a floor (`{the_place}`); nobody could
            hear it; it is too long; the place should be said before the words. `asked` is announced where
            something is asked, the `{message}`.

    """

    lead_in: Phrases
    tail: Phrases
    announce: Phrases
    say: Phrases
    ask: Phrases
    questions: Phrases
    those_at: Phrases
    tell: Phrases
    everyone: Phrases
    to: Phrases
    everywhere: Phrases
    at: Phrases
    article: Phrases
    joined: Phrases
    that: Phrases
    urge: Phrases
    up: Phrases
    down: Phrases
    under: Phrases
    clause: Phrases
    calls: Phrases
    later: Phrases
    located: Phrases
    complete: Phrases
    replies: Mapping[AnnouncementReply, str]
