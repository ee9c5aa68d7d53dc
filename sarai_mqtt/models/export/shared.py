"""Joins the graphs of several roles into one shared model, whose input `task` selects the role that runs.

One file and one session then serve speech to text and text to speech. Each role becomes one branch of a chain
of ONNX `If` nodes; only the selected branch runs. All weights are in the outer graph: inside the branches
onnxruntime would keep a second copy of each. Every input has an empty default, so a caller feeds only those
of its role. ONNX requires every branch to produce every output, so it produces those of other roles as empty
tensors.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto, compose, helper, numpy_helper
from onnx.external_data_helper import convert_model_to_external_data, write_external_data_tensors

from sarai_mqtt.models.export.graph import IR_VERSION, OPSETS
from sarai_mqtt.models.export.weights import file_bytes

ROLES_KEY = "sarai.roles"
TASK = "task"
# Smaller tensors stay in the graph file, where shape inference can see them.
_EXTERNAL_BYTES = 1024


def join(parts: Mapping[str, ModelProto]) -> ModelProto:
    """Return the shared model of `parts` (role -> model); their inputs and outputs become `<role>.<name>`.

    Its input `task` (int64 scalar) is the role's number; the metadata `sarai.roles` holds them as a JSON
    object role -> task. The parts, two or more, must be valid at opset 20.
    """
    named = {role: compose.add_prefix(model, f"{role}.") for role, model in parts.items()}
    outputs = [value for model in named.values() for value in model.graph.output]
    weights = _shared_weights([model.graph for model in named.values()])
    branches = [_branch(role, model.graph, outputs) for role, model in named.items()]
    nodes: list[NodeProto] = []
    final = _chain(branches, 0, outputs, nodes)
    nodes += [
        helper.make_node("Identity", [made], [value.name]) for made, value in zip(final, outputs, strict=True)
    ]
    inputs = [value for model in named.values() for value in model.graph.input]
    graph = helper.make_graph(
        nodes,
        "sarai_audio",
        [helper.make_tensor_value_info(TASK, TensorProto.INT64, []), *inputs],
        [_unshaped(value, value.name) for value in outputs],
        [*weights, *(_empty(value, value.name) for value in inputs)],
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid(*domain) for domain in OPSETS],
        ir_version=IR_VERSION,
        producer_name="sarai-mqtt",
    )
    roles = {role: task for task, role in enumerate(named)}
    model.metadata_props.add(key=ROLES_KEY, value=json.dumps(roles))
    return model


def save(model: ModelProto, path: Path) -> None:
    """Write `model` to `path` and its weights to `path`.data beside it, the same bytes every time.

    Moves the weights of `model` itself to external data.
    """
    data = path.with_name(f"{path.name}.data")
    data.unlink(missing_ok=True)
    convert_model_to_external_data(model, location=data.name, size_threshold=_EXTERNAL_BYTES)
    write_external_data_tensors(model, str(path.parent))
    path.write_bytes(file_bytes(model))


def _branch(role: str, graph: GraphProto, outputs: list[ValueInfoProto]) -> GraphProto:
    """Return the subgraph of one role: its nodes, its outputs, and an empty tensor for every other output."""
    own = {value.name for value in graph.output}
    nodes, results = list(graph.node), []
    for number, value in enumerate(outputs):
        name = f"{role}/out{number}"
        results.append(_unshaped(value, name))
        if value.name in own:
            nodes.append(helper.make_node("Identity", [value.name], [name]))
        else:
            nodes.append(helper.make_node("Constant", [], [name], value=_empty(value, "")))
    return helper.make_graph(nodes, role, [], results)


def _chain(
    branches: list[GraphProto], task: int, outputs: list[ValueInfoProto], nodes: list[NodeProto]
) -> list[str]:
    """Append to `nodes` those that select among `branches[task:]`, and return the names of their results."""
    if len(branches) == task + 2:
        rest = branches[task + 1]
    else:
        inner: list[NodeProto] = []
        names = _chain(branches, task + 1, outputs, inner)
        results = [_unshaped(value, name) for value, name in zip(outputs, names, strict=True)]
        rest = helper.make_graph(inner, f"not {branches[task].name}", [], results)
    constant = numpy_helper.from_array(np.array(task, np.int64))
    nodes.append(helper.make_node("Constant", [], [f"task/{task}"], value=constant))
    nodes.append(helper.make_node("Equal", [TASK, f"task/{task}"], [f"is/{task}"]))
    made = [f"if{task}/out{number}" for number in range(len(outputs))]
    nodes.append(helper.make_node("If", [f"is/{task}"], made, then_branch=branches[task], else_branch=rest))
    return made


def _shared_weights(graphs: list[GraphProto]) -> list[TensorProto]:
    """Return the weights of all `graphs`, equal ones only once, and rename the nodes' inputs accordingly."""
    kept: dict[tuple[int, tuple[int, ...], bytes], TensorProto] = {}
    for graph in graphs:
        renamed: dict[str, str] = {}
        inputs = {value.name for value in graph.input}
        for weight in graph.initializer:
            if weight.name in inputs:
                continue  # the default of an input: `join` makes one for every input
            content = sha256(numpy_helper.to_array(weight).tobytes()).digest()
            first = kept.setdefault((weight.data_type, tuple(weight.dims), content), weight)
            renamed[weight.name] = first.name
        for node in graph.node:
            node.input[:] = [renamed.get(name, name) for name in node.input]
    return list(kept.values())


def _unshaped(value: ValueInfoProto, name: str) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, value.type.tensor_type.elem_type, None)


def _empty(value: ValueInfoProto, name: str) -> TensorProto:
    """Return a tensor of the value's type without elements: its free dimensions are 0, or else its last."""
    tensor = value.type.tensor_type
    sizes = [size.dim_value for size in tensor.shape.dim]
    if 0 not in sizes:
        sizes = [*sizes[:-1], 0]
    return numpy_helper.from_array(np.zeros(sizes, helper.tensor_dtype_to_np_dtype(tensor.elem_type)), name)
