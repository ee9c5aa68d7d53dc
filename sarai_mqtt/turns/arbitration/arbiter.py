"""Arbitration: of several sites that heard the same words, one acts.

A turn yields only to a turn that has already acted, so that no command is lost. It waits, briefly, only for a
site that may have heard the words better.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from types import TracebackType
from typing import Literal, Self

from sarai_mqtt.core.events import Arbitration, Intent, Transcript
from sarai_mqtt.core.speech_events import Paused, Resumed, SpeechEvent, SpeechStarted, UtteranceEnded
from sarai_mqtt.turns.arbitration.claims import Claim, HeardText, may_coincide, same_words, similarity
from sarai_mqtt.turns.arbitration.signal_quality import signal_quality_of
from sarai_mqtt.turns.speaking_floor import SpeakingFloor

# How long a claim is kept, seconds: longer than any utterance, so that a late site finds the one that acted.
_KEEP_S = 60.0
# Extra wait for a site that is known to have heard better, seconds: it only lacks its endpoint.
_BETTER_S = 0.3

Decision = Arbitration | Literal["act", "stand_back"]


@dataclass(frozen=True, slots=True)
class ArbitrationLimits:
    """Limits of arbitration between sites that hear each other's words.

    Args:
        window_ms: largest difference between the starts, or the ends, of one sound at two sites; 0 turns
            arbitration off.
        wait_ms: longest wait of a turn that has the floor for a site that may have heard better.

    """

    window_ms: int = 400
    wait_ms: int = 150


class Candidate:
    """One site's claim to act on the words it heard.

    An async context manager: leaving the block without having acted withdraws the claim. `yielded` gets its
    result when another site has acted on the same words.
    """

    def __init__(self, arbiter: "Arbiter", claim: Claim) -> None:
        self._arbiter = arbiter
        self.claim = claim
        self.acts = False
        self._may_wait = True
        self.yielded: asyncio.Future[Arbitration] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> Self:
        """Return the candidate."""
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Withdraw, unless it has acted."""
        self.withdraw()

    def withdraw(self) -> None:
        """Leave the words to other sites, unless this one has acted on them."""
        if not self.acts:
            self._arbiter.forget(self)

    def heard(self, transcript: Transcript, *intents: Intent) -> None:
        """Record the words that were recognised, which may make this candidate yield at once."""
        self.claim = replace(self.claim, words=HeardText.of(transcript, *intents))
        self._arbiter.yield_if_decided(self)

    async def wait_while_outranked(self, floor: SpeakingFloor) -> None:
        """Wait while another site has heard the same words better; with the floor, for a bounded time."""
        await self._until(floor, lambda: not self._arbiter.is_outranked(self))
        if self._arbiter.is_outranked(self):
            await self._wait_for_rivals()

    async def decide(self, floor: SpeakingFloor) -> Decision:
        """Wait for `floor` and for sites that may have heard better, then decide.

        Returns "act"; or the Arbitration as soon as another site has acted on the same words; or, before the
        floor is given, "stand_back" if another site has heard them better: call `wait_while_outranked` and
        decide again.
        """
        await self._until(floor, lambda: self._arbiter.is_outranked(self))
        if not self.yielded.done():
            if not floor.given:
                return "stand_back"
            await self._wait_for_rivals()
        if self.yielded.done():
            return self.yielded.result()
        self._arbiter.act(self)
        return "act"

    async def _wait_for_rivals(self) -> None:
        if self._may_wait:
            await self._arbiter.wait_for_rivals(self)
            self._may_wait = False

    async def _until(self, floor: SpeakingFloor, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds, the floor is given, or another site has acted."""
        if floor.given:
            return
        granted = asyncio.ensure_future(floor.wait())
        try:
            while not (floor.given or self.yielded.done() or condition()):
                change = asyncio.ensure_future(self._arbiter.changed.wait())
                try:
                    await asyncio.wait([granted, change], return_when=asyncio.FIRST_COMPLETED)
                finally:
                    change.cancel()
        finally:
            granted.cancel()


class Arbiter:
    """Keeps the claims of all sites and decides between them. Use it on the event loop's thread only."""

    def __init__(self, rules: ArbitrationLimits) -> None:
        self._window_s, self._wait_s = rules.window_ms / 1000, rules.wait_ms / 1000
        self._latest: dict[str, Candidate] = {}
        self._candidates: list[Candidate] = []
        self.changed = asyncio.Event()

    def update(self, site: str, event: SpeechEvent, spoken: float) -> None:
        """Update the claim of `site` with an event of its ear.

        `spoken` is the clock reading of the audio that caused the event, seconds.
        """
        if not self._window_s:
            return
        match event:
            case SpeechStarted():
                self._drop_old(spoken - _KEEP_S)
                self._add(Claim(site, spoken))
            case Resumed() if site in self._latest:
                before = self._latest[site]
                before.withdraw()
                self._add(Claim(site, before.claim.start))
            case Paused(utterance, silence_ms) | UtteranceEnded(utterance, silence_ms) if (
                site in self._latest
            ):
                candidate = self._latest[site]
                if candidate.claim.end is None:
                    end, quality = spoken - silence_ms / 1000, signal_quality_of(utterance)
                    # the ear may have dropped the beginning (`Ear.forget`)
                    start = max(candidate.claim.start, end - utterance.speech_end_ms / 1000)
                    candidate.claim = replace(candidate.claim, start=start, end=end, quality=quality)
                    self._notify()

    def candidate(self, site: str, turn: str) -> Candidate | None:
        """Return the claim to the words that `site` heard last, and assign it to `turn`.

        An earlier turn of the same words, begun in a pause, loses its claim. None if arbitration is off or
        the site has no recent speech.
        """
        candidate = self._latest.get(site)
        if candidate is None:
            return None
        claim = replace(candidate.claim, turn=turn, words=None)
        if candidate.claim.turn:
            # the earlier turn, begun in a pause, is given up
            candidate.withdraw()
            return self._add(claim)
        candidate.claim = claim
        return candidate

    def forget(self, candidate: Candidate) -> None:
        """Remove `candidate` from the claims that others wait for."""
        if candidate in self._candidates:
            self._candidates.remove(candidate)
            self._notify()

    def yield_if_decided(self, candidate: Candidate) -> None:
        """Make `candidate` yield at once if another site has already acted on the same words."""
        winner = next((c for c in self._candidates if c.acts and self._same(c, candidate)), None)
        if winner is not None:
            self._yield(candidate, winner)
        self._notify()

    async def wait_for_rivals(self, candidate: Candidate) -> None:
        """Wait, for a bounded time, until no site may be better than `candidate` or one acts on its words."""
        await self._wait_while(self._has_rival, candidate, self._wait_s)
        await self._wait_while(self._is_beaten, candidate, _BETTER_S)

    async def _wait_while(
        self, condition: Callable[[Candidate], bool], candidate: Candidate, longest_s: float
    ) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                while not candidate.yielded.done() and condition(candidate):
                    await self.changed.wait()

    def act(self, candidate: Candidate) -> None:
        """Mark `candidate` as acting; the others that heard its words yield."""
        candidate.acts = True
        for other in list(self._candidates):
            if not other.acts and self._same(candidate, other):
                self._yield(other, candidate)
        self._notify()

    def is_outranked(self, candidate: Candidate) -> bool:
        """Return True if a site that has not acted heard the words of `candidate` better."""
        return any(
            not other.acts
            and not other.yielded.done()
            and self._same(candidate, other)
            and other.claim.may_beat(candidate.claim)
            for other in self._candidates
        )

    def _has_rival(self, candidate: Candidate) -> bool:
        claim = candidate.claim
        return any(
            other.claim.site != claim.site
            and not other.acts
            and not other.yielded.done()
            and may_coincide(claim, other.claim, self._window_s)
            and (other.claim.words is None or self._same(candidate, other))
            and other.claim.may_beat(claim)
            for other in self._candidates
        )

    def _is_beaten(self, candidate: Candidate) -> bool:
        """Return True if a site is known to have heard better and only lacks the floor."""
        return any(
            other.claim.words is not None
            and not other.acts
            and not other.yielded.done()
            and self._same(candidate, other)
            and other.claim.may_beat(candidate.claim)
            for other in self._candidates
        )

    def _same(self, one: Candidate, other: Candidate) -> bool:
        different_sites = one.claim.site != other.claim.site
        return different_sites and same_words(one.claim, other.claim, self._window_s)

    def _yield(self, loser: Candidate, winner: Candidate) -> None:
        if not loser.yielded.done():
            loser.yielded.set_result(self._decision(loser, winner))

    def _decision(self, loser: Candidate, winner: Candidate) -> Arbitration:
        claims = [c.claim for c in self._candidates if c is winner or self._same(c, winner)]
        return Arbitration(
            loser.claim.turn,
            winner.claim.site,
            winner.claim.turn,
            round(similarity(loser.claim, winner.claim), 3),
            {claim.site: round(claim.score, 1) for claim in claims},
            {claim.site: _quality_figures(claim) for claim in claims},
        )

    def _add(self, claim: Claim) -> Candidate:
        candidate = self._latest[claim.site] = Candidate(self, claim)
        self._candidates.append(candidate)
        self._notify()
        return candidate

    def _drop_old(self, before: float) -> None:
        self._candidates = [c for c in self._candidates if c.claim.start > before]
        self._latest = {site: c for site, c in self._latest.items() if c.claim.start > before}

    def _notify(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()


def _quality_figures(claim: Claim) -> dict[str, float]:
    quality = asdict(claim.quality) if claim.quality else {}
    confidence = {"confidence": claim.words.confidence} if claim.words else {}
    return {name: round(value, 3) for name, value in (quality | confidence).items()}
