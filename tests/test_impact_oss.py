"""IMPACT OSS: the files for its import, and reading its recommendations."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.sources import impact_oss
from cobtrack.store.load import load
from tests.cli_support import ask, put, replace, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.exchange.incoming import ImportedFile, IncomingParagraph

CRC_2022 = "data/recommendations/crc-2022.yaml"
HEADER = (
    '"Framework, 1: HR; 2: SDGs [database:framework_id]",Reference [database:reference],Title [database:title],'
    "Description [database:description],Response [database:response],Support [database:support_level],"
    "category-id [rel:category-id],\n"
)
HINTS = "Required: number,Required: text,Optional: text,Optional: markdown,Optional: markdown,2 1 0,ids,\n"
REFERENCE = '"CRC/C/KHM/CO/4-6, para. 42 (a)"'
ACTIONS = """\
actions:
  - id: law-on-violence
    title: Draft a law, with the ministries
    kind: action
    recommendations: [crc-2022:42, crc-2022:42a]
    responsible: [cncc]
    addressed_to: [crc-cambodia]
    timeframe: 2027-03-05
    progress:
      - date: 2026-01-10
        status: in-progress
        note: A first draft is there.
  - id: ask-parliament
    title: "=Ask the parliament"
    kind: advocacy
    timeframe: 2027-11
"""
INDICATORS = """\
indicators:
  - id: beaten-children
    title: Children who were beaten
    type: outcome
    unit: "%"
    recommendations: [crc-2022:42]
    baseline: {date: 2021-06, value: "61.5"}
    target: {date: 2027-12-31, value: "20"}
