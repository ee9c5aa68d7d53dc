"""Reads orders to announce something at a moment: "in ten minutes announce that dinner is ready"."""

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import PLANNED
from sarai_mqtt.understanding.announcements import announcements_in
from sarai_mqtt.understanding.order_times import order_times, slots_of
from sarai_mqtt.understanding.time_phrases import plain_words


def announced_later(text: str, language: str, home: Home) -> Intent | None:
    """Return the order for later in `text`, if it is to announce something at one place; None if it is none.

    The moment must be said before the words to announce: one after them may be a part of them. Raises
    BadInput (`unknown_language`).
    """
    times = order_times(language)
    for planned in times.put_off(text) if times else ():
        found = announcements_in(planned.words, language, home)
        if not isinstance(found, tuple) or len(found) != 1:
            continue
        # the words to announce end the sentence
        if len(plain_words(str(found[0].slots["message"])).starts) <= planned.behind:
            name = "HassStartTimer" if planned.moment.seconds is not None else PLANNED
            slots = {**slots_of(planned.moment), "conversation_command": planned.words}
            return Intent("", name, slots, (), text, language, 1.0)
    return None
