"""Asks ours and Home Assistant's own agent: one sentence at a site, and what the person answers to a question."""

import json
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from tests.bench import real_house_later
from tests.bench.real_house_judge import Told
from tests.harness.process import TURN_S, ServiceProcess

TEXT_ONLY = {"voice": "none"}
NO = "no"
# What ends all that stands, in words. Where that does not, the service begins anew without it.
CANCEL = {
    "es": {
        "timer": "cancela todos los temporizadores",
        "alarm": "cancela todos los despertadores",
        "reminder": "cancela todos los recordatorios",
        "order": "cancela todas las órdenes programadas",
    },
    "en": {
        "timer": "cancel all timers",
        "alarm": "cancel all alarms",
        "reminder": "cancel all reminders",
        "order": "cancel all scheduled commands",
    },
}
TIMERS_LOGGED_S = 0.5
NOTHING = {"es": "nada", "en": "nothing"}
QUESTIONS = ("HassGetState", "HassClimateGetTemperature", "HassGetWeather", "HassTimerStatus")
SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


class Ours:
    """The service on its broker, with a token, as a satellite writes to it; replies are text only."""

    name = "ours"

    def __init__(self, satellites, real, state, forget):
        self._satellites, self._real, self._state, self._forget = satellites, real, state, forget

    def leaves_something(self, row):
        """Return True if something may stand after the row: never, since `ask` tidies up."""
        return False

    def prepare(self, row):
        """Say what was said before the row, which follows no other row."""
        self._turn(row.site, NOTHING[row.language], row.language)
        for text in row.first:
            self._turn(row.site, text, row.language)

    def ask(self, row):
        stood = real_house_later.of_ours(self._state)
        turns = [self._turn(row.site, row.text, row.language)]
        answer = row.then or row.yes
        if turns[0].report.asks and answer:
            turns.append(self._turn(row.site, answer, row.language))
        later = real_house_later.of_ours(self._state)
        announced = self._announced(row.site, turns)
        told = replace(
            self._told(row, turns), stood=stood, later=later, sun=self._real.sun(), announced=announced
        )
        self._tidy(row, turns[-1].report.asks)
        return told

    def _turn(self, site, text, language):
        satellite = self._satellites[site]
        satellite.ask(text, language)
        # What is announced there is a turn without a text.
        while not (turn := satellite.wait_for_turn(TURN_S)).report.text:
            pass
        return turn

    def _announced(self, site, turns):
        """Return what each site says for others: every site that an announcement names says it."""
        calls = [i for i in _intents(turns) if i.name == "HassBroadcast"]
        sites = set().union(*(self._sites_of(call.slots) for call in calls)) - {site}
        heard = {}
        for one in sorted(sites):
            turn = self._satellites[one].wait_for_turn(TURN_S)
            heard[one] = turn.report.reply
        return heard

    def _sites_of(self, slots):
        house = self._real.house
        areas = {area["id"]: area for area in house.areas}
        floor = slots.get("floor")
        if "area" in slots:
            return {slots["area"]} & set(self._satellites)
        if floor:
            return {site for site in self._satellites if areas.get(site, {}).get("floor") == floor}
        return set(self._satellites)

    def _told(self, row, turns):
        reports = [turn.report for turn in turns]
        last = reports[-1]
        begun = [i for i in _intents(turns) if i.name == "HassStartTimer" and not i.confirm]
        answers = last.intent in QUESTIONS and not last.failed
        return Told(
            reply=last.reply,
            done=frozenset(id_ for report in reports for id_ in report.done),
            failed=frozenset(id_ for report in reports for id_ in report.failed),
            timers=tuple(filter(None, map(_length, begun))),
            asks=last.asks,
            answers=answers,
            # Talk of ours looks like a refusal: it has no intent either.
            refuses=last.intent is None and last.source == "none" and row.kind != "talk",
            talks=last.source == "thinker" and last.intent is None,
        )

    def _tidy(self, row, asking):
        """Let neither a question nor anything set reach into the next row."""
        if asking:
            self._turn(row.site, NO, row.language)
        standing = real_house_later.of_ours(self._state)
        for kind in {"timer" if one.kept == "timers" else one.kind for one in standing}:
            turn = self._turn(row.site, CANCEL[row.language][kind], row.language)
            if turn.report.asks:
                self._turn(row.site, "sí" if row.language == "es" else "yes", row.language)
        if real_house_later.of_ours(self._state):
            self._forget()


def _intents(turns):
    return [a.event for turn in turns for a in turn.arrivals if isinstance(a.event, Intent)]


