"""Take values of indicators from a table: what is new, what is in the data already, and what contradicts the data."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cobtrack.editing.groups import ALL, find_axis, find_group, how_to_declare
from cobtrack.errors import CobtrackError
from cobtrack.exchange.forms.form import CellChange
from cobtrack.exchange.matrix.compare import CellPlan
from cobtrack.exchange.values import INDICATOR, parse_number
from cobtrack.model.dates.parse import parse_date
from cobtrack.model.dates.timeframe import TimeframeError
from cobtrack.model.record import fields_by_key
from cobtrack.model.records.indicator import Indicator, Measurement
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.wording import join
from cobtrack.store.edit.apply import NewItems, insert_items
from cobtrack.store.edit.source import naming_file
from cobtrack.store.validation.build import build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cobtrack.exchange.values import FilledValues, ValueRow
    from cobtrack.model.records.indicator import Group, ReferenceValue
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded

    Key = tuple[str, Group]
    """The date and the group of a value."""


@dataclass
class ValuePlan(CellPlan):
    """The outcome for each value in a table, and the new values of each indicator."""

    name: str = "values"
    new: dict[str, list[Measurement]] = field(default_factory=dict)
    """The new values, keyed by the id of their indicator."""


class _RefusedError(Exception):
    """Raised if a row cannot be taken. The argument is the reason."""


def plan_values(
    workspace: Workspace, filled: FilledValues, indicator: str, as_of: date, refuse: Callable[[str], str]
) -> ValuePlan:
    """Compare a table of values with the workspace, and return the outcome for each row.

    `indicator` is the id of the indicator that all values are of, or "" if a column names it. `refuse` gets a text, and
    returns why it is not allowed in a data file, or "". Raises CobtrackError if a column is no axis of the workspace,
    or if it is not known which indicator the values are of.
    """
    columns = _columns(workspace.settings, filled, indicator)
    only = _indicator(workspace, indicator) if indicator else None
    plan = ValuePlan()
    comparison = _Comparison(plan, as_of, refuse)
    for row in filled.rows:
        if not row.value:
            continue
        plan.count += 1
        cells = {columns[head]: cell for head, cell in row.groups.items()}
        change = _shown(row, cells, only.id if only else cells.get(INDICATOR, ""))
        try:
            owner = only or _indicator(workspace, cells.get(INDICATOR, ""))
            value = _measurement(workspace.settings, owner, cells, row, filled.decimal_mark)
            comparison.add(owner, value, change)
        except (_RefusedError, CobtrackError) as error:
            plan.rejected.append((change, str(error)))
    return plan


def _columns(settings: Settings, filled: FilledValues, indicator: str) -> dict[str, str]:
    """Return what each column with a cell that is not blank means: an axis, or the indicator."""
    heads = dict.fromkeys(head for row in filled.rows for head in row.groups)
    names = {head: _meaning(settings, head) for head in heads}
    if unknown := [head for head, name in names.items() if not name]:
        example = "-".join(fold_name(unknown[0]).split())
        what = "is not an axis" if len(unknown) == 1 else "are not axes"
        hint = f"{how_to_declare(example, settings.all_axes)}; or delete a column that is not about groups"
        raise CobtrackError(f"{join(unknown)} {what} of the workspace", hint)
    if twice := [name for name in names.values() if [*names.values()].count(name) > 1]:
        raise CobtrackError(f"two columns are about {twice[0]}", "delete one of them")
    if not indicator and INDICATOR not in names.values() and filled.rows:
        raise CobtrackError("the file does not say which indicator its values are of", "add --indicator ID")
    return names


def _meaning(settings: Settings, head: str) -> str:
    return INDICATOR if fold_name(head) == fold_name(INDICATOR) else find_axis(settings, head)


def _indicator(workspace: Workspace, name: str) -> Indicator:
    record = workspace.find(name)
    if not isinstance(record, Indicator):
        raise CobtrackError(f'there is no indicator "{name}"', "to list them: cobtrack list indicators")
    return record


def _shown(row: ValueRow, cells: Mapping[str, str], identifier: str) -> CellChange:
    """Return the row as a changed cell: what it is about, and its value."""
    groups = [cell for name, cell in cells.items() if name != INDICATOR]
    return CellChange(identifier, ", ".join([row.year, *groups]), "", row.value, f"row {row.number}")


def _measurement(
    settings: Settings, indicator: Indicator, cells: Mapping[str, str], row: ValueRow, decimal_mark: str
) -> Measurement:
    """Return the value in a row. Raises _RefusedError if it is none, and CobtrackError if there is no such group."""
    try:
        when = parse_date(row.year)
    except TimeframeError:
        raise _RefusedError(f'"{row.year}" is not a year or a date') from None
    try:
        number = parse_number(row.value.rstrip("% ") if indicator.unit == "%" else row.value, decimal_mark)
    except ValueError as error:
        raise _RefusedError(str(error)) from None
    groups = {
        axis: _known_group(settings, indicator, axis, cell)
        for axis, cell in cells.items()
        if axis != INDICATOR and fold_name(cell) not in ALL
    }
    result = build(Measurement, _data(str(when), number, groups), "")
    if result.problems or not isinstance(result.record, Measurement):
        raise _RefusedError(f"{result.problems[0].message}; {result.problems[0].hint}")
    return result.record


def _data(when: str, number: str, groups: Mapping[str, str]) -> dict[str, Any]:
    """Return a value as plain data."""
    return {"date": when, "value": number, **({"for": dict(groups)} if groups else {})}


def _known_group(settings: Settings, indicator: Indicator, axis: str, name: str) -> str:
    """Return the name of a group, as the indicator has it already if only the case differs."""
    group = find_group(settings, axis, name)
    known = (value.for_[axis] for value in indicator.values if axis in value.for_)
    return next((other for other in known if fold_name(other) == fold_name(group)), group)


class _Comparison:
    """The comparison of the values in a table with the data, and with each other."""

    def __init__(self, plan: ValuePlan, as_of: date, refuse: Callable[[str], str]) -> None:
        self._plan, self._as_of, self._refuse = plan, as_of, refuse
        self._rows: dict[tuple[str, Key], Measurement] = {}
        """The values in the table so far."""
        self._known: dict[str, dict[Key, ReferenceValue]] = {}
        """The values in the data, keyed by indicator. A second value of the same date and group is left out."""

    def add(self, indicator: Indicator, value: Measurement, change: CellChange) -> None:
        """Put a value into the plan.

        Raises _RefusedError if the name of a group is not allowed in data files, or if the value is in the future or
        contradicts another row.
        """
        if reason := next(filter(None, map(self._refuse, value.for_.values())), ""):
            raise _RefusedError(reason)
        if not value.date.is_on_or_before(self._as_of):
            raise _RefusedError(f"{value.date} is not over by {self._as_of}")
        key = (str(value.date), value.group)
        is_first = (indicator.id, key) not in self._rows
        earlier = self._rows.setdefault((indicator.id, key), value)
        if earlier.number != value.number:
            raise _RefusedError(f"another row has the value {earlier.value} for the same date and group")
        known = self._values_of(indicator).get(key)
        if known is None and is_first:
            self._plan.accepted.append(change)
            self._plan.new.setdefault(indicator.id, []).append(value)
        elif known is None or known.number == value.number:
            self._plan.unchanged.append(change)
        else:
            self._plan.conflicts.append((change, known.value))

    def _values_of(self, indicator: Indicator) -> dict[Key, ReferenceValue]:
        if indicator.id not in self._known:
            values = (*([indicator.baseline] if indicator.baseline else ()), *indicator.values)
            self._known[indicator.id] = {(str(value.date), value.group): value for value in reversed(values)}
        return self._known[indicator.id]


def texts_with_values(loaded: Loaded, plan: ValuePlan) -> dict[str, bytes]:
    """Return the new text of each file that gets values, keyed by file name. The values stay in the order of dates.

    Raises CobtrackError if a file cannot be edited.
    """
    lists: dict[str, list[NewItems]] = defaultdict(list)
    for identifier, values in plan.new.items():
        indicator = loaded.workspace.by_id[identifier]
        if isinstance(indicator, Indicator) and values:
            path = (*indicator.place.path, "values")
            items = NewItems(path, _by_position(indicator, values), tuple(fields_by_key(Indicator)))
            lists[indicator.place.file].append(items)
    texts: dict[str, bytes] = {}
    for file, new in lists.items():
        with naming_file(file):
            texts[file] = insert_items(loaded.raw_bytes[file].decode(), new).encode()
    return texts


def _by_position(indicator: Indicator, values: list[Measurement]) -> dict[int, list[dict[str, Any]]]:
    """Return the new values as plain data, keyed by the index of the present value that they come before."""
    ends = sorted(value.date.latest or date.max for value in indicator.values)
    before: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for value in sorted(values, key=lambda value: value.date.latest or date.max):
        index = bisect_right(ends, value.date.latest or date.max)
        before[index].append(_data(str(value.date), value.value, value.for_))
    return before
