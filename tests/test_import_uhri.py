"""Exports of UHRI: small files in its two layouts, with its known defects."""

from __future__ import annotations

import contextlib
import json
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobtrack.exchange.incoming import ImportedFile, ImportFormatError, IncomingDocument, IncomingParagraph
from cobtrack.exchange.sources import uhri
from cobtrack.model.states.lookup import state_keys_of
from tests.cli_support import ask, small, snapshot
from tests.support import at_most

STATE, NAME = "XLD", "Xland"
OWN = state_keys_of(STATE, [NAME])
SYMBOL = "CRC/C/XLD/CO/4-6"
HEADER = [
    "Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "Themes", "Affected Persons", "Sdgs",
    "Document Publication Date", "UPR Reccomending States", "UPR Position", "Type", "OHCHR Annotation Id",
    "UPR Session", "Regions Concerned", "Recommending Regions", "Date of publication on UHRI",
]  # fmt: skip


def record(text: Any, type_: Any = "- Recommendations", **others: Any) -> dict[str, Any]:
    """Return a record as in the JSON."""
    made = {
        "AnnotationId": f"id of {text!r}"[:60], "AnnotationType": type_, "Body": "- CRC", "Countries": [NAME],
        "Symbol": SYMBOL, "PublicationDate": "2031-05-06T00:00:00", "Text": text, "Themes": ["Play"],
        "AffectedPersons": ["Children"], "Sdgs": ["16.3 - Rule of law"], "UprCycle": None, "UprPositions": [],
        "UprRecommendingCountry": [],
    }  # fmt: skip
    return made | others


def concern(text: str, **others: Any) -> dict[str, Any]:
    return record(text, "- Concerns/Observations", **others)


def upr(text: str, *states: str, **others: Any) -> dict[str, Any]:
    return record(text, Body="- UPR", Symbol="A/HRC/90/16", UprRecommendingCountry=list(states), **others)


def read(path: Path, *records: Any) -> ImportedFile:
    file = path / "uhri.json"
    file.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8", errors="surrogatepass")
    return uhri.read(file, STATE, OWN)


def document(path: Path, *records: Any) -> IncomingDocument:
    (only,) = read(path, *records).documents
    return only


def paragraph(path: Path, *records: Any) -> IncomingParagraph:
    (only,) = document(path, *records).paragraphs
    return only


def raw(path: Path, data: bytes) -> ImportedFile:
    (path / "uhri.json").write_bytes(data)
    return uhri.read(path / "uhri.json", STATE, OWN)


def sheet(path: Path, *rows: list[Any], header: list[str] = HEADER) -> Path:
    file = path / "uhri.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        book.set_properties({"created": datetime(2031, 5, 6, tzinfo=UTC)})
        page = book.add_worksheet("any name")
        for number, cells in enumerate([header, *rows]):
            page.write_row(number, 0, cells)
    return file


def row(text: str, **others: Any) -> list[Any]:
    cells = {
        "Text": text, "Countries Concerned": "- Xland", "Reccomending Body": "- CRC", "Document Symbol": SYMBOL,
        "Document Publication Date": 47974, "Type": "- Recommendations", "OHCHR Annotation Id": f"id of {text}",
    }  # fmt: skip
    return [(cells | others).get(name, "") for name in HEADER]


# Documents


def test_records_of_one_symbol_are_one_document(tmp_path: Path) -> None:
    made = document(tmp_path, record("42. Play more."), concern("41. No play."))
    assert (made.symbol, made.name, made.mechanism) == (SYMBOL, SYMBOL, "crc")
    assert made.fields == {"issued": "2031-05-06"}
    assert [one.number for one in made.paragraphs] == ["41", "42"]


def test_symbols_that_differ_only_in_their_slashes_are_two_documents(tmp_path: Path) -> None:
    found = read(tmp_path, record("1. A.", Symbol="CRC/C/XLD/CO/4-6"), record("1. B.", Symbol="CRC/C/XLD/CO/46"))
    assert len(found.documents) == 2


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    records = [record("42. Play."), concern("41. No play."), upr("13.2 Act"), upr("13.10 Act too")]
    forwards, backwards = read(tmp_path, *records), read(tmp_path, *reversed(records))
    told = [[(one.number, one.external_id) for one in made.paragraphs] for made in forwards.documents]
    assert told == [[(one.number, one.external_id) for one in made.paragraphs] for made in backwards.documents]
    assert [one[0] for one in told[0]] == ["13.2", "13.10"]


@pytest.mark.parametrize(
    ("body", "mechanism"),
    [
        ("- CRC", "crc"), ("- CRC-OP-AC", "crc"), ("- CRC-OP-SC", "crc"), ("- CEDAW", "cedaw"), ("CCPR", "ccpr"),
        ("- CESCR", "cescr"), ("- CERD", "cerd"), ("- CAT", "cat"), ("- CED", "ced"), ("- CRPD", "crpd"),
        ("- CMW", "cmw"), ("- UPR", "upr"), ("Committee on the Rights of the Child", "crc"),
        ("Committee on the Elimination of Discrimination against Women", "cedaw"),
        ("Committee on Economic, Social and Cultural Rights", "cescr"), ("Universal Periodic Review", "upr"),
        ("Committee on Migrant Workers", "cmw"), ("- SR  Education", "special-procedure"),
        ("- IE  Albinism", "special-procedure"), ("- WG on Arbitrary Detention", "special-procedure"),
        ("Special Rapporteur on the rights of persons with disabilities", "special-procedure"),
        ("Working Group on Enforced or Involuntary Disappearances", "special-procedure"),
    ],
)  # fmt: skip
def test_a_body_is_recognised_by_its_acronym_and_its_long_name(tmp_path: Path, body: str, mechanism: str) -> None:
    assert document(tmp_path, record("1. Act.", Body=body)).mechanism == mechanism


