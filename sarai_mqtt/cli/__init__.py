"""The command line. Each command is in the module of its kind; heavy imports wait until one runs."""

import sys

import typer

from sarai_mqtt.cli import bench, demo, doctor, export, languages, models, run, satellite, speech
from sarai_mqtt.cli.output import print_error
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.version import VERSION

cli = typer.Typer(
    help="A private voice assistant beside Home Assistant, over MQTT.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.command("run")(run.run)
cli.command("demo")(demo.demo)
cli.command("doctor")(doctor.doctor)
cli.command("transcribe")(speech.transcribe)
cli.command("ask")(speech.ask)
cli.command("say")(speech.say)
cli.command("think")(speech.think)
cli.command("bench")(bench.bench)
cli.command("satellite")(satellite.satellite)
models.models.add_typer(export.export, name="export")
cli.add_typer(models.models, name="models")
cli.add_typer(languages.languages, name="languages")


@cli.command("version")
def version() -> None:
    """Print the version."""
    typer.echo(VERSION)


def main() -> None:
    """Run a command; a SaraiError is printed with its remedy and ends the process with its exit code.

    An OSError about a file is reported as BadInput `file_unusable`; others are raised.
    """
    try:
        cli()
    except SaraiError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.filename is None:
            raise
        print_error(BadInput("file_unusable", f"{error.filename} cannot be used: {error.strerror}."))
        sys.exit(BadInput.exit_code)
