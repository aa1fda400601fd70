"""Earlier values of records, and what was written about words that have changed since.

A summary, a score or an assessment that is older than the present words of a record might no longer fit them. It is
"written about earlier words" until there is a newer one, or until somebody confirms that it still holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import VOICE
from cobtrack.model.languages.phrases import gettext, ngettext
from cobtrack.model.problem import address
from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Path
    from cobtrack.model.record import Record
    from cobtrack.model.records.shared import Earlier
    from cobtrack.model.workspace import Workspace


class OlderText(NamedTuple):
    """A part of a record that was written about earlier words of the record."""

    path: Path
    """The path of the part within the record."""
    name: str
    """What the part is, such as gettext("the summary") or "the assessment of March 2025 (civil society)"."""
    until: Timeframe
    """The day on which the words changed that the part was written about."""

    @property
    def address(self) -> str:
        """The part as commands name it, such as `summary` or `assessments.1`."""
        return address(self.path)


def records_with_earlier_values(workspace: Workspace) -> Iterator[tuple[Record, tuple[Earlier, ...]]]:
    """Yield each record that has earlier values, with these values."""
    roadmap = (workspace.roadmap,) if workspace.roadmap else ()
    for record in (*roadmap, *workspace.all_records()):
        if entries := getattr(record, "was", ()):
            yield record, entries


def unconfirmed_changes(record: Record, as_of: date) -> list[Earlier]:
    """Return the changes of a record's words on or before a day, with the oldest first.

    A change is left out if somebody has confirmed by that day that what was written about the earlier words still
    holds.
    """
    changes: list[Earlier] = []
    for entry in getattr(record, "was", ()):
        if entry.earlier_words and entry.until.is_on_or_before(as_of):
            changes.append(entry)
            if entry.still_holds and entry.still_holds.is_on_or_before(as_of):
                changes.clear()
    return changes


def written_about_earlier_words(record: Record, as_of: date) -> tuple[OlderText, ...]:
    """Return the parts of a record that were written about earlier words of the record, as known on a day.

    These are the summary of an official text, scores, and the latest assessment by each voice.
    """
    parts: dict[Path, OlderText] = {}
    for change in unconfirmed_changes(record, as_of):
        for part in _about_text(record, change, as_of):
            parts.setdefault(part.path, part)
    return tuple(parts.values())


def describe_older_texts(parts: tuple[OlderText, ...]) -> str:
    """Return a sentence without a full stop that names the parts written about earlier words; "" if there are none."""
    if not parts:
        return ""
    days = join(list(dict.fromkeys(format_timeframe(part.until) for part in parts)))
    return ngettext(
        "%(parts)s was written before the words changed on %(days)s",
        "%(parts)s were written before the words changed on %(days)s",
        len(parts),
        parts=join([part.name for part in parts]),
        days=days,
    )


def _about_text(record: Record, change: Earlier, as_of: date) -> Iterator[OlderText]:
    """Yield the summary, the scores and the assessments of a paragraph that are older than a change of its words."""
    if not isinstance(record, Paragraph):
        return
    if not (change.text or change.points or (change.summary and not record.text)):
        return
    # A summary that changed on the day of the text or later was written about the new text.
    changes = record.was[record.was.index(change) :]
    if change.text and record.summary and not any(entry.summary for entry in changes):
        yield OlderText(("summary",), gettext("the summary"), change.until)
    for index, score in enumerate(record.scores):
        if score.date is None or _is_older(score.date, change):
            yield OlderText(
                ("scores", index), gettext("the score for %(criterion)s", criterion=score.criterion), change.until
            )
    latest = {entry.voice: index for index, entry in enumerate(record.assessments) if entry.date.is_on_or_before(as_of)}
    for voice, index in latest.items():
        day = record.assessments[index].date
        if _is_older(day, change):
            name = gettext(
                "the assessment of %(date)s (%(voice)s)", date=format_timeframe(day), voice=VOICE[voice].singular
            )
            yield OlderText(("assessments", index), name, change.until)


def _is_older(day: Timeframe, change: Earlier) -> bool:
    return change.until.earliest is not None and day.is_before(change.until.earliest)
