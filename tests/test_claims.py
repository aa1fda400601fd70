"""What cobtrack claims about others: who is late, who has to do what, and on which date that rests."""

from __future__ import annotations

import json
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import parse_edtf
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.shared import DueCertainty
from cobtrack.model.schedule import build_schedule
from cobtrack.model.types import Text
from cobtrack.views.activities import timing_on
from tests.cli_support import REPOSITORY, ask, bare, replace, site_pages, small, visible, words

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-26"
SETTLED = ("confirmed", "reported", None)
UNSETTLED: tuple[DueCertainty, ...] = ("tentative", "tbd", "postponed", "superseded")
CRC = "data/reports-due/crc.yaml"
HEAD = "id: crc\nname: Committee\nacronym: CRC\nkind: treaty-body\nsource: S\ndeadlines:\n"
DUE = (
    "  - {id: crc-report, title: Next report, kind: state-report, owner: state, due: WHEN, source: The letter of May}\n"
)
PILLAR = """\
pillar: 2
title: P
categories:
  - title: C
    activities:
      - id: "2.8"
        text: Support the report
        timeframe: 2025-01/2026-12
        serves: [crc-report]
"""


def deadlines(root: Path, day: str = DAY, what: str = "due") -> dict[str, dict[str, Any]]:
    """All deadlines by id."""
    arguments = ("due", "--all") if what == "due" else ("list", "deadlines")
    rows = json.loads(ask(root, *arguments, "--format", "json", as_of=day).out)["deadlines"]
    return {row["id"]: row for row in rows}


def one(root: Path, when: str, certainty: str | None = None, more: str = "") -> Path:
    """Make a workspace with one deadline of the State, and an activity that serves it."""
    sure = f", certainty: {certainty}" if certainty else ""
    line = DUE.replace("WHEN", f"{when}{sure}{more}")
    return bare(root, {CRC: HEAD + line, "data/pillars/2.yaml": PILLAR})


@pytest.mark.parametrize("certainty", SETTLED)
def test_a_settled_date_that_has_passed_is_overdue(tmp_path: Path, certainty: str | None) -> None:
    assert deadlines(one(tmp_path, "2025-05", certainty))["crc-report"]["state"] == "overdue"


@pytest.mark.parametrize("certainty", UNSETTLED)
def test_a_date_that_is_not_settled_is_unconfirmed_once_it_has_passed(tmp_path: Path, certainty: str) -> None:
    root = one(tmp_path, "2025-05", certainty)
    assert deadlines(root)["crc-report"]["state"] == "unconfirmed"
    assert deadlines(root, "2025-05-31")["crc-report"]["state"] == "due-soon"


@pytest.mark.parametrize("when", ["2025?", "2025~", "2025%", "'2025-05?'", "'[2025-01..2025-06?]'", "2024/2025~"])
@pytest.mark.parametrize("certainty", SETTLED)
def test_a_marked_date_is_unconfirmed_whatever_its_certainty(tmp_path: Path, when: str, certainty: str | None) -> None:
    assert deadlines(one(tmp_path, when, certainty))["crc-report"]["state"] == "unconfirmed"


def test_a_postponed_deadline_is_not_overdue_on_its_old_date(tmp_path: Path) -> None:
    found = ", findings: [{date: 2025-04, outcome: postponed, source: A letter}]"
    assert deadlines(one(tmp_path, "2025-05", "confirmed", found))["crc-report"]["state"] == "unconfirmed"


def test_an_unsettled_date_is_no_duty_even_if_nothing_was_submitted(tmp_path: Path) -> None:
    found = ", findings: [{date: 2025-07, outcome: not-submitted, source: A letter}]"
    assert deadlines(one(tmp_path, "2025-05", "tentative", found))["crc-report"]["state"] == "unconfirmed"


@given(
    st.sampled_from(["2020", "2020-03", "2020-03-05", "2020?", "2020~", "[2020-01..2020-06]", "2019/2020%"]),
    st.sampled_from([*SETTLED, *UNSETTLED]),
    st.sampled_from([*SETTLED, *UNSETTLED]),
    st.sampled_from([{"months": "3"}, {"years": "1", "precision": "year"}, {"days": "10-14"}, {}]),
)
@settings(deadline=None)
def test_a_date_counted_from_one_that_is_not_settled_is_not_settled(
    when: str, its: DueCertainty | None, own: DueCertainty | None, length: Any
) -> None:
    def made(identifier: str, due: Any, certainty: DueCertainty | None) -> Deadline:
        return Deadline(
            id=identifier, title=Text("T"), kind="state-report", owner="state", due=due, certainty=certainty
        )

    anchor = made("a", parse_edtf(when), its)
    counted = made("b", RelativeDate(after="a", **length), own)
    dated = build_schedule([anchor, counted]).resolved
    assert dated["a"].is_settled == (its in SETTLED and not parse_edtf(when).is_uncertain)
    assert dated["b"].is_settled == (dated["a"].is_settled and own in SETTLED)


