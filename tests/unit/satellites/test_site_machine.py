"""A random walk through the state machine of the sites; `tests/harness/site_checks.py` has the rules.

`SITE_MACHINE_SEEDS=1000` runs more seeds than the few of every day, `SITE_MACHINE_STEPS` longer ones. A seed
that fails prints itself and its last steps, and fails again: `-k "seed-17-"`.
"""

import os

import pytest

from tests.harness.site_driver import SiteDriver

SEEDS = int(os.environ.get("SITE_MACHINE_SEEDS", "40"))
STEPS = int(os.environ.get("SITE_MACHINE_STEPS", "300"))


@pytest.mark.parametrize("seed", range(SEEDS), ids=lambda seed: f"seed-{seed}-")
def test_the_rules_hold(seed):
    SiteDriver(seed).run(STEPS)
