"""What was written about earlier words of a record is listed until there is something newer or somebody confirms it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli_support import ask, replace, run, site_pages, small, visible, words

if TYPE_CHECKING:
    from pathlib import Path

CRC, PILLAR = "data/recommendations/crc-2022.yaml", "data/pillars/2-government.yaml"
ASSESSMENT = "{{date: {}, voice: {}, level: partly, reason: A draft is ready.}}"
DAY = "2026-02-01"


def paragraph(root: Path, *lines: str, until: str = "2025-06-01", was: str = "text: Stop violence.") -> None:
    """Give paragraph 42, whose text has changed, some fields."""
    text = (root / CRC).read_text()
    added = [f"was: [{{{was}, until: {until}}}]", *lines]
    old = "    text: The Committee urges the State party to end violence against children.\n"
    assert text.count(old) == 1
    (root / CRC).write_text(text.replace(old, old + "".join(f"    {line}\n" for line in added)))


def older(root: Path, identifier: str = "crc-2022:42", day: str = DAY) -> list[str]:
    record = json.loads(ask(root, "show", identifier, "-f", "json", as_of=day).out)["records"][0]
    found: list[str] = record.get("earlier_words", [])
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def test_a_summary_is_older_than_a_text_that_changed(root: Path) -> None:
    paragraph(root, "summary: No more violence.")
    assert older(root) == ["summary"]
    assert older(root, day="2025-05-31") == []


def test_a_summary_that_changed_with_the_text_or_later_is_not_older(root: Path) -> None:
    paragraph(root, "summary: No more violence.", was="text: Stop violence., summary: Less violence.")
    assert older(root) == []


def test_the_latest_assessment_of_each_voice_counts(root: Path) -> None:
    entries = [("2024-01-01", "un"), ("2025-01-01", "civil-society"), ("2025-07-01", "civil-society")]
    paragraph(root, f"assessments: [{', '.join(ASSESSMENT.format(*entry) for entry in entries)}]")
    assert older(root) == ["assessments.1"]


def test_an_assessment_of_the_day_of_the_change_is_not_older(root: Path) -> None:
    paragraph(root, f"assessments: [{ASSESSMENT.format('2025-06-01', 'un')}]")
    assert older(root) == []


@pytest.mark.parametrize(
    ("date", "expected"), [("", ["scores.1"]), ("date: 2025-01-01, ", ["scores.1"]), ("date: 2025-07-01, ", [])]
)
def test_a_score_is_older_unless_its_date_is_later(root: Path, date: str, expected: list[str]) -> None:
    path = root / "cobtrack.yaml"
    path.write_text(
        f"{path.read_text()}criteria: [{{id: urgency, title: Urgency, axis: importance, question: How urgent?}}]\n"
    )
    paragraph(root, f"scores: [{{criterion: urgency, {date}score: 2, reason: Many children}}]")
    assert older(root) == expected


def test_a_translation_is_not_older_because_its_standing_says_so(root: Path) -> None:
    replace(root, PILLAR, "text: Follow the review of the State\n",
            "text: {en: Follow the review, km: តាមដាន}\n        was: [{text: {en: Follow it, km: តាមដាន}, until: 2025-06-01}]\n")  # fmt: skip
    assert older(root, "2.10") == []


def test_validate_warns_and_says_how_to_confirm(root: Path) -> None:
    paragraph(root, "summary: No more violence.")
    shown = words(ask(root, "validate").out + ask(root, "validate").err)
    assert "crc-2022:42: the summary was written before the words changed on 1 June 2025" in shown
    assert "cobtrack log crc-2022:42 --still-holds" in shown


def test_the_filter_lists_the_records(root: Path) -> None:
    paragraph(root, "summary: No more violence.")
    rows = json.loads(ask(root, "list", "recommendations", "--status", "earlier-words", "-f", "json").out)
    assert [row["id"] for row in rows["recommendations"]] == ["crc-2022:42"]


def test_show_says_what_to_review(root: Path) -> None:
    paragraph(root, "summary: No more violence.", f"assessments: [{ASSESSMENT.format('2025-03', 'un')}]")
    expected = (
        "to review the summary and the assessment of March 2025 (United Nations) were written before the words changed"
    )
    assert expected in words(ask(root, "show", "crc-2022:42").out)


def test_only_the_site_of_members_marks_it(root: Path) -> None:
    paragraph(root, "summary: No more violence.")
    texts = {
        audience: visible(site_pages(root, audience)["document-crc-2022.html"]) for audience in ("public", "members")
    }
    sentence = "the summary was written before the words changed on 1 June 2025"
    assert sentence in texts["members"]
    assert sentence not in texts["public"]


def test_log_still_holds_confirms_everything_about_the_earlier_words(root: Path) -> None:
    paragraph(root, "summary: No more violence.", f"assessments: [{ASSESSMENT.format('2025-03', 'un')}]")
    result = ask(root, "log", "crc-2022:42", "--still-holds")
    assert result.code == 0
    assert "the summary and the assessment of March 2025 (United Nations) still hold" in words(result.err)
    assert "was: [{text: Stop violence., until: 2025-06-01, still_holds: 2026-02-01}]" in (root / CRC).read_text()
    assert older(root) == []
    assert older(root, day="2026-01-31") != []
    assert run("undo", "--root", str(root)).code == 0
    assert older(root) != []


def test_a_later_change_has_to_be_confirmed_again(root: Path) -> None:
    paragraph(root, "summary: No more violence.")
    ask(root, "log", "crc-2022:42", "--still-holds")
    replace(root, CRC, "still_holds: 2026-02-01}", "still_holds: 2026-02-01}, {text: End it., until: 2026-02-05}")
    assert older(root, day="2026-02-06") == ["summary"]
    assert ask(root, "log", "crc-2022:42", "--still-holds", as_of="2026-02-06").code == 0
    assert "until: 2026-02-05, still_holds: 2026-02-06}" in (root / CRC).read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["crc-2022:42a", "--still-holds"], "nothing in crc-2022:42a was written about earlier words"),
        (["2.6", "--still-holds", "--status", "done"], "--still-holds cannot be combined with --status"),
        (["2.6", "--still-holds", "--date", "2026-01-01"], "--still-holds cannot be combined with --date"),
    ],
)
def test_what_cannot_be_confirmed_is_refused(root: Path, arguments: list[str], message: str) -> None:
    result = ask(root, "log", *arguments)
    assert result.code == 2
    assert message in result.err
