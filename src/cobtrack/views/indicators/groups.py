"""The groups that values of indicators are about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.labels import GROUP, GROUP_AXIS, SEX
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from cobtrack.model.records.indicator import Group, Indicator
    from cobtrack.model.records.settings import Axis, Settings
    from cobtrack.model.workspace import Workspace


def axes(settings: Settings) -> dict[str, Axis | None]:
    """Return all axes that the workspace knows, keyed by id. The value is None for an axis without a declaration."""
    return {**dict.fromkeys(GROUP_AXIS), **{axis.id: axis for axis in settings.axes}}


def axis_title(settings: Settings, axis: str) -> str:
    """Return the title of an axis within a sentence. An axis that nobody declared keeps its name."""
    if declared := axes(settings).get(axis):
        return declared.title
    return GROUP_AXIS[axis].singular if axis in GROUP_AXIS else axis


def group_title(settings: Settings, axis: str, name: str) -> str:
    """Return the title of a group on an axis. A group without a title keeps its name."""
    declared = axes(settings).get(axis)
    if declared and name in declared.groups:
        return declared.groups[name]
    return GROUP[name].singular if name in GROUP and axis in GROUP_AXIS else name


def known_groups(settings: Settings, axis: str) -> tuple[str, ...]:
    """Return the names of all groups that an axis can have; empty if any group is possible."""
    declared = axes(settings).get(axis)
    if declared:
        return tuple(declared.groups)
    return tuple(SEX) if axis == "sex" else ()


def in_words(settings: Settings, group: Group) -> str:
    """Return a group in words, such as "female, rural"; "" for all."""
    return join([group_title(settings, axis, name) for axis, name in group], ",")


def indicators_from(workspace: Workspace, data_source: str) -> tuple[Indicator, ...]:
    """Return the indicators that take values from the data source with the given id."""
    return tuple(row for row in workspace.indicators if data_source in row.all_data_sources)
