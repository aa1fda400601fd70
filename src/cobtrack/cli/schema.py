"""`cobtrack schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cobtrack.cli.options import CannotError, Root


def schema(
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="Print this one: pillar, document, mechanism, …")] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="Where to write; else schema/ in the workspace.")
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 if a file is not up to date.")
    ] = False,
    root: Root = "",
) -> None:
    """Write JSON Schemas of the files, for editors. With them an editor completes and checks while one types.

    \b
      cobtrack schema
      cobtrack schema pillar

    The first line of a data file names its schema: # yaml-language-server: $schema=../../schema/pillar.json
    """
    from cobtrack.cli.written import Written
    from cobtrack.model.kinds import KINDS
    from cobtrack.render.schema import json_schema
    from cobtrack.store.load import at, find
    from cobtrack.store.write import within

    kinds = {one.name: one for one in KINDS}
    if kind:
        if kind not in kinds:
            raise CannotError(f'there is no kind of file "{kind}"', f"one of {', '.join(kinds)}")
        typer.echo(json_schema(kinds[kind]), nl=False)
        return
    home = at(Path(root)) if root else find(Path.cwd())
    written = Written(check=check)
    for one in KINDS:
        name = f"{one.name}.json"
        written.add(Path(output) / name if output else within(home, f"schema/{name}"), json_schema(one))
    written.end('run "cobtrack schema" and commit the result')
