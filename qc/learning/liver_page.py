"""The figures about the liver's estimator as a page of Markdown: simulated exams by cause, and one real exam."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from qc.dicom.roles import read_geometry, recognise_role
from qc.dicom.sender import read_folder
from qc.dicom.stack import build_maps, read_magnitude
from qc.domain.types import Mask, SliceMaps
from qc.elastography.liver import ESTIMATOR, SIZE, estimate_liver, read_manifest
from qc.elastography.region import EDGE_MM, measurable_region
from qc.learning.liver_evaluation import FoundLiver, Way, find_livers, mean_interval

EXPERT_REGIONS = "expert_roi.npz"
SAME_SLICE_MM = 0.5

HEAD = """# The liver in a slice

`qc/elastography/liver.py` estimates it from one magnitude image and the maps, or from the maps alone: a U-Net of
{parameters} parameters on a square of {size} x {size} pixels around the body, run in numpy
({milliseconds:.0f} ms of processor time a slice, median). Every area and every kPa of the product is taken inside it.
It learned on simulated exams, in contrasts, coils, noise and inversions far more varied than the simulation's own.

A slice is judged as soon as its two maps are there. Where its magnitude comes later, the maps alone have to tell, and
area, stiffness and probability are those of that estimate: they can differ a little from those of the same slice sent
in order (`tests/browser/test_console_stream.py` holds that the verdicts of a shuffled exam are the same).

{trainings}    manage.py evaluate_liver --exams {judged} --seed {judged_seed}{real} --out docs/liver.md

The last command wrote this page. {note}

## Simulated exams that it never saw

{slices} slices of {judged} exams of as many patients, {with_liver} of them with liver. Mean Dice coefficient with the
95 % interval from drawing exams anew, and the coefficient that one slice in ten stays under. "Place" is the best that
place alone can do: the liver is where it is in most of these very slices.

| slices | number | with magnitude | 1 in 10 under | maps alone | 1 in 10 under | place |
|---|---|---|---|---|---|---|
"""
WITHOUT = """
## Simulated slices without any liver

Above the dome or below the tip: {number} slices. Nothing is found in {magnitude} of them with magnitude and in {maps}
from maps alone; where something is found, it is {wrong} cm2 (median, maps alone).
"""
STIFFNESS = """
## The stiffness in it

How far it lies from the true one in the diagnostic simulated slices where something is measurable ({number} of {all}).
The measurable region is the largest confident piece further than {edge:g} mm from the liver's edge; the product states
its median.

| | mean error | 9 in 10 within | bias |
|---|---|---|---|
"""
REAL = """
## A real exam

GE, 1.5 T, 2D GRE, head to foot: how much of the region that an expert drew lies inside the estimated liver, how large
that is, and what is measured in its confident piece.

| slice | inside | inside, maps alone | liver, cm2 | measurable, cm2 | median, kPa | expert's median, kPa |
|---|---|---|---|---|---|---|
"""


class RealSlice(NamedTuple):
    """One slice of a real exam, and where its expert measured."""

    maps: SliceMaps
    magnitude: NDArray[np.float32] | None
    expert: Mask


def write_page(*, exams: int, seed: int, real: Path | None) -> str:
    """The page as text; with `real`, the folder of an exam, also about that."""
    found = find_livers(exams=exams, seed=seed)
    page = _head(found, exams, seed, real) + "".join(_rows(found)) + _without_liver(found) + _stiffness(found)
    return page + _real(read_real_exam(real)) if real else page


def read_real_exam(folder: Path) -> list[RealSlice]:
    """The slices of an exam, head to foot, with the regions in its expert_roi.npz. Raises what reading can raise."""
    images, _ = read_folder(folder)
    by_role = {role: [image for image in images if recognise_role(image) == role] for role in ROLES}
    regions = np.load(folder / EXPERT_REGIONS)["roi"]
    stiffness = sorted(by_role["stiffness"], key=lambda image: -_place_mm(image))
    slices = []
    for one, region in zip(stiffness, regions, strict=True):
        confidence, magnitude = (
            next(image for image in by_role[role] if abs(_place_mm(image) - _place_mm(one)) < SAME_SLICE_MM)
            for role in ("confidence", "magnitude")
        )
        maps = build_maps(one, confidence)
        slices.append(RealSlice(maps, read_magnitude(magnitude, maps), region))
    return slices


ROLES = ("stiffness", "confidence", "magnitude")


def _place_mm(image: Dataset) -> float:
    geometry = read_geometry(image)
    return geometry.normal_position_mm if geometry else float("nan")


def coverage(found: Mask, expert: Mask) -> float:
    """Share of the expert's region that lies inside what was found, 0-1."""
    return float((found & expert).sum() / expert.sum())


