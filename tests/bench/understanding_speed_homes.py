"""Made-up homes of any size, sentences about them, and bad input, for understanding_speed.py."""

from random import Random

from sarai_mqtt.core.home import Area, Entity, Home

ADJECTIVES = {"es": ("roja", "azul", "verde", "gris", "blanca", "negra", "vieja", "nueva", "alta", "baja"),
              "en": ("red", "blue", "green", "gray", "white", "black", "old", "new", "tall", "low")}  # fmt: skip
CLASSES = {"light": ("lámpara", "lamp"), "switch": ("cafetera", "heater"), "cover": ("persiana", "blind"),
           "fan": ("turbina", "fan"), "media_player": ("radio", "radio")}  # fmt: skip
ROOMS = {"es": ("cocina", "sala", "oficina", "biblioteca", "bodega", "galería", "terraza", "buhardilla"),
         "en": ("kitchen", "lounge", "office", "library", "cellar", "gallery", "terrace", "attic")}  # fmt: skip
SYLLABLES = ("ba", "co", "du", "fe", "gi", "lo", "mu", "ne", "pa", "ri", "so", "ta", "vi", "zu")
PATTERNS = {
    "simple": {"es": "enciende {a}", "en": "turn on {a}"},
    "several": {"es": "apaga {a} y enciende {b}", "en": "turn off {a} and turn on {b}"},
    "exception": {
        "es": "apaga todas las luces menos las de {r}",
        "en": "turn off all the lights except in {r}",
    },
    "talk": {"es": "ayer estuve leyendo sobre {w} y me gustó", "en": "i was reading about {w} yesterday"},
}
ORDERS = {
    "order, the name of 2,500": ("es", "enciende la lámpara"),
    "order, a name like it": ("en", "turn on the lamb in the kitchen"),
    "all but a room": ("en", "turn off all the lights except in the kitchen"),
    "talk": ("en", "i was reading about ships yesterday"),
}
TALKED = {
    "es": ("los romanos", "un barco", "la luna", "el pan"),
    "en": ("rome", "ships", "the moon", "bread"),
}


def made_home(things: int) -> dict[str, list[dict[str, object]]]:
    """Return the home file of `things` things of distinct names, ten a room, Spanish and English."""
    areas, entities = [], []
    for number in range((things + 9) // 10):
        kind, odd = number % len(ROOMS["es"]), word(number)
        names = {code: [f"{ROOMS[code][kind]} {odd}"] for code in ROOMS}
        areas.append({"id": f"room_{number}", "names": names})
    for number in range(things):
        domain = list(CLASSES)[number % len(CLASSES)]
        es, en = CLASSES[domain]
        odd, shade = word(1000 + number), number % 10
        names = {
            "es": [f"{es} {ADJECTIVES['es'][shade]} {odd}"],
            "en": [f"{ADJECTIVES['en'][shade]} {odd} {en}"],
        }
        thing: dict[str, object] = {
            "id": f"{domain}.t{number}",
            "area": f"room_{number // 10}",
            "names": names,
        }
        entities.append(thing | ({"device_class": "blind"} if domain == "cover" else {}))
    return {"areas": areas, "entities": entities}


def equal_home(things: int) -> Home:
    """Return a home of lights that are all called alike, every other one having an empty name.

    A home file cannot have empty names, a registry can.
    """
    alike = {"es": ("Lámpara",), "en": ("Lamp",)}
    empty = {"es": ("",), "en": ("",)}
    areas = {"a": Area("a", {"es": ("Cocina",), "en": ("Kitchen",)})}
    lights = (Entity(f"light.t{n}", empty if n % 2 else alike, area="a") for n in range(things))
    return Home(areas=areas, entities={e.id: e for e in lights})


def word(number: int) -> str:
    """Return a made-up word, another one for each number."""
    said = ""
    for _ in range(3):
        number, digit = divmod(number, len(SYLLABLES))
        said += SYLLABLES[digit]
    return said


def sentences(home: dict[str, list[dict[str, object]]], count: int) -> list[tuple[str, str, str]]:
    """Return (kind, language, text) of `count` sentences."""
    random = Random(count)
    said = []
    for number in range(count):
        kind, language = list(PATTERNS)[number // 2 % len(PATTERNS)], ("es", "en")[number % 2]
        one, other = (name_of(random.choice(home["entities"]), language) for _ in range(2))
        room = name_of(random.choice(home["areas"]), language)
        text = PATTERNS[kind][language].format(a=one, b=other, r=room, w=random.choice(TALKED[language]))
        said.append((kind, language, text))
    return said


def name_of(thing: dict[str, object], language: str) -> str:
    names = thing["names"]
    assert isinstance(names, dict)
    return ("la " if language == "es" else "the ") + str(names[language][0])


def bad(named: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return (language, text) of each kind of bad input, by its name."""
    es, en = named["es"], named["en"]
    return {
        "2,000 characters, orders": ("en", (f"turn on {en} and " * 200)[:2000]),
        "2,000 characters, one word": ("es", "a" * 2000),
        "2,000 characters, talk": ("en", ("the weather was fine and we walked to " * 60)[:2000]),
        "50 commands in one breath": ("es", " y ".join([f"enciende {es}"] * 50)),
        "50 commands, commas": ("en", ", ".join([f"turn off {en}"] * 50)),
        "300 number words": ("en", f"set {en} to " + " ".join(["seven"] * 300)),
        "300 tens and units": ("es", f"pon {es} a " + " y ".join(["treinta"] * 300)),
        "1,500 digits": ("en", f"set {en} to " + "7" * 1500),
        "mixed languages": ("en", f"turn on {es} y apaga {en}"),
        "only articles": ("es", "la " * 600),
    }
