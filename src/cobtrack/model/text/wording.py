"""Numbers, lists and verbs in sentences, such as "3 errors" or "a, b and c"."""

from __future__ import annotations

import re

from cobtrack.model.languages.marks import split_opening_marks
from cobtrack.model.languages.phrases import gettext, ngettext, pgettext, whole_number
from cobtrack.model.text.markup import in_same_language


def upper_first(text: str) -> str:
    """Return the text with its first letter in upper case and the rest unchanged: `UN agency`, `In progress`."""
    marks, words = split_opening_marks(str(text))
    return marks + words[:1].upper() + words[1:]


def as_sentence(text: str) -> str:
    """Return a text with the full stop of the spoken language."""
    return gettext("%(text)s.", text=text)


def quantity(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, such as "1 error", "3 errors" or "2 activities", in the spoken language.

    The catalogues have it as `%(num)s error` and `%(num)s errors`.
    """
    return ngettext(f"%(num)s {noun}", f"%(num)s {plural or noun + 's'}", number, num=whole_number(number))


def chapeau_note(number: int) -> str:
    """Return a note to append to a number of recommendations: ", 2 of which only open a list of items"; "" for 0."""
    if not number:
        return ""
    return ngettext(
        ", %(num)s of which only opens a list of items",
        ", %(num)s of which only open a list of items",
        number,
        num=whole_number(number),
    )


def join_first(items: list[str], limit: int = 3) -> str:
    """Join the first `limit` items and add the number of the remaining items: "a, b, c and 2 more".

    If there are at most `limit` items, return all items, such as "a, b and c".
    """
    rest = len(items) - limit
    return join([*items[:limit], ngettext("%(num)s more", "%(num)s more", rest)]) if rest > 0 else join(items)


def join(items: list[str], conjunction: str = "and") -> str:
    """Return the items, joined by commas and a conjunction ("and" or "or"), such as "a, b and c".

    Instead of a conjunction, a comma or a semicolon can be given, which is then between all items.
    """
    if len(items) < 2:
        return "".join(items)
    if conjunction == ";":
        return pgettext("between items", "; ").join(items)
    if conjunction == ",":
        return pgettext("between items", ", ").join(items)
    first = pgettext("between items", ", ").join(items[:-1])
    if conjunction == "or":
        return pgettext("list", "%(items)s or %(last)s", items=first, last=items[-1])
    return pgettext("list", "%(items)s and %(last)s", items=first, last=items[-1])


_LOWERED = frozenset({"A", "An", "As", "In", "It", "Its", "No", "Our", "The", "There", "They", "This", "We"})
"""The words that are written in lower case within a sentence. Other words with a capital letter might be names."""


def because(text: str, reason: str) -> str:
    """Return a text with its reason: "now 2028, because the State moved it" for "The State moved it.".

    A reason of several sentences follows a colon. Return the text alone if there is no reason.
    """
    sentence = reason.strip()
    if not sentence:
        return text
    clause = sentence.removesuffix(".").removeprefix("because ").removeprefix("Because ")
    if re.search(r"[.!?។]\s+[^\sa-z]", clause):
        return gettext("%(label)s: %(text)s", label=text, text=in_same_language(reason, sentence))
    word = clause.partition(" ")[0]
    first = clause[0].lower() if word in _LOWERED else clause[0]
    clause = in_same_language(reason, f"{first}{clause[1:]}")
    return gettext("%(text)s, because %(reason)s", text=text, reason=clause)
