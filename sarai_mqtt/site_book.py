"""The sites we have met and what is set at each, kept over a restart."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.inbound import NAME as SITE_NAME
from sarai_mqtt.core.site_options import OptionTable, SiteOptions
from sarai_mqtt.ports import Store

log = logging.getLogger(__name__)

NAME = "sites"
MOST_SET = 300


class SiteBook:
    """Knows every site there is a device for; in the order in which they were met since the start.

    Args:
        table: what can be set.
        initial: what is set at a site (by name) until somebody changes it.
        store: keeps it, under "sites": site -> the settings that were changed, as they are written.
        most_set: at so many sites settings may differ from the initial ones: names are free to invent, and
            what closes a microphone is never forgotten to make room.

    """

    def __init__(
        self,
        table: OptionTable,
        initial: Callable[[str], SiteOptions],
        store: Store | None = None,
        *,
        most_set: int = MOST_SET,
    ) -> None:
        self.table = table
        self._initial = initial
        self._store = store
        self._most_set = most_set
        self._changed: dict[str, dict[str, str]] = {}
        self._options: dict[str, SiteOptions] = {}
        self._unsaved = asyncio.Event()
        for site, changes in _pages(store.load(NAME) if store else None):
            self._changed[site] = {}
            self._options[site] = initial(site)
            for key, value in changes.items():
                try:
                    self._options[site] = table.changed(self._options[site], key, value)
                    self._changed[site] = self._noted(site, key, value)
                except BadInput as error:
                    log.warning("site %s, as it was kept: %s", site, error.reason)

    def __iter__(self) -> Iterator[str]:
        """Give the names of the sites, the one longest unmet first."""
        return iter(list(self._options))

    def __len__(self) -> int:
        """Count the sites."""
        return len(self._options)

    def __contains__(self, site: str) -> bool:
        """Say whether `site` is known."""
        return site in self._options

    def options(self, site: str) -> SiteOptions:
        """Give what is set at `site`."""
        return self._options.get(site) or self._initial(site)

    def is_set(self, site: str) -> bool:
        """Say whether anything at `site` is set otherwise than at first: a microphone may be muted there."""
        return bool(self._changed.get(site))

    def meet(self, site: str, limit: int, present: Collection[str]) -> str | None:
        """Note that `site` is there. Beyond `limit` sites give the one to forget.

        That is none of `present`, and none at which anything was set.
        """
        new = site not in self._options
        options = self.options(site)
        self._options.pop(site, None)
        self._options[site] = options
        if not new:
            return None
        self._changed[site] = {}
        self._unsaved.set()
        return self.surplus(limit, {site, *present})

    def surplus(self, limit: int, present: Collection[str]) -> str | None:
        """Give the site to forget, if there are more than `limit`: see `meet`."""
        if len(self._options) <= limit:
            return None
        others = (other for other in self._options if other not in present)
        return next((other for other in others if not self.is_set(other)), None)

    def change(
        self, site: str, key: str, value: str, *, reset: Callable[[str], None] = lambda _: None
    ) -> SiteOptions:
        """Set `key` to what `value` says, and give all that is set then.

        What is so from the first is not noted, nor does it make a site known. When enough sites are set,
        what closes a microphone takes the place of the settings of one where nothing does, the one longest
        unmet; `reset` is told which. Raises BadInput `bad_setting`, and `too_many_sites` when there is none.
        """
        options = self.table.changed(self.options(site), key, value)
        noted = self._noted(site, key, value)
        if noted and not self.is_set(site) and sum(map(bool, self._changed.values())) >= self._most_set:
            reset(self._make_room(closing=options.closes))
        if noted or site in self._options:
            self._options[site] = options
            self._changed[site] = noted
            self._unsaved.set()
        return options

    def forget(self, site: str) -> None:
        """Know `site` no longer."""
        if self._options.pop(site, None) is not None:
            del self._changed[site]
            self._unsaved.set()

    async def keep(self) -> None:
        """Save each change, beside the loop; what is left when this is cancelled is saved at once."""
        try:
            while True:
                await self._unsaved.wait()
                self._unsaved.clear()
                await asyncio.to_thread(self._save, self._snapshot())
        finally:
            # Not known to be on the disk: a save may have been given up with us.
            self._save(self._snapshot())

    def _noted(self, site: str, key: str, value: str) -> dict[str, str]:
        """Give what is to be kept of `site` once `key` is set to `value`, which is a good one."""
        noted = {known: kept for known, kept in self._changed.get(site, {}).items() if known != key}
        first = self._initial(site)
        return noted if self.table.changed(first, key, value) == first else {**noted, key: value}

    def _make_room(self, *, closing: bool) -> str:
        """Take back what is set at a site where nothing closes the microphone, and give its name."""
        open_ones = (site for site, options in self._options.items() if not options.closes)
        site = next(filter(self.is_set, open_ones), None) if closing else None
        if site is None:
            raise BadInput(
                "too_many_sites",
                f"Settings were changed at {self._most_set} other sites.",
                "Forget sites that are no more.",
            )
        log.warning("what was set at site %s made room for a microphone to be closed", site)
        self._changed[site] = {}
        self._options[site] = self._initial(site)
        return site

    def _snapshot(self) -> dict[str, dict[str, str]]:
        return {site: dict(changes) for site, changes in self._changed.items()}

    def _save(self, pages: Mapping[str, Mapping[str, str]]) -> None:
        if self._store is not None:
            self._store.save(NAME, pages)


def _pages(kept: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Give what can be made out of what was kept."""
    for site, changes in kept.items() if isinstance(kept, dict) else ():
        if isinstance(changes, dict) and SITE_NAME.fullmatch(site):
            yield site, {str(key): str(value) for key, value in changes.items()}
