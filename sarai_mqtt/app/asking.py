"""Understands a sentence as a turn would, without acting on it (`sarai-mqtt ask`)."""

import time
from collections.abc import Sequence
from typing import Any

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.wordings import wordings
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.languages.detection import guess_language
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.reading import commands_or_answer, languages_to_try
from sarai_mqtt.turns.responses.choices import choice_question
from sarai_mqtt.turns.responses.clean_reply import clean_reply
from sarai_mqtt.turns.responses.replies import reply_to, sentence
from sarai_mqtt.turns.responses.several import Told, told_together
from sarai_mqtt.understanding.spoken_code import without_code


def ask(assembly: Assembly, text: str, language: str | None, *, use_thinker: bool) -> dict[str, Any]:
    """Understand one sentence as a turn would, without acting on it, and return the result as plain data.

    `language` None lets the text decide. With `use_thinker` the Thinker answers a text that is no command and
    has no built-in answer. Raises BadInput: `text_empty`, or for an unknown language.
    """
    if not text.strip():
        raise BadInput("text_empty", "There is no text to understand.")
    settings = assembly.settings
    said = without_code(text)
    text = said.order
    guessed = language or guess_language(text, settings.languages)
    start = time.perf_counter()
    candidates = languages_to_try(language, guessed, settings.languages)
    found = commands_or_answer(
        assembly.understander,
        text,
        candidates,
        settings.emergency_number,
        today=assembly.local_time().date(),
    )
    understand_ms = round((time.perf_counter() - start) * 1000, 1)
    intents = found if isinstance(found, tuple) else ()
    spoken = intents[0].language if intents else getattr(found, "language", guessed)
    source: Source = intents[0].source if intents else "none"
    reply = _reply(assembly, found)
    if found is None and use_thinker:
        thought = assembly.thinker.think(text, guessed, CancelToken())
        reply = " ".join(clean_reply(thought, guessed, assembly.understander.home, text))
        reply, source = (reply, "thinker") if reply else (sentence("speechless", guessed), "none")
    commands = [_command(intent) for intent in intents]
    first = commands[0] if commands else {"intent": None, "slots": {}, "targets": []}
    parts = assembly.understander.explain(text, spoken)
    return {
        "text": said.shown,
        "language": spoken,
        **first,
        "commands": commands,
        "source": source,
        "confidence": intents[0].confidence if intents else 0.0,
        "reply": reply,
        "reading": [{"words": part.words, "role": part.role, "value": part.value} for part in parts],
        "understand_ms": understand_ms,
    }


def _command(intent: Intent) -> dict[str, Any]:
    return {"intent": intent.name, "slots": dict(intent.slots), "targets": list(intent.targets)}


def _reply(assembly: Assembly, found: Sequence[Intent] | Choice | OwnAnswer | None) -> str:
    """Return what would be said while nothing is known about the result; "" for the Thinker's reply."""
    if found is None:
        return ""
    if isinstance(found, OwnAnswer):
        return found.text
    home, words = assembly.understander.home, wordings(assembly.settings.language_options)
    if isinstance(found, Choice):
        return choice_question(found, home, words)
    now = assembly.local_time()
    told = [Told(intent, reply_to(intent, home, now, words), under_way=True) for intent in found]
    return " ".join(told_together(told, home, now, words))
