import re

import pytest

from sarai_mqtt.app.state_store import StateStore
from sarai_mqtt.transports.mqtt.identity import NAME, Identity, advice_on, kept_identity
from sarai_mqtt.transports.mqtt.options import MqttOptions
from tests.harness.ports import FakeStore

UNSET, SET = MqttOptions(), MqttOptions(client_id="mine")


def test_ids_are_of_the_form_that_every_broker_takes_and_never_the_same():
    ids = {Identity(UNSET).of(name) for name in ("audio", "control") for _ in range(50)}
    assert len(ids) == 100
    # MQTT 3.1.1, 3.1.3.1
    assert all(re.fullmatch(r"[0-9a-zA-Z]{1,23}", name) for name in ids)


def test_both_connections_have_one_of_their_own():
    identity = Identity(UNSET)
    assert identity.of("audio") != identity.of("control")
    assert identity.of("audio") == identity.of("audio")


def test_they_outlive_a_restart_and_nobody_else_can_read_them(tmp_path):
    folder = tmp_path / "state"
    before = kept_identity(UNSET, StateStore(folder)).of("control")
    assert kept_identity(UNSET, StateStore(folder)).of("control") == before
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kept", [None, 7, "", "sarai", "sarai-0123456789abcdef", ["sarai0123456789abcdef"]])
def test_what_is_none_of_ours_is_not_used(kept):
    store = FakeStore(**{NAME: kept})
    made = kept_identity(UNSET, store).of("audio")
    assert re.fullmatch(r"sarai[0-9a-f]{16}a", made)
    assert made == f"{store.kept[NAME]}a"


def test_a_users_own_id_wins_and_is_kept_nowhere():
    store = FakeStore(**{NAME: "sarai0123456789abcdef"})
    identity = kept_identity(SET, store)
    assert identity.of("audio") == "mine-audio"
    assert not identity.renew("mine-audio")
    assert identity.of("audio") == "mine-audio"
    assert store.kept == {NAME: "sarai0123456789abcdef"}


def test_a_new_one_is_made_once_for_both_connections_and_kept():
    store = FakeStore()
    identity = kept_identity(UNSET, store)
    old = {name: identity.of(name) for name in ("audio", "control")}
    assert identity.renew(old["control"])
    new = identity.of("control")
    assert new != old["control"]
    assert identity.renew(old["audio"])
    assert identity.of("control") == new
    assert kept_identity(UNSET, store).of("control") == new


@pytest.mark.parametrize(
    ("client_id", "says"), [("", ""), ("sarai", "can end our connection"), ("my.sarai", "dots")]
)
def test_what_is_said_of_an_id_of_the_users(client_id, says):
    assert says in advice_on(client_id)
    assert bool(advice_on(client_id)) == bool(client_id)
