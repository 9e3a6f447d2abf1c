import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dragoman.errors import EmptySource, SettingsError, TooLarge, UnreadableSource
from dragoman.model import Failure
from dragoman.way import RULES, Way, failure_of
from factories import FirstWord, coding

TEXT = "Egypt demanded that Israel withdraw its forces from the whole of Sinai."


def test_a_string_with_blanks_is_a_text() -> None:
    report = FirstWord().report(TEXT, published=date(1978, 9, 6))
    assert (report.text, report.published) == (TEXT, date(1978, 9, 6))
    assert report.address.startswith("text:")


def test_a_string_that_names_a_file_is_a_path(tmp_path: Path) -> None:
    file = tmp_path / "a report.txt"
    file.write_text(TEXT, "utf-8")
    assert FirstWord().report(file).text == FirstWord().report(str(file)).text == TEXT
    assert FirstWord().report(file).file == file.as_posix()


@pytest.mark.parametrize(
    "path",
    [
        "reprot.txt", "/no such/file", "./no such file", "../no such file", "~/no such file",
        "no such/file here.txt", "no such/file here.MD", "no such\\page.html", "no such/page.htm",
        "no such/talks of may.pdf", "no such/talks of may.DOCX",
    ],
)  # fmt: skip
def test_a_string_that_looks_like_a_path_is_one(path: str) -> None:
    with pytest.raises(UnreadableSource, match="There is no file"):
        FirstWord().report(path)


@pytest.mark.parametrize(
    "text",
    [
        TEXT, f"{TEXT} " * 500, f"/ {TEXT * 100}", f"./\n{TEXT}",
        "The two sides met and/or talked, said an envoy.",
        "The envoys wrote the terms of the truce to draft.txt",
    ],
)  # fmt: skip
def test_other_strings_are_texts(text: str) -> None:
    assert FirstWord().report(text).text == text


def test_the_empty_string_is_an_empty_text() -> None:
    with pytest.raises(EmptySource):
        FirstWord().report("")


def test_size_limit_is_passed_on(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text(TEXT * 10, "utf-8")
    for source in (file, TEXT * 10):
        with pytest.raises(TooLarge):
            FirstWord(max_size=100).report(source)


@pytest.mark.parametrize(
    "given", [date(1978, 9, 6), "1978-09-06", datetime(1978, 9, 6, 12, tzinfo=UTC)]
)
def test_days_may_be_written(given: date | str) -> None:
    assert FirstWord().report(TEXT, published=given).published == date(1978, 9, 6)


@pytest.mark.parametrize("given", ["yesterday", "", "1978-13-06"])
def test_what_is_no_day_says_what_to_give(given: str) -> None:
    with pytest.raises(SettingsError, match="such as 2025-01-21"):
        FirstWord().report(TEXT, published=given)


def test_failures_say_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    with pytest.raises(EmptySource) as caught:
        FirstWord().report(file)
    failure = failure_of(caught.value, file)
    assert failure.address == file.as_posix()
    assert failure.code == "source.empty"
    assert failure.todo


@pytest.mark.parametrize("text", ["\ud800 met on Monday.", f"{TEXT} \udfff"])
def test_half_a_character_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableSource, match="half a character") as caught:
        FirstWord().report(text)
    failure = failure_of(caught.value, text)
    assert Failure.from_json(failure.to_json().encode()) == failure


def test_a_file_name_that_is_no_utf8_is_still_told(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9.txt")
    with pytest.raises(UnreadableSource) as caught:
        FirstWord().report(file)
    failure = failure_of(caught.value, file)
    assert failure.address.endswith("caf\\xe9.txt")
    assert Failure.from_json(failure.to_json()) == failure
    file.write_text(TEXT, "utf-8")
    assert FirstWord().report(file).address.endswith("caf\\xe9.txt")


def test_the_coder_names_its_weights_rules_and_threshold() -> None:
    class Real(FirstWord):
        coder = Way.coder

    assert RULES >= 1
    plain, sure = Real().coder, Real(min_confidence=0.75).coder
    assert plain == f"{Real().manifest.coder}.r{RULES}"
    assert sure == f"{plain}@0.75"


def test_records_that_are_less_sure_than_asked_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Deaf(FirstWord):
        reader = None  # type: ignore[assignment]
        code = Way.code

    one = coding()
    monkeypatch.setattr("dragoman.reading.read_report", lambda *_, **__: [])
    monkeypatch.setattr("dragoman.resolve.coding.code", lambda *_, **__: one)
    assert Deaf().code(one.report) == one
    kept = Deaf(min_confidence=0.6).code(one.report)
    assert [r.record for r in kept.records] == ["event", "statement", "figure"]
    assert Deaf(min_confidence=1.0).code(one.report).records == ()


def test_another_policy_is_another_coder(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("", "utf-8")
    with pytest.raises(SettingsError, match="policy"):
        _ = Way(policy_file=file).policy
    assert Way(policy_file=file).coder != Way().coder
    with pytest.raises(SettingsError, match="cannot be read"):
        _ = Way(policy_file=tmp_path / "none.toml").coder
