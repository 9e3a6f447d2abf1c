"""Killed at any moment and run again, the archive is that of an uninterrupted run.

These are the trials of `benchmarks/kills.py`, with fewer kills; that of reading, which needs the
weights each time, has a lighter form in `test_archive.py`.
"""

import random
import sys
from pathlib import Path

import pytest

from homes import Homes

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import kills


@pytest.mark.parametrize("what", ["decide", "migrate", "merge"])
def test_killed_and_run_again(what: str, home: Homes, tmp_path: Path) -> None:
    trial = kills.trials(tmp_path, home.new, reports=10)[what]
    trial.run(home.new, kills=2, draw=random.Random(what))
