"""The model card of an ensemble: what it is for, what it learned on, how good it is, and what it cannot do."""

from collections.abc import Mapping
from typing import Any

from qc.elastography.extent import MEASURES

CARD = """# Model card: {name} {version}

Written by `manage.py model_card --out docs/model-card.md` from the manifest of the shipped ensemble.

| | |
|---|---|
| What it is | {members} members of {architecture} in one graph of {megabytes:.1f} MB, run by ONNX Runtime |
| Verdict | each member votes, the majority decides; four to four is "undecided" and goes to a person |
| Input | stiffness in colour with its doubtful part hatched (CMOE), the body cut out, {size} x {size} pixels{beside} |
| Output | a probability of "diagnostic" by member; their mean, calibrated, is what the product shows |
| Statement | {statement} |
| Weights | sha256 {checksums} |
| Code | commit {commit} |

## Intended use

Research on quality assistance: to tell during an MR elastography exam of the liver which slices allow an honest
measurement, so that the others can be scanned again. It is not a diagnosis, and not a medical device.

## Data

{slices} slices of {exams} simulated exams ({patients} patients, seed {seed}), {diagnostic} of them diagnostic. A slice
is diagnostic where the simulated truth says so: at least 5 cm2 of confident liver 1 cm inside its outline, and its
stiffness within 19 % of the true one. No patient's data was learned from.{pictures}
Calibrated against {calibration_labels} on {calibration_slices} slices of {calibration_exams} other exams (seed
{calibration_seed}): temperature {temperature}, bias {bias}; it abstains between {low} and {high}.

## Figures

On {held_slices} slices of {held_exams} simulated exams that nothing was trained on or chosen by (seed {held_seed}),
against the truth:

| | majority | mean of the members |
|---|---|---|
{rows}
Undecided: {undecided} slices, which are left out of the majority's column. Against {labels}: expected calibration
error {ece[value]:.3f} ({ece[low]:.3f}-{ece[high]:.3f}; by chance alone {ece_by_chance:.3f}); outside the band it speaks
of {coverage[value]:.0%} of the slices and is wrong in {error[value]:.1%} of them
({error[low]:.1%}-{error[high]:.1%}).

Against two observers, on a study nobody trained on, and where it errs: [results](results.md).

## Limits

- It has seen simulated exams only: 60 Hz, one slice at a time. What it is worth on a
  patient's exam is not known; on the one real exam at hand see the README.
- Three ways of inverting stand for three makers in the simulation; it learned from two and was tried on the third
  ([results](results.md)). None is a maker's real software: what it is worth on that is not known.
- It sees the maps, not the truth: a slice that is confident and smooth, but wrong in stiffness, looks diagnostic.
- It is less sure near the border of the rule, where readers differ as well: there it abstains.
- Who trains it further from reviews (`manage.py freeze`, `train`, `promote`) makes another model: its manifest holds
  its own figures, and it judges by the picture alone, because a label set holds nothing else.
"""
BESIDE = ", and {measures} numbers of the confident liver in the maps (`qc/elastography/extent.py`)"
PICTURES = """
The networks that judge the picture are those of {name} {version}, which learned from {slices} slices of {exams} exams
of another seed ({seed}), of the simulation as it was then; here only their opinions are joined with the numbers."""
NAMES = ("accuracy", "precision_non_diagnostic", "recall_non_diagnostic", "kappa")


def write_card(manifest: Mapping[str, Any], *, graph_bytes: int) -> str:
    """The card as Markdown. Raises KeyError for a manifest without figures on held-out exams or calibration."""
    data, held, calibration = manifest["data"], manifest["figures"]["held_out"], manifest["calibration"]
    told = held["calibration"]
    rows = (f"| {name.replace('_', ' ')} | {held['ensemble'][name]} | {held['members'][name]} |\n" for name in NAMES)
    low, high = calibration["band"]
    return CARD.format(
        **{name: manifest[name] for name in ("name", "version", "members", "architecture", "statement", "commit")},
        **{name: data[name] for name in ("slices", "exams", "patients", "seed", "diagnostic")},
        **{f"calibration_{name}": calibration["data"][name] for name in ("labels", "slices", "exams", "seed")},
        **{f"held_{name}": held[name] for name in ("exams", "seed")},
        held_slices=told["slices"],
        labels=told["labels"],
        megabytes=graph_bytes / 1e6,
        size=manifest["preprocessing"]["size"],
        checksums=", ".join(f"{value} ({name})" for name, value in manifest["sha256"].items()),
        temperature=calibration["temperature"],
        bias=calibration["bias"],
        low=low,
        high=high,
        rows="".join(rows),
        **_joined(manifest),
        undecided=held["ensemble"]["undecided"],
        ece=told["ece_after"],
        ece_by_chance=told["ece_by_chance"],
        coverage=told["coverage"],
        error=told["error_outside_band"],
    )


def _joined(manifest: Mapping[str, Any]) -> dict[str, str]:
    """What an ensemble that takes measures says of them, and of the networks that it took over."""
    pictures = manifest["training"].get("pictures")
    if pictures is None:
        return {"beside": "", "pictures": ""}
    told = {"name": pictures["name"], "version": pictures["version"]}
    return {
        "beside": BESIDE.format(measures=len(MEASURES)),
        "pictures": PICTURES.format(**told, **{name: pictures["data"][name] for name in ("slices", "exams", "seed")}),
    }
