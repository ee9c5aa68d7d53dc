"""Spanish replies of a voice assistant: short ones, and patterns filled with words (`house_es.toml`)."""

import tomllib
from importlib.resources import files
from random import Random

_DATA = tomllib.loads(
    (files("sarai_mqtt.models.export.training") / "house_es.toml").read_text(encoding="utf-8")
)
_WORDS: dict[str, list[str]] = _DATA["words"]
SHORT: list[str] = _DATA["short"]
# Ranges of numbers, each equally likely: numbers of one and two digits are spoken most.
_SPANS = ((1, 30), (1, 99), (100, 999), (1, 10))


def reply(random: Random) -> str:
    """Return a random reply: a pattern filled with words, with contractions ("del", "al") and a capital."""

    def pick(words: str) -> str:
        """Return one of the words of this kind."""
        return random.choice(_WORDS[words])

    def number() -> str:
        """Return a number in digits."""
        return str(random.choice([random.randint(*span) for span in _SPANS]))

    def hour() -> str:
        """Return a time of day in words."""
        return pick("hours") + pick("minutes")

    pattern: str = random.choice(_DATA["patterns"])
    text = pattern.format(
        thing=pick("things"),
        thing2=pick("things"),
        room=pick("rooms"),
        state=pick("states"),
        day=pick("days"),
        sky=pick("skies"),
        month=pick("months"),
        who=pick("people"),
        good=pick("goods"),
        good2=pick("goods"),
        good3=pick("goods"),
        n=number(),
        n2=number(),
        date=random.randint(1, 31),
        hour=hour(),
        hour2=hour(),
    )
    text = text.replace(" de el ", " del ").replace(" a el ", " al ").replace("las una", "la una")
    first = next(i for i, sign in enumerate(text) if sign.isalpha())
    return text[:first] + text[first].upper() + text[first + 1 :]
