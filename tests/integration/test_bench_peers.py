"""Our side of `make bench` as it is there: the service in its own process and satellites that speak to it."""

import pytest

from tests.bench.peers import recordings
from tests.bench.peers_audio import together
from tests.bench.peers_ours import Ours

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    settings = {"LANGUAGES": '["en"]', "THINKER_NAME": "none", "AUDIO_STALE_MS": "10000", "AGES_ACT_S": "60"}
    with Ours(tmp_path_factory.mktemp("ours") / "log", settings) as running:
        yield running


def test_a_command_is_heard_with_and_without_a_button(ours):
    clip = next(clip for clip in recordings(questions=False) if "kitchen" in clip.text)
    for push_to_talk in (True, False):
        (heard,) = ours.hear([clip], push_to_talk=push_to_talk)
        assert "kitchen light" in heard.text
        assert heard.source == "sentence"
        # sound comes on a connection of its own, which may be ahead by a moment
        assert 0 < heard.transcript <= heard.intent
        assert heard.first_audio > 0
        # both clocks are the same one: we hear of the transcript after the service has it
        assert heard.timings["endpoint_delay"] < heard.transcript + 50


def test_sites_that_speak_at_once_are_told_apart(ours):
    clips = together(recordings(questions=False)[:3])
    heard = ours.hear(clips, push_to_talk=True)
    assert [turn.text.split()[0] for turn in heard] == [clip.text.split()[0] for clip in clips]


def test_what_is_said_is_timed_to_its_first_sound(ours):
    before = ours.cpu_s()["all"]
    assert 0 < ours.say("The dinner needs another three minutes.") < 60_000
    assert ours.cpu_s()["all"] > before
    assert ours.ready_s > 0
    assert ours.memory()["rss_mb"] > 100


def test_a_service_that_does_not_start_says_why(tmp_path):
    with pytest.raises(RuntimeError, match="nope"), Ours(tmp_path / "log", {"PROFILE": "nope"}):
        pass
