"""The content of a report to the treaty body: the alternative report of civil society, and the children's report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views.assessments import VOICES
from cobtrack.views.editions.accounts import Account, accounts
from cobtrack.views.editions.numbered import (
    NumberedParagraph,
    Tally,
    by_cluster,
    by_number,
    numbered_paragraphs,
    tally,
)
from cobtrack.views.editions.questions import Question, QuestionKind, Stance, by_kind, questions, stance
from cobtrack.views.editions.submissions import submissions_to
from cobtrack.views.editions.word_limits import WordLimit, word_limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.records.mechanism import DeadlineKind, Mechanism
    from cobtrack.model.records.roadmap import Discussion
    from cobtrack.model.records.submission import Submission
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Contribution:
    """What a voice contributed to a report."""

    voice: str
    recommendations: int
    """The number of recommendations that the voice assessed."""
    first: Timeframe
    """The date of the oldest of these assessments."""
    last: Timeframe
    """The date of the newest of these assessments."""
    by: tuple[str, ...]
    """The ids of the organisations that made the assessments."""


@dataclass(frozen=True)
class ReportedParagraph:
    """A numbered paragraph of a document, with the accounts of what it recommends."""

    paragraph: NumberedParagraph
    accounts: tuple[Account, ...]


@dataclass(frozen=True)
class ReportedCluster:
    """A cluster in a report. The title is "" for the recommendations without a cluster."""

    title: str
    paragraphs: tuple[ReportedParagraph, ...]
    help_needed: tuple[tuple[str, int], ...]
    """The ids of the organisations whose help is needed, each with the number of recommendations.

    The organisation with the highest number comes first."""


@dataclass(frozen=True)
class CommitteeReport:
    """The content of a report to the treaty body."""

    body: Mechanism | None
    documents: tuple[Document, ...]
    """The documents whose recommendations the report is about."""
    limits: tuple[WordLimit, ...]
    draft: Submission | None
    """The record of this report as a submission that has not been sent yet."""
    sent: tuple[Submission, ...]
    """What was sent to the treaty body before."""
    contributions: tuple[Contribution, ...]
    discussions: tuple[Discussion, ...]
    """The meetings about the recommendations that have taken place."""
    tally: Tally
    """The number of recommendations, without the outdated ones."""
    first: tuple[Account, ...]
    """The recommendations to raise first, with the most important first. The report gives all details of these."""
    raised_first: tuple[NumberedParagraph, ...]
    """The same recommendations, arranged by the numbered paragraph that they are in."""
    clusters: tuple[ReportedCluster, ...]
    """The assessed recommendations. Clusters without any are left out."""
    stances: dict[str, Stance]
    """The stance of the voices on each recommendation that is raised first, keyed by the id of the recommendation."""
    questions: dict[QuestionKind, tuple[tuple[str, tuple[Question, ...]], ...]]
    """The questions about all other recommendations, keyed by kind. Each kind has pairs of a cluster's title and the
    questions about its recommendations."""
    unassessed: tuple[Account, ...]
    outdated: tuple[Paragraph, ...]

    @property
    def first_ids(self) -> tuple[str, ...]:
        """The ids of the recommendations to raise first."""
        return tuple(account.paragraph.id for account in self.first)


def committee_report(  # noqa: PLR0913
    workspace: Workspace,
    as_of: date,
    kind: DeadlineKind,
    recommendations: Iterable[Paragraph],
    *,
    voices: tuple[str, ...] = (),
    raise_first: int = 0,
) -> CommitteeReport:
    """Return the content of a report for the kind of deadline.

    `recommendations` are the treaty body's current recommendations, with the most important first. With `voices`, a
    recommendation that none of these voices has assessed counts as not assessed. `raise_first` is the number of
    recommendations to raise first.
    """
    current = list(recommendations)
    kept = [paragraph for paragraph in current if not paragraph.outdated]
    rows = accounts(kept, as_of, voices)
    assessed = [row for row in rows if row.own]
    rank = {paragraph.id: place for place, paragraph in enumerate(kept)}
    ids = {paragraph.document for paragraph in current}
    records = submissions_to(workspace, workspace.settings.treaty_body, as_of)
    first = sorted(rows, key=lambda row: rank[row.paragraph.id])[:raise_first]
    rest = [row for row in assessed if row not in first]
    return CommitteeReport(
        body=workspace.treaty_body,
        documents=tuple(document for document in workspace.documents if document.id in ids),
        limits=word_limits(workspace, kind),
        draft=next((submission for submission in records.planned if _kind(workspace, submission) == kind), None),
        sent=records.sent,
        contributions=tuple(_contributions(rows)),
        discussions=tuple(meeting for meeting in workspace.discussions if meeting.date.may_have_begun_by(as_of)),
        tally=tally(kept),
        first=tuple(first),
        raised_first=tuple(_arranged(workspace, first)),
        clusters=tuple(_clusters(workspace, assessed)),
        stances={row.paragraph.id: found for row in first if row.own and (found := stance(row, voices))},
        questions=by_kind((title, questions(own, voices)) for title, own in _in_clusters(workspace, rest)),
        unassessed=tuple(row for row in rows if not row.own),
        outdated=tuple(paragraph for paragraph in current if paragraph.outdated),
    )


def _kind(workspace: Workspace, submission: Submission) -> str:
    """Return the kind of the deadline that a submission is for; "" if it names no deadline."""
    kinds = (deadline.kind for deadline in workspace.deadlines if deadline.id == submission.deadline)
    return next(kinds, "")


def _contributions(rows: Iterable[Account]) -> Iterable[Contribution]:
    made = [(voice, row.assessments[voice]) for row in rows for voice in row.own]
    for voice in VOICES:
        own = sorted(
            (assessment for name, assessment in made if name == voice), key=lambda row: str(row.date.latest or "")
        )
        if own:
            by = Counter(assessment.by for assessment in own if assessment.by)
            yield Contribution(voice, len(own), own[0].date, own[-1].date, tuple(name for name, _ in by.most_common()))


def _arranged(workspace: Workspace, rows: Iterable[Account]) -> Iterable[NumberedParagraph]:
    """Yield the numbered paragraphs of accounts, in the order in which each of them first appears."""
    paragraphs = [row.paragraph for row in rows]
    for key in dict.fromkeys((paragraph.document, paragraph.number or paragraph.id) for paragraph in paragraphs):
        own = [row for row in paragraphs if (row.document, row.number or row.id) == key]
        whole = [paragraph for paragraph in own if not paragraph.item]
        yield from numbered_paragraphs(workspace, whole or own)


def _in_clusters(workspace: Workspace, rows: Iterable[Account]) -> Iterable[tuple[str, list[Account]]]:
    by_id = {row.paragraph.id: row for row in rows}
    for title, members in by_cluster(workspace, (row.paragraph for row in by_id.values())):
        yield title, [by_id[member.id] for member in members]


def _clusters(workspace: Workspace, rows: Iterable[Account]) -> Iterable[ReportedCluster]:
    for title, own in _in_clusters(workspace, rows):
        needed = Counter(actor for row in own for actor in row.help_needed)
        yield ReportedCluster(title, tuple(_paragraphs(workspace, own)), tuple(needed.most_common()))


def _paragraphs(workspace: Workspace, rows: Iterable[Account]) -> Iterable[ReportedParagraph]:
    by_id = {row.paragraph.id: row for row in rows}
    for group in by_number(row.paragraph for row in by_id.values()):
        for paragraph in numbered_paragraphs(workspace, group):
            yield ReportedParagraph(paragraph, tuple(by_id[member.id] for member in group))
