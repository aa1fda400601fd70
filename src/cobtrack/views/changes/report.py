"""The changes between two states of a workspace as a report: a title, a summary, and the changes by topic."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.labels import CHANGE_TOPIC
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.records.pillar import Activity
from cobtrack.model.text.wording import as_sentence, join, join_first, quantity, upper_first
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
        if self.until:
            return _("What changed between %(since)s and %(until)s", since=self.since, until=self.until)
        return _("What changed since %(since)s", since=self.since)

    @property
    def summary(self) -> str:
        """How many changes there are, and how many activities are still in the plan."""
        if not self.changes.changes:
            return _("Nothing changed in the chosen records.") if self.is_filtered else _("Nothing changed.")
        counts = [quantity(len(self.changes.of_substance), "change")] if self.changes.of_substance else []
        if (wording := len(self.changes.of_wording)) and counts:
            counts.append(ngettext("%(num)s of wording", "%(num)s of wording", wording))
        elif wording:
            counts.append(ngettext("%(num)s change of wording", "%(num)s changes of wording", wording))
        sentence = as_sentence(upper_first(join(counts)))
        return sentence if self.is_filtered else f"{sentence} {self._plan()}".rstrip()

    def _plan(self) -> str:
        """Return how many activities are still in the plan, and how many are new."""
        whole = [change for change in self.changes.changes if isinstance(change.subject.record, Activity)]
        added = sum(change.what == "added" for change in whole)
        if not added and all(change.what != "removed" for change in whole):
            return ""
        old, new = len(self.before.activities), len(self.after.activities)
        if not added:
            return _("%(kept)s of %(all)s activities are still in the plan.", kept=new, all=old)
        return ngettext(
            "%(kept)s of %(all)s activities are still in the plan; %(num)s is new.",
            "%(kept)s of %(all)s activities are still in the plan; %(num)s are new.",
            added,
            kept=new - added,
            all=old,
        )

    @property
    def groups(self) -> tuple[tuple[str, tuple[Change, ...]], ...]:
        """The changes, grouped by topic. Each group has a heading."""
        grouped = groupby(self.changes.changes, key=lambda change: change.topic)
        return tuple((upper_first(CHANGE_TOPIC[topic].singular), tuple(group)) for topic, group in grouped)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The differences without meaning, such as "order of 1.5 and 1.6"."""
        return (*self.changes.left_out, *(_("layout or comments in %(file)s", file=name) for name in self.only_layout))

    @property
    def left_out_sentence(self) -> str:
        """A sentence about the differences without meaning; "" if there are none."""
        items = join_first(list(self.left_out), _MAX_LEFT_OUT)
        return _("Left out, because it has no meaning: %(items)s.", items=items) if items else ""

    @property
    def gaps(self) -> str:
        """A sentence about data that could not be compared; "" if everything was compared."""
        names = list(self.changes.not_compared)
        if not names:
            return ""
        return _(
            "Some files could not be read, so records of these kinds may be missing: %(kinds)s.", kinds=join(names)
        )


def digest(report: Report) -> list[str]:
    """Return the report in a few lines for an e-mail: one line for each topic."""
    lines = [report.title, "", report.summary]
    for heading, changes in report.groups:
        first, rest = changes[0], len(changes) - 1
        name = f"{first.id} {shorten(first.title, _SHORT_TITLE)}".rstrip()
        what = {"label": heading, "record": name, "sentence": shorten(first.sentence)}
        if rest:
            line = ngettext(
                "%(label)s: %(record)s (%(sentence)s); %(num)s more",
                "%(label)s: %(record)s (%(sentence)s); %(num)s more",
                rest,
                **what,
            )
        else:
            line = _("%(label)s: %(record)s (%(sentence)s)", **what)
        lines.append(f"- {line}")
    return lines
