"""What a reader who is blind to an exam is told of it, field by field.

A field goes through only if it is named here as shown. One that nobody has decided about is withheld, and
tests/models/test_redaction.py fails until it is named in one of the tables.
"""

from collections.abc import Callable
from typing import Any

from qc.models.blinding import Blinding

Told = dict[str, Any]

EXAM_SHOWN = frozenset(
    {
        "id",
        "study_instance_uid",
        "seq",
        "patient",
        "scanner",
        "manufacturer",
        "field_strength_t",
        "sequence",
        "arrived_at",
        "last_image_at",
        "state",
        "expected_slices",
        "images",
        "new",
        "readers",
    }
)
EXAM_WITHHELD: Told = {
    "verdict": None,
    "why": "",
    "policy": "",
    "policy_sentence": "",
    "warnings": [],
    "seconds_to_verdict": None,
    "ensemble": None,
    "history": [],
    # A repeat tells that the attempt before was not enough.
    "attempt": 1,
    "previous_attempt": None,
    "rescan": None,
    "reason": None,
    "seen_at": None,
    "seen_by": "",
    "reviewed_slices": 0,
}
SLICE_SHOWN = frozenset(
    {"id", "location_mm", "state", "assessment", "sop_instance_uids", "pixel_checksum", "images", "reviews", "regions"}
)
SLICE_WITHHELD: Told = {
    "verdict": None,
    "reviewed_quality": None,
    "reason": None,
    "probability": None,
    "opinion": None,
    "votes": [],
    "member_probabilities": [],
    "measurable_area_cm2": None,
    "stiffness_kpa": None,
    "crosscheck_kpa": None,
    "crosscheck_ratio": None,
    "evidence": None,
    "why": "",
    "warnings": [],
    "stages": {},
    "consensus": None,
}
PICTURES_SHOWN = frozenset({"stiffness", "confidence", "magnitude", "wave", "colour", "liver"})
"""What the scanner sent, and where the liver lies; a picture of what the ensemble looked at is an opinion."""
OWN_ONLY = ("reviews", "regions")
"""Lists of which a reader sees their own rows."""


def redact_exam(told: Told, blinding: Blinding | None, reader: int) -> Told:
    """An exam, in a row or in full, as `reader` may see it."""
    if blinding is None:
        return {**told, "blinding": None}
    return {
        **_let_through(told, EXAM_SHOWN, EXAM_WITHHELD),
        "why": blinding.sentence,
        "reviewed_slices": len(blinding.locked),
        "slices": [redact_slice(one, blinding, reader) for one in told["slices"]],
        "blinding": blinding.describe(),
    }


def redact_slice(told: Told, blinding: Blinding, reader: int) -> Told:
    """A tile or a slice in full. One on which the reader's opinion is locked is told as it is."""
    if not blinding.hides(told["id"]):
        return told
    seen = _let_through(told, SLICE_SHOWN, SLICE_WITHHELD)
    for name in OWN_ONLY:
        if name in seen:
            seen[name] = [row for row in seen[name] if row["reader"]["id"] == reader]
    if "images" in seen:
        seen["images"] = {role: image for role, image in seen["images"].items() if role in PICTURES_SHOWN}
    return seen


def _let_through(told: Told, shown: frozenset[str], withheld: Told) -> Told:
    return {name: value if name in shown else withheld.get(name) for name, value in told.items()}


def _exam_changed(data: Told, blinding: Blinding, reader: int) -> Told:
    redacted = redact_exam(data, blinding, reader)
    return {name: redacted[name] for name in data}


def _slice_changed(data: Told, blinding: Blinding, reader: int) -> Told:
    return {"slice": redact_slice(data["slice"], blinding, reader)}


def _review_added(data: Told, blinding: Blinding, reader: int) -> Told | None:
    if blinding.hides(data["review"]["slice"]):
        return None
    tiles = [redact_slice(tile, blinding, reader) for tile in data["slices"]]
    return {"review": data["review"], "slices": tiles}


def _as_it_is(data: Told, blinding: Blinding, reader: int) -> Told:
    return data


EVENTS: dict[str, Callable[[Told, Blinding, int], Told | None]] = {
    "exam.changed": _exam_changed,
    "slice.changed": _slice_changed,
    "review.added": _review_added,
    "reading.changed": _as_it_is,
}
"""Of an exam to which its receiver is blind; a kind that is not named here is not sent."""


def redact_event(message: Told, blinding: Blinding | None, reader: int) -> Told | None:
    """The event as `reader` may see it, or None where it must not be sent to them at all."""
    if blinding is None:
        return message
    redact = EVENTS.get(message["kind"])
    data = redact(message["data"], blinding, reader) if redact else None
    return None if data is None else {**message, "data": data}
