"""`cobtrack render`."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cobtrack.cli.options import (
    AsOf,
    AudienceName,
    AudienceOption,
    Color,
    ColorOption,
    CommandError,
    DocumentFormat,
    DryRunOfFiles,
    LanguageOption,
    Quiet,
    Root,
)  # fmt: skip
from cobtrack.model.languages.phrases import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from cobtrack.cli.session import Session
    from cobtrack.editing.sites.build import Site
    from cobtrack.model.record import Audience
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.workspace import Workspace
    from cobtrack.render.renderer import Renderer
    from cobtrack.render.templates import Template
    from cobtrack.views.topics import Topic

SITE = "site"
"""The name of the site among the documents. It is a folder of pages, which has no template of its own."""
_KEEP_OR_FORCE = "keep your file under another name, or overwrite it with --force"


def render(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME", help="Which documents, such as roadmap.html (default: all).")
    ] = [],
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            help="The folder to write to (default: build), or - to write one document to standard output.",
        ),
    ] = "",
    formats: Annotated[
        list[DocumentFormat],
        typer.Option("--format", help="The format of the documents; repeatable (default: html and md)."),
    ] = [],
    topic: Annotated[
        str, typer.Option("--topic", metavar="NAME", help="The topic of summary-sheet: child-justice, education, …")
    ] = "",
    twg: Annotated[str, typer.Option("--twg", metavar="N", help="The thematic working group of packet: 1, 2, …")] = "",
    actor: Annotated[str, typer.Option("--actor", metavar="ID", help="The organisation of packet: moeys, …")] = "",
    list_: Annotated[
        bool, typer.Option("--list", help="List the documents and the places of their templates.")
    ] = False,
    copy_template: Annotated[
        str,
        typer.Option(
            "--copy-template",
            metavar="NAME",
            help="Copy a built-in template, such as roadmap.md, to the folder templates of the workspace.",
        ),
    ] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with code 1 if a document is not up to date.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite even documents that somebody has edited.")] = False,
    dry_run: DryRunOfFiles = False,
    audience: AudienceOption = AudienceName.public,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Write the living roadmap and the other documents. Each document is written as Markdown and as a single HTML file.

    --format writes other formats: docx for Word, and pdf, which needs the extra "pdf" of cobtrack.

    \b
      cobtrack render
      cobtrack render roadmap.md -o -
      cobtrack render roadmap.docx
      cobtrack render --format docx --format pdf
      cobtrack render summary-sheet --topic child-justice
      cobtrack render packet --twg 1
      cobtrack render --audience members
      cobtrack render site
      cobtrack render --check
      cobtrack render --copy-template roadmap.md

    The site is a folder of pages that opens from a disk and from any web server. Only `render site` writes it, to
    build/site. --check uses the date in each existing document, unless --as-of gives another date. Documents for
    members are written to build/members, and documents for the Committee to build/committee.
    """
    from cobtrack.cli.session import open_session
    from cobtrack.editing.check import require_valid
    from cobtrack.model.audience import for_audience
    from cobtrack.render.templates import available_templates

    session = open_session(root, as_of, color, language=language, quiet=quiet, note=False)
    if copy_template:
        _copy_template(session, copy_template, is_printed=output == "-", dry_run=dry_run)
        return
    templates = available_templates(session.loaded.root)
    if list_:
        _print_list(session, templates)
        return
    workspace = for_audience(session.workspace, audience.value)
    subjects = _Subjects(
        _find_topic(workspace, topic) if topic else None,
        _find_actor(workspace, twg, actor) if twg or actor else None,
    )
    _warn_of_older_copies(session)

    def path_of(name: str) -> Path:
        return Path(output) / name if output else _resolve(session, f"{_build_folder(audience)}/{name}")

    def day_for(path: Path) -> date:
        return (_day_of(path) if check and not as_of else None) or session.as_of

    if SITE in names:
        _refuse_with_site(names, output, topic or twg or actor, has_format=bool(formats), has_language=bool(language))
        require_valid(session.loaded, session.as_of)
        folder = Path(output) if output else path_of(SITE)
        site = _build_site(session, day_for(folder / "index.html"), audience.value, None if force else folder)
        _write_site(session, folder, site, check=check, force=force, dry_run=dry_run)
        return
    chosen = _choose(templates, names, subjects, [format_.value for format_ in formats])
    require_valid(session.loaded, session.as_of)
    renderer = cache(lambda day: _renderer(session, workspace, day, subjects, audience.value))
    if output == "-":
        if len(chosen) != 1:
            matching = ", ".join(template.name for template in chosen)
            raise CommandError("-o - takes the name of one document", f"one of {matching}")
        _print(chosen[0], renderer(session.as_of))
        _note_excess(session, chosen, renderer(session.as_of))
        return
    # Render everything before anything is written.
    suffix = _language_suffix(session)
    paths = [path_of(_file_name(template, subjects, suffix)) for template in chosen]
    documents = [
        _Document(path, _render(template, renderer(day_for(path))), is_build_folder=not output)
        for template, path in zip(chosen, paths, strict=True)
    ]
    _note_excess(session, chosen, renderer(session.as_of))
    _write(session, documents, check=check, force=force, dry_run=dry_run)


