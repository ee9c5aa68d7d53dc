"""Asks ours and Home Assistant's own agent: one sentence at a site, and what the person answers to a question."""

import json
from contextlib import ExitStack, contextmanager

from sarai_mqtt.core.events import Intent
from tests.bench.real_house_judge import Told
from tests.harness.process import TURN_S, ServiceProcess

TEXT_ONLY = {"voice": "none"}
CANCEL = {"es": ("cancela todos los temporizadores", "no"), "en": ("cancel all timers", "no")}
QUESTIONS = ("HassGetState", "HassClimateGetTemperature", "HassGetWeather", "HassTimerStatus")
SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


class Ours:
    """The service on its broker, with a token, as a satellite writes to it; replies are text only."""

    name = "ours"

    def __init__(self, satellites):
        self._satellites = satellites

    def ask(self, row):
        turns = [self._turn(row.site, row.text, row.language)]
        answer = row.then or row.yes
        if turns[0].report.asks and answer:
            turns.append(self._turn(row.site, answer, row.language))
        told = self._told(turns)
        self._tidy(row, told, turns[-1].report.asks)
        return told

    def _turn(self, site, text, language):
        satellite = self._satellites[site]
        satellite.ask(text, language)
        return satellite.wait_for_turn(TURN_S)

    def _told(self, turns):
        reports = [turn.report for turn in turns]
        last = reports[-1]
        intents = [a.event for turn in turns for a in turn.arrivals if isinstance(a.event, Intent)]
        begun = [i for i in intents if i.name == "HassStartTimer" and not i.confirm]
        answers = last.intent in QUESTIONS and not last.failed
        return Told(
            reply=last.reply,
            done=frozenset(id_ for report in reports for id_ in report.done),
            failed=frozenset(id_ for report in reports for id_ in report.failed),
            timers=tuple(sum(s * (i.slots.get(unit) or 0) for unit, s in SECONDS.items()) for i in begun),
            asks=last.asks,
            answers=answers,
            refuses=last.intent is None and last.source == "none",
            talks=last.source == "thinker" and last.intent is None,
        )

    def _tidy(self, row, told, asking):
        """Let neither a question nor a timer reach into the next row."""
        cancel, no = CANCEL[row.language]
        if asking:
            self._turn(row.site, no, row.language)
        if told.timers:
            report = self._turn(row.site, cancel, row.language).report
            assert report.intent == "HassCancelAllTimers", report


class ItsAgent:
    """Home Assistant's own conversation agent, asked as from the device of the site."""

    name = "its agent"

    def __init__(self, client, devices):
        self._client, self._devices = client, devices

    def ask(self, row):
        answer = self._talk(row, row.text)
        reply = _speech(answer)
        if (row.then or row.yes) and (answer["continue_conversation"] or reply.endswith("?")):
            answer = self._talk(row, row.then or row.yes, answer["conversation_id"])
        return self._told(answer)

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
    with _service(real, folder, keep, "service", thinker=thinker) as service, ExitStack() as stack:
        satellites = {site: stack.enter_context(service.satellite(site)) for site in sites}
        # Its line in the log comes when all of the house has been learnt.
        service.wait_said(f" areas, {sum(thing.exposed for thing in real.house.things)} things")
        yield Ours(satellites), ItsAgent(real.user, devices)


@contextmanager
def _service(real, folder, keep, name, *, thinker):
    # Both keep their state: the first is where the sites were met.
    (home := folder / "home.yaml").write_text("{}")
    (logs := folder / name).mkdir()
    variables = {
        "SARAI_HA_URL": real.instance.url,
        "SARAI_HA_TOKEN": real.user.token,
        "SARAI_HOME_FILE": str(home),
        "SARAI_STATE_DIR": str(folder / "state"),
        "SARAI_LANGUAGE_OPTIONS": json.dumps(dict.fromkeys(("es", "en"), TEXT_ONLY)),
        # Rows stand each for itself: none follows the one before.
        "SARAI_TURNS_FOLLOW_UP_S": "0",
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
