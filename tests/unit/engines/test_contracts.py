import pytest

from sarai_mqtt.engines.onnx.contracts import Contract, Value
from sarai_mqtt.engines.stt import whisper
from sarai_mqtt.engines.tts import synthesizer

CONTRACT = Contract(
    "player",
    {"x": "float32[1, n, 80]", "k_*": "float32[H, n]"},
    {"y": "int64[1, n, H]", "more?": "float32[]"},
)
X, K, Y = Value("float32", (1, "t", 80)), Value("float32", (8, None)), Value("int64", (None, None, 8))


def test_what_fits_has_no_mismatch():
    assert CONTRACT.mismatches({"x": X, "k_0": K, "k_1": K}, {"y": Y}) == []
    assert CONTRACT.mismatches({"x": X, "k_0": K}, {"y": Y, "more": Value("float32", ())}) == []


@pytest.mark.parametrize(
    ("inputs", "outputs", "expected"),
    [
        ({"x": None}, {}, "input x is missing, expected float32[1, n, 80]"),
        ({"k_0": None}, {}, "input k_* is missing, expected float32[H, n]"),
        ({"z": X}, {}, "input z float32[1, t, 80] is not expected"),
        ({"x": Value("float16", X.shape)}, {}, "(type float16, not float32)"),
        ({"x": Value("float32", (1, 80))}, {}, "(rank 2, not 3)"),
        ({"x": Value("float32", (1, "t", 128))}, {}, "(dimension 2 is 128, not 80)"),
        ({"x": Value("float32", (1, "t", "m"))}, {}, "(dimension 2 is free, not 80)"),
        ({"x": Value("float32", (1, 30, 80))}, {}, "(dimension 1 is 30, not free)"),
        ({"k_0": Value("float32", ("h", "n"))}, {}, "(dimension 0 is free, not fixed)"),
        (
            {},
            {"y": Value("int64", (1, "n", 6))},
            "output y is int64[1, n, 6], expected int64[1, n, H] (dimension 2 is 6, not H=8)",
        ),
    ],
)
def test_each_kind_of_mismatch_is_said(inputs, outputs, expected):
    found = {"x": X, "k_0": K} | inputs
    (said,) = CONTRACT.mismatches({name: value for name, value in found.items() if value}, {"y": Y} | outputs)
    assert expected in said


@pytest.mark.parametrize(
    "contract",
    [
        whisper.ENCODER,
        whisper.DECODER,
        synthesizer.TEXT_ENCODER,
        synthesizer.TALKER,
        synthesizer.VOCODER,
        synthesizer.LOGITS_TALKER,
    ],
    ids=lambda contract: contract.role,
)
def test_every_role_refuses_a_file_without_any_of_its_values(contract):
    said = contract.mismatches({}, {"other": X})
    wanted = [name for name in (*contract.inputs, *contract.outputs) if not name.endswith("?")]
    assert len(said) == len(wanted) + 1
