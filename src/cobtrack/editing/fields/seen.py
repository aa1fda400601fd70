"""Record the day on which evidence was last found at its web address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.editing.check import checked_changes
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.model.dates.timeframe import Point, timeframe_of
from cobtrack.model.problem import at_path
from cobtrack.model.record_texts import sources_in_fields, walk_records
from cobtrack.model.records.document import Evidence
from cobtrack.model.types import CITE, SourceDetails
from cobtrack.store.edit.apply import set_value
from cobtrack.store.edit.source import read_data
from cobtrack.views.evidence.addresses import urls_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from cobtrack.model.problem import Path
    from cobtrack.model.record import Record
    from cobtrack.model.types import Text
    from cobtrack.store.load import Loaded

_EVIDENCE = "evidence"


def record_seen(loaded: Loaded, records: Iterable[Record], found: Collection[str], as_of: date) -> PlannedChange:
    """Record in the evidence of some records that its web addresses were found on the given day.

    Evidence is what stands in a field `evidence`, and every other source that has details already. It is recorded if
    all its addresses are in `found`. Raises CobtrackError if the change is not possible.
    """
    texts: dict[str, str] = {}
    count = 0
    for record, path, source in _evidence(records):
        urls = urls_in(source)
        last = source.details.seen if source.details else None
        is_new = last is None or last.is_before(as_of)
        if urls and is_new and set(urls) <= set(found):
            file = record.place.file
            text = texts.get(file) or loaded.raw_bytes[file].decode()
            texts[file] = _with_day(text, record.place.at(*path).path, source, as_of)
            count += 1
    encoded = {file: text.encode() for file, text in texts.items()}
    sentence = f"recorded that {count} sources were seen on {as_of}" if count != 1 else f"1 source was seen on {as_of}"
    return PlannedChange((sentence,), encoded, checked_changes(loaded, encoded, as_of))


def _evidence(records: Iterable[Record]) -> Iterator[tuple[Record, Path, Text]]:
    """Yield each source that counts as evidence, with the record that has it and its path there."""
    for record in walk_records(records):
        for path, source in sources_in_fields(record):
            if path[0] == _EVIDENCE or isinstance(record, Evidence) or source.details:
                yield record, path, source


def _with_day(text: str, path: Path, source: Text, day: date) -> str:
    """Return the text of a file in which the source at a path was seen on a day."""
    seen = str(timeframe_of(Point(day.year, day.month, day.day)))
    data = read_data(text)
    if not isinstance(at_path(data, path[:-1]), list):
        # A list with one source can also be written as a single value.
        path = path[:-1]
    if source.details:
        return set_value(text, (*path, "seen"), seen, tuple(SourceDetails.model_fields))
    return set_value(text, path, {CITE: at_path(data, path), "seen": seen})