def _head(found: Sequence[FoundLiver], exams: int, seed: int, real: Path | None) -> str:
    manifest = read_manifest(ESTIMATOR)
    return HEAD.format(
        parameters=manifest["parameters"],
        size=SIZE,
        milliseconds=1000 * np.median([one.seconds for one in found]),
        note=manifest.get("note", ""),
        trainings="".join(_training(number, one) for number, one in enumerate(manifest["rounds"])),
        judged=exams,
        judged_seed=seed,
        real=f" --real {real}" if real else "",
        slices=len(found),
        with_liver=sum(one.true_cm2 > 0 for one in found),
    )


def _training(number: int, one: dict[str, int]) -> str:
    """The command of one round of training; each goes on from what the one before wrote."""
    numbers = " ".join(f"--{name} {one[name]}" for name in ("exams", "hard", "epochs", "seed"))
    start = "" if number == 0 else " --warm-start qc/elastography/liver_estimator"
    return f"    manage.py train_liver {numbers}{start}\n"


def _rows(found: Sequence[FoundLiver]) -> Iterator[str]:
    livers = [one for one in found if one.true_cm2 > 0]
    yield _row("all with liver", livers)
    yield _row("diagnostic", [one for one in livers if one.is_diagnostic])
    yield _row("not diagnostic", [one for one in livers if not one.is_diagnostic])
    for cause in sorted({one.cause for one in livers}):
        yield _row(f"cause: {cause.replace('_', ' ')}", [one for one in livers if one.cause == cause])


def _row(name: str, livers: Sequence[FoundLiver]) -> str:
    cells = [name, str(len(livers))]
    for way in ("magnitude", "maps"):
        values = [one.dice[way] for one in livers]
        mean = mean_interval(values, [one.exam for one in livers])
        cells += [f"{mean.mean:.3f} ({mean.low:.3f}-{mean.high:.3f})", f"{np.percentile(values, 10):.3f}"]
    cells.append(f"{np.mean([one.dice['place'] for one in livers]):.3f}")
    return f"| {' | '.join(cells)} |\n"


def _without_liver(found: Sequence[FoundLiver]) -> str:
    none = [one for one in found if one.true_cm2 == 0]
    if not none:
        return ""

    def empty(way: Way) -> int:
        return sum(one.found_cm2[way] == 0 for one in none)

    wrong = [one.found_cm2["maps"] for one in none if one.found_cm2["maps"] > 0]
    median = f"{np.median(wrong):.0f}" if wrong else "0"
    return WITHOUT.format(number=len(none), magnitude=empty("magnitude"), maps=empty("maps"), wrong=median)


def _stiffness(found: Sequence[FoundLiver]) -> str:
    diagnostic = [one for one in found if one.is_diagnostic]
    measured = [one for one in diagnostic if not np.isnan(one.error["median"])]
    rows = []
    for measure in measured[0].error if measured else ():
        errors = np.array([one.error[measure] for one in measured])
        cells = (np.abs(errors).mean(), np.percentile(np.abs(errors), 90), errors.mean())
        rows.append(f"| {measure} | {cells[0]:.1%} | {cells[1]:.1%} | {cells[2]:+.1%} |\n")
    return STIFFNESS.format(number=len(measured), all=len(diagnostic), edge=EDGE_MM) + "".join(rows)


def _real(slices: Sequence[RealSlice]) -> str:
    return REAL + "".join(_real_row(number, one) for number, one in enumerate(slices, start=1))


def _real_row(number: int, one: RealSlice) -> str:
    liver = estimate_liver(one.maps, one.magnitude)
    region = measurable_region(one.maps, liver)
    kpa, cm2 = one.maps.stiffness_kpa, one.maps.geometry.pixel_area_cm2
    cells = [
        str(number),
        f"{coverage(liver, one.expert):.0%}",
        f"{coverage(estimate_liver(one.maps, None), one.expert):.0%}",
        f"{liver.sum() * cm2:.0f}",
        f"{region.sum() * cm2:.1f}",
        f"{np.median(kpa[region]):.2f}" if region.any() else "none",
        f"{np.median(kpa[one.expert & ~one.maps.burned_in]):.2f}",
    ]
    return f"| {' | '.join(cells)} |\n"
