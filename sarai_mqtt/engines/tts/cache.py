"""Cache for the speech of repeated sentences. It holds synthesized speech only, never a person's voice."""

import threading
from collections import OrderedDict
from collections.abc import Iterator

from sarai_mqtt.core.errors import Cancelled
from sarai_mqtt.core.ports import Cancel, TextToSpeech

_Key = tuple[str, str]

_ENTRY_BYTES = 512  # approximate size of an entry without its speech
_SEEN_SENTENCES = 1024  # number of sentences that are remembered as said before


class ReplyCache:
    """The `TextToSpeech` port `inner` with a cache; the least recently used sentences are evicted first.

    A sentence is cached when it is said the second time: what the Thinker writes is rarely said again and
    would evict the fixed replies. The key is the language, which selects the voice, and the text without
    surrounding white space. A cancelled sentence is never cached. Safe from any thread.

    Args:
        inner: must return the same speech for the same text.
        capacity: maximum size of the cache in bytes.

    """

    def __init__(self, inner: TextToSpeech, capacity: int) -> None:
        self._inner = inner
        self._capacity = capacity
        self._lock = threading.Lock()
        self._cached: OrderedDict[_Key, tuple[bytes, ...]] = OrderedDict()
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._bytes = 0

    @property
    def rate(self) -> int:
        """Sample rate of the speech, Hz."""
        return self._inner.rate

    @property
    def cached_bytes(self) -> int:
        """Size of the cached sentences in bytes."""
        return self._bytes

    def synthesize(self, text: str, language: str, cancel: Cancel) -> Iterator[bytes]:
        """Yield s16le mono PCM in the chunks of `inner`. Raises Cancelled, and what `inner` raises."""
        key = language, text.strip()
        pieces = self._lookup(key)
        if pieces is not None:
            for piece in pieces:
                if cancel.cancelled:
                    raise Cancelled
                yield piece
            return
        synthesized = []
        for piece in self._inner.synthesize(key[1], language, cancel):
            synthesized.append(piece)
            yield piece
        if not cancel.cancelled:
            self._remember(key, tuple(synthesized))

    def _lookup(self, key: _Key) -> tuple[bytes, ...] | None:
        with self._lock:
            if key in self._cached:
                self._cached.move_to_end(key)
            return self._cached.get(key)

    def _remember(self, key: _Key, pieces: tuple[bytes, ...]) -> None:
        """Cache `pieces` if they fit and the sentence was said before; the first time only remember it."""
        with self._lock:
            if hash(key) not in self._seen:
                self._seen[hash(key)] = None
                if len(self._seen) > _SEEN_SENTENCES:
                    self._seen.popitem(last=False)
                return
            if key in self._cached or _size(key, pieces) > self._capacity:
                return
            self._cached[key] = pieces
            self._bytes += _size(key, pieces)
            while self._bytes > self._capacity:
                self._bytes -= _size(*self._cached.popitem(last=False))


def _size(key: _Key, pieces: tuple[bytes, ...]) -> int:
    return _ENTRY_BYTES + len(key[1].encode("utf-8", "replace")) + sum(map(len, pieces))
