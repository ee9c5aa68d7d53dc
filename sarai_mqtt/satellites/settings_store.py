"""Settings store: all known sites and their changed settings, which survive a restart."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.messages import NAME as SITE_NAME
from sarai_mqtt.core.ports import Store
from sarai_mqtt.satellites.options import OptionTable, SiteOptions

log = logging.getLogger(__name__)

NAME = "sites"
MAX_CHANGED_SITES = 300


class SiteSettingsStore:
    """The known sites, each of which has a device, and their settings; the least recently seen site first.

    Args:
        table: the settings that a site has.
        initial: returns the initial settings of a site, by its name.
        store: keeps the changed settings, under "sites": site -> key -> value as text. None keeps
            nothing.
        max_changed_sites: maximum number of sites with changed settings. Clients can invent names, and a
            setting that closes a microphone is never dropped to make room.

    """

    def __init__(
        self,
        table: OptionTable,
        initial: Callable[[str], SiteOptions],
        store: Store | None = None,
        *,
        max_changed_sites: int = MAX_CHANGED_SITES,
    ) -> None:
        self.table = table
        self._initial = initial
        self._store = store
        self._max_changed_sites = max_changed_sites
        self._changed: dict[str, dict[str, str]] = {}
        self._options: dict[str, SiteOptions] = {}
        self._unsaved = asyncio.Event()
        for site, changes in _readable(store.load(NAME) if store else None):
            self._changed[site] = {}
            self._options[site] = initial(site)
            for key, value in changes.items():
                try:
                    self._options[site] = table.changed(self._options[site], key, value)
                    self._changed[site] = self._changes_with(site, key, value)
                except BadInput as error:
                    log.warning("site %s, as it was kept: %s", site, error.reason)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the sites, the least recently seen first."""
        return iter(list(self._options))

    def __len__(self) -> int:
        """Return the number of known sites."""
        return len(self._options)

    def __contains__(self, site: str) -> bool:
        """Return True if `site` is known."""
        return site in self._options

    def options(self, site: str) -> SiteOptions:
        """Return the settings of `site`; of an unknown one the initial settings."""
        return self._options.get(site) or self._initial(site)

    def has_changes(self, site: str) -> bool:
        """Return True if a setting of `site` differs from the initial one: its microphone may be muted."""
        return bool(self._changed.get(site))

    def mark_seen(self, site: str, limit: int, present: Collection[str]) -> str | None:
        """Record that `site` was seen; return the site to evict if more than `limit` are known, else None.

        That is the least recently seen site that is not in `present` and has no changed settings.
        """
        new = site not in self._options
        options = self.options(site)
        self._options.pop(site, None)
        self._options[site] = options
        if not new:
            return None
        self._changed[site] = {}
        self._unsaved.set()
        return self.to_evict(limit, {site, *present})

    def to_evict(self, limit: int, present: Collection[str]) -> str | None:
        """Return the site to evict if more than `limit` are known (see `mark_seen`), else None."""
        if len(self._options) <= limit:
            return None
        others = (other for other in self._options if other not in present)
        return next((other for other in others if not self.has_changes(other)), None)

    def change(
        self, site: str, key: str, value: str, *, reset: Callable[[str], None] = lambda _: None
    ) -> SiteOptions:
        """Set `key` of `site` to `value`, and return all settings of the site.

        A value that equals the initial one is not kept, and does not make a site known. Once
        `max_changed_sites` sites have changed settings, another site can only change one that closes its
        microphone: this replaces the settings of the least recently seen site with an open microphone, and
        `reset` is called with its name.

        Raises BadInput `bad_setting`, and `too_many_sites` if there is no such site.
        """
        options = self.table.changed(self.options(site), key, value)
        noted = self._changes_with(site, key, value)
        if (
            noted
            and not self.has_changes(site)
            and sum(map(bool, self._changed.values())) >= self._max_changed_sites
        ):
            reset(self._make_room(closing=options.closes))
        if noted or site in self._options:
            self._options[site] = options
            self._changed[site] = noted
            self._unsaved.set()
        return options

    def forget(self, site: str) -> None:
        """Forget `site` and its settings."""
        if self._options.pop(site, None) is not None:
            del self._changed[site]
            self._unsaved.set()

    async def keep(self) -> None:
        """Save every change, on a thread, until cancelled; then save once more, at once."""
        try:
            while True:
                await self._unsaved.wait()
                self._unsaved.clear()
                await asyncio.to_thread(self._save, self._snapshot())
        finally:
            # The last change may not be on the disk: a save may have been cancelled with this task.
            self._save(self._snapshot())

    def _changes_with(self, site: str, key: str, value: str) -> dict[str, str]:
        """Return the changed settings of `site` once `key` is set to the valid `value`."""
        noted = {known: kept for known, kept in self._changed.get(site, {}).items() if known != key}
        first = self._initial(site)
        return noted if self.table.changed(first, key, value) == first else {**noted, key: value}

    def _make_room(self, *, closing: bool) -> str:
        """Reset the least recently seen site that has changed settings and an open microphone.

        Returns its name. Raises BadInput `too_many_sites` if there is none, or if not `closing`.
        """
        open_ones = (site for site, options in self._options.items() if not options.closes)
        site = next(filter(self.has_changes, open_ones), None) if closing else None
        if site is None:
            raise BadInput(
                "too_many_sites",
                f"Settings were changed at {self._max_changed_sites} other sites.",
                "Forget sites that are no more.",
            )
        log.warning(
            "the settings of site %s were reset, so that a microphone could be closed at another", site
        )
        self._changed[site] = {}
        self._options[site] = self._initial(site)
        return site

    def _snapshot(self) -> dict[str, dict[str, str]]:
        return {site: dict(changes) for site, changes in self._changed.items()}

    def _save(self, pages: Mapping[str, Mapping[str, str]]) -> None:
        if self._store is not None:
            self._store.save(NAME, pages)


def _readable(kept: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each site with its changed settings, as far as the stored data can be read."""
    for site, changes in kept.items() if isinstance(kept, dict) else ():
        if isinstance(changes, dict) and SITE_NAME.fullmatch(site):
            yield site, {str(key): str(value) for key, value in changes.items()}
