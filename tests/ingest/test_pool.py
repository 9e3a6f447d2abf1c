"""Processes that are killed, hang, refuse or go on."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from dragoman.errors import DragomanError, ModelError
from dragoman.ingest.pool import Lost, Pool

LONG = 600.0


@dataclass(frozen=True)
class Start:
    """What each process does with a number; a file keeps what must be known across processes."""

    mark: Path | None = None

    def __call__(self) -> Callable[[int], str]:
        return self.do

    def do(self, number: int) -> str:
        if number == -1:  # kills whatever does it
            os.kill(os.getpid(), signal.SIGKILL)
        if number == -2:  # kills only the first that does it
            assert self.mark is not None
            if not self.mark.exists():
                self.mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if number == -3:
            Event().wait()
        if number == -4:
            raise ModelError("The weights are damaged.", todo="Install dragoman again.")
        return f"{number} was done"


def refuse() -> Callable[[int], str]:
    raise ModelError("There are no weights.", todo="Install dragoman again.")


def die() -> Callable[[int], str]:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_results_come_in_the_order_of_the_tasks() -> None:
    with Pool(Start(), workers=2, seconds=LONG) as pool:
        assert list(pool.map(range(40))) == [(n, f"{n} was done") for n in range(40)]


def test_only_a_few_tasks_are_held() -> None:
    asked = []

    def tasks() -> Iterator[int]:
        for n in range(100):
            asked.append(n)
            yield n

    with Pool(Start(), workers=1, seconds=LONG) as pool:
        found = pool.map(tasks())
        next(found)
        assert len(asked) <= 5


def test_a_task_that_kills_its_process_is_tried_twice_and_costs_no_other() -> None:
    with Pool(Start(), workers=2, seconds=LONG) as pool:
        found = dict(pool.map([1, -1, 2, 3]))
    assert found[-1] == Lost("The process that read it was killed (SIGKILL), twice.")
    assert [found[n] for n in (1, 2, 3)] == [f"{n} was done" for n in (1, 2, 3)]


def test_a_task_whose_process_is_killed_once_is_done(tmp_path: Path) -> None:
    with Pool(Start(tmp_path / "mark"), workers=1, seconds=LONG) as pool:
        assert [result for _, result in pool.map([-2, 5])] == ["-2 was done", "5 was done"]


def test_a_task_that_takes_too_long_is_given_up_at_once() -> None:
    with Pool(Start(), workers=1, seconds=1) as pool:
        found = dict(pool.map([-3, 7]))
    assert found == {-3: Lost("It took more than 1 seconds."), 7: "7 was done"}


@pytest.mark.parametrize(("start", "tasks"), [(Start(), [1, -4, 2]), (refuse, [1])])
def test_what_would_happen_to_every_task_is_raised(
    start: Callable[[], Callable[[int], str]], tasks: list[int]
) -> None:
    with Pool(start, workers=1, seconds=LONG) as pool, pytest.raises(ModelError):
        list(pool.map(tasks))


def test_processes_that_cannot_start_end_the_run() -> None:
    with Pool(die, workers=1, seconds=LONG) as pool, pytest.raises(DragomanError) as caught:
        list(pool.map([1, 2]))
    assert "cannot start: one was killed (SIGKILL)" in caught.value.what


def test_no_process_outlives_the_pool() -> None:
    with Pool(Start(), workers=2, seconds=LONG) as pool:
        next(pool.map(range(9)))
        ids = pool.processes
    assert len(ids) == 2
    for id in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(id, 0)
