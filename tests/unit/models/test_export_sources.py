"""Small random Whispers as their own libraries wrote them (tests/data/export/make_whisper.py)."""

import json
import shutil
import sys
from pathlib import Path

import ml_dtypes
import numpy as np
import onnxruntime as ort
import pytest
import safetensors.numpy

from sarai_mqtt.core.errors import ModelError, SaraiError
from sarai_mqtt.models.export import (
    Optimize,
    graph,
    whisper,
    whisper_silence,
    whisper_sources,
    whisper_tokens,
)
from sarai_mqtt.models.export.quantize import products
from tests.harness.whisper import Ct2File, TinyWhisper

DATA = Path(__file__).parents[2] / "data" / "export"
TOKENIZER = DATA / "hf" / "tokenizer.json"
SOURCES = {"ct2": "ct2", "hf": "hf", "float32": "openai-float32.pt", "float16": "openai-float16.pt"}


def load(name):
    weights, tokens, _ = whisper_sources.load(DATA / SOURCES[name], TOKENIZER)
    return weights, tokens


@pytest.fixture(scope="module")
def numbers():
    return np.load(DATA / "whisper.npz")


@pytest.fixture(scope="module")
def run():
    """Give the outputs of an exported source for the mel and tokens of `numbers`."""

    def run(name, optimize, numbers):
        weights, tokens = load(name)
        made = whisper.from_weights(weights, tokens, products(Optimize(optimize)), lambda step, done: None)
        encoder, decoder = (ort.InferenceSession(part.model().SerializeToString()) for part in made)
        memory = outputs(encoder, {"mel": numbers["mel"]})
        shape = [weights.decoder_layers, 1, weights.heads, weights.head_width, 0]
        caches = {"self_k": np.zeros(shape, np.float32), "self_v": np.zeros(shape, np.float32).swapaxes(3, 4)}
        return memory, outputs(decoder, {**memory, **caches, "tokens": numbers["tokens"]})

    return run


def outputs(session, feeds):
    return dict(zip([o.name for o in session.get_outputs()], session.run(None, feeds), strict=True))


def expected(logits, tokens):
    """What the decoder graph makes of logits [n, V]: ids and log-probabilities, and that of no speech."""
    logits = logits.astype(np.float64)
    found = {"no_speech": np.exp(logits[:, tokens.no_speech]) / np.exp(logits).sum(1)}
    for suffix, extra in (("", ()), ("_begin", tokens.suppress_begin)):
        allowed = logits.copy()
        allowed[:, [*tokens.suppress, *extra]] = -np.inf
        allowed[:, tokens.end + 1 :] = -np.inf
        found[f"ids{suffix}"] = allowed.argmax(1)
        found[f"log_prob{suffix}"] = allowed.max(1) - np.log(np.exp(allowed).sum(1))
    return found


def gap(found, wanted):
    """The largest difference of a log-probability; the likeliest tokens must be the same."""
    for suffix in ("", "_begin"):
        np.testing.assert_array_equal(found[f"ids{suffix}"][0], wanted[f"ids{suffix}"])
    pairs = [(found[f"log_prob{suffix}"][0], wanted[f"log_prob{suffix}"]) for suffix in ("", "_begin")]
    pairs.append((np.log(found["no_speech"][0]), np.log(wanted["no_speech"])))
    return max(np.abs(got - want).max() for got, want in pairs)


@pytest.mark.parametrize(
    ("name", "logits", "optimize", "tolerance"),
    [
        ("float32", "logits", "none", 1e-5),
        ("hf", "logits_hf", "none", 1e-5),
        ("float16", "logits_rounded", "none", 1e-5),
        ("ct2", "logits_rounded", "none", 1e-5),
        ("float16", "logits_rounded", "fp16", 1e-4),  # queries are scaled before they are rounded
        ("float32", "logits", "fp16", 5e-3),
        ("hf", "logits_hf", "fp16", 5e-3),
        ("ct2", "logits_rounded", "int8", 0.1),
        ("float32", "logits", "int8", 0.1),
    ],
)
def test_exported_graphs_say_what_the_source_says(run, numbers, name, logits, optimize, tolerance):
    _, tokens = load(name)
    _, found = run(name, optimize, numbers)
    assert gap(found, expected(numbers[logits][0], tokens)) < tolerance


