"""Layouts of Concluding Observations: all kinds of headings, lettered items in one paragraph, and no word is lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.exchange.incoming import IncomingParagraph
from cobtrack.exchange.sources.concluding_observations.read import read
from cobtrack.exchange.un.lettered_items import split_text
from tests.docx_support import Builder, front, opening

SYMBOL = "CRC/C/KEN/CO/6"
CONCERN, ASKED = "The Committee is concerned.", "The Committee recommends action."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cobs.docx"


@pytest.fixture
def made() -> Builder:
    return begun()


def begun(*, automatic: bool = False) -> Builder:
    """A document up to its third section, with three numbered paragraphs."""
    made = Builder(automatic=automatic)
    front(made, SYMBOL, "Concluding observations on the sixth periodic report of an invented State*")
    opening(made, SYMBOL)
    made.section("III", "Main areas of concern and recommendations")
    return made


def paragraphs(file: Path, made: Builder) -> list[IncomingParagraph]:
    made.save(file)
    return [one for one in read(file).documents[0].paragraphs if int(one.number) > 3]


def places(file: Path, made: Builder) -> list[tuple[str, str]]:
    """The section and the heading of each paragraph."""
    return [(one.fields.get("section", ""), one.fields.get("heading", "")) for one in paragraphs(file, made)]


def styled(made: Builder, text: str, how: str) -> None:
    run = made.line(text).runs[0]
    setattr(run, how, how != "plain" or None)


# Headings.


@pytest.mark.parametrize("how", ["bold", "underline", "italic"])
def test_a_heading_can_be_set_in_any_way(file: Path, made: Builder, how: str) -> None:
    styled(made, "Play", how)
    made.paragraph(CONCERN)
    styled(made, "Rest", how)
    made.paragraph(ASKED)
    assert [heading for _, heading in places(file, made)] == ["Play", "Rest"]
    assert [one.to_check for one in paragraphs(file, made)] == [(), ()]


def test_a_heading_that_is_recognised_only_by_its_place_has_to_be_checked(file: Path, made: Builder) -> None:
    made.line("Play")
    made.paragraph(CONCERN)
    made.line("Rest and leisure")
    made.paragraph(ASKED, "Build;", "Repair.")
    made.line("Sport")
    made.paragraph(CONCERN)
    assert [heading for _, heading in places(file, made)] == [
        "Play", "Rest and leisure", "Rest and leisure", "Rest and leisure", "Sport",
    ]  # fmt: skip
    told = [one for one in read(file).notes if "heading" in one]
    assert told == ['taken as a heading only because of its position: "Play" and 2 more']


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("The Committee is concerned about:", "Children in the street"),
        ("The Committee is concerned about play", "Rest and leisure"),
        (CONCERN, "it says so"),
        (CONCERN, "It says so."),
    ],
)
def test_a_line_that_continues_is_not_a_heading(file: Path, made: Builder, before: str, line: str) -> None:
    made.paragraph(before)
    made.line(line)
    made.paragraph(ASKED)
    first, second = paragraphs(file, made)
    assert (first.fields["text"], "heading" in second.fields) == (f"{before}\n{line}", False)
    assert first.to_check


def test_a_heading_can_have_two_lines(file: Path, made: Builder) -> None:
    made.heading("Efforts to combat prejudice and address legacies of")
    made.heading("historical injustices")
    made.paragraph(CONCERN)
    assert [heading for _, heading in places(file, made)] == [
        "Efforts to combat prejudice and address legacies of historical injustices"
    ]


def test_a_heading_above_headings_is_noted(file: Path, made: Builder) -> None:
    made.heading("Other recommendations")
    made.heading("Ratification")
    made.paragraph(ASKED)
    assert [heading for _, heading in places(file, made)] == ["Ratification"]
    assert any('"Other recommendations"' in one for one in read(file).notes)


def subsections(made: Builder, how: str) -> None:
    made.section("III", "Main areas of concern and recommendations")
    styled(made, "1. General measures of implementation (arts. 4, 42 and 44, para. 6 of the Convention)", how)
    styled(made, "The Committee\u2019s previous recommendations", how)
    made.paragraph("The Committee notes with regret that they were not followed up.")
    made.line(f"{made.number + 1}.\tThe Committee urges the State party to address those recommendations", bold=True)
    made.number += 1
    styled(made, "2. General principles (arts. 2, 3, 6 and 12 of the Convention)", how)
    styled(made, "Non-discrimination", how)
    made.paragraph("The Committee is concerned that children are discriminated against.")
    made.section("IV", "Next report")
    made.paragraph("The Committee invites the State party to submit its next report by 14 July 2014.")


@pytest.mark.parametrize("how", ["bold", "underline", "plain"])
def test_numbered_subsections_are_sections(file: Path, how: str) -> None:
    made = Builder()
    front(made, "CRC/C/GBR/CO/4", "Concluding observations")
    opening(made, "CRC/C/GBR/CO/4")
    subsections(made, how)
    found = paragraphs(file, made)
    first = "1. General measures of implementation (arts. 4, 42 and 44, para. 6 of the Convention)"
    second = "2. General principles (arts. 2, 3, 6 and 12 of the Convention)"
    assert places(file, made) == [
        (first, "The Committee\u2019s previous recommendations"),
        (first, "The Committee\u2019s previous recommendations"),
        (second, "Non-discrimination"),
        ("IV. Next report", ""),
    ]
    assert [one.kind for one in found] == ["concern", "recommendation", "concern", "recommendation"]
    assert found[1].fields["answers"] == ["4"]


# Lettered items in one paragraph of Word.


def test_items_in_one_paragraph_are_items(file: Path, made: Builder) -> None:
    made.paragraph(
        "The Committee recommends that the State Party: (a) Act on article 3 (a) and (b); (b) Train all, including:"
        " (i) Teachers; (ii) Judges; and (c) Report, as in paragraphs 2 (a) and (c) above."
    )
    assert [(one.item, one.fields["text"], one.to_check) for one in paragraphs(file, made)] == [
        ("", "The Committee recommends that the State Party:", ()),
        ("a", "Act on article 3 (a) and (b);", ()),
        ("b", "Train all, including:", ()),
        ("b-i", "Teachers;", ()),
        ("b-ii", "Judges; and", ()),
        ("c", "Report, as in paragraphs 2 (a) and (c) above.", ()),
    ]


def test_items_can_continue_in_further_paragraphs_of_word(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends: (a) One; (b) Two;")
    made.line("(c) Three; (d) Four;")
    made.line("(e)\tFive.")
    found = paragraphs(file, made)
    assert [one.item for one in found] == ["", "a", "b", "c", "d", "e"]
    assert [one.fields["text"] for one in found][1:] == ["One;", "Two;", "Three;", "Four;", "Five."]
    assert not any(one.to_check for one in found)


def test_items_after_soft_line_breaks_are_items(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends\nthat it:\n(a) Build\nall;\n(b) Repair.")
    assert [(one.item, one.fields["text"]) for one in paragraphs(file, made)] == [
        ("", "The Committee recommends that it:"), ("a", "Build all;"), ("b", "Repair."),
    ]  # fmt: skip


def test_numbers_after_soft_line_breaks_begin_paragraphs(file: Path, made: Builder) -> None:
    made.line("4.\tThe Committee is concerned, see\n2020. It says so.\n5.\tThe Committee recommends action.")
    assert [(one.number, one.kind) for one in paragraphs(file, made)] == [("4", "concern"), ("5", "recommendation")]


CITED = (
    "The Committee recommends it under article 12 (a) and (b) of the Convention.",
    "The Committee recommends it, see paras. 23 (a) and (c) above.",
    "In the light of articles 2, 3 (a), (b) and (c), it recommends: action.",
    "As in paragraph 4: (a) and (b) of it are recalled.",
    "The Committee recommends it under: (a) of article 3; (b) of the other.",
    "It recommends, as said in 12 (a)\u2013(c); (b) and (c) hold.",
    "The Committee recommends (a) play.",
    "See A/HRC/1 (b); (c) and the rest.",
    "Recommends rule 9.1 (a) to (c), and: (d) too.",
)


@pytest.mark.parametrize("text", CITED)
def test_letters_of_articles_and_paragraphs_are_not_items(text: str) -> None:
    assert split_text(text) == [("", text)]


@given(
    before=st.sampled_from(["article 12", "articles 2, 3", "paras. 23", "paragraph 42", "rule 9 (1)", "section 4"]),
    letters=st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4),
    joined=st.sampled_from([" and ", ", ", ", and ", " to ", "\u2013", " or "]),
    after=st.sampled_from([".", " of the Convention.", " above;", ", it recommends action.", ": the plan."]),
)
def test_cited_letters_never_divide_a_text(before: str, letters: list[str], joined: str, after: str) -> None:
    text = f"The Committee recalls {before} {joined.join(f'({one})' for one in letters)}{after}"
    assert split_text(text) == [("", text)]


def test_possible_items_that_are_not_split_are_noted(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends to (a) build schools, (b) train teachers and (c) report.")
    (one,) = paragraphs(file, made)
    assert [each for each in one.to_check if "lettered items" in each]


# No word lost, none altered.

WORDS = st.lists(
    st.sampled_from(
        [
            "play",
            "ill-treatment",
            "State",
            "Party",
            "(a)",
            "3",
            "(b)",
            "of;",
            "article:",
            "\u201cx\u201d",
            "e.g.",
            "5\u20137",
            "and",
        ]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


def bare(text: str) -> Counter[str]:
    """Return the words of a text without the numbers and letters of its parts."""
    return Counter(re.sub(r"(?:^|(?<=\s))\(?(?:[a-z]|[ivx]{1,4})\)(?=\s|$)", " ", text).split())


@given(texts=st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=3)), min_size=1, max_size=4), automatic=st.booleans())
def test_every_word_of_every_paragraph_is_read_unchanged(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, list[str]]], automatic: bool
) -> None:
    made = Builder(automatic)
    front(made, SYMBOL, "Concluding observations on a report")
    made.section("III", "Recommendations")
    given_ = Counter[str]()
    for text, items in texts:
        made.paragraph(f"It recommends {text}:", *(f"Act {item};" for item in items))
        given_ += bare(f"It recommends {text}: " + " ".join(f"Act {item};" for item in items))
    file = tmp_path_factory.mktemp("words") / "x.docx"
    made.save(file)
    taken = Counter[str]()
    for one in read(file).documents[0].paragraphs:
        taken += bare(one.fields["text"])
    assert taken == given_


def test_what_was_deleted_or_only_formatted_in_a_tracked_change_changes_no_word(file: Path, made: Builder) -> None:
    line = made.paragraph("The Committee recommends: (a) Build ")._p
    line.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>no </w:delText></w:r></w:del>"))
    line.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>schools; (b) Train.</w:t></w:r></w:ins>"))
    assert [one.fields["text"] for one in paragraphs(file, made)] == [
        "The Committee recommends:", "Build schools;", "Train.",
    ]  # fmt: skip


# Ends of paragraphs that were deleted in a tracked change.


def without_end(line: Any) -> Any:
    """Return a line whose end was deleted, so that the next one continues it."""
    line._p.get_or_add_pPr().append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>"))
    return line


@pytest.mark.parametrize("automatic", [False, True])
def test_a_deleted_paragraph_is_not_read(file: Path, automatic: bool) -> None:
    made = begun(automatic=automatic)
    made.paragraph(CONCERN)
    gone = made.paragraph("")
    gone._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>The Committee urges.</w:delText></w:r></w:del>"))
    for run in gone.runs:
        gone._p.remove(run._r)
    without_end(gone)
    made.number -= 1
    made.paragraph(ASKED)
    assert [(one.number, one.to_check) for one in paragraphs(file, made)] == [("4", ()), ("5", ())]


@pytest.mark.parametrize("automatic", [False, True])
def test_a_paragraph_whose_end_was_deleted_continues_in_the_next(file: Path, automatic: bool) -> None:
    made = begun(automatic=automatic)
    without_end(made.paragraph("The Committee recommends that "))
    made.line("the State party build schools.")
    made.paragraph(ASKED)
    found = paragraphs(file, made)
    assert [one.number for one in found] == ["4", "5"]
    assert (found[0].fields["text"], found[0].to_check) == (
        "The Committee recommends that the State party build schools.", (),
    )  # fmt: skip


# Tables.


def table(made: Builder, *rows: tuple[str, str]) -> None:
    grid = made.document.add_table(len(rows), 2)
    for at, row in enumerate(rows):
        for cell, text in zip(grid.rows[at].cells, row, strict=True):
            cell.text = text


def test_items_in_the_rows_of_a_table_are_items(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends that the State party:")
    table(made, ("(a)", "Build schools;"), ("(b)", "Train teachers."))
    made.paragraph(CONCERN)
    assert [(one.number + one.item, one.fields["text"], one.to_check) for one in paragraphs(file, made)] == [
        ("4", "The Committee recommends that the State party:", ()),
        ("4a", "Build schools;", ()),
        ("4b", "Train teachers.", ()),
        ("5", CONCERN, ()),
    ]


@pytest.mark.parametrize("signs", [("(a)", "(c)"), ("(b)", "(c)"), ("1.", "2."), ("(a)", "Rate")])
def test_any_other_table_is_left_out_with_a_note(file: Path, made: Builder, signs: tuple[str, str]) -> None:
    made.paragraph(ASKED)
    table(made, (signs[0], "Rate"), (signs[1], "12"))
    assert [one.fields["text"] for one in paragraphs(file, made)] == [ASKED]
    assert any(one.startswith("a table was not imported") for one in read(file).notes)
