"""How a language is spoken by the voices of this project, if there is one."""

from sarai_mqtt.languages.packs import available, pack, unknown_language
from sarai_mqtt.languages.schema.speaking import Speaking

_LACKING = "There are no phonemes"


def speaking(language: str) -> Speaking:
    """Return how a text of `language` becomes phonemes.

    Raises BadInput (`unknown_language`) if there is no pack for it, or no voice of this project.
    """
    found = pack(language, _LACKING).speaking
    if found is None:
        raise unknown_language(language, _LACKING, [one for one in available() if pack(one).speaking])
    return found
