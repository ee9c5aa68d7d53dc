"""Marks the nouns of a house in a text: things and rooms, by language, and the names of the home.

Texts are compared without accents (as by `bare_words`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.patterns import any_of
from sarai_mqtt.languages.tables import for_language

THE_THING, THE_ROOM, A_THING, A_ROOM = "thething", "theroom", "athing", "aroom"
"""Marks that `forms_of` puts in place of definite nouns ("the old lamp") and of bare ones ("lamps")."""

DEFINITE = f"(?:{THE_THING}|{THE_ROOM})"
NOUN = f"(?:{THE_THING}|{THE_ROOM}|{A_THING}|{A_ROOM})"
"""Alternations for patterns that search marked words."""

_NAME, _ROOM_NAME, _FULL_NAME = "homething", "homeroom", "hometitle"


@dataclass(frozen=True)
class HouseNouns:
    """The nouns of a language, as alternations: things, rooms, articles and connectives.

    `connectives` is what stands between two nouns of one term ("puerta de la cocina").
    `not_after` are words that make another thing of the noun before them ("light years", "casa blanca").
    `verbs` are nouns that are verbs or other words without an article ("lock the door").
    """

    things: str
    rooms: str
    articles: str
    connectives: str
    not_after: str
    verbs: frozenset[str]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Pattern of one noun or several joined ones.

        Its groups are `the` (the article before them), `first` and `last` (the last noun, None if it is
        alone).
        """
        noun = f"(?:{_NAME}|{_ROOM_NAME}|{_FULL_NAME}|{self.things}|{self.rooms})"
        return re.compile(
            rf"\b(?:(?P<the>{self.articles})"
            rf" (?:(?!of\b|de\b|del\b|que\b|is\b|are\b|esta|{self.articles})[\w']+ ){{0,2}}?)?"
            rf"(?P<first>{noun})(?:'s)?\b(?:{self.connectives}(?P<last>{noun})\b)*(?! (?:{self.not_after})\b)"
        )

    @cached_property
    def place(self) -> re.Pattern[str]:
        """Pattern of a room."""
        return re.compile(f"{_ROOM_NAME}|{self.rooms}")


