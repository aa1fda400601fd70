"""Plan the changes to the workspace for the cells of a matrix that somebody has changed.

Three values are compared: the exported value, the value in the sheet, and the current value in the data file. A cell is
accepted if the data file still has the exported value. If the value was changed both in the sheet and in the data file,
both new values are reported, and the data file stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.errors import CobtrackError
from cobtrack.exchange.matrix.columns import LISTS, cells, locked_keys
from cobtrack.model.edit import Edit
from cobtrack.model.records.document import POSITIONS, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.exchange.forms.form import CellChange
    from cobtrack.exchange.matrix.workbook import FilledMatrix
    from cobtrack.model.workspace import Workspace

    CellsOfEdit = tuple[Edit, tuple[CellChange, ...]]

# A thematic working group, named as on the command line: `twg-3`, `twg 3`, `3`.
_GROUP = re.compile(r"(?:twg[\s-]*)?(\d{1,3})")


class RejectedError(CobtrackError):
    """Raised if the value in a cell cannot be accepted. The message is the reason."""


@dataclass
class CellPlan:
    """The outcome for each changed cell, and the edits to the data files, grouped by file name."""

    name: str = "matrix"
    """What the cells are from: `matrix` or `phrases`."""
    count: int = 0
    """How many cells were changed."""
    accepted: list[CellChange] = field(default_factory=list)
    """Cells whose values will be written to the data. An empty cell removes the value."""
    unchanged: list[CellChange] = field(default_factory=list)
    """Cells whose values are already in the data."""
    conflicts: list[tuple[CellChange, str]] = field(default_factory=list)
    """Cells whose values were also changed in the data, each with the current value in the data."""
    rejected: list[tuple[CellChange, str]] = field(default_factory=list)
    """Cells that cannot be accepted, each with the reason."""
    edits: dict[str, list[Edit]] = field(default_factory=dict)
    cells_of_edits: list[CellsOfEdit] = field(default_factory=list)
    remarks: tuple[str, ...] = ()
    texts: dict[str, bytes] = field(default_factory=dict)
    """The new content of files that are no data files, keyed by file name."""

    def reject(self, file: str, edit: Edit, reason: str) -> None:
        """Remove an edit that cannot be made in `file` from the plan, and reject the cells that it comes from."""
        self.edits[file] = [other for other in self.edits[file] if other is not edit]
        for change in next(changes for other, changes in self.cells_of_edits if other is edit):
            self.accepted = [other for other in self.accepted if other is not change]
            self.rejected.append((change, reason))


def plan_cells(workspace: Workspace, matrix: FilledMatrix, refuse: Callable[[str], str] = lambda _: "") -> CellPlan:
    """Compare the changed cells of a matrix with the workspace, and return the outcome for each cell.

    `refuse` is a function that gets a text. It returns the reason why the text is not allowed in a data file, or "" if
    the text is allowed.
    """
    plan = CellPlan(count=len(matrix.changes), remarks=tuple(matrix.remarks))
    by_id: dict[str, list[CellChange]] = defaultdict(list)
    for change in matrix.changes:
        if reason := refuse(change.returned):
            plan.rejected.append((change, reason))
        else:
            by_id[change.id].append(change)
    for identifier, changes in by_id.items():
        paragraph = workspace.by_id.get(identifier)
        if isinstance(paragraph, Paragraph):
            _plan_recommendation(workspace, plan, paragraph, changes)
        else:
            plan.rejected += [(change, "this recommendation is no longer in the workspace") for change in changes]
    return plan


def _plan_recommendation(
    workspace: Workspace, plan: CellPlan, paragraph: Paragraph, changes: Iterable[CellChange]
) -> None:
    current, locked = cells(workspace, paragraph), locked_keys(workspace, paragraph)
    scores: list[CellChange] = []
    others: list[CellChange] = []
    for change in _with_ids(workspace, plan, changes):
        value = current.get(change.key)
        if value is None:
            plan.rejected.append((change, "the matrix no longer has this column"))
        elif change.key in locked:
            plan.rejected.append(
                (change, "the text is in several languages or very long, so change it in the data file")
            )
        elif value == change.returned:
            plan.unchanged.append(change)
        elif value != change.exported:
            plan.conflicts.append((change, value))
        else:
            (scores if ":" in change.key else others).append(change)
    edits = list(_score_edits(plan, paragraph, scores))
    for change in others:
        try:
            edits.append((Edit(paragraph.place.path, change.key, _value(workspace, change)), (change,)))
            plan.accepted.append(change)
        except RejectedError as error:
            plan.rejected.append((change, str(error)))
    if edits:
        plan.cells_of_edits += edits
        plan.edits.setdefault(paragraph.place.file, []).extend(edit for edit, _ in edits)


def _with_ids(workspace: Workspace, plan: CellPlan, changes: Iterable[CellChange]) -> Iterable[CellChange]:
    """Yield the changed cells with ids in place of names and acronyms.

    A cell with an unknown or ambiguous name is added to the rejected cells of the plan instead.
    """
    for change in changes:
        try:
            if change.key in LISTS:
                yield replace(change, returned=actor_ids(workspace, change.returned))
            else:
                choices = _choices(workspace, change.key) or {}
                yield replace(change, returned=choices.get(change.returned.casefold(), change.returned))
        except RejectedError as error:
            plan.rejected.append((change, str(error)))


def _value(workspace: Workspace, change: CellChange) -> Any:
    """Return a cell's value as it is written in a data file, or None if the cell is empty."""
    text = change.returned
    if not text:
        return None
    if change.key in LISTS:
        return text.split(", ")
    choices = _choices(workspace, change.key)
    if choices is not None and text not in choices.values():
        raise RejectedError(f"use one of: {', '.join(dict.fromkeys(choices.values()))}")
    return text


