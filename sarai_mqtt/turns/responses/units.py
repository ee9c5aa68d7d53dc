"""Amounts with their units, in spoken form."""

from collections.abc import Mapping

from sarai_mqtt.languages.grammar import Wording
from sarai_mqtt.languages.tables import for_language

# Home Assistant's units of measurement: singular and plural in English, singular and plural in Spanish.
_UNITS: Mapping[str, tuple[str, str, str, str]] = {
    "°": ("degree", "degrees", "grado", "grados"),
    "°C": ("degree", "degrees", "grado", "grados"),
    "°F": ("degree", "degrees", "grado", "grados"),
    "K": ("kelvin", "kelvin", "kelvin", "kelvin"),
    "%": ("percent", "percent", "por ciento", "por ciento"),
    "W": ("watt", "watts", "vatio", "vatios"),
    "kW": ("kilowatt", "kilowatts", "kilovatio", "kilovatios"),
    "Wh": ("watt hour", "watt hours", "vatio hora", "vatios hora"),
    "kWh": ("kilowatt hour", "kilowatt hours", "kilovatio hora", "kilovatios hora"),
    "MWh": ("megawatt hour", "megawatt hours", "megavatio hora", "megavatios hora"),
    "VA": ("volt-ampere", "volt-amperes", "voltiamperio", "voltiamperios"),
    "V": ("volt", "volts", "voltio", "voltios"),
    "mV": ("millivolt", "millivolts", "milivoltio", "milivoltios"),
    "A": ("amp", "amps", "amperio", "amperios"),
    "mA": ("milliamp", "milliamps", "miliamperio", "miliamperios"),
    "Hz": ("hertz", "hertz", "hercio", "hercios"),
    "lx": ("lux", "lux", "lux", "lux"),
    "lm": ("lumen", "lumens", "lumen", "lúmenes"),
    "ppm": ("part per million", "parts per million", "parte por millón", "partes por millón"),
    "ppb": ("part per billion", "parts per billion", "parte por mil millones", "partes por mil millones"),
    "µg/m³": (
        "microgram per cubic metre",
        "micrograms per cubic metre",
        "microgramo por metro cúbico",
        "microgramos por metro cúbico",
    ),
    "hPa": ("hectopascal", "hectopascals", "hectopascal", "hectopascales"),
    "mbar": ("millibar", "millibars", "milibar", "milibares"),
    "bar": ("bar", "bar", "bar", "bares"),
    "psi": ("psi", "psi", "psi", "psi"),
    "dB": ("decibel", "decibels", "decibelio", "decibelios"),
    "dBm": ("dBm", "dBm", "dBm", "dBm"),
    "mm": ("millimetre", "millimetres", "milímetro", "milímetros"),
    "cm": ("centimetre", "centimetres", "centímetro", "centímetros"),
    "m": ("metre", "metres", "metro", "metros"),
    "km": ("kilometre", "kilometres", "kilómetro", "kilómetros"),
    "in": ("inch", "inches", "pulgada", "pulgadas"),
    "ft": ("foot", "feet", "pie", "pies"),
    "mi": ("mile", "miles", "milla", "millas"),
    "m²": ("square metre", "square metres", "metro cuadrado", "metros cuadrados"),
    "m³": ("cubic metre", "cubic metres", "metro cúbico", "metros cúbicos"),
    "L": ("litre", "litres", "litro", "litros"),
    "mL": ("millilitre", "millilitres", "mililitro", "mililitros"),
    "gal": ("gallon", "gallons", "galón", "galones"),
    "g": ("gram", "grams", "gramo", "gramos"),
    "kg": ("kilo", "kilos", "kilo", "kilos"),
    "lb": ("pound", "pounds", "libra", "libras"),
    "m/s": ("metre per second", "metres per second", "metro por segundo", "metros por segundo"),
    "km/h": ("kilometre per hour", "kilometres per hour", "kilómetro por hora", "kilómetros por hora"),
    "mph": ("mile per hour", "miles per hour", "milla por hora", "millas por hora"),
    "kn": ("knot", "knots", "nudo", "nudos"),
    "mm/h": ("millimetre per hour", "millimetres per hour", "milímetro por hora", "milímetros por hora"),
    "ms": ("millisecond", "milliseconds", "milisegundo", "milisegundos"),
    "s": ("second", "seconds", "segundo", "segundos"),
    "min": ("minute", "minutes", "minuto", "minutos"),
    "h": ("hour", "hours", "hora", "horas"),
    "d": ("day", "days", "día", "días"),
    "kB": ("kilobyte", "kilobytes", "kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes", "megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes", "gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes", "terabyte", "terabytes"),
    "Mbit/s": ("megabit per second", "megabits per second", "megabit por segundo", "megabits por segundo"),
    "€": ("euro", "euros", "euro", "euros"),
    "EUR": ("euro", "euros", "euro", "euros"),
    "€/kWh": (
        "euro per kilowatt hour",
        "euros per kilowatt hour",
        "euro por kilovatio hora",
        "euros por kilovatio hora",
    ),
    "EUR/kWh": (
        "euro per kilowatt hour",
        "euros per kilowatt hour",
        "euro por kilovatio hora",
        "euros por kilovatio hora",
    ),
    "$": ("dollar", "dollars", "dólar", "dólares"),
    "USD": ("dollar", "dollars", "dólar", "dólares"),
    "bpm": ("beat per minute", "beats per minute", "pulsación por minuto", "pulsaciones por minuto"),
    "rpm": ("turn per minute", "turns per minute", "vuelta por minuto", "vueltas por minuto"),
}
# Where the two names of a language begin in a row of `_UNITS`.
_FIRST: Mapping[str, int] = {"en": 0, "es": 2}
_BELOW_ZERO = {"en": "minus {amount}", "es": "{amount} bajo cero"}
_MINUS = {"en": "minus {amount}", "es": "menos {amount}"}
_DEGREES = frozenset({"°", "°C", "°F"})


def amount_of(value: float, unit: str, words: Wording) -> str:
    """Return an amount in spoken form: "21.5 degrees", "5 grados bajo cero".

    A unit without a spoken name is left unchanged. From 1000 on there are no decimals; temperatures and
    values from 10 on get one, smaller values two.
    """
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 10 or unit in _DEGREES else 2
    size = round(size, decimals)
    name = _unit_name(unit, words, one=size == 1)
    amount = f"{words.number(size)} {name}".rstrip()
    if value >= 0 or not size:
        return amount
    minus = _BELOW_ZERO if unit in _DEGREES else _MINUS
    return for_language(minus, words.language).format(amount=amount)


def _unit_name(unit: str, words: Wording, *, one: bool) -> str:
    """Return the spoken name of `unit`, singular for `one`; both Unicode signs for micro are accepted."""
    names = _UNITS.get(unit.replace("μ", "µ"))
    if names is None:
        return unit
    return names[for_language(_FIRST, words.language) + (0 if one else 1)]
