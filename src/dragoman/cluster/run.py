"""The run on a Ray cluster: Ray Data lists the inputs, workers read shards and write them."""

import logging
import os
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dragoman.cluster.output import Marker, Output
from dragoman.cluster.plan import Plan
from dragoman.cluster.shards import Shard, Unit, digest, shards, units
from dragoman.errors import ClusterError, DragomanError
from dragoman.export.extras import needed
from dragoman.ingest.intake import lost
from dragoman.ingest.pool import Lost, Pool
from dragoman.ingest.reading import Reading, coder_of

Ray = Any  # Ray's types are not followed: they take longer to check than all the rest
Row = dict[str, Any]  # as Ray Data has them
BLOCK = 1  # byte that Ray Data would send at once: each shard goes out by itself
STARTS = 3  # workers that may die before they are ready, as when a node goes just then
LISTING = 0.5  # CPU; unlike that of reading, or Ray would make one step of the two


class List:
    """Gives the shards of a unit that are not done; runs wherever Ray puts it."""

    def __init__(self, plan: Plan, coder: str) -> None:
        self._plan, self._coder = plan, coder

    def __call__(self, row: Row) -> Iterator[Row]:
        """A row with each shard."""
        output = Output(self._plan.out)
        unit: Unit = pickle.loads(row["unit"])  # packed by `_rows`
        for shard in shards(unit, self._plan, self._coder):
            now = digest(shard, self._plan)
            known = output.marker(shard.name)
            if known and known["digest"] == now:
                continue
            if known:
                output.forget(known)
            yield {"shard": pickle.dumps(shard), "digest": now}


class Read:
    """Reads one shard after another, in a process beside it, so that no document takes it along."""

    def __init__(self, plan: Plan, coder: str) -> None:
        self._coder, self._output = coder, Output(plan.out)
        reading = Reading(way=plan.way, published=plan.published)
        self._pool = Pool(reading, workers=1, seconds=plan.seconds)

    def __call__(self, row: Row) -> Row:
        """What is told of the shard, once it is written."""
        began = time.perf_counter()
        shard: Shard = pickle.loads(row["shard"])  # packed by `List`
        marker: Marker = {
            "shard": shard.name,
            "unit": shard.unit,
            "part": shard.part,
            "first": shard.documents[0].address,
            "digest": row["digest"],
            "coder": self._coder,
        }
        taken = (
            lost(document, found) if isinstance(found, Lost) else found
            for document, found in self._pool.map(shard.documents)
        )
        whole = self._output.keep(marker, taken)
        numbers = {name: whole[name] for name in ("done", "skipped", "failed")}
        return {"shard": shard.name, **numbers, "seconds": time.perf_counter() - began}


def run(plan: Plan) -> Iterator[Row]:
    """What was done of each shard, as it is done; shards that were done before are passed over.

    A shard's `seconds` are those of the worker that read it. `ClusterError` where the cluster
    cannot be reached or gives up, `ArchiveError` where the output cannot be written.
    """
    ray = needed("ray", extra="cluster", format="cluster")
    with _connected(ray, plan), _explained(ray):
        yield from _rows(plan, coder_of(plan.way))


def _rows(plan: Plan, coder: str) -> Iterator[Row]:
    data = needed("ray.data", extra="cluster", format="cluster")
    context = data.DataContext.get_current()
    context.enable_progress_bars = False
    context.max_consecutive_actor_init_deaths = STARTS
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what matters is raised
    context.target_max_block_size = BLOCK
    found = [{"unit": pickle.dumps(unit)} for unit in units(plan)]
    if not found:
        return
    inputs = data.from_items(found, override_num_blocks=len(found))
    listed = inputs.flat_map(List(plan, coder), num_cpus=LISTING)
    read = listed.map(
        Read,
        fn_constructor_args=(plan, coder),
        compute=data.ActorPoolStrategy(min_size=1, max_size=plan.workers),
        num_cpus=1,
        num_gpus=plan.gpus or None,
    )
    yield from read.iter_rows()


@contextmanager
def _connected(ray: Ray, plan: Plan) -> Iterator[None]:
    """A connection to the cluster, unless there is one already."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent to anybody
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what matters is raised
    if ray.is_initialized():
        yield
        return
    try:
        own = {} if plan.address else {"include_dashboard": False}
        ray.init(address=plan.address, log_to_driver=False, logging_level="ERROR", **own)
    except ConnectionError as error:
        raise ClusterError(
            f"No Ray cluster answers at {plan.address}.",
            todo="Start one with `ray start --head`, or leave `address` out to use this machine.",
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _explained(ray: Ray) -> Iterator[None]:
    """Raise what a worker raised, or that the cluster gave up."""
    try:
        yield
    except ray.exceptions.RayError as error:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, DragomanError):
                raise cause from error
            cause = getattr(cause, "cause", None) or cause.__cause__
        last = str(error).strip().splitlines()[-1].rstrip(".")
        raise ClusterError(
            f"The cluster gave up: {last}.", todo="Run the plan again: what is done stays done."
        ) from error