def _copy_template(session: Session, name: str, *, is_printed: bool, dry_run: bool) -> None:
    """Copy a built-in template to the workspace, or print what the copy would be."""
    from cobtrack.cli.output.files import display_path
    from cobtrack.editing.templates import copy_template, marked_template

    if is_printed:
        sys.stdout.write(marked_template(name).text)
        return
    path = copy_template(session.loaded.root, name, dry_run=dry_run)
    name = display_path(path)
    if dry_run:
        text = _("Would write %(file)s, which would replace the built-in template", file=name)
    else:
        text = _("Wrote %(file)s, which replaces the built-in template", file=name)
    session.terminal.notify(text)


def _warn_of_older_copies(session: Session) -> None:
    """Print a note for each template of the workspace that is a copy of an older built-in template."""
    from cobtrack.editing.templates import older_copies

    for name in older_copies(session.loaded.root):
        short = name.removesuffix(".j2")
        session.terminal.notify(
            _("%(file)s is a copy of an older version of the built-in template", file=f"templates/{name}"), "note"
        )
        session.terminal.notify(
            f"to see the difference: cobtrack render --copy-template {short} -o - | diff templates/{name} -", "hint"
        )


def _note_excess(session: Session, chosen: list[Template], renderer: Renderer) -> None:
    """Print a note about each document that has more words than the treaty body accepts."""
    from cobtrack.model.text.markup import plain_text

    for name in {template.stem: template.name for template in chosen}.values():
        if excess := renderer.excess(name):
            words, limit = excess
            title, procedure = plain_text(limit.step.title), plain_text(limit.procedure.title)
            session.terminal.notify(
                f"{name.rpartition('.')[0]} has {words:,} words; at most {limit.step.max_words:,} are accepted "
                f"({procedure}: {title})",
                "note",
            )


class _Subjects(NamedTuple):
    """The subjects that the user named: the topic of a summary sheet, and the organisation of a packet."""

    topic: Topic | None
    actor: Actor | None

    def name(self, template: Template) -> str:
        """Return the name or id of the subject of a document; "" if it needs none or if the user did not name it."""
        topic, actor = self.topic and self.topic.name, self.actor and self.actor.id
        return (topic if template.subject == "topic" else actor if template.subject == "actor" else "") or ""


def _build_folder(audience: AudienceName) -> str:
    return "build" if audience is AudienceName.public else f"build/{audience.value}"


def _refuse_with_site(names: list[str], output: str, subject: str, *, has_format: bool, has_language: bool) -> None:
    """Raise CommandError if the user asked for something that the site does not do."""
    if len(names) > 1:
        raise CommandError("the site is rendered by itself, because it is a folder", "cobtrack render site")
    if output == "-":
        raise CommandError("the site is a folder", "name the folder: -o FOLDER")
    if subject:
        raise CommandError("the site is about the whole roadmap", "leave out --topic, --twg and --actor")
    if has_format:
        raise CommandError("the site is a folder of HTML pages", "leave out --format")
    if has_language:
        raise CommandError("the site has pages in all languages of the workspace", "leave out --language")


