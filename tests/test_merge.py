"""Merging an import: a person's text is never overwritten, new records are added, missing fields are filled in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.exchange.incoming import ImportedFile, IncomingDocument, IncomingParagraph
from cobtrack.exchange.merge.match_documents import same_session
from cobtrack.exchange.merge.match_paragraphs import match_paragraphs
from cobtrack.exchange.merge.merge import plan_merge
from cobtrack.exchange.merge.plan import MergePlan
from cobtrack.model.paragraph_ranges import subtract_seen
from cobtrack.model.records.document import Document, Paragraph
from cobtrack.store.edit.apply import apply_edits, insert_records
from cobtrack.store.load import load
from cobtrack.store.yaml import reader, writer
from tests.cli_support import put, replace, small

if TYPE_CHECKING:
    from pathlib import Path

CRC = "data/recommendations/crc-2022.yaml"
SYMBOL = "CRC/C/KHM/CO/4-6"


def paragraph(number: str, text: str = "A text.", **more: Any) -> IncomingParagraph:
    given: dict[str, Any] = {"location": f"paragraph {number}", "kind": "recommendation", "system": "uhri", **more}
    fields = {"text": text, **given.pop("fields", {})}
    return IncomingParagraph(number=number, fields=fields, **given)


def incoming(*paragraphs: IncomingParagraph, symbol: str = SYMBOL, **fields: str) -> ImportedFile:
    document = IncomingDocument(symbol, symbol or "UPR session 18", "crc" if symbol else "upr", paragraphs, fields)
    return ImportedFile("uhri", (document,), Counter(), len(paragraphs))


def planned(root: Path, given: ImportedFile, document: str = "") -> MergePlan:
    return plan_merge(load(root).workspace, given, document)


def written(root: Path, made: MergePlan) -> None:
    """Apply a plan to existing files, as the command does."""
    for one in made.documents:
        path = root / one.file
        after = apply_edits(path.read_text(encoding="utf-8"), one.edits)
        path.write_text(insert_records(after, "paragraphs", one.inserts), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def test_a_document_is_recognised_by_its_symbol_with_any_spacing(root: Path) -> None:
    made = planned(root, incoming(paragraph("90"), symbol="CRC/C/KHM/CO/4-6 "))
    assert (made.documents[0].id, made.documents[0].file) == ("crc-2022", CRC)


def test_a_new_document_gets_an_id_and_a_file(root: Path) -> None:
    made = planned(root, incoming(paragraph("1"), symbol="CRC/C/KHM/CO/7", issued="2031-02-03"))
    assert (made.documents[0].id, made.documents[0].file) == ("crc-2031", "data/recommendations/crc-2031.yaml")
    assert made.documents[0].data is not None
    assert made.documents[0].data["paragraphs"][0]["id"] == "crc-2031:1"


def test_an_id_that_is_taken_is_not_used_again(root: Path) -> None:
    made = planned(root, incoming(paragraph("1"), symbol="CRC/C/OPSC/KHM/CO/2", issued="2022-09-01"))
    assert made.documents[0].id == "crc-2022-2"


def test_a_missing_paragraph_is_added_after_the_others(root: Path) -> None:
    before = (root / CRC).read_text(encoding="utf-8")
    made = planned(root, incoming(paragraph("91", "End it.", fields={"heading": "Violence"})))
    assert [row.state for row in made.documents[0].paragraphs] == ["new"]
    written(root, made)
    after = (root / CRC).read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    found = load(root).workspace.by_id["crc-2022:91"]
    assert (str(found.text), str(found.heading)) == ("End it.", "Violence")  # type: ignore[union-attr]


def test_a_missing_field_is_filled_in_and_nothing_else_changes(root: Path) -> None:
    there = next(one for one in load(root).workspace.recommendations if one.document == "crc-2022" and not one.text)
    made = planned(root, incoming(paragraph(there.number, "The official words.", item=there.item)))
    row = made.documents[0].paragraphs[0]
    assert (row.state, row.id, row.added) == ("changed", there.id, ("text",))
    written(root, made)
    assert str(load(root).workspace.by_id[there.id].text) == "The official words."  # type: ignore[union-attr]


def test_a_persons_text_stays_and_is_reported_as_a_conflict(root: Path) -> None:
    there = next(one for one in load(root).workspace.recommendations if one.summary)
    given = incoming(paragraph(there.number, "T.", item=there.item, fields={"summary": "Another summary"}))
    made = planned(root, given)
    conflict = next(one for one in made.documents[0].paragraphs[0].conflicts if one.key == "summary")
    assert (conflict.current, conflict.incoming) == (str(there.summary), "Another summary")
    assert "summary" not in {one.key for one in made.documents[0].edits}


@pytest.mark.parametrize("said", ["A  text.", "A\ntext.", "\u201cA text\u201d of the child\u2019s"])
def test_white_space_and_curly_quotation_marks_are_not_a_conflict(root: Path, said: str) -> None:
    straight = '"A text" of the child\'s' if "child" in said else "A text."
    written(root, planned(root, incoming(paragraph("91", straight))))
    made = planned(root, incoming(paragraph("91", said)))
    assert [(row.state, row.conflicts) for row in made.documents[0].paragraphs] == [("same", ())]


def test_a_second_import_changes_nothing(root: Path) -> None:
    given = incoming(
        paragraph("91", "End it.", external_id="a-1", to_check=("is it a concern?",)),
        paragraph("90", "It goes on.", kind="concern", external_id="a-2"),
        paragraph(
            "92", "Answer it.", fields={"answers": ["90"], "themes": ["Violence"], "urgent": True}, external_id="a-3"
        ),
    )
    written(root, planned(root, given))
    bytes_ = (root / CRC).read_bytes()
    again = planned(root, given)
    assert {row.state for row in again.documents[0].paragraphs} == {"same"}
    assert again.documents[0].edits == []
    assert (root / CRC).read_bytes() == bytes_


def test_a_doubt_that_a_person_has_settled_does_not_come_back(root: Path) -> None:
    given = incoming(paragraph("91", "End it.", to_check=("is it a concern?",)))
    written(root, planned(root, given))
    replace(root, CRC, "    check:\n      - is it a concern?\n", "")
    assert planned(root, given).documents[0].edits == []


def test_concerns_and_recommendations_of_one_paragraph_are_two_records(root: Path) -> None:
    given = incoming(
        paragraph("91", "It goes on.", kind="concern", external_id="a-1"), paragraph("91", "End it.", external_id="a-2")
    )
    written(root, planned(root, given))
    found = load(root).workspace.by_id
    assert found["crc-2022:91"].kind == "concern"  # type: ignore[union-attr]
    assert found["crc-2022:91-2"].label == "para. 91, part 2"  # type: ignore[union-attr]
    assert {row.state for row in planned(root, given).documents[0].paragraphs} == {"same"}


def test_numbers_of_concerns_become_ids(root: Path) -> None:
    given = incoming(
        paragraph("90", "It goes on.", kind="concern"), paragraph("91", "End it.", fields={"answers": ["90"]})
    )
    written(root, planned(root, given))
    assert load(root).workspace.by_id["crc-2022:91"].answers == ("crc-2022:90",)  # type: ignore[union-attr]


def test_citations_of_existing_documents_become_links_and_others_do_not(root: Path) -> None:
    old = next(one for one in load(root).workspace.paragraphs if one.document == "crc-2011")
    symbol = next(one.symbol for one in load(root).workspace.documents if one.id == "crc-2011")
    links = [
        {"to_symbol": symbol, "number": old.number, "item": old.item},
        {"to_symbol": "CRC/C/XYZ", "number": "1", "item": ""},
    ]
    written(root, planned(root, incoming(paragraph("91", "Again.", fields={"links": links}))))
    assert [one.to for one in load(root).workspace.by_id["crc-2022:91"].links] == [old.id]  # type: ignore[union-attr]


def test_a_paragraph_cited_twice_is_one_link_and_the_document_itself_is_not_linked(root: Path) -> None:
    symbols = {one.id: one.symbol for one in load(root).workspace.documents}
    old = next(one for one in load(root).workspace.paragraphs if one.document == "crc-2011")
    own = next(one for one in load(root).workspace.paragraphs if one.document == "crc-2022")
    links = [{"to_symbol": symbols[one.document], "number": one.number, "item": one.item} for one in (old, old, own)]
    made = planned(root, incoming(paragraph("91", "Again.", fields={"links": links})))
    assert made.documents[0].edits[0].value["links"] == [{"to": old.id, "kind": "same-subject"}]


def test_a_duplicate_document_is_imported_once_and_counted(root: Path) -> None:
    one, other = (incoming(paragraph(number)).documents[0] for number in ("91", "92"))
    made = planned(root, ImportedFile("uhri", (one, other), Counter(), 2))
    assert [row.id for each in made.documents for row in each.paragraphs] == ["crc-2022:91"]
    assert dict(made.imported.skipped) == {"another document in the file already matches crc-2022": 1}


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x9b", "\u202e", "\ufffe"])
def test_characters_that_data_files_refuse_are_removed_from_imported_texts(root: Path, character: str) -> None:
    fields = {"made_by": [f"Ch{character}ad"], "heading": f"A{character}B"}
    given = paragraph("91", f"A te{character}xt.", fields=fields, to_check=(f"is it{character}?",))
    made = planned(root, incoming(given)).documents[0].edits[0].value
    found = [made["text"], made["made_by"], made["heading"], made["check"]]
    assert found == ["A text.", ["Chad"], "AB", ["is it?"]]


def test_records_that_are_missing_from_the_file_are_reported_and_stay(root: Path) -> None:
    first = incoming(paragraph("91", "End it.", external_id="a-1"), paragraph("92", "Stop it.", external_id="a-2"))
    written(root, planned(root, first))
    made = planned(root, incoming(paragraph("91", "End it.", external_id="a-1")))
    assert [(row.state, row.id) for row in made.documents[0].paragraphs] == [
        ("same", "crc-2022:91"),
        ("gone", "crc-2022:92"),
    ]
    assert made.documents[0].edits == []


def test_a_record_without_a_number_is_identified_by_its_key(root: Path) -> None:
    given = incoming(paragraph("", "End it.", external_id="0a1b2c3d4e"), symbol="")
    made = planned(root, given)
    assert made.documents[0].data is not None
    assert made.documents[0].data["paragraphs"][0]["id"] == "upr-session-18:x0a1b2c3d4e"


def test_every_record_is_in_the_plan(root: Path) -> None:
    given = incoming(*(paragraph(str(number)) for number in range(1, 60)))
    assert planned(root, given).accepted == 59


def test_a_conflict_about_the_document_itself_is_reported(root: Path) -> None:
    made = planned(root, incoming(paragraph("91"), issued="2022-07-01"))
    assert [one.key for one in made.documents[0].conflicts] == ["issued"]


def test_two_thousand_additions_to_a_file_are_made_at_once(root: Path) -> None:
    given = incoming(*(paragraph(str(number), f"Text {number}.") for number in range(1000, 3000)))
    made = planned(root, given)
    text = (root / CRC).read_text(encoding="utf-8")
    after = apply_edits(text, made.documents[0].edits)
    assert len(reader.read(after, "").data["paragraphs"]) == len(reader.read(text, "").data["paragraphs"]) + 2000


def test_a_document_of_an_unknown_body_is_skipped_and_counted(root: Path) -> None:
    given = incoming(paragraph("1"), paragraph("2"), symbol="ABC/C/KHM/CO/1")
    unknown = [IncomingDocument(one.symbol, one.name, "", one.paragraphs) for one in given.documents]
    made = planned(root, ImportedFile("uhri", tuple(unknown), Counter(), 2))
    assert (made.accepted, made.documents, made.mechanisms) == (0, [], {})
    assert list(made.imported.skipped.values()) == [2]
    assert "ABC/C/KHM/CO/1" in next(iter(made.imported.skipped))


def test_a_missing_mechanism_is_added_with_its_document(root: Path) -> None:
    given = IncomingDocument("CMW/C/KHM/CO/1", "CMW/C/KHM/CO/1", "cmw", (paragraph("1"),))
    made = planned(root, ImportedFile("uhri", (given,), Counter(), 1))
    assert made.mechanisms == {"cmw": "data/reports-due/cmw.yaml"}


# What a person wrote, and what comes again


def test_no_is_an_answer_and_is_not_overwritten(root: Path) -> None:
    written(root, planned(root, incoming(paragraph("91"))))
    replace(root, CRC, "id: crc-2022:91\n", "id: crc-2022:91\n    urgent: false\n")
    made = planned(root, incoming(paragraph("91", fields={"urgent": True})))
    assert made.documents[0].edits == []
    assert [(one.key, one.current, one.incoming) for one in made.documents[0].paragraphs[0].conflicts] == [
        ("urgent", "no", "yes")
    ]


def test_a_value_that_a_person_removed_is_reported_and_not_filled_in_again(root: Path) -> None:
    given = incoming(paragraph("91", fields={"themes": ["Violence"]}, external_id="a-1"))
    written(root, planned(root, given))
    replace(root, CRC, "    themes:\n      - Violence\n", "")
    made = planned(root, given)
    assert made.documents[0].edits == []
    assert made.documents[0].paragraphs[0].removed_by_hand == ("themes",)


def test_a_record_with_a_corrected_number_is_recognised_by_its_origin(root: Path) -> None:
    given = incoming(paragraph("91", item="d", external_id="91#3"))
    written(root, planned(root, given))
    replace(root, CRC, "id: crc-2022:91d", "id: crc-2022:91c")
    made = planned(root, given)
    assert [(row.state, row.id) for row in made.documents[0].paragraphs] == [("same", "crc-2022:91c")]


def both(origin: str = "") -> ImportedFile:
    """A concern and a recommendation of one paragraph, as UHRI has them."""
    concern = paragraph(
        "91", "It goes on.", kind="concern", external_id=f"{origin}1", fields={"themes": ["Of the concern"]}
    )
    return incoming(concern, paragraph("91", "End it.", external_id=f"{origin}2", fields={"themes": ["Of both"]}))


def test_a_concern_is_not_matched_with_the_recommendation_of_its_paragraph(root: Path) -> None:
    written(root, planned(root, incoming(paragraph("91", "End it.", system="cobs", external_id="91#1"))))
    written(root, planned(root, both("a-")))
    found = load(root).workspace.by_id
    assert found["crc-2022:91"].themes == ("Of both",)  # type: ignore[union-attr]
    assert (found["crc-2022:91-2"].kind, found["crc-2022:91-2"].themes) == ("concern", ("Of the concern",))  # type: ignore[union-attr]
    assert {row.state for row in planned(root, both("a-")).documents[0].paragraphs} == {"same"}


NO_TEXT = "    text: The Committee urges the State party to end violence against children.\n"


def test_nothing_is_filled_in_if_the_kind_differs(root: Path) -> None:
    replace(root, CRC, NO_TEXT, "")
    made = planned(root, incoming(paragraph("42", external_id="a-1", kind="concern")))
    assert (made.documents[0].edits, made.documents[0].inserts) == ([], {})
    assert [one.key for one in made.documents[0].paragraphs[0].conflicts] == ["kind"]


@pytest.mark.parametrize(
    ("system", "more", "key"),
    [
        ("uhri", {"fields": {"heading": "Another heading"}}, "heading"),
        ("cobs", {"fields": {"heading": "Another heading"}}, "heading"),
        ("cobs", {"fields": {"urgent": False, "section": "Z. Another section"}}, ""),
        ("cobs", {"kind": "concern"}, "kind"),
    ],
)
def test_a_conflict_affects_only_its_own_field(root: Path, system: str, more: dict[str, Any], key: str) -> None:
    replace(root, CRC, NO_TEXT, "")
    replace(root, CRC, "id: crc-2022:42\n", "id: crc-2022:42\n    seen: topic\n    summary: Ours.\n")
    given = ImportedFile(
        system, incoming(paragraph("42", "End it.", system=system, external_id="a-1", **more)).documents
    )
    made = planned(root, given)
    assert [one.key for one in made.documents[0].paragraphs[0].conflicts] == ([key] if key else [])
    written(root, made)
    record = load(root).workspace.by_id["crc-2022:42"]
    assert (str(record.text), str(record.summary)) == ("End it.", "Ours.")  # type: ignore[union-attr]
    assert record.seen == ("full" if system == "cobs" else "part")  # type: ignore[union-attr]
    assert planned(root, given).documents[0].edits == []


def test_new_links_are_added_and_are_not_a_conflict(root: Path) -> None:
    found = load(root).workspace
    symbols = {document.id: document.symbol for document in found.documents}
    (old,) = (one for document in found.documents if document.id == "crc-2011" for one in document.paragraphs)
    links = [{"to_symbol": symbols["crc-2011"], "number": old.number, "item": old.item}]
    replace(root, CRC, "id: crc-2022:42\n", "id: crc-2022:42\n    links:\n      - {to: 'crc-2022:1', kind: narrows}\n")
    given = incoming(
        paragraph(
            "42", "The Committee urges the State party to end violence against children.", fields={"links": links}
        )
    )
    made = planned(root, given)
    assert made.documents[0].paragraphs[0].conflicts == ()
    written(root, made)
    record = load(root).workspace.by_id["crc-2022:42"]
    assert [(one.to, one.kind) for one in record.links] == [("crc-2022:1", "narrows"), (old.id, "same-subject")]  # type: ignore[union-attr]
    again = planned(root, given).documents[0]
    assert (again.edits, [(row.state, row.conflicts) for row in again.paragraphs]) == ([], [("same", ())])


def test_values_that_follow_from_the_settings_are_filled_in_by_importing_again(root: Path) -> None:
    given = incoming(paragraph("91", external_id="a-1", fields={"section": "K. Play (art. 31)"}))
    written(root, planned(root, given))
    assert load(root).workspace.by_id["crc-2022:91"].cluster == ""  # type: ignore[union-attr]
    replace(root, "cobtrack.yaml", "clusters:\n", "clusters:\n  play: Play\n")
    made = planned(root, given)
    assert (made.documents[0].paragraphs[0].added, made.documents[0].paragraphs[0].removed_by_hand) == (
        ("cluster",),
        (),
    )
    written(root, made)
    assert load(root).workspace.by_id["crc-2022:91"].cluster == "play"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("declared", "brought", "has_end", "left"),
    [
        (["6-25", "51-"], {28, 42}, False, ["6-25", "51-"]),
        (["6-25", "51-"], {28, 42}, True, ["6-25"]),
        (["51-"], {51, 52, 60}, False, ["53-59", "61-"]),
        (["51-"], {51, 52, 60}, True, ["53-59"]),
        (["51-"], set(range(1, 58)), True, []),
        (["51-"], set(range(1, 58)), False, ["58-"]),
        (["27", "51-"], {27}, False, ["51-"]),
    ],
)
def test_an_import_removes_only_its_own_paragraphs_from_not_seen(
    declared: list[str], brought: set[int], has_end: bool, left: list[str]
) -> None:
    assert subtract_seen(declared, brought, to_end=has_end) == left


# Documents


def session(number: str, name: str, origin: str) -> IncomingDocument:
    one = paragraph("", f"Text of {number}.", system="upr-info", external_id=origin)
    return IncomingDocument("", name, "upr", (one,), {"session": number})


def test_a_document_is_recognised_by_earlier_imports_whatever_its_id(root: Path) -> None:
    data = "id: upr-2014\ntitle: Second cycle\nmechanism: upr\nsource: UPR Info\nparagraphs:\n"
    record = "  - id: upr-2014:x1\n    kind: recommendation\n    text: T\n    origins:\n      - {system: upr-info, id: abc}\n"
    put(root, {"data/recommendations/upr-2014.yaml": data + record})
    made = planned(root, ImportedFile("upr-info", (session("18", "UPR session 18", "abc"),)), "another-id")
    assert made.documents[0].id == "upr-2014"


def test_a_document_of_another_state_is_skipped_and_named(root: Path) -> None:
    one = IncomingDocument("CRC/C/PER/CO/6", "Peru", "crc", (paragraph("1"), paragraph("2")), state="PER")
    made = planned(root, ImportedFile("cobs", (one,), Counter(), 2))
    assert (made.documents, made.imported.skipped) == ([], {"another State": 2})
    assert made.imported.other_states == {"PER": 2}


@pytest.mark.parametrize("state", ["KHM", "Cambodia", "cambodia", ""])
def test_documents_of_the_workspaces_state_are_imported(root: Path, state: str) -> None:
    one = IncomingDocument(SYMBOL, SYMBOL, "crc", (paragraph("91"),), state=state)
    assert planned(root, ImportedFile("cobs", (one,))).accepted == 1


# What has been seen, and where it stands


def official(*numbers: str) -> ImportedFile:
    """The official document with these paragraphs."""
    given = [paragraph(one, f"Text {one}.", system="cobs", external_id=f"{one}#1") for one in numbers]
    return ImportedFile("cobs", incoming(*given).documents)


def test_new_paragraphs_are_inserted_in_the_order_of_numbers_and_nothing_else_moves(root: Path) -> None:
    before = (root / CRC).read_text(encoding="utf-8")
    replace(root, CRC, "  - id: crc-2022:42\n", "  # On violence.\n  - id: crc-2022:42\n")
    written(root, planned(root, official("5", "6", "43")))
    after = (root / CRC).read_text(encoding="utf-8")
    ids = [one["id"].partition(":")[2] for one in reader.read(after, "").data["paragraphs"]]
    assert ids == ["1", "5", "6", "42", "42a", "43"]
    assert "  # On violence.\n  - id: crc-2022:42\n" in after
    rest = before.replace("not_seen: [2-41]\n", "").splitlines()
    lines = iter(after.splitlines())
    assert all(line in lines for line in rest)


def test_a_paragraph_with_its_official_words_is_seen_in_full(root: Path) -> None:
    replace(root, CRC, "id: crc-2022:42a\n", "id: crc-2022:42a\n    seen: topic\n")
    given = ImportedFile("cobs", incoming(paragraph("42", item="a", system="cobs", external_id="42#2")).documents)
    made = planned(root, given)
    assert set(made.documents[0].paragraphs[0].added) == {"text", "seen", "origins"}
    written(root, made)
    assert load(root).workspace.by_id["crc-2022:42a"].seen == "full"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("declared", "left"),
    [
        ("[2-41]", ("3-9", "11-41")),
        ("[2, 10]", ()),
        ("[50-60, 8-]", ("50-60", "8-9", "11-")),
        ("[2, 10a-10c, 42a-42b]", ("42a-42b",)),
        ("[2a-4]", ("3-4",)),
        ("[9-10c, 2b]", ("9",)),
        ("[8b-12c]", ("8b-9", "11-12c")),
        ("[10-11c]", ("11-11c",)),
        ("[2, 42a-]", ("42a-",)),
    ],
)
def test_paragraphs_from_the_official_document_are_removed_from_not_seen(
    root: Path, declared: str, left: tuple[str, ...]
) -> None:
    replace(root, CRC, "not_seen: [2-41]", f"not_seen: {declared}")
    made = planned(root, official("2", "10"))
    assert made.documents[0].changes
    written(root, made)
    document = next(one for one in load(root).workspace.documents if one.id == "crc-2022")
    assert document.not_seen == left


@pytest.mark.parametrize(
    ("declared", "left"),
    [
        ("[2-41, 51-]", ("3-41", "51-59", "61-")),
        ("[2, 10]", ("10",)),
        ("[2a-2c, 10]", ("2a-2c", "10")),
        ("[43-]", ("43-59", "61-")),
    ],
)
def test_a_paragraph_that_uhri_has_in_full_is_removed_from_not_seen(
    root: Path, declared: str, left: tuple[str, ...]
) -> None:
    replace(root, CRC, "not_seen: [2-41]", f"not_seen: {declared}")
    given = [
        paragraph("2", external_id="a"),
        paragraph("10", item="b", external_id="b"),
        paragraph("60", external_id="c"),
    ]
    written(root, planned(root, incoming(*given)))
    document = next(one for one in load(root).workspace.documents if one.id == "crc-2022")
    assert document.not_seen == left


def test_rows_of_another_system_do_not_change_not_seen(root: Path) -> None:
    before = (root / CRC).read_text(encoding="utf-8")
    written(root, planned(root, ImportedFile("impact-oss", incoming(paragraph("2", system="impact-oss")).documents)))
    assert "not_seen: [2-41]" in before
    assert "not_seen: [2-41]" in (root / CRC).read_text(encoding="utf-8")


# Whose document it is


def review(*texts: tuple[str, str], symbol: str, system: str, session: str, number: str = "") -> ImportedFile:
    """The recommendations of a review in the UPR: texts and the States that made them."""
    given = [
        paragraph(f"{number}.{at}" if number else "", text, system=system, external_id=f"{system}-{at}",
                  fields={"made_by": [maker]})
        for at, (text, maker) in enumerate(texts, 1)
    ]  # fmt: skip
    document = IncomingDocument(symbol, symbol or f"UPR session {session}", "upr", tuple(given), {"session": session})
    return ImportedFile(system, (document,), Counter(), len(given))


def imported(root: Path, given: ImportedFile) -> MergePlan:
    """Import it as the command does, also into a file that does not exist yet."""
    made = planned(root, given)
    for one in made.documents:
        if one.data is not None:
            put(root, {one.file: "\n".join(writer.record_lines(one.data)) + "\n"})
        else:
            written(root, MergePlan(given, [one]))
    return made


def test_one_review_of_the_upr_from_two_systems_is_one_document(root: Path) -> None:
    first = review(("End it.", "France"), ("End it.", "Chad"), symbol="", system="upr-info", session="18")
    imported(root, first)
    again = review(("End it", "Chad"), ("Stop it.", "Peru"), symbol="A/HRC/26/16", system="uhri", session="18th Session",
                   number="118")  # fmt: skip
    made = imported(root, again)
    (one,) = made.documents
    assert one.data is None
    assert [row.state for row in one.paragraphs] == ["changed", "new"]
    assert one.changes == ("symbol: A/HRC/26/16",)
    assert "1 of 2 recommendations in the file do not match its recommendations in text and States" in again.notes[0]
    assert load(root).workspace.by_id["upr-session-18"].symbol == "A/HRC/26/16"  # type: ignore[union-attr]
    assert [row.state for row in planned(root, again).documents[0].paragraphs] == ["same", "same"]


TEXTS = [(f"End harm number {number}.", "France") for number in range(6)]


def test_a_review_without_a_session_is_recognised_by_most_of_its_texts(root: Path) -> None:
    imported(root, review(*TEXTS, symbol="", system="upr-info", session="18"))
    again = review(*TEXTS[:5], ("Stop it.", "Peru"), symbol="A/HRC/26/16", system="uhri", session="", number="118")
    made = imported(root, again)
    assert [row.state for row in made.documents[0].paragraphs] == [*["changed"] * 5, "new"]
    assert [row.state for row in planned(root, again).documents[0].paragraphs] == ["same"] * 6


def test_earlier_imports_from_a_system_identify_the_review(root: Path) -> None:
    for system, session, symbol in (
        ("thematic-list", "", "A/HRC/41/17"),
        ("upr-info", "32", ""),
        ("uhri", "32", "A/HRC/41/17"),
    ):
        for _ in range(2):
            given = review(*TEXTS[:3], symbol=symbol, system=system, session=session)
            made = imported(root, given)
        assert {row.state for row in made.documents[0].paragraphs} == {"same"}
        assert (made.documents[0].changes, made.documents[0].edits) == ((), [])


def test_two_symbols_of_one_session_are_both_imported_at_once(root: Path) -> None:
    imported(root, review(*TEXTS, symbol="", system="upr-info", session="32"))
    both = [review(TEXTS[at], symbol=f"A/HRC/41/17{add}", system="uhri", session="32", number=number).documents[0]
            for at, (add, number) in enumerate((("", "110"), ("/Add.1", "111")))]  # fmt: skip
    given = ImportedFile("uhri", tuple(both), Counter(), 2)
    made = planned(root, given)
    assert (made.accepted, dict(given.skipped)) == (2, {})
    assert made.documents[0].id == "upr-session-32"
    assert len({one.id for one in made.documents}) == 2


@pytest.mark.parametrize(("here", "there", "same"), [
    ("32", "32nd session", True), ("3rd cycle, 32nd session", "3", False), ("3rd cycle, 32nd session", "032", True),
    ("48th Session - January 2031", "session 48", True), ("", "", False), ("in 2009", "2009", True),
])  # fmt: skip
def test_a_session_is_recognised_by_its_number(here: str, there: str, same: bool) -> None:
    document = Document.model_validate({"id": "upr-1", "title": "T", "mechanism": "upr", "session": here or None})
    assert same_session(document, IncomingDocument("", "x", "upr", (), {"session": there})) is same


def test_the_same_words_in_another_order_are_a_different_text(root: Path) -> None:
    texts = ["Protect children from parents.", "Protect parents from children."]
    imported(root, review((texts[0], "France"), symbol="", system="upr-info", session="18"))
    made = planned(root, review((texts[1], "France"), symbol="", system="uhri", session="18"))
    assert [row.state for row in made.documents[0].paragraphs] == ["new"]


def test_texts_that_every_review_has_do_not_identify_a_review(root: Path) -> None:
    imported(root, review(*TEXTS, symbol="", system="upr-info", session="18"))
    made = planned(root, review(*TEXTS[:4], symbol="A/HRC/41/17", system="uhri", session="", number="118"))
    assert made.documents[0].data is not None


def test_a_number_that_only_one_system_has_is_reported_until_the_record_is_renamed(root: Path) -> None:
    imported(root, review(("End it.", "France"), symbol="", system="upr-info", session="18"))
    numbered = review(("End it.", "France"), symbol="", system="uhri", session="18", number="118")
    for _ in range(2):
        (row,) = imported(root, numbered).documents[0].paragraphs
        assert row.rename == "upr-session-18:118.1"
    file = root / "data/recommendations/upr-session-18.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(row.id, row.rename), encoding="utf-8")
    assert not planned(root, numbered).documents[0].paragraphs[0].rename


def test_doubts_of_an_import_are_added_to_check_of_existing_records_too(root: Path) -> None:
    replace(root, CRC, "id: crc-2022:42a\n", "id: crc-2022:42a\n    check: [is it so?]\n")
    written(root, planned(root, incoming(paragraph("42", item="a", external_id="o-1", to_check=("is it a word?",)))))
    assert load(root).workspace.by_id["crc-2022:42a"].check == ("is it so?", "is it a word?")  # type: ignore[union-attr]


def test_different_words_of_two_systems_for_one_thing_are_not_a_conflict(root: Path) -> None:
    given = [
        paragraph("91", external_id="o-1", system=system, fields={"themes": [system]})
        for system in ("uhri", "upr-info")
    ]
    imported(root, ImportedFile("uhri", incoming(given[0]).documents, Counter(), 1))
    made = planned(root, ImportedFile("upr-info", incoming(given[1]).documents, Counter(), 1))
    assert made.documents[0].paragraphs[0].conflicts == ()


def test_a_difference_in_case_is_not_a_conflict(root: Path) -> None:
    written(root, planned(root, incoming(paragraph("91", "End it."))))
    assert planned(root, incoming(paragraph("91", "end it."))).documents[0].paragraphs[0].conflicts == ()


def test_new_fields_of_a_document_are_inserted_with_its_other_fields(root: Path) -> None:
    replace(root, CRC, "issued: 2022-06-27\n", "")
    written(root, planned(root, incoming(paragraph("91"), issued="2022-06-27")))
    text = (root / CRC).read_text(encoding="utf-8")
    assert text.index("issued: 2022-06-27") < text.index("paragraphs:")


@pytest.mark.parametrize(
    ("section", "told"), [("G. Children with disabilities (art. 23)", 1), ("Definition of the child", 0)]
)
def test_a_section_that_is_not_a_cluster_is_reported(root: Path, section: str, told: int) -> None:
    replace(root, "cobtrack.yaml", "clusters:\n", "clusters:\n  definition: Definition of the child\n")
    given = incoming(paragraph("91", fields={"section": section}))
    planned(root, given)
    assert len(given.notes) == told


@pytest.mark.parametrize(("symbol", "session"), [("A/HRC/26/16", "19"), ("", "in 2009")])
def test_another_review_of_the_upr_is_another_document(root: Path, symbol: str, session: str) -> None:
    imported(root, review(("End it.", "France"), symbol="", system="upr-info", session="18"))
    made = planned(root, review(("End it.", "France"), symbol=symbol, system="uhri", session=session))
    assert made.documents[0].data is not None


def test_two_symbols_are_two_documents_also_of_one_session(root: Path) -> None:
    imported(root, review(("End it.", "France"), symbol="A/HRC/26/16", system="uhri", session="18", number="118"))
    made = planned(root, review(("End it.", "France"), symbol="A/HRC/26/16/Add.1", system="uhri", session="18"))
    assert made.documents[0].data is not None


def test_the_document_that_shares_most_is_the_one(root: Path) -> None:
    few = session("18", "few", "o-1")
    many = IncomingDocument("", "many", "upr", tuple(paragraph("", f"{n}.", external_id=f"o-{n}") for n in (2, 3)))
    imported(root, ImportedFile("uhri", (few, many), Counter(), 3))
    both = IncomingDocument("", "both", "upr", tuple(paragraph("", f"{n}.", external_id=f"o-{n}") for n in (1, 2, 3)))
    assert planned(root, ImportedFile("uhri", (both,), Counter(), 3)).documents[0].id == "many"


def test_equal_paragraph_numbers_do_not_make_two_official_documents_one(root: Path) -> None:
    replace(root, CRC, "symbol: CRC/C/KHM/CO/4-6\n", "")
    written(root, planned(root, official("5"), "crc-2022"))
    given = [paragraph("5", "Another.", system="cobs", external_id="5#1")]
    other = ImportedFile("cobs", incoming(*given, symbol="CRC/C/KHM/CO/7", issued="2031-02-03").documents)
    assert planned(root, other).documents[0].id == "crc-2031"


def test_a_document_gets_missing_fields_and_keeps_existing_ones(root: Path) -> None:
    replace(root, CRC, "symbol: CRC/C/KHM/CO/4-6\n", "")
    given = incoming(paragraph("91"), session="90th session", issued="2022-06-27", title="Another title")
    made = planned(root, given, "crc-2022").documents[0]
    assert made.changes == ("symbol: CRC/C/KHM/CO/4-6", "session: 90th session")
    assert made.conflicts == ()


def test_a_document_that_was_imported_before_gets_nothing_again(root: Path) -> None:
    given = incoming(paragraph("91", external_id="a-1"), session="90th session")
    written(root, planned(root, given))
    replace(root, CRC, "session: 90th session\n", "")
    assert planned(root, given).documents[0].changes == ()


# What the words say for sure


@pytest.mark.parametrize(
    "section",
    ["Violence against children", "E. Violence against children (arts. 19, 24 (3), 28 (2), 34, 37 (a) and 39)"],
)
def test_a_section_with_the_title_of_a_cluster_belongs_to_it(root: Path, section: str) -> None:
    made = planned(root, incoming(paragraph("91", fields={"section": section}))).documents[0]
    assert made.edits[0].value["cluster"] == "violence"


@pytest.mark.parametrize(
    ("section", "cluster"),
    [
        ("G. Children with disabilities (art. 23)", "health-welfare"),
        ("H. Basic health and welfare (arts. 6, 18 (3), 24, 26, 27 (1)\u2013(3) and 33)", "health-welfare"),
        ("Optional Protocols to the Convention", "optional-protocols"),
        ("J. Optional Protocols to the Convention", "optional-protocols"),
        ("I. Optional Protocols to the Convention on the Rights of the Child", "optional-protocols"),
        ("K. Optional Protocol on a communications procedure", "optional-protocols"),
        ("Optional Protocol to the Convention on the sale of children, child prostitution", "optional-protocols"),
        ("Optional Protocol to the Convention and amendment to article 20 (1)", ""),
        ("IV. Implementation and reporting", "follow-up"),
        ("IV. Implementation and reporting: A. National mechanism", "follow-up"),
        ("1. General measures of implementation (arts. 4, 42 and 44, para. 6 of the Convention)", "general-measures"),
    ],
)
def test_the_sections_of_each_layout_belong_to_their_cluster(root: Path, section: str, cluster: str) -> None:
    titles = "health-welfare: Disability, basic health and welfare\n  optional-protocols: Optional protocols\n  follow-up: Follow-up"
    replace(root, "cobtrack.yaml", "clusters:\n", f"clusters:\n  {titles}\n")
    made = planned(root, incoming(paragraph("91", fields={"section": section}))).documents[0]
    assert made.edits[0].value.get("cluster", "") == cluster


def test_the_workspaces_own_cluster_takes_precedence_over_that_of_another_layout(root: Path) -> None:
    titles = "health: Basic health and welfare\n  disability: Children with disabilities"
    replace(root, "cobtrack.yaml", "clusters:\n", f"clusters:\n  {titles}\n")
    made = planned(root, incoming(paragraph("91", fields={"section": "G. Children with disabilities"}))).documents[0]
    assert made.edits[0].value["cluster"] == "disability"


def test_a_section_without_a_cluster_belongs_to_that_of_the_section_above_it(root: Path) -> None:
    replace(root, "cobtrack.yaml", "clusters:\n", "clusters:\n  follow-up: Follow-up\n")
    fields = {"section": "A. Dissemination", "above": ["IV. Implementation and reporting"]}
    made = planned(root, incoming(paragraph("91", fields=fields))).documents[0]
    assert made.edits[0].value["cluster"] == "follow-up"
    assert "above" not in made.edits[0].value


@pytest.mark.parametrize("section", ["", "E. Violence", "Violence against children in care"])
def test_any_other_section_belongs_to_no_cluster(root: Path, section: str) -> None:
    made = planned(root, incoming(paragraph("91", fields={"section": section}))).documents[0]
    assert "cluster" not in made.edits[0].value


def test_a_cluster_that_a_person_chose_stays(root: Path) -> None:
    written(root, planned(root, incoming(paragraph("91", fields={"section": "Violence against children"}))))
    path = root / CRC
    path.write_text(path.read_text(encoding="utf-8").replace("cluster: violence\n", "cluster: general-measures\n"))
    made = planned(root, incoming(paragraph("91", fields={"section": "Violence against children"}))).documents[0]
    assert [one.key for one in made.paragraphs[0].conflicts] == ["cluster"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In line with the Committee\u2019s general comment No. 8 (2006), end it.", ["crc-gc-8"]),
        ("With general comments No. 8 (2006) and No. 13 (2011), end it.", ["crc-gc-8", "crc-gc-13"]),
        ("With general comment No. 8, end it.", []),
        ("With general comment No. 8 (2018) of another Committee, end it.", []),
        ("Under Law No. 8 (2006), end it.", []),
        ("With general comment No. 13 (2011) and Law No. 8 (2006), end it.", ["crc-gc-13"]),
    ],
)
def test_general_comments_named_with_number_and_year_are_resources(root: Path, text: str, found: list[str]) -> None:
    comments = "".join(
        f"  - {{id: crc-gc-{number}, kind: general-comment, title: T, number: {number}, year: {year}, mechanism: crc}}\n"
        for number, year in ((8, 2006), (13, 2011))
    )
    put(root, {"data/resources/crc.yaml": f"resources:\n{comments}"})
    made = planned(root, incoming(paragraph("91", text))).documents[0]
    assert made.edits[0].value.get("resources", []) == found


# Which record it is


def test_a_record_with_another_origin_is_not_matched_by_its_number(root: Path) -> None:
    written(root, planned(root, incoming(paragraph("91", "One.", external_id="o-1"))))
    made = planned(root, incoming(paragraph("91", "Two.", external_id="o-2"))).documents[0]
    assert [(row.state, row.id) for row in made.paragraphs] == [("new", "crc-2022:91-2"), ("gone", "crc-2022:91")]


def test_thousands_of_records_with_one_number_each_get_an_id(root: Path) -> None:
    given = incoming(*(paragraph("91", f"Text {at}.", external_id=f"o-{at}") for at in range(5000)))
    assert len({row.id for row in planned(root, given).documents[0].paragraphs}) == 5000


def test_a_guess_that_a_person_has_settled_is_not_a_conflict(root: Path) -> None:
    given = incoming(paragraph("91", kind="concern", external_id="o-1", to_check=("is it a concern?",)))
    written(root, planned(root, given))
    text = (root / CRC).read_text(encoding="utf-8")
    text = text.replace("    check:\n      - is it a concern?\n", "").replace(
        "  - id: crc-2022:91\n    kind: concern\n", "  - id: crc-2022:91\n    kind: introduction\n"
    )
    (root / CRC).write_text(text, encoding="utf-8")
    assert planned(root, given).documents[0].paragraphs[0].conflicts == ()


def test_a_text_in_several_languages_is_the_same_as_one_of_them(root: Path) -> None:
    written(root, planned(root, incoming(paragraph("91", "Ban it."))))
    replace(root, CRC, "    text: Ban it.\n", "    text: {en: Ban it., km: \u17a0\u17b6\u1798}\n")
    assert planned(root, incoming(paragraph("91", "Ban it."))).documents[0].paragraphs[0].conflicts == ()
    assert len(planned(root, incoming(paragraph("91", "Allow it."))).documents[0].paragraphs[0].conflicts) == 1


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ("", 1),
        ("    check: ['the list has an assessment: Partly (January 2026). A draft is there.']\n", 0),
        ("    assessments: [{date: 2026-01, voice: un, level: partly, reason: A draft is there.}]\n", 0),
        ("    assessments: [{date: 2026-01, voice: un, level: partly, reason: A law is there.}]\n", 1),
    ],
)
def test_an_assessment_that_was_added_to_the_list_later_is_reported(root: Path, entered: str, told: int) -> None:
    written(root, planned(root, incoming(paragraph("91", external_id="o-1"))))
    replace(root, CRC, "    text: A text.\n", f"    text: A text.\n{entered}")
    given = incoming(
        paragraph("91", external_id="o-1", fields={"assessment": "Partly (January 2026). A draft is there."})
    )
    made = planned(root, given).documents[0]
    assert (made.edits, len(made.paragraphs[0].to_check)) == ([], told)


def test_a_topic_with_a_text_from_another_system_is_seen_in_part(root: Path) -> None:
    replace(root, CRC, "id: crc-2022:42a\n", "id: crc-2022:42a\n    seen: topic\n")
    written(root, planned(root, incoming(paragraph("42", item="a", external_id="o-1"))))
    assert load(root).workspace.by_id["crc-2022:42a"].seen == "part"  # type: ignore[union-attr]


def test_a_record_that_comes_first_is_inserted_first(root: Path) -> None:
    replace(root, CRC, "  - id: crc-2022:1\n", "  - id: crc-2022:4\n")
    written(root, planned(root, incoming(paragraph("1"))))
    ids = [one["id"] for one in reader.read((root / CRC).read_text(encoding="utf-8"), "").data["paragraphs"]]
    assert ids[:2] == ["crc-2022:1", "crc-2022:4"]


def test_roman_items_are_in_the_order_of_their_numbers(root: Path) -> None:
    given = [paragraph("91", f"{roman}.", item=f"a-{roman}") for roman in ("ix", "v", "iv")]
    for one in given:
        written(root, planned(root, incoming(one)))
    ids = [one["id"] for one in reader.read((root / CRC).read_text(encoding="utf-8"), "").data["paragraphs"]]
    assert ids[-3:] == ["crc-2022:91a-iv", "crc-2022:91a-v", "crc-2022:91a-ix"]


def test_a_number_of_any_length_has_its_place(root: Path) -> None:
    put(root, {CRC: (root / CRC).read_text(encoding="utf-8").replace("crc-2022:42a", f"crc-2022:{'9' * 5000}")})
    made = planned(root, incoming(paragraph("43")))
    assert [list(one.inserts) for one in made.documents] == [[2]]


@pytest.mark.parametrize("number", ["43", ""])
def test_thousands_of_equal_texts_are_matched_quickly(root: Path, number: str) -> None:
    given = [paragraph(number, "Build.", location=f"record {at}") for at in range(5_000)]
    first = planned(root, incoming(*given, symbol="CRC/C/KHM/CO/7", issued="2031-02-03")).documents[0]
    ids = [one["id"] for one in (first.data or {})["paragraphs"]]
    there = [Paragraph.model_validate({"id": one, "kind": "recommendation", "text": "Build."}) for one in ids]
    assert list(match_paragraphs(given, there, "crc-2031", "uhri").ids.values()) == ids
