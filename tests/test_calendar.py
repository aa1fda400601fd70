"""The calendar of deadlines, read by a parser that is not part of cobtrack."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import ics
import pytest

from tests.cli_support import ask, break_one_activity, environment, put, replace, run, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
CRC = "data/reports-due/crc.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def calendar(root: Path, *arguments: str, as_of: str = DAY) -> dict[str, Any]:
    """The events by the id of their deadline."""
    done = ask(root, "export", "deadlines.ics", "-o", "-", *arguments, as_of=as_of)
    assert done.code == 0
    return {event.uid.partition("@")[0]: event for event in ics.Calendar(done.out).events}


def raw(root: Path, as_of: str = DAY) -> str:
    return ask(root, "export", "deadlines.ics", "-o", "-", as_of=as_of).out


def days(event: Any) -> tuple[str, str]:
    """The first and the last day of an event."""
    # Of an all-day event this parser gives the end as the last day's midnight or the next one, by its version.
    assert event.all_day
    return str(event.begin.date()), str((event.begin + event.duration - timedelta(seconds=1)).date())


def test_an_exact_day_is_an_event_on_that_day(root: Path) -> None:
    assert days(calendar(root)["upr-review"]) == ("2024-05-08", "2024-05-08")


def test_a_month_is_an_event_of_all_its_days_that_says_the_day_is_not_known(root: Path) -> None:
    event = calendar(root)["crc-state-report"]
    assert days(event) == ("2027-11-01", "2027-11-30")
    assert event.name == "CRC: Next periodic report (exact day unknown: November 2027)"
    assert event.status == "TENTATIVE"
    assert event.transparent


def test_a_year_to_be_determined_is_an_event_of_that_year(root: Path) -> None:
    event = calendar(root)["crc-children-report"]
    assert days(event) == ("2028-01-01", "2028-12-31")
    assert "2028 (year TBD)" in event.name


@pytest.mark.parametrize(
    ("due", "first", "last"),
    [
        ("{after: crc-state-report, months: 2-3}", "2028-01-01", "2028-02-29"),
        ("{before: crc-state-report}", "2027-11-01", "2027-11-30"),
        ("{after: crc-state-report}", "2027-11-01", "2027-11-30"),
        ("2027-11-13?", "2027-11-01", "2027-11-30"),
        ("2027-11-13~", "2027-11-01", "2027-11-30"),
        ("'[2027-11-20..]'", "2027-11-01", "2027-11-30"),
        ("'[..2027-11-20]'", "2027-11-01", "2027-11-30"),
        ("'[2027-11-13..2027-11-13]'", "2027-11-01", "2027-11-30"),
        ("2027-11-20/..", "2027-11-01", "2027-11-30"),
        ("2027-33", "2027-01-01", "2027-03-31"),
        ("2027/..", "2027-01-01", "2027-12-31"),
    ],
)
def test_an_uncertain_date_never_becomes_a_certain_day(root: Path, due: str, first: str, last: str) -> None:
    replace(root, CRC, "due: 2028?", f"due: {due}")
    event = calendar(root)["crc-children-report"]
    assert days(event) == (first, last)
    assert "exact day unknown" in event.name
    assert event.status == "TENTATIVE"


def relative_to_a_day(root: Path, due: str) -> Any:
    """Return the event of the children's report, relative to a report that was submitted on 20 November 2027."""
    finding = "{date: 2027-11-20, outcome: submitted, certainty: confirmed, source: OHCHR}"
    replace(root, CRC, "due: 2027-11\n", f"due: 2027-11\n    findings:\n      - {finding}\n")
    replace(root, CRC, "due: 2028?\n    certainty: tbd", f"due: {due}")
    return calendar(root, as_of="2027-11-25")["crc-children-report"]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("{after: crc-state-report}", "not before 20 November 2027"),
        ("{before: crc-state-report}", "by 20 November 2027"),
    ],
)
def test_a_day_that_is_only_a_bound_is_never_the_day_of_the_event(root: Path, due: str, said: str) -> None:
    event = relative_to_a_day(root, due)
    assert days(event) == ("2027-11-01", "2027-11-30")
    assert event.name.endswith(f"(exact day unknown: {said})")
    assert event.status == "TENTATIVE"


def test_a_date_without_a_last_day_has_no_reminder(root: Path) -> None:
    assert not relative_to_a_day(root, "{after: crc-state-report}").alarms


def test_known_days_are_not_called_unknown(root: Path) -> None:
    replace(root, CRC, "due: 2028?\n    certainty: tbd", "due: 2028-05-05/2028-05-06\n    certainty: confirmed")
    event = calendar(root)["crc-children-report"]
    assert days(event) == ("2028-05-05", "2028-05-06")
    assert (event.name, event.status) == ("CRC: Children's report", "CONFIRMED")


