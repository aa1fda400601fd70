"""A summary of the treaty body's current documents: each recommendation in a line or two, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views.editions.numbered import NumberedParagraph, Tally, by_cluster, numbered_paragraphs, tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

_SHORT = 40
"""The greatest number of words of an official text that a summary quotes."""


@dataclass(frozen=True)
class Line:
    """What a summary says about a recommendation."""

    paragraph: Paragraph
    text: Text | None
    """The summary of the recommendation, or else its official text if this is short. None if there is neither."""
    is_quoted: bool
    """Whether the text is the official text."""


@dataclass(frozen=True)
class SummarizedParagraph:
    """A numbered paragraph with what it recommends. Lettered items without a line are in `unnamed`."""

    paragraph: NumberedParagraph
    lines: tuple[Line, ...]
    unnamed: tuple[Paragraph, ...]


@dataclass(frozen=True)
class CobsSummary:
    """A summary of the treaty body's current documents."""

    documents: tuple[Document, ...]
    tally: Tally
    urgent: tuple[NumberedParagraph, ...]
    """The paragraphs on which the Committee asks for urgent measures."""
    progress: tuple[Paragraph, ...]
    """The paragraphs in which the Committee welcomes progress, if their content has been entered."""
    clusters: tuple[tuple[str, tuple[SummarizedParagraph, ...]], ...]
    """The titles of the clusters with their paragraphs. The title is "" for paragraphs without a cluster."""
    without_content: Tally
    """The recommendations of which only the number and the subject are known."""
    partly_known: Tally
    """The recommendations that were entered in part only."""


def summarized(workspace: Workspace, paragraphs: Iterable[Paragraph]) -> tuple[SummarizedParagraph, ...]:
    """Return a summary of the recommendations, a numbered paragraph each."""
    made = []
    for numbered in numbered_paragraphs(workspace, paragraphs):
        lines = [_line(paragraph) for paragraph in numbered.recommendations]
        said = tuple(line for line in lines if line.text)
        unnamed = tuple(line.paragraph for line in lines if not line.text and line.paragraph.item)
        made.append(SummarizedParagraph(numbered, said, unnamed))
    return tuple(made)


def cobs_summary(workspace: Workspace, recommendations: Iterable[Paragraph]) -> CobsSummary:
    """Return a summary of the documents that the given recommendations are in."""
    current = list(recommendations)
    ids = {paragraph.document for paragraph in current}
    documents = tuple(document for document in workspace.documents if document.id in ids)
    numbered = numbered_paragraphs(workspace, current)
    made = [paragraph for group in numbered for paragraph in group.recommendations]
    return CobsSummary(
        documents=documents,
        tally=tally(current),
        urgent=tuple(group for group in numbered if group.urgent),
        progress=tuple(
            paragraph
            for document in documents
            for paragraph in document.paragraphs
            if paragraph.kind == "progress" and paragraph.has_content
        ),
        clusters=tuple((title, summarized(workspace, rows)) for title, rows in by_cluster(workspace, current)),
        without_content=tally(paragraph for paragraph in made if not paragraph.has_content),
        partly_known=tally(paragraph for paragraph in made if paragraph.has_content and paragraph.seen != "full"),
    )


def _line(paragraph: Paragraph) -> Line:
    if paragraph.summary:
        return Line(paragraph, paragraph.summary, is_quoted=False)
    is_short = paragraph.text is not None and len(paragraph.text.split()) <= _SHORT
    return Line(paragraph, paragraph.text if is_short else None, is_quoted=is_short)
