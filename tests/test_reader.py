"""The reader: YAML to plain data with the place of every value; what data files must not contain is reported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.model.problem import Span
from cobtrack.store.yaml import events, reader
from cobtrack.store.yaml.reader import Reading, SpanReader, read

DATA = Path(__file__).parent.parent / "data"


def value(text: str) -> Any:
    """Return what is read for `a: TEXT`."""
    reading = read(f"a: {text}\n", "x.yaml")
    assert reading.problems == []
    return reading.data.get("a")


def codes(text: str) -> list[str]:
    return [problem.code for problem in read(text, "x.yaml").problems]


def read_with_pure_parser(text: str, *, places: bool = True) -> Reading:
    """Read a text without the C parser."""
    kept = sys.modules.get("yaml._yaml")
    sys.modules["yaml._yaml"] = None  # type: ignore[assignment]
    try:
        return read(text, "x.yaml", places=places)
    finally:
        if kept is not None:
            sys.modules["yaml._yaml"] = kept


@pytest.mark.parametrize(
    "text",
    ["1.10", "2022-10-28", "no", "yes", "on", "12:30", "~", "0x10", "1_000", "1e3", ".5", "2025?", "2022/2027", "-", "NULL",
     "True", "010", "+1", "២០២២"],
)  # fmt: skip
def test_texts_stay_as_they_were_typed(text: str) -> None:
    assert value(text if text != "-" else '"-"') == text


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("false", False), ("0", 0), ("2027", 2027), ("-3", -3)])
def test_plain_words_and_whole_numbers_are_values(text: str, expected: object) -> None:
    assert value(text) == expected
    assert value(f'"{text}"') == text


def test_a_huge_number_stays_text() -> None:
    assert value("9" * 5000) == "9" * 5000


def test_a_list_can_hold_uncertain_years() -> None:
    assert value("[2025?, 1.10]") == ["2025?", "1.10"]


@pytest.mark.parametrize("text", ["a:\n", "a: null\n"])
def test_a_key_without_a_value_counts_as_absent(text: str) -> None:
    assert read(text, "x.yaml").data == {}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("COB010", "a: b: c"),
        ("COB010", "a:\n\t- b"),
        ("COB010", 'a: "x\n'),
        ("COB010", "a: [1, 2"),
        ("COB010", "a: @b"),
        ("COB010", 'a: "\\q"'),
        ("COB011", "a: 1\na: 2"),
        ("COB012", "a: &x 1"),
        ("COB012", "a: *x"),
        ("COB012", "<<: 1"),
        ("COB013", "a: !!str 1"),
        ("COB013", "%YAML 1.1\n---\na: 1"),
        ("COB014", "a: 1\n---\nb: 2"),
        ("COB015", "? [a]\n: 1"),
        ("COB015", "? {a: b}\n: 1"),
        ("COB005", 'a: "\\0"'),
        ("COB005", 'a: "\\x1b[31m"'),
        ("COB005", 'a: "\\u202e"'),
        ("COB005", 'a: "\\N"'),
    ],
)
def test_what_a_data_file_must_not_contain_is_a_problem_with_both_parsers(code: str, text: str) -> None:
    assert codes(text) == [code]
    assert [problem.code for problem in read_with_pure_parser(text).problems] == [code]


def test_all_problems_are_found_in_one_reading() -> None:
    assert codes("a: 1\na: 2\nb: &x 3\nc: *x\nd: !t 4\n") == ["COB011", "COB012", "COB012", "COB013"]


def test_a_duplicate_key_names_both_places() -> None:
    (problem,) = read("a: 1\nb: 2\na: 3\n", "x.yaml").problems
    assert problem.place.span == Span(3, 1, 3, 2)
    assert problem.related[0].path == ("a",)


def test_the_first_of_two_values_counts() -> None:
    assert read("a: 1\na: {b: 2}\n", "x.yaml").data == {"a": 1}


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 10_000, "".join(f"{' ' * n}a:\n" for n in range(10_000))])
def test_endless_depth_is_refused_without_a_crash(text: str) -> None:
    assert set(codes(f"x:\n  {text}" if text[0] != "a" else text)) == {"COB016"}


def test_aliases_of_aliases_are_not_expanded() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    reading = read("\n".join(lines), "x.yaml")
    assert {problem.code for problem in reading.problems} == {"COB012"}
    assert reading.data["a39"] == [None, None]


PLACED = """\
title: ខ្មែរ text # note
list:
  - "quoted one"
  - {flow: 1.10, other: [a, b]}
