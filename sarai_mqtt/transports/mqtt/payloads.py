"""Parsing and validation of names and payloads from clients; none of it is trusted."""

import json
import re
from collections.abc import Mapping
from typing import get_args

from sarai_mqtt.core.documents import BadDocument, read_json
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.messages import NAME, Button
from sarai_mqtt.core.wav import parse_wav, write_wav

MAX_TEXT = 2000
MAX_TEXT_BYTES = 16 * 1024

ONLINE, OFFLINE = b"online", b"offline"

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_KEY = re.compile(r"[a-z][a-z_]{0,31}")
_MAX_VALUE = 64


def quoted(text: str) -> str:
    """Quote `text` for an error message: its first 64 characters, unprintable ones as "?"."""
    return '"' + "".join(c if c.isprintable() else "?" for c in text[:64]) + ("…" if text[64:] else "") + '"'


def check_site_name(name: str) -> str:
    """Check that `name` is valid for a site or a turn, and return it. Raises BadInput `bad_site`."""
    if not NAME.fullmatch(name):
        raise BadInput(
            "bad_site",
            f"The site name {quoted(name)} cannot be used.",
            "Use 1 to 64 of A-Z a-z 0-9 _ and -.",
        )
    return name


def check_setting_name(name: str) -> str:
    """Check that `name` has the form of a setting's key, and return it. Raises BadInput `bad_topic`."""
    if not _KEY.fullmatch(name):
        raise BadInput("bad_topic", f"{quoted(name)} is no name of a setting.")
    return name


def parse_setting_value(payload: bytes) -> str:
    """Parse the value of a setting, stripped.

    Raises BadInput `bad_value` unless it is 1 to 64 printable characters; its meaning is not checked here.
    """
    value = payload.decode(errors="replace").strip()
    if not value or len(value) > _MAX_VALUE or not value.isprintable():
        raise BadInput("bad_value", f"{quoted(value)} is no value of a setting.")
    return value


def parse_button(payload: bytes) -> Button:
    """Parse the name of a button's action. Raises BadInput `bad_value` if it is unknown."""
    said = payload.decode(errors="replace").strip()
    found: Button | None = next((known for known in get_args(Button) if known == said), None)
    if found is None:
        raise BadInput("bad_value", f"{quoted(said)} cannot be done.", f"Send one of {get_args(Button)}.")
    return found


def parse_presence(payload: bytes) -> bool | None:
    """Parse presence: True for `online`, False for `offline`, None if empty (the presence was cleared).

    Raises BadInput `bad_value` for anything else.
    """
    if not payload:
        return None
    if payload not in (ONLINE, OFFLINE):
        raise BadInput("bad_value", "The payload is neither online nor offline.")
    return payload == ONLINE


def parse_played(payload: bytes) -> str:
    """Parse `{"turn": …}`, the turn whose speech was played; return "" for an empty payload.

    Raises BadInput `bad_turn`.
    """
    if not payload.strip():
        return ""
    try:
        body = read_json(payload) if len(payload) <= MAX_TEXT_BYTES else None
    except BadDocument:
        body = None
    turn = body.get("turn", "") if isinstance(body, dict) else None
    if not isinstance(turn, str) or (turn and not NAME.fullmatch(turn)):
        raise BadInput("bad_turn", 'The payload names no turn. Send {"turn": "…"}, or nothing.')
    return turn


def parse_text(payload: bytes) -> tuple[str, str | None]:
    """Parse a payload into text and language code (None: not given).

    It is plain UTF-8 text, or a JSON object with `text` and optionally `language`; other keys are ignored.
    Raises BadInput: bad_text, text_empty, text_too_long (over 2000 characters or 16 KiB), bad_json,
    bad_language.
    """
    if len(payload) > MAX_TEXT_BYTES:
        raise _too_long()
    try:
        text = payload.decode().strip()
    except UnicodeDecodeError:
        raise BadInput("bad_text", "The text is not UTF-8.") from None
    language: str | None = None
    if text.startswith("{"):
        text, language = _parse_json_text(text)
    if not text:
        raise BadInput("text_empty", "The text is empty.")
    if len(text) > MAX_TEXT:
        raise _too_long()
    if not is_printable(text):
        raise BadInput("bad_text", "The text holds control characters.")
    return text, language


def is_printable(text: str) -> bool:
    """Return True if `text` holds no control characters but line breaks and tabs, and can be encoded."""
    return all(c.isprintable() or c in "\n\r\t" for c in text)


def _parse_json_text(payload: str) -> tuple[str, str | None]:
    try:
        body = read_json(payload)
    except BadDocument:
        raise BadInput("bad_json", "The JSON does not parse.") from None
    text, language = body.get("text"), body.get("language")
    if not isinstance(text, str):
        raise BadInput("bad_json", "The JSON has no text, or it is not a string.", 'Send {"text": "…"}.')
    if language is not None and not (isinstance(language, str) and _LANGUAGE.fullmatch(language)):
        raise BadInput("bad_language", "The language in the JSON is not a language code.", 'Use e.g. "en".')
    return text.strip(), language


def _too_long() -> BadInput:
    return BadInput("text_too_long", f"The text is over the limit of {MAX_TEXT} characters.")


def parse_speech(payload: bytes) -> tuple[bytes, int]:
    """Parse a WAV from the service into mono s16le PCM, which may be empty, and its sample rate in Hz.

    Raises BadInput as `core.wav.parse_wav` does.
    """
    if len(payload) == len(write_wav(b"", 1)):
        return b"", int.from_bytes(payload[24:28], "little")
    wav = parse_wav(payload)
    return wav.data, wav.rate


def to_json(body: Mapping[str, object]) -> bytes:
    """Return `body` as UTF-8 JSON."""
    return json.dumps(body, ensure_ascii=False).encode()
