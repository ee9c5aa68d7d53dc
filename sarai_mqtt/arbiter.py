"""Lets one site act on words that several have heard.

A turn yields only to one that acts already, so that no words are lost; and it waits, for a moment at most,
only for a site that may have heard them better.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from types import TracebackType
from typing import Literal, Protocol, Self

from sarai_mqtt.core.arbitration import Claim, Words, at_once, same_words, similarity
from sarai_mqtt.core.events import Arbitration, Intent, Transcript
from sarai_mqtt.core.evidence import sound_of
from sarai_mqtt.core.speech_events import Paused, Resumed, SpeechEvent, SpeechStarted, UtteranceEnded

# Longer than any utterance: until then a late site may still claim the words that another acted on.
_KEEP_S = 60.0
# So much longer one waits for a site that is known to have heard better: it only lacks its endpoint.
_BETTER_S = 0.3


Decision = Arbitration | Literal["act", "stand_back"]


class Floor(Protocol):
    """The right to answer one's own site."""

    @property
    def given(self) -> bool:
        """True once it was given."""

    async def wait(self) -> None:
        """Return when it was given."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How sites that hear each other's words agree.

    Args:
        window_ms: by how much two sites may differ about when one sound began, or ended; 0: they never agree.
        wait_ms: how long a turn that may answer waits for a site that may have heard better.

    """

    window_ms: int = 400
    wait_ms: int = 150


