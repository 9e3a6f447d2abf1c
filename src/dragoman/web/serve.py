"""The application on a port of this machine."""

from collections.abc import Callable
from pathlib import Path

import uvicorn

from dragoman.archive import Archive
from dragoman.errors import SettingsError
from dragoman.way import Way
from dragoman.web.app import create_app
from dragoman.web.safety import loopback


def serve(
    archive: Archive,
    *,
    way: Way,
    person: str,
    saved: Path,
    max_size: int,
    host: str,
    port: int,
    tell: Callable[[str], None],
) -> None:
    """Answer until stopped; `tell` is told where. Port 0 takes one that is free.

    `SettingsError` for an address that others can reach, or where the port is taken.
    """
    if not loopback(host):
        raise SettingsError(
            f"{host!r} is not this machine's own address, and there are no accounts yet: whoever "
            "could reach it could decide on records.",
            todo="Leave --host out, or give 127.0.0.1.",
        )
    app = create_app(archive, way=way, person=person, saved=saved, max_size=max_size)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False)
    try:
        listening = config.bind_socket()
    except SystemExit as error:  # what uvicorn ends with where the port is taken
        raise SettingsError(
            f"Port {port} cannot be listened on.", todo="Give another one with --port."
        ) from error
    at = f"[{host}]" if ":" in host else host
    tell(f"http://{at}:{listening.getsockname()[1]} shows {archive.where}. Ctrl-C ends it.")
    uvicorn.Server(config).run(sockets=[listening])
