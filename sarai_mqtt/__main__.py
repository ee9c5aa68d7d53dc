"""`python -m sarai_mqtt` is the `sarai-mqtt` command."""

from sarai_mqtt.cli import app

if __name__ == "__main__":
    app()