class Candidate:
    """One site's claim to answer; leaving its context without having acted withdraws it."""

    def __init__(self, arbiter: "Arbiter", claim: Claim) -> None:
        self._arbiter = arbiter
        self.claim = claim
        self.acts = False
        self._patient = True
        self.yielded: asyncio.Future[Arbitration] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> Self:
        """Stand."""
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Withdraw."""
        self.withdraw()

    def withdraw(self) -> None:
        """Leave the words to others, unless it has acted on them."""
        if not self.acts:
            self._arbiter.forget(self)

    def heard(self, transcript: Transcript, intent: Intent | None) -> None:
        """Say what was said."""
        self.claim = replace(self.claim, words=Words.of(transcript, intent))
        self._arbiter.look(self)

    async def lead(self, floor: Floor) -> None:
        """Wait while another site has heard the same words better; with the floor, not for long."""
        await self._until(floor, lambda: not self._arbiter.is_outranked(self))
        if self._arbiter.is_outranked(self):
            await self._hear_out()

    async def decide(self, floor: Floor) -> Decision:
        """Wait for `floor` and for those that may be better, then decide.

        Gives the Arbitration as soon as another site has acted on the same words; before the floor is given
        also "stand_back", when another has heard them better: `lead` then waits for what comes of it.
        """
        await self._until(floor, lambda: self._arbiter.is_outranked(self))
        if not self.yielded.done():
            if not floor.given:
                return "stand_back"
            await self._hear_out()
        if self.yielded.done():
            return self.yielded.result()
        self._arbiter.act(self)
        return "act"

    async def _hear_out(self) -> None:
        if self._patient:
            await self._arbiter.hear_out(self)
            self._patient = False

    async def _until(self, floor: Floor, condition: Callable[[], bool]) -> None:
        """Return when `condition` holds, the floor is given, or another site has acted."""
        if floor.given:
            return
        granted = asyncio.ensure_future(floor.wait())
        try:
            while not (floor.given or self.yielded.done() or condition()):
                news = asyncio.ensure_future(self._arbiter.news.wait())
                try:
                    await asyncio.wait([granted, news], return_when=asyncio.FIRST_COMPLETED)
                finally:
                    news.cancel()
        finally:
            granted.cancel()


class Arbiter:
    """Knows what every site hears. On the loop's thread only."""

    def __init__(self, rules: Rules) -> None:
        self._window_s, self._wait_s = rules.window_ms / 1000, rules.wait_ms / 1000
        self._latest: dict[str, Candidate] = {}
        self._standing: list[Candidate] = []
        self.news = asyncio.Event()

    def follow(self, site: str, event: SpeechEvent, spoken: float) -> None:
        """Take what the ear of `site` says; `spoken` is when the sound that brought it was."""
        if not self._window_s:
            return
        match event:
            case SpeechStarted():
                self._drop_old(spoken - _KEEP_S)
                self._stand(Claim(site, spoken))
            case Resumed() if site in self._latest:
                before = self._latest[site]
                before.withdraw()
                self._stand(Claim(site, before.claim.start))
            case Paused(utterance, silence_ms) | UtteranceEnded(utterance, silence_ms) if (
                site in self._latest
            ):
                candidate = self._latest[site]
                if candidate.claim.end is None:
                    end, sound = spoken - silence_ms / 1000, sound_of(utterance)
                    # the ear may have left out what came before
                    start = max(candidate.claim.start, end - utterance.speech_end_ms / 1000)
                    candidate.claim = replace(candidate.claim, start=start, end=end, sound=sound)
                    self._tell()

    def candidate(self, site: str, turn: str) -> Candidate | None:
        """Give what stands for the words `site` heard last, now in `turn`; None where nobody else counts."""
        candidate = self._latest.get(site)
        if candidate is None:
            return None
        claim = replace(candidate.claim, turn=turn, words=None)
        if candidate.claim.turn:
            # the turn before, begun in a pause, is given up
            candidate.withdraw()
            return self._stand(claim)
        candidate.claim = claim
        return candidate

    def forget(self, candidate: Candidate) -> None:
        """Count on `candidate` no more."""
        if candidate in self._standing:
            self._standing.remove(candidate)
            self._tell()

    def look(self, candidate: Candidate) -> None:
        """See whether somebody acted on the words of `candidate` already."""
        winner = next((c for c in self._standing if c.acts and self._same(c, candidate)), None)
        if winner is not None:
            self._yield(candidate, winner)
        self._tell()

    async def hear_out(self, candidate: Candidate) -> None:
        """Wait, not for long, until nobody may be better than `candidate`, or somebody acts on its words."""
        await self._wait_while(self._has_rival, candidate, self._wait_s)
        await self._wait_while(self._is_beaten, candidate, _BETTER_S)

    async def _wait_while(
        self, condition: Callable[[Candidate], bool], candidate: Candidate, longest_s: float
    ) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                while not candidate.yielded.done() and condition(candidate):
                    await self.news.wait()

    def act(self, candidate: Candidate) -> None:
        """Let `candidate` answer; the others that heard its words yield."""
        candidate.acts = True
        for other in list(self._standing):
            if not other.acts and self._same(candidate, other):
                self._yield(other, candidate)
        self._tell()

    def is_outranked(self, candidate: Candidate) -> bool:
        """Say whether a site that has not acted heard the words of `candidate` better."""
        return any(
            not other.acts
            and not other.yielded.done()
            and self._same(candidate, other)
            and other.claim.may_beat(candidate.claim)
            for other in self._standing
        )

    def _has_rival(self, candidate: Candidate) -> bool:
        claim = candidate.claim
        return any(
            other.claim.site != claim.site
            and not other.acts
            and not other.yielded.done()
            and at_once(claim, other.claim, self._window_s)
            and (other.claim.words is None or self._same(candidate, other))
            and other.claim.may_beat(claim)
            for other in self._standing
        )

    def _is_beaten(self, candidate: Candidate) -> bool:
        """Say whether a site is known to have heard better, and has only not been given the floor yet."""
        return any(
            other.claim.words is not None
            and not other.acts
            and not other.yielded.done()
            and self._same(candidate, other)
            and other.claim.may_beat(candidate.claim)
            for other in self._standing
        )

    def _same(self, one: Candidate, other: Candidate) -> bool:
        different_sites = one.claim.site != other.claim.site
        return different_sites and same_words(one.claim, other.claim, self._window_s)

    def _yield(self, loser: Candidate, winner: Candidate) -> None:
        if not loser.yielded.done():
            loser.yielded.set_result(self._decision(loser, winner))

    def _decision(self, loser: Candidate, winner: Candidate) -> Arbitration:
        claims = [c.claim for c in self._standing if c is winner or self._same(c, winner)]
        return Arbitration(
            loser.claim.turn,
            winner.claim.site,
            winner.claim.turn,
            round(similarity(loser.claim, winner.claim), 3),
            {claim.site: round(claim.score, 1) for claim in claims},
            {claim.site: _evidence(claim) for claim in claims},
        )

    def _stand(self, claim: Claim) -> Candidate:
        candidate = self._latest[claim.site] = Candidate(self, claim)
        self._standing.append(candidate)
        self._tell()
        return candidate

    def _drop_old(self, before: float) -> None:
        self._standing = [c for c in self._standing if c.claim.start > before]
        self._latest = {site: c for site, c in self._latest.items() if c.claim.start > before}

    def _tell(self) -> None:
        self.news.set()
        self.news = asyncio.Event()


def _evidence(claim: Claim) -> dict[str, float]:
    sound = asdict(claim.sound) if claim.sound else {}
    confidence = {"confidence": claim.words.confidence} if claim.words else {}
    return {name: round(value, 3) for name, value in (sound | confidence).items()}
