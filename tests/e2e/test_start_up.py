import os
import shutil
import signal
import subprocess
import sys

import pytest

from sarai_mqtt.config.settings import PROJECT, load_settings
from sarai_mqtt.models.store import open_store
from tests.harness.brokers import Mosquitto
from tests.harness.process import DATA, START_S, TURN_S, ServiceProcess

pytestmark = pytest.mark.slow


def sarai(*arguments, **variables):
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "sarai_mqtt", *arguments],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=PROJECT,
    )


@pytest.fixture
def broker(tmp_path):
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = Mosquitto(folder)
    yield broker
    if broker.process is not None:
        broker.stop()


@pytest.fixture
def models_copy(tmp_path):
    """Give a cache folder with the profile's files as links, to be damaged one by one."""
    settings = load_settings()
    cache = tmp_path / "models"
    shutil.copytree(settings.models.cache_dir, cache, copy_function=os.symlink, ignore=lambda *_: [".lock"])
    return cache


def test_the_broker_may_come_later_and_may_go_away(broker, tmp_path):
    service = ServiceProcess(broker, tmp_path)
    try:
        service.wait_said("cannot be reached")
        broker.start()
        service.wait_online()
        broker.stop()
        broker.start()
        service.wait_online()
        with service.satellite("kitchen") as satellite:
            satellite.ask("turn on the kitchen light", "en")
            assert satellite.wait_for_turn(TURN_S).report.intent == "HassTurnOn"
    finally:
        assert service.stop() == 0
    assert service.log.read_text().count("cannot be reached") <= 4


def test_a_wrong_password_ends_the_start_with_a_remedy(tmp_path):
    folder = tmp_path / "broker"
    folder.mkdir()
    broker = Mosquitto(folder, "password").start()
    try:
        service = ServiceProcess(broker, tmp_path, SARAI_MQTT_PASSWORD="wrong-secret")
        assert service.process.wait(START_S) == 5
    finally:
        broker.stop()
    said = service.log.read_text()
    assert "broker_refused" in said
    assert "wrong-secret" not in said


def test_stopping_says_offline_and_ends_well(broker, tmp_path):
    broker.start()
    service = ServiceProcess(broker, tmp_path).wait_online()
    with service.satellite("kitchen") as satellite:
        satellite.wait_for_service(START_S)
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(START_S) == 0
        with satellite._changed:
            assert satellite._changed.wait_for(lambda: not satellite._service_online, START_S)


@pytest.mark.parametrize(
    ("damage", "code"),
    [("missing", "model_missing"), ("cut", "model_truncated"), ("changed", "model_wrong_hash")],
)
def test_a_damaged_model_is_not_loaded(models_copy, damage, code):
    settings = load_settings()
    shared = open_store(settings.models.catalogue, settings.models.cache_dir).path("sarai-audio-int8")
    original = shared.with_name(f"{shared.name}.data")
    weights = models_copy / original.relative_to(settings.models.cache_dir)
    weights.unlink()
    if damage == "cut":
        weights.write_bytes(original.read_bytes()[:-1000])
    elif damage == "changed":
        shutil.copy(original, weights)
        with weights.open("r+b") as file:
            file.seek(1_000_000)
            file.write(b"\xff" * 8)
    variables = {"SARAI_MODELS_CACHE_DIR": str(models_copy)}
    recording = DATA / "commands" / "en" / "what-can-you-do.wav"
    result = sarai("transcribe", str(recording), **variables)
    assert result.returncode == 4
    assert code in result.stderr
    assert "models build" in result.stderr
    verified = sarai("models", "verify", "--json", **variables)
    assert verified.returncode == 4
    assert code in verified.stdout


@pytest.mark.parametrize(
    ("variables", "exit_code", "says"),
    [
        ({"SARAI_MQTT_PORT": "none"}, 3, "mqtt.port"),
        ({"SARAI_PROFILE": "huge"}, 3, "embedded"),
        ({"SARAI_HOME_FILE": "absent.yaml"}, 3, "absent.yaml"),
        ({"SARAI_THINKER_NAME": "giant"}, 3, "giant"),
        ({"SARAI_CONFIG": "absent.yaml"}, 3, "absent.yaml"),
    ],
)
def test_settings_that_cannot_be_used_end_the_start(variables, exit_code, says):
    result = sarai("run", **variables)
    assert result.returncode == exit_code
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_print_config_masks_secrets():
    result = sarai("run", "--print-config", SARAI_MQTT_PASSWORD="hunter2", SARAI_MQTT_HOST="broker.local")
    assert result.returncode == 0
    assert "broker.local" in result.stdout
    assert "hunter2" not in result.stdout
