"""Find citations in UN texts: articles, General Comments, targets, documents, and paragraphs of documents."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cobtrack.exchange.un.numerals import ROMANS

if TYPE_CHECKING:
    from collections.abc import Iterator

_RECALLS = re.compile(
    r"\b(?:recall(?:s|ing)|reiterat(?:es|ing))\b|\bprevious\s+(?:concluding|recommendation)", re.IGNORECASE
)
# `42`, `42 (a) (ii)`.
_REF = r"[0-9]{1,3}\b(?:\s*\([a-z0-9]{1,4}\))*"
# `23, 42 (a) and (b) and 50-52`.
_REFS = rf"{_REF}(?:(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*[\u2013-]\s*|\s+to\s+)(?:{_REF}|\([a-z0-9]{{1,4}}\)))*"
# After `end`, numbers no longer belong to a General Comment: it is the next sentence, or the number of a law.
_CITED = re.compile(
    rf"(?P<symbol>\b[A-Z]{{1,5}}(?:/[A-Z0-9][A-Za-z0-9.-]*){{2,7}}(?<![.-]))(?:,?\s+paras?\.\s*(?P<paragraphs>{_REFS}))?"
    rf"|\b(?:[Aa]rts?\.|[Aa]rticles?)\s+(?P<articles>{_REFS})"
    r"|\b[Tt]argets?\s+(?P<targets>[0-9]{1,2}\.[0-9A-Za-z]{1,2}\b(?:(?:,|,?\s+and)\s+[0-9]{1,2}\.[0-9A-Za-z]{1,2}\b)*)"
    r"|\b[Gg]eneral\s+(?P<general>[Cc]omment|[Rr]ecommendation)s?\b"
    r"|\bNos?\.\s*(?P<no>[0-9]{1,3})\b(?P<year>\s*\((?:19|20)[0-9]{2}\))?"
    r"|(?P<end>[.;]\s+[A-Z]|\b(?i:law|act|decree|code|regulation|resolution|decision)s?\s+(?=Nos?\.))"
)
_TREATY = re.compile(r"\s+of\s+(?:the|its|their)\s+([^,.;:()]{1,80})")
_NAME = re.compile(r"[A-Z][\w\u2019'-]*(?:\s+(?:(?:of|on|the|to|for|against|with|in)\s+){0,3}[A-Z][\w\u2019'-]*)*")
# Limits, because a text may be hostile.
_MAX_TEXT_LENGTH, _MAX_GROUPS, _MAX_GROUP_LENGTH, _MAX_REFERENCES = 20_000, 100, 1000, 1000
_IN_BRACKETS = re.compile(rf"\((?:see\s+)?paras?\.\s*({_REFS})(?:\s+above)?\)")
# Brackets with words in them, not with the letter of an item.
_GLOSS = re.compile(r"\s*\((?![a-z0-9]{1,4}\))[^()]{0,300}(?:\([^()]{0,80}\)[^()]{0,200}){0,8}\)")
_TOPIC = r"(?:,?\s+on\s+[^.;0-9]{1,200}?)?"
_LISTED = re.compile(
    rf"(?i:\b(?:paragraphs?|paras?\.))\s+({_REFS}(?:{_TOPIC}(?:\s*,\s*and\s+|\s*,\s*|\s*;\s*(?:and\s+)?|\s+and\s+){_REFS}){{0,40}})"
)
_HAS_TOPICS = re.compile(r"\bon\s")
_AFTER_TOPIC = re.compile(r",?\s+on\s+[^.;0-9]{1,200}(?=[0-9])")
# Words before or after a list of paragraphs that belongs to another document, an article or a resolution.
_BEFORE_OTHERS = re.compile(
    r"(?:[A-Z]/\S{1,30}|\b(?:articles?|arts?\.|rules?)\s[0-9]{1,3}(?:\s?\([0-9a-z]{1,3}\))?),?\s*$"
)
_AFTER_OTHERS = re.compile(
    r"\s+of\s+(?:the\s+|its\s+)?(?:previous|General|Human|Security|Convention|Covenant|Protocol|[Aa]rticle)"
)
_RANGE_SIGNS = {"-", "\u2013", "to"}
_GENERAL_COMMENT = "General Comment No. "
_NATIONAL_LAW = re.compile(r"\b(?:code|law|act|constitution|decree|regulations?)\b", re.IGNORECASE)


def find_symbols(text: str) -> list[str]:
    """Return the UN document symbols in a text, in order. A symbol that occurs twice is returned twice."""
    return [match["symbol"] for match in _CITED.finditer(text) if match["symbol"]]


def referenced_paragraphs(text: str) -> list[list[tuple[str, str]]]:
    """Return the paragraphs of the same document that a text refers to, grouped by subject area.

    Each paragraph is a pair of number and item. For example, `play (paras. 23 and 42 (a))` is one area with two
    paragraphs, and `paragraphs 4, on play, and 9 (rest)` are two areas with one paragraph each.
    """
    groups = [match[1] for match in _IN_BRACKETS.finditer(text)][:_MAX_GROUPS]
    areas = [_references(group[:_MAX_GROUP_LENGTH]) for group in groups]
    # Brackets that describe a paragraph are no part of the list.
    flat = _GLOSS.sub("", text[:_MAX_TEXT_LENGTH])
    for match in islice(_LISTED.finditer(flat), _MAX_GROUPS):
        before, after = flat[max(0, match.start() - 40) : match.start()], flat[match.end() : match.end() + 40]
        if not _BEFORE_OTHERS.search(before) and not _AFTER_OTHERS.match(after):
            for group in _AFTER_TOPIC.split(match[1][:_MAX_GROUP_LENGTH]):
                paragraphs = _references(group)
                areas += [[paragraph] for paragraph in paragraphs] if _HAS_TOPICS.search(match[1]) else [paragraphs]
    return [area for area in areas if area]


def find_citations(text: str) -> list[str]:
    """Return the articles, General Comments, targets and documents that a text cites, in order, without duplicates."""
    citations, general, end = [], "", 0
    for match in _CITED.finditer(text):
        if match["symbol"]:
            paragraphs = re.search(r"paras?\..*", match[0])
            citations.append(match["symbol"] + (f", {paragraphs[0]}" if paragraphs else ""))
        elif match["articles"]:
            citations += _articles(match["articles"], text[match.end() : match.end() + 100])
        elif match["targets"]:
            citations += [f"target {number}" for number in re.findall(r"[0-9]+\.[0-9A-Za-z]+", match["targets"])]
        elif match["general"]:
            general, end = match["general"].capitalize(), match.end()
        elif match["end"]:
            general = ""
        elif general and (match["year"] or match.start() - end < 3):
            citations.append(f"General {general} No. {match['no']}")
    return list(dict.fromkeys(citations))


def _articles(numbers: str, after: str) -> list[str]:
    """Return a citation for each article or range of articles in `numbers`, for example `art. 19`.

    `after` is the text after the numbers, which might name the treaty. If it names a treaty other than “the Convention”
    or “the Covenant”, the name is added (`art. 5 of the Rome Statute`). If it names a national law, the list is empty.
    """
    treaty = match[1] if (match := _TREATY.match(after)) else ""
    name = match[0] if (match := _NAME.match(treaty)) else ""
    if _NATIONAL_LAW.search(name or treaty):
        return []
    of_treaty = f" of the {name}" if name and name not in {"Convention", "Covenant"} else ""
    parts = re.split(r"\s*,\s*(?:and\s+)?(?=[0-9])|\s+and\s+(?=[0-9])", numbers)
    is_range = re.compile(r"[0-9]\s*(?:[\u2013-]|to)\s*[0-9]").search
    return [f"{'arts' if is_range(part) else 'art'}. {part}{of_treaty}" for part in parts]


def general_comments(text: str) -> set[tuple[int, int]]:
    """Return the number and year of each General Comment that a text cites with both number and year.

    The treaty body that issued the General Comment is not returned, because the text might not name it.
    """
    cited = {
        citation.removeprefix(_GENERAL_COMMENT)
        for citation in find_citations(text)
        if citation.startswith(_GENERAL_COMMENT)
    }
    dated = (match for match in _CITED.finditer(text) if match["year"] and match["no"] in cited)
    return {(int(match["no"]), int(match["year"].strip(" ()\n\t"))) for match in dated}


def recalled_paragraphs(text: str) -> Iterator[dict[str, str]]:
    """Yield each cited paragraph of another document, if the citing sentence recalls or reiterates recommendations.

    Each paragraph is a dictionary with the document symbol (`to_symbol`), the `number` and the `item`.
    """
    for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z])", text):
        for match in _CITED.finditer(sentence) if _RECALLS.search(sentence) else ():
            for number, item in _references((match["paragraphs"] or "")[:_MAX_GROUP_LENGTH]):
                yield {"to_symbol": match["symbol"], "number": number, "item": item}


def _references(text: str) -> list[tuple[str, str]]:
    """Return a pair of number and item for each paragraph in a list such as `23, 42 (a) and (b) and 50-52`.

    For a range, every paragraph in the range is returned. The item is "" if the list names the whole paragraph.
    """
    references: list[tuple[str, str]] = []
    joined_by = ""
    for sign in re.findall(r"[0-9]+|[a-z]+|[,\u2013-]", text):
        if len(references) > _MAX_REFERENCES:
            break
        if sign.isdecimal():
            first = int(references[-1][0]) + 1 if references and joined_by in _RANGE_SIGNS else int(sign)
            references += [(str(number), "") for number in range(first, int(sign) + 1)]
        elif sign in {",", "and", *_RANGE_SIGNS}:
            joined_by = sign
            continue
        elif references and not joined_by:
            number, item = references.pop()
            references.append((number, f"{item}-{sign}" if item else sign))
        elif references:
            number, item = references[-1]
            letter = item.partition("-")[0] if sign in ROMANS and "-" in item else ""
            items = [f"{letter}-{sign}"] if letter else _letters(item, sign, joined_by)
            references += [(number, item) for item in items]
        joined_by = ""
    return references


def _letters(previous: str, letter: str, joined_by: str) -> list[str]:
    """Return the letters after `previous` up to `letter`, if a dash or "to" joins these two letters.

    In all other cases, return only `letter`.
    """
    if joined_by in _RANGE_SIGNS and len(previous) == len(letter) == 1:
        return [chr(code) for code in range(ord(previous) + 1, ord(letter) + 1)]
    return [letter]
