"""Check the file of focal points against the workspace.

Nobody's name, e-mail address or number is in a message, because messages end up in logs that others can read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cobtrack.model.internal.focal_point import EXAMPLE, FocalPoint
from cobtrack.model.problem import Finding, Place, Problem, Span, make_problem
from cobtrack.model.references import target_type
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.suggestions import close_matches, did_you_mean
from cobtrack.rules.links import unknown_in_focal_point
from cobtrack.rules.safeguarding import focal_point_in_public, focal_point_not_agreed, focal_point_twice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.model.workspace import Workspace
    from cobtrack.rules.rule import Rule

_WORDS = {"Actor": ("organisation", "actors"), "Activity": ("activity", "activities")}
"""The noun and the list for each kind of record that a focal point refers to."""
_SAY_WHAT_IS_WRONG = {"COB101", "COB102"}
"""The codes about fields that are missing or do not exist. What other codes say depends on the value of a field."""
_MIN_NAME_LENGTH = 6
"""The minimum length of a name to search for. A shorter name is likely to be a word too."""


def check_focal_points(
    workspace: Workspace, focal_points: Sequence[FocalPoint], public_texts: Mapping[str, str]
) -> list[Problem]:
    """Return the problems of the focal points. `public_texts` has the texts of public files, keyed by file name."""
    findings = {
        unknown_in_focal_point: _unknown(workspace, focal_points),
        focal_point_not_agreed: _not_agreed(focal_points),
        focal_point_twice: _twice(focal_points),
        focal_point_in_public: _in_public(focal_points, public_texts),
    }
    return [_problem(rule, finding) for rule, found in findings.items() for finding in found]


def without_quotes(problem: Problem) -> Problem:
    """Return a problem of the file of focal points with a message that quotes nothing from the file."""
    from cobtrack.rules import RULES  # noqa: PLC0415 - this module is a part of the package

    field = next((str(step) for step in reversed(problem.place.path) if step in FocalPoint.model_fields), "")
    if field and problem.code.startswith("COB1") and problem.code not in _SAY_WHAT_IS_WRONG:
        example = re.search(rf"^# +-? *({field}: .+?)(?: +#.*)?$", EXAMPLE, re.MULTILINE)
        hint = f"write it as in this example: {example[1]}" if example else ""
        return replace(problem, message=f'"{field}" cannot be read', hint=hint, fix=None)
    summary = next(rule.summary for rule in RULES if rule.code == problem.code).rstrip(".")
    hint = f"look at this line of the file; to read about the problem: cobtrack rules {problem.code}"
    return replace(problem, message=summary[0].lower() + summary[1:], hint=hint, fix=None)


def _problem(rule: Rule, finding: Finding) -> Problem:
    return make_problem(rule.code, rule.severity, finding)


def _unknown(workspace: Workspace, focal_points: Sequence[FocalPoint]) -> Iterator[Finding]:
    pillars = {pillar.pillar for pillar in workspace.pillars}
    for focal_point in focal_points:
        for name in FocalPoint.model_fields:
            if target := target_type(FocalPoint, name):
                value = getattr(focal_point, name)
                for index, identifier in [(None, value)] if isinstance(value, str) else enumerate(value):
                    place = focal_point.place.at(name, *([] if index is None else [index]))
                    yield from _unknown_id(workspace, target, identifier, place)
        for index, number in enumerate(focal_point.pillars):
            if number not in pillars and "pillar" not in workspace.unreadable_kinds:
                hint = f"the workspace has the pillars {', '.join(map(str, sorted(pillars)))}"
                yield Finding(focal_point.place.at("pillars", index), "there is no pillar with this number", hint)


def _unknown_id(workspace: Workspace, target: str, identifier: str, place: Place) -> Iterator[Finding]:
    record = workspace.by_id.get(identifier)
    if type(record).__name__ == target or identifier in workspace.unreadable_ids:
        return
    noun, kind = _WORDS[target]
    known = [record.id for record in getattr(workspace, kind)]
    renamed = workspace.by_former_id.get(identifier)
    hint = did_you_mean(close_matches(identifier, known), f'to list the ids, run "cobtrack list {kind}"')
    yield Finding(place, f"there is no {noun} with this id", f"it was renamed to {renamed.id}" if renamed else hint)


def _not_agreed(focal_points: Sequence[FocalPoint]) -> Iterator[Finding]:
    for focal_point in focal_points:
        if focal_point.agreed is None:
            hint = "ask the person, and write the day as agreed: 2026-02-01"
            yield Finding(focal_point.place, "it is not recorded that this person agreed to be listed", hint)


def _twice(focal_points: Sequence[FocalPoint]) -> Iterator[Finding]:
    """Yield a finding for each person who is listed twice: with the same e-mail address or name."""
    first: dict[tuple[str, ...], FocalPoint] = {}
    for focal_point in focal_points:
        keys: list[tuple[str, ...]] = [(fold_name(focal_point.name), focal_point.organisation)]
        keys += [(focal_point.email.casefold(),)] if focal_point.email else []
        if same := next((first[key] for key in keys if key in first), None):
            hint = "keep one of the two entries"
            yield Finding(focal_point.place, "this person is listed twice", hint, (same.place,))
        for key in keys:
            first.setdefault(key, focal_point)


def _in_public(focal_points: Sequence[FocalPoint], public_texts: Mapping[str, str]) -> Iterator[Finding]:
    names = {name for focal_point in focal_points for name in _names(focal_point) if len(name) >= _MIN_NAME_LENGTH}
    for file, text in public_texts.items():
        for name in sorted(name for name in names if name in text):
            if match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                line, start = text.count("\n", 0, match.start()) + 1, text.rfind("\n", 0, match.start()) + 1
                column = match.start() - start + 1
                place = Place(file, span=Span(line, column, line, column + len(name)))
                hint = "delete it, or write the organisation instead of the person"
                yield Finding(place, "this is the name of a focal point, in a file that everybody can read", hint)


def _names(focal_point: FocalPoint) -> Iterator[str]:
    yield str(focal_point.name)
    yield from focal_point.name.languages.values()
