"""The groups that values of indicators are about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.labels import DISABILITY, GROUP, GROUP_AXIS, PLACE, SEX
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from cobtrack.model.records.indicator import Group, Indicator
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.workspace import Workspace


def axis_title(settings: Settings, axis: str) -> str:
    """Return the title of an axis within a sentence. An axis that nobody declared keeps its name."""
    if declared := settings.all_axes.get(axis):
        return declared.title
    return GROUP_AXIS[axis].singular if axis in GROUP_AXIS else axis


def group_title(settings: Settings, axis: str, name: str) -> str:
    """Return the title of a group on an axis. A group without a title keeps its name."""
    declared = settings.all_axes.get(axis)
    if declared and name in declared.groups:
        return declared.groups[name]
    return GROUP[name].singular if name in GROUP and axis in GROUP_AXIS else name


def names_of_axis(settings: Settings, axis: str) -> tuple[str, ...]:
    """Return all names that people might use for an axis: its id, and its title in all languages of the data."""
    declared = settings.all_axes.get(axis)
    titles = (declared.title, *declared.title.languages.values()) if declared else (axis_title(settings, axis),)
    return (axis, axis.replace("-", " "), *titles)


def names_of_group(settings: Settings, axis: str) -> dict[str, tuple[str, ...]]:
    """Return all names that people might use for the groups on an axis, keyed by group: its name and its titles."""
    declared = settings.all_axes.get(axis)
    if declared:
        return {name: (name, title, *title.languages.values()) for name, title in declared.groups.items()}
    groups = {"sex": SEX, "place": PLACE, "disability": DISABILITY}.get(axis, {})
    return {name: (name, label.singular) for name, label in groups.items()}


def in_words(settings: Settings, group: Group) -> str:
    """Return a group in words, such as "female, rural"; "" for all."""
    return join([group_title(settings, axis, name) for axis, name in group], ",")


def indicators_from(workspace: Workspace, data_source: str) -> tuple[Indicator, ...]:
    """Return the indicators that take values from the data source with the given id."""
    return tuple(row for row in workspace.indicators if data_source in row.all_data_sources)
