"""OHCHR's thematic lists of UPR recommendations: three layouts are read, and the assessment column is filled in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cobtrack.exchange.incoming import ImportFormatError, IncomingParagraph
from cobtrack.exchange.sources.thematic_list import read, write_assessments
from tests.docx_support import FOURTH, thematic_list

SOURCE = "\nSource of Position: A/HRC/43/15 - Para 121"
ORIGIN = "A/HRC/43/15:121.1"
THEMES = "- Play\n- Rest\nSDGs: \n- 4 - QUALITY EDUCATION\nAffected persons: \n- Children\n- Youth\n"
ROW = (f"121.1 Build playgrounds (Norway) (Peru);{SOURCE}", "Supported", THEMES, "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.docx"


def listed(file: Path, *rows: tuple[str, ...]) -> list[IncomingParagraph]:
    thematic_list(file, [("Theme: Play",), *rows])
    return list(read(file).documents[0].paragraphs)


def text(begin: str, *, position: str = "Supported", themes: str = THEMES) -> tuple[str, ...]:
    return (begin + SOURCE, position, themes, "")


def refusal(file: Path) -> str:
    with pytest.raises(ImportFormatError) as caught:
        read(file)
    assert caught.value.hint
    return str(caught.value)


def test_a_list_of_the_third_cycle_is_read(file: Path) -> None:
    (one,) = listed(file, ROW)
    assert one == IncomingParagraph(
        location="row 3, 121.1",
        kind="recommendation",
        number="121.1",
        fields={
            "text": "Build playgrounds",
            "position": "supported",
            "themes": ["Play", "Rest"],
            "affected_persons": ["Children", "Youth"],
            "sdgs": ["4 - QUALITY EDUCATION"],
            "made_by": ["Norway", "Peru"],
        },
        system="thematic-list",
        external_id=ORIGIN,
    )


def test_the_second_cycle_has_codes_and_no_goals(file: Path) -> None:
    source = "\nSource of position: A/HRC/28/15/Add.1 - Para. 3"
    (one,) = listed(file, (f"115.3 Rest (Norway);{source}", "Noted", "F31 Play\nAffected persons:\n- children\n\n", ""))
    assert (one.external_id, one.fields["position"]) == ("A/HRC/28/15:115.3", "noted")
    assert one.fields["themes"] == ["Play", "F31 Play"]
    assert one.fields["affected_persons"] == ["children"]
    assert "sdgs" not in one.fields


def test_the_fourth_cycle_has_goals_in_place_of_assessments(file: Path) -> None:
    row = (ROW[0], "Supported", "- Play\nGroups of Persons: \n- Children", "- 1 - NO POVERTY\n- 4 - QUALITY EDUCATION")
    thematic_list(file, [("Theme: Play",), row], FOURTH)
    (one,) = read(file).documents[0].paragraphs
    assert one.fields["themes"] == ["Play"]
    assert one.fields["affected_persons"] == ["Children"]
    assert one.fields["sdgs"] == ["1 - NO POVERTY", "4 - QUALITY EDUCATION"]
    assert "assessment" not in one.fields


def test_the_document_is_the_report_and_not_its_addendum(file: Path) -> None:
    listed(file, (ROW[0].replace("43/15", "43/15/Add.1"), *ROW[1:]))
    incoming = read(file)
    assert (incoming.documents[0].symbol, incoming.documents[0].mechanism) == ("A/HRC/43/15", "upr")
    assert incoming.notes == ["1 recommendation, 0 to check", "the file does not say which State it is about"]


def test_an_existing_assessment_is_read(file: Path) -> None:
    (one,) = listed(file, (*ROW[:3], "Two playgrounds\nwere built."))
    assert one.fields["assessment"] == "Two playgrounds\nwere built."
    assert one.to_check[0].endswith("in the field assessments: Two playgrounds were built.")


def test_a_row_without_text_is_counted_as_skipped(file: Path) -> None:
    thematic_list(file, [("Theme: Play",), ROW, ("", "Supported", "- Play", ""), ("", "", "", "")])
    incoming = read(file)
    assert (incoming.record_count, incoming.skipped) == (2, {"no text": 1})


@pytest.mark.parametrize(
    "title", ["UPR of Slovenia (3rd Cycle - 34th session)", "Universal Periodic Review of Slovenia - Third cycle"]
)
def test_the_title_names_the_state(file: Path, title: str) -> None:
    listed(file, ROW)
    document = docx.Document(str(file))
    document.paragraphs[0].insert_paragraph_before(title)
    document.save(str(file))
    assert read(file).documents[0].state == "Slovenia"


@pytest.mark.parametrize(
    ("end", "states"),
    [
        ("(Norway);", ["Norway"]),
        ("(Norway)", ["Norway"]),
        ("(Norway, Peru).", ["Norway", "Peru"]),
        ("(Norway) (Bolivia (Plurinational State of));", ["Norway", "Bolivia (Plurinational State of)"]),
        ("(the former Yugoslav Republic of Macedonia); ", ["the former Yugoslav Republic of Macedonia"]),
        ("(Peru and Norway);", ["Peru", "Norway"]),
        ("(Antigua and Barbuda, Peru and Norway);", ["Antigua and Barbuda", "Peru", "Norway"]),
        ("(Venezuela (Bolivarian Republic of),Peru);", ["Venezuela (Bolivarian Republic of)", "Peru"]),
        ("(Côte d\u2019Ivoire);", ["Côte d\u2019Ivoire"]),
    ],
)
def test_the_recommending_states_are_read_from_the_end_of_the_text(file: Path, end: str, states: list[str]) -> None:
    (one,) = listed(file, text(f"121.1 Build playgrounds {end}"))
    assert (one.fields["text"], one.fields["made_by"]) == ("Build playgrounds", states)


@pytest.mark.parametrize("brackets", ["(No. 29)", "(CEDAW)", "(Istanbul Convention)", "(in short)"])
def test_other_brackets_are_not_states(file: Path, brackets: str) -> None:
    (one,) = listed(file, text(f"121.1 Ratify it {brackets} (Norway);"))
    assert (one.fields["text"], one.fields["made_by"]) == (f"Ratify it {brackets}", ["Norway"])


def test_a_recommendation_without_a_state_has_to_be_checked(file: Path) -> None:
    (one,) = listed(file, text("121.1 Build playgrounds."))
    assert one.to_check == ("no recommending State was found",)


@pytest.mark.parametrize("brackets", ["(Unknown)", "(CED)", "(European Union)", "(Peru, Frnace)", "(No. 29)"])
def test_no_text_is_cut_if_brackets_name_no_state(file: Path, brackets: str) -> None:
    (one,) = listed(file, text(f"121.1 Build {brackets};"))
    assert one.fields["text"] == f"Build {brackets};"
    assert one.to_check == (f"no recommending State was found: “{brackets}” is not a known State",)


def test_texts_of_two_states_under_one_number_are_one_recommendation(file: Path) -> None:
    (one,) = listed(file, text("121.2 Build (Norway);keep what was built (Peru, Chad); "))
    assert (one.number, one.external_id, one.to_check, one.record_count) == ("121.2", "A/HRC/43/15:121.2", (), 1)
    assert (one.fields["text"], one.fields["made_by"]) == ("Build", ["Norway"])
    assert one.fields["wordings"] == [{"text": "keep what was built", "made_by": ["Peru", "Chad"]}]


def test_a_number_in_two_rows_with_different_texts_is_one_recommendation(file: Path) -> None:
    thematic_list(file, [text("121.2 Build (Norway);"), text("121.2 Keep it (Peru);"), text("121.2 build (Norway)")])
    incoming = read(file)
    (one,) = incoming.documents[0].paragraphs
    assert one.fields["wordings"] == [{"text": "Keep it", "made_by": ["Peru"]}]
    assert (incoming.record_count, one.record_count, incoming.skipped) == (
        3,
        2,
        {"repeated under another theme": 1},
    )


@pytest.mark.parametrize("title", ["UPR of Slovenia (3rd Cycle \u2013 34th Session)\tThematic list\tPage 1 of 66"])
def test_the_head_of_each_page_names_the_state_and_the_session(file: Path, title: str) -> None:
    listed(file, ROW)
    document = docx.Document(str(file))
    document.sections[0].header.paragraphs[0].text = title
    document.save(str(file))
    (made,) = read(file).documents
    assert (made.state, made.fields) == ("Slovenia", {"session": "34"})


def test_a_recommendation_under_two_themes_is_one_with_both(file: Path) -> None:
    thematic_list(file, [("Theme: Play",), ROW, ("Theme: Work",), (*ROW[:2], "- Work", "")])
    incoming = read(file)
    (one,) = incoming.documents[0].paragraphs
    assert one.fields["themes"] == ["Play", "Rest", "Work"]
    assert incoming.skipped == {"repeated under another theme": 1}
    assert incoming.record_count == 2


@pytest.mark.parametrize(
    ("position", "read_as", "doubts"),
    [
        ("Supported", "supported", ()),
        (" noted ", "noted", ()),
        ("Supported/Noted", "partly-supported", ("unclear position of the State: “Supported/Noted”",)),
        ("Pending", "not-stated", ("unclear position of the State: “Pending”",)),
        ("", "not-stated", ("the State's position is missing",)),
    ],
)
def test_a_position_is_a_known_one_or_has_to_be_checked(
    file: Path, position: str, read_as: str, doubts: tuple[str, ...]
) -> None:
    (one,) = listed(file, text("121.1 Build (Norway);", position=position))
    assert (one.fields["position"], one.to_check) == (read_as, doubts)


def test_a_row_without_a_number_is_read_and_has_to_be_checked(file: Path) -> None:
    (one,) = listed(file, text("Build (Norway);"))
    assert (one.number, one.location) == ("", "row 3")
    assert one.external_id == listed(file, text("121.1 Rest (Peru);"), text("Build (Norway);"))[1].external_id
    assert one.to_check == ("the number of the recommendation could not be read",)


@pytest.mark.parametrize(
    "number", ["\u17e1\u17e1\u17e0.\u17e1", "110.\u0661", f"1.{'9' * 5000}", f"{'9' * 5000}.1", f"1{'.1' * 3000}"]
)
def test_a_number_of_another_form_stays_in_the_text_and_has_to_be_checked(file: Path, number: str) -> None:
    (one,) = listed(file, text(f"{number} Build (Norway);"))
    assert (one.number, one.fields["text"]) == ("", f"{number} Build")
    assert one.to_check == ("the number of the recommendation could not be read",)


def test_no_source_is_given_for_a_position(file: Path) -> None:
    (one,) = listed(file, ("121.1 Build (Norway);", *ROW[1:]))
    assert one.external_id == "121.1"
    assert read(file).notes[1].endswith("the document symbol is not known")


def test_another_table_is_not_a_thematic_list(file: Path) -> None:
    thematic_list(file, [], ("Name", "Place", "Day", "Note"))
    assert refusal(file) == "no table with the columns recommendation, position and themes"


def test_what_is_not_a_word_document_cannot_be_read(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04")
    assert refusal(file) == "the file is not a Word document, or it is damaged"


def cells(data: bytes) -> list[list[str]]:
    table = docx.Document(io.BytesIO(data)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_assessments_are_filled_in_by_origin(file: Path) -> None:
    listed(file, ROW, text("121.2 Build (Norway); keep it (Peru);"))
    found = cells(write_assessments(file, {ORIGIN: "Built.\nTwo of them.", f"{ORIGIN[:-1]}2": "Kept.", "x": "No."})[0])
    assert [row[3] for row in found[2:]] == ["Built.\nTwo of them.", "Kept."]


def test_an_assessment_without_a_row_is_not_counted_as_filled_in(file: Path) -> None:
    listed(file, ROW)
    assert write_assessments(file, {"A/HRC/1/1:121.1": "No.", "x": "No."})[1] == 0
    assert write_assessments(file, {ORIGIN: "Built.", "x": "No."})[1] == 1


def test_filled_in_assessments_read_back(file: Path) -> None:
    listed(file, ROW)
    file.write_bytes(write_assessments(file, {ORIGIN: "Built."})[0])
    assert read(file).documents[0].paragraphs[0].fields["assessment"] == "Built."


def test_the_text_of_a_cell_stays_and_nothing_is_inserted_twice(file: Path) -> None:
    listed(file, (*ROW[:3], "Planned."))
    file.write_bytes(write_assessments(file, {ORIGIN: "Built."})[0])
    once, number = write_assessments(file, {ORIGIN: "Built."})
    assert number == 0
    assert cells(once)[2][3] == "Planned.\nBuilt."


def test_nothing_else_in_the_document_changes(file: Path) -> None:
    listed(file, ROW, text("121.2 Rest (Peru);"))
    before, after = zipfile.ZipFile(file), zipfile.ZipFile(io.BytesIO(write_assessments(file, {ORIGIN: "Built."})[0]))
    assert before.namelist() == after.namelist()
    for name in before.namelist():
        if name != "word/document.xml":
            assert before.read(name) == after.read(name)
    changed = parse_xml(after.read("word/document.xml"))
    (run,) = changed.xpath("//w:r[w:t='Built.']")
    run.getparent().remove(run)
    assert etree.tostring(changed, method="c14n") == etree.tostring(
        parse_xml(before.read("word/document.xml")), method="c14n"
    )


def test_nothing_to_fill_in_gives_the_document_as_it_was(file: Path) -> None:
    listed(file, ROW)
    assert cells(write_assessments(file, {})[0]) == cells(file.read_bytes())


def test_the_same_texts_give_the_same_bytes(file: Path) -> None:
    listed(file, ROW)
    assert write_assessments(file, {ORIGIN: "Built."}) == write_assessments(file, {ORIGIN: "Built."})


@pytest.mark.parametrize("hostile", ["a\x00b\x0bc", "<w:p/>&amp;", "\ud800x", "=1+1"])
def test_any_text_can_be_filled_in(file: Path, hostile: str) -> None:
    listed(file, ROW)
    filled = cells(write_assessments(file, {ORIGIN: hostile})[0])[2][3]
    assert filled == "".join(one for one in hostile if one >= " " and one != "\ud800")


def test_the_fourth_cycle_has_nothing_to_fill_in(file: Path) -> None:
    thematic_list(file, [ROW], FOURTH)
    with pytest.raises(ImportFormatError, match="no column for assessments"):
        write_assessments(file, {ORIGIN: "Built."})


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_raise_an_import_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("bytes") / "x.docx"
    file.write_bytes(data)
    with pytest.raises(ImportFormatError):
        read(file)
    with pytest.raises(ImportFormatError):
        write_assessments(file, {})


@given(said=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=80))
def test_any_cell_can_be_read(tmp_path_factory: pytest.TempPathFactory, said: str) -> None:
    file = tmp_path_factory.mktemp("cell") / "x.docx"
    found = listed(file, (f"121.1 {said}(Norway);", said, said, said))
    assert all(one.number == "121.1" or one.to_check for one in found)
