"""A small Home Assistant on loopback: the parts of its interfaces that we use, with the answers real ones gave.

`old` answers as 2026.2 does, else as 2026.11 does.
"""

import asyncio
from contextlib import asynccontextmanager

from aiohttp import WSMsgType, web

TOKEN = "a-long-lived-token"


def thing(entity, name, *, area=None, device=None, aliases=(None,), exposed=True, **attributes):
    """One entity as its registry entry and its state."""
    original_class = attributes.get("device_class")
    entry = {
        "entity_id": entity,
        "area_id": area,
        "device_id": device,
        "name": name,
        "original_name": None,
        "entity_category": None,
        "hidden_by": None,
        "options": {} if exposed is None else {"conversation": {"should_expose": exposed}},
        "aliases": list(aliases),
        "device_class": None,
        "original_device_class": original_class,
    }
    state = {"entity_id": entity, "state": "off", "attributes": {"friendly_name": name, **attributes}}
    return entry, state


# What a thing is after "on" and "off".
SWITCHED = {
    **dict.fromkeys(("light", "switch", "fan", "climate", "media_player", "input_boolean"), ("on", "off")),
    "lock": ("locked", "unlocked"),
    "cover": ("opening", "closing"),
}


LIGHT_DATA = {"brightness_pct", "color_name", "color_temp_kelvin"}
# The intents of services.
SERVICES = {
    **dict.fromkeys(("turn_on", "lock", "open_cover"), "HassTurnOn"),
    **dict.fromkeys(("turn_off", "unlock", "close_cover"), "HassTurnOff"),
}


def changes(state, name, data):
    """Return the state and attributes of a thing of `state` after an intent with slots or service data."""
    domain, attributes = state["entity_id"].partition(".")[0], state["attributes"]
    features = attributes.get("supported_features", 0)
    if domain == "fan" and "preset_mode" in data and features & 8:
        turned = "on" if name == "HassTurnOn" else state["state"]
        return turned, {"preset_mode": data["preset_mode"]}
    if domain == "fan" and "percentage" in data and features & 1:
        return "on", {"percentage": data["percentage"]}
    if name in ("HassTurnOn", "HassTurnOff") and domain in SWITCHED and not LIGHT_DATA & data.keys():
        return SWITCHED[domain][name == "HassTurnOff"], {}
    if domain == "light" and (modes := attributes.get("supported_color_modes")):
        brightness = data.get("brightness", data.get("brightness_pct"))
        new = {"color_mode": modes[0]}
        if brightness is not None and modes != ["onoff"]:
            new["brightness"] = round(brightness * 2.55)
        if "red" in (data.get("color"), data.get("color_name")) and "hs" in modes:
            new |= {"color_mode": "hs", "hs_color": [0.0, 100.0]}
        return "on", new
    if domain == "cover" and "position" in data and features & 4:
        return "opening", {}
    if domain == "climate" and "target_temp_low" in data:
        return state["state"], {end: float(data[end]) for end in ("target_temp_low", "target_temp_high")}
    if domain == "climate" and "temperature" in data and attributes.get("target_temp_low") is None:
        return state["state"], {"temperature": float(data["temperature"])}
    if domain == "media_player" and "volume_level" in data and features & 4:
        level = data["volume_level"]
        return state["state"], {"volume_level": level / 100 if level > 1 else level}
    return None


