"""The rescan loop in figures: how many exams failed at first, were repeated at once, and were saved by that."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from qc.domain.verdict import is_better
from qc.models.exam import Exam

SAVED = ("limited", "adequate")
"""Verdicts of a last attempt with which the patient does not go home without any diagnostic slice."""


@dataclass
class Rescans:
    """Sessions of patients whose first attempt had no diagnostic slice."""

    failed_first: int = 0
    repeated: int = 0
    """Repeated in the same session."""
    prevented: int = 0
    """Whose last attempt was diagnostic in part at least: a non-diagnostic exam prevented."""
    advice_followed: int = 0
    """Whose first repeat was made as advised, by the technologist's word."""
    advice_not_followed: int = 0
    helped_followed: int = 0
    helped_not_followed: int = 0

    def add(self, attempts: list[Exam]) -> None:
        """Count one session by its attempts in their order."""
        first, *repeats = attempts
        if first.verdict != "inadequate":
            return
        self.failed_first += 1
        if not repeats:
            return
        self.repeated += 1
        self.prevented += repeats[-1].verdict in SAVED
        helped = bool(is_better(repeats[0].verdict, first.verdict))
        if repeats[0].advice_followed is True:
            self.advice_followed += 1
            self.helped_followed += helped
        if repeats[0].advice_followed is False:
            self.advice_not_followed += 1
            self.helped_not_followed += helped

    def describe(self) -> dict[str, int]:
        return asdict(self)


def sessions_since(moment: datetime) -> Iterable[list[Exam]]:
    """The attempts of each session that began since `moment`, in their order; exams whose verdict is not final wait."""
    exams = Exam.objects.of_mre().filter(arrived_at__gte=moment, state=Exam.State.FINAL).order_by("arrived_at", "pk")
    sessions: list[list[Exam]] = []
    session_of: dict[int, list[Exam]] = {}
    for exam in exams:
        session = session_of.get(exam.previous_attempt_id or 0)
        if exam.previous_attempt_id is None:
            session = []
            sessions.append(session)
        if session is not None:
            session.append(exam)
            session_of[exam.pk] = session
    return sessions