class ItsAgent:
    """Home Assistant's own conversation agent, asked as from the device of the site."""

    name = "its agent"

    def __init__(self, client, devices, real):
        self._client, self._devices, self._real = client, devices, real
        self._others = frozenset()

    def leaves_something(self, row):
        """Return True if something may stand after the row."""
        return row.timer is not None or row.later is not None

    def prepare(self, row):
        """Say what was said before the row."""
        # Nothing cancels a delayed command of its: those of earlier rows are left out.
        self._others = frozenset(one.kept for one in self._all_standing())
        for text in row.first:
            self._talk(row, text)

    def ask(self, row):
        stood = self._standing()
        answer = self._talk(row, row.text)
        reply = _speech(answer)
        if (row.then or row.yes) and (answer["continue_conversation"] or reply.endswith("?")):
            answer = self._talk(row, row.then or row.yes, answer["conversation_id"])
        told = self._told(answer)
        until = time.monotonic() + TIMERS_LOGGED_S
        # Its log comes a moment after its reply; only what names no thing may have set a timer.
        while (later := self._standing()) == stood and told.claims and not told.done:
            if time.monotonic() > until:
                break
            time.sleep(0.02)
        sun = self._real.sun()
        return replace(told, stood=stood, later=later, sun=sun, timers=_begun(stood, later))

    def _standing(self):
        return tuple(one for one in self._all_standing() if one.kept not in self._others)

    def _all_standing(self):
        return real_house_later.of_its_log(self._real.instance.log.read_text(errors="replace"))

    def _talk(self, row, text, conversation=None):
        asked = {"text": text, "language": row.language, "device_id": self._devices[row.site]}
        if conversation:
            asked["conversation_id"] = conversation
        return self._client.rest("POST", "/api/conversation/process", asked)

    def _told(self, answer):
        response = answer["response"]
        kind, data = response["response_type"], response["data"]

        def named(key):
            return frozenset(t["id"] for t in data.get(key, ()) if t["type"] == "entity" and t["id"])

        acted = kind == "action_done"
        return Told(
            reply=_speech(answer),
            done=named("success") if acted else frozenset(),
            failed=named("failed"),
            asks=answer["continue_conversation"],
            claims=acted,
            answers=kind == "query_answer",
            refuses=kind == "error",
            understood=False if data.get("code") == "no_intent_match" else None,
        )


def _length(timer: Intent) -> int:
    """Return the length of a timer in seconds; 0 if none was said, so that it is asked for."""
    return sum(seconds * (timer.slots.get(unit) or 0) for unit, seconds in SECONDS.items())


def _begun(stood, later):
    return tuple(round(one.left_s + 0.5) for one in later[len(stood) :])


def _speech(answer):
    return answer["response"]["speech"].get("plain", {}).get("speech", "")


@contextmanager
def both(real, folder, keep, *, thinker=True):
    """Yield ours and its agent, when both know the house and the rooms of the sites."""
    sites = real.house.sites
    with _service(real, folder, keep, "service-first", thinker=thinker) as service, ExitStack() as stack:
        # A site is a device from the first time that it says something.
        for site in sites:
            satellite = stack.enter_context(service.satellite(site))
            satellite.ask("¿qué hora es?", "es")
            satellite.wait_for_turn(TURN_S)
        devices = real.place(sites)
    with ExitStack() as stack:
        service = Service(real, folder, keep, thinker)
        stack.callback(service.stop)
        satellites = {site: stack.enter_context(service.process.satellite(site)) for site in sites}
        ours = Ours(satellites, real, folder / "state", service.forget)
        yield ours, ItsAgent(real.user, devices, real)


class Service:
    """Our service as it knows the house; it can begin anew without what was set for later."""

    def __init__(self, real, folder, keep, thinker):
        self._given = real, folder, keep, thinker
        self._runs = 0
        self._start()

    def _start(self):
        real, folder, keep, thinker = self._given
        self._runs += 1
        name = "service" if self._runs == 1 else f"service-{self._runs}"
        self._running = _service(real, folder, keep, name, thinker=thinker)
        self.process = self._running.__enter__()
        # Its line in the log comes when all of the house has been learnt.
        self.process.wait_said(f" areas, {sum(thing.exposed for thing in real.house.things)} things")

    def stop(self):
        self._running.__exit__(None, None, None)

    def forget(self):
        """Stop, forget timers and alarms, and start."""
        self.stop()
        for name in ("timers", "alarms"):
            (self._given[1] / "state" / f"{name}.json").unlink(missing_ok=True)
        self._start()


@contextmanager
def _service(real, folder, keep, name, *, thinker):
    # Both keep their state: the first is where the sites were met.
    (home := folder / "home.yaml").write_text("{}")
    (logs := folder / name).mkdir()
    variables = {
        "SARAI_HA_URL": real.instance.url,
        "SARAI_HA_TOKEN": real.user.token,
        "SARAI_HOME_FILE": str(home),
        "SARAI_HOME_TIME_ZONE": real_house_later.ZONE.key,
        "SARAI_STATE_DIR": str(folder / "state"),
        "SARAI_LANGUAGE_OPTIONS": json.dumps(dict.fromkeys(("es", "en"), TEXT_ONLY)),
    }
    if not thinker:
        variables["SARAI_THINKER_NAME"] = "none"
    service = ServiceProcess(real.broker, logs, **variables)
    try:
        yield service.wait_online()
    finally:
        service.stop()
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name}.log").write_bytes(service.log.read_bytes())
