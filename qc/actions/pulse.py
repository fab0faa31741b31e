"""Report that a worker works: the one for verdicts, with whether the ensemble can be used, or the one for reasons."""

from qc.domain.errors import QcError
from qc.models.archive import PartHealth
from qc.models.ensemble import Ensemble


def note_worker() -> None:
    PartHealth.note("worker", ok=True, detail="Takes up assessments.")
    try:
        ensemble = Ensemble.objects.in_force()
        ensemble.verify()
    except QcError as error:
        PartHealth.note("ensemble", ok=False, detail=error.message)
    else:
        PartHealth.note("ensemble", ok=True, detail=f"{ensemble} is in force.")


def note_explainer() -> None:
    PartHealth.note("explainer", ok=True, detail="Takes up explanations.")
