"""Find the dates that Concluding Observations set for follow-up information, the next report and the next dialogue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ReportingDate
from cobtrack.exchange.un.citations import referenced_paragraphs
from cobtrack.exchange.un.dates import read_date
from cobtrack.exchange.un.lettered_items import format_item
from cobtrack.exchange.un.phrase_books import Meaning, english
from cobtrack.model.dates.relative import shift
from cobtrack.model.dates.timeframe import Point
from cobtrack.model.languages.phrases import gettext, ngettext
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from cobtrack.exchange.un.phrase_books import PhraseBook

# The kind and the owner of the deadline that a phrase with this meaning sets.
_DEADLINES = {
    Meaning.follow_up: ("follow-up-report", "state"),
    Meaning.report: ("state-report", "state"),
    Meaning.list_of_issues: ("list-of-issues", "un"),
    Meaning.replies: ("list-of-issues-reply", "state"),
    Meaning.dialogue: ("review", "un"),
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
    for meaning, (kind, owner) in _DEADLINES.items():
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
                title=_report(match, book) or _title(meaning, text, book),
                language=book.code if _report(match, book) else "",
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


def _report(match: re.Match[str], book: PhraseBook) -> str:
    """Return the report that a phrase names, in the words of the document, or "" if it names no report."""
    groups: dict[str, Any] = match.groupdict()
    report = " ".join((groups.get("what") or "").split())
    if determiner := book.match("determiner", report):
        report = report[determiner.end() :]
    return report[:1].upper() + report[1:]


def _title(meaning: Meaning, text: str, book: PhraseBook) -> str:
    """Return the title of a deadline, with the paragraphs that the text names."""
    paragraphs = follow_up_paragraphs(text, book)[:_MAX_PARAGRAPHS_IN_TITLE] if meaning is Meaning.follow_up else []
    if paragraphs:
        labels = [f"{number} {format_item(item)}".strip() for number, item in paragraphs]
        return ngettext(
            "Information on paragraph %(paragraphs)s",
            "Information on paragraphs %(paragraphs)s",
            len(labels),
            paragraphs=join(labels),
        )
    return {
        Meaning.follow_up: gettext("Information on the follow-up"),
        Meaning.report: gettext("Next report"),
        Meaning.list_of_issues: gettext("List of issues"),
        Meaning.replies: gettext("Replies to the list of issues"),
    }.get(meaning, gettext("Constructive dialogue"))
