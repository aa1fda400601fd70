"""Find the deadlines that an imported document sets and its mechanism does not have yet, to offer them to the user."""

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

_ID_WORDS = {"follow-up-report": "follow-up", "list-of-issues-reply": "replies", "review": "dialogue"}
"""Words that ids contain instead of the kind of deadline. Other kinds are used as they are."""


def deadline_offers(
    workspace: Workspace, document: IncomingDocument, new_file: str, taken_ids: set[str]
) -> Iterator[DeadlineOffer]:
    """Yield the deadlines to offer, and add their ids to `taken_ids`.

    `new_file` is the name of the file to create for the mechanism if the workspace does not have the mechanism yet.
    """
    mechanism = next((record for record in workspace.mechanisms if record.id == document.mechanism), None)
    file = mechanism.place.file if mechanism else new_file
    list_of_issues = ""
    for date in document.reporting_dates if file else ():
        source = f"{document.symbol or document.name}, para. {date.paragraph}"
        existing = _existing_deadline(mechanism, date, source)
        identifier = existing.id if existing else _deadline_id(document, date, list_of_issues, taken_ids)
        if date.kind == "list-of-issues":
            list_of_issues = identifier
        if not existing:
            taken_ids.add(identifier)
            data = _deadline_data(identifier, date, source, list_of_issues)
            yield DeadlineOffer(document.mechanism, file, data, date.wording)


def _existing_deadline(mechanism: Mechanism | None, date: ReportingDate, source: str) -> Deadline | None:
    """Return the mechanism's deadline with the same kind and either the same source or an overlapping due date."""
    due = parse_edtf(date.due) if date.due else None
    for deadline in mechanism.deadlines if mechanism else ():
        is_same = source in map(str, deadline.source) or _overlaps(deadline.due, due)
        if deadline.kind == date.kind and is_same:
            return deadline
    return None


def _overlaps(first: object, second: Timeframe | None) -> bool:
    """Whether two timeframes have a day in common. Always False if one of them has no first or no last day."""
    if not isinstance(first, Timeframe) or second is None:
        return False
    if first.earliest is None or first.latest is None or second.earliest is None or second.latest is None:
        return False
    return first.earliest <= second.latest and second.earliest <= first.latest


def _deadline_id(document: IncomingDocument, date: ReportingDate, list_of_issues: str, taken_ids: set[str]) -> str:
    """Return an id for a deadline: `cescr-follow-up-2028`.

    If the year of the deadline is unknown, the id has the year of the list of issues or of the document.
    """
    issues_year = list_of_issues[-4:] if date.months and list_of_issues[-4:].isdecimal() else ""
    document_year = str(document.fields.get("adopted") or document.fields.get("issued") or "")[:4]
    year = date.due[:4] or issues_year or document_year
    parts = (document.mechanism, _ID_WORDS.get(date.kind, date.kind), year)
    return unique_id("-".join(filter(None, parts)), taken_ids)


def _deadline_data(identifier: str, date: ReportingDate, source: str, list_of_issues: str) -> dict[str, Any]:
    due: Any = {"after": list_of_issues, "months": date.months} if date.months and list_of_issues else date.due
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
