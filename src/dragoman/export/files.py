"""Files that are there whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(where: str | Path) -> Iterator[BinaryIO]:
    """A stream whose bytes take the file's place once all went well; a link keeps leading there.

    A pipe or device is written to as it is: it cannot be replaced.
    """
    if (path := Path(where)).exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    path = Path(os.path.realpath(path))
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as stream:
            if path.exists():
                shutil.copymode(path, part)
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