@pytest.mark.parametrize(("optimize", "tolerance"), [("none", 1e-5), ("fp16", 5e-3), ("int8", 0.1)])
def test_the_memory_is_that_of_the_sources_encoder(run, numbers, optimize, tolerance):
    weights, _ = load("float32")
    memory, _ = run("float32", optimize, numbers)
    real = memory["cross_bias"] > -1e8
    assert real.sum() == weights.frames  # a full window has no remembered silence
    for i in range(weights.decoder_layers):
        both = weights.linear(f"decoder/layer_{i}/attention/linear_1")
        flat = numbers["encoded"][0] @ both.weight.T + both.bias
        k, v = (part.reshape(weights.frames, weights.heads, -1) for part in np.split(flat, 2, axis=1))
        np.testing.assert_allclose(
            memory[f"cross_k_{i}"][0][:, :, real], k.transpose(1, 2, 0), atol=tolerance, rtol=0
        )
        np.testing.assert_allclose(
            memory[f"cross_v_{i}"][0][:, real], v.transpose(1, 0, 2), atol=tolerance, rtol=0
        )


def same(first, second):
    assert set(first._variables) <= set(second._variables)
    for name, array in first._variables.items():
        np.testing.assert_array_equal(array, second._variables[name], err_msg=name)
        assert name.endswith("num_heads") or array.dtype == second._variables[name].dtype


def test_all_forms_of_one_model_give_the_same_weights():
    same(load("float32")[0], load("hf")[0])
    same(load("float16")[0], load("ct2")[0])
    whole, rounded = load("float32")[0], load("float16")[0]
    for name, array in whole._variables.items():
        np.testing.assert_array_equal(array.astype(np.float16), rounded[name].astype(np.float16))


def test_all_forms_give_the_same_tokens_up_to_lists_of_their_own():
    found = {name: load(name)[1] for name in SOURCES}
    assert found["hf"] == found["ct2"]
    assert found["float32"] == found["float16"]
    assert {(t.end, t.no_speech, t.languages) for t in found.values()} == {(256, 264, ())}
    assert found["hf"].suppress_begin == (220, 256)
    assert found["hf"].suppress[:5] == (1, 2, 7, 40, 91)
    space = json.loads(TOKENIZER.read_text())["model"]["vocab"]["Ġ"]
    assert found["float32"].suppress_begin == (space, 256)


@pytest.fixture
def hf(tmp_path):
    return Path(shutil.copytree(DATA / "hf", tmp_path / "hf"))


