"""Sends images to an archive as a scanner does: C-STORE, one association a study (DICOM PS3.4 annex B)."""

import socket
import struct
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path

from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError
from pydicom.uid import UID
from pynetdicom import AE, build_context, evt
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext

from qc.domain.errors import ArchiveUnavailable, ImageUnreadable

CALLING_AET = "MREQC_SCANNER"
DICOM_SUFFIXES = {".dcm", ".ima"}
CONNECT_TIMEOUT_S = 5
REPLY_TIMEOUT_S = 30
TRIES_AGAIN = 2
"""So often is sent again what stayed without an answer. The archive is not always to blame: on a busy machine
pynetdicom's own reactor now and then takes an answer away from the thread that waits for it."""

Source = Dataset | Path
Refusal = tuple[str, str]
"""Name of the image, and why it did not arrive."""


@dataclass
class SendReport:
    """What became of the images of one call."""

    accepted: list[str] = field(default_factory=list)
    """SOP Instance UIDs in the order of acceptance."""
    accepted_at: dict[str, float] = field(default_factory=dict)
    """Unix time at which the archive confirmed each of them."""
    refused: list[Refusal] = field(default_factory=list)

    @property
    def last_accepted_at(self) -> float | None:
        return max(self.accepted_at.values(), default=None)

    def accept(self, sop_instance_uid: str) -> None:
        self.accepted.append(sop_instance_uid)
        self.accepted_at[sop_instance_uid] = time.time()


def send_datasets(
    datasets: Iterable[Source], *, host: str, port: int, called_aet: str, pause_s: float = 0.0
) -> SendReport:
    """Send images in the order given, `pause_s` seconds apart, and report which ones the archive accepted.

    An image that cannot be read or encoded, that the archive rejects, or that it never answers is reported as refused.
    Raises ArchiveUnavailable if the archive accepts no association.
    """
    report = SendReport()
    readable = list(_read_sources(datasets, report.refused))
    for _, images in groupby(readable, key=lambda image: image.StudyInstanceUID):
        study = list(images)
        connect = partial(_associate, study, host=host, port=port, called_aet=called_aet)
        left = _send_study(study, connect(), report, pause_s)
        for _ in range(TRIES_AGAIN):
            if not left:
                break
            with suppress(ArchiveUnavailable):  # the report tells what had arrived by then
                left = _send_study(left, connect(), report, pause_s)
        report.refused += [(_name(image), "The archive stopped answering.") for image in left]
    return report


def read_folder(folder: Path) -> tuple[list[Dataset], list[Refusal]]:
    """The images below `folder` by series and instance number, and the DICOM files that cannot be read.

    Files that claim to be DICOM neither by name nor by content are passed over, as DICOMDIRs are.
    """
    unreadable: list[Refusal] = []
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and _claims_dicom(path)]
    images = list(_read_sources(files, unreadable))
    return sorted(images, key=_scanner_order), unreadable


def _claims_dicom(path: Path) -> bool:
    with path.open("rb") as file:
        has_marker = file.read(132)[128:] == b"DICM"
    return path.name != "DICOMDIR" and (has_marker or path.suffix.lower() in DICOM_SUFFIXES)


def _scanner_order(image: Dataset) -> tuple[int, int]:
    return _number(image, "SeriesNumber"), _number(image, "InstanceNumber")


def _number(image: Dataset, keyword: str) -> int:
    try:
        return int(image.get(keyword) or 0)
    except (TypeError, ValueError):  # several values, or no number: sent first
        return 0


def _read_sources(sources: Iterable[Source], refused: list[Refusal]) -> Iterator[Dataset]:
    for source in sources:
        try:
            yield _read_file(source) if isinstance(source, Path) else _checked(source)
        except ImageUnreadable as error:
            refused.append((_name(source), error.message))


def _name(source: Source) -> str:
    if isinstance(source, Path):
        return source.name
    return str(source.get("SOPInstanceUID", "an image without a UID"))


