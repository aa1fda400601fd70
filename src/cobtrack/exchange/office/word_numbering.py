"""The automatic numbers in a Word document.

The text of the document does not contain these numbers. They are counted according to the document's numbering rules,
as Word does when it shows the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.office.word import attribute, child, is_on, local_name
from cobtrack.exchange.un.numerals import roman

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.exchange.office.word_styles import Style, Styles

_INTEGER = re.compile(r"-?[0-9]{1,9}")
_LEVELS = range(9)
_MAX_LABEL_LENGTH, _MAX_REPEATED_LETTERS, _MAX_ROMAN = 40, 4, 399


@dataclass(frozen=True)
class _Level:
    """A level of a numbered list in a Word document."""

    number_format: str
    """decimal, lowerLetter, lowerRoman, bullet, …"""
    label: str
    """The pattern in which a number is shown: `%1.`, `(%2)`."""
    start: int
    restart_level: int
    """The count restarts after a number on any level lower than this value (the first level is 0)."""
    is_legal: bool
    """Whether the numbers of all levels are shown as digits."""
    style: str


@dataclass(frozen=True)
class _List:
    """A numbered list: the id of its abstract list, its levels, and the start numbers of levels that restart.

    An abstract list is a definition that several lists can use. Lists with the same abstract list share their counters.
    """

    abstract_id: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class NumberCounters:
    """The counters of all numbered lists in a document. As in Word, lists with the same abstract list share counters.

    The definition of each list is read only once, because many lines can belong to the same list.
    """

    def __init__(self, nodes: list[Any], styles: Styles) -> None:
        self._abstract_nodes = {
            attribute(node, "abstractNumId"): node for node in nodes if local_name(node) == "abstractNum"
        }
        self._list_nodes = {attribute(node, "numId"): node for node in nodes if local_name(node) == "num"}
        self._styles = styles
        self._list: Callable[[str], _List] = cache(self._read_list)
        self._abstract: Callable[[str], tuple[str, dict[int, _Level]]] = cache(self._read_abstract)
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None for _ in _LEVELS])
        self._restarted: set[tuple[str, int]] = set()

    def label(self, node: Any, style: Style) -> tuple[str, str]:
        """Count a paragraph in its list. Return the format of its number, and the number as Word shows it.

        Both values are "" if the paragraph has no automatic number.
        """
        properties = child(node, "pPr", "numPr")
        list_id = attribute(child(properties, "numId")) or style.list_id
        if list_id not in self._list_nodes:
            return "", ""
        numbered_list, level_text = self._list(list_id), attribute(child(properties, "ilvl"))
        if not level_text and style.list_id:
            levels = numbered_list.levels.items()
            of_style = next((number for number, level in levels if level.style == style.list_style), 0)
            level_text = style.level or str(of_style)
        level = min(max(_integer(level_text, 0), 0), _LEVELS[-1])
        self._count(list_id, numbered_list, level)
        label = _label(numbered_list, self._counts[numbered_list.abstract_id], level)
        return numbered_list.levels[level].number_format, label

    def _read_list(self, list_id: str) -> _List:
        node = self._list_nodes[list_id]
        abstract_id, levels = self._abstract(attribute(child(node, "abstractNumId")))
        overrides = [element for element in node if local_name(element) == "lvlOverride"]
        own_levels = (level for override in overrides if (level := child(override, "lvl")) is not None)
        starts: dict[int, int] = {}
        for override in reversed(overrides):
            if start := attribute(child(override, "startOverride")):
                starts[_integer(attribute(override, "ilvl"), 0)] = _integer(start, 1)
        return _List(abstract_id, levels | _levels(own_levels), starts)

    def _read_abstract(self, abstract_id: str) -> tuple[str, dict[int, _Level]]:
        """Return the id and the levels of an abstract list (a definition that several lists can use).

        If the abstract list refers to another abstract list by a style, return the id and the levels of the other
        abstract list.
        """
        style = attribute(child(self._abstract_nodes.get(abstract_id), "numStyleLink"))
        linked_list = self._styles.get(style).list_id
        if linked_list in self._list_nodes:
            abstract_id = attribute(child(self._list_nodes[linked_list], "abstractNumId"))
        nodes = (node for node in self._abstract_nodes.get(abstract_id, ()) if local_name(node) == "lvl")
        defaults = {level: _Level("", "", 1, level, False, "") for level in _LEVELS}
        return abstract_id, defaults | _levels(nodes)

    def _count(self, list_id: str, numbered_list: _List, level: int) -> None:
        counts, start = self._counts[numbered_list.abstract_id], numbered_list.starts.get(level)
        count = counts[level]
        if start is not None and (list_id, level) not in self._restarted:
            self._restarted.add((list_id, level))
            counts[level] = start
        elif count is not None:
            counts[level] = count + 1
        else:
            counts[level] = numbered_list.levels[level].start if start is None else start
        for deeper in _LEVELS[level + 1 :]:
            if level < numbered_list.levels[deeper].restart_level:
                counts[deeper] = None


def _levels(nodes: Iterable[Any]) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for node in nodes:
        level = _integer(attribute(node, "ilvl"), -1)
        if level in _LEVELS:
            levels[level] = _read_level(node, level)
    return levels


def _read_level(node: Any, level: int) -> _Level:
    return _Level(
        number_format=attribute(child(node, "numFmt")),
        label=attribute(child(node, "lvlText"))[:_MAX_LABEL_LENGTH],
        start=_integer(attribute(child(node, "start")), 1),
        # By default a level restarts after every higher level; with 0 it never does.
        restart_level=_integer(attribute(child(node, "lvlRestart")), level),
        is_legal=bool(is_on(node, "isLgl")),
        style=attribute(child(node, "pStyle")),
    )


def _label(numbered_list: _List, counts: list[int | None], level: int) -> str:
    """Return the current number on a level of a list as Word shows it (for example `2.1` or `(b)`).

    `counts` has the current number on each level of the list.
    """
    shown = numbered_list.levels[level]
    if shown.number_format in {"bullet", "none"}:
        return "•" if shown.number_format == "bullet" else ""
    label = shown.label
    for number in _LEVELS[: level + 1]:
        count, part = counts[number], numbered_list.levels[number]
        number_format = "decimal" if shown.is_legal else part.number_format
        label = label.replace(f"%{number + 1}", _formatted(part.start if count is None else count, number_format))
    return label.strip()


def _integer(text: str, default: int) -> int:
    """Return a text as an integer, or `default` if the text is not an integer."""
    return int(text) if _INTEGER.fullmatch(text) else default


def _formatted(number: int, number_format: str) -> str:
    """Return a number as Word shows it in the given number format.

    If UN documents do not use this format, return the number in digits.
    """
    if number_format in {"lowerLetter", "upperLetter"} and 0 < number <= 26 * _MAX_REPEATED_LETTERS:
        # After z comes aa, then bb.
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif number_format in {"lowerRoman", "upperRoman"} and 0 < number <= _MAX_ROMAN:
        text = roman(number)
    else:
        return str(number)
    return text.upper() if number_format.startswith("upper") else text
