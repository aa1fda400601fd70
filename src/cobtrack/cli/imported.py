"""What `cobtrack import` says: what is new, changed, gone and in conflict."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ANOTHER_STATE
from cobtrack.model import words

if TYPE_CHECKING:
    from collections import Counter

    from cobtrack.cli.session import Session
    from cobtrack.exchange.cells import CellPlan
    from cobtrack.exchange.plan import Conflict, DocumentPlan, Offer, Plan, Row

_MOST, _MOST_STATES = 10, 5
_NOUNS = {"progress": "progress paragraph", "introduction": "introductory paragraph"}


def show_plan(session: Session, made: Plan, *, all_: bool) -> None:
    """For people: what was read and left, and what becomes of each document."""
    terminal, incoming = session.terminal, made.incoming
    read = f"{words.count(incoming.read, 'record')} read as {incoming.system}, {made.taken:,} taken"
    read += f" in {words.count(made.paragraphs, 'paragraph')}" if made.paragraphs != made.taken else ""
    terminal.wrapped(f"{read}{_kinds(made)}", style="bold")
    for reason, count in sorted(incoming.left.items()):
        whose = _whose(incoming.states) if reason == ANOTHER_STATE else ""
        terminal.wrapped(f"{count:,} left: {reason}{whose}", "    ", "  ")
    for remark in incoming.remarks:
        terminal.wrapped(remark, "    ", "  ")
    if made.mechanisms:
        terminal.print()
    for identifier, file in made.mechanisms.items():
        terminal.wrapped(f"{identifier}: new, {file}", style="bold")
    for one in made.documents:
        terminal.print()
        new = "new, " if one.data else ""
        terminal.wrapped(f"{one.id} ({one.name}): {new}{one.file}", style="bold")
        told = [f"{one.counts[state]} {state}" for state in ("new", "changed", "same", "gone") if one.counts[state]]
        conflicts = sum(len(row.conflicts) for row in one.rows) + len(one.conflicts)
        told += [f"{words.count(conflicts, 'conflict')}"] if conflicts else []
        terminal.print(f"  {', '.join(told) or 'nothing'}")
        _rows(session, one, all_=all_)


def show_offers(session: Session, offers: list[Offer], *, agreed: bool | None) -> None:
    """For people: the deadlines that a document sets; `agreed` says whether they are taken, None that it is asked."""
    terminal = session.terminal
    if not offers:
        return
    terminal.print()
    count = words.count(len(offers), "date")
    told = {True: "entered as deadlines", False: "offered as deadlines", None: "to be entered as deadlines?"}[agreed]
    terminal.wrapped(f"{count} that the document sets, {told}", style="bold")
    for one in offers:
        due = _due(one)
        terminal.wrapped(f"{one.data['id']}: {one.data['title']}, {due} ({one.data['source']})", "    ", "  deadline  ")
    if agreed is False:
        terminal.wrapped("say --write --with-deadlines to enter them", "  ", "  ")


def _due(one: Offer) -> str:
    due = one.data.get("due")
    if isinstance(due, dict):
        return f"{words.count(due['months'], 'month')} after {due['after']}"
    return f"due {due}" if due else f"{one.said}, of which no date can be made"


def _kinds(made: Plan) -> str:
    """`: 343 recommendations, 7 pledges`; nothing where there are recommendations alone."""
    told = [words.count(number, _NOUNS.get(kind, kind)) for kind, number in made.kinds.most_common()]
    return f": {', '.join(told)}" if made.kinds.keys() - {"recommendation"} else ""


def _whose(states: Counter[str]) -> str:
    """`: Australia 5`; of many States how many they are."""
    few = ", ".join(f"{name} {number:,}" for name, number in states.most_common())
    return f": {few if len(states) <= _MOST_STATES else words.count(len(states), 'State')}" if states else ""


def _rows(session: Session, one: DocumentPlan, *, all_: bool) -> None:
    terminal = session.terminal
    for state in ("new", "changed", "gone"):
        rows = [row for row in one.rows if row.state == state]
        for row in rows if all_ or state == "gone" else rows[:_MOST]:
            fields = f": {', '.join(row.added)}" if row.added else ""
            terminal.wrapped(f"{row.id}{fields}{_where(row)}", "    ", f"  {state}  ")
        if len(rows) > _MOST and not all_ and state != "gone":
            terminal.print(f"  {state}  and {len(rows) - _MOST} more: --all")
    _told(session, one, all_=all_)
    doubts = [(row, doubt) for row in one.rows for doubt in row.doubts]
    for row, doubt in doubts if all_ else doubts[:_MOST]:
        terminal.wrapped(f"{row.id}: {doubt}", "    ", "  check  ", style="yellow")
    if len(doubts) > _MOST and not all_:
        terminal.print(f"  check  and {len(doubts) - _MOST} more: --all")


def _told(session: Session, one: DocumentPlan, *, all_: bool) -> None:
    """What changes in the document itself, what was taken out of records, and what is in conflict."""
    terminal = session.terminal
    for change in one.changes:
        terminal.wrapped(f"{one.id} {change}", "    ", "  changed  ")
    lacking = [row for row in one.rows if row.lacks]
    for row in lacking if all_ else lacking[:_MOST]:
        told = f"{row.id} lacks {', '.join(row.lacks)}, which the file has"
        terminal.wrapped(f"{told}: it was imported before, so nothing is filled in", "    ", "  lacks  ")
    if len(lacking) > _MOST and not all_:
        terminal.print(f"  lacks  and {len(lacking) - _MOST} more: --all")
    for conflict in one.conflicts:
        _conflict(session, one.id, conflict)
    for row in one.rows:
        for conflict in row.conflicts:
            _conflict(session, row.id, conflict)


def _where(row: Row) -> str:
    return f" ({row.where})" if row.where else ""


def _conflict(session: Session, identifier: str, conflict: Conflict) -> None:
    terminal = session.terminal
    terminal.wrapped(f"{identifier} {conflict.key}", "    ", "  conflict  ", style="red")
    terminal.wrapped(_short(conflict.here), "            ", "      here  ")
    terminal.wrapped(_short(conflict.there), "            ", "      file  ")


def _short(text: str) -> str:
    return text if len(text) <= 240 else f"{text[:239]}…"


def plan(made: Plan, *, written: bool, agreed: bool) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "system": made.incoming.system,
        "read": made.incoming.read,
        "taken": made.taken,
        "paragraphs": made.paragraphs,
        "left": dict(sorted(made.incoming.left.items())),
        "other_states": dict(sorted(made.incoming.states.items())),
        "kinds": dict(sorted(made.kinds.items())),
        "remarks": made.incoming.remarks,
        "written": written,
        "mechanisms": made.mechanisms,
        "deadlines": [{"file": one.file, "written": written and agreed, **one.data} for one in made.offers],
        "documents": [
            {
                "id": one.id,
                "file": one.file,
                "new": one.data is not None,
                "changes": list(one.changes),
                "conflicts": [asdict(each) for each in one.conflicts],
                "records": [asdict(row) for row in one.rows],
            }
            for one in made.documents
        ],
    }


def show_cells(session: Session, made: CellPlan) -> None:
    """For people: each changed cell and what becomes of it."""
    terminal = session.terminal
    same = f", {len(made.same)} the same in the data already" if made.same else ""
    terminal.print(f"{words.count(made.count, 'cell')} changed in the matrix, {len(made.taken)} taken{same}", "bold")
    for remark in made.remarks:
        terminal.wrapped(remark, "    ", "  ")
    for one in made.taken:
        told = f"{_short(one.base) or '(empty)'} -> {_short(one.sheet)}" if one.sheet else _short(one.base)
        terminal.wrapped(f"{one.id} {one.key}: {told}", "    ", "  " if one.sheet else "  removed  ")
    for one, here in made.conflicts:
        terminal.wrapped(f"{one.id} {one.key} ({one.where})", "    ", "  conflict  ", style="red")
        for label, text in (("exported", one.base), ("here", here), ("sheet", one.sheet)):
            terminal.wrapped(_short(text) or "(empty)", " " * 16, f"      {label}".ljust(16))
    for one, why in made.refused:
        terminal.wrapped(f"{one.id} {one.key} ({one.where}): {why}", "    ", "  refused  ", style="red")


def cells(made: CellPlan, *, written: bool) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "system": "matrix",
        "written": written,
        "remarks": list(made.remarks),
        "taken": [asdict(one) for one in made.taken],
        "same": [asdict(one) for one in made.same],
        "conflicts": [{**asdict(one), "here": here} for one, here in made.conflicts],
        "refused": [{**asdict(one), "why": why} for one, why in made.refused],
    }
