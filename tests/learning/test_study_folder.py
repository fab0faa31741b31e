"""A study's files as labelled slices: what is seen beside the maps."""

from pathlib import Path

import numpy as np
from pydicom import dcmread

from qc.dicom.roles import recognise_role
from qc.learning.study_folder import read_study
from qc.simulation.export import exam_folder, write_study


def write(out: Path, vendor: str) -> Path:
    """One exam in the files of a vendor."""
    write_study(patients=1, exams=1, seed=92, out=out, vendor=vendor, progress=False)
    return out


def test_the_magnitude_looks_alike_in_the_files_of_every_vendor(tmp_path: Path) -> None:
    slices, *others = (read_study(write(tmp_path / one, one))[0] for one in ("ge", "siemens", "philips"))
    assert slices.magnitude is not None
    assert slices.magnitude.dtype == np.uint8
    assert slices.magnitude.shape == slices.cmoe.shape[:3]
    assert slices.magnitude.max() > 200
    for other in others:
        assert other.magnitude is not None
        assert np.abs(slices.magnitude.astype(int) - other.magnitude).max() <= 3


def test_where_slices_have_no_magnitude_image_the_study_has_none_and_is_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path, "ge")
    before, _ = read_study(folder)
    for path in exam_folder(folder, 1).iterdir():
        if recognise_role(dcmread(path)) == "magnitude":
            path.unlink()
    after, _ = read_study(folder)
    assert before.magnitude is not None
    assert after.magnitude is None
    assert after.digest == before.digest