def test_an_unknown_body_leaves_the_mechanism_open(tmp_path: Path) -> None:
    made = document(tmp_path, record("1. Act.", Body="- ABC"), record("2. Act.", Body="- ABC"))
    assert made.mechanism == ""
    assert [one.to_check for one in made.paragraphs] == [(), ()]


@pytest.mark.parametrize("day", ["2031", "2031-02-30", "soon", 7, None, [], "9" * 5000])
def test_an_impossible_date_is_left_out(tmp_path: Path, day: Any) -> None:
    assert document(tmp_path, record("1. Act.", PublicationDate=day)).fields == {}


# Which records are taken


def test_records_of_another_state_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, record("1. Act.", Countries=["Norway"], Symbol="CRC/C/YLD/CO/1"), record("1. Play."))
    assert (found.record_count, found.skipped) == (2, {"another State": 1})
    assert found.documents[0].paragraphs[0].fields["text"] == "Play."


@pytest.mark.parametrize("name", ["XLAND", " xland ", "- Xland"])
def test_the_name_of_the_state_matches_in_any_case(tmp_path: Path, name: str) -> None:
    assert len(read(tmp_path, record("1. Act.", Countries=[name])).documents) == 1


def test_without_a_country_the_symbol_gives_the_state(tmp_path: Path) -> None:
    found = read(tmp_path, record("1. Act.", Countries=[]), record("2. Act.", Countries=[], Symbol="CRC/C/YLD/CO/1"))
    assert found.skipped == {"another State": 1}
    assert "1 record without a country, recognised by the symbol" in found.notes


def test_the_name_that_uhri_uses_for_the_state_is_recognised(tmp_path: Path) -> None:
    found = read(tmp_path, record("1. Act.", Countries=["Republic of Xish"]))
    assert found.skipped == {"another State": 1}
    assert found.notes == [
        "1 record skipped: the symbol has the State's code, but the country is not the state_name in cobtrack.yaml"
    ]


def test_a_record_on_two_states_has_to_be_checked(tmp_path: Path) -> None:
    assert paragraph(tmp_path, record("1. Act.", Countries=["Xland", "Norway"])).to_check == (
        "the record is about 2 States: Xland, Norway",
    )


def test_a_duplicate_annotation_is_imported_once(tmp_path: Path) -> None:
    found = read(tmp_path, record("1. First.", AnnotationId="a"), record("1. Second.", AnnotationId="a"))
    assert found.skipped == {"duplicate annotation": 1}
    assert found.documents[0].paragraphs[0].fields["text"] == "First."


@pytest.mark.parametrize("text", ["", "  \n", "<p>&nbsp;</p>", "42.", None, ["x"], {"a": 1}], ids=repr)
def test_a_record_without_text_is_skipped(tmp_path: Path, text: Any) -> None:
    assert read(tmp_path, record(text)).skipped == {"no text": 1}


def test_a_value_that_is_not_a_record_is_skipped_and_the_rest_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, 7, None, "text", [record("1. No.")], record("1. Act."))
    assert (found.record_count, found.skipped) == (5, {"not a record": 4})
    assert len(found.documents) == 1


# Paragraphs


def test_a_paragraph_has_all_that_its_record_says(tmp_path: Path) -> None:
    made = paragraph(tmp_path, record("42. Play more.", AnnotationId="abc", Sdgs=["- 16.3 - Rule of law"]))
    assert (made.location, made.kind, made.number, made.item) == ("record 1", "recommendation", "42", "")
    assert (made.system, made.external_id, made.to_check) == ("uhri", "abc", ())
    assert made.fields == {
        "text": "Play more.", "themes": ["Play"], "affected_persons": ["Children"], "sdgs": ["16.3 - Rule of law"],
    }  # fmt: skip


@pytest.mark.parametrize("type_", [None, "", "7f1c9a52-63d4-4a0e-8c11-0a4c7d0b2f10", 3])
def test_a_missing_type_has_to_be_checked_and_is_never_guessed(tmp_path: Path, type_: Any) -> None:
    made = paragraph(tmp_path, record("42. The Committee recommends play.", type_))
    assert made.kind == "concern"
    assert made.to_check == ("the record has no type: is it a concern, as imported, or a recommendation?",)


@pytest.mark.parametrize(
    ("text", "number", "item", "left"),
    [
        ("42. The Committee", "42", "", "The Committee"),
        ("4.The Committee", "4", "", "The Committee"),
        ("  17 . The Committee", "17", "", "The Committee"),
        ("42. (a) Build schools", "42", "a", "Build schools"),
        ("42 (b) (ii) Build schools", "42", "b-ii", "Build schools"),
        ("Recommendation No. 3, para 45: Build", "45", "", "Build"),
    ],
)
def test_the_number_is_read_from_the_text(tmp_path: Path, text: str, number: str, item: str, left: str) -> None:
    made = paragraph(tmp_path, record(text))
    assert (made.number, made.item, made.fields["text"]) == (number, item, left)


