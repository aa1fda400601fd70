"""`cobtrack set` keeps the earlier values of plans, and of words that something was written about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.store.load import load
from tests.cli_support import DAY, ask, on_terminal, replace, small
from tests.test_set import CRC, changed, refused, told

if TYPE_CHECKING:
    from pathlib import Path

ASSESSMENT = "assessments+={date: 2025-01-01, voice: un, level: partly, reason: A bill is ready.}"
NEEDS_REASON = "changes, and the earlier value is kept with the reason for the change"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def was(root: Path, name: str) -> list[dict[str, Any]]:
    """Return the earlier values that a record keeps, as plain data."""
    workspace = load(root).workspace
    record: Any = workspace.by_id.get(name) or workspace.records_without_id[name]
    return [entry.model_dump(mode="json", exclude_defaults=True) for entry in record.was]


# Plans


@pytest.mark.parametrize(
    ("record", "field", "old"),
    [
        ("2.9", "timeframe=2023-06", {"timeframe": "2023"}),
        ("crc-follow-up", "due=2026-09", {"due": "2026-06"}),
        ("roadmap", "period=2022/2028", {"period": "2022/2027"}),
    ],
)
def test_a_plan_that_changes_keeps_its_past(root: Path, record: str, field: str, old: dict[str, str]) -> None:
    assert ask(root, "set", record, field, "--why", "The State moved it.").code == 0
    assert was(root, record) == [{**old, "until": DAY, "why": "The State moved it."}]
    assert ask(root, "validate").code == 0


def test_a_plan_does_not_change_without_a_reason(root: Path) -> None:
    error = refused(root, "2.9", "timeframe=2023-06")
    assert f"the timeframe of 2.9 {NEEDS_REASON}" in error
    assert 'give the reason with --why "…", or --correction if the earlier value was a mistake' in error


def test_a_mistake_is_corrected_without_a_reason_and_not_kept(root: Path) -> None:
    assert changed(root, "2.9", "timeframe=2023-06", "--correction") == [
        "-        timeframe: 2023", "+        timeframe: 2023-06",
    ]  # fmt: skip
    assert "a correction keeps neither" in refused(root, "2.9", "timeframe=2024", "--correction", "--why", "x")


def test_a_first_plan_needs_no_reason(root: Path) -> None:
    assert changed(root, "cerd-review", "due=2028") == ["+    due: 2028"]


def test_a_plan_that_is_given_up_keeps_its_past(root: Path) -> None:
    assert NEEDS_REASON in refused(root, "crc-follow-up", "due=")
    ask(root, "set", "crc-follow-up", "due=", "--why", "Not asked for any more.")
    assert was(root, "crc-follow-up")[0]["due"] == "2026-06"


def test_a_part_of_a_plan_keeps_the_whole_plan(root: Path) -> None:
    replace(root, CRC, "    due: 2026-06\n", "    due: {after: crc-state-report, months: 3}\n")
    assert changed(root, "crc-follow-up", "due.months=6", "--why", "Moved.") == [
        "-    due: {after: crc-state-report, months: 3}", "-    certainty: reported",
        "+    due: {after: crc-state-report, months: 6}", "+    certainty: reported",
        "+    was:", "+      - due: {after: crc-state-report, months: 3}", f"+        until: {DAY}",
        "+        why: Moved.",
    ]  # fmt: skip


def test_several_plans_of_one_call_are_one_entry_and_the_next_call_adds_another(root: Path) -> None:
    ask(root, "set", "crc-children-report", "due=2028-06", "certainty=tentative", "title=Report", "--why", "Agreed.")
    ask(root, "set", "crc-children-report", "due=2028-07", "--why", "Moved again.", as_of="2026-03-01")
    assert was(root, "crc-children-report") == [
        {"due": "2028?", "certainty": "tbd", "title": "Children's report", "until": DAY, "why": "Agreed."},
        {"due": "2028-06", "until": "2026-03-01", "why": "Moved again."},
    ]


def test_the_past_stays_in_order(root: Path) -> None:
    ask(root, "set", "2.9", "timeframe=2023-06", "--why", "Moved.")
    done = ask(root, "set", "2.9", "timeframe=2023-07", "--why", "Moved.", as_of="2026-01-31")
    assert "2.9 was changed on 1 February 2026, which is after 31 January 2026" in done.err


def test_the_same_plan_in_other_words_is_no_change(root: Path) -> None:
    assert "Unchanged" in told(root, "crc-follow-up", "due=June 2026")


def test_a_plan_that_is_not_possible_is_refused_before_anybody_is_asked_for_a_reason(root: Path) -> None:
    error = refused(root, "2.9", "timeframe=2040")
    assert "is outside the roadmap's period" in error
    assert "reason" not in error


def test_a_reason_that_nothing_would_keep_is_refused(root: Path) -> None:
    error = refused(root, "2.9", "responsible+=cncc", "--why", "They asked.")
    assert "2.9 has no place for the reason of this change" in error
    assert "if one of these fields changes: timeframe, text, points" in error
    assert "leave it out" in refused(root, "circular-06", "title=x", "--why", "They asked.")


def test_a_person_at_a_terminal_is_asked_for_the_reason(root: Path) -> None:
    command = ["set", "2.9", "timeframe=2023-06", "--root", str(root), "--as-of", DAY]
    screen = on_terminal(*command, typed="The State moved it.\n")
    assert "Why does the timeframe of 2.9 change?" in screen.text
    assert was(root, "2.9")[0]["why"] == "The State moved it."


# Words


@pytest.mark.parametrize(
    ("record", "before", "field"),
    [
        ("2.6", [], "text=Support the government"),
        ("crc-2022:1", [ASSESSMENT], "summary=Other words"),
        ("crc-2022:42", [ASSESSMENT], "heading=Other words"),
    ],
)
def test_words_that_something_was_written_about_are_kept(
    root: Path, record: str, before: list[str], field: str
) -> None:
    for other in before:
        assert ask(root, "set", record, other).code == 0
    old = load(root).workspace.by_id[record].model_dump(mode="json")
    assert ask(root, "set", record, field).code == 0
    name = field.partition("=")[0].partition(".")[0]
    assert was(root, record) == [{name: old[name], "until": DAY}]
    assert ask(root, "validate").code == 0


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        # Nothing was written about these words.
        ("2.10", ["text=Follow the review"]),
        ("crc-2022:1", ["summary=Other words"]),
        ("twg-1", ["name=Group"]),
        # A second language replaces nothing.
        ("2.6", ["text.km=ខ្មែរ"]),
        # A translation of the earlier words is marked as outdated instead.
        ("cncc", ["name.en=Council"]),
        # Only the translation changes.
        ("cncc", ["name.km=ក្រុម"]),
        # White space is not a word.
        ("2.9", ["text=Hand  in the stakeholders' report "]),
        # Other fields have no words.
        ("2.6", ["responsible=cncc"]),
    ],
)  # fmt: skip
def test_other_words_are_not_kept(root: Path, record: str, fields: list[str]) -> None:
    ask(root, "set", "2.9", "progress+={date: 2025-01-01, status: done}")
    assert ask(root, "set", record, *fields).code == 0
    assert was(root, record) == []


def test_words_are_kept_if_a_reason_is_given_and_not_if_they_were_a_mistake(root: Path) -> None:
    ask(root, "set", "2.9", "text=Hand in a report", "--why", "Shorter.")
    assert was(root, "2.9") == [{"text": "Hand in the stakeholders' report", "until": DAY, "why": "Shorter."}]
    ask(root, "set", "2.6", "text=Support the government", "--correction")
    assert was(root, "2.6") == []


def test_a_note_names_what_was_written_about_the_earlier_words(root: Path) -> None:
    ask(root, "set", "crc-2022:42", ASSESSMENT)
    assert "note:" not in told(root, "crc-2022:42", "heading=Violence")
    note = "the assessment of 1 January 2025 (United Nations) was written before the words changed on 1 February 2026"
    shown = told(root, "crc-2022:42", "text=End all violence.", "--why", "A corrigendum.")
    assert f"note: {note}; to confirm that it still holds: cobtrack log crc-2022:42 --still-holds" in shown


def test_a_translation_that_changes_alone_is_kept_if_a_reason_is_given(root: Path) -> None:
    ask(root, "set", "cncc", "name.km=ក្រុម", "--why", "The official name.")
    assert list(was(root, "cncc")[0]) == ["name", "until", "why"]


def test_a_new_translation_changes_no_words(root: Path) -> None:
    ask(root, "set", "2.7", "text.km=ពិនិត្យ", "timeframe=2025", "--why", "Sooner.")
    assert [entry.keys() for entry in was(root, "2.7")] == [{"timeframe", "until", "why"}]


def test_an_official_text_changes_only_with_a_reason_or_as_a_correction(root: Path) -> None:
    assert f"the official text of crc-2022:42 {NEEDS_REASON}" in refused(root, "crc-2022:42", "text=Other words")
    assert ask(root, "set", "crc-2022:42", "text=Other words", "--why", "A corrigendum.").code == 0
    old = "The Committee urges the State party to end violence against children."
    assert was(root, "crc-2022:42") == [{"text": old, "until": DAY, "why": "A corrigendum."}]
    assert ask(root, "set", "crc-2022:42", "text=Right words", "--correction").code == 0
    assert len(was(root, "crc-2022:42")) == 1


def test_an_official_text_is_entered_without_a_reason(root: Path) -> None:
    assert changed(root, "crc-2022:42a", "text=The official words.") == ["+    text: The official words."]
