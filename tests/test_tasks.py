"""How tasks lie in the broker's queues."""

from celery import current_app

from qc import tasks


def test_of_explanations_the_one_that_a_reader_waits_for_goes_first(redis_url: str) -> None:
    address, _ = redis_url.rsplit("/", 1)
    with current_app.connection_for_write(url=f"{address}/7") as connection:  # where no worker listens
        for task in (tasks.crosscheck_slice, tasks.explain_slice, tasks.draw_heatmap):
            current_app.send_task(task.name, (1,), connection=connection)
        waiting = connection.SimpleQueue("explanations")
        taken = [waiting.get(block=False).headers["task"] for _ in range(3)]
    assert taken == [f"qc.tasks.{name}" for name in ("draw_heatmap", "explain_slice", "crosscheck_slice")]