@pytest.mark.parametrize(
    "text", ["The Committee acts.", "5 children", "1.5 million children", "(a) Act", f"{'9' * 5000}. Act"]
)
def test_an_unreadable_number_has_to_be_checked(tmp_path: Path, text: str) -> None:
    made = paragraph(tmp_path, record(text))
    assert (made.number, made.fields["text"]) == ("", text)
    assert made.to_check == ("no paragraph number could be read",)


@pytest.mark.parametrize(
    ("text", "heading", "section", "number"),
    [
        ("Rural women 49.The Committee", "Rural women", "", "49"),
        ("Use of the Convention\n7. Reiterating", "Use of the Convention", "", "7"),
        ("Free, prior and informed consent \n17. The", "Free, prior and informed consent", "", "17"),
        ("B.Good things\n3.The Committee", "", "B. Good things", "3"),
        ("D. Violence (arts. 19 and 37 (a))\nBullying\n21. The", "Bullying", "D. Violence (arts. 19 and 37 (a))", "21"),
        ("<p>Rural women</p><p>49. The Committee</p>", "Rural women", "", "49"),
    ],
)
def test_a_heading_joined_to_the_text_is_separated(
    tmp_path: Path, text: str, heading: str, section: str, number: str
) -> None:
    found = read(tmp_path, record(text))
    made = found.documents[0].paragraphs[0]
    assert (made.fields.get("heading", ""), made.fields.get("section", "")) == (heading, section)
    assert made.number == number
    assert "1 heading split off from the text" in found.notes


@pytest.mark.parametrize(
    "text",
    [
        "The Committee recalls recommendation 5. The State should act",
        "It is against article 12. The State should act",
        "Build schools. Teach until 18. The rest follows",
        "The Committee asks for:\n1. Schools",
    ],
)
def test_the_start_of_a_sentence_is_not_a_heading(tmp_path: Path, text: str) -> None:
    made = paragraph(tmp_path, record(text))
    assert "heading" not in made.fields
    assert made.number == ""


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Children&nbsp;&ndash;&nbsp;<b>play</b>ed", "Children \u2013 played"),
        ("&lt;p&gt;Play &amp;amp; sport&lt;/p&gt;", "Play & sport"),
        ("develop- ment of play", "develop- ment of play"),
        (
            "awareness- raising on ill- treatment of asylum- seekers",
            "awareness- raising on ill- treatment of asylum- seekers",
        ),
        ("short- and long-term", "short- and long-term"),
        ("the Covenant , and play .", "the Covenant, and play."),
        ("a\u00a0b\tc\r\nd", "a b c d"),
        ("5 < 6 and AT&T; R&D", "5 < 6 and AT&T; R&D"),
        (f"&#{'9' * 5000}; x", f"&#{'9' * 5000}; x"),
    ],
)
def test_the_text_is_cleaned(tmp_path: Path, text: str, cleaned: str) -> None:
    assert paragraph(tmp_path, record(f"1. {text}")).fields["text"] == cleaned


@pytest.mark.parametrize("torn", ["P eople", "ill- treatment", "asylum- seekers", "develop- ment"])
def test_a_possibly_split_word_is_kept_and_has_to_be_checked(tmp_path: Path, torn: str) -> None:
    made = paragraph(tmp_path, record(f"1. Hear of the {torn} and see annex B below"))
    assert made.fields["text"] == f"Hear of the {torn} and see annex B below"
    assert made.to_check == (f"a word seems to be split: “{torn}”",)


@pytest.mark.parametrize("whole", ["ill-treatment", "asylum-seekers", "pre- and in-service", "short- or long-term"])
def test_a_word_with_a_hyphen_is_not_a_split_word(tmp_path: Path, whole: str) -> None:
    made = paragraph(tmp_path, record(f"1. Hear of {whole} help"))
    assert (made.fields["text"], made.to_check) == (f"Hear of {whole} help", ())


def test_characters_that_a_data_file_refuses_are_removed(tmp_path: Path) -> None:
    data = json.dumps([record("1. A\0ct\ud800 \u202ewell\x1b[31m", Themes=["a\x07b"])])
    made = raw(tmp_path, data.encode()).documents[0].paragraphs[0]
    assert (made.fields["text"], made.fields["themes"]) == ("Act well[31m", ["ab"])


def test_khmer_is_unchanged(tmp_path: Path) -> None:
    # Zero-width spaces part words there.
    text = "គណៈកម្មាធិការ\u200bសិទ្ធិ\u200bកុមារ សូម\u200bណែនាំ"
    assert paragraph(tmp_path, record(f"42. {text}")).fields["text"] == text


def test_positive_aspects_are_progress(tmp_path: Path) -> None:
    assert paragraph(tmp_path, concern("B. Positive aspects\n3.The Committee welcomes")).kind == "progress"


