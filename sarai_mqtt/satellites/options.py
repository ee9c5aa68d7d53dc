"""The settings of a site, in one table for the service and for Home Assistant's device page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, get_args

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import BargeIn

# always: every utterance is a turn; wake: only after a wake word or a question from the assistant
Mode = Literal["always", "wake"]
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """The settings of one site.

    Args:
        enabled: False: the site neither hears nor answers nor announces.
        mute: True: nothing is heard.
        mode: which utterances are meant for the assistant: all, or those after a wake word or a question.
        language: of every utterance and text, or "auto" to detect it each time.
        voice: of announcements that name no language, or "auto" to choose it by their words.
        barge_in: what may interrupt our speech.
        volume: of our speech, 0 to 100 %; 100 leaves it unchanged.
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
        """True if what the microphone records is processed."""
        return self.enabled and not self.mute

    @property
    def closes(self) -> bool:
        """True if the microphone is closed at times: the site is disabled, muted or waits for a wake word."""
        return not self.hears or self.mode == "wake"

    @property
    def fixed_language(self) -> str | None:
        """The language of everything said; None if it is detected each time."""
        return None if self.language == AUTO else self.language


class Kind(Protocol):
    """The values that a setting can have, and how they are written."""

    @property
    def allowed(self) -> str:
        """Description of the allowed values, for a person."""
        ...

    def parse(self, text: str) -> Any:
        """Return the value that `text` stands for. Raises ValueError if it is not allowed."""
        ...


@dataclass(frozen=True, slots=True)
class Switch:
    """A setting that is on or off."""

    allowed: str = "on or off"

    def parse(self, text: str) -> bool:
        """Return True for `on`, False for `off`, in any case. Raises ValueError for anything else."""
        return ("off", "on").index(text.lower()) == 1


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting with one of `options` as its value."""

    options: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """Description of the allowed values, for a person."""
        return "one of " + ", ".join(self.options)

    def parse(self, text: str) -> str:
        """Return `text` if it is one of the options. Raises ValueError if it is not."""
        return self.options[self.options.index(text)]


@dataclass(frozen=True, slots=True)
class Range:
    """A setting with a whole number from `low` to `high`; `step` is how a slider moves."""

    low: int
    high: int
    step: int
    unit: str

    @property
    def allowed(self) -> str:
        """Description of the allowed values, for a person."""
        return f"{self.low} to {self.high} {self.unit}"

    def parse(self, text: str) -> int:
        """Return the number in `text`, rounded: Home Assistant may write decimals.

        Raises ValueError if it is no number or out of range.
        """
        number = float(text)
        if not self.low <= number <= self.high:
            raise ValueError(text)
        return round(number)


class OptionTable:
    """The kinds of all settings of a site.

    Args:
        languages: ISO 639-1 codes of the languages that are heard and spoken.
        voices: name -> language of each available voice.

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
        """Return `options` with `key` set to the value written in `text`.

        Raises BadInput (`bad_setting`) if there is no such setting or the value is not allowed.
        """
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
        """Return every setting as text, by its key."""
        values = {key: getattr(options, key) for key in self.kinds}
        return {
            key: {True: "on", False: "off"}[v] if isinstance(v, bool) else str(v) for key, v in values.items()
        }

    def voice_language(self, options: SiteOptions) -> str | None:
        """Return the language to announce in if the text names none; None to choose it by its words."""
        return self.voices.get(options.voice) or options.fixed_language
