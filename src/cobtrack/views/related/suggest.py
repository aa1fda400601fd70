"""Suggest related records for a recommendation or an activity, for a person to confirm.

Nothing is linked here. A record that is already linked, or that a person has found not related, is left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.markup import plain_text
from cobtrack.views.recommendations import countable, current_documents
from cobtrack.views.related.bm25 import Index, terms, words_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.records.resource import Resource
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

Target = Literal["recommendations", "resources"]
"""The kind of records that are suggested."""
COUNT = 5
"""How many records are suggested for each record."""
MAX_WORDS = 6
"""The greatest number of common words that a suggestion names."""


@dataclass(frozen=True)
class Suggestion:
    """A record that may be related to another."""

    record: Paragraph | Resource
    likeness: float
    """How much the texts are alike, from 0 to 1."""
    words: tuple[str, ...]
    """Common words, with the words first that say most."""


@dataclass(frozen=True)
class Suggestions:
    """The records that may be related to a recommendation or an activity, with the most similar first."""

    subject: Paragraph | Activity
    rows: tuple[Suggestion, ...]


def subjects_without(workspace: Workspace, kind: str, target: Target) -> Sequence[Paragraph | Activity]:
    """Return the activities or the current recommendations that name no record of the kind `target` yet."""
    if kind == "activities":
        return [activity for activity in workspace.activities if not activity.recommendations]
    current = {document.id for document in current_documents(workspace)}
    rows = [row for row in workspace.recommendations if row.document in current]
    return [row for row in countable(rows, workspace.paragraphs) if not _Subject(workspace, row).related(target)]


def suggest(
    workspace: Workspace, subjects: Sequence[Paragraph | Activity], target: Target, count: int = COUNT
) -> list[Suggestions]:
    """Return suggestions for each subject: recommendations of other documents, or texts and tools that help."""
    queries = [_Subject(workspace, subject) for subject in subjects]
    candidates = _candidates(workspace, target)
    wanted = {term for query in queries for term in terms(query.text)}
    index = Index({identifier: text for identifier, (_, text) in candidates.items()}, wanted)
    by_document: dict[str, set[str]] = defaultdict(set)
    for identifier, (record, _) in candidates.items():
        if isinstance(record, Paragraph):
            by_document[record.document].add(identifier)
    results = []
    for query in queries:
        same_document = by_document.get(getattr(query.record, "document", ""), ())
        matches = index.best(query.text, count, query.excluded(target), same_document)
        rows = (
            Suggestion(candidates[key][0], likeness, words_with(candidates[key][1], shared)[:MAX_WORDS])
            for key, likeness, shared in matches
        )
        results.append(Suggestions(query.record, tuple(rows)))
    return results


class _Subject:
    """A record for which others are suggested."""

    def __init__(self, workspace: Workspace, record: Paragraph | Activity) -> None:
        self._workspace, self.record = workspace, record

    @cached_property
    def text(self) -> str:
        if isinstance(self.record, Paragraph):
            return _text_of_paragraph(self._workspace, self.record)
        return _joined(self.record.text, *self.record.points)

    def related(self, target: Target) -> set[str]:
        """Return the ids of the records that are linked with it."""
        record = self.record
        if target == "resources":
            return set(getattr(record, "resources", ()))
        if not isinstance(record, Paragraph):
            return set(record.recommendations)
        linking = self._workspace.linking_paragraphs.get(record.id, ())
        return {*(link.to for link in record.links), *(paragraph.id for paragraph in linking)}

    def excluded(self, target: Target) -> set[str]:
        """Return the ids of the records about which a person has already decided."""
        decided = self.record.not_related
        return self.related(target) | ({*decided.recommendations, *decided.resources} if decided else set())


def _candidates(workspace: Workspace, target: Target) -> dict[str, tuple[Paragraph | Resource, str]]:
    """Return the records that can be suggested, each with its text, keyed by id."""
    if target == "resources":
        return {row.id: (row, _joined(row.title, row.summary)) for row in workspace.resources}
    rows = countable(workspace.recommendations, workspace.paragraphs)
    return {row.id: (row, _text_of_paragraph(workspace, row)) for row in rows if row.has_content}


def _text_of_paragraph(workspace: Workspace, paragraph: Paragraph) -> str:
    """Return the words of a paragraph. A lettered item has those of its whole paragraph too, which introduces it."""
    whole = workspace.by_id.get(f"{paragraph.document}:{paragraph.number}") if paragraph.item else None
    rows = [paragraph, whole] if isinstance(whole, Paragraph) else [paragraph]
    texts: list[Text | None] = [paragraph.heading]
    for row in rows:
        texts += [row.text or row.summary, *(wording.text for wording in row.wordings)]
    return _joined(*texts)


def _joined(*texts: Text | None) -> str:
    """Return texts in all their languages, as one text without markup."""
    return " ".join(plain_text(translation) for text in texts if text for translation in _translations(text))


def _translations(text: Text) -> Iterator[str]:
    yield from text.languages.values() or (str(text),)
