"""Recommendations, arranged by cluster and by the numbered paragraph that they are in, and how to cite several."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import in_digits, pgettext
from cobtrack.model.records.document import Paragraph, cite_numbers, cite_within
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.records.document import Document
    from cobtrack.model.workspace import Workspace

_SIMPLE_ITEM = re.compile("[a-z]")
_MIN_RANGE = 3
"""The smallest number of neighbouring items that are cited as a range, such as (a) to (c)."""


@dataclass(frozen=True)
class NumberedParagraph:
    """A numbered paragraph of a document with what it recommends: the paragraph itself, or its lettered items."""

    document: Document
    label: str
    """The citation of the paragraph within its document, such as `para. 42`."""
    heading: str
    """The heading of the paragraph; "" if there is none, or if the label already has its words."""
    urgent: bool
    """Whether the Committee asks for urgent measures on everything in the paragraph."""
    recommendations: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Tally:
    """A number of recommendations, and the number of numbered paragraphs that they are in."""

    recommendations: int
    paragraphs: int


def by_number(paragraphs: Iterable[Paragraph]) -> list[list[Paragraph]]:
    """Return each whole paragraph together with its lettered items, sorted by document and number."""
    groups: dict[tuple[str, str], list[Paragraph]] = defaultdict(list)
    for paragraph in sorted(paragraphs, key=lambda paragraph: natural_key(paragraph.id)):
        groups[paragraph.document, paragraph.number or paragraph.id].append(paragraph)
    return list(groups.values())


def recommended(group: Iterable[Paragraph]) -> list[Paragraph]:
    """Return what is recommended in a paragraph: its lettered items if there are any, or else the paragraph itself."""
    found = list(group)
    return [paragraph for paragraph in found if paragraph.item] or found


def tally(paragraphs: Iterable[Paragraph]) -> Tally:
    """Count recommendations. A paragraph that only introduces lettered items is not counted besides its items."""
    groups = by_number(paragraphs)
    return Tally(sum(len(recommended(group)) for group in groups), len(groups))


def numbered_paragraphs(workspace: Workspace, paragraphs: Iterable[Paragraph]) -> tuple[NumberedParagraph, ...]:
    """Return the numbered paragraphs that the given paragraphs and lettered items belong to."""
    return tuple(filter(None, (_numbered(workspace, group) for group in by_number(paragraphs))))


def by_cluster(workspace: Workspace, paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, list[Paragraph]]]:
    """Yield pairs of a cluster's title and the paragraphs in this cluster, in the order of the settings.

    Paragraphs without a cluster come last, with the title "".
    """
    titles = workspace.settings.clusters
    groups: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        groups[paragraph.cluster].append(paragraph)
    for name in [*titles, *(name for name in groups if name and name not in titles), ""]:
        if name in groups:
            yield titles.get(name, name), groups[name]


def cite_together(workspace: Workspace, paragraphs: Iterable[Paragraph], within: str = "") -> str:
    """Return the citation of several paragraphs, such as `paras. 26, 28 (a) and (b) and 30`.

    The names of the documents are included, except for the document with the id `within`.
    """
    by_document: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        by_document[paragraph.document].append(paragraph)
    parts = []
    for identifier, rows in by_document.items():
        document = workspace.document_of(rows[0])
        parts.append(cite_within(document, _cite(rows)) if document and identifier != within else _cite(rows))
    return join(parts, ";")


def _numbered(workspace: Workspace, group: list[Paragraph]) -> NumberedParagraph | None:
    first = group[0]
    document = workspace.document_of(first)
    if document is None:
        return None
    whole = workspace.by_id.get(first.inherited.id) if first.inherited else None
    named = [*group, *([whole] if isinstance(whole, Paragraph) else [])]
    headings = (paragraph.heading for paragraph in named if paragraph.heading)
    return NumberedParagraph(
        document,
        cite_numbers([in_digits(first.number)]) if first.number else first.label,
        next(headings, "") if first.number else "",
        all(paragraph.urgent for paragraph in group),
        tuple(recommended(group)),
    )


def _cite(paragraphs: list[Paragraph]) -> str:
    numbered = [paragraph for paragraph in paragraphs if paragraph.number]
    citations = [_cite_number(group) for group in by_number(numbered)]
    numbers = [cite_numbers(citations)] if citations else []
    return join([*numbers, *(paragraph.label for paragraph in paragraphs if not paragraph.number)])


def _cite_number(group: list[Paragraph]) -> str:
    """Return the number of a paragraph with its items that are cited: `28 (a) and (c)`. A whole paragraph is `28`."""
    number, items = in_digits(group[0].number), [paragraph.item for paragraph in group]
    if not all(items):
        return number
    is_run = len(items) >= _MIN_RANGE and all(
        _SIMPLE_ITEM.fullmatch(item) and _SIMPLE_ITEM.fullmatch(after) and ord(item) + 1 == ord(after)
        for item, after in pairwise(items)
    )
    if is_run:
        first, last = f"({items[0]})", f"({items[-1]})"
        return pgettext("citation", "%(number)s %(first)s to %(last)s", number=number, first=first, last=last)
    return f"{number} {join(list(dict.fromkeys(paragraph.item_label for paragraph in group)))}"
