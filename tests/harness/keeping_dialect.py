"""The plain dialect, which also keeps states of a site retained on the broker."""

import json

from sarai_mqtt.core.events import Presence, SettingChanged, StateChanged
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from tests.harness.plain_dialect import PlainDialect

KEPT = ("plain/state/", "plain/there/", "plain/setting/")


class KeepingDialect(PlainDialect):
    """Keeps `plain/state/<site>`, `plain/there/<site>` and `plain/setting/<site>/<key>`."""

    def encode(self, site, event):
        match event:
            case StateChanged():
                return Outgoing(f"plain/state/{site}", event.state.encode(), retain=True)
            case Presence():
                return Outgoing(f"plain/there/{site}", json.dumps(event.available).encode(), retain=True)
            case SettingChanged():
                return Outgoing(f"plain/setting/{site}/{event.key}", event.value.encode(), retain=True)
        return super().encode(site, event)

    def retained_topics(self, site):
        return [f"plain/state/{site}", f"plain/there/{site}"]


def new_dialect(root):
    return KeepingDialect()