def _read_file(path: Path) -> Dataset:
    """The image in `path`, as much of it as there is; raises ImageUnreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on single values: the archive takes them as they are
            return _checked(dcmread(path))
    except ImageUnreadable:
        raise
    except InvalidDicomError as error:
        raise ImageUnreadable("It is not a DICOM file.") from error
    except (EOFError, struct.error) as error:
        raise ImageUnreadable("The file ends early.") from error
    except Exception as error:  # a damaged file makes pydicom raise anything
        raise ImageUnreadable(f"The file is damaged ({error}).") from error


def _checked(image: Dataset) -> Dataset:
    """The image itself if it carries what a transfer needs; raises ImageUnreadable otherwise."""
    for keyword in ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID"):
        if not UID(image.get(keyword) or "").is_valid:
            raise ImageUnreadable(f"It carries no valid {keyword}.")
    if not UID(getattr(image, "file_meta", Dataset()).get("TransferSyntaxUID") or "").is_valid:
        raise ImageUnreadable("It does not say how it is encoded.")
    return image


def _associate(study: list[Dataset], *, host: str, port: int, called_aet: str) -> Association:
    entity = AE(ae_title=CALLING_AET)
    entity.connection_timeout = CONNECT_TIMEOUT_S
    entity.acse_timeout = CONNECT_TIMEOUT_S
    entity.dimse_timeout = REPLY_TIMEOUT_S
    association = entity.associate(
        host, port, contexts=_contexts(study), ae_title=called_aet, evt_handlers=PROMPT_TRANSPORT
    )
    if not association.is_established:
        raise ArchiveUnavailable(f"The archive at {host}:{port} accepts no DICOM association as {called_aet}.")
    return association


def _send_at_once(event: evt.Event) -> None:
    _set_tcp_option(event, socket.TCP_NODELAY)


def _acknowledge_at_once(event: evt.Event) -> None:
    _set_tcp_option(event, socket.TCP_QUICKACK)  # the kernel forgets this one, so it is set again for each reply


def _set_tcp_option(event: evt.Event, option: int) -> None:
    transport = event.assoc.dul.socket
    if transport is not None and transport.socket is not None:
        transport.socket.setsockopt(socket.IPPROTO_TCP, option, 1)


# Left to themselves, both ends wait for a delayed acknowledgement (40 ms) in the middle of every image.
PROMPT_TRANSPORT: list[evt.EventHandlerType] = [
    (evt.EVT_CONN_OPEN, _send_at_once),
    (evt.EVT_PDU_SENT, _acknowledge_at_once),
]


def _contexts(study: list[Dataset]) -> list[PresentationContext]:
    """A context for each pair of SOP class and transfer syntax: nothing is recompressed on the way."""
    pairs = {(image.SOPClassUID, image.file_meta.TransferSyntaxUID) for image in study}
    return [build_context(sop_class, syntax) for sop_class, syntax in sorted(pairs)]


def _send_study(study: list[Dataset], association: Association, report: SendReport, pause_s: float) -> list[Dataset]:
    """Send the images one after the other, and return those from the first on that was not answered."""
    for place, image in enumerate(study):
        if not _send_image(image, association, report):
            return study[place:]
        time.sleep(pause_s)
    association.release()
    return []


def _send_image(image: Dataset, association: Association, report: SendReport) -> bool:
    """Send one image and report what the archive said; false if it said nothing, which ends the association."""
    try:
        status = association.send_c_store(image)
    except RuntimeError:  # the association has ended since the image before
        return False
    except (ValueError, AttributeError) as error:
        report.refused.append((_name(image), str(error)))
        return True
    if "Status" not in status:
        return False
    if status.Status == 0x0000 or status.Status & 0xF000 == 0xB000:  # success, or success with a remark
        report.accept(image.SOPInstanceUID)
    else:
        report.refused.append((_name(image), f"The archive refused it (status {status.Status:04X})."))
    return True
