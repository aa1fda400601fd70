"""Clean texts from UHRI and UPR Info: remove HTML, and separate number, section and heading. Words do not change."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

from cobtrack.model.text.escape import NOT_IN_FILES

_MAX_QUOTED = 1000
_BREAK = re.compile(r"</?(?:p|br|div|li|tr|h[1-6])\b[^<>]*>|[\r\n]+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# The number of digits is limited, because int() refuses thousands of digits.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_SPLIT_AT_HYPHEN = re.compile(r"\b([^\W\d_]{2,})- (?!(?:and|or|to|nor|as|but|y|o|et|ou)\b)([a-zà-ÿ]{2,})")
_LABEL = re.compile(r"\b(?:annex|category|chapter|class|group|hepatitis|part|section|vitamin) [A-Z]\b", re.IGNORECASE)
_SPLIT_AFTER_LETTER = re.compile(r"(?<![\w'’(./-])[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz] [a-z]{2,}")  # noqa: RUF001
# `42.`, or `42(a)`.
_NUMBER = re.compile(r"\s*([1-9][0-9]{0,3})\s*(?:\.(?![0-9])|(?=\([a-z]\)))\s*")
# `136.10`.
_UPR_NUMBER = re.compile(r"\s*([1-9][0-9]{0,3}(?:\.[0-9]{1,4}){1,2})\.?(?![0-9])\s*")
_CITED_PARAGRAPH = re.compile(
    r"(?i)\s*(recommendation no\.? ?[0-9]+),? para(?:graph|\.)? ?([1-9][0-9]{0,3})\b[.,:;]*\s*"
)
# `(a)`, `(a) (ii)`.
_ITEM = re.compile(r"\(([a-z])\)\s*(?:\(([ivx]{1,5})\)\s*)?")
# The number of a paragraph that follows its heading.
_NUMBER_IN_TEXT = re.compile(r"(?<=\s)[1-9][0-9]{0,3}(?:(?:\.[0-9]{1,4})?\s*\.(?![0-9])\s*(?=\S)|\.[0-9]{1,4}\s)")
# A letter that occurs in no text.
_DIGIT_SEPARATOR = "\u01c0"
_DIGITS = re.compile(r"(?<=\d)(?:[^\w\u00ad\u200b-\u200d\u2060\ufeff]|_)+(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)[\s,.'\u2019](?=\d{3}(?!\d))")
# `IV. Main areas`, `G. Children with disabilities`.
_SECTION = re.compile(r"(?:[A-Z]|[IVX]{1,4})\.\s*(?=[^\W\d_])")
_ABBREVIATION = re.compile(r"\b(?:arts?|paras?|nos?)\.", re.IGNORECASE)
# What a heading does not begin with.
_SENTENCE_START = re.compile(
    r"(?:the (?:committee|state|special|working|independent|government)|it|he|she|while|noting)\b", re.IGNORECASE
)
# What a heading does not end with: words before a number that is no paragraph number, as in `article 28`.
_REFERENCE_END = re.compile(
    r"\b(?:of|in|on|to|and|or|by|since|at|aged?|under|than|least|from|until|over|nos?\.?|articles?|arts?\.?|paragraphs?"
    r"|paras?\.?|targets?|goals?|section|rule|chapter|part|protocol|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\s*$", re.IGNORECASE)  # fmt: skip


def normalize_space(text: str) -> str:
    """Return the text in the form for data files: on one line, without control characters and soft hyphens."""
    text = text.replace("\u2011", "-").replace("\u00ad", "")
    return " ".join(NOT_IN_FILES.sub("", " ".join(text.split())).split())


def first_words(text: str) -> str:
    """Return the beginning of a text in quotation marks, to quote the text in a message."""
    short = normalize_space(text[:_MAX_QUOTED])
    return f'"{short}"' if len(short) <= 60 else f'"{short[:60].rpartition(" ")[0] or short[:60]} …"'


@lru_cache(maxsize=10_000)
def text_key(text: str) -> str:
    """Return a key for comparing texts, which consists of the text's letters and digits.

    Two texts have the same key if they differ only in case, accents, spaces, punctuation or Unicode form. A separator
    between digits makes a difference (1.5 is not 15), unless it marks the thousands in a number.
    """
    if _DIGITS.search(text):
        text = _DIGITS.sub(_DIGIT_SEPARATOR, _THOUSANDS.sub("", text))
    if text.isascii():
        return re.sub(r"[\W_]", "", text.casefold())
    characters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # This range has the accents, and letters used as apostrophes. The marks of other scripts are vowels.
    return "".join(
        character
        for character in characters
        if not "\u02b0" <= character <= "\u036f" and (character.isalnum() or unicodedata.category(character)[0] == "M")
    )


def html_to_text(text: str) -> str:
    """Convert HTML to plain text. Each paragraph, line break and list item starts a new line."""
    # Two rounds, because some texts are escaped two times.
    for _ in range(2):
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), _TAG.sub("", _BREAK.sub("\n", text)))
    text = "\n".join(filter(None, map(normalize_space, _BREAK.split(text))))
    return re.sub(r" ([,.])(?=\s|$)", r"\1", text)


def has_markup(text: str) -> bool:
    """Return whether a text has HTML tags or entities."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def find_split_word(text: str) -> str:
    """Return the first word that seems to be split by mistake (for example `P eople` or `develop- ment`).

    If the text has no such word, return "".
    """
    matches = filter(None, (_SPLIT_AFTER_LETTER.search(_LABEL.sub("", text)), _SPLIT_AT_HYPHEN.search(text)))
    return next((match[0] for match in matches), "")


