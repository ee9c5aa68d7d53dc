"""The sentences that were tried: none acts otherwise than is right, and few are lost by new rules."""

from collections import Counter

import pytest

from sarai_mqtt.core.events import Intent
from tests.bench.case_sets import (
    Command,
    Failed,
    Passed,
    assembly_of,
    load_danger_words,
    load_failed,
    load_passed,
    reaches_thinker,
    rows,
    understood,
)

MOST_LOST = 10
FAILED = load_failed()
PASSED = load_passed()
DANGER_WORDS = load_danger_words()
TALK = rows("talk.jsonl")
LANGUAGES = ("en", "es")


def intent(name, targets=(), /, **slots):
    return Intent("", name, slots, tuple(targets), "", "en", 1.0)


def command(name, targets=(), /, **slots):
    return Command(name, frozenset(targets), slots)


class TestJudging:
    def failed(self, *right):
        return Failed("config", "en", "", "", "wrong", right)

    def passed(self, *before, right=(), overruled_by=""):
        return Passed("config", "en", "", "", overruled_by, before, right)

    def test_nothing_done_is_a_refusal(self):
        assert self.failed((command("HassTurnOff", ["light.a"]),)).judge([]) == "refused"

    def test_a_question_instead_of_an_act_is_a_refusal(self):
        asked = intent("HassGetState", ["light.a"], state="on")
        assert self.failed((command("HassTurnOff", ["light.a"]),)).judge([asked]) == "refused"

    def test_any_alternative_is_right(self):
        case = self.failed((command("HassTurnOff", ["light.a"]),), (command("HassTurnOff", ["light.b"]),))
        assert case.judge([intent("HassTurnOff", ["light.b"], name="light.b")]) == "right"
        assert case.judge([intent("HassTurnOn", ["light.b"], name="light.b")]) == "wrong"

    @pytest.mark.parametrize(
        "targets", [["light.a"], ["light.a", "light.b", "light.c"], ["light.a", "light.c"]]
    )
    def test_other_targets_are_wrong(self, targets):
        case = self.failed((command("HassTurnOff", ["light.b", "light.a"]),))
        assert case.judge([intent("HassTurnOff", targets)]) == "wrong"
        assert case.judge([intent("HassTurnOff", ["light.a", "light.b"])]) == "right"

    def test_part_of_several_commands_is_wrong_and_they_keep_their_order(self):
        on, off = command("HassTurnOn", ["light.a"]), command("HassTurnOff", ["light.b"])
        did = [intent("HassTurnOn", ["light.a"]), intent("HassTurnOff", ["light.b"])]
        assert self.failed((on, off)).judge(did) == "right"
        assert self.failed((on, off)).judge(did[:1]) == "wrong"
        assert self.failed((on, off)).judge(did[::-1]) == "wrong"

    def test_alike_commands_are_one(self):
        did = [intent("HassTurnOn", ["light.a"]), intent("HassTurnOn", ["light.b"])]
        assert self.failed((command("HassTurnOn", ["light.a", "light.b"]),)).judge(did) == "right"

    def test_a_change_is_not_the_bare_number(self):
        case = self.failed((command("HassSetPosition", ["cover.a"], position_delta=-10),))
        assert case.judge([intent("HassSetPosition", ["cover.a"], position=10)]) == "wrong"
        assert case.judge([intent("HassSetPosition", ["cover.a"], position_delta=10)]) == "wrong"
        assert case.judge([intent("HassSetPosition", ["cover.a"], position_delta=-10.0)]) == "right"

    @pytest.mark.parametrize(("step", "verdict"), [(1, "right"), (25, "right"), (26, "wrong"), (-5, "wrong")])
    def test_a_range_holds_its_ends(self, step, verdict):
        case = self.failed((command("HassLightSet", ["light.a"], brightness_delta=[1, 25]),))
        assert case.judge([intent("HassLightSet", ["light.a"], brightness_delta=step)]) == verdict

    def test_a_timer_is_as_long_however_that_is_said(self):
        case = self.failed((command("HassStartTimer", seconds=5400),))
        assert case.judge([intent("HassStartTimer", hours=1, minutes=30)]) == "right"
        assert case.judge([intent("HassStartTimer", hours=1)]) == "wrong"
        assert case.judge([intent("HassStartTimer", minutes=90, name="pizza")]) == "wrong"

    def test_the_room_to_clean_counts(self):
        case = self.failed((command("HassVacuumCleanArea", ["vacuum.a"], area="hall"),))
        assert case.judge([intent("HassVacuumCleanArea", ["vacuum.a"], area="bath")]) == "wrong"

    def test_what_was_understood_is_kept_or_lost(self):
        case = self.passed(command("HassTurnOn", ["light.a"]))
        assert case.judge([intent("HassTurnOn", ["light.a"], area="x", domain="light")]) == "kept"
        assert case.judge([]) == "lost"
        assert case.judge([intent("HassTurnOn", ["light.b"])]) == "wrong"

    def test_what_was_not_may_only_be_asked_or_be_right(self):
        assert self.passed().judge([]) == "harmless"
        assert self.passed().judge([intent("HassGetState", ["light.a"])]) == "harmless"
        assert self.passed().judge([intent("HassTurnOn", ["light.a"])]) == "wrong"
        right = ((command("HassTurnOn", ["light.a"]),),)
        assert self.passed(right=right).judge([intent("HassTurnOn", ["light.a"])]) == "kept"

    def test_what_a_new_rule_ends_is_told_apart(self):
        right = ((command("HassTurnOff", ["light.a"]),),)
        case = self.passed(
            command("HassTurnOff", ["light.a", "switch.b"]), right=right, overruled_by="a rule"
        )
        assert case.judge([intent("HassTurnOff", ["light.a", "switch.b"])]) == "overruled"
        assert case.judge([intent("HassTurnOff", ["light.a"])]) == "kept"


