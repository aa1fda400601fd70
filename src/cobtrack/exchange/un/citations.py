"""What UN texts cite, in their order: articles, General Comments, targets, documents and their paragraphs."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cobtrack.exchange.un.numerals import ROMANS
from cobtrack.exchange.un.text import normalize_space

if TYPE_CHECKING:
    from collections.abc import Iterator

_RECALLS = re.compile(
    r"\b(?:recall(?:s|ing)|reiterat(?:es|ing))\b|\bprevious\s+(?:concluding|recommendation)", re.IGNORECASE
)
_REF = r"[0-9]{1,3}\b(?:\s*\([a-z0-9]{1,4}\))*"
_REFS = rf"{_REF}(?:(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*[\u2013-]\s*|\s+to\s+)(?:{_REF}|\([a-z0-9]{{1,4}}\)))*"
_CITED = re.compile(
    rf"(?P<symbol>\b[A-Z]{{1,5}}(?:/[A-Z0-9][A-Za-z0-9.-]*){{2,7}}(?<![.-]))(?:,?\s+paras?\.\s*(?P<paragraphs>{_REFS}))?"
    rf"|\b(?:[Aa]rts?\.|[Aa]rticles?)\s+(?P<articles>{_REFS})"
    r"|\b[Tt]argets?\s+(?P<targets>[0-9]{1,2}\.[0-9A-Za-z]{1,2}\b(?:(?:,|,?\s+and)\s+[0-9]{1,2}\.[0-9A-Za-z]{1,2}\b)*)"
    r"|\b[Gg]eneral\s+(?P<general>[Cc]omment|[Rr]ecommendation)s?\b"
    r"|\bNos?\.\s*(?P<no>[0-9]{1,3})\b(?P<year>\s*\((?:19|20)[0-9]{2}\))?"
    r"|(?P<end>[.;]\s+[A-Z]|\b(?i:law|act|decree|code|regulation|resolution|decision)s?\s+(?=Nos?\.))"
)
_OF = re.compile(r"\s+of\s+(?:the|its|their)\s+([^,.;:()]{1,80})")
_NAME = re.compile(r"[A-Z][\w\u2019'-]*(?:\s+(?:(?:of|on|the|to|for|against|with|in)\s+){0,3}[A-Z][\w\u2019'-]*)*")
# No more than so many brackets, characters of one, or paragraphs that it names are looked into: a text may be hostile.
_MOST_BRACKETS, _MOST, _LONGEST_LIST = 100, 1000, 20_000
_IN_BRACKETS = re.compile(rf"\((?:see\s+)?paras?\.\s*({_REFS})(?:\s+above)?\)")
# Brackets with words, and so without the letters of items.
_GLOSS = re.compile(r"\s*\((?![a-z0-9]{1,4}\))[^()]{0,300}(?:\([^()]{0,80}\)[^()]{0,200}){0,8}\)")
_ON = r"(?:,?\s+on\s+[^.;0-9]{1,200}?)?"
_LISTED = re.compile(
    rf"(?i:\b(?:paragraphs?|paras?\.))\s+({_REFS}(?:{_ON}(?:\s*,\s*and\s+|\s*,\s*|\s*;\s*(?:and\s+)?|\s+and\s+){_REFS}){{0,40}})"
)
_GLOSSED = re.compile(r"\bon\s")
_SEVERAL = re.compile(r",?\s+on\s+[^.;0-9]{1,200}(?=[0-9])")
# Paragraphs of another document, of an article, of a resolution.
_ELSEWHERE = re.compile(r"(?:[A-Z]/\S{1,30}|\b(?:articles?|arts?\.|rules?)\s[0-9]{1,3}(?:\s?\([0-9a-z]{1,3}\))?),?\s*$")
_OF_OTHERS = re.compile(
    r"\s+of\s+(?:the\s+|its\s+)?(?:previous|General|Human|Security|Convention|Covenant|Protocol|[Aa]rticle)"
)
_COMMENT = "General Comment No. "
_LAW = re.compile(r"\b(?:code|law|act|constitution|decree|regulations?)\b", re.IGNORECASE)


def first_words(text: str) -> str:
    """The beginning of a text in quotation marks, for a sentence about it."""
    short = normalize_space(text[:_MOST])
    return f'"{short}"' if len(short) <= 60 else f'"{short[:60].rpartition(" ")[0] or short[:60]} …"'


def find_symbols(text: str) -> list[str]:
    """The document symbols in a text."""
    return [match["symbol"] for match in _CITED.finditer(text) if match["symbol"]]


def referenced_paragraphs(text: str) -> list[list[tuple[str, str]]]:
    """What a text refers to in its own document, one list for each area.

    `play (paras. 23 and 42 (a))` is one area; `paragraphs 4, on play, and 9 (rest)` are two.
    """
    groups = [match[1] for match in _IN_BRACKETS.finditer(text)][:_MOST_BRACKETS]
    found = [_references(group[:_MOST]) for group in groups]
    # What brackets say of a paragraph is no part of the list.
    flat = _GLOSS.sub("", text[:_LONGEST_LIST])
    for match in islice(_LISTED.finditer(flat), _MOST_BRACKETS):
        before, after = flat[max(0, match.start() - 40) : match.start()], flat[match.end() : match.end() + 40]
        if not _ELSEWHERE.search(before) and not _OF_OTHERS.match(after):
            for group in _SEVERAL.split(match[1][:_MOST]):
                numbers = _references(group)
                found += [[one] for one in numbers] if _GLOSSED.search(match[1]) else [numbers]
    return [group for group in found if group]


def find_citations(text: str) -> list[str]:
    """The articles, General Comments, targets and documents that a text names, in its order."""
    found, general, end = [], "", 0
    for match in _CITED.finditer(text):
        if match["symbol"]:
            paragraphs = re.search(r"paras?\..*", match[0])
            found.append(match["symbol"] + (f", {paragraphs[0]}" if paragraphs else ""))
        elif match["articles"]:
            found += _articles(match["articles"], text[match.end() : match.end() + 100])
        elif match["targets"]:
            found += [f"target {one}" for one in re.findall(r"[0-9]+\.[0-9A-Za-z]+", match["targets"])]
        elif match["general"]:
            general, end = match["general"].capitalize(), match.end()
        elif match["end"]:
            general = ""
        elif general and (match["year"] or match.start() - end < 3):
            found.append(f"General {general} No. {match['no']}")
    return list(dict.fromkeys(found))


def _articles(listed: str, after: str) -> list[str]:
    """Articles of the treaty itself by their numbers, of others with its name; of the State's own laws none."""
    tail = owner[1] if (owner := _OF.match(after)) else ""
    name = named[0] if (named := _NAME.match(tail)) else ""
    if _LAW.search(name or tail):
        return []
    of = f" of the {name}" if name and name not in {"Convention", "Covenant"} else ""
    parts = re.split(r"\s*,\s*(?:and\s+)?(?=[0-9])|\s+and\s+(?=[0-9])", listed)
    several = re.compile(r"[0-9]\s*(?:[\u2013-]|to)\s*[0-9]")
    return [f"{'arts' if several.search(part) else 'art'}. {part}{of}" for part in parts]


