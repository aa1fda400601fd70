"""Random edits by `set`: each changes only its field, and `undo` in reverse order gives the first bytes back."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from hypothesis import given, settings
from hypothesis import strategies as st

from cobtrack.editing.fields.assignment import Assignment
from cobtrack.editing.fields.earlier_values import ReasonNeededError
from cobtrack.editing.fields.set_fields import set_fields
from cobtrack.editing.fields.values import type_of_field
from cobtrack.editing.undo import last_write, undo_last
from cobtrack.errors import CobtrackError
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.problem import at_path
from cobtrack.model.record import Record, fields_by_key
from cobtrack.model.types import Text
from cobtrack.store.edit.source import SourceFile
from cobtrack.store.load import load
from cobtrack.store.transaction import open_transaction
from cobtrack.store.yaml.writer import flow_text
from tests.cli_support import REPOSITORY, SMALL
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from cobtrack.editing.fields.values import ValueType
    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded

DAY = date(2030, 1, 1)
WORKSPACES = [SMALL, EXAMPLE, REPOSITORY]
WORDS = st.sampled_from(["Report", "a: b", "# no", "ខ្មែរ", '"quoted"', "it's", "- x", "[y]", "2.10", "no", "é", "a\nb"])
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
DATES = st.sampled_from(["2028", "2027-11", "June 2029", "first half of 2028", "2022/2027", "2025?", "2024-02-29"])


def values(kind: ValueType, workspace: Workspace) -> st.SearchStrategy[Any]:
    """Return values for a field of this type, as plain data. Most of them are valid."""
    plain = kind.plain
    if get_origin(plain) is Literal:
        return st.sampled_from(get_args(plain))
    if kind.is_list:
        return st.lists(values(kind.item, workspace), min_size=1, max_size=3)
    if kind.is_mapping:
        return st.dictionaries(st.sampled_from(["one", "two"]), TEXTS, min_size=1)
    if kind.model:
        fields = {key: type_of_field(kind.model, key) for key in fields_by_key(kind.model)}
        chosen = st.lists(st.sampled_from(list(fields)), min_size=1, max_size=4, unique=True)
        return chosen.flatmap(lambda keys: st.fixed_dictionaries({key: values(fields[key], workspace) for key in keys}))
    if kind.target:
        ids = [record.id for record in workspace.all_records() if type(record).__name__ == kind.target]
        return st.sampled_from(ids or ["x"])
    scalars = {bool: st.booleans(), int: st.integers(0, 9), Text: TEXTS, Timeframe: DATES}
    return scalars.get(plain, st.sampled_from(["x", "x-1", "12", "KHM", "https://example.org/a"]))


def typed(value: Any) -> str:
    """Return a value as a person types it."""
    if isinstance(value, bool):
        return str(value).lower()
    return flow_text(value) if isinstance(value, dict | list) else str(value)


def draw_assignment(data: st.DataObject, record: Record, existing: Any, workspace: Workspace) -> Assignment:
    """Draw a change to a field of a record, or to a part of a field. `existing` is the record's data."""
    key = data.draw(st.sampled_from(sorted(fields_by_key(type(record)))))
    kind, value = type_of_field(type(record), key), existing.get(key)
    name = key
    while value and data.draw(st.booleans()):
        if kind.is_list and isinstance(value, list):
            number = data.draw(st.integers(1, len(value)))
            name, kind, value = f"{name}.{number}", kind.item, value[number - 1]
        elif kind.model and isinstance(value, dict):
            part = data.draw(st.sampled_from(sorted(fields_by_key(kind.model))))
            name, kind, value = f"{name}.{part}", type_of_field(kind.model, part), value.get(part)
        elif kind.is_mapping and isinstance(value, dict):
            part = data.draw(st.sampled_from(sorted(value)))
            name, kind, value = f"{name}.{part}", kind.item, value[part]
        elif kind.plain is Text:
            return Assignment(f"{name}.{data.draw(st.sampled_from(['en', 'km']))}", "=", data.draw(TEXTS))
        else:
            break
    if value and data.draw(st.integers(0, 3)) == 0:
        return Assignment(name, "=", "")
    if kind.is_list:
        item = data.draw(values(kind.item, workspace))
        if isinstance(value, list) and data.draw(st.booleans()):
            number = data.draw(st.integers(1, len(value)))
            return Assignment(name, "-=", str(number) if kind.item.model else typed(value[number - 1]))
        return Assignment(name, "+=", typed(item))
    return Assignment(name, "=", typed(data.draw(values(kind, workspace))))