def test_neither_an_estimate_of_the_coalition_nor_a_date_counted_from_it_is_settled() -> None:
    estimate = Deadline(
        id="a", title=Text("T"), kind="state-report", owner="state", due=parse_edtf("2020"), basis="estimate"
    )
    counted = Deadline(id="b", title=Text("T"), kind="review", owner="un", due=RelativeDate(after="a", months="3"))
    assert not any(one.is_settled for one in build_schedule([estimate, counted]).resolved.values())


@pytest.mark.parametrize(
    ("planned", "status", "word"),
    [
        ("2023", "not-reported", "overdue"), ("2022/2023", "in-progress", "overdue"), ("2023?", "not-reported", "unconfirmed"),
        ("2023~", "planned", "unconfirmed"), ("2022/2023%", "in-progress", "unconfirmed"), ("2023", "postponed", "unconfirmed"),
        ("2023?", "done", "closed"), ("2027?", "not-reported", "upcoming"), ("2026?", "not-reported", "current"),
    ],
)  # fmt: skip
def test_an_activity_is_overdue_only_on_a_settled_date(planned: str, status: str, word: str) -> None:
    assert timing_on(parse_edtf(planned), status, date(2026, 11, 26)) == word


def test_every_command_calls_the_passed_mid_term_review_unconfirmed_and_not_overdue(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / "cobtrack.yaml", tmp_path)
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    # Another activity of the pillar is overdue, because it recurs every year.
    replace(tmp_path, "data/pillars/2-collaboration-with-the-government.yaml", "        recurs: yearly\n", "")
    commands = (
        ["due", "--mechanism", "crc"], ["list", "deadlines", "--mechanism", "crc"], ["show", "crc-mid-term-review", "2.7"],
        ["status", "--pillar", "2"], ["list", "activities", "--pillar", "2"], ["timeline", "--pillar", "2"],
    )  # fmt: skip
    for command in commands:
        text = words(ask(tmp_path, *command, as_of=DAY).out)
        assert "unconfirmed" in text or "not confirmed" in text, command
        assert "overdue" not in text.lower().replace("overdue category", "").replace("overdue what", ""), command
    for text in (ask(tmp_path, *command, "--format", "json", as_of=DAY).out for command in commands[:3:2]):
        assert '"overdue"' not in text
    assert (
        '"crc-mid-term-review"'
        in ask(REPOSITORY, "list", "deadlines", "--status", "unconfirmed", "--format", "json", as_of=DAY).out
    )


@pytest.mark.parametrize("name", ["roadmap.html", "roadmap.md", "annual-review.md"])
def test_no_document_calls_the_mid_term_review_a_duty_of_the_state(name: str) -> None:
    text = words(ask(REPOSITORY, "render", name, "-o", "-", as_of=DAY).out)
    assert "ate passed, not confirmed" in text
    for at, _ in enumerate(text):
        if text.startswith("Mid-term review of the implementation", at):
            near = text[max(at - 120, 0) : at + 400]
            assert "by the State" not in near
            assert "Overdue" not in near


def test_an_overdue_deadline_in_a_document_says_who_set_its_date(tmp_path: Path) -> None:
    root = one(tmp_path, "2025-05", "confirmed")
    for name in ("roadmap.md", "roadmap.html", "annual-review.md"):
        text = words(ask(root, "render", name, "-o", "-", as_of=DAY).out)
        assert "The letter of May" in text, name
    replace(root, CRC, ", source: The letter of May", "")
    for name in ("roadmap.md", "roadmap.html", "annual-review.md"):
        assert "No source is given for the date." in ask(root, "render", name, "-o", "-", as_of=DAY).out, name


