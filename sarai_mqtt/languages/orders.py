"""The words with which things are ordered, of the packs that have them (orders.yaml)."""

from functools import cache

from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.packs import folder_of
from sarai_mqtt.languages.schema.orders import Orders

FILE = "orders.yaml"


@cache
def orders_of(language: str) -> Orders | None:
    """Return the words of orders in `language`; None if its pack has no such file.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    folder = folder_of(language)
    return PackFiles(folder).read(FILE, Orders) if (folder / FILE).is_file() else None
