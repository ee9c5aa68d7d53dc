"""The microphone and speaker of this machine (PortAudio through sounddevice, extra `audio`)."""

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from types import ModuleType

import numpy as np

from sarai_mqtt.core.audio import RATE
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Reply

Send = Callable[[bytes], None]
NextReply = Callable[[], Reply]

log = logging.getLogger(__name__)


def stop_playback(sound: ModuleType | None = None) -> None:
    """Stop the playback in progress; safe from any thread. Raises ConfigError `no_sounddevice`."""
    (sound or _sounddevice()).stop()


def stream_audio(
    send: Send,
    next_reply: NextReply,
    played: Callable[[], None],
    *,
    ready: Callable[[], None] | None = None,
    chunk_ms: int = 60,
    sound: ModuleType | None = None,
) -> None:
    """Send the microphone's audio and play each reply, until interrupted.

    Raises ConfigError `no_sounddevice` or `no_microphone`, and what `ready` raises.

    Args:
        send: called on another thread with each chunk, 16 kHz mono s16le.
        next_reply: waits for the next reply and returns it.
        played: called when the playback of a reply has ended or was stopped.
        ready: called once the microphone is open; nothing is sent before it returns, and it is not called on
            a machine without a sound card.
        chunk_ms: length of a chunk in ms.
        sound: replaces the sounddevice module.

    """
    sound = sound or _sounddevice()
    sending = threading.Event()

    def captured(data: object, _frames: int, _time: object, _status: object) -> None:
        """Send one block of samples; called on PortAudio's thread."""
        if sending.is_set():
            send(bytes(memoryview(data)))  # type: ignore[arg-type]  # cffi's buffer has the buffer protocol

    if ready is None:
        sending.set()
    blocks = RATE * chunk_ms // 1000
    with ExitStack() as stack:
        try:
            microphone = sound.RawInputStream(RATE, blocks, channels=1, dtype="int16", callback=captured)
            stack.enter_context(microphone)
        except Exception as error:
            # PortAudio's own error class exists only once sounddevice is loaded.
            raise ConfigError(
                "no_microphone", f"No microphone: {error}.", "See `python -m sounddevice`."
            ) from error
        if ready is not None:
            ready()
            sending.set()
        while True:
            reply = next_reply()
            if reply.pcm and _play(reply, sound):
                played()


def _play(reply: Reply, sound: ModuleType) -> bool:
    """Play a reply; return False if that fails: the microphone is still useful without a speaker."""
    try:
        sound.play(np.frombuffer(reply.pcm, "<i2"), reply.rate, blocking=True)
    except Exception as error:  # noqa: BLE001 - PortAudio's own, as above
        log.warning("a reply could not be played: %s", error)
        return False
    return True


def _sounddevice() -> ModuleType:
    """Import sounddevice. Raises ConfigError `no_sounddevice` if it or PortAudio is not installed."""
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
