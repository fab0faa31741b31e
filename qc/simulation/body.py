"""Parametric bodies: the tissues of one patient, cut at any level, with what each does to waves and signal.

Lengths are mm, angles rad. In a cut x grows to the patient's left and y to the back, as columns and rows do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

DrawEllipse = Callable[[tuple[float, float], tuple[float, float]], NDArray[np.bool_]]
"""From centre and half axes, in shares of the cavity, to the pixels inside both."""


class Tissue(IntEnum):
    """What a pixel of a cut is made of; also the index into the tables below."""

    AIR = 0
    FAT = 1
    MUSCLE = 2
    GUT = 3
    LIVER = 4
    SPLEEN = 5
    BONE = 6
    FLUID = 7
    LUNG = 8
    GAS = 9


CARRIES_WAVES = np.array([False, True, True, True, True, True, True, True, False, False])
"""By tissue. Air, lung and gas reflect shear waves completely, so they are left out of the solved region."""

SIGNAL = np.array([0.0, 0.75, 0.36, 0.45, 0.7, 0.62, 0.22, 0.75, 0.02, 0.01])
"""By tissue: magnitude before any decay, in units of fat."""

T2_STAR_MS = np.array([1.0, 28.0, 26.0, 22.0, 26.0, 34.0, 12.0, 45.0, 1.5, 1.0])
"""By tissue at 1.5 T without iron; the liver's is replaced by the patient's."""

UNEVENNESS = np.array([0.0, 0.5, 0.5, 0.5, 0.06, 0.1, 0.2, 0.1, 0.0, 0.0])
"""By tissue: standard deviation of the logarithm of stiffness over TEXTURE_MM (septa, ribs, bowel)."""

TEXTURE_MM = 6.0

HEART_LEVEL = 0.25
GALLBLADDER_LEVELS = (0.5, 0.85)


@dataclass(frozen=True)
class Anatomy:
    """One patient. Levels run from 0 (top of the liver) to 1 (its lower tip)."""

    half_width_mm: float
    half_depth_mm: float
    roundness: float
    """Exponent of the superellipse: 2 is an ellipse, more is squarer."""
    ripples: tuple[tuple[float, float], ...]
    """Relative amplitude and phase of the outline's Fourier terms 2, 3, 4 and 5."""
    fat_mm: float
    muscle_mm: float
    ascites_mm: float
    """Free fluid between the wall and the liver."""
    liver_width: float
    liver_depth: float
    left_lobe: float
    """Sizes relative to a usual liver."""
    liver_kpa: float
    liver_loss: float
    """Loss angle of the complex modulus."""
    spleen_kpa: float
    fat_kpa: float
    muscle_kpa: float
    gut_kpa: float
    liver_t2_star_ms: float
    gas: float
    """0-1: how much of stomach and bowel is filled with gas."""
    texture_seed: int


def draw_anatomy(random: np.random.Generator) -> Anatomy:
    """A patient from the population."""
    half_width = float(np.clip(random.normal(162, 20), 128, 215))
    return Anatomy(
        half_width_mm=half_width,
        half_depth_mm=half_width * random.uniform(0.64, 0.88),
        roundness=random.uniform(2.0, 2.7),
        ripples=tuple((random.normal(0, 0.02), random.uniform(0, 2 * np.pi)) for _ in range(4)),
        fat_mm=float(np.clip(random.normal(0.10, 0.04), 0.035, 0.2)) * half_width,
        muscle_mm=random.uniform(8, 14),
        ascites_mm=0.0,
        liver_width=random.uniform(0.88, 1.15),
        liver_depth=random.uniform(0.88, 1.12),
        left_lobe=random.uniform(0.6, 1.25),
        liver_kpa=float(np.clip(np.exp(random.normal(np.log(2.6), 0.45)), 1.5, 12.0)),
        liver_loss=random.uniform(0.1, 0.4),
        spleen_kpa=random.uniform(3.0, 7.0),
        fat_kpa=random.uniform(0.6, 1.6),
        muscle_kpa=random.uniform(2.0, 4.5),
        gut_kpa=random.uniform(1.2, 2.2),
        liver_t2_star_ms=random.uniform(18, 30),
        gas=random.uniform(0, 1),
        texture_seed=int(random.integers(2**31)),
    )


