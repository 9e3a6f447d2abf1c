"""Zip, tar and gzip: what is in them is read, what is wrong told, member by member."""

import gzip
import io
import re
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.sources import documents, read_document
from source_files import TEXT, faults, html, listed, reports, tar_of, zip_of

FILES = {"b/two.html": html().encode(), "a one.txt": TEXT.encode(), "c.md": TEXT.encode()}
Make = Callable[[Path, dict[str, bytes]], Path]
MAKERS: dict[str, Make] = {
    "zip": lambda folder, files: zip_of(files, folder / "a.zip"),
    "tar": lambda folder, files: tar_of(files, folder / "a.tar", mode="w"),
    "tgz": lambda folder, files: tar_of(files, folder / "a.tgz"),
    "tar.bz2": lambda folder, files: tar_of(files, folder / "a.tar.bz2", mode="w:bz2"),
    "tar.xz": lambda folder, files: tar_of(files, folder / "a.tar.xz", mode="w:xz"),
}


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    return lambda files: MAKERS[request.param](tmp_path, files)


Maker = Callable[[dict[str, bytes]], Path]


def test_the_files_of_an_archive(make: Maker) -> None:
    path = make(FILES)
    found = reports(path)
    assert sorted(r.address for r in found) == [
        f"{path}!/a one.txt",
        f"{path}!/b/two.html",
        f"{path}!/c.md",
    ]
    assert {r.file for r in found} == {str(path)}
    assert [r.text for r in found if r.address.endswith("one.txt")] == [TEXT]
    assert listed(path) == listed(path)


@pytest.mark.parametrize("ending", ["zip", "tar"])
def test_no_member_takes_the_place_of_another(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    with warnings.catch_warnings(action="ignore"):  # zipfile warns of what is tried here
        many_of([("a.txt", "One"), ("b.txt", "Two"), ("a.txt", "Three"), ("a.txt", "One")], path)
    told = sorted((r.address.partition("!/")[2], r.text) for r in reports(path))
    assert told == [("a.txt", "One"), ("a.txt", "One"), ("a.txt~3", "Three"), ("b.txt", "Two")]


def many_of(files: list[tuple[str, str]], path: Path) -> None:
    if path.suffix == ".tar":
        with tarfile.open(path, "w") as tar:
            for name, text in files:
                info = tarfile.TarInfo(name)
                info.size = len(text)
                tar.addfile(info, io.BytesIO(text.encode()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in files:
                archive.writestr(name, text)


MEMBERS = {
    "/etc/a.txt": "names a place outside its archive",
    "../../a.txt": "names a place outside its archive",
    "in/../../a.txt": "names a place outside its archive",
    "C:\\a.txt": "names a place outside its archive",
    "inner.zip": "is an archive within an archive",
    "inner.warc.gz": "is an archive within an archive",
    ".": "are not looked for",
    "picture.jpg": ".jpg files are not looked for",
    "long.txt": "2,000 bytes, over the limit of 1,000",
}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_bad_member_is_told_and_the_others_read(make: Maker, name: str) -> None:
    path = make({"a.txt": TEXT.encode(), name: b"x" * 2_000, "z.txt": TEXT.encode()})
    found = {address.partition("!/")[2]: what for address, what in listed(path, max_size=1_000)}
    assert {what for n, what in found.items() if n in ("a.txt", "z.txt")} == {""}
    (told,) = [what for what in found.values() if what]
    assert MEMBERS[name] in told


@pytest.mark.parametrize("name", [".DS_Store", "in/.git/a.txt", "__MACOSX/in/._a.txt"])
def test_what_systems_add_is_passed_over(make: Maker, name: str) -> None:
    assert len(listed(make({"a.txt": TEXT.encode(), name: b"x"}))) == 1


def test_an_archive_that_is_cut_off(make: Maker) -> None:
    path = make({f"{i}.txt": (TEXT * 40 + str(i) * 9_000).encode() for i in range(9)})
    path.write_bytes(path.read_bytes()[:-200] if path.suffix == ".zip" else _half(path))
    found = listed(path)
    assert [what for _, what in found if what] == [found[-1][1]]
    assert re.search(r"is no whole (zip|tar) archive|cut off|is damaged", found[-1][1])


def _half(path: Path) -> bytes:
    return path.read_bytes()[: path.stat().st_size // 2]


def test_what_is_no_archive(tmp_path: Path) -> None:
    for name in ("a.zip", "a.tar", "a.tgz", "a.wacz"):
        (tmp_path / name).write_bytes(b"no archive at all" * 100)
        ((_, what),) = listed(tmp_path / name)
        assert "is no whole" in what


def test_a_member_that_is_encrypted(tmp_path: Path) -> None:
    path = zip_of({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}, tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(sign)
        data[start + at] |= 1
    path.write_bytes(bytes(data))
    found = listed(path)
    assert [bool(what) for _, what in found] == [True, False]
    assert "is encrypted" in found[0][1]


def test_a_member_that_is_damaged(tmp_path: Path) -> None:
    path = zip_of({"a.txt": TEXT.encode() * 50, "b.txt": TEXT.encode()}, tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    for i in range(60, 80):
        data[i] ^= 255
    path.write_bytes(bytes(data))
    assert [bool(what) for _, what in listed(path)] == [True, False]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(300):
            archive.writestr(f"{i}.txt", bytes(2_000))
    data = path.read_bytes()
    # Each says in the directory that it holds nine million bytes: more than a gigabyte in all.
    data = re.sub(
        rb"(PK\x01\x02.{20}).{4}", lambda m: m[1] + struct.pack("<I", 9_000_000), data, flags=re.S
    )
    path.write_bytes(data)
    ((_, what),) = listed(path)
    assert "would unpack from" in what


def test_a_tar_archive_with_a_member_without_end_is_not_gone_through(tmp_path: Path) -> None:
    head = tarfile.TarInfo("a.txt")
    head.size = 7_000_000_000_000
    for name, data in (("a.tar", head.tobuf()), ("a.tgz", gzip.compress(head.tobuf()))):
        (tmp_path / name).write_bytes(data + bytes(1_000) if name == "a.tar" else data)
        ((_, what),) = listed(tmp_path / name)
        assert "would unpack from" in what


def test_a_member_that_lies_of_its_size_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    path = zip_of({"a.txt": b"a" * 50_000_000}, tmp_path / "a.zip")
    data = path.read_bytes().replace(struct.pack("<I", 50_000_000), struct.pack("<I", 900))
    path.write_bytes(data)
    (document,) = documents(path)
    assert document.error is not None


def test_a_file_under_gzip(tmp_path: Path) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(html().encode()))
    (report,) = reports(path)
    assert (report.address, report.media_type) == (str(path), "text/html")
    path.write_bytes(gzip.compress(bytes(20_000_000)))
    assert "over the limit" in faults(path)[0].what
    path.write_bytes(gzip.compress(html().encode())[:-30])
    (error,) = faults(path)
    assert "is damaged" in error.what
    assert error.todo == "Fetch or save it again; nothing of it is kept."


def test_a_member_is_a_report_like_any_file(tmp_path: Path) -> None:
    path = zip_of({"a.html": html().encode()}, tmp_path / "a.zip")
    (tmp_path / "a.html").write_text(html())
    (packed,), (plain,) = documents(path), documents(tmp_path / "a.html")
    assert read_document(packed).text == read_document(plain).text
    assert read_document(packed).version == read_document(plain).version
