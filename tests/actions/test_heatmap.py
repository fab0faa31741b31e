"""What moved a vote is found out by a worker, on the picture that was judged, once. On a real Orthanc."""

import numpy as np
import pytest

from qc.actions.assess import assess_slice
from qc.actions.heatmap import draw_heatmap
from qc.dicom import pacs
from qc.models import Assessment, Event, Heatmap
from tests.actions.conftest import Deliver
from tests.making import arrive_pair, make_pair

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def judged(deliver: Deliver, client: pacs.Archive) -> Assessment:
    (pk,) = deliver(make_pair())
    assess_slice(assessment_id=pk, archive=client)
    return Assessment.objects.get(pk=pk)


def test_a_map_of_the_slice_is_kept_and_told(judged: Assessment, client: pacs.Archive) -> None:
    draw_heatmap(assessment_id=judged.pk, archive=client)
    heatmap = Heatmap.objects.get()
    values = np.frombuffer(heatmap.pixels, dtype="<u2").reshape(heatmap.rows, heatmap.cols)
    assert values.shape == (256, 256)
    assert values.max() <= 2000
    assert values[:30].tolist() == [[1000] * 256] * 30  # outside the body nothing speaks
    assert np.abs(values.astype(int) - 1000).max() > 50
    last = Event.objects.order_by("seq").last()
    assert last is not None
    assert (last.kind, last.data["slice"]["id"]) == ("slice.changed", judged.slice_id)


def test_the_next_one_who_asks_finds_it_there(judged: Assessment, client: pacs.Archive) -> None:
    for _ in range(2):
        draw_heatmap(assessment_id=judged.pk, archive=client)
    assert Heatmap.objects.count() == 1
    assert Event.objects.filter(kind="slice.changed").count() == 2  # the verdict, and the map


def test_a_slice_without_votes_has_none(client: pacs.Archive) -> None:
    (pk,) = arrive_pair()
    draw_heatmap(assessment_id=pk, archive=client)
    assert not Heatmap.objects.exists()


def test_the_opinion_stays_that_of_the_calibration_it_was_formed_by(judged: Assessment) -> None:
    before = judged.slice.describe()["opinion"]
    assert before["probability"] == pytest.approx(judged.opinion.probability if judged.opinion else None)
    assert judged.ensemble is not None
    judged.ensemble.manifest["calibration"] = {"temperature": 9.0, "bias": 2.0, "band": [0.0, 1.0]}
    judged.ensemble.save()
    assert Assessment.objects.get().slice.describe()["opinion"] == before
