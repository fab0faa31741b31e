"""Nouns that persist. A read is a QuerySet method, a change of one row a method of its model."""

from qc.models.agreement import AgreementStudy, Consensus, LockedOpinion, Proposal
from qc.models.archive import ArchiveCursor, PartHealth
from qc.models.assessment import Assessment
from qc.models.audit import AuditRow
from qc.models.dataset import DataSet
from qc.models.ensemble import Ensemble, Promotion
from qc.models.event import Event, EventCounter
from qc.models.evidence import Evidence
from qc.models.exam import Exam, ExamJudgement
from qc.models.heatmap import Heatmap
from qc.models.instance import Instance
from qc.models.policy import PolicyVersion
from qc.models.reading import Reading
from qc.models.region import Region
from qc.models.review import Review
from qc.models.slice import Slice

__all__ = [
    "AgreementStudy",
    "ArchiveCursor",
    "Assessment",
    "AuditRow",
    "Consensus",
    "DataSet",
    "Ensemble",
    "Event",
    "EventCounter",
    "Evidence",
    "Exam",
    "ExamJudgement",
    "Heatmap",
    "Instance",
    "LockedOpinion",
    "PartHealth",
    "PolicyVersion",
    "Promotion",
    "Proposal",
    "Reading",
    "Region",
    "Review",
    "Slice",
]
