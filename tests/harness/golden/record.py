"""The record of golden turns: all that came in, went out and was done, and its comparison with a snapshot."""

import asyncio
import difflib
import json
import os
import re
import textwrap
from collections import Counter
from dataclasses import asdict
from math import inf

import numpy as np

from sarai_mqtt.core.ages import Ages, kind_of
from sarai_mqtt.core.chime import chime
from sarai_mqtt.core.wav import parse_wav
from tests.harness.ports import FakeStore

WIDTH = 180


class ReadableTts:
    """Speech from which the text can be read back: 20 ms of its value for each character, in two pieces."""

    rate, each = 8000, 160

    def synthesize(self, text, language, cancel):
        letters = np.repeat(np.frombuffer(f"{language}|{text}".encode("utf-16-le"), "<i2"), self.each)
        half = len(letters) // self.each // 2 * self.each
        yield letters[:half].tobytes()
        yield letters[half:].tobytes()


def read_speech(wav):
    """Return what a WAV of ReadableTts says, and its size."""
    if len(wav) == 44:
        return {"wav": "empty", "rate": int.from_bytes(wav[24:28], "little")}
    parsed = parse_wav(wav)
    words = parsed.data.removeprefix(chime(parsed.rate))
    rung = len(words) < len(parsed.data)
    letters = np.frombuffer(words, "<u2")
    said = letters[:: ReadableTts.each].tobytes().decode("utf-16-le", "replace")
    whole = np.array_equal(np.repeat(letters[:: ReadableTts.each], ReadableTts.each), letters)
    return {
        "wav": ("(chime) " if rung else "") + (said if whole else "not what was synthesized"),
        "rate": parsed.rate,
        "samples": len(parsed.data) // 2,
    }


class Record:
    """All that came in, went out or was done, in order: outbox, audit and store of the service."""

    connected = True

    def __init__(self, topics):
        self._topics, self._ages, self._store = topics, Ages(), FakeStore()
        self.entries, self.changed, self.seen, self.states = [], asyncio.Event(), Counter(), {}

    def add(self, **entry):
        self.entries.append(entry)
        self.changed.set()

    def came_in(self, message):
        if not message.topic.startswith("sarai/audio/in"):
            self.add(
                **{"in": message.topic},
                qos=message.qos,
                retain=message.retain,
                payload=plain(message.payload),
            )
            return
        if not self.entries or "audio in" not in self.entries[-1]:
            self.add(**{"audio in": {}})
        chunks = self.entries[-1]["audio in"]
        chunks[message.topic] = chunks.get(message.topic, 0) + 1

    def publish(self, site, event, age=0.0):
        message = self._topics.encode(site, event)
        lasts = self._ages.limit(kind_of(event)) - age
        expires = {} if lasts == inf else {"expires_s": round(lasts, 3)}
        payload = plain(message.payload)
        if isinstance(payload, dict) and "timings" in payload:
            payload["timings"] = dict(sorted(payload["timings"].items()))
        self.add(out=message.topic, qos=message.qos, retain=message.retain, **expires, payload=payload)
        self.seen[message.topic.split("/")[1]] += 1
        if message.topic.startswith("sarai/state/") and message.topic.count("/") == 2:
            self.states[site] = event.state

    def note(self, entry):
        self.add(audit=asdict(entry))

    def load(self, name):
        return self._store.load(name)

    def save(self, name, value):
        self._store.save(name, value)
        self.add(store=name, value=self._store.load(name))

    def last_of(self, kind):
        return next(e for e in reversed(self.entries) if e.get("out", "").startswith(f"sarai/{kind}/"))

    def as_text(self):
        """Return the record as JSON, with stable names of turns."""
        names = {}
        text = "[\n" + ",\n".join(laid_out(entry) for entry in self.entries) + "\n]"
        named = re.sub(r"\b[0-9a-f]{12}\b", lambda m: names.setdefault(m[0], f"turn-{len(names) + 1}"), text)
        return named + "\n"


def laid_out(value, indent=0):
    """Return `value` as JSON on one line if that is short, else with an item a line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= WIDTH or not isinstance(value, dict | list):
        return line
    named = isinstance(value, dict)
    items = (
        [f"{json.dumps(k)}: {laid_out(v, indent + 1 + len(k))}" for k, v in value.items()]
        if named
        else [laid_out(item, indent + 1) for item in value]
    )
    inner = textwrap.indent(",\n".join(items), " ")
    return f"{{\n{inner}\n}}" if named else f"[\n{inner}\n]"


def plain(payload):
    """Return a payload as JSON, text, or what it says."""
    if payload[:4] == b"RIFF":
        return read_speech(payload)
    text = payload.decode()
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, dict) else text


class Noted(list):
    """A list of requests that also go into the record."""

    def __init__(self, record, kind):
        super().__init__()
        self._record, self._kind = record, kind

    def append(self, item):
        super().append(item)
        self._record.add(home_assistant=self._kind, request=json.loads(json.dumps(item)))


def difference(path, found):
    """Return why `found` is not the snapshot at `path`, "" if it is. With GOLDEN_WRITE set it becomes it."""
    if os.environ.get("GOLDEN_WRITE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
        return f"GOLDEN_WRITE: {path.name} was written, not compared. Read what changed, then run without it."
    if not path.exists():
        return f"There is no snapshot {path.name}: see the docstring of this test module."
    wanted = path.read_text(encoding="utf-8")
    lines = wanted.splitlines(), found.splitlines()
    return "\n".join(difflib.unified_diff(*lines, f"{path.name} (golden)", "this run", n=8, lineterm=""))
