"""`sarai-mqtt ask` with a token asks in the house of a real Home Assistant, and calls its things by their aliases."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def ask(house, folder, text, language):
    home = folder / "home.yaml"
    home.write_text("{}")
    environment = {
        **os.environ,
        "SARAI_HA_URL": house.instance.url,
        "SARAI_HA_TOKEN": house.user.token,
        "SARAI_HOME_FILE": str(home),
        "SARAI_STATE_DIR": str(folder),
    }
    command = [
        sys.executable,
        "-m",
        "sarai_mqtt",
        "ask",
        "--no-thinker",
        "--json",
        "--language",
        language,
        text,
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("language", "text", "called"),
    [
        ("en", "turn on the bedroom lamp", "the bedroom lamp"),
        ("es", "enciende la lámpara del dormitorio", "la lámpara del dormitorio"),
    ],
)
def test_ask_reads_the_real_house(house, tmp_path, language, text, called):
    result = ask(house, tmp_path, text, language)
    assert result["targets"] == ["light.bedroom_lamp"], result["reply"]
    assert called in result["reply"]


def test_what_the_real_house_has_not_is_named(house, tmp_path):
    said = ask(house, tmp_path, "is there a swimming pool?", "en")["reply"]
    assert said == "I don't know of any swimming pool."
