"""Review procedures: those that ship, and what is wrong with naming them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli_support import bare, replace
from tests.support import line, problems

if TYPE_CHECKING:
    from pathlib import Path

CAT = """\
id: cat
name: Committee against Torture
kind: treaty-body
procedures: [crc-standard]
"""


def test_a_shipped_procedure_of_a_mechanism_that_is_not_there_is_one_problem_where_it_is_named(tmp_path: Path) -> None:
    root = bare(tmp_path, {"data/reports-due/cat.yaml": CAT})
    replace(root, "cobtrack.yaml", "treaty_body: crc", "treaty_body: cat")
    assert [line(root, one) for one in problems(root) if one.severity == "error"] == [
        "data/reports-due/cat.yaml:4:14: error[COB212] crc-standard is a procedure of crc, not of cat",
    ]
