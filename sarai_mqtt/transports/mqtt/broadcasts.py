"""Parsing of announcements for several sites (`sarai/announce`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sarai_mqtt.core.documents import BadDocument, read_json
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.messages import ANNOUNCEMENT_S, MAX_ANNOUNCEMENT, Broadcast
from sarai_mqtt.transports.mqtt.payloads import check_site_name, parse_text, quoted

_KEYS = ("text", "language", "sites", "areas", "floors", "except", "chime", "id", "max_age")
_MAX_PLACES, _MAX_NAME = 100, 64
# Longest that an announcement may ask to wait, seconds.
_MAX_AGE_S = 600.0


def parse_broadcast(payload: bytes) -> Broadcast:
    """Parse plain text, which is for all sites, or a JSON object with the keys of docs/mqtt.md.

    An unknown key is refused, and so is an empty list: a place that was misspelt, or that a template left
    empty, must not mean everywhere. Raises BadInput: bad_text, text_empty, text_too_long (over 500
    characters), bad_json, bad_language, bad_site.
    """
    text, language = parse_text(payload)
    if len(text) > MAX_ANNOUNCEMENT:
        raise BadInput(
            "text_too_long", f"The announcement is over the limit of {MAX_ANNOUNCEMENT} characters."
        )
    if not payload.lstrip().startswith(b"{"):
        return Broadcast(text)
    body = _object(payload)
    chime = body.get("chime")
    if not isinstance(chime, bool | None):
        raise BadInput("bad_json", "chime is neither true nor false.")
    return Broadcast(
        text,
        language,
        tuple(map(check_site_name, _names(body, "sites"))),
        _names(body, "areas"),
        _names(body, "floors"),
        tuple(map(check_site_name, _names(body, "except", may_be_empty=True))),
        chime is not False,
        _id(body),
        _max_age_s(body),
    )


def to_body(said: Broadcast) -> dict[str, object]:
    """Return the JSON object that `parse_broadcast` reads as `said`."""
    places: Mapping[str, Sequence[str]] = {
        "sites": said.sites,
        "areas": said.areas,
        "floors": said.floors,
        "except": said.excluded,
    }
    return {
        "text": said.text,
        "language": said.language,
        **{key: list(names) for key, names in places.items() if names},
        "chime": said.chime,
        **({"id": said.id} if said.id else {}),
        "max_age": said.max_age_s,
    }


def _object(payload: bytes) -> Mapping[str, Any]:
    try:
        body = read_json(payload)
    except BadDocument:
        raise BadInput("bad_json", "The JSON does not parse.") from None
    unknown = [key for key in body if key not in _KEYS]
    if unknown:
        raise BadInput(
            "bad_json", f"{quoted(unknown[0])} is no key of an announcement.", f"Use {', '.join(_KEYS)}."
        )
    return dict(body)


def _names(body: Mapping[str, Any], key: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
    """Return the names under `key`: a list of texts, or one text; () if it is left out or null."""
    said = body.get(key)
    if said is None:
        return ()
    names = [said] if isinstance(said, str) else said
    if not isinstance(names, list) or len(names) > _MAX_PLACES or not (names or may_be_empty):
        raise BadInput("bad_json", f"{key} is no list of 1 to {_MAX_PLACES} names.", "Leave it out for all.")
    for name in names:
        if not isinstance(name, str) or not name.strip() or len(name) > _MAX_NAME or not name.isprintable():
            raise BadInput("bad_json", f"{key} holds what is no name.")
    return tuple(name.strip() for name in names)


def _id(body: Mapping[str, Any]) -> str:
    said = body.get("id")
    if said is None:
        return ""
    if not isinstance(said, str) or not 0 < len(said) <= _MAX_NAME or not said.isprintable():
        raise BadInput("bad_json", f"id is no text of 1 to {_MAX_NAME} characters.")
    return said


def _max_age_s(body: Mapping[str, Any]) -> float:
    said = body.get("max_age")
    if said is None:
        return ANNOUNCEMENT_S
    if not isinstance(said, int | float) or isinstance(said, bool) or not 0 < said <= _MAX_AGE_S:
        raise BadInput("bad_json", f"max_age is no number of seconds up to {_MAX_AGE_S:g}.")
    return float(said)
