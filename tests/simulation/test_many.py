"""Many exams from one seed, made by several processes."""

from qc.simulation.many import exam_seeds, make_all


def test_more_exams_begin_with_the_same_ones_and_no_two_are_alike() -> None:
    few, many = exam_seeds(5, 3), exam_seeds(5, 50)
    assert many[:3] == few
    assert len(set(many)) == 50
    assert not set(many) & set(exam_seeds(6, 50))


def test_seeds_are_those_that_shipped_models_learned_on() -> None:
    assert exam_seeds(5151, 2) == [8_289_042_523_848_912_324, 1_965_088_335_269_125_087]


def test_processes_give_results_in_the_order_of_the_orders() -> None:
    orders = [-3, 1, -2]
    assert make_all(abs, orders, workers=2, progress=False) == make_all(abs, orders, progress=False) == [3, 1, 2]