_ENGLISH = HouseNouns(
    things=any_of("""
        doors? / windows? / lights? / lamps? / bulbs / ceiling lights? / chandelier / alarms? / locks? /
        gates? / blinds? / shutters? / curtains? / drapes / awning / skylights? / hatch / heating /
        heaters? / boiler / radiators? / thermostats? / ac / a c / aircon / air con / air conditioning /
        air conditioner / fans? / extractor / ovens? / stove / hob / cooker / fridge / refrigerator /
        freezer / dishwasher / washing machine / washer / dryer / drier / tumble dryer / microwave /
        kettle / coffee machine / coffee maker / toaster / iron / tvs? / telly / television / radio /
        speakers? / stereo / soundbar / projector / console / volume / music / vacuum(?: cleaner)? /
        hoover / roomba / robot vacuum / robot / mower / lawn ?mower / sprinklers? / irrigation / hot tub
        / jacuzzi / sauna / pool / cameras? / doorbell / intercom / mailbox / letterbox / router / printer
        / tablet / ipad / laptop / charger / batter(?:y|ies) / sensors? / detectors? / plugs? / sockets? /
        outlets? / switch(?:es)? / fuse / fuse box / meter / solar panels? / panels / water heater / tap /
        taps / faucet / shower / toilet / bins? / devices? / appliances? / timers? / wifi / wi fi /
        internet / scooter / dehumidifier / humidifier / air purifier / purifier / fireplace / fire /
        smoke alarms? / gas / valves? / pump / aquarium / porch light
    """),
    rooms=any_of("""
        house / home / (?<!earth )flat / apartment / room / rooms / kitchen / bedroom / bedrooms / living
        room / lounge / sitting room / dining room / bathroom / bathrooms / loo / hall / hallway /
        corridor / landing / stairs / attic / loft / basement / cellar / (?<!parking )garage / garden /
        yard / patio / terrace / balcony / porch / driveway / shed / greenhouse / nursery / study /
        (?<!post )(?<!box )(?<!head )office / laundry / laundry room / utility room / pantry /
        conservatory / playroom / guest room / ground floor / first floor / top floor
    """),
    articles=(
        "the|my|our|this|that|these|those|every|all the|all|mum's|mom's|dad's|(?:my|our|the) [a-z]+'s|both"
    ),
    connectives=" ",
    not_after=(
        "bulbs?|years?|mileage|stations?|prices?|giants?|laws?|speed|house|music|series|shows?|programmes?|waves?"
        "|clock|keeper|stars?|cycle|of (?:an?|opportunity|history|paris|heaven|hell|god|cards|lords|commons"
        "|the (?:world|tunnel|sun|moon|day))|in (?:paris|rome|london|winter|summer"
        "|the (?:film|movie|story|picture|book|song|world))"
    ),
    verbs=frozenset({"lock", "switch", "plug", "iron", "vacuum", "hoover", "pump", "fire", "fan"}),
)
_SPANISH = HouseNouns(
    things=any_of("""
        puertas? / ventanas? / luz / luces / lamparas? / bombillas? / alarmas? / cerraduras? / verja /
        cancela / porton / persianas? / contraventanas? / cortinas? / toldos? / claraboya / trampilla /
        calefaccion / calefactor / estufas? / caldera / radiador(?:es)? / termostatos? / aire / aire
        acondicionado / ventilador(?:es)? / extractor / horno / hornos / cocina de gas / vitro /
        vitroceramica / placa / fogon(?:es)? / nevera / frigorifico / frigo / congelador / lavavajillas /
        lavadora / secadora / microondas / hervidor / cafetera / tostadora / plancha / teles? / television
        / televisor / radio / altavoz / altavoces / equipo / proyector / consola / volumen / musica /
        aspiradora / aspirador / roomba / robot / cortacesped / aspersor(?:es)? / riego / jacuzzi / sauna
        / piscina / camaras? / timbre / telefonillo / buzon / router / impresora / tableta / tablet /
        portatil / cargador / baterias? / pilas? / sensor(?:es)? / detector(?:es)? / enchufes? /
        interruptor(?:es)? / fusible / diferencial / contador / placas solares / placas / paneles / termo
        / grifos? / ducha / vater / basura / aparatos? / dispositivos? / temporizador(?:es)? / wifi /
        internet / patinete / deshumidificador / humidificador / purificador / chimenea / fuego / gas /
        valvulas? / bomba / acuario / campana
    """),
    rooms=any_of("""
        casa / piso / apartamento / habitacion / habitaciones / cuarto / cuartos / cocina / dormitorio /
        dormitorios / salon / comedor / sala / bano / banos / aseo / pasillo / recibidor / entrada /
        escalera / escaleras / desvan / buhardilla / trastero / sotano / bodega / garaje / cochera /
        jardin / patio / terraza / balcon / porche / cobertizo / despacho / estudio / oficina / lavadero /
        despensa / planta baja / planta de arriba / primera planta / caseta / invernadero
    """),
    articles=(
        "el|la|los|las|mi|mis|tu|nuestr[oa]s?|est[ea]|estos|estas|es[ea]|esos|esas|al|del"
        "|tod[oa]s (?:los|las)|ambas"
    ),
    connectives=" (?:del? (?:la |el |los |las |mi |nuestr[oa] )?)?",
    not_after=(
        "blanca|solar|ano|anos|de (?:una?|la (?:luna|vela|fe|razon|historia)|los (?:lores|comunes)|paris|roma"
        "|londres|cuba|escape)|en (?:paris|roma|londres|la (?:pelicula|historia|cancion|foto))"
    ),
    verbs=frozenset({"riego", "entrada", "placa", "plancha", "bomba", "equipo", "sala", "piso"}),
)
NOUNS: Mapping[str, HouseNouns] = {"en": _ENGLISH, "es": _SPANISH}


def forms_of(text: str, language: str, home: Home) -> tuple[str, str]:
    """Return the bare words of `text`, and the same with marks for the nouns of a house and the home's names.

    A noun with an article is definite. So is an entity's name of several words; one of a single word needs an
    article, as "alarm" may be any. Raises BadInput (`unknown_language`).
    """
    bare = f" {bare_words(text)} "
    marked, lowered = bare, f" {text.lower()} "
    for name, mark in sorted(_names(home, language), key=lambda found: -len(found[0])):
        # a cheap test first: a house may have thousands of names
        if name.lower() in lowered and (words := bare_words(name)):
            several = mark == _NAME and " " in words
            marked = marked.replace(f" {words} ", f" {_FULL_NAME if several else mark} ")
    nouns = for_language(NOUNS, language)

    def mark_of(found: re.Match[str]) -> str:
        """Return the mark for nouns that `pattern` found, or their text if it may be a verb."""
        last = found["last"] or found["first"]
        if found.group() in nouns.verbs:
            return found.group()
        definite = found["the"] or _FULL_NAME in found.group()
        if nouns.place.fullmatch(last):
            return THE_ROOM if definite else A_ROOM
        return THE_THING if definite else A_THING

    return bare.strip(), nouns.pattern.sub(mark_of, marked.strip())


def _names(home: Home, language: str) -> Iterator[tuple[str, str]]:
    for entity in home.entities.values():
        yield from ((name, _NAME) for name in names_in(entity.names, language))
    places = [*(area.names for area in home.areas.values()), *(floor.names for floor in home.floors.values())]
    for names in places:
        yield from ((name, _ROOM_NAME) for name in names_in(names, language))