def general_comments(text: str) -> set[tuple[int, int]]:
    """The numbers and years of the General Comments that a text names with both; whose they are it may not say."""
    named = {one.removeprefix(_COMMENT) for one in find_citations(text) if one.startswith(_COMMENT)}
    dated = (one for one in _CITED.finditer(text) if one["year"] and one["no"] in named)
    return {(int(one["no"]), int(one["year"].strip(" ()\n\t"))) for one in dated}


def recalled_paragraphs(text: str) -> Iterator[dict[str, str]]:
    """The paragraphs of other documents that a sentence recalls."""
    for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z])", text):
        for match in _CITED.finditer(sentence) if _RECALLS.search(sentence) else ():
            for number, item in _references((match["paragraphs"] or "")[:_MOST]):
                yield {"to_symbol": match["symbol"], "number": number, "item": item}


def _references(text: str) -> list[tuple[str, str]]:
    """`23, 42 (a) and (b) and 50-52` as pairs of a number and an item."""
    found: list[tuple[str, str]] = []
    joined = ""
    for sign in re.findall(r"[0-9]+|[a-z]+|[,\u2013-]", text):
        if len(found) > _MOST:
            break
        if sign.isdecimal():
            first = int(found[-1][0]) + 1 if found and joined in {"-", "\u2013", "to"} else int(sign)
            found += [(str(one), "") for one in range(first, int(sign) + 1)]
        elif sign in {",", "and", "to", "-", "\u2013"}:
            joined = sign
            continue
        elif found and not joined:
            number, item = found.pop()
            found.append((number, f"{item}-{sign}" if item else sign))
        elif found:
            number, item = found[-1]
            outer = item.partition("-")[0] if sign in ROMANS and "-" in item else ""
            found += (
                [(number, one) for one in _letters_to(item, sign, joined)]
                if not outer
                else [(number, f"{outer}-{sign}")]
            )
        joined = ""
    return found


def _letters_to(first: str, last: str, joined: str) -> list[str]:
    """The letters after one up to another where a dash joins them; else the other alone."""
    if joined in {"-", "\u2013", "to"} and len(first) == len(last) == 1:
        return [chr(one) for one in range(ord(first) + 1, ord(last) + 1)]
    return [last]
