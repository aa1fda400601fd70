"""The content of a review: progress and gaps, practices and results, changes in plans, and immediate actions.

These are the four points that a review has to identify. The annual review is about the last 12 months, the mid-term
review about the time since the Concluding Observations were adopted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.model.text.ids import natural_key
from cobtrack.views import activities, deadlines, measures, status
from cobtrack.views.activities import CLOSED, YEAR, action_state
from cobtrack.views.children.consultations import of_period
from cobtrack.views.children.consultations import states as states_of_consultations
from cobtrack.views.editions.voices import Comparison, Opinion, comparisons, current_recommendations, voices_in
from cobtrack.views.indicators import measuring
from cobtrack.views.indicators.gaps import disaggregation
from cobtrack.views.indicators.series import progress_to_target, series
from cobtrack.views.plans import date_changes
from cobtrack.views.recommendations import countable, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.records.indicator import Indicator, ReferenceValue
    from cobtrack.model.records.initiative import Initiative
    from cobtrack.model.records.pillar import Pillar
    from cobtrack.model.records.roadmap import Discussion, Removed
    from cobtrack.model.records.shared import Progress
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.children.consultations import ConsultationState
    from cobtrack.views.deadlines import DeadlineState, Outlook
    from cobtrack.views.editions.period import Period
    from cobtrack.views.indicators.gaps import Disaggregation
    from cobtrack.views.indicators.measuring import MeasuringState
    from cobtrack.views.measures import MeasureState
    from cobtrack.views.plans import Plan
    from cobtrack.views.status import Tally

MOST_INDICATORS = 12
"""The greatest number of indicators in a review."""
StepKind = Literal["due", "prepare", "begin", "end", "take-place"]


@dataclass(frozen=True)
class ReportedActivity:
    """An activity with the entries of its log that are dated in the period."""

    state: ActivityState
    entries: tuple[Progress, ...]


@dataclass(frozen=True)
class ReportedAction:
    """An action with the entries of its log that are dated in the period."""

    state: ActionState
    entries: tuple[Progress, ...]


@dataclass(frozen=True)
class PillarProgress:
    """What was reported on a pillar in the period, and how its activities stand at the end of the period."""

    pillar: Pillar
    tally: Tally
    reported: tuple[ReportedActivity, ...]


@dataclass(frozen=True)
class ComparedDocument:
    """The recommendations of a document that a voice assessed in the period."""

    document: Document
    total: int
    """The number of all recommendations of the document, without paragraphs that only introduce lettered items."""
    assessed: int
    """The number of recommendations that any voice has ever assessed."""
    voices: tuple[str, ...]
    """The voices that assessed any of `rows`."""
    rows: tuple[Comparison, ...]
    """The recommendations that a voice assessed in the period."""


@dataclass(frozen=True)
class LevelChange:
    """A recommendation that a voice sees as carried out further, or less far, than before."""

    comparison: Comparison
    opinion: Opinion


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with its first value, its latest value and its target."""

    indicator: Indicator
    baseline: ReferenceValue | None
    latest: ReferenceValue | None
    """The latest value on the day; None if nothing was measured after the baseline."""
    progress: int | None
    """How much of the way from the baseline to the target is covered, in per cent; None if it is not known."""
    disaggregation: Disaggregation
    """The values of groups, and the gaps between groups."""
    measuring: MeasuringState
    """Whether the indicator is measured as planned."""

    @property
    def is_measured(self) -> bool:
        """Whether there is a value after the baseline, for all or for a group."""
        return bool(self.latest or self.disaggregation.groups)


@dataclass(frozen=True)
class NamedRecommendation:
    """A recommendation with the words and the citation by which people recognise it."""

    paragraph: Paragraph
    title: Text | str
    citation: str


@dataclass(frozen=True)
class Step:
    """Something that has to be done, or has to begin, soon."""

    day: date
    """The day by which it has to be done or to begin."""
    kind: StepKind
    deadline: DeadlineState | None = None
    activities: tuple[ActivityState, ...] = ()
    action: ActionState | None = None

    @property
    def has_owner(self) -> bool:
        """Whether the data name who has to take the step."""
        if self.action:
            return bool(self.action.action.responsible)
        return not self.activities or any(row.activity.responsible for row in self.activities)