def _choices(workspace: Workspace, key: str) -> dict[str, str] | None:
    """Return the valid values of a column, or None if any text is valid.

    The result maps each text that people can type, in lower case, to the value that it stands for.
    """
    if key == "position":
        return {typed: position for position in POSITIONS for typed in (position, position.replace("-", " "))}
    if key == "cluster":
        clusters = workspace.settings.clusters
        return {cluster: cluster for cluster in clusters} | {
            str(title).casefold(): cluster for cluster, title in clusters.items()
        }
    return None


def actor_ids(workspace: Workspace, text: str) -> str:
    """Return the ids of the organisations that a cell lists, separated by commas.

    The cell can use the id, the acronym or the name of each organisation, in upper or lower case. Raises RejectedError
    if a name is unknown, or if it can mean several organisations.
    """
    if len(named := _actors_called(workspace, text, "name")) == 1:
        # A name may contain commas.
        return named[0]
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return ", ".join(dict.fromkeys(_actor_id(workspace, part) for part in parts if part))


def _actor_id(workspace: Workspace, name: str) -> str:
    key = name.casefold()
    group = _GROUP.fullmatch(key)
    ids = {key, f"twg-{int(group[1])}"} if group else {key}
    matches = [actor.id for actor in workspace.actors if actor.id in ids]
    matches = matches or _actors_called(workspace, name, "acronym") or _actors_called(workspace, name, "name")
    if not matches:
        raise RejectedError(f"no organisation has the id, acronym or name {name}")
    if len(matches) > 1:
        raise RejectedError(f"{name} could mean {' or '.join(matches)}")
    return matches[0]


def _actors_called(workspace: Workspace, name: str, field: Literal["name", "acronym"]) -> list[str]:
    """Return the ids of the organisations with this name or acronym in any language.

    Upper and lower case are the same.
    """
    key = " ".join(name.split()).casefold()
    texts = ((actor.id, getattr(actor, field)) for actor in workspace.actors)
    return [
        identifier
        for identifier, text in texts
        if text and key in {words.casefold() for words in (text, *text.languages.values())}
    ]


def _score_edits(plan: CellPlan, paragraph: Paragraph, changes: list[CellChange]) -> Iterable[CellsOfEdit]:
    """Yield the edits for the changed cells with scores and reasons, each with the cells that it comes from.

    Cells that cannot be accepted are added to the rejected cells of the plan, for example a new score without a reason.
    """
    by_criterion: dict[str, dict[str, CellChange]] = defaultdict(dict)
    for change in changes:
        part, _, criterion = change.key.partition(":")
        by_criterion[criterion][part] = change
    existing = {score.criterion: at for at, score in enumerate(paragraph.scores)}
    for criterion, parts in by_criterion.items():
        if reason := _why_rejected(parts, is_new=criterion not in existing):
            plan.rejected += [(change, reason) for change in parts.values()]
            continue
        plan.accepted += parts.values()
        values: dict[str, Any] = {"score": int(parts["score"].returned)} if "score" in parts else {}
        values |= {"reason": parts["reason"].returned} if "reason" in parts else {}
        if criterion in existing:
            path = (*paragraph.place.path, "scores", existing[criterion])
            yield from ((Edit(path, key, value), (parts[key],)) for key, value in values.items())
        else:
            new = Edit(paragraph.place.path, "scores", {"criterion": criterion, **values}, "append")
            yield new, tuple(parts.values())


def _why_rejected(parts: dict[str, CellChange], *, is_new: bool) -> str:
    """Return why the changed cells for a criterion cannot be accepted, or "" if they are accepted.

    `parts` has the changed cell with the score, the changed cell with the reason for the score, or both.
    """
    if any(not change.returned for change in parts.values()):
        return "a score can only be removed in the data file"
    if "score" in parts and parts["score"].returned not in {"0", "1", "2", "3"}:
        return "a score must be 0, 1, 2 or 3"
    return "a score needs a reason, and a reason needs a score" if is_new and len(parts) < 2 else ""