def test_all_repairs_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, record("Play\n1. Develop- ment&nbsp;of play"), record("Sport\n3. Act"))
    assert found.notes == [
        "2 headings split off from the text",
        "1 text had HTML tags or entities, which were removed",
        "1 text with a word that seems to be split; the word was not changed",
    ]


# Lettered items in one text

COORDINATION = (
    "8. The Committee recommends, with regard to coordination:\n(a) To found a body;\n(b) To give it:\n(i) Staff;\n"
    "(ii) Means, see article 4 (c) and (d);\n(c) To tell\nall of it."
)


def pieces_of(made: IncomingDocument) -> list[tuple[str, str, str]]:
    return [(one.item, one.fields["text"], one.external_id) for one in made.paragraphs]


def test_items_on_separate_lines_are_records(tmp_path: Path) -> None:
    made = document(tmp_path, concern("7. Bad."), record(f"Coordination\n{COORDINATION}", AnnotationId="id"))
    assert pieces_of(made)[1:] == [
        ("", "The Committee recommends, with regard to coordination:", "id"),
        ("a", "To found a body;", "id#a"),
        ("b", "To give it:", "id#b"),
        ("b-i", "Staff;", "id#b-i"),
        ("b-ii", "Means, see article 4 (c) and (d);", "id#b-ii"),
        ("c", "To tell all of it.", "id#c"),
    ]
    first, last = made.paragraphs[1], made.paragraphs[-1]
    assert (first.fields["themes"], first.fields["answers"]) == (["Play"], ["7"])
    assert last.fields == {"heading": "Coordination", "text": "To tell all of it."}
    assert [one.continues_previous for one in made.paragraphs[1:]] == [False, True, True, True, True, True]
    assert (last.location, last.number, last.to_check) == ("record 2 (c)", "8", ())


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("42. (a) Build; (b) Teach", ["", "a", "b"]),
        ("42. It recommends: (a) Build; and (b) Teach", ["", "a", "b"]),
        ("42. It recommends: (i) To build; (ii) To teach", [""]),
        ("42. Articles 4 (a), (b) and (c) of it", [""]),
        ("42. As in para. 3 (a); (b) and (c)", [""]),
        ("42. It:" + "".join(f"\n({one}) Acts;" for one in "abcdefghij"), ["", *"abcdefghij"]),
        ("42. It:" + "".join(f"\n({one}) Acts:" for one in "abcdefgh") + "\n(i) One;\n(ii) Two", [
            "", *"abcdefgh", "h-i", "h-ii"
        ]),
    ],
)  # fmt: skip
def test_letters_in_order_on_separate_lines_are_items(tmp_path: Path, text: str, items: list[str]) -> None:
    made = document(tmp_path, record(text))
    assert [one.item for one in made.paragraphs] == items
    assert {one.to_check for one in made.paragraphs} == {()}


@pytest.mark.parametrize("letters", ["b", "a", "ac", "ba", "abd", "abb"])
def test_letters_out_of_order_stay_in_one_text_and_have_to_be_checked(tmp_path: Path, letters: str) -> None:
    text = "It recommends:" + "".join(f"\n({one}) To act;" for one in letters)
    made = paragraph(tmp_path, record(f"42. {text}"))
    assert (made.item, made.fields["text"]) == ("", text)
    assert made.to_check == ("the lettered items are not in the order a, b, c, so the paragraph was not split",)


def test_possible_items_that_are_not_split_have_to_be_checked(tmp_path: Path) -> None:
    made = paragraph(tmp_path, record("42. It urges the State party to (a) Build; and (b) Teach."))
    assert made.fields["text"] == "It urges the State party to (a) Build; and (b) Teach."
    assert made.to_check == ("the text seems to contain lettered items, which were not split",)


def test_a_concern_keeps_its_items_on_their_lines(tmp_path: Path) -> None:
    made = paragraph(tmp_path, concern("7. It is concerned about:\n(a) Play;\n(b) Schools\nand care."))
    assert made.fields["text"] == "It is concerned about:\n(a) Play;\n(b) Schools and care."


def test_a_second_import_of_items_changes_nothing(tmp_path: Path) -> None:
    root = small(tmp_path / "workspace")
    settings_ = root / "cobtrack.yaml"
    settings_.write_text(settings_.read_text().replace("Cambodia", NAME), encoding="utf-8")
    read(tmp_path, record(COORDINATION), record("9. Act:\n(b) First."))
    first = ask(root, "import", str(tmp_path / "uhri.json"), "--write", as_of="2031-06-01")
    before = snapshot(root)
    second = ask(root, "import", str(tmp_path / "uhri.json"), "--write", as_of="2031-06-01")
    assert (first.code, second.code, snapshot(root)) == (0, 0, before)
    assert "Nothing to write." in second.err
    assert "crc-2031:8b-ii" in "".join(path.read_text() for path in root.glob("data/recommendations/*.yaml"))


# Concerns and recommendations


def answers(path: Path, *records: dict[str, Any]) -> dict[str, list[str]]:
    return {one.number: one.fields["answers"] for one in document(path, *records).paragraphs if "answers" in one.fields}


def test_a_recommendation_answers_the_concern_right_before_it(tmp_path: Path) -> None:
    assert answers(tmp_path, concern("41. No play."), record("42. Play.")) == {"42": ["41"]}