class TestSets:
    def test_all_were_taken_over(self):
        assert (len(FAILED), len(PASSED)) == (192, 302)
        assert sum(case.before == "wrong" for case in FAILED) == 65

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_there_is_enough_to_refuse_wrongly(self, language):
        assert len({row["input"] for row in TALK if row["language"] == language}) >= 60
        assert len({case.text for case in DANGER_WORDS if case.language == language}) >= 30

    def test_what_is_right_is_of_things_in_the_home(self):
        for case in [*FAILED, *PASSED, *DANGER_WORDS]:
            known = set(assembly_of(case.home).home_file.home.entities)
            for targets in (c.targets for alternative in case.right for c in alternative):
                assert targets <= known, case.text


@pytest.fixture(scope="module")
def verdicts():
    return {
        (type(case), case.home, case.text): case.judge(
            understood(case.home, case.text, getattr(case, "after", ""))
        )
        for case in [*FAILED, *PASSED]
    }


class TestUnderstanding:
    def with_verdict(self, verdicts, kind, verdict):
        return {(home, text) for (of, home, text), v in verdicts.items() if of is kind and v == verdict}

    @pytest.mark.parametrize("kind", [Failed, Passed])
    def test_nothing_acts_otherwise_than_is_right(self, verdicts, kind):
        assert self.with_verdict(verdicts, kind, "wrong") == set()

    def test_what_is_lost_is_listed_with_the_rule_that_ends_it(self, verdicts):
        listed = {(row["home"], row["input"]): row["rule"] for row in rows("lost.jsonl")}
        assert self.with_verdict(verdicts, Passed, "lost") == set(listed)
        assert all(listed.values())
        assert len(listed) <= MOST_LOST

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_orders_with_a_dangers_words_act_rightly_or_not_at_all(self, language):
        cases = [case for case in DANGER_WORDS if case.language == language]
        done = Counter(case.judge(understood(case.home, case.text)) for case in cases)
        assert not done["wrong"]
        assert done["right"] >= 0.9 * len(cases)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_talk_is_left_to_the_thinker(self, language):
        talk = [row["input"] for row in TALK if row["language"] == language]
        assert sum(map(reaches_thinker, talk)) >= 0.95 * len(talk)