def test_a_deadline_that_was_met_is_confirmed_and_has_no_reminder(root: Path) -> None:
    event = calendar(root)["upr-stakeholder-submission"]
    assert event.status == "TENTATIVE"
    assert event.name == "UPR: Stakeholders' report (submitted, exact day unknown: October 2023)"
    assert not event.alarms


def test_a_deadline_that_was_met_is_on_the_day_when_it_was_met(root: Path) -> None:
    findings = "due: 2027-11\n    findings:\n      - {date: 2028-01-20, outcome: submitted, source: OHCHR}\n"
    replace(root, CRC, "due: 2027-11\n", findings)
    event = calendar(root, as_of="2028-07-01")["crc-state-report"]
    assert days(event) == ("2028-01-20", "2028-01-20")
    assert event.status == "CONFIRMED"


@pytest.mark.parametrize("sure", ["confirmed", "tentative"])
def test_a_computed_day_is_never_confirmed(root: Path, sure: str) -> None:
    finding = f"{{date: 2028-01-20, outcome: submitted, certainty: {sure}, source: OHCHR}}"
    replace(root, CRC, "due: 2027-11\n", f"due: 2027-11\n    findings:\n      - {finding}\n")
    replace(root, CRC, "due: 2028?\n    certainty: tbd", "due: {after: crc-state-report, months: 3}")
    event = calendar(root, as_of="2028-02-01")["crc-children-report"]
    assert days(event) == ("2028-04-20", "2028-04-20")
    assert event.status == "TENTATIVE"


