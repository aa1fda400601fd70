"""Open an SQLite export in DuckDB, pandas and Datasette: python benchmarks/databases.py data.sqlite.

Needs duckdb, pandas and datasette, which cobtrack itself does not need. Prints the time of each query, and the sizes of
the Parquet files that DuckDB makes of the tables.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERIES = {
    "recommendations of each document": "SELECT document, count(*) FROM {0}recommendations GROUP BY document",
    "recommendations of each organisation": """
        SELECT coalesce(a.acronym, a.name), count(*) FROM {0}paragraphs_responsible r
        JOIN {0}actors a ON a.id = r.value GROUP BY 1 ORDER BY 2 DESC""",
    "recommendations that no activity serves": """
        SELECT count(*) FROM {0}recommendations p
        WHERE NOT EXISTS (SELECT 1 FROM {0}activities_recommendations l WHERE l.value = p.id)""",
    "words in all texts": "SELECT count(*) FROM {0}recommendations WHERE text LIKE '%children%'",
}
"""Questions to the database. `{0}` is what the name of a table begins with."""
TABLES = ("paragraphs", "paragraphs_responsible", "paragraphs_assessments", "documents", "actors", "activities")


@contextmanager
def timed(what: str) -> Iterator[list[Any]]:
    """Print how long the block takes, and the results that it adds to the list."""
    results: list[Any] = []
    start = time.perf_counter()
    yield results
    seconds = time.perf_counter() - start
    print(f"{seconds:8.2f} s  {what}: {str(results)[1:-1][:70]}")


def with_duckdb(path: Path, folder: Path) -> None:
    """Query the database with DuckDB, and turn it into Parquet files."""
    import duckdb  # noqa: PLC0415

    connection = duckdb.connect()
    connection.execute(f"INSTALL {extension()}")
    connection.execute("LOAD sqlite")
    connection.execute(f"ATTACH '{path}' AS data (TYPE sqlite, READ_ONLY)")
    for what, query in QUERIES.items():
        with timed(f"DuckDB, {what}") as results:
            results.extend(connection.execute(query.format("data.")).fetchall())
    with timed("DuckDB, Parquet files") as results:
        for table in TABLES:
            file = folder / f"{table}.parquet"
            connection.execute(f"COPY data.{table} TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
            results.append(f"{table} {file.stat().st_size / 1e6:.1f} MB")
    with timed("DuckDB, words in all texts of the Parquet file") as results:
        query = f"SELECT count(*) FROM '{folder}/paragraphs.parquet' WHERE text LIKE '%children%'"
        results.extend(connection.execute(query).fetchall())


def extension() -> str:
    """Return what DuckDB has to install: a file that is there already, or the name of the extension."""
    try:
        import duckdb_extension_sqlite_scanner as package  # noqa: PLC0415
    except ImportError:
        return "sqlite"
    return f"'{next(Path(package.__file__).parent.rglob('sqlite_scanner.duckdb_extension'))}'"


def with_pandas(path: Path) -> None:
    """Read the recommendations and the dates of the activities into data frames."""
    import pandas as pd  # noqa: PLC0415

    with closing(sqlite3.connect(path)) as connection:
        with timed("pandas, all recommendations") as results:
            frame = pd.read_sql("SELECT * FROM recommendations", connection)
            results.append(len(frame))
        with timed("pandas, the dates of activities") as results:
            days = ["timeframe_earliest", "timeframe_latest"]
            frame = pd.read_sql("SELECT * FROM activities", connection, parse_dates=days)
            results.append(str(frame["timeframe_latest"].max()))


def with_datasette(path: Path) -> None:
    """Ask Datasette, as a browser would do."""
    from datasette.app import Datasette  # noqa: PLC0415

    client = Datasette([str(path)]).client

    async def get(address: str) -> Any:
        answer = await client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.text[:200]}")
        return json.loads(answer.text)

    for what, query in list(QUERIES.items())[:2]:
        with timed(f"Datasette, {what}") as results:
            parameters = f"sql={' '.join(query.format('').split())}&_shape=arrays".replace(" ", "+")
            results.extend(asyncio.run(get(f"/{path.stem}.json?{parameters}"))["rows"])
    with timed("Datasette, page of a table") as results:
        page = asyncio.run(get(f"/{path.stem}/paragraphs.json?_size=3&_shape=array"))
        results.extend(row["id"] for row in page)


def main() -> None:
    """Open the database that is named on the command line."""
    path = Path(sys.argv[1]).resolve()
    print(f"{path.stat().st_size / 1e6:.1f} MB")
    with closing(sqlite3.connect(path)) as connection:
        for what, query in QUERIES.items():
            with timed(f"sqlite3, {what}") as results:
                results.extend(connection.execute(query.format("")).fetchall())
    with tempfile.TemporaryDirectory() as folder:
        with_duckdb(path, Path(folder))
    with_pandas(path)
    with_datasette(path)


if __name__ == "__main__":
    main()
