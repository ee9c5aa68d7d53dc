"""`ask` with an address and a token asks in the house that Home Assistant describes."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from sarai_mqtt.app import learnt_home
from sarai_mqtt.cli import cli
from tests.harness.hass_server import TOKEN, HassServer, thing


@pytest.fixture
async def server():
    async with HassServer().up() as up:
        up.add(*thing("light.floor", "Lámpara de pie", area="hall", aliases=["Floor lamp"]))
        yield up


async def ask(monkeypatch, tmp_path, url, *arguments, token=TOKEN):
    monkeypatch.setenv("SARAI_HA_URL", url)
    monkeypatch.setenv("SARAI_HA_TOKEN", token)
    monkeypatch.chdir(tmp_path)
    command = ["ask", "--no-thinker", "--json", *arguments]
    return await asyncio.to_thread(CliRunner().invoke, cli, command)


@pytest.mark.parametrize(
    ("text", "language", "reply"),
    [
        ("turn on the floor lamp", "en", "floor lamp"),
        ("enciende la lámpara de pie", "es", "lámpara de pie"),
        ("turn on the lámpara de pie", "en", "floor lamp"),
    ],
)
async def test_ask_reads_the_real_house(monkeypatch, tmp_path, server, text, language, reply):
    done = await ask(monkeypatch, tmp_path, server.url, "--language", language, text)
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert result["targets"] == ["light.floor"]
    assert reply in result["reply"]


async def test_another_home_file_is_asked_in_alone(monkeypatch, tmp_path, server):
    other = tmp_path / "other.yaml"
    other.write_text("entities: [{id: light.attic, names: {en: [Attic lamp]}}]", "utf-8")
    done = await ask(monkeypatch, tmp_path, server.url, "--home", str(other), "turn on the attic lamp")
    assert json.loads(done.stdout)["targets"] == ["light.attic"]


async def test_a_house_that_cannot_be_learnt_is_told(monkeypatch, tmp_path, server):
    refused = await ask(monkeypatch, tmp_path, server.url, "turn on the floor lamp", token="wrong")
    assert refused.exception.code == "ha_refused"
    monkeypatch.setattr(learnt_home, "HOME_ASSISTANT_S", 0.0)
    late = await ask(monkeypatch, tmp_path, server.url, "turn on the floor lamp")
    assert late.exception.code == "ha_unreachable"
