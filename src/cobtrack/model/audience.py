"""Declare which fields each audience may see, and remove everything else from a workspace.

This protects documents and exports only. In a public git repository everybody can read every line of every file.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Audience, Record, field_type, fields_with_records, record_type
from cobtrack.model.records.action import Action, Contact
from cobtrack.model.records.budget import BudgetLine
from cobtrack.model.records.consultation import Consultation
from cobtrack.model.records.document import Link
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.round import Round
from cobtrack.model.records.settings import Criterion
from cobtrack.model.records.submission import Submission
from cobtrack.model.references import target_type

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from cobtrack.model.workspace import Workspace

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
"""The audiences, sorted from the audience that sees the least to the audience that sees everything."""

VISIBLE_FIELDS: Mapping[str, Mapping[Audience, str]] = {
    "Action": {
        "public": "id formerly title kind recommendations responsible supports timeframe serves after activities "
        "contacts progress was source certainty audience",
        # Whom the coalition wants to persuade, with whose help, and with which words.
        "members": "addressed_to partners message",
    },
    "Actions": {"public": "actions"},
    "Activity": {
        "public": "id formerly text points plain icon checked_with_children notes timeframe recurs responsible "
        "supports serves starts ends recommendations discussions after progress was source audience",
        "members": "not_related",
    },
    "Actor": {"public": "id formerly name acronym kind part_of language role remarks was source certainty audience"},
    "Actors": {"public": "actors"},
    "Added": {"public": "initiatives actions indicators resources"},
    "Answer": {"public": "by date reported nothing_new added"},
    "Answered": {"public": "activities actions recommendations indicators"},
    "Article": {"public": "number text recommendations"},
    "Arrangements": {"public": "lead core_group thematic_groups focal_points"},
    "Assessment": {
        "public": "date voice level grade reason by confidence provisional evidence obstacles remedies help_needed "
        "proposed consultations answered answer audience",
        # A reply is printed beside the assessment, but only members know what was sent and is not answered.
        "members": "sent answer_by",
    },
    "Axis": {"public": "id title groups"},
    "BudgetLine": {
        "public": "id formerly title owner organisation programme year currency planned allocated spent activities "
        "recommendations clusters remarks was source certainty audience"
    },
    "Budgets": {"public": "budgets"},
    "Category": {"public": "title activities"},
    "CheckedWithChildren": {"public": "date group"},
    "ClusterInPlainWords": {"public": "cluster plain icon checked_with_children"},
    "Consultation": {
        "public": "id formerly title plain icon checked_with_children date with_ number participants area area_level "
        "method activities recommendations clusters said source certainty audience"
    },
    "Consultations": {"public": "consultations"},
    "Contact": {"public": "date with_ asked answered promised promised_by settled audience"},
    "Criterion": {"public": "id title axis weight"},
    "DataSource": {
        "public": "id formerly title holder content frequency last_update disaggregated_by access url activities "
        "remarks source certainty audience"
    },
    "DataSources": {"public": "data_sources"},
    "Deadline": {
        "public": "id formerly title kind owner due lead step certainty basis after findings remarks was source "
        "audience",
    },
    "DeadlineFinding": {"public": "date outcome note source certainty audience"},
    "Discussion": {
        "public": "id formerly title date organized_by supported_by chaired_by speakers purpose attended_by actors "
        "materials "
        "remarks source audience"
    },
    "Done": {"public": "activities recommendations actions initiatives submissions discussions note"},
    "Document": {
        "public": "id formerly symbol title mechanism state reports session language considered adopted issued "
        "previous url materials not_seen remarks source certainty paragraphs audience"
    },
    "Duration": {"public": "days weeks months years"},
    "Earlier": {
        "public": "timeframe due certainty period name title heading text points summary until why still_holds"
    },
    "Evidence": {"public": "bearing text source audience"},
    "HelpService": {"public": "name number url address hours languages note source"},
    "Feedback": {"public": "due given how note"},
    "Indicator": {
        "public": "id formerly title type recommendations unit baseline target values values_are every first_due "
        "data_sources measured_by disaggregated_by responsible "
        "remarks was source certainty audience"
    },
    "Indicators": {"public": "indicators"},
    "Initiative": {
        "public": "id formerly title organisations location timeframe summary recommendations activities source "
        "certainty "
        "audience"
    },
    "Initiatives": {"public": "initiatives"},
    "Link": {"public": "to kind source"},
    "Material": {"public": "title kind language standing url note audience"},
    "Measure": {
        "public": "id formerly title kind issued_by issuer stages triggered_by effect recommendations articles "
        "replaces remarks source certainty audience"
    },
    "Measures": {"public": "measures"},
    "Measurement": {"public": "date value note source by provisional audience for_ data_source"},
    "Mechanism": {"public": "id formerly name acronym kind procedures remarks source deadlines"},
    "NotRelated": {"public": "recommendations resources"},
    "Origin": {"public": "system id"},
    "Outdated": {"public": "reason note source"},
    "Paragraph": {
        "public": "id formerly kind section heading cluster urgent asks_for_resources text summary plain icon "
        "checked_with_children "
        "seen cites answers links "
        "responsible supports groups "
        "position made_by action_category themes affected_persons sdgs resources outdated assessments origins was "
        "source "
        "certainty audience wordings follow_up",
        "members": "scores check not_related",
    },
    "Participants": {"public": "age sex number"},
    "Pillar": {"public": "pillar title overview_title overview categories"},
    "Point": {"public": "number text done not_done_because plain feedback audience"},
    "Procedure": {"public": "id formerly title mechanism remarks source steps"},
    "Progress": {"public": "date for_ status note evidence by provisional audience"},
    "Publication": {"public": "url licence licence_url contact"},
    "ReferenceValue": {"public": "date value note source audience"},
    "RelativeDate": {"public": "days weeks months years after before precision"},
    "Remark": {"public": "text source certainty activities date audience"},
    "Removed": {"public": "id title date why audience"},
    "Resource": {
        "public": "id formerly kind title number year symbol country recommendations mechanism url summary source "
        "certainty audience"
    },
    "Resources": {"public": "resources"},
    "ReviewCycle": {"public": "next_report years may_become certainty source"},
    "Roadmap": {
        "public": "title subtitle period versions maintainer review_cycle arrangements sections discussions removed was"
    },
    # Who was asked and who has not answered is for members only, unless the round itself says otherwise.
    "Round": {"public": "id formerly title opened until asked answers audience"},
    "SavedFilter": {"public": "id pillar status actor twg cluster mechanism document sdg person owner year"},
    "Score": {"members": "criterion date score reason"},
    "Section": {"public": "title text notes audience"},
    "Settings": {
        "public": "schema_version state state_name treaty_body timezone languages clusters "
        "clusters_in_plain_words help affected_persons criteria axes saved_filters publication"
    },
    "Stage": {"public": "date stage voice by note triggered_by source certainty audience"},
    "Step": {"public": "id title kind owner due lead max_words remarks source"},
    "Submission": {
        "public": "id formerly title to deadline date by endorsed_by words confidential url remarks source certainty "
        "audience"
    },
    "Submissions": {"public": "submissions"},
    "Trigger": {"public": "recommendations documents discussions note"},
    "Version": {"public": "number date note changes revision"},
    "Wording": {"public": "text made_by"},
}
"""The fields of each model, grouped by the first audience that sees them. Spaces separate the names of the fields.

