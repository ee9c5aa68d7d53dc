"""The voice graphs beside the same layers in plain numpy, on small random weights."""

import math

import numpy as np
import onnxruntime as ort
import pytest

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import voice
from sarai_mqtt.models.export.voice import Int8
from sarai_mqtt.models.export.weights import file_bytes
from tests.harness.voice_weights import CONTENT, PROSODY, small_weights


@pytest.fixture(scope="module")
def weights():
    return small_weights()


class Reference:
    """hibari's layers in float64; values are [n, C]."""

    def __init__(self, weights):
        self.w = {name: np.float64(value) for name, value in weights.items()}

    def norm(self, name, x):
        x = x - x.mean(1, keepdims=True)
        x = x / np.sqrt((x * x).mean(1, keepdims=True) + 1e-5)
        return x * self.w[f"{name}.weight"] + self.w[f"{name}.bias"]

    def linear(self, name, x, weight=".weight", bias=".bias"):
        return x @ self.w[name + weight].T + self.w[name + bias]

    def gelu(self, x):
        return x * np.vectorize(lambda z: 0.5 * math.erfc(-z / math.sqrt(2)))(x)

    def conv(self, name, x, dilation=1):
        kernel = self.w[f"{name}.weight"]
        if kernel.shape[1] == 1 and len(kernel) > 1:
            kernel = kernel * np.eye(len(kernel))[:, :, None]
        size = kernel.shape[2]
        padded = np.pad(x, ((dilation * (size // 2),) * 2, (0, 0)))
        taps = (padded[k * dilation : k * dilation + len(x)] @ kernel[:, :, k].T for k in range(size))
        return sum(taps) + self.w[f"{name}.bias"]

    def block(self, name, x, dilation=1):
        y = self.linear(f"{name}.pw1", self.norm(f"{name}.norm", self.conv(f"{name}.dw", x, dilation)))
        return x + self.w[f"{name}.gamma"] * self.linear(f"{name}.pw2", self.gelu(y))

    def attention(self, name, x):
        y = self.linear(f"{name}.self_attn.", self.norm(f"{name}.norm1", x), "in_proj_weight", "in_proj_bias")
        mixed = []
        for q, k, v in zip(*(np.split(part, 2, 1) for part in np.split(y, 3, 1)), strict=True):
            scores = np.exp(q @ k.T / math.sqrt(q.shape[1]))
            mixed.append(scores / scores.sum(1, keepdims=True) @ v)
        x = x + self.linear(f"{name}.self_attn.out_proj", np.concatenate(mixed, 1))
        y = self.gelu(self.linear(f"{name}.linear1", self.norm(f"{name}.norm2", x)))
        return x + self.linear(f"{name}.linear2", y)

    def text(self, name, ids, passes):
        x = self.w[f"{name}.emb.weight"][ids]
        for i in range(2):
            x = self.block(f"{name}.convs.{i}", x)
        for _ in range(passes):
            x = self.attention(f"{name}.attn", x)
        return self.norm(f"{name}.norm", x)

    def lengths(self, prosody, speed):
        x = self.conv("pn.dur.2", self.gelu(self.conv("pn.dur.0", prosody)))[:, 0]
        return np.maximum(np.round((np.exp(x) - 1) / speed), 1).astype(int)

    def talk(self, content, prosody, speed):
        steps = np.repeat(np.arange(len(content)), self.lengths(prosody, speed))
        x = self.conv("pn.pro_in", prosody[steps])
        for i, dilation in enumerate((1, 2, 4, 8, 1, 2)):
            x = self.block(f"pn.pro.{i}", x, dilation)
        x = self.conv("pn.pro_out", x)
        f0, energy = 100 * x[:, :2].reshape(-1), 5 * x[:, 2:].reshape(-1)
        latents = [
            content[np.repeat(steps, 2)],
            np.log(1 + np.maximum(f0, 0))[:, None] / 5,
            energy[:, None] / 5,
        ]
        return np.concatenate(latents, 1), f0

    def spectra(self, latents):
        x = self.conv("m.dec_in", latents)
        for i in range(8):
            x = self.block(f"m.dec.{i}", x)
        return self.linear("m.head", self.norm("m.dec_norm", x))


@pytest.fixture(scope="module")
def reference(weights):
    return Reference(weights)


@pytest.fixture(scope="module")
def run(weights):
    sessions = {
        "text_encoder": voice.text_encoder(weights),
        "talker": voice.talker(weights),
        "vocoder": voice.vocoder(weights),
    }
    sessions = {name: ort.InferenceSession(file_bytes(model)) for name, model in sessions.items()}
    return lambda name, **inputs: sessions[name].run(None, inputs)


@pytest.mark.parametrize("ids", [[0, 3, 1, 11, 5, 0], [0, 7, 0], list(range(12)) * 3])
def test_text_encoder(run, reference, ids):
    (hidden,) = run("text_encoder", ids=np.array([ids]))
    expected = np.concatenate([reference.text("m.text", ids, 4), reference.text("pn.text", ids, 6)], 1)
    assert hidden.shape == (1, CONTENT + PROSODY, len(ids))
    assert np.abs(hidden[0].T - expected).max() < 1e-4


@pytest.mark.parametrize("speed", [1.0, 0.7, 1.9])
def test_talker(run, reference, speed):
    ids = [0, 3, 1, 11, 5, 2, 8, 0]
    content, prosody = reference.text("m.text", ids, 4), reference.text("pn.text", ids, 6)
    hidden = np.concatenate([content, prosody], 1).T[None].astype(np.float32)
    latents, f0 = run("talker", hidden_states=hidden, speed=np.array([speed], np.float32))
    expected, expected_f0 = reference.talk(content, prosody, speed)
    assert latents.shape == (1, CONTENT + 2, len(expected))
    assert np.abs(latents[0].T - expected).max() < 1e-4
    assert np.abs(f0[0] - expected_f0).max() < 1e-2


def test_pace_is_a_speed_of_one(run, weights):
    ids = [0, 3, 1, 11, 5, 2, 8, 0]
    hidden = run("text_encoder", ids=np.array([ids]))[0]
    slow = ort.InferenceSession(file_bytes(voice.talker(weights, pace=0.5)))
    own = slow.run(None, {"hidden_states": hidden, "speed": np.ones(1, np.float32)})
    asked = run("talker", hidden_states=hidden, speed=np.array([0.5], np.float32))
    assert own[0].shape[2] > run("talker", hidden_states=hidden, speed=np.ones(1, np.float32))[0].shape[2]
    assert np.array_equal(own[0], asked[0])


@pytest.mark.parametrize("frames", [1, 24, 70])
def test_vocoder(run, weights, frames):
    latents = np.random.default_rng(frames).normal(0, 1, (frames, CONTENT + 2))
    (spectra,) = run("vocoder", latents=latents.T[None].astype(np.float32))
    stored, scale = voice.quantize(
        weights["m.head.weight"], 0
    )  # the one product large enough to be stored int8
    expected = Reference(weights | {"m.head.weight": stored * scale}).spectra(latents)
    assert spectra.shape == (1, 3005, frames)
    assert np.abs(spectra[0].T - expected).max() < 1e-4


def test_a_stored_int8_weight_is_taken_as_it_is(weights):
    values = np.arange(-100, 100, dtype=np.int8)[: 2 * PROSODY * PROSODY].reshape(-1, PROSODY)[: 2 * PROSODY]
    given = weights | {"pn.text.attn.linear1.weight": Int8(values, np.float32(0.01))}
    as_float = weights | {"pn.text.attn.linear1.weight": (values * np.float32(0.01))}
    ids = {"ids": np.array([[0, 3, 1, 0]])}
    results = [
        ort.InferenceSession(file_bytes(voice.text_encoder(w))).run(None, ids)[0] for w in (given, as_float)
    ]
    assert np.array_equal(*results)


def test_a_missing_weight_is_named(weights):
    lacking = {name: value for name, value in weights.items() if name != "pn.dur.0.bias"}
    with pytest.raises(ModelError, match=r"pn\.dur\.0\.bias") as error:
        voice.talker(lacking)
    assert error.value.code == "model_shape"


def test_same_bytes_every_time(weights):
    assert file_bytes(voice.talker(weights)) == file_bytes(voice.talker(weights))
