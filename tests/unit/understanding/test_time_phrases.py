"""The words that an expression of a time may begin with: none is left out, and few are too many."""

import re

import pytest

from sarai_mqtt.understanding.time_phrases import NUMBER, any_of, beginnings, expression

NUMBERS = rf"(?:{any_of(['two', 'thirty two'])}|\d{{1,2}})"
HOLES = {"{h}": f"(?P<h>{NUMBERS})", "{m}": f"(?P<m>{NUMBERS})"}


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (any_of(["at", "by the"]), {"at", "by"}),
        (any_of(["a las", "à"]), {"a"}),
        (any_of([]), set()),
        (expression("{h} o'clock", HOLES), {"two", "thirty", NUMBER}),
        (expression("[the] (half|quarter) past {h}", HOLES), {"the", "half", "quarter"}),
        (expression("{m} : {h}", HOLES), {"two", "thirty", NUMBER}),
        (
            f"(?:(?P<lead>{any_of(['at', 'around'])}) )?{HOLES['{h}']}",
            {"at", "around", "two", "thirty", NUMBER},
        ),
    ],
)
def test_the_words_that_a_match_begins_with(pattern, words):
    assert beginnings(pattern) == words


@pytest.mark.parametrize("said", ["at 5", "two", "thirty two", "12", "the half past two", "quarter past 7"])
def test_no_beginning_is_left_out(said):
    patterns = [expression(each, HOLES) for each in ("[at] {h}", "[the] (half|quarter) past {h}")]
    matched = [each for each in patterns if re.fullmatch(each, said)]
    first = said.split()[0]
    assert matched
    assert all((NUMBER if first.isdigit() else first) in beginnings(each) for each in matched)
