import pytest
from paho.mqtt.client import Client, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from sarai_mqtt.core.events import SpeechChunk
from sarai_mqtt.transports.mqtt.packets import BELIEVED, FORGET_S, ChunkSplitter, PacketLimit, packet_bytes
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from tests.harness.clock import ManualClock


class Wire(Client):
    """paho up to its socket: keeps the packets."""

    def __init__(self, protocol):
        super().__init__(CallbackAPIVersion.VERSION2, protocol=protocol)
        self.packets, self._sock = [], self

    def _packet_queue(self, command, packet, *_):
        self.packets.append(bytes(packet))
        return 0

    def _reset_sockets(self, sockpair_only=False):
        pass


@pytest.mark.parametrize("size", [0, 100, 110, 127, 16_370, 16_384, 2_097_130, 2_097_160])
@pytest.mark.parametrize("qos", [0, 1])
@pytest.mark.parametrize(("protocol", "expires"), [(MQTTv311, False), (MQTTv5, False), (MQTTv5, True)])
def test_a_packet_is_as_long_as_paho_makes_it(size, qos, protocol, expires):
    wire = Wire(protocol)
    properties = None
    if expires:
        properties = Properties(PacketTypes.PUBLISH)
        properties.MessageExpiryInterval = 5
    message = Outgoing("sarai/tts/out/salón", bytes(size), qos)
    wire.publish(message.topic, message.payload, qos, properties=properties)
    (packet,) = wire.packets
    assert packet_bytes(message, is_v5=protocol == MQTTv5, expires=expires) == len(packet)


def test_the_least_of_all_limits_holds():
    limit = PacketLimit(100_000)
    assert limit.bytes == 100_000
    limit.announce(50_000)
    assert str(limit) == "50000 bytes, as it announces"
    limit.announce(None)
    assert limit.bytes == 100_000
    assert limit.refused(80_000)
    assert str(limit) == "79999 bytes, as it refused more"
    limit.announce(90_000)
    assert limit.bytes == 79_999


def test_what_was_taken_before_or_is_small_was_not_refused_for_its_size():
    limit = PacketLimit()
    limit.accepted(80_000)
    assert not limit.refused(70_000)
    assert not limit.refused(1000)
    assert limit.bytes > 10**9


def test_a_close_teaches_nothing_where_the_broker_has_said_what_it_takes():
    limit = PacketLimit()
    limit.announce(2_000_000)
    assert limit.refused(1_000_000)
    assert limit.bytes == 2_000_000
    assert limit.refused(1_000_000, named=True)
    assert limit.bytes == 999_999


def test_no_limit_so_low_is_believed_unless_the_broker_names_it():
    limit = PacketLimit()
    assert limit.refused(BELIEVED)
    assert limit.bytes > 10**9
    assert limit.refused(BELIEVED + 1)
    assert limit.bytes == BELIEVED
    assert limit.refused(20_000, named=True)
    assert limit.bytes == 19_999


def test_what_was_learnt_is_forgotten_after_an_hour():
    clock = ManualClock()
    limit = PacketLimit(1_000_000, clock)
    limit.refused(100_000)
    clock.now += FORGET_S - 1
    assert limit.bytes == 99_999
    clock.now += 1
    assert str(limit) == "1000000 bytes, by the setting mqtt.max_packet_bytes"
    limit.refused(200_000)
    assert limit.bytes == 199_999


def chunks(splitter, *sizes, turn="t", site="k"):
    made = [
        SpeechChunk(turn, seq, bytes(range(256)) * (size // 256), 24000, text="said")
        for seq, size in enumerate(sizes)
    ]
    made.append(SpeechChunk(turn, len(made), b"", 24000, last=True))
    return made, [piece for chunk in made for piece in splitter.split(site, chunk)]


def test_speech_that_fits_is_left_as_it_is():
    made, cut = chunks(ChunkSplitter(PacketLimit(100_000)), 2560, 51_200)
    assert cut == made


def test_speech_that_does_not_fit_is_cut_and_numbered_on():
    limit = PacketLimit(10_001)
    made, cut = chunks(ChunkSplitter(limit), 2560, 25_600, 2560)
    assert [piece.seq for piece in cut] == list(range(len(cut)))
    assert [piece.last for piece in cut] == [False] * (len(cut) - 1) + [True]
    assert b"".join(p.pcm for p in cut) == b"".join(c.pcm for c in made)
    assert all(len(p.pcm) % 2 == 0 for p in cut)
    assert max(len(p.pcm) for p in cut) + 100 < limit.bytes
    assert [p.text for p in cut] == ["said", "said", "", "", "said", ""]


def test_each_turn_begins_at_nought_also_when_the_one_before_was_broken_off():
    splitter = ChunkSplitter(PacketLimit(10_000))
    list(splitter.split("k", SpeechChunk("t1", 0, bytes(30_000), 24000)))
    _, other = chunks(splitter, 2560, site="hall")
    _, cut = chunks(splitter, 2560, turn="t2")
    assert [p.seq for p in cut] == [p.seq for p in other] == [0, 1]
