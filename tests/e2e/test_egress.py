"""Nothing leaves the house: whom the service and its commands talk to, with an empty home and no CI to hush telemetry."""

import asyncio
import socket
import subprocess
import sys
import threading
import time

import pytest

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.engines.audio_decoder import read_wav
from tests.harness.brokers import Mosquitto
from tests.harness.egress import Preload, Strace, best_tracer, clean_environment, files_below, traced
from tests.harness.hass_server import TOKEN, HassServer
from tests.harness.process import DATA, TURN_S, ServiceProcess

COMMAND_S = 180
# The collector is asked for some 9 s after the library is loaded.
LOOKED_UP_S = 60
SPOKEN = DATA / "commands" / "en" / "turn-on-the-kitchen-light.wav"
MODELS = str(load_settings().models.cache_dir)
# A name is asked for as a resolver would be, and of libc, which may not ask for this one: nothing leaves loopback.
EVERY_WAY_OUT = r"""
import socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1]))).close()
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
    out.sendto(b"id\x01\0\0\1\0\0\0\0\0\0\6nobody\7invalid\0\0\1\0\1", ("127.0.0.1", 9))
    out.sendmsg([b"x"], [], 0, ("127.0.0.1", 10))
with socket.socket() as here, socket.socket() as there:
    here.bind(("127.0.0.1", 0))
    here.listen()
    there.connect(here.getsockname())
try:
    socket.getaddrinfo("nobody.invalid", 80, flags=socket.AI_NUMERICHOST)
except OSError:
    pass
"""


@pytest.mark.parametrize("tracer", [Strace, Preload], ids=lambda tracer: tracer.name)
def test_a_tracer_sees_every_way_out(tracer, tmp_path):
    if tracer is Strace and not Strace.works():
        pytest.skip("strace does not work here; egress.c looks on instead")
    tracer = tracer(tmp_path / "trace")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with traced(tracer, tmp_path / "home", sys.executable, "-c", EVERY_WAY_OUT, port) as program:
            assert program.wait(COMMAND_S) == 0
    # Where the program talks to itself is not among them.
    assert tracer.contacts() == {f"127.0.0.1:{port}", "127.0.0.1:9", "127.0.0.1:10", "nobody.invalid"}


COMMANDS = {
    "models build": ["models", "build"],
    "models verify": ["models", "verify"],
    "say": ["say", "The light is on.", "-o", "/dev/null"],
    "transcribe": ["transcribe", SPOKEN],
    "ask": ["ask", "Turn on the kitchen light"],
}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_asks_for_nobody_and_leaves_nothing(command, tmp_path):
    tracer, home = best_tracer(tmp_path / "trace"), tmp_path / "home"
    with traced(
        tracer, home, sys.executable, "-m", "sarai_mqtt", *command, SARAI_MODELS_CACHE_DIR=MODELS
    ) as run:
        assert run.wait(COMMAND_S) == 0, (tmp_path / "home.log").read_text()
    assert tracer.contacts() == set()
    assert files_below(home) == []


