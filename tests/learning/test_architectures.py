"""The networks against the published ones: numbers of parameters, and names as in torchvision's files of weights."""

from pathlib import Path

import pytest
import torch

from qc.domain.errors import TrainingRefused
from qc.learning.architectures import ARCHITECTURES, build, load_weights, widen
from qc.learning.study_split import PUBLISHED

PARAMETERS = {
    "ResNet18": 11_689_512,
    "ResNet34": 21_797_672,
    "ResNet50": 25_557_032,
    "SqueezeNet 1.0": 1_248_424,
    "SqueezeNet 1.1": 1_235_496,
    "MobileNetV2": 3_504_872,
}
"""With a head for the 1000 classes of ImageNet."""
NAMES: dict[str, dict[str, tuple[int, ...]]] = {
    "ResNet18": {"conv1.weight": (64, 3, 7, 7), "layer2.0.downsample.1.running_var": (128,), "fc.bias": (1000,)},
    "ResNet34": {"layer3.5.conv2.weight": (256, 256, 3, 3), "layer4.2.bn2.bias": (512,)},
    "ResNet50": {"layer1.0.downsample.0.weight": (256, 64, 1, 1), "layer4.2.conv3.weight": (2048, 512, 1, 1)},
    "SqueezeNet 1.0": {"features.0.weight": (96, 3, 7, 7), "features.12.expand3x3.bias": (256,)},
    "SqueezeNet 1.1": {"features.3.squeeze.weight": (16, 64, 1, 1), "classifier.1.weight": (1000, 512, 1, 1)},
    "MobileNetV2": {
        "features.0.1.num_batches_tracked": (),
        "features.1.conv.1.weight": (16, 32, 1, 1),
        "features.2.conv.1.0.weight": (96, 1, 3, 3),
        "features.18.0.weight": (1280, 320, 1, 1),
        "classifier.1.bias": (1000,),
    },
}


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_it_has_the_published_parameters_by_torchvisions_names(name: str) -> None:
    network = ARCHITECTURES[name](1000)
    assert sum(weight.numel() for weight in network.parameters()) == PARAMETERS[name]
    shapes = {key: tuple(values.shape) for key, values in network.state_dict().items()}
    assert NAMES[name].items() <= shapes.items()


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_it_gives_one_logit_a_slice_at_any_size(name: str) -> None:
    network = build(name).eval()
    with torch.no_grad():
        assert network(torch.zeros(2, 3, 64, 64)).shape == network(torch.zeros(2, 3, 112, 112)).shape == (2, 1)


def test_the_study_has_five() -> None:
    assert len(PUBLISHED) == 5
    assert set(PUBLISHED) <= set(ARCHITECTURES)


def test_weights_of_a_thousand_classes_load_but_for_the_head(tmp_path: Path) -> None:
    given = ARCHITECTURES["ResNet18"](1000).state_dict()
    torch.save(given, tmp_path / "resnet18.pth")
    network = build("ResNet18")
    fresh = network.state_dict()["fc.weight"].clone()
    load_weights(network, tmp_path / "resnet18.pth")
    assert torch.equal(network.state_dict()["layer4.1.conv2.weight"], given["layer4.1.conv2.weight"])
    assert torch.equal(network.state_dict()["fc.weight"], fresh)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    torch.save(build("ResNet18").state_dict(), tmp_path / "resnet18.pth")
    with pytest.raises(TrainingRefused, match="another network"):
        load_weights(build("ResNet34"), tmp_path / "resnet18.pth")


def test_an_unknown_architecture_is_refused() -> None:
    with pytest.raises(TrainingRefused, match="VGG"):
        build("VGG")


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_widened_it_says_at_first_what_it_said_before_and_can_learn_from_the_fourth_channel(name: str) -> None:
    network = build(name).eval()
    images = torch.rand(2, 4, 64, 64, generator=torch.Generator().manual_seed(1))
    before = network(images[:, :3])
    widen(network, 4)
    after = network(images)
    assert torch.allclose(before, after, atol=1e-5)
    torch.autograd.backward(after.sum())
    first = next(iter(network.parameters()))
    assert first.shape[1] == 4
    assert first.grad is not None
    assert first.grad[:, 3].abs().max() > 0


def test_four_channels_begin_as_three_do() -> None:
    torch.manual_seed(2)
    three = build("SqueezeNet 1.1").state_dict()
    torch.manual_seed(2)
    four = build("SqueezeNet 1.1", channels=4).state_dict()
    first = "features.0.weight"
    assert torch.equal(four[first][:, :3], three[first])
    assert not four[first][:, 3].any()
    assert all(torch.equal(four[name], three[name]) for name in three if name != first)
