"""Amounts with their units, in spoken form."""

from sarai_mqtt.core.home import TemperatureUnit
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.wording import Wording

_DEGREES = frozenset({"°", "°C", "°F"})


def amount_of(value: float, unit: str, words: Wording, home_unit: TemperatureUnit = "°C") -> str:
    """Return an amount in spoken form: "21.5 degrees", "5 grados bajo cero".

    Degrees of `home_unit`, in which the home measures, are plain "degrees"; others are named: "70 degrees
    Fahrenheit". A unit without a spoken name is left unchanged. From 1000 on there are no decimals;
    temperatures and values from 10 on get one, smaller values two. Raises BadInput (`unknown_language`).
    """
    units = pack(words.language).units
    if unit == home_unit:
        unit = "°"
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 10 or unit in _DEGREES else 2
    size = round(size, decimals)
    # both Unicode signs for micro are accepted
    singular, plural = units.names.get(unit.replace("μ", "µ"), (unit, unit))
    amount = f"{words.number(size)} {singular if size == 1 else plural}".rstrip()
    if value >= 0 or not size:
        return amount
    return (units.below_zero if unit == "°" else units.minus).format(amount=amount)
