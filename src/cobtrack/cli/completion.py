"""Support for completion in the shell. It makes completion fast, and lets bash complete ids with a colon."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, redirect_stdout
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Text:
    def coerce(self, value: Any, **_: Any) -> Any:
        return value


def keep_as_typed(parameters: Iterable[Any]) -> None:
    """Turn off the conversion of parameter values during completion.

    A value that is still being typed can be incomplete. The conversion would also load pydantic, which takes long.
    """
    for parameter in parameters:
        parameter._runtime_param = _Text()


@contextmanager
def join_words_of_bash() -> Iterator[None]:
    """Let bash complete words that contain a colon or an equals sign, such as crc-2022:42 and status=done.

    bash splits such a word at these signs, and replaces only the text after the last sign. In the `with` block, the
    parts are joined again. Each suggestion that the block prints loses the text up to the last sign.
    """
    number = os.environ.get("COMP_CWORD", "")
    parts = os.environ.get("COMP_WORDS", "").split("\n")[: int(number) + 1 if number.isdecimal() else 0]
    words: list[str] = []
    for previous, part in pairwise(["", *parts]):
        # Each sign is a separate part. An empty part is a new word after a space.
        if words and part and {":", "="} & {part[0], previous[-1:]}:
            words[-1] += part
        else:
            words.append(part)
    if len(words) == len(parts):
        yield
        return
    os.environ |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    prefix = words[-1][: max(map(words[-1].rfind, ":=")) + 1]
    output = io.StringIO()
    try:
        with redirect_stdout(output):
            yield
    finally:
        sys.stdout.write("".join(line.removeprefix(prefix) for line in output.getvalue().splitlines(keepends=True)))
