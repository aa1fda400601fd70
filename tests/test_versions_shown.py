"""The version of the roadmap in documents and on the terminal, and the section with all updates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_support import ask, replace, site_pages, small, visible, words

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "    note: The first version.\n"
SECOND = """\
  - number: 2
    date: 2025-12-01
    note: The mid-term review moved.
    changes:
      - A review was planned for **2025** and moved.
"""
PILLAR = "data/pillars/2-government.yaml"
POSTPONED = "timeframe: 2025?\n        was: [{timeframe: 2024, until: 2025-06-01, why: No funds.}]\n"
MOVED = "Support a mid-term review in 2025 (year TBD): was 2024, now 2025 (year TBD) (1 June 2025). Reason: No funds."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with two versions, and with 2.7 postponed before the second one."""
    root = small(tmp_path)
    replace(root, "data/roadmap.yaml", FIRST, FIRST + SECOND)
    replace(root, PILLAR, "timeframe: 2025?\n", POSTPONED)
    return root


def document(root: Path, name: str, as_of: str = "2026-02-01") -> str:
    return ask(root, "render", name, "-o", "-", as_of=as_of).out


def updates(root: Path, as_of: str = "2026-02-01", audience: str = "public") -> str:
    """Return the visible text of the page with all updates."""
    return visible(site_pages(root, audience, as_of)["changes.html"].partition("<main")[2])


def test_the_roadmap_has_its_version(root: Path) -> None:
    assert "Version 2 (1 December 2025), period 2022 - 2027" in document(root, "roadmap.md")
    assert "<dd>2 (1 December 2025)</dd>" in document(root, "roadmap.html")


@pytest.mark.parametrize("name", ["annual-review.md", "alternative-report.md", "outdated-brief.md"])
def test_other_documents_name_the_version(root: Path, name: str) -> None:
    assert "Status on **1 February 2026**, version 2 of the roadmap (1 December 2025)." in document(root, name)


def test_the_newest_version_comes_first(root: Path) -> None:
    headings = [
        "Since version 2 (1 December 2025) #",
        "Version 2 (1 December 2025) #",
        "Version 1 (30 November 2022) #",
    ]
    text = updates(root)
    assert sorted(headings, key=text.index) == headings


def test_a_version_has_its_note_its_changes_and_what_was_recorded_in_its_time(root: Path) -> None:
    section = updates(root).partition(" Version 2 (1 December 2025) #")[2].partition("Version 1 (30")[0]
    said = [
        "The mid-term review moved.",
        "A review was planned for 2025 and moved.",
        "Dates that moved: 1",
        f"2.7 {MOVED}",
    ]
    assert [section.find(words) >= 0 for words in said] == [True] * 4
    assert sorted(said, key=section.index) == said


def test_a_later_version_is_no_update_of_an_earlier_day(root: Path) -> None:
    text = updates(root, "2025-07-01")
    assert "Since version 1 (30 November 2022)" in text
    assert "Version 2 (1 December 2025)" not in text
    assert "The mid-term review moved." not in text


def test_a_removed_record_is_told(root: Path) -> None:
    removed = "removed:\n  - {id: '2.99', title: Visit, date: 2026-01-10, why: Done by others.}\nmaintainer:"
    replace(root, "data/roadmap.yaml", "maintainer:", removed)
    assert "Visit: removed (10 January 2026). Reason: Done by others." in updates(root)


def test_only_members_see_updates_for_members(root: Path) -> None:
    removed = "removed:\n  - {id: visit, title: Visit, date: 2026-01-10, audience: members}\nmaintainer:"
    replace(root, "data/roadmap.yaml", "maintainer:", removed)
    assert "Visit: removed" not in updates(root)
    assert "Visit: removed" in updates(root, audience="members")


def test_without_a_version_there_is_no_version_line(tmp_path: Path) -> None:
    root = small(tmp_path)
    (root / "data/roadmap.yaml").unlink()
    text = ask(root, "render", "annual-review.md", "-o", "-").out
    assert "of the roadmap (" not in words(text)


def test_what_a_version_says_is_escaped(root: Path) -> None:
    replace(root, "data/roadmap.yaml", "note: The mid-term review moved.", "note: <b>bold</b>")
    assert "&lt;b&gt;bold&lt;/b&gt;" in site_pages(root)["changes.html"]


def test_status_names_the_version(root: Path) -> None:
    result = ask(root, "status")
    assert result.out.splitlines()[0] == "Roadmap (2022-2027), version 2, as of 1 February 2026"
    assert "which is later" not in result.out


def test_status_of_an_earlier_day_says_which_version_was_current(root: Path) -> None:
    text = words(ask(root, "status", as_of="2025-07-01").out)
    assert "on 1 July 2025, version 1 (30 November 2022) was current." in text


def test_show_lists_the_versions_of_the_roadmap(root: Path) -> None:
    lines = [words(line) for line in ask(root, "show", "roadmap").out.splitlines()]
    assert lines[0] == "roadmap Roadmap (2022-2027)"
    assert "version 2 (1 December 2025): The mid-term review moved." in lines
    assert "earlier versions 1 (30 November 2022): The first version." in lines
    assert "maintained by crc-cambodia Child Rights Coalition Cambodia" in lines


def test_show_of_an_earlier_day_says_which_version_was_current(root: Path) -> None:
    text = words(ask(root, "show", "roadmap", as_of="2025-07-01").out)
    assert "on 1 July 2025, version 1 (30 November 2022) was current." in text


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "settings",
            "clusters general-measures: General measures of implementation; violence: Violence against children",
        ),
        ("pillar-2", "categories Reviews: 2.6, 2.7"),
    ],
)
def test_show_takes_the_names_of_records_without_an_id(root: Path, name: str, line: str) -> None:
    result = ask(root, "show", name)
    assert result.code == 0
    assert line in [words(shown) for shown in result.out.splitlines()]