A field that is not listed is shown to members only, so that a new field is not published by mistake.
"""

MEMBERS_ONLY_RECORDS = {
    "Action": "advocacy",
    "BudgetLine": "the coalition's own budget",
    "Contact": "contacts",
    "Criterion": "criteria that people score",
    "Round": "rounds of reporting",
    "Submission": "confidential submissions",
}
"""How messages describe the records that only members see by default, keyed by the name of the model.

`audience_of` decides which records these are.
"""


def for_audience(workspace: Workspace, audience: Audience, hidden: Collection[str] = ()) -> Workspace:
    """Return a copy of the workspace that has only the data that an audience may see.

    References to records that the audience does not see are removed too. The records that `hidden` names, which is a
    result of `hidden_records`, are removed for every audience but members.
    """
    if audience == AUDIENCES[-1]:
        return workspace
    visible = _change_each(workspace, lambda record: _visible(record, audience, hidden))
    unseen = frozenset(workspace.by_id) - frozenset(visible.by_id)
    return _change_each(visible, lambda record: _unlinked(record, unseen, workspace)) if unseen else visible


def hidden_records(workspace: Workspace, audience: Audience) -> frozenset[str]:
    """Return the names of all records that an audience must not see.

    The names of a record are its present and its earlier ids. A record without an id is named by its content.
    """
    hidden = workspace.by_id.keys() - for_audience(workspace, audience).by_id.keys()
    earlier = (former for name in hidden for former in getattr(workspace.by_id[name], "formerly", ()))
    contents: list[str] = []

    def collect(record: Record) -> Record:
        if not _sees(audience, audience_of(record)) and (content := _content(record)):
            contents.append(content)
        list(_changed_records(record, collect))
        return record

    _change_each(workspace, collect)
    return frozenset((*hidden, *earlier, *contents))


def _content(record: Record) -> str:
    """Return the content of a record without an id that can have an audience, such as a note on progress; else ""."""
    fields = type(record).model_fields
    return "" if "id" in fields or "audience" not in fields else record.model_dump_json(exclude={"audience"})


def audience_of(record: Record) -> Audience:
    """Return the audience of a whole record: its field `audience`, or the default for this kind of record.

    A confidential submission is always for members only.
    """
    if isinstance(record, Submission) and record.confidential:
        return "members"
    own: Audience | None = getattr(record, "audience", None)
    if own:
        return own
    is_internal = (
        (isinstance(record, Action) and record.kind == "advocacy")
        or (isinstance(record, BudgetLine) and record.owner == "civil-society")
        or (isinstance(record, Criterion) and not record.is_derived)
        or isinstance(record, Contact | Round)
    )
    return "members" if is_internal else "public"


def _sees(audience: Audience, other: Audience) -> bool:
    return AUDIENCES.index(other) <= AUDIENCES.index(audience)


def _change_each(workspace: Workspace, change: Callable[[Any], Any]) -> Workspace:
    """Return the workspace after calling `change` with the record of each file and using the record that it returns.

    If `change` returns None, the record is removed from the workspace.
    """
    changed: dict[str, Any] = {}
    for kind in KINDS:
        content = getattr(workspace, kind.field)
        if kind.is_folder:
            changed[kind.field] = tuple(filter(None, map(change, content)))
        else:
            changed[kind.field] = content and change(content)
    return replace(workspace, **changed)


@cache
def _hidden_fields(model: type[Record], audience: Audience) -> tuple[tuple[str, Any], ...]:
    """Return each field that the audience must not see: its name, and the empty value that replaces its value."""
    fields_by_audience = VISIBLE_FIELDS.get(model.__name__, {})
    visible = {name for other, names in fields_by_audience.items() if _sees(audience, other) for name in names.split()}
    fields = model.model_fields.items()
    return tuple(
        (name, field.get_default()) for name, field in fields if name not in visible and not field.is_required()
    )


def _visible(record: Record, audience: Audience, hidden_names: Collection[str]) -> Record | None:
    """Return the record without the fields that the audience must not see.

    Return None if the audience must not see the record at all, or if `hidden_names` has its id or its content.
    """
    if not _sees(audience, audience_of(record)):
        return None
    if hidden_names and (getattr(record, "id", "") or _content(record)) in hidden_names:
        return None
    hidden = {name: empty for name, empty in _hidden_fields(type(record), audience) if getattr(record, name) != empty}
    if isinstance(record, Consultation):
        fields = type(record).model_fields
        hidden |= {name: fields[name].get_default() for name in record.recognisable_fields}
    if isinstance(record, Indicator) and (recognisable := record.recognisable_values):
        record = record.model_copy(update={"values": tuple(row for row in record.values if row not in recognisable)})
    inner = dict(_changed_records(record, lambda nested: _visible(nested, audience, hidden_names)))
    return _with_values(record, {**inner, **hidden})


def _unlinked(record: Record, hidden_ids: frozenset[str], workspace: Workspace) -> Record | None:
    """Return the record without its references to hidden records.

    Return None if the record is a link or a relative date that refers to a hidden record, because nothing useful would
    be left of it.
    """
    changes: dict[str, Any] = {}
    for name, is_required in _fields_with_ids(type(record)):
        value = getattr(record, name)
        if isinstance(value, tuple):
            if not hidden_ids.isdisjoint(value):
                changes[name] = tuple(identifier for identifier in value if identifier not in hidden_ids)
        elif value in hidden_ids:
            if isinstance(record, Link | RelativeDate):
                return None
            changes[name] = "" if is_required else None
    changes |= _changed_records(record, lambda nested: _unlinked(nested, hidden_ids, workspace))
    if isinstance(record, Deadline) and changes.get("due", record.due) is not record.due:
        # Only the deadline that the date depends on is hidden, not the date itself. The date becomes tentative, so the
        # deadline is never shown as overdue.
        changes |= {"due": workspace.schedule.date_of(record.id), "certainty": "tentative"}
    return _with_values(record, changes)


@cache
def _fields_with_ids(model: type[Record]) -> tuple[tuple[str, bool], ...]:
    """Return each field of the model that holds ids of other records: its name, and whether the field is required."""
    fields = model.model_fields.items()
    return tuple(
        (name, field.is_required())
        for name, field in fields
        if target_type(model, name) and not record_type(field_type(model, name))
    )


def _changed_records(record: Record, change: Callable[[Any], Any]) -> Iterator[tuple[str, Any]]:
    """Call `change` with the records in each field. Yield the name and the new value of each field that has changed."""
    for name in fields_with_records(type(record)):
        value = getattr(record, name)
        if isinstance(value, Record):
            changed = change(value)
        elif isinstance(value, tuple):
            changed = tuple(filter(None, map(change, value)))
            if len(changed) == len(value) and all(new is old for new, old in zip(changed, value, strict=True)):
                continue
        else:
            continue
        if changed is not value:
            yield name, changed


def _with_values(record: Record, changes: Mapping[str, Any]) -> Record:
    return record.model_copy(update=dict(changes)) if changes else record
