"""Builds an ONNX graph node by node; the file it saves depends on nothing but the calls made."""

from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from sarai_mqtt.core.errors import ModelError

OPSET = 20  # the first with Gelu
# ONNX Runtime's own operators come beside those of ONNX: QGemm reads a transposed int8 weight.
RUNTIME = "com.microsoft"
OPSETS = (("", OPSET), (RUNTIME, 1))
IR_VERSION = 10
_TYPES = {
    np.dtype(np.float32): TensorProto.FLOAT,
    np.dtype(np.int64): TensorProto.INT64,
    np.dtype(np.int32): TensorProto.INT32,
}
_EPSILON = 1e-5
_LARGEST = 2**31 - 2**20  # a protobuf message has less than 2 GiB; nodes and names need some

Array = npt.NDArray[Any]
Shape = list[int | str]


class Graph:
    """One graph in the making. Values are named by strings; equal nodes and constants are made once.

    Weights that are no matrix of a product are kept as `kept`: float16 or float32.
    """

    def __init__(self, name: str, kept: npt.DTypeLike = np.float16) -> None:
        self._name = name
        self._kept = np.dtype(kept)
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._made: dict[object, list[str]] = {}

    def input(self, name: str, dtype: npt.DTypeLike, shape: Shape, *, optional: bool = False) -> str:
        """Declare an input; a string in `shape` names a free dimension, 0 of an `optional` one not given."""
        self._inputs.append(helper.make_tensor_value_info(name, _TYPES[np.dtype(dtype)], shape))
        if optional:
            empty = np.zeros([size if isinstance(size, int) else 0 for size in shape], dtype)
            self._initializers.append(numpy_helper.from_array(empty, name))
        return name

    def output(self, value: str, name: str, dtype: npt.DTypeLike, shape: Shape) -> None:
        """Publish `value` as the output `name`."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, _TYPES[np.dtype(dtype)], shape))

    def const(self, array: Array) -> str:
        """Store `array` with its own dtype."""
        array = np.asarray(array, order="C")
        key = (array.dtype.str, array.shape, sha256(array.data).digest())
        if key not in self._made:
            name = f"c{len(self._initializers)}"
            self._initializers.append(numpy_helper.from_array(array, name))
            self._made[key] = [name]
        return self._made[key][0]

    def ints(self, *values: int) -> str:
        """Store int64 [n]."""
        return self.const(np.array(values, np.int64))

    def keep(self, array: Array) -> str:
        """Store `array` as the graph keeps its weights, and give it as float32.

        The runtime folds the cast from float16 when it loads.
        """
        stored = self.const(array.astype(self._kept))
        return stored if self._kept == np.float32 else self.op("Cast", stored, to=TensorProto.FLOAT)

    def rows(self, array: Array, start: str, end: str, axis: int) -> str:
        """Like `keep`, but give only the span from `start` to `end` (int64 [1]) of `axis`.

        Cut before the cast: the runtime then leaves the table in the file and no float32 copy of it is made.
        """
        cut = self.op("Slice", self.const(array.astype(self._kept)), start, end, self.ints(axis))
        return cut if self._kept == np.float32 else self.op("Cast", cut, to=TensorProto.FLOAT)

    def picked(self, array: Array, indices: str) -> str:
        """Like `keep`, but give only the rows `indices` (int64 [n])."""
        rows = self.op("Gather", self.const(array.astype(self._kept)), indices, axis=0)
        return rows if self._kept == np.float32 else self.op("Cast", rows, to=TensorProto.FLOAT)

    def ops(self, kind: str, count: int, *inputs: str, **attributes: Any) -> list[str]:
        """Add a node with `count` outputs and give their names."""
        key = (kind, count, inputs, tuple(sorted((k, str(v)) for k, v in attributes.items())))
        if key not in self._made:
            names = [f"v{len(self._nodes)}_{i}" for i in range(count)]
            self._nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
            self._made[key] = names
        return self._made[key]

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one output and give its name."""
        return self.ops(kind, 1, *inputs, **attributes)[0]

    def length(self, value: str, axis: int) -> str:
        """Give the size of one axis as int64 [1]."""
        return self.op("Shape", value, start=axis, end=axis + 1)

    def norm(self, value: str, gamma: Array, beta: Array) -> str:
        """Normalise the last axis."""
        scale, shift = self.keep(gamma), self.keep(beta)
        return self.op("LayerNormalization", value, scale, shift, axis=-1, epsilon=_EPSILON)

    def model(self) -> onnx.ModelProto:
        """Check the graph and give it as a model. Raises ModelError `model_too_large`."""
        if (size := sum(len(tensor.raw_data) for tensor in self._initializers)) > _LARGEST:
            raise ModelError(
                "model_too_large",
                f"{self._name} would have {size / 1e9:.1f} GB; an ONNX file has less than 2.",
                "Export it with fp16 or int8.",
            )
        graph = helper.make_graph(self._nodes, self._name, self._inputs, self._outputs, self._initializers)
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid(*domain) for domain in OPSETS],
            ir_version=IR_VERSION,
            producer_name="sarai-mqtt",
        )
        onnx.checker.check_model(model, full_check=True)
        return model
