"""Audio adapters, which map frames of a speech encoder to embeddings of a language model, as ONNX graphs.

Known are the published projectors of three projects, by the names of their weights: Ultravox (fixie-ai:
stacked frames, RMS norm, SwiGLU or another activation between two linear layers, a second RMS norm), SLAM-LLM
(X-LANCE: stacked frames, linear, ReLU, linear) and Qwen2-Audio (Alibaba: mean of two frames, layer norm,
linear); and one linear layer on stacked frames.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnx import ModelProto

from sarai_mqtt.core.errors import BadInput, ModelError
from sarai_mqtt.engines.onnx.telemetry import require_off
from sarai_mqtt.models.export import Optimize, safetensors_folder
from sarai_mqtt.models.export.adapter_kinds import Activation, Kind
from sarai_mqtt.models.export.adapter_steps import LayerNorm, Linear, Pointwise, RmsNorm, Step, SwiGlu
from sarai_mqtt.models.export.checkpoint import Floats, Weights
from sarai_mqtt.models.export.graph import Graph
from sarai_mqtt.models.export.weights import store

_POOLED = 2  # frames whose mean Qwen2-Audio takes
_FEWEST = 2  # frames a group: fewer embeddings than frames must come out
# Largest error that is taken, over the largest value; measured on random weights: 1e-6, 1e-3, 1e-2.
_TOLERANCE = {Optimize.NONE: 1e-5, Optimize.FP16: 5e-3, Optimize.INT8: 5e-2}
_LISTED = 8  # at most so many names of weights are listed in an error


# First and last layer of each kind, after any common beginning of the names; in the order of recognition.
_LAYERS: Mapping[Kind, tuple[str, str]] = {
    Kind.ULTRAVOX: ("linear_1", "linear_2"),
    Kind.SLAM: ("linear1", "linear2"),
    Kind.QWEN2_AUDIO: ("multi_modal_projector.linear", "multi_modal_projector.linear"),
    Kind.LINEAR: ("linear", "linear"),
}
_QWEN_NORM = "audio_tower.layer_norm"


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter of `width` features and `stack` frames a group, which are joined, or averaged if `pooled`.

    `embeddings` is the width of its output, `parameters` the number of learnt weights.
    """

    kind: Kind
    width: int
    stack: int
    pooled: bool
    embeddings: int
    parameters: int
    steps: tuple[Step, ...]

    def __call__(self, features: Floats) -> npt.NDArray[np.float64]:
        """Return the embeddings [B, ceil(T / stack), E] of `features` [B, T, D], by numpy alone."""
        missing = -features.shape[1] % self.stack
        x = np.pad(features.astype(np.float64), ((0, 0), (0, missing), (0, 0)))
        x = x.reshape(len(x), -1, self.stack, self.width)
        x = x.mean(2) if self.pooled else x.reshape(*x.shape[:2], -1)
        for step in self.steps:
            x = step.compute(x)
        return x

    def graph(self) -> Graph:
        """Return the graph: `features` float32 [B, T, D] -> `embeddings` float32 [B, ceil(T / stack), E]."""
        graph = Graph("audio-adapter", np.float32)
        x = graph.input("features", np.float32, ["B", "T", self.width])
        # ONNX's Mod has the sign of the divisor, so this is what the last group lacks.
        missing = graph.op("Mod", graph.op("Neg", graph.length(x, 1)), graph.ints(self.stack))
        x = graph.op("Pad", x, graph.op("Concat", graph.ints(0, 0, 0, 0), missing, graph.ints(0), axis=0))
        if self.pooled:
            x = graph.op("Reshape", x, graph.ints(0, -1, self.stack, self.width))
            x = graph.op("ReduceMean", x, graph.ints(2), keepdims=0)
        else:
            x = graph.op("Reshape", x, graph.ints(0, -1, self.stack * self.width))
        for step in self.steps:
            x = step.add(graph, x)
        graph.output(x, "embeddings", np.float32, ["B", "groups", self.embeddings])
        return graph


