"""`cobtrack init`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import CommandError

if TYPE_CHECKING:
    from cobtrack.cli.output.terminal import Terminal


def init(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder.")] = ".",
    state: Annotated[
        str, typer.Option("--state", metavar="CODE", help="The State, as a three-letter code such as KEN.")
    ] = "",
    state_name: Annotated[
        str, typer.Option("--state-name", metavar="NAME", help="The name of the State, such as Kenya.")
    ] = "",
    body: Annotated[str, typer.Option("--treaty-body", metavar="ID", help="crc, cedaw, ccpr, …")] = "crc",
    timezone: Annotated[
        str, typer.Option("--timezone", metavar="ZONE", help="The time zone for today's date, such as Africa/Nairobi.")
    ] = "UTC",
    language: Annotated[
        list[str], typer.Option("--language", metavar="CODE", help="A language; the main language first (repeatable).")
    ] = ["en"],
) -> None:
    """Create an empty workspace. Its files contain examples as comments. No existing file is overwritten.

    \b
      cobtrack init our-follow-up --state KEN --state-name Kenya
      cobtrack init . --state NPL --state-name Nepal --treaty-body cedaw
    """
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.editing.init import create_workspace

    _check_state(state, state_name)
    root, terminal = Path(folder), Terminal()
    settings = {
        "state": state,
        "state_name": state_name,
        "treaty_body": body,
        "timezone": timezone,
        "languages": language,
    }
    workspace = create_workspace(root, settings)
    if workspace.recovery_note:
        terminal.notify(workspace.recovery_note, "note")
    for name, is_new in workspace.files.items():
        terminal.notify(f"{'Wrote' if is_new else 'Unchanged'} {(root / name).as_posix()}")
    _note_unknown_body(body, terminal)
    for line in workspace.missing_in_gitignore:
        terminal.notify(f"add the line {line} to the existing .gitignore", "note")
    terminal.notify("in a public repository everybody can read these files; --audience filters only documents", "note")
    steps = [] if root == Path() else [f"cd {shlex.quote(root.as_posix())}"]
    steps += [] if (root / ".git").exists() else ["git init"]
    terminal.notify(f"Next: {', '.join([*steps, 'read the comments in data/, cobtrack validate'])}")


def _check_state(state: str, name: str) -> None:
    """Raise CommandError if the State's code or name is missing, or if the code is not valid."""
    if state and not re.fullmatch("[A-Z]{3}", state):
        hint = f"such as {state.upper()}" if len(state) == 3 and state.isalpha() else "such as KEN for Kenya"
        hint += "" if name else "; the name belongs in --state-name"
        raise CommandError(f'--state takes the three capital letters of ISO 3166-1, not "{state}"', hint)
    if missing := [option for option, value in (("--state", state), ("--state-name", name)) if not value]:
        verb = "is" if len(missing) == 1 else "are"
        hint = "name the State: cobtrack init --state KEN --state-name Kenya"
        raise CommandError(f"{' and '.join(missing)} {verb} missing", hint)


def _note_unknown_body(body: str, terminal: Terminal) -> None:
    """Print a note if cobtrack does not know the mechanism called `body`."""
    from cobtrack.exchange.un.bodies import MECHANISM_IDS, TREATY_BODIES
    from cobtrack.model.text.suggestions import close_matches

    if body in MECHANISM_IDS:
        return
    close = close_matches(body, MECHANISM_IDS)
    suggestion = f"; did you mean {close[0]}?" if close else ""
    terminal.notify(f"{body} is not a treaty body of the UN{suggestion}", "note")
    terminal.notify(f"      The treaty bodies are {', '.join(sorted(TREATY_BODIES))}.")
    terminal.notify(f"      If {body} is another mechanism, write its name into data/reports-due/{body}.yaml.")
