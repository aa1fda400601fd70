"""Report keys without a value in braces. Usually a comma has cut a text, or the space after a colon is missing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.problem import Finding, Fix, Path, Place, Problem, Severity, Span, make_problem
from cobtrack.store.yaml.hints import no_space_after_colon, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIGITS_OF_THOUSANDS = 3


class KeyWithoutValue(NamedTuple):
    """A key without a value in braces.

    `path` is the path of the mapping, `previous` is the key and value before this key, and `mark` is the position where
    the missing value would begin.
    """

    path: Path
    name: str
    previous: tuple[str, Any] | None
    mark: Any


def problems(text: str, file: str, keys: Sequence[KeyWithoutValue]) -> Iterator[Problem]:
    """Yield one problem for each mapping that has keys without a value, at the first of these keys."""
    # If a mapping is never closed, its mark is on the line after the last line.
    lines = f"{text}\n".split("\n")
    for path, group in groupby(keys, lambda key: key.path):
        keys_of_mapping = list(group)
        place = Place(file, path).at_key(keys_of_mapping[0].name)
        fix = _added_space(file, lines, keys_of_mapping[0])
        finding = Finding(place, *_message_and_hint(lines, keys_of_mapping), fix=fix)
        yield make_problem("COB018", Severity.ERROR, finding)


def _added_space(file: str, lines: list[str], key: KeyWithoutValue) -> Fix | None:
    """Return the correction that adds the space after the colon in a key such as `after:crc-session`, if any."""
    mark, start = key.mark, key.mark.column - len(key.name)
    if not no_space_after_colon(key.name) or lines[mark.line][start : mark.column] != key.name:
        return None
    name, _, value = key.name.partition(":")
    span = Span(mark.line + 1, start + 1, mark.line + 1, mark.column + 1)
    return Fix("text", Place(file, span=span), f"{name}: {value}")


def _message_and_hint(lines: list[str], keys: list[KeyWithoutValue]) -> tuple[str, str]:
    first = keys[0]
    if message_and_hint := no_space_after_colon(first.name):
        return message_and_hint
    if _follows_colon(lines, first.mark):
        return f'"{first.name}" has no value', "write a value after the colon, or delete the field"
    name, value = first.previous or ("", None)
    if not isinstance(value, str | int) or isinstance(value, bool):
        return f'"{first.name}" has no value', "in braces, every field needs a value: {name: text, name: text}"
    cut_parts = [key.name for key in keys if key.previous and key.previous[0] == name]
    shown = quoted(value) if isinstance(value, str) else value
    message = f'in braces, a comma ends the value: "{name}" is {shown}, without {quoted(", ".join(cut_parts))}'
    if all(part.isdecimal() for part in (str(value), *cut_parts)):
        return message, _number_hint(str(value), cut_parts)
    return message, f"put the text in double quotes: {name}: {quoted(', '.join([str(value), *cut_parts]))}"


def _number_hint(whole: str, cut_parts: list[str]) -> str:
    """Return a hint how to write a number that has commas. Three digits after a comma can be thousands or decimals."""
    if any(len(part) != _DIGITS_OF_THOUSANDS for part in cut_parts):
        return f"write {'.'.join([whole, *cut_parts])} with a point"
    decimal = f", or {whole}.{cut_parts[0]} if the comma is a decimal point" if len(cut_parts) == 1 else ""
    return f"write {''.join([whole, *cut_parts])}{decimal}"


def _follows_colon(lines: list[str], mark: Any) -> bool:
    """Whether the last character before a mark, apart from spaces, is a colon."""
    number: int = mark.line
    before = lines[number][: mark.column].rstrip()
    while not before and number:
        number -= 1
        before = lines[number].rstrip()
    return before.endswith(":")
