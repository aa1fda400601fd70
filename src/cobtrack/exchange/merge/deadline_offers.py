"""Find the deadlines that an imported document sets and its mechanism does not have yet, to offer them to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.exchange.merge.match_paragraphs import unique_id
from cobtrack.exchange.merge.plan import DeadlineOffer
from cobtrack.exchange.merge.translations import tag
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
    """Yield each deadline that the document sets and that the workspace does not have. Add its id to `taken_ids`.

    The deadline belongs in the file of its mechanism. If the workspace does not have the mechanism yet, `new_file` is
    the name of the file that will be created for the mechanism.
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
            title = tag(date.title, date.language, workspace.settings.languages[0])
            data = {**_deadline_data(identifier, date, source, list_of_issues), "title": title}
            yield DeadlineOffer(document.mechanism, file, data, date.wording)


def _existing_deadline(mechanism: Mechanism | None, date: ReportingDate, source: str) -> Deadline | None:
    """Return the mechanism's first deadline that is the same as a date in a document, or None.

    The deadline must have the same kind as the date. In addition, its source is the same, or its due date overlaps.
    """
    due = parse_edtf(date.due) if date.due else None
    for deadline in mechanism.deadlines if mechanism else ():
        is_same = source in map(str, deadline.source) or _overlaps(deadline.due, due)
        if deadline.kind == date.kind and is_same:
            return deadline
    return None


def _overlaps(first: object, second: Timeframe | None) -> bool:
    """Whether two timeframes have a day in common. Returns False if a timeframe has no first day or no last day."""
    if not isinstance(first, Timeframe) or second is None:
        return False
    if first.earliest is None or first.latest is None or second.earliest is None or second.latest is None:
        return False
    return first.earliest <= second.latest and second.earliest <= first.latest


def _deadline_id(document: IncomingDocument, date: ReportingDate, list_of_issues: str, taken_ids: set[str]) -> str:
    """Return an unused id for a deadline, for example `cescr-follow-up-2028`.

    The id ends with the year of the deadline. If this year is unknown, it ends with the year of the list of issues
    that the deadline depends on. If there is no such list, it ends with the year of the document.
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
