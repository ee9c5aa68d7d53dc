"""The fixed short sentence that answers a command. It says what is being done, never that it was done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, spoken_name
from sarai_mqtt.core.orders import is_order
from sarai_mqtt.core.targets import QUESTIONS
from sarai_mqtt.core.wording import Wording, wording

# What "on" and "off" mean for a domain, as keys of the sentences below; any other domain is switched.
_ON = {"cover": "open", "valve": "open", "lock": "lock", "scene": "scene", "script": "run", "button": "press"}
_TITLED = frozenset({"scene", "script"})  # their names are titles: no article
_OFF = {"cover": "close", "valve": "close", "lock": "unlock"}

_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "confirm": "I haven't touched {the}: that needs a confirmation.",
        "unknown": "On it.",
        "cannot": "Sorry, I don't know how to do that.",
        "question": "I can't read that yet without Home Assistant.",
        "on": "Turning on {the}.",
        "off": "Turning off {the}.",
        "open": "Opening {the}.",
        "close": "Closing {the}.",
        "lock": "Locking {the}.",
        "unlock": "Unlocking {the}.",
        "scene": "Activating {the}.",
        "run": "Running {the}.",
        "press": "Pressing {the}.",
        "brightness": "Setting {the} to {value} percent.",
        "color": "Changing the colour of {the}.",
        "color_temperature": "Changing the colour temperature of {the}.",
        "degrees": "Setting {the} to {value} degrees.",
        "volume": "Setting the volume to {value} percent.",
        "volume_up": "Turning the volume up.",
        "volume_down": "Turning the volume down.",
        "fan_mode": "Changing the fan mode.",
        "vacuum_start": "Starting {the}.",
        "vacuum_base": "Sending {the} back to its base.",
        "vacuum_area": "Cleaning {the_area}.",
        "mower_start": "Starting the mower.",
        "mower_dock": "Sending the mower back to its dock.",
        "timer_start": "Starting a timer for {time}.",
        "timer_cancel": "Cancelling the timer.",
        "timer_cancel_all": "Cancelling all timers.",
        "timer_more": "Adding {time} to the timer.",
        "timer_less": "Taking {time} off the timer.",
        "timer_pause": "Pausing the timer.",
        "timer_resume": "Resuming the timer.",
        "play": "Playing {value}.",
        "pause": "Pausing.",
        "resume": "Resuming.",
        "next": "Skipping to the next one.",
        "previous": "Going back to the previous one.",
        "mute": "Muting.",
        "unmute": "Unmuting.",
        "add": "Adding {value} to the list.",
        "complete": "Ticking off {value}.",
        "remove": "Taking {value} off the list.",
        "nevermind": "All right.",
    },
    "es": {
        "confirm": "No toco {the}: hace falta una confirmación.",
        "unknown": "Voy.",
        "cannot": "Lo siento, no sé hacer eso.",
        "question": "Todavía no puedo leer eso sin Home Assistant.",
        "on": "Enciendo {the}.",
        "off": "Apago {the}.",
        "open": "Abro {the}.",
        "close": "Cierro {the}.",
        "lock": "Cierro con llave {the}.",
        "unlock": "Abro {the}.",
        "scene": "Activo {the}.",
        "run": "Ejecuto {the}.",
        "press": "Pulso {the}.",
        "brightness": "Pongo {the} al {value} por ciento.",
        "color": "Cambio el color {of}.",
        "color_temperature": "Cambio la temperatura de color {of}.",
        "degrees": "Pongo {the} a {value} grados.",
        "volume": "Pongo el volumen al {value} por ciento.",
        "volume_up": "Subo el volumen.",
        "volume_down": "Bajo el volumen.",
        "fan_mode": "Cambio el modo del ventilador.",
        "vacuum_start": "Pongo en marcha {the}.",
        "vacuum_base": "Mando {the} a su base.",
        "vacuum_area": "Limpio {the_area}.",
        "mower_start": "Pongo en marcha el cortacésped.",
        "mower_dock": "Mando el cortacésped a su base.",
        "timer_start": "Pongo un temporizador de {time}.",
        "timer_cancel": "Cancelo el temporizador.",
        "timer_cancel_all": "Cancelo todos los temporizadores.",
        "timer_more": "Añado {time} al temporizador.",
        "timer_less": "Quito {time} al temporizador.",
        "timer_pause": "Pauso el temporizador.",
        "timer_resume": "Reanudo el temporizador.",
        "play": "Pongo {value}.",
        "pause": "Hago una pausa.",
        "resume": "Continúo.",
        "next": "Paso a lo siguiente.",
        "previous": "Vuelvo a lo anterior.",
        "mute": "Quito el sonido.",
        "unmute": "Pongo el sonido.",
        "add": "Añado {value} a la lista.",
        "complete": "Tacho {value}.",
        "remove": "Quito {value} de la lista.",
        "nevermind": "De acuerdo.",
    },
}


@dataclass(frozen=True, slots=True)
class _Context:
    intent: Intent
    home: Home
    words: Wording

    @property
    def domains(self) -> set[str]:
        return {target.partition(".")[0] for target in self.intent.targets}


def _switch(context: _Context) -> str:
    on = context.intent.name == "HassTurnOn"
    domain = next(iter(context.domains)) if len(context.domains) == 1 else ""
    return _ON.get(domain, "on") if on else _OFF.get(domain, "off")


def _light(context: _Context) -> str:
    slots = context.intent.slots
    return next((k for k in ("brightness", "color") if k in slots), "color_temperature")


def _volume(context: _Context) -> str:
    step = context.intent.slots.get("volume_step")
    down = step == "down" or (isinstance(step, int | float) and step < 0)
    return "volume_down" if down else "volume_up"


_KEYS: Mapping[str, str | Callable[[_Context], str]] = {
    "HassTurnOn": _switch,
    "HassTurnOff": _switch,
    "HassLightSet": _light,
    "HassSetPosition": "brightness",
    "HassFanSetSpeed": "brightness",
    "HassClimateSetTemperature": "degrees",
    "HassClimateSetFanMode": "fan_mode",
    "HassSetVolume": "volume",
    "HassSetVolumeRelative": _volume,
    "HassVacuumStart": "vacuum_start",
    "HassVacuumReturnToBase": "vacuum_base",
    "HassVacuumCleanArea": "vacuum_area",
    "HassLawnMowerStartMowing": "mower_start",
    "HassLawnMowerDock": "mower_dock",
    "HassStartTimer": "timer_start",
    "HassCancelTimer": "timer_cancel",
    "HassCancelAllTimers": "timer_cancel_all",
    "HassIncreaseTimer": "timer_more",
    "HassDecreaseTimer": "timer_less",
    "HassPauseTimer": "timer_pause",
    "HassUnpauseTimer": "timer_resume",
    "HassMediaSearchAndPlay": "play",
    "HassMediaPause": "pause",
    "HassMediaUnpause": "resume",
    "HassMediaNext": "next",
    "HassMediaPrevious": "previous",
    "HassMediaPlayerMute": "mute",
    "HassMediaPlayerUnmute": "unmute",
    "HassShoppingListAddItem": "add",
    "HassListAddItem": "add",
    "HassShoppingListCompleteItem": "complete",
    "HassListCompleteItem": "complete",
    "HassListRemoveItem": "remove",
    "HassNevermind": "nevermind",
    **dict.fromkeys(QUESTIONS, "question"),
}
_TIME = frozenset({"HassGetCurrentTime", "HassGetCurrentDate"})
_VALUES = ("brightness", "position", "percentage", "temperature", "volume_level", "search_query", "item")

ANSWERED = frozenset(_KEYS) | _TIME
"""Home Assistant's intents that have a sentence of their own here."""


