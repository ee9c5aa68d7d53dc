"""Answers about the weather now, and about the forecast of a day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.languages.grammar import sentence_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.states import Forecast
from sarai_mqtt.turns.responses.state_clauses import StateClauses, number_of

_DAYS_AHEAD: Mapping[str, int] = {"today": 0, "tomorrow": 1, "after_tomorrow": 2}


def weather_answer(state: EntityState, day: str, clauses: StateClauses) -> str:
    """Return the weather, or the forecast of `day` ("today", "tomorrow", "after_tomorrow"; "": now).

    "" if the state tells neither. The forecast of today may be missing: then it is the weather now.
    """
    forecast = pack(clauses.names.words.language).states.forecast
    if day not in _DAYS_AHEAD or forecast is None:
        return _now(state, clauses)
    wanted = clauses.now.date() + timedelta(days=_DAYS_AHEAD[day])
    told = _forecast(_of_day(state.attributes.get("forecast"), wanted, clauses.now), forecast, day, clauses)
    if told:
        return sentence_of(told)
    return (
        _now(state, clauses)
        if day == "today"
        else sentence_of(forecast.unknown.format(day=forecast.days[day]))
    )


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
    """Return the sky, the temperatures and the rain of a day; "" if nothing of it is known."""
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
    return forecast.day.format(day=forecast.days[day], told=", ".join(parts)) if parts else ""
