"""The description of the files for download as a Frictionless Data Package, which data programs can read.

Every column is a text, unless all its values are numbers. So an id such as 1.10 stays as it is written.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.record import field_type, fields_by_key, unwrap_type
from cobtrack.model.records.settings import Publication
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.markup import is_safe_link, plain_text
from cobtrack.model.types import STANDING
from cobtrack.render.json_schema import field_docstrings
from cobtrack.render.site.citation import author

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.workspace import Workspace
    from cobtrack.views.tables.table import Table

DATA_PACKAGE = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NUMBERS = {"importance", "feasibility"}
"""The computed columns with numbers."""


MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "csv": "text/csv",
    "json": "application/json",
}
"""The media types of the files for download, keyed by file extension."""


class Resource(NamedTuple):
    """A file for download. `path` is relative to the site. A CSV file has its table too."""

    path: str
    title: str
    data: bytes
    table: Table | None = None

    @property
    def format(self) -> str:
        """The file extension, such as `csv`."""
        return self.path.rpartition(".")[2]


def data_package(workspace: Workspace, as_of: date, resources: list[Resource]) -> bytes:
    """Return the content of `datapackage.json`, which describes the given files."""
    roadmap, settings = workspace.roadmap, workspace.settings
    publication = settings.publication or Publication()
    version = roadmap.version_on(as_of) if roadmap else None
    package: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": f"{settings.state.lower()}-{settings.treaty_body}-roadmap",
        "title": plain_text(roadmap.title) if roadmap else gettext("Roadmap"),
        "description": _description(workspace, as_of),
        "version": str(version.number) if version else "",
        "created": f"{as_of}T00:00:00Z",
        "homepage": publication.url,
        "licenses": _licences(workspace),
        "contributors": [{"title": author(workspace), "roles": ["publisher"]}],
        "sources": _sources(workspace),
        "resources": [_resource(resource) for resource in resources],
    }
    package = {key: value for key, value in package.items() if value}
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _description(workspace: Workspace, as_of: date) -> str:
    return gettext(
        "The public data of the roadmap for %(state)s as of %(date)s. In CSV files, a list is written with semicolons"
        " between its items, and a date as in EDTF (ISO 8601-2).",
        state=plain_text(workspace.settings.state_name),
        date=str(as_of),
    )


def _licences(workspace: Workspace) -> list[dict[str, str]]:
    publication = workspace.settings.publication or Publication()
    licence = {"title": str(publication.licence or ""), "path": publication.licence_url}
    # A licence needs a name or an address.
    licence |= {} if licence["path"] else {"name": licence["title"]}
    found = {key: value for key, value in licence.items() if value}
    return [found] if found else []


def _sources(workspace: Workspace) -> list[dict[str, str]]:
    """Return the UN documents that the data come from."""
    sources = []
    for document in sorted(workspace.documents, key=lambda document: natural_key(document.id)):
        source = {"title": plain_text(document.name)}
        if is_safe_link(document.url) and not document.url.startswith("#"):
            source["path"] = document.url
        sources.append(source)
    return sources


def _resource(resource: Resource) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": resource.path.replace("/", "-").replace(".", "-").lower(),
        "path": resource.path,
        "title": without_marks(resource.title),
        "format": resource.format,
        "mediatype": MEDIA_TYPES[resource.format],
        "bytes": len(resource.data),
        "hash": f"sha256:{hashlib.sha256(resource.data).hexdigest()}",
    }
    if resource.table is None:
        return described
    fields = _fields(resource.table)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    # Some kinds of records have an id that is unique only within another record.
    ids = [row[resource.table.columns.index("id")] for row in resource.table.rows]
    if len(set(ids)) == len(ids):
        schema["primaryKey"] = ["id"]
    return {
        **described,
        "name": PurePosixPath(resource.path).stem,
        "type": "table",
        # The files begin with a byte-order mark, which spreadsheet programs need.
        "encoding": "utf-8-sig",
        "schema": schema,
    }


def _fields(table: Table) -> list[dict[str, Any]]:
    keys, docstrings = fields_by_key(table.model), field_docstrings(table.model)
    fields = []
    for column in table.columns:
        key, _, language = column.partition(".")
        field = {"name": column, **_type(table, column, keys.get(key, "") if not language else "")}
        description = docstrings.get(key, "")
        if language.startswith(f"{STANDING}."):
            field["description"] = f"The standing of the text in this language: {language.partition('.')[2]}"
        elif description:
            field["description"] = f"{description} (language: {language})" if language else description
        fields.append(field)
    return fields


def _type(table: Table, column: str, name: str) -> dict[str, Any]:
    """Return the type of a column that shows the model's field `name`; `name` is "" for a computed column."""
    if column in _NUMBERS:
        return {"type": "number"}
    annotation = unwrap_type(field_type(table.model, name)) if name else None
    position = table.columns.index(column)
    cells = {row[position] for row in table.rows if row[position]}
    if annotation is int and all(cell.isdecimal() for cell in cells):
        return {"type": "integer"}
    if annotation is bool and cells <= {"yes"}:
        return {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}
    if get_origin(annotation) is Literal and cells <= set(get_args(annotation)):
        return {"type": "string", "constraints": {"enum": [str(word) for word in get_args(annotation)]}}
    return {"type": "string"}
