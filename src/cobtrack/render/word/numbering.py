"""The numbers and bullets of the lists in a Word file."""

from __future__ import annotations

from typing import NamedTuple

from cobtrack.model.languages.phrases import in_digits
from cobtrack.render.word.xml import element, root

INDENT = 380
"""How far each level of a list is indented, in twentieths of a point."""
_LEVELS = 9
_BULLETS, _NUMBERS = 1, 2
_BULLET_CHARACTERS = "•◦▪"


class NumberFormat(NamedTuple):
    """How Word writes numbers."""

    name: str
    """The format of lists and footnotes."""
    switch: str
    """The end of the instruction of a field, such as a page number."""


_FORMATS = {
    "\u0966": NumberFormat("hindiNumbers", "\\* HINDIARABIC "),
    "\u0e50": NumberFormat("thaiNumbers", "\\* THAIARABIC "),
}
"""The formats with other digits that Word has, keyed by the digit for zero."""


def number_format() -> NumberFormat:
    """Return the format with the digits of the spoken language, or that of English if Word has no other."""
    return _FORMATS.get(in_digits("0"), NumberFormat("decimal", ""))


class Numbering:
    """The lists of one document, which each have an id."""

    def __init__(self) -> None:
        self._starts: list[tuple[int, int]] = []
        self._last: tuple[int, int] | None = None

    @property
    def bullets(self) -> int:
        """The id of all lists with bullets."""
        return _BULLETS

    def id_for(self, number: int, level: int, previous: tuple[int, int] | None = None) -> int:
        """Return the id of the list in which an item at a level has this number.

        `previous` is the id and the number of the item before in the same list, if there is one. Numbers at the lowest
        level continue through the document, so a paragraph that somebody adds in Word moves all later numbers.
        """
        if previous is None and level == 0:
            previous = self._last
        if previous and number == previous[1] + 1:
            id_ = previous[0]
        else:
            self._starts.append((number, level))
            id_ = _BULLETS + len(self._starts)
        if level == 0:
            self._last = (id_, number)
        return id_

    def part(self) -> str:
        """Return the part with the definitions of all lists."""
        lists = [_list(_BULLETS, _BULLETS)]
        for at, (number, level) in enumerate(self._starts, 1):
            start = element("lvlOverride", element("startOverride", val=number), ilvl=level)
            lists.append(_list(_BULLETS + at, _NUMBERS, start))
        return root("numbering", _kind(_BULLETS, is_bullet=True), _kind(_NUMBERS, is_bullet=False), *lists)


def _list(id_: int, kind: int, override: str = "") -> str:
    return element("num", element("abstractNumId", val=kind), override, numId=id_)


def _kind(id_: int, *, is_bullet: bool) -> str:
    levels = (_level(level, is_bullet=is_bullet) for level in range(_LEVELS))
    return element("abstractNum", element("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=id_)


def _level(level: int, *, is_bullet: bool) -> str:
    text = _BULLET_CHARACTERS[level % len(_BULLET_CHARACTERS)] if is_bullet else f"%{level + 1}."
    indent = element("ind", left=INDENT * (level + 1), hanging=INDENT)
    return element(
        "lvl",
        element("start", val=1),
        element("numFmt", val="bullet" if is_bullet else number_format().name),
        element("lvlText", val=text),
        element("lvlJc", val="left"),
        element("pPr", indent),
        ilvl=level,
    )
