"""English."""

from sarai_mqtt.languages.en.danger import DANGER
from sarai_mqtt.languages.en.grammar import English
from sarai_mqtt.languages.en.house_questions import HOUSE_QUESTIONS
from sarai_mqtt.languages.en.requests import REQUESTS
from sarai_mqtt.languages.en.speaking import SPEAKING
from sarai_mqtt.languages.en.speech_acts import speech_acts_of
from sarai_mqtt.languages.en.verbs import DERIVED, conjugated
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema import CodeParts
from sarai_mqtt.languages.schema.paraphrases import Rewording
from sarai_mqtt.languages.verbs import read_verbs


def code_parts(files: PackFiles) -> CodeParts:
    """Return the parts that are Python; the others are read from the YAML file of their name."""
    verbs = conjugated(read_verbs(files, derived=DERIVED))
    return CodeParts(
        name="English",
        wording=English,
        speech_acts=speech_acts_of(verbs.table),
        house_questions=HOUSE_QUESTIONS,
        requests=REQUESTS,
        danger=DANGER,
        speaking=SPEAKING,
        verbs=verbs,
        paraphrases=_paraphrases,
    )


def _paraphrases() -> Rewording:
    """Return what rewords orders; its patterns are compiled only where orders are understood."""
    from sarai_mqtt.languages.en.paraphrases import ENGLISH  # noqa: PLC0415

    return ENGLISH
