"""What we say again and again, kept as speech: our own voice only, never a person's."""

import threading
from collections import OrderedDict
from collections.abc import Iterator

from sarai_mqtt.core.errors import Cancelled
from sarai_mqtt.ports import Cancel, TextToSpeech

_Key = tuple[str, str]

_ENTRY_BYTES = 512  # about what an entry takes beside its speech
_SEEN = 1024  # sentences remembered as said once


class ReplyCache:
    """The TextToSpeech `inner` with the speech of repeated sentences kept, the latest used longest.

    A sentence is kept when it is said the second time: what the Thinker writes is rarely said again and would
    push the fixed replies out. The key is the language, hence the voice, and the text without the blanks
    around it. A sentence that was given up is never kept. Safe from any thread.

    Args:
        inner: must give the same speech for the same text.
        capacity: bytes kept at most.

    """

    def __init__(self, inner: TextToSpeech, capacity: int) -> None:
        self._inner = inner
        self._capacity = capacity
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[bytes, ...]] = OrderedDict()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._bytes = 0

    @property
    def rate(self) -> int:
        """Sample rate of the speech, Hz."""
        return self._inner.rate

    @property
    def kept_bytes(self) -> int:
        """What is kept now."""
        return self._bytes

    def synthesize(self, text: str, language: str, cancel: Cancel) -> Iterator[bytes]:
        """Yield s16le mono PCM in the chunks of `inner`. Raises as it does; Cancelled."""
        key = language, text.strip()
        pieces = self._find(key)
        if pieces is not None:
            for piece in pieces:
                if cancel.cancelled:
                    raise Cancelled
                yield piece
            return
        made = []
        for piece in self._inner.synthesize(key[1], language, cancel):
            made.append(piece)
            yield piece
        if not cancel.cancelled:
            self._offer(key, tuple(made))

    def _find(self, key: _Key) -> tuple[bytes, ...] | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _offer(self, key: _Key, pieces: tuple[bytes, ...]) -> None:
        with self._lock:
            if hash(key) not in self._seen:
                self._seen[hash(key)] = None
                if len(self._seen) > _SEEN:
                    self._seen.popitem(last=False)
                return
            if key in self._kept or _size(key, pieces) > self._capacity:
                return
            self._kept[key] = pieces
            self._bytes += _size(key, pieces)
            while self._bytes > self._capacity:
                self._bytes -= _size(*self._kept.popitem(last=False))


def _size(key: _Key, pieces: tuple[bytes, ...]) -> int:
    return _ENTRY_BYTES + len(key[1].encode("utf-8", "replace")) + sum(map(len, pieces))
