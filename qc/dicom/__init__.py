"""The only room that speaks DICOM and the only one that reaches over the network."""
