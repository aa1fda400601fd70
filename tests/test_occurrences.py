"""An activity that recurs every year: each year is reported by itself, and the status follows from all of them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import ask, replace, site_pages, small, visible, words

if TYPE_CHECKING:
    from pathlib import Path

PILLAR = "data/pillars/2-government.yaml"
DAY = "2026-11-26"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = small(tmp_path)
    text = (root / PILLAR).read_text()
    head, tail = text.split("        progress:\n", 1)
    rest = tail.partition('\n      - id: "2.7"')[2]
    text = f'{head}\n      - id: "2.7"{rest}'
    (root / PILLAR).write_text(text.replace("timeframe: 2023/2027\n", "timeframe: 2023/2027\n        recurs: yearly\n"))
    return root


def log(root: Path, *entries: str) -> None:
    """Give activity 2.6 these entries in its log."""
    lines = "".join(f"          - {{{entry}}}\n" for entry in entries)
    replace(root, PILLAR, "        recurs: yearly\n", f"        recurs: yearly\n        progress:\n{lines}")


def activity(root: Path, day: str = DAY) -> dict[str, Any]:
    rows = json.loads(ask(root, "list", "-f", "json", as_of=day).out)["activities"]
    found: dict[str, Any] = next(row for row in rows if row["id"] == "2.6")
    return found


def done(*years: int) -> list[str]:
    return [f"date: {year + 1}-03-01, for: {year}, status: done, evidence: [Minutes]" for year in years]


def test_each_year_has_its_own_status(root: Path) -> None:
    log(root, *done(2023), "date: 2025-02-01, for: 2024, status: postponed", "date: 2026-05-01, status: in-progress")
    assert activity(root)["occurrences"] == [
        {"for": 2023, "status": "done", "state": "closed"},
        {"for": 2024, "status": "postponed", "state": "unconfirmed"},
        {"for": 2025, "status": "not-reported", "state": "overdue"},
        {"for": 2026, "status": "in-progress", "state": "current"},
        {"for": 2027, "status": "not-reported", "state": "upcoming"},
    ]


def test_an_entry_without_a_year_is_about_the_year_of_its_date(root: Path) -> None:
    log(root, "date: 2024-11-02, status: done, evidence: [Minutes]")
    assert [year["status"] for year in activity(root)["occurrences"]][:2] == ["not-reported", "done"]


def test_the_last_entry_about_a_year_is_used(root: Path) -> None:
    log(root, "date: 2023-06-01, status: in-progress", *done(2023))
    assert activity(root)["occurrences"][0]["status"] == "done"
    assert activity(root, "2023-12-31")["occurrences"][0]["status"] == "in-progress"


@pytest.mark.parametrize(
    ("entries", "status", "timing"),
    [
        ([], "not-reported", "overdue"),
        (done(2023), "in-progress", "overdue"),
        (done(2023, 2024, 2025), "in-progress", "current"),
        ([*done(2023, 2024, 2025), "date: 2026-11-01, status: done"], "in-progress", "current"),
        (["date: 2023-11-01, status: cancelled"], "planned", "overdue"),
        (["date: 2023-11-01, status: postponed"], "postponed", "overdue"),
    ],
)
def test_the_status_follows_from_the_years(root: Path, entries: list[str], status: str, timing: str) -> None:
    if entries:
        log(root, *entries)
    row = activity(root)
    assert (row["status"], row["state"]) == (status, timing)


def test_it_is_done_when_every_year_is_done_or_cancelled(root: Path) -> None:
    log(root, *done(2023, 2024), "date: 2025-06-01, status: cancelled", *done(2026, 2027))
    assert activity(root, "2028-06-01")["status"] == "done"
    assert activity(root, "2028-02-01")["status"] == "in-progress"


def test_a_report_after_a_cancelled_year_does_not_take_the_activity_up_again(root: Path) -> None:
    log(root, "date: 2024-01-10, for: 2023, status: cancelled, note: Floods", *done(2024))
    shown = ask(root, "show", "2.6", as_of=DAY).out
    assert "taken up again" not in shown
    assert "2023  cancelled, 10 January 2024" in shown


def test_it_is_cancelled_when_every_year_was_cancelled(root: Path) -> None:
    log(root, *(f"date: {year}-06-01, status: cancelled" for year in range(2023, 2028)))
    assert activity(root, "2028-01-01")["status"] == "cancelled"


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ([], "0 of 3 held, next in 2026"),
        ([*done(2023, 2025), "date: 2026-05-01, status: in-progress"], "2 of 4 held, next in 2027"),
        (
            [*done(2023, 2024), "date: 2026-02-01, for: 2025, status: cancelled"],
            "2 of 3 held, 1 cancelled, next in 2026",
        ),
    ],
)
def test_the_summary_counts_the_years_that_are_over_or_reported(root: Path, entries: list[str], text: str) -> None:
    if entries:
        log(root, *entries)
    assert f"({text}) Support the government" in ask(root, "list", as_of=DAY).out


def test_before_the_first_year_nothing_is_counted(root: Path) -> None:
    assert "(every year, first in 2023)" in ask(root, "list", as_of="2022-06-01").out


def test_all_years_held(root: Path) -> None:
    log(root, *done(2023, 2024, 2025, 2026, 2027))
    assert "(all 5 held)" in ask(root, "list", as_of="2028-06-01").out


def test_without_an_end_the_years_go_on(root: Path) -> None:
    replace(root, PILLAR, "timeframe: 2023/2027\n", "timeframe: 2023/..\n")
    assert [year["for"] for year in activity(root)["occurrences"]] == [2023, 2024, 2025, 2026, 2027]


def test_show_lists_the_years_so_far(root: Path) -> None:
    log(root, *done(2023), "date: 2026-05-01, status: in-progress")
    shown = words(ask(root, "show", "2.6", as_of=DAY).out)
    assert "occurrences 1 of 4 held, next in 2027 2023 held, 1 March 2024 2024 not reported, overdue" in shown
    assert "2026 in progress, 1 May 2026" in shown


def test_the_site_lists_the_years_so_far(root: Path) -> None:
    log(root, *done(2023), "date: 2026-05-01, status: in-progress")
    text = visible(site_pages(root, as_of=DAY)["pillar-2.html"])
    years = "2023 held; 2024 not reported, overdue; 2025 not reported, overdue; 2026 in progress"
    assert f"1 of 4 held, next in 2027: {years}" in text


def test_the_annual_review_names_the_next_year(root: Path) -> None:
    log(root, *done(2023, 2024, 2025), "date: 2026-05-01, status: in-progress")
    assert (
        "| 2027 | Takes place every year: Support" in ask(root, "render", "annual-review.md", "-o", "-", as_of=DAY).out
    )


def test_an_entry_is_shown_with_the_year_that_it_is_about(root: Path) -> None:
    log(root, "date: 2026-03-01, for: 2025, status: done, note: Held., evidence: [Minutes]")
    assert "1 March 2026, for 2025, done, Held. (Minutes)" in words(ask(root, "show", "2.6", as_of=DAY).out)
    review = words(ask(root, "render", "annual-review.md", "-o", "-", as_of=DAY).out)
    for text in (review, visible(site_pages(root, as_of=DAY)["pillar-2.html"])):
        assert "1 March 2026 (for 2025)" in text


def test_the_roadmap_says_how_many_years_were_held(root: Path) -> None:
    log(root, *done(2023), "date: 2026-05-01, status: in-progress")
    for name in ("roadmap.md", "roadmap.html"):
        assert "1 of 4 held, next in 2027" in ask(root, "render", name, "-o", "-", as_of=DAY).out, name


def test_status_counts_an_activity_with_a_missing_year_as_overdue(root: Path) -> None:
    report = json.loads(ask(root, "status", "-f", "json", as_of=DAY).out)["status"]
    assert "2.6" in report["overdue"]
    assert "(0 of 3 held, next in 2026)" in ask(root, "status", "--pillar", "2", as_of=DAY).out


def test_csv_has_every_year(root: Path) -> None:
    log(root, *done(2023))
    rows = csv.DictReader(ask(root, "list", "-f", "csv", as_of=DAY).out.removeprefix("\ufeff").splitlines())
    years = next(row["occurrences"] for row in rows if row["id"] == "activity:2.6")
    assert years.startswith("for: 2023, status: done, state: closed; for: 2024")


def test_the_timeline_and_the_calendar_say_how_many_were_held(root: Path) -> None:
    log(root, *done(2023))
    assert "2.6: 1 of 3 held, next in 2026" in ask(root, "timeline", as_of=DAY).out
    bars = json.loads(ask(root, "timeline", "-f", "json", as_of=DAY).out)["timeline"]
    assert next(bar["recurrence"] for bar in bars if bar["id"] == "2.6") == "1 of 3 held, next in 2026"
    calendar = ask(root, "export", "deadlines.ics", "-o", "-", as_of=DAY).out.replace("\n ", "").replace("\\,", ",")
    assert "next cycle (1 of 3 held, next in 2026)" in calendar
