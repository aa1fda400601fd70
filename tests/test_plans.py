"""Plans that move keep their past: documents and commands show the earlier dates, and what was planned on a day."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.text.wording import because
from tests.cli_support import DAY, SMALL, Result, ask, on_terminal, replace, site_pages, small, visible, words

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


PLANNED = "planned for 2025 (year TBD); then March 2026, because the ministry asked for more time; now October 2026"


def test_show_lists_each_move_with_day_and_reason(root: Path) -> None:
    shown = words(ask(root, "show", "2.7").out)
    assert (
        "moved 26 November 2025: from 2025 (year TBD) to March 2026, because the ministry asked for more time" in shown
    )
    assert "20 January 2026: from March 2026 to October 2026" in shown
    assert "earlier text “Support a review”, until 20 January 2026" in shown


def site(root: Path, as_of: str = DAY) -> str:
    """Return the visible text of the site."""
    return visible(" ".join(site_pages(root, as_of=as_of).values()))


def test_the_site_says_what_was_planned_and_why_it_moved(root: Path) -> None:
    text = site(root)
    assert f"P{PLANNED[1:]}" in text
    assert "Was due 2025 (year TBD), now October 2026" in text
    assert "t first 2022 - 2027, now 2022 - 2028" in text


def test_the_roadmap_has_the_date_before(root: Path) -> None:
    assert "| October 2026<br>was March 2026 |" in ask(root, "render", "roadmap.md", "-o", "-").out
    page = ask(root, "render", "roadmap.html", "-o", "-").out
    assert 'October 2026 <span class="line timing">was March 2026</span>' in page


def test_the_site_of_an_earlier_day_does_not_know_of_later_moves(root: Path) -> None:
    text = site(root, "2025-12-01")
    assert "Planned for 2025 (year TBD), now March 2026, because the ministry asked for more time" in text
    assert "now October 2026, " not in text
    assert "then March 2026" not in text


def test_the_annual_review_lists_the_plans_that_moved_in_the_year(root: Path) -> None:
    review = ask(root, "render", "annual-review.md", "-o", "-").out
    assert f"- Support a mid-term review in 2025 (year TBD) (2.7): {PLANNED}" in review
    assert "Changes in plans" not in ask(root, "render", "annual-review.md", "-o", "-", as_of="2027-02-01").out


@pytest.mark.parametrize(
    "command", [["list"], ["list", "deadlines"], ["due", "--all"], ["status", "--pillar", "2"]], ids=" ".join
)
def test_tables_show_the_date_before(root: Path, command: list[str]) -> None:
    assert "October 2026, was " in ask(root, *command).out


def test_a_narrow_table_shows_only_the_present_date(root: Path) -> None:
    screen = on_terminal("list", "--root", str(root), "--as-of", DAY, columns=60).text
    assert "Oct 2026" in screen
    assert "was" not in screen


def test_csv_has_the_date_in_edtf(root: Path) -> None:
    rows = list(csv.DictReader(ask(root, "list", "-f", "csv").out.removeprefix("\ufeff").splitlines()))
    assert next(row for row in rows if row["id"] == "activity:2.7")["timeframe"] == "2026-10"


def test_the_timeline_lists_the_plans_that_moved(root: Path) -> None:
    assert f"2.7: {PLANNED}" in words(ask(root, "timeline").out)


def test_the_calendar_says_when_a_deadline_was_due_before(root: Path) -> None:
    calendar = ask(root, "export", "deadlines.ics", "-o", "-").out.replace("\n ", "").replace("\\,", ",")
    assert "Was due 2025 (year TBD), now October 2026." in calendar


def test_a_deadline_that_was_met_is_not_shown_with_its_earlier_date_in_tables(root: Path) -> None:
    replace(root, CRC, "    basis: estimate\n", "    findings: [{date: 2025-12-01, outcome: held, source: News}]\n")
    assert "was 2025" not in ask(root, "list", "deadlines").out


def test_an_activity_that_was_cancelled_says_when_and_why(root: Path) -> None:
    ask(root, "log", "2.7", "-s", "cancelled", "-m", "No budget.", as_of="2026-01-25")
    assert "cancelled on 25 January 2026: No budget." in words(ask(root, "show", "2.7").out)
    assert "cancelled on" not in ask(root, "show", "2.7", as_of="2026-01-24").out.partition("progress")[0]


def test_an_activity_that_was_taken_up_again_says_so(root: Path) -> None:
    ask(root, "log", "2.7", "-s", "cancelled", "-m", "No budget.", as_of="2026-01-25")
    ask(root, "log", "2.7", "-s", "planned", "-m", "There is a budget.", as_of="2026-01-28")
    sentence = "aken up again on 28 January 2026; cancelled on 25 January 2026: No budget."
    assert sentence in words(ask(root, "show", "2.7").out)
    assert sentence in site(root)


def test_an_organisation_is_shown_with_its_former_name(root: Path) -> None:
    path = root / "data/actors.yaml"
    path.write_text(path.read_text() + "    was: [{name: The Old Council, until: 2025-01-01}]\n")
    assert "Formerly The Old Council" in site(root)


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("", ""),
        ("The State moved it.", ", because the State moved it"),
        ("CNCC asked for it", ", because CNCC asked for it"),
        ("Because of elections", ", because of elections"),
        ("It is late. Nobody was free.", ": It is late. Nobody was free."),
        ("a.m. only", ", because a.m. only"),
    ],
)
def test_a_reason_becomes_part_of_the_sentence_without_other_words(reason: str, text: str) -> None:
    assert because("now 2028", reason) == f"now 2028{text}"


def test_a_workspace_without_later_changes_is_returned_as_it_is() -> None:
    from datetime import date

    from cobtrack.model.scenario import as_planned_on
    from cobtrack.store.load import load

    workspace = load(SMALL).workspace
    assert as_planned_on(workspace, date(2026, 2, 1)) is workspace