def read(
    file: Path,
    width: int,
    kind: Kind = Kind.AUTO,
    stack: int | None = None,
    activation: Activation | None = None,
) -> Adapter:
    """Read the adapter in the safetensors `file`, for features of `width`.

    `stack` is the number of frames a group: None takes what the first layer has, for Qwen2-Audio's class 2.
    `activation` is that of Ultravox's class where it is not SwiGLU, and replaces SLAM-LLM's ReLU.

    Raises ModelError: `model_missing`, `model_damaged` (also if a weight is missing), `model_shape`, and
    `adapter_unknown` if the weights are of no class known here, or not of the named one. BadInput:
    `bad_stack` if the first layer takes another number of frames, or one; `activation_missing`. SaraiError
    `extra_missing` without the extra `export`.
    """
    if not file.is_file():
        raise ModelError("model_missing", f"There is no {file}.", "Name a safetensors file.")
    tensors = safetensors_folder.read_file(file)
    kind, before = _recognised(tensors, kind, file)
    weights = Weights(tensors, file)
    pooled = kind is Kind.QWEN2_AUDIO
    first, last = (_shape(tensors, f"{before}{layer}.weight", file) for layer in _LAYERS[kind])
    stack = stack or _POOLED if pooled else _stack(first[1], width, stack, file)
    if stack < _FEWEST:
        raise BadInput(
            "bad_stack",
            f"The adapter in {file} takes {stack} frame a group; fewer embeddings than frames must come out.",
            "Name the width of the features with --width.",
        )
    layers = [Linear.read(weights, tensors, f"{before}{layer}") for layer in dict.fromkeys(_LAYERS[kind])]
    steps: list[Step]
    if kind is Kind.ULTRAVOX:
        steps = _ultravox(weights, before, layers, activation)
    elif kind is Kind.SLAM:
        steps = [layers[0], Pointwise(activation or Activation.RELU), layers[1]]
    elif pooled and f"{before}{_QWEN_NORM}.weight" in tensors:  # at the encoder's end, after the mean
        steps = [LayerNorm.read(weights, f"{before}{_QWEN_NORM}", width), layers[0]]
    else:
        steps = [layers[0]]
    _check_widths(steps, width if pooled else stack * width, file)
    if not pooled:  # that file may hold the whole model
        weights.refuse_rest(before, ())
    return Adapter(kind, width, stack, pooled, last[0], weights.parameters, tuple(steps))


def model(adapter: Adapter, optimize: Optimize, metadata: Mapping[str, str]) -> ModelProto:
    """Return the ONNX model of `adapter`, its weights stored as `optimize` says, with `metadata`.

    `sarai.stack` is added to the metadata.
    """
    made = adapter.graph().model()
    store(made.graph, optimize)
    for key, value in {**metadata, "sarai.stack": str(adapter.stack)}.items():
        made.metadata_props.add(key=key, value=value)
    return made


def check(adapter: Adapter, made: ModelProto, optimize: Optimize, seed: int = 0) -> float:
    """Return the largest absolute error of the model `made` against numpy on random features.

    They have 1 to 150 frames. Raises ModelError `export_differs` if the error is more than the storage of the
    weights explains, or the shape another.
    """
    session = ort.InferenceSession(made.SerializeToString(), _options(), providers=["CPUExecutionProvider"])
    random = np.random.default_rng(seed)
    error = largest = 0.0
    for frames in (1, adapter.stack, 2 * adapter.stack + 1, 150):
        features = random.standard_normal((1, frames, adapter.width)).astype(np.float32)
        expected, found = adapter(features), session.run(None, {"features": features})[0]
        if found.shape != (1, ceil(frames / adapter.stack), adapter.embeddings):
            raise ModelError("export_differs", f"The graph makes {list(found.shape)} of {frames} frames.")
        error = max(error, float(np.abs(found - expected).max()))
        largest = max(largest, float(np.abs(expected).max()))
    if not error <= _TOLERANCE[optimize] * largest:
        raise ModelError(
            "export_differs",
            f"The exported adapter differs from numpy by {error:.2g}, its largest value being {largest:.2g}.",
            "Export it with --optimize none." if optimize is not Optimize.NONE else "",
        )
    return error