def test_a_concern_with_the_same_number_needs_no_link(tmp_path: Path) -> None:
    assert answers(tmp_path, concern("40. Bad."), concern("41. No play."), record("41. Play.")) == {}


def test_a_recommendation_answers_a_distant_concern_under_the_same_heading(tmp_path: Path) -> None:
    records = (concern("Play\n39. Bad."), concern("Play\n40. Worse."), record("41. Act."), record("Play\n43. Act."))
    assert answers(tmp_path, *records) == {"41": ["39", "40"], "43": ["39", "40"]}


def test_a_concern_that_is_neither_adjacent_nor_under_the_heading_is_not_answered(tmp_path: Path) -> None:
    assert answers(tmp_path, concern("Play\n40. Bad."), record("42. Act."), record("Sport\n41. Act.")) == {}


def test_a_concern_with_letters_is_answered_letter_by_letter(tmp_path: Path) -> None:
    assert answers(tmp_path, concern("41. (a) Bad."), concern("41. (c) Worse."), record("42. Act.")) == {
        "42": ["41a", "41c"]
    }


def test_a_paragraph_that_may_not_be_a_concern_is_not_answered(tmp_path: Path) -> None:
    assert answers(tmp_path, record("41. Something", None), record("42. Act.")) == {}
    assert answers(tmp_path, concern("Positive aspects\n41. Good"), record("42. Act.")) == {}


URGENT = (
    "4. The Committee draws attention to the recommendations on the following areas, in respect of which urgent measures "
    "must be taken: play (para. 18), schools (paras. 23 and 27) and care (paras. 30-32)."
)


def test_paragraph_4_of_the_committee_says_what_is_urgent(tmp_path: Path) -> None:
    records = [record(f"{number}. Act {number}.") for number in (5, 18, 23, 24, 27, 30, 31, 32)]
    made = document(tmp_path, concern(URGENT), concern("17. Bad."), *records)
    assert [one.number for one in made.paragraphs if one.fields.get("urgent")] == ["18", "23", "27", "30", "31", "32"]
    by_number = {one.number: one for one in made.paragraphs}
    assert by_number["4"].kind == "introduction"
    assert "answers" not in by_number["5"].fields
    assert by_number["18"].fields["answers"] == ["17"]


def test_urgent_measures_of_another_body_are_read_in_its_own_words(tmp_path: Path) -> None:
    said = (
        "9. Urgent measures that must be taken are contained in paragraphs 4, on play (arts. 1 and 2), and 6, on rest."
    )
    others = {"Symbol": "CRPD/C/XLD/CO/1", "Body": "- CRPD"}
    made = document(tmp_path, record("4. Act", **others), record("6. Rest", **others), concern(said, **others))
    assert [(one.number, one.kind) for one in made.paragraphs if one.fields.get("urgent")] == [
        ("4", "recommendation"), ("6", "recommendation"),
    ]  # fmt: skip
    assert made.paragraphs[-1].kind == "introduction"


def test_paragraphs_for_follow_up_are_marked_to_the_letter(tmp_path: Path) -> None:
    said = (
        "9. The Committee requests the State Party to provide, within 24 months of the adoption of the present"
        " observations, information on the implementation of the recommendations in paragraphs 4 and 8 (b) above."
    )
    made = document(tmp_path, record("4. Act"), record(COORDINATION), record(said))
    marked = [one.number + one.item for one in made.paragraphs if one.fields.get("follow_up")]
    assert marked == ["4", "8b"]


def test_all_paragraphs_of_a_long_range_are_urgent(tmp_path: Path) -> None:
    said = URGENT.replace("(para. 18)", "(paras. 10-45)")
    made = document(tmp_path, concern(said), *(record(f"{number}. Act.") for number in range(10, 46)))
    urgent = [one.number for one in made.paragraphs if one.fields.get("urgent")]
    assert urgent == [str(number) for number in range(10, 46)]


def test_records_without_an_id_are_not_duplicates(tmp_path: Path) -> None:
    made = document(tmp_path, record("8. One.", AnnotationId=None), record("9. Two.", AnnotationId=None))
    assert [one.number for one in made.paragraphs] == ["8", "9"]


def test_urgent_paragraphs_that_are_missing_from_the_file_are_noted(tmp_path: Path) -> None:
    found = read(tmp_path, concern(URGENT), record("18. Act."))
    assert (
        f"{SYMBOL} calls these paragraphs urgent, but the file does not have them as recommendations: 23, 27, 30, 31, 32"
        in found.notes
    )


# The UPR


@pytest.mark.parametrize("session", [["48th Session - January 2031"], "- 48th Session - January 2031"])
def test_the_session_of_the_records_is_that_of_the_document(tmp_path: Path, session: Any) -> None:
    made = document(tmp_path, upr("1.1 Act", UprSession=session), upr("1.2 Act"))
    assert made.fields["session"] == "48th Session - January 2031"


def test_if_sessions_or_days_differ_those_of_most_records_count(tmp_path: Path) -> None:
    odd = upr("1.1 Act", UprSession=["18th Session"], PublicationDate="2030-01-01")
    made = document(tmp_path, odd, *(upr(f"1.{number} Act", UprSession=["19th Session"]) for number in (2, 3)))
    assert made.fields == {"session": "19th Session", "issued": "2031-05-06"}


