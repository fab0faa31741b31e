"""What one quality index is: a number with a formula, a unit, a direction and a source."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from qc.elastography.inputs import SliceInputs

Better = Literal["higher", "lower", "inside"]


@dataclass(frozen=True)
class Index:
    """One quality index of a slice."""

    label: str
    measure: Callable[[SliceInputs], float | None]
    """None where the slice does not offer what the formula needs."""
    unit: str
    """Empty for a number without unit."""
    better: Better
    """Which way lies better quality; `inside` where both too low and too high are bad."""
    speaks_for: tuple[str, ...]
    """Codes of the reasons (qc/domain/reasons.py) that it can be evidence of."""
    source: str = "Own definition"

    @property
    def name(self) -> str:
        """As in every table: the name of the function that measures it."""
        return self.measure.__name__

    @property
    def formula(self) -> str:
        """The first paragraph that the function is documented by, so that both cannot differ."""
        return " ".join((self.measure.__doc__ or "").split("\n\n")[0].split())
