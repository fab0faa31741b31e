"""The networks, written plainly; parameter names are torchvision's, so that its weights load from a file."""

import torch
from torch import Tensor, nn


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
    """SqueezeNet 1.1 with one output: the logit of diagnostic. 1,235,496 parameters at 1000 outputs."""

    def __init__(self, outputs: int = 1) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=3, stride=2),
            nn.ReLU(),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            Fire(64, 16, 64),
            Fire(128, 16, 64),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            Fire(128, 32, 128),
            Fire(256, 32, 128),
            nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True),
            Fire(256, 48, 192),
            Fire(384, 48, 192),
            Fire(384, 64, 256),
            Fire(512, 64, 256),
        )
        self.classifier = nn.Sequential(
            nn.Dropout(p=0.3),
            nn.Conv2d(512, outputs, kernel_size=1),
        )
        self.apply(_initialise)

    def forward(self, x: Tensor) -> Tensor:
        """From (n, 3, size, size) to logits (n, outputs)."""
        logits: Tensor = self.classifier(self.features(x)).mean(dim=(2, 3))
        return logits


def _initialise(module: nn.Module) -> None:
    """He's initialisation: without it a network so deep and without normalisation does not start to learn."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)
