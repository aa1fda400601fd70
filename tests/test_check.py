"""The check before files are written: a change may not add an error to the workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cobtrack.editing.check import require_no_new_errors
from cobtrack.errors import NewErrorsError
from cobtrack.store.load import load
from tests.cli_support import DAY, replace, small, snapshot

CRC = "data/recommendations/crc-2022.yaml"
ACTORS = "data/actors.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "workspace")


def with_more(root: Path, more: str) -> dict[str, bytes]:
    """The document with another paragraph."""
    paragraph = f"  - id: crc-2022:99\n    kind: recommendation\n    summary: Another\n{more}"
    return {CRC: (root / CRC).read_bytes().rstrip(b"\n") + f"\n{paragraph}".encode()}


def check(root: Path, texts: dict[str, bytes]) -> None:
    require_no_new_errors(load(root), texts, date.fromisoformat(DAY))


def refused(root: Path, texts: dict[str, bytes]) -> NewErrorsError:
    """The error with which the texts are refused."""
    with pytest.raises(NewErrorsError) as caught:
        check(root, texts)
    return caught.value


def test_a_change_without_errors_may_be_written_and_no_file_is_touched(root: Path) -> None:
    before = snapshot(root)
    check(root, with_more(root, "    cluster: general-measures\n"))
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("    clustre: violence\n", 'crc-2022:99: unknown field "clustre" [COB102]'),
        ("    position: maybe\n", 'crc-2022:99: "position" cannot be "maybe" [COB104]'),
        ("    responsible: [nobody]\n", "nobody"),
        ("    text: Ask dara@example.org\n", "an e-mail address in a public file: dara@example.org [COB501]"),
        ("    text: >-\n  no\n", "[COB010]"),
    ],
)
def test_a_new_error_is_reported_and_refused(root: Path, more: str, message: str) -> None:
    error = refused(root, with_more(root, more))
    assert message in "\n".join(error.errors)
    assert error.message == "nothing was written: the change would add 1 error"


def test_the_error_names_the_record_and_how_to_fix_it(root: Path) -> None:
    error = refused(root, with_more(root, "    text: Ask dara@example.org\n"))
    assert error.errors[0].startswith(f"{CRC}: crc-2022:99: an e-mail address")
    assert "delete it" in error.hint


def test_a_new_error_in_another_file_counts(root: Path) -> None:
    document = (root / CRC).read_bytes().replace(b"crc-2022:42a", b"crc-2022:43a")
    assert any(text.startswith("data/pillars/") for text in refused(root, {CRC: document}).errors)


def test_a_file_that_does_not_exist_yet_is_read_as_one_of_its_kind(root: Path) -> None:
    error = refused(root, {"data/recommendations/new.yaml": b"id: new\ntitle: New\n"})
    assert error.errors[0].startswith('data/recommendations/new.yaml: "mechanism" is missing')


def test_existing_errors_do_not_prevent_a_change(root: Path) -> None:
    replace(root, CRC, "    cluster: general-measures\n", "    cluster: no-such\n    text: Ask dara@example.org\n")
    check(root, with_more(root, ""))


def test_one_more_of_an_existing_error_is_a_new_error(root: Path) -> None:
    replace(root, CRC, "    cluster: general-measures\n", "    text: Ask dara@example.org\n")
    assert "1 error" in refused(root, with_more(root, "    text: Ask dara@example.org\n")).message


def test_the_first_ten_of_many_new_errors_are_listed(root: Path) -> None:
    error = refused(root, with_more(root, "".join(f"    key-{number}: 1\n" for number in range(12))))
    assert len(error.errors) == 10
    assert error.message == "nothing was written: the change would add 12 errors (the first 10 are listed)"


def test_deleting_a_file_that_others_refer_to_is_refused(root: Path) -> None:
    with pytest.raises(NewErrorsError) as caught:
        require_no_new_errors(load(root), {CRC: None}, date.fromisoformat(DAY))
    assert any("crc-2022:42" in error for error in caught.value.errors)


def test_a_file_that_nothing_refers_to_can_be_deleted(root: Path) -> None:
    more = "id: upr-2029\ntitle: Recommendations\nmechanism: upr\nsource: Us\n"
    (root / "data/recommendations/upr-2029.yaml").write_text(more)
    require_no_new_errors(load(root), {"data/recommendations/upr-2029.yaml": None}, date.fromisoformat(DAY))
