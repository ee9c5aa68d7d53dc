"""Articles, numbers, times and dates in spoken form, by language; simple rules, not a grammar."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from sarai_mqtt.languages.nouns import is_english_plural, spanish_noun
from sarai_mqtt.languages.tables import for_language

_EN_GROUPS = {
    "light": "lights", "fan": "fans", "switch": "switches", "cover": "covers", "blind": "blinds",
    "curtain": "curtains", "shutter": "shutters", "shade": "shades", "awning": "awnings", "door": "doors",
    "garage": "garage doors", "gate": "gates", "window": "windows", "lock": "locks", "valve": "valves",
    "media_player": "players", "climate": "thermostats", "vacuum": "vacuums",
}  # fmt: skip
_ES_GROUPS = {
    "light": "luces", "fan": "ventiladores", "switch": "interruptores", "cover": "persianas",
    "blind": "persianas", "curtain": "cortinas", "shutter": "contraventanas", "shade": "estores",
    "awning": "toldos", "door": "puertas", "garage": "puertas del garaje", "gate": "verjas",
    "window": "ventanas", "lock": "cerraduras", "valve": "válvulas", "media_player": "reproductores",
    "climate": "termostatos", "vacuum": "aspiradoras",
}  # fmt: skip
_EN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ES_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_ES_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")

_LISTED = 4  # a longer list is not read out in full
_AND_BEFORE_I = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)  # "y" becomes "e": agujas e hilo, but y hielo


class Wording(Protocol):
    """The spoken pieces of a reply in one language."""

    language: str

    def the(self, name: str) -> str:
        """Return a spoken name with its definite article."""
        ...

    def of(self, phrase: str) -> str:
        """Return "of" and `phrase`, which has its article."""
        ...

    def group(self, kind: str, room: str) -> str:
        """Return the name of several things of one kind, in `room` unless that is "".

        `kind` is a domain or device class, or "".
        """
        ...

    def listed(self, phrases: Sequence[str]) -> str:
        """Return "a, b and c"; of more than four, three and how many more."""
        ...

    def is_plural(self, names: Sequence[str]) -> bool:
        """Return True if the things with these spoken names take a plural verb."""
        ...

    def is_(self, names: Sequence[str]) -> str:
        """Return "is" or "are" for the things with these spoken names."""
        ...

    def agreed(self, adjective: str, names: Sequence[str]) -> str:
        """Return `adjective` as it agrees with the things with these spoken names.

        `adjective` is masculine singular; only its first word is inflected.
        """
        ...

    def number(self, value: object) -> str:
        """Return a slot value in spoken form: a number as the language writes it, anything else unchanged."""
        ...

    def duration(self, units: Mapping[str, object]) -> str:
        """Return a duration made of the numbers of `hours`, `minutes` and `seconds` in `units`."""
        ...

    def time_of_day(self, hour: int, minute: int) -> str:
        """Return the sentence that tells the time; `hour` is 0 to 23."""
        ...

    def date(self, day: date) -> str:
        """Return the sentence that tells the day."""
        ...

    def moment(self, moment: datetime, today: datetime) -> str:
        """Return a point in time: the time, and the day unless it is `today`."""
        ...


def _lower_first(name: str) -> str:
    """Return `name` with a lower-case first letter, unless its first word is an abbreviation such as TV."""
    first = name.split(" ", 1)[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]


def _plain_number(value: object) -> str:
    """Return `value` as text; a whole float has no decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _joined(units: Mapping[str, object], names: Mapping[str, tuple[str, str]], joiner: str) -> str:
    """Return the numbers with their units (singular, plural) as one phrase."""
    parts = [
        f"{_plain_number(n)} {names[unit][0 if n == 1 else 1]}"
        for unit, n in units.items()
        if isinstance(n, int | float)
    ]
    return joiner.join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])}{joiner}{parts[-1]}"


