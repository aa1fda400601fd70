"""Whom each field is for, and the workspace as an audience may see it: everything else is gone before it is shown.

An audience filters documents, not git: in a public repository every line is public.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Audience, Record, field_type, record_type
from cobtrack.model.records.action import Action
from cobtrack.model.records.document import Link
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.settings import Criterion
from cobtrack.model.references import target_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cobtrack.model.workspace import Workspace

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
"""From those who see least to those who see all."""

VISIBLE_FIELDS: Mapping[str, Mapping[Audience, str]] = {
    "Action": {
        "public": "id title kind recommendations responsible timeframe activities progress source certainty audience",
        "members": "addressed_to",
    },
    "Actions": {"public": "actions"},
    "Activity": {
        "public": "id text points notes timeframe responsible serves starts ends recommendations discussions after "
        "progress source audience"
    },
    "Actor": {"public": "id name acronym kind part_of role remarks source certainty audience"},
    "Actors": {"public": "actors"},
    "Arrangements": {"public": "lead core_group thematic_groups focal_points"},
    "Assessment": {
        "public": "date voice level grade reason by confidence provisional evidence obstacles help_needed audience"
    },
    "Category": {"public": "title activities"},
    "Criterion": {"public": "id title axis weight"},
    "Deadline": {
        "public": "id title kind owner due lead step certainty basis after findings remarks source audience",
    },
    "DeadlineFinding": {"public": "date outcome note source certainty audience"},
    "Discussion": {
        "public": "id title date organized_by supported_by chaired_by speakers purpose attended_by actors materials "
        "remarks source audience"
    },
    "Document": {
        "public": "id symbol title mechanism reports session considered adopted issued previous url not_seen remarks "
        "source certainty paragraphs audience"
    },
    "Duration": {"public": "days weeks months years"},
    "Evidence": {"public": "bearing text source audience"},
    "Indicator": {
        "public": "id title type recommendations unit baseline target values measured_by disaggregated_by responsible "
        "remarks source certainty audience"
    },
    "Indicators": {"public": "indicators"},
    "Initiative": {
        "public": "id title organisations location timeframe summary recommendations activities source certainty "
        "audience"
    },
    "Initiatives": {"public": "initiatives"},
    "Link": {"public": "to kind source"},
    "Material": {"public": "title url note audience"},
    "Measure": {"public": "id title date issued_by effect source audience"},
    "Measurement": {"public": "date value note source audience"},
    "Mechanism": {"public": "id name acronym kind procedures remarks source deadlines"},
    "Origin": {"public": "system id"},
    "Outdated": {"public": "reason note source"},
    "Paragraph": {
        "public": "id kind section heading cluster urgent text summary seen cites answers links responsible groups "
        "position made_by action_category themes affected_persons sdgs resources outdated assessments origins source "
        "certainty audience wordings follow_up",
        "members": "scores check",
    },
    "Pillar": {"public": "pillar title overview_title overview categories"},
    "Procedure": {"public": "id title mechanism remarks source steps"},
    "Progress": {"public": "date status note evidence audience"},
    "RelativeDate": {"public": "days weeks months years after before precision"},
    "Remark": {"public": "text source certainty activities date audience"},
    "Resource": {"public": "id kind title number year symbol mechanism url summary source certainty audience"},
    "Resources": {"public": "resources"},
    "ReviewCycle": {"public": "next_report years may_become certainty source"},
    "Roadmap": {
        "public": "title subtitle period version date maintainer review_cycle arrangements measures sections "
        "discussions"
    },
    "Score": {"members": "criterion score reason"},
    "Section": {"public": "title text notes audience"},
    "Settings": {"public": "schema_version state state_name treaty_body timezone languages clusters criteria"},
    "Step": {"public": "id title kind owner due lead remarks source"},
    "Wording": {"public": "text made_by"},
}
"""The fields of each model by their audience. One that is in none of them is shown to members alone."""

MEMBERS_ONLY_RECORDS = {"Action": "those of kind advocacy", "Criterion": "those that people score"}
"""Records that are for members without saying so; see `audience_of`."""


def for_audience(workspace: Workspace, audience: Audience) -> Workspace:
    """The workspace with what that audience may see; what leads to a record that is gone goes, too."""
    if audience == AUDIENCES[-1]:
        return workspace
    shown = _each(workspace, lambda record: _shown(record, audience))
    hidden = frozenset(workspace.by_id) - frozenset(shown.by_id)
    return _each(shown, lambda record: _unlinked(record, hidden, workspace)) if hidden else shown


def audience_of(record: Record) -> Audience:
    """Whom a whole record is for: what it says itself, else what its kind says."""
    own: Audience | None = getattr(record, "audience", None)
    if own:
        return own
    is_internal = (isinstance(record, Action) and record.kind == "advocacy") or (
        isinstance(record, Criterion) and not record.is_derived
    )
    return "members" if is_internal else "public"


def _sees(audience: Audience, other: Audience) -> bool:
    return AUDIENCES.index(other) <= AUDIENCES.index(audience)


def _each(workspace: Workspace, change: Callable[[Any], Any]) -> Workspace:
    """The workspace with what `change` makes of the record of each file."""
    made: dict[str, Any] = {}
    for kind in KINDS:
        held = getattr(workspace, kind.field)
        made[kind.field] = tuple(filter(None, map(change, held))) if kind.is_folder else held and change(held)
    return replace(workspace, **made)


@cache
def _left_out(model: type[Record], audience: Audience) -> tuple[tuple[str, Any], ...]:
    """The fields of a model that the audience does not see, with what they hold instead."""
    table = VISIBLE_FIELDS.get(model.__name__, {})
    seen = {name for other, names in table.items() if _sees(audience, other) for name in names.split()}
    fields = model.model_fields.items()
    return tuple((name, field.get_default()) for name, field in fields if name not in seen and not field.is_required())


@cache
def _with_records(model: type[Record]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if record_type(field_type(model, name)))


def _shown(record: Record, audience: Audience) -> Record | None:
    """The record as the audience sees it; None where it does not see it at all."""
    if not _sees(audience, audience_of(record)):
        return None
    changes = {name: empty for name, empty in _left_out(type(record), audience) if getattr(record, name) != empty}
    return _with(record, {**dict(_below(record, lambda one: _shown(one, audience))), **changes})


def _unlinked(record: Record, hidden: frozenset[str], workspace: Workspace) -> Record | None:
    """The record without what leads to the hidden ones; None where it is nothing else."""
    changes: dict[str, Any] = {}
    for name, is_required in _with_ids(type(record)):
        value = getattr(record, name)
        if isinstance(value, tuple):
            if not hidden.isdisjoint(value):
                changes[name] = tuple(one for one in value if one not in hidden)
        elif value in hidden:
            if isinstance(record, Link | RelativeDate):
                return None
            changes[name] = "" if is_required else None
    changes |= _below(record, lambda one: _unlinked(one, hidden, workspace))
    if isinstance(record, Deadline) and changes.get("due", record.due) is not record.due:
        # Its own date is no secret: it stays, but nobody can be late for what hangs on something that is not shown.
        changes |= {"due": workspace.schedule.date_of(record.id), "certainty": "tentative"}
    return _with(record, changes)


@cache
def _with_ids(model: type[Record]) -> tuple[tuple[str, bool], ...]:
    """The fields that hold ids of other records, and whether they have to be there."""
    fields = model.model_fields.items()
    return tuple(
        (name, field.is_required())
        for name, field in fields
        if target_type(model, name) and not record_type(field_type(model, name))
    )


def _below(record: Record, change: Callable[[Any], Any]) -> Iterator[tuple[str, Any]]:
    """The fields with records in them that `change` makes something else of."""
    for name in _with_records(type(record)):
        value = getattr(record, name)
        if isinstance(value, Record):
            made = change(value)
        elif isinstance(value, tuple):
            made = tuple(filter(None, map(change, value)))
            if len(made) == len(value) and all(one is other for one, other in zip(made, value, strict=True)):
                continue
        else:
            continue
        if made is not value:
            yield name, made


def _with(record: Record, changes: Mapping[str, Any]) -> Record:
    return record.model_copy(update=dict(changes)) if changes else record
