"""Answers about the weather now, and about the forecast of a day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.languages.grammar import sentence_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.states import Forecast
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.turns.responses.state_clauses import StateClauses, number_of

_DAYS_AHEAD: Mapping[str, int] = {"today": 0, "tomorrow": 1, "after_tomorrow": 2}
_SUNDAY = 6  # as date.weekday()
# Where a weather entity tells the unit of an attribute, or the unit that it always has.
_UNITS: Mapping[str, str] = {"wind_speed": "wind_speed_unit", "pressure": "pressure_unit"}
_FIXED: Mapping[str, str] = {"humidity": "%", "cloud_coverage": "%"}


def weather_answer(state: EntityState, day: str, clauses: StateClauses, attribute: str = "") -> str:
    """Return the weather, or the forecast of `day` (`schema.inquiries.Day`, or a weekday; "": now).

    "" if the state tells neither. The forecast of today may be missing: then it is the weather now. With an
    `attribute` of the weather ("wind_speed") it is the value of that, where it is asked of now.
    """
    forecast = pack(clauses.names.words.language).states.forecast
    if attribute and forecast is not None and day in ("", "today"):
        return _value(state, attribute, forecast, clauses)
    if not day or forecast is None:
        return _now(state, clauses)
    if day == "weekend":
        days = [
            each for each in ("saturday", "sunday") if each == "sunday" or clauses.now.weekday() < _SUNDAY
        ]
        told = [said for each in days if (said := _of(each, state, forecast, clauses))]
    else:
        told = [said] if (said := _of(day, state, forecast, clauses)) else []
    if told:
        return " ".join(sentence_of(each) for each in told)
    if day == "today":
        return _now(state, clauses)
    named = forecast.days.get(day) or _weekday(day, clauses)
    return sentence_of(forecast.unknown.format(day=named) if named else forecast.too_far)


def _of(day: str, state: EntityState, forecast: Forecast, clauses: StateClauses) -> str:
    """Return the forecast of a day; "" if there is none."""
    today = clauses.now.date()
    ahead = _DAYS_AHEAD.get(day)
    if ahead is None and day in WEEKDAYS:
        ahead = (WEEKDAYS.index(day) - today.weekday()) % len(WEEKDAYS)
    if ahead is None:
        return ""
    row = _of_day(state.attributes.get("forecast"), today + timedelta(days=ahead), clauses.now)
    return _forecast(row, forecast, forecast.days.get(day) or _weekday(day, clauses), clauses)


def _weekday(day: str, clauses: StateClauses) -> str:
    """Return the name of a weekday; "" if `day` is none."""
    clock = pack(clauses.names.words.language).clock_times
    names = next((said for key, said in clock.weekdays.items() if key == day), ()) if clock else ()
    return names[0] if names else ""


def _value(state: EntityState, attribute: str, forecast: Forecast, clauses: StateClauses) -> str:
    """Return the sentence about one attribute of the weather now; "" if it is not known."""
    value, told = number_of(state.attributes.get(attribute)), forecast.values.get(attribute)
    if value is None or told is None:
        return ""
    unit = _FIXED.get(attribute) or str(state.attributes.get(_UNITS.get(attribute, "")) or "")
    return sentence_of(told.format(value=clauses.amount(value, unit)))


def _now(state: EntityState, clauses: StateClauses) -> str:
    value = number_of(state.attributes.get("temperature"))
    condition = pack(clauses.names.words.language).states.weather.get(state.state, "")
    if value is None:
        return sentence_of(condition.partition(" ")[2]) if condition else ""
    unit = str(state.attributes.get("temperature_unit") or "°")
    return sentence_of(
        clauses.clause("weather", value=clauses.amount(value, unit), condition=condition).rstrip()
    )


def _of_day(days: object, wanted: date, now: datetime) -> Mapping[str, Any]:
    """Return the forecast of the local day `wanted`; empty without one."""
    rows: Sequence[object] = days if isinstance(days, list) else ()
    return next((row for row in rows if isinstance(row, Mapping) and _day_of(row, now) == wanted), {})


def _day_of(row: Mapping[str, Any], now: datetime) -> date | None:
    try:
        moment = datetime.fromisoformat(str(row.get("datetime")))
    except ValueError:
        return None
    return (moment.astimezone(now.tzinfo) if moment.tzinfo and now.tzinfo else moment).date()


def _forecast(row: Mapping[str, Any], forecast: Forecast, day: str, clauses: StateClauses) -> str:
    """Return the sky, the temperatures and the rain of the day called `day`; "" if nothing of it is known."""
    number = clauses.names.words.number
    sky = forecast.skies.get(str(row.get("condition")), "")
    low, high = number_of(row.get("templow")), number_of(row.get("temperature"))
    chance = number_of(row.get("precipitation_probability"))
    parts = [sky] if sky else []
    if high is not None:
        most = clauses.amount(round(high), "°")
        least = number(round(low)) if low is not None else ""
        parts.append(
            forecast.between.format(low=least, high=most) if least else forecast.up_to.format(high=most)
        )
    if chance is not None:
        parts.append(forecast.rain.format(value=number(round(chance))))
    return forecast.day.format(day=day, told=", ".join(parts)) if parts else ""
