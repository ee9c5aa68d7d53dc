"""The question "which one?", which names the things that may be meant."""

from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.languages.grammar import WordingOf, lower_first, wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.responses.names import Names

_NAMED = 4  # things that a question names at most: who listens remembers no more


def choice_question(choice: Choice, home: Home, wording_of: WordingOf = wording) -> str:
    """Return the question which one is meant: "Which one: the lamp or the night light?".

    Things of one name are named with their rooms. Return "" if that does not tell them apart either. Raises
    BadInput (`unknown_language`).
    """
    names = Names(home, wording_of(choice.language))
    said = [names.the(thing) for thing in choice.things]
    if len({name.lower() for name in said}) < len(said):
        alike = {name for name in said if said.count(name) > 1}
        said = [
            _with_room(thing, names) if name in alike else name
            for thing, name in zip(choice.things, said, strict=True)
        ]
    if len({name.lower() for name in said}) < len(said):
        return ""
    replies = pack(choice.language).replies
    if len(said) > _NAMED:
        said = [*said[: _NAMED - 1], replies.another]
    things = f"{', '.join(said[:-1])}{replies.either}{said[-1]}"
    return replies.which.format(things=things)


def _with_room(thing: str, names: Names) -> str:
    """Return the name of a thing with that of its room, else its floor's."""
    entity = names.home.entities.get(thing)
    if entity is None:
        return names.the(thing)
    room = names.room(entity.area) or names.room(names.home.floor_of(entity))
    return names.words.group(lower_first(names.name(thing)), room)
