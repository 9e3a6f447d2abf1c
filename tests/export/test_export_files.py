import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from dragoman.export.files import replacing


def write(where: str | Path, data: bytes) -> None:
    with replacing(where) as stream:
        stream.write(data)


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_bytes(b"old")
    file.chmod(0o640)
    with replacing(file) as stream:
        stream.write(b"new")
        stream.flush()
        assert file.read_bytes() == b"old"
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_what_goes_wrong_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file, mine = tmp_path / "mine", tmp_path / "mine.part"
    file.write_bytes(b"old")
    mine.write_bytes(b"of somebody")

    def fail() -> None:
        with replacing(file) as stream:
            stream.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (file.read_bytes(), mine.read_bytes()) == (b"old", b"of somebody")
    write(file, b"new")
    assert (file.read_bytes(), mine.read_bytes()) == (b"new", b"of somebody")
    assert sorted(tmp_path.iterdir()) == [file, mine]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such links and pipes")
class TestWhatIsNoPlainFile:
    @pytest.mark.parametrize("there", [True, False])
    def test_a_link_keeps_leading_where_it_did(self, tmp_path: Path, there: bool) -> None:
        (tmp_path / "data").mkdir()
        target, link = tmp_path / "data" / "real", tmp_path / "link"
        if there:
            target.write_bytes(b"old")
        link.symlink_to(target)
        write(link, b"new")
        assert link.is_symlink()
        assert target.read_bytes() == b"new"
        assert list((tmp_path / "data").iterdir()) == [target]

    def test_a_pipe_is_written_to(self, tmp_path: Path) -> None:
        pipe, found = tmp_path / "pipe", list[bytes]()
        os.mkfifo(pipe)
        reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()), daemon=True)
        reader.start()
        write(str(pipe), b"lines")
        reader.join(10)
        assert found == [b"lines"]
        assert list(tmp_path.iterdir()) == [pipe]

    def test_a_device_is_written_to(self) -> None:
        # A terminal of our own: a superuser's failing test would replace a real device.
        ours, theirs = os.openpty()
        try:
            write(os.ttyname(theirs), b"lines")
            assert os.read(ours, 5) == b"lines"
            assert Path(os.ttyname(theirs)).is_char_device()
        finally:
            os.close(ours)
            os.close(theirs)

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(IsADirectoryError):
            write(tmp_path, b"")