def parse_paragraph(text: str, *, is_upr: bool) -> dict[str, str]:
    """Split the text of a paragraph in UHRI into `section`, `heading`, `number`, `item` and the remaining `text`.

    A part that the paragraph does not have is "". `is_upr` says whether the paragraph is a UPR recommendation.
    """
    parts = dict.fromkeys(("section", "heading", "number", "item"), "")
    if match := _CITED_PARAGRAPH.match(text):
        return parts | {"heading": match[1], "number": match[2], "text": text[match.end() :]}
    number = _NUMBER_IN_TEXT.search(text[:500])
    if number and _is_heading(text[: number.start()], text[number.end() :], is_upr=is_upr):
        lines = [_SECTION.sub(lambda sign: f"{sign[0].strip()} ", line) for line in text[: number.start()].split("\n")]
        lines = [line.strip() for line in lines if line.strip()]
        parts["heading"] = "" if _SECTION.match(lines[-1]) else lines.pop()
        parts["section"], text = ": ".join(lines), text[number.start() :]
    if match := (_UPR_NUMBER.match(text) if is_upr else None) or _NUMBER.match(text):
        parts["number"], text = match[1], text[match.end() :]
    # A text from (a) to (b) or later is a whole paragraph. Without a number, the letter stays in the text.
    if parts["number"] and (item := _ITEM.match(text)) and f"({chr(ord(item[1]) + 1)})" not in text:
        parts["item"], text = "-".join(filter(None, item.groups())), text[item.end() :]
    return parts | {"text": text}


def _is_heading(head: str, rest: str, *, is_upr: bool) -> bool:
    """Return whether `head`, the words before a number, is a heading and not the start of a sentence."""
    lines = [_ABBREVIATION.sub("", _SECTION.sub("", line)).strip() for line in head.split("\n") if line.strip()]
    if not 0 < len(lines) <= 4 or any(len(line) > 150 or re.search(r"[.;!?]|[,:]$", line) for line in lines):
        return False
    if _SENTENCE_START.match(lines[0]) or _REFERENCE_END.search(head):
        return False
    return head.endswith("\n") or not (is_upr or rest[:1].islower() or len(lines[-1].split()) > 15)
