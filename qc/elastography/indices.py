"""The quality indices of a slice: what each is called, how it is measured, and which reasons it can speak for."""

import math

from qc.elastography import indices_maps as maps
from qc.elastography import indices_signal as signal
from qc.elastography import indices_wave as wave
from qc.elastography.index import Index
from qc.elastography.inputs import SliceInputs

CONFIDENCE = "Confidence limit 0.95 as published: Nieves-Vazquez et al., JMRI 2025;61:985-994"
HARMONIC = "First harmonic as in Manduca et al., Med Image Anal 2001;5:237-254"
SIGNAL = "Difference method of Dietrich et al., JMRI 2007;26:375-385"
RATIO = "After Gandon et al., Lancet 2004;363:357-362"
GHOSTS = "After Giannelli et al., J Appl Clin Med Phys 2010;11:3237"

IRON, WAVES, DRIVER = "iron", "no_waves", "driver_placement"
MASKING, MOTION, PROPAGATION = "anatomical_masking", "motion", "poor_propagation"

MAP_INDICES = (
    Index("Liver in the slice", maps.liver_area, "cm²", "higher", (MASKING,)),
    Index("Confident liver", maps.confident_area, "cm²", "higher", (MASKING, IRON, WAVES, MOTION), CONFIDENCE),
    Index("Share of confident liver", maps.confident_share, "", "higher", (IRON, WAVES, MOTION, DRIVER), CONFIDENCE),
    Index("Depth of confident liver", maps.confident_depth, "mm", "higher", (PROPAGATION, WAVES), CONFIDENCE),
    Index("Fall of confidence with depth", maps.confidence_fall, "", "lower", (PROPAGATION,)),
    Index("Confidence in the liver", maps.liver_confidence, "", "higher", (IRON, WAVES, DRIVER, PROPAGATION)),
    Index("Confidence around the liver", maps.body_confidence, "", "higher", (WAVES, MOTION, IRON, DRIVER)),
    Index("Confident part of the left side", maps.confident_left, "", "inside", (DRIVER, WAVES)),
    Index("Confident part outside the liver", maps.confident_elsewhere, "", "higher", (WAVES, MOTION, IRON, DRIVER)),
    Index("Mosaic of stiffness", maps.mosaic, "", "lower", (WAVES, IRON)),
    Index("Depth of the liver's edge", maps.wall_depth, "mm", "lower", (PROPAGATION,)),
)
WAVE_INDICES = (
    Index("Wave in the liver", wave.liver_amplitude, "rad", "higher", (WAVES, PROPAGATION, DRIVER), HARMONIC),
    Index("Wave in the wall", wave.wall_amplitude, "rad", "higher", (WAVES, PROPAGATION), HARMONIC),
    Index("Driver away from the right front", wave.driver_angle, "°", "lower", (DRIVER, WAVES)),
    Index("Wave on the right against the left", wave.side_balance, "dB", "higher", (DRIVER, WAVES)),
    Index("Wave in the liver against the body", wave.liver_to_body, "dB", "higher", (DRIVER, IRON, PROPAGATION)),
    Index("Decay of the wave with depth", wave.wave_decay, "dB/cm", "inside", (PROPAGATION, DRIVER, IRON)),
    Index("Wavelength against stiffness", wave.wavelength_ratio, "", "inside", (WAVES, IRON), HARMONIC),
    Index("Temporal residual in the liver", wave.residual_liver, "rad", "lower", (IRON, MOTION)),
    Index("Temporal residual against the wave", wave.residual_ratio, "", "lower", (WAVES, IRON, MOTION)),
    Index("Temporal residual in the wall", wave.residual_wall, "rad", "lower", (MOTION,)),
    Index("Drift between the offsets", wave.drift, "rad", "lower", (MOTION,)),
    Index("Wrap seams in the wall", wave.wrap_seams, "", "inside", (WAVES, MOTION, PROPAGATION)),
    Index("Phase noise in the liver", wave.phase_noise, "rad", "lower", (IRON,)),
)
SIGNAL_INDICES = (
    Index("Liver signal to noise", signal.liver_snr, "", "higher", (IRON, MASKING), SIGNAL),
    Index("Signal of liver to muscle", signal.liver_signal, "", "higher", (IRON, MASKING), RATIO),
    Index("R2* of the liver, estimated", signal.signal_loss, "1/s", "lower", (IRON,), RATIO),
    Index("Unevenness of the liver's signal", signal.liver_texture, "", "lower", (MASKING, IRON)),
    Index("Dark part of the right side", signal.dark_right, "", "lower", (IRON, MASKING)),
    Index("Dark part of the left side", signal.dark_left, "", "lower", (MASKING,)),
    Index("Ghosts along phase encoding", signal.ghosting, "", "lower", (MOTION,), GHOSTS),
    Index("Change of the magnitude between offsets", signal.offset_change, "", "lower", (MOTION,)),
)
INDICES = (*MAP_INDICES, *WAVE_INDICES, *SIGNAL_INDICES)


def compute_indices(inputs: SliceInputs) -> dict[str, float | None]:
    """Every index by name; None where the slice does not offer what it needs, or its numbers allow none."""
    return {index.name: _finite(index.measure(inputs)) for index in INDICES}


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value