block: |
  two
  lines
last: end
"""


def test_every_key_and_value_has_its_place() -> None:
    spans = read(PLACED, "x.yaml", places=True).spans
    assert spans[("title",), True] == Span(1, 1, 1, 6)
    assert spans[("title",), False] == Span(1, 8, 1, 18)
    assert spans[("list", 0), False] == Span(3, 5, 3, 17)
    assert spans[("list", 1, "flow"), False] == Span(4, 12, 4, 16)
    assert spans[("list", 1, "other", 1), False] == Span(4, 29, 4, 30)
    assert spans[("block",), False].line == 5
    assert spans[("last",), False] == Span(8, 7, 8, 10)


@pytest.mark.parametrize(
    "text", [PLACED, f"{PLACED}a: *b\n", f"{PLACED}a: [\n", "a: {b: 1}\na: {c: 2}\n", "• a\n• b\n", ""]
)
def test_places_can_be_read_one_by_one(text: str) -> None:
    spans = read(text, "x.yaml", places=True).spans
    together = SpanReader(text, "x.yaml")
    for (path, on_key), span in spans.items():
        assert together.get(path, on_key=on_key) == span
        assert SpanReader(text, "x.yaml").get(path, on_key=on_key) == span
    assert together.get(("missing",), on_key=False) is None


def test_dropped_values_have_no_place() -> None:
    spans = read("a: {b: 1}\na: {c: 2}\n", "x.yaml", places=True).spans
    assert {path for path, _ in spans} == {(), ("a",), ("a", "b")}


@pytest.mark.parametrize(
    "path", [None, *sorted(DATA.rglob("*.yaml"))], ids=lambda path: path.name if path else "made up"
)
def test_both_parsers_give_the_same_data_and_places(path: Path | None) -> None:
    text = path.read_text(encoding="utf-8") if path else PLACED
    fast, slow = read(text, "x.yaml", places=True), read_with_pure_parser(text)
    assert fast.data == slow.data
    assert fast.spans == slow.spans


def test_a_file_is_also_read_without_the_c_parser() -> None:
    assert read_with_pure_parser("a: 1.10\n").data == {"a": "1.10"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: b: c", "a colon inside the text"),
        ("a:\n\tb: 1", "a tab"),
        ("a: 'b\n", "quotation mark"),
        ("a:\n- b\nc\nd: e", "neither a field"),
        ("  a: b\nc: d", "begin in the same column"),
        ("a: @b", "cannot begin with @"),
        ("a: [b, c", "brackets"),
        ("a:\n  - b\n c: d", "not indented"),
        ('a: "\\q"', "backslash"),
        ('a: "b" c', "closing quotation mark"),
    ],
)
def test_syntax_errors_are_explained_in_plain_words(text: str, words: str) -> None:
    (problem,) = read(text, "x.yaml").problems
    assert words in problem.message
    assert problem.hint


def test_an_open_quotation_mark_is_reported_where_it_opens() -> None:
    (problem,) = read('a: 1\nb: "open\nc: 2\n', "x.yaml").problems
    assert problem.place.span is not None
    assert (problem.place.span.line, problem.place.span.column) == (2, 4)


@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    assert isinstance(read(text, "x.yaml"), Reading)


@given(st.text("ab:-[]{},\"'#&*!|>%@ \n?", max_size=40))
def test_any_punctuation_is_read_without_an_exception(text: str) -> None:
    assert isinstance(read(text, "x.yaml"), Reading)
    assert isinstance(read_with_pure_parser(text), Reading)


KEYS = st.text("abcdefgh", min_size=1, max_size=4)
WRITTEN = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]))
LEAVES = st.one_of(st.booleans(), st.integers(-(10**15), 10**15), WRITTEN)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_data_that_is_written_in_quotes_reads_back_as_itself(data: dict[str, Any]) -> None:
    class Quoted(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
            return True

    Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
    text = yaml.dump(data, Dumper=Quoted, allow_unicode=True)
    assert reader.read(text, "x.yaml").data == data


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", (2, 1), "an unresolved git conflict"),
        ("a:\n  - x: 1\n=======\n", (3, 1), "an unresolved git conflict"),
        ("a:\n  - x: 1\n  \u00a0 y: 2\n", (3, 3), "U+00A0 NO-BREAK SPACE is used to indent"),
        ("a:\n\u00a0\u00a0b: 1\n", (2, 1), "U+00A0 NO-BREAK SPACE is used to indent"),
        ("a: 1\ntimeframe:\u00a02025?\nb: 2\n", (2, 11), "U+00A0 NO-BREAK SPACE is used after the colon"),
        ("a:\n  - b: 1\n    timeframe:\u00a02025?\n", (3, 15), "U+00A0 NO-BREAK SPACE is used after the colon"),
        (
            "a: 1\ntimeframe\uff1a2025?\nb: 2\n",
            (2, 10),
            "\uff1a (U+FF1A FULLWIDTH COLON) is used instead of the colon after a field name",
        ),
        (
            "a: 1\ntimeframe\uff1a 2025?\n",
            (2, 10),
            "\uff1a (U+FF1A FULLWIDTH COLON) is used instead of the colon after a field name",
        ),
        ("a: 1\ntimeframe:2025?\nb: 2\n", (2, 10), "a space is missing after the colon"),
        ("a:\n  - b: 1\n    timeframe:2025?\n", (3, 14), "a space is missing after the colon"),
        ('a:\n  - id: "2.7\n    text: b\n    c: "d"\n', (2, 9), "this quotation mark is never closed"),
        ("a:\n  - id: '2.7\n    text: b\n", (2, 9), "this quotation mark is never closed"),
        ('a: "b" c\n', (1, 8), "there is text after the closing quotation mark"),
        ('a: >\n  "b\n  c\nd: "e\n  f" g\n', (4, 4), "this quotation mark is never closed"),
        ("a: 1\nb: c\x07\n", (2, 5), "YAML does not allow this character"),
    ],
)
def test_a_mistake_is_reported_where_it_was_made(text: str, place: tuple[int, int], message: str) -> None:
    for problem in (read(text, "x.yaml").problems[0], read_with_pure_parser(text).problems[0]):
        assert problem.place.span is not None
        assert (problem.place.span.line, problem.place.span.column) == place
        assert problem.message == message


def test_a_text_that_can_be_read_is_not_searched_for_mistakes() -> None:
    text = 'a: "b\n\n  c"\nd: http://e\nf: >\n  g:h\n  "i\n'
    assert read(text, "x.yaml").data == {"a": "b\nc", "d": "http://e", "f": 'g:h "i\n'}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("%YAML 1.3\n---\na: 1\n", "COB013", (1, 1)),
        ("# a comment\n%YAML 1.3\n", "COB013", (2, 1)),
        ("%YAML " + "1" * 5000 + ".1\n---\na: 1\n", "COB013", (1, 1)),
        ("%OTHER\n---\na: 1\n", "COB013", (1, 1)),
        ('a: 1\nb: "x \\U00110000"\n', "COB010", (2, 4)),
        ('a: 1\nb: "x \\UFFFFFFFF"\n', "COB010", (2, 4)),
    ],
)
def test_any_error_of_a_parser_is_a_problem_with_its_place(text: str, code: str, place: tuple[int, int]) -> None:
    for problem in (*read(text, "x.yaml").problems, *read_with_pure_parser(text).problems):
        assert problem.code == code
        assert problem.place.span is not None
        assert problem.place.span.line == place[0]
        assert problem.place.span.column >= place[1]
        assert "cannot be read here" not in problem.message


def test_any_exception_of_a_parser_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, **_: object) -> None:
            pass

        def parse(self, text: str) -> Any:
            yield from ()
            raise RecursionError(text)

    monkeypatch.setattr("ruamel.yaml.YAML", Broken)
    assert [one.code for one in read_with_pure_parser("a: 1\n").problems] == ["COB010"]


@pytest.mark.parametrize("text", ["", "...\n", "---\n", "---", "...", "# x\n...\n...\n"])
def test_a_file_without_a_document_has_no_data(text: str) -> None:
    for reading in (read(text, "x.yaml", places=True), read_with_pure_parser(text)):
        assert (reading.data, reading.problems) == (None, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[?b, c]", ["?b", "c"]), ("{?b: c}", {"?b": "c"}), ("{:b: c}", {":b": "c"}), ("[:b]", [":b"])],
)
def test_a_text_in_brackets_may_begin_with_a_special_character(text: str, expected: object) -> None:
    assert value(text) == expected
    assert read_with_pure_parser(f"a: {text}\n").data == {"a": expected}


def test_many_document_ends_before_a_document_are_read_in_linear_time() -> None:
    text = "# x\n...\n" * 300_000
    assert events.prepare(text + "a: [").text == text.replace("...", "#  ") + "a: [\n"


def read_with_builder(text: str) -> Reading:
    """Read a text without the plain reader."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_read_plain", lambda _: None)
        return read(text, "x.yaml")


