"""Find telephone numbers in a text: find candidates by their form, and check them with the library `phonenumbers`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from phonenumbers import PhoneNumber

_PLUS = "+\uff0b"
_OPEN = "([\uff08"
# Spaces of all kinds except line ends, dashes, dots, brackets and other signs that separate groups of digits.
_SEPARATOR = r"(?:[^\S\r\n]|[\u200b\u2060\u00ad.,·/()\[\]*_\u2010-\u2015\u2212\uff08\uff09\uff0d-\uff0f-])"
_RUN = re.compile(rf"\d(?:{_SEPARATOR}{{0,4}}\d){{6,}}")
_GROUP = re.compile(r"\d+")
_SIGN = re.compile(rf"[{_PLUS}][^\S\r\n]?[(\[]?$|[(\[][^\S\r\n]?[{_PLUS}][^\S\r\n]?$")
_DAY = r"(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?"
_DATE = re.compile(
    rf"(?<!\d)(?:{_DAY}\s?[-–/]\s?{_DAY}|(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?"
    r"|[0-3]?\d([./-])[0-3]?\d\1(?:(?:19|20)\d\d|\d\d)"
    # Months with a year, times of day, and ISBNs.
    r"|[01]\d (?:19|20)\d\d\s?[-–/]?\s?[01]\d (?:19|20)\d\d|[0-2]?\d\.[0-5]\d\s?[-–]\s?[0-2]?\d\.[0-5]\d"
    r"|97[89](?:[ -]?\d){10})(?![./-]?\d)"
)
_FIGURE = re.compile(r"(?<!\d)[1-9]\d{0,2}(?:([^\S\r\n]|[.,'’])\d{3})(?:\1\d{3})*(?![\s.,]?\d)")
_COMMA = re.compile(r",\s")
_LIST = re.compile(r"[/,_*]")
# The beginning of an address or an identifier.
_ADDRESS = re.compile(
    r"(?:https?|ftp|file)://|www\.|(?<![\w@])(?:[\w-]+\.)+(?:org|com|net|int|edu|info|gov|[a-z]{2})/|(?<!\w)(?:doi|urn):|(?<![\w.])10\.\d{4,}/|(?<!\w)[0-9a-f]{8}-(?:[0-9a-f]{4}-){0,3}$",
    re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"(?<![A-Za-z])(?:t[eé]l(?:[eé]phone|[eé]fono)?|(?:tele|smart|i)?phones?|mob(?:ile)?|m[oó]vil|h/p"
    r"|cell(?:ular|phone)?|fax|ph|whats ?app|telegram|viber|signal|zalo|line id|hotline|hand ?phone|sms|callto"
    r"|contact(?=[^\S\r\n](?:number|no\b))|ទូរស័ព្ទ|ទូរសព្ទ|លេខទូរស័ព្ទ)"
    r"(?:\.?[^\S\r\n]*(?:numbers?|no|nr|is|at|on|លេខ))*[^\w\r\n]{0,6}$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:ISBN|ISSN|DOI|no|nos|nr|number|prakas|circulars?|decrees?|law|case|order|decisions?|resolutions?"
    r"|ref(?:erence)?|paras?|paragraphs?|articles?|arts?|pp?|pages?|account|grant|budget|sha\d*|version)\b|[№§$€£¥៛])"
    r"[.:\s]{0,3}(?:no[.:]?\s?)?[(\[]?$"
    # The id of a record in another system.
    r"|(?<![\w-])id:\s?[\"']?$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[^\S\r\n]?(?:%|°|៛|per ?cent|percent|riels?|KHR|US|dollars?|shillings?|K?Shs?|KES|pesos?|PHP|euros?|EUR|rupiah"
    r"|baht|million|billion|thousand|people|persons|children|girls|boys|households|families|births?|cases|women|pupils"
    r"|students|inhabitants|copies|hectares|km|kg)(?![a-z])",
    re.IGNORECASE,
)
_MAX_GROUPS = 8
_TEN = list(range(10))
_CHAT = re.compile(r"(?:\bwa\.me/|[?&]phone=)\+?$", re.IGNORECASE)
_MAX_ADDRESS = 1000
"""The number of characters before a number that are searched for the beginning of an address."""


class TextRange(NamedTuple):
    """The start and the end (exclusive) of a part of a text."""

    start: int
    end: int


def telephone_numbers(text: str, region: str = "") -> Iterator[TextRange]:
    """Yield the position of each telephone number in a text.

    `region` is the ISO 3166-1 alpha-2 code of a country, or "" if the country is not known. Numbers of this country are
    found in all usual notations. Numbers of other countries are found if they begin with + or 00, or if a word such as
    "telephone" comes before them.
    """
    for run in _RUN.finditer(text):
        if not _lists_digits(run[0]):
            yield from _in_run(text, run, region)


def _lists_digits(run: str) -> bool:
    """Whether a run of digits is a list of the ten digits of a script in their order, as in a catalogue of phrases."""
    return len(run) == len(_TEN) and [int(digit) for digit in run if digit.isdecimal()] == _TEN


def _in_run(text: str, run: re.Match[str], region: str) -> Iterator[TextRange]:
    """Yield the position of each telephone number in a run.

    A run is a part of the text that consists of groups of digits, with only separators between the groups.
    """
    groups = [group.span() for group in _GROUP.finditer(text, *run.span())]
    dates = _marked(_DATE, text, run, groups, {})
    figures = _marked(_FIGURE, text, run, groups, dates)
    at, after_number = 0, False
    while at < len(groups):
        candidates = _Candidates(text, groups, at, figures, region)
        last = -1 if at in dates else candidates.last(after_number=after_number)
        after_number = last >= at
        if after_number:
            yield TextRange(candidates.begins, groups[last][1])
        at = max(last, at) + 1


def _marked(
    pattern: re.Pattern[str], text: str, run: re.Match[str], groups: list[tuple[int, int]], others: dict[int, int]
) -> dict[int, int]:
    """Return the groups of digits in a run that belong to a match of `pattern` (for example to a date).

    The result maps the index of each such group in the run to its index within the match. A match must not begin at one
    of the groups in `others`.
    """
    starts = {start: number for number, (start, _) in enumerate(groups) if number not in others}
    marked = {}
    at = run.start()
    while match := pattern.search(text, at, run.end()):
        first = starts.get(match.start())
        at = match.end() if first is not None else match.start() + 1
        if first is None:
            continue
        for number in range(first, len(groups)):
            if groups[number][0] >= match.end():
                break
            marked[number] = number - first
    return marked


class _Candidates:
    """All candidates for a telephone number that begin with the same group of digits."""

    def __init__(
        self, text: str, groups: list[tuple[int, int]], first: int, figures: dict[int, int], region: str
    ) -> None:
        self.text, self.groups, self.first, self.figures, self.region = text, groups, first, figures, region
        self.start = groups[first][0]
        self.begins = _beginning(text, self.start)

    def last(self, *, after_number: bool) -> int:
        """Return the index of the last group of the longest telephone number that starts at the first group of digits.

        Return -1 if no telephone number starts there. `after_number` says whether another telephone number ends right
        before the first group.
        """
        before = self.text[max(self.begins - _MAX_ADDRESS, 0) : self.begins].rpartition("\n")[2]
        is_chat = bool(_CHAT.search(before[-20:]))
        if (_ADDRESS.search(before.split(" ")[-1]) and not is_chat) or _UUID.match(self.text, self.start):
            return -1
        is_announced = is_chat or bool(_ANNOUNCED.search(before[-40:]))
        is_part = not after_number and (bool(self.figures.get(self.first)) or self._is_glued())
        if not is_announced and (is_part or _NUMBERED.search(before[-40:])):
            return -1
        has_plus = self.text[self.begins : self.start].strip("([ ") != ""
        for last in range(min(self.first + _MAX_GROUPS, len(self.groups)) - 1, self.first - 1, -1):
            candidate = self._candidate(last)
            if candidate and _is_number(candidate, self.region, has_plus=has_plus, is_announced=is_announced):
                return last
        return -1

    def _candidate(self, last: int) -> _Candidate | None:
        """Return the candidate whose last group of digits is at index `last`.

        The result is None if a telephone number cannot end with this group.
        """
        end = self.groups[last][1]
        if self.figures.get(last + 1) or not self._ends(last) or _COMMA.search(self.text, self.start, end):
            return None
        digits = "".join(self.text[slice(*group)] for group in self.groups[self.first : last + 1])
        if not 7 <= len(digits) <= 18:
            return None
        count, is_figure = last - self.first + 1, self.first in self.figures
        return _Candidate(self.text[self.start : end], digits, count, is_figure, self.text[end : end + 16])

    def _is_glued(self) -> bool:
        """Whether the candidates begin in the middle of a word or a number, as `123` does in `A/123`."""
        if self.first and not re.search(r"[\s(\[]", self.text[self.groups[self.first - 1][1] : self.start]):
            return True
        before = self.text[max(self.begins - 2, 0) : self.begins]
        glue = r"[0-9_]$" if self.text[self.begins] in _OPEN else r"[A-Za-z0-9_]$"
        return bool(re.search(rf"{glue}|[A-Z0-9_.][./-]$|\d[,:]$", before, re.ASCII))

    def _ends(self, last: int) -> bool:
        """Whether a telephone number can end with the group of digits at index `last`.

        This is impossible if the same word continues after these digits.
        """
        end = self.groups[last][1]
        if last + 1 < len(self.groups):
            return bool(re.search(r"[\s/()]", self.text[end : self.groups[last + 1][0]]))
        after = self.text[end : end + 6]
        return not re.match(r"(?!e?xt?\b)[A-Za-z_]|[/-][A-Za-z]|\.[a-z]{2,4}\b|:\d", after, re.ASCII)


def _beginning(text: str, start: int) -> int:
    """Return the position where a telephone number begins if its first digit is at `start`.

    The number includes a + or an opening bracket before its first digit.
    """
    sign = _SIGN.search(text, max(start - 4, 0), start)
    if sign:
        return sign.start()
    return start - 1 if start and text[start - 1] in _OPEN else start


class _Candidate(NamedTuple):
    """A part of a text that might be a telephone number."""

    text: str
    digits: str
    groups: int
    is_figure: bool
    """Whether the candidate might be a figure with separated thousands (for example 267,500)."""
    after: str


def _is_number(candidate: _Candidate, region: str, *, has_plus: bool, is_announced: bool) -> bool:
    digits = "".join(str(int(digit)) for digit in candidate.digits)
    if _is_free_of_charge(f"+{digits}" if has_plus else digits, region):
        return False
    if is_announced:
        return (len(digits) <= 15 and not _UNIT.match(candidate.after)) or _parsed(digits, region)
    first = _GROUP.findall(candidate.text)[0]
    if has_plus or (digits.startswith("00") and len(first) > 1):
        return not _is_range(candidate) and _is_international(candidate, digits, region, has_plus=has_plus)
    if digits[0] == "0":
        return digits[1] != "0" and _is_national(candidate, digits, region)
    return not _UNIT.match(candidate.after) and _is_without_sign(candidate, digits, region)


def _is_without_sign(candidate: _Candidate, digits: str, region: str) -> bool:
    """Whether a candidate whose first character is neither + nor 0 is a telephone number."""
    code = _country_code(region)
    if code and digits.startswith(code):
        first = _GROUP.findall(candidate.text)[0]
        return (len(first) == len(code) or candidate.groups == 1) and _parsed(f"+{digits}", "")
    if candidate.is_figure or candidate.groups == 1 or _has_trunk_prefix(region) or _LIST.search(candidate.text):
        return False
    return _parsed(digits, region)


def _is_range(candidate: _Candidate) -> bool:
    """Whether the candidate is a range of two decimal numbers (`1.5-2.5`) or a number before a unit (`250 km`)."""
    return bool(re.search(r"\d[.,]\d{1,2}\s*[-–—]\s*\d+[.,]\d", candidate.text) or _UNIT.match(candidate.after))


def _is_international(candidate: _Candidate, digits: str, region: str, *, has_plus: bool) -> bool:
    if not has_plus:
        return _parsed(f"+{digits[2:]}", "") or _parsed(digits, region)
    if digits.startswith(_country_code(region) or "x"):
        return 8 <= len(digits) <= 15 and (
            not _FIGURE.fullmatch(candidate.text) or _parsed(f"+{digits}", "", possible=True)
        )
    # A figure with a sign must be a valid number. A possible number is not enough.
    return _parsed(f"+{digits}", "", possible=not _FIGURE.fullmatch(candidate.text) and "." not in candidate.text)


def _is_national(candidate: _Candidate, digits: str, region: str) -> bool:
    """Whether a candidate that begins with a single 0 is a telephone number.

    The candidate is accepted if the library `phonenumbers` knows it as a valid number of the country `region`. It is
    also accepted if it has the usual form of telephone numbers: 9 to 11 digits in at least three groups of two to four
    digits.
    """
    groups = _GROUP.findall(candidate.text)
    grouped = [len(group) for group in groups]
    if grouped[0] == 1 and not re.match(r"0 ?[\s(（][ ]?\d{3}", candidate.text):
        return False
    if len(groups) > 2 and all(int(following) - int(group) == 1 for group, following in pairwise(groups)):
        return False
    return _parsed(digits, region) or (
        9 <= len(digits) <= 11 and len(grouped) > 2 and grouped[0] < 5 and all(2 <= size <= 4 for size in grouped)
    )


@lru_cache(10_000)
def _parsed(number: str, region: str, *, possible: bool = False) -> bool:
    """Whether the library `phonenumbers` accepts `number` as a valid telephone number in the country `region`.

    If `region` is "", the number must begin with + and the country code. With `possible`, the number is accepted as
    soon as it has a possible length.
    """
    # Import this late, because it is seldom needed and the import takes as long as a small command.
    import phonenumbers  # noqa: PLC0415

    try:
        parsed: PhoneNumber = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return False
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    is_possible = possible and reason == phonenumbers.ValidationResult.IS_POSSIBLE
    return is_possible or phonenumbers.is_valid_number(parsed)


@lru_cache(10_000)
def _is_free_of_charge(number: str, region: str) -> bool:
    """Whether calls to a number are free, as for helplines. Such a number is never private."""
    import phonenumbers  # noqa: PLC0415

    try:
        parsed: PhoneNumber = phonenumbers.parse(number, region or None)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.TOLL_FREE)


@cache
def _country_code(region: str) -> str:
    import phonenumbers  # noqa: PLC0415

    code = phonenumbers.country_code_for_region(region) if region else 0
    return str(code) if code else ""


@cache
def _has_trunk_prefix(region: str) -> bool:
    """Whether people who call a number inside the country `region` dial a 0 first.

    For an unknown country, the result is True, because people in most countries dial this 0.
    """
    import phonenumbers  # noqa: PLC0415

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region) if region else None
    return metadata is None or metadata.national_prefix == "0"
