"""The numbers that Word itself puts before lines, and Roman numerals.

Automatic numbers are not in the text of a .docx: they are worked out of its numbering.xml, as Word does when it shows
the document. Each list is worked out once: many lines may count in it, and it may say much.
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

    from cobtrack.exchange.office.styles import Style, Styles

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DEPTH = 9


@dataclass(frozen=True)
class _Level:
    """A level of a list: how its numbers look, where they start, and above which level they begin anew."""

    form: str
    label: str
    start: int
    restart_level: int
    is_legal: bool
    """Whether the numbers of all levels are shown as digits."""
    style: str


@dataclass(frozen=True)
class _List:
    """A list: the abstract list that it counts in, its levels, and those that it starts itself."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbers:
    """The counters of all lists, as Word keeps them: one set for each abstract list, whoever counts in it."""

    def __init__(self, nodes: list[Any], styles: Styles) -> None:
        self._abstracts = {attribute(one, "abstractNumId"): one for one in nodes if local_name(one) == "abstractNum"}
        self._lists = {attribute(one, "numId"): one for one in nodes if local_name(one) == "num"}
        self._styles = styles
        self._list: Callable[[str], _List] = cache(self._read)
        self._abstract: Callable[[str], tuple[str, dict[int, _Level]]] = cache(self._behind)
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _DEPTH)
        self._restarted: set[tuple[str, int]] = set()

    def label(self, node: Any, style: Style) -> tuple[str, str]:
        """The format of a paragraph's automatic number and the number as it is shown; empty where it has none."""
        own = child(node, "pPr", "numPr")
        number = attribute(child(own, "numId")) or style.list
        if number not in self._lists:
            return "", ""
        found, level = self._list(number), attribute(child(own, "ilvl"))
        if not level and style.list:
            linked = (at for at, one in found.levels.items() if one.style == style.of)
            level = style.level or str(next(linked, 0))
        at = min(max(_whole(level, 0), 0), _DEPTH - 1)
        self._count(number, found, at)
        return found.levels[at].form, _shown(found, self._counts[found.abstract], at)

    def _read(self, number: str) -> _List:
        node = self._lists[number]
        abstract, levels = self._abstract(attribute(child(node, "abstractNumId")))
        overrides = [one for one in node if local_name(one) == "lvlOverride"]
        own = (level for one in overrides if (level := child(one, "lvl")) is not None)
        starts = ((attribute(one, "ilvl"), attribute(child(one, "startOverride"))) for one in reversed(overrides))
        told = {_whole(at, 0): _whole(start, 1) for at, start in starts if start}
        return _List(abstract, levels | _levels(own), told)

    def _behind(self, name: str) -> tuple[str, dict[int, _Level]]:
        """The abstract list of a name, or the one that it links to through a style, and its levels."""
        behind = self._styles.get(attribute(child(self._abstracts.get(name), "numStyleLink"))).list
        if behind in self._lists:
            name = attribute(child(self._lists[behind], "abstractNumId"))
        given = (one for one in self._abstracts.get(name, ()) if local_name(one) == "lvl")
        return name, {at: _Level("", "", 1, at, False, "") for at in range(_DEPTH)} | _levels(given)

    def _count(self, number: str, found: _List, at: int) -> None:
        counts, start = self._counts[found.abstract], found.starts.get(at)
        if start is not None and (number, at) not in self._restarted:
            self._restarted.add((number, at))
            counts[at] = start
        elif (now := counts[at]) is not None:
            counts[at] = now + 1
        else:
            counts[at] = found.levels[at].start if start is None else start
        for deeper in range(at + 1, _DEPTH):
            if at < found.levels[deeper].restart_level:
                counts[deeper] = None


def _levels(nodes: Iterable[Any]) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for node in nodes:
        at = _whole(attribute(node, "ilvl"), _DEPTH)
        if 0 <= at < _DEPTH:
            found[at] = _level(node, at)
    return found


def _level(node: Any, at: int) -> _Level:
    said = {name: attribute(child(node, name)) for name in ("numFmt", "lvlText", "start", "lvlRestart", "pStyle")}
    return _Level(
        form=said["numFmt"],
        label=said["lvlText"][:40],
        start=_whole(said["start"], 1),
        # Without a word on it a level begins anew after every level above it; with 0 it never does.
        restart_level=_whole(said["lvlRestart"], at),
        is_legal=bool(is_on(node, "isLgl")),
        style=said["pStyle"],
    )


def _shown(found: _List, counts: list[int | None], at: int) -> str:
    level = found.levels[at]
    if level.form in {"bullet", "none"}:
        return "•" if level.form == "bullet" else ""
    label = level.label
    for one in range(at + 1):
        count, above = counts[one], found.levels[one]
        form = "decimal" if level.is_legal else above.form
        label = label.replace(f"%{one + 1}", _formatted(above.start if count is None else count, form))
    return label.strip()


def _whole(text: str, otherwise: int) -> int:
    """A number of a document, or what holds where it gives none."""
    return int(text) if _WHOLE.fullmatch(text) else otherwise


def _formatted(number: int, form: str) -> str:
    """A number as Word writes it; a format not met in UN documents as digits."""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 26 * 4:
        # After z comes aa, then bb.
        made = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in {"lowerRoman", "upperRoman"} and 0 < number < 400:
        made = roman(number)
    else:
        return str(number)
    return made.upper() if form.startswith("upper") else made