def _build_site(session: Session, day: date, audience: Audience, folder: Path | None) -> Site:
    """Return the site for a day. Versions that are published in `folder` stay as they are.

    Raises CommandError if a template has a mistake.
    """
    from cobtrack.editing.sites.build import build_site
    from cobtrack.editing.sites.folder import SiteFolder

    published = SiteFolder(folder).version_files() if folder else {}
    with _template_errors(session.loaded.root):
        return build_site(session.loaded, day, audience, published)


def _write_site(session: Session, folder: Path, site: Site, *, check: bool, force: bool, dry_run: bool) -> None:
    from cobtrack.cli.output.site import write_site

    for note in site.notes:
        session.terminal.notify(note, "note")
    write_site(session, folder, site.files, _refuse, check=check, force=force, dry_run=dry_run)


class _Document(NamedTuple):
    """A rendered document, with the path of the file to write."""

    path: Path
    data: bytes
    is_build_folder: bool

    def conflict_with(self, content: bytes | None) -> str:
        """Return what would be lost if this document replaced a file with this content.

        The result is "" if nothing would be lost.
        """
        from cobtrack.editing.outputs import document_conflict

        return document_conflict(content, self.data, is_build_folder=self.is_build_folder)

    def may_replace(self, content: bytes) -> bool:
        """Whether this document may replace a file with this content."""
        return not self.conflict_with(content)


def _resolve(session: Session, name: str) -> Path:
    from cobtrack.store.write import resolve_inside

    return resolve_inside(session.loaded.root, name)


def _write(session: Session, documents: list[_Document], *, check: bool, force: bool, dry_run: bool) -> None:
    from cobtrack.cli.output.files import OutputFiles
    from cobtrack.editing.outputs import refuse_place
    from cobtrack.store.write import read_or_none

    for document in documents:
        refuse_place(document.path, session.loaded.root)
    conflicts = {document.path: document.conflict_with(read_or_none(document.path)) for document in documents}
    conflicts = {path: conflict for path, conflict in conflicts.items() if conflict}
    if conflicts and not (check or force):
        _refuse(conflicts)
    files = OutputFiles(
        session.loaded.root, "render", check=check, dry_run=dry_run, force=force, terminal=session.terminal
    )
    for document in documents:
        difference = conflicts.get(document.path, "stale")
        files.add(document.path, document.data, document.may_replace, difference=difference)
    files.finish(_KEEP_OR_FORCE if conflicts else 'run "cobtrack render" again')


def _refuse(conflicts: Mapping[Path, str]) -> None:
    """Raise CommandError, because some files must not be overwritten.

    The message names only the files with the most serious conflict.
    """
    from cobtrack.cli.output.files import display_path
    from cobtrack.editing.outputs import EDITED, FOREIGN, OTHER_AUDIENCE
    from cobtrack.model.text.wording import join_first

    worst = next(conflict for conflict in (EDITED, OTHER_AUDIENCE, FOREIGN) if conflict in conflicts.values())
    paths = [display_path(path) for path, conflict in conflicts.items() if conflict == worst]
    raise CommandError(f"{worst}: {join_first(paths)}", _KEEP_OR_FORCE)


def _language_suffix(session: Session) -> str:
    """Return what the names of documents have before their ending: ".km" for Khmer; "" for the first language."""
    language = session.loaded.language
    return f".{language}" if language and language != session.workspace.settings.languages[0] else ""


def _file_name(template: Template, subjects: _Subjects, suffix: str) -> str:
    """Return the file name for a document. The name includes the subject if the document is about a subject."""
    name = subjects.name(template)
    stem = f"{template.stem}-{name}" if name else template.stem
    return f"{stem}{suffix}.{template.format}"


def _find_topic(workspace: Workspace, name: str) -> Topic:
    """Return the topic whose name or title is `name`. Raises CommandError if there is no such topic."""
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.model.text.slug import slug
    from cobtrack.model.text.suggestions import close_matches, did_you_mean
    from cobtrack.views.topics import topic, topics, with_linked

    workspace = with_inherited(workspace)
    if subject := topic(workspace, name):
        return with_linked(workspace, subject)
    names = topics(workspace)
    close = close_matches(slug(name), names, limit=3, cutoff=0.5)
    all_names = (
        f"one of {', '.join(names)}"
        if names
        else "topics are the clusters of recommendations, and none has been entered yet"
    )
    hint = did_you_mean(close, all_names)
    raise CommandError(f'there is no topic "{name}"', hint)


