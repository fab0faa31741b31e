"""The published networks, written plainly; parameter names are torchvision's, so that its weights load from a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from qc.domain.errors import TrainingRefused


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a way past them (He et al., 2016)."""

    widening = 1

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = _convolution(channels, width, 3, stride)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = _convolution(width, width, 3)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = _way_past(channels, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.downsample(x))


class Bottleneck(nn.Module):
    """1x1 to few channels, 3x3, 1x1 to four times as many (He et al., 2016; the stride lies on the 3x3)."""

    widening = 4

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = _convolution(channels, width, 1)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = _convolution(width, width, 3, stride)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = _convolution(width, width * self.widening, 1)
        self.bn3 = nn.BatchNorm2d(width * self.widening)
        self.downsample = _way_past(channels, width * self.widening, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.relu(self.bn1(self.conv1(x)))
        y = torch.relu(self.bn2(self.conv2(y)))
        return torch.relu(self.bn3(self.conv3(y)) + self.downsample(x))


class ResNet(nn.Module):
    """Four layers of blocks, each at half the resolution of the one before."""

    def __init__(self, block: type[BasicBlock | Bottleneck], blocks: tuple[int, int, int, int], outputs: int) -> None:
        super().__init__()
        self.conv1 = _convolution(3, 64, 7, 2)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.layer1 = _layer(block, 64, 64, blocks[0], 1)
        self.layer2 = _layer(block, 64 * block.widening, 128, blocks[1], 2)
        self.layer3 = _layer(block, 128 * block.widening, 256, blocks[2], 2)
        self.layer4 = _layer(block, 256 * block.widening, 512, blocks[3], 2)
        self.fc = nn.Linear(512 * block.widening, outputs)
        self.apply(_initialise)

    def forward(self, x: Tensor) -> Tensor:
        """From (n, 3, size, size) to logits (n, outputs)."""
        x = self.maxpool(torch.relu(self.bn1(self.conv1(x))))  # (n, 64, size / 4, size / 4)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))  # (n, 512 widening, size / 32, size / 32)
        logits: Tensor = self.fc(x.mean(dim=(2, 3)))
        return logits


class Fire(nn.Module):
    """Squeeze to few channels, then expand by 1x1 and 3x3 side by side (Iandola et al., 2016)."""

    def __init__(self, channels: int, squeeze: int, expand: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, squeeze, kernel_size=1)
        self.expand1x1 = nn.Conv2d(squeeze, expand, kernel_size=1)
        self.expand3x3 = nn.Conv2d(squeeze, expand, kernel_size=3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.squeeze(x))  # (n, squeeze, h, w)
        return torch.relu(torch.cat([self.expand1x1(x), self.expand3x3(x)], dim=1))  # (n, 2 expand, h, w)


class SqueezeNet(nn.Module):
    """Fire after fire; the last convolution has one channel an output."""

    def __init__(self, features: nn.Sequential, outputs: int) -> None:
        super().__init__()
        self.features = features
        self.classifier = nn.Sequential(
            nn.Dropout(p=0.3),
            nn.Conv2d(512, outputs, kernel_size=1),
        )
        self.apply(_initialise)

    def forward(self, x: Tensor) -> Tensor:
        """From (n, 3, size, size) to logits (n, outputs)."""
        logits: Tensor = self.classifier(self.features(x)).mean(dim=(2, 3))
        return logits


class InvertedResidual(nn.Module):
    """1x1 to many channels, 3x3 in each of them alone, 1x1 back to few (Sandler et al., 2018)."""

    def __init__(self, channels: int, width: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = channels * expansion
        self.conv = nn.Sequential(
            *([_normed(channels, hidden, 1)] if expansion > 1 else []),
            _normed(hidden, hidden, 3, stride, groups=hidden),
            _convolution(hidden, width, 1),
            nn.BatchNorm2d(width),
        )
        self.is_residual = stride == 1 and channels == width

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x)
        return x + y if self.is_residual else y


class MobileNetV2(nn.Module):
    """Seven groups of inverted residuals: expansion, channels, how many, first stride."""

    groups = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.features = nn.Sequential(_normed(3, 32, 3, 2), *self._blocks(), _normed(320, 1280, 1))
        self.classifier = nn.Sequential(nn.Dropout(p=0.2), nn.Linear(1280, outputs))
        self.apply(_initialise)

    def forward(self, x: Tensor) -> Tensor:
        """From (n, 3, size, size) to logits (n, outputs)."""
        logits: Tensor = self.classifier(self.features(x).mean(dim=(2, 3)))
        return logits

    def _blocks(self) -> Iterator[nn.Module]:
        channels = 32
        for expansion, width, count, stride in self.groups:
            for number in range(count):
                yield InvertedResidual(channels, width, stride if number == 0 else 1, expansion)
                channels = width


def resnet18(outputs: int = 1) -> nn.Module:
    return ResNet(BasicBlock, (2, 2, 2, 2), outputs)


def resnet34(outputs: int = 1) -> nn.Module:
    return ResNet(BasicBlock, (3, 4, 6, 3), outputs)


def resnet50(outputs: int = 1) -> nn.Module:
    return ResNet(Bottleneck, (3, 4, 6, 3), outputs)


def squeezenet1_0(outputs: int = 1) -> nn.Module:
    return SqueezeNet(
        nn.Sequential(
            nn.Conv2d(3, 96, kernel_size=7, stride=2),
            nn.ReLU(),
            _pool(),
            Fire(96, 16, 64),
            Fire(128, 16, 64),
            Fire(128, 32, 128),
            _pool(),
            Fire(256, 32, 128),
            Fire(256, 48, 192),
            Fire(384, 48, 192),
            Fire(384, 64, 256),
            _pool(),
            Fire(512, 64, 256),
        ),
        outputs,
    )


def squeezenet1_1(outputs: int = 1) -> nn.Module:
    """What is shipped: as good as 1.0 for less than half of its arithmetic."""
    return SqueezeNet(
        nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=3, stride=2),
            nn.ReLU(),
            _pool(),
            Fire(64, 16, 64),
            Fire(128, 16, 64),
            _pool(),
            Fire(128, 32, 128),
            Fire(256, 32, 128),
            _pool(),
            Fire(256, 48, 192),
            Fire(384, 48, 192),
            Fire(384, 64, 256),
            Fire(512, 64, 256),
        ),
        outputs,
    )


