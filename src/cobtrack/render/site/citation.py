"""`CITATION.cff`: how to cite the roadmap, in the Citation File Format that reference managers and GitHub read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.settings import Publication
from cobtrack.model.text.markup import plain_text

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.workspace import Workspace

CITATION = "CITATION.cff"
_SPDX = re.compile(r"(?:CC-BY(?:-NC)?(?:-SA|-ND)?-[1-4]\.0|CC0-1\.0|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0)")
"""Matches the SPDX identifiers of the licences for data. The format accepts no other names."""


def author(workspace: Workspace) -> str:
    """Return the name of the organisation that maintains the roadmap, or the title of the roadmap if none is named."""
    name = workspace.maintainer and workspace.maintainer.name
    return plain_text(name or (workspace.roadmap.title if workspace.roadmap else gettext("Roadmap")))


def citation_file(workspace: Workspace, as_of: date) -> bytes:
    """Return the content of `CITATION.cff` for the roadmap on a day."""
    roadmap, publication = workspace.roadmap, workspace.settings.publication or Publication()
    version = roadmap.version_on(as_of) if roadmap else None
    licence = str(publication.licence or "")
    spdx = _SPDX.fullmatch(licence.replace(" ", "-"))
    fields: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use this roadmap or its data, please cite it as below.",
        "type": "dataset",
        "title": plain_text(roadmap.title) if roadmap else gettext("Roadmap"),
        "authors": [{"name": author(workspace)}],
        "version": str(version.number) if version else "",
        "date-released": str(as_of),
        "url": publication.url,
        "license": spdx[0] if spdx else "",
        "license-url": "" if spdx else publication.licence_url,
    }
    # JSON is valid YAML, and leaves no text that could be read as something else.
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value)
    return ("\n".join(lines) + "\n").encode()
