"""What moved the vote: how the members' opinion changes when a place of the picture is covered.

Occlusion (Zeiler and Fergus 2014): a square patch is filled with the picture's own mean colour, wherever it can lie,
and the ensemble judges again. It asks the very graph that votes, needs no gradients, and what it names can be checked
by removing it (`deletion_figures`).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

from qc.learning.preprocess import Window

PATCH = 16
"""Side of the patch in pixels of the network's input: about 5 cm of a body, a third of a liver's width."""
BLUR = PATCH / 4
"""Pixels of the network's input."""
SMALLEST_SHARE = 0.1
"""A patch with less body than this covers nothing worth asking about."""
CERTAIN = 1e-7
"""Members nearer to 0 or 1 than this count as this certain: float32 holds no more."""
REMOVED_SHARE = 0.1
"""Of the body, removed at once in the deletion test."""
RANDOM_REGIONS = 5
"""As large as the named region and about as smooth, for comparison."""
SMOOTH = 8.0
"""Pixels: standard deviation of the noise from which the random regions are cut."""

Pictures = NDArray[np.float32]
"""(n, 3, size, size), values 0-1, as `preprocess.prepare` gives them."""
Judge = Callable[[Pictures], NDArray[np.float32]]
"""From pictures to the members' probabilities of diagnostic (n, members)."""
Place = tuple[slice, slice]


def pull_map(picture: Pictures, judge: Judge) -> NDArray[np.float32]:
    """How much each place of a picture (3, size, size) speaks for diagnostic (above 0) or against, (size, size).

    In log-odds: the mean, over the patches that cover a place, of what the members' mean log-odds lose when it is
    covered, smoothed by a quarter of a patch: it is no sharper than its patches. 0 outside the body.
    """
    body = _body(picture)
    patches = [place for place in _patches(body.shape[0]) if body[place].sum() >= SMALLEST_SHARE * PATCH**2]
    if not patches:
        return np.zeros(body.shape, dtype=np.float32)
    covered = [_fill(picture, _within(body, place)) for place in patches]
    odds = _log_odds(judge(np.stack([picture, *covered])))
    total, count = np.zeros((2, *body.shape))
    for place, lost in zip(patches, odds[0] - odds[1:], strict=True):
        total[place] += lost
        count[place] += 1
    pull = np.where(body, total / np.maximum(count, 1), 0)
    share = gaussian_filter(body.astype(float), BLUR)  # of the body, so that its edge does not fade
    return np.where(body, gaussian_filter(pull, BLUR) / np.maximum(share, CERTAIN), 0).astype(np.float32)


def lay_on_slice(pull: NDArray[np.float32], window: Window, shape: tuple[int, int]) -> NDArray[np.float32]:
    """A map (size, size) of what lay in `window`, at every pixel of a slice of `shape`; 0 outside the window."""
    scale = window.side / pull.shape[0]

    def places(centre: float, length: int) -> NDArray[np.float64]:
        return np.asarray((np.arange(length) + 0.5 - centre + window.side / 2) / scale - 0.5)

    coordinates = np.meshgrid(places(window.row, shape[0]), places(window.col, shape[1]), indexing="ij")
    return np.asarray(map_coordinates(pull, coordinates, order=1, mode="constant"), dtype=np.float32)


def deletion_figures(pictures: Pictures, judges: Sequence[Judge], *, seed: int = 0) -> dict[str, Any]:
    """Whether the vote hangs on the named places: how far it moves without them, and without random ones.

    Of each picture the tenth of the body that speaks most for the opinion held is filled with black, so as not to
    repeat what the map was made by (Petsiuk et al. 2018). Each picture has a judge of its own. Log-odds towards the
    other opinion, means over pictures.
    """
    random = np.random.default_rng(seed)
    named, by_chance = np.array(
        [_delete(picture, judge, random) for picture, judge in zip(pictures, judges, strict=True)]
    ).T
    return {
        "slices": len(pictures),
        "removed_share": REMOVED_SHARE,
        "moved_without_named": round(float(named.mean()), 2),
        "moved_without_random": round(float(by_chance.mean()), 2),
        "named_moves_more": round(float((named > by_chance).mean()), 2),
    }


def _delete(picture: Pictures, judge: Judge, random: np.random.Generator) -> tuple[float, float]:
    """How far the opinion moves without the named region, and without a random one on average."""
    body = _body(picture)
    opinion = np.sign(_log_odds(judge(picture[np.newaxis]))[0])
    noise = [gaussian_filter(random.normal(size=body.shape), SMOOTH) for _ in range(RANDOM_REGIONS)]
    regions = [_strongest(score, body) for score in [opinion * pull_map(picture, judge), *noise]]
    odds = opinion * _log_odds(judge(np.stack([picture, *(_fill(picture, one, black=True) for one in regions)])))
    return float(odds[0] - odds[1]), float(odds[0] - odds[2:].mean())


def _strongest(score: NDArray[np.floating], body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(body & (score > np.quantile(score[body], 1 - REMOVED_SHARE)))


def _patches(size: int) -> list[Place]:
    """Two grids of patches, the second moved by half a patch both ways: as telling as four grids, at half the cost."""
    grids = (range(0, size, PATCH), range(-PATCH // 2, size, PATCH))
    return [(_extent(row), _extent(col)) for starts in grids for row in starts for col in starts]


def _extent(start: int) -> slice:
    return slice(max(0, start), start + PATCH)


def _body(picture: Pictures) -> NDArray[np.bool_]:
    return np.asarray(picture.max(axis=0) > 0)


def _within(body: NDArray[np.bool_], place: Place) -> NDArray[np.bool_]:
    inside = np.zeros_like(body)
    inside[place] = body[place]
    return inside


def _fill(picture: Pictures, region: NDArray[np.bool_], *, black: bool = False) -> Pictures:
    """The picture with a region in the mean colour of its body, or in black as outside the body."""
    filled = picture.copy()
    filled[:, region] = 0 if black else picture[:, _body(picture)].mean(axis=1, keepdims=True)
    return filled


def _log_odds(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    """The members' mean log-odds (n,), from their probabilities (n, members)."""
    inside = np.clip(probabilities.astype(np.float64), CERTAIN, 1 - CERTAIN)
    return np.asarray(np.log(inside / (1 - inside)).mean(axis=1))
