"""The Jinja environment: where templates are found, what they can call, and how their values are escaped.

A workspace's own `templates` folder wins, name by name, over the built-in ones. Its templates come from people we do
not know: they run in Jinja's sandbox and see plain results.
"""

from __future__ import annotations

import json
import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from cobtrack.model import words
from cobtrack.model.markup import is_safe, plain
from cobtrack.render import inline
from cobtrack.shipped import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

    from cobtrack.render.document import RoadmapDocument

SUFFIX = ".j2"
BY_TOPIC = "summary-sheet."
"""The document that is about one topic, which has to be named."""


_COMMENT = re.compile(r"^\s*<!--.*?-->\s*")
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")


class Template(NamedTuple):
    """A template: the name of the document it makes, and whether the workspace brought it.

    One in Markdown makes a page as well, where there is none of its own for that.
    """

    name: str
    path: Path
    own: bool

    @property
    def is_about_a_topic(self) -> bool:
        """Whether the document is about one topic, which has to be named."""
        return self.name.startswith(BY_TOPIC)


def available(root: Path) -> list[Template]:
    """The documents that can be rendered, by name."""
    found: dict[str, Template] = {}
    for folder, own in ((TEMPLATES, False), (root / "templates", True)):
        for path in sorted(folder.glob(f"*.*{SUFFIX}")):
            name = path.name.removesuffix(SUFFIX)
            if not name.startswith("_") and (not own or _is_inside(path, root)):
                found[name] = Template(name, path, own and folder.resolve() != TEMPLATES.resolve())
    for name, one in list(found.items()):
        page = f"{name.removesuffix('.md')}.html"
        if name.endswith(".md") and page not in found:
            found[page] = Template(page, one.path, one.own)
    return [found[name] for name in sorted(found)]


def render(root: Path, name: str, document: RoadmapDocument) -> str:
    """The document `name`, e.g. `roadmap.html`.

    Raises jinja2.TemplateError where the template is broken.
    """
    is_html = name.endswith((".html", ".svg"))
    environment = _environment(root, is_html=is_html)
    environment.filters.update(_filters(document, is_html=is_html))
    if is_html and name + SUFFIX not in environment.list_templates():
        written = render(root, f"{name.removesuffix('.html')}.md", document)
        title, body = page(written)
        return environment.get_template(f"_page.html{SUFFIX}").render(doc=document, title=title, body=body)
    text = environment.get_template(name + SUFFIX).render(doc=document)
    return _BLANK.sub("\n\n", text).rstrip() + "\n" if not is_html else text.rstrip() + "\n"


def page(text: str) -> tuple[str, Markup]:
    """The title of a document in Markdown, and the document as HTML; what is HTML in it comes out as text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.validateLink = is_safe  # type: ignore[method-assign, assignment]
    body = _COMMENT.sub("", text, count=1)
    tokens = parser.parse(body)
    title = next((token.content for token, before in zip(tokens[1:], tokens, strict=False) if before.tag == "h1"), "")
    return plain(re.sub(r"\\(.)", r"\1", title)), Markup(parser.render(body))  # noqa: S704


def starting_files(values: Mapping[str, object]) -> dict[str, str]:
    """The files of an empty workspace by path, with the settings filled in."""
    folder = TEMPLATES / "init"
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    environment.filters["yaml"] = lambda value: json.dumps(value, ensure_ascii=False)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob(f"*{SUFFIX}"))
    return {
        name.removesuffix(SUFFIX).replace("BODY", str(values["treaty_body"])): environment.get_template(name).render(
            values
        )
        for name in names
    }


class _Own(FileSystemLoader):
    """The templates of a workspace; what is a link out of it is not there."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        folder = Path(self.searchpath[0])
        if not _is_inside(folder / template, folder.parent):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def _is_inside(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _environment(root: Path, *, is_html: bool) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([_Own(root / "templates"), FileSystemLoader(TEMPLATES)]),
        undefined=StrictUndefined,
        # In Markdown, too: only so are macros' results known to be safe. There `finalize` leaves nothing to escape.
        autoescape=True,
        finalize=_shown if is_html else _shown_in_markdown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _shown_in_markdown(value: Any) -> Any:
    if value is None or isinstance(value, Markup):
        return value or ""
    return Markup(inline.escape_markdown(str(value)))  # noqa: S704


def _filters(document: RoadmapDocument, *, is_html: bool) -> dict[str, Any]:
    make = inline.html if is_html else inline.markdown
    marked: set[str] = set()
    number = partial(_number, document, marked, is_html=is_html)
    reference = partial(_reference, document, is_html=is_html)
    return {
        "md": lambda text: _in_language(document, text, make(text, number), is_html=is_html) if text else "",
        "note_md": lambda text: make(text, reference),
        "unmarked": lambda text: make(text, lambda _: ""),
        "marked": lambda name: name in marked,
        "cite": inline.source_html if is_html else inline.source_markdown,
        "link": inline.link_html if is_html else inline.link_markdown,
        "plain": plain,
        "timeframe": words.timeframe,
        "limit": words.limit,
        "day": words.day,
        "weekday": words.weekday,
        "distance": words.distance,
        "count": words.count,
        "lead_ins": words.lead_ins,
    }


def _in_language(document: RoadmapDocument, text: str, made: Markup, *, is_html: bool) -> Markup:
    """Say of HTML which language it is in, where that is not the document's."""
    languages: Mapping[str, str] = getattr(text, "languages", {})
    main = document.workspace.settings.languages[0]
    if not is_html or not languages or main in languages:
        return made
    code = next(code for code, part in languages.items() if part == text)
    return Markup('<span lang="{}">{}</span>').format(code, made)


def _number(document: RoadmapDocument, marked: set[str], name: str, *, is_html: bool) -> str:
    """A footnote mark in a text; `marked` keeps which have been marked, as the way back leads to the first."""
    note = document.footnotes.get(name)
    if note is None:
        return ""
    if not is_html:
        return f"[^{note.number}]"
    place = "" if name in marked else f'id="mark-{escape(name)}" '
    marked.add(name)
    return (
        f'<sup class="mark"><a {place}href="#note-{escape(name)}"'
        f' aria-label="Footnote {note.number}">{note.number}</a></sup>'
    )


def _reference(document: RoadmapDocument, name: str, *, is_html: bool) -> str:
    """A footnote's number in another footnote."""
    note = document.footnotes.get(name)
    if note is None:
        return ""
    return f'<a href="#note-{escape(name)}">{note.number}</a>' if is_html else str(note.number)