def _options() -> ort.SessionOptions:
    require_off()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return options


def _recognised(tensors: Collection[str], kind: Kind, file: Path) -> tuple[Kind, str]:
    """Return the kind, and what the names of its weights begin with."""
    kinds = {each: layers for each, layers in _LAYERS.items() if kind in (Kind.AUTO, each)}
    for each, layers in kinds.items():
        first = f"{layers[0]}.weight"
        begins = sorted(name.removesuffix(first) for name in tensors if f".{name}".endswith(f".{first}"))
        if begins:
            return each, begins[0]
    listed = ", ".join(sorted(tensors)[:_LISTED]) or "none"
    known = "; ".join(f"{each}: {layers[0]}.weight" for each, layers in kinds.items())
    raise ModelError(
        "adapter_unknown",
        f"{file} has no weights of an adapter ({known}). It has: {listed}.",
        "docs/export.md lists the adapters that can be exported.",
    )


def _shape(tensors: Mapping[str, npt.NDArray[Any]], name: str, file: Path) -> tuple[int, int]:
    """Return rows and columns of a matrix. Raises ModelError `model_damaged`, `model_shape`."""
    if name not in tensors:
        raise ModelError("model_damaged", f"{file} has no weights {name}.", "Name a whole adapter.")
    shape = tensors[name].shape
    if len(shape) != 2:
        raise ModelError("model_shape", f"{name} in {file} is {list(shape)}, expected a matrix.")
    return shape[0], shape[1]


def _stack(columns: int, width: int, stack: int | None, file: Path) -> int:
    """Return how many frames of `width` the first layer takes. Raises ModelError, BadInput."""
    if columns % width:
        raise ModelError(
            "model_shape",
            f"The first layer in {file} takes {columns} values: no whole frames of {width}.",
            "Name the width of the features with --width.",
        )
    if stack not in (None, columns // width):
        raise BadInput(
            "bad_stack", f"The first layer takes {columns // width} frames of {width}, not {stack}."
        )
    return columns // width


def _ultravox(
    weights: Weights, before: str, layers: list[Linear], activation: Activation | None
) -> list[Step]:
    (rows, columns), (embeddings, middle) = (layer.weight.shape for layer in layers)
    if rows != 2 * middle and activation is None:
        raise BadInput(
            "activation_missing",
            f"{rows} values come out of the first layer and {middle} go into the second: it is not SwiGLU.",
            "Name the function with --activation: projector_act of the model's config.json.",
        )
    between: Step = Pointwise(activation) if activation else SwiGlu()
    steps: list[Step] = [RmsNorm.read(weights, f"{before}ln_pre", columns), layers[0], between]
    if f"{before}ln_mid.weight" in weights:  # Ultravox v0.5 and later
        steps.append(RmsNorm.read(weights, f"{before}ln_mid", middle))
    steps.append(layers[1])
    if f"{before}ln_post.weight" in weights:  # before v0.5
        steps.append(RmsNorm.read(weights, f"{before}ln_post", embeddings))
    return steps


def _check_widths(steps: Sequence[Step], width: int, file: Path) -> None:
    """Raise ModelError `model_shape` if a linear layer does not take what the one before it makes."""
    for step in steps:
        if isinstance(step, SwiGlu):
            width //= 2
        elif isinstance(step, Linear):
            rows, columns = step.weight.shape
            if columns != width:
                raise ModelError(
                    "model_shape",
                    f"A linear layer in {file} takes {columns} values and gets {width}.",
                    "Name the width of the features with --width, and the class with --kind.",
                )
            width = rows
