"""Find the dates that Concluding Observations set for follow-up information, the next report and the next dialogue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ReportingDate
from cobtrack.exchange.un.citations import referenced_paragraphs
from cobtrack.exchange.un.dates import read_date
from cobtrack.exchange.un.lettered_items import format_item
from cobtrack.exchange.un.phrases import Meaning, english
from cobtrack.model.dates.relative import shift
from cobtrack.model.dates.timeframe import Point
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from cobtrack.exchange.un.phrases import PhraseBook

# The kind, owner and title of the deadline that a phrase with this meaning sets.
_DEADLINES = {
    Meaning.follow_up: ("follow-up-report", "state", "Information on the follow-up"),
    Meaning.report: ("state-report", "state", "Next report"),
    Meaning.list_of_issues: ("list-of-issues", "un", "List of issues"),
    Meaning.replies: ("list-of-issues-reply", "state", "Replies to the list of issues"),
    Meaning.dialogue: ("review", "un", "Constructive dialogue"),
}
_MAX_PARAGRAPHS_IN_TITLE = 20
LAST_PARAGRAPHS = 100
"""How many paragraphs at the end of a document may be about future reports. Few documents have more paragraphs."""


def follow_up_paragraphs(text: str, book: PhraseBook | None = None) -> list[tuple[str, str]]:
    """Return the paragraphs on which a text requests follow-up information before the next report.

    Each paragraph is a pair of number and item. If the text has no such request, the list is empty. `book` is the
    phrase book of the text's language; the default is English.
    """
    book = book or english()
    request = book.find(Meaning.follow_up, text)
    groups = referenced_paragraphs(text[request.start() :], book) if request else []
    return [paragraph for group in groups for paragraph in group]


def reporting_dates(number: str, text: str, adopted: str, book: PhraseBook) -> Iterator[ReportingDate]:
    """Yield the dates that a paragraph sets for follow-up information, reports and dialogues.

    `number` and `text` are the paragraph's number and text, and `book` is the phrase book of their language. `adopted`
    is the day on which the document was adopted, or "" if this day is not known. Periods for follow-up information
    begin on this day.
    """
    for meaning, (kind, owner, title) in _DEADLINES.items():
        if match := book.find(meaning, text):
            # The body may give the date itself: "within two years, that is, by 1 May 2026".
            that_is = book.match("that_is", text[match.end("when") :])
            wording = " ".join((that_is or match)["when"].split())
            due, months = _due(wording, adopted, book, from_adoption=meaning is Meaning.follow_up)
            is_sure = not book.match("period", wording) or bool(book.match("from_adoption", wording) or months)
            is_sure = is_sure and book.is_verified(meaning, text)
            yield ReportingDate(
                kind=kind,
                owner=owner,
                title=_title(meaning, title, match, text, book),
                due=due,
                months=months,
                certainty="confirmed" if is_sure else "tentative",
                paragraph=number,
                wording=wording,
            )


def _due(wording: str, adopted: str, book: PhraseBook, *, from_adoption: bool) -> tuple[str, int]:
    """Return the date in EDTF that a wording sets, and the number of months in a period that the wording sets.

    If `from_adoption` is true, a period ("within two years") begins on the day `adopted`, and its last day is returned
    as the date. Otherwise only its months are returned. A missing date is "", and a missing number of months is 0.
    """
    if period := book.match("period", wording):
        number = period["number"].casefold()
        months = book.numbers.get(number) or (int(number) if number.isdecimal() else 0)
        months *= 12 if period["years"] else 1
        return (_months_after(adopted, months), 0) if from_adoption else ("", months)
    return read_date(wording, book.months), 0


def _months_after(adopted: str, months: int) -> str:
    """Return the day that is `months` months after the day `adopted`, or "" if this day cannot be calculated."""
    try:
        day = date.fromisoformat(adopted)
        return str(shift(Point(day.year, day.month, day.day), "months", months)[0])
    except (ValueError, OverflowError):
        return ""


def _title(meaning: Meaning, title: str, match: re.Match[str], text: str, book: PhraseBook) -> str:
    """Return a title for a deadline that contains the paragraphs or the report named in the text.

    If the text names no paragraphs and no report, return `title`.
    """
    if meaning is Meaning.follow_up:
        paragraphs = follow_up_paragraphs(text, book)[:_MAX_PARAGRAPHS_IN_TITLE]
        labels = [f"{number} {format_item(item)}".strip() for number, item in paragraphs]
        return f"Information on paragraph{'s' * (len(labels) > 1)} {join(labels)}" if labels else title
    groups: dict[str, Any] = match.groupdict()
    report = " ".join((groups.get("what") or "").split())
    if determiner := book.match("determiner", report):
        report = report[determiner.end() :]
    return report[:1].upper() + report[1:] or title
