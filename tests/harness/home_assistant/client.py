"""Talks to a Home Assistant over its REST and WebSocket APIs, as its own frontend does."""

import asyncio
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress

import aiohttp

WAIT_S = 15


class Refused(Exception):
    """Home Assistant said no; `status` is the HTTP status, or the code of a WebSocket error."""

    def __init__(self, what, status, answer):
        super().__init__(f"{what}: {status} {answer}")
        self.status = status


class Client:
    """One user's view: `token` is an access token, None before there is a user."""

    def __init__(self, url, token=None):
        self.url, self.token = url, token

    def rest(self, method, path, body=None, form=None):
        """Return the answer to one request, parsed if it is JSON."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {path}", error.code, error.read().decode()) from None
        with suppress(ValueError):
            return json.loads(text)
        return text

    def command(self, kind, **fields):
        """Return the result of one WebSocket command."""
        return self.commands([(kind, fields)])[0]

    def commands(self, commands):
        """Return the results of WebSocket commands (type, fields), sent one after the other."""
        return asyncio.run(self._commands(commands))

    async def _commands(self, commands):
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{self.url}/api/websocket") as socket,
        ):
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self.token})
            hello = await socket.receive_json()
            if hello["type"] != "auth_ok":
                raise Refused("auth", hello["type"], hello)
            results = []
            for number, (kind, fields) in enumerate(commands, 1):
                await socket.send_json({"id": number, "type": kind, **fields})
                answer = await socket.receive_json()
                if not answer["success"]:
                    raise Refused(kind, answer["error"]["code"], answer["error"]["message"])
                results.append(answer["result"])
            return results

    def call(self, service, **data):
        """Call a service, e.g. `light.turn_on`."""
        return self.rest("POST", f"/api/services/{service.replace('.', '/')}", data)

    def states(self):
        """Return every entity's state, by id."""
        return {s["entity_id"]: s for s in self.rest("GET", "/api/states")}

    def state(self, entity):
        """Return one entity's state string; None when there is no such entity."""
        try:
            return self.rest("GET", f"/api/states/{entity}")["state"]
        except Refused as refused:
            if refused.status == 404:
                return None
            raise

    def wait_state(self, entity, *wanted, timeout=WAIT_S):
        """Wait until `entity` is in one of the states `wanted`; return how long it took, in seconds."""
        start = time.monotonic()
        wait_for(
            lambda: self.state(entity) in wanted,
            lambda: f"{entity} is {self.state(entity)}, not {' or '.join(wanted)}",
            timeout,
        )
        return time.monotonic() - start


def wait_for(happened, tell, timeout=WAIT_S):
    """Wait until `happened()` is true and return its value; `tell()` is the message if it never is."""
    until = time.monotonic() + timeout
    while not (found := happened()):
        assert time.monotonic() < until, tell()
        time.sleep(0.05)
    return found
