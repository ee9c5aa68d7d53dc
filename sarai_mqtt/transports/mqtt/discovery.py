"""Publishes the service and each of its sites as a device of Home Assistant, by MQTT device discovery."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from sarai_mqtt.core.messages import SatellitePresence
from sarai_mqtt.core.ports import Store
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.transports.mqtt.discovery_entities import (
    Component,
    TopicOf,
    icon_of,
    name_of,
    service_components,
    site_components,
)
from sarai_mqtt.transports.mqtt.payloads import ONLINE, to_json
from sarai_mqtt.transports.mqtt.publishing import Outgoing, Subscription

NAME = "discovery"
_PROJECT = "Sarai"


@dataclass(frozen=True, slots=True)
class DiscoveryOptions:
    """Options of MQTT discovery.

    Args:
        enabled: if False, devices published earlier are removed.
        prefix: Home Assistant's discovery prefix (first levels of the config topic).
        language: returns the code of the language of entity names, which has a pack.
        version: of sarai-mqtt, shown as the devices' software version.
        area_of: returns Home Assistant's own name of a site's area, None if it is not known. Any other name
            would create a new area.
        areas_known: returns False while the areas are not known yet. A site is not published until they are:
            Home Assistant assigns a device to its suggested area only when it first sees the device.

    """

    enabled: bool = True
    prefix: str = "homeassistant"
    language: Callable[[], str] = lambda: "en"
    version: str = ""
    area_of: Callable[[str], str | None] = lambda _: None
    areas_known: Callable[[], bool] = lambda: True


def birth(prefix: str) -> Subscription:
    """Return the subscription to Home Assistant's birth message: after it, devices are to be shown again."""
    return Subscription(f"{prefix}/status", 1)


class DeviceTopics(Protocol):
    """The topics that the entities of a device read and write: those of Sarai's own dialect."""

    @property
    def status(self) -> str:
        """Topic of the status of the service."""
        ...

    def path(self, kind: str, site: str | None, key: str = "") -> str:
        """Return the topic of `kind`, with levels for site and setting key if given."""
        ...

    def retained_topics(self, site: str, settings: Iterable[str]) -> list[str]:
        """Return the topics of `site` with retained messages; `settings` are the keys of its settings."""
        ...

    def encode_inbound(self, message: SatellitePresence) -> Outgoing:
        """Encode what a satellite says of its presence. Raises BadInput `bad_site`."""
        ...


class Discovery:
    """The DeviceDiscovery of `ports`.

    Unique ids hold the MQTT root and the site, so that two services do not clash.

    A component that an earlier version published and this one does not is sent with its platform alone, which
    makes Home Assistant remove it.

    Args:
        options: of discovery.
        topics: of this service.
        table: the settings of a site.
        send: publishes a message.
        store: keeps, under "discovery", every component ever published: "service" or "site" -> key ->
            platform.
        on_removed: called with each site that is removed.

    """

    def __init__(
        self,
        options: DiscoveryOptions,
        topics: DeviceTopics,
        table: OptionTable,
        send: Callable[[Outgoing], None],
        store: Store,
        *,
        on_removed: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._options = options
        self._on_removed = on_removed
        self._topics = topics
        self._table = table
        self._send = send
        self._retired = self._retired_components(store)

    def show(self, site: str | None) -> None:
        """Publish the device of `site`; for None the service's own device and its status `online`.

        A site is skipped while the areas are not known; the caller shows all sites again once they are.
        """
        if site is None:
            self._send(Outgoing(self._topics.status, ONLINE, retain=True))
        elif self._options.enabled and not self._options.areas_known():
            return
        payload = to_json(self.device(site)) if self._options.enabled else b""
        self._send(Outgoing(self._config(site), payload, retain=True))

    def remove(self, site: str) -> None:
        """Remove the device of `site`, and clear its retained topics."""
        for topic in (self._config(site), *self._topics.retained_topics(site, self._table.kinds)):
            self._send(Outgoing(topic, b"", retain=True))
        self._on_removed(site)

    def revive(self, site: str) -> None:
        """Clear the retained `offline` of the satellite of `site`."""
        self._send(self._topics.encode_inbound(SatellitePresence(site, None)))

    def device(self, site: str | None) -> dict[str, Any]:
        """Return the device discovery payload of `site`, or of the service (None)."""
        components = self._components(site)
        gone = self._retired["service" if site is None else "site"]
        return {
            "device": self._device_info(site),
            "origin": {"name": "sarai-mqtt", "sw_version": self._options.version},
            "availability_mode": "all",
            "availability": self._availability(site),
            "components": {
                **{
                    key: self._with_entity_keys(key, component, site) for key, component in components.items()
                },
                **{key: {"platform": platform} for key, platform in gone.items()},
            },
        }

    def _availability(self, site: str | None) -> list[Component]:
        service = {"topic": self._topics.status}
        if site is None:
            return [service]
        # A satellite that publishes no presence counts as available.
        there = "{{ 'online' if value_json.available else 'offline' }}"
        return [service, {"topic": self._at(site)("presence"), "value_template": there}]

    def _components(self, site: str | None) -> dict[str, Component]:
        at = self._at(site)
        return service_components(at) if site is None else site_components(at, self._table)

    def _at(self, site: str | None) -> TopicOf:
        def at(kind: str, key: str = "") -> str:
            of_none = site is None or kind in ("status", "service")
            return self._topics.path(kind, None if of_none else site, key)

        return at

    def _with_entity_keys(self, key: str, component: Component, site: str | None) -> Component:
        """Return `component` with the keys that every entity has; a device trigger is no entity."""
        if component["platform"] == "device_automation":
            return component
        object_id = "_".join(part for part in (self._slug(), site, key) if part).lower().replace("-", "_")
        return {
            "name": name_of(key, self._options.language()),
            "unique_id": f"{self._identifier(site)}/{key}",
            "default_entity_id": f"{component['platform']}.{object_id}",
            **icon_of(key),
            **component,
        }

    def _device_info(self, site: str | None) -> Component:
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
        # Neither a root nor a site can contain a colon.
        return f"{self._topics.path('', None)}:{site or ''}"

    def _slug(self) -> str:
        return self._topics.path("", None).replace("/", "_")

    def _config(self, site: str | None) -> str:
        # Two pairs of root and site may yield the same name ("a_b" + "c", "a" + "b_c"): the digest differs.
        identifier = self._identifier(site)
        digest = hashlib.sha256(identifier.encode()).hexdigest()[:8]
        name = self._slug() if site is None else f"{self._slug()}_{site}"
        return f"{self._options.prefix}/device/{name}_{digest}/config"

    def _retired_components(self, store: Store) -> dict[str, dict[str, str]]:
        """Return the components published once and no longer: device -> key -> platform.

        Saves all components ever published, including those of this version.
        """
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
