"""docs/simulation.md: what the synthetic scanner does, how its observers agree, and how like a real exam it is."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qc.dicom.sender import read_folder
from qc.elastography.region import EDGE_MM
from qc.learning.reality import Compared, compare, real_slices, simulated_slices
from qc.simulation.export import TruthRow, read_truth
from qc.simulation.failures import CAUSE_SHARES, COMBINED_SHARE, OTHER_SHARE
from qc.simulation.observers import (
    LAPSE,
    PUBLISHED_INTERVAL,
    PUBLISHED_KAPPA,
    READING_NOISE,
    calibrate_noise,
    kappa_interval,
)
from qc.simulation.scanner import TILT_RAD
from qc.simulation.truth import REPEATABILITY, SMALLEST_AREA_CM2

HEAD = """# The synthetic scanner

No public set of labelled non-diagnostic MRE slices exists, so the product carries a scanner of its own whose truth is
known (`qc/simulation`). Everything it makes says SIMULATED.

    manage.py simulate --patients 90 --exams 149 --seed 7 --out DIR   # DICOM, truth.csv, sheet.png
    manage.py scan --every 30 --faults corrupt --vendor philips --stow
    {command}

The last command wrote this page.

- **Bodies** (`body.py`): torso, liver with left lobe, vessels, gallbladder, spleen, stomach, gas, spine, fat, ascites;
  stiffness 1.5-12 kPa, loss angle 0.1-0.4; 4-8 slices of one body.
- **Waves** (`wave.py`): the heterogeneous viscoelastic Helmholtz equation, solved directly on 3 mm in the plane of the
  slice, for waves that leave it at an angle ({tilt:.0f} degrees standard deviation); a driver on the wall, ribs that
  hand its push on unevenly, the diaphragm.
- **Acquisition** (`acquisition.py`): signal by tissue, T2* or T2 at 1.5 and 3 T, coils, k-space sampled to the matrix,
  complex noise, four offsets, bulk motion and long waves, breathing between offsets and during a read-out, drift, a
  pulsating signal; SE-EPI is distorted beside lung and gas (`distortion.py`).
- **Maps** (`maps.py`): computed from those phase images, GE's by the product's own inversion, Philips' by the same and
  smoothed, Siemens' by another that knows one wavelength a slice; the confidence follows from the wave, never from the
  label. None is that maker's real software. The cross-check is tried on Siemens' maps, for code that checks its own
  result finds nothing ([cross-check](crosscheck.md)).
- **Causes** (`failures.py`): {causes} of the exams
  with a cause (Gill et al. 2021), at graded severity. Each changes body, driver or acquisition. {other:.0%} have
  instead interfering waves or phase that cannot be unwrapped, {combined:.0%} a second cause beside the first: shares of
  our own, none is published. Interfering waves alone hardly spoil a slice here: the inversion averages energies.
- **Truth** (`truth.py`): a slice is diagnostic with at least {area:g} cm2 of confident liver in one piece where readers
  measure, {edge:g} mm inside the liver's outline, and a stiffness there within {repeatability:.0%} of the true one
  (QIBA).

Not simulated: fat-water shift, motion of the wave through the slice's thickness, a maker's real inversion. An exam of a
seed stays what it is (`tests/simulation/test_unchanged.py`), because the shipped models learned on these exams.
Ensembles up to squeezenet-sim 2 learned on the simulation before this one, which had none of: waves
through the plane, distortion, causes that meet, the reader's region, the product's own inversion.

The DICOM is GE's, attribute by attribute (`qc/dicom/synthesis.py`; with `--vendor ge-burned-in` its warning stands in
the stiffness where at most 64 lines were acquired), or Siemens' (classic, XA61) or Philips' by their recognition rules.
What is not confirmed of those two is the scale of stiffness: they state kPa by a Real World Value Mapping, and
`--vendor siemens-no-unit` and `philips-no-unit` leave it out, so that the product refuses to speak of kPa. All are
valid by `dciodvfy`.
"""
OBSERVERS = """
## Two observers

