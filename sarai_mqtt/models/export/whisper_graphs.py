"""Whisper's encoder and decoder as two ONNX graphs for short utterances, with explicit key/value caches."""

import math

import numpy as np

from sarai_mqtt.models.export.graph import Array, Graph
from sarai_mqtt.models.export.quantize import Products
from sarai_mqtt.models.export.whisper_silence import Tail
from sarai_mqtt.models.export.whisper_tokens import Tokens
from sarai_mqtt.models.export.whisper_weights import Linear, Weights

_NEVER = np.array(-1e9, np.float32)
_MASKED = -65504.0  # the lowest float16
_LARGEST = 2**31 - 1


def encoder(weights: Weights, self_tail: Tail, cross_tail: Tail, products: Products) -> Graph:
    """Build the encoder: mel -> keys and values for the decoder's cross attention.

    Input `mel` float32 [1, mels, T], with T even and at most twice `weights.frames`. Outputs, for every
    decoder layer i, `cross_k_i` [1, H, d, S] and `cross_v_i` [1, H, S, d], and `cross_bias` [S], all float32.
    S is T/2 real frames followed by those frames of the silence tail that come after them. `self_tail` is
    the tail of the encoder's self attention, `cross_tail` that of the cross attention (`whisper_silence`).
    """
    graph = Graph("whisper-encoder", products.kept)
    layers = _Layers(graph, products, weights)
    x = graph.input("mel", np.float32, [1, weights.mels, "T"])
    for name, stride in (("conv1", 1), ("conv2", 2)):
        kernel, shift = weights[f"encoder/{name}/weight"], weights[f"encoder/{name}/bias"]
        x = graph.op("Conv", x, graph.keep(kernel), graph.keep(shift), pads=[1, 1], strides=[stride])
        x = graph.op("Gelu", x)
    x = graph.op("Transpose", x, perm=[0, 2, 1])
    frames = graph.length(x, 1)
    places = weights["encoder/position_encodings/encodings"]
    x = graph.op("Add", x, graph.rows(places, graph.ints(0), frames, 0))
    self_frames, cross_frames = _TailFrames(graph, frames, self_tail), _TailFrames(graph, frames, cross_tail)
    bias = self_frames.bias()
    for i in range(weights.encoder_layers):
        name = f"encoder/layer_{i}/self_attention"
        y = layers.norm(x, f"{name}/layer_norm")
        q, k, v = layers.heads(y, weights.queries(f"{name}/linear_0"), "qkv")
        attended = layers.attend(q, self_frames.keys(i, k), self_frames.values(i, v), bias)
        x = graph.op("Add", x, layers.linear(attended, weights.linear(f"{name}/linear_1")))
        x = layers.feed_forward(x, f"encoder/layer_{i}/ffn")
    x = layers.norm(x, "encoder/layer_norm")
    for i in range(weights.decoder_layers):
        k, v = layers.heads(x, weights.linear(f"decoder/layer_{i}/attention/linear_1"), "kv")
        k, v = cross_frames.keys(i, k), cross_frames.values(i, v)
        graph.output(k, f"cross_k_{i}", np.float32, [1, weights.heads, weights.head_width, "S"])
        graph.output(v, f"cross_v_{i}", np.float32, [1, weights.heads, "S", weights.head_width])
    graph.output(cross_frames.bias(), "cross_bias", np.float32, ["S"])
    return graph