def test_a_start_names_the_activity_that_has_to_begin(tmp_path: Path) -> None:
    root = one(tmp_path, "2027-11", "confirmed")
    text = words(ask(root, "render", "annual-review.md", "-o", "-", as_of=DAY).out)
    begin = "| 1 November 2025 (passed) | Begin: Support the report (2.8). It prepares for “Next report”, due November"
    assert begin in text
    assert "| November 2027 | Next report. Source: The letter of May. | The State |" in text
    assert "1 November 2025 12 months ago 2.8 Next report, November 2027" in words(ask(root, "due", as_of=DAY).out)
    assert "2.8 to start by 1 November 2025" in words(ask(root, "show", "crc-report", as_of=DAY).out)
    page = visible(site_pages(root, as_of=DAY)["mechanism-crc.html"])
    assert "preparation has to begin by 1 November 2025: 2.8" in page


@pytest.mark.parametrize(("status", "word"), [("in-progress", "in progress"), ("done", "done")])
def test_an_activity_that_has_begun_is_not_asked_to_begin(tmp_path: Path, status: str, word: str) -> None:
    root = one(tmp_path, "2027-11", "confirmed")
    report = ["--status", status, "--note", "So it is.", "--evidence", "https://example.org/x"]
    assert ask(root, "log", "2.8", *report, as_of=DAY).code == 0
    assert f"1 November 2025 2.8 {word} Next report, November 2027" in words(ask(root, "due", as_of=DAY).out)
    row = deadlines(root)["crc-report"]
    assert (row["begun"], row.get("begin")) == ({"2.8": status}, None)
    assert f"begun 2.8 {word}" in words(ask(root, "show", "crc-report", as_of=DAY).out)
    assert "Begin:" not in ask(root, "render", "annual-review.md", "-o", "-", as_of=DAY).out
    # The day before, nothing was known of it.
    assert deadlines(root, "2026-11-25")["crc-report"]["begin"] == ["2.8"]


def test_of_several_activities_the_longest_that_has_not_begun_counts(tmp_path: Path) -> None:
    root = one(tmp_path, "2027-11", "confirmed")
    log = "        progress: [{date: 2026-01-01, status: in-progress}]\n"
    shorter = PILLAR[PILLAR.index("      - id") :].replace("2.8", "2.9").replace("2025-01/2026-12", "2027-01/2027-03")
    path = root / "data/pillars/2.yaml"
    path.write_text(PILLAR + log + shorter)
    row = deadlines(root)["crc-report"]
    assert (row["start"], row["begin"], row.get("begun")) == ("2027-08-01", ["2.9"], None)


def test_a_cancelled_activity_does_not_have_to_begin(tmp_path: Path) -> None:
    root = one(tmp_path, "2027-11", "confirmed")
    path = root / "data/pillars/2.yaml"
    path.write_text(PILLAR + "        progress: [{date: 2026-01-01, status: cancelled}]\n")
    assert "start" not in deadlines(root)["crc-report"]


def test_a_review_that_was_held_has_its_date_although_none_was_due(tmp_path: Path) -> None:
    held = "  - {id: crc-review, title: The dialogue, kind: review, owner: un, source: S, FOUND}\n".replace(
        "FOUND", "findings: [{date: 2023-02-21, outcome: held, source: S}]"
    )
    root = bare(tmp_path, {CRC: HEAD + held})
    text = visible(site_pages(root, as_of=DAY)["mechanism-crc.html"])
    assert "No due date known" not in text
    assert "21 February 2023" in text
    assert "21 February 2023" in ask(root, "list", "deadlines", as_of=DAY).out


def test_deadlines_are_in_the_order_of_the_dates_that_are_shown(tmp_path: Path) -> None:
    late = DUE.replace("WHEN", "2020, findings: [{date: 2026-05-02, outcome: submitted, source: S}]")
    other = DUE.replace("WHEN", "2024-03, certainty: confirmed").replace("crc-report", "crc-other")
    root = bare(tmp_path, {CRC: HEAD + late + other})
    for command in (["due", "--all"], ["list", "deadlines"]):
        text = ask(root, *command, as_of=DAY).out
        assert text.index("March 2024") < text.index("2 May 2026"), command
    page = visible(site_pages(root, as_of=DAY)["mechanism-crc.html"])
    assert page.index("March 2024") < page.index("2 May 2026") < page.index("was due 2020")


def test_the_small_workspace_has_deadlines_in_every_state(tmp_path: Path) -> None:
    rows = deadlines(small(tmp_path), "2026-02-01", "list")
    states = {one: rows[one]["state"] for one in ("cerd-state-report", "upr-national-report", "crc-mid-term-review")}
    assert states == {
        "cerd-state-report": "overdue", "upr-national-report": "unknown", "crc-mid-term-review": "unconfirmed",
    }  # fmt: skip