An observer sees the measurable area through a factor and the error of stiffness through an offset, both drawn from a
stream of the observer's own, and decides by the same rule as the truth; with probability {lapse:g} the opposite is
written down. The standard deviation is {noise:g}: of the logarithm of the area, and of the error in units of
{repeatability:.0%}. It was found by bisection (`manage.py observers DIR`) for the published kappa of {kappa:g}
({low:g}-{high:g}, [Nieves-Vazquez et al. 2025](https://doi.org/10.1002/jmri.29490)): 0.304, 0.286 and 0.331 on three
times 150 exams (seeds 11, 12 and 13). On {slices} slices of {patients} patients of a further study (seed 7), with
intervals from drawing patients anew:

| | kappa |
|---|---|
{rows}
The noise that gives {kappa:g} on these very slices: {found:.3f}.
"""
REALITY = """
## Beside a real exam

{real} slices of a clinical exam (GE, 1.5 T, 2D GRE), and {simulated} slices of {exams} simulated ones: those of the
adequate exams of seeds {first} to {last} that have its field strength and its sequence. Both are read from DICOM by the
product, in the liver that it estimates. Percentiles over pixels, every slice weighing alike. "Rank" is where the real
exam's middle slice stands among the simulated (0 % lowest, 100 % highest); "outside" counts real slices whose median
lies outside the middle 95 % of the simulated slices' medians.

| | unit | real 5 % | 50 % | 95 % | simulated 5 % | 50 % | 95 % | rank | outside |
|---|---|---|---|---|---|---|---|---|---|
{rows}

{verdict}
"""


def write_page(*, real: Path, study: Path, seeds: range, command: str) -> str:
    """The page of Markdown. `study` is what `manage.py simulate` wrote; `command` is how the page is made."""
    theirs = real_slices(real)
    ours, exams = simulated_slices(seeds, like=read_folder(real)[0][0])
    compared = list(compare(theirs, ours))
    reality = REALITY.format(
        real=len(theirs),
        simulated=len(ours),
        exams=exams,
        first=seeds.start,
        last=seeds.stop - 1,
        rows="\n".join(_row(one) for one in compared),
        verdict=_verdict(compared),
    )
    causes = ", ".join(f"{name.replace('_', ' ')} {share:.1%}" for name, share in CAUSE_SHARES.items())
    head = HEAD.format(
        command=command,
        causes=causes,
        other=OTHER_SHARE,
        combined=COMBINED_SHARE,
        tilt=np.rad2deg(TILT_RAD),
        edge=EDGE_MM,
        area=SMALLEST_AREA_CM2,
        repeatability=REPEATABILITY,
    )
    return head + _observers(read_truth(study)) + reality


def _observers(rows: Sequence[TruthRow]) -> str:
    patients = [row.patient for row in rows]
    said = {name: np.array([getattr(row, name) == "diagnostic" for row in rows]) for name in WHO}
    lines = []
    for first, second in (("observer_1", "observer_2"), ("observer_1", "label"), ("observer_2", "label")):
        kappa = kappa_interval(said[first], said[second], patients)
        lines.append(f"| {WHO[first]} and {WHO[second]} | {kappa.value:.3f} ({kappa.low:.3f}-{kappa.high:.3f}) |\n")
    return OBSERVERS.format(
        lapse=LAPSE,
        noise=READING_NOISE,
        repeatability=REPEATABILITY,
        kappa=PUBLISHED_KAPPA,
        low=PUBLISHED_INTERVAL[0],
        high=PUBLISHED_INTERVAL[1],
        slices=len(rows),
        patients=len(set(patients)),
        rows="".join(lines),
        found=calibrate_noise([row.truth for row in rows]),
    )


WHO = {"observer_1": "observer 1", "observer_2": "observer 2", "label": "the truth"}


def _row(one: Compared) -> str:
    numbers = [f"{value:.3g}" for value in (*one.real, *one.simulated)]
    outside = f"{round(one.outside * len(one.real_medians))} of {len(one.real_medians)}"
    return f"| {' | '.join([one.quantity.name, one.quantity.unit, *numbers, f'{one.rank:.0%}', outside])} |"


def _verdict(compared: Sequence[Compared]) -> str:
    """Where the two differ, in words that follow from the table."""
    apart = [one for one in compared if one.outside >= 0.5]
    if not apart:
        return "In no row do half of the real slices lie outside."
    words = [f"- {one.quantity.name}: {'lower' if one.rank > 0.5 else 'higher'} in the simulation" for one in apart]
    return "\n".join(["They differ, with half of the real slices or more outside, in", "", *words])
