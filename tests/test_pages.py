"""Documents on paper: limits of pages, nothing alone at the foot of a page, and no page that is half empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, ask
from tests.filled import DAY
from tests.printed import Printed, print_page

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser
LINES_PER_PAGE = 56
"""How many lines of the activity tables fit on a page."""
LIMITS = {
    "roadmap": (10, 12), "one-pager": (1, 1), "annual-review": (1, 4), "mid-term-review": (1, 5), "meeting-agenda": (1, 3),
    "state-report-input": (1, 2), "other-reviews": (1, 2), "outdated-brief": (1, 1), "cobs-summary": (1, 3),
    "child-friendly": (1, 3), "key-messages": (1, 1),
}  # fmt: skip
"""The least and the most pages of each document on the shipped data."""
FILLED_LIMITS = {
    "roadmap": (10, 14), "one-pager": (1, 1), "annual-review": (1, 14), "mid-term-review": (1, 16),
    "meeting-agenda": (1, 3), "state-report-input": (1, 13), "other-reviews": (1, 3), "outdated-brief": (1, 4), "cobs-summary": (1, 6),
    "child-friendly": (1, 4), "key-messages": (1, 2),
}  # fmt: skip
"""The same on the filled workspace."""

Prints = dict[str, Printed]


def print_documents(browser: Any, root: Path, folder: Path) -> Prints:
    """Print every document of a workspace, and a summary sheet for each cluster."""
    clusters = load(root).workspace.settings.clusters
    assert ask(root, "render", "-o", str(folder), as_of=DAY).code == 0
    for cluster in clusters:
        done = ask(root, "render", "summary-sheet.html", "--topic", cluster, "-o", str(folder), as_of=DAY)
        assert done.code == 0 or "there is no topic" in done.err, done.err
    return {path.stem: print_page(browser, path) for path in sorted(folder.glob("*.html"))}


@pytest.fixture(scope="session")
def shipped(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Prints:
    """The documents of the shipped data on paper."""
    return print_documents(browser, REPOSITORY, tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="session")
def filled(browser: Any, filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Prints:
    """The documents of the filled workspace on paper."""
    return print_documents(browser, filled_workspace, tmp_path_factory.mktemp("filled"))


@pytest.fixture(params=["shipped", "filled"])
def prints(request: pytest.FixtureRequest) -> Prints:
    found: Prints = request.getfixturevalue(request.param)
    return found


def outside(prints: Prints, limits: dict[str, tuple[int, int]]) -> dict[str, int]:
    """Return the number of pages of each document that has fewer or more pages than it may have."""
    counts = {name: len(prints[name].sheets) for name in limits}
    return {name: count for name, count in counts.items() if not limits[name][0] <= count <= limits[name][1]}


def test_documents_of_the_shipped_data_keep_their_limits(shipped: Prints) -> None:
    assert outside(shipped, LIMITS) == {}


def test_documents_of_a_filled_workspace_keep_their_limits(filled: Prints) -> None:
    assert outside(filled, FILLED_LIMITS) == {}


def test_the_child_friendly_edition_has_no_small_type(prints: Prints) -> None:
    assert min(sheet.smallest_type for sheet in prints["child-friendly"].sheets) >= 14


def test_the_child_friendly_edition_keeps_its_limit_in_khmer(
    browser: Any, filled_workspace: Path, tmp_path: Path
) -> None:
    options = ("--language", "km", "-o", str(tmp_path))
    assert ask(filled_workspace, "render", "child-friendly.html", *options, as_of=DAY).code == 0
    printed = print_page(browser, next(tmp_path.glob("*.html")))
    assert len(printed.sheets) <= 4
    assert min(sheet.smallest_type for sheet in printed.sheets) >= 14


def test_the_roadmap_grows_by_at_most_two_lines_an_activity(shipped: Prints, filled: Prints) -> None:
    activities = len(load(REPOSITORY).workspace.activities)
    growth = sum(len(sheet.lines) for sheet in filled["roadmap"].sheets) - sum(
        len(sheet.lines) for sheet in shipped["roadmap"].sheets
    )
    assert growth <= 2 * activities
    pages = len(filled["roadmap"].sheets) - len(shipped["roadmap"].sheets)
    assert pages * LINES_PER_PAGE <= 2 * activities + LINES_PER_PAGE


def test_every_summary_sheet_has_at_most_two_pages(prints: Prints) -> None:
    sheets = {name: len(printed.sheets) for name, printed in prints.items() if name.startswith("summary-sheet-")}
    assert sheets
    assert {name: count for name, count in sheets.items() if count > 2} == {}


def test_no_heading_and_no_table_head_is_alone_at_the_foot_of_a_page(prints: Prints) -> None:
    assert {name: printed.alone for name, printed in prints.items() if printed.alone} == {}


def test_every_page_but_the_last_is_at_least_half_full(prints: Prints) -> None:
    assert {name: printed.half_empty for name, printed in prints.items() if printed.half_empty} == {}


def test_addresses_are_listed_at_the_end_and_not_in_the_text(shipped: Prints) -> None:
    lines = [line.text for sheet in shipped["roadmap"].sheets for line in sheet.lines]
    start = lines.index("Addresses")
    assert not [text for text in lines[:start] if text.startswith("https")]
    assert len([text for text in lines[start:] if "https" in text]) > 3


def test_a_heading_alone_and_an_empty_page_are_found(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><title>T</title><p>Text</p><h2>A heading with words</h2><p style='break-before: page'>More</p>",
        encoding="utf-8",
    )
    printed = print_page(browser, page)
    assert printed.alone == ["page 1: Aheadingwithwords"]
    assert len(printed.half_empty) == 1
