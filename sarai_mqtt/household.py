"""Keeps what we know of the house in step with its sources, while the service runs."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from sarai_mqtt.core.errors import HomeAssistantError, SaraiError
from sarai_mqtt.core.home import Home, merged

log = logging.getLogger(__name__)

POLL_S = 2.0


class Source(Protocol):
    """Files of the user's. Blocking."""

    def reload_if_changed(self) -> bool:
        """Read them again if they changed; say whether. Raises ConfigError; what was read before stands."""
        ...


class HomeSource(Source, Protocol):
    """The user's own home file."""

    @property
    def home(self) -> Home:
        """What it said when it could last be read."""
        ...


class Household:
    """Merges what Home Assistant tells with the user's file, and hands it to those who must know.

    Args:
        file: the user's home file, which wins.
        sentences: the user's own sentences.
        learn: takes the merged home; blocking, called on a thread, one call at a time.
        refuse: takes the error of a file that cannot be used.
        placed: is told, on the loop's thread, when the rooms are known or are others than before.

    """

    def __init__(
        self,
        file: HomeSource,
        sentences: Source,
        learn: Callable[[Home], None],
        refuse: Callable[[SaraiError], None],
        placed: Callable[[], None] = lambda: None,
    ) -> None:
        self._file, self._sentences = file, sentences
        self._learn, self._refuse, self._placed = learn, refuse, placed
        self._told: Home | None = None
        self._news = asyncio.Event()
        self.home = file.home
        # Home Assistant, or its package, has told of the home.
        self.is_told = False

    def told(self, home: Home) -> None:
        """Take the home as Home Assistant has it now; on the loop's thread."""
        self._told = home
        self._news.set()

    async def run(self) -> None:
        """Learn what is told, and what changes in the files, until cancelled."""
        while True:
            try:
                async with asyncio.timeout(POLL_S):
                    await self._news.wait()
            except TimeoutError:
                pass
            news = self._news.is_set()
            self._news.clear()
            file_changed = await self._reload(self._file)
            await self._reload(self._sentences)
            if news or file_changed:
                await self._merge()

    async def _reload(self, source: Source) -> bool:
        try:
            return await asyncio.to_thread(source.reload_if_changed)
        except SaraiError as error:
            self._refuse(error)
        except Exception:
            log.exception("a file of the user's cannot be read again")
        return False

    async def _merge(self) -> None:
        home = self._file.home if self._told is None else merged(self._told, self._file.home)
        first = self._told is not None and not self.is_told
        if home == self.home:
            if first:
                self._place()
            return
        try:
            await asyncio.to_thread(self._learn, home)
        except Exception as error:
            # Names are a stranger's; what was known stands, and so does the service.
            log.exception("the house cannot be learnt")
            self._refuse(
                HomeAssistantError(
                    "home_unusable",
                    f"The house as it is now cannot be learnt ({type(error).__name__}).",
                    "Please report it with the log; what was known before still holds.",
                )
            )
            return
        before, self.home = self.home, home
        log.info("the house: %d areas, %d things", len(home.areas), len(home.entities))
        if first or (home.areas, home.site_areas) != (before.areas, before.site_areas):
            self._place()

    def _place(self) -> None:
        self.is_told = self._told is not None
        self._placed()