def test_deadlines_without_a_date_are_left_out_and_counted(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "cerd-review" not in calendar(root)
    done = ask(root, "export", "deadlines.ics", "-o", str(tmp_path_factory.mktemp("o") / "d.ics"), as_of=DAY)
    assert "9 deadlines; 1 without a date left out" in done.err
    assert done.out == ""


def test_reminders_come_at_the_latest_sensible_start_a_month_before_and_a_week_before(root: Path) -> None:
    replace(root, CRC, "due: 2028?", "due: 2028?\n    lead: {months: 9}")
    # At nine in the morning: an all-day event begins at midnight.
    expected = {timedelta(hours=9) - timedelta(number) for number in (275, 30, 7)}
    assert {alarm.trigger for alarm in calendar(root)["crc-children-report"].alarms} == expected


def test_without_a_lead_time_the_first_reminder_is_half_a_year_before(root: Path) -> None:
    triggers = {alarm.trigger for alarm in calendar(root)["crc-children-report"].alarms}
    assert min(triggers) == timedelta(hours=9) - timedelta(183)


def test_uids_stay_and_the_sequence_grows_so_that_programs_update_their_events(root: Path) -> None:
    before, first = calendar(root), raw(root)
    replace(root, CRC, "due: 2027-11\n", "due: 2030-11\n")
    after, second = calendar(root, as_of="2026-12-01"), raw(root, "2026-12-01")
    assert set(before) == set(after)
    assert days(after["crc-state-report"]) == ("2030-11-01", "2030-11-30")

    assert sequence(second) > sequence(first)


def sequence(text: str) -> int:
    return int(text.partition("SEQUENCE:")[2].split()[0])


def test_a_second_calendar_on_the_same_day_has_a_higher_sequence(root: Path) -> None:
    numbers = [
        sequence(ask(root, "export", "deadlines.ics", "-o", "-", *more, as_of=day).out)
        for day, more in [(DAY, []), (DAY, ["--edition", "2"]), (DAY, ["--edition", "100"]), ("2026-11-25", [])]
    ]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("edition", ["0", "101"])
def test_a_day_has_a_hundred_editions(root: Path, edition: str) -> None:
    done = ask(root, "export", "deadlines.ics", "-o", "-", "--edition", edition, as_of=DAY)
    assert (done.code, done.out) == (2, "")
    assert f"1 to 100, not {edition}" in done.err


def test_a_calendar_that_changed_within_a_day_asks_for_an_edition(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def export(*more: str) -> str:
        return ask(root, "export", "deadlines.ics", "-o", str(out), *more, as_of=DAY).err

    out = tmp_path_factory.mktemp("o") / "d.ics"
    assert "--edition" not in export()
    assert "--edition" not in export()
    replace(root, CRC, "due: 2027-11\n", "due: 2030-11\n")
    assert "add --edition 2" in export()
    assert "--edition" not in export("--edition", "2")


def test_the_same_files_and_day_give_the_same_bytes(root: Path) -> None:
    assert raw(root) == raw(root)


def test_each_owner_has_its_own_calendar(root: Path) -> None:
    assert set(calendar(root, "--owner", "children")) == {"crc-children-report"}
    assert "X-WR-CALNAME:Roadmap: deadlines (children)" in ask(
        root, "export", "deadlines.ics", "-o", "-", "--owner", "children", as_of=DAY
    ).out.replace(" (2022-2027)", "")


def test_lines_are_folded_by_octets_and_no_khmer_character_is_split(root: Path) -> None:
    khmer = "របាយការណ៍របស់កុមារជូនគណៈកម្មាធិការសិទ្ធិកុមារ " * 3
    replace(root, CRC, "title: Children's report", f"title: {khmer.strip()}")
    assert ask(root, "export", "deadlines.ics", "-o", str(root / "d.ics"), as_of=DAY).code == 0
    data = (root / "d.ics").read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert khmer.strip() in calendar(root)["crc-children-report"].name


def test_a_title_cannot_inject_an_event(root: Path) -> None:
    evil = 'title: "Report\\nEND:VEVENT\\nBEGIN:VEVENT\\nUID:evil; \\\\, x"'
    replace(root, CRC, "title: Children's report", evil)
    events = calendar(root)
    assert "evil" not in events
    assert raw(root).splitlines().count("BEGIN:VEVENT") == len(events) == 9


@pytest.mark.usefixtures("open_gate")
def test_an_address_that_is_not_a_web_page_is_not_a_link(root: Path) -> None:
    replace(
        root, CRC, "source: Roadmap (2022-2027), version 1, activity 2.7", 'source: "javascript://x.org/%0aalert(1)"'
    )
    assert calendar(root)["crc-mid-term-review"].url is None
    assert str(calendar(root)["upr-review"].url).startswith("https://")


def test_data_with_errors_is_refused_and_nothing_is_written(root: Path) -> None:
    break_one_activity(root)
    before = snapshot(root)
    done = ask(root, "export", "deadlines.ics", "-o", str(root / "d.ics"), as_of=DAY)
    assert done.code == 1
    assert snapshot(root) == before


def test_a_dry_run_writes_nothing(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "export", "deadlines.ics", "-n", "-o", str(root / "d.ics"), as_of=DAY)
    assert (done.code, snapshot(root)) == (0, before)
    assert "Would write" in done.err


def test_the_calendar_is_written_to_the_current_folder_under_its_name(
    root: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(here)
    assert ask(root, "export", "deadlines.ics", as_of=DAY).code == 0
    assert (here / "deadlines.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_an_unknown_export_ends_with_2(root: Path) -> None:
    done = ask(root, "export", "due.ics", as_of=DAY)
    assert (done.code, done.out) == (2, "")
    assert "deadlines.ics" in done.err


def test_without_the_library_the_error_says_what_to_install(root: Path, tmp_path: Path) -> None:
    put(tmp_path, {"absent/icalendar.py": "raise ModuleNotFoundError(name='icalendar')"})
    command = [sys.executable, "-m", "cobtrack", "export", "deadlines.ics", "-C", str(root), "-o", "-"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environment(PYTHONPATH=str(tmp_path / "absent"))
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: the library icalendar is not installed\nhint: install cobtrack again")


def test_the_shipped_calendar_is_read_by_another_parser() -> None:
    from tests.cli_support import REPOSITORY

    assert len(calendar(REPOSITORY)) == 16
    assert run("export", "--help").code == 0


def test_a_meeting_of_several_days_is_confirmed_on_those_days(root: Path) -> None:
    replace(root, "data/reports-due/upr.yaml", "      - date: 2024-05-08\n", "      - date: 2024-05-08/2024-05-09\n")
    event = calendar(root)["upr-review"]
    assert days(event) == ("2024-05-08", "2024-05-09")
    assert (event.name, event.status) == ("UPR: Review in the Working Group (held)", "CONFIRMED")
    assert "Held: 8-9 May 2024." in event.description


def test_what_is_due_is_never_worded_as_done(root: Path) -> None:
    assert "Due from the State: November 2027." in calendar(root)["crc-state-report"].description


@pytest.mark.parametrize("title", ['"a\\\\nb"', '"# H\\n\\nx"', "a;b,c"])
def test_every_title_makes_a_calendar_with_one_name(root: Path, title: str) -> None:
    replace(root, "data/roadmap.yaml", "title: Roadmap (2022-2027)\n", f"title: {title}\n")
    assert len([line for line in raw(root).splitlines() if line.startswith("X-WR-CALNAME")]) == 1


def test_an_address_with_a_line_end_is_not_a_link(root: Path) -> None:
    replace(root, CRC, "    source: CRC/C/KHM/CO/4-6, para. 54\n", '    source: "https://example.org/\\nEVIL:1"\n')
    assert not [line for line in raw(root).splitlines() if line.startswith("EVIL")]
    assert calendar(root)["crc-state-report"].url is None


def test_no_reminder_is_before_the_day_of_the_export(root: Path) -> None:
    events = {day: calendar(root, as_of=day)["crc-follow-up"] for day in ("2025-09-01", "2026-02-01", "2026-05-20")}
    assert [len(event.alarms) for event in events.values()] == [3, 2, 1]


def test_a_deadline_whose_date_was_never_known_only_says_when_it_was_met(root: Path) -> None:
    replace(root, "data/reports-due/upr.yaml", "    due: 2024-05-08\n", "")
    assert calendar(root)["upr-review"].description.startswith("Held: 8 May 2024.")
