"""Find citations in UN texts: articles, General Comments, targets, documents, and paragraphs of documents."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from cobtrack.exchange.un.numerals import ROMANS
from cobtrack.exchange.un.phrase_books import CAPITAL, english

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.exchange.un.phrase_books import PhraseBook

_SYMBOL = r"\b[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9.-]*){2,7}(?<![.-])"
_SYMBOLS = re.compile(_SYMBOL)
# Limits, because a text may be hostile.
_MAX_TEXT_LENGTH, _MAX_GROUPS, _MAX_GROUP_LENGTH, _MAX_REFERENCES = 20_000, 100, 1000, 1000
_SENTENCE_END = re.compile(rf"(?<=[.;])\s+(?={CAPITAL})")
_DASHES = {"-", "\u2013"}


class _Patterns:
    """The patterns that find citations in one language, made of the words of its phrase book."""

    def __init__(self, book: PhraseBook) -> None:
        words = self.words = book.citations
        self.to = re.compile(words["to"], re.IGNORECASE)
        # `42`, `42 (a) (ii)`.
        ref = rf"[0-9]{{1,3}}\b(?:\s*{words['letter']})*"
        join = rf"(?:\s*,\s*(?:{words['and']})\s+|\s*,\s*|\s+(?:{words['and']}|{words['to']})\s+|\s*[\u2013-]\s*)"
        # `23, 42 (a) and (b) and 50-52`.
        refs = rf"{ref}(?:{join}(?:{ref}|{words['letter']}))*"
        # After `end`, numbers no longer belong to a General Comment: it is the next sentence, or the number of a law.
        self.cited = re.compile(
            rf"(?P<symbol>{_SYMBOL})(?:,?\s+(?:{words['paras']})\s*(?P<paragraphs>{refs}))?"
            rf"|\b(?i:{words['articles']})\s+(?P<articles>{refs})"
            rf"|\b(?i:{words['targets']})\s+(?P<targets>[0-9]{{1,2}}\.[0-9A-Za-z]{{1,2}}\b"
            rf"(?:(?:,|,?\s+(?:{words['and']}))\s+[0-9]{{1,2}}\.[0-9A-Za-z]{{1,2}}\b)*)"
            rf"|\b(?i:{words['general']})\b"
            rf"|\b(?:{words['number']})\s*(?P<no>[0-9]{{1,3}})\b(?P<year>\s*\((?:19|20)[0-9]{{2}}\))?"
            rf"|(?P<end>[.;]\s+{CAPITAL}|\b(?i:{words['measures']})\s+(?=(?:{words['number']})))"
        )
        name_words = words["name_words"]
        self.of_treaty = re.compile(rf"(?P<of>{words['of_treaty']})(?P<treaty>[^,.;:()]{{1,80}})")
        self.name = re.compile(rf"{CAPITAL}[\w\u2019'-]*(?:\s+(?:(?:{name_words})\s+){{0,3}}{CAPITAL}[\w\u2019'-]*)*")
        self.national_law = re.compile(rf"\b(?:{words['national_law']})\b", re.IGNORECASE)
        self.recalls = re.compile(words["recalls"], re.IGNORECASE)
        see, above = words["see"], words["above"]
        self.in_brackets = re.compile(rf"\((?:{see})?(?:{words['paras']})\s*({refs})(?:{above})?\)")
        # Brackets with words in them, not with the letter of an item.
        self.gloss = re.compile(r"\s*\((?![a-z0-9]{1,4}\))[^()]{0,300}(?:\([^()]{0,80}\)[^()]{0,200}){0,8}\)")
        and_, topic = words["and"], rf"(?:(?:{words['topic']})\s+[^.;0-9]{{1,200}}?)?"
        self.listed = re.compile(
            rf"(?i:\b(?:{words['paragraphs']}))\s+({refs}(?:{topic}(?:\s*,\s*(?:{and_})\s+|\s*,\s*"
            rf"|\s*;\s*(?:(?:{and_})\s+)?|\s+(?:{and_})\s+){refs}){{0,40}})"
        )
        self.has_topics = re.compile(rf"(?:{words['topic']})\s")
        self.after_topic = re.compile(rf"(?:{words['topic']})\s+[^.;0-9]{{1,200}}(?=[0-9])")
        # Words before or after a list of paragraphs that belongs to another document, an article or a resolution.
        self.before_others = re.compile(
            rf"(?:[A-Z]/\S{{1,30}}|\b(?:{words['before_others']})\s[0-9]{{1,3}}(?:\s?\(?[0-9a-z]{{1,3}}\))?),?\s*$"
        )
        self.after_others = re.compile(words["after_others"])
        self.article_parts = re.compile(rf"\s*,\s*(?:(?:{and_})\s+)?(?=[0-9])|\s+(?:{and_})\s+(?=[0-9])")
        self.is_range = re.compile(rf"[0-9]\s*(?:[\u2013-]|{words['to']})\s*[0-9]")


@cache
def _patterns(book: PhraseBook) -> _Patterns | None:
    """Return the patterns for the language of a phrase book, or None if the book is empty."""
    return _Patterns(book) if book.citations else None


def find_symbols(text: str) -> list[str]:
    """Return the UN document symbols in a text, in order. A symbol that occurs twice is returned twice."""
    return _SYMBOLS.findall(text)


def referenced_paragraphs(text: str, book: PhraseBook | None = None) -> list[list[tuple[str, str]]]:
    """Return the paragraphs of the same document that a text refers to, grouped by subject area.

    Each paragraph is a pair of number and item. For example, `play (paras. 23 and 42 (a))` is one area with two
    paragraphs, and `paragraphs 4, on play, and 9 (rest)` are two areas with one paragraph each. `book` is the phrase
    book of the text's language; the default is English.
    """
    patterns = _patterns(book or english())
    if not patterns:
        return []
    groups = [match[1] for match in patterns.in_brackets.finditer(text)][:_MAX_GROUPS]
    areas = [_references(group[:_MAX_GROUP_LENGTH], patterns) for group in groups]
    # Brackets that describe a paragraph are no part of the list.
    flat = patterns.gloss.sub("", text[:_MAX_TEXT_LENGTH])
    for match in islice(patterns.listed.finditer(flat), _MAX_GROUPS):
        before, after = flat[max(0, match.start() - 40) : match.start()], flat[match.end() : match.end() + 40]
        if not patterns.before_others.search(before) and not patterns.after_others.match(after):
            for group in patterns.after_topic.split(match[1][:_MAX_GROUP_LENGTH]):
                paragraphs = _references(group, patterns)
                has_topics = patterns.has_topics.search(match[1])
                areas += [[paragraph] for paragraph in paragraphs] if has_topics else [paragraphs]
    return [area for area in areas if area]


def find_citations(text: str, book: PhraseBook | None = None) -> list[str]:
    """Return the articles, General Comments, targets and documents that a text cites, in order, without duplicates.

    `book` is the phrase book of the text's language; the default is English.
    """
    patterns = _patterns(book or english())
    if not patterns:
        return list(dict.fromkeys(find_symbols(text)))
    citations, general, end = [], "", 0
    for match in patterns.cited.finditer(text):
        if match["symbol"]:
            paragraphs = text[match.end("symbol") : match.end()].lstrip(", ")
            citations.append(match["symbol"] + (f", {paragraphs}" if paragraphs else ""))
        elif match["articles"]:
            citations += _articles(match["articles"], text[match.end() : match.end() + 100], patterns)
        elif match["targets"]:
            target = patterns.words["target"]
            citations += [target % number for number in re.findall(r"[0-9]+\.[0-9A-Za-z]+", match["targets"])]
        elif match["general"]:
            general, end = match["general"], match.end()
        elif match["end"]:
            general = ""
        elif general and (match["year"] or match.start() - end < 3):
            citations.append(f"{_general_comment(general, patterns)} {match['no']}")
    return list(dict.fromkeys(citations))


def _general_comment(word: str, patterns: _Patterns) -> str:
    """Return how a General Comment is cited, without its number.

    `word` is the word in the text that says whether it is a General Comment or a General Recommendation.
    """
    forms: dict[str, str] = patterns.words["general_comments"]
    return next(form for start, form in forms.items() if word.casefold().startswith(start))


def _articles(numbers: str, after: str, patterns: _Patterns) -> list[str]:
    """Return a citation for each article or range of articles in `numbers`, for example `art. 19`.

    `after` is the text after the numbers, which might name the treaty. If it names a treaty other than “the Convention”
    or “the Covenant”, the name is added (`art. 5 of the Rome Statute`). If it names a national law, the list is empty.
    """
    match = patterns.of_treaty.match(after)
    name = found[0] if match and (found := patterns.name.match(match["treaty"])) else ""
    if patterns.national_law.search(name or (match["treaty"] if match else "")):
        return []
    words = patterns.words
    of_treaty = ""
    if match and name and name not in words["own_treaties"]:
        of_treaty = (words["of"] % name) if words["of"] else f"{match['of']}{name}"
    parts = patterns.article_parts.split(numbers)
    return [f"{words['arts' if patterns.is_range.search(part) else 'art'] % part}{of_treaty}" for part in parts]


def general_comments(text: str, book: PhraseBook | None = None) -> set[tuple[int, int]]:
    """Return the number and year of each General Comment that a text cites with both number and year.

    The treaty body that issued the General Comment is not returned, because the text might not name it. `book` is the
    phrase book of the text's language; the default is English.
    """
    patterns = _patterns(book or english())
    if not patterns:
        return set()
    # The first form is that of a General Comment, the second one that of a General Recommendation.
    comment = f"{next(iter(patterns.words['general_comments'].values()))} "
    cited = {citation.removeprefix(comment) for citation in find_citations(text, book) if citation.startswith(comment)}
    dated = (match for match in patterns.cited.finditer(text) if match["year"] and match["no"] in cited)
    return {(int(match["no"]), int(match["year"].strip(" ()\n\t"))) for match in dated}


def recalled_paragraphs(text: str, book: PhraseBook | None = None) -> Iterator[dict[str, str]]:
    """Yield each cited paragraph of another document, if the citing sentence recalls or reiterates recommendations.

    Each paragraph is a dictionary with the document symbol (`to_symbol`), the `number` and the `item`. `book` is the
    phrase book of the text's language; the default is English.
    """
    patterns = _patterns(book or english())
    if not patterns:
        return
    for sentence in _SENTENCE_END.split(text):
        for match in patterns.cited.finditer(sentence) if patterns.recalls.search(sentence) else ():
            for number, item in _references((match["paragraphs"] or "")[:_MAX_GROUP_LENGTH], patterns):
                yield {"to_symbol": match["symbol"], "number": number, "item": item}


def _references(text: str, patterns: _Patterns) -> list[tuple[str, str]]:
    """Return a pair of number and item for each paragraph in a list such as `23, 42 (a) and (b) and 50-52`.

    For a range, every paragraph in the range is returned. The item is "" if the list names the whole paragraph.
    """
    references: list[tuple[str, str]] = []
    joined_by, is_range = "", False
    for sign in re.findall(r"[0-9]+|[^\W\d_]+\)?|[,\u2013-]", text):
        if len(references) > _MAX_REFERENCES:
            break
        letter = sign.removesuffix(")")
        if sign.isdecimal():
            first = int(references[-1][0]) + 1 if references and is_range else int(sign)
            references += [(str(number), "") for number in range(first, int(sign) + 1)]
        elif letter == sign:
            joined_by, is_range = sign, sign in _DASHES or bool(patterns.to.fullmatch(sign))
            continue
        elif references and not joined_by:
            number, item = references.pop()
            references.append((number, f"{item}-{letter}" if item else letter))
        elif references:
            number, item = references[-1]
            first_letter = item.partition("-")[0] if letter in ROMANS and "-" in item else ""
            items = [f"{first_letter}-{letter}"] if first_letter else _letters(item, letter, is_range=is_range)
            references += [(number, item) for item in items]
        joined_by, is_range = "", False
    return references


def _letters(previous: str, letter: str, *, is_range: bool) -> list[str]:
    """Return the letters after `previous` up to `letter`, if a dash or "to" joins these two letters.

    In all other cases, return only `letter`.
    """
    if is_range and len(previous) == len(letter) == 1:
        return [chr(code) for code in range(ord(previous) + 1, ord(letter) + 1)]
    return [letter]
