"""Typing mistakes that are visible in single lines: all are reported at once, and the hint says what to type."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobtrack.model.text.lookalikes import to_plain_characters
from cobtrack.store.yaml.line_mistakes import find_mistakes
from tests.support import codes, problems, workspace

PILLAR = "data/pillars/9.yaml"
BEGINNING = "pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n"
WHOLE = "        text: A\n        timeframe: 2024\n        responsible: [crc-cambodia]\n"
GOOD = (
    BEGINNING
    + f"""\
      - id: "9.1"
{WHOLE}        progress:
          - date: 2024-01-02
            status: done
            note: "Review: the second was held"
      - id: "9.2"
{WHOLE}      - id: "9.3"
{WHOLE}      - id: "9.4"
{WHOLE}      - id: "9.5"
{WHOLE}        progress:
          - date: 2024-02-20
            status: done
            note: "We met #3 of them"
"""
)
MISTAKES = [
    ('note: "Review: the second was held"', "note: Review: the second was held"),
    ('      - id: "9.2"\n        text', '      - id: "9.2"\n\ttext'),
    ('- id: "9.3"', '-\u00a0id: "9.3"'),
    ('      - id: "9.4"', '        id: "9.4"'),
    ('"9.5"', "“9.5”"),
    ("date: 2024-02-20", "date: 20.02.2024"),
    ('status: done\n            note: "We', 'status: Done\n            note: "We'),
    ('timeframe: 2024\n        responsible: [crc-cambodia]\n      - id: "9.3"',
     'timefrane: 2024\n        responsible: [crc-cambodia]\n      - id: "9.3"'),
    ("[crc-cambodia]\n      - id: \"9.4\"", "[CRC-Camboda]\n      - id: \"9.4\""),
    ('note: "We met #3 of them"', "note: We met #3 of them"),
]  # fmt: skip
"""What was meant, and what was typed: ten mistakes in one file. The first five show in their lines."""


def typed(fixed: int = 0) -> str:
    """Return the file with all mistakes except the first ones."""
    text = GOOD
    # From behind, so that what is looked for is still there.
    for right, wrong in sorted(MISTAKES[fixed:], key=lambda one: -len(one[0])):
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    return text


def messages_and_hints(root: Path, text: str) -> list[tuple[str, str]]:
    """Return message and hint of each problem in this file."""
    found = problems(workspace(root, {PILLAR: text}))
    return [(one.message, one.hint) for one in found if one.place.file == PILLAR and one.code[:4] != "COB4"]


def test_ten_mistakes_need_two_runs(tmp_path: Path) -> None:
    first = messages_and_hints(tmp_path / "first", typed())
    assert [message for message, _ in first] == [
        "there is a colon inside the text",
        "a tab (U+0009) is used to indent",
        "U+00A0 NO-BREAK SPACE is used after the dash",
        'the dash before "id" is missing',
        "“ (U+201C LEFT DOUBLE QUOTATION MARK) is not a straight quotation mark",
    ]
    second = messages_and_hints(tmp_path / "second", typed(fixed=5))
    assert {message for message, _ in second} >= {
        '"date" cannot be "20.02.2024": it is not a date',
        '"status" cannot be "Done"',
        'unknown field "timefrane"',
        '"CRC-Camboda" is not an id',
        '"#3 of them" is read as a comment, not as part of the text',
    }
    assert messages_and_hints(tmp_path / "third", typed(fixed=10)) == []


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_each_mistake_is_reported_on_its_own(tmp_path: Path, number: int) -> None:
    right, wrong = MISTAKES[number]
    assert messages_and_hints(tmp_path / "right", GOOD) == []
    found = messages_and_hints(tmp_path / "wrong", GOOD.replace(right, wrong))
    assert found
    assert all("delete" not in hint and "take it out" not in hint for _, hint in found)


ODD = {
    "\u00a0": "U+00A0 NO-BREAK SPACE", "\u202f": "U+202F NARROW NO-BREAK SPACE", "\u3000": "U+3000 IDEOGRAPHIC SPACE",
    "\u200b": "U+200B ZERO WIDTH SPACE",
}  # fmt: skip


@pytest.mark.parametrize("space", ODD)
def test_an_odd_space_after_a_dash_is_named(tmp_path: Path, space: str) -> None:
    for right, hint in (('- id: "9.3"', 'write - id: "9.3", with an ordinary space'),):
        found = messages_and_hints(tmp_path, GOOD.replace(right, right.replace(" ", space, 1)))
        assert found == [(f"{ODD[space]} is used after the dash", hint)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("points:\n  - one\n  -\u00a0two", [("U+00A0 NO-BREAK SPACE is used after the dash", "write - two, with an ordinary space")]),
        ("points:\n  -\u00a0one", [("U+00A0 NO-BREAK SPACE is used after the dash", "write - one, with an ordinary space")]),
        ("points:\n  • one\n  • two", [("• (U+2022 BULLET) is used instead of the dash of a list item", "write - one"),
                                      ("• (U+2022 BULLET) is used instead of the dash of a list item", "write - two")]),
        ("points:\n  – one: x\n  – two", [("– (U+2013 EN DASH) is used instead of the dash of a list item", "write - one: x"),
                                         ("– (U+2013 EN DASH) is used instead of the dash of a list item", "write - two")]),
        ("nоte: x", [('unknown field "nоte"; it contains о (U+043E CYRILLIC SMALL LETTER O)', 'did you mean "notes"?')]),
        ("serves: [сrc]", [('"сrc" is not an id; it contains с (U+0441 CYRILLIC SMALL LETTER ES)', 'write "crc"')]),
        ("serves: [crc\u2011report]",
         [('"crc\u2011report" is not an id; it contains \u2011 (U+2011 NON-BREAKING HYPHEN)', 'write "crc-report"')]),
        ("progress:\n  - {date: ២២២២, status: planned}",
         [('"date" cannot be "២២២២": it is not a date; it contains ២ (U+17E2 KHMER DIGIT TWO)', "write 2222")]),
        ("progress:\n  - {date: 2024–05–08, status: planned}",
         [('"date" cannot be "2024–05–08": it is not a date; it contains – (U+2013 EN DASH)', "write 2024-05-08")]),
    ],
)  # fmt: skip
def test_a_lookalike_character_is_named_and_the_hint_has_the_right_one(
    tmp_path: Path, lines: str, expected: list[tuple[str, str]]
) -> None:
    body = "".join(f"        {line}\n" for line in lines.split("\n"))
    assert messages_and_hints(tmp_path, f'{BEGINNING}      - id: "9.1"\n{WHOLE}{body}') == expected


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Q1 2027", "2027-33"),
        ("2027 Q1", "2027-33"),
        ("Q3/2027", "2027-35"),
        ("1st quarter 2027", "2027-33"),
        ("H2-2027", "2027-41"),
    ],
)
def test_a_quarter_of_a_year_gets_its_notation_as_hint(tmp_path: Path, typed: str, written: str) -> None:
    text = GOOD.replace("timeframe: 2024", f"timeframe: {typed}", 1)
    assert messages_and_hints(tmp_path, text) == [
        (f'"timeframe" cannot be "{typed}": it is not a date', f"write {written}")
    ]


@pytest.mark.parametrize("indent", ["      ", "        "])
def test_a_forgotten_dash_is_reported_once(tmp_path: Path, indent: str) -> None:
    found = messages_and_hints(tmp_path, GOOD.replace('      - id: "9.4"', f'{indent}id: "9.4"'))
    assert found == [('the dash before "id" is missing', 'begin the record with - id: "9.4"')]


def test_a_repeated_first_field_may_be_a_record_whose_dash_is_missing(tmp_path: Path) -> None:
    two = (
        '"9.1"\n'
        + WHOLE
        + "        progress:\n          - date: 2024\n            status: planned\n            date: 2025\n"
    )
    (found,) = messages_and_hints(tmp_path, f"{BEGINNING}      - id: {two}")
    assert found == (
        '"date" appears twice in one record',
        "if a second record begins here, write - date: …; otherwise combine the two fields",
    )


LOG = '          - date: 2024-01-0{0}\n            status: done\n            note: "{0}"\n'


@pytest.mark.parametrize("base", ["", "||||||| 1a2b3c\n"])
def test_for_a_conflict_of_two_list_items_the_hint_keeps_both(tmp_path: Path, base: str) -> None:
    progress = f"<<<<<<< HEAD\n{LOG.format(1)}{base}=======\n{LOG.format(2)}>>>>>>> other\n"
    found = messages_and_hints(tmp_path, f'{BEGINNING}      - id: "9.1"\n{WHOLE}        progress:\n{progress}')
    hint = "if both entries are right, keep both, and delete the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>"
    assert found == [("an unresolved git conflict", hint)]


def test_for_any_other_conflict_the_hint_keeps_one_version(tmp_path: Path) -> None:
    conflict = "<<<<<<< HEAD\n        note: a\n=======\n        note: b\n>>>>>>> other\n"
    ((message, hint),) = messages_and_hints(tmp_path, f'{BEGINNING}      - id: "9.1"\n{WHOLE}{conflict}')
    assert message == "an unresolved git conflict"
    assert hint.startswith("keep the version that is right, and ")


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "||||||| 1a2b3c", "|||||||", "=======", ">>>>>>> other"])
def test_a_single_conflict_marker_is_reported(tmp_path: Path, marker: str) -> None:
    (found,) = messages_and_hints(tmp_path, GOOD.replace('      - id: "9.3"', f'{marker}\n      - id: "9.3"'))
    assert found == (
        "an unresolved git conflict",
        "delete this line; of the text above and below it, keep only what is correct",
    )


def test_two_conflicts_are_both_reported(tmp_path: Path) -> None:
    conflict = '<<<<<<< HEAD\n      - id: "9.{0}"\n=======\n>>>>>>> other\n'
    text = GOOD.replace('      - id: "9.3"\n', conflict.format(3)).replace('      - id: "9.4"\n', conflict.format(4))
    assert [message for message, _ in messages_and_hints(tmp_path, text)] == ["an unresolved git conflict"] * 2


@pytest.mark.parametrize(
    "lines",
    ["note: |\n  a: b: c\n  • one\n  \ttwo", 'note: "a\n  b: c: d"', "note: A — B: it", "note: https://x.org/a: b"],
)
def test_a_text_may_hold_what_would_be_a_mistake_elsewhere(lines: str) -> None:
    found = find_mistakes(f"a: 1\n{lines}\nb:\tc\n")
    assert len(found) == (1 if ": it" in lines or "/a: b" in lines else 0)


def test_a_valid_file_has_no_mistakes(tmp_path: Path) -> None:
    assert find_mistakes(GOOD) == []
    assert "COB010" not in codes(workspace(tmp_path, {PILLAR: GOOD}))


@pytest.mark.parametrize(
    ("text", "plain"), [("сrс", "crc"), ("២០២៤", "2024"), ("a\u2011b", "a-b"), ("ខ្មែរ", "ខ្មែរ"), ("é", "é")]
)
def test_lookalike_characters_become_plain_ones(text: str, plain: str) -> None:
    assert to_plain_characters(text) == plain


UNCLOSED = """\
pillar: 9
title: Nine
categories:
  - title: Only
    activities:
      - id: "9.1"
        text: A
        timeframe: 2024
        responsible: [moi]
        progress:
          - {date: 2024-05, status: done, note: Held}
      - id: "9.2"
        text: B
        timeframe: 2024
