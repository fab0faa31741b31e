"""Members to one ONNX graph with half-precision weights, and back from it for a warm start."""

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from qc.domain.errors import TrainingRefused
from qc.learning.manifest import GRAPH, read_manifest
from qc.learning.parting import part_joins


class Panel(nn.Module):
    """All members side by side: from (n, channels, size, size) to probabilities of diagnostic (n, members)."""

    def __init__(self, members: Sequence[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, x: Tensor) -> Tensor:
        return torch.sigmoid(torch.cat([member(x) for member in self.members], dim=1))


def export_members(members: Sequence[nn.Module], path: Path, *, size: int, channels: int = 3) -> None:
    """Write one graph for all members; input `cmoe` float32 (n, channels, size, size), output (n, members)."""
    panel = Panel(members).eval()
    # Marked as training at the top only, or the exporter joins under one name what is equal by chance.
    panel.training = True
    with warnings.catch_warnings():
        # The exporter that replaces this one needs a package that nothing else here needs.
        warnings.filterwarnings("ignore", message=".*legacy TorchScript-based ONNX export.*")
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="torch.onnx")
        torch.onnx.export(
            panel,
            (torch.zeros(1, channels, size, size),),
            str(path),
            input_names=["cmoe"],
            output_names=["probability"],
            dynamic_axes={"cmoe": {0: "n"}, "probability": {0: "n"}},
            training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False,
            dynamo=False,
        )
    graph = onnx.load(path)
    part_joins(graph.graph)
    _halve(graph)
    onnx.save(graph, path)


def read_members(folder: Path) -> list[dict[str, Tensor]]:
    """The weights of every member of an ensemble, by parameter name, float32.

    Raises EnsembleRefused if it differs from its manifest, TrainingRefused if the graph has no members.
    """
    manifest = read_manifest(folder)
    members: list[dict[str, Tensor]] = [{} for _ in range(int(manifest["members"]))]
    for weight in onnx.load(folder / GRAPH).graph.initializer:
        part, _, rest = weight.name.partition(".")
        number, _, name = rest.partition(".")
        if part == "members" and number.isdigit():
            values = numpy_helper.to_array(weight).astype(np.float32)
            members[int(number)][name.removesuffix(HALF)] = torch.from_numpy(values.copy())
    if not all(members):
        raise TrainingRefused(f"The graph of {folder.name} does not name its members' weights.")
    return members


HALF = ".half"
"""Ends the name of a weight stored in half precision."""


def _halve(model: onnx.ModelProto) -> None:
    """Store every float32 weight as float16 with a cast back: half the size, and folded when loaded."""
    graph = model.graph
    halved, casts = [], []
    for weight in graph.initializer:
        if weight.data_type != TensorProto.FLOAT or ".running_" in weight.name:  # small variances need their bits
            halved.append(weight)
            continue
        values = numpy_helper.to_array(weight).astype(np.float16)
        halved.append(numpy_helper.from_array(values, weight.name + HALF))
        casts.append(helper.make_node("Cast", [weight.name + HALF], [weight.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(halved)
    graph.node.extend(nodes)
