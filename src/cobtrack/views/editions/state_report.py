"""Input to the State report: what each voice says happened, cluster by cluster, with evidence, data and gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views import deadlines, measures
from cobtrack.views.assessments import NO_INFORMATION
from cobtrack.views.editions.numbered import by_cluster
from cobtrack.views.editions.period import since_adoption
from cobtrack.views.editions.review import (
    MOST_INDICATORS,
    IndicatorRow,
    NamedRecommendation,
    furthest_first,
    indicator_row,
)
from cobtrack.views.editions.voices import (
    Comparison,
    compare_all,
    current_recommendations,
    voices_in,
    without_chapeaus,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.records.document import Document
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.measures import MeasureState


@dataclass(frozen=True)
class Cluster:
    """What is known about the recommendations of a cluster."""

    title: str
    """The title of the cluster; "" for recommendations without a cluster."""
    total: int
    """The number of recommendations."""
    described: tuple[Comparison, ...]
    """The recommendations about which a voice says something."""
    unknown: tuple[NamedRecommendation, ...]
    """The recommendations about which no voice says anything."""
    disputed: tuple[Comparison, ...]
    """The recommendations that the government sees as carried out clearly further than another voice does."""
    without_government: tuple[Comparison, ...]
    """The recommendations about which others say something, but not the government."""
    indicators: tuple[IndicatorRow, ...]
    """The indicators that show how far these recommendations have been carried out."""

    @property
    def most_disputed(self) -> tuple[Comparison, ...]:
        """The rows of `disputed`: urgent recommendations first, then those on which the views are furthest apart."""
        return tuple(sorted(self.disputed, key=lambda row: (not row.paragraph.urgent, -row.distance)))

    @property
    def unmeasured(self) -> tuple[IndicatorRow, ...]:
        """The indicators without a value after the baseline."""
        return tuple(row for row in self.indicators if not row.is_measured)


@dataclass(frozen=True)
class StateReportInput:
    """Input to the State's next report to the treaty body."""

    report: DeadlineState | None
    """The deadline of the report; None if it is not known."""
    documents: tuple[Document, ...]
    """The documents whose recommendations the report has to answer."""
    total: int
    """The number of their recommendations, without paragraphs that only introduce lettered items."""
    described: int
    """The number of recommendations about which a voice says something."""
    voices: tuple[str, ...]
    """The voices that say something."""
    clusters: tuple[Cluster, ...]
    """The clusters about which something is known, in the order of the settings."""
    unknown_clusters: tuple[Cluster, ...]
    """The clusters about which no voice says anything and that have no indicator."""
    measures: tuple[MeasureState, ...]
    """What the State has done to give effect to the recommendations."""

    @property
    def measured(self) -> tuple[IndicatorRow, ...]:
        """The indicators of all clusters that have a value after the baseline; those furthest from their targets."""
        rows = {row.indicator.id: row for group in self.clusters for row in group.indicators if row.is_measured}
        return furthest_first(list(rows.values()))[:MOST_INDICATORS]

    @property
    def other_indicators(self) -> int:
        """The number of indicators with a value after the baseline that are not in `measured`."""
        rows = {row.indicator.id for group in self.clusters for row in group.indicators if row.is_measured}
        return len(rows) - len(self.measured)


def state_report_input(workspace: Workspace, as_of: date) -> StateReportInput:
    """Return the input to the State's next report. `workspace` has the values that lettered items inherit."""
    period = since_adoption(workspace, as_of)
    paragraphs = current_recommendations(workspace)
    documents = tuple(dict.fromkeys(paragraph.document for paragraph in paragraphs))
    rows = {row.paragraph.id: row for row in without_chapeaus(compare_all(workspace, paragraphs, period))}
    groups = [
        _cluster(workspace, title, [rows[member.id] for member in members], as_of)
        for title, members in by_cluster(workspace, (row.paragraph for row in rows.values()))
    ]
    known = tuple(group for group in groups if group.described or group.indicators)
    by_id = {document.id: document for document in workspace.documents}
    return StateReportInput(
        report=_next_report(workspace, as_of),
        documents=tuple(by_id[identifier] for identifier in documents),
        total=len(rows),
        described=sum(len(group.described) for group in known),
        voices=voices_in(rows.values()),
        clusters=known,
        unknown_clusters=tuple(group for group in groups if group not in known),
        measures=tuple(row for row in measures.states(workspace, as_of) if row.past),
    )


def _cluster(workspace: Workspace, title: str, rows: list[Comparison], as_of: date) -> Cluster:
    own = [row for row in rows if any(not opinion.of_whole for opinion in row.opinions.values())]
    described = tuple(row for row in own if _is_described(row))
    known = {row.paragraph.id for row in described}
    unknown = (
        row
        for row in rows
        if row.paragraph.id not in known and not (row.paragraph.inherited and row.paragraph.inherited.id in known)
    )
    ids = {row.paragraph.id for row in rows}
    return Cluster(
        title=title,
        total=len(rows),
        described=described,
        unknown=tuple(NamedRecommendation(row.paragraph, row.title, row.citation) for row in unknown),
        disputed=tuple(row for row in described if row.disagree and _government_is_most_favourable(row)),
        without_government=tuple(row for row in described if "government" not in row.opinions),
        indicators=tuple(
            indicator_row(indicator, as_of)
            for indicator in workspace.indicators
            if not ids.isdisjoint(indicator.recommendations)
        ),
    )


def _is_described(row: Comparison) -> bool:
    return any(opinion.assessment.level != NO_INFORMATION for opinion in row.opinions.values())


def _government_is_most_favourable(row: Comparison) -> bool:
    return row.extremes is not None and row.extremes[0].voice == "government"


def _next_report(workspace: Workspace, as_of: date) -> DeadlineState | None:
    """Return the next report of the State to the treaty body, which the roadmap names or which comes first."""
    cycle = workspace.roadmap.review_cycle if workspace.roadmap else None
    rows: Iterable[DeadlineState] = deadlines.states(workspace, as_of)
    reports = [
        row
        for row in rows
        if row.is_open and row.deadline.kind == "state-report" and row.mechanism.id == workspace.settings.treaty_body
    ]
    named = (row for row in reports if cycle and row.deadline.id == cycle.next_report)
    return next(named, reports[0] if reports else None)
