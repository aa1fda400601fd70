"""`cobtrack render`."""

from __future__ import annotations

import re
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, AudienceName, AudienceOption, Color, ColorOption, CommandError, Quiet, Root

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.model.record import Audience
    from cobtrack.model.workspace import Workspace
    from cobtrack.render.renderer import Renderer
    from cobtrack.render.templates import Template
    from cobtrack.views.topics import Topic

_EDITED, _FOREIGN = "edited since cobtrack wrote it", "not written by cobtrack"
_OTHER = "made for another audience"
_KEEP = "keep yours under another name, or write over it with --force"


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
    topic: Annotated[
        str, typer.Option("--topic", metavar="NAME", help="What summary-sheet is about: child-justice, education, …")
    ] = "",
    list_: Annotated[bool, typer.Option("--list", help="Show which documents there are, and their templates.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 if a document is not up to date.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over documents that somebody edited, too.")] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Say what would be written.")] = False,
    audience: AudienceOption = AudienceName.public,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Write the living roadmap and the other documents. Each as Markdown and as one HTML file, made anew each time.

    \b
      cobtrack render
      cobtrack render roadmap.md -o -
      cobtrack render summary-sheet --topic child-justice
      cobtrack render --audience members
      cobtrack render --check

    --check takes the day that the document was made for, unless --as-of gives another. What is for members or for the
    Committee is written to a folder of that name in build.
    """
    from cobtrack.cli.output.files import OutputFiles
    from cobtrack.cli.session import open_session
    from cobtrack.editing.check import require_valid
    from cobtrack.editing.outputs import refuse_place
    from cobtrack.model.audience import for_audience
    from cobtrack.render.templates import available_templates
    from cobtrack.store.write import read_or_none, resolve_inside

    session = open_session(root, as_of, color, quiet=quiet, note=False)
    there = available_templates(session.loaded.root)
    if list_:
        _show_list(session, there)
        return
    workspace = for_audience(session.workspace, audience.value)
    subject = _topic(workspace, topic) if topic else None
    chosen = _choose(there, names, has_topic=subject is not None)
    require_valid(session.loaded, session.as_of)
    renderer = cache(lambda day: _renderer(session, workspace, day, subject, audience.value))
    if output == "-":
        if len(chosen) != 1:
            raise CommandError("-o - writes one document", f"name it: {', '.join(one.name for one in there)}")
        text = _rendered(chosen[0], renderer(session.as_of), audience.value)
        sys.stdout.write(_for_a_log(chosen[0].name, text))
        return
    written = OutputFiles(
        session.loaded.root, "render", check=check, dry_run=dry_run, force=force, terminal=session.terminal
    )
    texts = []
    folder = "build" if audience is AudienceName.public else f"build/{audience.value}"
    for one in chosen:
        name = _file_name(one, subject)
        path = Path(output) / name if output else resolve_inside(session.loaded.root, f"{folder}/{name}")
        day = (_day_of(path) if check and not as_of else None) or session.as_of
        texts.append((path, _rendered(one, renderer(day), audience.value)))
    for path, _ in texts:
        refuse_place(path, session.loaded.root)
    kept = {path: why for path, text in texts if (why := _kept(read_or_none(path), text, is_ours=not output))}
    if kept and not (check or force):
        _refuse(kept)
    # Nothing is written before everything could be made.
    for path, text in texts:
        is_earlier = partial(_is_earlier, text, is_ours=not output)
        written.write(path, text, differs=kept.get(path, "stale"), is_earlier=is_earlier)
    written.finish(_KEEP if kept else 'run "cobtrack render" again')


def _is_earlier(text: str, there: bytes, *, is_ours: bool) -> bool:
    return not _kept(there, text, is_ours=is_ours)


def _kept(there: bytes | None, text: str, *, is_ours: bool) -> str:
    """Why writing the text there would lose what somebody wrote; empty where it would not.

    What a template of the workspace makes may carry no marker; then nobody can tell, and only `is_ours`, the folder
    for documents, is taken for cobtrack's own.
    """
    from cobtrack.render import fingerprint

    new = fingerprint.read_fingerprint(text.encode())
    if there is None or there == text.encode() or (is_ours and new is None):
        return ""
    found = fingerprint.read_fingerprint(there)
    if found is None:
        return _FOREIGN
    if found.is_edited:
        return _EDITED
    return _OTHER if new and found.audience != new.audience else ""


def _refuse(kept: dict[Path, str]) -> None:
    """Raise CannotError for the documents that somebody edited, else of another audience, else of somebody's own."""
    from cobtrack.cli.output.files import display_path
    from cobtrack.model.text.wording import join_first

    why = next(one for one in (_EDITED, _OTHER, _FOREIGN) if one in kept.values())
    raise CommandError(f"{why}: {join_first([display_path(path) for path, one in kept.items() if one == why])}", _KEEP)


def _file_name(template: Template, topic: Topic | None) -> str:
    """`summary-sheet-child-justice.md`; the template's name where it is about no topic."""
    stem, _, ending = template.name.rpartition(".")
    return f"{stem}-{topic.name}.{ending}" if topic and template.needs_topic else template.name


