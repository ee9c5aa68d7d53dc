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
    from sarai_mqtt.app.doctor import CHECKS, checkup
    from sarai_mqtt.config.settings import load_settings

    worst, width = 0, max(map(len, CHECKS))
    for finding in checkup(load_settings(config)):
        worst = worst or (0 if finding.ok else 1)
        if json:
            emit(
                {"check": finding.check, "ok": finding.ok, "detail": finding.detail, "remedy": finding.remedy}
            )
            continue
        typer.echo(f"{'ok  ' if finding.ok else 'FAIL'} {finding.check:{width}} {finding.detail}")
        if finding.remedy:
            typer.echo(f"{'':{width + 6}}{finding.remedy}")
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
