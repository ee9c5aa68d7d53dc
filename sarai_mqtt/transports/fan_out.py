"""One outbox in front of several transports: each site is answered where its satellite speaks (ADR 27)."""

from collections.abc import Callable
from dataclasses import replace

from sarai_mqtt.core.ages import kind_of
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Event, Failure, Intent, Listen
from sarai_mqtt.core.messages import AudioEnd, AudioIn, Broadcast, ClientMessage, SatellitePresence
from sarai_mqtt.core.ports import Inbound, Outbox
from sarai_mqtt.core.unsent import Unsent

# Sites whose transport is remembered: more than the service has at once by default.
MAX_SITES = 1000


class FanOut:
    """The `ports.Outbox` of several transports; `house` names the one that Home Assistant reads.

    A site belongs to the transport that its satellite last used: with audio, or by saying that it is online.
    Any other message takes a site for a further transport only if nobody has it, so that a text that Home
    Assistant writes is answered where the satellite is. Events go to the transport of their site alone; what
    the house needs of every site goes to `house`, too (`is_for_the_house`). All calls are on one thread; an
    outbox that may block or raise is added behind a `Mailbox`.

    An intent that the house carries out (`house_acts`) reaches another transport as handled, as its clients
    would do it again. One that nobody carries out is left to the clients of both.

    The last states of each site are kept, and published again to a transport that may have lost them.
    """

    def __init__(
        self, house: str, house_acts: Callable[[Intent], bool] = lambda _: False, max_sites: int = MAX_SITES
    ) -> None:
        self._house = house
        self._house_acts = house_acts
        self._outboxes: dict[str, Outbox] = {}
        self._max_sites = max_sites
        self._transport_of: dict[str, str] = {}
        # The last states by site, each by its type and, of a setting, its key.
        self._states: dict[str, dict[tuple[type[Event], str], Event]] = {}

    def add(self, name: str, outbox: Outbox) -> None:
        """Add the outbox of the transport `name`."""
        self._outboxes[name] = outbox

    def source(self, name: str, inbound: Inbound) -> "Source":
        """Return the inbound port of the transport `name`; its messages claim their sites for it."""
        return Source(self, name, inbound)

    @property
    def connected(self) -> bool:
        """True while the house's transport can send at once: one that hangs holds up nobody else's timers."""
        return self._outboxes[self._house].connected

    def publish(self, site: str, event: Event, age: float = 0.0) -> None:
        """Pass one event on; `age` is how old it is already, s. Raises what the house's outbox raises."""
        if kind_of(event) == "state":
            self._keep(site, event)
        name = self._transport_of.get(site, self._house)
        if name != self._house:
            self._outboxes[name].publish(site, self._for_others(event), age)
            if not is_for_the_house(event):
                return
        self._outboxes[self._house].publish(site, event, age)

    def sites_of(self, name: str) -> list[str]:
        """Return the sites that belong to the transport `name`, a further one."""
        return [site for site, owner in self._transport_of.items() if owner == name]

    def publish_states(self, site: str) -> None:
        """Pass the last states of `site`, one of `sites_of`, to its transport again."""
        outbox = self._outboxes[self._transport_of.get(site, self._house)]
        for event in self._states.get(site, {}).values():
            outbox.publish(site, event)

    def forget(self, site: str) -> None:
        """Drop the states of `site`. It still belongs to its transport: there its satellite is answered."""
        self._states.pop(site, None)

    def _for_others(self, event: Event) -> Event:
        """Return `event` as it is published to a further transport."""
        if isinstance(event, Intent) and kind_of(event) == "act" and self._house_acts(event):
            return replace(event, handled=True)
        return event

    def _keep(self, site: str, event: Event) -> None:
        if site not in self._states and len(self._states) >= self._max_sites:
            del self._states[next(iter(self._states))]
        self._states.setdefault(site, {})[type(event), getattr(event, "key", "")] = event

    def lost(self, unsent: Unsent) -> Unsent:
        """Return `unsent`, a loss of one transport, as it is to be reported.

        If the event went to another one, too, it may have arrived: nobody may be told that it was not done.
        """
        away = self._transport_of.get(unsent.site, self._house) != self._house
        if away and unsent.event is not None and is_for_the_house(unsent.event):
            return replace(unsent, sent=True)
        return unsent

    def claim(self, name: str, message: ClientMessage) -> None:
        """Record that `message` came by the transport `name`: its site may belong there from now on."""
        site = message.site
        owner = self._transport_of.get(site)
        if owner == name or isinstance(message, Broadcast):  # that is sent by no site
            return
        if _is_of_a_satellite(message) or (owner is None and name != self._house):
            # Clients can invent names. The satellite of a forgotten site has it back with its next chunk.
            if owner is None and len(self._transport_of) >= self._max_sites:
                del self._transport_of[next(iter(self._transport_of))]
            self._transport_of[site] = name


class Source:
    """The `ports.Inbound` of one transport of a FanOut."""

    def __init__(self, fan_out: FanOut, name: str, inbound: Inbound) -> None:
        self._fan_out = fan_out
        self._name = name
        self._inbound = inbound

    def receive(self, message: ClientMessage, arrived: float) -> None:
        """Record where the site speaks, and pass the message on."""
        self._fan_out.claim(self._name, message)
        self._inbound.receive(message, arrived)

    def miss(self, site: str, size: int, *, sound: bool = True) -> None:
        """Pass on that something was dropped on arrival."""
        self._inbound.miss(site, size, sound=sound)

    def refuse(self, site: str, error: SaraiError, times: int = 1) -> None:
        """Pass an error on."""
        self._inbound.refuse(site, error, times)


def is_for_the_house(event: Event) -> bool:
    """Return True if Home Assistant needs `event` of sites of every transport.

    Those are the states that its devices show, the acts that its package carries out, and errors. What was
    said, and the speech, are not among them; nor is Listen, which opens a satellite's microphone.
    """
    kind = kind_of(event)
    return kind == "state" or isinstance(event, Failure) or (kind == "act" and not isinstance(event, Listen))


def _is_of_a_satellite(message: ClientMessage) -> bool:
    """Return True for what only the satellite itself sends; Home Assistant may send the rest for it."""
    return isinstance(message, AudioIn | AudioEnd) or (
        isinstance(message, SatellitePresence) and message.online is True
    )
