"""`cobtrack init`."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import CommandError
from cobtrack.store.history import HISTORY_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

_IGNORED = (
    "build/", "members/", "committee/", "*.internal.yaml", "*[._-][iI]nternal[!a-z]*", "*~", "*.bak", "*.orig",
    ".*.sw[a-p]", ".#*", r"\#*\#", f"{HISTORY_FOLDER}/", ".*.cobtrack-tmp",
)  # fmt: skip
"""What git is to leave out: documents that are made anew, exports that are not for everybody, names and contacts of
people, copies that editors make, and what `undo` needs."""


def init(
    folder: Annotated[str, typer.Argument(metavar="[DIR]", help="Where; else here.")] = ".",
    state: Annotated[str, typer.Option("--state", metavar="CODE", help="The State: three letters, such as KEN.")] = "",
    state_name: Annotated[str, typer.Option("--state-name", metavar="NAME", help="Its name, such as Kenya.")] = "",
    body: Annotated[str, typer.Option("--treaty-body", metavar="ID", help="crc, cedaw, ccpr, …")] = "crc",
    timezone: Annotated[
        str, typer.Option("--timezone", metavar="ZONE", help="Decides which day it is: Africa/Nairobi.")
    ] = "UTC",
    language: Annotated[
        list[str], typer.Option("--language", metavar="CODE", help="The first is that of plain texts; repeat it.")
    ] = ["en"],
) -> None:
    """Start an empty workspace. Its files hold examples as comments; nothing that is there is overwritten.

    \b
      cobtrack init our-follow-up --state KEN --state-name Kenya
      cobtrack init . --state NPL --state-name Nepal --treaty-body cedaw
    """
    from cobtrack import package_data
    from cobtrack.exchange.un.bodies import new_mechanism
    from cobtrack.model.kinds import KINDS
    from cobtrack.model.records.settings import Settings
    from cobtrack.render.init_files import init_files
    from cobtrack.render.json_schema import json_schema
    from cobtrack.store.root import MARKER
    from cobtrack.store.transaction import open_transaction
    from cobtrack.store.validation.build import build
    from cobtrack.store.write import read_or_none, resolve_inside

    _refuse_unclear(state, state_name)
    values = {
        "state": state,
        "state_name": state_name,
        "treaty_body": body,
        "timezone": timezone,
        "languages": language,
    }
    shaped = build(Settings, {"schema": 1, **values}, "cobtrack.yaml")
    if shaped.problems:
        raise CommandError(shaped.problems[0].message, shaped.problems[0].hint)
    root = Path(folder)
    texts = init_files({**values, "mechanism": new_mechanism(body)})
    texts |= {f"schema/{kind.name}.json": json_schema(kind) for kind in KINDS}
    shipped_files = sorted((package_data.HOME / package_data.RESOURCES).glob(f"{body}-*.yaml"))
    texts |= {f"{package_data.RESOURCES}/{path.name}": (read_or_none(path) or b"").decode() for path in shipped_files}
    if not os.path.lexists(root / HISTORY_FOLDER):
        # A folder where nothing can be made stays as it is; else what a killed init left there is taken back first.
        _refuse_other_files(root, texts)
    with open_transaction(root) as transaction:
        if transaction.recovery_note:
            typer.echo(f"note: {transaction.recovery_note}", err=True)
        there = {name: read_or_none(resolve_inside(root, name)) for name in (*texts, ".gitignore")}
        _refuse_other_files(root, texts)
        texts |= {".gitignore": "\n".join((*_IGNORED, ""))} if there[".gitignore"] is None else {}
        # The marker last: without it this is no workspace yet, and init can be run again.
        names = [*(name for name in texts if name != MARKER), MARKER]
        changes = {resolve_inside(root, name): (there[name], texts[name].encode()) for name in names}
        transaction.commit(changes, f"init {folder}")
    for name in names:
        verb = "Wrote" if there[name] is None else "Unchanged"
        typer.echo(f"{verb} {(root / name).as_posix()}", err=True)
    _tell(root, body)


def _refuse_other_files(root: Path, texts: Mapping[str, str]) -> None:
    """Raise CannotError where it is a workspace, or has a file of such a name that `init` did not make."""
    from cobtrack.store.root import MARKER
    from cobtrack.store.write import read_or_none, resolve_inside

    hint = "choose an empty folder, or go on with what is there"
    if os.path.lexists(root / MARKER):
        raise CommandError(f"{root} is a workspace already", hint)
    for name, text in texts.items():
        if read_or_none(resolve_inside(root, name)) not in {None, text.encode()}:
            raise CommandError(f"{root} has {name} already", hint)


def _refuse_unclear(state: str, name: str) -> None:
    """Raise CannotError where it is not said in full which State it is about."""
    if state and not re.fullmatch("[A-Z]{3}", state):
        hint = f"such as {state.upper()}" if len(state) == 3 and state.isalpha() else "such as KEN for Kenya"
        hint += "" if name else "; its name belongs to --state-name"
        raise CommandError(f'--state takes the three capital letters of ISO 3166-1, not "{state}"', hint)
    if missing := [option for option, typed in (("--state", state), ("--state-name", name)) if not typed]:
        verb = "is" if len(missing) == 1 else "are"
        hint = "which State is it about? cobtrack init --state KEN --state-name Kenya"
        raise CommandError(f"{' and '.join(missing)} {verb} missing", hint)


def _tell(root: Path, body: str) -> None:
    """What is left to do by hand."""
    from cobtrack.exchange.un.bodies import MECHANISM_IDS, TREATY_BODIES
    from cobtrack.model.text.suggestions import close_matches
    from cobtrack.store.write import read_or_none

    if body not in MECHANISM_IDS:
        close = close_matches(body, MECHANISM_IDS)
        meant = f"; did you mean {close[0]}?" if close else ""
        typer.echo(f"note: {body} is no treaty body of the UN{meant}", err=True)
        typer.echo(f"      They are {', '.join(sorted(TREATY_BODIES))}.", err=True)
        typer.echo(f"      If it is another system's, write its name into data/reports-due/{body}.yaml.", err=True)
    lines = (read_or_none(root / ".gitignore") or b"").decode(errors="replace").splitlines()
    for line in _IGNORED:
        if line not in lines:
            typer.echo(f"note: add the line {line} to the .gitignore that is there", err=True)
    steps = [] if root == Path() else [f"cd {shlex.quote(root.as_posix())}"]
    steps += [] if (root / ".git").exists() else ["git init"]
    typer.echo(
        "note: whatever is in these files is public in a public repository: an audience filters documents, not git",
        err=True,
    )
    typer.echo(f"Next: {', '.join([*steps, 'read the comments in data/, cobtrack validate'])}", err=True)
