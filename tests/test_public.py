"""The public names, and that nothing heavy loads before it is needed."""

import subprocess
import sys

import dragoman

NAMES = [
    "Actor",
    "Archive",
    "Coding",
    "DragomanError",
    "Event",
    "Evidence",
    "Figure",
    "Filter",
    "Position",
    "Report",
    "Statement",
    "open",
    "read",
]


def test_public_names() -> None:
    assert dragoman.__all__ == NAMES
    for name in NAMES:
        assert getattr(dragoman, name).__doc__


def test_the_public_names_are_listed() -> None:
    assert set(NAMES) <= set(dir(dragoman))
    assert [n for n in dir(dragoman) if not n.startswith("_")] == sorted(NAMES)


def test_importing_dragoman_loads_nothing_heavy() -> None:
    heavy = ("pydantic", "sqlalchemy", "numpy", "onnxruntime", "tokenizers", "trafilatura", "rich")
    code = f"import dragoman, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
