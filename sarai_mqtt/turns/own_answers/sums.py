"""The answer to a sum: worked out here, because a Thinker may be wrong."""

from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.sums import Result, result_of


def sum_answer(text: str, language: str) -> str:
    """Return the answer to `text`, "" if it is no sum. Raises BadInput (`unknown_language`)."""
    phrases = pack(language).sums
    result = result_of(text, language)
    if phrases is None or result is None:
        return ""
    if not isinstance(result, Result):
        return phrases.replies[result]
    value = int(result.value) if result.value.is_integer() else result.value
    return phrases.replies["exact" if result.exact else "about"].format(value=wording(language).number(value))
