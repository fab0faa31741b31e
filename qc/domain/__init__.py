"""The words of the field as plain types and pure rules: no Django, no DICOM, no torch."""
