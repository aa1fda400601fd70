"""Exports of UPR Info: small files in its layouts and encodings."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobtrack.exchange.incoming import ImportedFile, ImportFormatError, IncomingParagraph
from cobtrack.exchange.sources import upr_info
from cobtrack.model.states.lookup import state_keys_of

STATE, NAME = "XLD", "Xland"
OWN = state_keys_of(STATE, [NAME])
HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
OURS = 'Xland,Asia,"ASEAN, OIF",Build schools ,Norway,EEG,EU,Accepted,4,"Right to education,Rights of the Child",18'


def row(text: str = "Build schools", **others: str) -> str:
    cells = {
        "To": NAME,
        "Text": text,
        "From": "Norway",
        "Response": "Accepted",
        "Action": "4",
        "Session": "18",
    } | others
    out = io.StringIO()
    csv.writer(out, lineterminator="", quoting=csv.QUOTE_ALL).writerow(
        [cells.get(name, "") for name in HEADER.split(",")]
    )
    return out.getvalue()


def raw(path: Path, data: bytes) -> ImportedFile:
    (path / "upr.csv").write_bytes(data)
    return upr_info.read(path / "upr.csv", OWN)


def read(path: Path, *rows: str, header: str = HEADER) -> ImportedFile:
    return raw(path, "\n".join([header, *rows, ""]).encode())


def paragraph(path: Path, *rows: str, header: str = HEADER) -> IncomingParagraph:
    (document,) = read(path, *rows, header=header).documents
    (only,) = document.paragraphs
    return only


def test_a_row_is_a_recommendation(tmp_path: Path) -> None:
    made = paragraph(tmp_path, OURS)
    assert (made.location, made.kind, made.number, made.item) == ("row 2", "recommendation", "", "")
    assert (made.system, made.to_check) == ("upr-info", ())
    assert made.fields == {
        "text": "Build schools", "position": "supported", "made_by": ["Norway"], "action_category": 4,
        "themes": ["Right to education", "Rights of the Child"],
    }  # fmt: skip


def test_a_session_is_a_document(tmp_path: Path) -> None:
    found = read(tmp_path, row(Session="18"), row("Other", Session="6"), row("Third", Session="18"))
    assert [(one.symbol, one.name, one.mechanism) for one in found.documents] == [
        ("", "UPR session 6", "upr"),
        ("", "UPR session 18", "upr"),
    ]
    assert found.documents[1].fields == {"title": "UPR recommendations, session 18", "session": "18"}
    assert [len(one.paragraphs) for one in found.documents] == [1, 2]


@pytest.mark.parametrize(
    ("session", "name"),
    [("44 - November 2023", "UPR session 44"), ("018", "UPR session 18"), ("", "UPR session not known")],
)
def test_a_session_may_be_written_in_other_ways(tmp_path: Path, session: str, name: str) -> None:
    assert read(tmp_path, row(Session=session)).documents[0].name == name


@pytest.mark.parametrize(
    ("answer", "position"),
    [("Accepted", "supported"), ("Supported", "supported"), ("noted", "noted"), ("Rejected", "noted")],
)
def test_the_answer_is_one_of_the_words_of_the_data(tmp_path: Path, answer: str, position: str) -> None:
    made = paragraph(tmp_path, row(Response=answer))
    assert (made.fields["position"], made.to_check) == (position, ())


@pytest.mark.parametrize(
    ("answer", "doubt"), [("Maybe", "unknown answer of the State: “Maybe”"), ("", "the State's answer is missing")]
)
def test_an_unknown_answer_is_not_stated_and_has_to_be_checked(tmp_path: Path, answer: str, doubt: str) -> None:
    made = paragraph(tmp_path, row(Response=answer))
    assert (made.fields["position"], made.to_check) == ("not-stated", (doubt,))


def test_a_voluntary_pledge_is_a_pledge_of_the_state_itself(tmp_path: Path) -> None:
    made = paragraph(tmp_path, row(Response="Voluntary Pledge", From=NAME))
    assert made.kind == "pledge"
    assert "position" not in made.fields
    assert "made_by" not in made.fields


@pytest.mark.parametrize(("action", "category"), [("1", 1), ("5 - Specific action", 5), ("", None)])
def test_the_category_is_a_number_from_1_to_5(tmp_path: Path, action: str, category: int | None) -> None:
    made = paragraph(tmp_path, row(Action=action))
    assert (made.fields.get("action_category"), made.to_check) == (category, ())


@pytest.mark.parametrize("action", ["0", "6", "44", "x", "9" * 5000])
def test_another_category_has_to_be_checked(tmp_path: Path, action: str) -> None:
    made = paragraph(tmp_path, row(Action=action))
    assert "action_category" not in made.fields
    assert made.to_check == (f"the action category is not 1 to 5: “{action}”",)


def test_rows_of_another_state_and_without_text_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, row(To="Norway"), row(" "), "", row(To="XLAND"))
    assert (found.record_count, found.skipped) == (3, {"another State": 1, "no text": 1})
    assert found.other_states == {"Norway": 1}


def test_a_duplicate_row_is_imported_once(tmp_path: Path) -> None:
    found = read(tmp_path, row(), row(), row("Other"))
    assert found.skipped == {"duplicate row": 1}
    assert len(found.documents[0].paragraphs) == 2


@pytest.mark.parametrize("column", HEADER.split(",")[1:])
def test_rows_that_differ_in_any_column_are_not_the_same_row(tmp_path: Path, column: str) -> None:
    found = read(tmp_path, row(), row(**{column: "5"}))
    assert not found.skipped
    assert sum(one.record_count for document in found.documents for one in document.paragraphs) == 2


def test_the_same_words_of_several_states_are_one_recommendation_as_the_un_counts_it(tmp_path: Path) -> None:
    found = read(
        tmp_path, row(), row("build schools.", From="Peru", Issue="Children"), row(From="Chad", Response="Noted")
    )
    first, second = found.documents[0].paragraphs
    assert (first.fields["made_by"], first.fields["themes"], first.record_count) == (
        ["Norway", "Peru"],
        ["Children"],
        2,
    )
    assert (second.fields["made_by"], second.fields["position"]) == (["Chad"], "noted")
    assert len({*first.external_ids, *second.external_ids}) == 3


def test_the_origin_does_not_depend_on_order_case_or_typography(tmp_path: Path) -> None:
    def origins(*rows: str) -> set[str]:
        return {origin for one in read(tmp_path, *rows).documents[0].paragraphs for origin in one.external_ids}

    plain, curly = (
        'Build d\'abord "now" - C\u00f4te',
        " BUILD\u200b  d\u2019abord \u201cnow\u201d\u00a0\u2013 Co\u0302te.",
    )
    first = origins(row(plain), row(plain, From="C\u00f4te d'Ivoire"))
    second = origins(row(curly, From="Ivory Coast"), row(curly, Action="5"))
    assert first == second
    assert len(first) == 2
    assert all(len(one) == 10 and int(one, 16) >= 0 for one in first)


def test_one_text_with_two_answers_has_two_origins_in_any_order(tmp_path: Path) -> None:
    def origins(*rows: str) -> set[tuple[object, str]]:
        made = read(tmp_path, *rows).documents[0].paragraphs
        assert all("more than once" in one.to_check[0] for one in made)
        return {(one.fields["position"], one.external_id) for one in made}

    rows = row(Response="Accepted"), row(Response="Noted")
    assert origins(*rows) == origins(*reversed(rows))
    assert len({one for _, one in origins(*rows)}) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path, end: str, encoding: str) -> None:
    found = raw(tmp_path, end.join([HEADER, row("Build écoles"), row("Third"), ""]).encode(encoding))
    assert [one.fields["text"] for one in found.documents[0].paragraphs] == ["Build écoles", "Third"]
    assert found.notes == []


TEXT = "Côte d\u2019Ivoire\u2019s \u201crights of the child\u201d \u2013 protégés"


@pytest.mark.parametrize(
    ("codec", "end", "named"),
    [
        ("mac_roman", "\r", "Mac Roman"), ("mac_roman", "\n", "Mac Roman"), ("cp1252", "\r\n", "Windows-1252"),
        ("cp1252", "\n", "Windows-1252"),
    ],
)  # fmt: skip
def test_older_encodings_are_guessed_with_a_note(tmp_path: Path, codec: str, end: str, named: str) -> None:
    found = raw(tmp_path, end.join([HEADER, row(TEXT), ""]).encode(codec))
    assert found.documents[0].paragraphs[0].fields["text"] == TEXT
    assert found.notes == [f"the file is not in UTF-8 and was read as {named}: check accents and quotation marks"]


def test_the_header_matches_in_any_case_and_punctuation(tmp_path: Path) -> None:
    assert paragraph(tmp_path, OURS, header=HEADER.upper().replace("-", " _")).fields["made_by"] == ["Norway"]


@pytest.mark.parametrize("header", [
    "SuR,Rgrp,Org,Recommendation,RS,Rgrp,Org,Response,Action,Issue,Session",
    "State under review,Group,Org,Recommendation,Recommending State,Group,Org,Response,Action category,Issues,Session",
])  # fmt: skip
def test_the_headers_of_each_layout_are_recognised(tmp_path: Path, header: str) -> None:
    found = read(tmp_path, OURS, header=header)
    assert found.documents[0].paragraphs == read(tmp_path, OURS).documents[0].paragraphs
    assert not found.notes


def test_a_missing_column_is_noted_once(tmp_path: Path) -> None:
    found = read(tmp_path, "Xland,Build", "Xland,Rest", header="To,Text")
    assert found.notes == [
        "no column with the recommending State (From, RS, Recommending State): made_by stays empty",
        "no column with the State's answers (Response): every position is not-stated",
        "no column with the session (Session): all rows are imported as one review",
    ]
    assert all(not one.to_check for one in found.documents[0].paragraphs)


def test_lines_above_the_header_are_skipped(tmp_path: Path) -> None:
    assert paragraph(tmp_path, HEADER, OURS, header="UPR Info,,\n,,").fields["text"] == "Build schools"


def test_rows_with_the_same_number_are_one_recommendation(tmp_path: Path) -> None:
    made = paragraph(tmp_path, "Xland,Build,Norway,118.1", "Xland,Rest,Peru,118.1.", header="To,Text,From,Number")
    assert (made.number, made.fields["wordings"]) == ("118.1", [{"text": "Rest", "made_by": ["Peru"]}])


def test_several_states_in_a_cell_are_split(tmp_path: Path) -> None:
    assert paragraph(tmp_path, row(From="Norway|Peru")).fields["made_by"] == ["Norway", "Peru"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Norway and friends", "Norway and friends"), ("&#40;Unknown&#41;", "(Unknown)"), ("CED", "CED"),
        ("European Union", "European Union"),
    ],
)  # fmt: skip
def test_a_recommending_state_that_is_no_state_is_left_out_and_has_to_be_checked(
    tmp_path: Path, cell: str, name: str
) -> None:
    imported = paragraph(tmp_path, row(From=cell))
    assert "made_by" not in imported.fields
    assert imported.to_check == (f"unknown recommending State: “{name}”",)


@pytest.mark.parametrize("cell", ["UK", "United Kingdom", "GBR", "C&ocirc;te d'Ivoire"])
def test_a_recommending_state_may_have_any_of_its_names(tmp_path: Path, cell: str) -> None:
    assert paragraph(tmp_path, row(From=cell)).fields["made_by"] == [cell.replace("&ocirc;", "ô")]


def test_columns_can_be_in_another_order_and_separated_by_semicolons(tmp_path: Path) -> None:
    made = paragraph(tmp_path, "18;Build, soon;Xland", header="Session;Text;To")
    assert made.fields["text"] == "Build, soon"


def test_the_oldest_layout_has_years_and_decisions(tmp_path: Path) -> None:
    (document,) = read(
        tmp_path, "Build schools,Xland,Accepted,Norway,2009,none", header="text,to,decision,From,year,notes"
    ).documents
    assert (document.name, document.fields) == ("UPR in 2009", {"title": "UPR recommendations, in 2009"})
    assert document.paragraphs[0].fields["position"] == "supported"
    assert document.paragraphs[0].fields["made_by"] == ["Norway"]


def test_quoted_texts_can_have_commas_and_line_breaks(tmp_path: Path) -> None:
    assert paragraph(tmp_path, row('Build\n"good", free schools')).fields["text"] == 'Build "good", free schools'


def test_a_row_with_too_many_cells_has_to_be_checked_and_one_with_too_few_is_read(tmp_path: Path) -> None:
    assert paragraph(tmp_path, row() + ",more").to_check == (
        "the row has more cells than the header: is the text complete?",
    )
    assert paragraph(tmp_path, "Xland,,,Build schools").fields["text"] == "Build schools"


def test_khmer_stays_and_control_characters_are_removed(tmp_path: Path) -> None:
    # Zero-width spaces part words there.
    text = "សាងសង់\u200bសាលារៀន"
    assert paragraph(tmp_path, row(f"\0{text}\x1b\u202e")).fields["text"] == text


@pytest.mark.parametrize(("header", "column"), [("", "To"), ("Text,From", "To"), ("To,From", "Text"), ("<html>", "To")])
def test_a_file_without_its_columns_is_refused(tmp_path: Path, header: str, column: str) -> None:
    with pytest.raises(ImportFormatError, match=f"row 1 has no column “{column}”") as caught:
        read(tmp_path, header=header)
    assert "Response, Action, Issue" in caught.value.hint


def test_a_quotation_mark_left_open_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="row 3 is not valid CSV"):
        read(tmp_path, row(), 'Xland,,,"' + "x" * 200_000)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="cannot be opened"):
        upr_info.read(tmp_path / "none.csv", OWN)


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(st.binary() | st.binary().map(lambda data: f"{HEADER}\n{OURS}\n".encode() + data))
def test_any_bytes_are_read_or_raise_an_import_error(tmp_path: Path, data: bytes) -> None:
    with contextlib.suppress(ImportFormatError):
        raw(tmp_path, data)


@FUZZ
@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.text(), st.text()), max_size=4))
def test_every_row_is_accounted_for(tmp_path: Path, cells: list[tuple[str, str, str, str, str]]) -> None:
    rows = [row(one[0], From=one[1], Response=one[2], Action=one[3], Session=one[4]) for one in cells]
    (tmp_path / "upr.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8", newline="")
    found = upr_info.read(tmp_path / "upr.csv", OWN)
    assert (
        found.record_count
        == len(rows)
        == sum(found.skipped.values())
        + sum(one.record_count for document in found.documents for one in document.paragraphs)
    )
