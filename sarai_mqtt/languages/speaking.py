"""How a language is spoken by the voices of this project, if there is one."""

from collections.abc import Callable

from sarai_mqtt.languages.packs import available, pack, unknown_language
from sarai_mqtt.languages.schema.speaking import Speaking

_LACKING = "There are no phonemes"
_UNSPOKEN = "There is no text normalizer"


def speaking(language: str) -> Speaking:
    """Return how a text of `language` is written out for speech.

    Raises BadInput (`unknown_language`) if there is no pack for it, or none that has this.
    """
    found = pack(language, _UNSPOKEN).speaking
    if found is None:
        raise unknown_language(language, _UNSPOKEN, [one for one in available() if pack(one).speaking])
    return found


def phonemizer_of(language: str) -> Callable[[str], str]:
    """Return what converts a sentence of `language` to phonemes.

    Raises BadInput (`unknown_language`) if there is no pack for it, or no voice of this project.
    """
    found = pack(language, _LACKING).speaking
    if found is None or found.phonemizer is None:
        raise unknown_language(language, _LACKING, [one for one in available() if pack(one).has_voice])
    return found.phonemizer()
