"""The main points: what happened and what comes next, as the roadmap, the one-pager and the site say it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.views import status
from cobtrack.views.activities import NOT_REPORTED
from cobtrack.views.assessments import LEVELS, VOICES, count_levels, latest_by_voice
from cobtrack.views.recommendations import activities_naming, countable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.mechanism import DeadlineFinding
    from cobtrack.model.records.pillar import Activity, Pillar
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.assessments import LevelCounts
    from cobtrack.views.changes.dated import VersionUpdates
    from cobtrack.views.deadlines import DeadlineState

_COALITION = ("civil-society", "children")
"""The owners of the deadlines that the coalition itself has to meet."""
CARRIED_OUT = ("fully", "largely")
"""The levels of recommendations that are carried out, or nearly so."""


@dataclass(frozen=True)
class OverdueCategory:
    """The overdue activities in one category of a pillar."""

    pillar: Pillar
    title: str
    activities: tuple[ActivityState, ...]


@dataclass(frozen=True)
class Subject:
    """A paragraph of the treaty body with recommendations on one subject, together with its lettered items."""

    paragraph: Paragraph
    parts: tuple[Paragraph, ...]
    """The lettered items of the paragraph, or the paragraph itself if it has none."""
    levels: LevelCounts
    """How many of `parts` are at each level, in the view of each voice."""
    activities: tuple[Activity, ...]
    """The activities that name the paragraph or one of its items."""

    @property
    def levels_of(self) -> dict[str, dict[str, int]]:
        """The number of `parts` at each level, keyed by voice, from the best level to the worst.

        A level that a voice gave to none of them is left out.
        """
        return {
            voice: {level: numbers[level] for level in LEVELS if numbers[level]}
            for voice, numbers in self.levels.by_voice.items()
        }

    @property
    def carried_out(self) -> dict[str, tuple[int, int]]:
        """How many of `parts` are fully or largely carried out, and how many were assessed, keyed by voice."""
        return {
            voice: (sum(numbers[level] for level in CARRIED_OUT), sum(numbers[level] for level in LEVELS))
            for voice, numbers in self.levels.by_voice.items()
        }


@dataclass(frozen=True)
class ClusterCounts:
    """The current recommendations in one cluster, counted."""

    title: str
    """The title of the cluster; "" for recommendations without a cluster."""
    total: int
    urgent: int
    with_activity: int
    """How many an activity names."""
    assessed: int
    """How many at least one voice has assessed."""


@dataclass(frozen=True)
class SharedFinding:
    """What was last found out about several deadlines that have passed, in the same words and from the same source."""

    label: str
    """The finding in words, such as "no evidence of submission found"."""
    finding: DeadlineFinding
    """The finding about the first of the deadlines."""
    deadlines: tuple[DeadlineState, ...]


@dataclass(frozen=True)
class MainPoints:
    """The main points on a day."""

    reported: int
    """The number of activities with a report."""
    overdue: tuple[OverdueCategory, ...]
    clusters: tuple[ClusterCounts, ...]
    """The treaty body's current recommendations, counted. Clusters without recommendations are left out."""
    urgent: tuple[Subject, ...]
    """What the treaty body called urgent in its current documents."""
    missed: tuple[DeadlineState, ...]
    """Overdue deadlines."""
    unknown: tuple[DeadlineState, ...]
    """Deadlines that have passed, and of which nobody knows whether they were met."""
    unconfirmed: tuple[DeadlineState, ...]
    """Deadlines that have passed and whose date was never certain."""
    findings: tuple[SharedFinding, ...]
    """What was last found out about the deadlines in `missed`, `unknown` and `unconfirmed`."""
    next_deadline: DeadlineState | None
    """The next deadline of anybody."""
    next_own_deadline: DeadlineState | None
    """The next deadline of the coalition."""
    change_count: int
    """How many changes were recorded since the current version of the roadmap."""

    @property
    def voices(self) -> tuple[str, ...]:
        """The voices that have assessed what the treaty body called urgent."""
        return tuple(voice for voice in VOICES if any(voice in subject.levels_of for subject in self.urgent))

    @property
    def urgent_assessed(self) -> int:
        """On how many urgent subjects at least one voice has assessed something."""
        return sum(subject.levels.assessed > 0 for subject in self.urgent)

    @property
    def urgent_with_activity(self) -> int:
        """How many urgent subjects an activity names."""
        return sum(bool(subject.activities) for subject in self.urgent)


