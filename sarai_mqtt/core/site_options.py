"""What can be set at a site: one table of keys, for the service and for what Home Assistant shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, get_args

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import BargeIn

# always: every utterance is a turn; wake: only what is said after a wake word, or after we asked something
Mode = Literal["always", "wake"]
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What is set at one site.

    Args:
        enabled: off, the site neither hears nor answers nor announces.
        mute: on, nothing is heard.
        mode: what is said to us.
        language: of every utterance and text, or "auto" when each may choose.
        voice: that says what names no language, or "auto" when the words tell.
        barge_in: what may silence our speech.
        volume: of our speech, 0 to 100: as it was made.
        silence_ms: silence that ends an utterance of which nothing more is known.

    """

    enabled: bool = True
    mute: bool = False
    mode: Mode = "always"
    language: str = AUTO
    voice: str = AUTO
    barge_in: BargeIn = "off"
    volume: int = 100
    silence_ms: int = 600

    @property
    def hears(self) -> bool:
        """True when the microphone counts."""
        return self.enabled and not self.mute

    @property
    def closes(self) -> bool:
        """True when something keeps the microphone from hearing all that is said."""
        return not self.hears or self.mode == "wake"

    @property
    def fixed_language(self) -> str | None:
        """The language everything is in, None when each utterance may choose."""
        return None if self.language == AUTO else self.language


class Kind(Protocol):
    """What the values of a setting may be, and how they are written."""

    @property
    def allowed(self) -> str:
        """The values, for a person."""
        ...

    def parse(self, text: str) -> Any:
        """Read a value. Raises ValueError."""
        ...


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    allowed: str = "on or off"

    def parse(self, text: str) -> bool:
        """Read `on` or `off`, in any case. Raises ValueError."""
        return ("off", "on").index(text.lower()) == 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `options`."""

    options: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """The values, for a person."""
        return "one of " + ", ".join(self.options)

    def parse(self, text: str) -> str:
        """Read one of the options. Raises ValueError."""
        return self.options[self.options.index(text)]


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number from `low` to `high`."""

    low: int
    high: int
    step: int
    unit: str

    @property
    def allowed(self) -> str:
        """The values, for a person."""
        return f"{self.low} to {self.high} {self.unit}"

    def parse(self, text: str) -> int:
        """Read a number; Home Assistant may write one with decimals. Raises ValueError."""
        number = float(text)
        if not self.low <= number <= self.high:
            raise ValueError(text)
        return round(number)


class OptionTable:
    """Every setting of a site.

    Args:
        languages: that we hear and speak.
        voices: name -> language of each voice there is.

    """

    def __init__(self, languages: Sequence[str], voices: Mapping[str, str]) -> None:
        self.voices = dict(voices)
        self.kinds: Mapping[str, Switch | Choice | Range] = {
            "enabled": Switch(),
            "mute": Switch(),
            "mode": Choice(get_args(Mode)),
            "language": Choice((AUTO, *languages)),
            "voice": Choice((AUTO, *voices)),
            "barge_in": Choice(get_args(BargeIn)),
            "volume": Range(0, 100, 1, "%"),
            "silence_ms": Range(100, 3000, 50, "ms"),
        }

    def changed(self, options: SiteOptions, key: str, text: str) -> SiteOptions:
        """Give `options` with `key` set to what `text` says. Raises BadInput `bad_setting`."""
        kind: Kind | None = self.kinds.get(key)
        if kind is None:
            known = ", ".join(self.kinds)
            raise BadInput("bad_setting", f"A site has no setting {key}.", f"There are: {known}.")
        try:
            value = kind.parse(text)
        except ValueError:
            raise BadInput(
                "bad_setting", f"The setting {key} cannot be {text}.", f"Set it to {kind.allowed}."
            ) from None
        return replace(options, **{key: value})

    def shown(self, options: SiteOptions) -> dict[str, str]:
        """Give every setting as it is written."""
        values = {key: getattr(options, key) for key in self.kinds}
        return {
            key: {True: "on", False: "off"}[v] if isinstance(v, bool) else str(v) for key, v in values.items()
        }

    def voice_language(self, options: SiteOptions) -> str | None:
        """Give the language of what is to be said and names none; None when the words tell."""
        return self.voices.get(options.voice) or options.fixed_language
