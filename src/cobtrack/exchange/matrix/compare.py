"""What a filled-in matrix would do to the workspace: exactly the cells that were changed, and no other value.

Three values are compared: the one that was exported, the one in the sheet, and the one that stands in the file now. A
cell is taken where the file still has what was exported; where both were changed, both are told and the file stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.matrix.columns import LISTS, cells, locked_keys
from cobtrack.model.edit import Edit
from cobtrack.model.records.document import POSITIONS, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.exchange.matrix.workbook import CellChange, FilledMatrix
    from cobtrack.model.workspace import Workspace

# A thematic working group by its number, as on the command line.
_GROUP = re.compile(r"(?:twg[\s-]*)?(\d{1,3})")


class _RefusedError(Exception):
    """The cell cannot be taken; the argument says why."""


@dataclass
class CellPlan:
    """What becomes of each changed cell, and the edits by file."""

    count: int = 0
    accepted: list[CellChange] = field(default_factory=list)
    """An emptied cell takes its value out of the file."""
    unchanged: list[CellChange] = field(default_factory=list)
    """Cells that the file says the same as already."""
    conflicts: list[tuple[CellChange, str]] = field(default_factory=list)
    """Cells that were changed in the file, too, with what it says now."""
    rejected: list[tuple[CellChange, str]] = field(default_factory=list)
    """Cells that do not fit, and why."""
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    cells: list[tuple[Edit, tuple[CellChange, ...]]] = field(default_factory=list)
    """The cells that each edit is made of."""
    remarks: tuple[str, ...] = ()

    def refuse(self, file: str, edit: Edit, why: str) -> None:
        """Refuse the cells of an edit of that file, which cannot be made."""
        self.edits[file] = [one for one in self.edits[file] if one is not edit]
        for change in next(found for one, found in self.cells if one is edit):
            self.accepted = [one for one in self.accepted if one is not change]
            self.rejected.append((change, why))


def plan_cells(workspace: Workspace, sheet: FilledMatrix, refuses: Callable[[str], str] = lambda _: "") -> CellPlan:
    """Compare the changed cells with the workspace; `refuses` says why a text may not stand in a data file."""
    made = CellPlan(count=len(sheet.changes), remarks=tuple(sheet.remarks))
    by_record: dict[str, list[CellChange]] = defaultdict(list)
    for change in sheet.changes:
        if why := refuses(change.returned):
            made.rejected.append((change, why))
        else:
            by_record[change.id].append(change)
    for identifier, changes in by_record.items():
        paragraph = workspace.by_id.get(identifier)
        if isinstance(paragraph, Paragraph):
            _record(workspace, made, paragraph, changes)
        else:
            made.rejected += [(one, "the workspace has no such recommendation any more") for one in changes]
    return made


def _record(workspace: Workspace, made: CellPlan, paragraph: Paragraph, changes: Iterable[CellChange]) -> None:
    now, locked = cells(workspace, paragraph), locked_keys(workspace, paragraph)
    fitting = []
    for change in _resolved(workspace, made, changes):
        here = now.get(change.key)
        if here is None:
            made.rejected.append((change, "there is no such column any more"))
        elif change.key in locked:
            made.rejected.append(
                (change, "this text is changed in the file: it has several languages, or is very long")
            )
        elif here == change.returned:
            made.unchanged.append(change)
        elif here != change.exported:
            made.conflicts.append((change, here))
        else:
            fitting.append(change)
    scores = [one for one in fitting if ":" in one.key]
    edits = list(_scored(made, paragraph, scores))
    for change in fitting:
        if ":" not in change.key:
            try:
                edit = Edit(paragraph.place.path, change.key, _value(workspace, change))
                made.accepted.append(change)
                edits.append((edit, (change,)))
            except _RefusedError as error:
                made.rejected.append((change, str(error)))
    if edits:
        made.cells += edits
        made.edits.setdefault(paragraph.place.file, []).extend(edit for edit, _ in edits)


def _resolved(workspace: Workspace, made: CellPlan, changes: Iterable[CellChange]) -> Iterable[CellChange]:
    """The changes with the values that are meant: ids of organisations and clusters; what names others is refused."""
    for change in changes:
        try:
            if change.key in LISTS:
                yield replace(change, returned=_with_ids(workspace, change.returned))
            else:
                choices = _choices(workspace, change.key) or {}
                yield replace(change, returned=choices.get(change.returned.casefold(), change.returned))
        except _RefusedError as error:
            made.rejected.append((change, str(error)))


def _value(workspace: Workspace, change: CellChange) -> Any:
    """The cell's text as the file has it; None where it is empty."""
    text = change.returned
    if not text:
        return None
    if change.key in LISTS:
        return text.split(", ")
    choices = _choices(workspace, change.key)
    if choices is not None and text not in choices.values():
        raise _RefusedError(f"it takes {', '.join(dict.fromkeys(choices.values()))}")
    return text


