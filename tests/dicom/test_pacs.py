"""What the archive answers, and what becomes of answers that are faults."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import httpx
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import UID

from qc.dicom import pacs
from qc.domain.errors import ArchiveUnavailable, ImageGone, ImageUnreadable
from tests.making import make_pair
from tests.parts import Archive


class Answering(HTTPServer):
    """A server that always gives one answer, and keeps which encodings it was asked for."""

    encodings: set[str | None]
    status = 200
    kind = "application/dicom"
    body = b""
    missing_bytes = 0


class Answer(BaseHTTPRequestHandler):
    server: Answering

    def do_GET(self) -> None:
        self.server.encodings.add(self.headers["Accept-Encoding"])
        self.send_response(self.server.status)
        self.send_header("Content-Type", self.server.kind)
        self.send_header("Content-Length", str(len(self.server.body) + self.server.missing_bytes))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Answering]:
    with Answering(("127.0.0.1", 0), Answer) as server:
        server.encodings = set()
        threading.Thread(target=server.serve_forever).start()
        yield server
        server.shutdown()


def client_of(server: Answering) -> pacs.Archive:
    return pacs.Archive(f"http://127.0.0.1:{server.server_port}", "name", "password")


def file_of(image: Dataset) -> bytes:
    file = BytesIO()
    image.save_as(file, enforce_file_format=True)
    return file.getvalue()


def test_a_fault_whose_text_holds_404_is_not_taken_for_a_missing_image(server: Answering) -> None:
    server.status, server.kind = 500, "application/json"
    server.body = b'{"HttpStatus": 500, "Uri": "/instances/1f404c2e"}'
    with pytest.raises(ArchiveUnavailable):
        client_of(server).locate(["1f404c2e"])
    with pytest.raises(ArchiveUnavailable):
        client_of(server).look_up("1f404c2e")


def test_an_image_that_is_not_there_is_gone(server: Answering) -> None:
    server.status = 404
    assert client_of(server).locate(["1f404c2e"]) == []
    assert client_of(server).look_up("1f404c2e") is None
    with pytest.raises(ImageGone):
        client_of(server).retrieve("1.2", "1.3", "1.4")


def test_the_archive_is_not_made_to_pack_its_answers(server: Answering) -> None:
    server.status = 404
    with pytest.raises(ImageGone):
        client_of(server).retrieve("1.2", "1.3", "1.4")
    client_of(server).look_up("1f404c2e")
    assert server.encodings == {"identity"}


def test_an_answer_that_breaks_off_is_asked_for_again(server: Answering) -> None:
    server.body, server.missing_bytes = b"DICM", 1000
    with pytest.raises(ArchiveUnavailable):
        client_of(server).retrieve("1.2", "1.3", "1.4")


@pytest.mark.parametrize("length", [60, 150, 205, 400])
def test_an_image_that_was_cut_short_is_unreadable_wherever_it_was_cut(server: Answering, length: int) -> None:
    image, _ = make_pair()
    server.kind = 'multipart/related; type="application/dicom"; boundary=part'
    server.body = b"--part\r\nContent-Type: application/dicom\r\n\r\n" + file_of(image)[:length] + b"\r\n--part--"
    with pytest.raises(ImageUnreadable):
        client_of(server).retrieve(image.StudyInstanceUID, image.SeriesInstanceUID, image.SOPInstanceUID)


@pytest.mark.filterwarnings("ignore:Invalid value for VR UI")
def test_an_identifier_that_the_standard_does_not_allow_is_read_all_the_same(archive: Archive) -> None:
    image, _ = make_pair()
    image.SOPInstanceUID = UID(f"{image.SOPInstanceUID[:40]}.007")
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    httpx.post(f"{archive.url}/instances", content=file_of(image), auth=archive.auth).raise_for_status()
    client = pacs.Archive(archive.url, archive.username, archive.password)
    read = client.retrieve(image.StudyInstanceUID, image.SeriesInstanceUID, image.SOPInstanceUID)
    assert read.SOPInstanceUID == image.SOPInstanceUID
