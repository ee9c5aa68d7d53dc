"""The groups of the settings, each with its defaults and bounds."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from sarai_mqtt.config.profiles import Group, Language
from sarai_mqtt.core.events import BargeIn

PROJECT = Path(__file__).resolve().parents[2]


def _user_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sarai-mqtt"


def _user_state() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")


OUR_DIALECT = "sarai"
DialectName = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*$")]


def _with_our_own(dialects: list[str]) -> list[str]:
    """Return `dialects`; raise ValueError if one comes twice, or our own is not among them."""
    if OUR_DIALECT not in dialects or len(set(dialects)) < len(dialects):
        raise ValueError(f"names each dialect once, {OUR_DIALECT} among them")
    return dialects


class MqttSettings(Group):
    """Connection to the broker. With `tls` and no `ca_file` the system's certificates are trusted.

    With `client_id` "" unguessable ids are made once and kept. `max_packet_bytes` is the largest packet that
    the broker takes, for a broker that does not announce it. `keepalive` is in seconds. `dialects` are
    modules of transports/mqtt/dialects, or with dots any others; "sarai" is always among them.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=1883, ge=1, le=65535)
    username: str | None = None
    password: SecretStr | None = None
    client_id: str = ""
    protocol: Literal["3.1.1", "5"] = "5"
    keepalive: int = Field(default=30, ge=5, le=3600)
    root: str = Field(default="sarai", pattern=r"^[^+#\s]+$")
    dialects: Annotated[list[DialectName], AfterValidator(_with_our_own)] = Field(default=[OUR_DIALECT])
    max_packet_bytes: int | None = Field(default=None, ge=4096, le=268_435_460)
    tls: bool = False
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    tls_insecure: bool = False


class AgeSettings(Group):
    """Maximum ages of outgoing events, s.

    An act's age counts from the command, its confirmation or the timer's due time, that of any other event
    from when it was made.
    """

    act_s: float = Field(default=5.0, ge=0.5, le=60)
    reply_s: float = Field(default=10.0, ge=0.5, le=300)
    event_s: float = Field(default=30.0, ge=0.5, le=3600)


class AudioSettings(Group):
    """Hearing: the VAD, endpointing (ms of audio), and the limits of queued audio and of sites.

    `vad` is one of the settings' `vads`.
    """

    vad_aggressiveness: int = Field(default=2, ge=0, le=3)
    start_ms: int = Field(default=100, ge=20, le=1000)
    stop_ms: int = Field(default=600, ge=100, le=3000)
    draft_ms: int = Field(default=60, ge=0, le=1000)
    complete_ms: int = Field(default=180, ge=100, le=3000)
    dangling_ms: int = Field(default=1200, ge=100, le=5000)
    preroll_ms: int = Field(default=300, ge=0, le=2000)
    max_ms: int = Field(default=15_000, ge=1000, le=28_000)
    stale_ms: int = Field(default=500, ge=50, le=10_000)
    max_sites: int = Field(default=300, ge=1, le=10_000)
    vad: str = "silero"
    turn_model: Literal["none", "smart-turn"] = "none"
    home_bias: bool = True


SiteName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
# An unquoted off is YAML's false.
BargeInSetting = Annotated[BargeIn, BeforeValidator(lambda value: "off" if value is False else value)]


class TurnSettings(Group):
    """Limits of turns: `at_once` is the maximum number of concurrent turns; `barge_in` holds for all sites.

    `answer_s` is how long a question waits for its answer, `follow_up_s` how long a command can be followed
    up.
    """

    at_once: int = Field(default=8, ge=1, le=64)
    barge_in: BargeInSetting = "off"
    answer_s: float = Field(default=10.0, ge=1, le=120)
    follow_up_s: float = Field(default=30.0, ge=0, le=600)


class SiteSettings(Group):
    """Settings of one site. `area` is the id of the area it stands in; `barge_in` None: as for all sites."""

    barge_in: BargeInSetting | None = None
    area: str | None = None


