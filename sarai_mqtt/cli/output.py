"""Output of the commands: results on stdout, everything else on stderr."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.logging import RichHandler
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from sarai_mqtt.core.errors import SaraiError

notes = Console(stderr=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object per line on stdout.")]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="Settings file; also SARAI_CONFIG.", show_default=False)
]
LanguageOption = Annotated[str, typer.Option(help="A code of the languages in the settings, or auto.")]


def emit(result: Mapping[str, Any]) -> None:
    """Print one result as one line of JSON, at once."""
    print(json.dumps(result, ensure_ascii=False), flush=True)  # noqa: T201 - stdout is the result


def print_error(error: SaraiError) -> None:
    """Print an error and its remedy on stderr."""
    notes.print(
        f"[bold red]error[/] {escape(error.reason)} [dim]({error.code})[/]", highlight=False, soft_wrap=True
    )
    if error.remedy:
        notes.print(f"      {error.remedy}", highlight=False, soft_wrap=True, markup=False)


def log_to_stderr(level: str) -> None:
    """Send log lines to stderr: coloured for a person, plain for a journal."""
    handler: logging.Handler = logging.StreamHandler()
    if notes.is_terminal:
        handler = RichHandler(console=notes, show_path=False)
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], format="%(message)s")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Show a progress bar for the length of the block; yield the function to call with step and fraction."""
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    printed: set[str] = set()
    with Progress(*columns, console=notes, disable=not notes.is_terminal) as progress:
        task = progress.add_task("", total=1.0)

        def show(step: str, fraction: float) -> None:
            progress.update(task, description=step, completed=fraction)
            if not notes.is_terminal and step not in printed:
                printed.add(step)
                notes.print(f"{fraction:4.0%} {step}", highlight=False)

        yield show
