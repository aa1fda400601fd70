"""Keys without a value in braces: the rest of a text that a comma has cut, or a colon without its space."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.problem import Finding, Path, Place, Problem, Severity, make_problem
from cobtrack.store.yaml.hints import no_space_after_colon, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_THOUSANDS = 3


class Bare(NamedTuple):
    """A key without a value: its mapping, its name, the key and value before it, and where the value would stand."""

    path: Path
    name: str
    before: tuple[str, Any] | None
    mark: Any


def problems(text: str, file: str, found: Sequence[Bare]) -> Iterator[Problem]:
    """A problem for each mapping that has such keys, at the first of them."""
    # What never ends is told of on the line behind the last.
    lines = f"{text}\n".split("\n")
    for path, group in groupby(found, lambda one: one.path):
        bare = list(group)
        place = Place(file, path).at_key(bare[0].name)
        yield make_problem("COB018", Severity.ERROR, Finding(place, *_told(lines, bare)))


def _told(lines: list[str], bare: list[Bare]) -> tuple[str, str]:
    first = bare[0]
    if slip := no_space_after_colon(first.name):
        return slip
    if _has_colon(lines, first.mark):
        return f'"{first.name}" has no value', "write it behind the colon, or take the key out"
    key, value = first.before or ("", None)
    cut = [one.name for one in bare if one.before and one.before[0] == key]
    if not isinstance(value, str | int) or isinstance(value, bool):
        return f'"{first.name}" has no value', "in braces each key has a value: {key: text, key: text}"
    shown = quoted(value) if isinstance(value, str) else value
    message = f'the comma ends the value in braces: "{key}" is {shown}, without {quoted(", ".join(cut))}'
    if all(part.isdecimal() for part in (str(value), *cut)):
        return message, _number(str(value), cut)
    return message, f"put the text in quotes: {key}: {quoted(', '.join([str(value), *cut]))}"


def _number(whole: str, cut: list[str]) -> str:
    """Three figures behind a comma can be thousands, or a fraction."""
    if any(len(part) != _THOUSANDS for part in cut):
        return f"write {'.'.join([whole, *cut])} with a point"
    fraction = f", or {whole}.{cut[0]} if the comma stands for a point" if len(cut) == 1 else ""
    return f"write {''.join([whole, *cut])}{fraction}"


def _has_colon(lines: list[str], mark: Any) -> bool:
    """Whether the last thing before a mark is a colon."""
    number: int = mark.line
    before = lines[number][: mark.column].rstrip()
    while not before and number:
        number -= 1
        before = lines[number].rstrip()
    return before.endswith(":")
