"""Loads models of llama.cpp, keeps its log, and aborts its computations."""

import ctypes
import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp as llama

from sarai_mqtt.core.errors import ModelError

log = logging.getLogger(__name__)

_BUILD_AGAIN = "Run `sarai-mqtt models build`, or check the file in your settings."
_BUFFER = re.compile(r"buffer size =\s*([\d.]+) MiB")
_GGML_ERROR = 4

_log_capture = threading.local()


def _log(level: int, text: bytes, _data: object) -> None:
    line = text.decode("utf-8", "replace").rstrip()
    if line.strip(" ."):
        log.debug("%s", line)
        getattr(_log_capture, "lines", []).append((level, line))


_log_callback = llama.llama_log_callback(_log)
llama.llama_log_set(_log_callback, ctypes.c_void_p(None))
llama.llama_backend_init()

# The abort callback is called at every node of the graph, about 900 times a token. A Python function would
# take the GIL each time; `strlen` of a one-letter buffer answers 0 or 1 without it.
is_set = ctypes.cast(ctypes.CDLL(None).strlen, llama.ggml_abort_callback)


class Flag:
    """One byte that another thread sets and llama.cpp reads during a computation."""

    def __init__(self) -> None:
        self.memory = ctypes.create_string_buffer(64)

    def set(self) -> None:
        """Abort the computation that uses this flag; safe from any thread."""
        self.memory[0] = b"\1"

    def __bool__(self) -> bool:
        return self.memory[0] != b"\0"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Handles of a model and of its context, and the size of all their buffers in bytes."""

    model: Any
    context: Any
    bytes: int


def load(path: Path, threads: int, prompt_threads: int, context_tokens: int, batch_tokens: int) -> Loaded:
    """Load the GGUF file `path` and make a context for it; the arguments are those of `Model`.

    Raises ModelError `model_missing`, `model_not_gguf` or `model_damaged`.
    """
    _check_file(path)
    context = None
    with _log_lines() as lines:
        params = llama.llama_model_default_params()
        params.load_mode = llama.LLAMA_LOAD_MODE_NONE  # with mmap, repacked weights are in memory twice
        params.n_gpu_layers = 0
        model = llama.llama_model_load_from_file(os.fsencode(path), params)
        if model:
            sizes = _context_params(threads, prompt_threads, context_tokens, batch_tokens)
            context = llama.llama_init_from_model(model, sizes)
    if not context:
        if model:
            llama.llama_model_free(model)
        errors = [line for level, line in lines if level == _GGML_ERROR] or ["no reason given"]
        raise ModelError("model_damaged", f"llama.cpp cannot load {path.name}: {errors[0]}.", _BUILD_AGAIN)
    mebibytes = sum(float(m.group(1)) for _, line in lines if (m := _BUFFER.search(line)))
    return Loaded(model, context, int(mebibytes * 2**20))


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as exc:
        raise ModelError("model_missing", f"{path} cannot be read: {exc.strerror}.", _BUILD_AGAIN) from None
    if magic != b"GGUF":
        raise ModelError("model_not_gguf", f"{path.name} is not a GGUF file.", _BUILD_AGAIN)


def _context_params(
    threads: int, prompt_threads: int, context_tokens: int, batch_tokens: int
) -> llama.llama_context_params:
    params: llama.llama_context_params = llama.llama_context_default_params()
    params.n_ctx = context_tokens
    params.n_batch = params.n_ubatch = batch_tokens
    params.n_threads, params.n_threads_batch = threads, prompt_threads
    params.n_seq_max = 1
    return params


@contextmanager
def _log_lines() -> Iterator[list[tuple[int, str]]]:
    """Collect llama.cpp's log of this thread: only there are buffer sizes and reasons of errors."""
    lines: list[tuple[int, str]] = []
    _log_capture.lines = lines
    try:
        yield lines
    finally:
        del _log_capture.lines
