import os
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import EmptySource, UnreadableSource
from dragoman.model import Failure
from dragoman.way import Way, failure_of

TEXT = "Egypt demanded that Israel withdraw its forces from the whole of Sinai."


def test_a_string_with_blanks_is_a_text() -> None:
    report = Way().report(TEXT, published=date(1978, 9, 6))
    assert (report.text, report.published) == (TEXT, date(1978, 9, 6))
    assert report.address.startswith("text:")


def test_a_string_without_blanks_is_a_path(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource):
        Way().report("reprot.txt")
    file = tmp_path / "a report.txt"
    file.write_text(TEXT, "utf-8")
    assert Way().report(file).text == Way().report(str(file)).text == TEXT


def test_size_limit_is_passed_on(tmp_path: Path) -> None:
    from dragoman.errors import TooLarge

    file = tmp_path / "long.txt"
    file.write_text(TEXT * 10, "utf-8")
    with pytest.raises(TooLarge):
        Way(max_size=100).report(file)


def test_failures_say_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    with pytest.raises(EmptySource) as caught:
        Way().report(file)
    failure = failure_of(caught.value, file)
    assert failure.address == file.as_posix()
    assert failure.code == "source.empty"
    assert failure.todo


def test_a_text_longer_than_any_path_is_read() -> None:
    assert Way().report(f"{TEXT} " * 500).text.startswith(TEXT)


def test_a_file_name_that_is_no_utf8_is_still_told(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9.txt")
    with pytest.raises(UnreadableSource) as caught:
        Way().report(file)
    failure = failure_of(caught.value, file)
    assert failure.address.endswith("caf\\xe9.txt")
    assert Failure.from_json(failure.to_json()) == failure
    file.write_text(TEXT, "utf-8")
    assert Way().report(file).address.endswith("caf\\xe9.txt")
