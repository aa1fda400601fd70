"""The difference between two versions of files: removed and added lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.text.compare import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.cli.output.terminal import Terminal

NOTHING_WRITTEN = "Nothing written (--dry-run)."
_NO_FILE = "/dev/null"
"""The name of a file that does not exist, as in a diff of git."""
_STYLES = {"+": "green", "-": "red", "@": "dim"}


def show_changes(terminal: Terminal, before: Mapping[str, bytes], after: Mapping[str, bytes | None]) -> None:
    """Print the changes to files, and a note that nothing was written.

    `before` has the contents of the files before the changes, keyed by file name. `after` has the new contents, and
    None for files that are deleted.
    """
    for name, text in after.items():
        old, new = before.get(name, b"").decode().splitlines(), (text or b"").decode().splitlines()
        lines = [*changed_lines(old, new, context=3)]
        names = [f"--- {name if name in before else _NO_FILE}", f"+++ {_NO_FILE if text is None else name}"]
        for line in [*names, *lines] if lines else ():
            terminal.print(line, _STYLES.get(line[:1], ""))
    terminal.notify(NOTHING_WRITTEN)


def changed_lines(old: Sequence[str], new: Sequence[str], context: int = 0) -> Iterator[str]:
    """Yield the lines of a unified diff between two texts. `context` is the number of lines around each change."""
    for group in Comparison(old, new).get_grouped_opcodes(context):
        first, last = group[0], group[-1]
        yield f"@@ -{_line_range(first[1], last[2])} +{_line_range(first[3], last[4])} @@"
        for tag, start, end, other_start, other_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[start:end])
            else:
                yield from (f"-{line}" for line in old[start:end])
                yield from (f"+{line}" for line in new[other_start:other_end])


def _line_range(start: int, end: int) -> str:
    count = end - start
    return str(start + 1) if count == 1 else f"{start + 1 if count else start},{count}"
