"""The steps from each version of the data format (its schema) to the next.

Each step is defined once and used twice: on the plain data of a file when an older workspace is loaded, and on the text
of a file by `cobtrack migrate`. A file in the new format is not changed by a step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from cobtrack.model.edit import Edit, with_edits
from cobtrack.model.records.settings import SCHEMA
from cobtrack.model.text.slug import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NO_NOTE = "No note was written for this version."
"""The note that a version of the roadmap gets if it comes from schema 1, in which versions had no notes."""


class Conversion(NamedTuple):
    """How files of a kind change from one schema to the next."""

    sentence: str
    """The change in words, without a full stop."""
    edits: Callable[[dict[str, Any]], Sequence[Edit]]
    """A function that returns the edits that change the plain data of a file; none if the data need no change."""


class Move(NamedTuple):
    """A list that moves from the files of a kind to files of another kind. It keeps its name."""

    field: str
    """The name of the list in the files of both kinds."""
    kind: str
    """The name of the kind whose files have the list from then on."""


class Step(NamedTuple):
    """The step from a schema to the next. Both fields are keyed by the kind of file that changes."""

    conversions: Mapping[str, Sequence[Conversion]]
    moves: Mapping[str, Move]


def _version_to_versions(roadmap: dict[str, Any]) -> list[Edit]:
    keys = [key for key in ("version", "date") if key in roadmap]
    if not keys or "versions" in roadmap:
        return []
    values = {"number": roadmap.get("version"), "date": roadmap.get("date"), "note": NO_NOTE}
    version = {key: value for key, value in values.items() if value is not None}
    first, *others = keys
    return [
        Edit((), first, {"versions": [version]}, "replace"),
        *(Edit((), key, {}, "replace") for key in others),
    ]


def _texts_to_axes(indicators: dict[str, Any]) -> list[Edit]:
    """Return the edits that change the texts in `disaggregated_by` to names of axes.

    A text in another script has no such name. It becomes a remark.
    """
    edits: list[Edit] = []
    rows = indicators.get("indicators")
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        texts = row.get("disaggregated_by") if isinstance(row, dict) else None
        if not isinstance(texts, list) or all(isinstance(text, str) and _slug(text) == text for text in texts):
            continue
        names = [_slug(_any_language(text)) for text in texts]
        path = ("indicators", index)
        edits.append(Edit(path, "disaggregated_by", list(dict.fromkeys(filter(None, names))) or None))
        rest = [text for text, name in zip(texts, names, strict=True) if not name]
        edits += [Edit(path, "remarks", {"text": text}, "append") for text in rest]
    return edits


def _slug(text: str) -> str:
    return slug(text, ascii_only=True)


def _any_language(text: Any) -> str:
    """Return a text of the data, in its first language if it has several."""
    return str(next(iter(text.values()), "") if isinstance(text, dict) else text)


def _dates_to_stages(roadmap: dict[str, Any]) -> list[Edit]:
    measures = roadmap.get("measures")
    return [
        Edit(("measures", number), "date", {"stages": [{"date": measure["date"], "stage": "issued"}]}, "replace")
        for number, measure in enumerate(measures if isinstance(measures, list) else ())
        if isinstance(measure, dict) and "date" in measure
    ]


_STEPS = (
    Step(
        {
            "roadmap": (
                Conversion('"version" and "date" become an item of "versions", with a note', _version_to_versions),
                Conversion('"date" of a measure becomes an item of "stages"', _dates_to_stages),
            ),
            "indicators": (Conversion('the texts of "disaggregated_by" become names of axes', _texts_to_axes),),
        },
        {"roadmap": Move("measures", "measures")},
    ),
)
"""The step from schema 1 to schema 2, and so on."""


def conversions(kind: str, schema: int) -> list[Conversion]:
    """Return the conversions that change files of a kind from a schema to the current schema, in their order."""
    return [conversion for step in _STEPS[schema - 1 :] for conversion in step.conversions.get(kind, ())]


def moves(kind: str, schema: int) -> list[Move]:
    """Return the lists that have moved from files of a kind to other files since a schema."""
    return [step.moves[kind] for step in _STEPS[schema - 1 :] if kind in step.moves]


def converted(kind: str, data: dict[str, Any], schema: int) -> dict[str, Any]:
    """Return the plain data of a file of a kind, changed from a schema to the current schema."""
    for conversion in conversions(kind, schema):
        data = with_edits(data, conversion.edits(data))
    return data


def is_older(schema: object) -> TypeGuard[int]:
    """Whether `schema`, the value in cobtrack.yaml, is the number of an older schema."""
    return type(schema) is int and 1 <= schema < SCHEMA
