"""The export of audio adapters: the graphs against the published formulas, and what is refused."""

import json

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from safetensors.numpy import save_file
from typer.testing import CliRunner

from sarai_mqtt.cli import cli
from sarai_mqtt.core.errors import BadInput, ModelError
from sarai_mqtt.models.export import Optimize, audio_adapter
from sarai_mqtt.models.export.adapter_kinds import Activation, Kind

WIDTH, HIDDEN, EMBEDDINGS = 12, 40, 20


def matrix(random, rows, columns):
    return (random.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float32)


def vector(random, size):
    return random.standard_normal(size).astype(np.float32)


def slam(random, stack=5, before="encoder_projector."):
    return {
        f"{before}linear1.weight": matrix(random, HIDDEN, stack * WIDTH),
        f"{before}linear1.bias": vector(random, HIDDEN),
        f"{before}linear2.weight": matrix(random, EMBEDDINGS, HIDDEN),
        f"{before}linear2.bias": vector(random, EMBEDDINGS),
    }


def ultravox(random, norm, stack=8, middle=HIDDEN // 2, before="multi_modal_projector."):
    sizes = {"ln_pre": stack * WIDTH, "ln_mid": middle, "ln_post": EMBEDDINGS}
    return {
        f"{before}ln_pre.weight": vector(random, sizes["ln_pre"]),
        f"{before}linear_1.weight": matrix(random, HIDDEN, stack * WIDTH),
        f"{before}linear_2.weight": matrix(random, EMBEDDINGS, middle),
        f"{before}{norm}.weight": vector(random, sizes[norm]),
    }


def qwen2_audio(random, before=""):
    return {
        f"{before}audio_tower.conv1.weight": matrix(random, 3, 3),  # of the encoder, not used
        f"{before}audio_tower.layer_norm.weight": vector(random, WIDTH),
        f"{before}audio_tower.layer_norm.bias": vector(random, WIDTH),
        f"{before}multi_modal_projector.linear.weight": matrix(random, EMBEDDINGS, WIDTH),
        f"{before}multi_modal_projector.linear.bias": vector(random, EMBEDDINGS),
    }


def linear(random):
    return {"linear.weight": matrix(random, EMBEDDINGS, 4 * WIDTH), "linear.bias": vector(random, EMBEDDINGS)}


def rms(x, gamma):
    return x / np.sqrt(np.mean(x * x, -1, keepdims=True) + 1e-6) * gamma


def stacked(x, stack):
    x = np.concatenate((x, np.zeros((-len(x) % stack, x.shape[1]), x.dtype)))
    return x.reshape(len(x) // stack, -1)


def slam_formula(x, w):
    w = {name.removeprefix("encoder_projector."): tensor for name, tensor in w.items()}
    hidden = np.maximum(stacked(x, 5) @ w["linear1.weight"].T + w["linear1.bias"], 0)
    return hidden @ w["linear2.weight"].T + w["linear2.bias"]


def ultravox_formula(x, w):
    w = {name.removeprefix("multi_modal_projector."): tensor for name, tensor in w.items()}
    hidden = rms(stacked(x, 8), w["ln_pre.weight"]) @ w["linear_1.weight"].T
    value, gate = hidden[:, : HIDDEN // 2], hidden[:, HIDDEN // 2 :]
    hidden = value * gate / (1 + np.exp(-gate))
    if "ln_mid.weight" in w:
        return rms(hidden, w["ln_mid.weight"]) @ w["linear_2.weight"].T
    return rms(hidden @ w["linear_2.weight"].T, w["ln_post.weight"])


def qwen2_audio_formula(x, w):
    x = np.concatenate((x, np.zeros((len(x) % 2, WIDTH), x.dtype)))
    x = (x[::2] + x[1::2]) / 2
    x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
    x = x * w["audio_tower.layer_norm.weight"] + w["audio_tower.layer_norm.bias"]
    return x @ w["multi_modal_projector.linear.weight"].T + w["multi_modal_projector.linear.bias"]


def linear_formula(x, w):
    return stacked(x, 4) @ w["linear.weight"].T + w["linear.bias"]


CASES = {
    "slam": (slam, slam_formula, Kind.SLAM, 5),
    "ultravox 0.5": (lambda random: ultravox(random, "ln_mid"), ultravox_formula, Kind.ULTRAVOX, 8),
    "ultravox 0.4": (lambda random: ultravox(random, "ln_post"), ultravox_formula, Kind.ULTRAVOX, 8),
    "qwen2-audio": (qwen2_audio, qwen2_audio_formula, Kind.QWEN2_AUDIO, 2),
    "linear": (linear, linear_formula, Kind.LINEAR, 4),
}


def written(tmp_path, weights):
    path = tmp_path / "adapter.safetensors"
    save_file(weights, path)
    return path


def run(made, features):
    session = ort.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(["embeddings"], {"features": features[None]})[0][0]


@pytest.mark.parametrize("name", CASES)
def test_graph_computes_the_published_formula_at_every_length(tmp_path, name):
    build, formula, kind, stack = CASES[name]
    random = np.random.default_rng(1)
    weights = build(random)
    adapter = audio_adapter.read(written(tmp_path, weights), WIDTH)
    assert (adapter.kind, adapter.stack, adapter.embeddings) == (kind, stack, EMBEDDINGS)
    made = audio_adapter.model(adapter, Optimize.NONE, {"sarai.features": "cross_v_5"})
    for frames in (1, stack, stack + 1, 3 * stack - 1, 50):
        features = random.standard_normal((frames, WIDTH)).astype(np.float32)
        found = run(made, features)
        assert found.shape == (-(-frames // stack), EMBEDDINGS)
        np.testing.assert_allclose(found, formula(features, weights), rtol=1e-4, atol=1e-4)
    assert {entry.key: entry.value for entry in made.metadata_props} == {
        "sarai.features": "cross_v_5",
        "sarai.stack": str(stack),
    }


@pytest.mark.parametrize("optimize", Optimize)
@pytest.mark.parametrize("name", CASES)
def test_check_measures_the_error_of_the_storage(tmp_path, name, optimize):
    adapter = audio_adapter.read(written(tmp_path, CASES[name][0](np.random.default_rng(2))), WIDTH)
    made = audio_adapter.model(adapter, optimize, {})
    error = audio_adapter.check(adapter, made, optimize)
    assert error < (1e-4 if optimize is Optimize.NONE else 0.3)


def test_check_refuses_a_graph_that_computes_something_else(tmp_path):
    random = np.random.default_rng(3)
    one, other = slam(random), slam(random)
    adapter = audio_adapter.read(written(tmp_path, one), WIDTH)
    made = audio_adapter.model(audio_adapter.read(written(tmp_path, other), WIDTH), Optimize.INT8, {})
    with pytest.raises(ModelError) as raised:
        audio_adapter.check(adapter, made, Optimize.INT8)
    assert raised.value.code == "export_differs"


def test_int8_makes_the_file_a_quarter(tmp_path):
    random = np.random.default_rng(4)
    weights = {"linear.weight": matrix(random, 200, 4 * 100)}
    adapter = audio_adapter.read(written(tmp_path, weights), 100)
    sizes = {kept: audio_adapter.model(adapter, kept, {}).ByteSize() for kept in Optimize}
    assert sizes[Optimize.INT8] < 0.3 * sizes[Optimize.NONE]
    assert sizes[Optimize.FP16] < 0.55 * sizes[Optimize.NONE]


def test_other_activations_are_named(tmp_path):
    random = np.random.default_rng(5)
    path = written(tmp_path, ultravox(random, "ln_mid", middle=HIDDEN))
    with pytest.raises(BadInput) as raised:
        audio_adapter.read(path, WIDTH)
    assert raised.value.code == "activation_missing"
    for activation in Activation:
        adapter = audio_adapter.read(path, WIDTH, activation=activation)
        made = audio_adapter.model(adapter, Optimize.NONE, {})
        assert audio_adapter.check(adapter, made, Optimize.NONE) < 1e-4


def damaged(change):
    weights = slam(np.random.default_rng(6))
    change(weights)
    return weights


REFUSED = {
    "no weights at all": (damaged(dict.clear), {}, "adapter_unknown"),
    "not of the named class": (damaged(lambda w: None), {"kind": Kind.ULTRAVOX}, "adapter_unknown"),
    "second layer missing": (
        damaged(lambda w: w.pop("encoder_projector.linear2.weight")),
        {},
        "model_damaged",
    ),
    "layers do not fit": (
        damaged(lambda w: w.update({"encoder_projector.linear2.weight": np.zeros((20, 41), np.float32)})),
        {},
        "model_shape",
    ),
    "bias does not fit": (
        damaged(lambda w: w.update({"encoder_projector.linear1.bias": np.zeros(7, np.float32)})),
        {},
        "model_shape",
    ),
    "a weight too many": (
        damaged(lambda w: w.update({"encoder_projector.linear3.weight": np.zeros((2, 2), np.float32)})),
        {},
        "model_shape",
    ),
    "other features": (damaged(lambda w: None), {"width": 7}, "model_shape"),
    "no stacking": (damaged(lambda w: None), {"width": 60}, "bad_stack"),
    "another stack": (damaged(lambda w: None), {"stack": 4}, "bad_stack"),
    "Ultravox without its norm": (
        {
            name: tensor
            for name, tensor in ultravox(np.random.default_rng(7), "ln_mid").items()
            if "ln_pre" not in name
        },
        {},
        "model_damaged",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_refused(tmp_path, name):
    weights, options, code = REFUSED[name]
    with pytest.raises((ModelError, BadInput)) as raised:
        audio_adapter.read(written(tmp_path, weights), **{"width": WIDTH, **options})
    assert raised.value.code == code


def test_missing_file(tmp_path):
    with pytest.raises(ModelError) as raised:
        audio_adapter.read(tmp_path / "none.safetensors", WIDTH)
    assert raised.value.code == "model_missing"


def test_command_writes_the_file_its_metadata_and_what_was_checked(tmp_path):
    source = written(tmp_path, slam(np.random.default_rng(8)))
    output = tmp_path / "made" / "adapter.onnx"
    options = [
        "--width",
        str(WIDTH),
        "--optimize",
        "fp16",
        "--languages",
        "en",
        "--thinker",
        "A model",
        "--json",
    ]
    result = CliRunner().invoke(
        cli, ["models", "export", "audio-adapter", "--from", str(source), "--to", str(output), *options]
    )
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["bytes"] == output.stat().st_size
    assert (told["kind"], told["stack"]) == ("slam", 5)
    assert told["parameters"] == sum(tensor.size for tensor in slam(np.random.default_rng(8)).values())
    assert 0 < told["largest_error"] < 0.01
    model = onnx.load(output)
    assert {entry.key: entry.value for entry in model.metadata_props} == {
        "sarai.features": "cross_v_5",
        "sarai.languages": "en",
        "sarai.thinker": "A model",
        "sarai.stack": "5",
    }


def test_command_writes_nothing_that_does_not_fit(tmp_path):
    source = written(tmp_path, slam(np.random.default_rng(9)))
    output = tmp_path / "adapter.onnx"
    arguments = ["models", "export", "audio-adapter", "--model", str(source), "--output", str(output)]
    result = CliRunner().invoke(cli, arguments)  # 512 features
    assert isinstance(result.exception, ModelError)
    assert result.exception.code == "model_shape"
    assert not output.exists()
