"""Connects the service to its clients: the house's MQTT dialect, and further transports behind one outbox."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sarai_mqtt.app.device_discovery import call_on_loop
from sarai_mqtt.config.groups import OUR_DIALECT
from sarai_mqtt.core.errors import BrokerError, SaraiError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.ports import Inbound, Outbox, Transport
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.transports.fan_out import FanOut
from sarai_mqtt.transports.loop_inbound import LoopInbound
from sarai_mqtt.transports.mailbox import Mailbox
from sarai_mqtt.transports.mqtt.client import MqttClient
from sarai_mqtt.transports.mqtt.dialects import Dialect
from sarai_mqtt.transports.mqtt.further_dialect import FurtherDialect
from sarai_mqtt.transports.mqtt.handover import Handover, Message
from sarai_mqtt.transports.mqtt.identity import Identity
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.publishing import Subscription
from sarai_mqtt.transports.mqtt.receiver import Receiver

log = logging.getLogger(__name__)

# Interval at which further transports are checked, seconds.
CHECK_S = 1.0
# Pause between two sites whose states are published again, seconds, so that the queue does not overflow.
SITE_GAP_S = 0.05


class Connections:
    """The client of Sarai's own dialect, and the further transports of the settings.

    `outbox` is the client itself as long as there is no further transport: then nothing is in between, and
    `inbound` gets its messages directly.

    Args:
        loop: on which `inbound` and the callbacks run.
        options: of the connections to the broker.
        dialect: Sarai's own.
        inbound: takes what clients send.
        handlers: take the messages on topics that are no client's, by topic.
        also: the subscriptions to those topics that are not in the dialect.
        dialects: names of the further dialects on the broker.
        transports: by name what makes a further transport from the Inbound that it calls, on any thread.
        house_acts: returns True if the clients of Sarai's own dialect carry an intent out.
        identity: of the client; None makes a new one.
        on_up: called each time the client is connected.
        on_unsent: gets each event that was dropped, of any transport.
        on_trouble: gets each failure that a person has to fix.

    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        options: MqttOptions,
        dialect: Dialect,
        inbound: Inbound,
        *,
        handlers: Mapping[str, Callable[[Message], None]],
        also: Sequence[Subscription] = (),
        dialects: Sequence[str] = (),
        transports: Mapping[str, Callable[[Inbound], Transport]] | None = None,
        house_acts: Callable[[Intent], bool] = lambda _: False,
        identity: Identity | None = None,
        on_up: Callable[[], None] = lambda: None,
        on_unsent: Callable[[Unsent], None] = lambda _: None,
        on_trouble: Callable[[SaraiError], None] = lambda _: None,
    ) -> None:
        """Prepare without connecting.

        Raises ConfigError `bad_dialect`, and what a further transport raises; BrokerError `broker_tls`.
        """
        fan_out = self._fan_out = FanOut(OUR_DIALECT, house_acts)
        # The tasks that publish the states of a dialect's sites again, by its name.
        self._again: dict[str, asyncio.Task[None]] = {}

        def unsent_on_loop(unsent: Unsent) -> None:
            call_on_loop(loop, lambda: on_unsent(fan_out.lost(unsent) if makers else unsent))

        def trouble_on_loop(error: BrokerError) -> None:
            call_on_loop(loop, partial(on_trouble, error))

        def of_dialect(name: str) -> Callable[[Inbound], Transport]:
            def up() -> None:
                call_on_loop(loop, partial(self._publish_again, name))

            return lambda given: FurtherDialect(
                name, options, given, unsent_on_loop, trouble_on_loop, on_up=up
            )

        makers = {name: of_dialect(name) for name in dialects} | dict(transports or {})
        ours = fan_out.source(OUR_DIALECT, inbound) if makers else inbound
        receiver = Receiver(dialect, ours, handlers)
        self.client = MqttClient(
            options,
            dialect,
            Handover(loop, receiver.take, receiver.lost, dialect.is_audio).put,
            also,
            lambda: call_on_loop(loop, on_up),
            identity=identity,
            on_unsent=unsent_on_loop,
            on_trouble=trouble_on_loop,
        )
        fan_out.add(OUR_DIALECT, self.client)
        self._further: list[tuple[Transport, Mailbox]] = []
        for name, make in makers.items():
            transport = make(LoopInbound(loop, fan_out.source(name, inbound)))
            mailbox = Mailbox(name, transport, options.ages, unsent_on_loop)
            self._further.append((transport, mailbox))
            fan_out.add(name, mailbox)
        self.outbox: Outbox = fan_out if makers else self.client

    def start(self) -> None:
        """Start to connect in the background."""
        self.client.start()
        for transport, mailbox in self._further:
            transport.start()
            mailbox.start()

    def forget(self, site: str) -> None:
        """Let each further transport clear what it keeps about `site`, which is forgotten."""
        self._fan_out.forget(site)
        # To all of them: after a restart it is not known which one has retained something about it.
        for _, mailbox in self._further:
            mailbox.forget(site)

    def _publish_again(self, name: str) -> None:
        """Begin to publish the states of the sites of a dialect again: its connection is back."""
        if name in self._again:
            self._again[name].cancel()
        self._again[name] = asyncio.get_running_loop().create_task(self._publish_states(name))

    async def _publish_states(self, name: str) -> None:
        for site in self._fan_out.sites_of(name):
            self._fan_out.publish_states(site)
            await asyncio.sleep(SITE_GAP_S)

    async def check(self) -> None:
        """Check the further transports until cancelled."""
        if not self._further:
            await asyncio.Event().wait()
        failed: set[int] = set()
        while True:
            await asyncio.sleep(CHECK_S)
            for number, (transport, mailbox) in enumerate(self._further):
                mailbox.check()
                try:
                    transport.check()
                except Exception:
                    # It may fail each second from now on.
                    if number not in failed:
                        log.exception("the check of a transport failed")
                    failed.add(number)

    async def stop(self) -> None:
        """Stop all side by side; each takes some seconds at most."""
        for task in self._again.values():
            task.cancel()
        further = [asyncio.to_thread(_stop, transport, mailbox) for transport, mailbox in self._further]
        await asyncio.gather(asyncio.to_thread(self.client.stop), *further)


def _stop(transport: Transport, mailbox: Mailbox) -> None:
    """Send what waits, then disconnect."""
    mailbox.stop()
    try:
        transport.stop()
    except Exception:
        log.exception("a transport did not stop")
