"""What is about to be written may bring no error that is not there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobtrack.cli.gate import require_no_new_errors
from cobtrack.cli.options import Color, CommandError
from cobtrack.cli.session import Session, open_session
from tests.cli_support import DAY, replace, small, snapshot, words

CRC = "data/recommendations/crc-2022.yaml"
ACTORS = "data/actors.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "workspace")


def session(root: Path) -> Session:
    return open_session(str(root), DAY, Color.never, quiet=False, note=False)


def with_more(root: Path, more: str) -> dict[str, bytes]:
    """The document with another paragraph."""
    paragraph = f"  - id: crc-2022:99\n    kind: recommendation\n    summary: Another\n{more}"
    return {CRC: (root / CRC).read_bytes().rstrip(b"\n") + f"\n{paragraph}".encode()}


def refused(root: Path, texts: dict[str, bytes], capsys: pytest.CaptureFixture[str]) -> str:
    """What is told where the texts are refused."""
    with pytest.raises(CommandError) as caught:
        require_no_new_errors(session(root), texts)
    return words(f"{capsys.readouterr().err} {caught.value} {caught.value.hint}")


def test_a_change_without_errors_may_be_written_and_nothing_is_touched(root: Path) -> None:
    before = snapshot(root)
    require_no_new_errors(session(root), with_more(root, "    cluster: general-measures\n"))
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("    clustre: violence\n", 'crc-2022:99: unknown field "clustre" [COB102]'),
        ("    position: maybe\n", 'crc-2022:99: "position" cannot be "maybe" [COB104]'),
        ("    responsible: [nobody]\n", "nobody"),
        ("    text: Ask dara@example.org\n", "an e-mail address in a public file: dara@example.org [COB501]"),
        ("    text: >-\n  no\n", "[COB010]"),
    ],
)
def test_an_error_that_the_files_do_not_have_is_told_and_refused(
    root: Path, capsys: pytest.CaptureFixture[str], more: str, told: str
) -> None:
    said = refused(root, with_more(root, more), capsys)
    assert told in said
    assert "nothing was written: the files would have 1 error that they have not now" in said


def test_it_names_the_record_and_how_to_mend_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(root, with_more(root, "    text: Ask dara@example.org\n"), capsys)
    assert f"{CRC}: crc-2022:99: an e-mail address" in said
    assert "take it out" in said


def test_an_error_in_another_file_counts(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = (root / CRC).read_bytes().replace(b"crc-2022:42a", b"crc-2022:43a")
    assert "data/pillars/" in refused(root, {CRC: document}, capsys)


def test_a_file_that_is_not_there_yet_is_read_as_of_its_kind(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(root, {"data/recommendations/new.yaml": b"id: new\ntitle: New\n"}, capsys)
    assert "data/recommendations/new.yaml" in said


def test_errors_that_are_there_already_are_no_reason(root: Path) -> None:
    replace(root, CRC, "    cluster: general-measures\n", "    cluster: no-such\n    text: Ask dara@example.org\n")
    require_no_new_errors(session(root), with_more(root, ""))


def test_the_same_error_once_more_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(root, CRC, "    cluster: general-measures\n", "    text: Ask dara@example.org\n")
    assert "1 error" in refused(root, with_more(root, "    text: Ask dara@example.org\n"), capsys)


def test_of_many_the_first_ten_are_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(root, with_more(root, "".join(f"    key-{number}: 1\n" for number in range(12))), capsys)
    assert said.count("error: ") == 10
    assert "12 errors that they have not now; the first 10 are shown" in said