def test_the_numbers_of_the_upr_have_two_parts(tmp_path: Path) -> None:
    assert paragraph(tmp_path, upr("136.10 Ratify it")).number == "136.10"
    assert paragraph(tmp_path, upr("136.10. Ratify it")).fields["text"] == "Ratify it"


@pytest.mark.parametrize(
    ("text", "given", "made_by", "left"),
    [
        ("1.1 Ratify it (Norway);", [], ["Norway"], "Ratify it"),
        ("1.1 Ratify it (Norway) (Peru);", [], ["Peru", "Norway"], "Ratify it"),
        ("1.1 Ratify it (Norway, Peru);", ["Norway"], ["Norway", "Peru"], "Ratify it"),
        (
            "1.1 Ratify it (Islamic Republic of Iran)",
            ["Iran (Islamic Republic of)"],
            ["Iran (Islamic Republic of)"],
            "Ratify it",
        ),
        ("1.1 Ratify it (Iran (Islamic Republic of));", [], ["Iran (Islamic Republic of)"], "Ratify it"),
        ("1.1 Ratify the Protocol (OPCAT)", [], [], "Ratify the Protocol (OPCAT)"),
        ("1.1 Ratify it (Third Protocol)", ["Norway"], ["Norway"], "Ratify it (Third Protocol)"),
    ],
)
def test_the_states_at_the_end_of_the_text_are_the_recommending_states(
    tmp_path: Path, text: str, given: list[str], made_by: list[str], left: str
) -> None:
    made = paragraph(tmp_path, upr(text, *given))
    assert (made.fields.get("made_by", []), made.fields["text"]) == (made_by, left)


@pytest.mark.parametrize("name", ["&#40;Unknown&#41;", "&amp;#40;Unknown&amp;#41;", "(Unknown)"])
def test_a_recommending_state_that_is_no_state_is_left_out_and_has_to_be_checked(tmp_path: Path, name: str) -> None:
    imported = paragraph(tmp_path, upr("1.1 Ratify it (CED)", "Norway", name, "C&ocirc;te d'Ivoire"))
    assert (imported.fields["text"], imported.fields["made_by"]) == ("Ratify it (CED)", ["Norway", "Côte d'Ivoire"])
    assert imported.to_check == ("unknown recommending State: “(Unknown)”",)


@pytest.mark.parametrize(
    ("said", "position"),
    [
        (["Supported"], "supported"), (["- Noted"], "noted"), ("Supported/Noted", "partly-supported"),
        (["Supported", "Noted"], "partly-supported"), ([], None), (None, None),
    ],
)  # fmt: skip
def test_the_position_is_one_of_the_words_of_the_data(tmp_path: Path, said: Any, position: str | None) -> None:
    made = paragraph(tmp_path, upr("1.1 Act", UprPositions=said))
    assert (made.fields.get("position"), made.to_check) == (position, ())


def test_an_unknown_position_has_to_be_checked(tmp_path: Path) -> None:
    made = paragraph(tmp_path, upr("1.1 Act", UprPositions=["Pending"]))
    assert made.to_check == ("unknown position of the State: “Pending”",)


# The spreadsheet


def test_the_spreadsheet_is_read_like_the_json_file(tmp_path: Path) -> None:
    file = sheet(tmp_path, row("42. Play.", Themes="- Play\r\n- Sport\n", Sdgs="- 16.3 - Rule of law"), row(""))
    found = uhri.read(file, STATE, OWN)
    (made,) = found.documents
    (one,) = made.paragraphs
    assert (found.record_count, found.skipped) == (2, {"no text": 1})
    assert (made.symbol, made.mechanism, made.fields) == (SYMBOL, "crc", {"issued": "2031-05-06"})
    assert (one.location, one.kind, one.number, one.external_id) == ("row 2", "recommendation", "42", "id of 42. Play.")
    assert one.fields == {"text": "Play.", "themes": ["Play", "Sport"], "sdgs": ["16.3 - Rule of law"]}


def test_the_header_is_recognised_with_its_known_misspelling_and_without_it(tmp_path: Path) -> None:
    header = [name.replace("Reccomending", "RECOMMENDING ") for name in HEADER]
    assert uhri.read(sheet(tmp_path, row("42. Play."), header=header), STATE, OWN).documents[0].mechanism == "crc"


def test_real_dates_and_numbers_of_days_are_days(tmp_path: Path) -> None:
    file = tmp_path / "uhri.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, row("42. Play."))
        page.write_datetime(1, 7, date(2031, 5, 6), book.add_format({"num_format": "yyyy-mm-dd"}))
    assert uhri.read(file, STATE, OWN).documents[0].fields == {"issued": "2031-05-06"}


def test_another_spreadsheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="row 1 of the first sheet has no column “Text”"):
        uhri.read(sheet(tmp_path, header=["A", "B"]), STATE, OWN)


def test_distant_cells_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "uhri.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1048575, 0, row("42. Play."))
        page.write(1048575, 16383, "x")
    assert uhri.read(file, STATE, OWN).documents[0].paragraphs[0].location == "row 1048576"


