"""Completion by the shell, at every press of a key: without pydantic, and of ids as they are typed in bash."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, redirect_stdout
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _AsTyped:
    def coerce(self, value: Any, **_: Any) -> Any:
        return value


def keep_as_typed(parameters: Iterable[Any]) -> None:
    """Read values as texts: nothing has to be right before it is complete, and typer needs no pydantic for that."""
    for one in parameters:
        one._runtime_param = _AsTyped()


@contextmanager
def words_of_bash() -> Iterator[None]:
    """Let bash complete ids with a colon, at which it divides words: join those, and offer what it will put in."""
    at = os.environ.get("COMP_CWORD", "")
    typed = os.environ.get("COMP_WORDS", "").split("\n")[: int(at) + 1 if at.isdecimal() else 0]
    words: list[str] = []
    for before, word in pairwise(["", *typed]):
        # bash keeps colons as words of their own; an empty word is what begins behind a space.
        if words and word and ":" in {word[0], before[-1:]}:
            words[-1] += word
        else:
            words.append(word)
    if len(words) == len(typed):
        yield
        return
    os.environ |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    there = words[-1][: words[-1].rfind(":") + 1]
    offered = io.StringIO()
    try:
        with redirect_stdout(offered):
            yield
    finally:
        sys.stdout.write("".join(line.removeprefix(there) for line in offered.getvalue().splitlines(keepends=True)))
