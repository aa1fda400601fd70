"""Work per record does not grow with the number of records: it is counted, not timed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.record import fields_by_key
from cobtrack.model.records.pillar import Pillar
from cobtrack.model.references import missing_paragraph_hint
from cobtrack.model.text import suggestions
from cobtrack.model.text.markup import URL
from cobtrack.rules import links, safeguarding
from cobtrack.store.edit.source import SourceFile
from cobtrack.store.load import load
from cobtrack.store.validation import messages
from cobtrack.store.validation.build import build
from cobtrack.views import activities
from cobtrack.views.filters import Filters
from cobtrack.views.recommendations import coverage
from cobtrack.views.selection import Selection
from tests.cli_support import REPOSITORY
from tests.support import at_most, problems
from tests.support import workspace as small_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace

DAY = date(2026, 11, 24)
SETTINGS = load(REPOSITORY).workspace.settings


NAMES = ("activities", "paragraphs", "deadlines", "documents")


class Counted(list[Any]):
    """A list that counts how often it is iterated."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        self.times += 1
        return super().__iter__()


@pytest.fixture
def workspace() -> Workspace:
    """The shipped data, with each document five times, and with lists that count."""
    found = load(REPOSITORY).workspace
    found = replace(found, documents=found.documents * 5)
    for name in NAMES:
        found.__dict__[name] = Counted(getattr(found, name))
    return found


def times(workspace: Workspace) -> list[int]:
    return [getattr(workspace, name).times for name in NAMES]


def test_the_documents_are_not_each_compared_with_all_activities_and_paragraphs(workspace: Workspace) -> None:
    assert len(coverage(workspace)) == len(workspace.documents)
    assert max(times(workspace)) <= 2


def test_a_recommendation_is_filtered_without_looking_through_activities_and_documents(workspace: Workspace) -> None:
    chosen = Filters((("pillar", frozenset("1")), ("mechanism", frozenset({"crc"}))))
    rows = workspace.recommendations
    before = times(workspace)
    found = list(filter(Selection(workspace, DAY, chosen).matches, rows))
    assert max(now - was for now, was in zip(times(workspace), before, strict=True)) <= 2
    assert all(one.document.startswith("crc-") for one in found)


def test_an_activity_is_filtered_without_looking_through_the_deadlines(workspace: Workspace) -> None:
    chosen = Filters((("owner", frozenset({"state"})),))
    rows = activities.states(workspace, DAY)
    before = times(workspace)
    selection = Selection(workspace, DAY, chosen)
    found = [row for row in rows if selection.matches(row.activity)]
    assert 0 < len(found) < len(rows)
    assert max(now - was for now, was in zip(times(workspace), before, strict=True)) <= 2


class Watched:
    """The keys of a model, which count how often they are read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, model: type[Record]) -> Mapping[str, str]:
        self.times += 1
        return fields_by_key(model)


def asked(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often the keys of a model are read for a record with this many unknown keys."""
    watched = Watched()
    monkeypatch.setattr(messages, "fields_by_key", watched)
    shaped = build(Pillar, {"pillar": 1, "title": "One", "categories": []} | {f"k{n}": 1 for n in range(count)}, "")
    assert len(shaped.problems) == count
    return watched.times


def test_an_unknown_key_is_not_compared_with_all_keys_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(80, monkeypatch) <= 4 * asked(20, monkeypatch)
    assert asked(400, monkeypatch) <= 20 * asked(20, monkeypatch)


def test_a_key_below_a_list_is_still_reported_as_part_of_its_last_item() -> None:
    data = {"pillar": 1, "title": "One", "categories": [{"title": "First", "activities": []}], "activities": []}
    (problem,) = build(Pillar, data, "").problems
    assert problem.hint == 'it belongs to the list item above: indent "activities:" like "title:"'


def test_a_missing_paragraph_is_not_searched_for_in_its_document(workspace: Workspace) -> None:
    document = workspace.documents[0]
    assert missing_paragraph_hint(workspace, f"{document.id}:999")
    before = times(workspace)
    looked = replace(workspace, documents=())
    looked.__dict__.update(
        by_id=workspace.by_id,
        ids_by_number=workspace.ids_by_number,
        unseen_by_document=workspace.unseen_by_document,
    )
    assert missing_paragraph_hint(looked, f"{document.id}:999") == missing_paragraph_hint(
        workspace, f"{document.id}:999"
    )
    assert times(workspace) == before