CELLS = """<?xml version="1.0"?>{0}<x:worksheet xmlns:x="urn:x"><x:sheetData>
<x:row r="1"><x:c t="inlineStr"><x:is><x:t>Text</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Countries Concerned
</x:t></x:is></x:c><x:c t="str"><x:f>1</x:f><x:v>Document Publication Date</x:v></x:c></x:row>
<x:row><x:c r="B2" t="inlineStr"><x:is><x:r><x:t>- Xl</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh><x:r><x:t>and</x:t></x:r>
</x:is></x:c><x:c r="C2" t="{1}"><x:v>{2}</x:v></x:c><x:c r="A2" t="inlineStr"><x:is><x:t>42. Play{3}.</x:t></x:is></x:c>
</x:row></x:sheetData></x:worksheet>"""


def inline(path: Path, *parts: str) -> Path:
    """Return a sheet as other programs write it: with prefixes, inline texts, and columns in any order."""
    file = sheet(path, row(""))
    with zipfile.ZipFile(file) as archive:
        there = {name: archive.read(name) for name in archive.namelist()}
    there["xl/worksheets/sheet1.xml"] = CELLS.format(*parts).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in there.items():
            archive.writestr(name, data)
    return file


@pytest.mark.parametrize(("type_", "value"), [("n", "47974.5"), ("d", "2031-05-06T00:00:00"), ("str", "2031-05-06")])
def test_texts_in_the_cells_and_dates_of_any_kind_are_read(tmp_path: Path, type_: str, value: str) -> None:
    made = uhri.read(inline(tmp_path, "", type_, value, "_x000D_"), STATE, OWN).documents[0]
    assert (made.paragraphs[0].fields["text"], made.paragraphs[0].location) == ("Play .", "row 2")
    assert made.fields == {"issued": "2031-05-06"}


def test_a_cell_with_an_error_has_no_text(tmp_path: Path) -> None:
    assert uhri.read(inline(tmp_path, "", "e", "2031-05-06", ""), STATE, OWN).documents[0].fields == {}


def test_a_text_that_looks_like_an_escape_is_unchanged(tmp_path: Path) -> None:
    file = sheet(tmp_path, row("42. Play _x0041_ and _x005F_."))
    assert uhri.read(file, STATE, OWN).documents[0].paragraphs[0].fields["text"] == "Play _x0041_ and _x005F_."


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (('<!DOCTYPE x [<!ENTITY a "b">]>', "n", "1", "&a;"), "has a document type"),
        (("", "n", "1", "x" * 3_000_000), "longer than any cell can be"),
        (("", "n", "1", f"<!--{'x' * 3_000_000}-->"), "longer than any cell can be"),
        (("", "s", "700", ""), "not an .xlsx file"),
        (("", "s", "9" * 5000, ""), "not an .xlsx file"),
        (("", "n", "1", "</x:t>"), "not an .xlsx file"),
    ],
    ids=["entity", "cell", "comment", "shared", "number", "broken"],
)
def test_a_hostile_sheet_is_refused(tmp_path: Path, parts: tuple[str, ...], message: str) -> None:
    with pytest.raises(ImportFormatError, match=message):
        uhri.read(inline(tmp_path, *parts), STATE, OWN)


def test_a_large_spreadsheet_is_read_in_little_memory_and_reports_progress(tmp_path: Path) -> None:
    text = "Words of another State. " * 30
    rows = [row(f"{number}. {text}", **{"Countries Concerned": "- Norway"}) for number in range(4_000)]
    file = sheet(tmp_path, *rows, row("42. Play."))
    told: list[tuple[int, int]] = []
    tracemalloc.start()
    try:
        found = uhri.read(file, STATE, OWN, lambda done, of: told.append((done, of)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (found.record_count, len(found.documents[0].paragraphs)) == (4_001, 1)
    assert peak < 12_000_000
    assert told == sorted(told)
    assert (len(told) > 20, told[-1]) == (True, (file.stat().st_size, file.stat().st_size))


def test_a_broken_spreadsheet_is_refused(tmp_path: Path) -> None:
    file = sheet(tmp_path, row("42. Play."))
    file.write_bytes(file.read_bytes()[:-30])
    with pytest.raises(ImportFormatError, match="it is damaged"):
        uhri.read(file, STATE, OWN)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")
    with pytest.raises(ImportFormatError, match="it is damaged"):
        uhri.read(file, STATE, OWN)


# Large and hostile files


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    file, total = tmp_path / "full.json", 30_000
    other = json.dumps(record(f"1. {'Words of another State. ' * 30}", Countries=["Norway"], Symbol="CRC/C/YLD/CO/1"))
    ours = [json.dumps(record(f"{number}. Act {number}.")) for number in range(1, 101)]
    with file.open("w", encoding="utf-8") as out:
        out.write("[" + ",\n".join([*ours, *[other] * (total - 100)]) + "]")
    told: list[tuple[int, int]] = []
    tracemalloc.start()
    try:
        found = uhri.read(file, STATE, OWN, lambda done, of: told.append((done, of)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    size = file.stat().st_size
    assert (found.record_count, found.skipped, len(found.documents[0].paragraphs)) == (
        total,
        {"another State": 29_900},
        100,
    )
    assert size > 30_000_000
    assert peak < 6_000_000
    assert told == sorted(told)
    assert len(told) > 10
    assert told[-1] == (size, size)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "neither a list of records"),
        (b'{"a": 1}', "neither a list of records"),
        ("[]".encode("utf-16"), "neither a list of records"),
        (b"<html>", "neither a list of records"),
        (b'[{"Text": "1. Ac', "record 1 is damaged or incomplete"),
        (b'[{"Text": "1. Act"}, {"Text" "x"}]', "record 2 is damaged"),
        (b'[{"Text": "1. Act"}', "record 2 is damaged or incomplete"),
        (b"[{}] [{}]", "unexpected text after the list of 1 record"),
        (b"[" * 300_000, "record 1 is damaged"),
    ],
)
def test_a_file_that_is_not_a_list_of_records_is_refused_with_the_place(
    tmp_path: Path, data: bytes, message: str
) -> None:
    with pytest.raises(ImportFormatError, match=message) as caught:
        raw(tmp_path, data)
    assert "uhri.ohchr.org" in caught.value.hint


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFormatError, match="cannot be opened"):
        uhri.read(tmp_path / "none.json", STATE, OWN)


