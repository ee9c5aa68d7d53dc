"""The Thinker: short spoken answers from a GGUF chat model, and its choice among a few options."""

import codecs
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sarai_mqtt.core.audio import Features
from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.core.tools import Tool, ToolCall
from sarai_mqtt.engines.engine import Engine, FileRoles, LlmOptions
from sarai_mqtt.engines.llm.llama import LONGEST_TOKEN, Embeddings, Model, State
from sarai_mqtt.engines.llm.loading import Flag
from sarai_mqtt.engines.llm.tool_caller import ToolCaller
from sarai_mqtt.languages.packs import entry_for
from sarai_mqtt.languages.sentence_splitter import ReplyTrimmer

if TYPE_CHECKING:
    from sarai_mqtt.engines.llm.audio_adapter import AudioAdapter

_LETTERS = "ABCDE"  # labels of the options to choose from; further options are ignored
_NONE = "none"
_WORD_GRACE = 8  # tokens beyond the limit that may complete the last word


@dataclass(frozen=True, slots=True)
class _Prompt:
    """The prompt of a language: sequence state before the user's text, and the tokens after it.

    `room` is the maximum length of the user's text in tokens.
    """

    state: State
    after: Sequence[int]
    room: int


class LlamaThinker:
    """The `Thinker` port with a GGUF chat model. One reply at a time: a second caller waits.

    With an `adapter` it is an `AudioThinker`, too, and a `ToolThinker` in the languages of `calling`.

    Args:
        path: the GGUF file, which contains a chat template.
        prompts: system prompt by language.
        languages: languages that the model can converse in; in any other it answers with the refusal.
        threads: threads that evaluate a single token.
        prompt_threads: threads that evaluate a prompt; 0: as many as `threads`.
        context_tokens: size of the context for prompt, question and reply together.
        batch_tokens: tokens evaluated at a time.
        max_tokens: maximum length of a reply, which then ends with its last whole sentence.
        temperature: 0 always takes the likeliest token.
        min_p: tokens less likely than this share of the likeliest are left out.
        repeat_penalty: penalty on repeated tokens; 1 is off.
        refusals: by language, the sentence for a language that the model cannot converse in.
        choosing: by language, the system prompt for choosing among options; None or no entry: no choice.
        calling: by language, the system prompt for calling tools; None or no entry: no calls.
        adapter: makes embeddings of audio features; None: it takes text only.

    Raises:
        ModelError: the file is missing, damaged, not GGUF or has no usable chat template; `model_shape`, the
            adapter was made for another model or other languages.
        ConfigError: `prompt_missing`, a language has no prompt; `context_too_small`, the context has no room
            for a question.

    """

    def __init__(
        self,
        path: Path,
        *,
        prompts: Mapping[str, str],
        languages: Sequence[str],
        threads: int,
        refusals: Mapping[str, str],
        prompt_threads: int = 0,
        context_tokens: int = 1024,
        batch_tokens: int = 128,
        max_tokens: int = 40,
        temperature: float = 0.3,
        min_p: float = 0.15,
        repeat_penalty: float = 1.05,
        choosing: Mapping[str, str] | None = None,
        calling: Mapping[str, str] | None = None,
        adapter: "AudioAdapter | None" = None,
    ) -> None:
        self._refusals = refusals
        self._max_tokens = max_tokens
        self._replying = threading.Lock()
        self._abort = Flag()
        self._model = Model(path, threads, context_tokens, batch_tokens, prompt_threads)
        try:
            self._model.set_sampler(temperature, min_p, repeat_penalty)
            self._prompts = {language: self._prepare(language, prompts) for language in languages}
            choices = choosing or {}
            self._choices = {k: self._prepare(k, choices) for k in languages if k in choices}
            called = calling or {}
            self._caller = ToolCaller(self._model, {k: called[k] for k in languages if called.get(k)})
            self._adapter = adapter
            self._audio_prompts = self._prepare_audio(adapter, prompts) if adapter else {}
        except BaseException:
            self._model.close()
            raise

    @property
    def memory_bytes(self) -> int:
        """Size in bytes of weights, context, compute buffers and prompt snapshots."""
        prompts = (*self._prompts.values(), *self._choices.values(), *self._audio_prompts.values())
        states = {id(p.state): len(p.state) for p in prompts}  # speech may have the prompt of text
        return self._model.bytes + sum(states.values()) + self._caller.memory_bytes

    @property
    def audio_features(self) -> str:
        """Name of the features that the adapter takes; "" without an adapter."""
        return self._adapter.features if self._adapter else ""

    @property
    def audio_languages(self) -> Collection[str]:
        """Languages in which it takes speech; none without an adapter."""
        return self._audio_prompts.keys()

    def think(self, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the reply: its first sentence token by token, later ones whole.

        On cancel it ends without an error. Raises BadInput `unknown_language` for a language with neither
        prompt nor refusal, ModelError if the model fails or is closed.
        """
        prompt = self._prompts.get(language)
        if prompt is None:
            yield self._refuse(language)
            return
        with self._replying:
            self._abort = abort = Flag()
            unsubscribe = cancel.on_cancel(abort.set)
            try:
                yield from self._reply(prompt, text, language, abort)
            finally:
                unsubscribe()

    def think_audio(self, features: Features, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the reply to speech, as `think` does; `text` is what was recognised, "" leaves that out.

        Speech that is longer than the context's room is cut at its end. Without any there is no reply.
        Raises ModelError if adapter or model fails, or the model is closed.
        """
        if self._adapter is None or language not in self._audio_prompts:
            yield self._refuse(language)
            return
        with self._replying:
            self._abort = abort = Flag()
            unsubscribe = cancel.on_cancel(abort.set)
            try:
                embeddings = self._adapter.embed(features)
                if len(embeddings):
                    said = f"\n{text}" if text else ""
                    yield from self._reply(self._audio_prompts[language], said, language, abort, embeddings)
            finally:
                unsubscribe()

    def choose(self, text: str, language: str, options: Sequence[str], cancel: Cancel) -> int | None:
        """Return the index of the option that `text` means; None for none of them.

        None, too, on cancel, without options, or in a language without a prompt for choosing. The options
        are spoken sentences; only the first five are considered. A choice costs one evaluation of the text
        and the options, and no generated token. Raises ModelError if the model fails or is closed.
        """
        prompt = self._choices.get(language)
        letters = _LETTERS[: len(options)]
        if prompt is None or not letters:
            return None
        listed = "\n".join(f"{letter}) {option}" for letter, option in zip(letters, options, strict=False))
        with self._replying:
            self._abort = abort = Flag()
            unsubscribe = cancel.on_cancel(abort.set)
            try:
                if not self._evaluate_question(prompt, f"{text}\n{listed}", abort):
                    return None
                letter = self._model.first_letter(letters, _NONE)
            finally:
                unsubscribe()
        return letters.index(letter) if letter and not abort else None

    @property
    def tool_languages(self) -> Collection[str]:
        """Languages in which it calls tools; none if its chat template has no tools."""
        return self._caller.languages

    def call_tools(
        self, text: str, language: str, tools: Sequence[Tool], cancel: Cancel
    ) -> Sequence[ToolCall]:
        """Return the calls of `tools` that `text` asks for; none on cancel, or if no tool does it.

        The first call in a language, and the first after a change of the tools, evaluates them. Raises
        ModelError if the model fails or is closed.
        """
        with self._replying:
            self._abort = abort = Flag()
            unsubscribe = cancel.on_cancel(abort.set)
            try:
                return self._caller.calls(text, language, tools, abort)
            finally:
                unsubscribe()

    def close(self) -> None:
        """Free model and context; a reply in progress stops."""
        self._abort.set()
        self._model.close()

    def _refuse(self, language: str) -> str:
        return entry_for(self._refusals, language, "There is no prompt")

    def _prepare(self, language: str, prompts: Mapping[str, str]) -> _Prompt:
        """Evaluate the prompt of `language` once. Raises ConfigError if it is missing or too long."""
        if language not in prompts:
            raise ConfigError(
                "prompt_missing",
                f"There is no Thinker prompt for {language!r}.",
                f"Add thinker.prompts.{language} to sarai.yaml.",
            )
        before, after = self._model.render(prompts[language])
        room = self._room(before, after)
        return _Prompt(self._model.snapshot(before), after, room)

    def _room(self, before: Sequence[int], after: Sequence[int], where: str = "") -> int:
        """Return the number of tokens left for a question. Raises ConfigError `context_too_small`.

        `where` tells the place of the question in the error.
        """
        taken = len(before) + len(after) + self._max_tokens + _WORD_GRACE
        room: int = self._model.context_tokens - taken
        if room < self._max_tokens:
            raise ConfigError(
                "context_too_small",
                f"{self._model.context_tokens} tokens of context leave no room for a question{where}.",
                "Raise thinker.context_tokens, or shorten the prompt or thinker.max_tokens.",
            )
        return room

    def _prepare_audio(self, adapter: "AudioAdapter", prompts: Mapping[str, str]) -> dict[str, _Prompt]:
        """Evaluate the prompts for speech once.

        Raises ModelError `model_shape` as `AudioAdapter.check`; `bad_chat_template` if the template ends with
        the question. Raises ConfigError `context_too_small`.
        """
        model, prepared = self._model, dict[str, _Prompt]()
        languages = adapter.check(model.width, model.name, self._prompts.keys())
        model.prepare_embeddings()
        for language in languages:
            wanted = adapter.prompt(language)
            before, after = model.render(prompts[language] if wanted.system is None else wanted.system)
            said_before, said_after = (
                model.tokenize(text, special=False) for text in (wanted.before, wanted.after)
            )
            before, after = [*before, *said_before], [*said_after, *after]
            if not after:  # embeddings have no logits: llama.cpp would end the process when it samples
                raise ModelError(
                    "bad_chat_template", "The model's chat template has nothing after the question."
                )
            room = self._room(before, after, f" after the prompt of {adapter.file}, the audio_adapter")
            same = wanted.system is None and not said_before
            state = self._prompts[language].state if same else model.snapshot(before)
            prepared[language] = _Prompt(state, after, room)
        return prepared

    def _evaluate_question(
        self, prompt: _Prompt, text: str, abort: Flag, embeddings: Embeddings | None = None
    ) -> bool:
        """Evaluate `embeddings`, then `text`, both cut to the room there is, after the kept prompt.

        Returns False if aborted.
        """
        heard = None if embeddings is None else embeddings[: prompt.room]
        room = prompt.room - (0 if heard is None else len(heard))
        # the user's text is never parsed for control tokens, so it cannot end its own message
        tokens = self._model.tokenize(text[: room * LONGEST_TOKEN], special=False)[:room]
        return self._model.restart(prompt.state, [*tokens, *prompt.after], abort, heard)

    def _reply(
        self,
        prompt: _Prompt,
        text: str,
        language: str,
        abort: Flag,
        embeddings: Embeddings | None = None,
    ) -> Iterator[str]:
        if not self._evaluate_question(prompt, text, abort, embeddings):
            return
        trimmer, decoder = ReplyTrimmer(language), codecs.getincrementaldecoder("utf-8")("replace")
        cut = False
        for count, raw in enumerate(self._model.generate(abort)):
            piece = decoder.decode(raw)
            if count >= self._max_tokens:
                in_word = piece[:1].isalnum() and not trimmer.has_sentence
                if not in_word or count >= self._max_tokens + _WORD_GRACE:
                    cut = True
                    break
            if passed := trimmer.push(piece):
                yield passed
        if not abort and (rest := trimmer.finish(cut=cut)):
            yield rest


def _open_adapter(options: LlmOptions) -> "AudioAdapter | None":
    """Open the adapter if the Thinker is to take speech. Raises ModelError; ConfigError `config_invalid`."""
    if not options.features:
        return None
    if not options.files.has("audio_adapter"):
        raise ConfigError(
            "config_invalid",
            "thinker.input wants speech, and the Thinker of the profile has no audio_adapter.",
            "Choose a profile whose Thinker has one, as audio-thinker does, or set thinker.input to text.",
        )
    from sarai_mqtt.engines.llm.audio_adapter import NAME_ANOTHER, AudioAdapter  # noqa: PLC0415 - imports onnxruntime

    try:
        graph = options.files.graph("audio_adapter")
    except ModelError as error:
        # one that cannot be read cannot be built again either
        remedy = NAME_ANOTHER if error.code == "model_unreadable" else error.remedy
        reason = f"{error.reason} It is the audio_adapter of the Thinker."
        raise ModelError(error.code, reason, remedy) from error
    return AudioAdapter(graph, options.features)


def _open(options: LlmOptions) -> LlamaThinker:
    adapter = _open_adapter(options)
    return LlamaThinker(
        options.files.path("model"),
        prompts=options.prompts,
        languages=options.languages,
        refusals=options.refusals,
        threads=options.threads,
        prompt_threads=options.prompt_threads,
        context_tokens=options.context_tokens,
        batch_tokens=options.batch_tokens,
        max_tokens=options.max_tokens,
        temperature=options.temperature,
        min_p=options.min_p,
        repeat_penalty=options.repeat_penalty,
        choosing=options.choosing,
        calling=options.calling,
        adapter=adapter,
    )


ENGINE = Engine(FileRoles(("model",), ("audio_adapter",)), _open)
