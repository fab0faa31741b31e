"""The published table and what stands beside it as a page of Markdown: docs/results.md."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qc.elastography.extent import MEASURES
from qc.learning.page_parts import interval, table
from qc.learning.study_champion import champion_section
from qc.learning.study_figures import TOO_LITTLE, WRONG_STIFFNESS
from qc.learning.study_split import PUBLISHED
from qc.learning.study_vendors import vendors_section

Figures = Mapping[str, Any]
Row = Sequence[object]

HEAD = """# The published study on simulated exams

Nieves-Vazquez et al. (JMRI 2025;61:985-994) cross-validated five architectures on 800 labelled slices of patients and
judged them on 114 locked ones. Here the same protocol runs on a simulated study, whose truth is known. **Nothing on
this page says how well anything works on patients.**

    {commands}

The last command wrote this page.{note}

Labels are those of the first of two simulated observers. {development} slices are cross-validated in eight folds by
patient, {test} slices of {patients} other patients are the locked test. A patient is never on both sides: that is
checked before anything is judged. Intervals are 95 % bootstrap intervals by patient.

How they were trained here. {training}{missing}

The study does not state its input size. ImageNet's weights (`--weights`) were not used: members begin from a base that
learned on other simulated exams. So few epochs at so small a size were what a processor without GPU could do: a row of
the table says how good such networks are, not how good the architecture can be.

## The locked test: {test} slices

Non-diagnostic is what must not be missed: precision and recall are of it. "Members" is the mean of the eight with its
interval, and from the least to the greatest of them. Where the votes are four to four, the mean probability decides.

"""
AFTER = """
Published, on slices of patients: mean accuracy of the members 0.692-0.851 by architecture; the best ensemble
(SqueezeNet) accuracy 0.921, kappa 0.833 with observer 1; kappa between observers 0.896 (0.845-0.947).

The two observers here, on the same slices: kappa {observers}. The truth itself, the best that any reader could say,
agrees with observer 1 to kappa {truth}.

"""
MAGNITUDE = """Networks "with magnitude" see the slice's magnitude image as a fourth channel beside the colours of the
CMOE, after the follow-up of the published study. They are an experiment: in service a slice is judged by its maps,
whether or not a magnitude image has come.

"""
VALIDATION = """
Validation, from which a champion may be chosen (each member on the fold it never saw, mean of eight):

"""
PICTURES = """
![Confusion matrices](results/confusion.svg)

![Reliability diagrams](results/reliability.svg)

![Risk against coverage](results/risk-coverage.svg)

"""
ERRORS = """## Where {name} errs

The ensemble in force has learned from no exam of this study, so all {slices} slices of {patients} patients judge it:
accuracy {accuracy}, precision {precision}, recall {recall}, kappa with observer 1 {kappa}; against the truth, kappa
{against_truth}. The two observers agree with kappa {observers}; the truth with observer 1, {truth}.
Expected calibration error of its calibrated probability: {ece} against observer 1, {ece_truth} against the truth.

That a diagnostic slice has a higher probability than one whose stiffness is confident but wrong is so in {auc_wrong} of
all pairs, than one with too little confident liver in {auc_little}.

A slice is diagnostic where at least 5 cm2 of liver are confident where readers measure, 1 cm inside its outline, and
their stiffness is within 19 % of the true one. Distance from that border is in standard deviations of what an observer
sees; errors are against observer 1. What no reader can avoid is the first rows: there the observers differ as well, and
the truth itself agrees with observer 1 in {truth_accuracy} of the slices.

