"""The texts of UHRI and of UPR Info: without markup, the paragraph's number and heading apart, no word altered."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

from cobtrack.model.text.escape import CONTROL

_BREAK = re.compile(r"</?(?:p|br|div|li|tr|h[1-6])\b[^<>]*>|[\r\n]+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# A longer number would be given to int(), which refuses thousands of digits.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_HYPHEN = re.compile(r"\b([^\W\d_]{2,})- (?!(?:and|or|to|nor|as|but|y|o|et|ou)\b)([a-zà-ÿ]{2,})")
_LABEL = re.compile(r"\b(?:annex|category|chapter|class|group|hepatitis|part|section|vitamin) [A-Z]\b", re.IGNORECASE)
_STRAY = re.compile(r"(?<![\w'’(./-])[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz] [a-z]{2,}")  # noqa: RUF001
_NUMBER = re.compile(r"\s*([1-9][0-9]{0,3})\s*(?:\.(?![0-9])|(?=\([a-z]\)))\s*")
_DOTTED = re.compile(r"\s*([1-9][0-9]{0,3}(?:\.[0-9]{1,4}){1,2})\.?(?![0-9])\s*")
_CITED = re.compile(r"(?i)\s*(recommendation no\.? ?[0-9]+),? para(?:graph|\.)? ?([1-9][0-9]{0,3})\b[.,:;]*\s*")
_ITEM = re.compile(r"\(([a-z])\)\s*(?:\(([ivx]{1,5})\)\s*)?")
_GLUED = re.compile(r"(?<=\s)[1-9][0-9]{0,3}(?:(?:\.[0-9]{1,4})?\s*\.(?![0-9])\s*(?=\S)|\.[0-9]{1,4}\s)")
# A letter that no text has.
_APART = "\u01c0"
_DIGITS = re.compile(r"(?<=\d)(?:[^\w\u00ad\u200b-\u200d\u2060\ufeff]|_)+(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d)[\s,.'\u2019](?=\d{3}(?!\d))")
_SECTION = re.compile(r"(?:[A-Z]|[IVX]{1,4})\.\s*(?=[^\W\d_])")
_SHORT = re.compile(r"\b(?:arts?|paras?|nos?)\.", re.IGNORECASE)
_SENTENCE = re.compile(
    r"(?:the (?:committee|state|special|working|independent|government)|it|he|she|while|noting)\b", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\b(?:of|in|on|to|and|or|by|since|at|aged?|under|than|least|from|until|over|nos?\.?|articles?|arts?\.?|paragraphs?"
    r"|paras?\.?|targets?|goals?|section|rule|chapter|part|protocol|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\s*$", re.IGNORECASE)  # fmt: skip


def normalize_space(text: str) -> str:
    """The text as a data file takes it: on one line, without what only typesetting needs and what is no character."""
    text = text.replace("\u2011", "-").replace("\u00ad", "")
    return " ".join(CONTROL.sub("", " ".join(text.split())).split())


@lru_cache(maxsize=10_000)
def text_key(text: str) -> str:
    """The letters and digits of it, without what typesetting may change: case, accents, spaces, signs, Unicode form.

    What stands between two digits keeps them apart, but for the thousands of one number: 1.5 is not 15.
    """
    if _DIGITS.search(text):
        text = _DIGITS.sub(_APART, _THOUSANDS.sub("", text))
    if text.isascii():
        return re.sub(r"[\W_]", "", text.casefold())
    characters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    # Letters that stand for apostrophes, and accents, lie together; the marks of other scripts are vowels.
    return "".join(
        one
        for one in characters
        if not "\u02b0" <= one <= "\u036f" and (one.isalnum() or unicodedata.category(one)[0] == "M")
    )


def html_to_text(text: str) -> str:
    """The text without the markup of HTML, its lines kept."""
    # Twice, because some of it was escaped twice.
    for _ in range(2):
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), _TAG.sub("", _BREAK.sub("\n", text)))
    text = "\n".join(filter(None, map(normalize_space, _BREAK.split(text))))
    return re.sub(r" ([,.])(?=\s|$)", r"\1", text)


def has_markup(text: str) -> bool:
    """Whether there are tags or entities of HTML in it."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def find_split_word(text: str) -> str:
    """The first place where a word may be torn, as `P eople` or `develop- ment`; nobody but a reader can tell."""
    places = filter(None, (_STRAY.search(_LABEL.sub("", text)), _HYPHEN.search(text)))
    return next((place[0] for place in places), "")


def parse_paragraph(text: str, *, is_upr: bool) -> dict[str, str]:
    """Section, heading, number, item and the text that is left; with line ends where UHRI has them."""
    parts = dict.fromkeys(("section", "heading", "number", "item"), "")
    if cited := _CITED.match(text):
        return parts | {"heading": cited[1], "number": cited[2], "text": text[cited.end() :]}
    glued = _GLUED.search(text[:500])
    if glued and _is_heading(text[: glued.start()], text[glued.end() :], is_upr=is_upr):
        lines = [_SECTION.sub(lambda mark: f"{mark[0].strip()} ", line) for line in text[: glued.start()].split("\n")]
        lines = [line.strip() for line in lines if line.strip()]
        parts["heading"] = "" if _SECTION.match(lines[-1]) else lines.pop()
        parts["section"], text = ": ".join(lines), text[glued.start() :]
    if match := (_DOTTED.match(text) if is_upr else None) or _NUMBER.match(text):
        parts["number"], text = match[1], text[match.end() :]
    # What begins with (a) and goes on with (b) is a whole paragraph; without a number the letter stays in the text.
    if parts["number"] and (item := _ITEM.match(text)) and f"({chr(ord(item[1]) + 1)})" not in text:
        parts["item"], text = "-".join(filter(None, item.groups())), text[item.end() :]
    return parts | {"text": text}


def _is_heading(head: str, rest: str, *, is_upr: bool) -> bool:
    """Whether what stands before a number is a heading and not the start of a sentence."""
    lines = [_SHORT.sub("", _SECTION.sub("", line)).strip() for line in head.split("\n") if line.strip()]
    if not 0 < len(lines) <= 4 or any(len(line) > 150 or re.search(r"[.;!?]|[,:]$", line) for line in lines):
        return False
    if _SENTENCE.match(lines[0]) or _REFERENCE.search(head):
        return False
    return head.endswith("\n") or not (is_upr or rest[:1].islower() or len(lines[-1].split()) > 15)
