"""Report that this worker works, and whether the ensemble in force can be used."""

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
