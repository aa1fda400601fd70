"""Who answers for what: the roles of organisations, what they owe, and when they last reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_support import ask, put, small

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-02-01"
FILES = {
    "data/actions/plan.yaml": """\
actions:
  - id: ask-for-a-ban
    title: Ask for a ban
    kind: advocacy
    recommendations: [crc-2031:5]
    responsible: [crc-cambodia]
    supports: [twg-1]
    partners: [twg-2]
    addressed_to: [cncc]
    timeframe: 2026
""",
    "data/recommendations/crc-2031.yaml": """\
id: crc-2031
title: Concluding observations on the seventh report
mechanism: crc
source: OHCHR
paragraphs:
  - {id: crc-2031:5, kind: recommendation, text: "The State should:", responsible: [cncc], supports: [twg-1]}
  - {id: crc-2031:5a, kind: recommendation, text: Prohibit it;}
  - {id: crc-2031:5b, kind: recommendation, text: Raise awareness., supports: [twg-2]}
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put(small(tmp_path / "workspace"), FILES)


def cells(root: Path, *command: str) -> list[list[str]]:
    """Return the cells of the table that a command prints, without the heads."""
    lines = ask(root, *command, as_of=DAY).out.splitlines()[1:]
    return [[cell for cell in line.split("  ") if cell] for line in lines]


def test_the_filter_by_organisation_finds_both_roles_and_names_the_role(root: Path) -> None:
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "crc-cambodia")] == ["lead"]
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "twg-1")] == ["supports"]
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "twg-2")] == ["partners"]
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "cncc")] == ["addressed to"]


def test_lettered_items_inherit_who_supports_them(root: Path) -> None:
    rows = cells(root, "list", "recommendations", "--document", "crc-2031", "--actor", "twg-1")
    assert [(row[0].strip(), row[-2].strip()) for row in rows] == [
        ("crc-2031:5", "supports"),
        ("crc-2031:5a", "supports"),
    ]
    shown = ask(root, "show", "crc-2031:5a", as_of=DAY).out
    assert "with the support of  twg-1, for all of para. 5" in shown
