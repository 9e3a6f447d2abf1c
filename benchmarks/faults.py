"""Whatever stops a run, running it again completes it: nothing lost, nothing doubled.

    python benchmarks/faults.py ../shared/data/article_html/html [--pages 12] [--only NAME]

Each fault is made on a run of its own over real pages, by the command line as a user has it: a
process that reads is killed, the writer is killed, the disk is full, the archive is locked, a web
archive is cut, a PDF is cut, a node of a Ray cluster is killed. Then the same command is run again,
and the archive compared with one that nothing happened to. Prints what each run told, one line
each. A full disk needs the right to mount a small one; without it a limit on files takes its place.
"""

import argparse
import gzip
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.archive import Archive
from dragoman.cluster.load import load

COMMAND = [sys.executable, "-m", "dragoman", "ingest"]
NODES = Path(__file__).parents[1] / "tests" / "cluster" / "two_nodes.py"


class Trial:
    """A folder with pages, and runs over them."""

    def __init__(self, folder: Path, pages: Path) -> None:
        self.folder, self.source = folder, pages
        self.archive = folder / "a.dragoman"

    def command(self, archive: Path | None = None, workers: int = 2) -> list[str]:
        """The command that takes everything in."""
        where = ("--archive", str(archive or self.archive))
        return [*COMMAND, str(self.source), "--workers", str(workers), *where]

    def start(self, *, wait: float = 10.0) -> "subprocess.Popen[str]":
        """The command, begun."""
        env = {**os.environ, "DRAGOMAN_WAIT": str(wait)}
        return subprocess.Popen(
            self.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
        )

    def until_done(self, count: int, process: "subprocess.Popen[str]") -> None:
        """Look until so many documents are kept."""
        while process.poll() is None and self.kept() < count:
            time.sleep(0.05)  # nothing tells another program that a row came in

    def kept(self) -> int:
        """How many documents the ledger has."""
        if not self.archive.exists():
            return 0
        with sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True) as connection:
            try:
                [count] = connection.execute("SELECT count(*) FROM run_documents").fetchone()
            except sqlite3.OperationalError:  # the tables are being made
                return 0
        connection.close()
        return int(count)

    def again(self, archive: Path | None = None) -> str:
        """Run to the end; a hash of what is kept and shown then."""
        subprocess.run(self.command(archive), check=False, capture_output=True, text=True)
        with Archive.open(archive or self.archive) as found:
            return shown(found)


def shown(archive: Archive) -> str:
    """A hash of every coding, of which is shown, and of the failures that stand: one that was told
    of a source that has been read since does not."""
    total = hashlib.sha256()
    for kept in archive._store.codings():
        total.update(json.dumps([kept.coding.to_dict(), kept.latest]).encode())
    for failure in archive.failures():
        total.update(json.dumps(failure.to_dict()).encode())
    return total.hexdigest()


def told(process: "subprocess.Popen[str]") -> str:
    """The last line that the command wrote, and its status."""
    out, err = process.communicate()
    lines = (err or out).strip().splitlines()
    return f"{lines[-1] if lines else '(nothing)'} [status {process.returncode}]"


def worker(trial: Trial) -> str:
    """A process that reads is killed."""
    process = trial.start()
    trial.until_done(2, process)
    readers = _children(process.pid)
    if readers:
        os.kill(readers[-1], signal.SIGKILL)
    return told(process)


def writer(trial: Trial) -> str:
    """The command itself is killed."""
    process = trial.start()
    trial.until_done(2, process)
    readers = _children(process.pid)
    process.kill()
    line = told(process)
    left = [reader for reader in readers if _alive(reader)]
    return f"{line}, {len(left)} processes left behind"


