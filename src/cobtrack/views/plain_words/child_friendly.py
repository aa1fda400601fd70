"""What the child-friendly edition says.

Only records with plain words in the language of the document are shown. All others are counted, so that the edition can
say how much it leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from cobtrack.model.dates.timeframe import parse_edtf
from cobtrack.views import activities
from cobtrack.views.assessments import VOICES, latest_by_voice
from cobtrack.views.plain_words.clusters import clusters_without_plain_words, plain_clusters
from cobtrack.views.plain_words.language import reader
from cobtrack.views.recommendations import countable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.consultation import Consultation, Point
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.records.settings import ClusterInPlainWords, HelpService
    from cobtrack.model.records.shared import CheckedWithChildren
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.plain_words.clusters import PlainCluster

MOST_RECOMMENDATIONS = 5
MOST_ACTIVITIES = 3
MOST_POINTS = 3
"""The most items of each kind in the child-friendly edition, so that it has at most four pages."""
_MONTH = len("2026-11")


@dataclass(frozen=True)
class PlainView:
    """What a voice last said about a recommendation."""

    level: str
    """The level. If the lettered items of a paragraph have several levels, this level sums them up."""
    month: Timeframe
    """The month of the latest assessment, or its date if this is less precise."""


@dataclass(frozen=True)
class PlainRecommendation:
    """A recommendation with plain words, and what each voice last said about it."""

    paragraph: Paragraph
    views: dict[str, PlainView]
    """The views of the voices that have assessed the recommendation or its lettered items, keyed by voice."""


@dataclass(frozen=True)
class Answers:
    """A consultation with the points that have an answer in plain words."""

    consultation: Consultation
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Numbers:
    """How many records of each kind a document leaves out."""

    clusters: int = 0
    recommendations: int = 0
    activities: int = 0
    points: int = 0

    @property
    def total(self) -> int:
        """The number of all records that are left out."""
        return self.clusters + self.recommendations + self.activities + self.points


@dataclass(frozen=True)
class ChildFriendly:
    """What the child-friendly edition says."""

    clusters: tuple[PlainCluster, ...]
    recommendations: tuple[PlainRecommendation, ...]
    """The most important recommendations with plain words."""
    activities: tuple[ActivityState, ...]
    """Activities with plain words: the latest report first, and activities without a report last."""
    answers: tuple[Answers, ...]
    """The answers to what was said in consultations, the latest consultation first."""
    help: tuple[HelpService, ...]
    without_space: Numbers
    """What has plain words but is left out, because the edition is short."""
    without_plain_words: Numbers

    @property
    def checks(self) -> tuple[CheckedWithChildren, ...]:
        """When and with whom the plain words that the edition shows were checked, each occasion once."""
        texts: list[ClusterInPlainWords | Paragraph | Activity | Consultation] = [
            *(cluster.words for cluster in self.clusters),
            *(row.paragraph for row in self.recommendations),
            *(row.activity for row in self.activities),
            *(row.consultation for row in self.answers),
        ]
        checks = [text.checked_with_children for text in texts if text.checked_with_children]
        return tuple({(str(check.date), str(check.group)): check for check in checks}.values())


def has_plain_words(workspace: Workspace) -> bool:
    """Whether anything is in plain words, in any language."""
    return (
        bool(workspace.settings.clusters_in_plain_words)
        or any(paragraph.plain for paragraph in workspace.paragraphs)
        or any(activity.plain for activity in workspace.activities)
        or any(point.plain for consultation in workspace.consultations for point in consultation.said)
    )


def child_friendly(workspace: Workspace, as_of: date, current: Sequence[Paragraph], language: str) -> ChildFriendly:
    """Return what the child-friendly edition in a language says on a day.

    `current` has the treaty body's current recommendations, the most important first.
    """
    is_readable = reader(workspace, language)
    recommendations = [paragraph for paragraph in current if is_readable(paragraph.plain)]
    states = [state for state in activities.states(workspace, as_of) if state.status != "cancelled"]
    explained = [state for state in states if is_readable(state.activity.plain)]
    explained.sort(key=_latest_day, reverse=True)
    points = [(row, point) for row in _held(workspace, as_of) for point in row.said]
    answered = [(row, point) for row, point in points if is_readable(point.plain)]
    clusters = plain_clusters(workspace, current, is_readable)
    return ChildFriendly(
        clusters=clusters,
        recommendations=tuple(
            PlainRecommendation(row, _views(row, current, as_of)) for row in recommendations[:MOST_RECOMMENDATIONS]
        ),
        activities=tuple(explained[:MOST_ACTIVITIES]),
        answers=tuple(
            Answers(row, tuple(point for _, point in rows))
            for row, rows in groupby(answered[:MOST_POINTS], key=itemgetter(0))
        ),
        help=workspace.settings.help,
        without_space=Numbers(
            recommendations=len(recommendations[MOST_RECOMMENDATIONS:]),
            activities=len(explained[MOST_ACTIVITIES:]),
            points=len(answered[MOST_POINTS:]),
        ),
        without_plain_words=Numbers(
            clusters=len(clusters_without_plain_words(workspace, current, clusters)),
            recommendations=_count_missing(countable(current, workspace.paragraphs), recommendations),
            activities=len(states) - len(explained),
            points=len(points) - len(answered),
        ),
    )


def _count_missing(counted: Iterable[Paragraph], explained: Iterable[Paragraph]) -> int:
    """Count the recommendations without plain words. The plain words of a paragraph are also for its lettered items."""
    ids = {row.id for row in explained}
    whole = {(row.document, row.number) for row in explained if not row.item}
    return sum(row.id not in ids and (row.document, row.number) not in whole for row in counted)


def _views(paragraph: Paragraph, current: Iterable[Paragraph], as_of: date) -> dict[str, PlainView]:
    """Return what each voice last said about a recommendation, or about its lettered items if it has any."""
    items = [
        row for row in current if row.item and (row.document, row.number) == (paragraph.document, paragraph.number)
    ]
    rows = [latest_by_voice(row, as_of) for row in (items if items and not paragraph.item else [paragraph])]
    views = {}
    for voice in VOICES:
        if said := [row.latest[voice] for row in rows if voice in row.latest]:
            latest = max((assessment.date for assessment in said), key=lambda day: day.latest or date.min)
            month = parse_edtf(str(latest)[:_MONTH]) if latest.is_exact else latest
            views[voice] = PlainView(_shared_level({assessment.level for assessment in said}), month)
    return views


def _shared_level(levels: set[str]) -> str:
    """Return the level that sums up several levels."""
    if len(levels) == 1:
        return next(iter(levels))
    if levels <= {"fully", "largely"}:
        return "largely"
    if levels & {"fully", "largely", "partly"}:
        return "partly"
    return next(level for level in ("initial-steps", "regressed", "none") if level in levels)


def _latest_day(state: ActivityState) -> date:
    latest = state.latest.date.latest if state.latest else None
    return latest or date.min


def _held(workspace: Workspace, as_of: date) -> list[Consultation]:
    """Return the consultations that were held by a day, the latest first."""
    held = [consultation for consultation in workspace.consultations if consultation.is_held(as_of)]
    return sorted(held, key=lambda consultation: consultation.date.latest or date.min, reverse=True)
