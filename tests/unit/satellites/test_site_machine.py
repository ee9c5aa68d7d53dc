"""A random walk through the state machine of the sites.

The walk is in `tests/harness/site_driver.py`, the rules are in `tests/harness/site_checks.py`. Everything is
decided by the seed: one that fails prints itself and its last 40 steps, and fails again alone
(`-k seed-17-`). More and longer walks: `SITE_MACHINE_SEEDS=1000 SITE_MACHINE_STEPS=600 pytest ...`
(about a quarter of a second for each seed of 300 steps).
"""

import gc
import os
from collections import Counter

import pytest

from sarai_mqtt.satellites.site_states import EndpointState, TurnPhase, occur_together
from tests.harness.site_driver import SiteDriver

SEEDS = int(os.environ.get("SITE_MACHINE_SEEDS", "80"))
STEPS = int(os.environ.get("SITE_MACHINE_STEPS", "300"))
# What the walks of every day must have met, and how often at least: below that they test little.
EXPECTED = {
    "report answered": 1000,
    "report cancelled": 500,
    "report failed": 200,
    "report no_speech": 20,
    "report echo": 20,
    "report yielded": 5,
    "hypothesis": 150,
    "draft granted": 100,
    "draft withdrawn": 50,
    "2 at once": 500,
    "3 at once": 20,
    "silence in mid-speech": 50,
    "silence at the end": 50,
    "listen": 200,
    "acts": 200,
    "lock turned": 20,
    "text refused": 50,
    "site created": 200,
    "error act_late": 50,
    "error audio_dropped": 100,
    "error engine_broken": 50,
    "error engine_failed": 20,
    "error odd_length": 50,
    "error site_disabled": 20,
    "error too_many_sites": 50,
    "error turn_failed": 50,
}


# A draft is granted for one round of the loop: in most walks nobody speaks on so soon.
POSSIBLE = {
    (ear, phase)
    for ear in EndpointState
    for phase in TurnPhase
    if occur_together(ear, phase) and (phase is not TurnPhase.GRANTED or ear is EndpointState.QUIET)
}


def states(service):
    """Return the states of ear and turns at each site."""
    return [(site.ear._segmenter._endpointer.state, site.turns.phase) for site in service.sites.values()]


@pytest.fixture(scope="module")
def met():
    """Counts what the walks of this module have met, and the pairs of states they have been in."""
    return Counter()


@pytest.fixture(scope="module", autouse=True)
def _old_objects_rest():
    """Let the collection at the end of each walk look at what the walk has made, not at the whole suite's."""
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("seed", range(SEEDS), ids=lambda seed: f"seed-{seed}-")
def test_the_rules_hold(seed, met):
    driver = SiteDriver(seed, states)
    driver.run(STEPS)
    assert [pair for pair in driver.seen if not occur_together(*pair)] == []
    met["walks"] += 1
    met.update(driver.met)
    met.update(driver.seen)


def test_the_walks_meet_everything(met):
    if met["walks"] < 80:
        pytest.skip("only some of the walks ran")
    rare = {what: met[what] for what, least in EXPECTED.items() if met[what] < least}
    assert not rare, rare
    assert not POSSIBLE - met.keys()


def test_a_seed_gives_the_same_walk():
    logs = []
    for _ in range(2):
        driver = SiteDriver(3)
        driver.run(100)
        logs.append(driver.watch.log)
    assert logs[0] == logs[1]
