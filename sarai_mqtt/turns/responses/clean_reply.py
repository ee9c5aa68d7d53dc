"""What of a Thinker's text is said: plain sentences without stage directions, claims and repeats."""

from collections.abc import Iterable, Iterator

from sarai_mqtt.core.home import Home
from sarai_mqtt.turns.responses.honest_text import honest
from sarai_mqtt.turns.responses.plain_text import plain
from sarai_mqtt.turns.responses.stage_directions import without_directions


def clean_reply(pieces: Iterable[str], language: str, home: Home, asked: str) -> Iterator[str]:
    """Yield the sentences to say of the reply that comes in `pieces` to what was `asked`, as they come.

    Nothing may be left. Raises BadInput (`unknown_language`).
    """
    return honest(plain(without_directions(pieces, language), language), language, home, asked)
