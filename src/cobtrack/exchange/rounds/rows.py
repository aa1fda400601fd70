"""The rows of a workbook: what an organisation is asked about, what is known of it, and the words of the answers."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from cobtrack.exchange.office.xlsx_writer import shortened
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import ASSESSED_LEVEL, LOGGED_STATUS
from cobtrack.model.languages.phrases import gettext, pgettext
from cobtrack.model.records.action import Action
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator, Measurement
from cobtrack.model.records.pillar import Activity
from cobtrack.model.text.escape import clean_text
from cobtrack.model.text.markup import plain_text
from cobtrack.views.activities import activity_title
from cobtrack.views.indicators.wording import amount
from cobtrack.views.recommendations import title_of
from cobtrack.views.reporting.rounds import entries, entry_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cobtrack.model.workspace import Workspace
    from cobtrack.views.reporting.rounds import Reported


NOTHING_NEW = "nothing-new"
"""The answer that there is nothing new."""
_WORDS: Mapping[type, tuple[str, ...]] = {
    Activity: tuple(LOGGED_STATUS), Action: tuple(LOGGED_STATUS), Paragraph: tuple(ASSESSED_LEVEL), Indicator: (),
}  # fmt: skip


ANSWERS = (NOTHING_NEW, *LOGGED_STATUS, *ASSESSED_LEVEL)
"""All words that an answer can be."""


def answers(model: type) -> tuple[str, ...]:
    """Return the words that an answer about a record of this model can be. An indicator has a number instead."""
    return (NOTHING_NEW, *_WORDS[model])


def in_words(answer: str) -> str:
    """Return how the workbook writes an answer, in the spoken language."""
    if answer == NOTHING_NEW:
        return pgettext("answer", "nothing new")
    return ({**ASSESSED_LEVEL, **LOGGED_STATUS})[answer].singular


def values(workspace: Workspace, record: Reported, as_of: date) -> dict[str, str]:
    """Return the texts of the cells that tell an organisation about a record, keyed by column."""
    texts = {
        "id": record.id,
        "kind": _kind(workspace, record),
        "what": _title(workspace, record),
        "planned": _planned(record),
        "last": _last(record, as_of),
    }
    return {key: shortened(clean_text(text)) for key, text in texts.items()}


def _kind(workspace: Workspace, record: Reported) -> str:
    match record:
        case Activity():
            return gettext("Activity %(id)s", id=record.id)
        case Action(kind="advocacy"):
            return gettext("Advocacy")
        case Action():
            return gettext("Action")
        case Paragraph():
            return gettext("Recommendation %(citation)s", citation=workspace.citation(record))
        case _:
            return gettext("Indicator")


def _title(workspace: Workspace, record: Reported) -> str:
    if isinstance(record, Activity):
        _, category = workspace.activity_index[record.id]
        points = "\n".join(f"- {plain_text(point)}" for point in record.points)
        return "\n".join(filter(None, [plain_text(activity_title(record, category)), points]))
    if isinstance(record, Paragraph):
        texts = (title_of(workspace, record), record.text or record.summary or "")
        return "\n".join(plain_text(text) for text in texts if text) or record.label
    return plain_text(record.title)


def _planned(record: Reported) -> str:
    if isinstance(record, Activity | Action):
        return format_timeframe(record.timeframe) if record.timeframe else ""
    if isinstance(record, Indicator) and record.target:
        return gettext(
            "%(date)s: %(value)s",
            date=format_timeframe(record.target.date),
            value=amount(record.target.value, record.unit),
        )
    return ""


def _last(record: Reported, as_of: date) -> str:
    """Return the last entry of a log up to a day: its date, the status, level or value, and the note."""
    # The workbook asks for the value for all, not for the values of groups.
    of_all = (entry for entry in entries(record) if not (isinstance(entry, Measurement) and entry.for_))
    known = [entry for entry in of_all if entry.date.is_on_or_before(as_of)]
    if not known:
        return gettext("nothing reported yet")
    head, note = entry_in_words(record, known[-1])
    return "\n".join(filter(None, [head, plain_text(note)]))


def fingerprint(record: Reported, organisation: str) -> str:
    """Return a short text that changes if the record changes so that an answer about it may no longer fit.

    It depends on the words and the dates of the record, and on the entries of its log. What other organisations
    reported is left out, because several organisations can report on the same record. Whether an entry was confirmed
    is left out too.
    """
    words = record.model_dump(mode="json", include={"text", "points", "title", "summary", "timeframe", "unit"})
    log = [
        entry.model_dump(mode="json", exclude={"provisional", "audience"}, exclude_defaults=True)
        for entry in entries(record)
        if entry.by in {None, organisation}
    ]
    data = json.dumps([words, log], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:16]