class HassServer:
    def __init__(self, *, old=False):
        self.old = old
        # Things that say done and do nothing.
        self.idle = set()
        # Things whose services fail, and services that are not there; an old one has all others.
        self.broken, self.absent = set(), set()
        # A new one has the services of all things too.
        self.every_service = False
        self.token = TOKEN
        self.running = True
        self.language, self.temperature_unit = "en", "°C"
        self.areas = [
            {"area_id": "kitchen", "name": "Kitchen", "aliases": ["Cocina"], "floor_id": "ground"},
            {"area_id": "hall", "name": "Hall", "aliases": [], "floor_id": None},
        ]
        self.floors = [{"floor_id": "ground", "name": "Ground floor", "aliases": ["Planta baja"]}]
        self.devices = [
            {
                "id": "dev-sat",
                "area_id": "kitchen",
                "identifiers": [["mqtt", "sarai:kitchen"]],
                "name": "Sarai kitchen",
                "name_by_user": None,
            },
            {"id": "dev-lamp", "area_id": "hall", "identifiers": [], "name": "Lamp", "name_by_user": None},
        ]
        self.entries, self.states = {}, {}
        self.time_zone = "Europe/Madrid"
        dims = {"supported_color_modes": ["brightness"], "color_mode": None, "brightness": None}
        self.add(
            *thing(
                "light.kitchen", "Kitchen light", area="kitchen", aliases=(None, "Luz de la cocina"), **dims
            )
        )
        self.add(*thing("light.hall", "Hall lamp", device="dev-lamp"))
        self.add(*thing("lock.front", "Front door", area="hall"))
        self.add(*thing("switch.secret", "Secret", exposed=False))
        self.add(*thing("switch.sarai_kitchen_mute", "Mute", device="dev-sat"))
        self.answers, self.services, self.agent = {}, {}, {}
        # Items of the lists that can be read, as todo.get_items shows them; None: a list changes nothing.
        self.lists = {}
        self.hang = False
        self.asked, self.talked, self.called, self.greeted = [], [], [], []
        self._sockets = {}

    def add(self, entry, state):
        self.entries[entry["entity_id"]] = entry
        self.states[state["entity_id"]] = state

    @property
    def exposed(self):
        def says(entity):
            options = self.entries[entity]["options"] if entity in self.entries else {}
            return options.get("conversation", {}).get("should_expose", True)

        return [e for e in self.states if says(e)]

    @asynccontextmanager
    async def up(self, port=0):
        app = web.Application()
        app.router.add_get("/api/websocket", self._websocket)
        app.router.add_post("/api/intent/handle", self._intent)
        app.router.add_post("/api/conversation/process", self._talk)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        try:
            yield self
        finally:
            await self.drop()
            await runner.cleanup()

    async def drop(self):
        for socket in list(self._sockets):
            await socket.close()

    async def set_state(self, entity, state, **attributes):
        old = self.states[entity]
        self.states[entity] = {
            **old,
            "state": state,
            "attributes": {**old["attributes"], **attributes},
        }
        for socket, subscriptions in list(self._sockets.items()):
            for number, kind in subscriptions.items():
                if isinstance(kind, set) and entity in kind:
                    change = {"c": {entity: {"+": {"s": state, "a": attributes, "lc": 1.0}}}}
                    await socket.send_json({"id": number, "type": "event", "event": change})

    async def obey(self, target, name, data):
        """Let a thing come to what it is asked for; the event goes out before the answer, as in real ones."""
        if (
            target in self.states
            and target not in self.idle
            and (new := changes(self.states[target], name, data))
        ):
            await self.set_state(target, new[0], **new[1])

    async def babble(self, text):
        for socket in list(self._sockets):
            await socket.send_str(text)

    async def fire(self, kind):
        for socket, subscriptions in list(self._sockets.items()):
            for number, wanted in subscriptions.items():
                if wanted == kind:
                    event = {"event_type": kind, "data": {}}
                    await socket.send_json({"id": number, "type": "event", "event": event})

    async def _websocket(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.greeted.append(request)
        await socket.send_json(
            {"type": "auth_required", "ha_version": "2026.2.3" if self.old else "2026.11.0"}
        )
        hello = await socket.receive_json()
        if hello["access_token"] != self.token:
            await socket.send_json({"type": "auth_invalid", "message": "Invalid access token or password"})
            await socket.close()
            return socket
        await socket.send_json({"type": "auth_ok", "ha_version": "2026.11.0"})
        subscriptions = self._sockets[socket] = {}
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await self._command(socket, subscriptions, message.json())
        finally:
            del self._sockets[socket]
        return socket

    async def _command(self, socket, subscriptions, command):
        number, after = command["id"], None
        reply = {"id": number, "type": "result", "success": True, "result": None}
        match command["type"]:
            case "get_config":
                reply["result"] = {
                    "state": "RUNNING" if self.running else "STARTING",
                    "language": self.language,
                    "time_zone": self.time_zone,
                    "unit_system": {"temperature": self.temperature_unit, "length": "km"},
                }
            case "config/entity_registry/list":
                hidden = ("aliases", "device_class", "original_device_class")
                reply["result"] = [
                    {k: v for k, v in e.items() if k not in hidden} for e in self.entries.values()
                ]
            case "config/entity_registry/get_entries":
                reply["result"] = {e: self.entries.get(e) for e in command["entity_ids"]}
            case "get_states":
                reply["result"] = list(self.states.values())
            case "config/device_registry/list":
                reply["result"] = self.devices
            case "config/area_registry/list":
                reply["result"] = self.areas
            case "config/floor_registry/list":
                reply["result"] = self.floors
            case "subscribe_events":
                subscriptions[number] = command["event_type"]
            case "subscribe_entities":
                subscriptions[number] = set(command["entity_ids"])
                found = {
                    e: {"s": s["state"], "a": s["attributes"], "c": "x", "lc": 1.0}
                    for e, s in self.states.items()
                    if e in command["entity_ids"]
                }
                after = {"id": number, "type": "event", "event": {"a": found}}
            case "unsubscribe_events":
                del subscriptions[command["subscription"]]
            case "call_service":
                name = f"{command['domain']}.{command['service']}"
                self.called.append((name, command.get("service_data")))
                target = (command.get("service_data") or {}).get("entity_id")
                if self.hang:
                    await asyncio.sleep(30)
                works = target not in self.broken and name not in self.absent
                if command["domain"] == "todo" and target in self.lists and works:
                    reply["result"] = await self._todo(command["service"], command["service_data"])
                elif target in self.broken:
                    error = {"code": "home_assistant_error", "message": "Failed to reach the thing"}
                    reply = {"id": number, "type": "result", "success": False, "error": error}
                elif name in self.services:
                    reply["result"] = self.services[name]
                elif (self.old or self.every_service) and name not in self.absent and target in self.states:
                    await self.obey(target, SERVICES.get(command["service"], ""), command["service_data"])
                    reply["result"] = {"context": {}}
                else:
                    error = {"code": "not_found", "message": f"Service {name} not found."}
                    reply = {"id": number, "type": "result", "success": False, "error": error}
            case _:
                error = {"code": "unknown_command", "message": "Unknown command."}
                reply = {"id": number, "type": "result", "success": False, "error": error}
        await socket.send_json(reply)
        if after:
            await socket.send_json(after)

    async def _todo(self, service, data):
        """Do a service of a list; one in `idle` says done and does nothing."""
        todo = data["entity_id"]
        items = self.lists[todo]
        if service == "get_items":
            return {"context": {}, "response": {todo: {"items": [dict(item) for item in items]}}}
        if todo in self.idle:
            return {"context": {}}
        if service == "add_item":
            items.append({"summary": data["item"], "uid": f"u{len(items)}", "status": "needs_action"})
        found = [i for i in items if data["item"] in (i["uid"], i["summary"])]
        if service == "update_item":
            found[0]["status"] = data["status"]
        if service == "remove_item":
            items.remove(found[0])
        await self.set_state(todo, str(sum(i["status"] == "needs_action" for i in items)))
        return {"context": {}}

    async def _intent(self, request):
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(status=401, text="401: Unauthorized")
        body = await request.json()
        if self.old and body.keys() - {"name", "data"}:
            message = "Message format incorrect: extra keys not allowed @ data['assistant']"
            return web.json_response({"message": message}, status=400)
        if body["name"] == "HassGetState" and not body["data"]:
            success = [{"name": e, "type": "entity", "id": e} for e in self.exposed]
            return web.json_response(self._answer("query_answer", success))
        self.asked.append(body)
        if self.hang:
            await asyncio.sleep(30)
        name, target = body["name"], body["data"].get("name")
        answer = self.answers.get((name, target), self.answers.get(name))
        if answer == 500:
            return web.Response(status=500, text="500 Internal Server Error")
        if isinstance(answer, str):
            return web.json_response(self._error(answer))
        if isinstance(answer, bytes):
            return web.Response(body=answer, content_type="application/json")
        success = [{"name": target, "type": "entity", "id": target}] if target else []
        if answer is None and target in self.lists:
            await self._todo("add_item", {"entity_id": target, **body["data"]})
        elif answer is None:
            await self.obey(target, name, body["data"])
        return web.json_response(answer or self._answer("action_done", success))

    async def _talk(self, request):
        body = await request.json()
        if self.old and "device_id" in body:
            message = "Message format incorrect: extra keys not allowed @ data['device_id']"
            return web.json_response({"message": message}, status=400)
        self.talked.append(body)
        answer = self.agent.get(
            body["text"], self._error("Sorry, I couldn't understand that", "no_intent_match")
        )
        goes_on = answer.pop("goes_on", False)
        return web.json_response(
            {"response": answer, "conversation_id": "01TALK", "continue_conversation": goes_on}
        )

    @staticmethod
    def _answer(kind, success, failed=(), speech=""):
        said = {"plain": {"speech": speech, "extra_data": None}} if speech else {}
        data = {"success": list(success), "failed": list(failed)}
        return {"speech": said, "card": {}, "language": "en", "response_type": kind, "data": data}

    def _error(self, text, code="failed_to_handle"):
        # 2026.2 has no error of its own for intents over REST.
        if self.old and code == "failed_to_handle":
            return self._answer("action_done", [], speech=text)
        said = {"plain": {"speech": text, "extra_data": None}}
        return {
            "speech": said,
            "card": {},
            "language": "en",
            "response_type": "error",
            "data": {"code": code},
        }
