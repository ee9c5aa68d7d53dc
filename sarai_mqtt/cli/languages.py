"""`languages list | check | new`."""

import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, notes, print_error
from sarai_mqtt.core.errors import ConfigError

languages = typer.Typer(
    help="The language packs: all that there is of a language in one folder.", no_args_is_help=True
)

PathOption = Annotated[
    Path | None,
    typer.Option("--path", help="Folder of packs outside the package.", file_okay=False, show_default=False),
]


AllFlag = Annotated[
    bool, typer.Option("--all", help="Also Home Assistant's languages without a pack, as Markdown.")
]


@languages.command("list")
def list_(
    path: PathOption = None, config: ConfigOption = None, *, all_: AllFlag = False, json: JsonFlag = False
) -> None:
    """Show every language that there is a pack for.

    With --config, also how each is answered there; with --all, what there is for every other language.
    """
    from sarai_mqtt.languages.packs import available, folder_of, pack

    _look_in(path)
    if all_:
        _list_all(json=json)
        return
    answers = _answers(config) if config else {}
    table = Table("code", "name", "voice of ours", "folder", *(("replies", "Thinker") if config else ()))
    for code in available():
        found, folder = pack(code), str(folder_of(code))
        replies, thinker = answers.get(code, (None, False))
        if json:
            row = {"language": code, "name": found.name, "voice": found.has_voice, "folder": folder}
            emit(row | ({"replies": replies, "thinker": thinker} if config else {}))
        else:
            cells = (replies or "not in use", "yes" if thinker else "no") if config else ()
            table.add_row(code, found.name, "yes" if found.has_voice else "no", folder, *cells)
    if not json:
        Console().print(table)


@languages.command("check")
def check(
    codes: Annotated[
        list[str] | None, typer.Argument(help="Languages; all by default.", show_default=False)
    ] = None,
    path: PathOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Check packs: their files, and what their own sentences are understood as."""
    from sarai_mqtt.app.language_check import check_language
    from sarai_mqtt.languages.packs import available

    _look_in(path)
    faulty = False
    for code in codes or available():
        checked = check_language(code)
        faulty |= bool(checked.faults)
        if json:
            faults = [{"reason": f.reason, "remedy": f.remedy} for f in checked.faults]
            emit({"language": code, "ok": not faults, "tried": checked.tried, "faults": faults})
            continue
        for fault in checked.faults:
            print_error(fault)
        found = f"{len(checked.faults)} faults" if checked.faults else f"ok, {checked.tried} sentences tried"
        typer.echo(f"{code}: {found}")
    raise typer.Exit(ConfigError.exit_code if faulty else 0)


@languages.command("new")
def new(
    code: Annotated[str, typer.Argument(help="Its ISO 639 code, such as fr.")],
    path: PathOption = None,
    *,
    json: JsonFlag = False,
) -> None:
    """Begin a pack: copy English, with a mark at each line that is to be filled."""
    from sarai_mqtt.languages.new_pack import write_pack

    folder, marks = write_pack(code, path)
    if json:
        emit({"language": code, "folder": str(folder), "to_fill": marks})
        return
    typer.echo(str(folder))
    there = f" --path {shlex.quote(str(path))}" if path else ""
    notes.print(
        f"{marks} places to fill: `sarai-mqtt languages check {code}{there}` names them; "
        "docs/extending/language.md has their order.",
        highlight=False,
    )


def _answers(config: Path) -> dict[str, tuple[str, bool]]:
    """Return, for each language in use, the name of its voice or "text", and True if the Thinker answers."""
    from sarai_mqtt.app.voices import voice_choices
    from sarai_mqtt.config.settings import load_settings

    settings = load_settings(config)
    voices = voice_choices(settings.active_profile, settings)
    able = settings.thinker_profile(settings.thinker.name).languages if settings.thinker_languages else []
    return {
        language: (
            voices[language].name if language in voices else "text",
            language in settings.thinker_languages and language in able,
        )
        for language in settings.languages
    }


def _list_all(*, json: bool) -> None:
    """Show the sentences, pack, hearing and voice of every language of Home Assistant."""
    from sarai_mqtt.app.language_support import as_markdown, support_of_languages

    rows = list(support_of_languages())
    if not json:
        typer.echo(as_markdown(rows))
        return
    for row in rows:
        emit(
            {
                "language": row.language,
                "name": row.name,
                "intents": row.intents,
                "sentences": row.sentences,
                "pack": row.has_pack,
                "hearing": row.hearing.grade,
                "error_rate": row.hearing.error_rate,
                "voice": row.has_voice,
            }
        )


def _look_in(path: Path | None) -> None:
    from sarai_mqtt.languages.packs import add_folder

    if path is not None:
        add_folder(path.resolve())
