"""What is asked of every record looks through no list for each of them: the work is counted, not timed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.markup import URL
from cobtrack.rules import safeguarding
from cobtrack.store import reader
from cobtrack.store.comments import by_line, comments
from cobtrack.store.load import load
from cobtrack.views import activities
from cobtrack.views.filters import Filters
from cobtrack.views.recommendations import coverage
from tests.cli_support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    assert [one for one in safeguarding.in_text(text) if one.place is None] == []
    assert URL.findall(text) == []
    assert safeguarding.without_contacts(text) == text