@pytest.fixture
def home_assistant():
    """Give a running Home Assistant; its loop has a thread of its own."""
    loop, server = asyncio.new_event_loop(), HassServer()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    up = server.up()
    asyncio.run_coroutine_threadsafe(up.__aenter__(), loop).result(10)
    yield server
    asyncio.run_coroutine_threadsafe(up.__aexit__(None, None, None), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.mark.slow
def test_the_service_knows_the_broker_and_home_assistant_alone(home_assistant, tmp_path, capsys):
    tracer, home = best_tracer(tmp_path / "trace"), tmp_path / "home"
    home.mkdir()
    environment = clean_environment(home) | tracer.environment()
    told = {"SARAI_HA_URL": home_assistant.url, "SARAI_HA_TOKEN": TOKEN, "SARAI_MODELS_CACHE_DIR": MODELS}
    broker = Mosquitto(tmp_path).start()
    service = ServiceProcess(broker, tmp_path, environment=environment, tracer=tracer, **told)
    try:
        service.wait_online()
        with service.satellite("kitchen") as satellite:
            satellite.play(read_wav(SPOKEN))
            assert satellite.wait_for_turn(TURN_S).report.intent == "HassTurnOn"
        assert home_assistant.asked
        bare, asked_after_s = onnxruntime_as_it_comes(tmp_path, service.process)
    finally:
        service.stop()
        tracer.finish(service.process.pid)
        broker.stop()
    allowed = {f"127.0.0.1:{broker.port}", f"127.0.0.1:{home_assistant.port}"}
    assert tracer.contacts() == allowed
    assert files_below(home) == []
    with capsys.disabled():
        print(
            f"\n{tracer.name}: in {2 * asked_after_s:.0f} s the service asked for {sorted(allowed)} alone, and left nothing;"
        )
        print(f"bare onnxruntime asked for {bare[0]} after {asked_after_s:.0f} s, and left {bare[1]}")


def onnxruntime_as_it_comes(folder, beside):
    """Show that the same tracer sees the telemetry that we turn off: give who is asked for, the files, after how long.

    A proxy of ours, the only way out that it is told of, hangs up on it: nothing is sent. Returns after twice the
    time, which the process `beside` has to live through.
    """
    tracer, home = best_tracer(folder / "bare-trace"), folder / "bare"
    code = f"import onnxruntime, time; time.sleep({3 * LOOKED_UP_S})"
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(LOOKED_UP_S)
        way_out = f"127.0.0.1:{proxy.getsockname()[1]}"
        started = time.monotonic()
        with traced(tracer, home, sys.executable, "-c", code, https_proxy=f"http://{way_out}") as bare:
            connection, _ = (
                proxy.accept()
            )  # TimeoutError: this onnxruntime asks for nobody, so it shows nothing
            with connection:
                asked = connection.recv(1000).split()[1].decode()
            asked_after_s = time.monotonic() - started
            while time.monotonic() < started + 2 * asked_after_s:
                assert (bare.poll(), beside.poll()) == (None, None)
                time.sleep(0.2)
    assert tracer.contacts() == {way_out}
    files = files_below(home)
    assert any(file.endswith(".onnxruntime/deviceid") for file in files)
    return (asked, files), asked_after_s


@pytest.mark.slow
def test_doctor_asks_for_the_broker_and_home_assistant_alone(home_assistant, tmp_path):
    tracer, home = best_tracer(tmp_path / "trace"), tmp_path / "home"
    broker = Mosquitto(tmp_path).start()
    told = {"SARAI_HA_URL": home_assistant.url, "SARAI_HA_TOKEN": TOKEN, "SARAI_MODELS_CACHE_DIR": MODELS}
    told |= {"SARAI_MQTT_PORT": str(broker.port)}
    try:
        with traced(tracer, home, sys.executable, "-m", "sarai_mqtt", "doctor", **told) as doctor:
            assert doctor.wait(COMMAND_S) == 0, (tmp_path / "home.log").read_text()
    finally:
        broker.stop()
    assert tracer.contacts() == {f"127.0.0.1:{broker.port}", f"127.0.0.1:{home_assistant.port}"}
    assert files_below(home) == []


@pytest.mark.slow
def test_who_comes_after_onnxruntime_does_not_serve(tmp_path):
    # CI: it is not to send anything here.
    code = "import onnxruntime, sys; from sarai_mqtt.cli import main; sys.argv[1:] = ['transcribe', sys.argv[1]]; main()"
    environment = clean_environment(tmp_path, CI="1", SARAI_MODELS_CACHE_DIR=MODELS)
    command = [sys.executable, "-c", code, SPOKEN]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=COMMAND_S)
    assert done.returncode == 3
    assert "telemetry_on" in done.stderr
