"""Spanish."""

from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema import LanguagePack
from sarai_mqtt.languages.schema.words import Words


def load(files: PackFiles) -> LanguagePack:
    """Return the pack, with its files read."""
    return LanguagePack(code="es", name="Spanish", words=files.read("words.yaml", Words))
