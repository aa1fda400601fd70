"""`cobtrack render`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, CannotError, Color, ColorOption, Quiet, Root

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.render.templates import Template

_AS_OF = re.compile(rb"cobtrack:as-of\W+(?:content=\W*)?(\d{4}-\d\d-\d\d)")


def render(
    names: Annotated[
        list[str], typer.Argument(metavar="[NAME]...", help="Which documents, e.g. roadmap.html; else all.")
    ] = [],
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            help="The folder to write to (build), or - for one document to standard output.",
        ),
    ] = "",
    list_: Annotated[bool, typer.Option("--list", help="Show which documents there are, and their templates.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 if a document is not up to date.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Say what would be written.")] = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Write the living roadmap as Markdown and as one HTML file.

    \b
      cobtrack render
      cobtrack render roadmap.md -o -
      cobtrack render --check

    --check takes the day that the document was made for, unless --as-of gives another.
    """
    from cobtrack.cli.session import refuse_errors, start
    from cobtrack.cli.written import Written
    from cobtrack.render import templates

    session = start(root, as_of, color, quiet=quiet, note=False)
    there = templates.available(session.loaded.root)
    if list_:
        _show_list(session, there)
        return
    chosen = _choose(there, names)
    refuse_errors(session)
    if output == "-":
        if len(chosen) != 1:
            raise CannotError("-o - writes one document", f"name it: {', '.join(one.name for one in there)}")
        sys.stdout.write(_rendered(session, chosen[0], session.as_of))
        return
    folder = Path(output) if output else session.loaded.root / "build"
    written = Written(check=check, dry_run=dry_run, terminal=session.terminal)
    texts = []
    for one in chosen:
        day = (_day_of(folder / one.name) if check and not as_of else None) or session.as_of
        texts.append((folder / one.name, _rendered(session, one, day)))
    # Nothing is written before everything could be made.
    for path, text in texts:
        written.add(path, text)
    written.end("cobtrack render")


def _rendered(session: Session, template: Template, day: object) -> str:
    from datetime import date

    from jinja2 import TemplateError, TemplateSyntaxError

    from cobtrack.render import templates
    from cobtrack.render.document import document
    from cobtrack.rules import check

    as_of = date.fromisoformat(str(day))
    made = document(session.workspace, as_of, check(session.workspace, as_of, "COB3"))
    try:
        return templates.render(session.loaded.root, template.name, made)
    except TemplateSyntaxError as error:
        raise CannotError(
            f"{error.filename or template.path}:{error.lineno}: {error.message}", "mend the template"
        ) from None
    except (TemplateError, TypeError, ValueError, AttributeError) as error:
        if not template.own:
            raise
        raise CannotError(
            f"{template.path}: {error}", "mend the template, or move it away to use the built-in one"
        ) from None


def _day_of(path: Path) -> str | None:
    from cobtrack.store.write import current

    match = _AS_OF.search((current(path) or b"")[:20_000])
    return match[1].decode() if match else None


def _choose(there: list[Template], names: list[str]) -> list[Template]:
    from difflib import get_close_matches

    known = {one.name: one for one in there}
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(known)}"
            raise CannotError(f'there is no template "{name}"', f"{hint} looked in templates and the built-in ones")
    return [known[name] for name in names] or there


def _show_list(session: Session, there: list[Template]) -> None:
    from cobtrack.cli.terminal import Cell, Table

    table = Table(["name", "from"])
    for one in there:
        table.rows.append([Cell(one.name, "bold"), f"templates/{one.path.name}" if one.own else "built-in"])
    session.terminal.table(table)
