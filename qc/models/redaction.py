"""What a reader who is blind to an exam is told of it, field by field.

A field goes through only if it is named here as shown. One that nobody has decided about is withheld, and
tests/models/test_redaction.py fails until it is named in one of the tables.
"""

from collections.abc import Callable
from typing import Any

from qc.models.agreement import Somebody
from qc.models.blinding import Blinding, blinding_by_key

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
        "is_mre",
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
    "crosscheck_source": None,
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


def redact_exams(told: list[Told], reader: Somebody) -> list[Told]:
    """Exams, in rows or in full, as this user may see them."""
    blindings = blinding_by_key(reader, {key for one in told for key in _keys(one["id"], one)})
    return [{"blinding": None, **_redact_exam(one, one["id"], blindings, reader)} for one in told]


def redact_events(messages: list[Told], reader: Somebody) -> list[Told | None]:
    """Events as this user may see them; None for one that must not be sent to them at all."""
    keys = {key for one in messages if one["exam"] for key in _keys(one["exam"], one["data"])}
    blindings = blinding_by_key(reader, keys)
    return [_redact_event(one, blindings, reader) for one in messages]


def _keys(exam: str, told: Told) -> list[str]:
    """The exams of which something is told: this one, and the attempt before it."""
    rescan = told.get("rescan")
    return [exam, rescan["previous"]] if rescan else [exam]


def _redact_exam(told: Told, exam: str, blindings: dict[str, Blinding], reader: Somebody) -> Told:
    *_, last = _keys(exam, told)
    if last != exam and last in blindings:
        told = {**told, "rescan": None}
    blinding = blindings.get(exam)
    if blinding is None:
        return told
    return {
        **_let_through(told, EXAM_SHOWN, EXAM_WITHHELD),
        "why": blinding.sentence,
        "reviewed_slices": len(blinding.locked),
        "slices": [redact_slice(one, blinding, reader) for one in told["slices"]],
        "blinding": blinding.describe(),
    }


def redact_slice(told: Told, blinding: Blinding, reader: Somebody) -> Told:
    """A tile or a slice in full. One on which the reader's opinion is locked is told as it is."""
    if not blinding.hides(told["id"]):
        return told
    seen = _let_through(told, SLICE_SHOWN, SLICE_WITHHELD)
    for name in OWN_ONLY:
        if name in seen:
            seen[name] = [row for row in seen[name] if row["reader"]["id"] == reader.pk]
    if "images" in seen:
        seen["images"] = {role: image for role, image in seen["images"].items() if role in PICTURES_SHOWN}
    return seen


def _let_through(told: Told, shown: frozenset[str], withheld: Told) -> Told:
    return {name: value if name in shown else withheld.get(name) for name, value in told.items()}


def _slice_changed(data: Told, blinding: Blinding, reader: Somebody) -> Told:
    return {"slice": redact_slice(data["slice"], blinding, reader)}


def _review_added(data: Told, blinding: Blinding, reader: Somebody) -> Told | None:
    if blinding.hides(data["review"]["slice"]):
        return None
    tiles = [redact_slice(tile, blinding, reader) for tile in data["slices"]]
    return {"review": data["review"], "slices": tiles}


def _region_added(data: Told, blinding: Blinding, reader: Somebody) -> Told | None:
    return data if data["reader"] == reader.pk or not blinding.hides(data["slice"]) else None


def _as_it_is(data: Told, blinding: Blinding, reader: Somebody) -> Told:
    return data


EVENTS: dict[str, Callable[[Told, Blinding, Somebody], Told | None]] = {
    "slice.changed": _slice_changed,
    "review.added": _review_added,
    "region.added": _region_added,
    "reading.changed": _as_it_is,
}
"""Of an exam to which its receiver is blind, beside `exam.changed`; a kind that is not named here is not sent."""


def _redact_event(message: Told, blindings: dict[str, Blinding], reader: Somebody) -> Told | None:
    exam, data = message["exam"], message["data"]
    if message["kind"] == "exam.changed":
        redacted = _redact_exam(data, exam, blindings, reader)
        return {**message, "data": {name: redacted[name] for name in data}}
    blinding = blindings.get(exam)
    if blinding is None:
        return message
    redact = EVENTS.get(message["kind"])
    seen = redact(data, blinding, reader) if redact else None
    return None if seen is None else {**message, "data": seen}
