"""Edits of a file: lines are inserted, replaced or removed, and every other byte stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cobtrack.model.edit import Edit
from cobtrack.model.text.escape import CONTROL
from cobtrack.store.edit.apply import add_item, apply_edits
from cobtrack.store.edit.source import EditError
from cobtrack.store.yaml import reader, writer
from cobtrack.store.yaml.writer import scalar_text

FILE = """\
# A comment at the top.
pillar: 1
title: One
categories:
  - title: "First"   # quoted
    activities:
      - id: "1.1"
        text: >-
          Folded text
          on two lines

        timeframe: 2022/2027   # behind the value
        progress:
        - date: 2023-01-01
          status: planned

        - date: 2025-01-01
          status: in-progress
          note: |
            A block.

      # Before the second.
      - id: "1.2"
        text: ខ្មែរ
        timeframe: 2025?
"""
FIRST = ("categories", 0, "activities", 0)
SECOND = ("categories", 0, "activities", 1)
ENTRY = {"date": "2024-05-01", "status": "done", "note": "Held: yes # no", "evidence": ["https://example.org/a"]}


def added(text: str, result: str) -> list[str]:
    """The lines of `result` that are not in `text`, after checking that no other line changed."""
    old, new = text.splitlines(), result.splitlines()
    start = next((number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    length = len(new) - len(old)
    assert old == new[:start] + new[start + length :]
    return new[start : start + length]


def test_an_entry_is_inserted_between_two_others() -> None:
    result = add_item(FILE, FIRST, "progress", 1, ENTRY)
    assert added(FILE, result) == [
        "        - date: 2024-05-01",
        "          status: done",
        '          note: "Held: yes # no"',
        "          evidence:",
        "            - https://example.org/a",
    ]
    dates = [entry["date"] for entry in reader.read(result, "").data["categories"][0]["activities"][0]["progress"]]
    assert dates == ["2023-01-01", "2024-05-01", "2025-01-01"]


def test_an_entry_can_be_inserted_first() -> None:
    result = add_item(FILE, FIRST, "progress", 0, ENTRY)
    assert added(FILE, result)[0] == "        - date: 2024-05-01"


def test_an_entry_after_a_block_of_text_does_not_become_part_of_it() -> None:
    result = add_item(FILE, FIRST, "progress", 2, ENTRY)
    entries = reader.read(result, "").data["categories"][0]["activities"][0]["progress"]
    assert entries[1]["note"] == "A block.\n"
    assert entries[2]["note"] == ENTRY["note"]


def test_a_missing_log_is_added() -> None:
    result = add_item(FILE, SECOND, "progress", 0, {"date": "2026-01-01", "status": "done"})
    assert added(FILE, result) == ["        progress:", "          - date: 2026-01-01", "            status: done"]


def test_a_file_that_does_not_end_with_a_line_end_gets_one_before_the_entry() -> None:
    result = add_item(FILE.rstrip("\n"), SECOND, "progress", 0, {"date": "2026-01-01", "status": "done"})
    assert result.endswith(
        "        timeframe: 2025?\n        progress:\n          - date: 2026-01-01\n            status: done\n"
    )


def test_windows_line_ends_are_kept() -> None:
    result = add_item(FILE.replace("\n", "\r\n"), FIRST, "progress", 2, ENTRY)
    assert result.count("\n") == result.count("\r\n")


@pytest.mark.parametrize("most", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("line", [1, 8, 11])
def test_new_lines_end_as_most_lines_of_the_file_do(most: str, line: int) -> None:
    lines = FILE.splitlines()
    other = "\r\n" if most == "\n" else "\n"
    text = "".join(each + (other if number == line else most) for number, each in enumerate(lines, 1))
    result = add_item(text, SECOND, "progress", 0, {"date": "2026-01-01", "status": "done"})
    added = re.findall(r"(?:progress:|- date: 2026-01-01|status: done)(\r\n|\r|\n)", result)
    assert added[-3:] == [most] * 3
    assert text == result.replace(most.join(result.split(most)[-4:-1]) + most, "")


@pytest.mark.parametrize(("dash", "item"), [(0, 2), (2, 2), (4, 4), (1, 2), (2, 4)])
@pytest.mark.parametrize("at", ["its own list", "a new list"])
def test_new_lines_are_indented_like_the_file(dash: int, item: int, at: str) -> None:
    by = writer.Indent(dash, item, dash or 2)
    old, new = {"date": "2025", "status": "planned"}, {"date": "2026", "status": "done", "evidence": ["A survey"]}
    activities: list[dict[str, Any]] = [{"id": "2.1", "progress": [old]}, {"id": "2.2", "text": "A text."}]
    before = {"pillar": 2, "categories": [{"title": "First", "activities": activities}]}
    text = "\n".join(writer.record_lines(before, 0, by)) + "\n"
    number = 0 if at == "its own list" else 1
    result = add_item(text, ("categories", 0, "activities", number), "progress", 1 - number, new)
    activities[number].setdefault("progress", []).append(new)
    assert result == "\n".join(writer.record_lines(before, 0, by)) + "\n"


@pytest.mark.parametrize("text", [f"\ufeff{FILE}", FILE.replace("title: One", "title: One\t# a tab")])
def test_a_byte_order_mark_and_tabs_after_values_stay(text: str) -> None:
    result = add_item(text, FIRST, "progress", 2, ENTRY)
    assert set(text.splitlines()) <= set(result.splitlines())


def test_old_mac_line_ends_are_kept() -> None:
    result = add_item(FILE.replace("\n", "\r"), FIRST, "progress", 1, ENTRY)
    assert result == add_item(FILE, FIRST, "progress", 1, ENTRY).replace("\n", "\r")


@pytest.mark.parametrize("broken", ["\x0c", "\x85", "\u2028", "\n? [a]: b\n", "\nb: 1\nb: 2\n"])
def test_a_file_with_errors_is_refused_with_the_line(broken: str) -> None:
    with pytest.raises(EditError, match=r"^line \d+: ") as caught:
        add_item(f"a: 1\n# A comment{broken}", (), "progress", 0, ENTRY)
    assert "fix the file first" in caught.value.hint


@pytest.mark.parametrize("index", [0, 1])
def test_an_entry_is_added_to_a_log_in_brackets(index: int) -> None:
    line = "        progress: [{date: 2024, status: planned}]\n"
    text = FILE.replace("        timeframe: 2025?\n", "        timeframe: 2025?\n" + line)
    result = add_item(text, SECOND, "progress", index, {"date": "2025-01", "status": "done"})
    entries = ["{date: 2024, status: planned}"]
    entries.insert(index, "{date: 2025-01, status: done}")
    assert added(text.replace(line, ""), result) == [f"        progress: [{', '.join(entries)}]"]


@given(st.text())
def test_any_text_reads_back_as_itself(text: str) -> None:
    cleaned = CONTROL.sub("", text)
    assert reader.read(f"a: {scalar_text(cleaned)}\n", "").data == {"a": cleaned}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.integers(0, 2))
def test_any_note_is_added_and_nothing_else_changes(note: str, index: int) -> None:
    note = CONTROL.sub("", note) or "-"
    result = add_item(FILE, FIRST, "progress", index, {"date": "2024-05-01", "status": "done", "note": note})
    data, expected = reader.read(result, "").data, reader.read(FILE, "").data
    entry = {"date": "2024-05-01", "status": "done", "note": note}
    expected["categories"][0]["activities"][0]["progress"].insert(index, entry)
    assert data == expected


# Many edits of one file in one go


def test_a_value_is_replaced_in_its_place_and_the_comment_after_it_stays() -> None:
    result = apply_edits(FILE, [Edit(FIRST, "timeframe", "2022/2028")])
    assert result == FILE.replace("2022/2027   # behind", "2022/2028   # behind")


def test_a_key_without_a_value_gets_one_after_its_colon() -> None:
    assert apply_edits("a: 1\nb:\nc: 2\n", [Edit((), "b", "text")]) == "a: 1\nb: text\nc: 2\n"


def test_a_folded_text_is_replaced_as_a_whole() -> None:
    result = apply_edits(FILE, [Edit(FIRST, "text", "Short")])
    assert result == FILE.replace("text: >-\n          Folded text\n          on two lines\n", "text: Short\n")


def test_a_long_text_is_folded() -> None:
    long = "word " * 60 + "end"
    result = apply_edits(FILE, [Edit(FIRST, "text", long)])
    assert reader.read(result, "").data["categories"][0]["activities"][0]["text"] == long
    assert max(map(len, result.splitlines())) <= 100


def test_a_key_is_removed_with_its_lines() -> None:
    result = apply_edits(FILE, [Edit(SECOND, "timeframe", None)])
    assert result == FILE.replace("        timeframe: 2025?\n", "")


def test_removing_a_missing_key_changes_nothing() -> None:
    assert apply_edits(FILE, [Edit(SECOND, "after", None)]) == FILE


def test_lists_in_brackets_stay_in_brackets() -> None:
    text = FILE.replace("        timeframe: 2025?\n", '        timeframe: 2025?\n        after: ["1.1"]\n')
    result = apply_edits(text, [Edit(SECOND, "after", ["1.1", "1.10", "a, b"])])
    assert '        after: ["1.1", "1.10", "a, b"]\n' in result


def test_records_within_records_are_written_with_one_field_per_line() -> None:
    score = {"criterion": "severity", "score": 2, "reason": "Many children", "evidence": [{"bearing": "context"}]}
    assert added(FILE, apply_edits(FILE, [Edit(SECOND, "scores", score, "append")])) == [
        "        scores:",
        "          - criterion: severity",
        "            score: 2",
        "            reason: Many children",
        "            evidence:",
        "              - bearing: context",
    ]


def test_items_for_one_list_stay_in_their_order() -> None:
    entries = [{"date": f"2026-0{month}-01", "status": "planned"} for month in (1, 2, 3)]
    result = apply_edits(FILE, [Edit(FIRST, "progress", entry, "append") for entry in entries])
    dates = [one["date"] for one in reader.read(result, "").data["categories"][0]["activities"][0]["progress"]]
    assert dates == ["2023-01-01", "2025-01-01", "2026-01-01", "2026-02-01", "2026-03-01"]


def test_two_edits_of_one_key_are_refused() -> None:
    with pytest.raises(EditError, match=r"^two edits would change the same place$"):
        apply_edits(FILE, [Edit(FIRST, "timeframe", "2023"), Edit(FIRST, "timeframe", "2024")])


def test_a_record_in_braces_gets_new_fields() -> None:
    edits = [Edit(("a", 0), "d", "e"), Edit(("a", 0), "f", 1)]
    assert apply_edits("a: [{b: c}]  # d\n", edits) == "a: [{b: c, d: e, f: 1}]  # d\n"


def test_a_value_in_braces_can_be_replaced() -> None:
    assert apply_edits("a: [{b: c, d: e}]\n", [Edit(("a", 0), "b", "x")]) == "a: [{b: x, d: e}]\n"


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    result = apply_edits(text, [Edit(SECOND, "timeframe", "2026-05"), Edit(SECOND, "after", ["1.1"])])
    assert result == text.replace("2025?", "2026-05").rstrip("\r\n") + '\r\n        after:\r\n          - "1.1"\r\n'


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=150).filter(
    lambda text: not CONTROL.search(text)
)
PLAIN = st.recursive(
    TEXTS | st.integers(-(10**9), 10**9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["text", "timeframe", "note", "points", "scores"]), PLAIN, min_size=1))
def test_any_value_that_is_set_reads_back_and_every_other_line_stays(values: dict[str, Any]) -> None:
    try:
        result = apply_edits(FILE, [Edit(SECOND, key, value) for key, value in values.items()])
    except EditError:
        return
    activity = reader.read(result, "").data["categories"][0]["activities"][1]
    assert {key: activity[key] for key in values} == values
    # All that stands before the record is as it was.
    assert result.startswith(FILE[: FILE.index("        text: ខ្មែរ")])


@given(PLAIN)
def test_plain_data_reads_back_from_its_text(value: Any) -> None:
    text = "\n".join(writer.record_lines({"a": value})) + "\n"
    reading = reader.read(text, "")
    assert (reading.problems, reading.data) == ([], {"a": value})


PUNCTUATION = st.text("[]{},:#&*!|>'\"%@`-?~=<.+_^$;()/ \\\ta1en០", min_size=1, max_size=4)


def readings(text: str) -> list[Any]:
    """Return how our reader, PyYAML and ruamel.yaml (YAML 1.1 and 1.2) read a file."""
    reading = reader.read(text, "")
    assert not reading.problems
    return [reading.data, yaml.safe_load(text), YAML(typ="safe", pure=True).load(text)]


@settings(max_examples=1000)
@given(PUNCTUATION)
@example("~")
@example("=")
@example("<<")
@example(":0")
@example("0o7")
@example("1e3")
@example("+1")
@example(".inf")
@example("no")
def test_special_characters_read_back_as_themselves_in_every_reader(text: str) -> None:
    data = {"a": text, "b": [text, {"c": text}]}
    assert readings("\n".join(writer.record_lines(data)) + "\n") == [data] * 3
    assert readings(f"{writer.flow_text(data)}\n") == [data] * 3


@pytest.mark.parametrize("text", ["2022-10-28", "2025?", "2022/2027", "https://example.org/a?b=c", "ខ្មែរ", "42 (a)"])
def test_text_that_needs_no_quotes_gets_none(text: str) -> None:
    assert scalar_text(text) == text


# Lists that are not there yet


@pytest.mark.parametrize("there", ["", "paragraphs:\n", "paragraphs: []\n", "paragraphs: null\n", "paragraphs: [ ]"])
def test_items_begin_a_list_that_is_missing_or_empty(there: str) -> None:
    items = [{"id": "x:1", "kind": "concern"}, {"id": "x:2"}, {"id": "x:3"}]
    result = apply_edits(f"id: x\n{there}", [Edit((), "paragraphs", item, "append") for item in items])
    assert result == "id: x\nparagraphs:\n  - id: x:1\n    kind: concern\n  - id: x:2\n  - id: x:3\n"


def test_items_of_several_new_lists_and_new_keys_do_not_mix() -> None:
    edits = [Edit(SECOND, "after", "1.1"), Edit(FIRST, "serves", "a", "append"), Edit(SECOND, "notes", "b", "append")]
    edits += [Edit(FIRST, "progress", ENTRY, "append"), Edit(FIRST, "serves", "c", "append")]
    activities = reader.read(apply_edits(FILE, edits), "").data["categories"][0]["activities"]
    assert (activities[0]["serves"], activities[0]["progress"][2]) == (["a", "c"], ENTRY)
    assert (activities[1]["after"], activities[1]["notes"]) == ("1.1", ["b"])


def test_a_comment_after_an_empty_list_stays() -> None:
    result = apply_edits("a: []  # none yet\n# End\n", [Edit((), "a", "b", "append")])
    assert result == "a:  # none yet\n  - b\n# End\n"


def test_items_for_a_field_that_is_not_a_list_are_refused() -> None:
    with pytest.raises(EditError, match='"a" is not a list'):
        apply_edits("a: text\n", [Edit((), "a", "b", "append")])


# Comments

COMMENTED = """\
responsible:  # who
  - moj  # focal point
  # Asked to join:
  - moe
  - "moh"  # by phone
