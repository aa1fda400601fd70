"""Standard phrases of the treaty bodies: the meaning of each phrase, an example, and the source of the example.

To add a phrase, add an entry to the table. Case and line breaks make no difference, because documents of 2026 write
"State Party". A pattern may have the groups `when` (the date that the phrase sets) and `what` (the report that is due
on this date).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

_ADVERBS = r"(?:(?:\w+ly|also|further|therefore|once|again|hereby)\s+){0,4}"
_IT = rf"(?:committee|\bit|\band|,)\s+{_ADVERBS}"
_STATE = r"state\s+party\s+"
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DATE = rf"(?:(?:[0-9]{{1,2}}\s+)?{_MONTH}\s+)?(?:19|20)[0-9]{{2}}\b"
_NUMBER = r"(?:one|two|three|four|five|six|twelve|eighteen|twenty-four|thirty-six|[0-9]{1,2})"
_ADOPTED = r"(?:\s+(?:of|from|after)\s+(?:the\s+)?(?:date\s+of\s+)?(?:the\s+)?adoption)?"
_WITHIN = rf"within\s+{_NUMBER}\s+(?:years?|months?){_ADOPTED}"
_BY = rf"(?:by|no\s+later\s+than|not\s+later\s+than|before)\s+{_DATE}"
# Any words of the same sentence, which ends with a full stop and a capital after it.
_WORDS = r"(?:(?!\.\s+[A-Z])[^;]){0,300}?"
# Atomic groups (?>…) prevent backtracking, because a text may be hostile.
_PROVIDE_BY = rf"(?:provide|submit|report)\b{_WORDS}\b(?P<when>{_WITHIN}|{_BY})"
_INFORMATION_ON_PARAGRAPHS = (
    rf"\b(?>(?>{_PROVIDE_BY}){_WORDS}\b(?:information|recommendations?)\b){_WORDS}\b(?:paragraphs?|paras?\.)\s+[0-9]"
)
_REPORT = r"(?:its|the|their)\s+(?P<what>(?:(?!\.\s+[A-Z])[^;]){0,120}?\breports?)\b"
_REPORT_BY = rf"\bsubmit\s+(?>{_REPORT}){_WORDS}\b(?P<when>{_BY})"
_REPORT_ORDER = r"(?:(?:[a-z]+-)?(?:first|second|third|[a-z]{3,12}th)|combined|initial|next|periodic|to|and)"
_REPLIES = r"replies\s+to\s+the\s+list\s+of\s+issues"


class Meaning(StrEnum):
    """A meaning that a standard phrase gives to its paragraph, or a section title to the paragraphs of its section."""

    introduces = "introduces"
    progress = "progress"
    recommends = "recommends"
    concern = "concern"
    but = "but"
    welcomes = "welcomes"
    urgent = "urgent"
    follow_up = "follow-up"
    report = "report"
    no_date = "no-date"
    list_of_issues = "list-of-issues"
    replies = "replies"
    dialogue = "dialogue"


REPORTING = (
    Meaning.follow_up, Meaning.report, Meaning.no_date, Meaning.list_of_issues, Meaning.replies, Meaning.dialogue
)  # fmt: skip
"""Meanings about future reports and reviews. Paragraphs with these meanings are also recommendations to the State."""
CLOSING = (Meaning.report, Meaning.no_date, Meaning.list_of_issues, Meaning.dialogue)
"""Meanings of the last paragraphs of Concluding Observations. A file with such a paragraph is complete to the end."""


@dataclass(frozen=True)
class Phrase:
    """A pattern that finds a standard phrase with a certain meaning, and an example of the phrase.

    The example comes from a document of a treaty body. Other treaty bodies might use the same phrase.
    """

    meaning: Meaning
    pattern: str
    example: str
    source: str
    body: str

    @property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern, which ignores upper and lower case."""
        return _compiled(self.pattern)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Case matters only for the capital letter that begins a sentence.
    return re.compile(re.sub(r"\[A-Z\]", "(?-i:[A-Z])", pattern), re.IGNORECASE | re.DOTALL)


_BRA, _UZB, _AUS, _GBR = "CERD/C/BRA/CO/18-20", "CCPR/C/UZB/CO/5", "E/C.12/AUS/CO/6", "CRC/C/GBR/CO/4"
_KHM = "CRC/C/KHM/CO/2-3"

