"""Reads the verb table of a language pack, and checks that it fits together."""

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.schema.verbs import FORMS, USES, VerbTable

_FILE = "verbs.yaml"


def read_verbs(
    files: PackFiles, given: frozenset[str] = frozenset({"imperative"}), derived: frozenset[str] = frozenset()
) -> VerbTable:
    """Return the table in verbs.yaml.

    `given` are the forms that each verb must have, `derived` those that the language will fill in. Raises
    ConfigError (`language_incomplete`).
    """
    table = files.read(_FILE, VerbTable)
    for verb in table.verbs:
        unknown = sorted((verb.forms.keys() - FORMS) | (verb.uses.keys() - USES))
        used = frozenset[str]().union(*verb.uses.values())
        lacking = sorted(((used | given) - derived) - verb.forms.keys())
        if unknown or lacking:
            said = f"has unknown {', '.join(unknown)}" if unknown else f"lacks its {', '.join(lacking)}"
            raise _fault(files, f"{'/'.join(verb.forms.values())} {said}")
    imperatives = {verb.forms["imperative"] for verb in table.verbs}
    if strangers := sorted({*table.stands_for, *table.stands_for.values()} - imperatives):
        raise _fault(files, f"stands_for names {', '.join(strangers)}, no imperative of verbs")
    return table


def _fault(files: PackFiles, what: str) -> ConfigError:
    return ConfigError(
        "language_incomplete", f"{files.folder.name}/{_FILE}: {what}.", "See languages/schema/verbs.py."
    )
