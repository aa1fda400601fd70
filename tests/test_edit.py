"""Edits by splice: a line is added, and every other byte stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.store import reader
from cobtrack.store.edit import CannotEditError, add_item, scalar
from cobtrack.store.files import CONTROL

FILE = """\
# A comment at the top.
pillar: 1
title: One
categories:
  - title: "First"   # quoted
    activities:
      - id: "1.1"
        text: >-
          Folded text
          on two lines

        timeframe: 2022/2027   # behind the value
        progress:
        - date: 2023-01-01
          status: planned

        - date: 2025-01-01
          status: in-progress
          note: |
            A block.

      # Before the second.
      - id: "1.2"
        text: ខ្មែរ
        timeframe: 2025?
"""
FIRST = ("categories", 0, "activities", 0)
SECOND = ("categories", 0, "activities", 1)
ENTRY = {"date": "2024-05-01", "status": "done", "note": "Held: yes # no", "evidence": ["https://example.org/a"]}


def added(text: str, result: str) -> list[str]:
    """The lines of `result` that are not in `text`, after checking that no other line changed."""
    old, new = text.splitlines(), result.splitlines()
    start = next((number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    length = len(new) - len(old)
    assert old == new[:start] + new[start + length :]
    return new[start : start + length]


def test_an_entry_goes_between_those_before_and_after_it() -> None:
    result = add_item(FILE, FIRST, "progress", 1, ENTRY)
    assert added(FILE, result) == [
        "        - date: 2024-05-01",
        "          status: done",
        '          note: "Held: yes # no"',
        "          evidence:",
        "            - https://example.org/a",
    ]
    dates = [entry["date"] for entry in reader.read(result, "").data["categories"][0]["activities"][0]["progress"]]
    assert dates == ["2023-01-01", "2024-05-01", "2025-01-01"]


def test_an_entry_can_go_first() -> None:
    result = add_item(FILE, FIRST, "progress", 0, ENTRY)
    assert added(FILE, result)[0] == "        - date: 2024-05-01"


def test_an_entry_after_a_block_of_text_does_not_fall_into_it() -> None:
    result = add_item(FILE, FIRST, "progress", 2, ENTRY)
    entries = reader.read(result, "").data["categories"][0]["activities"][0]["progress"]
    assert entries[1]["note"] == "A block.\n"
    assert entries[2]["note"] == ENTRY["note"]


def test_a_log_is_made_where_there_is_none() -> None:
    result = add_item(FILE, SECOND, "progress", 0, {"date": "2026-01-01", "status": "done"})
    assert added(FILE, result) == ["        progress:", "          - date: 2026-01-01", "            status: done"]


def test_a_file_that_does_not_end_with_a_line_end_gets_one_before_the_entry() -> None:
    result = add_item(FILE.rstrip("\n"), SECOND, "progress", 0, {"date": "2026-01-01", "status": "done"})
    assert result.endswith(
        "        timeframe: 2025?\n        progress:\n          - date: 2026-01-01\n            status: done\n"
    )


def test_windows_line_ends_are_kept() -> None:
    result = add_item(FILE.replace("\n", "\r\n"), FIRST, "progress", 2, ENTRY)
    assert result.count("\n") == result.count("\r\n")


def test_a_log_in_brackets_is_refused_with_a_hint() -> None:
    text = FILE.replace("        timeframe: 2025?\n", "        timeframe: 2025?\n        progress: []\n")
    with pytest.raises(CannotEditError, match="brackets"):
        add_item(text, SECOND, "progress", 0, ENTRY)


@given(st.text())
def test_any_text_reads_back_as_itself(text: str) -> None:
    cleaned = CONTROL.sub("", text)
    assert reader.read(f"a: {scalar(cleaned)}\n", "").data == {"a": cleaned}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.integers(0, 2))
def test_any_note_is_added_and_nothing_else_changes(note: str, index: int) -> None:
    note = CONTROL.sub("", note) or "-"
    result = add_item(FILE, FIRST, "progress", index, {"date": "2024-05-01", "status": "done", "note": note})
    data, expected = reader.read(result, "").data, reader.read(FILE, "").data
    entry = {"date": "2024-05-01", "status": "done", "note": note}
    expected["categories"][0]["activities"][0]["progress"].insert(index, entry)
    assert data == expected
