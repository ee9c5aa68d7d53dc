"""The states of a Home Assistant as they change, kept by a thread that listens to its events."""

import asyncio
import threading
import time

import aiohttp

WAIT_S = 30


class LiveStates:
    """States by entity id, from the moment it is opened; `touched` are those that changed since it was cleared."""

    def __init__(self, client):
        self._client = client
        self._changed = threading.Condition()
        self._states, self._failure, self._ready = {}, None, False
        self.touched = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="live-states", daemon=True)

    def __enter__(self):
        self._thread.start()
        self.wait(lambda _: self._ready, "its states")
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(WAIT_S)

    def __getitem__(self, entity):
        with self._changed:
            return self._states[entity]

    def wait(self, wanted, what, timeout=WAIT_S):
        """Block until `wanted(states)` is true."""
        until = time.monotonic() + timeout
        with self._changed:
            while not wanted(self._states):
                if self._failure:
                    raise RuntimeError(f"Home Assistant's events ended: {self._failure!r}")
                if not self._changed.wait(until - time.monotonic()) and time.monotonic() >= until:
                    raise TimeoutError(f"Home Assistant did not come to {what} in {timeout} s")

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._listen())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        except Exception as failure:  # noqa: BLE001 - told to who waits
            with self._changed:
                self._failure = failure
                self._changed.notify_all()
        self._loop.close()

    async def _listen(self):
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{self._client.url}/api/websocket", max_msg_size=0) as socket,
        ):
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self._client.token})
            await socket.receive_json()
            await socket.send_json({"id": 1, "type": "subscribe_events", "event_type": "state_changed"})
            await socket.receive_json()
            await socket.send_json({"id": 2, "type": "get_states"})
            while True:
                self._take(await socket.receive_json())

    def _take(self, message):
        with self._changed:
            if message["type"] == "event":
                data = message["event"]["data"]
                self.touched.add(data["entity_id"])
                if data["new_state"] is None:
                    self._states.pop(data["entity_id"], None)
                else:
                    self._states[data["entity_id"]] = data["new_state"]
            elif message["id"] == 2:
                self._states = {s["entity_id"]: s for s in message["result"]} | self._states
                self._ready = True
            self._changed.notify_all()