def decoder(weights: Weights, tokens: Tokens, products: Products) -> Graph:
    """Build the decoder: tokens -> greedy choices; one graph for prefill, steps, and scoring of given texts.

    Inputs: `tokens` int64 [1, n]; `self_k` float32 [layers, 1, H, d, p] and `self_v` [layers, 1, H, p, d],
    the cache of the p tokens before; and the encoder's outputs. Outputs, one value per position [1, n]: `ids`
    int64 (the likeliest token that is neither suppressed nor special, or the end) and its `log_prob`;
    `ids_begin` and `log_prob_begin`, the same for the first token of a text; `no_speech`, the probability of
    that token (defined right after the start token). Also `languages` [1, n, languages], logits, only in
    multilingual models; and `new_k` and `new_v`, the cache with the n tokens appended.

    Many texts are scored in one pass (tree attention: Miao et al., SpecInfer, 2023) by three more inputs,
    which are empty otherwise. `tokens` [1, m] then holds the nodes of a prefix tree, parents first.
    `tree_bias` float32 [m, m] is -1e9 where the column's node is neither the row's nor its ancestor, else 0.
    `tree_shift` int64 [m] is a node's position in its text minus its row. `next` int64 [1, m, r] holds the
    tokens that may follow each node. Output `log_prob_next` [1, m, r] is their log-probability; no tokens are
    chosen for the nodes: `ids` and the other outputs per position are [1, n - m].
    """
    graph = Graph("whisper-decoder", products.kept)
    layers = _Layers(graph, products, weights)
    n, heads, head_width = weights.decoder_layers, weights.heads, weights.head_width
    ids = graph.input("tokens", np.int64, [1, "n"])
    self_k = graph.input("self_k", np.float32, [n, 1, heads, head_width, "p"])
    self_v = graph.input("self_v", np.float32, [n, 1, heads, "p", head_width])
    cross_k = [graph.input(f"cross_k_{i}", np.float32, [1, heads, head_width, "S"]) for i in range(n)]
    cross_v = [graph.input(f"cross_v_{i}", np.float32, [1, heads, "S", head_width]) for i in range(n)]
    cross_bias = graph.input("cross_bias", np.float32, ["S"])
    tree = _Tree(graph)

    embedding = products.embedding(graph, weights["decoder/embeddings/weight"])
    past = graph.length(self_v, 3)
    total = graph.op("Add", past, graph.length(ids, 1))
    places = tree.places(past, total, weights.positions)
    encodings = weights["decoder/position_encodings/encodings"]
    x = graph.op("Add", embedding.lookup(ids), graph.gather_rows(encodings, places))
    bias = tree.bias(_causal_bias(graph, past, total, weights.positions))
    new_k, new_v = [], []
    for i in range(n):
        name = f"decoder/layer_{i}"
        y = layers.norm(x, f"{name}/self_attention/layer_norm")
        q, k, v = layers.heads(y, weights.queries(f"{name}/self_attention/linear_0"), "qkv")
        layer = graph.const(np.array(i, np.int64))
        k = graph.op("Concat", graph.op("Gather", self_k, layer, axis=0), k, axis=3)
        v = graph.op("Concat", graph.op("Gather", self_v, layer, axis=0), v, axis=2)
        new_k.append(graph.op("Unsqueeze", k, graph.ints(0)))
        new_v.append(graph.op("Unsqueeze", v, graph.ints(0)))
        attended = layers.attend(q, k, v, bias)
        x = graph.op("Add", x, layers.linear(attended, weights.linear(f"{name}/self_attention/linear_1")))
        y = layers.norm(x, f"{name}/attention/layer_norm")
        (q,) = layers.heads(y, weights.queries(f"{name}/attention/linear_0"), "q")
        attended = layers.attend(q, cross_k[i], cross_v[i], cross_bias)
        x = graph.op("Add", x, layers.linear(attended, weights.linear(f"{name}/attention/linear_2")))
        x = layers.feed_forward(x, f"{name}/ffn")
    logits = embedding.logits(layers.norm(x, "decoder/layer_norm"))
    _choices(graph, logits, tree, weights.vocabulary, tokens)
    graph.output(graph.op("Concat", *new_k, axis=0), "new_k", np.float32, [n, 1, heads, head_width, "p + n"])
    graph.output(graph.op("Concat", *new_v, axis=0), "new_v", np.float32, [n, 1, heads, "p + n", head_width])
    return graph