class ArbitrationSettings(Group):
    """Arbitration between sites that hear the same words.

    `window_ms` is by how much the start or end of one sound may differ between sites (0: no arbitration),
    `wait_ms` the longest wait for a site that may have heard better.
    """

    window_ms: int = Field(default=400, ge=0, le=2000)
    wait_ms: int = Field(default=150, ge=0, le=2000)


class ThinkerSettings(Group):
    """Generation by the Thinker. `name` is one of `thinkers`, "tiny" (the profile's own) or "none".

    `input` is what it takes of an utterance that is no command: the recognised text, the speech itself by the
    audio adapter of its profile, or both. What was written to us is always text.
    `tools`: what is an order, and nothing else understood, it may read by calling tools of the home.
    `threads` 0 is llama.cpp's share of the thread budget. `prompts`, `choosing` (with which a Thinker whose
    profile says `chooses` picks one of the likely meanings of a sentence), `calling` (for its calls of tools)
    and `refusals` take the place of those in a language's pack.
    """

    name: str = "tiny"
    input: Literal["text", "audio", "both"] = "text"
    tools: bool = False
    threads: int = Field(default=0, ge=0, le=64)
    context_tokens: int = Field(default=1024, ge=256, le=32_768)
    batch_tokens: int = Field(default=128, ge=16, le=2048)
    max_tokens: int = Field(default=40, ge=1, le=1024)
    temperature: float = Field(default=0.3, ge=0, le=2)
    min_p: float = Field(default=0.15, ge=0, le=1)
    repeat_penalty: float = Field(default=1.05, ge=1, le=2)
    prompts: dict[Language, str] = Field(default_factory=dict)
    choosing: dict[Language, str] = Field(default_factory=dict)
    calling: dict[Language, str] = Field(default_factory=dict)
    refusals: dict[Language, str] = Field(default_factory=dict)


class TtsSettings(Group):
    """Speech synthesis. `cache_mb` (10**6 bytes) of repeated speech are kept; 0 keeps none."""

    cache_mb: int = Field(default=8, ge=0, le=1024)


class HomeSettings(Group):
    """The home file, the folder of the user's own sentences, and the time zone ("": this machine's)."""

    file: Path = PROJECT / "config" / "home.yaml"
    sentences: Path = PROJECT / "config" / "sentences"
    time_zone: str = ""


class HomeAssistantSettings(Group):
    """Home Assistant. `url` and `token` (long-lived, of a user who is no administrator) let the service act.

    `discovery` publishes service and sites as devices by MQTT discovery, under the topic `prefix`. `converse`
    passes what is not understood to Home Assistant's conversation agent `agent` (an entity id; None: its
    default agent). `alarm_code_file` is a file with nothing but the code of alarms that need one; a code that
    a person says comes before it.
    """

    url: str | None = Field(default=None, pattern=r"^https?://[^\s?#@]+$")
    token: SecretStr | None = None
    discovery: bool = True
    prefix: str = Field(default="homeassistant", pattern=r"^[^+#\s]+$")
    converse: bool = False
    agent: str | None = None
    alarm_code_file: Path | None = None


class StateSettings(Group):
    """Folder of what must survive a restart: settings of sites, timers, the audit log."""

    dir: Path = Field(default_factory=lambda: _user_state() / "sarai-mqtt")


class ModelSettings(Group):
    """Catalogue and cache of the model files. `threads` 0 is onnxruntime's share of the thread budget.

    `mirror` is the model hub from which `models pull`, and nothing else, downloads.
    """

    catalogue: Path = PROJECT / "models" / "catalogue.toml"
    cache_dir: Path = Field(default_factory=lambda: _user_cache() / "models")
    mirror: str = Field(default="https://huggingface.co", pattern=r"^https?://[^\s?#]+$")
    threads: int = Field(default=0, ge=0, le=64)


class LogSettings(Group):
    """Log output on stderr."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
