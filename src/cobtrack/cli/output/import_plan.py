"""Print the plan or the result of `cobtrack import` as text or as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ANOTHER_STATE
from cobtrack.model.labels import PARAGRAPH_KIND
from cobtrack.model.text.wording import join_first, quantity

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.exchange.forms.form import CellChange
    from cobtrack.exchange.matrix.compare import CellPlan
    from cobtrack.exchange.merge.plan import Conflict, DeadlineOffer, DocumentPlan, MergePlan, ParagraphPlan

_MAX_IDS, _MAX_STATES, _MAX_NOTES, _MAX_DOCUMENTS = 3, 5, 4, 5
_MAX_ITEMS = {1: 3, 2: 1}
"""How many items of each kind to list for a document, keyed by the number of documents. Otherwise, list no items."""
_ALL = 1_000_000_000
_MAX_TEXT_LENGTH, _MAX_CONFLICT_LENGTH = 240, 64
_STATES = {
    "new": "new",
    "changed": "changed",
    "same": "unchanged",
    "gone": "not in the file",
    "merged": "merged",
    "double": "duplicate",
}
"""The words for what happens to a record, keyed by its state in the plan."""
_QUOTED = re.compile("“[^”]*”")


def show_merge(terminal: Terminal, plan: MergePlan, *, show_all: bool) -> None:
    """Print the numbers of read and skipped records, and the changes to each document.

    With `show_all`, all changes are printed. Otherwise, the output fits on about one screen.
    """
    imported, count = plan.imported, len(plan.documents)
    summary = f"{quantity(imported.record_count, 'record')} read as {imported.system}, {plan.accepted:,} accepted"
    summary += f" in {quantity(plan.paragraph_count, 'paragraph')}" if plan.paragraph_count != plan.accepted else ""
    terminal.wrapped(f"{summary}{_kinds(plan)}", style="bold")
    for reason, number in sorted(imported.skipped.items()):
        states = _states(imported.other_states) if reason == ANOTHER_STATE else ""
        terminal.wrapped(f"{number:,} skipped: {reason}{states}", "    ", "  ")
    _show_items(terminal, "", imported.notes, _ALL if show_all else _MAX_NOTES)
    for identifier, file in plan.mechanisms.items():
        terminal.wrapped(f"{identifier}: new, {file}", style="bold")
    max_documents = count if show_all else _MAX_DOCUMENTS
    max_items = _ALL if show_all else _MAX_ITEMS.get(count, 0)
    for index, document in enumerate(plan.documents[:max_documents]):
        if index == 0 or max_items:
            terminal.print()
        _show_document(terminal, document, max_items)
    if count > max_documents:
        terminal.print()
        terminal.print(f"and {quantity(count - max_documents, 'document')} more: --all")
    elif not max_items:
        terminal.print("\nTo list every record, add --all.")


def show_offers(terminal: Terminal, offers: Sequence[DeadlineOffer], *, is_accepted: bool | None) -> None:
    """Print the deadlines that a document sets, and whether they are added to the workspace.

    `is_accepted` is None if the user has not yet been asked.
    """
    if not offers:
        return
    terminal.print()
    outcome = {True: "added", False: "not added", None: "not added yet"}[is_accepted]
    terminal.wrapped(f"{quantity(len(offers), 'deadline')} set by the document, {outcome}", style="bold")
    for offer in offers:
        title = offer.data["title"]
        title = title if isinstance(title, str) else next(iter(title.values()))
        text = f"{offer.data['id']}: {title}, {_due(offer)} ({offer.data['source']})"
        terminal.wrapped(text, "    ", "  deadline  ")
    if is_accepted is False:
        terminal.wrapped("to add them, use --write --with-deadlines", "  ", "  ")


def _due(offer: DeadlineOffer) -> str:
    due = offer.data.get("due")
    if isinstance(due, dict):
        return f"{quantity(due['months'], 'month')} after {due['after']}"
    return f"due {due}" if due else f"due {offer.wording}, which gives no date"


def _kinds(plan: MergePlan) -> str:
    """Return the number of records of each kind, as in `: 343 recommendations, 7 pledges`.

    The result is "" if all records are recommendations.
    """
    counts = [
        quantity(number, PARAGRAPH_KIND[kind].singular, PARAGRAPH_KIND[kind].plural)
        for kind, number in plan.kinds.most_common()
    ]
    return f": {', '.join(counts)}" if plan.kinds.keys() - {"recommendation"} else ""


def _states(states: Counter[str]) -> str:
    """Return the number of records for each State, as in `: Australia 5, Fiji 1`.

    If there are many States, return only the number of States.
    """
    if not states:
        return ""
    if len(states) > _MAX_STATES:
        return f": {quantity(len(states), 'State')}"
    return ": " + ", ".join(f"{name} {number:,}" for name, number in states.most_common())


def _show_document(terminal: Terminal, document: DocumentPlan, max_items: int) -> None:
    new = "new, " if document.data else ""
    terminal.wrapped(f"{document.id} ({document.name}): {new}{document.file}", style="bold")
    counts = [f"{document.counts[state]:,} {word}" for state, word in _STATES.items() if document.counts[state]]
    conflicts = [(document.id, conflict) for conflict in document.conflicts]
    conflicts += [(row.id, conflict) for row in document.paragraphs for conflict in row.conflicts]
    counts += [quantity(len(conflicts), "conflict")] if conflicts else []
    terminal.print(f"  {', '.join(counts) or 'nothing to import'}")
    if document.not_in_file:
        records = quantity(document.not_in_file, "record")
        text = f"the file seems to be a selection; it does not contain {records} from earlier imports, which will stay"
        terminal.wrapped(text, "    ", "  ")
    for state in ("new", "changed", "gone"):
        rows = [row for row in document.paragraphs if row.state == state]
        _show_items(terminal, _STATES[state], [f"{row.id}{_details(row)}" for row in rows], max_items)
    merged = [f"{row.id}: its text is now in {row.into}" for row in document.paragraphs if row.state == "merged"]
    _show_items(terminal, "merged", merged, max_items)
    duplicates = [
        f"{row.id} has the same text as {row.into}; move its other fields to {row.into}, then remove {row.id}"
        for row in document.paragraphs
        if row.state == "double"
    ]
    _show_items(terminal, "duplicate", duplicates, max_items)
    _show_items(terminal, "changed", [f"{document.id} {change}" for change in document.changes], max_items)
    removed = [
        f"{row.id}: {', '.join(row.removed_by_hand)} (in the file, but removed from the data by hand; not added again)"
        for row in document.paragraphs
        if row.removed_by_hand
    ]
    _show_items(terminal, "removed", removed, max_items)
    _show_conflicts(terminal, conflicts, max_items)
    _show_checks(terminal, document, max_items)
    renames = [f"cobtrack rename {row.id} {row.rename}" for row in document.paragraphs if row.rename]
    _show_items(terminal, "rename", renames, max_items)


def _details(row: ParagraphPlan) -> str:
    added = f": {', '.join(row.added)}" if row.added else ""
    return f"{added} ({row.location})" if row.location else added


def _show_items(terminal: Terminal, label: str, texts: Sequence[str], max_items: int) -> None:
    """Print at most `max_items` of the texts, each after the label. Then print the number of further texts."""
    start = f"  {label}  " if label else "  "
    for text in texts[:max_items]:
        terminal.wrapped(text, "    ", start)
    _show_rest(terminal, start, len(texts), max_items)


def _show_rest(terminal: Terminal, start: str, count: int, max_items: int) -> None:
    if count > max_items > 0:
        terminal.print(f"{start}and {count - max_items} more: --all")


def _show_checks(terminal: Terminal, document: DocumentPlan, max_items: int) -> None:
    """Print the notes on imported paragraphs that a person has to check.

    If all items are shown, each paragraph has its own note. Otherwise, the notes are grouped by reason, with some ids
    of paragraphs for each reason.
    """
    checks = [(row.id, text) for row in document.paragraphs for text in row.to_check]
    if max_items == _ALL:
        texts = [f"{identifier}: {text}" for identifier, text in checks]
    else:
        by_reason: dict[str, list[tuple[str, str]]] = {}
        for check in checks:
            by_reason.setdefault(_QUOTED.sub("", check[1]), []).append(check)
        groups = sorted(by_reason.values(), key=len, reverse=True)
        texts = [f"{_some_ids([identifier for identifier, _ in group])}: {_shortened(group[0][1])}" for group in groups]
    _show_items(terminal, "check", texts, max_items)


def _some_ids(ids: list[str]) -> str:
    return ", ".join(ids) if len(ids) <= _MAX_IDS else join_first(ids, _MAX_IDS)


def _show_conflicts(terminal: Terminal, conflicts: list[tuple[str, Conflict]], max_items: int) -> None:
    """Print each conflict between the data files and the imported file.

    The value in the data files and the value in the imported file are on consecutive lines.
    """
    length = _MAX_TEXT_LENGTH if max_items == _ALL else _MAX_CONFLICT_LENGTH
    for identifier, conflict in conflicts[:max_items]:
        what = "different text" if conflict.key == "text" else conflict.key
        terminal.wrapped(f"{identifier} {what}", "    ", "  conflict  ", style="red")
        current, incoming = _from_difference(conflict.current, conflict.incoming, length)
        terminal.wrapped(current, "            ", "      data  ")
        terminal.wrapped(incoming, "            ", "      file  ")
    _show_rest(terminal, "  conflict  ", len(conflicts), max_items)


def _from_difference(current: str, incoming: str, length: int) -> tuple[str, str]:
    """Shorten two texts so that their first difference is visible. Their beginnings are cut off if necessary."""
    common = next((at for at, (a, b) in enumerate(zip(current, incoming, strict=False)) if a != b), 0)
    start = common - length // 3 if common > length * 2 // 3 else 0
    mark = "…" if start else ""
    return mark + _shortened(current[start:], length), mark + _shortened(incoming[start:], length)


def _shortened(text: str, length: int = _MAX_TEXT_LENGTH) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def merge_data(plan: MergePlan, *, written: bool, with_deadlines: bool) -> dict[str, Any]:
    """Return the plan or result of an import as JSON data."""
    return {
        "system": plan.imported.system,
        "read": plan.imported.record_count,
        "taken": plan.accepted,
        "paragraphs": plan.paragraph_count,
        "left": dict(sorted(plan.imported.skipped.items())),
        "other_states": dict(sorted(plan.imported.other_states.items())),
        "kinds": dict(sorted(plan.kinds.items())),
        "remarks": plan.imported.notes,
        "written": written,
        "mechanisms": plan.mechanisms,
        "deadlines": [
            {"file": offer.file, "written": written and with_deadlines, **offer.data} for offer in plan.offers
        ],
        "documents": [_document_data(document) for document in plan.documents],
    }


def _document_data(document: DocumentPlan) -> dict[str, Any]:
    return {
        "id": document.id,
        "file": document.file,
        "new": document.data is not None,
        "changes": list(document.changes),
        "conflicts": [_conflict_data(conflict) for conflict in document.conflicts],
        "not_in_file": document.not_in_file,
        "records": [_paragraph_data(row) for row in document.paragraphs],
    }


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


def _conflict_data(conflict: Conflict) -> dict[str, str]:
    return {"key": conflict.key, "here": conflict.current, "there": conflict.incoming}


def show_matrix(terminal: Terminal, plan: CellPlan) -> None:
    """Print each changed cell in an imported matrix, and whether the cell is imported."""
    unchanged = f", {len(plan.unchanged):,} already in the data" if plan.unchanged else ""
    sources = {
        "matrix": f"{quantity(plan.count, 'cell')} changed in the matrix",
        "values": f"{quantity(plan.count, 'value')} in the table",
    }
    source = sources.get(plan.name, f"{quantity(plan.count, 'cell')} changed in the sheet of phrases")
    terminal.wrapped(f"{source}, {len(plan.accepted):,} accepted{unchanged}", style="bold")
    for remark in plan.remarks:
        terminal.wrapped(remark, "    ", "  ")
    for change in plan.accepted:
        if plan.name == "values":
            terminal.wrapped(f"{change.id} {change.key}: {_shortened(change.returned)}", "    ", "  ")
        elif change.returned:
            values = f"{_shortened(change.exported) or '(empty)'} -> {_shortened(change.returned)}"
            terminal.wrapped(f"{change.id} {change.key}: {values}", "    ", "  ")
        else:
            terminal.wrapped(f"{change.id} {change.key}: {_shortened(change.exported)}", "    ", "  removed  ")
    for change, current in plan.conflicts:
        terminal.wrapped(f"{change.id} {change.key} ({change.location})", "    ", "  conflict  ", style="red")
        texts = {"exported": change.exported, "data": current, "sheet": change.returned}
        if plan.name == "values":
            texts = {"data": current, "table": change.returned}
        for label, text in texts.items():
            terminal.wrapped(_shortened(text) or "(empty)", " " * 16, f"      {label}".ljust(16))
    for change, reason in plan.rejected:
        text = f"{change.id} {change.key} ({change.location}): {reason}"
        terminal.wrapped(text, "    ", "  rejected  ", style="red")


def matrix_data(plan: CellPlan, *, written: bool) -> dict[str, Any]:
    """Return the plan or result of the import of a matrix as JSON data."""
    return {
        "system": plan.name,
        "written": written,
        "remarks": list(plan.remarks),
        "taken": [_change_data(change) for change in plan.accepted],
        "same": [_change_data(change) for change in plan.unchanged],
        "conflicts": [{**_change_data(change), "here": current} for change, current in plan.conflicts],
        "refused": [{**_change_data(change), "why": reason} for change, reason in plan.rejected],
    }


def _change_data(change: CellChange) -> dict[str, str]:
    return {
        "id": change.id,
        "key": change.key,
        "base": change.exported,
        "sheet": change.returned,
        "where": change.location,
    }
