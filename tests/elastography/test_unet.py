"""The U-Net in numpy computes what the network that was trained computes."""

from pathlib import Path

import numpy as np
import pytest
import torch

from qc.elastography.liver import load_estimator
from qc.learning.liver_training import CHANNELS, LiverNet, write_estimator


def test_it_agrees_with_the_network_that_was_trained(tmp_path: Path) -> None:
    torch.manual_seed(5)
    net = LiverNet()
    field = torch.randn(4, CHANNELS, 32, 32)
    net(field)  # moves the means and variances of the normalisation
    net.eval()
    write_estimator(net, tmp_path, {})
    with torch.no_grad():
        expected = net(field).numpy()
    served = load_estimator(tmp_path)
    for channels, odds in zip(field.numpy(), expected, strict=True):
        assert served(channels) == pytest.approx(odds, abs=0.02 * float(np.abs(expected).max()))
