"""The group that a new value of an indicator is about, as people write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.suggestions import close_matches, did_you_mean
from cobtrack.model.text.wording import join
from cobtrack.views.indicators.groups import names_of_axis, names_of_group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.settings import Settings

ALL = frozenset({"", "all", "total", "_t"})
"""Words for all, folded. They mean no group. `_T` is the code of SDMX, which SDG platforms use."""


def parse_group(settings: Settings, text: str) -> dict[str, str]:
    """Return the group that a text such as `sex=female,place=rural` means, keyed by axis.

    Raises CobtrackError if the text has another form, or if there is no such axis or group.
    """
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, sign, group = (each.strip() for each in part.partition("="))
        if not sign or not group:
            raise CobtrackError(f'"{part}" is not a group', "write the axis and the group, such as sex=female")
        axis = find_axis(settings, name)
        if not axis:
            known = [*settings.all_axes]
            hint = did_you_mean(close_matches(name, known), how_to_declare(name, known))
            raise CobtrackError(f'there is no axis "{name}"', hint)
        if axis in found:
            raise CobtrackError(f"{axis} is given twice", "a value is about one group on each axis")
        found[axis] = find_group(settings, axis, group)
    return found


def how_to_declare(name: str, known: Iterable[str]) -> str:
    """Return a hint that says how to declare an axis."""
    return f"the axes are {join([*known])}; add others to axes: in cobtrack.yaml, such as - {{id: {name}, title: …}}"


def find_axis(settings: Settings, name: str) -> str:
    """Return the id of the axis with this id or title; "" if there is none."""
    wanted = fold_name(name)
    return next((axis for axis in settings.all_axes if wanted in map(fold_name, names_of_axis(settings, axis))), "")


def find_group(settings: Settings, axis: str, name: str) -> str:
    """Return the name of a group on an axis, which is given by its name or title.

    Raises CobtrackError if the axis has other groups only.
    """
    wanted = fold_name(name)
    for group, names in names_of_group(settings, axis).items():
        if wanted in map(fold_name, names):
            return group
    if known := settings.known_groups(axis):
        hint = did_you_mean(close_matches(name, known), f"use {join([*known], 'or')}")
        raise CobtrackError(f'{axis} has no group "{name}"', hint)
    return name
