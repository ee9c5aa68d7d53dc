"""Sentences about announcements for other rooms."""

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, spoken_name
from sarai_mqtt.languages.grammar import WordingOf, wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.announcing import AnnouncementReply


def announcing_sentence(intent: Intent, home: Home, wording_of: WordingOf = wording) -> str:
    """Return the sentence that an announcement is on its way to its place: "I'm saying it in the kitchen.".

    Raises BadInput (`unknown_language`).
    """
    area, floor = (str(intent.slots.get(slot, "")) for slot in ("area", "floor"))
    place = home.areas.get(area) or home.floors.get(floor)
    name = spoken_name(place.names, intent.language) if place else ""
    key: AnnouncementReply = ("area" if area else "floor") if name else "everywhere"
    the_place = wording_of(intent.language).the(name) if name else ""
    return announcement_reply(key, intent.language).format(the_place=the_place)


def announcement_reply(key: AnnouncementReply, language: str) -> str:
    """Return a sentence about announcements, "" in a language that has none.

    Raises BadInput (`unknown_language`).
    """
    phrases = pack(language).announcing
    return phrases.replies[key] if phrases else ""
