"""What waits for the broker, what it refuses, and what is given up: nothing too old, nothing for ever."""

import pytest

from sarai_mqtt.core.events import Failure, Intent
from sarai_mqtt.transports.mqtt.delivery import MAX_WAITING, WINDOW, Delivery, Parcel
from sarai_mqtt.transports.mqtt.packets import PacketLimit
from sarai_mqtt.transports.mqtt.publishing import Outgoing

INTENT, FAILURE = Intent("t", "HassTurnOn", {}, (), "", "en", 1.0), Failure("x", "", 1)


class Desk:
    """A delivery whose messages are named by their topics; `broker` hands over all that may be."""

    def __init__(self, limit=None):
        self.limit, self.lost, self.mid = PacketLimit(limit), [], 0
        self.delivery = Delivery(self.limit, self.lost.append, is_v5=False)
        self.on_way = {}

    def put(self, *names, until=100.0, payload=b"x", retain=False, now=0.0):
        for name in names:
            self.delivery.put(Parcel(Outgoing(name, payload, retain=retain), until), now)

    def hand(self, now=0.0):
        """Hand over what may be, and give its names."""
        names = []
        while (parcel := self.delivery.take(now)) is not None:
            self.mid += 1
            self.delivery.handed(self.mid, parcel)
            self.on_way[parcel.message.topic] = self.mid
            names.append(parcel.message.topic)
        return names

    def acknowledge(self, *names, refusal=""):
        for name in names:
            self.delivery.acknowledged(self.on_way[name], refusal)

    def end(self, blame):
        self.delivery.disconnected(blame)

    @property
    def why(self):
        return [(lost.parcel.message.topic, lost.why) for lost in self.lost]


@pytest.fixture
def desk():
    return Desk()


def test_what_is_too_old_is_given_up_and_the_rest_goes_out_in_order(desk):
    desk.put("old", until=5.0)
    desk.put("young", "younger", until=30.0)
    assert desk.hand(now=6.0) == ["young", "younger"]
    assert desk.why == [("old", "late")]
    assert not desk.lost[0].parcel.sent


def test_what_was_on_its_way_counts_too_and_is_known_to_have_been_sent(desk):
    desk.put("act", until=5.0)
    assert desk.hand() == ["act"]
    desk.end("none")
    assert desk.hand(now=6.0) == []
    assert desk.why == [("act", "late")]
    assert desk.lost[0].parcel.sent


def test_what_was_acknowledged_is_not_sent_again(desk):
    desk.put("a", "b")
    desk.hand()
    desk.acknowledge("a")
    desk.end("none")
    assert desk.hand() == ["b"]


def test_an_acknowledgement_may_be_there_before_its_id_is_known(desk):
    desk.put("a")
    parcel = desk.delivery.take(0.0)
    desk.delivery.acknowledged(7, "")
    desk.delivery.handed(7, parcel)
    assert not desk.delivery.busy


def test_a_state_never_gets_old_and_only_the_latest_waits(desk):
    desk.put("state", payload=b"1", until=float("inf"), retain=True)
    desk.put("event", until=5.0)
    desk.put("state", payload=b"2", until=float("inf"), retain=True)
    parcel = desk.delivery.take(1000.0)
    assert parcel.message.payload == b"2"
    assert desk.delivery.take(1000.0) is None


def test_a_state_on_its_way_gives_way_to_a_newer_one(desk):
    desk.put("state", payload=b"1", retain=True)
    desk.hand()
    desk.put("state", payload=b"2", retain=True)
    desk.end("none")
    assert desk.delivery.take(0.0).message.payload == b"2"
    assert desk.delivery.take(0.0) is None


def test_no_more_than_the_broker_takes_at_once_is_on_its_way(desk):
    desk.put(*(str(n) for n in range(30)))
    assert len(desk.hand()) == WINDOW
    desk.acknowledge("0")
    assert desk.hand() == [str(WINDOW)]
    desk.end("none")
    desk.delivery.connected(3)
    assert len(desk.hand()) == 3


def test_too_many_cost_the_oldest(desk):
    desk.put(*(str(n) for n in range(MAX_WAITING + 2)))
    assert desk.why == [("0", "full"), ("1", "full")]


def test_large_messages_are_bounded_by_their_bytes(desk):
    desk.put(*"abcde", payload=bytes(8_000_000))
    assert desk.why == [("a", "full")]


def test_a_message_that_the_broker_closes_on_is_dropped_after_the_second_time_and_the_others_arrive(desk):
    desk.put("before")
    desk.put("poison", payload=bytes(70_000))
    desk.put("after")
    assert desk.hand() == ["before", "poison", "after"]
    desk.end("some")
    sent = []
    for _ in range(2):
        # one at a time, the small ones first
        while names := desk.hand():
            sent += names
            if names == ["poison"]:
                break
            desk.acknowledge(*names)
        if names == ["poison"]:
            desk.end("some")
    assert sent == ["before", "after", "poison"]
    assert desk.why == [("poison", "large")]
    # a limit was learnt
    desk.put("as-large", payload=bytes(70_001))
    desk.put("smaller", payload=bytes(60_000))
    assert desk.hand() == ["smaller"]


