"""The bench of the made-up house plays: a few of its sentences, whose verdicts are known."""

import pytest

from tests.bench.real_house import play
from tests.bench.real_house_ask import both
from tests.bench.real_house_data import load_house, load_rows
from tests.bench.real_house_instance import standing
from tests.e2e.home_assistant.conftest import KEEP, WANTED

pytestmark = pytest.mark.slow
SAID = {"turn off the printer", "is the kitchen light on?", "turn on the fish tank"}


def test_a_few_sentences_are_judged(tmp_path):
    rows = [row for row in load_rows("en") if row.text in SAID]
    keep = KEEP / "real-house"
    with (
        standing(load_house(), WANTED, tmp_path, keep) as real,
        both(real, tmp_path, keep, thinker=False) as sides,
    ):
        results = play(real, sides, rows)
    found = {(r["side"], r["text"]): r["verdict"] for r in results}
    assert len(found) == 2 * len(SAID)
    for side in ("ours", "its agent"):
        assert found[side, "turn off the printer"] == "right"
        assert found[side, "is the kitchen light on?"] == "right"
    assert found["ours", "turn on the fish tank"] in ("honest no", "not understood")