@pytest.mark.parametrize(
    "odd", [b"9" * 5000, b"1e999999", b"-0.5", b"NaN", b'"\\u0000\\ud800"', b"[[[]]]", b"{}", b"null"]
)
def test_an_odd_value_affects_no_other_record(tmp_path: Path, odd: bytes) -> None:
    good = json.dumps(record("1. Act.")).encode()
    keys = (b"AnnotationId", b"Body", b"Symbol", b"PublicationDate", b"Themes", b"UprPositions", b"Other")
    bad = [good.replace(b"{", b'{"%s": %s, ' % (key, odd), 1) for key in keys]
    assert raw(tmp_path, b"\xef\xbb\xbf[" + b",".join([*bad, good]) + b"]").record_count == len(keys) + 1
    late = [good[:-1] + b', "%s": %s}' % (key, odd) for key in keys]
    found = raw(tmp_path, b"[" + b",".join([*late, good]) + b"]")
    assert found.record_count == sum(found.skipped.values()) + sum(len(one.paragraphs) for one in found.documents)


def test_bytes_that_are_not_utf_8_have_to_be_checked(tmp_path: Path) -> None:
    data = json.dumps([record("1. Act w*ll.")]).encode().replace(b"*", b"\xff")
    assert raw(tmp_path, data).documents[0].paragraphs[0].to_check == ("a character in the text could not be read",)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "1",
        " ",
        "a-",
        "- ",
        "<",
        "&",
        "a ",
        "<p ",
        "(ab) ",
        "(Ab) ",
        "section A ",
        "(para. 1 (a) ",
        " .",
        "\n",
        ":(i)",
        ";\n(a)",
    ],
)
@pytest.mark.parametrize("is_upr", [False, True])
def test_a_text_of_one_repeated_character_takes_linear_time(tmp_path: Path, piece: str, is_upr: bool) -> None:
    text = (piece * 70_000)[:70_000]
    for each in (text, f"4. Act urgent: (a) {text}"):
        with at_most(seconds=4):
            found = read(tmp_path, upr(each) if is_upr else record(each), concern(each, AnnotationId=""))
        assert found.record_count == 2


def test_a_text_that_ends_with_many_names_takes_linear_time(tmp_path: Path) -> None:
    made = paragraph(tmp_path, upr(f"1.1 Act {'(Chad) ' * 900}"))
    assert made.fields["made_by"] == ["Chad"]
    assert made.fields["text"].startswith("Act")


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUE = st.recursive(LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
KEYS = st.sampled_from(sorted(record(""))) | st.text()
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(st.lists(st.dictionaries(KEYS, VALUE) | LEAF, max_size=4))
def test_every_record_is_accounted_for(tmp_path: Path, found: list[Any]) -> None:
    records = [one | {"Countries": [NAME]} if isinstance(one, dict) else one for one in found]
    (tmp_path / "uhri.json").write_text(json.dumps(records), encoding="utf-8")
    read = uhri.read(tmp_path / "uhri.json", STATE, OWN)
    taken = {one.location.partition(" (")[0] for made in read.documents for one in made.paragraphs}
    assert read.record_count == len(records) == sum(read.skipped.values()) + len(taken)


@FUZZ
@given(st.text(alphabet=st.sampled_from("12a(). \n;:-&#<>bP\u2019") | st.characters()), st.booleans())
def test_any_text_is_imported(tmp_path: Path, text: str, is_upr: bool) -> None:
    one = upr(text) if is_upr else record(text)
    found = read(tmp_path, one)
    assert sum(found.skipped.values()) + len(found.documents) == 1


@FUZZ
@given(st.binary() | st.binary().map(lambda data: b"[" + data) | st.binary().map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_are_read_or_raise_an_import_error(tmp_path: Path, data: bytes) -> None:
    with contextlib.suppress(ImportFormatError):
        raw(tmp_path, data)


@FUZZ
@given(st.data())
def test_a_spreadsheet_with_any_changed_byte_is_read_or_raises_an_import_error(
    tmp_path: Path, data: st.DataObject
) -> None:
    file = sheet(tmp_path, row("42. Play."))
    content = bytearray(file.read_bytes())
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(content)
    with contextlib.suppress(ImportFormatError):
        uhri.read(file, STATE, OWN)
