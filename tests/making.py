"""Makes what tests need: headers as a scanner writes them, exams that arrived, accounts."""

import hashlib
import json
import shutil
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, generate_uid

from qc.actions.ingest import ArrivedImage, Intake
from qc.actions.tell import tell_arrivals
from qc.dicom.roles import ImageHeader
from qc.domain.types import Geometry, Role
from qc.models import Assessment, Ensemble, Exam, Promotion, Slice
from qc.models.ensemble import SHIPPED
from qc.models.roles import give_role

PASSWORD = "correct horse battery staple"


def make_geometry(position_mm: float = 40.0) -> Geometry:
    return Geometry(256, 256, (1.5, 1.5), (-190.0, -190.0, position_mm), (1, 0, 0, 0, 1, 0))


def make_header(role: Role, position_mm: float = 40.0, **changes: Any) -> ImageHeader:
    study = changes.get("study_instance_uid", "1.2.3")
    header = ImageHeader(
        study_instance_uid=study,
        series_instance_uid=f"{study}.{len(role)}",
        sop_instance_uid=f"{study}.4.{len(role)}.{round(position_mm * 10)}",
        role=role,
        vendor="GE",
        patient_id="P-4711",
        patient_name="Doe^Jane",
        scanner="MR1",
        field_strength_t=1.5,
        sequence="2D GRE",
        series_number=500,
        instance_number=1,
        acquisition="5",
        location_mm=position_mm,
        expected_slices=None,
        geometry=make_geometry(position_mm),
    )
    return replace(header, **changes)


@transaction.atomic
def arrive(*headers: ImageHeader, at: datetime | None = None, pixels: str = "a") -> list[int]:
    """The images come in from the archive; returns the assessments that became possible."""
    sums = (hashlib.sha256(f"{pixels} {one.sop_instance_uid}".encode()).hexdigest() for one in headers)
    images = [ArrivedImage(header, f"sha256:{one}") for header, one in zip(headers, sums, strict=True)]
    taken = Intake(at or timezone.now()).keep(images)
    tell_arrivals(taken.exams)
    return taken.assessments


def arrive_pair(position_mm: float = 40.0, *, at: datetime | None = None, **changes: Any) -> list[int]:
    pair = (make_header("stiffness", position_mm, **changes), make_header("confidence", position_mm, **changes))
    return arrive(*pair, at=at)


def finish_slice(pk: int, *, verdict: str = "diagnostic", area: float = 12.0) -> Slice:
    """An assessment ends as a worker would end it."""
    assessment = Assessment.objects.claim(pk)
    assert assessment is not None
    votes = {"diagnostic": [1] * 8, "non_diagnostic": [0] * 8, "undecided": [1, 0] * 4}[verdict]
    assert assessment.finish(
        verdict=verdict,
        probability=sum(votes) / 8,
        votes=votes,
        measurable_area_cm2=area,
        stiffness_kpa=2.4,
        ensemble=make_ensemble(),
    )
    assessment.show_on_slice()
    return assessment.slice


def make_exam(*verdicts: str, study: str = "1.2.3", at: datetime | None = None) -> Exam:
    """A final exam of GE with one slice for each verdict, from head to foot."""
    for number, verdict in enumerate(verdicts):
        (pk,) = arrive_pair(100.0 - 10 * number, at=at, study_instance_uid=study)
        finish_slice(pk, verdict=verdict)
    exam = Exam.objects.get(study_instance_uid=study)
    exam.judge(is_final=True)
    return exam


def make_ensemble(version: str = "1") -> Ensemble:
    manifest = {"members": 8, "statement": "trained on simulated exams, research use", "figures": {}}
    entry, is_new = Ensemble.objects.get_or_create(
        name="test", version=version, defaults={"folder": f"none-{version}", "digest": "0", "manifest": manifest}
    )
    if is_new:
        Promotion.objects.create(ensemble=entry, by="test")
    return entry


def make_user(role: str, username: str = "") -> User:
    user = User.objects.create_user(username or role, password=PASSWORD, first_name=role.title(), last_name="One")
    give_role(user, role)
    return user


def make_review(one: Slice, **changes: Any) -> dict[str, Any]:
    """A decision as the browser sends it."""
    decision = {
        "client_id": str(uuid.uuid4()),
        "slice": one.pk,
        "assessment": one.assessment_id,
        "decision": "accept",
        "quality": None,
        "reason": None,
        "note": "",
        "seconds_spent": 3.5,
        "shown": {"panes": ["stiffness"], "range_kpa": 8, "verdict_shown": True},
    }
    return {**decision, **changes}


def make_region(one: Slice, **changes: Any) -> dict[str, Any]:
    """A region as the browser sends it."""
    stiffness = one.image("stiffness")
    region = {
        "client_id": str(uuid.uuid4()),
        "slice": one.pk,
        "assessment": one.assessment_id,
        "pixels": stiffness.version if stiffness else "",
        "shape": "polygon",
        "origin": "drawn",
        "points": [[50, 100], [90, 100], [90, 140]],
        "threshold": 0.95,
    }
    return {**region, **changes}


def make_pair(**changes: Any) -> list[Dataset]:
    """A stiffness and a confidence image as GE exports them: 2.4 kPa in a body, confident in a square of 60 pixels.

    `changes` are made to the header of the stiffness image.
    """
    study = generate_uid()
    body = np.zeros((256, 256), dtype=np.int16)
    body[40:216, 20:236] = 2400
    confidence = np.where(body > 0, 600, 0).astype(np.int16)
    confidence[90:150, 40:100] = 980
    pair = [_map_image(body, "Stiffness", 500, study), _map_image(confidence, "Confidence", 507, study)]
    for keyword, value in changes.items():
        setattr(pair[0], keyword, value)
    return pair


def _map_image(pixels: NDArray[np.int16], description: str, series_number: int, study: str) -> Dataset:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID = MRImageStorage
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID = generate_uid()
    ds.StudyInstanceUID, ds.SeriesInstanceUID = study, generate_uid()
    ds.Modality, ds.Manufacturer, ds.ImageType = "MR", "GE MEDICAL SYSTEMS", ["DERIVED", "SECONDARY", "PROCESSED"]
    ds.PatientID, ds.PatientName, ds.StationName = "SIM-7", "SIMULATED^TEST", "MR1"
    ds.SeriesDescription, ds.SeriesNumber, ds.InstanceNumber = description, series_number, 1
    ds.Rows, ds.Columns = pixels.shape
    ds.PixelSpacing, ds.ImagePositionPatient = [1.5, 1.5], [-190.0, -190.0, 40.0]
    ds.ImageOrientationPatient, ds.SliceLocation = [1, 0, 0, 0, 1, 0], 40.0
    ds.PhotometricInterpretation, ds.SamplesPerPixel = "MONOCHROME2", 1
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    ds.PixelData = pixels.tobytes()
    return ds


def copy_shipped_ensemble(folder: Path, *, version: str) -> Path:
    """The shipped ensemble under another version."""
    shutil.copytree(Path(settings.BASE_DIR) / SHIPPED, folder)
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": version}))
    return folder
