"""The published protocol: where its ensembles lie, and what they begin from."""

from pathlib import Path

import torch

from qc.learning.architectures import ARCHITECTURES, build
from qc.learning.cross_validation import _weights, ensemble_name
from qc.learning.training import Plan

CMOE = Plan(architecture="SqueezeNet 1.0")
WITH_MAGNITUDE = Plan(architecture="SqueezeNet 1.0", takes="magnitude and CMOE")


def test_ensembles_that_see_different_things_lie_side_by_side() -> None:
    assert [ensemble_name(one) for one in (CMOE, WITH_MAGNITUDE)] == ["squeezenet1_0", "squeezenet1_0_magnitude"]


def test_torchvisions_weights_are_kept_and_the_magnitude_begins_at_zero(tmp_path: Path) -> None:
    given = ARCHITECTURES["SqueezeNet 1.0"](1000).state_dict()
    torch.save(given, tmp_path / "squeezenet1_0.pth")
    three, four = _weights(CMOE, tmp_path), _weights(WITH_MAGNITUDE, tmp_path)
    assert three is not None
    assert four is not None
    assert torch.equal(three["features.0.weight"], given["features.0.weight"])
    assert torch.equal(four["features.0.weight"][:, :3], given["features.0.weight"])
    assert not four["features.0.weight"][:, 3].any()
    build("SqueezeNet 1.0", channels=4).load_state_dict(four)
