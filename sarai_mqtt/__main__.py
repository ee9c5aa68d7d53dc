"""`python -m sarai_mqtt` is the `sarai-mqtt` command."""

from sarai_mqtt.cli import main

if __name__ == "__main__":
    main()
