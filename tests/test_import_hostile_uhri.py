"""Files of UHRI that would cause far more work than their size: all limits hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cobtrack.exchange.incoming import TOO_MANY_CONCERNS, ImportFormatError
from cobtrack.exchange.merge.merge import plan_merge
from cobtrack.exchange.office.xlsx import Limits, open_spreadsheet
from cobtrack.exchange.sources import uhri, uhri_records
from cobtrack.store.load import load
from tests.cli_support import small
from tests.test_import_uhri import OWN, STATE, concern, document, raw, read, record, row, sheet


def test_a_recommendation_answers_no_more_than_the_last_twenty_concerns_before_it(tmp_path: Path) -> None:
    concerns = [concern(f"Play\n{number}. Bad.") for number in range(1, 1_001)]
    recommendations = [record(f"Play\n{1_001 + at}. Act.") for at in range(4_000)]
    found = document(tmp_path, *concerns, *recommendations).paragraphs[1_000:]
    assert {tuple(one.fields["answers"]) for one in found} == {tuple(map(str, range(981, 1_001)))}
    assert {one.to_check for one in found} == {(TOO_MANY_CONCERNS,)}


def test_twenty_concerns_are_answered_without_doubt(tmp_path: Path) -> None:
    concerns = [concern(f"Play\n{number}. Bad.") for number in range(1, 21)]
    one = document(tmp_path, *concerns, record("Play\n21. Act.")).paragraphs[-1]
    assert (len(one.fields["answers"]), one.to_check) == (20, ())


def test_only_twenty_of_thousands_of_concerns_with_one_number_are_answered(tmp_path: Path) -> None:
    concerns = [concern(f"5. Bad {at}.") for at in range(2_000)]
    found = read(tmp_path, *concerns, *(record(f"6. Act {at}.") for at in range(2_000)))
    made = plan_merge(load(small(tmp_path / "w")).workspace, found).documents[0].data
    assert made
    assert {len(one["answers"]) for one in made["paragraphs"] if "answers" in one} == {20}


@pytest.mark.parametrize("value", [b"1", b"{}", b"[]"])
def test_endless_values_that_are_not_records_are_refused(tmp_path: Path, value: bytes) -> None:
    with pytest.raises(ImportFormatError, match="stopped after 10,001 values"):
        raw(tmp_path, b"[" + b",".join([value] * 5_000_000) + b"]")


def test_endless_records_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uhri_records, "_MAX_VALUES", 3)
    with pytest.raises(ImportFormatError, match="stopped after 4 values"):
        read(tmp_path, *(record(f"{number}. Act.") for number in range(1, 6)))


def test_ranges_of_urgent_paragraphs_are_limited(tmp_path: Path) -> None:
    ranges = ", ".join(f"{first}-999" for first in range(1, 999))
    said = f"4. In the following areas urgent measures must be taken: {f'play (paras. {ranges}), ' * 90}."
    assert read(tmp_path, concern(said), record("18. Act.")).documents[0].paragraphs[-1].fields["urgent"]


def test_a_spreadsheet_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    file = sheet(tmp_path, row("42. Play."))
    put_in(file, "xl/sharedStrings.xml", b"</sst>", b"<si/>" * 20_000_000)
    with pytest.raises(ImportFormatError, match="it unpacks to more than 100 times its size"):
        uhri.read(file, STATE, OWN)


@pytest.mark.parametrize(
    ("part", "end", "piece", "message"),
    [
        ("xl/sharedStrings.xml", b"</sst>", b"<si/>", "more than 2,000 texts"),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"<row/>", "more than 2,500 XML tags"),
        ("xl/workbook.xml", b"</workbook>", b"<x/>", "more than 2,500 XML tags"),
    ],
)
def test_tags_and_texts_are_limited_while_they_are_read(
    tmp_path: Path, part: str, end: bytes, piece: bytes, message: str
) -> None:
    file = sheet(tmp_path, row("42. Play."))
    put_in(file, part, end, piece * (2_000 if piece == b"<si/>" else 2_500))
    with (
        pytest.raises(ImportFormatError, match=message),
        open_spreadsheet(file, Limits(unpacked=1_000_000, tags=2_500, texts=2_000)) as spreadsheet,
    ):
        list(spreadsheet.rows(spreadsheet.sheets[0]))


def put_in(file: Path, part: str, before: bytes, xml: bytes) -> None:
    """Insert XML into a part of a spreadsheet, before its content."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert before in parts[part]
    parts[part] = parts[part].replace(before, xml + before, 1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
