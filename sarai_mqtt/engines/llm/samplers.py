"""Chains of llama.cpp's samplers."""

import ctypes
from collections.abc import Sequence

import llama_cpp as llama

from sarai_mqtt.core.errors import ModelError

_REPEAT_WINDOW = 64  # number of last tokens that the repetition penalty considers, llama.cpp's default

Sampler = ctypes.c_void_p


def reply_sampler(tokens: int, temperature: float, min_p: float, repeat_penalty: float) -> Sampler:
    """Return a chain for replies, in llama.cpp's own order; `tokens` is the size of the vocabulary."""
    steps = [llama.llama_sampler_init_penalties(tokens, _REPEAT_WINDOW, repeat_penalty, 0.0, 0.0)]
    if temperature > 0:
        steps += [llama.llama_sampler_init_min_p(min_p, 1), llama.llama_sampler_init_temp(temperature)]
        steps += [llama.llama_sampler_init_dist(llama.LLAMA_DEFAULT_SEED)]
    else:
        steps += [llama.llama_sampler_init_greedy()]
    return _chain(steps)


def grammar_sampler(vocab: object, grammar: str) -> Sampler:
    """Return a chain that takes the likeliest token which a GBNF grammar allows (its rule is `root`).

    Raises ModelError `model_failed` if llama.cpp cannot read the grammar.
    """
    step = llama.llama_sampler_init_grammar(vocab, grammar.encode(), b"root")
    if not step:
        raise ModelError("model_failed", "llama.cpp cannot read the grammar of an answer.")
    return _chain([step, llama.llama_sampler_init_greedy()])


def _chain(steps: Sequence[Sampler]) -> Sampler:
    chain: Sampler = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
    for step in steps:
        llama.llama_sampler_chain_add(chain, step)
    return chain
