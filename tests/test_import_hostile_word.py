"""Word documents that would cause far more work than their size: all limits hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cobtrack.exchange.incoming import ImportFormatError, IncomingParagraph
from cobtrack.exchange.office.word_lines import read_lines
from cobtrack.exchange.sources.concluding_observations import read
from cobtrack.exchange.sources.thematic_list import read as read_list
from cobtrack.exchange.un.upr import split_by_state
from tests.docx_support import cobs as observations
from tests.docx_support import thematic_list
from tests.support import at_most

LINE = "<w:p><w:pPr>{}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.docx"
    observations(path, paragraphs=7, automatic=True)
    return path


def put_in(file: Path, **parts: tuple[str, str]) -> None:
    """Insert XML into parts of a document, by name, before their content."""
    with zipfile.ZipFile(file) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    for name, (before, xml) in parts.items():
        old = members[f"word/{name}.xml"].decode()
        assert before in old
        members[f"word/{name}.xml"] = old.replace(before, xml + before, 1).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_a_style_based_on_thousands_of_others_is_resolved_once(file: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>' for at in range(3_000)
    )
    lines = LINE.format('<w:pStyle w:val="s0"/>') * 2_000
    put_in(file, styles=("</w:styles>", styles), document=("<w:sectPr", lines))
    assert sum(one.text == "x" for one in read_lines(file)) == 2_000


def test_styles_based_on_one_another_in_a_cycle_are_resolved(file: Path) -> None:
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("ab", "ba")
    )
    put_in(file, styles=("</w:styles>", circle), document=("<w:sectPr", LINE.format('<w:pStyle w:val="a"/>')))
    assert read_lines(file)[-1].text == "x"


def test_a_list_of_many_levels_is_resolved_once(file: Path) -> None:
    levels = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>' * 20_000
    own = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>' * 20_000
    numbering = (
        f'<w:abstractNum w:abstractNumId="777">{levels}</w:abstractNum>'
        f'<w:num w:numId="777"><w:abstractNumId w:val="777"/>{own}</w:num>'
    )
    lines = LINE.format('<w:numPr><w:numId w:val="777"/></w:numPr>') * 2_000
    put_in(file, numbering=("</w:numbering>", numbering), document=("<w:sectPr", lines))
    assert [one.text for one in read_lines(file)[-2:]] == ["2005.\tx", "2006.\tx"]


def test_a_text_in_many_nested_boxes_is_read_once_and_cut(file: Path) -> None:
    begin, end = "<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"
    text = f"<w:p><w:r><w:t>{'A' * 2_000_000}</w:t></w:r></w:p>"
    put_in(file, document=("<w:sectPr", begin * 70 + text + end * 70))
    (box,) = (one for one in read_lines(file) if one.kind == "box")
    assert box.text == "A" * 20_000


def test_paragraphs_within_paragraphs_are_read_once(file: Path) -> None:
    text = f"<w:r><w:t>{'A' * 1_000}</w:t></w:r>"
    put_in(file, document=("<w:sectPr", f"<w:tbl>{'<w:p>' * 100}{text}{'</w:p>' * 100}</w:tbl>"))
    assert [one.text for one in read_lines(file) if one.kind == "table"][-1] == "A" * 1_000


def test_a_footnote_is_inserted_at_its_first_reference(file: Path) -> None:
    mark = '<w:p><w:r><w:t>x</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    put_in(file, document=("<w:sectPr", mark * 3))
    assert sum(bool(one.footnotes) for one in read_lines(file)) == 1


def test_a_document_of_too_many_lines_is_refused_while_it_is_read(file: Path) -> None:
    put_in(file, document=("<w:sectPr", "<w:p/>" * 100_000))
    with pytest.raises(ImportFormatError, match="the file has more than 20,000 lines"):
        read.read(file)


def listed(file: Path, *texts: str) -> list[IncomingParagraph]:
    """Return what is read from a list of recommendations with these texts, one in each row."""
    thematic_list(file, [("TEXT", "Supported", "Play", "")])
    with zipfile.ZipFile(file) as archive:
        xml = archive.read("word/document.xml").decode()
    row = f"<w:tr{xml.rpartition('<w:tr')[2].partition('</w:tr>')[0]}</w:tr>"
    put_in(file, document=("</w:tbl>", "".join(row.replace("TEXT", text) for text in texts)))
    return list(read_list(file).documents[0].paragraphs)


def test_one_number_for_thousands_of_texts_is_read_quickly(file: Path) -> None:
    *_, found = listed(file, *(f"1.1 Build {at} (Chad);" for at in range(8_000)))
    assert (found.external_id, len(found.fields["wordings"])) == ("1.1", 7_999)


def test_a_list_of_too_many_rows_is_refused_while_it_is_read(file: Path) -> None:
    with pytest.raises(ImportFormatError, match="more than 10,000 rows"):
        listed(file, *["x"] * 10_001)


@pytest.mark.parametrize("brackets", ["()", "(A) ", "(", "(a", "(()", "((A) "])
def test_consecutive_brackets_are_read_in_linear_time(brackets: str) -> None:
    text = (brackets * 20_000)[:19_900]
    found = [split_by_state(f"{text}x{at}") for at in range(50)]
    assert found[0] == [(f"{text}x0", [])]


def test_a_text_of_only_states_is_read_quickly() -> None:
    (first, *others) = split_by_state("(Chad);" * 2_800)
    assert (first, len(others)) == (("", ["Chad"]), 2_799)


def body(file: Path, *texts: str) -> list[IncomingParagraph]:
    """Return what is read from a document with these paragraphs after the others."""
    lines = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    put_in(file, document=("<w:sectPr", lines))
    return list(read.read(file).documents[0].paragraphs)


@pytest.mark.parametrize("text", ["9. The Committee recommends x", "9. The Committee is concerned", "(a) x"])
def test_the_same_number_thousands_of_times_is_read_quickly(file: Path, text: str) -> None:
    with at_most(seconds=4):
        found = body(file, "8. The Committee recommends:", *[text] * 8_000)
    assert len(found) > 8_000
    assert any(text in reason for text in ("appears twice", "was expected") for reason in found[-1].to_check)


def test_a_paragraph_of_thousands_of_lines_is_read_quickly(file: Path) -> None:
    with at_most(seconds=4):
        found = body(file, "8. The Committee recommends", *["more of it " * 40] * 4_000)
    assert len(str(found[-1].fields["text"])) > 1_700_000


def test_ranges_of_urgent_paragraphs_are_limited(file: Path) -> None:
    found = body(file, *[f"8. In these areas urgent measures must be taken: {'(paras. 1-999)' * 90}"] * 1_000)
    assert sum(len(one.to_check) for one in found) < 100_000


def test_links_to_other_documents_are_limited(file: Path) -> None:
    found = body(file, f"8. Recalling {'CRC/C/KEN/CO/2, paras. 1-999, ' * 100}the Committee recommends it")
    assert len(found[-1].fields["links"]) == 50