TOLD = """\
actors:
  - id: crc-cambodia
    name: The coalition
    kind: coalition
    source: S
    remarks:
      - {text: A booklet was printed., source: The Post, certainty: reported, activities: ["2.8"], date: 2026-06}
"""


def with_remark(root: Path, planned: str = "2025") -> Path:
    """A workspace in which a remark on an organisation names an overdue activity."""
    pillar = PILLAR.replace("2025-01/2026-12", planned).replace("        serves: [crc-report]\n", "")
    return bare(root, {"data/actors.yaml": TOLD, "data/pillars/2.yaml": pillar})


def test_what_was_seen_elsewhere_is_shown_next_to_its_overdue_activity(tmp_path: Path) -> None:
    root = with_remark(tmp_path)
    row = json.loads(ask(root, "list", "--format", "json", as_of=DAY).out)["activities"][0]
    assert row["state"] == "overdue"
    [seen] = row["seen_elsewhere"]
    assert (seen["text"], seen["source"]) == ("A booklet was printed.", ["The Post"])
    assert json.loads(ask(root, "status", "--format", "json", as_of=DAY).out)["status"]["seen_elsewhere"] == ["2.8"]
    screens = {
        "status": ["status"], "pillar": ["status", "--pillar", "2"], "show": ["show", "2.8"], "list": ["list"],
        "md": ["render", "roadmap.md", "-o", "-"], "html": ["render", "roadmap.html", "-o", "-"],
        "review": ["render", "annual-review.md", "-o", "-"],
    }  # fmt: skip
    for name, arguments in screens.items():
        text = words(ask(root, *arguments, as_of=DAY).out).lower()
        assert "seen elsewhere" in text, name
        assert "not confirmed" in text, name
        assert name in {"status", "list"} or "a booklet was printed." in text, name
        assert name not in {"md", "html", "review", "show"} or "the post" in text, name


def test_a_remark_is_not_shown_before_its_date_or_for_a_finished_activity(tmp_path: Path) -> None:
    root = with_remark(tmp_path)
    assert "seen elsewhere" not in ask(root, "list", as_of="2026-05-31").out
    report = ["--status", "done", "--note", "So it is.", "--evidence", "https://example.org/x"]
    assert ask(root, "log", "2.8", *report, as_of=DAY).code == 0
    assert "seen elsewhere" not in ask(root, "list", as_of=DAY).out


def test_a_remark_on_an_unknown_activity_is_an_error(tmp_path: Path) -> None:
    root = with_remark(tmp_path)
    replace(root, "data/actors.yaml", '["2.8"]', '["2.9"]')
    assert "2.9" in ask(root, "validate", "-q", as_of=DAY).out


@pytest.mark.parametrize(("activity", "fact"), [("1.8", "joint advocacy plan"), ("2.6", "held a consultation"),
                                                ("3.5", "booklet were printed in 2023")])  # fmt: skip
def test_the_shipped_remarks_are_shown_next_to_their_activities(activity: str, fact: str) -> None:
    shown = words(ask(REPOSITORY, "show", activity, as_of=DAY).out)
    assert fact in shown.partition("seen elsewhere")[2]
    assert fact in words(ask(REPOSITORY, "render", "roadmap.md", "-o", "-", as_of=DAY).out)


@pytest.mark.parametrize("name", ["roadmap.md", "roadmap.html", "annual-review.md", "alternative-report.md",
                                  "outdated-brief.md", "alternative-report.html"])  # fmt: skip
def test_a_document_for_an_earlier_day_says_which_version_its_text_is_from(tmp_path: Path, name: str) -> None:
    root = small(tmp_path)
    path = root / "data/roadmap.yaml"
    text = path.read_text()
    version = "  - {number: 2, date: 2026-11-30, note: Two dates have moved.}\n"
    path.write_text(text.replace("maintainer:", f"{version}maintainer:", 1))
    note = "The text is from version 2 (30 November 2026), which is later than this date; on {day}, {then}."
    first = note.format(day="1 December 2022", then="version 1 (30 November 2022) was current")
    none = note.format(day="29 November 2022", then="there was no version yet")
    assert first in words(ask(root, "render", name, "-o", "-", as_of="2022-12-01").out)
    assert none in words(ask(root, "render", name, "-o", "-", as_of="2022-11-29").out)
    assert "which is later" not in words(ask(root, "render", name, "-o", "-", as_of="2026-11-30").out)
