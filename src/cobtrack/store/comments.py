"""The comments among the lines of a file: what no reader tells of, and what an edit must not lose."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.model.problem import Path, Span
    from cobtrack.store.reader import Spans

    ByLine = Mapping[int, Sequence[tuple[Path, bool, Span]]]


def by_line(spans: Spans) -> ByLine:
    """What begins on each line: asked for once, so that an edit looks at its own lines and not at the whole file."""
    found: dict[int, list[tuple[Path, bool, Span]]] = defaultdict(list)
    for (at, on_key), span in spans.items():
        found[span.line].append((at, on_key, span))
    return found


def comments(lines: Sequence[str], by_line: ByLine, path: Path, numbers: range) -> Iterator[tuple[str, bool]]:
    """The comments on these lines, which hold what is at `path`, and whether something stands before them."""
    rest = {number: lines[number - 1] for number in numbers if "#" in lines[number - 1]}
    if not rest:
        return
    begin = (one for number in numbers for one in by_line.get(number, ()))
    inside = [(at, on_key, span) for at, on_key, span in begin if at[: len(path)] == path]
    parents = {at[:-1] for at, _, _ in inside}
    for at, on_key, span in inside:
        if not on_key and at in parents:
            continue
        # The line that begins a block of text can have a comment.
        is_block = not on_key and lines[span.line - 1][span.column - 1 : span.column] in {"|", ">"}
        for line in range(span.line + is_block, span.end_line + 1):
            if line in rest:
                start = span.column - 1 if line == span.line else 0
                end = span.end_column - 1 if line == span.end_line else len(rest[line])
                rest[line] = rest[line][:start] + "x" * (end - start) + rest[line][end:]
    for text in rest.values():
        before, sign, comment = text.partition("#")
        if sign:
            yield sign + comment.rstrip(), bool(before.strip())