def locked(trial: Trial) -> str:
    """Another program holds the archive while the run wants to write."""
    process = trial.start(wait=0.2)
    trial.until_done(2, process)
    with sqlite3.connect(trial.archive, timeout=60, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        line = told(process)
        other.execute("ROLLBACK")
    other.close()
    return line


def disk(trial: Trial) -> str:
    """The disk is full: a small one is mounted, or files may not grow."""
    with _small_disk(trial.folder / "disk") as (folder, prefix):
        trial.archive = folder / "a.dragoman"
        command = [*prefix, *trial.command()]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        line = told(process)
        if trial.archive.exists():  # a fuller disk is exchanged for one with room
            with (
                sqlite3.connect(trial.archive) as source,
                sqlite3.connect(trial.folder / "moved.dragoman") as target,
            ):
                source.backup(target)
            source.close()
            target.close()
    trial.archive = trial.folder / "moved.dragoman"
    return line


def warc(trial: Trial) -> str:
    """A web archive ends in the middle of a record; then it is whole."""
    whole = trial.folder / "whole.warc.gz"
    files = sorted(trial.source.glob("*.html"))
    whole.write_bytes(b"".join(_record(file) for file in files))
    cut = trial.folder / "crawl.warc.gz"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 5])
    trial.source = cut
    line = told(trial.start())
    cut.write_bytes(whole.read_bytes())
    return line


def pdf(trial: Trial) -> str:
    """A PDF beside the pages is cut; the others are read."""
    file = trial.source / "cut.pdf"
    file.write_bytes(
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty"
    )
    process = trial.start()
    out, err = process.communicate()
    line = next((x for x in err.splitlines() if "cut.pdf" in x), "(nothing)")
    return f"{line} / {out.strip()}"


FAULTS: dict[str, Callable[[Trial], str]] = {
    "worker": worker, "writer": writer, "locked": locked, "disk": disk, "warc": warc, "pdf": pdf,
}  # fmt: skip


def node(folder: Path, pages: Path) -> tuple[str, bool]:
    """A node of a Ray cluster is killed; the run goes on without it."""
    plan = folder / "plan.toml"
    plan.write_text(
        f"sources = [{json.dumps(str(pages))}]\nout = {json.dumps(str(folder / 'out'))}\n"
        "workers = 2\nshard = 2\n"
    )
    done = subprocess.run(
        [sys.executable, NODES, plan, "--kill"],
        check=False, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    if done.returncode:
        return done.stderr.strip().splitlines()[-1], False
    rows = json.loads(done.stdout.splitlines()[-1])
    with Archive.open(folder / "loaded.dragoman") as archive:
        load(str(folder / "out"), archive)
        same = shown(archive) == Trial(folder, pages).again(folder / "own.dragoman")
    return f"{len(rows['first'])} shards with a node killed, {len(rows['again'])} after", same


def main() -> None:
    """Make each fault, and write what was told and whether all was well after."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--only", choices=[*FAULTS, "node"], action="append")
    given = parser.parse_args()
    wrong = 0
    for name in given.only or [*FAULTS, "node"]:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            pages = folder / "pages"
            pages.mkdir()
            for file in sorted(given.folder.glob("*.html.gz"))[: given.pages]:
                (pages / file.stem).write_bytes(gzip.decompress(file.read_bytes()))
            if name == "node":
                line, same = node(folder, pages)
            else:
                trial = Trial(folder, pages)
                line = FAULTS[name](trial)
                same = trial.again() == trial.again(folder / "own.dragoman")
                same &= _once(trial.archive)
        wrong += not same
        print(f"{name}: {line}\n    after the same command: {'whole' if same else 'NOT whole'}")
    sys.exit(1 if wrong else 0)


def _once(archive: Path) -> bool:
    """Whether no document and no record is there twice; ids cannot be, what they are of could."""
    with sqlite3.connect(archive) as connection:
        [[runs, ended]] = connection.execute("SELECT count(*), count(ended) FROM runs")
        [[twice]] = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM run_documents WHERE outcome <> 'skipped'"
            " GROUP BY run, document HAVING count(*) > 1)"
        )
    connection.close()
    return bool(runs == ended and not twice)


@contextmanager
def _small_disk(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """A folder on a disk of 0.9 MB; where none can be mounted, a command that limits files."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=900k", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        yield folder, ["prlimit", "--fsize=900000"]
        return
    try:
        yield folder, []
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _record(file: Path) -> bytes:
    """A page as a crawler keeps it."""
    body = file.read_bytes()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2024-06-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://news.example/{file.stem}\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, file.stem)}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


def _children(process: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            line = (folder / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if folder.name.isdigit() and int(fields[1]) == process and b"spawn_main" in line:
            found.append(int(folder.name))
    return sorted(found)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


if __name__ == "__main__":
    main()
