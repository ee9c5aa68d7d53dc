"""The sentences of replies, as data: each command while it is under way, when done, and as a question."""

from collections.abc import Mapping
from typing import Literal, NamedTuple


class Forms(NamedTuple):
    """The three sentences of one command: under way, done, and as a question."""

    doing: str
    done: str
    question: str


Fixed = Literal[
    "confirm",
    "cannot",
    "unreadable",
    "done",
    "unreachable",
    "refused",
    "nothing",
    "not_exposed",
    "declined",
    "cancelled",
    "expired",
    "nothing_to_confirm",
    "yes_or_no",
    "late",
    "undone",
    "may_be_undone",
    "danger",
    "unknown_state",
    "speechless",
    "greeting",
    "good_night",
    "goodbye",
    "thanks",
    "capabilities",
    "who",
    "all_right",
    "nothing_to_repeat",
    "unaccounted",
    "not_here",
    "which_one",
]

_ENGLISH: Mapping[str, tuple[str, str, str]] = {
    "unknown": ("On it", "Done", "do that"),
    "on": ("Turning on {the}", "Turned on {the}", "turn on {the}"),
    "off": ("Turning off {the}", "Turned off {the}", "turn off {the}"),
    "open": ("Opening {the}", "Opened {the}", "open {the}"),
    "close": ("Closing {the}", "Closed {the}", "close {the}"),
    "lock": ("Locking {the}", "Locked {the}", "lock {the}"),
    "unlock": ("Unlocking {the}", "Unlocked {the}", "unlock {the}"),
    "scene": ("Activating {the}", "Activated {the}", "activate {the}"),
    "run": ("Running {the}", "Ran {the}", "run {the}"),
    "press": ("Pressing {the}", "Pressed {the}", "press {the}"),
    "brightness": (
        "Setting {the} to {value} percent",
        "I've set {the} to {value} percent",
        "set {the} to {value} percent",
    ),
    "brighter": ("Turning up {the}", "Turned up {the}", "turn up {the}"),
    "dimmer": ("Turning down {the}", "Turned down {the}", "turn down {the}"),
    "color": ("Changing the colour of {the}", "Changed the colour of {the}", "change the colour of {the}"),
    "color_temperature": (
        "Changing the colour temperature of {the}",
        "Changed the colour temperature of {the}",
        "change the colour temperature of {the}",
    ),
    "degrees": (
        "Setting {the} to {value} degrees",
        "I've set {the} to {value} degrees",
        "set {the} to {value} degrees",
    ),
    "volume": (
        "Setting the volume to {value} percent",
        "I've set the volume to {value} percent",
        "set the volume to {value} percent",
    ),
    "volume_up": ("Turning the volume up", "Turned the volume up", "turn the volume up"),
    "volume_down": ("Turning the volume down", "Turned the volume down", "turn the volume down"),
    "fan_mode": ("Changing the fan mode", "Changed the fan mode", "change the fan mode"),
    "vacuum_start": ("Starting {the}", "Started {the}", "start {the}"),
    "vacuum_base": (
        "Sending {the} back to its base",
        "Sent {the} back to its base",
        "send {the} back to its base",
    ),
    "vacuum_area": ("Cleaning {the_area}", "Started to clean {the_area}", "clean {the_area}"),
    "mower_start": ("Starting the mower", "Started the mower", "start the mower"),
    "mower_dock": (
        "Sending the mower back to its dock",
        "Sent the mower back to its dock",
        "send the mower back to its dock",
    ),
    "later": (
        "I'll do that with {the} in {time}",
        "I'll do that with {the} in {time}",
        "do that with {the} in {time}",
    ),
    "timer_start": (
        "Starting a timer for {time}",
        "Started a timer for {time}",
        "start a timer for {time}",
    ),
    "timer_cancel": ("Cancelling the timer", "Cancelled the timer", "cancel the timer"),
    "timer_cancel_all": ("Cancelling all timers", "Cancelled all timers", "cancel all timers"),
    "timer_more": ("Adding {time} to the timer", "Added {time} to the timer", "add {time} to the timer"),
    "timer_less": (
        "Taking {time} off the timer",
        "Took {time} off the timer",
        "take {time} off the timer",
    ),
    "timer_pause": ("Pausing the timer", "Paused the timer", "pause the timer"),
    "timer_resume": ("Resuming the timer", "Resumed the timer", "resume the timer"),
    "play": ("Playing {value}", "Playing {value} now", "play {value}"),
    "pause": ("Pausing", "Paused", "pause"),
    "resume": ("Resuming", "Resumed", "resume"),
    "next": ("Skipping to the next one", "Skipped to the next one", "skip to the next one"),
    "previous": (
        "Going back to the previous one",
        "Went back to the previous one",
        "go back to the previous one",
    ),
    "mute": ("Muting", "Muted", "mute"),
    "unmute": ("Unmuting", "Unmuted", "unmute"),
    "add": ("Adding {value} to the list", "Added {value} to the list", "add {value} to the list"),
    "complete": ("Ticking off {value}", "Ticked off {value}", "tick off {value}"),
    "remove": ("Taking {value} off the list", "Took {value} off the list", "take {value} off the list"),
    "nevermind": ("All right", "All right", "leave it"),
}
# (under way, done). The Spanish question is the first of them with question marks, with few exceptions.
_SPANISH: Mapping[str, tuple[str, str]] = {
    "unknown": ("Voy", "Hecho"),
    "on": ("Enciendo {the}", "He encendido {the}"),
    "off": ("Apago {the}", "He apagado {the}"),
    "open": ("Abro {the}", "He abierto {the}"),
    "close": ("Cierro {the}", "He cerrado {the}"),
    "lock": ("Cierro con llave {the}", "He cerrado con llave {the}"),
    "unlock": ("Abro {the}", "He abierto {the}"),
    "scene": ("Activo {the}", "He activado {the}"),
    "run": ("Ejecuto {the}", "He ejecutado {the}"),
    "press": ("Pulso {the}", "He pulsado {the}"),
    "brightness": ("Pongo {the} al {value} por ciento", "He puesto {the} al {value} por ciento"),
    "brighter": ("Subo el brillo {of}", "He subido el brillo {of}"),
    "dimmer": ("Bajo el brillo {of}", "He bajado el brillo {of}"),
    "color": ("Cambio el color {of}", "He cambiado el color {of}"),
    "color_temperature": ("Cambio la temperatura de color {of}", "He cambiado la temperatura de color {of}"),
    "degrees": ("Pongo {the} a {value} grados", "He puesto {the} a {value} grados"),
    "volume": ("Pongo el volumen al {value} por ciento", "He puesto el volumen al {value} por ciento"),
    "volume_up": ("Subo el volumen", "He subido el volumen"),
    "volume_down": ("Bajo el volumen", "He bajado el volumen"),
    "fan_mode": ("Cambio el modo del ventilador", "He cambiado el modo del ventilador"),
    "vacuum_start": ("Pongo en marcha {the}", "He puesto en marcha {the}"),
    "vacuum_base": ("Mando {the} a su base", "He mandado {the} a su base"),
    "vacuum_area": ("Limpio {the_area}", "He empezado a limpiar {the_area}"),
    "mower_start": ("Pongo en marcha el cortacésped", "He puesto en marcha el cortacésped"),
    "mower_dock": ("Mando el cortacésped a su base", "He mandado el cortacésped a su base"),
    "later": ("Hago eso con {the} dentro de {time}", "Haré eso con {the} dentro de {time}"),
    "timer_start": ("Pongo un temporizador de {time}", "He puesto un temporizador de {time}"),
    "timer_cancel": ("Cancelo el temporizador", "He cancelado el temporizador"),
    "timer_cancel_all": ("Cancelo todos los temporizadores", "He cancelado todos los temporizadores"),
    "timer_more": ("Añado {time} al temporizador", "He añadido {time} al temporizador"),
    "timer_less": ("Quito {time} al temporizador", "He quitado {time} al temporizador"),
    "timer_pause": ("Pauso el temporizador", "He pausado el temporizador"),
    "timer_resume": ("Reanudo el temporizador", "He reanudado el temporizador"),
    "play": ("Pongo {value}", "He puesto {value}"),
    "pause": ("Hago una pausa", "He hecho una pausa"),
    "resume": ("Continúo", "Ya suena otra vez"),
    "next": ("Paso a lo siguiente", "He pasado a lo siguiente"),
    "previous": ("Vuelvo a lo anterior", "He vuelto a lo anterior"),
    "mute": ("Quito el sonido", "He quitado el sonido"),
    "unmute": ("Pongo el sonido", "He puesto el sonido"),
    "add": ("Añado {value} a la lista", "He añadido {value} a la lista"),
    "complete": ("Tacho {value}", "He tachado {value}"),
    "remove": ("Quito {value} de la lista", "He quitado {value} de la lista"),
    "nevermind": ("De acuerdo", "De acuerdo"),
}
_SPANISH_QUESTIONS: Mapping[str, str] = {"unknown": "¿Lo hago?", "nevermind": "¿Lo dejo?"}