def refusal_of(text: str, language: str) -> str | None:
    """Give the answer to an order that is no command of this home; None when `text` is none.

    A Thinker would claim to have carried it out.
    """
    return _SENTENCES[wording(language).language]["cannot"] if is_order(text, language) else None


def reply_to(intent: Intent, home: Home, now: datetime) -> str:
    """Give the answer to `intent` in its language (English when it is none of ours).

    `now` is the local time that time and date questions are answered with. An intent of the user's own
    making gets a short acknowledgement.
    """
    words = wording(intent.language)
    if intent.name == "HassGetCurrentTime":
        return words.time_of_day(now.hour, now.minute)
    if intent.name == "HassGetCurrentDate":
        return words.date(now.date())
    context = _Context(intent, home, words)
    if intent.confirm:
        key = "confirm"
    else:
        found = _KEYS.get(intent.name, "unknown")
        key = found if isinstance(found, str) else found(context)
    the = _targets(context)
    value = next((intent.slots[k] for k in _VALUES if k in intent.slots), "")
    area = home.areas.get(str(intent.slots.get("area")))
    return _SENTENCES[words.language][key].format(
        the=the,
        of=words.of(the),
        value=words.number(value),
        the_area=words.the(spoken_name(area.names, words.language)) if area else "",
        time=words.duration({unit: intent.slots.get(unit) for unit in ("hours", "minutes", "seconds")}),
    )


def _targets(context: _Context) -> str:
    """Name what the command is about: one thing by its name, several by kind and room."""
    intent, home, words = context.intent, context.home, context.words
    if len(intent.targets) == 1:
        entity = home.entities[intent.targets[0]]
        name = spoken_name(entity.names, words.language)
        return name if entity.domain in _TITLED else words.the(name)
    area = home.areas.get(str(intent.slots.get("area")))
    room = spoken_name(area.names, words.language) if area else ""
    kinds = context.domains
    kind = str(intent.slots.get("device_class") or (kinds.pop() if len(kinds) == 1 else ""))
    return words.group(kind, room)