def with_types(data: Any) -> Any:
    """Data with the type of each value: 1 and true are equal, and so are a text and a number without quotes."""
    if isinstance(data, dict):
        return [(key, type(key), with_types(item)) for key, item in data.items()]
    return [with_types(item) for item in data] if isinstance(data, list) else (type(data), data)


def assert_both_readers_agree(text: str) -> None:
    short = reader._read_plain(events.prepare(text))
    if short is not None:
        careful = read_with_builder(text)
        assert short == careful
        assert with_types(short.data) == with_types(careful.data)


FILES = sorted(path for path in DATA.parent.rglob("*.yaml") if ".git" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DATA.parent)))
def test_the_plain_reader_reads_every_file_like_the_builder(path: Path) -> None:
    assert_both_readers_agree(path.read_bytes().decode(errors="replace"))


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_plain_reader_reads_the_shipped_data(path: Path) -> None:
    assert reader._read_plain(events.prepare(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    ["", "a", "- a\n- null\n", "a:\n", "a: null\n", "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "<<: {a: 1}\n",
     "'<<': 1\n", "a: 1\n---\nb: 2\n", "%YAML 1.2\n---\na: 1\n", "{a, b: 1}", "[a]: 1", "? [a]\n: 1", "a: {b: , c: 1}",
     "a: \"\\x1b[31m\"\n", "a: x\n  b: y\n", "a: >-\n  Text: of\n  two lines\nb:\n- |\n  c: d\n\n  e: f\n", "[" * 60 + "]" * 60,
     "\u00e9: 1\n", "\u2022 a: 1\n", "a: \u2022 b\n  \u2022 c\n", "a:\n  -\u00a0b\n", "a: 1.10\nb: 0x1\nc: true\nd: 1\ne: -1\n",
     "a: [?b, :c]\n", "a: b\n...\n", "# only\n", "a: 'b\n", "a: \ufdd0\n", "--- \n", "a: b\n--- \n"],
)  # fmt: skip
def test_unusual_texts_are_read_alike(text: str) -> None:
    assert_both_readers_agree(text)


PARTS = ["a", "b: ", "- ", "a: ", "\n", "\n  ", "\n    ", "'x'", '"y"', "null", "1", "1.10", "true", "[", "]", "{", "}", ",",
         "|\n", ">-\n", "# c", "&x ", "*x", "!t ", "<<", ": ", "?", "---\n", "\u2022 ", "\u00a0", "\u1780", "\x07", "\ufeff"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
def test_the_plain_reader_reads_anything_typed_like_the_builder(text: str) -> None:
    assert_both_readers_agree(text)


@given(
    st.recursive(
        st.text(max_size=8),
        lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    )
)
def test_the_plain_reader_reads_any_data_like_the_builder(data: Any) -> None:
    for style in (None, '"', "|"):
        assert_both_readers_agree(yaml.safe_dump({"a": data}, allow_unicode=True, default_style=style, width=20))
