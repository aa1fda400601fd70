"""Render the documents of a workspace from their Jinja templates.

A template in the workspace's folder `templates` replaces the built-in template with the same name. Anybody might have
written such a template, so every template runs in the sandbox and gets plain data only.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from cobtrack.model.labels import AUDIENCE
from cobtrack.model.languages import phrases
from cobtrack.model.languages.lookup import language_name
from cobtrack.model.languages.marks import in_language, parts_by_language, take_standings, without_marks
from cobtrack.model.languages.phrases import in_quotes, speaking, spoken, whole_number
from cobtrack.model.states.lookup import state_name
from cobtrack.model.text.markup import plain_text
from cobtrack.model.text.sorting import sort_key
from cobtrack.model.text.wording import as_sentence, quantity, upper_first
from cobtrack.package_data import TEMPLATES
from cobtrack.render import markdown, template_cache
from cobtrack.render.citations import mention
from cobtrack.render.context import WORD_COUNT, Context, labels
from cobtrack.render.fingerprint import add_fingerprint
from cobtrack.render.markup.blocks import separate_blocks
from cobtrack.render.markup.languages import tag_languages
from cobtrack.render.markup.page import markdown_to_html, with_addresses
from cobtrack.render.markup.standings import say_in_markdown, say_in_page
from cobtrack.render.sandbox import Listing, Phrase, Sandbox
from cobtrack.render.templates import LARGE_TYPE, OFFICE_FORMATS, SUFFIX, WorkspaceLoader
from cobtrack.render.tree.about import About
from cobtrack.render.tree.parser import parse, without_pictures
from cobtrack.views.editions.word_limits import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cobtrack.model.record import Audience
    from cobtrack.render.footnotes import Footnote
    from cobtrack.render.results import Results
    from cobtrack.render.tree.nodes import Tree
    from cobtrack.views.editions.word_limits import WordLimit

# The place of the note in Markdown: after a comment at the start of the document, or at the start if there is none.
_START_OF_MARKDOWN = re.compile(r"\A(?:\s*<!--.*?-->\s*)?", re.DOTALL)
_TITLE = re.compile(r"^# .*\n", re.MULTILINE)
# The place of the note in HTML: after the tag <body>, or at the start of the document if there is no such tag.
_START_OF_HTML = re.compile(r"<body\b[^>]*>\s*|\A(?!.*<body\b)", re.DOTALL | re.IGNORECASE)


class Renderer:
    """Renders the documents of one workspace for one day and audience."""

    def __init__(self, root: Path, results: Results, audience: Audience = "public") -> None:
        self.root = root
        self._audience = audience
        self._results = results
        self.language = spoken().for_documents(results.workspace.settings.languages[0])
        """The language of the documents, which mark what is in another language."""
        self._context = Context(results, self.language, audience)
        self._markdown_documents: dict[str, str] = {}
        self._word_counts: dict[str, int] = {}
        self._trees: dict[str, Tree] = {}

    def render(self, name: str) -> str:
        """Render the document with this name, such as `roadmap.html`, and return its text.

        Raises jinja2.TemplateError if the template is invalid.
        """
        if not name.endswith((".html", ".svg")):
            return without_pictures(without_marks(self._with_draft_note(name)))
        if name + SUFFIX in self._html_environment.list_templates():
            return self._page(name)
        title, body = markdown_to_html(without_pictures(self._markdown(f"{name.removesuffix('.html')}.md")))
        page = self._run(self._html_environment, "_page.html", title=title, body=body)
        page, _ = take_standings(page, self.language.code, "")
        return tag_languages(page).rstrip() + "\n"

    def _markdown(self, name: str) -> str:
        """Return the text of a Markdown document, with marks at texts in another language than the document's."""
        if name not in self._markdown_documents:
            text = separate_blocks(self._run(self._markdown_environment, name)).rstrip() + "\n"
            # The number is one of the words, so the character that stands for it is replaced by a digit first.
            words = self._word_counts[name] = count_words(
                without_pictures(without_marks(text)).replace(WORD_COUNT, "0")
            )
            text = text.replace(WORD_COUNT, whole_number(words))
            text = self._with_audience_note(_START_OF_MARKDOWN, text, "**{}** {}\n\n")
            with speaking(self.language):
                self._markdown_documents[name] = say_in_markdown(text, self.language.code)
        return self._markdown_documents[name]

    def _page(self, name: str, **values: object) -> str:
        """Render an HTML template, with the note that says who the page is for."""
        text = self._run(self._html_environment, name, **values).rstrip() + "\n"
        if WORD_COUNT in text:
            text = text.replace(WORD_COUNT, whole_number(self._count_words(name)))
        note = '<p class="audience-note"><strong>{}</strong> {}</p>\n'
        page = self._with_audience_note(_START_OF_HTML, text, note)
        with speaking(self.language):
            return tag_languages(say_in_page(page, self.language.code))

    def render_file(self, name: str) -> bytes:
        """Render the document with this name and return its file, with the marker that shows who made it.

        Word files (`roadmap.docx`) and PDFs (`roadmap.pdf`) are made from the Markdown document. Raises
        jinja2.TemplateError if the template is invalid. Raises PdfError if a PDF cannot be made.
        """
        stem, _, ending = name.rpartition(".")
        if ending not in OFFICE_FORMATS:
            return add_fingerprint(self.render(name), self._audience).encode()
        if ending == "docx":
            from cobtrack.render.word.document import write_word as write  # noqa: PLC0415
        else:
            from cobtrack.render.typst.pdf import write_pdf as write  # noqa: PLC0415
        return write(self._tree(stem), self._about(stem))

    def picture(self, icon: str) -> str:
        """Return the SVG of the picture with this name; "" without a name."""
        loader = self._html_environment.loader
        return loader.get_source(self._html_environment, f"icons/{icon}.svg")[0] if loader and icon else ""

    def title(self, stem: str) -> str:
        """Return the title of a document such as `roadmap`, which is its first heading; "" if it has no heading.

        Words in another language than that of the document are marked. Raises jinja2.TemplateError if the template is
        invalid.
        """
        return self._tree(stem).marked_title

    def _tree(self, stem: str) -> Tree:
        if stem not in self._trees:
            tree = parse(self._with_draft_note(f"{stem}.md"))
            self._trees[stem] = replace(tree, pictures={name: self.picture(name) for name in tree.picture_names})
        return self._trees[stem]

    def _about(self, stem: str) -> About:
        workspace = self._results.workspace
        roadmap = workspace.roadmap
        roadmap_title = plain_text(roadmap.title) if roadmap else ""
        return About(
            title=self._tree(stem).title or self._results.title,
            subject=", ".join(filter(None, (plain_text(workspace.settings.state_name), roadmap_title))),
            author=workspace.maintainer.label if workspace.maintainer else "",
            language=self.language.code,
            day=self._results.as_of,
            audience=self._audience,
            audience_note=without_marks(" ".join(self._audience_note)),
            is_large=stem in LARGE_TYPE,
        )

    @property
    def _audience_note(self) -> tuple[str, ...]:
        """Who the document is for, and that it must not be passed on; nothing if the document is for everybody."""
        if self._audience == "public":
            return ()
        with speaking(self.language):
            return as_sentence(upper_first(AUDIENCE[self._audience].singular)), phrases.gettext(
                "This document might include content that is not public. Do not publish it or pass it on."
            )

    def excess(self, name: str) -> tuple[int, WordLimit] | None:
        """Return the number of words of a document and the limit for it, if the document has more words than that.

        Return None if it has not, or if no limit is known.
        """
        limit = self._results.word_limit(name.rpartition(".")[0])
        if limit is None or limit.step.max_words is None:
            return None
        words = self._count_words(name)
        return (words, limit) if words > limit.step.max_words else None

    def _count_words(self, name: str) -> int:
        markdown_name = f"{name.rpartition('.')[0]}.md"
        self.render(markdown_name)
        return self._word_counts[markdown_name]

    def _with_audience_note(self, place: re.Pattern[str], text: str, form: str) -> str:
        """Insert the note that says who the document is for. No template can leave out this note."""
        if self._audience == "public":
            return text
        to_markup = markdown.escape_markdown if place is _START_OF_MARKDOWN else escape
        note = form.format(*map(to_markup, self._audience_note))
        return place.sub(lambda match: match[0] + note, text, count=1)

    def _with_draft_note(self, name: str) -> str:
        """Return the text of a Markdown document. If its phrases are a draft, a note below its title says so.

        The pages made of it say so at their end.
        """
        text, title = self._markdown(name), _TITLE.search(self._markdown(name))
        if not self.language.is_draft or title is None:
            return text
        with speaking(self.language):
            note = phrases.gettext(
                "The words of this document in %(language)s are a draft that no native speaker has read yet.",
                language=self.language.name,
            )
        return f"{text[: title.end()]}\n*{_escape_markdown(note)}*\n{text[title.end() :]}"

    def _run(self, environment: Sandbox, name: str, **values: object) -> str:
        self._marked_footnotes.clear()
        with speaking(self.language):
            return environment.get_template(name + SUFFIX).render(doc=self._context.doc, **values)

    @cached_property
    def _html_environment(self) -> Sandbox:
        return self._environment(is_html=True)

    @cached_property
    def _markdown_environment(self) -> Sandbox:
        return self._environment(is_html=False)

    @cached_property
    def _marked_footnotes(self) -> set[str]:
        """The names of the footnotes that the document has referred to so far."""
        return set()

    def _environment(self, *, is_html: bool) -> Sandbox:
        folder, built_in = self.root / "templates", FileSystemLoader(TEMPLATES)
        is_built_in = folder.resolve() == TEMPLATES.resolve()
        environment = Sandbox(
            loader=built_in if is_built_in else ChoiceLoader([WorkspaceLoader(folder), built_in]),
            bytecode_cache=template_cache.open_cache("html" if is_html else "markdown"),
            undefined=StrictUndefined,
            # Autoescape is on for Markdown too, because otherwise the results of macros are not marked as safe. In
            # Markdown, `finalize` escapes each value before autoescape sees the value.
            autoescape=True,
            finalize=_finalize_html if is_html else _finalize_markdown,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.globals["labels"] = labels(self.language)
        _install_phrases(environment)
        environment.filters.update(self._context.filters)
        filters = _text_filters(self._results.footnotes, self._marked_footnotes, is_html=is_html)
        environment.filters.update(filters)
        environment.filters.update(self._link_filters())
        return environment

    def _link_filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters `href` and `mention`. In a document of its own, records have no addresses."""
        return {"href": lambda *_: "", "mention": lambda identifier: mention(self._results.workspace, str(identifier))}


def _by_language(convert: Callable[..., Any]) -> Callable[..., Markup]:
    """Return a function that applies `convert` to the parts of a text in each language, and keeps the marks of them."""

    def converted(text: str, *more: Any) -> Markup:
        parts = ((convert(part, *more), code) for part, code in parts_by_language(text))
        return Markup("".join(in_language(markup, code) if code else markup for markup, code in parts))  # noqa: S704

    return converted


def _install_phrases(environment: Sandbox) -> None:
    """Give templates the functions for phrases: `_`, `gettext`, `ngettext`, `pgettext`, and the tag `trans`."""
    # Otherwise Jinja fills in the values itself, and marks the translation as safe.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    for function in (phrases.gettext, phrases.ngettext, phrases.pgettext, phrases.npgettext):
        environment.globals[function.__name__] = Phrase(function, environment.finalize or str)
    quote = Phrase(in_quotes, environment.finalize or str)
    environment.filters["quoted"] = lambda text: quote(text=text)
    environment.globals["_"] = environment.globals["gettext"]
    environment.filters["listed"] = Listing(environment.finalize or str)


def _finalize_html(value: Any) -> Any:
    return "" if value is None else value


def _finalize_markdown(value: Any) -> Any:
    if value is None or isinstance(value, Markup):
        return value or ""
    return _escape_markdown(str(value))


_escape_markdown = _by_language(markdown.escape_markdown)


def _text_filters(
    footnotes: Mapping[str, Footnote], marked: set[str], *, is_html: bool
) -> dict[str, Callable[..., Any]]:
    """Return the template filters that write HTML or Markdown, keyed by name.

    When a filter writes the mark of a footnote in HTML, it adds the footnote's name to `marked`.
    """
    convert = _by_language(markdown.to_html if is_html else markdown.to_markdown)
    finalize = _finalize_html if is_html else _finalize_markdown
    bold = Markup("<strong>{}</strong>") if is_html else Markup("**{}**")
    italic = Markup("<em>{}</em>") if is_html else Markup("*{}*")
    mark = partial(_footnote_mark, footnotes, marked, is_html=is_html)
    reference = partial(_footnote_reference, footnotes, is_html=is_html)

    return {
        "md": lambda text: convert(text, mark) if text else "",
        "note_md": lambda text: convert(text, reference),
        "unmarked": lambda text: convert(text, lambda _: ""),
        "marked": lambda name: name in marked,
        "cite": _by_language(markdown.citation_to_html if is_html else markdown.citation_to_markdown),
        "link": _by_language(markdown.link_to_html if is_html else markdown.link_to_markdown),
        "plain": plain_text,
        "bold": lambda text: bold.format(finalize(text)),
        "italic": lambda text: italic.format(finalize(text)),
        "count": quantity,
        "upper_first": upper_first,
        "alphabetical": lambda records, field: sorted(records, key=lambda record: sort_key(str(record.read(field)))),
        "in_digits": lambda number: "" if number is None else phrases.in_digits(str(number)),
        "language_name": language_name,
        "country_name": _country_name,
        "with_addresses": with_addresses,
    }


def _country_name(code: str) -> str:
    """Return the English name of a country, marked as English if the document is in another language."""
    name = state_name(code)
    return name if phrases.spoken().code == phrases.ENGLISH.code else in_language(name, phrases.ENGLISH.code)


def _footnote_mark(footnotes: Mapping[str, Footnote], marked: set[str], name: str, *, is_html: bool) -> str:
    """Return the mark that refers to the footnote with the given name, or "" if there is no such footnote.

    In HTML, the first mark for each footnote gets an id, so that the footnote can link back to the mark.
    """
    note = footnotes.get(name)
    if note is None:
        return ""
    if not is_html:
        return f"[^{note.number}]"
    id_attribute = "" if name in marked else f'id="mark-{escape(name)}" '
    marked.add(name)
    label = phrases.gettext("Footnote %(number)s", number=note.number)
    return (
        f'<sup class="mark"><a {id_attribute}href="#note-{escape(name)}"'
        f' aria-label="{escape(label)}">{note.number}</a></sup>'
    )


def _footnote_reference(footnotes: Mapping[str, Footnote], name: str, *, is_html: bool) -> str:
    """Return the number of the footnote with the given name, for use in the text of another footnote.

    In HTML, the number is a link. If there is no such footnote, the result is "".
    """
    note = footnotes.get(name)
    if note is None:
        return ""
    return f'<a href="#note-{escape(name)}">{note.number}</a>' if is_html else str(note.number)
