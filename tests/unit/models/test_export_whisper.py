import math
from hashlib import sha256

import numpy as np
import onnxruntime as ort
import pytest

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.stt.token_tree import TokenTree
from sarai_mqtt.models.export import whisper, whisper_graphs, whisper_silence
from sarai_mqtt.models.export.quantize import FloatProducts, Int8Products, quantize_rows
from sarai_mqtt.models.export.weights import file_bytes
from sarai_mqtt.models.export.whisper_sources import load
from tests.harness.whisper import TinyWhisper


class Reference:
    """Whisper in plain float64 numpy, after OpenAI's model.py: one frame or token matrix [n, D] at a time."""

    def __init__(self, model):
        self.v = {name: array.astype(np.float64) for name, array in model.variables.items()}
        self.model = model

    def linear(self, name, x):
        return x @ self.v[f"{name}/weight"].T + self.v[f"{name}/bias"]

    def norm(self, name, x):
        x = x - x.mean(1)[:, None]
        x = x / np.sqrt((x * x).mean(1) + 1e-5)[:, None]
        return x * self.v[f"{name}/gamma"] + self.v[f"{name}/beta"]

    def gelu(self, x):
        return x * np.vectorize(lambda z: 0.5 * math.erfc(-z / math.sqrt(2)))(x)

    def attend(self, q, k, v, bias):
        wide = self.model.width // self.model.heads
        out = np.zeros_like(q)
        for h in range(self.model.heads):
            part = slice(h * wide, (h + 1) * wide)
            scores = np.exp(q[:, part] @ k[:, part].T / math.sqrt(wide) + bias)
            out[:, part] = scores / scores.sum(1)[:, None] @ v[:, part]
        return out

    def feed_forward(self, name, x):
        y = self.gelu(self.linear(f"{name}/linear_0", self.norm(f"{name}/layer_norm", x)))
        return x + self.linear(f"{name}/linear_1", y)

    def conv(self, name, x, stride):
        x = np.pad(x, ((1, 1), (0, 0)))
        kernel = self.v[f"encoder/{name}/weight"]
        rows = [
            np.einsum("tm,dmt->d", x[i : i + 3], kernel) + self.v[f"encoder/{name}/bias"]
            for i in range(0, len(x) - 2, stride)
        ]
        return self.gelu(np.array(rows))

    def encode(self, mel, tails=None, stride=16):
        """Give the last hidden frames and each layer's own keys and values; `tails` are appended to these."""
        x = self.conv("conv2", self.conv("conv1", mel.T, 1), 2)
        x = x + self.v["encoder/position_encodings/encodings"][: len(x)]
        memory = []
        for i in range(self.model.layers):
            name = f"encoder/layer_{i}/self_attention"
            q, k, v = np.split(self.linear(f"{name}/linear_0", self.norm(f"{name}/layer_norm", x)), 3, axis=1)
            memory.append((k, v))
            bias = np.zeros(len(x))
            if tails:
                k, v, bias = self.with_tail(k, v, tails[i], stride)
            x = x + self.linear(f"{name}/linear_1", self.attend(q, k, v, bias))
            x = self.feed_forward(f"encoder/layer_{i}/ffn", x)
        return self.norm("encoder/layer_norm", x), memory

    def with_tail(self, k, v, tail, stride):
        places = [p for p in range(stride // 2, self.model.frames, stride) if p >= len(k)]
        bias = np.r_[np.zeros(len(k)), np.full(len(places), math.log(stride))]
        return np.r_[k, tail[0][places]], np.r_[v, tail[1][places]], bias

    def cross(self, x):
        return [
            np.split(self.linear(f"decoder/layer_{i}/attention/linear_1", x), 2, axis=1)
            for i in range(self.model.layers)
        ]

    def memory(self, mel):
        """What the decoder sees of `mel` followed by remembered silence: [(k, v, bias)]."""
        silence = np.full((self.model.mels, 2 * self.model.frames), (1.5 - 8 + 4) / 4)
        rest, tails = self.encode(silence)
        x, _ = self.encode(mel, tails)
        pairs = zip(self.cross(x), self.cross(rest), strict=True)
        return [self.with_tail(k, v, tail, 8) for (k, v), tail in pairs]

    def logits(self, tokens, memory):
        x = (
            self.v["decoder/embeddings/weight"][tokens]
            + self.v["decoder/position_encodings/encodings"][: len(tokens)]
        )
        causal = np.triu(np.full((len(tokens), len(tokens)), -np.inf), 1)
        for i, (ck, cv, bias) in enumerate(memory):
            name = f"decoder/layer_{i}"
            y = self.norm(f"{name}/self_attention/layer_norm", x)
            q, k, v = np.split(self.linear(f"{name}/self_attention/linear_0", y), 3, axis=1)
            x = x + self.linear(f"{name}/self_attention/linear_1", self.attend(q, k, v, causal))
            q = self.linear(f"{name}/attention/linear_0", self.norm(f"{name}/attention/layer_norm", x))
            x = x + self.linear(f"{name}/attention/linear_2", self.attend(q, ck, cv, bias))
            x = self.feed_forward(f"{name}/ffn", x)
        return self.norm("decoder/layer_norm", x) @ self.v["decoder/embeddings/weight"].T


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return TinyWhisper(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def reference(model):
    return Reference(model)


@pytest.fixture(scope="module")
def build(model, tmp_path_factory):
    def build(products):
        weights, tokens, _ = load(model.folder)
        own, cross = whisper_silence.silence_tails(weights, lambda done: None)
        out = tmp_path_factory.mktemp("out")
        encoder = whisper_graphs.encoder(weights, own, cross, products)
        decoder = whisper_graphs.decoder(weights, tokens, products)
        for name, graph in (("encoder", encoder), ("decoder", decoder)):
            (out / f"{name}.onnx").write_bytes(file_bytes(graph.model()))
        return out

    return build


@pytest.fixture(scope="module")
def float_graphs(build):
    return Graphs(build(FloatProducts()))


@pytest.fixture(scope="module")
def int8_graphs(build):
    return Graphs(build(Int8Products()))


class Graphs:
    def __init__(self, folder):
        self.encoder = ort.InferenceSession(str(folder / "encoder.onnx"))
        self.decoder = ort.InferenceSession(str(folder / "decoder.onnx"))

    def encode(self, mel):
        return self.run(self.encoder, {"mel": mel[None].astype(np.float32)})

    def decode(self, memory, tokens, past=None, tree=None):
        past = past or {
            value.name.replace("self", "new"): np.zeros(
                [0 if n == "p" else n for n in value.shape], np.float32
            )
            for value in self.decoder.get_inputs()
            if value.name.startswith("self_")
        }
        caches = {"self_k": past["new_k"], "self_v": past["new_v"]}
        tokens = np.array([tokens], np.int64)
        return self.run(self.decoder, {**memory, **caches, "tokens": tokens, **(tree or {})})

    def run(self, session, feeds):
        return dict(zip([o.name for o in session.get_outputs()], session.run(None, feeds), strict=True))


def some_mel(model, frames, seed=1):
    return np.random.default_rng(seed).uniform(-0.6, 1.4, (model.mels, frames))


def flat_memory(found, layer):
    """Turn the graph's heads into [S, D], without what its bias hides."""
    seen = found["cross_bias"] > -1e8
    k, v = found[f"cross_k_{layer}"][0], found[f"cross_v_{layer}"][0]
    k, v = k.transpose(2, 0, 1), v.transpose(1, 0, 2)
    return k.reshape(len(seen), -1)[seen], v.reshape(len(seen), -1)[seen], found["cross_bias"][seen]


@pytest.mark.parametrize("frames", [2, 14, 50, 80])
def test_float_encoder_is_whisper_with_remembered_silence(model, reference, float_graphs, frames):
    mel = some_mel(model, frames)
    found = float_graphs.encode(mel)
    for layer, wanted in enumerate(reference.memory(mel)):
        for got, want in zip(flat_memory(found, layer), wanted, strict=True):
            np.testing.assert_allclose(got, want, atol=2e-3)  # the tail is kept as float16


def test_a_full_window_has_no_tail(model, reference, float_graphs):
    mel = some_mel(model, 2 * model.frames)
    found, whole = float_graphs.encode(mel), reference.cross(reference.encode(mel)[0])
    for layer, (k, v) in enumerate(whole):
        got_k, got_v, bias = flat_memory(found, layer)
        np.testing.assert_allclose(got_k, k, atol=1e-4)
        np.testing.assert_allclose(got_v, v, atol=1e-4)
        assert not bias.any()


def test_float_decoder_is_whisper(model, reference, float_graphs):
    mel = some_mel(model, 80)
    memory, tokens = float_graphs.encode(mel), [model.end + 1, 7, 300, 12, 4000]
    logits = reference.logits(tokens, reference.memory(mel))
    found = float_graphs.decode(memory, tokens)
    np.testing.assert_allclose(found["languages"][0], logits[:, model.config["lang_ids"]], atol=2e-4)
    total = np.log(np.exp(logits).sum(1))
    silent = logits[:, model.special["<|nocaptions|>"]] - total
    np.testing.assert_allclose(np.log(found["no_speech"][0]), silent, atol=2e-4)
    for suffix, extra in (("", []), ("_begin", model.config["suppress_ids_begin"])):
        allowed = logits.copy()
        allowed[:, [*model.config["suppress_ids"], *extra]] = -np.inf
        allowed[:, model.end + 1 :] = -np.inf
        np.testing.assert_array_equal(found[f"ids{suffix}"][0], allowed.argmax(1))
        wanted = allowed.max(1) - np.log(np.exp(allowed).sum(1))
        np.testing.assert_allclose(found[f"log_prob{suffix}"][0], wanted, atol=2e-4)


def test_steps_with_caches_equal_one_pass(model, float_graphs):
    memory, tokens = float_graphs.encode(some_mel(model, 30)), [model.end + 1, 7, 300, 12, 4000, 2]
    whole = float_graphs.decode(memory, tokens)
    past, log_probs = None, []
    for piece in (tokens[:3], tokens[3:4], tokens[4:]):
        past = float_graphs.decode(memory, piece, past)
        log_probs += list(past["log_prob"][0])
    np.testing.assert_allclose(log_probs, whole["log_prob"][0], atol=1e-4)
    np.testing.assert_allclose(past["new_k"], whole["new_k"], atol=1e-4)


def test_texts_are_scored_as_if_each_were_alone(model, float_graphs):
    memory, prompt = float_graphs.encode(some_mel(model, 30)), [model.end + 1, 7]
    texts = [[300, 12, 5], [300, 12, 9, 4], [300, 40], [8, 12, 5]]
    tree = TokenTree(prompt, texts[0], 20)
    assert all(tree.add(text) for text in texts[1:])
    past = float_graphs.decode(memory, prompt[:-1])
    fed = {"next": tree.next[None], "tree_bias": tree.bias, "tree_shift": tree.shift}
    found = float_graphs.decode(memory, tree.tokens, past, fed)
    assert found["ids"].shape == found["log_prob"].shape == (1, 0)
    chosen = float_graphs.decode(memory, prompt)
    for text, score in zip(texts, tree.sums(found["log_prob_next"][0]), strict=True):
        wanted, past = 0.0, float_graphs.decode(memory, prompt[:-1])
        for token, after in zip([prompt[-1], *text], text, strict=False):
            alone = {
                "next": np.array([[[after]]]),
                "tree_bias": np.zeros((1, 1), np.float32),
                "tree_shift": np.zeros(1, np.int64),
            }
            past = float_graphs.decode(memory, [token], past, alone)
            wanted += float(past["log_prob_next"][0, 0, 0])
        np.testing.assert_allclose(score, wanted, atol=1e-4)
    most = int(chosen["ids"][0, -1])  # what is chosen has the probability that it is scored with
    tree = TokenTree(prompt, [most], 20)
    fed = {"next": tree.next[None], "tree_bias": tree.bias, "tree_shift": tree.shift}
    scored = float_graphs.decode(memory, tree.tokens, float_graphs.decode(memory, prompt[:-1]), fed)
    np.testing.assert_allclose(tree.sums(scored["log_prob_next"][0]), chosen["log_prob"][0, -1:], atol=1e-4)


def test_int8_stays_near_float(model, float_graphs, int8_graphs):
    mel = some_mel(model, 30)
    memory, near = float_graphs.encode(mel), int8_graphs.encode(mel)
    for name, want in memory.items():
        if name != "cross_bias":
            assert np.abs(near[name] - want).mean() < 0.06 * want.std()
    tokens = [model.end + 1, 7, 300, 12]
    exact, got = float_graphs.decode(memory, tokens), int8_graphs.decode(memory, tokens)
    assert np.abs(got["languages"] - exact["languages"]).mean() < 0.06 * exact["languages"].std()
    assert np.abs(got["log_prob"] - exact["log_prob"]).max() < 0.5


def test_rows_are_rounded_to_the_nearest_step():
    weight = np.array([[1.28, -0.5, 0.009], [0, 0, 0]], np.float16)
    quantized, scale = quantize_rows(weight)
    assert quantized.dtype == np.int8
    assert np.abs(quantized * scale[:, None] - weight).max() <= scale.max() / 2
    assert quantized[0].tolist() == [64, -25, 0]
    assert not quantized[1].any()


def test_products_are_exact_on_cpus_that_add_in_16_bits():
    quantized, _ = quantize_rows(np.random.default_rng(0).standard_normal((50, 60)))
    assert np.abs(quantized.astype(int)).max() * 255 * 2 < 2**15


def test_the_same_source_gives_the_same_files(model):
    sums, steps = [], []
    for _ in range(2):
        graphs = whisper.graphs(model.folder, lambda step, done: steps.append((step, done)))
        sums.append([sha256(file_bytes(graph.model())).hexdigest() for graph in graphs])
    assert sums[0] == sums[1]
    fractions = [done for _, done in steps[: len(steps) // 2]]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_an_english_model_offers_no_languages(tmp_path):
    model = TinyWhisper(tmp_path, vocabulary=51864)
    _, decoder = whisper.graphs(model.folder, lambda step, done: None)
    assert "languages" not in [output.name for output in decoder.model().graph.output]


def test_lacking_weights_are_named(model):
    weights, _, _ = load(model.folder)
    with pytest.raises(ModelError, match="no/such/weight"):
        weights["no/such/weight"]