class _Layers:
    """Layers that both graphs consist of; values are [1, n, D], heads [1, H, n, d]."""

    def __init__(self, graph: Graph, products: Products, weights: Weights) -> None:
        self._graph, self._products, self._weights = graph, products, weights

    def linear(self, x: str, linear: Linear) -> str:
        """Apply a linear layer to the last axis of `x`."""
        return self._products.linear(self._graph, x, linear.weight, linear.bias)

    def norm(self, x: str, name: str) -> str:
        """Apply the layer normalisation `name` to the last axis of `x`."""
        return self._graph.norm(x, *self._weights.norm(name))

    def heads(self, x: str, linear: Linear, parts: str) -> list[str]:
        """Project to one [1, H, n, d] per letter of `parts`, or [1, H, d, n] where the letter is k."""
        graph, count = self._graph, len(parts)
        flat = self.linear(x, linear)
        pieces = graph.ops("Split", count, flat, axis=-1, num_outputs=count) if count > 1 else [flat]
        shape = graph.ints(1, -1, self._weights.heads, self._weights.head_width)
        order = {"q": [0, 2, 1, 3], "k": [0, 2, 3, 1], "v": [0, 2, 1, 3]}
        split = [graph.op("Reshape", piece, shape) for piece in pieces]
        return [
            graph.op("Transpose", piece, perm=order[part]) for piece, part in zip(split, parts, strict=True)
        ]

    def attend(self, q: str, k: str, v: str, bias: str) -> str:
        """Return attention [1, n, D] of q [1, H, n, d], k [1, H, d, S], v [1, H, S, d]; `bias` is added."""
        graph = self._graph
        scores = graph.op("Softmax", graph.op("Add", graph.op("MatMul", q, k), bias), axis=-1)
        attended = graph.op("Transpose", graph.op("MatMul", scores, v), perm=[0, 2, 1, 3])
        return graph.op("Reshape", attended, graph.ints(1, -1, self._weights.width))

    def feed_forward(self, x: str, name: str) -> str:
        """Return `x` [1, n, D] plus the output of its feed-forward block."""
        y = self.linear(self.norm(x, f"{name}/layer_norm"), self._weights.linear(f"{name}/linear_0"))
        y = self.linear(self._graph.op("Gelu", y), self._weights.linear(f"{name}/linear_1"))
        return self._graph.op("Add", x, y)


