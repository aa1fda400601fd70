"""CSV as a spreadsheet opens it: ids stay ids, Khmer stays Khmer, and there is a column for every filter."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.text.markup import plain_citation, plain_text
from cobtrack.store.load import load
from cobtrack.views import as_json
from cobtrack.views.selection import MODELS
from cobtrack.views.tables.cells import as_csv, csv_id
from tests.cli_support import REPOSITORY, SMALL, ask, on_terminal, program, words
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2026-11-26"
COMMANDS = [["list"], ["list", "recommendations"], ["list", "deadlines"], ["list", "actors"], ["due", "--all"],
            ["status"], ["timeline"], ["matrix"], ["list", "resources"]]  # fmt: skip
_LIKE_A_NUMBER = re.compile(r"\s*[-+]?[\d.,]+\s*")


def table(root: Path, *arguments: str) -> list[dict[str, str]]:
    """Return the rows as a program reads them that understands the byte-order mark."""
    out = ask(root, *arguments, "--format", "csv", as_of=DAY).out.encode().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(out)))


def opened(cell: str) -> str | float:
    """Return the value of a cell in a spreadsheet: a number for everything that looks like one."""
    return float(cell) if _LIKE_A_NUMBER.fullmatch(cell) else cell


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_csv_begins_with_one_byte_order_mark(command: list[str]) -> None:
    raw = program(*command, "--format", "csv", "--root", str(SMALL), "--as-of", DAY).stdout
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\xef\xbb\xbf") == 1


def test_a_terminal_gets_no_byte_order_mark() -> None:
    screen = on_terminal("list", "--format", "csv", "--root", str(SMALL), "--as-of", DAY)
    assert "\ufeff" not in screen.raw


def test_khmer_is_unchanged() -> None:
    assert "ពិនិត្យមើលឡើងវិញនូវផែនទីបង្ហាញផ្លូវ" in {row["text"] for row in table(SMALL, "list")}


def test_every_id_survives_a_spreadsheet_and_can_be_shown_again() -> None:
    rows = table(REPOSITORY, "list")
    cells = [opened(row["id"]) for row in rows]
    assert len(cells) == len(set(cells)) == 39
    assert {"activity:1.1", "activity:1.10"} <= set(cells)
    for cell in ("activity:1.1", "activity:1.10"):
        assert ask(REPOSITORY, "show", cell, as_of=DAY).out.split()[0] == cell.removeprefix("activity:")


@pytest.mark.parametrize(
    "command", [["list", "recommendations"], ["list", "deadlines"], ["due", "--all"], ["timeline"]]
)
def test_no_id_in_another_column_becomes_a_number(command: list[str]) -> None:
    named = {"id", "activities", "begin", "paragraph", "sdgs", "document", "recommendations"}
    for row in table(REPOSITORY, *command):
        for name in named & set(row):
            assert not row[name] or isinstance(opened(row[name]), str), (name, row[name])


def test_an_id_neither_begins_a_formula_nor_has_an_apostrophe() -> None:
    for row in table(REPOSITORY, "list"):
        assert row["id"][0] not in "='+-@\t"


@pytest.mark.parametrize(
    ("value", "cell"), [("1.10", "activity:1.10"), ("crc-2022:42a", "crc-2022:42a"), ("cerd", "cerd")]
)
def test_an_id_as_a_cell(value: str, cell: str) -> None:
    assert csv_id(value) == cell


def test_an_id_that_looks_like_a_number_has_the_name_of_its_column_before_it() -> None:
    assert as_csv(["16.2", "16.10"], "sdgs") == "sdg:16.2; sdg:16.10"
    assert as_csv(["1.10"], "activities") == "activity:1.10"


@pytest.mark.parametrize(
    ("what", "columns"),
    [
        ("activities", {"timeframe", "text", "pillar", "category", "responsible", "serves", "recommendations", "stale", "seen_elsewhere"}),
        ("recommendations", {"document", "body", "citation", "paragraph", "cluster", "cluster_title", "position", "groups",
                             "responsible", "made_by", "repeated", "outdated", "importance", "government", "civil-society",
                             "children", "nhri", "un", "themes", "sdgs", "heading", "section", "check", "inherited_from"}),
        ("deadlines", {"mechanism", "kind", "due", "certainty", "basis", "activities", "owner", "state"}),
        ("actors", {"kind", "part_of", "role"}), ("resources", {"mechanism", "symbol"}),
    ],
)  # fmt: skip
def test_everything_that_a_person_would_filter_by_is_a_column(what: str, columns: set[str]) -> None:
    rows = table(REPOSITORY, "list", what)
    assert rows
    for row in rows:
        assert columns <= set(row)
        assert None not in row


def test_a_column_has_the_value_of_the_record() -> None:
    row = next(one for one in table(SMALL, "list", "recommendations") if one["id"] == "crc-2022:42")
    assert row["document"] == "crc-2022"
    assert row["body"] == "CRC"
    assert "para. 42" in row["citation"]


def test_readme_says_how_ids_are_written() -> None:
    assert "`activity:1.10`" in words((REPOSITORY / "docs/import-export.md").read_text())


def values(data: Any, is_source: bool = False) -> Iterator[str]:
    """Yield the single values of plain data as a spreadsheet shows them. Of records with an id, yield the id only."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"paragraphs", "deadlines"}:
                yield from (item["id"] for item in value)
            else:
                yield from values(value, key in {"source", "evidence"})
    elif isinstance(data, list):
        for item in data:
            yield from values(item, is_source)
    elif data is True:
        yield "yes"
    elif data is not False:
        yield plain_citation(data) if is_source else plain_text(str(data))


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("root", [EXAMPLE, REPOSITORY], ids=["example", "shipped"])
def test_csv_has_every_field_of_every_record(root: Path, kind: str) -> None:
    rows = {row["id"].removeprefix("activity:"): row for row in table(root, "list", kind)}
    records = getattr(load(root).workspace, kind)
    assert set(rows) == {record.id for record in records}
    for record in records:
        data = as_json.record(record)
        row = rows[record.id]
        for key, value in data.items():
            # The date of a deadline can be computed from others; the relative date has its own column.
            column = {"urgent": "", "due": "hangs_on" if isinstance(value, dict) else "due"}.get(key, key)
            for text in values({key: value}):
                cells = [row[name] for name in row if name == column or name.startswith(f"{key}.")]
                assert not column or any(text in cell for cell in cells), (record.id, key, text)
        assert bool(row.get("urgent")) == getattr(record, "urgent", False)


def test_csv_has_a_column_for_each_further_language() -> None:
    row = next(row for row in table(SMALL, "list", "actors") if row["id"] == "cncc")
    assert (row["name"], row["name.km"]) == (
        "Cambodia National Council for Children", "ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ"
    )  # fmt: skip
    assert list(row)[-1] == "name"
    assert "role.km" not in row


def test_records_within_a_record_can_be_read() -> None:
    row = next(row for row in table(EXAMPLE, "list", "paragraphs") if row["id"] == "crc-2022:26")
    assert row["links"] == "to: crc-2011:41, kind: repeats, source: https://example.org/comparison"
    assert "evidence: (bearing: supports, text: The draft of March 2025, " in row["assessments"]
    assert row["scores"].count("; criterion: ") == 1


def test_a_former_id_of_an_activity_survives_a_spreadsheet() -> None:
    row = next(row for row in table(EXAMPLE, "list") if row["id"] == "activity:2.7")
    assert row["formerly"] == "activity:2.5"
    assert ask(EXAMPLE, "show", row["formerly"], as_of=DAY).out.startswith("2.7")
