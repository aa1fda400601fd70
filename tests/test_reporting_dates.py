"""The dates that Concluding Observations set: offered as deadlines, and written only if a person agrees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cobtrack.cli.commands.files import import_
from cobtrack.exchange.un.phrase_books import english
from cobtrack.exchange.un.reporting_dates import follow_up_paragraphs, reporting_dates
from cobtrack.store.load import load
from cobtrack.store.transaction import open_transaction
from tests.cli_support import Result, ask, on_terminal, put, replace, small, snapshot
from tests.docx_support import Builder, front

NEWS = (
    "The Committee requests the State Party to provide, within 24 months of the adoption of the present concluding"
    " observations, information on the implementation of the recommendations contained in paragraphs 3 and 4 (a) above."
)
REPORT = "The Committee requests the State Party to submit its sixth periodic report by 31 March 2031."
BY_A_DAY = (
    "the State party is requested to provide, by 27 March 2022, information on the implementation of the recommendations"
    " made in paragraphs 5 (Views), 7 (torture) and 9 (liberty) above."
)
WITHIN_A_YEAR = (
    "requests the State party to provide, within one year of the adoption of the present concluding observations,"
    " information on its implementation of the recommendations contained in paragraphs 17 (a) (health) and 36"
    " (a)\u2013(c) (force)."
)
SEVERAL_REPORTS = (
    "recommends that the State party submit its combined twentieth to twenty-second periodic reports, as a single"
    " document, by 2026, taking into account the guidelines."
)
CYCLE = (
    "In line with the predictable review cycle, the State Party will receive in 2029 the Committee\u2019s list of issues"
    " prior to the submission of the report and will be expected to submit within one year its replies to the list of"
    " issues. The next constructive dialogue with the State Party will take place in 2032 in Geneva."
)


def said(text: str, adopted: str = "2026-02-27") -> list[tuple[str, str, int, str]]:
    return [(one.kind, one.due, one.months, one.title) for one in reporting_dates("9", text, adopted, english())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NEWS, [("follow-up-report", "2028-02-27", 0, "Information on paragraphs 3 and 4 (a)")]),
        (
            BY_A_DAY,
            [("follow-up-report", "2022-03-27", 0, "Information on paragraphs 5, 7 and 9")],
        ),
        (
            WITHIN_A_YEAR,
            [("follow-up-report", "2027-02-27", 0, "Information on paragraphs 17 (a), 36 (a), 36 (b) and 36 (c)")],
        ),
        (REPORT, [("state-report", "2031-03-31", 0, "Sixth periodic report")]),
        (
            SEVERAL_REPORTS,
            [("state-report", "2026", 0, "Combined twentieth to twenty-second periodic reports")],
        ),
        (
            "The Committee requests its tenth periodic report, which is due in July 2022.",
            [("state-report", "2022-07", 0, "Tenth periodic report")],
        ),
        (
            CYCLE,
            [
                ("list-of-issues", "2029", 0, "List of issues"),
                ("list-of-issues-reply", "", 12, "Replies to the list of issues"),
                ("review", "2032", 0, "Constructive dialogue"),
            ],
        ),
        ("The Committee will establish and communicate the due date of the eighth periodic report.", []),
        ("The Committee recommends that schools be built by 2030, as in paragraph 4.", []),
    ],
)
def test_a_paragraph_sets_the_date_of_a_report(text: str, found: list[tuple[str, str, int, str]]) -> None:
    assert said(text) == found

    assert [one[:3] for one in said(text.replace("State Party", "state party"))] == [one[:3] for one in found]


def test_a_date_that_the_body_counted_itself_is_used() -> None:
    text = NEWS.replace(
        "within 24 months of the adoption of the present concluding observations",
        "within two years, that is, by 1 May 2028",
    )
    assert [due for _, due, *_ in said(text)] == ["2028-05-01"]


def test_the_paragraphs_can_be_in_brackets_and_can_be_a_single_one() -> None:
    text = (
        "The Committee requests the State Party to provide, by 22 November 2028, information on follow-up to the"
        " Committee\u2019s recommendations on legal safeguards (see para. 7 (a) above)."
    )
    assert follow_up_paragraphs(text) == [("7", "a")]
    assert [one.title for one in reporting_dates("40", text, "", english())] == ["Information on paragraph 7 (a)"]


def test_a_month_that_has_no_such_day_ends_earlier() -> None:
    assert said(NEWS.replace("24 months", "eighteen months"), "2026-08-31")[0][1] == "2028-02-29"


def test_without_the_day_of_adoption_no_date_is_invented() -> None:
    assert said(NEWS, "")[0][1:3] == ("", 0)


def test_the_paragraphs_for_follow_up_are_read() -> None:
    assert follow_up_paragraphs(f"As in paragraph 44 it was. {NEWS}") == [("3", ""), ("4", "a")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "workspace")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = Builder()
    front(
        made,
        "CCPR/C/KHM/CO/4",
        "Concluding observations on the fourth periodic report of an invented State*",
        "3 March 2026",
    )
    made.section("A", "Introduction")
    made.paragraph("The Committee adopted the present concluding observations at its meeting held on 27 February 2026.")
    made.section("C", "Principal matters of concern and recommendations")
    made.paragraph("The Committee is concerned.")
    made.paragraph("The State Party should act.")
    made.paragraph("The State Party should:", "Build;", "Repair.")
    made.section("D", "Dissemination and follow-up")
    made.paragraph(NEWS)
    made.paragraph(CYCLE)
    made.save(tmp_path / "cobs.docx")
    return tmp_path / "cobs.docx"


def imported(root: Path, file: Path, *options: str) -> Result:
    done = ask(root, "import", str(file), *options)
    assert done.code == 0, done.err
    return done


def deadlines(root: Path) -> dict[str, Any]:
    loaded = load(root)
    assert not loaded.problems
    return {one.id: one for there in loaded.workspace.mechanisms if there.id == "ccpr" for one in there.deadlines}


def test_dates_are_offered_and_not_written_unless_a_person_says_so(root: Path, file: Path) -> None:
    shown = imported(root, file)
    assert "4 deadlines set by the document, not added" in shown.out
    assert "ccpr-follow-up-2028: Information on paragraphs 3 and 4 (a), due 2028-02-27" in " ".join(shown.out.split())
    imported(root, file, "--write")
    assert deadlines(root) == {}


def test_with_the_option_they_are_deadlines_of_the_body(root: Path, file: Path) -> None:
    imported(root, file, "--write", "--with-deadlines")
    found = deadlines(root)
    assert {key: (one.kind, one.owner, str(one.certainty), one.basis) for key, one in found.items()} == {
        "ccpr-follow-up-2028": ("follow-up-report", "state", "confirmed", "cob-paragraph"),
        "ccpr-list-of-issues-2029": ("list-of-issues", "un", "confirmed", "cob-paragraph"),
        "ccpr-replies-2029": ("list-of-issues-reply", "state", "confirmed", "cob-paragraph"),
        "ccpr-dialogue-2032": ("review", "un", "confirmed", "cob-paragraph"),
    }
    assert found["ccpr-replies-2029"].anchor_id == "ccpr-list-of-issues-2029"
    assert found["ccpr-follow-up-2028"].source == ("CCPR/C/KHM/CO/4, para. 5",)


def test_the_paragraphs_are_marked(root: Path, file: Path) -> None:
    imported(root, file, "--write")
    found = load(root).workspace.by_id
    marked = [key for key, one in found.items() if getattr(one, "follow_up", False)]
    assert marked == ["ccpr-2026:3", "ccpr-2026:4a"]


def test_an_existing_deadline_is_not_offered_again(root: Path, file: Path) -> None:
    imported(root, file, "--write", "--with-deadlines")
    before = snapshot(root)
    again = imported(root, file, "--write", "--with-deadlines")
    assert "dates that the document sets" not in again.out
    assert snapshot(root) == before


def test_a_deadline_of_the_same_kind_and_date_is_the_same(root: Path, file: Path) -> None:
    body = "id: ccpr\nname: Human Rights Committee\nacronym: CCPR\nkind: treaty-body\ndeadlines:\n"
    mine = "  - {id: mine, title: News, kind: follow-up-report, owner: state, due: 2028-02}\n"
    put(root, {"data/reports-due/ccpr.yaml": body + mine})
    imported(root, file, "--write", "--with-deadlines")
    assert [key for key, one in deadlines(root).items() if one.kind == "follow-up-report"] == ["mine"]
    replace(root, "data/reports-due/ccpr.yaml", "2028-02", "2024-02")
    imported(root, file, "--write", "--with-deadlines")
    assert len([key for key, one in deadlines(root).items() if one.kind == "follow-up-report"]) == 2


def test_json_says_whether_the_deadlines_were_written(root: Path, file: Path) -> None:
    shown = json.loads(imported(root, file, "--format", "json").out)["import"]["deadlines"]
    assert [(one["id"], one["written"]) for one in shown][:1] == [("ccpr-follow-up-2028", False)]
    done = json.loads(imported(root, file, "--write", "--with-deadlines", "--format", "json").out)["import"][
        "deadlines"
    ]
    assert {one["written"] for one in done} == {True}


def test_no_other_command_waits_while_a_person_is_asked(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*_: object, **__: object) -> bool:
        with open_transaction(root):
            return True

    monkeypatch.chdir(root)
    monkeypatch.setattr("cobtrack.cli.output.ask.can_ask", lambda _: True)
    monkeypatch.setattr("cobtrack.cli.output.ask.confirm", answer)
    import_.import_([str(file)], write=True)
    assert "ccpr-dialogue-2032" in deadlines(root)


def test_at_a_terminal_dates_are_asked_for_and_written_on_yes(root: Path, file: Path) -> None:
    shown = on_terminal("import", str(file), "--write", "-C", str(root), typed="n\n")
    assert (shown.code, deadlines(root)) == (0, {})
    assert "Add these deadlines?" in shown.text
    ask(root, "undo")
    assert on_terminal("import", str(file), "--write", "-C", str(root), typed="y\n").code == 0
    assert len(deadlines(root)) == 4