def _choices(workspace: Workspace, key: str) -> dict[str, str] | None:
    """The values that a cell may have, by what may be typed for them in small letters; None where any text fits."""
    if key == "position":
        return {typed: one for one in POSITIONS for typed in (one, one.replace("-", " "))}
    if key == "cluster":
        clusters = workspace.settings.clusters.items()
        return {one: one for one, _ in clusters} | {str(title).casefold(): one for one, title in clusters}
    return None


def _with_ids(workspace: Workspace, text: str) -> str:
    """The organisations of a cell by their ids, each once; it may name them by id or acronym, however capitalised."""
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return ", ".join(dict.fromkeys(_organisation(workspace, part) for part in parts if part))


def _organisation(workspace: Workspace, name: str) -> str:
    folded = name.casefold()
    group = _GROUP.fullmatch(folded)
    ids = {folded, f"twg-{int(group[1])}"} if group else {folded}
    found = [one.id for one in workspace.actors if one.id in ids]
    found = found or [one.id for one in workspace.actors if one.acronym.casefold() == folded]
    if len(found) != 1:
        why = f"{name} may be {' or '.join(found)}" if found else f"no organisation has the id or acronym {name}"
        raise _RefusedError(why)
    return found[0]


def _scored(
    made: CellPlan, paragraph: Paragraph, changes: list[CellChange]
) -> Iterable[tuple[Edit, tuple[CellChange, ...]]]:
    """The edits for scores and their reasons, with their cells: neither comes without the other."""
    by_criterion: dict[str, dict[str, CellChange]] = defaultdict(dict)
    for change in changes:
        what, _, criterion = change.key.partition(":")
        by_criterion[criterion][what] = change
    there = {one.criterion: number for number, one in enumerate(paragraph.scores)}
    for criterion, parts in by_criterion.items():
        if why := _does_not_fit(parts, is_new=criterion not in there):
            made.rejected += [(one, why) for one in parts.values()]
            continue
        made.accepted += parts.values()
        values: dict[str, Any] = {"score": int(parts["score"].returned)} if "score" in parts else {}
        values |= {"reason": parts["reason"].returned} if "reason" in parts else {}
        if criterion in there:
            at = (*paragraph.place.path, "scores", there[criterion])
            yield from ((Edit(at, key, value), (parts[key],)) for key, value in values.items())
        else:
            new = Edit(paragraph.place.path, "scores", {"criterion": criterion, **values}, "append")
            yield new, tuple(parts.values())


def _does_not_fit(parts: dict[str, CellChange], *, is_new: bool) -> str:
    """Why the cells of a criterion cannot be taken; nothing where they can."""
    if any(not one.returned for one in parts.values()):
        return "a score is taken out in the file, not in the sheet"
    if "score" in parts and parts["score"].returned not in {"0", "1", "2", "3"}:
        return "a score is 0, 1, 2 or 3"
    return "a score needs a reason, and a reason a score" if is_new and len(parts) < 2 else ""
