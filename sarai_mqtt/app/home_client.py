"""The client of Home Assistant, as the settings want it."""

from collections.abc import Callable
from pathlib import Path

from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.errors import ConfigError, HomeAssistantError
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access


def home_assistant_client(
    settings: Settings,
    on_home: Callable[[Home], None],
    on_error: Callable[[HomeAssistantError], None],
    on_surroundings: Callable[[Surroundings], None] = lambda _: None,
) -> HomeAssistant | None:
    """Build the client of Home Assistant; return None if the settings have no `ha.url`.

    `on_home` is called with each home that it learns, `on_error` with each error, `on_surroundings`
    with the time zone, sunrise and sunset that it tells.
    Raises ConfigError `token_missing`, `alarm_code_unreadable`.
    """
    ha = settings.ha
    if ha.url is None:
        return None
    if ha.token is None:
        raise ConfigError(
            "token_missing",
            "There is an address of Home Assistant and no token.",
            "Set SARAI_HA_TOKEN, or leave ha.url out.",
        )
    access = Access(ha.url, ha.token.get_secret_value())
    site_of = site_of_root(settings.mqtt.root)
    return HomeAssistant(
        access,
        settings.languages,
        site_of,
        on_home,
        agent=ha.agent,
        alarm_code=_secret_in(ha.alarm_code_file),
        on_failure=on_error,
        on_surroundings=on_surroundings,
    )


def _secret_in(file: Path | None) -> str:
    """Return the content of a secret's file, "" without one. Raises ConfigError `alarm_code_unreadable`."""
    if file is None:
        return ""
    try:
        code = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        code, why = "", type(exc).__name__
    else:
        why = "it is empty"
    if not code:
        raise ConfigError(
            "alarm_code_unreadable",
            f"The code of the alarm cannot be read from {file}: {why}.",
            "Write the code, and nothing else, into the file, or leave ha.alarm_code_file out.",
        )
    return code
