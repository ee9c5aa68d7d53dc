"""A small layer over llama.cpp, through the low-level API of llama-cpp-python.

The high-level `Llama` evaluates the whole prompt again on every turn for hybrid models (LFM2). Here a prompt
is kept as a snapshot of the sequence state and restored in about a millisecond.
"""

import ctypes
import logging
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import jinja2
import llama_cpp as llama
import numpy as np
import numpy.typing as npt
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.llm.loading import Flag, is_set, load
from sarai_mqtt.engines.llm.samplers import Sampler, grammar_sampler, reply_sampler
from sarai_mqtt.engines.llm.token_rows import TokenRows

log = logging.getLogger(__name__)

LONGEST_TOKEN = 256  # characters; bounds what is tokenized of an over-long text

_TRIAL = "One, two, three."  # tokens whose rows are compared with themselves
_TOLERANCE = 1e-3  # share of the logits' standard deviation; on one machine they are the same to the bit
_USER = "\x02user text\x03"  # stands for the user's text while the template is rendered
_ABORTED = 2  # llama_decode's return value

State = ctypes.Array[ctypes.c_uint8]
Embeddings = npt.NDArray[np.float32]
"""Vectors in the place of tokens' embeddings, float32 [n, E]."""


class Model:
    """Model, context and sampler of llama.cpp; calls of several threads run one after another.

    `bytes` is the size of all buffers of llama.cpp, `context_tokens` the size of the context, `width` that of
    a token's embedding, `name` the model's own name ("" if the file has none). After `close` the methods that
    tokenize or evaluate raise ModelError `model_closed`.
    """

    def __init__(
        self, path: Path, threads: int, context_tokens: int, batch_tokens: int, prompt_threads: int = 0
    ) -> None:
        """Load the GGUF file `path`.

        Raises ModelError `model_missing`, `model_not_gguf` or `model_damaged`.

        Args:
            path: the model file.
            threads: threads that evaluate a single token.
            context_tokens: size of the context.
            batch_tokens: number of tokens evaluated at a time.
            prompt_threads: threads that evaluate several tokens at a time; 0: as many as `threads`.

        """
        loaded = load(path, threads, prompt_threads or threads, context_tokens, batch_tokens)
        self._lock = threading.Lock()
        self._path = path
        self._rows: TokenRows | None = None
        self._sampler: Sampler | None = None
        self._model, self._context, self.bytes = loaded.model, loaded.context, loaded.bytes
        self._vocab = llama.llama_model_get_vocab(self._model)
        self._memory = llama.llama_get_memory(self._context)
        self._batch_tokens = batch_tokens
        self.context_tokens = llama.llama_n_ctx(self._context)
        self.width: int = llama.llama_model_n_embd_inp(self._model)
        self.name = self._metadata(b"general.name")

    def close(self) -> None:
        """Free model, context and sampler; do nothing the second time."""
        with self._lock:
            if self._sampler:
                llama.llama_sampler_free(self._sampler)
            if self._context:
                llama.llama_free(self._context)
            if self._model:
                llama.llama_model_free(self._model)
            self._sampler = self._context = self._model = None

    def prepare_embeddings(self) -> None:
        """Let `restart` evaluate embeddings and the tokens after them in one batch, if the model allows it.

        That needs rows of the input embedding that do as embeddings what their tokens do. They do not where
        llama.cpp scales only the rows of tokens (Gemma), so it is tried out, in two evaluations of a few
        tokens. A batch reads all weights, whatever its size. Raises ModelError `model_failed`.
        """
        tokens = self.tokenize(_TRIAL, special=False)[: self._batch_tokens]
        with self._locked():
            try:
                rows = TokenRows(self._path, llama.llama_vocab_n_tokens(self._vocab), self.width)
            except (OSError, ValueError) as reason:
                log.info("speech takes two batches: %s", reason)
                return
            llama.llama_memory_clear(self._memory, False)  # noqa: FBT003
            self._evaluate(tokens)
            of_tokens = self._logits()
            llama.llama_memory_clear(self._memory, False)  # noqa: FBT003
            self._evaluate_embeddings(rows[tokens], logits=True)
            of_rows = self._logits()
        if np.abs(of_rows - of_tokens).max() <= _TOLERANCE * of_tokens.std():
            self._rows = rows
        else:
            log.info("speech takes two batches: %s does not take tokens as embeddings", self._path.name)

    def set_sampler(self, temperature: float, min_p: float, repeat_penalty: float) -> None:
        """Set how tokens are sampled, with the samplers in llama.cpp's own order.

        `temperature` 0 always takes the likeliest token. `min_p` leaves out tokens less likely than this
        share of the likeliest. `repeat_penalty` 1 is off.
        """
        tokens = llama.llama_vocab_n_tokens(self._vocab)
        self._sampler = reply_sampler(tokens, temperature, min_p, repeat_penalty)

    @property
    def template(self) -> str:
        """The model's chat template, "" if it has none."""
        return (llama.llama_model_chat_template(self._model, None) or b"").decode()

    def render(self, system: str, tools: Sequence[Mapping[str, Any]] = ()) -> tuple[list[int], list[int]]:
        """Return the tokens before and after the user's text, by the model's own chat template.

        `system` is the system prompt, `tools` the schemas of tools for the template to list. Raises
        ModelError `no_chat_template` if the model has none, `bad_chat_template` if it fails or does not
        contain the user's text exactly once.
        """
        template = self.template
        if not template:
            raise ModelError("no_chat_template", "The model has no chat template.", "Choose a chat model.")
        bos = llama.llama_vocab_bos(self._vocab)
        formatter = Jinja2ChatFormatter(
            template,
            eos_token=self._token_text(llama.llama_vocab_eos(self._vocab)),
            bos_token=self._token_text(bos),
        )
        try:
            text = formatter(
                messages=[{"role": "system", "content": system}, {"role": "user", "content": _USER}],
                tools=cast("Any", list(tools) or None),  # LFM2 takes them without a wrapper
            ).prompt
        except (ValueError, jinja2.TemplateError) as exc:
            raise ModelError("bad_chat_template", f"The model's chat template fails: {exc}.") from exc
        before, user, after = text.partition(_USER)
        if not user or _USER in after:
            raise ModelError(
                "bad_chat_template", "The model's chat template does not take the question once."
            )
        tokens = self.tokenize(before, special=True)
        if llama.llama_vocab_get_add_bos(self._vocab) and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        return tokens, self.tokenize(after, special=True)

    def tokenize(self, text: str, *, special: bool) -> list[int]:
        """Return the tokens of `text`; control tokens written in it are recognized only if `special`."""
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8
        tokens = (llama.llama_token * room)()
        with self._locked():
            count = llama.llama_tokenize(self._vocab, raw, len(raw), tokens, room, False, special)  # noqa: FBT003
        return tokens[:count]

    def snapshot(self, tokens: Sequence[int], abort: Flag | None = None) -> State:
        """Evaluate `tokens` in an empty context and return a copy of the resulting sequence state.

        If `abort` is set meanwhile, the state is of no use. Raises ModelError `model_failed`.
        """
        with self._locked():
            self._listen_to(abort or Flag())
            llama.llama_memory_clear(self._memory, False)  # noqa: FBT003
            self._evaluate(tokens)
            size = llama.llama_state_seq_get_size(self._context, 0)
            state: State = (ctypes.c_uint8 * size)()
            llama.llama_state_seq_get_data(self._context, state, size, 0)
        return state

    def restart(
        self, state: State, tokens: Sequence[int], abort: Flag, embeddings: Embeddings | None = None
    ) -> bool:
        """Restore `state`, evaluate `embeddings` [n, E], then `tokens`; return False if aborted meanwhile.

        Both are one batch after a successful `prepare_embeddings`, or as many as they need. `abort` also
        aborts what is evaluated afterwards, until the next `restart`. The embeddings must be finite and
        `width` wide. Raises ModelError `model_failed` if llama.cpp does not accept the state or fails.
        """
        with self._locked():
            self._listen_to(abort)
            llama.llama_sampler_reset(self._sampler)
            llama.llama_memory_clear(self._memory, False)  # noqa: FBT003
            if llama.llama_state_seq_set_data(self._context, state, len(state), 0) != len(state):
                raise ModelError("model_failed", "llama.cpp did not take back the prompt's state.")
            if embeddings is not None and self._rows is not None:
                return self._evaluate_embeddings(
                    np.concatenate([embeddings, self._rows[tokens]]), logits=True
                )
            heard = embeddings is None or self._evaluate_embeddings(embeddings, logits=False)
            return heard and not abort and self._evaluate(tokens)

    def first_letter(self, letters: str, otherwise: str) -> str:
        """Return the letter that the model would begin its answer with, or "" for the word `otherwise`.

        A GBNF grammar leaves it no other choice; the likeliest is taken. Call this after `restart`.
        `otherwise` must not begin with any of the letters.
        """
        with self._locked():
            sampler = grammar_sampler(self._vocab, f'root ::= [{letters}] | "{otherwise}"')
            try:
                token = llama.llama_sampler_sample(sampler, self._context, -1)
            finally:
                llama.llama_sampler_free(sampler)
            answer = self._bytes_of(token).decode("utf-8", "replace")[:1]
        return answer if answer and answer in letters else ""

    def generate(self, abort: Flag) -> Iterator[bytes]:
        """Yield the bytes of each next token until the model ends its answer or `abort` is set.

        Call this after `restart`, with its `abort`. Raises ModelError `model_failed`.
        """
        return self._generate(self._sampler, abort)

    def generate_by(self, grammar: str, abort: Flag) -> Generator[bytes]:
        """Yield as `generate` does, but the likeliest tokens that the GBNF `grammar` allows.

        Control tokens have no bytes. Close the iterator if you leave it before its end. Raises ModelError
        `model_failed`.
        """
        with self._locked():
            sampler = grammar_sampler(self._vocab, grammar)
        try:
            yield from self._generate(sampler, abort)
        finally:
            llama.llama_sampler_free(sampler)

    def _listen_to(self, abort: Flag) -> None:
        """Let `abort` abort what is evaluated from now on."""
        self._abort = abort  # llama.cpp only has its address
        llama.llama_set_abort_callback(self._context, is_set, ctypes.addressof(abort.memory))

    def _generate(self, sampler: Sampler | None, abort: Flag) -> Iterator[bytes]:
        token = None
        while not abort:
            with self._locked():
                if token is not None and not self._evaluate([token]):
                    return
                token = llama.llama_sampler_sample(sampler, self._context, -1)
                if llama.llama_vocab_is_eog(self._vocab, token):
                    return
                raw = self._bytes_of(token)
            yield raw

    def _evaluate(self, tokens: Sequence[int]) -> bool:
        """Evaluate `tokens` in batches; return False if aborted. Raises ModelError `model_failed`."""
        for start in range(0, len(tokens), self._batch_tokens):
            part = tokens[start : start + self._batch_tokens]
            array = (llama.llama_token * len(part))(*part)  # the batch points into it
            if not self._decode(llama.llama_batch_get_one(array, len(part))):
                return False
        return True

    def _evaluate_embeddings(self, embeddings: Embeddings, *, logits: bool) -> bool:
        """Evaluate `embeddings` as `_evaluate` does tokens; `logits`: compute those of the last one."""
        for start in range(0, len(embeddings), self._batch_tokens):
            part = np.ascontiguousarray(embeddings[start : start + self._batch_tokens], np.float32)
            wanted = (ctypes.c_int8 * len(part))()
            wanted[-1] = logits and start + len(part) == len(embeddings)
            # Without positions and sequences llama.cpp goes on where the sequence ends, as for tokens.
            batch = llama.llama_batch(
                n_tokens=len(part),
                embd=part.ctypes.data_as(ctypes.POINTER(ctypes.c_float)),
                logits=wanted,
            )
            if not self._decode(batch):
                return False
        return True

    def _logits(self) -> npt.NDArray[np.float32]:
        """Return a copy of the logits of the last token, float32 [vocabulary]."""
        count = llama.llama_vocab_n_tokens(self._vocab)
        logits = llama.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(logits, (count,)).copy()

    def _decode(self, batch: llama.llama_batch) -> bool:
        """Evaluate one batch; return False if aborted. Raises ModelError `model_failed`."""
        code = llama.llama_decode(self._context, batch)
        if code not in (0, _ABORTED):
            raise ModelError("model_failed", f"llama.cpp failed to evaluate tokens (code {code}).")
        return bool(code == 0)

    def _metadata(self, key: bytes) -> str:
        room = 256
        value = ctypes.create_string_buffer(room)
        size = llama.llama_model_meta_val_str(self._model, key, value, room)
        return value.value.decode("utf-8", "replace") if size > 0 else ""

    def _bytes_of(self, token: int) -> bytes:
        room = LONGEST_TOKEN * 4
        piece = ctypes.create_string_buffer(room)
        size = llama.llama_token_to_piece(self._vocab, token, piece, room, 0, False)  # noqa: FBT003
        return piece.raw[: max(size, 0)]

    def _token_text(self, token: int) -> str:
        return (llama.llama_vocab_get_text(self._vocab, token) or b"").decode() if token >= 0 else ""

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock. Raises ModelError `model_closed` after `close`."""
        with self._lock:
            if not self._context:
                raise ModelError(
                    "model_closed", "The Thinker has been unloaded.", "Get it from the pool again."
                )
            yield