@dataclass(frozen=True)
class Cut:
    """One axial cut of a body; all arrays (size, size)."""

    tissue: NDArray[np.uint8]
    depth_mm: NDArray[np.float64]
    """Distance to the skin, 0 outside."""
    wall: NDArray[np.bool_]
    """Fat, muscle and ribs around the cavity."""
    modulus_kpa: NDArray[np.complex128]
    """Complex shear modulus."""
    signal: NDArray[np.float64]
    t2_star_ms: NDArray[np.float64]
    texture: NDArray[np.float64]
    """Smooth random field, mean 0 and standard deviation 1, that makes tissue uneven."""
    spacing_mm: float


def cut_body(anatomy: Anatomy, level: float, *, field_of_view_mm: float, size: int) -> Cut:
    """The patient at `level` on a square grid of `size` pixels across the field of view."""
    spacing = field_of_view_mm / size
    axis = (np.arange(size) - (size - 1) / 2) * spacing
    x, y = np.meshgrid(axis, axis)
    depth = ndimage.distance_transform_edt(_torso(anatomy, x, y, level)) * spacing
    texture = _texture(anatomy, level, size, spacing)
    wall_mm, muscle_mm = _wall(anatomy, y)
    cavity = depth > wall_mm
    tissue = np.full(x.shape, Tissue.AIR, dtype=np.uint8)
    tissue[depth > 0] = Tissue.FAT
    tissue[depth > wall_mm - muscle_mm] = Tissue.MUSCLE
    _fill_cavity(anatomy, tissue, cavity, x, y, texture, level)
    _spread_ascites(anatomy, tissue, cavity & (depth < wall_mm + anatomy.ascites_mm))
    unevenness = UNEVENNESS[tissue]
    return Cut(
        tissue=tissue,
        depth_mm=depth,
        wall=(depth > 0) & ~cavity,
        modulus_kpa=_modulus(anatomy, tissue) * np.exp(unevenness * texture),
        signal=SIGNAL[tissue] * np.exp(0.5 * unevenness * texture),
        t2_star_ms=np.where(tissue == Tissue.LIVER, anatomy.liver_t2_star_ms, T2_STAR_MS[tissue]),
        texture=texture,
        spacing_mm=spacing,
    )


def _torso(anatomy: Anatomy, x: NDArray[np.float64], y: NDArray[np.float64], level: float) -> NDArray[np.bool_]:
    angle = np.arctan2(y / anatomy.half_depth_mm, x / anatomy.half_width_mm)
    radius = 1.0 + sum(
        size * np.cos(order * angle + phase + 0.8 * level)
        for order, (size, phase) in enumerate(anatomy.ripples, start=2)
    )
    power = anatomy.roundness
    distance = np.abs(x / anatomy.half_width_mm) ** power + np.abs(y / anatomy.half_depth_mm) ** power
    return np.asarray(distance ** (1 / power) < radius)