"""
IN_BRACES = "a record in braces is not complete"
IN_BRACKETS = "a list in brackets is not complete"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("note: Held}", "note: Held", 11, IN_BRACES),
        ("note: Held}", "note: Held,\n             evidence: [x]", 11, IN_BRACES),
        ("05, status", "05 status", 11, IN_BRACES),
        ("note: Held}", "note: Held,\n             evidence: [x}", 12, IN_BRACKETS),
        ("[moi]", "[moi", 9, IN_BRACKETS),
    ],
)
def test_what_is_not_closed_is_reported_where_it_was_opened(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    root = workspace(tmp_path, {"data/pillars/9.yaml": UNCLOSED.replace(old, new)})
    [problem] = [problem for problem in problems(root) if problem.code == "COB010"]
    assert problem.message == message
    assert problem.place.span is not None
    assert problem.place.span.line == line


@pytest.mark.parametrize(
    "text", ["continues here", "continues here\n        and there", "goes on\n        here: there"]
)
def test_a_text_that_continues_in_the_column_of_its_field_is_reported_at_its_first_line(
    tmp_path: Path, text: str
) -> None:
    files = {"data/pillars/9.yaml": UNCLOSED.replace("text: A\n", f"text: A text that\n        {text}\n")}
    [problem] = [problem for problem in problems(workspace(tmp_path, files)) if problem.code == "COB010"]
    assert problem.message == "this line is neither a field (name: text) nor a list item (- text)"
    assert problem.hint.startswith("if it continues the text above it, indent it further than the field; ")
    assert problem.place.span is not None
    assert problem.place.span.line == 8
