"""Files behind fsspec addresses: `s3://bucket/a.warc.gz`, `memory://reports/*.html`."""

from collections.abc import Iterator
from typing import BinaryIO, cast

from dragoman.errors import SourceError, UnreadableSource
from dragoman.sources.document import Document, failed
from dragoman.sources.place import Place


def is_remote(source: str) -> bool:
    """Whether a source is an fsspec address; a Windows drive's letter is none."""
    scheme, sign, _ = source.partition("://")
    return bool(sign) and len(scheme) > 1 and scheme.replace("+", "").replace("::", "").isalnum()


def on_web(source: str) -> bool:
    """Whether a source is an address of the web, fetched by ourselves."""
    return source.lower().startswith(("http://", "https://"))


def remote_paths(source: str) -> Iterator[str | Document]:
    """The addresses of the files at, below or fitting an address, sorted."""
    try:
        import fsspec

        filesystem, path = fsspec.core.url_to_fs(source)
        if any(sign in path for sign in "*?["):
            found = filesystem.glob(path)
        elif filesystem.isdir(path):
            found = filesystem.find(path)
        else:
            yield source
            return
        shown = sorted(p for p in found if not _hidden(p, path))
        if not shown:
            raise UnreadableSource(f"{source} holds no files.", todo="Check the address.")
        yield from (filesystem.unstrip_protocol(p) for p in shown)
    except SourceError as error:
        yield failed(error, address=source)
    except Exception as error:  # each file system has errors of its own
        yield failed(_unreachable(source, error), address=source)


def _hidden(path: str, root: str) -> bool:
    return any(part.startswith(".") for part in path.removeprefix(root).split("/"))


def remote_place(address: str) -> Place:
    """The file behind an address."""
    return Place(address, address, lambda: _open(address))


def _open(address: str) -> BinaryIO:
    try:
        import fsspec

        return cast("BinaryIO", fsspec.open(address, "rb").open())  # fsspec has no types
    except Exception as error:
        raise _unreachable(address, error) from error


def _unreachable(address: str, error: Exception) -> UnreadableSource:
    if isinstance(error, ImportError | ValueError):
        return UnreadableSource(
            f"{address} cannot be reached: {error}.",
            todo="Install pip install 'dragoman[fsspec]' and the file system's own package "
            "(s3fs, gcsfs, adlfs ...).",
        )
    return UnreadableSource(
        f"{address} cannot be read: {error or type(error).__name__}.",
        todo="Check the address and your rights to it.",
    )
