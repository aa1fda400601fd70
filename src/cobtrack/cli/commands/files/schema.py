"""`cobtrack schema`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import CommandError, Root, workspace_folder

if TYPE_CHECKING:
    from collections.abc import Mapping


def schema(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="Print only this schema: pillar, document, mechanism, …")
    ] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="Where to write (default: schema/ in the workspace).")
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with code 1 if a file is not up to date.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are not schemas.")] = False,
    root: Root = "",
) -> None:
    """Write JSON Schemas for text editors. With a schema, an editor completes and checks fields while you type.

    \b
      cobtrack schema
      cobtrack schema pillar

    The first line of a data file names its schema: # yaml-language-server: $schema=../../schema/pillar.json
    """
    from cobtrack.model.kinds import KINDS_BY_NAME
    from cobtrack.render.json_schema import json_schema

    if kind:
        if kind not in KINDS_BY_NAME:
            raise CommandError(f'there is no kind of file "{kind}"', f"one of {', '.join(KINDS_BY_NAME)}")
        typer.echo(json_schema(KINDS_BY_NAME[kind]), nl=False)
    else:
        schemas = {f"{name}.json": json_schema(file_kind).encode() for name, file_kind in KINDS_BY_NAME.items()}
        _write(schemas, root, output, check=check, force=force)


def _write(schemas: Mapping[str, bytes], root: str, output: str, *, check: bool, force: bool) -> None:
    from cobtrack.cli.output.files import OutputFiles
    from cobtrack.store.root import require_workspace
    from cobtrack.store.write import resolve_inside

    folder = require_workspace(workspace_folder(root))
    files = OutputFiles(folder, "schema", check=check, force=force, noun="schema")
    for name, schema in schemas.items():
        path = Path(output) / name if output else resolve_inside(folder, f"schema/{name}")
        files.add(path, schema, partial(_is_earlier, schema))
    files.finish('run "cobtrack schema" and commit the result')


def _is_earlier(new: bytes, content: bytes) -> bool:
    """Whether `content` is an earlier schema for the same kind of data file as the schema `new`.

    Another version of cobtrack might have written the earlier schema.
    """
    import json

    try:
        old_schema, new_schema = json.loads(content), json.loads(new)
    except (ValueError, RecursionError):
        return False
    if not isinstance(old_schema, dict) or not isinstance(old_schema.get("properties"), dict):
        return False
    # New versions add and rename properties, but never all properties at once.
    shared = old_schema["properties"].keys() & new_schema["properties"].keys()
    return old_schema.get("$schema") == new_schema["$schema"] and bool(shared)