def _listed(phrases: Sequence[str], joiner: str, more: str) -> str:
    """Return the phrases as one; `joiner` goes before the last, `more` after the number of those left out."""
    shown = list(phrases)
    if len(shown) > _LISTED:
        shown[_LISTED - 1 :] = [f"{len(shown) - _LISTED + 1} {more}"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {joiner} {shown[-1]}" if shown else ""


def _english_clock(hour: int, minute: int) -> str:
    return f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def _english_day(day: date) -> str:
    return f"{_EN_DAYS[day.weekday()]}, {_EN_MONTHS[day.month - 1]} {day.day}"


def _spanish_clock(hour: int, minute: int) -> str:
    return f"{'la' if hour == 1 else 'las'} {hour}:{minute:02}"


def _spanish_day(day: date) -> str:
    return f"{_ES_DAYS[day.weekday()]}, {day.day} de {_ES_MONTHS[day.month - 1]}"


def sentence_of(*clauses: str) -> str:
    """Return one sentence: clauses joined by commas, with a capital first and a full stop last."""
    text = ", ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."


class English:
    """English wording."""

    language = "en"

    def the(self, name: str) -> str:
        """Return "the …", unless the name already starts with an article or a possessive."""
        first = name.lower().split(" ", 1)[0]
        own = first in {"the", "my", "our"} or first.endswith(("'s", "’s"))
        return name if own else f"the {_lower_first(name)}"

    def of(self, phrase: str) -> str:
        """Return "of …"."""
        return f"of {phrase}"

    def group(self, kind: str, room: str) -> str:
        """Return "the kitchen lights", or "everything in the kitchen" if the kind has no name."""
        noun = _EN_GROUPS.get(kind)
        if noun is None:
            return f"everything in {self.the(room)}" if room else "everything"
        return self.the(f"{room} {noun}" if room else noun)

    def listed(self, phrases: Sequence[str]) -> str:
        """Return "a, b and c"."""
        return _listed(phrases, "and", "more")

    def is_plural(self, names: Sequence[str]) -> bool:
        """Return True for several names, and for one whose noun is a plural."""
        return len(names) != 1 or is_english_plural(names[0])

    def is_(self, names: Sequence[str]) -> str:
        """Return "is" or "are"."""
        return "are" if self.is_plural(names) else "is"

    def agreed(self, adjective: str, names: Sequence[str]) -> str:  # noqa: ARG002 - English inflects none
        """Return `adjective` unchanged."""
        return adjective

    def number(self, value: object) -> str:
        """Return 21.0 as "21"."""
        return _plain_number(value)

    def duration(self, units: Mapping[str, object]) -> str:
        """Return "1 hour and 30 minutes"."""
        names = {
            "hours": ("hour", "hours"),
            "minutes": ("minute", "minutes"),
            "seconds": ("second", "seconds"),
        }
        return _joined(units, names, " and ")

    def time_of_day(self, hour: int, minute: int) -> str:
        """Return "It's 3:05 PM."."""
        return f"It's {_english_clock(hour, minute)}."

    def date(self, day: date) -> str:
        """Return "It's Sunday, November 22."."""
        return f"It's {_english_day(day)}."

    def moment(self, moment: datetime, today: datetime) -> str:
        """Return "3:05 PM on Sunday, November 22"."""
        clock = _english_clock(moment.hour, moment.minute)
        return clock if moment.date() == today.date() else f"{clock} on {_english_day(moment.date())}"


class Spanish:
    """Spanish wording."""

    language = "es"

    def the(self, name: str) -> str:
        """Return "el …", "la …", "los …" or "las …", by the first noun of the name."""
        if name.lower().split(" ", 1)[0] in {"el", "la", "los", "las", "mi", "mis", "tu"}:
            return _lower_first(name)
        feminine, plural = spanish_noun(name)
        article = ("las" if feminine else "los") if plural else ("la" if feminine else "el")
        return f"{article} {_lower_first(name)}"

    def of(self, phrase: str) -> str:
        """Return "de …", contracted to "del" before "el"."""
        return f"del {phrase[3:]}" if phrase.startswith("el ") else f"de {phrase}"

    def group(self, kind: str, room: str) -> str:
        """Return "las luces de la cocina", or "todo en la cocina" if the kind has no name."""
        noun = _ES_GROUPS.get(kind)
        if noun is None:
            return f"todo en {self.the(room)}" if room else "todo"
        return f"{self.the(noun)} {self.of(self.the(room))}" if room else self.the(noun)

    def listed(self, phrases: Sequence[str]) -> str:
        """Return "a, b y c"."""
        last = phrases[-1] if 1 < len(phrases) <= _LISTED else ""
        return _listed(phrases, "e" if _AND_BEFORE_I.match(last) else "y", "más")

    def is_plural(self, names: Sequence[str]) -> bool:
        """Return True for several names, and for one whose noun is a plural."""
        return len(names) != 1 or spanish_noun(names[0])[1]

    def is_(self, names: Sequence[str]) -> str:
        """Return "está" or "están"."""
        return "están" if self.is_plural(names) else "está"

    def agreed(self, adjective: str, names: Sequence[str]) -> str:
        """Return "encendidas" for "encendido" and two lamps; a gerund stays unchanged."""
        nouns = [spanish_noun(name) for name in names]
        feminine = all(noun[0] for noun in nouns)
        plural = self.is_plural(names)
        first, space, rest = adjective.partition(" ")
        if first.endswith("o") and not first.endswith(("ando", "endo")):
            first = f"{first[:-1]}{'a' if feminine else 'o'}{'s' if plural else ''}"
        elif first.endswith("ble") and plural:
            first += "s"
        return f"{first}{space}{rest}"

    def number(self, value: object) -> str:
        """Return 21.5 as "21,5"."""
        text = _plain_number(value)
        return text.replace(".", ",") if isinstance(value, float) else text

    def duration(self, units: Mapping[str, object]) -> str:
        """Return "1 hora y 30 minutos"."""
        names = {
            "hours": ("hora", "horas"),
            "minutes": ("minuto", "minutos"),
            "seconds": ("segundo", "segundos"),
        }
        return _joined(units, names, " y ")

    def time_of_day(self, hour: int, minute: int) -> str:
        """Return "Son las 15:05."."""
        return f"{'Es' if hour == 1 else 'Son'} {_spanish_clock(hour, minute)}."

    def date(self, day: date) -> str:
        """Return "Es domingo, 22 de noviembre."."""
        return f"Es {_spanish_day(day)}."

    def moment(self, moment: datetime, today: datetime) -> str:
        """Return "las 15:05 del domingo, 22 de noviembre"."""
        clock = _spanish_clock(moment.hour, moment.minute)
        return clock if moment.date() == today.date() else f"{clock} del {_spanish_day(moment.date())}"


_WORDINGS: Mapping[str, Wording] = {w.language: w for w in (English(), Spanish())}


def wording(language: str) -> Wording:
    """Return the wording of `language`. Raises BadInput (`unknown_language`)."""
    return for_language(_WORDINGS, language)
