"""What a paragraph of Concluding Observations is: told by its section and by the verbs that committees use."""

from __future__ import annotations

import re

_WHO = r"(?:Committee|\b[Ii]t|\band|,)\s+(?:(?:\w+ly|also|further|therefore|once|again|hereby)\s+){0,4}"
_RECOMMENDS = re.compile(
    rf"{_WHO}(?:recommends|urges|calls\s+(?:up)?on|requests|invites|encourages|reiterates\b(?!.{{0,30}}\bconcern))"
    r"|State\s+party\s+(?:should|is\s+(?:requested|invited|encouraged))"
)
_CONCERNED = re.compile(
    r"\b(?:is|remains|are)\s+(?:\w+\s+){0,3}(?:concerned|alarmed)\b|\b(?:regrets|deplores)\b"
    r"|\bnotes\s+(?:\w+\s+)?with\s+(?:\w+\s+){0,2}(?:concern|regret)\b"
    r"|\b(?:expresses|reiterates)\s+(?:\w+\s+){0,3}concern\b"
)
_WELCOMES = re.compile(r"\b(?:welcomes|commends|appreciates|notes\s+with\s+(?:appreciation|satisfaction))\b")
URGENT = re.compile(r"\burgent\s+(?:measures|action)\s+(?:must|should|needs?\s+to)\s+be\s+taken\b")

_FOLLOW_UP = re.compile(
    r"\b(within\s+(?:one|two|three|[0-9])\s+years?|by\s+[0-9]{1,2}\s+[A-Z][a-z]+\s+[0-9]{4})\b.{0,400}?\bparagraphs?\s+[0-9]",
    re.DOTALL,
)


def asks_for_news(text: str) -> list[str]:
    """A doubt where a body asks for news of some recommendations before the next report."""
    asked = _FOLLOW_UP.search(text)
    return [f"it asks for news {asked[1]} on some paragraphs: is there a deadline?"] if asked else []


def kind_of(section: str, text: str) -> tuple[str, str]:
    """The kind of a paragraph, and a doubt where its section, in small letters, and its verbs do not settle it."""
    if not section.strip() or "introduction" in section or URGENT.search(text):
        return "introduction", ""
    if "positive" in section or "progress achieved" in section or "follow-up measures" in section:
        return "progress", ""
    recommends, concerned = _RECOMMENDS.search(text), _CONCERNED.search(text)
    if recommends and concerned:
        return "recommendation", "it reads as a concern and as a recommendation, and was taken for a recommendation"
    if recommends or concerned:
        return ("recommendation" if recommends else "concern"), ""
    likely = "recommendation" if "should" in text else "progress" if _WELCOMES.search(text) else "concern"
    return likely, f"it reads neither as a concern nor as a recommendation, and was taken for {likely}"