"""


def written(root: Path, what: str) -> list[dict[str, str]]:
    """The rows of an export by the attributes in their headers."""
    text = impact_oss.write(load(root).workspace, what).decode()
    header, *rows = csv.reader(StringIO(text))
    names = [cell.partition("[")[2].rstrip("]").partition(":")[2] for cell in header]
    return [dict(zip(names, row, strict=True)) for row in rows]


def file(tmp_path: Path, text: str | bytes) -> Path:
    put(tmp_path, {"impact.csv": text})
    return tmp_path / "impact.csv"


def read(tmp_path: Path, *rows: str, header: str = HEADER) -> ImportedFile:
    return impact_oss.read(file(tmp_path, header + HINTS + "".join(f"{row}\n" for row in rows)), "KHM")


def one(tmp_path: Path, row: str) -> IncomingParagraph:
    """Return the only paragraph of a file with one row."""
    [document] = read(tmp_path, row).documents
    [paragraph] = document.paragraphs
    return paragraph


def test_a_header_is_a_label_and_its_marker(tmp_path: Path) -> None:
    header = impact_oss.write(load(small(tmp_path)).workspace, "measures").decode().partition("\n")[0].split(",")
    assert header[0] == "Reference [database:reference]"
    assert header[-1] == "recommendation-reference [rel:recommendation-reference]"


def test_recommendations_are_written_with_a_unique_reference_and_without_the_concerns(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(
        root, CRC_2022, "kind: recommendation\n    heading: Coordination", "kind: concern\n    heading: Coordination"
    )
    rows = written(root, "recommendations")
    assert [row["reference"] for row in rows] == [
        "CRC/C/KHM/CO/2-3 para. 1", "CRC/C/KHM/CO/4-6 para. 42", "CRC/C/KHM/CO/4-6 para. 42 (a)"
    ]  # fmt: skip
    assert {row["framework_id"] for row in rows} == {"1"}


def test_two_paragraphs_with_the_same_number_have_different_references(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, CRC_2022, "id: crc-2022:42a", "id: crc-2022:42-2")
    replace(root, "data/recommendations/crc-2011.yaml", "symbol: CRC/C/KHM/CO/2-3", "symbol: CRC/C/KHM/CO/4-6")
    found = impact_oss.references(load(root).workspace)
    assert len(set(found.values())) == len(found) == 4
    assert found["crc-2022:42-2"] == "CRC/C/KHM/CO/4-6 para. 42 part 2"
    assert found["crc-2022:1"] == "crc-2022:1"


def test_a_reference_of_two_records_is_given_to_the_first(tmp_path: Path) -> None:
    origin = "\n    origins: [{system: impact-oss, id: R 7}]"
    root = small(tmp_path)
    for one in ("crc-2022:42", "crc-2022:42a"):
        replace(root, CRC_2022, f"id: {one}\n", f"id: {one}{origin}\n")
    found = impact_oss.references(load(root).workspace)
    assert (found["crc-2022:42"], found["crc-2022:42a"]) == ("R 7", "crc-2022:42a")


def test_the_official_words_are_the_description_and_a_summary_is_only_the_title(tmp_path: Path) -> None:
    rows = {row["reference"][-9:]: row for row in written(small(tmp_path), "recommendations")}
    assert rows["-6 para. 1"[-9:]]["title"] == "Give the Council the means to coordinate."
    assert rows["-6 para. 1"[-9:]]["description"] == ""
    assert rows[" para. 42"]["description"].startswith("The Committee urges")


@pytest.mark.parametrize(("position", "level"), [("supported", "2"), ("partly-supported", "1"), ("noted", "0")])
def test_a_position_is_written_as_a_level_of_support_and_read_back(tmp_path: Path, position: str, level: str) -> None:
    root = small(tmp_path / "w")
    replace(root, CRC_2022, "    text: The Committee", f"    position: {position}\n    text: The Committee")
    assert [row["support_level"] for row in written(root, "recommendations")] == ["", "", level, ""]
    assert one(tmp_path, f"1,{REFERENCE},,Words.,,{level},,").fields["position"] == position


def test_an_exact_day_is_a_target_date_and_any_other_date_is_text(tmp_path: Path) -> None:
    root = small(tmp_path, {"data/actions/plan.yaml": ACTIONS})
    law, parliament = written(root, "measures")
    assert (law["target_date"], law["target_date_comment"]) == ("05/03/2027", "")
    assert (parliament["target_date"], parliament["target_date_comment"]) == ("", "November 2027")


@pytest.mark.parametrize(
    ("when", "date", "comment"),
    [
        ("2027-03-05?", "", "5 March 2027 (day TBD)"),
        ("2026-01-01/2026-06-30", "30/06/2026", "1 January - 30 June 2026"),
        ("2026/..", "", "from 2026, open-ended"),
        ('"[..2027-08-31]"', "", "by 31 August 2027"),
    ],
)
def test_an_uncertain_date_is_not_a_target_date(tmp_path: Path, when: str, date: str, comment: str) -> None:
    root = small(tmp_path, {"data/actions/plan.yaml": ACTIONS.replace("2027-03-05", when)})
    row = written(root, "measures")[0]
    assert (row["target_date"], row["target_date_comment"]) == (date, comment)


def test_an_action_names_its_recommendations_by_their_references(tmp_path: Path) -> None:
    root = small(tmp_path, {"data/actions/plan.yaml": ACTIONS})
    links = written(root, "measures")[0]["recommendation-reference"].split(",")
    assert set(links) <= {row["reference"] for row in written(root, "recommendations")}
    assert len(links) == 2


def test_an_action_has_its_actors_and_its_status(tmp_path: Path) -> None:
    description = written(small(tmp_path, {"data/actions/plan.yaml": ACTIONS}), "measures")[0]["description"]
    assert "Responsible: CNCC" in description
    assert "Addressed to: CRC-Cambodia" in description
    assert "10 January 2026: in-progress. A first draft is there." in description


def test_a_cell_that_a_spreadsheet_takes_for_a_formula_is_written_as_text(tmp_path: Path) -> None:
    assert (
        written(small(tmp_path, {"data/actions/plan.yaml": ACTIONS}), "measures")[1]["title"] == "'=Ask the parliament"
    )


def test_an_indicator_has_its_values_without_invented_reporting_dates(tmp_path: Path) -> None:
    [row] = written(small(tmp_path, {"data/indicators/all.yaml": INDICATORS}), "indicators")
    assert "Baseline: 61.5 %, June 2021" in row["description"]
    assert "Target: 20 %, 31 December 2027" in row["description"]
    assert (row["start_date"], row["end_date"], row["frequency_months"], row["repeat"]) == ("", "", "", "false")
    assert row["recommendation-reference"] == "CRC/C/KHM/CO/4-6 para. 42"


@pytest.mark.parametrize("what", ["recommendations", "measures", "indicators"])
def test_the_same_workspace_gives_the_same_bytes(tmp_path: Path, what: str) -> None:
    root = small(tmp_path, {"data/actions/a.yaml": ACTIONS, "data/indicators/i.yaml": INDICATORS})
    assert impact_oss.write(load(root).workspace, what) == impact_oss.write(load(root).workspace, what)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    made = impact_oss.read(
        file(tmp_path, impact_oss.write(load(root).workspace, "recommendations")), "KHM"
    )  # fmt: skip
    assert {(one.symbol, one.mechanism) for one in made.documents} == {
        ("CRC/C/KHM/CO/2-3", "crc"), ("CRC/C/KHM/CO/4-6", "crc")
    }  # fmt: skip
    found = {paragraph.number + paragraph.item: paragraph for paragraph in made.documents[1].paragraphs}
    assert set(found) == {"1", "42", "42a"}
    assert found["42"].fields["text"] == "The Committee urges the State party to end violence against children."
    assert (found["42"].fields["summary"], found["42"].to_check) == ("", ())
    assert (found["42a"].fields["text"], found["42a"].fields["summary"]) == (
        "", "Forbid corporal punishment everywhere."
    )  # fmt: skip


def test_hints_and_the_empty_last_column_are_not_data(tmp_path: Path) -> None:
    made = read(tmp_path, f"1,{REFERENCE},Short,Long,,2,,")
    assert (made.system, made.record_count, sum(len(one.paragraphs) for one in made.documents)) == ("impact-oss", 1, 1)


def test_a_record_is_identified_by_its_reference(tmp_path: Path) -> None:
    paragraph = one(tmp_path, f"1,{REFERENCE},Short,Long,,,,")
    assert (paragraph.system, paragraph.external_id) == ("impact-oss", "CRC/C/KHM/CO/4-6, para. 42 (a)")
    assert paragraph.location == "row 3"


@pytest.mark.parametrize(
    ("reference", "number", "item"),
    [
        ("CRC/C/KHM/CO/4-6 para. 42 (a)", "42", "a"),
        ("CRC/C/KHM/CO/4-6, paragraph 42(a) (ii)", "42", "a-ii"),
        ("CCPR/C/KHM/CO/3 para 7", "7", ""),
        ("136.10", "136.10", ""),
        ("A/HRC/57/17 110.25", "110.25", ""),
        ("UPR-3-110.25", "110.25", ""),
    ],
)
def test_the_paragraph_is_read_from_the_end_of_the_reference(
    tmp_path: Path, reference: str, number: str, item: str
) -> None:
    paragraph = one(tmp_path, f'1,"{reference}",,Words.,,,,')
    assert (paragraph.number, paragraph.item) == (number, item)
    assert not paragraph.to_check


@pytest.mark.parametrize(
    "reference",
    [
        "CRC/C/KHM/CO/4-6", "R 12", "paras. 42 and 43", "2022-06-03", "03.06.2022",
        "CRC/C/KHM/CO/9 para. \u0665\u0660", "CRC/C/KHM/CO/9 para. 5\uff10", f"para. {'5' * 5000}",
    ],
)  # fmt: skip
def test_a_reference_without_a_paragraph_number_has_to_be_checked(tmp_path: Path, reference: str) -> None:
    paragraph = one(tmp_path, f'1,"{reference}",,Words.,,,,')
    assert (paragraph.number, paragraph.item) == ("", "")
    assert paragraph.to_check == (f"no paragraph number could be read from the reference {reference}",)


def test_136_1_could_have_been_136_10(tmp_path: Path) -> None:
    paragraph = one(tmp_path, "1,136.1,,Words.,,,,")
    assert paragraph.number == "136.1"
    assert "may have been 136.10, because" in paragraph.to_check[0]


def test_other_frameworks_other_states_and_rows_without_text_are_counted(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        f"1,{REFERENCE},,Words.,,,,",
        f"1,{REFERENCE},,Again.,,,,",
        "2,SDG 16.2,,Words.,,,,",
        "1,CRC/C/LAO/CO/3-6 para. 5,,Words.,,,,",
        "1,,,Words.,,,,",
        "1,CRC/C/KHM/CO/4-6 para. 7,,,,,,",
    )
    assert made.record_count == 6
    assert made.skipped == {
        "duplicate reference": 1,
        "another State": 1,
        "no reference": 1,
        "no text": 1,
        "not in the human rights framework": 1,
    }


def test_columns_that_cannot_be_imported_are_reported(tmp_path: Path) -> None:
    made = read(tmp_path, f"1,{REFERENCE},,Words.,Accepted with thanks.,,7,")
    assert made.notes == [
        "column category-id was not imported (1 row)", "column response was not imported (1 row)"
    ]  # fmt: skip


def test_a_title_alone_is_never_read_as_the_official_words(tmp_path: Path) -> None:
    paragraph = one(tmp_path, f"1,{REFERENCE},Forbid it,,,,,")
    assert (paragraph.fields["text"], paragraph.fields["summary"]) == ("", "Forbid it")
    assert any("official text" in doubt for doubt in paragraph.to_check)


def test_an_unknown_level_of_support_has_to_be_checked(tmp_path: Path) -> None:
    paragraph = one(tmp_path, f"1,{REFERENCE},,Words.,,7,,")
    assert paragraph.fields["position"] == ""
    assert "unknown support level 7: what is the State's position?" in paragraph.to_check


def test_an_unknown_level_of_support_is_reported_for_an_existing_record_too(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    made = tmp_path / "impact.csv"
    rows = list(csv.reader(StringIO(impact_oss.write(load(root).workspace, "recommendations").decode())))
    next(row for row in rows if row[1].endswith("para. 42"))[5] = "7"
    target = StringIO()
    csv.writer(target).writerows(rows)
    made.write_text(target.getvalue(), encoding="utf-8")
    done = ask(root, "import", str(made), "--write")
    assert "1 row has an unknown support level (for example 7)" in done.out
    assert "Nothing to write." in done.err


def test_semicolons_and_a_byte_order_mark_are_read_too(tmp_path: Path) -> None:
    header = "Framework [database:framework_id];Reference [database:reference];Text [database:description]\n"
    path = file(tmp_path, b"\xef\xbb\xbf" + f"{header}1;136.10;កុមារ\n".encode())
    [document] = impact_oss.read(path, "KHM").documents
    assert document.paragraphs[0].fields["text"] == "កុមារ"


def test_a_document_without_a_symbol_is_identified_by_its_id(tmp_path: Path) -> None:
    record = "  - id: upr-2014:xab12\n    kind: recommendation\n    text: Build playgrounds.\n"
    data = "id: upr-2014\ntitle: Second cycle\nmechanism: upr\nsource: UPR Info\nparagraphs:\n"
    root = small(tmp_path / "w", {"data/recommendations/upr-2014.yaml": data + record})
    path = file(tmp_path, impact_oss.write(load(root).workspace, "recommendations"))
    done = ask(root, "import", str(path), "--write")
    assert "5 records read as impact-oss, 5 accepted" in done.out
    assert "conflict" not in done.out
    assert "upr-2014:xab12: no paragraph number" not in done.out
    before = snapshot(root)
    assert ask(root, "import", str(path), "--write").code == 0
    assert snapshot(root) == before


@pytest.mark.parametrize("what", ["measures", "indicators"])
def test_actions_and_indicators_are_only_written(tmp_path: Path, what: str) -> None:
    path = file(tmp_path, impact_oss.write(load(small(tmp_path / "w")).workspace, what))
    with pytest.raises(ImportFormatError, match="only recommendations can be imported"):
        impact_oss.read(path, "KHM")


def test_a_new_row_joins_the_document_of_the_known_rows_of_its_symbol(tmp_path: Path) -> None:
    known = {"A/HRC/41/17 1.1": "upr-2019:1.1", "R 7": "upr-2019:1.2"}
    path = file(tmp_path, HEADER + "1,A/HRC/41/17 1.1,,Old.,,,,\n1,R 7,,Old.,,,,\n1,A/HRC/41/17 1.3,,New.,,,,\n")
    found = impact_oss.read(path, "KHM", known).documents
    assert [(one.id, one.symbol, [each.id for each in one.paragraphs]) for one in found] == [
        ("upr-2019", "A/HRC/41/17", ["upr-2019:1.1", "upr-2019:1.2", ""])
    ]  # fmt: skip


def test_the_format_is_detected_by_the_markers_in_the_header(tmp_path: Path) -> None:
    assert impact_oss.is_impact_oss(file(tmp_path, HEADER))
    assert not impact_oss.is_impact_oss(file(tmp_path, "Recommendation,Response\nSee [database:reference],x\n"))
    assert not impact_oss.is_impact_oss(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", HEADER.encode() + b'1,"' + b"x" * 200_000 + b'"', b"\x00" * 100],
    ids=["empty", "not UTF-8", "no markers", "an endless cell", "NUL"],
)
def test_another_file_is_an_error_with_a_hint(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ImportFormatError) as caught:
        impact_oss.read(file(tmp_path, data), "KHM")
    assert caught.value.hint


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(st.text(max_size=30), max_size=9), max_size=4))
def test_no_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    target = StringIO()
    csv.writer(target).writerows(rows)
    path = file(tmp_path_factory.mktemp("fuzz"), (HEADER + target.getvalue()).encode(errors="replace"))
    try:
        made = impact_oss.read(path, "KHM")
    except ImportFormatError:
        return
    assert made.record_count == sum(made.skipped.values()) + sum(len(one.paragraphs) for one in made.documents)


def test_importing_ones_own_export_changes_nothing(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    put(root, {"data/actions/plan.yaml": ACTIONS})
    for text in ("", "    summary: In our words, shorter.\n    position: partly-supported\n"):
        replace(root, CRC_2022, "id: crc-2022:42\n", f"id: crc-2022:42\n{text}")
        made = tmp_path / "impact.csv"
        made.write_bytes(impact_oss.write(load(root).workspace, "recommendations"))
        before = snapshot(root)
        done = ask(root, "import", str(made), "--write")
        assert (done.code, snapshot(root)) == (0, before)
        assert "check" not in done.out
        assert "Nothing to write." in done.err


def test_importing_ones_own_export_takes_only_what_was_changed_in_it(tmp_path: Path) -> None:
    root = small(tmp_path / "w")
    made = tmp_path / "impact.csv"
    rows = list(csv.reader(StringIO(impact_oss.write(load(root).workspace, "recommendations").decode())))
    row = next(row for row in rows if row[1].endswith("para. 42"))
    row[5] = "2"
    target = StringIO()
    csv.writer(target).writerows(rows)
    made.write_text(target.getvalue(), encoding="utf-8")
    ask(root, "import", str(made), "--write")
    record = load(root).workspace.by_id["crc-2022:42"]
    assert (getattr(record, "position", ""), getattr(record, "origins", None)) == ("supported", ())
    assert "summary" not in record.model_fields_set
