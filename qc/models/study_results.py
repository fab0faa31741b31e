"""What an agreement study has found: progress, agreement of its readers with each other and with the ensemble, rows."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import combinations
from typing import Any

from django.contrib.auth.models import User

from qc.domain.agreement import cohens_kappa
from qc.models.adjudication import find_cases, is_measurable, opinions_by_slice
from qc.models.agreement import AgreementStudy, Consensus, LockedOpinion, describe_reader

ENSEMBLE = "Ensemble"
CSV_COLUMNS = (
    "exam",
    "patient",
    "scanner",
    "slice_location_mm",
    "reader",
    "quality",
    "reason",
    "note",
    "locked_at",
    "seconds_spent",
    "verdict_shown",
    "ensemble",
    "ensemble_verdict",
    "consensus_quality",
    "consensus_reason",
    "consensus_made",
    "pixel_checksum",
)
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")

Ratings = dict[int, bool]
"""Whether the slice (primary key) is measurable in the eyes of one rater."""


def describe_progress(study: AgreementStudy) -> list[dict[str, Any]]:
    """For each reader: how many of the slices to read have their locked opinion."""
    to_read = study.slices_to_read().count()
    readers = study.readers.order_by("first_name", "last_name", "pk")
    return [
        {
            "reader": describe_reader(reader),
            "locked": study.opinions.filter(reader=reader).count(),
            "to_read": to_read,
        }
        for reader in readers
    ]


def measure_agreement(study: AgreementStudy) -> list[dict[str, Any]]:
    """Each pair of readers, then each reader with the ensemble, over the slices that both have rated.

    Two ratings agree when both call the slice measurable (diagnostic or limited) or both call it non-diagnostic. The
    ensemble's is the verdict at the time of the opinion, where it was clear. The intervals take slices as independent.
    """
    ratings, ensemble = _ratings(study)
    readers = list(study.readers.order_by("first_name", "last_name", "pk"))
    pairs = [(_name(one), ratings[one.pk], _name(other), ratings[other.pk]) for one, other in combinations(readers, 2)]
    pairs += [(_name(one), ratings[one.pk], ENSEMBLE, ensemble[one.pk]) for one in readers]
    return [_compare(*pair) for pair in pairs]


def _ratings(study: AgreementStudy) -> tuple[dict[int, Ratings], dict[int, Ratings]]:
    """Of each reader (primary key), and of the ensemble on what that reader has rated."""
    readers = [reader.pk for reader in study.readers.all()]
    rated: dict[int, Ratings] = {reader: {} for reader in readers}
    ensemble: dict[int, Ratings] = {reader: {} for reader in readers}
    for one in study.opinions.select_related("review"):
        rated[one.reader_id][one.slice_id] = is_measurable(one.review.quality)
        if one.review.machine_verdict in ("diagnostic", "non_diagnostic"):
            ensemble[one.reader_id][one.slice_id] = one.review.machine_verdict == "diagnostic"
    return rated, ensemble


def _compare(first: str, first_ratings: Ratings, second: str, second_ratings: Ratings) -> dict[str, Any]:
    both = sorted(first_ratings.keys() & second_ratings.keys())
    pairs = [(first_ratings[one], second_ratings[one]) for one in both]
    kappa = cohens_kappa([one for one, _ in pairs], [other for _, other in pairs])
    return {
        "first": first,
        "second": second,
        "slices": len(both),
        "both_measurable": pairs.count((True, True)),
        "only_first": pairs.count((True, False)),
        "only_second": pairs.count((False, True)),
        "neither": pairs.count((False, False)),
        "kappa": asdict(kappa) if kappa else None,
    }


def count_cases(study: AgreementStudy) -> dict[str, int]:
    """Slices on which the readers differ, and how many of them are settled."""
    cases = find_cases([study])
    return {"differing": len(cases), "settled": sum(case.consensus is not None for case in cases)}


def csv_rows(study: AgreementStudy) -> Iterator[list[str]]:
    """The heading, then one row a locked opinion, in the order of the exams' arrival and from head to foot."""
    yield list(CSV_COLUMNS)
    settled = {one.slice_id: one for one in Consensus.objects.filter(study=study)}
    for pk, opinions in opinions_by_slice(study).items():
        for one in opinions:
            row = {**_opinion_columns(one), **_consensus_columns(settled.get(pk))}
            yield [_cell(row[column]) for column in CSV_COLUMNS]


def _opinion_columns(one: LockedOpinion) -> dict[str, Any]:
    exam, review = one.slice.exam, one.review
    return {
        "exam": exam.key,
        "patient": exam.pseudonym,
        "scanner": exam.scanner,
        "slice_location_mm": one.slice.location_mm,
        "reader": _name(one.reader),
        "quality": review.quality,
        "reason": review.reason,
        "note": review.note,
        "locked_at": review.at.isoformat(),
        "seconds_spent": review.seconds_spent,
        "verdict_shown": review.shown["verdict_shown"],
        "ensemble": review.ensemble,
        "ensemble_verdict": review.machine_verdict,
        "pixel_checksum": review.pixel_checksum,
    }


def _consensus_columns(consensus: Consensus | None) -> dict[str, Any]:
    return {
        "consensus_quality": consensus and consensus.quality,
        "consensus_reason": consensus and consensus.reason,
        "consensus_made": consensus and consensus.made,
    }


def _cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: what readers typed is text."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(RUN_BY_SPREADSHEETS) else text


def _name(user: User) -> str:
    return str(describe_reader(user)["name"])
