"""What clients write into topics and payloads, checked: nothing of it is trusted."""

import json
import re
from collections.abc import Mapping
from typing import get_args

from sarai_mqtt.core.documents import BadDocument, read_json
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.inbound import NAME, Deed
from sarai_mqtt.core.riff import parse_wav, write_wav

MAX_TEXT = 2000
MAX_TEXT_BYTES = 16 * 1024

ONLINE, OFFLINE = b"online", b"offline"

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_KEY = re.compile(r"[a-z][a-z_]{0,31}")
_MAX_VALUE = 64


def shown(text: str) -> str:
    """Quote at most 64 printable characters of something a stranger sent."""
    return '"' + "".join(c if c.isprintable() else "?" for c in text[:64]) + ("…" if text[64:] else "") + '"'


def site_name(name: str) -> str:
    """Check a site (or turn) name. Raises BadInput `bad_site`."""
    if not NAME.fullmatch(name):
        raise BadInput(
            "bad_site",
            f"The site name {shown(name)} cannot be used.",
            "Use 1 to 64 of A-Z a-z 0-9 _ and -.",
        )
    return name


def setting_name(name: str) -> str:
    """Check the name of a setting. Raises BadInput `bad_topic`."""
    if not _KEY.fullmatch(name):
        raise BadInput("bad_topic", f"{shown(name)} is no name of a setting.")
    return name


def setting_value(payload: bytes) -> str:
    """Read the value of a setting. Raises BadInput `bad_value`."""
    value = payload.decode(errors="replace").strip()
    if not value or len(value) > _MAX_VALUE or not value.isprintable():
        raise BadInput("bad_value", f"{shown(value)} is no value of a setting.")
    return value


def deed(payload: bytes) -> Deed:
    """Read what a button asks for. Raises BadInput `bad_value`."""
    said = payload.decode(errors="replace").strip()
    found: Deed | None = next((known for known in get_args(Deed) if known == said), None)
    if found is None:
        raise BadInput("bad_value", f"{shown(said)} cannot be done.", f"Send one of {get_args(Deed)}.")
    return found


def is_online(payload: bytes) -> bool | None:
    """Read `online`, `offline` or nothing: the retained word was taken back. Raises BadInput `bad_value`."""
    if not payload:
        return None
    if payload not in (ONLINE, OFFLINE):
        raise BadInput("bad_value", "The payload is neither online nor offline.")
    return payload == ONLINE


def played_turn(payload: bytes) -> str:
    """Read whose speech was played: `{"turn": …}`, or nothing. Raises BadInput `bad_turn`."""
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


def spoken_text(payload: bytes) -> tuple[str, str | None]:
    """Read plain text, or a JSON object with `text` and perhaps `language`; other keys are ignored.

    Raises BadInput: bad_text, text_empty, text_too_long, bad_json, bad_language.
    """
    if len(payload) > MAX_TEXT_BYTES:
        raise _too_long()
    try:
        text = payload.decode().strip()
    except UnicodeDecodeError:
        raise BadInput("bad_text", "The text is not UTF-8.") from None
    language: str | None = None
    if text.startswith("{"):
        text, language = _text_of_json(text)
    if not text:
        raise BadInput("text_empty", "The text is empty.")
    if len(text) > MAX_TEXT:
        raise _too_long()
    if not all(c.isprintable() or c in "\n\r\t" for c in text):
        raise BadInput("bad_text", "The text holds control characters.")
    return text, language


def _text_of_json(payload: str) -> tuple[str, str | None]:
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


def sound(payload: bytes) -> tuple[bytes, int]:
    """Give s16le mono PCM and rate of a WAV of ours; unlike what comes in it may hold no sound.

    Raises BadInput as `core.riff.parse_wav`.
    """
    if len(payload) == len(write_wav(b"", 1)):
        return b"", int.from_bytes(payload[24:28], "little")
    wav = parse_wav(payload)
    return wav.data, wav.rate


def dumped(body: Mapping[str, object]) -> bytes:
    """Write JSON."""
    return json.dumps(body, ensure_ascii=False).encode()
