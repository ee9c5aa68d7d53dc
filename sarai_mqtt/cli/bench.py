"""`bench`: speed and memory of the service, or of a Thinker, on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sarai_mqtt.cli.demo import BUDGETS_MS, RSS_BUDGET_MB
from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sarai_mqtt.config.settings import Settings

_ROWS = {
    "first_token_ms": "first token, ms",
    "token_ms": "each later token, ms",
    "load_s": "loading, s",
    "model_mb": "memory of the model, MB",
    "rss_mb": "memory of the process, MB",
}


def bench(
    thinker: Annotated[
        str | None,
        typer.Option(
            help="Only a Thinker: tiny (the profile's), one of `thinkers`, a GGUF of the catalogue, or "
            "lfm2-shape: LFM2's 1.2B shape with random weights, for boxes without the model (3 GB of disk "
            "for some minutes)."
        ),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often the recordings are spoken.")] = 5,
    threads: Annotated[
        list[int] | None, typer.Option(min=1, help="For --thinker; repeat for several numbers.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Folder where random weights are kept for the next time.")
    ] = None,
    config: ConfigOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Measure turns of the whole service against their budgets, on a broker of its own; or a Thinker."""
    from sarai_mqtt.config.settings import load_settings

    settings = load_settings(config)
    if thinker is None:
        _turns(settings, config, rounds, json=json)
    else:
        _thinker(settings, thinker, threads, keep, json=json)


def _turns(settings: "Settings", config: Path | None, rounds: int, *, json: bool) -> None:
    from sarai_mqtt.app.bench_turns import measure

    result = measure(settings, config, rounds, notes.print)
    memory = result["rss_mb"]
    budgets = [
        _budget(title, limit, result["timings"].get(key), "median") | {"timing": key}
        for key, title, limit in BUDGETS_MS
    ]
    budgets.append(_budget("memory, MB, P99", RSS_BUDGET_MB, memory, "p99") | {"timing": None})
    if json:
        emit(result | {"budgets": budgets})
        return
    table = Table(f"profile {result['profile']}, {rounds} rounds", "median", "p95", "budget", "met")
    for row in budgets:
        stats = result["timings"].get(row["timing"]) or {}
        met = "" if row["met"] is None else "yes" if row["met"] else "no"
        budget = f"≤ {row['budget']}" if row["budget"] else ""
        table.add_row(row["what"], _number(row["measured"]), _number(stats.get("p95")), budget, met)
    Console().print(table)


def _budget(what: str, limit: int | None, stats: "Mapping[str, float] | None", key: str) -> dict[str, Any]:
    measured = stats[key] if stats else None
    met = None if limit is None or measured is None else measured <= limit
    return {"what": what, "budget": limit, "measured": measured, "met": met}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _thinker(
    settings: "Settings", thinker: str, threads: list[int] | None, keep: Path | None, *, json: bool
) -> None:
    from sarai_mqtt.app.bench_thinker import measure

    results = []
    for result in measure(settings, thinker, threads or [0], keep, notes.print):
        results.append(result)
        if json:
            emit(result)
    if not json:
        table = Table(
            f"{results[0]['model']} ({results[0]['weights']} weights)",
            *(f"{result['threads']} threads" for result in results),
        )
        for key, title in _ROWS.items():
            table.add_row(title, *("" if result[key] is None else f"{result[key]:g}" for result in results))
        Console().print(table)
