"""Files of exactly what a list shows: the table alone, or with its codebook and manifest."""

import tempfile
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from typing import Literal

from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from dragoman.export.formats import export
from dragoman.export.selection import Selection
from dragoman.review.view import Shown
from dragoman.web.asked import Asked, Kind
from dragoman.web.context import Web

Format = Literal["csv", "xlsx", "parquet", "zip"]
_NEEDS = {"xlsx": "xlsxwriter", "parquet": "pyarrow"}
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
}
LABELS = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "zip": "CSV with codebook (.zip)"}


def formats() -> dict[str, str]:
    """What can be written here, and what it is called."""
    return {
        name: label
        for name, label in LABELS.items()
        if name not in _NEEDS or find_spec(_NEEDS[name])
    }


def exported(web: Web, kind: Kind, asked: Asked, format: Format) -> Response:
    """The file, sent and then removed."""
    folder = Path(tempfile.mkdtemp(prefix="dragoman-"))
    try:
        file = _written(web, kind, asked, format, folder)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        file,
        media_type=_TYPES[format],
        filename=f"{kind}s.{format}",
        background=BackgroundTask(rmtree, folder, ignore_errors=True),
    )


def _written(web: Web, kind: Kind, asked: Asked, format: Format, folder: Path) -> Path:
    plural = f"{kind}s"

    def records(_: str) -> Iterator[Shown]:
        return web.listing.every(kind, asked)

    made = "csv" if format == "zip" else format
    wanted = Selection(
        records=records, source=web.archive.source, kinds=(plural,), filters=asked.told()
    )
    out = folder / f"{plural}.{made}"
    export(wanted, format=made, out=out)
    if format == "zip":
        written = sorted(folder.iterdir())
        with zipfile.ZipFile(folder / f"{plural}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for file in written:
                archive.write(file, file.name)
        return folder / f"{plural}.zip"
    part = folder / f"{plural}.{plural}.{made}"
    return out if out.is_file() else part
