"""The Jinja environment: where templates are found, what they can call, and how their values are escaped.

A workspace's own `templates` folder wins, name by name, over the built-in ones. Its templates come from people we do
not know: they run in a sandbox and see plain data.
"""

from __future__ import annotations

import re
from functools import cached_property, partial
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from cobtrack.model.text.markup import is_safe_link, plain_text
from cobtrack.model.text.wording import chapeau_note, quantity, upper_first
from cobtrack.package_data import TEMPLATES
from cobtrack.render import markdown, template_cache
from cobtrack.render.blocks import separate_blocks
from cobtrack.render.context import Context, labels
from cobtrack.render.plain_data import AnnotatedText
from cobtrack.render.sandbox import Sandbox
from cobtrack.render.templates import SUFFIX, WorkspaceLoader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cobtrack.model.record import Audience
    from cobtrack.render.footnotes import Footnote
    from cobtrack.render.results import Results

_NOTES: Mapping[Audience, tuple[str, str]] = {
    "members": ("For members only.", "It holds what public documents leave out: do not pass it on."),
    "committee": ("For the Committee.", "It may hold what public documents leave out: do not publish it."),
}
_NOTE_STYLE = "margin: 0; padding: 0.5em 1em; border: 2px solid"
_TOP = re.compile(r"\A(?:\s*<!--.*?-->\s*)?", re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>\s*|\A(?!.*<body\b)", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"^\s*<!--.*?-->\s*")


class Renderer:
    """Makes the documents of a workspace on a day. What several of them need is made once."""

    def __init__(self, root: Path, document: Results, audience: Audience = "public") -> None:
        self._root = root
        self._audience = audience
        self._context = Context(document, audience)
        self._footnotes = document.footnotes
        self._language = document.workspace.settings.languages[0]
        self._markdown: dict[str, str] = {}

    def render(self, name: str) -> str:
        """The document `name`, e.g. `roadmap.html`.

        Raises jinja2.TemplateError where the template is broken.
        """
        if not name.endswith((".html", ".svg")):
            if name not in self._markdown:
                text = separate_blocks(self._render(self._of_markdown, name)).rstrip() + "\n"
                self._markdown[name] = self._noted(_TOP, text, "**{}** {}\n\n")
            return self._markdown[name]
        if name + SUFFIX in self._of_html.list_templates():
            text = self._render(self._of_html, name).rstrip() + "\n"
            return self._noted(_BODY, text, f'<p style="{_NOTE_STYLE}"><strong>{{}}</strong> {{}}</p>\n')
        title, body = markdown_to_page(self.render(f"{name.removesuffix('.html')}.md"))
        return self._render(self._of_html, "_page.html", title=title, body=body).rstrip() + "\n"

    def _noted(self, place: re.Pattern[str], text: str, form: str) -> str:
        """The document with whom it is for at its top, whatever its template shows."""
        if self._audience == "public":
            return text
        note = form.format(*_NOTES[self._audience])
        return place.sub(lambda match: match[0] + note, text, count=1)

    def template_location(self, error: BaseException) -> str:
        """The file and line of the workspace's own template that made a mistake; empty where none of those did."""
        folder = self._root / "templates"
        own = folder.resolve() != TEMPLATES.resolve()
        frames = [
            one for one in walk_tb(error.__traceback__) if own and folder in Path(one[0].f_code.co_filename).parents
        ]
        return f"{frames[-1][0].f_code.co_filename}:{frames[-1][1]}" if frames else ""

    def _render(self, environment: Sandbox, name: str, **values: object) -> str:
        self._marked.clear()
        return environment.get_template(name + SUFFIX).render(doc=self._context.doc, **values)

    @cached_property
    def _of_html(self) -> Sandbox:
        return self._environment(is_html=True)

    @cached_property
    def _of_markdown(self) -> Sandbox:
        return self._environment(is_html=False)

    @cached_property
    def _marked(self) -> set[str]:
        """The footnotes that the document has marked so far."""
        return set()

    def _environment(self, *, is_html: bool) -> Sandbox:
        own, built_in = self._root / "templates", FileSystemLoader(TEMPLATES)
        environment = Sandbox(
            loader=built_in if own.resolve() == TEMPLATES.resolve() else ChoiceLoader([WorkspaceLoader(own), built_in]),
            bytecode_cache=template_cache.open_cache("html" if is_html else "markdown"),
            undefined=StrictUndefined,
            # In Markdown, too: only so are macros' results known to be safe. There `finalize` leaves nothing to escape.
            autoescape=True,
            finalize=_shown if is_html else _shown_in_markdown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["labels"] = labels()
        environment.filters.update(self._context.filters)
        environment.filters.update(_filters(self._footnotes, self._language, self._marked, is_html=is_html))
        return environment


def markdown_to_page(text: str) -> tuple[str, Markup]:
    """The title of a document in Markdown, and the document as HTML; what is HTML in it comes out as text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.validateLink = is_safe_link  # type: ignore[method-assign, assignment]
    body = _COMMENT.sub("", text, count=1)
    links: dict[str, Any] = {}
    tokens = parser.parse(body, links)
    title = next((token.content for token, before in zip(tokens[1:], tokens, strict=False) if before.tag == "h1"), "")
    return plain_text(re.sub(r"\\(.)", r"\1", title)), Markup(parser.renderer.render(tokens, parser.options, links))  # noqa: S704


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _shown_in_markdown(value: Any) -> Any:
    if value is None or isinstance(value, Markup):
        return value or ""
    return Markup(markdown.escape_markdown(str(value)))  # noqa: S704


def _filters(
    footnotes: Mapping[str, Footnote], language: str, marked: set[str], *, is_html: bool
) -> dict[str, Callable[..., Any]]:
    """Filters that make markup of texts; `marked` keeps which footnotes have been marked."""
    make = markdown.to_html if is_html else markdown.to_markdown
    number = partial(_number, footnotes, marked, is_html=is_html)
    reference = partial(_reference, footnotes, is_html=is_html)
    return {
        "md": lambda text: _in_language(language, text, make(text, number), is_html=is_html) if text else "",
        "note_md": lambda text: make(text, reference),
        "unmarked": lambda text: make(text, lambda _: ""),
        "marked": lambda name: name in marked,
        "cite": markdown.citation_to_html if is_html else markdown.citation_to_markdown,
        "link": markdown.link_to_html if is_html else markdown.link_to_markdown,
        "plain": plain_text,
        "count": quantity,
        "upper_first": upper_first,
        "lead_ins": chapeau_note,
    }


def _in_language(main: str, text: str, made: Markup, *, is_html: bool) -> Markup:
    """Say of HTML which language it is in, where that is not the document's."""
    languages: Mapping[str, str] = text.attributes.get("languages", {}) if isinstance(text, AnnotatedText) else {}
    if not is_html or not languages or main in languages:
        return made
    code = next(code for code, part in languages.items() if part == text)
    return Markup('<span lang="{}">{}</span>').format(code, made)


def _number(footnotes: Mapping[str, Footnote], marked: set[str], name: str, *, is_html: bool) -> str:
    """A footnote mark in a text; `marked` keeps which have been marked, as the way back leads to the first."""
    note = footnotes.get(name)
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


def _reference(footnotes: Mapping[str, Footnote], name: str, *, is_html: bool) -> str:
    """A footnote's number in another footnote."""
    note = footnotes.get(name)
    if note is None:
        return ""
    return f'<a href="#note-{escape(name)}">{note.number}</a>' if is_html else str(note.number)
