"""What the coalition waits for: promises of organisations, and the State's replies to assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.views.deadlines import SOON_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.action import Action, Contact
    from cobtrack.model.records.document import Assessment, Paragraph
    from cobtrack.model.workspace import Workspace

AwaitedState = Literal["overdue", "unconfirmed", "due-soon", "upcoming", "no-date"]


@dataclass(frozen=True)
class Promise:
    """A promise that an organisation made in a contact and that is not settled on the day."""

    action: Action
    contact: Contact
    state: AwaitedState

    @property
    def due(self) -> Timeframe | None:
        """The date by which the organisation promised to keep it."""
        return self.contact.promised_by

    @property
    def number(self) -> int:
        """The number of the contact in the log of the action, counted from 1."""
        return self.action.contacts.index(self.contact) + 1


@dataclass(frozen=True)
class Reply:
    """A reply of the State to an assessment, for which the coalition waits on the day."""

    recommendation: Paragraph
    assessment: Assessment
    state: AwaitedState

    @property
    def due(self) -> Timeframe | None:
        """The date by which the State was asked to reply."""
        return self.assessment.answer_by

    @property
    def number(self) -> int:
        """The number of the assessment in the log of the recommendation, counted from 1."""
        return self.recommendation.assessments.index(self.assessment) + 1


def open_promises(workspace: Workspace, as_of: date) -> tuple[Promise, ...]:
    """Return the promises that are not settled on the given day. The earliest date comes first, no date last."""
    rows = (
        Promise(action, contact, awaited_state(contact.promised_by, as_of))
        for action in workspace.actions
        for contact in action.contacts
        if contact.has_open_promise(as_of)
    )
    return tuple(sorted(rows, key=_order))


def awaited_replies(workspace: Workspace, as_of: date) -> tuple[Reply, ...]:
    """Return the replies that the State owes on the given day. The earliest date comes first, no date last.

    In `workspace`, lettered items must not have inherited the assessments of their paragraphs, because each reply is
    returned once.
    """
    rows = (
        Reply(paragraph, assessment, awaited_state(assessment.answer_by, as_of))
        for paragraph in workspace.recommendations
        for assessment in paragraph.assessments
        if assessment.awaits_answer(as_of)
    )
    return tuple(sorted(rows, key=_order))


def awaited(workspace: Workspace, as_of: date) -> Iterator[Promise | Reply]:
    """Yield the open promises and the awaited replies, each sorted by date."""
    yield from open_promises(workspace, as_of)
    yield from awaited_replies(workspace, as_of)


def _order(row: Promise | Reply) -> date:
    return (row.due and row.due.latest) or date.max


def awaited_state(due: Timeframe | None, as_of: date) -> AwaitedState:
    """Return whether something is late on the given day. A date that is uncertain makes nobody late."""
    if due is None or due.latest is None:
        return "no-date"
    days = (due.latest - as_of).days
    if days < 0:
        return "unconfirmed" if due.is_uncertain else "overdue"
    return "due-soon" if days <= SOON_DAYS else "upcoming"
