"""The state of the dialogue at one site: an open question, the last command, a conversation in progress."""

from dataclasses import dataclass, replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.turns.meaning import asked_about

# How long the last reply can be repeated on request, seconds.
REPEAT_S = 120.0
# How long the code of an alarm is kept for the command that it was said for, seconds.
CODE_S = 60.0


@dataclass(frozen=True, slots=True)
class DialogueTimeouts:
    """Durations for which the dialogue remembers things, in seconds.

    `answer_s` is the time to answer a question of the assistant. For `follow_up_s` a sentence may add to the
    last command, or go on with a conversation with Home Assistant.
    """

    answer_s: float = 10.0
    follow_up_s: float = 30.0


@dataclass(frozen=True, slots=True)
class _Until:
    """An intent that is remembered until a clock reading."""

    intent: Intent
    until: float


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that is open until a clock reading; `again` if it was asked twice.

    It is whether to carry out `intent`, or which one of `choice` is meant. `then` are asked about after it.
    """

    intent: Intent
    until: float
    choice: Choice | None = None
    then: tuple[Intent, ...] = ()
    again: bool = False

    @property
    def intents(self) -> tuple[Intent, ...]:
        """Intents of the question and of those that follow it."""
        return (self.intent, *self.then)


class Dialogue:
    """The dialogue of one site, in memory only. Every `now` is a reading of the service's clock, in s."""

    def __init__(self, timeouts: DialogueTimeouts | None = None) -> None:
        self._timeouts = timeouts or DialogueTimeouts()
        self._asked: _Question | None = None
        self._done: dict[str, _Until] = {}
        self._talk: tuple[str, float] = ("", 0.0)
        self._said: tuple[str, str, float] = ("", "", 0.0)
        self._code: tuple[str, float] = ("", 0.0)

    def ask(self, intent: Intent, now: float, then: tuple[Intent, ...] = ()) -> None:
        """Open the question whether to carry out `intent`, in place of an older one, when it is spoken.

        `then` are commands to ask about when it is answered, whatever the answer.
        """
        self._asked = _Question(intent, now + self._timeouts.answer_s, then=then)

    def ask_which(self, choice: Choice, now: float) -> None:
        """Open the question which one of `choice` is meant, in place of an older question."""
        self._asked = _Question(asked_about(choice), now + self._timeouts.answer_s, choice)

    def may_ask_again(self, now: float) -> bool:
        """Return True if a question is open at `now` and has not yet been repeated."""
        return self._asked is not None and now <= self._asked.until and not self._asked.again

    def ask_again(self, now: float) -> None:
        """Repeat the open question after an unclear answer, with a new time limit."""
        if self._asked is not None:
            self._asked = replace(self._asked, until=now + self._timeouts.answer_s, again=True)

    def asked_aloud(self, at: float) -> None:
        """Start the time for an answer at `at`, when the question will have been spoken."""
        if self._asked is not None:
            self._asked = replace(self._asked, until=at + self._timeouts.answer_s)

    def pending(self, now: float) -> Intent | None:
        """Return the intent that speech begun at `now` may confirm; None if no such question is open then."""
        asked = self._asked
        return asked.intent if asked is not None and now <= asked.until and asked.choice is None else None

    def choice(self, now: float) -> Choice | None:
        """Return the choice that speech begun at `now` may decide; None if no such question is open then."""
        return self._asked.choice if self._asked is not None and now <= self._asked.until else None

    @property
    def next_questions(self) -> tuple[Intent, ...]:
        """Commands to ask about when the open question is answered."""
        return self._asked.then if self._asked is not None else ()

    def close_question(self, about: Intent | Choice) -> bool:
        """Close the question about an intent or a choice.

        Return True if it was still open, so that one answer acts once.
        """
        asked = self._asked
        if asked is None or about != (asked.intent if asked.choice is None else asked.choice):
            return False
        self._asked = None
        return True

    def drop_question(self) -> tuple[Intent, ...]:
        """Drop the open question, as the person wants something else.

        Return what it, and those to be asked after it, are about; empty without one.
        """
        asked, self._asked = self._asked, None
        return asked.intents if asked is not None else ()

    def seconds_to_answer(self, now: float) -> float | None:
        """Return the seconds left to answer the open question (negative if overdue), None without one."""
        return self._asked.until - now if self._asked is not None else None

    def expire_question(self, now: float) -> tuple[Intent, ...]:
        """Drop the question if its time is over at `now`; return what `drop_question` does."""
        return () if self._asked is None or now <= self._asked.until else self.drop_question()

    def remember_command(self, intent: Intent, now: float) -> None:
        """Remember a command that was carried out, because the next sentence may add to it."""
        self._done[intent.language] = _Until(intent, now + self._timeouts.follow_up_s)

    def forget_commands(self) -> None:
        """Let nothing that is said next add to what was carried out before: the person wants nothing."""
        self._done.clear()

    def last_command(self, language: str, now: float) -> Intent | None:
        """Return the last command in `language` to which a sentence at `now` may add; None without one."""
        done = self._done.get(language)
        return done.intent if done is not None and now <= done.until else None

    def remember_conversation(self, conversation: str, now: float) -> None:
        """Remember the id of a conversation with Home Assistant's agent that goes on; "" ends it."""
        self._talk = (conversation, now + self._timeouts.follow_up_s)

    def conversation(self, now: float) -> str:
        """Return the id of the conversation that goes on at `now`, "" if there is none."""
        conversation, until = self._talk
        return conversation if now <= until else ""

    def keep_code(self, code: str, now: float) -> None:
        """Keep the code of an alarm for the command said with it, in place of an earlier one ("": none)."""
        self._code = (code, now + CODE_S)

    def code(self, now: float) -> str:
        """Return the code that was said with the present command, "" without one."""
        code, until = self._code
        return code if now <= until else ""

    def remember_reply(self, text: str, language: str, at: float) -> None:
        """Remember the assistant's last reply, whose speech ends at `at`."""
        self._said = (text, language, at + REPEAT_S)

    def last_reply(self, now: float) -> tuple[str, str] | None:
        """Return text and language of the last reply; None if there is none within REPEAT_S."""
        text, language, until = self._said
        return (text, language) if text and now <= until else None
