"""English."""

from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema import LanguagePack
from sarai_mqtt.languages.schema.answers import Answers
from sarai_mqtt.languages.schema.commands import Commands
from sarai_mqtt.languages.schema.guards import Guards
from sarai_mqtt.languages.schema.lists import Lists
from sarai_mqtt.languages.schema.numbers import Numbers
from sarai_mqtt.languages.schema.sounds import Sounds
from sarai_mqtt.languages.schema.verbs import Verbs
from sarai_mqtt.languages.schema.words import Words
from sarai_mqtt.languages.verbs import read_verbs


def load(files: PackFiles) -> LanguagePack:
    """Return the pack, with its files read."""
    return LanguagePack(
        code="en",
        name="English",
        words=files.read("words.yaml", Words),
        sounds=files.read("sounds.yaml", Sounds),
        numbers=files.read("numbers.yaml", Numbers),
        answers=files.read("answers.yaml", Answers),
        commands=files.read("commands.yaml", Commands),
        verbs=Verbs(table=read_verbs(files), with_pronoun={}, bare=str),
        guards=files.read("guards.yaml", Guards),
        lists=files.read("lists.yaml", Lists),
    )
