"""Names by language, from Home Assistant's one name and its aliases, whose languages are not known."""

from collections.abc import Iterable, Mapping, Sequence

from sarai_mqtt.core.home import unique_names
from sarai_mqtt.languages.detection import likeliest_languages, words_of
from sarai_mqtt.languages.packs import pack


def names_by_language(
    name: str, aliases: Iterable[str | None], languages: Sequence[str], main: str | None
) -> Mapping[str, tuple[str, ...]]:
    """Return all names for each language, because Home Assistant does not tell the language of a name.

    The first name of a language is the spoken one: `name` if it is in that language, else the first alias
    that clearly is, else `name`. Unless its words say otherwise, `name` is taken to be in `main`, Home
    Assistant's own language. An alias of None stands for `name`. Returns {} if all names are empty.
    """
    known = unique_names([name, *(a for a in aliases if a)])
    if not known:
        return {}
    own = _language_of(name, languages) or main
    names: dict[str, tuple[str, ...]] = {}
    for language in languages:
        first = known[0]
        if own != language:
            first = next((n for n in known if _language_of(n, languages) == language), first)
        names[language] = unique_names([first, *known])
    return names


def _language_of(name: str, languages: Sequence[str]) -> str | None:
    """Return the language that the words of `name` reveal; None if they do not decide."""
    votes = {lang: sum(w in pack(lang).devices.words for w in words_of(name)) for lang in languages}
    likely = [lang for lang, count in votes.items() if count and count == max(votes.values())]
    if len(likely) == 1:
        return likely[0]
    # not by words of commands: "meter" is a Spanish verb, but "Gas meter" is English
    likely = likeliest_languages(name, languages)
    return likely[0] if len(likely) == 1 and len(languages) > 1 else None
