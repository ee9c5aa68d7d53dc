"""`demo`: speaks recordings to a running service and shows its answers."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, notes

BUDGETS_MS = (
    ("stt", "speech to text", 100),
    ("understand", "understanding", 20),
    ("ttft", "Thinker, first token", 300),
    ("tts_first", "text to first sound", 150),
    ("e2e", "end of turn to first sound", 500),
    ("endpoint_delay", "waiting for the end of the turn", None),
    ("response", "last word (VAD) to first sound", None),
)
RSS_BUDGET_MB = 2000


def demo(
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the reply WAVs go.")] = Path(
        "demo-out"
    ),
    config: ConfigOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Start a broker and the service, speak a few recordings to it in real time, and show what comes back."""
    from sarai_mqtt.app.demo import running_demo
    from sarai_mqtt.config.settings import load_settings

    settings = load_settings(config)
    turns = []
    with (
        notes.status("starting the broker and the service") as status,
        running_demo(config, output) as service,
    ):
        status.update("a satellite is speaking, in real time")
        for turn in service.turns(settings.languages):
            turns.append(turn.as_dict())
            _show(turns[-1])
        rss_mb = service.rss_mb()
    if json:
        emit({"profile": settings.profile, "rss_mb": rss_mb, "turns": turns})
    else:
        Console().print(_table(turns, rss_mb))
        typer.echo(f"The replies are in {output}/: play them.")


def _show(turn: dict[str, Any]) -> None:
    notes.print(f"\n[bold]{turn['site']}[/] ({turn['language']})")
    notes.print(f"  heard   {turn['text']}", highlight=False, markup=False)
    if turn["intent"]:
        notes.print(f"  intent  {turn['intent']} {', '.join(turn['targets'])}", highlight=False, markup=False)
    notes.print(f"  answer  {turn['reply']}", highlight=False, markup=False)


def _table(turns: list[dict[str, Any]], rss_mb: float) -> Table:
    table = Table("ms", *(t["site"] for t in turns), "budget")
    for key, title, budget in BUDGETS_MS:
        cells = [_cell(t["timings"].get(key), budget) for t in turns]
        table.add_row(title, *cells, f"≤ {budget}" if budget else "")
    table.add_section()
    table.add_row("memory, MB", _cell(rss_mb, RSS_BUDGET_MB), *[""] * (len(turns) - 1), f"≤ {RSS_BUDGET_MB}")
    return table


def _cell(value: float | None, budget: int | None) -> str:
    if value is None:
        return ""
    colour = "green" if budget is None or value <= budget else "red"
    return f"[{colour}]{value:.0f}[/]" if budget else f"{value:.0f}"
