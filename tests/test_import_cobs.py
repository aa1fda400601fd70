"""Concluding Observations from Word documents: typed and automatic numbers, kinds, urgent areas, citations."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.exchange.incoming import TOO_MANY_CONCERNS, ImportedFile, ImportFormatError, IncomingParagraph
from cobtrack.exchange.sources.concluding_observations.read import read
from tests.docx_support import (
    LEVELS,
    Builder,
    add_numbering,
    cobs,
    covenant,
    front,
    level,
    number,
    opening,
)

TITLE = "Concluding observations on the sixth periodic report of an invented State*"
SYMBOL = "CRC/C/KEN/CO/6"
RESTART = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cobs.docx"


@pytest.fixture
def made() -> Builder:
    """A document up to its third section, with three numbered paragraphs."""
    made = Builder()
    front(made, SYMBOL, TITLE)
    opening(made, SYMBOL)
    made.section("III", "Main areas of concern and recommendations")
    made.heading("Play")
    return made


def paragraphs(file: Path, made: Builder | None = None) -> dict[str, IncomingParagraph]:
    """Return the paragraphs by label; of two with the same label, the last one."""
    if made:
        made.save(file)
    return {one.location.removeprefix("paragraph "): one for one in read(file).documents[0].paragraphs}


def last(file: Path, made: Builder) -> IncomingParagraph:
    return list(paragraphs(file, made).values())[-1]


def refusal(file: Path) -> str:
    with pytest.raises(ImportFormatError) as caught:
        read(file)
    assert caught.value.hint
    return str(caught.value)


def test_typed_and_automatic_numbers_are_read_the_same(tmp_path: Path) -> None:
    cobs(tmp_path / "a.docx")
    cobs(tmp_path / "b.docx", automatic=True)
    assert read(tmp_path / "a.docx") == read(tmp_path / "b.docx")


def test_the_import_counts_what_it_read(file: Path) -> None:
    cobs(file)
    incoming = read(file)
    assert incoming.system == "cobs"
    assert incoming.notes == ["50 paragraphs, 3 urgent areas, 0 to check"]
    assert incoming.record_count == len(incoming.documents[0].paragraphs) == 160


def test_the_first_page_gives_the_fields_of_the_document(file: Path) -> None:
    cobs(file)
    (document,) = read(file).documents
    assert (document.symbol, document.mechanism) == (SYMBOL, "crc")
    assert document.name == TITLE.rstrip("*")
    assert document.fields == {
        "title": TITLE.rstrip("*"),
        "issued": "2024-06-27",
        "considered": "2024-05-05/2024-05-06",
        "adopted": "2024-06-03",
        "session": "90th session",
    }


@pytest.mark.parametrize(
    ("symbol", "mechanism"),
    [
        ("CRC/C/KHM/CO/4-6", "crc"),
        ("CRC/C/OPSC/KHM/CO/1", "crc"),
        ("CRC/C/15/Add.128", "crc"),
        ("E/C.12/KHM/CO/2", "cescr"),
        ("CEDAW/C/KHM/CO/6/Rev.1", "cedaw"),
        ("CED/C/KHM/CO/1", "ced"),
        ("CERD/C/KHM/CO/14-17", "cerd"),
        ("CAT/C/KHM/CO/2", "cat"),
        ("CRPD/C/KHM/CO/1", "crpd"),
        ("CMW/C/KEN/CO/1", "cmw"),
    ],
)
def test_the_mechanism_follows_from_the_symbol(file: Path, symbol: str, mechanism: str) -> None:
    cobs(file, symbol=symbol, paragraphs=7)
    (document,) = read(file).documents
    assert (document.symbol, document.mechanism) == (symbol, mechanism)


@pytest.mark.parametrize("day", ["31 June 2024", "27 June 0000", "27 June \u0662\u0660\u0662\u0664", "0 May 2024"])
def test_an_impossible_day_is_left_out_with_a_note(file: Path, day: str) -> None:
    made = Builder()
    front(made, SYMBOL, TITLE, day)
    opening(made, SYMBOL)
    made.save(file)
    incoming = read(file)
    assert "issued" not in incoming.documents[0].fields
    assert f'issued: no valid date in "{day}"' in incoming.notes


def test_a_range_with_an_impossible_day_is_left_out_with_a_note(file: Path) -> None:
    made = Builder()
    front(made, SYMBOL, TITLE)
    made.section("I", "Introduction")
    made.paragraph(
        "The Committee considered the report at its meetings held on 28 and 30 February 2024, and adopted the present"
        " concluding observations at its meeting held on 3 June 2024."
    )
    made.save(file)
    incoming = read(file)
    assert incoming.documents[0].fields["adopted"] == "2024-06-03"
    assert "considered" not in incoming.documents[0].fields
    assert 'considered: no valid date in "28 and 30 February 2024"' in incoming.notes


@pytest.mark.parametrize(
    ("words", "session"),
    [
        ("first", "1st"), ("twenty-second", "22nd"), ("third", "3rd"), ("eleventh", "11th"), ("twelfth", "12th"),
        ("thirteenth", "13th"), ("ninetieth", "90th"), ("one hundredth", "100th"), ("one hundred and first", "101st"),
        ("one hundred and eleventh", "111th"), ("one hundred and twelfth", "112th"), ("113th", "113th"),
        ("one hundred and twenty-third", "123rd"), ("extraordinary", "extraordinary"),
    ],
)  # fmt: skip
def test_a_session_is_written_as_in_other_systems(file: Path, words: str, session: str) -> None:
    made = Builder()
    made.document.add_paragraph("Concluding observations on a report")
    made.section("I", "Introduction")
    made.paragraph(f"The Committee adopted them at its {words} session.")
    made.save(file)
    assert read(file).documents[0].fields["session"] == f"{session} session"


def test_digits_of_other_scripts_do_not_number_a_paragraph(file: Path, made: Builder) -> None:
    made.paragraph("The Committee is concerned.")
    made.line("\u17e5. The Committee recommends it, in the light of article \u17e5.")
    one = last(file, made)
    assert (one.number, "cites" in one.fields) == ("4", False)


def test_a_missing_symbol_is_noted_and_not_guessed(file: Path) -> None:
    cobs(file, symbol="", paragraphs=7)
    incoming = read(file)
    assert incoming.documents[0].symbol == incoming.documents[0].mechanism == ""
    assert "the first page has no document symbol of a treaty body" in incoming.notes


@pytest.mark.parametrize("automatic", [False, True])
def test_another_treaty_body_has_its_own_sections_and_words(file: Path, automatic: bool) -> None:
    covenant(file, automatic=automatic)
    (document,) = read(file).documents
    assert (document.mechanism, document.fields["considered"]) == ("ccpr", "2022-03-09/2022-03-11")
    assert document.fields["adopted"] == "2022-03-22"
    assert [(one.number + one.item, one.kind) for one in document.paragraphs] == [
        ("1", "introduction"),
        ("2", "progress"),
        ("3", "concern"),
        ("4", "recommendation"),
        ("5", "concern"),
        ("6", "recommendation"),
        ("6a", "recommendation"),
        ("6b", "recommendation"),
        ("7", "recommendation"),
    ]
    assert document.paragraphs[2].fields["section"] == "C. Principal matters of concern and recommendations"


def test_a_paragraph_has_its_section_and_heading(file: Path) -> None:
    cobs(file)
    fields = paragraphs(file)["15"].fields
    assert fields["section"] == "B. General principles (arts. 2, 3, 6 and 12)"
    assert fields["heading"] == "Non-discrimination"


def test_a_new_section_ends_the_heading(file: Path) -> None:
    cobs(file)
    assert "heading" not in paragraphs(file)["50"].fields


def test_a_letter_that_looks_roman_is_a_letter_after_the_one_before(file: Path, made: Builder) -> None:
    made.section("H", "Special protection")
    made.paragraph("The Committee recommends one thing.")
    made.section("I", "Ratification")
    made.paragraph("The Committee recommends another thing.")
    assert last(file, made).kind == "recommendation"


@pytest.mark.parametrize("style", ["Heading 2", "Heading 4"])
def test_a_style_can_make_a_heading(file: Path, made: Builder, style: str) -> None:
    made.line("Rest and leisure", style=style)
    made.paragraph("The Committee is concerned.")
    assert last(file, made).fields["heading"] == "Rest and leisure"


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0"])
def test_a_typed_number_needs_no_space_after_it(file: Path, made: Builder, blank: str) -> None:
    made.paragraph("The Committee is concerned.", blank=blank)
    assert (last(file, made).number, last(file, made).fields["text"]) == ("4", "The Committee is concerned.")


def test_a_recommendation_has_a_record_for_each_item(file: Path) -> None:
    cobs(file)
    found = paragraphs(file)
    assert [key for key in found if key.startswith("8")] == ["8", "8 (a)", "8 (b)", "8 (b) (i)", "8 (b) (ii)", "8 (c)"]
    assert (found["8 (b) (ii)"].number, found["8 (b) (ii)"].item) == ("8", "b-ii")
    assert found["8 (a)"].fields["text"] == "Adopt a plan with a budget;"


def test_items_of_other_paragraphs_stay_in_the_text(file: Path) -> None:
    cobs(file)
    one = paragraphs(file)["3"]
    assert one.kind == "progress"
    assert one.fields["text"].endswith("in particular:\n(a) The plan on play;\n(b) The act on names.")


def test_i_after_h_is_a_letter(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends:", *(f"Item {number};" for number in range(10)))
    assert [one.item for one in list(paragraphs(file, made).values())[-3:]] == ["h", "i", "j"]
    assert not last(file, made).to_check


def test_i_after_h_and_a_colon_is_an_item_of_h(file: Path, made: Builder) -> None:
    items = [f"Item {number};" for number in range(7)]
    made.paragraph("The Committee recommends:", *items, ("Train:", "Teachers;", "Judges;"), "Report.")
    assert [one.item for one in list(paragraphs(file, made).values())[-4:]] == ["h", "h-i", "h-ii", "i"]


def test_an_item_out_of_order_has_to_be_checked(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends:", "One;")
    made.line("(d)\tTwo.")
    assert last(file, made).to_check == ("item (d) is where item (b) was expected",)


def test_roman_items_without_a_letter_stay_in_the_text_and_have_to_be_checked(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends:")
    made.line("(i)\tOne;")
    one = last(file, made)
    assert (one.item, one.fields["text"]) == ("", "The Committee recommends:\n(i) One;")
    assert one.to_check == ('a line without a number was added to the text: "(i) One;"',)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Committee recommends that the State party act.", "recommendation"),
        ("The Committee strongly urges the State party to act.", "recommendation"),
        ("In the light of its concern, the Committee calls upon the State party to act.", "recommendation"),
        ("The Committee also further encourages it to act.", "recommendation"),
        ("The Committee reiterates its previous recommendation to act.", "recommendation"),
        ("The State party should act.", "recommendation"),
        ("Noting with concern the gaps, the Committee requests the State party to act.", "recommendation"),
        ("The Committee is deeply concerned about gaps.", "concern"),
        ("The Committee remains seriously concerned about asylum requests.", "concern"),
        ("The Committee notes with deep concern that gaps remain.", "concern"),
        ("The Committee regrets the gaps.", "concern"),
        ("The Committee reiterates its concern about gaps.", "concern"),
    ],
)
def test_the_verb_decides_the_kind_of_paragraph(file: Path, made: Builder, text: str, kind: str) -> None:
    made.paragraph(text)
    one = last(file, made)
    assert (one.kind, one.to_check) == (kind, ())


@pytest.mark.parametrize(
    ("text", "kind", "doubt"),
    [
        ("The Committee is concerned about gaps. It recommends action.", "recommendation", "as a concern and as a"),
        ("The report should not exceed 21,200 words.", "recommendation", "neither"),
        ("The Committee welcomes the plan.", "progress", "neither"),
        ("There are gaps.", "concern", "neither"),
    ],
)
def test_an_unclear_kind_is_guessed_and_has_to_be_checked(
    file: Path, made: Builder, text: str, kind: str, doubt: str
) -> None:
    made.paragraph(text)
    one = last(file, made)
    assert one.kind == kind
    assert [doubt in each for each in one.to_check] == [True]


def test_a_recommendation_with_a_fixed_phrase_about_resources_asks_for_resources(file: Path, made: Builder) -> None:
    made.paragraph("The Committee is concerned about the lack of adequate financial resources.")
    made.paragraph("The Committee recommends that it allocate adequate human, technical and financial resources.")
    made.paragraph("The Committee recommends that it protect natural resources.")
    concern, asking, other = list(paragraphs(file, made).values())[-3:]
    asks = [one.fields.get("asks_for_resources", False) for one in (concern, asking, other)]
    assert asks == [False, True, False]
    assert asking.to_check == ()


def test_paragraphs_that_paragraph_four_cites_are_urgent(file: Path) -> None:
    cobs(file)
    urgent = [key for key, one in paragraphs(file).items() if one.fields.get("urgent")]
    assert [key for key in urgent if "(" not in key] == ["6", "22", "24"]
    assert [key for key in urgent if key.startswith("42")] == ["42 (b)", "42 (b) (i)", "42 (b) (ii)"]


def test_all_paragraphs_of_a_long_range_are_urgent(file: Path, made: Builder) -> None:
    made.paragraph("The areas in respect of which urgent measures must be taken: play (paras. 5-45).")
    for _ in range(41):
        made.paragraph("The Committee recommends action.")
    urgent = [key for key, one in paragraphs(file, made).items() if one.fields.get("urgent")]
    assert urgent == [str(number) for number in range(5, 46)]


def test_letters_joined_by_to_are_all_urgent(file: Path, made: Builder) -> None:
    made.paragraph("The areas in respect of which urgent measures must be taken: play (para. 5 (a) to (c)).")
    made.paragraph("The Committee recommends:", "One;", "Two;", "Three;", "Four.")
    urgent = [key for key, one in paragraphs(file, made).items() if one.fields.get("urgent")]
    assert urgent == ["5 (a)", "5 (b)", "5 (c)"]


def test_a_concern_that_is_called_urgent_has_to_be_checked(file: Path, made: Builder) -> None:
    made.paragraph("The areas in respect of which urgent measures must be taken: play (para. 5).")
    made.paragraph("The Committee is concerned about gaps.")
    assert last(file, made).to_check == ("the paragraph is called urgent, but was not imported as a recommendation",)


def test_another_body_calls_paragraphs_urgent_in_its_own_words(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends one thing.")
    made.paragraph("The Committee recommends:", "Another;", "And more.")
    made.paragraph(
        "The Committee draws attention to the recommendations on urgent measures that must be taken, contained in"
        " paragraphs 4, on general obligations (arts. 1\u20134), and 5 (b), on awareness-raising."
    )
    urgent = [key for key, one in paragraphs(file, made).items() if one.fields.get("urgent")]
    assert urgent == ["4", "5 (b)"]
    assert "6 paragraphs, 2 urgent areas, 0 to check" in read(file).notes


def test_a_missing_urgent_paragraph_has_to_be_checked(file: Path, made: Builder) -> None:
    made.paragraph("The areas in respect of which urgent measures must be taken: play (para. 77 (a)).")
    assert last(file, made).to_check == (
        "the text calls paragraph 77 (a) urgent, but the document has no such paragraph",
    )


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("under article 19 of the Convention", ["art. 19"]),
        ("(arts. 4, 42 and 44 (6))", ["art. 4", "art. 42", "art. 44 (6)"]),
        ("(arts. 13\u201317 and 37 (b))", ["arts. 13\u201317", "art. 37 (b)"]),
        ("article 5 of the Optional Protocol on play", ["art. 5 of the Optional Protocol"]),
        ("article 335 of the Criminal Code", []),
        (
            "its general comments No. 4 (2003) on health and No. 20 (2016)",
            ["General Comment No. 4", "General Comment No. 20"],
        ),
        ("general recommendation No. 31", ["General Recommendation No. 31"]),
        ("Convention, 1999 (No. 182)", []),
        ("targets 4.1, 4.a and 16.2", ["target 4.1", "target 4.a", "target 16.2"]),
        ("see CRC/C/KHM/CO/2-3, para. 15, and A/HRC/43/15.", ["CRC/C/KHM/CO/2-3, para. 15", "A/HRC/43/15"]),
        ("CRC/C/KHM/CO/2\u20113, paras. 15 and 17 (a)", ["CRC/C/KHM/CO/2-3, paras. 15 and 17 (a)"]),
        ("HIV/AIDS and article 24, and again article 24", ["art. 24"]),
    ],
)
def test_citations_are_listed_in_the_order_of_the_text(file: Path, made: Builder, text: str, cites: list[str]) -> None:
    made.paragraph(f"The Committee is concerned, {text}")
    assert last(file, made).fields.get("cites", []) == cites


def test_a_recommendation_answers_the_concern_right_before_it(file: Path) -> None:
    cobs(file)
    found = paragraphs(file)
    assert found["8"].fields["answers"] == ["7"]
    assert "answers" not in found["8 (a)"].fields


def test_a_concern_in_two_parts_is_answered_once(file: Path, made: Builder) -> None:
    made.paragraph("The Committee is concerned about gaps.")
    made.number -= 1
    made.paragraph("The Committee is also concerned about more gaps.")
    made.paragraph("The Committee recommends action.")
    assert last(file, made).fields["answers"] == [str(made.number - 1)]


def test_a_concern_under_another_heading_is_not_answered(file: Path, made: Builder) -> None:
    made.paragraph("The Committee is concerned about gaps.")
    made.heading("Rest")
    made.paragraph("The Committee recommends action.")
    assert "answers" not in last(file, made).fields


def test_a_recalled_paragraph_of_another_document_is_a_link(file: Path, made: Builder) -> None:
    made.paragraph(
        "Recalling its observations (CRC/C/KEN/CO/3-5, paras. 15 and 17 (a) and (b)), the Committee urges action."
    )
    to = {"to_symbol": "CRC/C/KEN/CO/3-5"}
    assert last(file, made).fields["links"] == [
        to | {"number": "15", "item": ""},
        to | {"number": "17", "item": "a"},
        to | {"number": "17", "item": "b"},
    ]


def test_a_document_that_is_only_cited_is_not_linked(file: Path, made: Builder) -> None:
    made.paragraph("The Committee urges action (CRC/C/KEN/CO/3-5, para. 15).")
    assert "links" not in last(file, made).fields


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        (6, "number 6 comes after number 3"),
        (
            3,
            'number 3 appears twice: "The Committee welcomes the measures taken, in particular: …" and "There are gaps."',
        ),
    ],
)
def test_a_doubt_about_a_number_out_of_order_names_both_numbers(
    file: Path, made: Builder, typed: int, doubt: str
) -> None:
    made.number = typed - 1
    made.paragraph("There are gaps.")
    assert doubt in last(file, made).to_check


def test_decreasing_numbers_have_to_be_checked(file: Path, made: Builder) -> None:
    made.number = 8
    made.paragraph("The Committee regrets it.")
    made.number = 4
    made.paragraph("The Committee regrets that too.")
    assert last(file, made).to_check == ("number 5 comes after number 9",)


def test_a_document_cited_in_a_footnote_is_among_the_citations(file: Path, made: Builder) -> None:
    made.footnote(made.paragraph("The Committee is concerned (art. 3)."), "See CRC/C/KEN/CO/3-5, para. 9.")
    one = last(file, made)
    assert (one.fields["cites"], one.to_check) == (["art. 3", "CRC/C/KEN/CO/3-5, para. 9"], ())


def test_any_other_footnote_has_to_be_checked(file: Path, made: Builder) -> None:
    made.footnote(made.paragraph("The Committee is concerned."), "A figure of the State party.")
    assert last(file, made).to_check == ('a footnote was not imported: "A figure of the State party."',)


def test_a_line_without_a_number_joins_the_paragraph_before_and_has_to_be_checked(file: Path, made: Builder) -> None:
    made.paragraph("The Committee is concerned.")
    made.line("It says so.")
    one = last(file, made)
    assert one.fields["text"] == "The Committee is concerned.\nIt says so."
    assert one.to_check == ('a line without a number was added to the text: "It says so."',)


def test_tables_and_text_boxes_are_left_out_with_a_note(file: Path, made: Builder) -> None:
    made.document.add_table(1, 1).cell(0, 0).text = "Rates by province"
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>Aside</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    made.paragraph("The Committee is concerned.")._p.append(parse_xml(box))
    assert last(file, made).fields["text"] == "The Committee is concerned."
    assert read(file).notes[1:] == [
        'a table was not imported: "Rates by province"',
        'a text box was not imported: "Aside"',
    ]


def test_deleted_text_is_not_read_and_inserted_text_is(file: Path, made: Builder) -> None:
    line = made.paragraph("The Committee is ")._p
    line.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>not </w:delText></w:r></w:del>"))
    line.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>concerned.</w:t></w:r></w:ins>"))
    assert last(file, made).fields["text"] == "The Committee is concerned."


def test_text_that_only_typesetting_adds_is_not_read(file: Path, made: Builder) -> None:
    made.paragraph("The Committee is concerned.")
    made.line("GE.24-12345 (E)")
    made.line("* Adopted by the Committee.")
    assert last(file, made).fields["text"] == "The Committee is concerned."


def test_an_advance_version_is_noted(file: Path) -> None:
    made = Builder()
    made.line("Advance unedited version")
    front(made, SYMBOL, TITLE)
    opening(made, SYMBOL)
    made.save(file)
    assert "this is an advance version: numbers and words of the final version may differ" in read(file).notes


def lists(
    file: Path, *lines: tuple[int, int], abstracts: tuple[str, ...] = (LEVELS,), overrides: tuple[str, ...]
) -> list[str]:
    """Return the labels of paragraphs that are numbered like this, by list and level."""
    made = Builder()
    front(made, SYMBOL, TITLE)
    add_numbering(made.document, abstracts, overrides)
    made.section("III", "Recommendations")
    for which, at in lines:
        number(made.line("The Committee recommends it."), which, at)
    made.save(file)
    return [one.number + one.item for one in read(file).documents[0].paragraphs]


def test_two_lists_with_one_abstract_list_continue_counting(file: Path) -> None:
    assert lists(file, (1, 0), (2, 0), (1, 0), overrides=("", "")) == ["1", "2", "3"]


def test_a_start_override_restarts_a_list_once(file: Path) -> None:
    found = lists(file, (1, 0), (2, 0), (2, 0), overrides=("", RESTART.format(0, 7)))
    assert found == ["1", "7", "8"]


def test_letters_restart_under_each_number(file: Path) -> None:
    found = lists(file, (1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), overrides=("",))
    assert found == ["1", "1a", "1b", "1b-i", "2", "2a"]


def test_letters_in_a_separate_list_restart_if_its_level_says_so(file: Path) -> None:
    letters = level(0, "lowerLetter", "(%1)")
    overrides = ("", RESTART.format(0, 1), RESTART.format(0, 1))
    found = lists(file, (1, 0), (2, 0), (2, 0), (1, 0), (3, 0), abstracts=(LEVELS, letters), overrides=overrides)
    assert found == ["1", "1a", "1b", "2", "2a"]


def test_a_level_starts_with_the_number_that_its_list_gives(file: Path) -> None:
    assert lists(file, (1, 0), (1, 0), abstracts=(level(0, "decimal", "%1.", start=12),), overrides=("",)) == [
        "12",
        "13",
    ]


def test_a_level_that_never_restarts_continues(file: Path) -> None:
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)", extra='<w:lvlRestart w:val="0"/>')
    assert lists(file, (1, 0), (1, 1), (1, 0), (1, 1), abstracts=(levels,), overrides=("",)) == ["1", "1a", "2", "2b"]


def test_a_style_can_give_a_number(file: Path) -> None:
    made = Builder()
    front(made, SYMBOL, TITLE)
    add_numbering(made.document)
    properties = made.document.styles["Body Text"].element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    made.line("The Committee recommends it.", style="Body Text")
    made.line("The Committee recommends that.", style="Body Text")
    assert list(paragraphs(file, made)) == ["1", "2"]


def test_a_number_that_is_removed_from_the_style_is_not_counted(file: Path, made: Builder) -> None:
    add_numbering(made.document)
    properties = made.document.styles["Body Text"].element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    number(made.line("4. The Committee recommends it.", style="Body Text"), 0)
    assert last(file, made).number == "4"


def test_what_is_not_a_word_document_cannot_be_read(file: Path) -> None:
    file.write_bytes(b"%PDF-1.7")
    assert refusal(file) == "the file is not a Word document, or it is damaged"


def test_a_missing_file_cannot_be_read(file: Path) -> None:
    assert refusal(file).startswith("the file cannot be read: ")


def test_another_document_cannot_be_read(file: Path) -> None:
    made = Builder()
    made.line("A letter")
    made.paragraph("Hello.")
    made.save(file)
    assert refusal(file).startswith("no title with the words “Concluding observations”")


def test_a_document_without_numbers_cannot_be_read(file: Path) -> None:
    made = Builder()
    front(made, SYMBOL, TITLE)
    made.save(file)
    assert refusal(file) == "no numbered paragraphs"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(file: Path) -> None:
    cobs(file, paragraphs=7)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"\0" * 50_000_001)
    assert refusal(file) == "the file is larger than a document needs to be"


def rewritten(file: Path, member: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {one.filename: archive.read(one) for one in archive.infolist()}
    assert old in members[member]
    members[member] = members[member].replace(old, new, 1)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_a_document_with_entities_is_refused(file: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("The Committee is secret.", encoding="utf-8")
    cobs(file, paragraphs=7)
    entity = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]><w:document'
    rewritten(file, "word/document.xml", b"<w:document", entity.encode())
    rewritten(file, "word/document.xml", b"The Committee welcomes the submission", b"&x; welcomes")
    assert refusal(file) == "the file is not a Word document, or it is damaged"


@pytest.mark.parametrize("member", ["word/document.xml", "[Content_Types].xml", "word/numbering.xml"])
def test_a_damaged_part_is_refused(file: Path, member: str) -> None:
    cobs(file, paragraphs=7, automatic=True)
    rewritten(file, member, b">", b"")
    assert refusal(file) == "the file is not a Word document, or it is damaged"


@pytest.mark.parametrize("start", [b"99999999999999999999", b"-3", b"x"])
def test_an_absurd_start_of_a_list_does_not_crash(file: Path, start: bytes) -> None:
    cobs(file, paragraphs=7, automatic=True)
    rewritten(file, "word/numbering.xml", b'<w:start w:val="1"', b'<w:start w:val="' + start + b'"')
    outcome(file)


def outcome(file: Path) -> ImportedFile | None:
    """Return what is read, or None if the file is refused; any other exception fails the test."""
    try:
        return read(file)
    except ImportFormatError:
        return None


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_raise_an_import_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("bytes") / "x.docx"
    file.write_bytes(data)
    assert outcome(file) is None


@given(
    at=st.integers(0, 10_000),
    data=st.binary(min_size=1, max_size=8),
    member=st.sampled_from(["document", "numbering", "styles", "footnotes"]),
)
def test_any_damaged_part_is_read_or_raises_an_import_error(
    tmp_path_factory: pytest.TempPathFactory, at: int, data: bytes, member: str
) -> None:
    file = tmp_path_factory.mktemp("damage") / "x.docx"
    cobs(file, paragraphs=7, automatic=True)
    with zipfile.ZipFile(file) as archive:
        whole = archive.read(f"word/{member}.xml")
    at %= len(whole)
    rewritten(file, f"word/{member}.xml", whole, whole[:at] + data + whole[at + len(data) :])
    outcome(file)


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_line_can_be_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    made = Builder()
    front(made, SYMBOL, TITLE)
    opening(made, SYMBOL)
    made.line(text.replace("\ufffe", "").replace("\uffff", ""), bold=True)
    made.paragraph(f"The Committee recommends {text}".replace("\ufffe", "").replace("\uffff", ""))
    file = tmp_path_factory.mktemp("text") / "x.docx"
    made.save(file)
    assert read(file).documents[0].paragraphs[3].number


def test_each_part_is_identified_by_its_place_in_the_document(file: Path, made: Builder) -> None:
    made.paragraph("The Committee recommends that the State party:", "Build;", ("Keep:", "Swings;"))
    made.line("(d)\tRepair.")
    assert [one.external_id for one in paragraphs(file, made).values()][-5:] == ["4#1", "4#2", "4#3", "4#4", "4#5"]


def test_two_paragraphs_with_one_number_have_different_origins(file: Path, made: Builder) -> None:
    made.paragraph("The Committee is concerned about playgrounds.")
    made.number -= 1
    made.paragraph("The Committee is concerned about swings.")
    made.save(file)
    origins = [one.external_id for one in read(file).documents[0].paragraphs]
    assert origins[-2:] == ["4#1", "4#2"]


def test_doubts_about_a_chapeau_without_text_are_added_to_the_first_item(file: Path, made: Builder) -> None:
    made.number += 1
    made.paragraph("", "The Committee recommends swings;")
    one = last(file, made)
    assert (one.item, one.to_check[0]) == ("a", "number 5 comes after number 3")


def test_a_number_without_text_is_counted_as_skipped(file: Path, made: Builder) -> None:
    made.line("4.\t")
    made.save(file)
    incoming = read(file)
    assert incoming.skipped == {"a number without text": 1}
    assert incoming.record_count == len(incoming.documents[0].paragraphs) + 1


@pytest.mark.parametrize(("concerns", "doubts"), [(20, ()), (25, (TOO_MANY_CONCERNS,))])
def test_a_recommendation_answers_at_most_the_last_twenty_concerns(
    file: Path, made: Builder, concerns: int, doubts: tuple[str, ...]
) -> None:
    for _ in range(concerns):
        made.paragraph("The Committee is concerned.")
    made.paragraph("The Committee recommends it.")
    one = last(file, made)
    assert one.fields["answers"] == [str(number) for number in range(int(one.number) - 20, int(one.number))]
    assert one.to_check == doubts
