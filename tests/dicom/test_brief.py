"""A header from Orthanc's index says the same as the image itself, whoever made the image and however it is encoded."""

import io
from pathlib import Path

import httpx
import pytest
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, MRImageStorage, generate_uid

from qc.dicom import pacs
from qc.dicom.brief import read_brief
from qc.dicom.pacs import header_of_other
from qc.dicom.roles import read_header
from qc.dicom.synthesis import ge_datasets
from qc.simulation.scanner import simulate_exam
from tests.parts import Archive


def as_file(image: Dataset, *, implicit: bool = False) -> bytes:
    buffer = io.BytesIO()
    image.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian
    dcmwrite(buffer, image, enforce_file_format=True)
    return buffer.getvalue()


def store(archive: Archive, file: bytes) -> tuple[pacs.Archive, pacs.ImageAddress]:
    answer = httpx.post(f"{archive.url}/instances", content=file, auth=archive.auth, trust_env=False)
    client = pacs.Archive(archive.url, archive.username, archive.password)
    (address,) = client.locate([answer.raise_for_status().json()["ID"]])
    return client, address


def assert_same_header(archive: Archive, file: bytes) -> Dataset | None:
    """The brief header, if there is one, is the image's own."""
    client, address = store(archive, file)
    brief = client.brief(address)
    alone = client.look_up(address.key)
    assert alone is not None
    assert client.brief(alone) == brief
    assert header_of_other(alone) == header_of_other(address)
    if brief is not None:
        assert read_header(brief) == read_header(dcmread(io.BytesIO(file)))
    return brief


@pytest.mark.parametrize("implicit", [False, True])
def test_of_a_simulated_exam_it_tells_every_header(archive: Archive, implicit: bool) -> None:
    images = ge_datasets(simulate_exam(seed=3, quality="adequate"))
    one_of_each = {(image.SeriesNumber, tuple(image.ImageType)): image for image in images}
    briefs = [assert_same_header(archive, as_file(image, implicit=implicit)) for image in one_of_each.values()]
    assert implicit or None not in briefs


@pytest.mark.parametrize(
    "told",
    [
        {"Manufacturer": "SIEMENS", "SequenceName": "*greMRe2d", "ImageType": ["DERIVED", "PRIMARY", "P", "WV"]},
        {"Manufacturer": "Siemens Healthineers", "ImageType": ["ORIGINAL", "ELASTO"], "ComplexImageComponent": "PHASE"},
        {
            "Manufacturer": "Philips",
            "ImageType": ["ORIGINAL", "PRIMARY", "M_SE", "MRE"],
            "PatientName": "Mu\u0308ller^A",
        },
        {"Manufacturer": "GE MEDICAL SYSTEMS", "ImageType": ["DERIVED", "SECONDARY"], "ImageComments": "C:\\stiffness"},
    ],
)
def test_of_other_makers_images_too(archive: Archive, told: dict[str, object]) -> None:
    image = Dataset()
    image.SpecificCharacterSet = "ISO_IR 192"
    for keyword, value in told.items():
        setattr(image, keyword, value)
    image.Modality, image.PhotometricInterpretation = "MR", "MONOCHROME2"
    image.Rows, image.Columns, image.PixelSpacing = 4, 4, [1.5, 1.5]
    image.ImagePositionPatient, image.ImageOrientationPatient = [0, -1.25, 30], [1, 0, 0, 0, 1, 0]
    image.SOPClassUID, image.SOPInstanceUID = MRImageStorage, generate_uid()
    image.StudyInstanceUID, image.SeriesInstanceUID = generate_uid(), generate_uid()
    image.file_meta = FileMetaDataset()
    image.file_meta.MediaStorageSOPClassUID = MRImageStorage
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    assert assert_same_header(archive, as_file(image)) is not None


def test_of_the_real_exam_it_tells_every_header(archive: Archive, real_exam: Path) -> None:
    images = [dcmread(file) for file in sorted(real_exam.rglob("*.dcm"))]
    study = generate_uid()
    for image in images:  # as another study: this archive must not know the exam when it is sent to be judged
        image.StudyInstanceUID = study
        image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    briefs = [assert_same_header(archive, as_file(image)) for image in images]
    assert len(briefs) > 100
    assert None not in briefs


def test_it_is_none_where_the_index_holds_back_what_tells_the_role() -> None:
    image_type = {"0008,0008": {"Type": "TooLong", "Value": None}}
    unimportant = {"0018,1020": {"Type": "TooLong", "Value": None}}
    assert read_brief(image_type) is None
    assert read_brief(unimportant) == Dataset()


def test_another_file_has_another_fingerprint(archive: Archive) -> None:
    first, second = ge_datasets(simulate_exam(seed=3, quality="adequate"))[:2]
    client, one = store(archive, as_file(first))
    _, other = store(archive, as_file(second))
    assert client.fingerprint(one) == client.fingerprint(one) != client.fingerprint(other)
