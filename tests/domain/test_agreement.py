"""Cohen's kappa and its interval."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from qc.domain.agreement import cohens_kappa


def table(both: int, first_only: int, second_only: int, neither: int) -> tuple[list[bool], list[bool]]:
    first = [True] * (both + first_only) + [False] * (second_only + neither)
    second = [True] * both + [False] * first_only + [True] * second_only + [False] * neither
    return first, second


def test_kappa_is_that_of_scikit_learn() -> None:
    first, second = table(61, 7, 4, 42)
    kappa = cohens_kappa(first, second)
    assert kappa is not None
    assert kappa.value == pytest.approx(cohen_kappa_score(first, second))


def test_the_interval_is_as_wide_as_resampling_makes_it() -> None:
    first, second = (np.array(one) for one in table(40, 9, 6, 45))
    kappa = cohens_kappa(list(first), list(second))
    random = np.random.default_rng(7)
    draws = (random.integers(0, len(first), len(first)) for _ in range(2000))
    spread = np.std([cohen_kappa_score(first[draw], second[draw]) for draw in draws])
    assert kappa is not None
    assert (kappa.high - kappa.low) / 2 == pytest.approx(1.96 * spread, rel=0.08)


def test_perfect_agreement_is_one() -> None:
    kappa = cohens_kappa(*table(5, 0, 0, 5))
    assert kappa is not None
    assert (kappa.value, kappa.high) == (1.0, 1.0)


@pytest.mark.parametrize("ratings", [([], []), ([True, True], [True, True])])
def test_kappa_is_undefined_where_chance_explains_everything(ratings: tuple[list[bool], list[bool]]) -> None:
    assert cohens_kappa(*ratings) is None


def test_both_must_have_rated_the_same_slices() -> None:
    with pytest.raises(ValueError, match="same slices"):
        cohens_kappa([True], [])
