"""The cross-check of whole slices: what a wrong header looks like, and what it does without raw phase."""

from functools import partial

import numpy as np
import pytest

from qc.actions.crosscheck import OFFSETS, TIME_POINTS, choose_images, compare
from qc.dicom.synthesis import ge_datasets
from qc.management.commands.crosscheck_report import suspect_of
from qc.management.faults import FAULTS, UNTOUCHED, SliceImages, slices_of, spaced
from qc.models.instance import Instance
from qc.simulation.scanner import simulate_exam

TRACELESS = {"spacing x0.5 in the maps, headers right", "40 Hz in the headers and the maps"}
"""Headers agree with each other and with the body: the one looks like a frequency, the other like nothing."""


@pytest.fixture(scope="module", params=[1, 2])
def slices(request: pytest.FixtureRequest) -> list[SliceImages]:
    return slices_of(ge_datasets(simulate_exam(seed=request.param, quality="adequate")))[2:3]


def test_every_fault_that_leaves_a_trace_is_caught_and_named(slices: list[SliceImages]) -> None:
    told = {fault.name: suspect_of([fault.impose(one).compare() for one in slices]) for fault in FAULTS}
    expected: dict[str, str | None] = {fault.name: fault.suspect for fault in FAULTS}
    assert {name: told[name] for name in told if name not in TRACELESS} == {
        name: expected[name] for name in expected if name not in TRACELESS
    }


def test_nothing_is_said_of_an_exam_that_is_right(slices: list[SliceImages]) -> None:
    found = [UNTOUCHED.impose(one).compare() for one in slices]
    assert all(one is not None and one.check is not None and one.check.agrees for one in found)
    assert not any(one.explanation.text for one in found if one is not None)


def test_wave_images_serve_where_no_raw_phase_is(slices: list[SliceImages]) -> None:
    for one in slices:
        found = one.compare("wave")
        assert found is not None
        assert found.source == "wave"
        assert found.check is not None
        assert found.check.agrees


def test_a_wrong_spacing_is_told_also_where_no_region_is_found(slices: list[SliceImages]) -> None:
    one = slices[0]
    halved = one.changed(raw=partial(spaced, 0.5), maps=partial(spaced, 0.5))
    found = compare("phase", halved.phase, halved.maps, np.zeros((256, 256), dtype=bool))
    assert found is not None
    assert found.check is None
    assert found.explanation.suspect == "spacing"


def test_images_on_other_pixels_are_not_compared(slices: list[SliceImages]) -> None:
    one = slices[0]
    for image in one.phase:
        image.Rows //= 2
        image.PixelData = image.PixelData[: len(image.PixelData) // 2]
    assert one.compare() is None


def test_raw_phase_is_preferred_if_it_is_whole() -> None:
    phase, wave = [Instance(role="phase")] * OFFSETS, [Instance(role="wave")] * TIME_POINTS
    assert choose_images([*phase, *wave])[0] == "phase"
    assert choose_images([*phase[1:], *wave])[0] == "wave"
    assert choose_images([*phase[1:], *wave[1:]]) == (None, [])
