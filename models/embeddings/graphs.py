"""A BERT body as an ONNX graph with 8-bit weights, written down node by node.

Every matrix is int8 with a scale per output column; its input is quantised at run time to uint8 with one scale for the whole
input (``DynamicQuantizeMatMul`` of ONNX Runtime). One text makes one input, so that no text is rounded by its company's scale,
and nothing is padded or masked. Attention, norms and the residual sums stay in float32.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

INPUT, OUTPUT = "ids", "vector"
OWN = "com.microsoft"
OPSET = 17


@dataclass(frozen=True)
class Body:
    """What the graph is made of. ``weights`` under the names of transformers' BertModel; ``offset``: position of the first piece."""

    weights: Mapping[str, NDArray[np.float32]]
    layers: int
    heads: int
    epsilon: float
    offset: int
    pooling: Literal["mean", "cls"]


def write_graph(body: Body, path: Path) -> None:
    """Save the graph: ids (N, L) int64 → vectors (N, D) float32 of unit length; N texts must have the same length L."""
    import onnx

    onnx.save_model(_Writer(body).model(), str(path))


def quantised(matrix: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers between -127 and 127, and the scales along ``axis`` that give the matrix back.

    >>> numbers, scales = quantised(np.array([[1.0, -4.0], [0.5, 2.0]], np.float32), 0)
    >>> numbers.tolist(), scales.ravel().astype(np.float64).round(4).tolist()
    ([[127, -127], [64, 64]], [0.0079, 0.0315])
    """
    largest = np.abs(matrix).max(axis=axis, keepdims=True)
    scales = np.where(largest > 0, largest, 1).astype(np.float32) / np.float32(127)
    return np.round(matrix / scales).astype(np.int8), scales


class _Writer:
    def __init__(self, body: Body) -> None:
        self._body = body
        self._width = body.weights["embeddings.LayerNorm.weight"].shape[0]
        self._nodes: list[NodeProto] = []
        self._values: list[TensorProto] = []

    def model(self) -> "ModelProto":
        from onnx import TensorProto, helper

        vector = self._pool(self._layers(self._embed()))
        self._node("Identity", [vector], out=OUTPUT)
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "pieces"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", self._width])],
            self._values,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(OWN, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="relato")

    def _node(self, operator: str, inputs: list[str], *, domain: str = "", out: str = "", **attributes: Any) -> str:
        from onnx import helper

        out = out or f"v{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [out], domain=domain, **attributes))
        return out

    def _value(self, name: str, values: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self._values.append(numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def _weight(self, name: str) -> str:
        return self._value(name, self._body.weights[name].astype(np.float32))

    def _embed(self) -> str:
        """The rows of the word table are int8 too, each with its own scale: a quarter of the file."""
        weights = self._body.weights
        numbers, scales = quantised(weights["embeddings.word_embeddings.weight"], 1)
        words = self._node("Gather", [self._value("words", numbers), INPUT])
        words = self._node("Cast", [words], to=1)  # 1: float32
        words = self._node("Mul", [words, self._node("Gather", [self._value("word_scales", scales), INPUT])])
        table = weights["embeddings.position_embeddings.weight"][self._body.offset :]
        places = self._value("places", table + weights["embeddings.token_type_embeddings.weight"][0])
        zero, one = self._value("zero", np.array([0])), self._value("one", np.array([1]))
        length = self._node("Slice", [self._node("Shape", [INPUT]), one, self._value("two", np.array([2]))])
        places = self._node("Unsqueeze", [self._node("Slice", [places, zero, length]), zero])
        return self._normed("embeddings.LayerNorm", words, places)

    def _layers(self, state: str) -> str:
        for layer in range(self._body.layers):
            at = f"encoder.layer.{layer}"
            mixed = self._attention(f"{at}.attention.self", state)
            mixed = self._product(mixed, f"{at}.attention.output.dense")
            state = self._normed(f"{at}.attention.output.LayerNorm", mixed, state, f"{at}.attention.output.dense.bias")
            inner = self._product(state, f"{at}.intermediate.dense")
            inner = self._node("BiasGelu", [inner, self._weight(f"{at}.intermediate.dense.bias")], domain=OWN)
            inner = self._product(inner, f"{at}.output.dense")
            state = self._normed(f"{at}.output.LayerNorm", inner, state, f"{at}.output.dense.bias")
        return state

    def _attention(self, at: str, state: str) -> str:
        weights, parts = self._body.weights, ("query", "key", "value")
        together = np.concatenate([weights[f"{at}.{part}.weight"] for part in parts])
        bias = np.concatenate([weights[f"{at}.{part}.bias"] for part in parts])
        product = self._product(state, at, matrix=together, bias=bias)
        names = [f"{at}.{part}.out" for part in parts]
        self._split(product, names)
        return self._node("MultiHeadAttention", names, domain=OWN, num_heads=self._body.heads)

    def _split(self, product: str, names: list[str]) -> None:
        from onnx import helper

        self._nodes.append(helper.make_node("Split", [product], names, axis=2))

    def _product(
        self, state: str, at: str, *, matrix: NDArray[np.float32] | None = None, bias: NDArray[np.float32] | None = None
    ) -> str:
        matrix = self._body.weights[f"{at}.weight"] if matrix is None else matrix
        numbers, scales = quantised(matrix.T, 0)
        inputs = [state, self._value(f"{at}.numbers", numbers), self._value(f"{at}.scales", scales.ravel())]
        if bias is not None:
            inputs += ["", self._value(f"{at}.biases", bias)]
        return self._node("DynamicQuantizeMatMul", inputs, domain=OWN)

    def _normed(self, name: str, state: str, beside: str, bias: str = "") -> str:
        inputs = [
            state,
            beside,
            self._weight(f"{name}.weight"),
            self._weight(f"{name}.bias"),
            *([self._weight(bias)] if bias else []),
        ]
        return self._node("SkipLayerNormalization", inputs, domain=OWN, epsilon=self._body.epsilon)

    def _pool(self, state: str) -> str:
        if self._body.pooling == "mean":
            pooled = self._node("ReduceMean", [state], axes=[1], keepdims=0)
        else:
            pooled = self._node("Gather", [state, self._value("first", np.array(0))], axis=1)
        return self._node("LpNormalization", [pooled], axis=1, p=2)
