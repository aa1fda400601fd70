"""What is asked of every record looks through no list for each of them: the work is counted, not timed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.markup import URL
from cobtrack.model.pillar import Pillar
from cobtrack.model.record import keys
from cobtrack.model.spelling import missing_paragraph
from cobtrack.rules import safeguarding
from cobtrack.store import fields, reader
from cobtrack.store.comments import by_line, comments
from cobtrack.store.load import load
from cobtrack.store.shape import shape
from cobtrack.views import activities
from cobtrack.views.filters import Filters
from cobtrack.views.recommendations import coverage
from tests.cli_support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace

DAY = date(2026, 11, 24)


NAMES = ("activities", "paragraphs", "deadlines", "documents")


class Counted(list[Any]):
    """A list that knows how often somebody went through it."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        self.times += 1
        return super().__iter__()


@pytest.fixture
def workspace() -> Workspace:
    """The shipped data, each document five times, with lists that count."""
    found = load(REPOSITORY).workspace
    found = replace(found, documents=found.documents * 5)
    for name in NAMES:
        found.__dict__[name] = Counted(getattr(found, name))
    return found


def times(workspace: Workspace) -> list[int]:
    return [getattr(workspace, name).times for name in NAMES]


def test_the_documents_are_not_each_compared_with_all_activities_and_paragraphs(workspace: Workspace) -> None:
    assert len(coverage(workspace)) == 10
    assert max(times(workspace)) <= 2


def test_a_recommendation_is_filtered_without_looking_through_activities_and_documents(workspace: Workspace) -> None:
    chosen = Filters(pillars=frozenset("1"), mechanisms=frozenset({"crc"}))
    rows = workspace.recommendations
    before = times(workspace)
    found = [one for one in rows if chosen.takes_recommendation(workspace, one, DAY)]
    assert max(now - was for now, was in zip(times(workspace), before, strict=True)) <= 2
    assert all(one.document.startswith("crc-") for one in found)


def test_an_activity_is_filtered_without_looking_through_the_deadlines(workspace: Workspace) -> None:
    chosen = Filters(owners=frozenset({"state"}))
    rows = activities.states(workspace, DAY)
    before = times(workspace)
    found = [row for row in rows if chosen.takes_activity(workspace, row)]
    assert 0 < len(found) < len(rows)
    assert max(now - was for now, was in zip(times(workspace), before, strict=True)) <= 2


class Watched:
    """A model's keys, which counts how often they are asked for."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, model: type[Record]) -> Mapping[str, str]:
        self.times += 1
        return keys(model)


def asked(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the keys of a model are asked for where a record has so many that it does not know."""
    watched = Watched()
    monkeypatch.setattr(fields, "keys", watched)
    shaped = shape(Pillar, {"pillar": 1, "title": "One", "categories": []} | {f"k{n}": 1 for n in range(count)}, "")
    assert len(shaped.problems) == count
    return watched.times


def test_an_unknown_key_is_not_compared_with_all_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(80, monkeypatch) <= 4 * asked(20, monkeypatch)
    assert asked(400, monkeypatch) <= 20 * asked(20, monkeypatch)


def test_a_key_below_a_list_is_still_told_to_belong_to_its_last_item() -> None:
    data = {"pillar": 1, "title": "One", "categories": [{"title": "First", "activities": []}], "activities": []}
    (problem,) = shape(Pillar, data, "").problems
    assert problem.hint == "activities: belongs to the item above it: indent it to stand under title:"


def test_a_paragraph_that_is_not_there_is_not_looked_for_in_its_document(workspace: Workspace) -> None:
    document = workspace.documents[0]
    assert missing_paragraph(workspace, f"{document.id}:999")
    before = times(workspace)
    looked = replace(workspace, documents=())
    looked.__dict__.update(by_id=workspace.by_id, numbered=workspace.numbered, declared=workspace.declared)
    assert missing_paragraph(looked, f"{document.id}:999") == missing_paragraph(workspace, f"{document.id}:999")
    assert times(workspace) == before


def test_the_comments_of_an_item_are_looked_for_on_its_own_lines() -> None:
    text = "".join(f"- id: item-{number}\n  note: a # comment {number}\n" for number in range(100))
    lines = text.splitlines(keepends=True)
    asked = []

    class Index(dict[int, Any]):
        def get(self, key: int, default: Any = None) -> Any:
            asked.append(key)
            return super().get(key, default)

    index = Index(by_line(reader.read(text, "", places=True).spans))
    assert list(comments(lines, index, (40,), range(81, 83))) == ["# comment 40"]
    assert asked == [81, 82]


@pytest.mark.parametrize(
    "text",
    ["a" * 200_000 + " x@", "a." * 100_000 + " ://", "Aa " * 70_000 + "(", "a" * 200_000 + " ://", "(aged 1 " * 30_000],
)
def test_no_text_takes_the_rules_on_texts_longer_than_its_length(text: str) -> None:
    # With a pattern that grows by the square this would take minutes.
    assert list(safeguarding.in_text(text)) == []
    assert URL.findall(text) == []
    assert safeguarding.without_contacts(text) == text
