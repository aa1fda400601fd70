"""`cobtrack export` refuses an option that does not apply to an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_support import DAY, ask, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["matrix.xlsx", "--owner", "state"],
            "--owner does not apply to matrix.xlsx\nhint: --owner is for dead",
        ),
        (["impact-measures.csv", "--pillar", "99"], "--pillar does not apply to impact-measures.csv"),
        (["deadlines.ics", "--voice", "un"], "--voice is for thematic-list.docx\n"),
        (["matrix.xlsx", "--into", "list.docx"], "--into is for thematic-list.docx\n"),
        (["matrix.xlsx", "--edition", "2"], "--edition is for deadlines.ics\n"),
        (["deadlines.ics", "--dry-run", "-o", "-"], "--dry-run and -o - cannot be combined"),
    ],
)
def test_an_option_that_does_not_apply_is_refused(tmp_path: Path, arguments: list[str], says: str) -> None:
    root = small(tmp_path)
    before = snapshot(root)
    done = ask(root, "export", *arguments, as_of=DAY)
    assert (done.code, done.out, snapshot(root)) == (2, "", before)
    assert says in done.err
