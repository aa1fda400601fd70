"""Setting, adding and removing values in every notation: only the lines of the value change."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cobtrack.model.problem import at_path
from cobtrack.store.edit.apply import add_item, remove_value, set_value
from cobtrack.store.edit.source import EditError, SourceFile
from cobtrack.store.yaml import reader
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.problem import Path

NOTATIONS = """\
# At the top.
id: x  # behind
title: "Quoted: text"  # why
'quoted': 'a ''word'''
text: >-  # official
  Folded words # of it
  on two lines

points: |
  A block.

  Of lines.
plain: words that
  go on here  # after
both: "words that
  go on here"  # after
empty:
none: []
due: {after: crc-state-report, months: 3}  # the rule
short: {a: 1}
names:  # in two languages
  en: English
  # In Khmer:
  km: ខ្មែរ
ids: [a, "1.10", c]  # three
one: [a]
lines: [
  a,  # about a
  # About b:
  b,
  c  # about c
]
wide: {
  a: 1,
  b: [x, y],
}
list:
  - a  # first
  # The second:
  - "b: b"
  - >
    folded
    item

log:
- date: 2023
  status: planned
  # Not sure.
  note: A note # that begins here
- {date: 2024, status: done}  # short
- date: 2025

  note:
    en: Words
    km: |
      Khmer words.
  evidence:
    - https://example.org/a
# At the end.
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("title",), "Other", 'title: "Quoted: text"  # why', "title: Other  # why"),
        (("title",), "A: b", '"Quoted: text"', '"A: b"'),
        (("quoted",), "Other", "'a ''word'''", "Other"),
        (("text",), "Short", ">-  # official\n  Folded words # of it\n  on two lines\n", "Short  # official\n"),
        (("points",), "Two\nlines\n", "|\n  A block.\n\n  Of lines.\n", "|\n  Two\n  lines\n"),
        (("points",), "Two\n\nlines", "|\n  A block.\n\n  Of lines.\n", "|-\n  Two\n\n  lines\n"),
        (("plain",), "Short", "words that\n  go on here  # after", "Short  # after"),
        (("both",), "Short", '"words that\n  go on here"  # after', "Short  # after"),
        (("both",), "a\nb", '"words that\n  go on here"  # after', "|-  # after\n  a\n  b"),
        (("empty",), "Full", "empty:\n", "empty: Full\n"),
        (("empty",), ["a", "b"], "empty:\n", "empty:\n  - a\n  - b\n"),
        (("none",), ["a"], "none: []\n", "none:\n  - a\n"),
        (("title",), {"en": "A b", "km": "ខ"}, 'title: "Quoted: text"  # why', "title:  # why\n  en: A b\n  km: ខ"),
        (("due",), "2028-01", "{after: crc-state-report, months: 3}  # the", "2028-01  # the"),
        (("due",), {"before": "upr-review"}, "{after: crc-state-report, months: 3}", "{before: upr-review}"),
        (("due", "months"), 4, "months: 3", "months: 4"),
        (("due", "days"), 4, "months: 3}", "months: 3, days: 4}"),
        (("id",), {"after": "crc-state-report", "months": 3}, "id: x ", "id: {after: crc-state-report, months: 3} "),
        (("names", "km"), "New", "km: ខ្មែរ", "km: New"),
        (("names", "fr"), "Nom", "km: ខ្មែរ\n", "km: ខ្មែរ\n  fr: Nom\n"),
        (("names",), {"en": "English", "km": "New", "fr": "Nom"}, "km: ខ្មែរ\n", "km: New\n  fr: Nom\n"),
        (("ids",), ["a", "2.1"], '[a, "1.10", c]', '[a, "2.1"]'),
        (("ids", 1), "2.10", '"1.10"', '"2.10"'),
        (("list", 1), "new", '"b: b"', "new"),
        (("list", 2), "new", ">\n    folded\n    item\n", "new\n"),
        (("log", 0, "note"), "New", "A note # that begins here", "New # that begins here"),
        (("log", 1, "note"), "a, b", "status: done}", 'status: done, note: "a, b"}'),
        (("log", 2, "note", "km"), "New", "|\n      Khmer words.\n", "New\n"),
        (("log", 2, "note"), "New", "note:\n    en: Words\n    km: |\n      Khmer words.\n", "note: New\n"),
        (("log", 2, "evidence"), "a b", "evidence:\n    - https://example.org/a\n", "evidence: a b\n"),
        (("wide", "c"), 2, "b: [x, y],\n", "b: [x, y],\n  c: 2,\n"),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_a_value_is_set_in_its_place(path: Path, value: Any, old: str, new: str) -> None:
    assert NOTATIONS.count(old) == 1
    assert set_value(NOTATIONS, path, value) == NOTATIONS.replace(old, new)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("due", "after"), "{after: crc-state-report, months: 3}", "{months: 3}"),
        (("due", "months"), ", months: 3", ""),
        (("short", "a"), "{a: 1}", "{}"),
        (("ids", 0), '[a, "1.10"', '["1.10"'),
        (("ids", 1), ', "1.10"', ""),
        (("ids", 2), ', c]  # three', ']  # three'),
        (("one", 0), "[a]\nlines", "[]\nlines"),
        (("lines", 1), "  b,\n", ""),
        (("wide", "a"), "  a: 1,\n", ""),
        (("wide", "b"), "  b: [x, y],\n", ""),
        (("wide", "b", 0), "x, ", ""),
        (("list", 1), '  - "b: b"\n', ""),
        (("list", 2), "  - >\n    folded\n    item\n", ""),
        (("log", 0, "date"), "date: 2023\n  ", ""),
        (("log", 0, "status"), "  status: planned\n", ""),
        (("log", 1, "date"), "date: 2024, ", ""),
        (("names", "en"), "  en: English\n", ""),
        (("empty",), "empty:\n", ""),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_a_value_is_removed_from_its_place(path: Path, old: str, new: str) -> None:
    assert NOTATIONS.count(old) == 1
    assert remove_value(NOTATIONS, path) == NOTATIONS.replace(old, new)


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        (("title",), "# why"), (("lines", 0), "# about a"), (("lines", 2), "# about c"), (("list", 0), "# first"),
        (("log", 0), "# Not sure."), (("log", 1), "# short"), (("names",), "# in two"), (("due",), "# the rule"),
    ],
)  # fmt: skip
def test_a_value_is_not_removed_with_its_comment(path: Path, comment: str) -> None:
    with pytest.raises(EditError, match=comment):
        remove_value(NOTATIONS, path)


