"""Records are cut out of files and inserted into lists with their lines; everything else in the files stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.store.edit.records import comments_above, cut_record, insert_record, new_file
from cobtrack.store.yaml import reader

TEXT = """\
pillar: 2
categories:
  - title: Coordination
    activities:
      - id: "2.1"   # first
        text: >-
          Coordinate
          # not a comment

        # its own comment
      # Two more that were agreed in May

      - id: "2.2"
        text: Engage

      # About the next one
      - {id: "2.3", text: Assist}

  - title: Reviews
    activities:
      - id: "2.4"
        text: Review
# The end
"""
FIRST = ("categories", 0, "activities")
SECOND = ("categories", 1, "activities")


def without(text: str, *lines: str) -> str:
    for line in lines:
        assert text.count(line) == 1
        text = text.replace(line, "")
    return text


def test_a_record_is_cut_with_the_comments_within_it_and_no_other() -> None:
    after, lines = cut_record(TEXT, (*FIRST, 0))
    assert lines == [
        '- id: "2.1"   # first', "  text: >-", "    Coordinate", "    # not a comment", "", "  # its own comment",
    ]  # fmt: skip
    assert after == TEXT.replace(TEXT[TEXT.index('      - id: "2.1"') : TEXT.index("      # Two more")], "")


def test_one_of_the_blank_lines_around_a_record_goes_with_it() -> None:
    after, _ = cut_record(TEXT, (*FIRST, 1))
    assert after == without(TEXT, '      - id: "2.2"\n        text: Engage\n\n')


def test_the_blank_line_after_the_list_stays() -> None:
    after, _ = cut_record(TEXT, (*FIRST, 2))
    assert after == without(TEXT, '      - {id: "2.3", text: Assist}\n')


def test_a_list_without_records_is_empty() -> None:
    after, _ = cut_record(TEXT, (*SECOND, 0))
    assert after.endswith("  - title: Reviews\n    activities: []\n# The end\n")


def test_at_the_end_of_a_file_no_blank_line_is_left() -> None:
    after, _ = cut_record("a:\n  - id: x\n\n  - id: y\n", ("a", 1))
    assert after == "a:\n  - id: x\n"


def test_a_record_is_cut_out_of_brackets() -> None:
    after, lines = cut_record("a: [{id: x}, {id: y}]\n", ("a", 0))
    assert (after, lines) == ("a: [{id: y}]\n", ["- id: x"])


def test_the_comments_right_above_a_record_are_found() -> None:
    assert comments_above(TEXT, (*FIRST, 2)) == ["# About the next one"]
    assert comments_above(TEXT, (*FIRST, 1)) == []


NEW = ['- id: "2.9"', "  text: |", "    New", "", "    lines"]


def test_a_record_is_inserted_as_it_is_written_between_blank_lines() -> None:
    after = insert_record(TEXT, FIRST, 3, NEW)
    new = '      - id: "2.9"\n        text: |\n          New\n\n          lines\n'
    assert after == TEXT.replace("Assist}\n", f"Assist}}\n\n{new}")
    assert insert_record(TEXT, FIRST, 0, NEW) == TEXT.replace("activities:\n", f"activities:\n{new}\n", 1)
    assert insert_record(TEXT, FIRST, 2, NEW) == TEXT.replace(
        "      # About the next one\n", f"{new}\n      # About the next one\n"
    )


def test_records_without_blank_lines_between_them_get_none() -> None:
    assert insert_record("a:\n- id: x\n- id: y\n", ("a",), 2, ["- id: z"]) == "a:\n- id: x\n- id: y\n- id: z\n"
    assert insert_record("a:\n- id: x\n", ("a",), 1, ["- id: z"]) == "a:\n- id: x\n- id: z\n"


def test_the_only_record_of_a_list_is_separated_as_records_are_elsewhere_in_the_file() -> None:
    after = insert_record(TEXT, SECOND, 1, ['- id: "2.5"'])
    assert after.endswith('        text: Review\n\n      - id: "2.5"\n# The end\n')


@pytest.mark.parametrize("empty", ["a: []  # none\nb: 1\n", "a:  # none\nb: 1\n", "a: [ ]  # none\nb: 1\n"])
def test_a_record_is_inserted_into_an_empty_list(empty: str) -> None:
    assert insert_record(empty, ("a",), 0, ["- id: x"]) == "a:  # none\n  - id: x\nb: 1\n"


def test_a_missing_list_comes_at_its_place_among_the_fields() -> None:
    text = "id: crc\nremarks:\n  - text: One\n\nsource: x\n"
    keys = ("id", "remarks", "deadlines", "source")
    after = insert_record(text, ("deadlines",), 0, ["- id: y"], keys)
    assert after == "id: crc\nremarks:\n  - text: One\n\ndeadlines:\n  - id: y\n\nsource: x\n"
    assert insert_record("id: crc\n", ("deadlines",), 0, ["- id: y"], keys) == "id: crc\n\ndeadlines:\n  - id: y\n"


def test_a_file_with_nothing_but_comments_keeps_them() -> None:
    assert (
        insert_record("# Who\n#\n# actors:", ("actors",), 0, ["- id: y"]) == "# Who\n#\n# actors:\nactors:\n  - id: y\n"
    )


def test_line_ends_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert insert_record(text, FIRST, 3, NEW) == insert_record(TEXT, FIRST, 3, NEW).replace("\n", "\r\n")
    assert cut_record(text, (*FIRST, 1))[0] == cut_record(TEXT, (*FIRST, 1))[0].replace("\n", "\r\n")


def test_a_new_file_names_its_schema_and_separates_its_records() -> None:
    data = {"id": "crc", "deadlines": [{"id": "a"}, {"id": "b", "due": 2027}]}
    assert new_file("data/reports-due/crc.yaml", "mechanism", data, "deadlines") == (
        "# yaml-language-server: $schema=../../schema/mechanism.json\n"
        "id: crc\n\ndeadlines:\n  - id: a\n\n  - id: b\n    due: 2027\n"
    )
    assert new_file("data/actors.yaml", "actors", {"actors": [{"id": "a"}]}, "actors") == (
        "# yaml-language-server: $schema=../schema/actors.json\nactors:\n  - id: a\n"
    )


SEPARATORS = st.lists(st.sampled_from(["", "# x", "  # y", "    # z"]), max_size=3).map(lambda rows: [*rows])


@given(
    before=st.lists(SEPARATORS, min_size=3, max_size=5),
    end=st.sampled_from(["", "b: 1\n", "\n\nb: 1\n", "# z\n"]),
    data=st.data(),
)
def test_a_cut_record_can_be_inserted_again_anywhere(before: list[list[str]], end: str, data: st.DataObject) -> None:
    rows = [line for number, above in enumerate(before) for line in [*above, f"  - id: x{number}", "    t: 1"]]
    text = "a:\n" + "".join(f"{row}\n" for row in rows) + end
    records = reader.read(text, "").data["a"]
    index = data.draw(st.integers(0, len(before) - 1))
    after, lines = cut_record(text, ("a", index))
    target = data.draw(st.integers(0, len(before) - 1))
    rest = [*records[:index], *records[index + 1 :]]
    again = insert_record(after, ("a",), target, lines)
    assert reader.read(again, "").data["a"] == [*rest[:target], records[index], *rest[target:]]
    assert sorted(again.split()) == sorted(text.split())