def test_the_comments_of_an_item_are_searched_for_on_its_own_lines() -> None:
    text = "".join(f"- id: item-{number}\n  note: a # comment {number}\n" for number in range(100))
    asked = []

    class Index(dict[int, Any]):
        def get(self, key: int, default: Any = None) -> Any:
            asked.append(key)
            return super().get(key, default)

    file = SourceFile(text)
    file.spans_by_line = Index(file.spans_by_line)
    assert list(file.comments((40,), range(81, 83))) == ["# comment 40"]
    assert asked == [81, 82]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 70_000 + " x@",
        "a." * 35_000 + " ://",
        "Aa " * 25_000 + "(",
        "a" * 70_000 + " ://",
        "(aged 1 " * 10_000,
        "Sokha (13) " * 7_000,
        "012 345 " * 10_000,
        "https://x.org/ 2022-11-30 " * 3_500,
        "Aa, 1 " * 10_000,
        "1 at x dot " * 7_000,
    ],
)
def test_the_rules_on_texts_take_linear_time(text: str) -> None:
    with at_most(seconds=4):
        assert len(list(safeguarding.in_text(text, SETTINGS))) <= 1
        assert len(URL.findall(text)) <= len(text)
        assert len(list(safeguarding.in_file("x", text, SETTINGS))) <= len(text)


def compared(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often two words are compared for this many unknown ids and as many known ones."""
    times = 0

    def count_them(word: str, among: Any, most: int, cutoff: float) -> list[str]:
        nonlocal times
        times += len(among)
        return get_close_matches(word, among, most, cutoff)

    monkeypatch.setattr(suggestions, "get_close_matches", count_them)
    words = suggestions.KnownWords(f"ministry-of-something-{number}" for number in range(count))
    for number in range(count):
        words.closest(f"ministry-of-somethin-{number}")
    return times


def test_an_unknown_id_is_not_compared_with_every_known_id(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compared(2000, monkeypatch) <= 40 * 2000


def test_the_closest_of_many_ids_is_still_found() -> None:
    many = [f"{body}-{kind}-{year}" for body in ("crc", "cat", "ccpr", "cedaw") for kind in ("state-report", "review", "letter")
            for year in range(1990, 2030)]  # fmt: skip
    words = suggestions.KnownWords(many)
    for one in many:
        for slip in (one.replace("report", "rapport"), one.upper(), f"{one}s", one.replace("review", "reveiw")):
            assert words.closest(slip) == [one]


def test_a_very_long_word_is_not_compared() -> None:
    assert suggestions.KnownWords(["a" * 100_000]).closest("a" * 99_999) == []


UNKNOWN = 400
HEAD = "pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n"


def wrong(number: int, lines: str) -> str:
    return f'      - id: "9.{number}"\n        text: A\n        timeframe: 2024\n{lines}'


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ("        responsible: [ministri-{0}]\n", "ministry-{0}"),
        ("        responsible: [Ministri {0}]\n", "ministry-{0}"),
        ("        serves: [ministri-{0}]\n        after: [\"8.{0}\"]\n        recommendations: [crc-1999:{0}]\n", "ministry-{0}"),
    ],
)  # fmt: skip
def test_many_broken_links_build_one_set_of_words_for_each_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, ids: str
) -> None:
    made = []

    class Counted(suggestions.KnownWords):
        def __init__(self, words: Any, also: Any = None) -> None:
            super().__init__(words, also or {})
            made.append(len(self))

    actors = "".join(
        f"  - {{id: {ids.format(n)}, kind: ministry, source: x, name: Ministry {n}}}\n" for n in range(UNKNOWN)
    )
    root = small_workspace(tmp_path, {
        "data/actors.yaml": f"actors:\n  - {{id: crc-cambodia, kind: coalition, source: x, name: CRC}}\n{actors}",
        "data/pillars/9.yaml": HEAD + "".join(wrong(n, lines.format(n)) for n in range(UNKNOWN)),
    })  # fmt: skip
    for module in (suggestions, links):
        monkeypatch.setattr(module, "KnownWords", Counted)
    assert len(problems(root)) >= UNKNOWN
    assert sum(one > 100 for one in made) <= 8
