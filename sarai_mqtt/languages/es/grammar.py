"""Spanish articles, agreement, numbers, times and dates in spoken form; simple rules, not a grammar."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sarai_mqtt.languages.grammar import LISTED, joined, lower_first, number_with, with_units
from sarai_mqtt.languages.schema.conventions import Conventions
from sarai_mqtt.languages.weeks import week_number

_UNITS = {"hours": ("hora", "horas"), "minutes": ("minuto", "minutos"), "seconds": ("segundo", "segundos")}
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
# The hour at which each part of the day ends. As in Diccionario panhispánico de dudas, "hora", § 2.
_PARTS_OF_DAY = (
    (1, "de la noche"), (6, "de la madrugada"), (12, "de la mañana"), (13, "del mediodía"),
    (20, "de la tarde"), (24, "de la noche"),
)  # fmt: skip
_AND_BEFORE_I = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)  # "y" becomes "e": agujas e hilo, but y hielo
_INFINITIVE = re.compile(r"\w{2,}(?:ar|er|ir)(?:se|l[aeo]s?)?\b")
# Nouns whose ending does not show their gender or number.
_FEMININE = frozenset(
    {
        "base", "calle", "carne", "fase", "foto", "fotos", "fuente", "leche", "llave", "llaves", "luces",
        "luz", "mano", "manos", "moto", "nevera", "noche", "noches", "nube", "nubes", "pared", "paredes",
        "parte", "radio", "red", "tele", "torre",
    }
)  # fmt: skip
_MASCULINE = frozenset(
    {
        "clima", "día", "días", "lavavajillas", "mapa", "paraguas", "pijama", "problema", "programa",
        "sistema", "sofá",
    }
)  # fmt: skip
_SINGULAR_S = frozenset({"lavavajillas", "paraguas", "abrelatas"})
_FEMININE_ENDINGS = (
    "a", "as", "ción", "ciones", "sión", "siones", "dad", "dades", "tud", "tudes", "umbre", "umbres",
)  # fmt: skip


class Spanish:
    """Spanish wording."""

    language = "es"

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions

    def the(self, name: str) -> str:
        """Return "el …", "la …", "los …" or "las …", by the first noun of the name."""
        if name.lower().split(" ", 1)[0] in {"el", "la", "los", "las", "mi", "mis", "tu"}:
            return lower_first(name)
        feminine, plural = _noun(name)
        article = ("las" if feminine else "los") if plural else ("la" if feminine else "el")
        return f"{article} {lower_first(name)}"

    def of(self, phrase: str) -> str:
        """Return "de …", contracted to "del" before "el"."""
        return f"del {phrase[3:]}" if phrase.startswith("el ") else f"de {phrase}"

    def group(self, noun: str, room: str) -> str:
        """Return "las luces de la cocina", or "todo en la cocina" if there is no noun."""
        if not noun:
            return f"todo en {self.the(room)}" if room else "todo"
        return f"{self.the(noun)} {self.of(self.the(room))}" if room else self.the(noun)

    def listed(self, phrases: Sequence[str]) -> str:
        """Return "a, b y c"."""
        last = phrases[-1] if 1 < len(phrases) <= LISTED else ""
        return joined(phrases, "e" if _AND_BEFORE_I.match(last) else "y", "más")

    def is_plural(self, names: Sequence[str]) -> bool:
        """Return True for several names, and for one whose noun is a plural."""
        return len(names) != 1 or _noun(names[0])[1]

    def is_(self, names: Sequence[str]) -> str:
        """Return "está" or "están"."""
        return "están" if self.is_plural(names) else "está"

    def agreed(self, adjective: str, names: Sequence[str]) -> str:
        """Return "encendidas" for "encendido" and two lamps; a gerund stays unchanged."""
        return _inflected(adjective, feminine=_are_feminine(names), plural=self.is_plural(names))

    def none_of(self, names: Sequence[str]) -> str:
        """Return "ninguno" or "ninguna"."""
        return _inflected("ninguno", feminine=_are_feminine(names), plural=False)

    def no(self, name: str) -> str:
        """Return "ningún …" or "ninguna …"; a plural stays alone: "no conozco luces"."""
        feminine, plural = _noun(name)
        return lower_first(name) if plural else f"{'ninguna' if feminine else 'ningún'} {lower_first(name)}"

    def all_of(self, names: Sequence[str]) -> str:
        """Return "todos" or "todas"."""
        return _inflected("todo", feminine=_are_feminine(names), plural=True)

    def number(self, value: object) -> str:
        """Return 21.5 as "21,5"."""
        return number_with(value, self.conventions)

    def duration(self, units: Mapping[str, object]) -> str:
        """Return "1 hora y 30 minutos"."""
        return with_units(units, _UNITS, " y ", self.number)

    def timer_parts(self, the: str, name: str, time: str) -> Mapping[str, str]:
        """Return more parts of clauses about timers.

        `a_the` is "al temporizador", `left` the verb of the time left, `of_name` "de la pasta", and
        `for_name` "para la pasta".
        """
        return {
            "a_the": f"al {the[3:]}" if the.startswith("el ") else f"a {the}",
            "left": "queda" if time.startswith("1 ") else "quedan",
            "of_name": self._of_timer(name),
            "for_name": self._for_timer(name),
        }

    def _for_timer(self, name: str) -> str:
        """Return the purpose of a timer: "para la pasta", but "para Ana" and "para estudiar"."""
        proper = name[:1].isupper() or _INFINITIVE.match(name)
        return f"para {name if proper else self.the(name)}"

    def _of_timer(self, name: str) -> str:
        """Return the phrase that identifies a timer: "de la pasta", but "de Ana" and "para estudiar"."""
        if _INFINITIVE.match(name):
            return self._for_timer(name)
        return self.of(name if name[:1].isupper() else self.the(name))

    def time_of_day(self, hour: int, minute: int) -> str:
        """Return "Son las 15:05." or "Son las 3:05 de la tarde."."""
        clock = self._clock(hour, minute)
        return f"{'Es' if clock.startswith('la ') else 'Son'} {clock}."

    def week(self, day: date) -> str:
        """Return "Estamos en la semana 48."."""
        number = week_number(day, self.conventions.first_weekday)
        return f"Estamos en la semana {number}."

    def day(self, day: date) -> str:
        """Return "domingo, 22 de noviembre"."""
        return _day(day)

    def date(self, day: date) -> str:
        """Return "Es domingo, 22 de noviembre."."""
        return f"Es {_day(day)}."

    def moment(self, moment: datetime, today: datetime) -> str:
        """Return "las 15:05 del domingo, 22 de noviembre"."""
        clock = self._clock(moment.hour, moment.minute)
        return clock if moment.date() == today.date() else f"{clock} del {_day(moment.date())}"

    def _clock(self, hour: int, minute: int) -> str:
        if self.conventions.clock == 24:
            return f"{'la' if hour == 1 else 'las'} {hour}:{minute:02}"
        part = next(part for until, part in _PARTS_OF_DAY if hour < until)
        hour = hour % 12 or 12
        return f"{'la' if hour == 1 else 'las'} {hour}{f':{minute:02}' if minute else ''} {part}"


def _noun(name: str) -> tuple[bool, bool]:
    """Return (is feminine, is plural) of the first noun of `name`; an article before it decides."""
    first, _, rest = name.lower().partition(" ")
    if first in {"el", "la", "los", "las"}:
        return first in {"la", "las"}, first in {"los", "las"}
    noun = rest.split(" ", 1)[0] if first in {"mi", "mis", "tu"} else first
    plural = noun.endswith("s") and noun not in _SINGULAR_S
    feminine = noun not in _MASCULINE and (noun in _FEMININE or noun.endswith(_FEMININE_ENDINGS))
    return feminine, plural


def _are_feminine(names: Sequence[str]) -> bool:
    return all(_noun(name)[0] for name in names)


def _inflected(adjective: str, *, feminine: bool, plural: bool) -> str:
    """Return a masculine singular adjective, its first word inflected; a gerund stays unchanged."""
    first, space, rest = adjective.partition(" ")
    if first.endswith("o") and not first.endswith(("ando", "endo")):
        first = f"{first[:-1]}{'a' if feminine else 'o'}{'s' if plural else ''}"
    elif first.endswith("ble") and plural:
        first += "s"
    return f"{first}{space}{rest}"


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]}, {day.day} de {_MONTHS[day.month - 1]}"
