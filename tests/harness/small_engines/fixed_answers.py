"""A Thinker that has one answer a language, a line of its file each ("en: I do not know.")."""

from sarai_mqtt.engines.engine import Engine, FileRoles
from sarai_mqtt.languages.packs import entry_for


class FixedThinker:
    memory_bytes = 100

    def __init__(self, answers):
        self._answers, self.closed = answers, False

    def think(self, text, language, cancel):
        for word in entry_for(self._answers, language).split():
            if cancel.cancelled:
                return
            yield f"{word} "

    def choose(self, text, language, options, cancel):
        return None if cancel.cancelled or text not in options else options.index(text)

    def close(self):
        self.closed = True


def _open(options):
    lines = options.files.path("answers").read_text().splitlines()
    answers = dict(line.split(": ", 1) for line in lines)
    return FixedThinker({code: answers[code] for code in options.languages})


ENGINE = Engine(FileRoles(("answers",)), _open)
