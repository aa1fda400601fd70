"""The dates that Concluding Observations set: for news on some paragraphs, the next report, the next dialogue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ReportingDate
from cobtrack.exchange.un.citations import referenced_paragraphs
from cobtrack.exchange.un.lettered_items import format_item
from cobtrack.exchange.un.phrases import Meaning, find_phrase
from cobtrack.model.dates.parse import parse_date
from cobtrack.model.dates.timeframe import TimeframeError
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a phrase is about as a deadline: its kind, who owes it, its title.
_DEADLINES = {
    Meaning.follow_up: ("follow-up-report", "state", "Information on the follow-up"),
    Meaning.report: ("state-report", "state", "Next report"),
    Meaning.list_of_issues: ("list-of-issues", "un", "List of issues"),
    Meaning.replies: ("list-of-issues-reply", "state", "Replies to the list of issues"),
    Meaning.dialogue: ("review", "un", "Constructive dialogue"),
}
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12, "eighteen": 18, "twenty-four": 24,
    "thirty-six": 36,
}  # fmt: skip
_WITHIN = re.compile(r"within\s+(\S+)\s+(year|month)", re.IGNORECASE)
_WORD = re.compile(r"(?:by|in|on|before|no\s+later\s+than|not\s+later\s+than)\s+", re.IGNORECASE)
_ITS = re.compile(r"(?:its|the|their|in|of|for)\s+", re.IGNORECASE)
_THAT_IS = re.compile(r"[\s,(]*that\s+is,?\s+(by\s+\d{1,2}\s+[^\W\d_]+\s+\d{4})", re.IGNORECASE)
_MOST_NAMED = 20
LAST_PARAGRAPHS = 100
"""Among so many of its last paragraphs a document speaks of the reports to come; few have more in all."""


def follow_up_paragraphs(text: str) -> list[tuple[str, str]]:
    """The paragraphs and items on which a text asks for news before the next report."""
    asked = find_phrase(Meaning.follow_up, text)
    return [one for group in referenced_paragraphs(text[asked.start() :]) for one in group] if asked else []


def reporting_dates(number: str, text: str, adopted: str) -> Iterator[ReportingDate]:
    """The dates that a paragraph sets; `adopted` is the day from which what is due within some time counts."""
    for meaning, (kind, owner, title) in _DEADLINES.items():
        if match := find_phrase(meaning, text):
            # Where a body counts itself, that is the date: within two years, that is, by 1 May 2026.
            counted = _THAT_IS.match(text, match.end("when"))
            said = " ".join((counted[1] if counted else match["when"]).split())
            due, months = _due(said, adopted, from_adoption=meaning is Meaning.follow_up)
            is_sure = not _WITHIN.match(said) or "adoption" in said.casefold() or bool(months)
            yield ReportingDate(
                kind=kind,
                owner=owner,
                title=_title(meaning, title, match, text),
                due=due,
                months=months,
                certainty="confirmed" if is_sure else "tentative",
                paragraph=number,
                wording=said,
            )


def _due(said: str, adopted: str, *, from_adoption: bool) -> tuple[str, int]:
    """The date in EDTF; or how many months after something else."""
    if within := _WITHIN.match(said):
        months = _NUMBERS.get(within[1].casefold()) or (int(within[1]) if within[1].isdecimal() else 0)
        months *= 12 if within[2].casefold() == "year" else 1
        return (_later(adopted, months), 0) if from_adoption else ("", months)
    try:
        return str(parse_date(_WORD.sub("", said, count=1))), 0
    except TimeframeError:
        return "", 0


def _later(day: str, months: int) -> str:
    """The same day so many months later, or the last one of that month; empty where the day is not known."""
    from calendar import monthrange  # noqa: PLC0415

    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", day)
    if not match:
        return ""
    year, month, number = map(int, match.groups())
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    return f"{year:04}-{month:02}-{min(number, monthrange(year, month)[1]):02}" if year < 10_000 else ""


def _title(meaning: Meaning, title: str, match: re.Match[str], text: str) -> str:
    if meaning is Meaning.follow_up:
        named = [f"{number} {format_item(item)}".strip() for number, item in follow_up_paragraphs(text)][:_MOST_NAMED]
        return f"Information on paragraph{'s' * (len(named) > 1)} {join(named)}" if named else title
    groups: dict[str, Any] = match.groupdict()
    what = _ITS.sub("", " ".join((groups.get("what") or "").split()))
    return what[:1].upper() + what[1:] or title
