"""The content of a summary sheet: a topic on two pages, for a ministry or a working group.

A sheet has the same four parts for every topic. Each part has a greatest number of entries, and counts the others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views.activities import CLOSED, action_state
from cobtrack.views.assessments import LEVELS, NOT_ASSESSED, VOICES
from cobtrack.views.editions.accounts import Account, accounts
from cobtrack.views.editions.cobs_summary import SummarizedParagraph, summarized
from cobtrack.views.editions.numbered import Tally, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from cobtrack.model.records.document import Assessment, Document, Paragraph
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.topics import Topic

_MAX_PARAGRAPHS = 20
"""The greatest number of numbered paragraphs."""
_MAX_WORDS = 320
"""If the recommendations have more words, the sheet names only the subject of each numbered paragraph."""
_MAX_STATEMENTS = 1
"""The greatest number of statements by each voice."""
_MAX_DEADLINES = 2
_MAX_NEXT = 3
"""The greatest number of activities, and of actions."""
_MAX_ASKED = 5
"""The greatest number of things that the State is asked to do."""


@dataclass(frozen=True)
class Statement:
    """An assessment of a recommendation, with the reason that the voice gives."""

    paragraph: Paragraph
    assessment: Assessment


@dataclass(frozen=True)
class SaidByVoice:
    """What a voice says about the topic."""

    voice: str
    statements: tuple[Statement, ...]
    """The statements on the most important recommendations."""
    more: int
    """The number of further recommendations that the voice assessed."""


@dataclass(frozen=True)
class Asked:
    """Something that voices ask the State to do about a recommendation."""

    paragraph: Paragraph
    text: Text
    voices: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """Records of a list that has a greatest length, and the number of the others."""

    rows: tuple[ActivityState | ActionState | DeadlineState | Asked, ...]
    more: int


@dataclass(frozen=True)
class SummarySheet:
    """The content of a summary sheet."""

    title: str
    documents: tuple[Document, ...]
    """The documents whose recommendations on the topic the sheet has in full."""
    tally: Tally
    paragraphs: tuple[SummarizedParagraph, ...]
    more: int
    """The number of further paragraphs."""
    is_brief: bool
    """Whether the sheet names only the subject of each paragraph, because the recommendations have many words."""
    elsewhere: tuple[tuple[Document, Tally], ...]
    """Other documents with recommendations on the topic, or linked with those above, and the numbers of these."""
    outdated: tuple[Paragraph, ...]
    voices: tuple[SaidByVoice, ...]
    levels: dict[str, dict[str, tuple[Paragraph, ...]]]
    """The recommendations at each level, keyed by level and then by voice. Levels without any are left out."""
    deadlines: Listed
    activities: Listed
    actions: Listed
    asked: Listed


def summary_sheet(  # noqa: PLR0913, PLR0917
    workspace: Workspace,
    as_of: date,
    topic: Topic,
    current: Iterable[Paragraph],
    activity_states: Mapping[str, ActivityState],
    coming: Iterable[DeadlineState],
) -> SummarySheet:
    """Return the content of the summary sheet about a topic.

    `current` are the treaty body's current recommendations, with the most important first. The sheet is about those
    that belong to the topic, or about all recommendations on the topic if no current one does. `coming` are the next
    deadlines, with the earliest first.
    """
    ids = {paragraph.id for paragraph in topic.paragraphs}
    main = [paragraph for paragraph in current if paragraph.id in ids] or list(topic.paragraphs)
    main_ids = {paragraph.id for paragraph in main}
    applying = [paragraph for paragraph in main if not paragraph.outdated]
    rank = {paragraph.id: place for place, paragraph in enumerate(main)}
    rows = sorted(accounts(applying, as_of), key=lambda row: rank[row.paragraph.id])
    count, paragraphs = tally(main), summarized(workspace, main)
    voices = tuple(filter(None, (_said(voice, rows) for voice in VOICES)))
    return SummarySheet(
        title=topic.title,
        documents=_documents(workspace, main),
        tally=count,
        paragraphs=paragraphs[:_MAX_PARAGRAPHS],
        more=len(paragraphs[_MAX_PARAGRAPHS:]),
        is_brief=_word_count(paragraphs) > _MAX_WORDS,
        elsewhere=_elsewhere(workspace, topic, main),
        outdated=tuple(paragraph for paragraph in main if paragraph.outdated),
        voices=voices,
        levels=_levels(rows, [said.voice for said in voices]),
        deadlines=_listed(
            (row for row in coming if row.mechanism.id == workspace.settings.treaty_body), _MAX_DEADLINES
        ),
        activities=_listed(_open_activities(main_ids, activity_states), _MAX_NEXT),
        actions=_listed(_open_actions(workspace, main_ids, as_of), _MAX_NEXT),
        asked=_listed(_asked(rows), _MAX_ASKED),
    )


def _documents(workspace: Workspace, paragraphs: Iterable[Paragraph]) -> tuple[Document, ...]:
    ids = {paragraph.document for paragraph in paragraphs}
    found = (document for document in workspace.documents if document.id in ids)
    return tuple(sorted(found, key=lambda document: (document.sorting_day, document.id), reverse=True))


def _word_count(paragraphs: Iterable[SummarizedParagraph]) -> int:
    return sum(len(str(line.text).split()) for paragraph in paragraphs for line in paragraph.lines)


def _elsewhere(workspace: Workspace, topic: Topic, main: list[Paragraph]) -> tuple[tuple[Document, Tally], ...]:
    """Return the other documents with recommendations that belong to the topic or are linked with those in `main`."""
    documents = {paragraph.document for paragraph in main}
    ids = {paragraph.id for paragraph in topic.paragraphs}
    ids |= {link.to for paragraph in main for link in paragraph.links}
    ids |= {other.id for paragraph in main for other in workspace.linking_paragraphs.get(paragraph.id, ())}
    others = [row for row in workspace.recommendations if row.id in ids and row.document not in documents]
    return tuple(
        (document, tally(other for other in others if other.document == document.id))
        for document in _documents(workspace, others)
    )


def _said(voice: str, rows: Iterable[Account]) -> SaidByVoice | None:
    own = [Statement(row.paragraph, row.assessments[voice]) for row in rows if voice in row.own]
    return SaidByVoice(voice, tuple(own[:_MAX_STATEMENTS]), len(own[_MAX_STATEMENTS:])) if own else None


def _levels(rows: Iterable[Account], voices: list[str]) -> dict[str, dict[str, tuple[Paragraph, ...]]]:
    found: dict[str, dict[str, list[Paragraph]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for voice in voices:
            assessment = row.assessments.get(voice)
            found[assessment.level if assessment else NOT_ASSESSED][voice].append(row.paragraph)
    return {
        level: {voice: tuple(paragraphs) for voice, paragraphs in found[level].items()}
        for level in (*LEVELS, NOT_ASSESSED)
        if level in found and voices
    }


def _open_activities(ids: set[str], states: Mapping[str, ActivityState]) -> list[ActivityState]:
    return [
        row for row in states.values() if row.status not in CLOSED and not ids.isdisjoint(row.activity.recommendations)
    ]


def _open_actions(workspace: Workspace, ids: set[str], as_of: date) -> list[ActionState]:
    rows = (action_state(action, as_of) for action in workspace.actions if not ids.isdisjoint(action.recommendations))
    return [row for row in rows if row.status not in CLOSED]


def _asked(rows: Iterable[Account]) -> Iterable[Asked]:
    """Yield what the voices propose to recommend, or else their remedies, for each recommendation."""
    for row in rows:
        for point in row.proposed or row.remedies:
            yield Asked(row.paragraph, point.text, point.voices)


def _listed(rows: Iterable[ActivityState | ActionState | DeadlineState | Asked], most: int) -> Listed:
    found = tuple(rows)
    return Listed(found[:most], len(found[most:]))
