"""Processes that do one task after another. What kills one costs the task it was at, no other."""

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Generic, NamedTuple, Self, TypeVar

from dragoman.errors import DragomanError

Task = TypeVar("Task")
Result = TypeVar("Result")
Do = Callable[[Task], Result]

_AHEAD = 2  # tasks a process is given at once, so that it need not wait for the next
_HELD = 4  # tasks for each process that are begun and not given back: what bounds the memory
_TRIES = 2
_STARTS = 3  # deaths of processes that were not ready yet, one after the other


class Lost(NamedTuple):
    """That a task has no result: its process was killed over it, twice, or it took too long."""

    why: str


@dataclass(eq=False)
class _Job(Generic[Task, Result]):
    task: Task
    tries: int = 0
    result: Result | Lost | None = None


@dataclass(eq=False)
class _Worker(Generic[Task, Result]):
    process: multiprocessing.process.BaseProcess
    tasks: Connection
    results: Connection
    jobs: "deque[_Job[Task, Result]]" = field(default_factory=deque)
    ready: bool = False
    since: float = 0.0  # when it began with the first of its jobs

    def give(self, job: "_Job[Task, Result]") -> None:
        """Hand it one more task; that it is dead already is seen later."""
        self.jobs.append(job)
        if len(self.jobs) == 1:
            self.since = time.monotonic()
        with suppress(BrokenPipeError):
            self.tasks.send(job.task)

    def end(self) -> None:
        """Kill it: it holds nothing that is not elsewhere."""
        self.process.kill()
        self.process.join()
        self.tasks.close()
        self.results.close()


class Pool(Generic[Task, Result]):
    """A context in which `workers` processes each do what `start` gives, called in that process.

    A `DragomanError` that one raises is raised by `map`: the same would happen to every task.
    A task that takes more than `seconds` is given up.
    """

    def __init__(
        self, start: Callable[[], Do[Task, Result]], *, workers: int, seconds: float
    ) -> None:
        self._start, self._count, self._seconds = start, workers, seconds
        # Not forked: a copy of this process would share its database and its locks.
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker[Task, Result]] = []
        self._deaths = 0
        self._waiting: deque[_Job[Task, Result]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.end()
        self._workers = []

    @property
    def processes(self) -> list[int]:
        """The ids of the processes that are there now."""
        return [w.process.pid for w in self._workers if w.process.pid is not None]

    def map(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Lost]]:
        """Each task with its result, in the order of the tasks, of which few are held at a time."""
        coming, held, more = iter(tasks), deque[_Job[Task, Result]](), True
        while held or more:
            while more and len(held) < self._count * _HELD:
                try:
                    job = _Job[Task, Result](next(coming))
                except StopIteration:
                    more = False
                    break
                held.append(job)
                self._waiting.append(job)
                self._give()
            while held and held[0].result is not None:
                job = held.popleft()
                yield job.task, job.result  # type: ignore[misc]  # checked a line above
            if held and held[0].result is None:
                self._give()
                self._listen()

    def _give(self) -> None:
        """Give what waits to those with the least to do."""
        while len(self._workers) < self._count and len(self._workers) < len(self._waiting) + sum(
            len(w.jobs) for w in self._workers
        ):
            self._workers.append(self._begin())
        while self._waiting:
            worker = min(self._workers, key=lambda w: len(w.jobs))
            if len(worker.jobs) >= _AHEAD:
                return
            worker.give(self._waiting.popleft())

    def _begin(self) -> _Worker[Task, Result]:
        theirs, tasks = self._context.Pipe(duplex=False)
        results, answers = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_work, args=(theirs, answers, self._start), daemon=True
        )
        process.start()
        theirs.close()  # or the end of the process would not be seen
        answers.close()
        return _Worker(process, tasks, results)

    def _listen(self) -> None:
        """Take what comes first: a result, the end of a process, or the end of a task's time."""
        now = time.monotonic()
        left = [w.since + self._seconds - now for w in self._workers if w.jobs and w.ready]
        found = wait([w.results for w in self._workers], max(0.0, min(left, default=self._seconds)))
        for worker in [w for w in self._workers if w.results in found]:
            try:
                self._take(worker, worker.results.recv())
            except (EOFError, ConnectionError):
                self._bury(worker)
        for worker in [w for w in self._workers if w.jobs and w.ready]:
            if time.monotonic() - worker.since > self._seconds:
                worker.jobs[0].tries = _TRIES  # it would only take as long again
                self._bury(worker, f"It took more than {self._seconds:g} seconds.")

    def _take(self, worker: _Worker[Task, Result], said: Result | DragomanError | None) -> None:
        if isinstance(said, DragomanError):
            raise said
        worker.since = time.monotonic()
        if not worker.ready:
            worker.ready, self._deaths = True, 0
        else:
            worker.jobs.popleft().result = said

    def _bury(self, worker: _Worker[Task, Result], why: str = "") -> None:
        """Let go of a process; its tasks go to others, but for one that killed two of them."""
        self._workers.remove(worker)
        worker.end()
        how = why or f"The process that read it {_ended(worker.process.exitcode)}, twice."
        if not worker.ready:
            self._deaths += 1
            if self._deaths == _STARTS:
                raise DragomanError(
                    f"The processes that read cannot start: one {_ended(worker.process.exitcode)}.",
                    todo="See that there is enough memory, or give fewer --workers.",
                )
        elif worker.jobs:
            worker.jobs[0].tries += 1
        for job in reversed(worker.jobs):
            if job.tries >= _TRIES:
                job.result = Lost(how)
            else:
                self._waiting.appendleft(job)


class Here(Generic[Task, Result]):
    """The same in this process, one task after another: nothing guards it from them."""

    def __init__(self, start: Callable[[], Do[Task, Result]]) -> None:
        self._start = start

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Each task with its result, in order."""
        do = self._start()
        for task in tasks:
            yield task, do(task)


def _ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return f"ended (status {code})"


def _work(tasks: Connection, results: Connection, start: Callable[[], Do[Task, Result]]) -> None:
    """What each process does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever gives the tasks decides when to stop
    queue: SimpleQueue[Task] = SimpleQueue()
    # In a thread: while a result is sent, the next task must not wait in a full pipe.
    Thread(target=_receive, args=(tasks, queue), daemon=True).start()
    try:
        do = start()
        results.send(None)
        while True:
            results.send(do(queue.get()))
    except DragomanError as error:
        results.send(error)
    except BrokenPipeError:
        pass  # nobody wants it any more


def _receive(tasks: Connection, queue: "SimpleQueue[Task]") -> None:
    try:
        while True:
            queue.put(tasks.recv())
    except (EOFError, OSError):
        os._exit(0)  # whoever gave the tasks is gone, perhaps killed
