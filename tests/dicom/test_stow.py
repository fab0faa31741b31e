"""Sending by STOW-RS to a real archive: what arrives, what is refused, and what is said when nobody answers."""

import httpx
import pytest
from pydicom.uid import generate_uid

from qc.dicom.stow import store_datasets
from qc.domain.errors import ArchiveUnavailable
from tests.dicom.test_sender import make_image, stored_instances
from tests.parts import Archive


def stored_file(archive: Archive, instance: str) -> bytes:
    query = {"Level": "Instance", "Query": {"SOPInstanceUID": instance}}
    found = httpx.post(f"{archive.url}/tools/find", json=query, auth=archive.auth).json()
    return httpx.get(f"{archive.url}/instances/{found[0]}/file", auth=archive.auth).content


def test_every_image_arrives_in_the_archive(archive: Archive) -> None:
    study = generate_uid()
    images = [make_image(study=study, instance=number) for number in range(4)]
    report = store_datasets(images, url=archive.url, username=archive.username, password=archive.password)
    assert report.accepted == [image.SOPInstanceUID for image in images]
    assert not report.refused
    assert stored_instances(archive, study) == set(report.accepted)
    assert stored_file(archive, report.accepted[0])[128:132] == b"DICM"


def test_an_image_that_cannot_be_encoded_holds_up_no_other(archive: Archive) -> None:
    images = [make_image(), make_image()]
    del images[0].SOPClassUID
    del images[0].file_meta.TransferSyntaxUID
    report = store_datasets(images, url=archive.url, username=archive.username, password=archive.password)
    assert report.accepted == [images[1].SOPInstanceUID]
    assert [name for name, _ in report.refused] == [images[0].SOPInstanceUID]


def test_a_wrong_password_is_a_refusal(archive: Archive) -> None:
    report = store_datasets([make_image()], url=archive.url, username=archive.username, password="wrong")
    assert "status 401" in report.refused[0][1]


def test_an_archive_that_is_away_is_told() -> None:
    with pytest.raises(ArchiveUnavailable, match="does not answer"):
        store_datasets([make_image()], url="http://127.0.0.1:9", username="", password="")
