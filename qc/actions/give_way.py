"""Let verdicts go first: what explains a slice begins when no slice of the site is being judged."""

import time
from datetime import timedelta

from django.utils import timezone

from qc.models.assessment import Assessment

CALM = timedelta(seconds=0.5)
"""Slices of an exam follow each other closer than this, and screens still draw the last of them."""
LONGEST_S = 2.0
"""Where slices come without end, an explanation is only put off, never given up."""
LOOK_EVERY_S = 0.2


def give_way() -> None:
    """Wait until all slices that arrived have their verdicts and no further one follows, two seconds at most.

    Low priority alone does not do: an explanation reads a dozen images, and the archive serves all alike.
    """
    until = time.monotonic() + LONGEST_S
    while _is_judging() and time.monotonic() < until:
        time.sleep(LOOK_EVERY_S)


def _is_judging() -> bool:
    newest = Assessment.objects.order_by("-pk").values_list("created_at", flat=True).first()
    return newest is not None and (timezone.now() - newest < CALM or Assessment.objects.open().exists())
