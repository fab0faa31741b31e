"""A picture sheet of a simulated study: CMOEs by cause and severity, each with its label and the two observers."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pydicom import dcmread

from qc.dicom.roles import recognise_role
from qc.dicom.stack import build_maps
from qc.domain.errors import QcError
from qc.elastography.cmoe import render_cmoe
from qc.simulation.export import TruthRow, exam_folder
from qc.simulation.failures import CAUSE_SHARES, OTHERS

SHEET_FILE = "sheet.png"
COLUMNS = 8
PICTURE_PX = 160
CAPTION_PX = 34
MARGIN_PX = 14
NAME_PX = 150
HEAD_PX = 56
BACKGROUND, TEXT, FAINT = "#0f1419", "#e6e9ec", "#9aa4ad"
COLOUR = {"diagnostic": "#4cb782", "non_diagnostic": "#e5764a"}
LETTER = {"diagnostic": "D", "non_diagnostic": "N"}
HEAD = "SIMULATED: no patient. CMOE (0-8 kPa, hatched under confidence 0.95) by cause and severity."
LEGEND = "D diagnostic, N non-diagnostic; frame and first letter: the truth, then observer 1 and observer 2."


def draw_sheet(folder: Path, rows: Sequence[TruthRow]) -> Image.Image:
    """The sheet of the study in `folder` whose truth is `rows`: a line a cause, mild to severe from left to right."""
    lines = [(cause, _spread([row for row in rows if row.cause == cause])) for cause in ("", *CAUSE_SHARES, *OTHERS)]
    size = (NAME_PX + COLUMNS * (PICTURE_PX + MARGIN_PX), HEAD_PX + len(lines) * (PICTURE_PX + CAPTION_PX + MARGIN_PX))
    sheet = Image.new("RGB", size, BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN_PX, 10), HEAD, fill=TEXT, font=_font(15))
    draw.text((MARGIN_PX, 32), LEGEND, fill=FAINT, font=_font(12))
    for line, (cause, chosen) in enumerate(lines):
        top = HEAD_PX + line * (PICTURE_PX + CAPTION_PX + MARGIN_PX)
        draw.text((MARGIN_PX, top), (cause or "no cause").replace("_", " "), fill=TEXT, font=_font(13))
        for column, row in enumerate(chosen):
            _draw_slice(sheet, folder, row, (NAME_PX + column * (PICTURE_PX + MARGIN_PX), top))
    return sheet


def _spread(rows: Iterable[TruthRow]) -> list[TruthRow]:
    """At most COLUMNS slices, evenly from the mildest to the most severe; without a cause by falling area."""
    ordered = sorted(rows, key=lambda row: (row.severity, -row.area_cm2, row.exam, row.slice))
    places = {round(place) for place in np.linspace(0, len(ordered) - 1, COLUMNS)} if ordered else set()
    return [ordered[place] for place in sorted(places)]


def _draw_slice(sheet: Image.Image, folder: Path, row: TruthRow, at: tuple[int, int]) -> None:
    draw = ImageDraw.Draw(sheet)
    left, top = at
    picture = _picture(exam_folder(folder, row.exam), row.location_mm)
    if picture is None:
        draw.text((left + 8, top + 8), "unit not stated", fill=FAINT, font=_font(12))
    else:
        sheet.paste(picture, at)
    draw.rectangle((left - 2, top - 2, left + PICTURE_PX + 1, top + PICTURE_PX + 1), outline=COLOUR[row.label], width=2)
    readings = " ".join(LETTER[word] for word in (row.label, row.observer_1, row.observer_2))
    draw.text((left, top + PICTURE_PX + 4), f"{readings}   severity {row.severity:.2f}", fill=TEXT, font=_font(12))
    draw.text((left, top + PICTURE_PX + 18), _measured(row), fill=FAINT, font=_font(12))


def _measured(row: TruthRow) -> str:
    if row.true_kpa == 0:
        return "no liver in the slice"
    measured = f"{row.measured_kpa:.1f}" if isinstance(row.measured_kpa, float) else "nothing"
    return f"{measured} of {row.true_kpa:.1f} kPa, {row.area_cm2:.0f} cm2"


def _picture(folder: Path, location_mm: float) -> Image.Image | None:
    """The CMOE as the product reads it from the files; None where they do not state a unit."""
    images = [dcmread(path) for path in sorted(folder.glob("*.dcm"))]
    here = {recognise_role(image): image for image in images if abs(float(image.SliceLocation) - location_mm) < 0.01}
    try:
        maps = build_maps(here["stiffness"], here["confidence"])
    except QcError:
        return None
    cmoe = render_cmoe(maps.stiffness_kpa, maps.confidence, burned_in=maps.burned_in)
    return Image.fromarray(cmoe).resize((PICTURE_PX, PICTURE_PX), Image.Resampling.BOX)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
