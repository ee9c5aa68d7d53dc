"""`think` answers what a turn would answer: speech, in a language in use."""

import pytest

from sarai_mqtt.app.audio_thinking import answer_speech
from sarai_mqtt.app.doctor import CHECKS
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.home import Home
from sarai_mqtt.turns.spoken_input import SpokenInput
from tests.harness.engines import FakeAudioThinker, FakeFeatureStt
from tests.harness.turns import SAID


class BilingualThinker(FakeAudioThinker):
    audio_languages = ("en", "es")


class Languages:
    """The settings' languages that the Thinker may answer in."""

    def __init__(self, *languages):
        self.thinker_languages = languages


class EmptyHomeFile:
    home = Home()


class FakeAssembly:
    """Hears `text`; its Thinker takes speech in English and Spanish."""

    def __init__(self, text="hello", language="en", *, with_text=False, languages=("en", "es")):
        self.settings, self.thinker = Languages(*languages), BilingualThinker()
        self.spoken_input = SpokenInput(FakeFeatureStt(text, language), self.thinker, with_text=with_text)
        self.home_file = EmptyHomeFile()


def test_an_utterance_without_speech_gets_no_answer():
    """As in a turn: the Thinker would answer noise."""
    assembly = FakeAssembly("", with_text=True)
    result = answer_speech(assembly, SAID, None)
    assert (result["text"], result["heard"], result["ttft_ms"]) == ("", "", None)
    assert assembly.thinker.listened == []
    assert answer_speech(FakeAssembly("hello", with_text=True), SAID, None)["text"] == "One."


def test_a_language_that_is_not_in_use_is_not_chosen():
    assembly = FakeAssembly(languages=("es", "fr"))
    assert answer_speech(assembly, SAID, None)["language"] == "es"
    assert [language for _, _, language in assembly.thinker.listened] == ["es"]


@pytest.mark.parametrize(
    ("with_text", "asked", "languages"),
    [(False, "fr", ("en", "fr")), (False, "es", ("en",)), (True, None, ("fr",))],
)
def test_a_language_that_the_thinker_is_not_to_answer_in_is_refused(with_text, asked, languages):
    assembly = FakeAssembly(with_text=with_text, languages=languages)
    with pytest.raises(BadInput) as refused:
        answer_speech(assembly, SAID, asked)
    assert refused.value.code == "unknown_language"
    assert assembly.thinker.listened == []


def test_without_a_thinker_it_is_said():
    assembly = FakeAssembly()
    assembly.spoken_input = None
    with pytest.raises(ConfigError, match="no Thinker that takes speech"):
        answer_speech(assembly, SAID, None)


class RolesAlone:
    """All roles are the profile's own."""

    def borrowed(self):
        return {}

    def check_logits_talker(self):
        return ""


def test_doctor_opens_the_audio_adapter_if_speech_is_wanted():
    assembly = FakeAssembly()
    assembly.model_roles = RolesAlone()
    assert CHECKS["roles"](assembly) == ("the Thinker takes speech (f) in en, es", "")
    assembly.spoken_input = None
    assert CHECKS["roles"](assembly) == ("each is the profile's own", "")
