import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode

from sarai_mqtt.transports.mqtt.disconnects import (
    QUICK_TIMES,
    RETRY_MAX_S,
    RETRY_MIN_S,
    Disconnect,
    Disconnects,
)
from tests.harness.clock import ManualClock

TAKEN_OVER, TOO_LARGE, SHUTTING_DOWN, BARE = 142, 149, 139, 128


@pytest.fixture
def clock():
    return ManualClock()


class Connection:
    def __init__(self, clock):
        self.clock, self.disconnects = clock, Disconnects(clock)

    def lose(self, after=0.5, code=BARE, *, reported=False, busy=False):
        self.disconnects.connected()
        self.clock.now += after
        return self.disconnects.ended(
            ReasonCode(PacketTypes.DISCONNECT, identifier=code), reported=reported, busy=busy
        )


@pytest.fixture
def connection(clock):
    return Connection(clock)


@pytest.mark.parametrize(
    ("code", "reported", "disconnect"),
    [
        (TAKEN_OVER, True, Disconnect(taken_over=True, reported=True)),
        (TOO_LARGE, True, Disconnect("size")),
        (SHUTTING_DOWN, True, Disconnect()),
        (BARE, False, Disconnect("some")),
        # our own word for a silent broker
        (141, False, Disconnect()),
    ],
)
def test_who_is_to_blame(connection, code, reported, disconnect):
    assert connection.lose(code=code, reported=reported) == disconnect


def test_connections_that_end_at_once_again_and_again_were_taken_over(connection):
    assert [connection.lose().taken_over for _ in range(QUICK_TIMES)] == [False] * (QUICK_TIMES - 1) + [True]


@pytest.mark.parametrize("how", [{"after": 60}, {"busy": True}, {"code": SHUTTING_DOWN, "reported": True}])
def test_what_else_ends_connections_is_no_takeover(connection, how):
    for _ in range(10):
        assert not connection.lose().taken_over
        assert not connection.lose(**how).taken_over


def test_a_broker_that_cannot_be_reached_in_between_is_no_takeover(connection):
    for _ in range(10):
        assert not connection.lose().taken_over
        connection.disconnects.failed()


def test_tries_get_rarer_until_one_lasts(connection):
    pauses = [connection.disconnects.pause() for _ in range(8)]
    assert pauses[:3] == [RETRY_MIN_S, 2 * RETRY_MIN_S, 4 * RETRY_MIN_S]
    assert pauses[-1] == RETRY_MAX_S
    connection.lose(after=60)
    assert connection.disconnects.pause() == RETRY_MIN_S


def test_an_id_that_cannot_be_changed_is_not_fought_over(connection):
    connection.lose(code=TAKEN_OVER, reported=True)
    connection.disconnects.settled(renewed=False)
    for _ in range(5):
        assert connection.disconnects.pause() == RETRY_MAX_S
        connection.lose()
    connection.lose(after=60)
    assert connection.disconnects.pause() == RETRY_MIN_S


def test_with_a_new_id_we_are_back_at_once(connection):
    connection.lose(code=TAKEN_OVER, reported=True)
    connection.disconnects.settled(renewed=True)
    assert connection.disconnects.pause() == RETRY_MIN_S


def test_a_new_id_that_does_not_help_is_not_fought_over_either(connection):
    """A broker may give all clients of a user one id, whatever they say."""
    for renewals, pause in enumerate([RETRY_MIN_S, RETRY_MAX_S, RETRY_MAX_S]):
        assert connection.lose(code=TAKEN_OVER, reported=True).taken_over
        connection.disconnects.settled(renewed=True)
        assert connection.disconnects.pause() == pause, renewals
    assert connection.lose(after=60, code=TAKEN_OVER, reported=True).taken_over
    connection.disconnects.settled(renewed=True)
    assert connection.disconnects.pause() == RETRY_MIN_S
