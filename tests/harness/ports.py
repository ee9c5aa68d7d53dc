"""Stand-ins for where the service writes: MQTT, Home Assistant's discovery, the audit file, the state folder."""

import asyncio
import json

from tests.harness.waiting import WAIT_S


class FakeOutbox:
    """Keeps every event with its site, and its age; `until` waits for a condition on the events."""

    connected = True

    def __init__(self):
        self.sent, self.ages, self._changed = [], [], asyncio.Event()

    def publish(self, site, event, age=0.0):
        self.sent.append((site, event))
        self.ages.append(age)
        self._changed.set()

    def of(self, kind, site=None):
        return [e for s, e in self.sent if isinstance(e, kind) and site in (None, s)]

    async def until(self, condition):
        async with asyncio.timeout(WAIT_S):
            while not condition():
                self._changed.clear()
                await self._changed.wait()


class FakeDiscovery:
    """Keeps which devices were shown (None is the service's) and removed."""

    def __init__(self):
        self.shown, self.removed, self.revived = [], [], []

    def show(self, site):
        self.shown.append(site)

    def remove(self, site):
        self.removed.append(site)

    def revive(self, site):
        self.revived.append(site)


class FakeAudit:
    def __init__(self):
        self.entries = []

    def note(self, entry):
        self.entries.append(entry)

    @property
    def verdicts(self):
        return [(entry.verdict, entry.intent) for entry in self.entries]


class FakeStore:
    """Keeps plain data, as JSON would."""

    def __init__(self, **kept):
        self.kept = kept

    def load(self, name):
        return json.loads(json.dumps(self.kept.get(name)))

    def save(self, name, value):
        self.kept[name] = json.loads(json.dumps(value))
