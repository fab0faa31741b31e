"""Tests of the sender against a real archive: what arrives, what is refused, and why."""

from pathlib import Path

import httpx
import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage, generate_uid
from pynetdicom import AE, evt

from qc.dicom.sender import read_folder, send_datasets
from qc.domain.errors import ArchiveUnavailable
from tests.parts import Archive


def make_image(*, study: str | None = None, series: int = 1, instance: int = 1) -> Dataset:
    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image.SOPClassUID = MRImageStorage
    image.SOPInstanceUID = generate_uid()
    image.file_meta.MediaStorageSOPClassUID = image.SOPClassUID
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    image.StudyInstanceUID = study or generate_uid()
    image.SeriesInstanceUID = f"{image.StudyInstanceUID[:50]}.{series}"
    image.PatientID, image.Modality = "SENDER", "MR"
    image.SeriesNumber, image.InstanceNumber = series, instance
    image.Rows, image.Columns, image.SamplesPerPixel = 16, 16, 1
    image.PhotometricInterpretation = "MONOCHROME2"
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 16, 15, 0
    image.PixelData = np.arange(256, dtype=np.uint16).tobytes()
    return image


def save(image: Dataset, path: Path) -> Path:
    image.save_as(path, enforce_file_format=True)
    return path


def stored_instances(archive: Archive, study: str) -> set[str]:
    query = {"Level": "Instance", "Query": {"StudyInstanceUID": study}, "Expand": True}
    found = httpx.post(f"{archive.url}/tools/find", json=query, auth=archive.auth).json()
    return {one["MainDicomTags"]["SOPInstanceUID"] for one in found}


def test_every_image_arrives_in_the_archive(archive: Archive) -> None:
    study = generate_uid()
    images = [make_image(study=study, instance=number) for number in range(5)]
    report = archive.receive(images)
    assert report.accepted == [image.SOPInstanceUID for image in images]
    assert stored_instances(archive, study) == set(report.accepted)
    assert report.refused == []
    assert report.last_accepted_at is not None


def test_images_of_two_studies_arrive_in_one_call(archive: Archive) -> None:
    report = archive.receive([make_image(), make_image()])
    assert len(report.accepted) == 2


def test_files_and_data_sets_can_be_mixed(archive: Archive, tmp_path: Path) -> None:
    on_disk = make_image()
    report = send_datasets(
        [save(on_disk, tmp_path / "one.dcm"), make_image()],
        host=archive.dicom_host,
        port=archive.dicom_port,
        called_aet=archive.aet,
    )
    assert len(report.accepted) == 2
    assert report.accepted[0] == on_disk.SOPInstanceUID


def test_a_file_that_is_not_dicom_is_refused_and_the_others_arrive(archive: Archive, tmp_path: Path) -> None:
    note = tmp_path / "note.dcm"
    note.write_text("not an image")
    report = send_datasets(
        [note, make_image()], host=archive.dicom_host, port=archive.dicom_port, called_aet=archive.aet
    )
    assert report.refused == [("note.dcm", "It is not a DICOM file.")]
    assert len(report.accepted) == 1


def test_an_image_without_a_study_is_refused_with_the_reason(archive: Archive) -> None:
    image = make_image()
    del image.StudyInstanceUID
    report = archive.receive([image])
    assert report.refused == [(image.SOPInstanceUID, "It carries no valid StudyInstanceUID.")]
    assert report.last_accepted_at is None


def test_an_image_that_does_not_say_its_encoding_is_refused(archive: Archive) -> None:
    image = make_image()
    del image.file_meta.TransferSyntaxUID
    assert archive.receive([image]).refused == [(image.SOPInstanceUID, "It does not say how it is encoded.")]


def test_an_archive_that_is_away_raises() -> None:
    with pytest.raises(ArchiveUnavailable, match="accepts no DICOM association"):
        send_datasets([make_image()], host="127.0.0.1", port=9, called_aet="NOBODY")


