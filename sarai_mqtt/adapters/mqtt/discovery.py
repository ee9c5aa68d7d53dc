"""Shows the service and its sites in Home Assistant: one device each, by MQTT device discovery."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sarai_mqtt.adapters.mqtt.components import Component, Where, icon_of, name_of, of_service, of_site
from sarai_mqtt.adapters.mqtt.payloads import ONLINE, dumped
from sarai_mqtt.adapters.mqtt.topics import Outgoing, Subscription, Topics
from sarai_mqtt.core.inbound import Present
from sarai_mqtt.core.site_options import OptionTable
from sarai_mqtt.ports import Store

NAME = "discovery"
_PROJECT = "Sarai"


@dataclass(frozen=True, slots=True)
class DiscoveryOptions:
    """How we are shown.

    Args:
        enabled: off, what was shown is taken away.
        prefix: Home Assistant's discovery topic.
        language: of the names.
        version: of this software.
        area_of: gives Home Assistant's own name of the area in which a site stands, None where it is not
            known: any other name would make a new area.
        placed: False while that is still to be learnt. A site is not shown until then: Home Assistant puts a
            device into its area when it first sees it, and not later.

    """

    enabled: bool = True
    prefix: str = "homeassistant"
    language: str = "en"
    version: str = ""
    area_of: Callable[[str], str | None] = lambda _: None
    placed: Callable[[], bool] = lambda: True


def birth(prefix: str) -> Subscription:
    """Give where Home Assistant says `online` when it has started: it wants to be shown everything anew."""
    return Subscription(f"{prefix}/status", 1)


class Discovery:
    """The Showcase of `ports`. Unique ids are made of the MQTT root and the site: two services do not clash.

    Components that were shown once and are no more are named by their platform alone: that takes them away.

    Args:
        options: how we are shown.
        topics: ours.
        table: what can be set at a site.
        send: publishes.
        store: keeps, under "discovery", what was ever shown: "service" and "site" -> key -> platform.

    """

    def __init__(
        self,
        options: DiscoveryOptions,
        topics: Topics,
        table: OptionTable,
        send: Callable[[Outgoing], None],
        store: Store,
    ) -> None:
        self._options = options
        self._topics = topics
        self._table = table
        self._send = send
        self._gone = self._retire(store)

    def show(self, site: str | None) -> None:
        """Publish the device of `site`, or the service's own (None) with the word that we are online.

        A site whose area is still to be learnt is left out; whoever learns it shows all again.
        """
        if site is None:
            self._send(Outgoing(self._topics.status, ONLINE, retain=True))
        elif self._options.enabled and not self._options.placed():
            return
        payload = dumped(self.device(site)) if self._options.enabled else b""
        self._send(Outgoing(self._config(site), payload, retain=True))

    def remove(self, site: str) -> None:
        """Take the device of `site` away, and what was retained of it."""
        for topic in (self._config(site), *self._topics.retained(site, self._table.kinds)):
            self._send(Outgoing(topic, b"", retain=True))

    def revive(self, site: str) -> None:
        """Take back the retained word that the satellite of `site` is gone."""
        self._send(self._topics.inbound(Present(site, None)))

    def device(self, site: str | None) -> dict[str, Any]:
        """Give the discovery payload of `site`, or of the service (None)."""
        components = self._components(site)
        gone = self._gone["service" if site is None else "site"]
        return {
            "device": self._about(site),
            "origin": {"name": "sarai-mqtt", "sw_version": self._options.version},
            "availability_mode": "all",
            "availability": self._availability(site),
            "components": {
                **{key: self._completed(key, component, site) for key, component in components.items()},
                **{key: {"platform": platform} for key, platform in gone.items()},
            },
        }

    def _availability(self, site: str | None) -> list[Component]:
        service = {"topic": self._topics.status}
        if site is None:
            return [service]
        # a satellite that does not say whether it is there is taken to be
        there = "{{ 'online' if value_json.available else 'offline' }}"
        return [service, {"topic": self._at(site)("presence"), "value_template": there}]

    def _components(self, site: str | None) -> dict[str, Component]:
        at = self._at(site)
        return of_service(at) if site is None else of_site(at, self._table)

    def _at(self, site: str | None) -> Where:
        def at(kind: str, key: str = "") -> str:
            of_none = site is None or kind in ("status", "service")
            return self._topics.path(kind, None if of_none else site, key)

        return at

    def _completed(self, key: str, component: Component, site: str | None) -> Component:
        """Add what every entity has; a device trigger is none."""
        if component["platform"] == "device_automation":
            return component
        object_id = "_".join(part for part in (self._slug(), site, key) if part).lower().replace("-", "_")
        return {
            "name": name_of(key, self._options.language),
            "unique_id": f"{self._identifier(site)}/{key}",
            "default_entity_id": f"{component['platform']}.{object_id}",
            **icon_of(key),
            **component,
        }

    def _about(self, site: str | None) -> Component:
        title = self._slug().replace("_", " ").title()
        about: Component = {
            "identifiers": [self._identifier(site)],
            "name": title if site is None else f"{title} {_readable(site)}",
            "manufacturer": _PROJECT,
            "model": "sarai-mqtt" if site is None else "satellite",
            "sw_version": self._options.version,
        }
        if site is None:
            return about
        about["via_device"] = self._identifier(None)
        area = self._options.area_of(site)
        return about | ({"suggested_area": area} if area else {})

    def _identifier(self, site: str | None) -> str:
        # no name holds a colon
        return f"{self._topics.path('', None)}:{site or ''}"

    def _slug(self) -> str:
        return self._topics.path("", None).replace("/", "_")

    def _config(self, site: str | None) -> str:
        # Roots and sites may hold what would make two of them the same word: the digest tells them apart.
        identifier = self._identifier(site)
        digest = hashlib.sha256(identifier.encode()).hexdigest()[:8]
        name = self._slug() if site is None else f"{self._slug()}_{site}"
        return f"{self._options.prefix}/device/{name}_{digest}/config"

    def _retire(self, store: Store) -> dict[str, dict[str, str]]:
        """Give what was shown once and is no more, and keep what is shown now."""
        kept = store.load(NAME)
        gone: dict[str, dict[str, str]] = {}
        ever: dict[str, dict[str, str]] = {}
        for device, site in (("service", None), ("site", "any")):
            now = {key: component["platform"] for key, component in self._components(site).items()}
            before = _platforms(kept, device)
            gone[device] = {key: platform for key, platform in before.items() if key not in now}
            ever[device] = before | now
        if ever != kept:
            store.save(NAME, ever)
        return gone


def _platforms(kept: Any, device: str) -> dict[str, str]:
    found = kept.get(device) if isinstance(kept, dict) else None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _readable(site: str) -> str:
    return site.replace("_", " ").replace("-", " ").strip()