def _wall(anatomy: Anatomy, y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Thickness of the wall and of its muscle, mm, by position: less fat and more muscle at the back."""
    back = np.clip(y / anatomy.half_depth_mm, 0, 1)
    muscle = anatomy.muscle_mm * (1 + 1.6 * back**2)
    return anatomy.fat_mm * (1 - 0.35 * back) + muscle, muscle


def _fill_cavity(
    anatomy: Anatomy,
    tissue: NDArray[np.uint8],
    cavity: NDArray[np.bool_],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    texture: NDArray[np.float64],
    level: float,
) -> None:
    """Paint the organs into `tissue`; what is painted later lies over what was painted before."""
    width, front = anatomy.half_width_mm - anatomy.fat_mm, anatomy.half_depth_mm - anatomy.fat_mm

    def ellipse(at: tuple[float, float], half: tuple[float, float]) -> NDArray[np.bool_]:
        across, along = (x / width - at[0]) / max(half[0], 1e-6), (y / front - at[1]) / max(half[1], 1e-6)
        return np.asarray(cavity & (across**2 + along**2 < 1))

    tissue[cavity] = Tissue.GUT
    tissue[cavity & (texture > 1.6 - 1.2 * anatomy.gas)] = Tissue.GAS
    tissue[cavity & (level < _lung_base(x, anatomy))] = Tissue.LUNG
    tissue[ellipse((0.58, 0.3), _scaled((0.27, 0.38), _bulge(level, 0.45, 0.5, 0.5)))] = Tissue.SPLEEN
    stomach = ellipse((0.45, -0.28), _scaled((0.36, 0.34), _bulge(level, 0.45, 0.6, 0.6)))
    tissue[stomach] = Tissue.FLUID
    tissue[stomach & (y / front < -0.62 + 0.6 * anatomy.gas)] = Tissue.GAS
    if level < HEART_LEVEL:
        tissue[ellipse((0.14, -0.35), (0.42, 0.42))] = Tissue.MUSCLE
    liver = _liver(anatomy, ellipse, level)
    tissue[liver] = Tissue.LIVER
    tissue[_vessels(anatomy, ellipse, level) & liver] = Tissue.FLUID
    if GALLBLADDER_LEVELS[0] < level < GALLBLADDER_LEVELS[1]:
        tissue[ellipse((-0.25, -0.3), (0.09, 0.14))] = Tissue.FLUID
    tissue[((x / 24) ** 2 + ((y - 0.5 * front) / 20) ** 2 < 1) & cavity] = Tissue.BONE
    tissue[((x - 14) ** 2 + (y - 0.5 * front + 30) ** 2 < 11**2) & cavity] = Tissue.FLUID


def _spread_ascites(anatomy: Anatomy, tissue: NDArray[np.uint8], around: NDArray[np.bool_]) -> None:
    if anatomy.ascites_mm > 0:
        tissue[around] = Tissue.FLUID


def _lung_base(x: NDArray[np.float64], anatomy: Anatomy) -> NDArray[np.float64]:
    """Level below which the cavity holds no lung: the diaphragm reaches higher in the middle."""
    return 0.3 - 0.12 * np.cos(np.pi * x / (2 * anatomy.half_width_mm))


def _bulge(level: float, top: float, above: float, below: float) -> float:
    """Half an ellipse of sizes along the body: 1 at `top`, 0 at `above` over it and `below` under it."""
    reach = above if level < top else below
    return float(np.sqrt(max(0.0, 1 - ((level - top) / reach) ** 2)))


def _scaled(half: tuple[float, float], factor: float) -> tuple[float, float]:
    return half[0] * factor, half[1] * factor


def _liver(anatomy: Anatomy, ellipse: DrawEllipse, level: float) -> NDArray[np.bool_]:
    size = _bulge(level, 0.42, 0.45, 0.62)
    half = 0.58 * anatomy.liver_width * size, 0.84 * anatomy.liver_depth * size
    left = _scaled((0.52 * anatomy.left_lobe, 0.34), _bulge(level, 0.35, 0.32, 0.4))
    return ellipse((-0.48, -0.02), half) | ellipse((-0.02, -0.52), left)


def _vessels(anatomy: Anatomy, ellipse: DrawEllipse, level: float) -> NDArray[np.bool_]:
    random = np.random.default_rng(anatomy.texture_seed + 7)
    places = random.uniform((-0.75, -0.4), (-0.15, 0.35), size=(5, 2))
    drift = random.normal(0, 0.25, size=(5, 2))
    radii = random.uniform(0.015, 0.035, size=5)
    vessels = ellipse((-0.16, 0.12), (0.07, 0.08))
    for place, move, radius in zip(places, drift, radii, strict=True):
        at = place + move * (level - 0.5)
        vessels |= ellipse((at[0], at[1]), (radius, radius * 1.3))
    return vessels


def _modulus(anatomy: Anatomy, tissue: NDArray[np.uint8]) -> NDArray[np.complex128]:
    size_kpa = np.array(
        [
            1,
            anatomy.fat_kpa,
            anatomy.muscle_kpa,
            anatomy.gut_kpa,
            anatomy.liver_kpa,
            anatomy.spleen_kpa,
            25,
            0.25,
            1,
            1,
        ]
    )
    loss = np.array([0, 0.15, 0.2, 0.4, anatomy.liver_loss, 0.3, 0.1, 1.3, 0, 0])
    return np.asarray((size_kpa * np.exp(1j * loss))[tissue])


def _texture(anatomy: Anatomy, level: float, size: int, spacing: float) -> NDArray[np.float64]:
    """Smooth random unevenness of tissue, mean 0 and standard deviation 1."""
    random = np.random.default_rng((anatomy.texture_seed, round(level * 1000) + 1000))
    field = ndimage.gaussian_filter(random.standard_normal((size, size)), TEXTURE_MM / spacing)
    return np.asarray(field / field.std())
