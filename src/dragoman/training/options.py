"""What the commands of training ask for alike."""

import argparse
from dataclasses import fields
from pathlib import Path

from dragoman.training.corpus import CORPUS
from dragoman.training.learn import Plan
from dragoman.training.standoff import ANNOTATIONS


def parser(module: str, description: str | None, *, out: Path) -> argparse.ArgumentParser:
    """A parser with the options of data and plan."""
    made = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    made.add_argument("--corpus", type=Path, default=CORPUS, help="annotated units, JSONL")
    made.add_argument(
        "--annotations", type=Path, default=ANNOTATIONS, help="a folder of further annotation"
    )
    made.add_argument("--out", type=Path, default=out, help="where results go")
    made.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    for f in fields(Plan):
        made.add_argument(f"--{f.name.replace('_', '-')}", type=f.type, default=f.default)
    return made


def plan_of(options: argparse.Namespace) -> Plan:
    """The plan asked for."""
    return Plan(**{f.name: getattr(options, f.name) for f in fields(Plan)})