def _find_actor(workspace: Workspace, twg: str, actor: str) -> Actor:
    """Return the organisation that the user named with --twg or --actor, by its id or another name.

    Raises CommandError if both were given, or if they do not name exactly one organisation.
    """
    from cobtrack.views.filters import Choice, parse_filters

    if twg and actor:
        raise CommandError("--twg and --actor cannot be used together", "name one organisation or working group")
    option = "twg" if twg else "actor"
    found = parse_filters(workspace, [Choice(option, [twg or actor])])[option]
    if len(found) != 1:
        raise CommandError(f"--{option} takes one organisation", "write a packet for each of them")
    return next(record for record in workspace.actors if record.id in found)


def _renderer(session: Session, workspace: Workspace, day: date, subjects: _Subjects, audience: Audience) -> Renderer:
    """Return a renderer for documents that show the situation on a day."""
    from cobtrack.editing.documents import results_on
    from cobtrack.render.renderer import Renderer

    return Renderer(session.loaded.root, results_on(workspace, day, *subjects), audience)


def _print(template: Template, renderer: Renderer) -> None:
    """Write a document to standard output. Raises the same errors as `_render` and `print_file`."""
    from cobtrack.cli.output.files import print_file
    from cobtrack.render.templates import OFFICE_FORMATS

    data = _render(template, renderer)
    if template.format in OFFICE_FORMATS:
        print_file(template.name, data)
    else:
        sys.stdout.write(_escape_commands(template.name, data.decode()))


def _escape_commands(name: str, text: str) -> str:
    """Escape any text in a document that a CI runner could mistake for a command.

    A CI runner would execute such a command if the document were printed in a log.
    """
    from cobtrack.model.text.escape import escape_command

    if not name.endswith(".html"):
        return escape_command(text, "\\{:c}")
    # Do not escape style sheets, because their colons are needed and they contain no data.
    parts = re.split(r"(<style\b.*?</style>)", text, flags=re.DOTALL)
    parts[::2] = [escape_command(part, "&#{};") for part in parts[::2]]
    return "".join(parts)


def _render(template: Template, renderer: Renderer) -> bytes:
    """Return the file of the document for a template.

    Raises CommandError if the template has a mistake. Raises PdfError if a PDF cannot be made.
    """
    with _template_errors(renderer.root, template):
        return renderer.render_file(template.name)


@contextmanager
def _template_errors(root: Path, template: Template | None = None) -> Iterator[None]:
    """Raise CommandError if a template of the workspace has a mistake. `template` is the document, unless it is a page.

    An error in a built-in template is raised again.
    """
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    from cobtrack.render.templates import template_location

    mistakes = (TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError,
                ValueError)  # fmt: skip
    try:
        yield
    except TemplateSyntaxError as error:
        message = f"{error.filename or (template and template.path)}:{error.lineno}: {error.message}"
        raise CommandError(message, "fix the template") from None
    except mistakes as error:
        where = template_location(root, error) or (template.path if template and template.is_custom else None)
        if where is None:
            raise
        hint = "fix the template, or move it away to use the built-in one"
        is_missing = type(error) is TemplateNotFound
        message = f'there is no template "{error}"' if is_missing else str(error) or type(error).__name__
        raise CommandError(f"{where}: {message}", hint) from None


def _day_of(path: Path) -> date | None:
    """Return the as-of date of the document at `path`, or None if there is no document or it has no date."""
    from datetime import date

    from cobtrack.render.fingerprint import read_fingerprint
    from cobtrack.store.write import read_or_none

    fingerprint = read_fingerprint(read_or_none(path) or b"")
    try:
        return date.fromisoformat(fingerprint.day) if fingerprint else None
    except ValueError:
        # Somebody has edited the date.
        return None


_EXAMPLES = {
    "topic": ("--topic", "for example: cobtrack render summary-sheet --topic child-justice"),
    "actor": ("--twg or --actor", "for example: cobtrack render packet --twg 1"),
}
"""For each kind of subject, the options that name it, and an example."""


