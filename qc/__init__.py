"""mreqc: automatic quality control of liver MR elastography.

scanner -> PACS -> ingest -> exam -> CMOE -> ensemble -> verdict -> event -> screen
        -> review -> label -> snapshot -> training -> registry -> ensemble
"""
