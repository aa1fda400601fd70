"""Word files: real headings, footnotes, lists and tables, which people can read, edit and hear."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from tests.office_support import ABOUT, body, find, part, value, word, words

TEXT = """<!-- cobtrack:as-of 2026-11-26 -->
# The roadmap

Status on **26 November 2026**, *unconfirmed*. [All updates](#updates), [nothing](#nowhere), <https://example.org/a?b=1&c=2>.

## Status

| pillar | overdue |
|---|--:|
| Pillar 1[^1]<br>of four | 7 |
| Pillar 2[^1] | 10[^2] |

### Updates

12. The twelfth paragraph.
13. The next.
    - A point.

## More

14. The fourteenth.
20. The twentieth.

> A quotation.

---

On a new page.

## Footnotes

[^1]: See **page 3**.
[^2]: In a table.
"""


def test_headings_are_real_and_the_title_is_the_title() -> None:
    document = docx.Document(BytesIO(word(TEXT)))
    styles = [(one.style.name if one.style else "", one.text) for one in document.paragraphs]
    assert [one for one in styles if one[0].startswith(("Heading", "Title"))] == [
        ("Title", "The roadmap"), ("Heading 1", "Status"), ("Heading 2", "Updates"), ("Heading 1", "More"),
    ]  # fmt: skip


def test_the_file_says_its_title_subject_author_language_and_day() -> None:
    properties = docx.Document(BytesIO(word(TEXT))).core_properties
    assert (properties.title, properties.subject) == ("Roadmap", "Cambodia, Roadmap")
    assert (properties.author, properties.language) == ("CRC-Cambodia", "en-GB")
    assert properties.created == properties.modified
    assert str(properties.created).startswith("2026-11-26 00:00:00")


def test_footnotes_are_real_also_in_tables_and_a_second_mark_refers_to_the_same_footnote() -> None:
    document = word(TEXT)
    cells = find(body(document), ".//w:tc")
    assert [value(mark, "id") for cell in cells for mark in find(cell, ".//w:footnoteReference")] == ["1", "2"]
    again = cells[4]
    assert re.search(r"NOTEREF _Note1 ", find(again, ".//w:instrText")[0].text)
    assert words(again) == "Pillar 21"
    notes = find(part(document, "word/footnotes.xml"), "w:footnote")
    assert [value(note, "id") for note in notes] == ["-1", "0", "1", "2"]
    assert [words(note).strip() for note in notes[2:]] == ["See page 3.", "In a table."]


def test_a_footnote_that_nothing_refers_to_stays_where_it_was_written() -> None:
    paragraphs = docx.Document(BytesIO(word("# A\n\nText.\n\n## Footnotes\n\n[^7]: Not referred to.\n"))).paragraphs
    assert [one.text for one in paragraphs] == ["A", "Text.", "Footnotes", "Not referred to."]


def test_tables_repeat_their_header_and_do_not_split_rows() -> None:
    document = body(word(TEXT))
    header, *rows = find(document, ".//w:tr")
    assert find(header, "w:trPr/w:tblHeader")
    assert all(find(row, "w:trPr/w:cantSplit") and not find(row, "w:trPr/w:tblHeader") for row in rows)
    widths = [int(value(column, "w")) for column in find(document, ".//w:gridCol")]
    assert abs(sum(widths) - (11906 - 2 * 1134)) < 5
    assert [value(side) for side in find(rows[0], ".//w:jc")] == ["right"]
    assert value(find(document, ".//w:tblCaption")[0]) == "Status"
    assert len(find(rows[0], ".//w:br")) == 1


def test_a_row_that_fits_on_no_page_is_split() -> None:
    rows = find(body(word(f"| a | b |\n|---|---|\n| {'word ' * 600} | x |\n")), ".//w:tr")
    assert [bool(find(row, "w:trPr/w:cantSplit")) for row in rows] == [True, False]


def test_a_table_with_many_long_columns_is_in_landscape_with_its_heading() -> None:
    cells = " | ".join(["several words in each cell of it"] * 5)
    table = f"| a | b | c | d | e |\n|---|---|---|---|---|\n| {cells} |\n"
    document = body(word(f"# T\n\nText.\n\n## Wide\n\nAbove it.\n\n{table}\n\n## After\n\nText.\n"))
    blocks = list(find(document, "w:body")[0])
    sections = [value(size, "orient") for size in find(document, ".//w:pgSz")]
    assert sections == ["None", "landscape", "None"]
    ends = [at for at, block in enumerate(blocks) if find(block, ".//w:sectPr")]
    assert [words(block) for block in blocks[ends[0] + 1 : ends[1] - 1]] == ["Wide", "Above it."]


def test_items_keep_their_real_numbers_and_go_on_across_headings() -> None:
    document = word(TEXT)
    lists = {
        value(one, "numId"): [value(start) for start in find(one, ".//w:startOverride")]
        for one in find(part(document, "word/numbering.xml"), "w:num")
    }
    items = [
        (words(paragraph), lists[value(number)])
        for paragraph in find(body(document), ".//w:p")
        for number in find(paragraph, ".//w:numId")
    ]
    assert items == [
        ("The twelfth paragraph.", ["12"]), ("The next.", ["12"]), ("A point.", []), ("The fourteenth.", ["12"]),
        ("The twentieth.", ["20"]),
    ]  # fmt: skip


def test_links_lead_to_addresses_and_headings_and_others_are_text() -> None:
    document = body(word(TEXT))
    links = {words(link): link for link in find(document, ".//w:hyperlink")}
    assert set(links) == {"All updates", "https://example.org/a?b=1&c=2"}
    bookmarks = {value(mark, "name") for mark in find(document, ".//w:bookmarkStart")}
    assert value(links["All updates"], "anchor") in bookmarks
    targets = [one.target_ref for one in docx.Document(BytesIO(word(TEXT))).part.rels.values() if one.is_external]
    assert targets == ["https://example.org/a?b=1&c=2"]
    assert not find(body(word("[a](javascript:alert) <file:///etc/passwd>")), ".//w:hyperlink")


def test_a_long_document_has_contents_with_links_that_word_can_update() -> None:
    long = "".join(f"## Section {number}\n\n{'Some words. ' * 300}\n\n" for number in range(5))
    document = body(word(f"# Title\n\n{long}"))
    (contents,) = find(document, ".//w:sdtContent")
    assert [words(link) for link in find(contents, ".//w:hyperlink")] == [f"Section {number}" for number in range(5)]
    assert "TOC" in find(contents, ".//w:instrText")[0].text
    assert [value(mark, "fldCharType") for mark in find(contents, ".//w:fldChar")] == ["begin", "separate", "end"]
    assert not find(body(word(TEXT)), ".//w:sdt")


def test_khmer_is_tagged_and_shaped_as_khmer() -> None:
    document = body(word("# អ\n\nThe CRC: **កុមារ\u200bទាំងអស់ និង** more.\n"))
    runs = [(words(run), [value(one, "bidi") for one in find(run, "w:rPr/w:lang")]) for run in find(document, ".//w:r")]
    assert runs == [
        ("អ", ["km-KH"]), ("The CRC: ", []), ("កុមារ\u200bទាំងអស់ និង", ["km-KH"]), (" more.", []),
    ]  # fmt: skip
    khmer = next(run for run in find(document, ".//w:r") if words(run).startswith("កុ"))
    assert [one.tag.rpartition("}")[2] for one in khmer[0]] == ["rFonts", "b", "bCs", "cs", "lang"]


def test_what_introduces_a_list_or_table_is_on_the_same_page() -> None:
    text = "# T\n\nNot this.\n\nThese are:\n\n- a\n\n**Those**\n\n- b\n\nNor this.\n\n- c\n\n## H\n\nBelow it.\n\n| d |\n|---|\n| e |\n"
    paragraphs = find(body(word(text)), ".//w:p")
    assert [words(one) for one in paragraphs if find(one, "w:pPr/w:keepNext")] == ["These are:", "Those", "Below it."]


def test_a_rule_ends_the_page() -> None:
    paragraphs = find(body(word(TEXT)), ".//w:p")
    assert [words(one) for one in paragraphs if find(one, "w:pPr/w:pageBreakBefore")] == ["On a new page."]


def test_every_page_says_who_the_document_is_for() -> None:
    members = word(TEXT, replace(ABOUT, audience="members", audience_note="For members. Do not publish this."))
    assert words(part(members, "word/header1.xml")) == "For members. Do not publish this."
    assert len(find(body(members), ".//w:headerReference")) == 1
    assert not find(body(word(TEXT)), ".//w:headerReference")


HOSTILE = '</w:t></w:r><w:p/>&amp; "]]> \x00\x0b\ud800 \u202e ￿ <!ENTITY x> {=html} %d $a$'


@pytest.mark.parametrize("text", [
    f"# {HOSTILE}\n\n{HOSTILE}\n\n| {HOSTILE} |\n|---|\n| {HOSTILE} |\n\n1. {HOSTILE}[^a]\n\n[^a]: {HOSTILE}\n",
    "", "\n\n", "#\n", "# \n\n##\n\n-\n- \n\n1.\n", "> > > - > 1. | a |\n", "| a |\n|---|\n", "[^1]\n\n[^1]: [^1] [^2]\n",
    "[^1]: only\n", "---\n\n---\n\n| a |\n|---|\n| b |\n\n| c |\n|---|\n| d |\n", "```\ncode  <x>\n\ttab\n```\n",
    "- a\n\n  | t |\n  |---|\n  | u |\n", "###### deep\n\n# first\n", f"{'- ' * 30}deep\n", "999999999. big\n0. zero\n",
    f"[{HOSTILE}](<https://example.org/\"'&<>>)\n", "# same\n\n## same\n\n## same-1\n\n[x](#same-1)\n",
])  # fmt: skip
def test_no_text_breaks_the_file(text: str) -> None:
    document = word(text, replace(ABOUT, title=HOSTILE, author=HOSTILE, subject=HOSTILE))
    docx.Document(BytesIO(document))
    with ZipFile(BytesIO(document)) as archive:
        for name in archive.namelist():
            part(document, name)
    xml = body(document)
    ids = [value(mark, "id") for mark in find(xml, ".//w:bookmarkStart")]
    assert len(ids) == len(set(ids))
    if text.startswith(f"# {HOSTILE}"):
        assert words(xml).count('</w:t></w:r><w:p/>& "]]>') >= 4


def test_the_same_document_has_the_same_bytes() -> None:
    assert word(TEXT) == word(TEXT)
    with ZipFile(BytesIO(word(TEXT))) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_500_rows_with_500_footnotes_take_a_moment() -> None:
    rows = "".join(f"| Row {number} | {'words ' * 20}[^{number}] |\n" for number in range(500))
    notes = "".join(f"[^{number}]: Footnote {number}.\n" for number in range(500))
    start = time.process_time()
    document = word(f"# Title\n\n| a | b |\n|---|---|\n{rows}\n{notes}")
    assert time.process_time() - start < 5
    assert len(find(part(document, "word/footnotes.xml"), "w:footnote")) == 502