@pytest.mark.parametrize(
    ("path", "index", "item", "old", "new"),
    [
        (("ids",), 0, "2.1", "[a, ", '["2.1", a, '),
        (("ids",), 1, "x", '[a, "1.10"', '[a, x, "1.10"'),
        (("ids",), 3, "x, y", ", c]", ', c, "x, y"]'),
        (("lines",), 0, "x", "  a,  # about a\n", "  x,\n  a,  # about a\n"),
        (("lines",), 2, "x", "  b,\n", "  b,\n  x,\n"),
        (("lines",), 3, "x", "  c  # about c\n", "  c,  # about c\n  x\n"),
        (("list",), 1, "x", "  # The second:\n", "  - x\n  # The second:\n"),
        (("list",), 3, "x", "    folded\n    item\n", "    folded\n    item\n  - x\n"),
        (("none",), 0, "x", "none: []", "none:\n  - x"),
        (("empty",), 0, "x", "empty:", "empty:\n  - x"),
        (("log", 2, "evidence"), 1, "x", "    - https://example.org/a\n", "    - https://example.org/a\n    - x\n"),
    ],
)
def test_an_item_is_added_in_its_place(path: Path, index: int, item: Any, old: str, new: str) -> None:
    assert NOTATIONS.count(old) == 1
    assert add_item(NOTATIONS, path[:-1], str(path[-1]), index, item) == NOTATIONS.replace(old, new)


KEYS = ("date", "for", "status", "note", "evidence")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("log", 0, "for"), "- date: 2023\n", "- date: 2023\n  for: x\n"),
        (("log", 0, "evidence"), "begins here\n", "begins here\n  evidence: x\n"),
        (("log", 1, "for"), "date: 2024, ", "date: 2024, for: x, "),
        (("log", 1, "note"), "status: done}", "status: done, note: x}"),
        (("log", 2, "status"), "- date: 2025\n", "- date: 2025\n  status: x\n"),
        (("log", 2, "other"), "example.org/a\n", "example.org/a\n  other: x\n"),
    ],
    ids=str,
)
def test_a_new_field_comes_after_the_fields_before_it(path: Path, old: str, new: str) -> None:
    assert set_value(NOTATIONS, path, "x", KEYS) == NOTATIONS.replace(old, new)


# Random edits


def _paths(data: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    steps = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        yield from _paths(data[step], (*path, step))


FILES = [NOTATIONS, *(path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.glob("data/**/*.yaml")))]
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=150)
LONG = st.lists(st.sampled_from(["word", "a: b", "# c", "ខ្មែរ", "[d]"]), min_size=1, max_size=60).map(" ".join)
VALUES = st.one_of(
    TEXTS, LONG, st.sampled_from(["two\nlines", "2.10", "2025", "no"]), st.integers(0, 3000), st.booleans(),
    st.lists(TEXTS, min_size=1, max_size=3), st.dictionaries(st.sampled_from(["en", "km"]), TEXTS, min_size=1),
)  # fmt: skip


@settings(max_examples=400)
@given(st.data())
def test_a_random_edit_changes_the_value_and_no_line_of_another_value(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(FILES))
    text = text.replace("\n", data.draw(st.sampled_from(["\n", "\n", "\r\n"])))
    before = SourceFile(text)
    path = data.draw(st.sampled_from(list(_paths(before.data))))
    holder, expected = at_path(before.data, path[:-1]), deepcopy(before.data)
    kind = data.draw(st.sampled_from(["set", "add", "remove"]))
    value = data.draw(VALUES)
    assume(not reader.read(f"a: {value!r}\n", "").problems)
    try:
        match kind:
            case "set":
                after = set_value(text, path, value)
                at_path(expected, path[:-1])[path[-1]] = value
            case "add" if isinstance(items := holder[path[-1]], list):
                index = data.draw(st.integers(0, len(items)))
                after = add_item(text, path[:-1], path[-1], index, value)  # type: ignore[arg-type]
                at_path(expected, path).insert(index, value)
            case "remove" if len(holder) > 1:
                after = remove_value(text, path)
                del at_path(expected, path[:-1])[path[-1]]
            case _:
                return
    except EditError as error:
        reason = error.message
    else:
        reason = ""
    if reason:
        assert re.search("comment|shares its line|own line", reason)
        return
    assert SourceFile(after).data == expected
    # The lines of the value, from its key or dash to the line before the next value.
    span = before.spans.get((path, True)) or before.spans[path, False]
    first, last = span.line - 1, before.last_line_of(path, span.column - 1)
    head, tail = before.lines[:first], before.lines[last:]
    if kind == "remove" and before.lines[first][: span.column - 1].strip() == "-" and isinstance(holder, dict):
        # The next field takes the place behind the dash.
        tail[0] = tail[0].lstrip()
    assert after.startswith("".join(head))
    assert after.endswith("".join(tail))
