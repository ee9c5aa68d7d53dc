"""What the talk at one site has come to: a question of ours, the command before, a talk that goes on."""

from dataclasses import dataclass, replace

from sarai_mqtt.core.events import Intent

# So long after we have said something it can be said again, seconds.
REPEAT_S = 120.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is remembered, seconds: a question of ours, and the command or the talk before."""

    answer_s: float = 10.0
    follow_up_s: float = 30.0


@dataclass(frozen=True, slots=True)
class _Until:
    """Something remembered until a clock reading."""

    intent: Intent
    until: float
    again: bool = False


class Dialogue:
    """One site's. Every `now` is a reading of the service's clock; nothing is remembered over a restart."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._asked: _Until | None = None
        self._done: dict[str, _Until] = {}
        self._talk: tuple[str, float] = ("", 0.0)
        self._said: tuple[str, str, float] = ("", "", 0.0)

    def ask(self, intent: Intent, now: float) -> None:
        """Ask whether to carry out `intent`: the question begins to be spoken. It replaces an older one."""
        self._asked = _Until(intent, now + self._patience.answer_s)

    def may_ask_again(self, now: float) -> bool:
        """Say whether an unclear answer is to be asked for once more."""
        return self.pending(now) is not None and self._asked is not None and not self._asked.again

    def ask_again(self, now: float) -> None:
        """Ask for the answer once more."""
        if self._asked is not None:
            self._asked = _Until(self._asked.intent, now + self._patience.answer_s, again=True)

    def asked_aloud(self, at: float) -> None:
        """Let the time for an answer begin `at`, when the question will have been spoken."""
        if self._asked is not None:
            self._asked = replace(self._asked, until=at + self._patience.answer_s)

    def pending(self, now: float) -> Intent | None:
        """Give what waits for a yes of somebody who began to speak at `now`."""
        return self._asked.intent if self._asked is not None and now <= self._asked.until else None

    def settle(self, intent: Intent) -> bool:
        """End the question about `intent`; say whether it was still open: one yes acts once."""
        if self._asked is None or self._asked.intent != intent:
            return False
        self._asked = None
        return True

    def drop(self) -> Intent | None:
        """Forget the question, and give what it was about: the person wants something else."""
        asked, self._asked = self._asked, None
        return asked.intent if asked is not None else None

    def waits(self, now: float) -> float | None:
        """Give how long there still is to answer the question, seconds; None when there is none."""
        return self._asked.until - now if self._asked is not None else None

    def unanswered(self, now: float) -> Intent | None:
        """Give, once, what nobody answered in time."""
        if self._asked is None or now <= self._asked.until:
            return None
        intent, self._asked = self._asked.intent, None
        return intent

    def did(self, intent: Intent, now: float) -> None:
        """Remember a command that was carried out: the next words may add to it."""
        self._done[intent.language] = _Until(intent, now + self._patience.follow_up_s)

    def before(self, language: str, now: float) -> Intent | None:
        """Give the last command in `language` that may be added to."""
        done = self._done.get(language)
        return done.intent if done is not None and now <= done.until else None

    def talk(self, conversation: str, now: float) -> None:
        """Remember a talk with Home Assistant's own agent that goes on; "" when it is over."""
        self._talk = (conversation, now + self._patience.follow_up_s)

    def conversation(self, now: float) -> str:
        """Give the talk that goes on, "" when none does."""
        conversation, until = self._talk
        return conversation if now <= until else ""

    def said(self, text: str, language: str, at: float) -> None:
        """Remember what we said last, heard to its end `at`."""
        self._said = (text, language, at + REPEAT_S)

    def last_said(self, now: float) -> tuple[str, str] | None:
        """Give the text and the language of what we said last; None when that was long ago, or nothing."""
        text, language, until = self._said
        return (text, language) if text and now <= until else None
