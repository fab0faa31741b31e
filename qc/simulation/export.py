"""A simulated study of many patients as files: DICOM as a scanner stores it, and the truth beside it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from qc.dicom.vendors import ENCODERS, maker_of
from qc.simulation.body import draw_anatomy
from qc.simulation.failures import Faults
from qc.simulation.many import make_all
from qc.simulation.observers import observe
from qc.simulation.scanner import SimulatedExam, draw_exam
from qc.simulation.truth import Truth

TRUTH_FILE = "truth.csv"


class TruthRow(NamedTuple):
    """One slice in truth.csv; empty where there is nothing to say."""

    patient: str
    exam: int
    slice: int
    location_mm: float
    study_instance_uid: str
    cause: str
    severity: float
    second_cause: str
    second_severity: float
    true_kpa: float
    measured_kpa: float | str
    area_cm2: float
    label: str
    observer_1: str
    observer_2: str

    @property
    def truth(self) -> Truth:
        """As far as the file tells it, rounded."""
        return Truth(self.true_kpa, None if self.measured_kpa == "" else float(self.measured_kpa), self.area_cm2)


class _Order(NamedTuple):
    """One exam to be made."""

    number: int
    seed: int
    patient: int
    patient_seed: int
    out: Path
    vendor: str


def write_study(
    *, patients: int, exams: int, seed: int, out: Path, vendor: str = "ge", workers: int = 1, progress: bool = True
) -> list[TruthRow]:
    """Write `exams` exams of `patients` patients to out/exam-NNNN/*.dcm and the truth to out/truth.csv.

    Every patient has one exam, the further ones fall to patients at random; a patient keeps body and liver.
    `vendor` is one of ENCODERS and decides scanner and files. The same seed gives the same bytes, whatever the number
    of `workers`. Raises ValueError with fewer exams than patients, or with none.
    """
    if not 1 <= patients <= exams:
        raise ValueError(f"{exams} exams of {patients} patients: every patient needs an exam, and one is the least.")
    orders = _orders(patients, exams, seed, out, vendor)
    out.mkdir(parents=True, exist_ok=True)
    rows = [row for part in make_all(_make, orders, workers=workers, progress=progress) for row in part]
    with (out / TRUTH_FILE).open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TruthRow._fields)
        writer.writerows(rows)
    return rows


def exam_folder(out: Path, number: int) -> Path:
    """Where the files of exam `number` (from 1) lie."""
    return out / f"exam-{number:04d}"


def read_truth(folder: Path) -> list[TruthRow]:
    """The truth about every slice of a study that `write_study` wrote to `folder`."""
    with (folder / TRUTH_FILE).open(newline="") as file:
        return [_read_row(row) for row in csv.DictReader(file)]


def _read_row(row: dict[str, str]) -> TruthRow:
    return TruthRow(
        patient=row["patient"],
        exam=int(row["exam"]),
        slice=int(row["slice"]),
        location_mm=float(row["location_mm"]),
        study_instance_uid=row["study_instance_uid"],
        cause=row["cause"],
        severity=float(row["severity"]),
        second_cause=row["second_cause"],
        second_severity=float(row["second_severity"]),
        true_kpa=float(row["true_kpa"]),
        measured_kpa=float(row["measured_kpa"]) if row["measured_kpa"] else "",
        area_cm2=float(row["area_cm2"]),
        label=row["label"],
        observer_1=row["observer_1"],
        observer_2=row["observer_2"],
    )


def _orders(patients: int, exams: int, seed: int, out: Path, vendor: str) -> list[_Order]:
    random = np.random.default_rng(seed)
    owners = [*range(patients), *random.integers(0, patients, size=exams - patients).tolist()]
    exam_seeds = random.integers(2**31, size=exams).tolist()
    patient_seeds = random.integers(2**31, size=patients).tolist()
    return [
        _Order(number, exam_seeds[number - 1], owner, patient_seeds[owner], out, vendor)
        for number, owner in enumerate(owners, start=1)
    ]


def _make(order: _Order) -> list[TruthRow]:
    """Simulate one exam and write its files; returns its truth."""
    anatomy = draw_anatomy(np.random.default_rng(order.patient_seed))
    exam = draw_exam(
        seed=order.seed,
        patient=f"SIMULATED^P{order.patient + 1:04d}",
        anatomy=anatomy,
        maker=maker_of(order.vendor),
    )
    folder = exam_folder(order.out, order.number)
    folder.mkdir(exist_ok=True)
    datasets = ENCODERS[order.vendor](exam)
    for number, instance in enumerate(datasets, start=1):
        instance.save_as(folder / f"{number:04d}.dcm", enforce_file_format=True)
    return list(_truth(exam, order.number, str(datasets[0].StudyInstanceUID)))


def _truth(exam: SimulatedExam, number: int, study_instance_uid: str) -> Iterator[TruthRow]:
    for position, (one, readings) in enumerate(zip(exam.slices, observe(exam), strict=True), start=1):
        truth = one.truth
        first, second = _two_worst(one.faults)
        yield TruthRow(
            patient=exam.patient,
            exam=number,
            slice=position,
            location_mm=one.location_mm,
            study_instance_uid=study_instance_uid,
            cause=first[0],
            severity=round(first[1], 3),
            second_cause=second[0],
            second_severity=round(second[1], 3),
            true_kpa=round(truth.true_kpa, 3),
            measured_kpa="" if truth.measured_kpa is None else round(truth.measured_kpa, 3),
            area_cm2=round(truth.area_cm2, 2),
            label=_word(truth.is_diagnostic),
            observer_1=_word(readings[0]),
            observer_2=_word(readings[1]),
        )


def _two_worst(faults: Faults) -> tuple[tuple[str, float], tuple[str, float]]:
    """The two faults of the greatest severity, the greater first; without a name where there are fewer."""
    ordered: list[tuple[str, float]] = sorted(faults, key=lambda one: -one[1])
    first, second, *_ = [*ordered, ("", 0.0), ("", 0.0)]
    return first, second


def _word(is_diagnostic: bool) -> str:
    return "diagnostic" if is_diagnostic else "non_diagnostic"
