"""What each organisation or thematic working group answers for, what it owes, and when it last reported."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cobtrack.model.inheritance import with_inherited
from cobtrack.model.languages.phrases import gettext
from cobtrack.views.activities import CLOSED, action_state, states
from cobtrack.views.recommendations import countable
from cobtrack.views.reporting.awaited import open_promises
from cobtrack.views.reporting.roles import NOBODY, groups_by_actor, leads, supporters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.records.round import Round
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.reporting.awaited import Promise
    from cobtrack.views.reporting.roles import By

    Work = ActivityState | ActionState


@dataclass(frozen=True)
class LastReport:
    """The last report on the work of an organisation."""

    date: Timeframe
    is_own: bool
    """Whether the data say that the organisation itself reported it. Otherwise, it is the last entry on something that
    the organisation leads, and nobody recorded who reported it."""


@dataclass
class Owed:
    """What an organisation or group answers for and owes on a day. Without an organisation: what nobody answers for."""

    key: str
    """The id of the organisation; NOBODY if no organisation is named."""
    actor: Actor | None
    led: list[Work] = field(default_factory=list)
    """The activities and actions that it leads and answers for."""
    supported: list[Work] = field(default_factory=list)
    """The activities and actions that it supports."""
    recommendations: list[Paragraph] = field(default_factory=list)
    """The recommendations that are addressed to it, or that it follows up. Outdated recommendations are left out."""
    supported_recommendations: list[Paragraph] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    """Its promises that are not settled."""
    rounds: list[Round] = field(default_factory=list)
    """The rounds of reporting in which it was asked and has not answered."""
    last_report: LastReport | None = None

    @property
    def open(self) -> tuple[Work, ...]:
        """The activities and actions that it leads and that are neither done nor cancelled."""
        return tuple(row for row in self.led if row.status not in CLOSED)

    @property
    def overdue(self) -> tuple[Work, ...]:
        """The activities and actions that it leads and that are overdue."""
        return tuple(row for row in self.led if row.timing == "overdue")

    @property
    def stale(self) -> tuple[Work, ...]:
        """The activities and actions that it leads, should be under way, and have had no report for 12 months."""
        return tuple(row for row in self.led if row.stale)

    @property
    def overdue_promises(self) -> tuple[Promise, ...]:
        """Its promises whose date has passed."""
        return tuple(row for row in self.promises if row.state == "overdue")

    @property
    def is_late(self) -> bool:
        """Whether it owes work, a report, an answer in a round, or something that it promised."""
        return bool(self.overdue or self.stale or self.overdue_promises or self.rounds)

    @property
    def is_empty(self) -> bool:
        """Whether the data connect nothing with it."""
        work = (*self.led, *self.supported, *self.recommendations, *self.supported_recommendations)
        return not work and not self.promises and not self.rounds


COLUMNS = ("leads", "open", "overdue", "stale", "supports", "recommendations", "promises", "rounds")
"""The names of the numbers that `numbers` returns."""


def numbers(row: Owed) -> dict[str, int]:
    """Return how many records an organisation leads, owes and supports, keyed by the names in COLUMNS."""
    counted = (
        row.led, row.open, row.overdue, row.stale, (*row.supported, *row.supported_recommendations),
        row.recommendations, row.promises, row.rounds,
    )  # fmt: skip
    return dict(zip(COLUMNS, map(len, counted), strict=True))


def title(row: Owed, by: By) -> str:
    """Return the name of an organisation, or words for the records without an organisation."""
    if row.actor:
        return str(row.actor.name or row.actor.label)
    return gettext("no group") if by == "group" else gettext("nobody")


def owed(
    workspace: Workspace, as_of: date, by: By = "responsible", matches: Callable[[Record], bool] = lambda _: True
) -> tuple[Owed, ...]:
    """Return what each organisation answers for and owes on the given day; with `by` "group", each working group.

    Only records that match are counted. Organisations that owe most come first, and among them those that have not
    reported for the longest time. The last row is for the records without an organisation.
    """
    collector = _Collector(with_inherited(workspace), by)
    collector.add_work(workspace, as_of, matches)
    recommendations = collector.workspace.recommendations
    for paragraph in filter(matches, countable(recommendations, recommendations)):
        if not paragraph.outdated:
            collector.add_recommendation(paragraph)
    for promise in open_promises(workspace, as_of):
        if matches(promise.action):
            for key in collector.keys((promise.contact.with_,)):
                collector.rows[key].promises.append(promise)
    for round_ in workspace.rounds:
        if round_.opened.is_on_or_before(as_of) and matches(round_):
            for key in collector.keys(round_.waits_for(as_of)):
                collector.rows[key].rounds.append(round_)
    _add_last_reports(collector, as_of)
    return tuple(sorted((row for row in collector.rows.values() if not row.is_empty), key=_order))


def _order(row: Owed) -> tuple[bool, int, date, str]:
    owed_number = len(row.overdue) + len(row.stale) + len(row.overdue_promises) + len(row.rounds)
    last = row.last_report.date.latest if row.last_report else None
    return row.key == NOBODY, -owed_number, last or date.min, row.key


class _Collector:
    """Collects the records of each organisation or group."""

    def __init__(self, workspace: Workspace, by: By) -> None:
        self.workspace = workspace
        self.rows: dict[str, Owed] = {}
        self._groups = groups_by_actor(workspace) if by == "group" else None
        for actor in workspace.actors:
            if by == "responsible" or actor.kind == "working-group":
                self.rows[actor.id] = Owed(actor.id, actor)
        self.rows[NOBODY] = Owed(NOBODY, None)

    def keys(self, actors: Iterable[str]) -> tuple[str, ...]:
        """Return the keys of the rows that organisations belong to."""
        if self._groups is None:
            return tuple(dict.fromkeys(actor for actor in actors if actor in self.rows))
        return tuple(dict.fromkeys(group for actor in actors for group in self._groups.get(actor, ())))

    def add_work(self, workspace: Workspace, as_of: date, matches: Callable[[Record], bool]) -> None:
        """Add the activities and actions that match."""
        work: list[Work] = [row for row in states(workspace, as_of) if matches(row.activity)]
        work += [action_state(action, as_of) for action in workspace.actions if matches(action)]
        for row in work:
            leading = self.keys(leads(row.record))
            for key in leading or (NOBODY,):
                self.rows[key].led.append(row)
            for key in self.keys(supporters(row.record)):
                if key not in leading:
                    self.rows[key].supported.append(row)

    def add_recommendation(self, paragraph: Paragraph) -> None:
        """Add a recommendation to the organisations that it is addressed to, and to the groups that follow it up."""
        leading = self.keys((*leads(paragraph), *paragraph.groups))
        for key in leading or (NOBODY,):
            self.rows[key].recommendations.append(paragraph)
        for key in self.keys(supporters(paragraph)):
            if key not in leading:
                self.rows[key].supported_recommendations.append(paragraph)


def _add_last_reports(collector: _Collector, as_of: date) -> None:
    """Find the last report of each organisation: its own last entry, or else the last entry on something it leads."""
    own: dict[str, list[Timeframe]] = defaultdict(list)
    for actor, day in _reports(collector.workspace):
        if day.is_on_or_before(as_of):
            for key in collector.keys((actor,)):
                own[key].append(day)
    for key, row in collector.rows.items():
        if key == NOBODY:
            continue
        of_others = [
            entry.date
            for work in row.led
            for entry in work.record.progress
            if entry.by is None and entry.date.is_on_or_before(as_of)
        ]
        if days := own[key] or of_others:
            row.last_report = LastReport(max(days, key=lambda day: day.latest or date.min), bool(own[key]))


def _reports(workspace: Workspace) -> Iterator[tuple[str, Timeframe]]:
    """Yield who reported and when: progress, values of indicators, assessments, and answers in rounds."""
    worked_on: tuple[Activity | Action, ...] = (*workspace.activities, *workspace.actions)
    for record in worked_on:
        yield from ((entry.by, entry.date) for entry in record.progress if entry.by)
    for indicator in workspace.indicators:
        yield from ((entry.by, entry.date) for entry in indicator.values if entry.by)
    for document in workspace.documents:
        for paragraph in document.paragraphs:
            yield from ((entry.by, entry.date) for entry in paragraph.assessments if entry.by)
    for round_ in workspace.rounds:
        yield from ((answer.by, answer.date) for answer in round_.answers)
