"""Every error that the product raises on purpose.

QcError                      carries a code, a sentence for people, and fields
├── ArchiveUnavailable       the PACS does not answer; try again
│   └── ArchiveFault         the PACS answers with a fault of its own; it may be one image's fault
├── ArchiveRefused           the PACS answers, but refuses our credentials or our request
├── ImageGone                an image that was listed is no longer in the PACS
├── ImageUnreadable          an image arrived, but its pixels or header cannot be used
├── GeometryMismatch         two maps of one slice do not lie on the same pixels
├── UnitsUnknown             the numbers have no unit that may be read as kPa or confidence
├── EnsembleRefused          weights are missing, or differ from their manifest
├── EnsembleMissing          no ensemble is in force
├── MagnitudeMissing         networks that see the magnitude image are given slices without one
├── EstimatorRefused         the weights of the liver's estimator differ from their manifest
├── NothingToExplain         a slice without votes has nothing that moved them
├── QueueUnavailable         work cannot be handed to the workers; try again
├── NothingToAcknowledge     a verdict that is not final cannot be called seen
├── NothingRepeated          an exam that repeats no other one had no advice to follow
├── ReviewRefused            a reader's decision is incomplete or belongs to an older state
├── StudyRefused             an agreement study cannot be opened as asked
├── SettlementRefused        a slice cannot be settled by this person or in this way
├── StillBlind               an opinion is asked for by somebody who must give their own first
├── OutlineRefused           an outline encloses nothing that can be measured
├── RegionRefused            a reader's region belongs to older pixels, or to nothing
├── DataSetRefused           a label set cannot be made, or was altered
├── TrainingRefused          a label set cannot be trained on
│   └── PatientLeak          a patient is on both sides of a split
├── ExamUnknown              no exam has this identifier
└── SignInRefused            name and password do not belong together
"""


class QcError(Exception):
    """An error with a stable `code`, a sentence for people, and whether trying again can help."""

    code = "error"
    retryable = False

    def __init__(self, message: str, *, code: str | None = None, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.fields = fields


class ArchiveUnavailable(QcError):
    code = "archive_unavailable"
    retryable = True


class ArchiveFault(ArchiveUnavailable):
    code = "archive_fault"


class ArchiveRefused(QcError):
    code = "archive_refused"


class ImageGone(QcError):
    code = "image_gone"


class ImageUnreadable(QcError):
    code = "image_unreadable"


class GeometryMismatch(QcError):
    code = "geometry_mismatch"


class UnitsUnknown(QcError):
    code = "units_unknown"


class EnsembleRefused(QcError):
    code = "ensemble_refused"


class EnsembleMissing(QcError):
    code = "ensemble_missing"


class MagnitudeMissing(QcError):
    code = "magnitude_missing"


class EstimatorRefused(QcError):
    code = "estimator_refused"


class NothingToExplain(QcError):
    code = "nothing_to_explain"


class QueueUnavailable(QcError):
    code = "queue_unavailable"
    retryable = True


class NothingToAcknowledge(QcError):
    code = "not_final"


class NothingRepeated(QcError):
    code = "nothing_repeated"


class ReviewRefused(QcError):
    code = "review_refused"


class StudyRefused(QcError):
    code = "study_refused"


class SettlementRefused(QcError):
    code = "settlement_refused"


class StillBlind(QcError):
    code = "still_blind"


class OutlineRefused(QcError):
    code = "outline_refused"


class RegionRefused(QcError):
    code = "region_refused"


class DataSetRefused(QcError):
    code = "dataset_refused"


class TrainingRefused(QcError):
    code = "training_refused"


class PatientLeak(TrainingRefused):
    code = "patient_leak"


class SignInRefused(QcError):
    code = "sign_in_refused"


class ExamUnknown(QcError):
    code = "not_found"