def _topic(workspace: Workspace, name: str) -> Topic:
    """The topic of that name, or what has its words. Raises CannotError where nothing has."""
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.model.text.slug import slug
    from cobtrack.model.text.suggestions import close_matches
    from cobtrack.views.topics import topic, topics, with_linked

    workspace = with_inherited(workspace)
    if found := topic(workspace, name):
        return with_linked(workspace, found)
    there = topics(workspace)
    close = close_matches(slug(name), there, most=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(there) or 'none yet'}"
    raise CommandError(f'there is no topic "{name}"', hint)


def _renderer(session: Session, workspace: Workspace, day: object, topic: Topic | None, audience: Audience) -> Renderer:
    """What makes the documents of a day."""
    from datetime import date

    from cobtrack.model.scenario import as_known_on
    from cobtrack.render.renderer import Renderer
    from cobtrack.render.results import collect_results
    from cobtrack.rules import check

    as_of = date.fromisoformat(str(day))
    problems = check(as_known_on(workspace, as_of), as_of, "COB3")
    return Renderer(session.loaded.root, collect_results(workspace, as_of, problems, topic), audience)


def _for_a_log(name: str, text: str) -> str:
    """The same document, without what a runner would take for a command where it is printed."""
    from cobtrack.model.text.escape import escape_command

    if not name.endswith(".html"):
        return escape_command(text, "\\{:c}")
    # Style sheets have colons of their own, and no data.
    parts = re.split(r"(<style\b.*?</style>)", text, flags=re.DOTALL)
    parts[::2] = [escape_command(part, "&#{};") for part in parts[::2]]
    return "".join(parts)


def _rendered(template: Template, renderer: Renderer, audience: Audience) -> str:
    from jinja2 import TemplateError, TemplateSyntaxError

    from cobtrack.render import fingerprint

    mistakes = (TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError,
                ValueError)  # fmt: skip
    try:
        return fingerprint.add_fingerprint(renderer.render(template.name), audience)
    except TemplateSyntaxError as error:
        raise CommandError(
            f"{error.filename or template.path}:{error.lineno}: {error.message}", "mend the template"
        ) from None
    except mistakes as error:
        where = renderer.template_location(error) or (template.path if template.is_custom else None)
        if where is None:
            raise
        raise CommandError(
            f"{where}: {error or type(error).__name__}", "mend the template, or move it away to use the built-in one"
        ) from None


def _day_of(path: Path) -> str | None:
    from cobtrack.render import fingerprint
    from cobtrack.store.write import read_or_none

    found = fingerprint.read_fingerprint(read_or_none(path) or b"")
    return found.day if found else None


def _choose(there: list[Template], names: list[str], *, has_topic: bool) -> list[Template]:
    """The documents of those names, `roadmap` for both of its formats; without names all that need no topic."""
    from cobtrack.model.text.suggestions import close_matches

    known = {one.name: one for one in there}
    chosen: dict[str, Template] = {}
    for name in names:
        found = [one for one in there if name in {one.name, one.name.rpartition(".")[0]}]
        if not found:
            close = close_matches(name, known)
            hint = f'did you mean "{close[0]}"?' if close else f"there are {', '.join(known)}"
            raise CommandError(f'there is no template "{name}", here or built in', hint)
        chosen |= {one.name: one for one in found}
    if any(one.needs_topic for one in chosen.values()) and not has_topic:
        raise CommandError("which topic is it about?", "cobtrack render summary-sheet --topic child-justice")
    if has_topic and chosen and not any(one.needs_topic for one in chosen.values()):
        about = next((one.name.rpartition(".")[0] for one in there if one.needs_topic), "none")
        raise CommandError(f"{names[0]} is about no topic", f"leave out --topic; it is for {about}")
    return list(chosen.values()) or [one for one in there if has_topic or not one.needs_topic]


def _show_list(session: Session, there: list[Template]) -> None:
    from cobtrack.cli.output.table import Cell, Table
    from cobtrack.model.audience import AUDIENCES, MEMBERS_ONLY_RECORDS, VISIBLE_FIELDS

    table = Table(["name", "from"])
    for one in there:
        table.rows.append([Cell(one.name, "bold"), f"templates/{one.path.name}" if one.is_custom else "built-in"])
    session.terminal.table(table)
    session.terminal.print("")
    fields = Table(["audience", "sees besides what is public"])
    for audience in AUDIENCES[1:]:
        own = [
            f"{model}: {names[audience].replace(' ', ', ')}"
            for model, names in VISIBLE_FIELDS.items()
            if audience in names
        ]
        marked = [f"what says audience: {audience}"]
        whole = (
            [*marked, *(f"{what}: {which}" for what, which in MEMBERS_ONLY_RECORDS.items())]
            if audience == "members"
            else marked
        )
        fields.rows += [[Cell(audience if not at else "", "bold"), text] for at, text in enumerate([*whole, *own])]
    session.terminal.table(fields)
