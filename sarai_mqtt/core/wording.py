"""Articles, numbers, times and dates as each language says them; simple rules, not a grammar."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

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

# Spanish nouns whose gender or number their ending does not tell.
_FEMININE = frozenset(
    {"luz", "luces", "llave", "llaves", "tele", "radio", "nevera", "torre", "calle", "noche", "red"}
)
_MASCULINE = frozenset({"sofá", "clima", "día", "mapa", "sistema", "programa", "paraguas", "lavavajillas"})
_SINGULAR_S = frozenset({"lavavajillas", "paraguas", "abrelatas"})
_FEMININE_ENDINGS = (
    "a", "as", "ción", "ciones", "sión", "siones", "dad", "dades", "tud", "tudes", "umbre", "umbres",
)  # fmt: skip


class Wording(Protocol):
    """How one language says the pieces of a reply."""

    language: str

    def the(self, name: str) -> str:
        """Put the definite article before a spoken name."""
        ...

    def of(self, phrase: str) -> str:
        """Say "of" before a phrase that has its article."""
        ...

    def group(self, kind: str, room: str) -> str:
        """Name several things of one kind (a domain or device class; may be ""), in `room` unless ""."""
        ...

    def number(self, value: object) -> str:
        """Write a slot value: numbers the way the language does, anything else as it is."""
        ...

    def duration(self, units: Mapping[str, object]) -> str:
        """Say a length of time from its `hours`, `minutes` and `seconds`."""
        ...

    def time_of_day(self, hour: int, minute: int) -> str:
        """Tell the time (24-hour clock in)."""
        ...

    def date(self, day: date) -> str:
        """Tell the day."""
        ...


def _lower_first(name: str) -> str:
    """Lower the first letter, unless the first word is an abbreviation such as TV."""
    first = name.split(" ", 1)[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]


def _plain_number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _joined(units: Mapping[str, object], names: Mapping[str, tuple[str, str]], joiner: str) -> str:
    parts = [
        f"{_plain_number(n)} {names[unit][0 if n == 1 else 1]}"
        for unit, n in units.items()
        if isinstance(n, int | float)
    ]
    return joiner.join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])}{joiner}{parts[-1]}"


class English:
    """English."""

    language = "en"

    def the(self, name: str) -> str:
        """Say "the …", unless the name already starts with a determiner or a possessive."""
        first = name.lower().split(" ", 1)[0]
        own = first in {"the", "my", "our"} or first.endswith(("'s", "’s"))
        return name if own else f"the {_lower_first(name)}"

    def of(self, phrase: str) -> str:
        """Say "of …"."""
        return f"of {phrase}"

    def group(self, kind: str, room: str) -> str:
        """Say "the kitchen lights", or "everything in the kitchen" when the kind has no name."""
        noun = _EN_GROUPS.get(kind)
        if noun is None:
            return f"everything in {self.the(room)}" if room else "everything"
        return self.the(f"{room} {noun}" if room else noun)

    def number(self, value: object) -> str:
        """Write 21.0 as 21."""
        return _plain_number(value)

    def duration(self, units: Mapping[str, object]) -> str:
        """Say "1 hour and 30 minutes"."""
        names = {
            "hours": ("hour", "hours"),
            "minutes": ("minute", "minutes"),
            "seconds": ("second", "seconds"),
        }
        return _joined(units, names, " and ")

    def time_of_day(self, hour: int, minute: int) -> str:
        """Say "It's 3:05 PM."."""
        return f"It's {hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}."

    def date(self, day: date) -> str:
        """Say "It's Sunday, November 22."."""
        return f"It's {_EN_DAYS[day.weekday()]}, {_EN_MONTHS[day.month - 1]} {day.day}."


class Spanish:
    """Spanish."""

    language = "es"

    def the(self, name: str) -> str:
        """Say "el, la, los, las …" by the first noun's ending and a short list of exceptions."""
        noun = name.lower().split(" ", 1)[0]
        if noun in {"el", "la", "los", "las", "mi", "mis", "tu"}:
            return _lower_first(name)
        plural = noun.endswith("s") and noun not in _SINGULAR_S
        feminine = noun not in _MASCULINE and (noun in _FEMININE or noun.endswith(_FEMININE_ENDINGS))
        article = ("las" if feminine else "los") if plural else ("la" if feminine else "el")
        return f"{article} {_lower_first(name)}"

    def of(self, phrase: str) -> str:
        """Say "de …", contracted to "del"."""
        return f"del {phrase[3:]}" if phrase.startswith("el ") else f"de {phrase}"

    def group(self, kind: str, room: str) -> str:
        """Say "las luces de la cocina", or "todo en la cocina" when the kind has no name."""
        noun = _ES_GROUPS.get(kind)
        if noun is None:
            return f"todo en {self.the(room)}" if room else "todo"
        return f"{self.the(noun)} {self.of(self.the(room))}" if room else self.the(noun)

    def number(self, value: object) -> str:
        """Write 21.5 as 21,5."""
        text = _plain_number(value)
        return text.replace(".", ",") if isinstance(value, float) else text

    def duration(self, units: Mapping[str, object]) -> str:
        """Say "1 hora y 30 minutos"."""
        names = {
            "hours": ("hora", "horas"),
            "minutes": ("minuto", "minutos"),
            "seconds": ("segundo", "segundos"),
        }
        return _joined(units, names, " y ")

    def time_of_day(self, hour: int, minute: int) -> str:
        """Say "Son las 15:05."."""
        return f"{'Es la' if hour == 1 else 'Son las'} {hour}:{minute:02}."

    def date(self, day: date) -> str:
        """Say "Es domingo, 22 de noviembre."."""
        return f"Es {_ES_DAYS[day.weekday()]}, {day.day} de {_ES_MONTHS[day.month - 1]}."


_WORDINGS: Mapping[str, Wording] = {w.language: w for w in (English(), Spanish())}


def wording(language: str) -> Wording:
    """Give the wording of `language`; English when it is none of ours."""
    return _WORDINGS.get(language, _WORDINGS["en"])
