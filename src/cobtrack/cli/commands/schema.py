"""`cobtrack schema`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cobtrack.cli.options import CommandError, Root


def schema(
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="Print this one: pillar, document, mechanism, …")] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="Where to write; else schema/ in the workspace.")
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 if a file is not up to date.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over other files of these names, too.")] = False,
    root: Root = "",
) -> None:
    """Write JSON Schemas of the files, for editors. With them an editor completes and checks while one types.

    \b
      cobtrack schema
      cobtrack schema pillar

    The first line of a data file names its schema: # yaml-language-server: $schema=../../schema/pillar.json
    """
    from cobtrack.cli.output.files import OutputFiles
    from cobtrack.model.kinds import KINDS
    from cobtrack.render.json_schema import json_schema
    from cobtrack.store.root import find_root, require_workspace
    from cobtrack.store.write import resolve_inside

    kinds = {one.name: one for one in KINDS}
    if kind:
        if kind not in kinds:
            raise CommandError(f'there is no kind of file "{kind}"', f"one of {', '.join(kinds)}")
        typer.echo(json_schema(kinds[kind]), nl=False)
        return
    home = require_workspace(Path(root)) if root else find_root(Path.cwd())
    written = OutputFiles(home, "schema", check=check, force=force)
    for one in KINDS:
        name, text = f"{one.name}.json", json_schema(one)
        path = Path(output) / name if output else resolve_inside(home, f"schema/{name}")
        written.write(path, text, is_earlier=partial(_is_earlier, text))
    written.finish('run "cobtrack schema" and commit the result')


def _is_earlier(text: str, there: bytes) -> bool:
    """Whether a file is the schema of the same kind of file, as some version of cobtrack made it."""
    import json

    try:
        old, new = json.loads(there), json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(old, dict) and all(old.get(key) == new.get(key) for key in ("$schema", "title"))
