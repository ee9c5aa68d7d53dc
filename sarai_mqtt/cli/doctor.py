"""`doctor`: checks that everything is in place, and names a remedy where it is not."""

from typing import Annotated

import typer

from sarai_mqtt.cli.output import ConfigOption, JsonFlag, emit, notes


def doctor(
    config: ConfigOption = None,
    *,
    remove_telemetry: Annotated[
        bool,
        typer.Option(
            "--remove-telemetry",
            help="Only remove what onnxruntime's telemetry left in the user's cache folder.",
        ),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Check the broker, the models, the audio path, the clock and the threads."""
    if remove_telemetry:
        _remove_telemetry(json=json)
        return
    from sarai_mqtt.app.doctor import CHECKS, run_checks
    from sarai_mqtt.config.settings import load_settings

    worst, width = 0, max(map(len, CHECKS))
    for result in run_checks(load_settings(config)):
        worst = worst or (0 if result.ok else 1)
        if json:
            emit({"check": result.check, "ok": result.ok, "detail": result.detail, "remedy": result.remedy})
            continue
        typer.echo(f"{'ok  ' if result.ok else 'FAIL'} {result.check:{width}} {result.detail}")
        if result.remedy:
            typer.echo(f"{'':{width + 6}}{result.remedy}")
    if not json and not worst:
        notes.print("All is well.")
    raise typer.Exit(worst)


def _remove_telemetry(*, json: bool) -> None:
    from sarai_mqtt.engines.onnx.telemetry import remove_traces

    removed = remove_traces()
    for file in removed:
        if json:
            emit({"removed": str(file)})
        else:
            typer.echo(f"removed {file}")
    if not removed:
        notes.print("There is nothing to remove.")
