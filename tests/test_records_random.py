"""Random records are added, copied, removed, moved and renamed: no comment is lost, and undo gives the bytes back."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cobtrack.editing.fields.assignment import parse_assignment
from cobtrack.editing.problems import errors
from cobtrack.editing.records.add import NewRecord, add
from cobtrack.editing.records.move import move
from cobtrack.editing.records.places import MODELS, possible_lists
from cobtrack.editing.records.remove import remove
from cobtrack.editing.records.rename import rename
from cobtrack.editing.undo import last_write, undo_last
from cobtrack.errors import CobtrackError
from cobtrack.store.load import Loaded, load
from cobtrack.store.transaction import open_transaction
from tests.cli_support import DAY, small, snapshot
from tests.test_add import EVERY_KIND
from tests.test_recommendations import FILES

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.editing.planned_change import PlannedChange

TODAY = date.fromisoformat(DAY)
STEPS = 25


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_changes_lose_nothing_and_can_be_undone(tmp_path: Path, seed: int, line_end: str) -> None:
    choose = random.Random(seed)
    root = small(tmp_path, FILES)
    for file in (root / "data").rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", line_end.encode()))
    states, known = [contents(root)], len(errors(load(root), TODAY))
    for _ in range(STEPS):
        with open_transaction(root) as transaction:
            loaded = load(root)
            try:
                change = random_change(loaded, choose)
            except CobtrackError:
                continue
            transaction.commit(change.changes, "")
        assert len(errors(load(root), TODAY)) <= known
        if not any("is removed" in sentence for sentence in change.sentences):
            assert not comments(states[-1]) - comments(contents(root))
        if change.texts:
            states.append(contents(root))
    assert len(states) > STEPS // 3
    while len(states) > 1:
        assert contents(root) == states.pop()
        with open_transaction(root) as transaction:
            undo_last(transaction, last_write(transaction.history))
    assert contents(root) == states[0]


def random_change(loaded: Loaded, choose: random.Random) -> PlannedChange:
    workspace = loaded.workspace
    record = workspace.by_id[choose.choice([*workspace.by_id])]
    number = choose.randint(100, 9999)
    before, colon, _ = record.id.partition(":")
    match choose.choice(["add", "copy", "remove", "move", "rename"]):
        case "add":
            kind, fields = choose.choice(
                [(kind, fields) for kind, fields in EVERY_KIND.items() if "--in" not in fields]
            )
            assignments = [parse_assignment(text.replace(":99", f":{number}")) for text in fields]
            return add(loaded, NewRecord(MODELS[kind.title().replace("-", "")], assignments), TODAY)
        case "copy":
            assignments = [parse_assignment(f"id={before}:{number}")] if colon else []
            return add(loaded, NewRecord(type(record), assignments, "", record), TODAY)
        case "remove":
            return remove(loaded, [record], TODAY, "It is not needed: see #2.")
        case "move":
            return move(loaded, record, choose.choice(possible_lists(workspace, type(record))).label, TODAY)
        case _:
            pillar, dot, _ = record.id.partition(".")
            new = f"{before}:n{number}" if colon else f"{pillar}.{number}" if dot else f"n-{number}"
            return rename(loaded, record, new, TODAY)


def contents(root: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _) in snapshot(root).items() if name.endswith(".yaml")}


def comments(files: dict[str, bytes]) -> Counter[str]:
    """Return the comment lines of all files."""
    lines = (line.strip() for data in files.values() for line in data.decode().splitlines())
    return Counter(line for line in lines if line.startswith("#") and "$schema" not in line)