"""


def write_page(
    judged: Mapping[str, Figures],
    in_force: Figures,
    *,
    elsewhere: Sequence[tuple[str, Figures]],
    development: int,
    test: int,
    commands: Sequence[str],
    note: str = "",
) -> str:
    """The page; `judged` are figures on the locked test by architecture, `in_force` those on the whole study.

    `elsewhere` are further figures with the names of their studies, `note` what the commands do not tell of themselves.
    """
    first = next(iter(judged.values()))
    return "".join(
        [
            HEAD.format(
                commands="\n    ".join(commands),
                note=f" {note}" if note else "",
                development=development,
                test=test,
                patients=first["data"]["patients"],
                training=" ".join(_training(judged)),
                missing=_missing(judged),
            ),
            table(("", "accuracy", "precision", "recall", "kappa", "four to four"), _rows(judged)),
            AFTER.format(observers=interval(first["observers"]["kappa"]), truth=interval(first["truth"]["kappa"])),
            *_magnitude(judged),
            *_other_tables(judged),
            PICTURES,
            *champion_section([*elsewhere, (in_force["data"]["folder"], in_force)], measures=len(MEASURES)),
            *vendors_section(elsewhere),
            *_errors(in_force),
        ]
    )


def _rows(judged: Mapping[str, Figures]) -> Iterator[Row]:
    names = ("accuracy", "precision_non_diagnostic", "recall_non_diagnostic", "kappa")
    for name, figures in judged.items():
        yield f"{name}, members", *(interval(figures["members"][one]) for one in names), ""
        yield f"**{name}, ensemble**", *(interval(figures["majority"][one]) for one in names), figures["four_to_four"]


def _training(judged: Mapping[str, Figures]) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for name, figures in judged.items():
        if _is_of_study(figures):
            told = figures["ensemble"]["training"]
            exams, size = told["foundation"]["exams"], figures["ensemble"]["preprocessing"]["size"]
            how = (
                f"{size} x {size} pixels, base {told['base_epochs']} epochs on {exams} exams, members "
                f"{told['member_epochs']} epoch{'s' if told['member_epochs'] > 1 else ''}"
            )
            names.setdefault(how, []).append(name)
    for how, alike in names.items():
        yield f"{'; '.join(alike)}: {how}."


def _is_of_study(figures: Figures) -> bool:
    """Whether the ensemble was trained on this study, and not brought along to be compared."""
    return bool(figures["ensemble"]["training"].get("foundation"))


def _missing(judged: Mapping[str, Figures]) -> str:
    missing = [name for name in PUBLISHED if name not in judged]
    return f" **Not trained yet: {', '.join(missing)}.**" if missing else ""


def _magnitude(judged: Mapping[str, Figures]) -> Iterator[str]:
    """What the further rows are, where there are any."""
    if any(figures["ensemble"]["preprocessing"].get("takes", "CMOE") != "CMOE" for figures in judged.values()):
        yield MAGNITUDE


def _other_tables(judged: Mapping[str, Figures]) -> Iterator[str]:
    yield VALIDATION
    yield table(
        ("", "accuracy", "precision", "recall", "kappa"),
        (
            (name, own["accuracy"], own["precision_non_diagnostic"], own["recall_non_diagnostic"], own["kappa"])
            for name, figures in judged.items()
            if (own := figures["ensemble"]["figures"]["members_on_own_folds"]) and _is_of_study(figures)
        ),
    )


def _errors(figures: Figures) -> Iterator[str]:
    best, probability = figures["majority"], figures["probability"]
    told_apart = probability["tells_faults_from_fine"]
    yield ERRORS.format(
        name=f"{figures['ensemble']['name']} {figures['ensemble']['version']}",
        slices=figures["data"]["slices"],
        patients=figures["data"]["patients"],
        accuracy=interval(best["accuracy"]),
        precision=interval(best["precision_non_diagnostic"]),
        recall=interval(best["recall_non_diagnostic"]),
        kappa=interval(best["kappa"]),
        against_truth=interval(figures["against_truth"]["kappa"]),
        observers=interval(figures["observers"]["kappa"]),
        truth=interval(figures["truth"]["kappa"]),
        ece=probability["expected_calibration_error"],
        ece_truth=probability["error_against_truth"],
        auc_wrong=_percent(told_apart[WRONG_STIFFNESS]),
        auc_little=_percent(told_apart[TOO_LITTLE]),
        truth_accuracy=interval(figures["truth"]["accuracy"]),
    )
    heads = {
        "by_distance": "distance from the border",
        "by_cause": "cause",
        "by_fault": "what the truth has against it",
    }
    for name, head in heads.items():
        rows = figures["errors"][name].items()
        yield table(
            (head, "slices", "errors of the ensemble", "observer 2 differs"),
            (
                (group.replace("_", " "), one["slices"], _share(one["ensemble"], one), _share(one["observer_2"], one))
                for group, one in rows
            ),
        )
        yield "\n"


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.0f} %"


def _share(part: int, group: Mapping[str, int]) -> str:
    return f"{part} ({100 * part / max(1, group['slices']):.0f} %)"
