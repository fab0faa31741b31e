"""How an image says what its stored values mean (PS3.3 C.7.6.16.2.11, Real World Value Mapping; C.11.1, Rescale)."""

from pydicom.dataset import Dataset


def state_kpa(image: Dataset, *, slope: float) -> None:
    """Map stored values to kPa by the standard's own means."""
    unit = Dataset()
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = "kPa", "UCUM", "kilopascal"
    mapping = Dataset()
    for keyword, value in (("First", 0), ("Last", int(image.LargestImagePixelValue))):
        mapping.add_new(f"RealWorldValue{keyword}ValueMapped", "US", value)
    mapping.RealWorldValueIntercept = 0.0
    mapping.RealWorldValueSlope = slope
    mapping.LUTExplanation = "Stiffness"
    mapping.LUTLabel = "STIFFNESS"
    mapping.MeasurementUnitsCodeSequence = [unit]
    image.RealWorldValueMappingSequence = [mapping]


def state_slope(image: Dataset, slope: float) -> None:
    """Rescale stored values without naming a unit."""
    image.RescaleIntercept, image.RescaleSlope, image.RescaleType = "0", f"{slope:.10g}", "US"
