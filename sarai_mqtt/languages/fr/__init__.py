"""French. No voice ships: replies go out as text until a voice is configured."""

from sarai_mqtt.languages.fr.danger import DANGER
from sarai_mqtt.languages.fr.grammar import French
from sarai_mqtt.languages.fr.house_questions import HOUSE_QUESTIONS
from sarai_mqtt.languages.fr.requests import REQUESTS
from sarai_mqtt.languages.fr.speaking import SPEAKING
from sarai_mqtt.languages.fr.speech_acts import SPEECH_ACTS
from sarai_mqtt.languages.fr.verbs import DERIVED, GIVEN, conjugated
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema import CodeParts
from sarai_mqtt.languages.schema.paraphrases import Rewording
from sarai_mqtt.languages.verbs import read_verbs


def code_parts(files: PackFiles) -> CodeParts:
    """Return the parts that are Python; the others are read from the YAML file of their name."""
    return CodeParts(
        name="French",
        wording=French,
        speech_acts=SPEECH_ACTS,
        house_questions=HOUSE_QUESTIONS,
        requests=REQUESTS,
        danger=DANGER,
        speaking=SPEAKING,
        verbs=conjugated(read_verbs(files, GIVEN, DERIVED)),
        paraphrases=_paraphrases,
    )


def _paraphrases() -> Rewording:
    """Return what rewords orders; its patterns are compiled only where orders are understood."""
    from sarai_mqtt.languages.fr.paraphrases import plain_french  # noqa: PLC0415

    return plain_french
