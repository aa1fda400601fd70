"""Diffs: the removed and added lines of a change, as `patch` reads them, in linear time."""

from __future__ import annotations

import re
import time
from difflib import unified_diff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.cli.output.diff import changed_lines
from cobtrack.model.text.compare import Comparison
from cobtrack.views.changes.wording import parts

LINES = st.lists(st.sampled_from("abcdefgh"), max_size=20)


def patched(old: list[str], diff: list[str]) -> list[str]:
    """Apply a diff to a text; each removed or unchanged line has to be in it."""
    made, place = list[str](), 0
    for line in diff:
        if head := re.match(r"@@ -(\d+)(,0)?", line):
            start = int(head[1]) - (not head[2])
            made += old[place:start]
            place = start
        elif line[0] == "+":
            made.append(line[1:])
        else:
            assert old[place] == line[1:]
            made += [line[1:]] if line[0] == " " else []
            place += 1
    return made + old[place:]


@given(LINES, LINES, st.integers(0, 3))
def test_the_old_text_with_the_changed_lines_is_the_new_one(old: list[str], new: list[str], context: int) -> None:
    diff = [*changed_lines(old, new, context)]
    assert patched(old, diff) == new
    assert bool(diff) == (old != new)


@pytest.mark.parametrize("context", [0, 3])
@pytest.mark.parametrize("change", ["insert", "remove", "replace"])
@pytest.mark.parametrize("at", [0, 1, 20, 39])
def test_one_changed_place_is_shown_as_diff_shows_it(change: str, at: int, context: int) -> None:
    old = [f"line {number}" for number in range(40)]
    new = [*old[:at], *(["new"] if change != "remove" else []), *old[at + (change != "insert") :]]
    assert [*changed_lines(old, new, context)] == [*unified_diff(old, new, n=context, lineterm="")][2:]


class Counted(str):
    """A line that counts how often any line was hashed."""

    __slots__ = ()
    times = 0

    def __hash__(self) -> int:
        Counted.times += 1
        return super().__hash__()


def test_twice_as_many_lines_take_twice_as_long() -> None:
    counts = []
    for size in (1000, 2000):
        old = [
            Counted(f"{key} {number if key == 'id' else number % 7}")
            for number in range(size)
            for key in ("id", "a", "b")
        ]
        new = [line for number, line in enumerate(old) if number % 7]
        Counted.times = 0
        assert len([*changed_lines(old, new)]) > size / 7
        counts.append(Counted.times)
    assert counts[1] < 2.5 * counts[0]


WORDS = st.lists(st.sampled_from("abcde "), max_size=20)


@given(WORDS, WORDS)
def test_equal_blocks_are_equal_and_in_order(old: list[str], new: list[str]) -> None:
    for is_filler in (None, str.isspace):
        *blocks, end = Comparison(old, new, is_filler).get_matching_blocks()
        assert end == (len(old), len(new), 0)
        place, other = 0, 0
        for block in blocks:
            assert block.size
            assert min(block.a - place, block.b - other) >= 0
            place, other = block.a + block.size, block.b + block.size
            assert old[block.a : place] == new[block.b : other]


def test_texts_that_have_only_spaces_in_common_have_no_equal_words() -> None:
    assert [part.kind for part in parts("One two three", "Four five six")] == ["removed", "added"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" ".join(f"old{n}" for n in range(1999)), " ".join(f"new{n}" for n in range(1999))),
        ("a b " * 999, "b a c " * 660),
        ("\u1780\u1781\u1782" * 1333, "\u1782\u1781\u1780" * 1333),
    ],
)
def test_long_texts_are_compared_in_a_moment(before: str, after: str) -> None:
    start = time.process_time()
    assert parts(before, after)
    assert time.process_time() - start < 2
