"""Names for two languages out of Home Assistant's one name and its aliases."""

from collections.abc import Iterable, Mapping, Sequence

from sarai_mqtt.core.home import unique_names
from sarai_mqtt.core.language import guess_language


def names_by_language(
    name: str, aliases: Iterable[str | None], languages: Sequence[str], main: str | None
) -> Mapping[str, tuple[str, ...]]:
    """Give every name in every language: Home Assistant does not say which is which.

    The spoken one, which comes first, is `name` where it is in that language (it is taken to be in `main`,
    Home Assistant's own language, unless its words say otherwise), else the first alias that clearly is.
    An alias of None stands for `name` itself.
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
    """Give the language that the words of `name` tell; None when they tell none."""
    guess = guess_language(name, languages)
    return guess if guess == guess_language(name, languages[::-1]) and len(languages) > 1 else None