def test_shards_and_half_precision_are_read(hf):
    whole = safetensors.numpy.load_file(hf / "model.safetensors")
    (hf / "model.safetensors").unlink()
    places = {name: f"model-{i % 2}.safetensors" for i, name in enumerate(whole)}
    for file in set(places.values()):
        part = {name: array.astype(np.float16) for name, array in whole.items() if places[name] == file}
        safetensors.numpy.save_file(part, hf / file)
    (hf / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    same(whisper_sources.load(hf)[0], load("float16")[0])
    (hf / "model-1.safetensors").unlink()
    assert refused(whisper_sources.load, hf).code == "model_missing"
    for wrong in ('{"weight_map": {"a": "../x"}}', "[]", "{"):
        (hf / "model.safetensors.index.json").write_text(wrong)
        assert refused(whisper_sources.load, hf).code == "model_damaged"


def test_bfloat16_is_read_exactly(hf):
    whole = safetensors.numpy.load_file(hf / "model.safetensors")
    rounded = {name: array.astype(ml_dtypes.bfloat16) for name, array in whole.items()}
    header, data = {}, b""
    for name, array in rounded.items():
        header[name] = {
            "dtype": "BF16",
            "shape": array.shape,
            "data_offsets": [len(data), len(data) + array.nbytes],
        }
        data += array.tobytes()
    table = json.dumps(header).encode()
    (hf / "model.safetensors").write_bytes(len(table).to_bytes(8, "little") + table + data)
    weights, _, _ = whisper_sources.load(hf)
    wanted = rounded["model.decoder.embed_tokens.weight"].astype(np.float32)
    np.testing.assert_array_equal(weights["decoder/embeddings/weight"], wanted, strict=True)


def test_lists_are_looked_for_in_both_files_then_made_by_the_rule(hf):
    (hf / "generation_config.json").unlink()
    _, tokens, _ = whisper_sources.load(hf)
    assert tokens.suppress == load("float32")[1].suppress  # null there: the rule
    assert tokens.suppress_begin == (220, 50256)


def refused(call, *arguments):
    with pytest.raises(SaraiError) as caught:
        call(*arguments)
    return caught.value


def test_what_is_no_whisper_is_told(tmp_path):
    assert refused(whisper_sources.load, tmp_path / "none").code == "model_missing"
    assert refused(whisper_sources.load, tmp_path).code == "model_unrecognised"
    assert refused(whisper_sources.load, DATA / "whisper.npz").code == "model_unrecognised"
    assert refused(whisper_sources.load, DATA / "values.pt", TOKENIZER).code == "model_unrecognised"
    assert "--tokenizer" in refused(whisper_sources.load, DATA / "openai-float32.pt").remedy


def test_damaged_folders_are_told(hf):
    weights = (hf / "model.safetensors").read_bytes()
    (hf / "model.safetensors").write_bytes(weights[:5000])
    assert refused(whisper_sources.load, hf).code == "model_damaged"
    tensors = safetensors.numpy.load(weights)
    for name, change in (
        ("model.encoder.conv1.weight", None),
        ("model.encoder.layers.1.fc2.weight", None),
        ("model.encoder.conv1.weight", lambda a: a[:, :, :2]),
        ("model.decoder.layers.2.fc1.weight", lambda a: a[:-1]),
        ("model.decoder.layers.0.self_attn.q_proj.weight", lambda a: a[:, :-1]),
        ("model.decoder.embed_tokens.weight", lambda a: a[0]),
    ):
        changed = {n: a for n, a in tensors.items() if n != name or change}
        if change:
            changed[name] = np.ascontiguousarray(change(tensors[name]))
        safetensors.numpy.save_file(changed, hf / "model.safetensors")
        error = refused(whisper_sources.load, hf)
        assert error.code == ("model_shape" if change else "model_damaged")
        assert str(hf) in error.reason
    (hf / "model.safetensors").write_bytes(weights)
    (hf / "config.json").write_text('{"encoder_layers": "two"}')
    assert "encoder_layers" in refused(whisper_sources.load, hf).reason
    (hf / "config.json").write_text("{")
    assert refused(whisper_sources.load, hf).code == "model_damaged"
    (hf / "config.json").unlink()
    assert refused(whisper_sources.load, hf).code == "model_missing"


def test_what_was_quantized_already_is_refused(tmp_path):
    model = TinyWhisper(tmp_path)
    name = "decoder/layer_1/ffn/linear_0/weight"
    quantized = np.clip(model.variables[name] * 100, -127, 127).astype(np.int8)
    (tmp_path / "model.bin").write_bytes(Ct2File(model.variables | {name: quantized}).to_bytes())
    error = refused(whisper_sources.load, tmp_path)
    assert error.code == "model_shape"
    assert f"{name} is int8" in error.reason


def test_a_wrong_count_of_heads_is_told(hf):
    config = json.loads((hf / "config.json").read_text())
    (hf / "config.json").write_text(json.dumps(config | {"encoder_attention_heads": 3}))
    error = refused(whisper_sources.load, hf)
    assert error.code == "model_shape"
    assert "num_heads" in error.reason


def test_a_tokenizer_of_another_model_is_told(hf, tmp_path):
    with pytest.raises(ModelError, match="nospeech"):
        whisper_tokens.read(TOKENIZER, 260, [], [])
    whisper_tokens.check_openai(TOKENIZER, 300)  # none of OpenAI's sizes: nothing to compare with
    with pytest.raises(ModelError, match="265, not 50363"):
        whisper_tokens.check_openai(TOKENIZER, 51865)
    assert refused(whisper_tokens.read, tmp_path / "none", 300).code == "model_missing"
    (hf / "tokenizer.json").write_text("{}")
    assert refused(whisper_sources.load, hf).code == "model_unreadable"


def test_without_the_extra_the_remedy_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "safetensors", None)
    error = refused(whisper_sources.load, DATA / "hf")
    assert error.code == "extra_missing"
    assert "sarai-mqtt[export]" in error.remedy
    whisper_sources.load(DATA / "openai-float32.pt", TOKENIZER)  # needs none


def test_a_graph_beyond_the_formats_limit_is_refused(monkeypatch):
    weights, tokens = load("float32")
    monkeypatch.setattr(graph, "_LARGEST", 50_000)
    encoder, _ = whisper.from_weights(weights, tokens, products(Optimize.NONE), lambda step, done: None)
    error = refused(encoder.model)
    assert error.code == "model_too_large"
    small, _ = whisper.from_weights(weights, tokens, products(Optimize.INT8), lambda step, done: None)
    small.model()


def test_files_shrink_with_their_weights():
    weights, tokens = load("float32")
    sizes = []
    for optimize in Optimize:
        made = whisper.from_weights(weights, tokens, products(optimize), lambda step, done: None)
        sizes.append(sum(tensor.ByteSize() for part in made for tensor in part.model().graph.initializer))
    int8, fp16, none = sizes
    assert int8 < fp16 < none
