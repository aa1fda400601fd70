"""The id for a new record, made from the ids of similar records or from the record's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.model.records.document import DATES_OF_DOCUMENT, Document, Paragraph
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.pillar import Activity, Pillar
from cobtrack.model.text.ids import free_slug, next_activity_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.editing.records.places import RecordList
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace

_NUMBERED = re.compile(r"(.*[a-z]-)(\d{1,6})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
WORDS = ("acronym", "title", "name", "text", "summary")
"""The fields from whose words an id can be made. The first of them that has letters from a to z is used."""


def propose_id(
    workspace: Workspace, model: type[Record], data: Mapping[str, Any], record_list: RecordList | None
) -> str:
    """Return an unused id for a new record with the given data; "" if somebody has to choose the id.

    `record_list` is the list that the record is added to; None if the record gets a file of its own.
    """
    used, root = workspace.used_ids, record_list.root if record_list else None
    if model is Activity and isinstance(root, Pillar):
        return next_activity_id(root.pillar, used)
    if model is Paragraph:
        # The number of a paragraph is in the document.
        return ""
    if model is Deadline and isinstance(root, Mechanism) and data.get("kind"):
        return free_slug(f"{root.id} {data['kind']}", used)
    if model is Document and (year := _year(data)) and data.get("mechanism"):
        return free_slug(f"{data['mechanism']} {year}", used)
    similar = [record for record in record_list.records if _is_similar(record, data)] if record_list else []
    if numbered := _next_number(similar, used):
        return numbered
    return next((identifier for text in _texts(data) if (identifier := free_slug(text, used))), "")


def _year(data: Mapping[str, Any]) -> str:
    """Return the year in which a document was issued, adopted or considered; "" if none of these dates is given."""
    dates = (str(data.get(field, "")) for field in reversed(DATES_OF_DOCUMENT))
    return next((match[0] for text in dates if (match := _YEAR.match(text))), "")


def _is_similar(record: Record, data: Mapping[str, Any]) -> bool:
    """Whether a record is of the same kind as the new record, such as a General Comment."""
    return getattr(record, "kind", None) == data.get("kind")


def _next_number(records: Sequence[Record], used: Iterable[str]) -> str:
    """Return the next id in a list whose ids are numbered, such as `discussion-7`; "" if the ids are not numbered."""
    matches = [_NUMBERED.fullmatch(getattr(record, "id", "")) for record in records]
    beginnings = {match[1] if match else "" for match in matches}
    if len(records) < 2 or len(beginnings) > 1 or "" in beginnings:
        return ""
    beginning = beginnings.pop()
    others = (_NUMBERED.fullmatch(identifier) for identifier in used)
    return f"{beginning}{max(int(match[2]) for match in others if match and match[1] == beginning) + 1}"


def _texts(data: Mapping[str, Any]) -> Iterable[str]:
    """Yield the texts from which an id can be made, in all languages."""
    for field in WORDS:
        value = data.get(field)
        yield from map(str, value.values()) if isinstance(value, dict) else filter(None, [str(value or "")])
