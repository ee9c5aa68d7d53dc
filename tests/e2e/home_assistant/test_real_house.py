"""The bench of the made-up house plays: a few of its sentences, whose verdicts are known."""

import os

import pytest

from tests.bench.real_house import play
from tests.bench.real_house_ask import both
from tests.bench.real_house_data import load_house, load_rows
from tests.bench.real_house_instance import standing

pytestmark = pytest.mark.slow
SAID = {"turn off the printer", "is the kitchen light on?", "turn on the fish tank"}


def test_a_few_sentences_are_judged(tmp_path):
    rows = [row for row in load_rows("en") if row.text in SAID]
    edition = os.environ["TEST_HOME_ASSISTANT"]
    with (
        standing(load_house(), edition, tmp_path, None) as real,
        both(real, tmp_path, None, thinker=False) as sides,
    ):
        results = play(real, sides, rows)
    found = {(r["side"], r["text"]): (r["verdict"], r["reply"]) for r in results}
    assert len(found) == 2 * len(SAID)
    for side in ("ours", "its agent"):
        for text in ("turn off the printer", "is the kitchen light on?"):
            assert found[side, text][0] == "right", found[side, text]
    assert found["ours", "turn on the fish tank"][0] in ("honest no", "not understood")
