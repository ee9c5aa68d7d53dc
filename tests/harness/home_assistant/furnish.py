"""Sets a new Home Assistant up as its user would: an owner, the broker, floors, areas, names, exposure."""

import yaml

from tests.harness.home_assistant.client import Client, Refused, wait_for
from tests.harness.home_assistant.instance import HERE, START_S

HOME = HERE.parents[2] / "config" / "home.yaml"
OWNER = ("admin", "admin-password")
# What the service logs in as: no administrator.
USER = ("sarai", "sarai-password")


def move_in(url, broker_port):
    """Set all up; return the owner's client, the owner's browser tokens, and the client of the plain user."""
    owner = Client(url)
    signed_up = owner.rest(
        "POST",
        "/api/onboarding/users",
        {
            "name": "Admin",
            "username": OWNER[0],
            "password": OWNER[1],
            "client_id": f"{url}/",
            "language": "en",
        },
    )
    tokens = exchange(owner, signed_up["auth_code"])
    owner.token = tokens["access_token"]
    wait_running(owner)
    keep_http(owner)
    owner.token = owner.command("auth/long_lived_access_token", client_name="tests", lifespan=1)
    add_mqtt(owner, broker_port)
    add_lists(owner)
    furnish(owner)
    return owner, tokens, add_user(owner)


def exchange(client, code):
    """Return the tokens for an authorisation code."""
    form = {"grant_type": "authorization_code", "code": code, "client_id": f"{client.url}/"}
    return client.rest("POST", "/auth/token", form=form)


def log_in(client, username, password):
    """Return the tokens of a user, as the login page gets them."""
    place = {"client_id": f"{client.url}/", "redirect_uri": f"{client.url}/"}
    flow = client.rest("POST", "/auth/login_flow", {**place, "handler": ["homeassistant", None]})
    said = {"username": username, "password": password, "client_id": f"{client.url}/"}
    return exchange(client, client.rest("POST", f"/auth/login_flow/{flow['flow_id']}", said)["result"])


def wait_running(client):
    """Wait until everything that starts has started."""
    wait_for(
        lambda: client.command("get_config")["state"] == "RUNNING", lambda: "Home Assistant starts", START_S
    )


def keep_http(owner):
    """Keep the port of configuration.yaml: newer editions would go back to 8123 after five minutes."""
    try:
        if owner.command("http/config").get("pending"):
            owner.command("http/config/promote")
    except Refused as refused:
        if refused.status != "unknown_command":
            raise


def run_flow(owner, handler, answers):
    """Add an integration by its form; `answers(fields)` fills in the form's fields."""
    flows = "/api/config/config_entries/flow"
    flow = owner.rest("POST", flows, {"handler": handler, "show_advanced_options": False})
    if flow["type"] == "menu":
        flow = owner.rest("POST", f"{flows}/{flow['flow_id']}", {"next_step_id": "broker"})
    if flow["type"] == "form":
        fields = {field["name"] for field in flow["data_schema"]}
        flow = owner.rest("POST", f"{flows}/{flow['flow_id']}", answers(fields))
    assert flow["type"] == "create_entry", flow


def add_mqtt(owner, port):
    """Add the MQTT integration, and attach what waited for it."""

    def answers(fields):
        extra = {"other_settings": {"set_client_cert": False, "set_ca_cert": "off"}}
        return {"broker": "127.0.0.1", "port": port} | (extra if "other_settings" in fields else {})

    run_flow(owner, "mqtt", answers)
    # Automations with MQTT triggers could not attach before there was a broker; a reload skips unchanged ones.
    automations = [e for e in owner.states() if e.startswith("automation.")]
    for service in ("automation.turn_off", "automation.turn_on"):
        if automations:
            owner.call(service, entity_id=automations)


def add_lists(owner):
    """Add a to-do list and the shopping list."""
    run_flow(owner, "local_todo", lambda _fields: {"todo_list_name": "Tasks"})
    run_flow(owner, "shopping_list", lambda _fields: {})


def furnish(owner):
    """Put on the things of config/ the floors, areas, names and exposure of home.yaml and extra.yaml.

    English names come first: they are the names, all others are aliases.
    """
    home, extra = (yaml.safe_load(path.read_text()) for path in (HOME, HERE / "extra.yaml"))
    floor_of = {area: floor["id"] for floor in extra["floors"] for area in floor["areas"]}
    # A new Home Assistant has a few areas already.
    given = owner.command("config/area_registry/list")
    owner.commands([("config/area_registry/delete", {"area_id": area["area_id"]}) for area in given])
    owner.commands([("config/floor_registry/create", named(floor)) for floor in extra["floors"]])
    owner.commands(
        [
            ("config/area_registry/create", named(area) | on_floor(floor_of.get(area["id"])))
            for area in home["areas"] + extra["areas"]
        ]
    )
    known = {entry["entity_id"] for entry in owner.command("config/entity_registry/list")}
    things = home["entities"] + extra["entities"]
    missing = {thing["id"] for thing in things} - known
    assert not missing, f"config/ lacks {missing}"
    owner.commands(
        [
            (
                "config/entity_registry/update",
                named(thing) | {"entity_id": thing["id"], "area_id": thing.get("area")},
            )
            for thing in things
        ]
    )
    exposed = {thing["id"] for thing in things if thing.get("exposed", True)}
    expose(owner, sorted(exposed), should_expose=True)
    expose(owner, sorted(known - exposed), should_expose=False)
    # What the things are made of is nobody's to ask for.
    parts = sorted(e for e in known if e.startswith(("input_boolean.", "input_number.", "input_select.")))
    hidden = [("config/entity_registry/update", {"entity_id": e, "hidden_by": "user"}) for e in parts]
    owner.commands(hidden)


def named(thing):
    """Return a registry's name and aliases of a floor, an area or an entity."""
    name, *aliases = [*thing["names"]["en"], *thing["names"]["es"]]
    return {"name": name, "aliases": aliases}


def on_floor(floor):
    return {"floor_id": floor} if floor else {}


def expose(owner, entities, *, should_expose):
    """Let Assist have `entities`, or not."""
    owner.command(
        "homeassistant/expose_entity",
        assistants=["conversation"],
        entity_ids=entities,
        should_expose=should_expose,
    )


def add_user(owner):
    """Add a user who is no administrator; return that user's client, with a long-lived token."""
    made = owner.command("config/auth/create", name="Sarai", group_ids=["system-users"])["user"]
    username, password = USER
    owner.command(
        "config/auth_provider/homeassistant/create", user_id=made["id"], username=username, password=password
    )
    user = Client(owner.url)
    user.token = log_in(user, username, password)["access_token"]
    user.token = user.command("auth/long_lived_access_token", client_name="sarai-mqtt", lifespan=1)
    return user