def check_only_field_changes(loaded: Loaded, record: Record, change: PlannedChange, field: str) -> None:
    """Check that a change leaves every line as it was, except the lines of one field and of `was`."""
    assert set(change.texts) <= {record.place.file}
    for name, text in change.texts.items():
        before, after = SourceFile(loaded.raw_bytes[name].decode()), SourceFile((text or b"").decode())
        path = record.place.path
        first, last = before.spans[path, False].line - 1, before.last_lines[path]
        assert after.lines[:first] == before.lines[:first]
        assert after.lines[after.last_lines[path] :] == before.lines[last:]
        for key in at_path(before.data, path):
            if key not in {field, "was"}:
                assert lines(before, (*path, key)) == lines(after, (*path, key))


def lines(file: SourceFile, field: tuple[str | int, ...]) -> list[str]:
    """Return the lines of a field of a record."""
    if file.is_flow(field[:-1]):
        span = file.spans[field, False]
        return [file.text[file.offset(span.line, span.column) : file.offset(span.end_line, span.end_column)]]
    span = file.spans[field, True]
    found = file.lines[span.line - 1 : file.last_line_of(field, span.column - 1)]
    # The first field of a list item might change its place with the next field.
    return [found[0].replace("-", " ", 1).strip(), *found[1:]]


@settings(max_examples=15)
@given(st.data())
def test_random_edits_change_only_their_field_and_can_be_undone(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(WORKSPACES))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(source / "cobtrack.yaml", root)
        shutil.copytree(source / "data", root / "data")
        line_end = data.draw(st.sampled_from([b"\n", b"\n", b"\r\n"]))
        for path in root.rglob("*.yaml"):
            path.write_bytes(path.read_bytes().replace(b"\n", line_end))
        states = [contents(root)]
        for _ in range(data.draw(st.integers(1, 6))):
            with open_transaction(root) as transaction:
                loaded = load(root)
                workspace = loaded.workspace
                records = [*workspace.all_records(), *workspace.records_without_id.values()]
                record = data.draw(st.sampled_from([one for one in records if one.place.file in loaded.raw_bytes]))
                existing = at_path(SourceFile(loaded.raw_bytes[record.place.file].decode()).data, record.place.path)
                if not isinstance(existing, dict):
                    continue
                assignment = draw_assignment(data, record, existing, workspace)
                change, refusal = attempt(loaded, record, assignment)
                assert "more than it should" not in refusal, assignment
                if change is None:
                    continue
                check_only_field_changes(loaded, record, change, assignment.field.partition(".")[0])
                if change.texts:
                    transaction.commit(change.changes, str(assignment))
                    states.append(contents(root))
        while len(states) > 1:
            assert contents(root) == states.pop()
            with open_transaction(root) as transaction:
                undo_last(transaction, last_write(transaction.history))
        assert contents(root) == states[0]


def attempt(loaded: Loaded, record: Record, assignment: Assignment) -> tuple[PlannedChange | None, str]:
    """Return the change that an assignment makes, or None and the reason why it is refused."""
    for why in ("", "Why"):
        try:
            return set_fields(loaded, record, [assignment], DAY, why=why), ""
        except ReasonNeededError:
            continue
        except CobtrackError as error:
            return None, error.message
    raise AssertionError("a reason was given")


def contents(root: Path) -> dict[str, bytes]:
    """Return the content of each data file."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.yaml")}
