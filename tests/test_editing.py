"""What `log`, `rename`, `undo` and `init` do can be done from Python: without a terminal, and without printing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.editing.check import require_valid
from cobtrack.editing.init import create_workspace
from cobtrack.editing.log import NewEntries, add_entry
from cobtrack.editing.records.rename import RenameError, rename
from cobtrack.editing.undo import last_write, undo_last
from cobtrack.errors import CobtrackError, InvalidDataError, NewErrorsError
from cobtrack.model.records.pillar import Activity
from cobtrack.store.history import History
from cobtrack.store.load import load
from cobtrack.store.transaction import open_transaction
from tests.cli_support import small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 2, 1)
PILLAR = "data/pillars/2-government.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "workspace")


@pytest.fixture(autouse=True)
def nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> Any:
    yield
    assert capsys.readouterr() == ("", "")


def log(root: Path, identifier: str, entry: dict[str, Any]) -> NewEntries:
    with open_transaction(root) as transaction:
        loaded = load(root)
        plan = add_entry(loaded, [loaded.workspace.by_id[identifier]], entry, TODAY)
        transaction.commit(plan.changes, f"log {identifier}")
    return plan


def test_an_entry_is_added_to_a_log(root: Path) -> None:
    (plan,) = log(root, "2.6", {"date": "2026-01-15", "status": "done", "note": "Held."}).entries
    assert (plan.file, plan.lines) == (PILLAR, ["- date: 2026-01-15", "  status: done", "  note: Held."])
    assert (root / PILLAR).read_text().splitlines()[plan.line - 1].strip() == "- date: 2026-01-15"
    activity = load(root).workspace.by_id["2.6"]
    assert isinstance(activity, Activity)
    assert activity.progress[-1].status == "done"


def test_nothing_is_written_before_a_transaction_commits_the_changes(root: Path) -> None:
    before, loaded = snapshot(root), load(root)
    add_entry(loaded, [loaded.workspace.by_id["2.6"]], {"date": "2026-01-15", "status": "done"}, TODAY)
    rename(loaded, loaded.workspace.by_id["cncc"], "council", TODAY)
    assert snapshot(root) == before


def test_an_entry_that_the_log_has_already_changes_nothing(root: Path) -> None:
    entry = {"date": "2026-01-15", "status": "done"}
    first, second = log(root, "2.6", entry), log(root, "2.6", entry)
    assert second.entries[0].line == first.entries[0].line
    assert (second.entries[0].lines, second.texts, second.changes) == ((), {}, {})


@pytest.mark.parametrize(
    ("identifier", "entry", "message"),
    [
        ("2.6", {"date": "2026-01-15", "status": "over"}, '"status" cannot be "over"'),
        ("2.6", {"date": "2026-01-15"}, '"status" is missing'),
        ("2.6", {"date": "2026-02-02", "status": "done"}, "2026-02-02 is later than 1 February 2026"),
        ("2.6", {"date": "2026-01-15", "status": "done", "note": "Ask a@example.org"}, "an e-mail address"),
        ("cncc", {"date": "2026-01-15", "status": "done"}, "cncc has no log"),
    ],
)
def test_an_invalid_entry_is_refused(root: Path, identifier: str, entry: dict[str, Any], message: str) -> None:
    with pytest.raises(CobtrackError, match=message):
        log(root, identifier, entry)


def test_an_entry_that_would_add_an_error_to_the_workspace_is_refused(root: Path) -> None:
    entry = {"date": "2026-01-15", "status": "done", "note": "[see](javascript:x)"}
    with pytest.raises(NewErrorsError, match="the change would add 1 error") as caught:
        log(root, "2.6", entry)
    assert "[COB111]" in caught.value.errors[0]


def test_a_record_is_renamed_with_all_links_to_it(root: Path) -> None:
    with open_transaction(root) as transaction:
        loaded = load(root)
        renaming = rename(loaded, loaded.workspace.by_id["cncc"], "council", TODAY)
        transaction.commit(renaming.changes, "rename cncc council")
    assert renaming.sentences == ("The actor cncc is now council",)
    assert "council" in load(root).workspace.by_id
    require_valid(load(root), TODAY)


def test_an_id_that_is_in_use_is_refused(root: Path) -> None:
    loaded = load(root)
    with pytest.raises(RenameError, match=r"2\.7 is in use"):
        rename(loaded, loaded.workspace.by_id["2.6"], "2.7", TODAY)


def test_the_last_write_is_undone(root: Path) -> None:
    before = (root / PILLAR).read_bytes()
    log(root, "2.6", {"date": "2026-01-15", "status": "done"})
    with open_transaction(root) as transaction:
        write = last_write(transaction.history)
        assert write.description == "log 2.6"
        undo_last(transaction, write)
    assert (root / PILLAR).read_bytes() == before
    with pytest.raises(CobtrackError, match="there is nothing to undo"):
        last_write(History(root))


def test_a_write_that_is_no_longer_the_last_one_is_not_undone(root: Path) -> None:
    log(root, "2.6", {"date": "2026-01-15", "status": "in-progress"})
    seen = last_write(History(root))
    log(root, "2.6", {"date": "2026-01-16", "status": "done"})
    with (
        open_transaction(root) as transaction,
        pytest.raises(CobtrackError, match="another command has changed files in the meantime"),
    ):
        undo_last(transaction, seen)


def test_a_workspace_is_created_once(tmp_path: Path) -> None:
    root = tmp_path / "new"
    settings = {"state": "KEN", "state_name": "Kenya", "treaty_body": "crc", "timezone": "UTC", "languages": ["en"]}
    created = create_workspace(root, settings)
    assert all(created.files.values())
    names = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert created.files.keys() == {name for name in names if not name.startswith(".cobtrack/")}
    assert load(root).problems == []
    with pytest.raises(CobtrackError, match="is already a workspace"):
        create_workspace(root, settings)


def test_data_with_errors_is_refused(root: Path) -> None:
    path = root / PILLAR
    path.write_text(path.read_text().replace("status: in-progress", "status: soon"))
    with pytest.raises(InvalidDataError, match="the data has errors"):
        require_valid(load(root), TODAY)
