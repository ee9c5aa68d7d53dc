"""The floor: permission of a turn to speak and act (floor control, as in conversation analysis)."""

import asyncio


class SpeakingFloor:
    """The floor of conversation: the right of a turn to speak and act.

    `endpoint` is the clock reading at which it was given, because the person had finished. `due` is the same,
    or, for a queued turn, when the site's previous turn ended: many turns at one site do not delay others.
    """

    def __init__(self, endpoint: float | None = None) -> None:
        self.endpoint = self.due = endpoint or 0.0
        self._given = asyncio.Event()
        if endpoint is not None:
            self._given.set()

    @property
    def given(self) -> bool:
        """True once the turn may speak and act."""
        return self._given.is_set()

    def give(self, endpoint: float) -> None:
        """Let the turn speak and act from clock reading `endpoint` on."""
        self.endpoint = self.due = endpoint
        self._given.set()

    def queue_from(self, now: float) -> None:
        """Let the wait for the answer count from `now`, when the previous turn of the site ended."""
        self.due = now

    async def wait(self) -> None:
        """Wait until the floor is given."""
        await self._given.wait()
