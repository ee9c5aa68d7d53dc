"""Examples of what can be said, for who asks for help (help.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sarai_mqtt.languages.schema.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Sentences that offer examples, and the examples by the kind of thing.

    Args:
        about: whole questions for examples of one kind of things, in lower case without accents and
            punctuation; the group `thing` has the thing.
        here: the sentence that offers `{examples}` for the room of the speaker.
        anywhere: the same for the whole home.
        examples: by Home Assistant's domain, or domain and device class ("cover.garage", which goes before
            "cover"), what may be said: `{the}` is the thing with its article, `{of_the}` the same with "of",
            `{is_}` its "is" or "are", `{name}` its name, `{degrees}` a temperature that it can be set to. The
            likeliest first.
        timer: an example that needs no thing.

    """

    about: Phrases
    here: str
    anywhere: str
    examples: Mapping[str, tuple[str, ...]]
    timer: str
