"""Lets a model call tools: the prompt with the tools of the home, and an answer that is calls or none."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sarai_mqtt.core.tools import Tool, ToolCall
from sarai_mqtt.engines.llm.llama import LONGEST_TOKEN, Model, State
from sarai_mqtt.engines.llm.loading import Flag
from sarai_mqtt.engines.llm.tool_calls import CallFormat, format_of, with_values

log = logging.getLogger(__name__)

_MAX_ANSWER = 96  # tokens: two calls with long names
_MIN_QUESTION = 24  # tokens


@dataclass(frozen=True, slots=True)
class _Prompt:
    """The prompt of a language with its tools: sequence state, tokens after the text, and the grammar.

    `room` is the maximum length of the text in tokens; not positive: the tools leave none.
    """

    tools: tuple[Tool, ...]
    state: State | None
    after: Sequence[int]
    room: int
    grammar: str


class ToolCaller:
    """Calls of tools by one model. The caller sees to it that there is one at a time.

    `systems` are the system prompts by language. The prompt of each language is evaluated when it is first
    needed, and again when its tools have changed, which takes as long as any prompt of its length.
    """

    def __init__(self, model: Model, systems: Mapping[str, str]) -> None:
        self._model, self._systems = model, systems
        self._format = format_of(model.template) if systems else None
        self._prompts: dict[str, _Prompt] = {}
        if systems and self._format is None:
            log.warning("the Thinker's chat template has no tools: it reads no orders")

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which the model can call tools."""
        return tuple(self._systems) if self._format else ()

    @property
    def memory_bytes(self) -> int:
        """Size in bytes of the prompt snapshots."""
        return sum(len(prompt.state) for prompt in self._prompts.values() if prompt.state is not None)

    def calls(self, text: str, language: str, tools: Sequence[Tool], abort: Flag) -> tuple[ToolCall, ...]:
        """Return the calls that the model answers `text` with; none if aborted, or if there is no room.

        Raises ModelError if the model fails or is closed.
        """
        if self._format is None or language not in self._systems or not tools:
            return ()
        prompt = self._prepared(self._format, language, tuple(tools), abort)
        if prompt is None or prompt.state is None or len(text) > prompt.room * LONGEST_TOKEN:
            return ()
        tokens = self._model.tokenize(text, special=False)
        # half of a sentence is not read
        if len(tokens) > prompt.room or not self._model.restart(
            prompt.state, [*tokens, *prompt.after], abort
        ):
            return ()
        answer = self._answer(prompt.grammar, abort)
        return self._format.parse(answer) if answer is not None else ()

    def _answer(self, grammar: str, abort: Flag) -> str | None:
        """Return what the model answers within `grammar`; None if aborted or without an end."""
        pieces: list[bytes] = []
        generated = self._model.generate_by(grammar, abort)
        try:
            for piece in generated:
                if len(pieces) == _MAX_ANSWER:
                    return None
                pieces.append(piece)
        finally:
            generated.close()
        return None if abort else b"".join(pieces).decode("utf-8", "replace")

    def _prepared(
        self, form: CallFormat, language: str, tools: tuple[Tool, ...], abort: Flag
    ) -> _Prompt | None:
        """Return the prompt with `tools`, kept from the last time if they are the same; None if aborted."""
        kept = self._prompts.get(language)
        if kept is not None and kept.tools == tools:
            return kept
        schemas: list[dict[str, Any]] = [form.schema(tool) for tool in tools]
        before, after = self._model.render(with_values(self._systems[language], tools), schemas)
        room = self._model.context_tokens - len(before) - len(after) - _MAX_ANSWER
        if room < _MIN_QUESTION:
            log.warning(
                "the tools of this home take %d tokens of %d: the Thinker reads no orders in %s",
                len(before),
                self._model.context_tokens,
                language,
            )
            prompt = _Prompt(tools, None, after, 0, "")
        else:
            state = self._model.snapshot(before, abort)
            if abort:
                return None
            prompt = _Prompt(tools, state, after, room, form.grammar(tools))
        self._prompts[language] = prompt
        return prompt
