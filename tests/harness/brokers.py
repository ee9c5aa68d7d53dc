"""A real mosquitto for the tests."""

import getpass
import shutil
import socket
import subprocess
import time
from pathlib import Path

from sarai_mqtt.transports.mqtt.options import MqttOptions

USER, PASSWORD = "sarai", "open-sesame-42"
START_S = 60
DEPLOY = Path(__file__).parents[2] / "deploy" / "mosquitto"


def tool(name, package):
    # Debian keeps daemons where an ordinary user's PATH does not look.
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    assert path, f"{name} is not installed; these tests need it: sudo apt-get install {package}"
    return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mosquitto:
    """A real mosquitto on a loopback port; `kind` is anonymous, password, tls or deploy (our own conf and ACL).

    `extra` are further lines of its configuration.
    """

    def __init__(self, folder, kind="anonymous", extra=()):
        self.folder, self.kind, self.port = folder, kind, free_port()
        self.process = None
        lines = [f"user {getpass.getuser()}"]
        if kind == "deploy":
            lines.append(deployed_conf(folder).replace("listener 1883", f"listener {self.port} 127.0.0.1"))
        else:
            lines += [f"listener {self.port} 127.0.0.1", "persistence false"]
        if kind == "password":
            add_users(folder / "passwords", USER)
            lines += ["allow_anonymous false", f"password_file {folder / 'passwords'}"]
        elif kind != "deploy":
            lines.append("allow_anonymous true")
        if kind == "tls":
            make_certificates(folder)
            lines += [
                f"cafile {folder}/ca.pem",
                f"certfile {folder}/server.pem",
                f"keyfile {folder}/server.key",
            ]
        lines += extra
        (folder / "mosquitto.conf").write_text("\n".join(lines) + "\n")

    def options(self, **changes):
        given = {"host": "127.0.0.1", "port": self.port}
        if self.kind in ("password", "deploy"):
            given |= {"username": USER, "password": PASSWORD}
        if self.kind == "tls":
            given |= {"tls": True, "ca_file": str(self.folder / "ca.pem")}
        return MqttOptions(**(given | changes))

    def start(self):
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [tool("mosquitto", "mosquitto"), "-c", self.folder / "mosquitto.conf"], stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            assert self.process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.02)
        raise AssertionError(f"mosquitto does not answer: {(self.folder / 'log').read_text()}")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def add_users(path, *names):
    path.touch(mode=0o600)
    for name in names:
        run(tool("mosquitto_passwd", "mosquitto"), "-b", path, name, PASSWORD)


def deployed_conf(folder):
    """Return the conf we ship with its files in `folder`."""
    add_users(folder / "sarai.passwd", USER, "homeassistant", "kitchen", "hall")
    shutil.copy(DEPLOY / "acl", folder / "sarai.acl")
    conf = (DEPLOY / "sarai.conf").read_text().replace("/etc/mosquitto/", f"{folder}/")
    return f"{conf}\npersistence_location {folder}/\n"


def make_certificates(folder):
    """Make a CA and a certificate for 127.0.0.1 and localhost."""
    openssl = tool("openssl", "openssl")
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc")
    ca = ("-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-subj", "/CN=Test CA")
    run(openssl, "req", "-x509", *new_key, *ca, "-days", "2")
    request = ("-keyout", folder / "server.key", "-out", folder / "server.csr", "-subj", "/CN=localhost")
    run(openssl, "req", *new_key, *request)
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    signing = ("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial", "-days", "2")
    run(
        openssl,
        "x509",
        "-req",
        "-in",
        folder / "server.csr",
        *signing,
        "-extfile",
        folder / "names",
        "-out",
        folder / "server.pem",
    )
