"""The changes between two states of a workspace as a report: a title, a summary, and the changes by topic."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.labels import CHANGE_TOPIC
from cobtrack.model.records.pillar import Activity
from cobtrack.model.text.wording import join, join_first, quantity, upper_first
from cobtrack.views.changes.wording import shorten

if TYPE_CHECKING:
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.changes.change import Change
    from cobtrack.views.changes.compare import Changes

_SHORT_TITLE = 45
_MAX_LEFT_OUT = 10
"""The greatest number of differences without meaning that a report names one by one."""


@dataclass(frozen=True)
class Report:
    """The changes between two states, and how people name the states."""

    since: str
    until: str
    """The name of the later state; "" if it is the present state of the files."""
    changes: Changes
    before: Workspace
    after: Workspace
    only_layout: tuple[str, ...] = ()
    """The names of files that changed without any change of meaning."""
    is_filtered: bool = False
    """Whether only the changes of some records are shown."""

    @property
    def title(self) -> str:
        """The title of the report."""
        return (
            f"What changed between {self.since} and {self.until}" if self.until else f"What changed since {self.since}"
        )

    @property
    def summary(self) -> str:
        """How many changes there are, and how many activities are still in the plan."""
        if not self.changes.changes:
            return "Nothing changed." if not self.is_filtered else "Nothing changed in the chosen records."
        counts = [quantity(len(self.changes.of_substance), "change")] if self.changes.of_substance else []
        if wording := len(self.changes.of_wording):
            counts.append(f"{quantity(wording, 'change')} of wording" if not counts else f"{wording} of wording")
        sentence = f"{upper_first(join(counts))}."
        return sentence if self.is_filtered else f"{sentence} {self._plan()}".rstrip()

    def _plan(self) -> str:
        """Return how many activities are still in the plan, and how many are new."""
        whole = [change for change in self.changes.changes if isinstance(change.subject.record, Activity)]
        added = sum(change.what == "added" for change in whole)
        if not added and all(change.what != "removed" for change in whole):
            return ""
        old, new = len(self.before.activities), len(self.after.activities)
        news = f"; {added} {'is' if added == 1 else 'are'} new" if added else ""
        return f"{new - added} of {old} activities are still in the plan{news}."

    @property
    def groups(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The changes, grouped by topic. Each group has a heading."""
        grouped = groupby(self.changes.changes, key=lambda change: change.topic)
        return tuple((upper_first(CHANGE_TOPIC[topic].singular), tuple(group)) for topic, group in grouped)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The differences without meaning, such as "order of 1.5 and 1.6"."""
        return (*self.changes.left_out, *(f"layout or comments in {name}" for name in self.only_layout))

    @property
    def left_out_sentence(self) -> str:
        """A sentence about the differences without meaning; "" if there are none."""
        items = join_first(list(self.left_out), _MAX_LEFT_OUT)
        return f"Left out, because it has no meaning: {items}." if items else ""

    @property
    def gaps(self) -> str:
        """A sentence about data that could not be compared; "" if everything was compared."""
        names = self.changes.not_compared
        return (
            f"Some files could not be read, so records of these kinds may be missing: {join(list(names))}."
            if names
            else ""
        )


def digest(report: Report) -> list[str]:
    """Return the report in a few lines for an e-mail: one line for each topic."""
    lines = [report.title, "", report.summary]
    for heading, changes in report.groups:
        first, rest = changes[0], len(changes) - 1
        name = f"{first.id} {shorten(first.title, _SHORT_TITLE)}".rstrip()
        more = f"; {rest} more" if rest else ""
        lines.append(f"- {heading}: {name} ({shorten(first.sentence)}){more}")
    return lines