COMMANDS: Mapping[str, Mapping[str, Forms]] = {
    "en": {
        key: Forms(f"{doing}.", f"{done}.", f"Shall I {asked}?")
        for key, (doing, done, asked) in _ENGLISH.items()
    },
    "es": {
        key: Forms(f"{doing}.", f"{done}.", _SPANISH_QUESTIONS.get(key, f"¿{doing}?"))
        for key, (doing, done) in _SPANISH.items()
    },
}
"""By language and kind of command. `{the}` names the things, `{of}` is "of" and the things."""

FIXED: Mapping[str, Mapping[Fixed, str]] = {
    "en": {
        "confirm": "I haven't touched {the}: that needs a confirmation.",
        "cannot": "Sorry, I don't know how to do that.",
        "unreadable": "I can't read that yet without Home Assistant.",
        "done": "Done.",
        "unreachable": "I can't reach Home Assistant.",
        "refused": "Home Assistant won't do that.",
        "nothing": "I can't find anything like that.",
        "not_exposed": "I'm not allowed to touch that.",
        "declined": "All right, I won't.",
        "cancelled": "All right, cancelled.",
        "expired": "I heard no answer, so I left it.",
        "nothing_to_confirm": "There's nothing to confirm.",
        "yes_or_no": "Sorry, shall I?",
        "late": "That took me too long, so I haven't done it. Please say it again.",
        "undone": "I had lost the connection: what you last asked for was not done.",
        "may_be_undone": "I had lost the connection: what you last asked for may not have been done.",
        "danger": (
            "If anyone may be in danger, call {number} now: I can't call for you. "
            "Get away from gas, smoke or fire first. About medicines or poison, trust only a doctor."
        ),
        "unknown_state": "Sorry, I don't know that about the house.",
        "speechless": "Sorry, I have no answer to that.",
        "greeting": "Hello.",
        "good_night": "Good night.",
        "goodbye": "Goodbye.",
        "thanks": "You're welcome.",
        "capabilities": (
            "I carry out orders for the things of this house, say how they are, and keep timers. "
            "I also know the time."
        ),
        "who": "I'm Sarai, the voice assistant of this house.",
        "all_right": "All right.",
        "nothing_to_repeat": "There's nothing to repeat.",
        "unaccounted": "I haven't done anything: I don't know what to do with {words}.",
        "not_here": "I haven't done anything: I know of no such thing in {words}.",
        "which_one": "I haven't done anything: say it again with the room, or with all.",
    },
    "es": {
        "confirm": "No toco {the}: hace falta una confirmación.",
        "cannot": "Lo siento, no sé hacer eso.",
        "unreadable": "Todavía no puedo leer eso sin Home Assistant.",
        "done": "Hecho.",
        "unreachable": "No consigo hablar con Home Assistant.",
        "refused": "Home Assistant no quiere hacer eso.",
        "nothing": "No encuentro nada así.",
        "not_exposed": "No tengo permiso para tocar eso.",
        "declined": "De acuerdo, no lo hago.",
        "cancelled": "De acuerdo, cancelado.",
        "expired": "No he oído respuesta, así que lo dejo.",
        "nothing_to_confirm": "No hay nada que confirmar.",
        "yes_or_no": "Perdona, ¿lo hago?",
        "late": "He tardado demasiado y no lo he hecho. Dilo otra vez, por favor.",
        "undone": "Me había quedado sin conexión: lo último que pediste no se ha hecho.",
        "may_be_undone": "Me había quedado sin conexión: puede que lo último que pediste no se haya hecho.",
        "danger": (
            "Si alguien puede estar en peligro, llama ya al {number}: yo no puedo llamar. "
            "Aléjate antes del gas, del humo o del fuego. Sobre medicinas o venenos, fíate solo de un médico."
        ),
        "unknown_state": "Lo siento, no sé eso de la casa.",
        "speechless": "Lo siento, no tengo respuesta para eso.",
        "greeting": "Hola.",
        "good_night": "Buenas noches.",
        "goodbye": "Adiós.",
        "thanks": "De nada.",
        "capabilities": (
            "Cumplo órdenes con las cosas de esta casa, digo cómo están y llevo temporizadores. "
            "También sé la hora."
        ),
        "who": "Soy Sarai, la asistente de voz de esta casa.",
        "all_right": "De acuerdo.",
        "nothing_to_repeat": "No hay nada que repetir.",
        "unaccounted": "No he hecho nada: no sé qué hacer con {words}.",
        "not_here": "No he hecho nada: que yo sepa, no hay nada así en {words}.",
        "which_one": "No he hecho nada: dilo otra vez con la habitación, o con todas.",
    },
}
"""By language: fixed sentences, the same for every command."""

