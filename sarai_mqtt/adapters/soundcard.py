"""The real microphone and speaker (PortAudio through sounddevice, extra `audio`)."""

from collections.abc import Callable
from types import ModuleType

import numpy as np

from sarai_mqtt.core.audio import RATE
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Reply

Send = Callable[[bytes], None]
NextReply = Callable[[], Reply]


def fall_silent(sound: ModuleType | None = None) -> None:
    """Stop what is being played; may be called from any thread."""
    (sound or _sounddevice()).stop()


def talk(
    send: Send,
    next_reply: NextReply,
    played: Callable[[], None],
    *,
    chunk_ms: int = 60,
    sound: ModuleType | None = None,
) -> None:
    """Send the microphone's chunks (16 kHz mono s16le) and play each reply until interrupted.

    `played` is called when one is over. `sound` stands in for the sounddevice module. Raises ConfigError
    `no_sounddevice`, `no_microphone`.
    """
    sound = sound or _sounddevice()

    def captured(data: object, _frames: int, _time: object, _status: object) -> None:
        send(bytes(memoryview(data)))  # type: ignore[arg-type]  # cffi's buffer has the buffer protocol

    blocks = RATE * chunk_ms // 1000
    try:
        microphone = sound.RawInputStream(RATE, blocks, channels=1, dtype="int16", callback=captured)
    except Exception as error:
        # PortAudio's own error class exists only once sounddevice is loaded.
        raise ConfigError(
            "no_microphone", f"No microphone: {error}.", "See `python -m sounddevice`."
        ) from error
    with microphone:
        while True:
            reply = next_reply()
            if reply.pcm:
                sound.play(np.frombuffer(reply.pcm, "<i2"), reply.rate, blocking=True)
                played()


def _sounddevice() -> ModuleType:
    try:
        import sounddevice  # noqa: PLC0415 - an extra
    except (ImportError, OSError) as error:
        raise ConfigError(
            "no_sounddevice",
            f"A real microphone needs the sounddevice package: {error}.",
            "Install the extra: pip install 'sarai-mqtt[audio]', and Debian's libportaudio2.",
        ) from error
    module: ModuleType = sounddevice
    return module
