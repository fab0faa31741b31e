"""How the service does: figures by week and scanner, from exams and from the readers' last words."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from qc.domain.agreement import cohens_kappa
from qc.models.exam import Exam
from qc.models.rescans import Rescans, sessions_since
from qc.models.review import Review


@dataclass
class Tally:
    """Counts of one week at one scanner."""

    exams: int = 0
    assessed: int = 0
    adequate: int = 0
    reviewed_slices: int = 0
    overridden: int = 0
    rescans: Rescans = field(default_factory=Rescans)
    reader: list[bool] = field(default_factory=list)
    ensemble: list[bool] = field(default_factory=list)

    def add_exam(self, verdict: str | None) -> None:
        self.exams += 1
        self.assessed += verdict not in (None, "not_assessed")
        self.adequate += verdict == "adequate"

    def add_review(self, decision: str, quality: str, machine_verdict: str) -> None:
        self.reviewed_slices += 1
        self.overridden += decision == Review.Decision.OVERRIDE
        if machine_verdict in ("diagnostic", "non_diagnostic"):
            self.reader.append(quality != Review.Quality.NON_DIAGNOSTIC)
            self.ensemble.append(machine_verdict == "diagnostic")

    def describe(self) -> dict[str, Any]:
        kappa = cohens_kappa(self.reader, self.ensemble)
        return {
            "exams": self.exams,
            "assessed": self.assessed,
            "adequate": self.adequate,
            "reviewed_slices": self.reviewed_slices,
            "overridden": self.overridden,
            "rescans": self.rescans.describe(),
            "kappa": asdict(kappa) if kappa else None,
        }


def measure_quality(weeks: int) -> dict[str, Any]:
    """The figures of the last `weeks` calendar weeks: by week (newest first) and scanner, and in sum.

    An exam and its reviews count in the week in which it arrived, a session in the week of its first attempt.
    A slice counts once for each reader who decided about it, with the reader's last word.
    """
    since = _monday(timezone.now()) - timedelta(weeks=weeks - 1)
    tallies: dict[tuple[str, str], Tally] = {}
    total = Tally()
    for arrived_at, scanner, verdict in _exams(since):
        for tally in (_tally(tallies, arrived_at, scanner), total):
            tally.add_exam(verdict)
    for arrived_at, scanner, *review in _reviews(since):
        for tally in (_tally(tallies, arrived_at, scanner), total):
            tally.add_review(*review)
    for attempts in sessions_since(since):
        for tally in (_tally(tallies, attempts[0].arrived_at, attempts[0].scanner), total):
            tally.rescans.add(attempts)
    rows = [
        {"week": week, "scanner": scanner, **tallies[week, scanner].describe()}
        for week, scanner in sorted(tallies, key=lambda key: (key[0], key[1]), reverse=True)
    ]
    return {"weeks": weeks, "rows": rows, "total": total.describe()}


def _exams(since: datetime) -> Iterable[tuple[datetime, str, str | None]]:
    exams = Exam.objects.of_mre().filter(arrived_at__gte=since)
    return exams.order_by().values_list("arrived_at", "scanner", "verdict")


def _reviews(since: datetime) -> Iterable[tuple[Any, ...]]:
    last_words = Review.objects.newest_by_reader().filter(slice__exam__arrived_at__gte=since)
    columns = ("slice__exam__arrived_at", "slice__exam__scanner", "decision", "quality", "machine_verdict")
    return last_words.order_by().values_list(*columns)


def _tally(tallies: dict[tuple[str, str], Tally], arrived_at: datetime, scanner: str) -> Tally:
    year, week, _ = arrived_at.isocalendar()
    return tallies.setdefault((f"{year}-W{week:02d}", scanner), Tally())


def _monday(moment: datetime) -> datetime:
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return start - timedelta(days=moment.weekday())