def main_points(
    workspace: Workspace,
    as_of: date,
    clusters: Iterable[tuple[str, list[Paragraph]]],
    updates: Iterable[VersionUpdates] = (),
) -> MainPoints:
    """Return the main points on the given day.

    `clusters` has the treaty body's current recommendations, as pairs of a cluster's title and its paragraphs.
    `updates` are the updates of each version up to the day, with the newest first.
    """
    report = status.report(workspace, as_of)
    past = report.past_due
    grouped = [(title, tuple(paragraphs)) for title, paragraphs in clusters]
    current = [paragraph for _, paragraphs in grouped for paragraph in paragraphs]
    return MainPoints(
        reported=report.total.total - report.total.by_status[NOT_REPORTED],
        overdue=tuple(_overdue(workspace, report.overdue)),
        clusters=tuple(_counts(workspace, title, paragraphs, as_of) for title, paragraphs in grouped),
        urgent=tuple(_subject(workspace, paragraph, current, as_of) for paragraph in _urgent(current)),
        missed=tuple(row for row in past if row.state == "overdue"),
        unknown=tuple(row for row in past if row.state == "unknown"),
        unconfirmed=tuple(row for row in past if row.state == "unconfirmed"),
        findings=tuple(_findings(past)),
        next_deadline=next(iter(report.next_due), None),
        next_own_deadline=next((row for row in report.next_due if row.deadline.owner in _COALITION), None),
        change_count=_change_count(next(iter(updates), None)),
    )


def _overdue(workspace: Workspace, rows: Iterable[ActivityState]) -> Iterable[OverdueCategory]:
    overdue = tuple(rows)
    for pillar in workspace.pillars:
        for category in pillar.categories:
            if late := tuple(row for row in overdue if row.category is category):
                yield OverdueCategory(pillar, category.title, late)


def _urgent(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Yield the urgent paragraphs. A lettered item of an urgent paragraph is a part of the paragraph's subject."""
    whole = {(row.document, row.number) for row in paragraphs if row.urgent and not row.item}
    for paragraph in paragraphs:
        is_inherited = paragraph.inherited and "urgent" in paragraph.inherited.fields
        is_part = paragraph.item and (paragraph.document, paragraph.number) in whole
        if paragraph.urgent and not is_inherited and not is_part:
            yield paragraph


def _counts(workspace: Workspace, title: str, of_cluster: tuple[Paragraph, ...], as_of: date) -> ClusterCounts:
    paragraphs = countable(of_cluster, workspace.paragraphs)
    return ClusterCounts(
        title=title,
        total=len(paragraphs),
        urgent=sum(paragraph.urgent for paragraph in paragraphs),
        with_activity=sum(bool(activities_naming(workspace, paragraph)) for paragraph in paragraphs),
        assessed=sum(bool(latest_by_voice(paragraph, as_of).latest) for paragraph in paragraphs),
    )


def _subject(workspace: Workspace, paragraph: Paragraph, current: list[Paragraph], as_of: date) -> Subject:
    items = tuple(
        item
        for item in current
        if item.item and not paragraph.item and (item.document, item.number) == (paragraph.document, paragraph.number)
    )
    parts = items or (paragraph,)
    named = (activity for part in (paragraph, *items) for activity in activities_naming(workspace, part))
    return Subject(
        paragraph=paragraph,
        parts=parts,
        levels=count_levels([latest_by_voice(part, as_of) for part in parts]),
        activities=tuple({activity.id: activity for activity in named}.values()),
    )


def _findings(rows: Iterable[DeadlineState]) -> Iterator[SharedFinding]:
    groups: dict[tuple[str, str, tuple[str, ...]], list[tuple[DeadlineFinding, DeadlineState]]] = {}
    for row in rows:
        if row.finding:
            key = (row.finding_label, format_timeframe(row.finding.date), tuple(row.finding.source))
            groups.setdefault(key, []).append((row.finding, row))
    for (label, _, _), found in groups.items():
        yield SharedFinding(label, found[0][0], tuple(row for _, row in found))


def _change_count(latest: VersionUpdates | None) -> int:
    """Return how many changes were recorded after the current version."""
    return 0 if latest is None or latest.version else len(latest.updates)