class _Tree:
    """The inputs of a tree of texts to be scored; empty by default, when tokens are to be chosen."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._next = graph.input("next", np.int64, [1, "m", "r"], optional=True)
        self._bias = graph.input("tree_bias", np.float32, ["m", "m"], optional=True)
        self._shift = graph.input("tree_shift", np.int64, ["m"], optional=True)
        self._count = graph.length(self._shift, 0)

    def places(self, past: str, total: str, positions: int) -> str:
        """Return the position of each new token in its text, int64 [n]."""
        graph = self._graph
        row = graph.op("Slice", graph.const(np.arange(positions, dtype=np.int64)), past, total)
        return graph.op("Add", row, self._padded(self._shift, row, graph.const(np.zeros((), np.int64))))

    def bias(self, causal: str) -> str:
        """Return the causal bias [n, p + n] plus the one that keeps the texts apart."""
        zero = self._graph.const(np.zeros((), np.float32))
        return self._graph.op("Add", causal, self._padded(self._bias, causal, zero))

    def chosen(self, value: str) -> str:
        """Return of `value` [1, n, x] the rows [1, n - m, x] for which a token is to be chosen."""
        graph = self._graph
        return graph.op("Slice", value, self._count, graph.ints(_LARGEST), graph.ints(1))

    def score(self, logits: str, total: str) -> None:
        """Add the output `log_prob_next`, from logits [1, n, V] and the log of their exp sums [1, n, 1]."""
        graph = self._graph
        total = graph.op("Slice", total, graph.ints(0), self._count, graph.ints(1))
        log_prob = graph.op("Sub", graph.op("GatherElements", logits, self._next, axis=2), total)
        graph.output(log_prob, "log_prob_next", np.float32, [1, "m", "r"])

    def _padded(self, value: str, like: str, zero: str) -> str:
        """Return `value` padded with `zero` in front of each axis to the shape of `like`."""
        graph = self._graph
        missing = graph.op("Sub", graph.op("Shape", like), graph.op("Shape", value))
        zeros = graph.op("Sub", missing, missing)
        return graph.op("Pad", value, graph.op("Concat", missing, zeros, axis=0), zero)


def _choices(graph: Graph, logits: str, tree: _Tree, vocabulary: int, tokens: Tokens) -> None:
    """Add all outputs of the decoder that depend on `logits` [1, n, vocabulary]."""
    allowed = np.ones(vocabulary, np.bool_)
    allowed[list(tokens.suppress)] = False
    allowed[tokens.end + 1 :] = False
    begin = allowed.copy()
    begin[list(tokens.suppress_begin)] = False
    # One exp and one matrix product for three sums: of all tokens, of those allowed, of those allowed first.
    peak = graph.op("ReduceMax", logits, graph.ints(-1), keepdims=1)
    powers = graph.op("Exp", graph.op("Sub", logits, peak))
    columns = graph.keep(np.stack([np.ones(vocabulary), allowed, begin], axis=1))
    sums = graph.op("Log", graph.op("MatMul", powers, columns))
    log_sum, *parts = (
        graph.op("Add", part, peak) for part in graph.ops("Split", 3, sums, axis=-1, num_outputs=3)
    )
    tree.score(logits, parts[0])
    logits, log_sum = tree.chosen(logits), tree.chosen(log_sum)
    for suffix, mask, part in (("", allowed, parts[0]), ("_begin", begin, parts[1])):
        total = tree.chosen(part)
        masked = graph.op("Add", logits, graph.keep(np.where(mask, 0, _MASKED)))
        chosen = graph.op("ArgMax", masked, axis=-1, keepdims=1)
        log_prob = graph.op("Sub", graph.op("GatherElements", logits, chosen, axis=2), total)
        graph.output(graph.op("Squeeze", chosen, graph.ints(2)), f"ids{suffix}", np.int64, [1, "n"])
        graph.output(graph.op("Squeeze", log_prob, graph.ints(2)), f"log_prob{suffix}", np.float32, [1, "n"])
    no_speech = graph.op("Gather", logits, graph.ints(tokens.no_speech), axis=2)
    no_speech = graph.op("Exp", graph.op("Sub", no_speech, log_sum))
    graph.output(graph.op("Squeeze", no_speech, graph.ints(2)), "no_speech", np.float32, [1, "n"])
    if tokens.languages:
        language_logits = graph.op("Gather", logits, graph.ints(*tokens.languages), axis=2)
        graph.output(language_logits, "languages", np.float32, [1, "n", len(tokens.languages)])


class _TailFrames:
    """The frames of a tail that come after `frames` (int64 [1]) real ones, which replace the earlier ones."""

    def __init__(self, graph: Graph, frames: str, tail: Tail) -> None:
        self._graph, self._frames, self._tail = graph, frames, tail
        half = graph.ints(tail.stride // 2 - 1)  # positions begin at stride / 2, so this rounds up
        self._first = graph.op("Div", graph.op("Add", frames, half), graph.ints(tail.stride))
        self._end = graph.ints(len(tail.positions))

    def keys(self, layer: int, real: str) -> str:
        """Return the keys `real` [1, H, d, n] with those of the tail appended: [1, H, d, S]."""
        return self._append(real, self._tail.keys[layer], 3)

    def values(self, layer: int, real: str) -> str:
        """Return the values `real` [1, H, n, d] with those of the tail appended: [1, H, S, d]."""
        return self._append(real, self._tail.values[layer], 2)

    def bias(self) -> str:
        """Return the attention bias [S]: 0 for real frames, log(stride) for frames of the tail.

        Each frame of the tail stands for `stride` equal ones, which multiplies its weight in the softmax.
        """
        graph, tail = self._graph, self._tail
        weight = graph.const(np.full(len(tail.positions), math.log(tail.stride), np.float32))
        thinned = graph.op("Slice", weight, self._first, self._end)
        return graph.op("Concat", graph.op("ConstantOfShape", self._frames), thinned, axis=0)

    def _append(self, real: str, tail_values: Array, axis: int) -> str:
        frames_kept = self._graph.rows(tail_values[None], self._first, self._end, axis)
        return self._graph.op("Concat", real, frames_kept, axis=axis)


def _causal_bias(graph: Graph, past: str, total: str, positions: int) -> str:
    """Return the attention bias [n, p + n]: 0 for tokens up to the row's own, -1e9 for later ones."""
    places = graph.const(np.arange(positions, dtype=np.int64))
    columns = graph.op("Slice", places, graph.ints(0), total)
    rows = graph.op("Unsqueeze", graph.op("Slice", places, past, total), graph.ints(1))
    later = graph.op("Greater", columns, rows)
    return graph.op("Where", later, graph.const(_NEVER), graph.const(np.zeros((), np.float32)))
