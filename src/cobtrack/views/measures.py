"""What the State has done on a day: the stages of measures, who says so, and the recommendations that they answer."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cobtrack.model.records.measure import ENDED, PREPARING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.measure import Article, Measure, Stage
    from cobtrack.model.workspace import Workspace

NO_STAGE = "no-stage"
_DAY_OR_MONTH = re.compile(r"(?<=^\d{4})-[\d-]+$", re.ASCII)
"""The part of a date that follows the year, if the date is a day or a month."""


@dataclass(frozen=True)
class MeasureState:
    """A measure on a day."""

    measure: Measure
    past: tuple[Stage, ...]
    """All stages that were reached by the day, with the oldest first."""
    current: tuple[Stage, ...]
    """What each voice last said, with the oldest first. What a public source shows is left out once somebody has said
    something later, and so are drafts once the measure exists."""

    @property
    def stage(self) -> str:
        """The stage that was reported last; `no-stage` if nothing was reported by the day."""
        return self.past[-1].stage if self.past else NO_STAGE

    @property
    def date(self) -> Timeframe | None:
        """The date of the stage that was reported last."""
        return self.past[-1].date if self.past else None

    @property
    def status_words(self) -> set[str]:
        """All words that select the measure in a filter by status: the current stage in the view of each voice."""
        return {stage.stage for stage in self.current} or {NO_STAGE}

    @property
    def exists(self) -> bool:
        """Whether the measure has been adopted, issued or put into force, and has not ended since then."""
        return _exists(self.past)


@dataclass(frozen=True)
class MeasureAnswer:
    """A measure that answers a recommendation."""

    state: MeasureState
    articles: tuple[Article, ...]
    """The articles that answer the recommendation. Empty if the measure as a whole answers it."""
    of_whole: bool
    """Whether the measure names only the whole paragraph of a lettered item."""


def state(measure: Measure, as_of: date) -> MeasureState:
    """Return the state of a measure on the given day."""
    past = measure.stages_on(as_of)
    latest = {stage.voice: stage for stage in past}
    exists = _exists(past)
    current = tuple(
        stage
        for stage in past
        if stage is latest[stage.voice]
        and (stage.voice or stage is past[-1])
        and not (exists and stage.stage in PREPARING)
    )
    return MeasureState(measure, past, current or past[-1:])


def _exists(past: Sequence[Stage]) -> bool:
    # A new draft does not bring back what was repealed or stopped.
    settled = [stage.stage for stage in past if stage.stage not in PREPARING]
    return bool(settled) and settled[-1] not in ENDED


def states(workspace: Workspace, as_of: date) -> tuple[MeasureState, ...]:
    """Return the states of all measures on the given day. The measure that moved last comes first."""
    rows = [state(measure, as_of) for measure in workspace.measures]
    return tuple(sorted(rows, key=_last_day, reverse=True))


def current_stages(row: MeasureState) -> str:
    """Return what each voice last said about a measure, such as `in-force (government, 2024-05-03)`."""
    return ", ".join(
        f"{stage.stage} ({', '.join(filter(None, [stage.voice, str(stage.date)]))})" for stage in row.current
    )


def stages_with_years(row: MeasureState) -> str:
    """Return the same as `current_stages` in a few words, such as `implemented 2025, in-force 2026`.

    A date that is not a day, a month or a year stays as it is.
    """
    return ", ".join(f"{stage.stage} {_DAY_OR_MONTH.sub('', str(stage.date))}" for stage in row.current)


def _last_day(row: MeasureState) -> date:
    return (row.date and row.date.latest) or date.min


class Answers:
    """Finds the measures that answer each recommendation on a day. Measures without a stage by then are left out."""

    def __init__(self, workspace: Workspace, as_of: date) -> None:
        rows = [row for row in states(workspace, as_of) if row.past]
        named: dict[str, list[MeasureState]] = defaultdict(list)
        for row in rows:
            for identifier in row.measure.answers:
                named[identifier].append(row)
        self._named: Mapping[str, Sequence[MeasureState]] = dict(named)

    def to(self, paragraph: Paragraph) -> tuple[MeasureAnswer, ...]:
        """Return the measures that answer a recommendation, with the measure that moved last first.

        For a lettered item, these include the measures that name its whole paragraph. The paragraph needs the values
        that it inherits.
        """
        own = [_answer(row, paragraph.id, of_whole=False) for row in self._named.get(paragraph.id, ())]
        whole = paragraph.inherited.id if paragraph.inherited else ""
        shown = {answer.state.measure.id for answer in own}
        of_whole = [
            _answer(row, whole, of_whole=True) for row in self._named.get(whole, ()) if row.measure.id not in shown
        ]
        return (*own, *of_whole)


def _answer(row: MeasureState, identifier: str, *, of_whole: bool) -> MeasureAnswer:
    articles = tuple(article for article in row.measure.articles if identifier in article.recommendations)
    return MeasureAnswer(row, articles, of_whole)
