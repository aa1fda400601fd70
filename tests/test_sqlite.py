"""The SQLite export has every field of every record, and the same workspace always gives the same bytes."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.exchange.sqlite.database import database
from cobtrack.exchange.sqlite.tables import tables
from cobtrack.model.audience import for_audience
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import field_type, record_type
from cobtrack.model.record_texts import walk_records
from cobtrack.render.json_schema import field_docstrings
from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, ask, put, small
from tests.support import EXAMPLE, models

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.model.record import Audience
    from cobtrack.model.workspace import Workspace

DAY = date(2026, 2, 1)


def content(workspace: Workspace, audience: Audience = "members") -> bytes:
    shown = for_audience(workspace, audience)
    return database(shown, DAY, audience=audience, language="en", descriptions=field_docstrings)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load(EXAMPLE).workspace


@pytest.fixture(scope="module")
def example(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    with closing(opened(content(workspace))) as connection:
        yield connection


def opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    return connection


def rows(connection: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_every_field_of_every_model_is_in_a_column() -> None:
    shown = {(column.model, column.key) for table in tables() for column in table.columns}
    missing = [
        f"{name}.{field}"
        for name, model in models().items()
        for field, info in model.model_fields.items()
        if not record_type(field_type(model, field)) and (model, info.alias or field) not in shown
    ]
    assert missing == []


def test_every_value_of_the_example_which_uses_all_fields_is_in_its_column(
    workspace: Workspace, example: sqlite3.Connection
) -> None:
    filled = set()
    for table in tables():
        counts = ", ".join(f'count("{column.name}")' for column in table.columns)
        ((*numbers,),) = rows(example, f'SELECT {counts} FROM "{table.name}"')
        filled |= {(column.model, column.key) for column, number in zip(table.columns, numbers, strict=True) if number}
    used = {
        (model, info.alias or field)
        for record in walk_records(workspace.file_records())
        for model in [type(record)]
        for field, info in model.model_fields.items()
        if getattr(record, field) and not record_type(field_type(model, field))
    }
    assert len(used) > 300
    assert used - filled == set()


def test_every_record_with_an_id_is_a_row_in_the_order_of_the_files(
    workspace: Workspace, example: sqlite3.Connection
) -> None:
    for kind in KINDS:
        for name in kind.record_types:
            expected = [record.id for record in getattr(workspace, name)]
            assert [row[0] for row in rows(example, f'SELECT "id" FROM "{name}" ORDER BY "ordinal"')] == expected


def test_all_ids_refer_to_rows(example: sqlite3.Connection) -> None:
    assert rows(example, "PRAGMA foreign_key_check") == []
    assert rows(example, "PRAGMA integrity_check") == [("ok",)]


def test_every_column_is_described(example: sqlite3.Connection) -> None:
    described = rows(example, 'SELECT "table", "column" FROM "columns" WHERE "description" != \'\'')
    assert set(described) == {(table.name, column.name) for table in tables() for column in table.columns}


SMALL_FILES = {
    "data/indicators/a.yaml": "indicators:\n  - {id: beaten, title: Beaten, type: outcome, "
    "values: [{date: 2024, value: 12.50}], source: [Us, Them]}\n"
}


@pytest.fixture(scope="module")
def small_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    root = small(tmp_path_factory.mktemp("small"), SMALL_FILES)
    done = ask(root, "export", "data.sqlite", "-o", str(root / "data.sqlite"))
    assert done.code == 0, done.err
    with closing(sqlite3.connect(root / "data.sqlite")) as connection:
        yield connection


def test_a_date_is_there_as_written_and_as_the_earliest_and_the_latest_day(small_database: sqlite3.Connection) -> None:
    query = "SELECT id, due, due_earliest, due_latest FROM deadlines WHERE due LIKE '2025%?'"
    assert rows(small_database, query) == [("crc-mid-term-review", "2025?", "2025-01-01", "2025-12-31")]


def test_texts_numbers_and_lists_are_read_as_they_are(small_database: sqlite3.Connection) -> None:
    assert rows(small_database, "SELECT date, value FROM indicators_values") == [("2024", 12.5)]
    assert rows(small_database, "SELECT * FROM indicators_source") == [("beaten", 1, "Us"), ("beaten", 2, "Them")]
    query = "SELECT field, language, text FROM translations WHERE record = 'cncc'"
    assert rows(small_database, query) == [
        ("name", "en", "Cambodia National Council for Children"),
        ("name", "km", "ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ"),
    ]


def test_records_are_joined_by_their_ids(small_database: sqlite3.Connection) -> None:
    query = """
        SELECT a.id, p.title, s.status FROM activities a
        JOIN pillars p ON p.pillar = a.pillar JOIN activity_states s ON s.activity = a.id
        JOIN activities_responsible r ON r.activity = a.id JOIN actors o ON o.id = r.value
        WHERE o.acronym = 'CNCC'
    """
    assert rows(small_database, query) == [("2.6", "Collaboration with the government", "in-progress")]
    assert rows(small_database, "SELECT value FROM about WHERE name IN ('as_of', 'audience')") == [
        ("2026-02-01",), ("public",),
    ]  # fmt: skip


def test_only_the_audience_sees_what_is_meant_for_it(workspace: Workspace) -> None:
    with closing(opened(content(workspace, "public"))) as public:
        assert rows(public, "SELECT count(*) FROM paragraphs_scores UNION SELECT count(*) FROM rounds") == [(0,)]
        assert rows(public, "SELECT count(*) FROM actions WHERE kind = 'advocacy'") == [(0,)]
        assert rows(public, "PRAGMA foreign_key_check") == []


def test_the_same_workspace_gives_the_same_bytes(workspace: Workspace) -> None:
    assert content(workspace) == content(workspace)


def test_only_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = root / "mine.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (name TEXT)")
    assert "already exists" in ask(root, "export", "data.sqlite", "-o", str(path)).err
    assert ask(root, "export", "data.sqlite", "-o", str(path), "--force").code == 0
    put(root, SMALL_FILES)
    assert ask(root, "export", "data.sqlite", "-o", str(path)).code == 0
    with closing(sqlite3.connect(path)) as connection:
        assert rows(connection, "SELECT id FROM indicators") == [("beaten",)]


def test_the_questions_of_the_guide_have_answers(example: sqlite3.Connection) -> None:
    queries = re.findall(r"```sql\n(.*?)```", (REPOSITORY / "docs/sqlite.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(queries) == 4
    assert all(rows(example, query) for query in queries)