@dataclass(frozen=True)
class Review:
    """The content of a review of a period. Everything is as it was at the end of the period."""

    period: Period
    total: Tally
    pillars: tuple[PillarProgress, ...]
    reported: int
    """The number of activities with a report in the period."""
    actions: tuple[ReportedAction, ...]
    overdue: tuple[ActivityState, ...]
    unconfirmed: tuple[ActivityState, ...]
    silent: tuple[ActivityState, ...]
    """Activities within their timeframe on which nothing was reported in the period."""
    late_actions: tuple[ActionState, ...]
    past_deadlines: tuple[DeadlineState, ...]
    documents: tuple[ComparedDocument, ...]
    """The documents with recommendations that a voice assessed in the period."""
    not_assessed: int
    """The number of the treaty body's current recommendations that nobody assessed in the period.

    A paragraph that only introduces lettered items is not counted."""
    urgent_not_assessed: tuple[NamedRecommendation, ...]
    """The urgent recommendations among them."""
    better: tuple[LevelChange, ...]
    """The changes for the better: first those of urgent recommendations, then the greatest."""
    worse: tuple[LevelChange, ...]
    disagreements: tuple[Comparison, ...]
    """Recommendations on which voices clearly differ: first the urgent ones, then those with the greatest distance."""
    indicators: tuple[IndicatorRow, ...]
    """Indicators with a value: all, or those that are furthest from their targets if there are many."""
    other_indicators: int
    """The number of further indicators with a value."""
    unmeasured: tuple[Indicator, ...]
    done: tuple[ReportedActivity, ...]
    """Activities that were done, or one of whose yearly occurrences was held, in the period."""
    done_actions: tuple[ReportedAction, ...]
    practices: tuple[Initiative, ...]
    """Initiatives that ran in the period and support a recommendation in `better`."""
    other_initiatives: int
    """The number of other initiatives that ran in the period, or whose time is not known."""
    measures: tuple[MeasureState, ...]
    """The measures of the State that reached a stage in the period."""
    discussions: tuple[Discussion, ...]
    consultations: tuple[ConsultationState, ...]
    """The consultations of the period, and earlier ones whose participants wait for feedback."""
    moved: tuple[Plan, ...]
    """Activities, actions, deadlines and the roadmap, if their planned date moved in the period."""
    ended: tuple[ReportedActivity, ...]
    """Activities that were cancelled or postponed in the period."""
    ended_actions: tuple[ReportedAction, ...]
    removed: tuple[Removed, ...]
    steps: tuple[Step, ...]
    """What has to be done or to begin in the 12 months after the period, and what should have begun. By date."""
    ending_with_roadmap: int
    """The number of open activities that end together with the roadmap's own period within these 12 months."""


