"""Cells of CSV files: no text becomes a formula, and numbers stay numbers."""

from __future__ import annotations

import pytest

from cobtrack.cli.output.terminal import Terminal
from cobtrack.model.text.escape import escape_formula


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1+1", "- a point", "@SUM(A1)", "\t=1", "\r=1", "-", "-5%", "-1.", "-.5", "-៥", "-5\n"]
)
def test_a_cell_that_begins_like_a_formula_is_written_as_text(cell: str) -> None:
    assert escape_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "-5.25", "-0", "5", "", "a-b", "2.6", "' =1"])
def test_numbers_and_other_texts_are_unchanged(cell: str) -> None:
    assert escape_formula(cell) == cell


def test_a_negative_number_stays_a_number_in_csv(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().csv(["id", "value"], [["a", "-5"], ["b", "-5.5"], ["c", "-5+1"]])
    assert capsys.readouterr().out == "\ufeffid,value\na,-5\nb,-5.5\nc,'-5+1\n"