FAILED: Mapping[str, tuple[str, str]] = {
    "en": ("{the} didn't respond", "{the} didn't respond"),
    "es": ("{the} no responde", "{the} no responden"),
}
"""By language: the clause for one thing, and for several, that did not respond."""

BUT: Mapping[str, str] = {"en": "but", "es": "pero"}

OBSTACLES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        key: (text, text)
        for key, text in {
            "brightness": "{the} can't be dimmed",
            "color": "{the} can't change colour",
            "temperature": "{the} can't change between warm and cold light",
            "percentage": "{the} can't be set to a speed",
            "position": "{the} can't be set to a position",
            "degrees": "{the} can't be set to a temperature",
            "volume": "{the} can't be set to a volume",
            "fan_mode": "{the} can't be set to that fan mode",
            "holds_range": "{the} can only be set to a range, now {low} to {high} degrees",
            "out_of_range": "{the} can only be set to between {low} and {high} degrees",
            "refused": "Home Assistant won't do that with {the}",
        }.items()
    }
    | {"unchanged": ("{the} hasn't changed yet", "{the} haven't changed yet")},
    "es": {
        "brightness": ("{the} no se puede regular", "{the} no se pueden regular"),
        "color": ("{the} no puede cambiar de color", "{the} no pueden cambiar de color"),
        "temperature": (
            "{the} no puede cambiar entre luz cálida y fría",
            "{the} no pueden cambiar entre luz cálida y fría",
        ),
        "percentage": ("{the} no tiene velocidades", "{the} no tienen velocidades"),
        "position": ("{the} no se puede dejar a medias", "{the} no se pueden dejar a medias"),
        "degrees": ("{the} no admite una temperatura", "{the} no admiten una temperatura"),
        "volume": ("{the} no deja ajustar el volumen", "{the} no dejan ajustar el volumen"),
        "fan_mode": ("{the} no tiene ese modo", "{the} no tienen ese modo"),
        "holds_range": (
            "{the} solo admite un intervalo, ahora de {low} a {high} grados",
            "{the} solo admiten un intervalo, ahora de {low} a {high} grados",
        ),
        "out_of_range": (
            "{the} solo admite entre {low} y {high} grados",
            "{the} solo admiten entre {low} y {high} grados",
        ),
        "refused": (
            "Home Assistant no quiere hacer eso con {the}",
            "Home Assistant no quiere hacer eso con {the}",
        ),
        "unchanged": ("{the} todavía no ha cambiado", "{the} todavía no han cambiado"),
    },
}
"""By language: the reason of a failure, for one thing and for several.

Keys are kinds of `Obstacle`; for `cannot` the key is the missing quality.
"""

UNTRIED: Mapping[str, str] = {
    "en": "so I changed nothing",
    "es": "así que no he cambiado nada",
}
"""By language: the clause added when the command was not even tried."""