@pytest.mark.parametrize(("announced", "size"), [(100_000, 80_000), (None, 50_000)])
def test_what_a_connection_ends_on_though_it_should_fit_costs_no_other_message(desk, announced, size):
    desk.limit.announce(announced)
    for name in ("poison", "worse"):
        desk.put(name, payload=bytes(size))
        for _ in range(2):
            assert desk.hand() == [name]
            desk.end("some")
        assert desk.why[-1] == (name, "large")
        assert "may be why" in desk.lost[-1].cause


def test_a_large_state_that_the_broker_closes_on_is_not_tried_for_ever(desk):
    for _ in range(2):
        desk.put("state", payload=bytes(50_000), retain=True)
        desk.hand()
        desk.end("some")
    desk.put("state", payload=bytes(50_000), retain=True)
    assert desk.hand() == []
    assert desk.why == [("state", "large"), ("state", "refused")]


def test_all_that_can_be_late_is_given_up_at_the_end(desk):
    desk.put("on its way", "waits", until=5.0)
    desk.put("state", until=float("inf"), retain=True)
    desk.delivery.connected(1)
    assert desk.hand() == ["on its way"]
    assert desk.delivery.deadline() == 5.0
    desk.delivery.close()
    assert desk.why == [("on its way", "late"), ("waits", "late")]
    assert [lost.parcel.sent for lost in desk.lost] == [True, False]
    assert desk.delivery.deadline() == float("inf")


def test_a_broker_that_names_the_reason_is_believed_the_first_time(desk):
    desk.put("small")
    desk.put("large", payload=bytes(50_000))
    desk.hand()
    desk.end("size")
    assert desk.why == [("large", "large")]
    assert not desk.lost[0].parcel.sent
    assert desk.hand() == ["small"]


def test_a_broker_that_goes_away_is_no_reason_to_drop_anything(desk):
    desk.put("a", "b")
    for _ in range(5):
        assert desk.hand() == ["a", "b"]
        desk.end("none")
    assert not desk.lost


def test_a_size_that_was_taken_before_is_not_why(desk):
    desk.put("fine", payload=bytes(60_000))
    desk.hand()
    desk.acknowledge("fine")
    desk.put("odd", payload=bytes(50_000))
    for _ in range(2):
        desk.hand()
        desk.end("some")
    assert desk.why == [("odd", "refused")]
    desk.put("fine", payload=bytes(60_000))
    assert desk.hand() == ["fine"]


def test_a_state_that_was_refused_is_not_tried_again_until_it_is_another(desk):
    for _ in range(2):
        desk.put("state", payload=b"bad", retain=True)
        desk.hand()
        desk.end("some")
    assert desk.why == [("state", "refused")]
    desk.put("state", payload=b"bad", retain=True)
    assert desk.hand() == []
    desk.put("state", payload=b"good", retain=True)
    assert desk.hand() == ["state"]


def test_what_is_larger_than_the_limit_is_never_sent():
    desk = Desk(5000)
    desk.put("large", payload=bytes(5000))
    desk.put("fits", payload=bytes(4000))
    assert desk.hand() == ["fits"]
    assert desk.why == [("large", "large")]
    assert "5000 bytes, by the setting" in desk.lost[0].cause


def test_a_refusal_in_the_acknowledgement_ends_the_matter(desk):
    desk.put("denied")
    desk.hand()
    desk.acknowledge("denied", refusal="Not authorized")
    desk.end("none")
    assert desk.hand() == []
    assert desk.why == [("denied", "refused")]
    assert "Not authorized" in desk.lost[0].cause


@pytest.mark.parametrize(("others", "given_up"), [((), ["late-comer"]), (("large",), ["large"])])
def test_what_is_handed_over_just_as_the_connection_ends_may_be_the_one(desk, others, given_up):
    desk.put("late-comer", payload=bytes(30_000))
    parcel = desk.delivery.take(0.0)
    desk.put(*others, payload=bytes(50_000))
    desk.hand()
    desk.end("size")
    desk.delivery.returned(parcel, "size")
    assert desk.why == [(name, "large") for name in given_up]


@pytest.mark.parametrize(
    ("about", "until", "stuck"),
    [
        (("k", INTENT), 5.0, True),
        (("k", INTENT), 7.0, False),
        (("k", FAILURE), 5.0, False),
        (None, 5.0, False),
    ],
)
def test_an_act_on_its_way_for_too_long_is_stuck(desk, about, until, stuck):
    desk.delivery.put(Parcel(Outgoing("a", b""), until, about), 0.0)
    assert not desk.delivery.is_stuck(6.0)
    desk.hand()
    assert desk.delivery.is_stuck(6.0) == stuck
    desk.acknowledge("a")
    assert not desk.delivery.is_stuck(6.0)
