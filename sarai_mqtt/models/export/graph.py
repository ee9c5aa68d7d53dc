"""Builder of an ONNX graph, node by node; the resulting file depends on nothing but the calls made."""

from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from sarai_mqtt.core.errors import ModelError

OPSET = 20  # the first with Gelu
# Domain of ONNX Runtime's own operators: QGemm accepts a transposed int8 weight.
RUNTIME = "com.microsoft"
OPSETS = (("", OPSET), (RUNTIME, 1))
IR_VERSION = 10
_TYPES = {
    np.dtype(np.float32): TensorProto.FLOAT,
    np.dtype(np.int64): TensorProto.INT64,
    np.dtype(np.int32): TensorProto.INT32,
}
_EPSILON = 1e-5
_LARGEST = 2**31 - 2**20  # bytes of weights: a protobuf message is under 2 GiB, nodes and names included

Array = npt.NDArray[Any]
Shape = list[int | str]


class Graph:
    """One graph under construction. Values are named by strings; equal nodes and constants are added once.

    `kept` is the stored type, float16 or float32, of weights that are not the matrix of a product.
    """

    def __init__(self, name: str, kept: npt.DTypeLike = np.float16) -> None:
        self._name = name
        self._kept = np.dtype(kept)
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._existing: dict[object, list[str]] = {}

    def input(self, name: str, dtype: npt.DTypeLike, shape: Shape, *, optional: bool = False) -> str:
        """Declare an input and return its name; a string in `shape` names a free dimension.

        An `optional` input has a default whose free dimensions are 0.
        """
        self._inputs.append(helper.make_tensor_value_info(name, _TYPES[np.dtype(dtype)], shape))
        if optional:
            empty = np.zeros([size if isinstance(size, int) else 0 for size in shape], dtype)
            self._initializers.append(numpy_helper.from_array(empty, name))
        return name

    def output(self, value: str, name: str, dtype: npt.DTypeLike, shape: Shape) -> None:
        """Declare `value` as the output `name`."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, _TYPES[np.dtype(dtype)], shape))

    def const(self, array: Array) -> str:
        """Add the constant `array` with its own dtype, and return its name."""
        array = np.asarray(array, order="C")
        key = (array.dtype.str, array.shape, sha256(array.data).digest())
        if key not in self._existing:
            name = f"c{len(self._initializers)}"
            self._initializers.append(numpy_helper.from_array(array, name))
            self._existing[key] = [name]
        return self._existing[key][0]

    def ints(self, *values: int) -> str:
        """Add a constant int64 [n], and return its name."""
        return self.const(np.array(values, np.int64))

    def keep(self, array: Array) -> str:
        """Add the weight `array`, stored as `kept`, and return its name as float32.

        ONNX Runtime folds the cast from float16 when it loads the graph.
        """
        stored = self.const(array.astype(self._kept))
        return stored if self._kept == np.float32 else self.op("Cast", stored, to=TensorProto.FLOAT)

    def rows(self, array: Array, start: str, end: str, axis: int) -> str:
        """Add the weight `array` as `keep` does, but return only the span `start` to `end` of `axis`.

        Both are int64 [1].
        It is cut before the cast, so that ONNX Runtime leaves the table in the file and makes no float32
        copy.
        """
        cut = self.op("Slice", self.const(array.astype(self._kept)), start, end, self.ints(axis))
        return cut if self._kept == np.float32 else self.op("Cast", cut, to=TensorProto.FLOAT)

    def gather_rows(self, array: Array, indices: str) -> str:
        """Add the weight `array` as `keep` does, but return only its rows `indices` (int64 [n])."""
        rows = self.op("Gather", self.const(array.astype(self._kept)), indices, axis=0)
        return rows if self._kept == np.float32 else self.op("Cast", rows, to=TensorProto.FLOAT)

    def ops(self, kind: str, count: int, *inputs: str, **attributes: Any) -> list[str]:
        """Add a node of operator `kind` with `count` outputs, and return their names."""
        key = (kind, count, inputs, tuple(sorted((k, str(v)) for k, v in attributes.items())))
        if key not in self._existing:
            names = [f"v{len(self._nodes)}_{i}" for i in range(count)]
            self._nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
            self._existing[key] = names
        return self._existing[key]

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node of operator `kind` with one output, and return its name."""
        return self.ops(kind, 1, *inputs, **attributes)[0]

    def length(self, value: str, axis: int) -> str:
        """Return the size of one axis of `value` as int64 [1]."""
        return self.op("Shape", value, start=axis, end=axis + 1)

    def norm(self, value: str, gamma: Array, beta: Array) -> str:
        """Return `value` after layer normalisation of the last axis with `gamma` and `beta` [width]."""
        scale, shift = self.keep(gamma), self.keep(beta)
        return self.op("LayerNormalization", value, scale, shift, axis=-1, epsilon=_EPSILON)

    def model(self) -> onnx.ModelProto:
        """Return the graph as a checked model. Raises ModelError `model_too_large` above some 2 GB."""
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
