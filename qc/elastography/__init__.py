"""Maps from waves and pictures from maps: numpy maths, one function a quantity, no Django and no DICOM."""
