"""Earlier values of records, from their fields `was`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.record import Record
    from cobtrack.model.records.shared import Earlier
    from cobtrack.model.workspace import Workspace


def records_with_earlier_values(workspace: Workspace) -> Iterator[tuple[Record, tuple[Earlier, ...]]]:
    """Yield each record that has earlier values, with these values."""
    roadmap = (workspace.roadmap,) if workspace.roadmap else ()
    for record in (*roadmap, *workspace.all_records()):
        if entries := getattr(record, "was", ()):
            yield record, entries