@pytest.mark.parametrize(("drops", "arrive"), [(1, 5), (2, 5), (3, 2)])
def test_what_stays_without_an_answer_is_sent_again_and_then_given_up(drops: int, arrive: int) -> None:
    images = [make_image(study="1.2.3", instance=number) for number in range(5)]
    stored: list[str] = []
    dropped: list[str] = []

    def store(event: evt.Event) -> int:
        if len(stored) == 2 and len(dropped) < drops:
            dropped.append(str(event.dataset.SOPInstanceUID))
            event.assoc.abort()
        else:
            stored.append(str(event.dataset.SOPInstanceUID))
        return 0x0000

    entity = AE(ae_title="UNSTEADY")
    entity.add_supported_context(MRImageStorage, ExplicitVRLittleEndian)
    server = entity.start_server(("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, store)])
    assert server
    assert server.socket
    try:
        port = server.socket.getsockname()[1]
        report = send_datasets(images, host="127.0.0.1", port=port, called_aet="UNSTEADY")
    finally:
        server.shutdown()
    assert dropped == [images[2].SOPInstanceUID] * drops
    assert report.accepted == stored == [image.SOPInstanceUID for image in images[:arrive]]
    lost = [(image.SOPInstanceUID, "The archive stopped answering.") for image in images[arrive:]]
    assert report.refused == lost


def test_a_folder_is_read_in_the_order_of_the_scanner(tmp_path: Path) -> None:
    for series, instance in [(500, 2), (5, 10), (500, 1), (5, 9)]:
        save(make_image(series=series, instance=instance), tmp_path / f"{instance}-{series}.dcm")
    images, unreadable = read_folder(tmp_path)
    assert [(image.SeriesNumber, image.InstanceNumber) for image in images] == [
        (5, 9),
        (5, 10),
        (500, 1),
        (500, 2),
    ]
    assert unreadable == []


def test_notes_beside_the_images_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("about this exam")
    (tmp_path / "empty").mkdir()
    save(make_image(), tmp_path / "one")
    images, unreadable = read_folder(tmp_path)
    assert len(images) == 1
    assert unreadable == []


@pytest.mark.parametrize(
    ("keep", "why"),
    [
        (0, "It is not a DICOM file."),
        (154, "The file ends early."),
        (300, "It carries no valid SOPClassUID."),
    ],
)
def test_a_file_cut_short_is_unreadable_with_the_reason(tmp_path: Path, keep: int, why: str) -> None:
    path = save(make_image(), tmp_path / "cut.dcm")
    path.write_bytes(path.read_bytes()[:keep])
    images, unreadable = read_folder(tmp_path)
    assert images == []
    assert unreadable == [("cut.dcm", why)]


def test_an_image_whose_pixels_end_early_is_sent_for_the_archive_side_to_judge(tmp_path: Path) -> None:
    path = save(make_image(), tmp_path / "cut.dcm")
    path.write_bytes(path.read_bytes()[:-300])
    images, unreadable = read_folder(tmp_path)
    assert [len(image.PixelData) for image in images] == [212]
    assert unreadable == []


def test_no_damage_of_a_file_stops_the_others(tmp_path: Path) -> None:
    whole = save(make_image(), tmp_path / "whole.dcm").read_bytes()
    dice = np.random.default_rng(1)
    for number in range(40):
        damaged = np.frombuffer(whole, np.uint8).copy()
        damaged[dice.integers(132, 700, 30)] = dice.integers(0, 256, 30)
        (tmp_path / f"damaged-{number}.dcm").write_bytes(damaged.tobytes())
    images, unreadable = read_folder(tmp_path)
    assert len(images) + len(unreadable) == 41
    assert all(why for _, why in unreadable)


def test_the_real_exam_is_read_in_full(real_exam: Path) -> None:
    images, unreadable = read_folder(real_exam)
    assert len(images) == 144
    assert unreadable == []
    assert dcmread(real_exam / "stiffness" / "001.dcm").SOPInstanceUID in {one.SOPInstanceUID for one in images}
