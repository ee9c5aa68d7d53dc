"""Keeps the home model in step with its sources while the service runs."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from sarai_mqtt.core.errors import HomeAssistantError, SaraiError
from sarai_mqtt.core.home import Home, merged

log = logging.getLogger(__name__)

POLL_S = 2.0


class Source(Protocol):
    """A file or several files of the user, read again when they change. The calls block."""

    def reload_if_changed(self) -> bool:
        """Read the files again if they changed. Return True if the new contents are in force.

        Raises ConfigError if they cannot be used; the previous contents then stay in force.
        """
        ...


class HomeSource(Source, Protocol):
    """The user's own home file."""

    @property
    def home(self) -> Home:
        """The home as the file described it when it could last be read."""
        ...


class HomeRegistry:
    """Merges Home Assistant's home with the user's home file and passes the result on.

    Args:
        file: the user's home file, which wins over Home Assistant.
        sentences: the user's own sentences.
        learn: called with the merged home; may block: it runs on a thread, one call at a time.
        refuse: called with the error of a file or home that cannot be used.
        on_areas: called on the loop's thread once the areas are known, and whenever they or the language of
            Home Assistant change.

    """

    def __init__(
        self,
        file: HomeSource,
        sentences: Source,
        learn: Callable[[Home], None],
        refuse: Callable[[SaraiError], None],
        on_areas: Callable[[], None] = lambda: None,
    ) -> None:
        self._file, self._sentences = file, sentences
        self._learn, self._refuse, self._on_areas = learn, refuse, on_areas
        self._reported: Home | None = None
        self._changed = asyncio.Event()
        self.home = file.home
        # True once Home Assistant, or its package, has described the home.
        self.is_reported = False

    def update(self, home: Home) -> None:
        """Schedule the merge of the home that Home Assistant describes now; on the loop's thread."""
        self._reported = home
        self._changed.set()

    async def run(self) -> None:
        """Apply each reported home, and each change of the files, until cancelled."""
        while True:
            try:
                async with asyncio.timeout(POLL_S):
                    await self._changed.wait()
            except TimeoutError:
                pass
            reported = self._changed.is_set()
            self._changed.clear()
            file_changed = await self._reload(self._file)
            await self._reload(self._sentences)
            if reported or file_changed:
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
        home = self._file.home if self._reported is None else merged(self._reported, self._file.home)
        first = self._reported is not None and not self.is_reported
        if home == self.home:
            if first:
                self._report_areas()
            return
        try:
            await asyncio.to_thread(self._learn, home)
        except Exception as error:
            # The names come from outside: whatever is wrong with them, the previous home stays in force.
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
        if first or _shown(home) != _shown(before):
            self._report_areas()

    def _report_areas(self) -> None:
        self.is_reported = self._reported is not None
        self._on_areas()


def _shown(home: Home) -> tuple[object, ...]:
    """Return what the devices that Home Assistant shows depend on."""
    return home.areas, home.site_areas, home.language