def _choose(templates: list[Template], names: list[str], subjects: _Subjects, formats: list[str]) -> list[Template]:
    """Return the templates named in `names`. If `names` is empty, return all templates that can be rendered.

    A name without a file extension (for example `roadmap`) stands for the given formats, or for all formats but those
    of office programs. Raises CommandError if a name is unknown, if a document does not exist in a format, if a chosen
    document is about a subject that the user did not name, or if the user named a subject but no chosen document is
    about it.
    """
    from cobtrack.model.text.suggestions import close_matches, did_you_mean
    from cobtrack.render.templates import OFFICE_FORMATS

    by_name = {template.name: template for template in templates}
    wanted = [
        template
        for template in templates
        if (template.format in formats if formats else template.format not in OFFICE_FORMATS)
    ]
    chosen: dict[str, Template] = {}
    for name in names:
        if formats and name in by_name:
            raise CommandError(f"--format does not apply to {name}", f"name {by_name[name].stem}, without an ending")
        matches = [by_name[name]] if name in by_name else [template for template in wanted if template.stem == name]
        if not matches:
            others = [template.format for template in templates if template.stem == name]
            if others:
                raise CommandError(f"{name} cannot be written as {formats[0]}", f"choose {' or '.join(others)}")
            stems = dict.fromkeys([*(template.stem for template in templates), SITE])
            close = close_matches(name, by_name if "." in name else stems)
            hint = did_you_mean(close, f"one of {', '.join(stems)}")
            raise CommandError(f'there is no document "{name}"', hint)
        chosen |= {template.name: template for template in matches}
    for template in chosen.values():
        if template.subject and not subjects.name(template):
            options, example = _EXAMPLES[template.subject]
            raise CommandError(f"{options} is missing", example)
    for kind, subject in zip(("topic", "actor"), subjects, strict=True):
        if subject and chosen and not any(template.subject == kind for template in chosen.values()):
            users = dict.fromkeys(template.stem for template in templates if template.subject == kind)
            options = _EXAMPLES[kind][0]
            raise CommandError(f"{options} does not apply to {names[0]}", f"use it with {', '.join(users)}")
    return list(chosen.values()) or [template for template in wanted if not template.subject or subjects.name(template)]


def _print_list(session: Session, templates: list[Template]) -> None:
    """Print a table of the documents, which shows where the template of each document comes from.

    Print a second table that shows which data each audience sees in addition to public data.
    """
    from cobtrack.cli.output.table import Cell, Table
    from cobtrack.model.audience import AUDIENCES
    from cobtrack.package_data import TEMPLATES
    from cobtrack.render.templates import PURPOSES

    table = Table(["name", "what it is", "template"])
    for stem, group in groupby(sorted(templates, key=_place), key=lambda template: template.stem):
        places = [f"templates/{template.path.name}" if template.is_custom else "built-in" for template in group]
        table.rows.append([Cell(stem, "bold"), PURPOSES.get(stem, ""), ", ".join(dict.fromkeys(places))])
    own = session.loaded.root / "templates" / SITE
    is_custom = own.is_dir() and not own.samefile(TEMPLATES / SITE)
    table.rows.append(
        [
            Cell(SITE, "bold"),
            "everything as pages, with downloads",
            f"templates/{SITE}/" if is_custom else "built-in",
        ]
    )
    session.terminal.table(table)
    session.terminal.print("")
    session.terminal.print("Most documents have the formats html, md, docx and pdf.")
    session.terminal.print("")
    table = Table(["audience", "sees in addition to public data"])
    for audience in AUDIENCES[1:]:
        for number, text in enumerate(_visible_to(audience)):
            table.rows.append([Cell("" if number else audience, "bold"), text])
    session.terminal.table(table)


def _place(template: Template) -> tuple[str, Path]:
    return template.stem, template.path


def _visible_to(audience: Audience) -> list[str]:
    """Return descriptions of the data that an audience sees in addition to public data.

    These data are records that are marked for the audience, some kinds of records, and some fields.
    """
    from cobtrack.model.audience import MEMBERS_ONLY_RECORDS, VISIBLE_FIELDS

    kinds = MEMBERS_ONLY_RECORDS.items() if audience == "members" else ()
    fields = [(model, names[audience]) for model, names in VISIBLE_FIELDS.items() if audience in names]
    return [
        f"everything with audience: {audience}",
        *(f"{kind}: {which}" for kind, which in kinds),
        *(f"{model}: {names.replace(' ', ', ')}" for model, names in fields),
    ]
