"""Recognises speaker labels that a chat model writes at the start of a line ("User:", "**Sarai:**")."""

import re

from sarai_mqtt.languages.packs import pack

_LABEL = re.compile(r"[*_\"']{0,3}([^\W\d_]+)(?: ?\([^()\n]{0,30}\))? ?[*_]{0,3} ?:[*_]{0,3}(?!//)")
_LABEL_SO_FAR = re.compile(r"[*_\"']{0,3}([^\W\d_]*)((?: ?\([^()\n]{0,30}\)?)? ?[*_]{0,3} ?)")


class SpeakerLabels:
    """The speaker labels of one language. Raises BadInput (`unknown_language`)."""

    def __init__(self, language: str) -> None:
        """Load the labels of `language`, an ISO 639-1 code."""
        labels = pack(language).thinker.labels
        self.names = labels.assistant
        """Names of the assistant: always a label."""
        self.people = labels.person
        """Names of the person: a label once some of the reply has passed."""
        self.asks = self.people | labels.asks
        """All labels of the person, and `answers` all of the assistant: labels next to another one."""
        self.answers = self.names | labels.answers
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
