"""A graph without joins: a convolution of joined channels is the sum of a convolution of each part."""

from collections.abc import Iterator

import numpy as np
from onnx import GraphProto, NodeProto, helper, numpy_helper

PASSED_ON = ("Relu", "MaxPool")
"""What gives the same to each part by itself as to both."""


def part_joins(graph: GraphProto) -> None:
    """Take out, in place, every Concat of convolutions' channels that only convolutions wait for.

    The runtime copies what it joins, and works a Relu or a sum into a convolution only where no join lies between: a
    twelfth of SqueezeNet's time. Weights stay whole and keep their names; they are cut when the graph is loaded.
    """
    parting = _Parting(graph)
    nodes = [new for node in list(graph.node) for new in parting.replace(node)]
    del graph.node[:]
    graph.node.extend(nodes)


class _Parting:
    """What is known of the graph, and which parts stand for a join so far; nodes are met in the order they run in."""

    def __init__(self, graph: GraphProto) -> None:
        self._graph = graph
        outputs = {weight.name: weight.dims[0] for weight in graph.initializer if weight.dims}
        self._channels = {node.output[0]: outputs[node.input[1]] for node in graph.node if node.op_type == "Conv"}
        self._parts: dict[str, list[str]] = {}

    def replace(self, node: NodeProto) -> Iterator[NodeProto]:
        """What runs in the node's place."""
        if self._is_join(node):
            self._parts[node.output[0]] = list(node.input)
        elif not node.input or node.input[0] not in self._parts:
            yield node
        elif node.op_type == "Conv":
            yield from self._sum(node)
        else:
            yield from self._each(node)

    def _is_join(self, node: NodeProto) -> bool:
        joined = node.op_type == "Concat" and all(one in self._channels for one in node.input)
        return joined and self._only_convolved(node.output[0])

    def _only_convolved(self, name: str) -> bool:
        waiting = [node for node in self._graph.node if name in node.input]
        return bool(waiting) and all(
            _is_plain_convolution(node) or (node.op_type in PASSED_ON and self._only_convolved(node.output[0]))
            for node in waiting
        )

    def _each(self, node: NodeProto) -> Iterator[NodeProto]:
        self._parts[node.output[0]] = []
        for number, part in enumerate(self._parts[node.input[0]]):
            new = _like(node, number, [part])
            self._channels[new.output[0]] = self._channels[part]
            self._parts[node.output[0]].append(new.output[0])
            yield new

    def _sum(self, node: NodeProto) -> Iterator[NodeProto]:
        """The bias goes with the first part."""
        begin, sums = 0, []
        for number, part in enumerate(self._parts[node.input[0]]):
            end = begin + self._channels[part]
            cut = f"{node.output[0]}.{number}.cut"
            yield helper.make_node("Slice", [node.input[1], *self._edges(cut, begin, end)], [cut])
            new = _like(node, number, [part, cut, *(node.input[2:] if number == 0 else [])])
            sums.append(new.output[0])
            begin = end
            yield new
        yield helper.make_node("Sum" if len(sums) != 2 else "Add", sums, [node.output[0]], name=f"{node.name}.sum")

    def _edges(self, cut: str, begin: int, end: int) -> Iterator[str]:
        """Names of the numbers that a Slice of input channels takes: from, to, and the axis."""
        for word, value in (("from", begin), ("to", end), ("axis", 1)):
            name = f"{cut}.{word}"
            self._graph.initializer.append(numpy_helper.from_array(np.array([value], dtype=np.int64), name))
            yield name


def _is_plain_convolution(node: NodeProto) -> bool:
    return node.op_type == "Conv" and all(one.i == 1 for one in node.attribute if one.name == "group")


def _like(node: NodeProto, number: int, inputs: list[str]) -> NodeProto:
    """The same operation on other inputs."""
    new = NodeProto()
    new.CopyFrom(node)
    new.name = f"{node.name}.{number}"
    del new.input[:]
    new.input.extend(inputs)
    new.output[0] = f"{node.output[0]}.{number}"
    return new
