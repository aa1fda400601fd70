"""Ids that were used before: they lead to the renamed record, and no other record may have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cobtrack.model.text.ids import free_slug, next_activity_id
from cobtrack.store import ids
from cobtrack.store.load import load
from tests.cli_support import ask, replace, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

PILLAR = "data/pillars/2-government.yaml"
ROADMAP = "data/roadmap.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in which 2.6 was 1.20 before, crc-2022 was cobs before, and 2.99 was removed."""
    small(tmp_path)
    replace(tmp_path, PILLAR, '- id: "2.6"\n', '- id: "2.6"\n        formerly: ["1.20"]\n')
    replace(tmp_path, "data/recommendations/crc-2022.yaml", "id: crc-2022\n", "id: crc-2022\nformerly: [cobs]\n")
    removed = (
        'removed:\n  - id: "2.99"\n    date: 2026-01-15\n    why: Held by the ministry\n  - {id: gone, date: 2026}\n'
    )
    roadmap = tmp_path / ROADMAP
    roadmap.write_text(roadmap.read_text() + removed)
    return tmp_path


def test_a_former_id_shows_the_record_and_says_its_present_id(root: Path) -> None:
    shown = ask(root, "show", "1.20")
    assert (shown.code, shown.err) == (0, "note: 1.20 is now 2.6\n")
    assert shown.out == ask(root, "show", "2.6").out


def test_the_former_id_of_a_document_leads_to_its_paragraphs_too(root: Path) -> None:
    assert "note: cobs:42a is now crc-2022:42a\n" in ask(root, "show", "cobs:42a").err


def test_the_id_of_a_removed_record_says_when_and_why_it_was_removed(root: Path) -> None:
    shown = ask(root, "show", "2.99")
    assert shown.code == 2
    assert "error: 2.99 was removed (15 January 2026: Held by the ministry)\n" in shown.err
    assert load(root).workspace.what_became_of("gone") == "gone was removed (2026)"


def test_nothing_is_said_about_ids_that_exist_or_never_existed(root: Path) -> None:
    workspace = load(root).workspace
    assert (workspace.what_became_of("2.6"), workspace.what_became_of("2.98")) == ("", "")


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ('["1.20"]', '1.20 is now 2.6: write "2.6"'),
        (
            '["2.99"]',
            "2.99 was removed (15 January 2026: Held by the ministry); delete this entry, or name another record",
        ),
    ],
)
def test_a_link_to_such_an_id_is_an_error_that_says_what_to_write(root: Path, link: str, hint: str) -> None:
    replace(root, PILLAR, '- id: "2.7"\n', f'- id: "2.7"\n        after: {link}\n')
    assert f"= hint: {hint}\n" in ask(root, "validate").out


def test_a_link_in_a_text_to_such_an_id_is_an_error_that_says_what_to_write(root: Path) -> None:
    replace(root, PILLAR, '- id: "2.7"\n', '- id: "2.7"\n        points: ["See [the review](#1.20)"]\n')
    assert '= hint: 1.20 is now 2.6: write "2.6"\n' in ask(root, "validate").out


def test_completion_does_not_offer_removed_ids(root: Path) -> None:
    assert "2.99" not in ids.starting_with(root, "id", "2.9")
    assert "circular-06" in ids.starting_with(root, "id", "circ")


def test_the_next_id_of_an_activity_was_never_used(root: Path) -> None:
    used = load(root).workspace.used_ids
    assert next_activity_id(2, used) == "2.100"
    assert next_activity_id(1, used) == "1.21"
    assert next_activity_id(7, used) == "7.1"


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Annual review, 2026", "annual-review-2026"),
        ("Gone", "gone-2"),
        ("ការពិនិត្យ", ""),
        ("The implementation of the recommendations on violence against children", "the-implementation-of-the-recommendations-on"),
        ("x" * 99, "x" * 50),
    ],
)  # fmt: skip
def test_an_id_is_made_from_the_first_words_of_a_text(root: Path, text: str, identifier: str) -> None:
    assert free_slug(text, load(root).workspace.used_ids) == identifier


@pytest.mark.parametrize(
    "command",
    [
        ("set", "2.7", "timeframe=2028", "--why", "x"),
        ("log", "2.7", "-s", "done"),
        ("postpone", "2.7", "--to", "2028", "--why", "x"),
        ("remove", "2.7"),
    ],
)
def test_a_command_that_writes_refuses_an_id_of_two_records(tmp_path: Path, command: tuple[str, ...]) -> None:
    root = small(tmp_path)
    path = root / "data/pillars/2-government.yaml"
    path.write_text(path.read_text() + '      - {id: "2.7", text: Another, timeframe: 2026}\n')
    before = snapshot(root)
    done = ask(root, *command)
    assert done.code == 2
    assert "2 records have the id 2.7: data/pillars/2-government.yaml:" in done.err
    assert snapshot(root) == before
