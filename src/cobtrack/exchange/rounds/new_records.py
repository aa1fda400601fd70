"""The sheets of a workbook in which an organisation adds records: initiatives, actions, indicators and resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.labels import ACTION_KIND, INDICATOR_TYPE, RESOURCE_KIND
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.action import Action
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.initiative import Initiative
from cobtrack.model.records.resource import Resource
from cobtrack.model.text.wording import upper_first

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.labels import Vocabulary
    from cobtrack.model.record import Record

ROWS = 10
"""How many blank rows each sheet has."""
MODELS: Mapping[str, type[Record]] = {
    "initiatives": Initiative,
    "actions": Action,
    "indicators": Indicator,
    "resources": Resource,
}
"""The models of the records that an organisation can add, keyed by the names of their lists."""
_VOCABULARIES: Mapping[tuple[str, str], Vocabulary] = {
    ("actions", "kind"): ACTION_KIND,
    ("indicators", "type"): INDICATOR_TYPE,
    ("resources", "kind"): RESOURCE_KIND,
}
OWNER_FIELDS = {"initiatives": "organisations", "actions": "responsible", "indicators": "responsible"}
"""The fields that name the organisation that added a record."""


class NewColumn(NamedTuple):
    """A column of a sheet for new records."""

    field: str
    """The name of the field of the record."""
    header: str
    width: int
    choices: Mapping[str, str] = {}
    """The words of the data with their readable forms, if only these words are valid."""
    is_required: bool = False


def sheet_titles() -> dict[str, str]:
    """Return the name of each sheet for new records, keyed by the name of the list."""
    return {
        "initiatives": gettext("New initiatives"),
        "actions": gettext("New actions"),
        "indicators": gettext("New indicators"),
        "resources": gettext("New resources"),
    }


def columns(name: str) -> tuple[NewColumn, ...]:
    """Return the columns of the sheet for new records of a list."""
    headers = {
        "title": gettext("Title"),
        "kind": gettext("Kind"),
        "type": gettext("Type"),
        "timeframe": gettext("When"),
        "location": gettext("Where"),
        "summary": gettext("Summary"),
        "recommendations": gettext("Recommendations"),
        "unit": gettext("Unit"),
        "measured_by": gettext("Where the values come from"),
        "year": gettext("Year"),
        "url": gettext("Web address"),
        "source": gettext("Source"),
    }
    widths = {"title": 50, "summary": 50, "measured_by": 30, "url": 30, "source": 30, "recommendations": 24}
    fields = [field for field in headers if field in MODELS[name].model_fields]
    return tuple(_column(name, field, headers[field], widths.get(field, 16)) for field in fields)


def _column(name: str, field: str, header: str, width: int) -> NewColumn:
    vocabulary = _VOCABULARIES.get((name, field), {})
    choices = {word: upper_first(label.singular) for word, label in vocabulary.items()}
    is_required = MODELS[name].model_fields[field].is_required()
    return NewColumn(
        field, gettext("%(header)s (needed)", header=header) if is_required else header, width, choices, is_required
    )