def review(workspace: Workspace, period: Period) -> Review:
    """Return the content of a review of a period. `workspace` has the values that lettered items inherit."""
    as_of = period.last
    states = activities.states(workspace, as_of)
    report = status.report(workspace, as_of)
    reported = {row.activity.id: entries for row in states if (entries := _entries(row.activity.progress, period))}
    actions = [action_state(action, as_of) for action in workspace.actions]
    reported_actions = tuple(
        ReportedAction(row, entries) for row in actions if (entries := _entries(row.action.progress, period))
    )
    compared = comparisons(workspace, period)
    changes = sorted(
        (
            LevelChange(row, opinion)
            for row in compared
            for opinion in row.opinions.values()
            if opinion.change and not opinion.of_whole
        ),
        key=lambda change: (not change.comparison.paragraph.urgent, -abs(change.opinion.change)),
    )
    outlook = deadlines.outlook(deadlines.states(workspace, as_of), as_of)
    of_activities = tuple(
        ReportedActivity(row, reported[row.activity.id]) for row in states if row.activity.id in reported
    )
    unassessed = _unassessed(workspace, compared)
    indicators = [indicator_row(indicator, as_of) for indicator in workspace.indicators]
    measured = furthest_first([row for row in indicators if row.baseline or row.is_measured])
    better = tuple(change for change in changes if change.opinion.change > 0)
    helped = {change.comparison.paragraph.id for change in better}
    initiatives = [row for row in workspace.initiatives if row.timeframe is None or period.touches(row.timeframe)]
    practices = tuple(row for row in initiatives if not helped.isdisjoint(row.recommendations))
    roadmap = workspace.roadmap
    return Review(
        period=period,
        total=report.total,
        pillars=tuple(
            PillarProgress(row.pillar, row.tally, tuple(r for r in of_activities if r.state.pillar is row.pillar))
            for row in report.pillars
        ),
        reported=len(reported),
        actions=reported_actions,
        overdue=report.overdue,
        unconfirmed=report.unconfirmed,
        silent=tuple(row for row in states if row.timing == "current" and row.activity.id not in reported),
        late_actions=tuple(
            row for row in actions if row.status not in CLOSED and row.timing in {"overdue", "unconfirmed", None}
        ),
        past_deadlines=outlook.past,
        documents=_documents(workspace, compared),
        not_assessed=len(countable(unassessed, workspace.paragraphs)),
        urgent_not_assessed=tuple(
            NamedRecommendation(row, title_of(workspace, row), workspace.citation(row))
            for row in _without_items(unassessed)
            if row.urgent
        ),
        better=better,
        worse=tuple(change for change in changes if change.opinion.change < 0),
        disagreements=tuple(
            sorted(
                (row for row in compared if row.disagree and row.is_new),
                key=lambda row: (not row.paragraph.urgent, -row.distance),
            )
        ),
        indicators=measured[:MOST_INDICATORS],
        other_indicators=max(len(measured) - MOST_INDICATORS, 0),
        unmeasured=tuple(row.indicator for row in indicators if not (row.baseline or row.is_measured)),
        done=tuple(row for row in of_activities if _with(row.entries, "done")),
        done_actions=tuple(row for row in reported_actions if _with(row.entries, "done")),
        practices=practices,
        other_initiatives=len(initiatives) - len(practices),
        measures=tuple(
            row for row in measures.states(workspace, as_of) if any(period.includes(stage.date) for stage in row.past)
        ),
        discussions=tuple(row for row in workspace.discussions if period.includes(row.date)),
        consultations=of_period(states_of_consultations(workspace, as_of), period.first, period.last),
        moved=_moved(workspace, period),
        ended=tuple(row for row in of_activities if _with(row.entries, "cancelled", "postponed")),
        ended_actions=tuple(row for row in reported_actions if _with(row.entries, "cancelled", "postponed")),
        removed=tuple(row for row in (roadmap.removed if roadmap else ()) if period.includes(row.date)),
        steps=steps(workspace, as_of, outlook, states, actions),
        ending_with_roadmap=sum(_ends_with_roadmap(workspace, row, as_of) for row in states),
    )


def _entries(progress: Iterable[Progress], period: Period) -> tuple[Progress, ...]:
    return tuple(entry for entry in progress if period.includes(entry.date))


def _with(entries: Iterable[Progress], *statuses: str) -> bool:
    return any(entry.status in statuses for entry in entries)


def _unassessed(workspace: Workspace, compared: Iterable[Comparison]) -> list[Paragraph]:
    """Return the treaty body's current recommendations that nobody assessed in the period, not even as a whole.

    A paragraph with lettered items is left out if any of its items was assessed.
    """
    new = {row.paragraph.id for row in compared if row.is_new}
    of_items = {(row.paragraph.document, row.paragraph.number) for row in compared if row.is_new and row.paragraph.item}
    return [
        row
        for row in current_recommendations(workspace)
        if row.id not in new
        and not (row.inherited and row.inherited.id in new)
        and (row.item or (row.document, row.number) not in of_items)
    ]