SECTION_TITLES = (
    Phrase(Meaning.introduces, r"introduction", "A. Introduction", _BRA, "cerd"),
    Phrase(Meaning.progress, r"positive\s+aspects", "B. Positive aspects", _AUS, "cescr"),
    Phrase(
        Meaning.progress,
        r"progress\s+achieved|follow-up\s+measures",
        "B. Follow-up measures undertaken and progress achieved by the State party",
        _GBR,
        "crc",
    ),
)
"""Titles of sections that show the kind of the paragraphs in the section."""

PHRASES = (
    Phrase(
        Meaning.recommends,
        rf"{_IT}recommends",
        "The Committee further recommends that the State Party establish indicators",
        f"{_AUS}, para. 7",
        "cescr",
    ),
    Phrase(
        Meaning.recommends,
        rf"{_IT}urges",
        "The Committee urges the State party to take all necessary measures",
        f"{_GBR}, para. 6",
        "crc",
    ),
    Phrase(
        Meaning.recommends,
        rf"{_IT}requests",
        "The Committee requests that the State Party disseminate the present concluding observations",
        f"{_AUS}, para. 18",
        "cescr",
    ),
    Phrase(
        Meaning.recommends,
        rf"{_IT}encourages",
        "the Committee encourages the State party to consider ratifying",
        f"{_BRA}, para. 61",
        "cerd",
    ),
    Phrase(
        Meaning.recommends,
        rf"{_IT}(?:calls\s+(?:up)?on|invites|reiterates\b(?!.{{0,30}}\bconcern))",
        "The Committee reiterates its call on the State party to establish an independent",
        f"{_KHM}, para. 15",
        "crc",
    ),
    Phrase(
        Meaning.recommends,
        rf"{_STATE}(?:should|is\s+(?:requested|invited|encouraged))",
        "The State Party should take all necessary measures",
        f"{_UZB}, para. 5",
        "ccpr",
    ),
    Phrase(
        Meaning.concern,
        r"\b(?:is|remains|are)\b(?:\s*,)?\s+(?:\w+(?:\s*,)?\s+){0,4}(?:concerned|alarmed)\b",
        "It is, however, concerned that, in recent years, the effective implementation has decreased",
        f"{_BRA}, para. 22",
        "cerd",
    ),
    Phrase(
        Meaning.concern,
        r"\b(?:regrets|deplores)\b",
        "The Committee regrets the lack of information about the collection of data",
        f"{_BRA}, para. 56",
        "cerd",
    ),
    Phrase(
        Meaning.concern,
        r"\bnotes\s+(?:\w+\s+)?with\s+(?:\w+\s+){0,2}(?:concern|regret)\b",
        "notes with regret that some of the recommendations have not been given sufficient follow-up",
        f"{_GBR}, para. 5",
        "crc",
    ),
    Phrase(
        Meaning.concern,
        r"\b(?:expresses|reiterates)\s+(?:\w+\s+){0,3}concern\b",
        "The Committee expresses deep concern that thousands of children are exploited",
        f"{_KHM}, para. 71",
        "crc",
    ),
    Phrase(
        Meaning.but,
        r"\b(?:however|nevertheless|nonetheless)\b",
        "However, the Committee remains concerned that the Covenant has still not been incorporated",
        f"{_AUS}, para. 6",
        "cescr",
    ),
    Phrase(
        Meaning.welcomes,
        r"\b(?:welcomes|commends|appreciates|notes\s+with\s+(?:appreciation|satisfaction))\b",
        "The Committee welcomes measures taken to facilitate access to decent work opportunities",
        f"{_BRA}, para. 22",
        "cerd",
    ),
    Phrase(
        Meaning.urgent,
        r"\burgent\s+(?:measures|action)\s+(?:that\s+)?(?:must|should|needs?\s+to)\s+be\s+taken\b",
        "the following areas, in respect of which urgent measures must be taken: adolescent health (para. 35)",
        "CRC/C/PER/CO/6-7, para. 4",
        "crc",
    ),
    Phrase(
        Meaning.urgent,
        r"\burgent\s+(?:measures|action)\s+that\s+(?:must|should|needs?\s+to)\s+be\s+taken\b",
        "urgent measures that must be taken … paragraphs 4, on …, and 9, on …",
        "concluding observations of the body; symbol not noted",
        "crpd",
    ),
    Phrase(
        Meaning.follow_up,
        _INFORMATION_ON_PARAGRAPHS,
        "the State Party is requested to provide, by 27 March 2022, information on the implementation of the"
        " recommendations made by the Committee in paragraphs 5 (Views under the Optional Protocol), 7 and 9 above",
        f"{_UZB}, para. 11",
        "ccpr",
    ),
    Phrase(
        Meaning.follow_up,
        _INFORMATION_ON_PARAGRAPHS,
        "provide, within 24 months of the adoption of the present concluding observations, information on the"
        " implementation of the recommendations contained in paragraphs 7, 11 and 13 above",
        f"{_AUS}, para. 18",
        "cescr",
    ),
    Phrase(
        Meaning.follow_up,
        _INFORMATION_ON_PARAGRAPHS,
        "requests the State party to provide, within one year of the adoption of the present concluding observations,"
        " information on its implementation of the recommendations contained in paragraphs 17 (a) (right to health",
        f"{_BRA}, para. 68",
        "cerd",
    ),
    Phrase(
        Meaning.follow_up,
        rf"\bsubmit\s+information\s+(?P<when>{_WITHIN})",
        "the States parties were requested to submit information within one year of the adoption of the concluding"
        " observations",
        "CED/C/22/4, para. 2",
        "ced",
    ),
    Phrase(
        Meaning.report,
        _REPORT_BY,
        "recommends that the State party submit its combined twentieth to twenty-second periodic reports, as a single"
        " document, by 2026",
        f"{_BRA}, para. 70",
        "cerd",
    ),
    Phrase(
        Meaning.report,
        _REPORT_BY,
        "The Committee requests the State party to submit its next periodic report by 4 November 2021.",
        "CCPR/C/POL/CO/7, para. 45",
        "ccpr",
    ),
    Phrase(
        Meaning.report,
        rf"\b(?P<what>(?:{_REPORT_ORDER}\s+)+reports?),?\s+(?:(?:which|that)\s+)?(?:is|are)\s+due\s+(?P<when>(?:in|on|by)\s+{_DATE})",
        "its tenth periodic report, which is due in July 2022",
        "concluding observations of the body; symbol not noted",
        "cedaw",
    ),
    Phrase(
        Meaning.no_date,
        r"\bestablish\s+and\s+communicate\s+the\s+due\s+date\b",
        "The Committee will establish and communicate the due date of the eighth periodic report of the State party",
        "CRC/C/GBR/CO/6-7, para. 61",
        "crc",
    ),
    Phrase(
        Meaning.list_of_issues,
        rf"\bwill\s+receive\b{_WORDS}\b(?P<when>in\s+{_DATE}){_WORDS}\blist\s+of\s+issues",
        "the State Party will receive in 2025 the Committee\u2019s list of issues prior to the submission",
        f"{_UZB}, para. 12",
        "ccpr",
    ),
    Phrase(
        Meaning.replies,
        rf"\bsubmit\s+(?P<when>within\s+{_NUMBER}\s+(?:years?|months?))\b{_WORDS}\b{_REPLIES}",
        "will be expected to submit within one year its replies to the list of issues, which will constitute its",
        f"{_UZB}, para. 12",
        "ccpr",
    ),
    Phrase(
        Meaning.dialogue,
        rf"\bconstructive\s+dialogue\b{_WORDS}\btake\s+place\s+(?P<when>in\s+{_DATE})",
        "The next constructive dialogue with the State Party will take place in 2028 in Geneva.",
        f"{_UZB}, para. 12",
        "ccpr",
    ),
)
"""Phrases in the text of a paragraph."""


_MAX_TEXT_LENGTH = 8_000
"""The most characters to search for phrases with several parts. The longest paragraphs have about 5,000 characters."""


def find_phrase(meaning: Meaning, text: str) -> re.Match[str] | None:
    """Return the match of a standard phrase with the given meaning in a text, or None if there is no such phrase."""
    return _search_cached(meaning, text[:_MAX_TEXT_LENGTH]) if meaning in REPORTING else _search(meaning, text)


def _search(meaning: Meaning, text: str) -> re.Match[str] | None:
    matches = (phrase.regex.search(text) for phrase in PHRASES if phrase.meaning is meaning)
    return next((match for match in matches if match), None)


_search_cached = lru_cache(maxsize=1000)(_search)
"""Results are cached because each paragraph is searched several times: for its kind, the paragraphs that it names, and
the dates that it sets."""


def section_means(meaning: Meaning, sections: str) -> bool:
    """Return whether at least one of the section titles in `sections` has the given meaning."""
    return any(title.regex.search(sections) for title in SECTION_TITLES if title.meaning is meaning)
