"""Runs a plan on a cluster of two nodes on this machine, as a program of its own.

    python two_nodes.py PLAN [--kill]

Writes the rows of two runs, one after the other, and how many nodes there were before and after, as
JSON. With `--kill` the second node is killed once the first shard is done.
"""

import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ |= {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_raylet_start_wait_time_s": "240",  # a busy machine is slow to start one
    "RAY_worker_niceness": "0",  # or all else would go first
}

import ray as untyped
from ray.cluster_utils import Cluster as UntypedCluster

from dragoman.cluster.plan import read_plan
from dragoman.cluster.run import run

ray: Any = untyped  # their types do not hold
Cluster: Any = UntypedCluster

NODE: dict[str, Any] = {
    "num_cpus": 2,
    "object_store_memory": 200_000_000,
}  # with one CPU each it would hang


def main(plan: str, *, kill: bool) -> None:
    cluster = Cluster(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
    second = cluster.add_node(**NODE)
    cluster.wait_for_nodes()
    wanted = dataclasses.replace(read_plan(Path(plan)), address=cluster.address)
    try:
        ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
        nodes = alive()
        first = []
        for row in run(wanted):
            first.append(row)
            if kill and len(first) == 1:
                cluster.remove_node(second, allow_graceful=False)
        again = list(run(wanted))
        told = {"nodes": nodes, "left": alive(), "first": first, "again": again}
        sys.stdout.write(json.dumps(told) + "\n")
    finally:
        ray.shutdown()  # before the cluster's, or it would wait for ever
        cluster.shutdown()


def alive() -> int:
    return sum(node["Alive"] for node in ray.nodes())


if __name__ == "__main__":
    main(sys.argv[1], kill="--kill" in sys.argv)