def mobilenet_v2(outputs: int = 1) -> nn.Module:
    return MobileNetV2(outputs)


ARCHITECTURES: dict[str, Callable[..., nn.Module]] = {
    "ResNet18": resnet18,
    "ResNet34": resnet34,
    "ResNet50": resnet50,
    "SqueezeNet 1.0": squeezenet1_0,
    "SqueezeNet 1.1": squeezenet1_1,
    "MobileNetV2": mobilenet_v2,
}
"""By the name that a manifest holds; each has one output, the logit of diagnostic."""


def build(architecture: str, *, channels: int = 3) -> nn.Module:
    """A network with fresh weights. Raises TrainingRefused for a name that is not in ARCHITECTURES."""
    if architecture not in ARCHITECTURES:
        raise TrainingRefused(f"There is no architecture {architecture!r}. Known: {', '.join(ARCHITECTURES)}.")
    network = ARCHITECTURES[architecture]()
    widen(network, channels)
    return network


def widen(network: nn.Module, channels: int) -> None:
    """Let the first convolution of a network for 3 channels take more; what is added begins with weights of zero.

    So a widened network says at first what it said before, with torchvision's weights or fresh ones, and learns what
    the other channels are good for: a weight of zero has a gradient wherever its channel is not black.
    """
    first = next(one for one in network.modules() if isinstance(one, nn.Conv2d))
    width, before, *kernel = first.weight.shape
    added = torch.zeros(width, channels - before, *kernel)
    first.weight = nn.Parameter(torch.cat([first.weight.detach(), added], dim=1))
    first.in_channels = channels


def load_weights(network: nn.Module, file: Path) -> None:
    """Begin from torchvision's weights in `file`; its thousand outputs are left out, ours stay fresh.

    Raises TrainingRefused where the file holds another network's weights.
    """
    own = network.state_dict()
    given: dict[str, Tensor] = torch.load(file, weights_only=True)
    fitting = {name: values for name, values in given.items() if name in own and values.shape == own[name].shape}
    heads = ("fc.", "classifier.")
    strange = [name for name in own.keys() - fitting.keys() if not name.startswith(heads)]
    if strange:
        raise TrainingRefused(f"{file.name} holds weights of another network: {min(strange)} is not in it.")
    network.load_state_dict({**own, **fitting})


def _convolution(channels: int, width: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    """Without bias, because a normalisation follows; pads so that stride 1 keeps the size."""
    return nn.Conv2d(channels, width, kernel, stride, padding=kernel // 2, groups=groups, bias=False)


def _normed(channels: int, width: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(_convolution(channels, width, kernel, stride, groups), nn.BatchNorm2d(width), nn.ReLU6())


def _pool() -> nn.MaxPool2d:
    return nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)


def _layer(block: type[BasicBlock | Bottleneck], channels: int, width: int, count: int, stride: int) -> nn.Sequential:
    rest = [block(width * block.widening, width, 1) for _ in range(count - 1)]
    return nn.Sequential(block(channels, width, stride), *rest)


def _way_past(channels: int, width: int, stride: int) -> nn.Module:
    """The identity, or a 1x1 convolution where the block changes its shape."""
    if stride == 1 and channels == width:
        return nn.Identity()
    return nn.Sequential(_convolution(channels, width, 1, stride), nn.BatchNorm2d(width))


def _initialise(module: nn.Module) -> None:
    """He's initialisation: without it a network so deep and without normalisation does not start to learn."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)