text: >-  # official
  The words # of it
  are these.
"""


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (["moj", "moe", "moh", "moi"], {6: "  - moi"}),
        (["new", "moj", "moe", "moh"], {2: "  - new"}),
        (["moj", "new", "moe", "moh"], {3: "  - new"}),
        (["moj", "moh"], {}),
        (["moj", "new", "moh"], {4: "  - new"}),
    ],
)
def test_items_are_added_and_removed_and_every_other_byte_stays(new: list[str], lines: dict[int, str]) -> None:
    result = apply_edits(COMMENTED, [Edit((), "responsible", new)])
    assert reader.read(result, "").data["responsible"] == new
    gone = [f"- {one}" for one in ("moj", "moe", '"moh"') if one.strip('"') not in new]
    kept = [line for line in COMMENTED.splitlines() if not line.strip().startswith(tuple(gone or ["-" * 9]))]
    for number, line in lines.items():
        kept.insert(number - 1, line)
    assert result.splitlines() == kept


@pytest.mark.parametrize(
    ("key", "value", "comment"),
    [
        ("responsible", None, "# who"), ("responsible", "moj", "# focal point"),
        ("responsible", ["moe", "moh"], "# focal point"), ("responsible", ["new"], "# focal point"),
        ("text", None, "# official"), ("cluster", None, "# as filed"),
        ("groups", None, "# first"), ("groups", ["twg-1"], "# first"), ("scores", None, "# to be scored"),
    ],
)  # fmt: skip
def test_a_change_that_would_lose_a_comment_is_refused(key: str, value: object, comment: str) -> None:
    more = "cluster: violence  # as filed\ngroups: [\n  twg-2, # first\n]\nscores:\n  # to be scored\n"
    with pytest.raises(EditError, match=f"the comment “{comment}” would be lost") as caught:
        apply_edits(COMMENTED + more, [Edit((), key, value)])
    assert "move or delete the comment in a text editor" in caught.value.hint


def test_the_comment_behind_a_key_stays_if_the_text_below_changes() -> None:
    result = apply_edits(COMMENTED, [Edit((), "text", "Other")])
    assert result == COMMENTED.partition("text:")[0] + "text: Other  # official\n"


def test_an_item_that_moves_keeps_its_comments() -> None:
    text = "a:\n  - b  # first\n  - c: 1\n    # promised\n    d: 2  # in a letter\n"
    result = apply_edits(text, [Edit((), "a", [{"c": 1, "d": 2}, "b"])])
    assert result == "a:\n  - c: 1\n    # promised\n    d: 2  # in a letter\n  - b  # first\n"


def test_an_item_that_is_repeated_is_written_without_comments_the_second_time() -> None:
    result = apply_edits("a:\n  - b  # one\n  - c\n", [Edit((), "a", ["c", "b", "b"])])
    assert result == "a:\n  - c\n  - b  # one\n  - b\n"


def test_a_new_key_is_inserted_below_the_comments_under_the_last_one() -> None:
    text = "a:\n  - scores:\n      # to be scored\n\n      # by TWG 2\n  - b: 1\n"
    result = apply_edits(text, [Edit(("a", 0), "cluster", "violence")])
    assert result == text.replace("  - b", "    cluster: violence\n  - b")


@pytest.mark.parametrize("values", [["x", "new"], ["x", "new", "two"]])
def test_a_new_item_is_inserted_below_the_comments_under_the_last_one(values: list[str]) -> None:
    text = "a:\n  - x\n    # about x\n  # about all\nb: 1\n"
    more = "".join(f"  - {one}\n" for one in values[1:])
    assert apply_edits(text, [Edit((), "a", values)]) == text.replace("b: 1", f"{more}b: 1")
    assert apply_edits(text, [Edit((), "a", one, "append") for one in values[1:]]) == text.replace(
        "b: 1", f"{more}b: 1"
    )


@pytest.mark.parametrize("values", [["new", "x", "y"], ["x", "new", "y"]])
def test_a_new_item_is_inserted_above_the_comments_on_the_next_one(values: list[str]) -> None:
    text = "a:\n  # about x\n  - x\n    # more\n\n  # about y\n\n  - y\n"
    before = {0: "  # about x\n", 1: "\n  # about y\n"}[values.index("new")]
    expected = text.replace(before, f"  - new\n{before}")
    assert apply_edits(text, [Edit((), "a", values)]) == expected


@pytest.mark.parametrize("index", [0, 1])
def test_an_entry_is_inserted_above_the_comments_on_the_next_one(index: int) -> None:
    text = "log:\n  # the first\n  - date: 2023\n    # more on it\n  # the last\n  - date: 2025\n"
    comment = ["  # the first\n", "  # the last\n"][index]
    result = add_item(text, (), "log", index, {"date": "2024-05"})
    assert result == text.replace(comment, f"  - date: 2024-05\n{comment}")


def test_an_item_with_a_comment_inside_is_not_removed() -> None:
    with pytest.raises(EditError, match="# Why"):
        apply_edits("a:\n  - b: 1\n    # Why\n    c: 2\n  - d: 3\n", [Edit((), "a", [{"d": 3}])])


def test_a_hash_within_a_text_is_not_a_comment() -> None:
    text = 'a:\n  - "b # c"\n  - |\n    d # e\n    # f\nb: 1\n'
    assert apply_edits(text, [Edit((), "a", None)]) == "b: 1\n"


# Any text, wherever it is put

PLACES = """\
# Above
scores:  # all
  - {criterion: severity, score: 3, reason: OLD}  # in braces
  - criterion: repeated
    reason: OLD  # a line
    groups: [one, OLD, three]  # in brackets
    many: {a: [OLD]}  # in both
