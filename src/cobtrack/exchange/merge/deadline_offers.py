"""The deadlines that a document sets and that its mechanism does not have yet, to be offered to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.exchange.merge.match_paragraphs import unique_id
from cobtrack.exchange.merge.plan import DeadlineOffer
from cobtrack.model.dates.timeframe import Timeframe, parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.exchange.incoming import IncomingDocument, ReportingDate
    from cobtrack.model.records.mechanism import Deadline, Mechanism
    from cobtrack.model.workspace import Workspace

_NAMES = {"follow-up-report": "follow-up", "list-of-issues-reply": "replies", "review": "dialogue"}


def deadline_offers(
    workspace: Workspace, one: IncomingDocument, new_file: str, taken: set[str]
) -> Iterator[DeadlineOffer]:
    """The offers of a document; `new_file` is where its mechanism begins, `taken` gets their ids."""
    mechanism = next((there for there in workspace.mechanisms if there.id == one.mechanism), None)
    file = mechanism.place.file if mechanism else new_file
    issues = ""
    for date in one.reporting_dates if file else ():
        source = f"{one.symbol or one.name}, para. {date.paragraph}"
        existing = _existing(mechanism, date, source)
        identifier = existing.id if existing else _identifier(one, date, issues, taken)
        issues = identifier if date.kind == "list-of-issues" else issues
        if not existing:
            taken.add(identifier)
            yield DeadlineOffer(one.mechanism, file, _data(identifier, date, source, issues), date.wording)


def _existing(mechanism: Mechanism | None, date: ReportingDate, source: str) -> Deadline | None:
    """The deadline of the mechanism that this is: of its kind, and from the same paragraph or due at the same time."""
    same_kind = (there for there in (mechanism.deadlines if mechanism else ()) if there.kind == date.kind)
    due = parse_edtf(date.due) if date.due else None
    return next((there for there in same_kind if source in map(str, there.source) or _overlaps(there.due, due)), None)


def _overlaps(there: object, due: Timeframe | None) -> bool:
    if not isinstance(there, Timeframe) or due is None:
        return False
    ends = (there.earliest, there.latest, due.earliest, due.latest)
    first, last, begins, stops = ends
    return not (first is None or last is None or begins is None or stops is None) and first <= stops and begins <= last


def _identifier(one: IncomingDocument, date: ReportingDate, issues: str, taken: set[str]) -> str:
    """`cescr-follow-up-2028`; where no year is known, that of the list of issues, or of the document."""
    after = issues[-4:] if date.months and issues[-4:].isdecimal() else ""
    year = date.due[:4] or after or str(one.fields.get("adopted") or one.fields.get("issued") or "")[:4]
    return unique_id("-".join(filter(None, (one.mechanism, _NAMES.get(date.kind, date.kind), year))), taken)


def _data(identifier: str, date: ReportingDate, source: str, issues: str) -> dict[str, Any]:
    due: Any = date.due
    if date.months and issues:
        due = {"after": issues, "months": date.months}
    data = {
        "id": identifier,
        "title": date.title,
        "kind": date.kind,
        "owner": date.owner,
        "due": due,
        "certainty": date.certainty if due else "tbd",
        "basis": "cob-paragraph",
        "source": source,
    }
    return {key: value for key, value in data.items() if value}