def _without_items(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs without the lettered items of those that are among them as a whole."""
    whole = {(row.document, row.number) for row in paragraphs if row.number and not row.item}
    return [row for row in paragraphs if not row.item or (row.document, row.number) not in whole]


def _documents(workspace: Workspace, compared: tuple[Comparison, ...]) -> tuple[ComparedDocument, ...]:
    by_document: dict[str, list[Comparison]] = {}
    for row in compared:
        by_document.setdefault(row.document.id, []).append(row)
    result = []
    for rows in by_document.values():
        document = rows[0].document
        new = tuple(row for row in rows if row.is_new)
        own = [paragraph for paragraph in document.paragraphs if paragraph.kind == "recommendation"]
        total = len(countable(own, workspace.paragraphs))
        if new:
            result.append(ComparedDocument(document, total, len(rows), voices_in(new), new))
    return tuple(result)


def indicator_row(indicator: Indicator, as_of: date) -> IndicatorRow:
    """Return an indicator with its first value, its latest value on the given day, and its progress."""
    values = series(indicator, as_of)
    baseline = indicator.baseline if values and values[0] is indicator.baseline else None
    latest = values[-1] if values and values[-1] is not baseline else None
    progress = progress_to_target(indicator, as_of)
    percent = None if progress is None else round(progress * 100)
    found = disaggregation(indicator, as_of)
    return IndicatorRow(indicator, baseline, latest, percent, found, measuring.state(indicator, as_of))


def furthest_first(rows: list[IndicatorRow]) -> tuple[IndicatorRow, ...]:
    """Return the indicators in their order; if there are many, those that are furthest from their targets first."""
    if len(rows) > MOST_INDICATORS:
        rows = sorted(rows, key=lambda row: (row.progress is None, row.progress or 0))
    return tuple(rows)


def _moved(workspace: Workspace, period: Period) -> tuple[Plan, ...]:
    roadmap = (workspace.roadmap,) if workspace.roadmap else ()
    records: tuple[Plan, ...] = (*roadmap, *workspace.activities, *workspace.actions, *workspace.deadlines)
    return tuple(row for row in records if any(period.includes(change.until) for change in date_changes(row)))


def steps(
    workspace: Workspace,
    as_of: date,
    outlook: Outlook,
    states: Iterable[ActivityState],
    actions: Iterable[ActionState],
) -> tuple[Step, ...]:
    """Return what has to be done or to begin in the 12 months after a day, and what should have begun, by date.

    Activities that end together with the roadmap's own period are left out.
    """
    found = [*_deadline_steps(outlook, states)]
    prepared = {row.activity.id for step in found for row in step.activities}
    found += (
        step for row in states if row.activity.id not in prepared and (step := _activity_step(workspace, row, as_of))
    )
    found += (step for row in actions if (step := _action_step(row, as_of)))
    return tuple(sorted(found, key=lambda step: (step.day, _name(step))))


def _name(step: Step) -> tuple[object, ...]:
    record = step.deadline.deadline if step.deadline else step.action.action if step.action else None
    return (natural_key(record.id),) if record else tuple(natural_key(row.activity.id) for row in step.activities)


def _deadline_steps(outlook: Outlook, states: Iterable[ActivityState]) -> Iterator[Step]:
    by_id = {row.activity.id: row for row in states}
    for row in outlook.to_start:
        if row.start and not row.start.is_begun:
            yield Step(row.start.day, "prepare", row, tuple(by_id[id_] for id_ in row.start.activities))
    for row in outlook.coming:
        if day := row.due and (row.due.earliest or row.due.latest):
            yield Step(day, "due", row)


def _activity_step(workspace: Workspace, row: ActivityState, as_of: date) -> Step | None:
    coming = next((year for year in row.occurrences if not year.is_expected), None)
    if coming and coming.year <= as_of.year + 1:
        return Step(date(coming.year, 12, 31), "take-place", activities=(row,))
    planned = row.activity.timeframe
    if row.timing not in {"upcoming", "current"} or _ends_with_roadmap(workspace, row, as_of):
        return None
    found = next_event(planned, row.timing, as_of)
    return Step(*found, activities=(row,)) if found else None


def _action_step(row: ActionState, as_of: date) -> Step | None:
    if row.action.timeframe is None or row.timing not in {"upcoming", "current"}:
        return None
    found = next_event(row.action.timeframe, row.timing, as_of)
    return Step(*found, action=row) if found else None


def next_event(planned: Timeframe, timing: str, as_of: date) -> tuple[date, StepKind] | None:
    """Return when something begins, or else when it ends, if this is within 12 months after a day; None if not."""
    if timing == "upcoming" and planned.earliest and planned.earliest - as_of <= YEAR:
        return planned.earliest, "begin"
    if planned.latest and planned.latest - as_of <= YEAR:
        return planned.latest, "end"
    return None


def _ends_with_roadmap(workspace: Workspace, row: ActivityState, as_of: date) -> bool:
    """Return whether an open activity runs until the end of the roadmap's period, and this end is near."""
    end = workspace.roadmap.period.latest if workspace.roadmap else None
    return (
        end is not None
        and row.timing == "current"
        and not row.occurrences
        and row.activity.timeframe.latest == end
        and end - as_of <= YEAR
    )