# Below
"""
WHERE = [(("scores", 0), "reason"), (("scores", 1), "reason"), (("scores", 1), "groups"), (("scores", 1, "many"), "a")]


@given(TEXTS | st.text("[]{},:#&*!|>'\"%@` -?\n\\a1", min_size=1), st.sampled_from(range(4)))
def test_any_text_can_be_inserted_anywhere_and_no_other_byte_changes(text: str, number: int) -> None:
    path, key = WHERE[number]
    value: Any = {"groups": ["one", text, "three"], "a": [text]}.get(key, text)
    result = apply_edits(PLACES, [Edit(path, key, value)])
    found = reader.read(result, "").data
    for step in (*path, key):
        found = found[step]
    assert found == value
    start, rest = PLACES.split("OLD")[number], "OLD".join(PLACES.split("OLD")[number + 1 :])
    before = "OLD".join(PLACES.split("OLD")[:number])
    before = f"{before}OLD{start}" if number else start
    comment, _, rest = rest.partition("\n")
    assert result.startswith(before)
    assert result.endswith(f"\n{rest}")
    # A long text goes on below its line, whose comment stays behind its key.
    assert comment in result[len(before) : len(result) - len(rest)]
    assert "\n" not in result[len(before) : -len(rest) - 1] or number == 1
