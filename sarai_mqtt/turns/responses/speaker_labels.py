"""Recognises speaker labels that a chat model writes at the start of a line ("User:", "**Sarai:**")."""

import re
from collections.abc import Mapping

from sarai_mqtt.languages.tables import for_language

# Labels of the assistant by the language of the reply, the chat template's own word included.
_NAMES: Mapping[str, frozenset[str]] = {
    "en": frozenset({"sarai", "assistant"}),
    "es": frozenset({"sarai", "asistente", "assistant"}),
}
# Labels of the person. Such a line after one of the assistant's ends the reply: the model invents what
# people say.
_PEOPLE: Mapping[str, frozenset[str]] = {
    "en": frozenset({"user", "human", "question"}),
    "es": frozenset({"usuario", "usuaria", "humano", "pregunta", "user"}),
}
# Words that are labels only next to another label.
_ASKS: Mapping[str, frozenset[str]] = {"en": frozenset({"q", "person"}), "es": frozenset({"p", "persona"})}
_ANSWERS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"answer", "reply", "response", "output", "ai", "bot", "system", "a"}),
    "es": frozenset({"respuesta", "salida", "bot", "sistema", "r", "answer"}),
}
_LABEL = re.compile(r"[*_\"']{0,3}([^\W\d_]+)(?: ?\([^()\n]{0,30}\))? ?[*_]{0,3} ?:[*_]{0,3}(?!//)")
_LABEL_SO_FAR = re.compile(r"[*_\"']{0,3}([^\W\d_]*)((?: ?\([^()\n]{0,30}\)?)? ?[*_]{0,3} ?)")


class SpeakerLabels:
    """The speaker labels of one language. Raises BadInput (`unknown_language`)."""

    def __init__(self, language: str) -> None:
        """Load the labels of `language`, an ISO 639-1 code."""
        self.names = for_language(_NAMES, language)
        """Names of the assistant: always a label."""
        self.people = for_language(_PEOPLE, language)
        """Names of the person: a label once some of the reply has passed."""
        self.asks = self.people | for_language(_ASKS, language)
        """All labels of the person, and `answers` all of the assistant: labels next to another one."""
        self.answers = self.names | for_language(_ANSWERS, language)
        self._all = self.asks | self.answers

    def at(self, text: str) -> tuple[str, int]:
        """Return the label at the start of `text` and its length, colon included; ("", 0) for none."""
        label = _LABEL.match(text)
        who = label.group(1).lower() if label else ""
        return (who, label.end()) if label and who in self._all else ("", 0)

    def may_begin(self, text: str) -> bool:
        """Return True if `text` is the beginning of a label, or can become one."""
        so_far = _LABEL_SO_FAR.fullmatch(text)
        if so_far is None:
            return False
        word, after = so_far.group(1).lower(), so_far.group(2)
        return word in self._all if after else any(label.startswith(word) for label in self._all)
