"""A web site on this machine, for the tests that fetch."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Serve = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; a route answers it."""

    server: "Server"

    def do_GET(self) -> None:  # noqa: N802 (the name the library calls)
        self.server.asked.append(self.path)
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has had enough
            self.server.routes.get(self.path, missing)(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def answer(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        """Answer at once."""
        self.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def hang(self) -> None:
        """Answer nothing until the site is closed."""
        self.server.closing.wait()

    def flood(self) -> None:
        """A body without end."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while not self.server.closing.is_set():
            self.wfile.write(b"x" * 65_536)

    def drip(self) -> None:
        """A body that comes byte by byte, without end."""
        self.send_response(200)
        self.end_headers()
        while not self.server.closing.wait(0.02):
            self.wfile.write(b"x")
            self.wfile.flush()


def missing(request: Request) -> None:
    request.answer(b"no", status=404)


class Server(ThreadingHTTPServer):
    """A site: its routes, and what was asked of it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.routes: dict[str, Serve] = {}
        self.asked: list[str] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def page(self, path: str, body: str | bytes, *, status: int = 200, **headers: str) -> str:
        """Serve a body at a path; the URL."""
        data = body.encode() if isinstance(body, str) else body
        headers = {"content_type": "text/html; charset=utf-8"} | headers
        self.routes[path] = lambda request: request.answer(data, status=status, **headers)
        return self.url + path


@contextmanager
def site() -> Iterator[Server]:
    """A site that is up while the block runs."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
