"""What `cobtrack import` says: what is new, changed, gone and in conflict."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ANOTHER_STATE
from cobtrack.model.labels import PARAGRAPH_KIND
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections import Counter

    from cobtrack.cli.session import Session
    from cobtrack.exchange.matrix.compare import CellPlan
    from cobtrack.exchange.matrix.workbook import CellChange
    from cobtrack.exchange.merge.plan import Conflict, DeadlineOffer, DocumentPlan, ParagraphPlan, Plan

_FEW, _MOST_STATES, _MOST_REMARKS, _MOST_DOCUMENTS = 3, 5, 4, 5
_EXAMPLES = {1: 3, 2: 1}
"""How many of each kind fit on one screen, by the number of documents."""
_EVERYTHING = 1_000_000_000
_STATES = ("new", "changed", "same", "gone", "merged", "double")
_TAKEN_OVER = {"merged": "which has them now", "double": "too: move there what it holds, then take it out"}
_QUOTED = re.compile("“[^”]*”")


def show_plan(session: Session, made: Plan, *, all_: bool) -> None:
    """For people, on one screen: what was read and left, and what becomes of each document; everything with --all."""
    terminal, incoming = session.terminal, made.incoming
    read = f"{quantity(incoming.record_count, 'record')} read as {incoming.system}, {made.taken:,} taken"
    read += f" in {quantity(made.paragraphs, 'paragraph')}" if made.paragraphs != made.taken else ""
    terminal.wrapped(f"{read}{_kinds(made)}", style="bold")
    for reason, count in sorted(incoming.skipped.items()):
        whose = _whose(incoming.other_states) if reason == ANOTHER_STATE else ""
        terminal.wrapped(f"{count:,} left: {reason}{whose}", "    ", "  ")
    _some(session, [("", remark) for remark in incoming.notes], len(incoming.notes) if all_ else _MOST_REMARKS)
    for identifier, file in made.mechanisms.items():
        terminal.wrapped(f"{identifier}: new, {file}", style="bold")
    most = len(made.documents) if all_ else _MOST_DOCUMENTS
    for at, one in enumerate(made.documents[:most]):
        if not at or all_ or len(made.documents) in _EXAMPLES:
            terminal.print()
        new = "new, " if one.data else ""
        terminal.wrapped(f"{one.id} ({one.name}): {new}{one.file}", style="bold")
        told = [f"{one.counts[state]} {state}" for state in _STATES if one.counts[state]]
        conflicts = sum(len(row.conflicts) for row in one.rows) + len(one.conflicts)
        told += [f"{quantity(conflicts, 'conflict')}"] if conflicts else []
        terminal.print(f"  {', '.join(told) or 'nothing'}")
        _rows(session, one, _EVERYTHING if all_ else _EXAMPLES.get(len(made.documents), 0))
    if len(made.documents) > most:
        terminal.print()
        terminal.print(f"and {quantity(len(made.documents) - most, 'document')} more: --all")
    elif len(made.documents) not in _EXAMPLES and not all_:
        terminal.print("\nRecord by record: --all")


def show_offers(session: Session, offers: list[DeadlineOffer], *, agreed: bool | None) -> None:
    """For people: the deadlines that a document sets; `agreed` says whether they are taken, None that it is asked."""
    terminal = session.terminal
    if not offers:
        return
    terminal.print()
    count = quantity(len(offers), "date")
    what = "a deadline" if len(offers) == 1 else "deadlines"
    told = {True: f"entered as {what}", False: f"offered as {what}", None: f"to be entered as {what}?"}[agreed]
    terminal.wrapped(f"{count} that the document sets, {told}", style="bold")
    for one in offers:
        due = _due(one)
        terminal.wrapped(f"{one.data['id']}: {one.data['title']}, {due} ({one.data['source']})", "    ", "  deadline  ")
    if agreed is False:
        terminal.wrapped("add --write --with-deadlines to enter them", "  ", "  ")


def _due(one: DeadlineOffer) -> str:
    due = one.data.get("due")
    if isinstance(due, dict):
        return f"{quantity(due['months'], 'month')} after {due['after']}"
    return f"due {due}" if due else f"{one.wording}, of which no date can be made"


def _kinds(made: Plan) -> str:
    """`: 343 recommendations, 7 pledges`; nothing where there are recommendations alone."""
    told = [
        quantity(number, PARAGRAPH_KIND[kind].singular, PARAGRAPH_KIND[kind].plural)
        for kind, number in made.kinds.most_common()
    ]
    return f": {', '.join(told)}" if made.kinds.keys() - {"recommendation"} else ""


def _whose(states: Counter[str]) -> str:
    """`: Australia 5`; of many States how many they are."""
    few = ", ".join(f"{name} {number:,}" for name, number in states.most_common())
    return f": {few if len(states) <= _MOST_STATES else quantity(len(states), 'State')}" if states else ""


def _rows(session: Session, one: DocumentPlan, most: int) -> None:
    """What becomes of the records, of each kind a few."""
    if one.not_in_file:
        text = f"the file is a selection: of what came from the same system before it lacks {one.not_in_file:,} records"
        session.terminal.wrapped(f"{text}, which stay as they are", "    ", "  ")
    for state in ("new", "changed", "gone"):
        rows = [row for row in one.rows if row.state == state]
        _some(session, [(state, f"{row.id}{_added(row)}{_where(row)}") for row in rows], most)
    for state, what in _TAKEN_OVER.items():
        texts = [f"{row.id}: its words are a text of {row.into}, {what}" for row in one.rows if row.state == state]
        _some(session, [(state, text) for text in texts], most)
    _some(session, [("changed", f"{one.id} {change}") for change in one.changes], most)
    lacks = [
        f"{row.id} lacks {', '.join(row.removed_by_hand)}, which the file has"
        for row in one.rows
        if row.removed_by_hand
    ]
    _some(session, [("lacks", f"{text}: it was imported before, so nothing is filled in") for text in lacks], most)
    _conflicts(session, one, most)
    _doubts(session, one, most)
    _some(session, [("rename", f"cobtrack rename {row.id} {row.rename}") for row in one.rows if row.rename], most)


def _some(session: Session, lines: list[tuple[str, str]], most: int) -> None:
    """At most so many lines, each behind a word on what it is about; how many more there are."""
    for label, text in lines[:most]:
        session.terminal.wrapped(text, "    ", f"  {label}  " if label else "  ")
    if len(lines) > most > 0:
        label = f"{lines[0][0]}  " if lines[0][0] else ""
        session.terminal.print(f"  {label}and {len(lines) - most} more: --all")


def _doubts(session: Session, one: DocumentPlan, most: int) -> None:
    """What is to be checked, by reason, with a few of the records; with --all record by record."""
    doubts = [(row.id, doubt) for row in one.rows for doubt in row.to_check]
    if most < _EVERYTHING:
        reasons: dict[str, list[tuple[str, str]]] = {}
        for each in doubts:
            reasons.setdefault(_QUOTED.sub("", each[1]), []).append(each)
        doubts = []
        for found in sorted(reasons.values(), key=len, reverse=True):
            ids = [identifier for identifier, _ in found]
            told = ", ".join(ids[:_FEW]) + (f" and {len(ids) - _FEW} more" if len(ids) > _FEW else "")
            doubts.append((told, _short(found[0][1])))
    _some(session, [("check", f"{ids}: {doubt}") for ids, doubt in doubts], most)


def _conflicts(session: Session, one: DocumentPlan, most: int) -> None:
    found = [(one.id, conflict) for conflict in one.conflicts]
    found += [(row.id, conflict) for row in one.rows for conflict in row.conflicts]
    for identifier, conflict in found[:most]:
        _conflict(session, identifier, conflict, 240 if most == _EVERYTHING else 64)
    if len(found) > most > 0:
        session.terminal.print(f"  conflict  and {len(found) - most} more: --all")


def _added(row: ParagraphPlan) -> str:
    return f": {', '.join(row.added)}" if row.added else ""


def _where(row: ParagraphPlan) -> str:
    return f" ({row.location})" if row.location else ""


def _conflict(session: Session, identifier: str, conflict: Conflict, most: int) -> None:
    terminal = session.terminal
    what = "changed words" if conflict.key == "text" else conflict.key
    terminal.wrapped(f"{identifier} {what}", "    ", "  conflict  ", style="red")
    here, there = _apart(conflict.current, conflict.incoming, most)
    terminal.wrapped(here, "            ", "      here  ")
    terminal.wrapped(there, "            ", "      file  ")


def _apart(here: str, there: str, most: int) -> tuple[str, str]:
    """Two texts cut to a length, so that where they differ first is seen."""
    same = next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
    start = same - most // 3 if same > most * 2 // 3 else 0
    lead = "…" if start else ""
    return tuple(lead + _short(text[start:], most) for text in (here, there))  # type: ignore[return-value]


def _short(text: str, most: int = 240) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def plan(made: Plan, *, written: bool, agreed: bool) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "system": made.incoming.system,
        "read": made.incoming.record_count,
        "taken": made.taken,
        "paragraphs": made.paragraphs,
        "left": dict(sorted(made.incoming.skipped.items())),
        "other_states": dict(sorted(made.incoming.other_states.items())),
        "kinds": dict(sorted(made.kinds.items())),
        "remarks": made.incoming.notes,
        "written": written,
        "mechanisms": made.mechanisms,
        "deadlines": [{"file": one.file, "written": written and agreed, **one.data} for one in made.offers],
        "documents": [
            {
                "id": one.id,
                "file": one.file,
                "new": one.data is not None,
                "changes": list(one.changes),
                "conflicts": [_conflict_data(conflict) for conflict in one.conflicts],
                "not_in_file": one.not_in_file,
                "records": [_paragraph_data(row) for row in one.rows],
            }
            for one in made.documents
        ],
    }


def show_cells(session: Session, made: CellPlan) -> None:
    """For people: each changed cell and what becomes of it."""
    terminal = session.terminal
    same = f", {len(made.unchanged)} the same in the data already" if made.unchanged else ""
    terminal.print(f"{quantity(made.count, 'cell')} changed in the matrix, {len(made.accepted)} taken{same}", "bold")
    for remark in made.remarks:
        terminal.wrapped(remark, "    ", "  ")
    for one in made.accepted:
        told = (
            f"{_short(one.exported) or '(empty)'} -> {_short(one.returned)}" if one.returned else _short(one.exported)
        )
        terminal.wrapped(f"{one.id} {one.key}: {told}", "    ", "  " if one.returned else "  removed  ")
    for one, here in made.conflicts:
        terminal.wrapped(f"{one.id} {one.key} ({one.location})", "    ", "  conflict  ", style="red")
        for label, text in (("exported", one.exported), ("here", here), ("sheet", one.returned)):
            terminal.wrapped(_short(text) or "(empty)", " " * 16, f"      {label}".ljust(16))
    for one, why in made.rejected:
        terminal.wrapped(f"{one.id} {one.key} ({one.location}): {why}", "    ", "  refused  ", style="red")


def cells(made: CellPlan, *, written: bool) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "system": "matrix",
        "written": written,
        "remarks": list(made.remarks),
        "taken": [_change_data(one) for one in made.accepted],
        "same": [_change_data(one) for one in made.unchanged],
        "conflicts": [{**_change_data(one), "here": here} for one, here in made.conflicts],
        "refused": [{**_change_data(one), "why": why} for one, why in made.rejected],
    }


def _conflict_data(conflict: Conflict) -> dict[str, str]:
    return {"key": conflict.key, "here": conflict.current, "there": conflict.incoming}


def _paragraph_data(row: ParagraphPlan) -> dict[str, Any]:
    return {
        "state": row.state,
        "id": row.id,
        "where": row.location,
        "added": list(row.added),
        "conflicts": [_conflict_data(conflict) for conflict in row.conflicts],
        "doubts": list(row.to_check),
        "lacks": list(row.removed_by_hand),
        "rename": row.rename,
        "into": row.into,
    }


def _change_data(change: CellChange) -> dict[str, str]:
    return {
        "id": change.id,
        "key": change.key,
        "base": change.exported,
        "sheet": change.returned,
        "where": change.location,
    }
