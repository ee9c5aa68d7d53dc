"""French. No voice ships: replies go out as text until a voice is configured."""

from sarai_mqtt.languages.fr.danger import DANGER
from sarai_mqtt.languages.fr.grammar import French
from sarai_mqtt.languages.fr.house_questions import HOUSE_QUESTIONS
from sarai_mqtt.languages.fr.requests import REQUESTS
from sarai_mqtt.languages.fr.speech_acts import SPEECH_ACTS
from sarai_mqtt.languages.fr.verbs import DERIVED, GIVEN, conjugated
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema import LanguagePack
from sarai_mqtt.languages.schema.answers import Answers
from sarai_mqtt.languages.schema.commands import Commands
from sarai_mqtt.languages.schema.content import Content
from sarai_mqtt.languages.schema.devices import Devices
from sarai_mqtt.languages.schema.guards import Guards
from sarai_mqtt.languages.schema.hearing import Hearing
from sarai_mqtt.languages.schema.house import HouseNouns
from sarai_mqtt.languages.schema.lists import Lists
from sarai_mqtt.languages.schema.numbers import Numbers
from sarai_mqtt.languages.schema.paraphrases import Rewording
from sarai_mqtt.languages.schema.replies import Replies
from sarai_mqtt.languages.schema.samples import Samples
from sarai_mqtt.languages.schema.small_talk import SmallTalkPhrases
from sarai_mqtt.languages.schema.sounds import Sounds
from sarai_mqtt.languages.schema.states import States
from sarai_mqtt.languages.schema.thinker import ThinkerTexts
from sarai_mqtt.languages.schema.timers import Timers
from sarai_mqtt.languages.schema.units import Units
from sarai_mqtt.languages.schema.words import Words
from sarai_mqtt.languages.verbs import read_verbs


def load(files: PackFiles) -> LanguagePack:
    """Return the pack, with its files read."""
    return LanguagePack(
        code="fr",
        name="French",
        devices=files.read("devices.yaml", Devices),
        replies=files.read("replies.yaml", Replies),
        samples=files.read("samples.yaml", Samples),
        states=files.read("states.yaml", States),
        timers=files.read("timers.yaml", Timers),
        units=files.read("units.yaml", Units),
        wording=French(),
        words=files.read("words.yaml", Words),
        speech_acts=SPEECH_ACTS,
        house_nouns=files.read("house.yaml", HouseNouns),
        house_questions=HOUSE_QUESTIONS,
        requests=REQUESTS,
        danger=DANGER,
        small_talk=files.read("small_talk.yaml", SmallTalkPhrases),
        thinker=files.read("thinker.yaml", ThinkerTexts),
        hearing=files.read("hearing.yaml", Hearing),
        speaking=None,
        sounds=files.read("sounds.yaml", Sounds),
        numbers=files.read("numbers.yaml", Numbers),
        answers=files.read("answers.yaml", Answers),
        commands=files.read("commands.yaml", Commands),
        verbs=conjugated(read_verbs(files, GIVEN, DERIVED)),
        guards=files.read("guards.yaml", Guards),
        paraphrases=_paraphrases,
        lists=files.read("lists.yaml", Lists),
        content=files.read("content.yaml", Content),
    )


def _paraphrases() -> Rewording:
    """Return what rewords orders; its patterns are compiled only where orders are understood."""
    from sarai_mqtt.languages.fr.paraphrases import plain_french  # noqa: PLC0415

    return plain_french
