"""DICOM and the archive: the only room that uses pydicom and speaks to a PACS."""
