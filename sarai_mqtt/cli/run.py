"""`run`: the service."""

import asyncio
from typing import Annotated

import typer
import yaml

from sarai_mqtt.cli.output import ConfigOption, log_to_stderr, notes


def run(
    config: ConfigOption = None,
    *,
    print_config: Annotated[
        bool, typer.Option("--print-config", help="Show the settings in force, secrets masked.")
    ] = False,
) -> None:
    """Serve satellites until stopped."""
    from sarai_mqtt.config.settings import load_settings

    settings = load_settings(config)
    if print_config:
        typer.echo(yaml.safe_dump(settings.in_force(), sort_keys=False, allow_unicode=True), nl=False)
        return
    log_to_stderr(settings.log.level)
    from sarai_mqtt.app.process import serve

    def ready() -> None:
        """Print where the service listens."""
        where = f"{settings.mqtt.host}:{settings.mqtt.port}/{settings.mqtt.root}"
        notes.print(f"sarai-mqtt listens on mqtt://{where}", highlight=False)

    asyncio.run(serve(settings, ready))
