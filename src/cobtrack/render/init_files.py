"""The files that `cobtrack init` writes, from the templates in templates/init."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cobtrack.package_data import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping

_SUFFIX = ".j2"


def init_files(values: Mapping[str, object]) -> dict[str, str]:
    """Return the texts of all files in a new workspace, keyed by path. `values` are filled into the templates."""
    folder = TEMPLATES / "init"
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    # JSON strings and lists are valid YAML.
    environment.filters["yaml"] = lambda value: json.dumps(value, ensure_ascii=False)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f"*{_SUFFIX}"))
    body = str(values["treaty_body"])
    return {
        name.removesuffix(_SUFFIX).replace("BODY", body): environment.get_template(name).render(values)
        for name in names
    }
