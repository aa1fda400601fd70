"""Plans that move keep their past: documents and commands show the earlier dates, and what was planned on a day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import SMALL, Result, ask, replace, small

if TYPE_CHECKING:
    from pathlib import Path

PILLAR, CRC, ROADMAP = "data/pillars/2-government.yaml", "data/reports-due/crc.yaml", "data/roadmap.yaml"
MOVED = """\
timeframe: 2026-10
        was:
          - {timeframe: 2025?, until: 2025-11-26, why: The ministry asked for more time.}
          - {timeframe: 2026-03, text: Support a review, until: 2026-01-20}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace in which 2.7, its deadline and the roadmap's period have moved."""
    root = small(tmp_path)
    replace(root, PILLAR, "timeframe: 2025?\n", MOVED)
    due = "due: 2026-10\n    certainty: confirmed\n"
    was = "    was: [{due: 2025?, certainty: tbd, until: 2025-11-26}]\n"
    replace(root, CRC, "due: 2025?\n    certainty: tbd\n", due + was)
    replace(root, ROADMAP, "period: 2022/2027\n", "period: 2022/2028\nwas: [{period: 2022/2027, until: 2026-01-20}]\n")
    return root


def data(result: Result) -> Any:
    return json.loads(result.out)


def record(root: Path, identifier: str, day: str) -> dict[str, Any]:
    found: dict[str, Any] = data(ask(root, "show", identifier, "-f", "json", as_of=day))["records"][0]
    return found


@pytest.mark.parametrize(
    ("day", "timeframe", "changes"),
    [
        ("2025-11-25", "2025?", 0),
        ("2025-11-26", "2026-03", 1),
        ("2026-01-19", "2026-03", 1),
        ("2026-01-20", "2026-10", 2),
    ],
)
def test_an_activity_has_the_timeframe_that_was_planned_on_the_day(
    root: Path, day: str, timeframe: str, changes: int
) -> None:
    activity = record(root, "2.7", day)
    assert activity["timeframe"] == timeframe
    assert len([entry for entry in activity.get("was", []) if "timeframe" in entry]) == changes


def test_the_words_of_a_record_are_the_present_words_on_any_day(root: Path) -> None:
    activity = record(root, "2.7", "2025-01-01")
    assert activity["text"].startswith("Support a mid-term review")
    assert activity["was"] == [{"text": "Support a review", "until": "2026-01-20"}]


def test_a_deadline_has_the_date_and_the_certainty_of_the_day(root: Path) -> None:
    def state(day: str) -> tuple[str, str, str]:
        rows = data(ask(root, "due", "--all", "-f", "json", as_of=day))["deadlines"]
        row = next(row for row in rows if row["id"] == "crc-mid-term-review")
        return row["due"], row["certainty"], row["state"]

    assert state("2025-11-25") == ("2025?", "tbd", "due-soon")
    # The coalition's own estimate is never certain.
    assert state("2025-11-26") == ("2026-10", "tentative", "upcoming")


def test_timing_on_an_earlier_day_follows_the_plan_of_that_day(root: Path) -> None:
    def timing(day: str) -> str:
        rows = data(ask(root, "list", "-f", "json", as_of=day))["activities"]
        return str(next(row["state"] for row in rows if row["id"] == "2.7"))

    assert timing("2025-11-25") == "current"
    assert timing("2026-02-01") == "upcoming"


def test_a_document_for_an_earlier_day_has_the_plan_of_that_day(root: Path) -> None:
    assert "period 2022 - 2027" in ask(root, "render", "roadmap.md", "-o", "-", as_of="2026-01-19").out
    assert "period 2022 - 2028" in ask(root, "render", "roadmap.md", "-o", "-", as_of="2026-01-20").out


def test_the_timeline_of_an_earlier_day_reports_the_contradictions_of_that_day(root: Path) -> None:
    replace(root, PILLAR, "timeframe: 2023/2027\n", "timeframe: 2023/2028\n")
    earlier, later = (ask(root, "timeline", as_of=day).out for day in ("2026-01-19", "2026-01-20"))
    assert "2.6 (2023 - 2028) is outside the roadmap's period" in " ".join(earlier.split())
    assert "outside the roadmap's period" not in " ".join(later.split())


def test_a_workspace_without_later_changes_is_returned_as_it_is() -> None:
    from datetime import date

    from cobtrack.model.scenario import as_planned_on
    from cobtrack.store.load import load

    workspace = load(SMALL).workspace
    assert as_planned_on(workspace, date(2026, 2, 1)) is workspace
