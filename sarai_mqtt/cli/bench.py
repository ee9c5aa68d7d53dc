"""`bench`: how fast this box is, and how much memory it takes."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, notes

_ROWS = {
    "first_token_ms": "first token, ms",
    "token_ms": "each later token, ms",
    "load_s": "loading, s",
    "model_mb": "memory of the model, MB",
    "rss_mb": "memory of the process, MB",
}


def bench(
    thinker: Annotated[
        str,
        typer.Option(
            help="tiny (the profile's), one of `thinkers`, a GGUF of the catalogue, or lfm2-shape: LFM2's "
            "1.2B shape with random weights, for boxes without the model (3 GB of disk for some minutes)."
        ),
    ],
    threads: Annotated[list[int] | None, typer.Option(min=1, help="Repeat for several numbers.")] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Folder where random weights are kept for the next time.")
    ] = None,
    config: ConfigOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Measure a Thinker's speed and memory, for each number of threads in a process of its own."""
    from sarai_mqtt.bench.thinker import measure
    from sarai_mqtt.settings import load_settings

    settings = load_settings(config)
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
