"""Render all files of the site."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import speaking
from cobtrack.model.text.markup import footnote_names
from cobtrack.render.citations import mention
from cobtrack.render.fingerprint import add_fingerprint
from cobtrack.render.plain_data import PlainDataConverter, PlainRecord
from cobtrack.render.renderer import Renderer
from cobtrack.render.site.addresses import addresses, relative
from cobtrack.render.site.contents import SiteContents, grouped
from cobtrack.render.site.metadata import metadata
from cobtrack.render.site.pages import FOR_CHILDREN, Page, cluster_page, pillar_page, site_pages
from cobtrack.render.site.publishing import Publishing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from cobtrack.model.record import Audience
    from cobtrack.render.results import Results
    from cobtrack.render.sandbox import Sandbox

STYLE_SHEET = "site.css"
CHILDREN_STYLE_SHEET = "for-children.css"
"""The style sheet of the page for children."""
SCRIPT = "site/_script.js"
LEAVE_SCRIPT = "_leave.js"
"""The script of the page for children, with which a reader leaves the page quickly."""
# A link in a text to a record, such as [discussion 6](#discussion-6).
_LINK_TO_RECORD = re.compile(r'<a href="#(?!note-|mark-)([^"]*)">(.*?)</a>', re.DOTALL)


class SiteRenderer(Renderer):
    """Renders the pages of the site of one workspace for one day and audience."""

    def __init__(
        self, root: Path, results: Results, audience: Audience = "public", publishing: Publishing | None = None
    ) -> None:
        super().__init__(root, results, audience)
        self.publishing = publishing or Publishing()
        with speaking(self.language):
            self.pages = site_pages(results)
        self._addresses = addresses(results.workspace, self.pages)
        self._contents = SiteContents(results, self.pages)
        self._current = self.pages[0]
        self._words: dict[str, str] = {}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each file of the site. Texts have their fingerprint.

        Raises jinja2.TemplateError if a template is invalid.
        """
        for page in self.pages:
            yield page.path, self._signed(self.render_page(page))
        for style_sheet in (STYLE_SHEET, *(CHILDREN_STYLE_SHEET for page in self.pages if page.path == FOR_CHILDREN)):
            style = self._run(self._html_environment, f"site/{style_sheet}", site=self._site)
            yield style_sheet, self._signed(without_marks(style))

    def _signed(self, text: str) -> bytes:
        return add_fingerprint(text, self._audience).encode()

    def render_page(self, page: Page) -> str:
        """Return the HTML of a page."""
        self._current = page
        parents = self._contents.parents(page)
        more = {"parents": parents, "metadata": metadata(page, self._results, self.publishing)}
        values = {"page": PlainRecord({**page._asdict(), **self._plain(more)}), "site": self._site}
        return self._page(f"site/{page.template}.html", **values)

    def address_of(self, identifier: str) -> str:
        """Return the address of a record in the site; "" if it has none."""
        return self._addresses.get(identifier, "")

    @cached_property
    def _plain(self) -> PlainDataConverter:
        return self._context.plain

    @cached_property
    def _site(self) -> PlainRecord:
        """The variable `site` of the templates."""
        contents, publishing = self._contents, self.publishing
        names = (
            "coverage", "rows", "current", "urgent", "urgent_assessed", "assessed", "clusters",
            "deadlines_by_mechanism",
            "documents_by_mechanism", "others", "ties", "consultations_about", "budgets_about",
            "main_pages", "more_pages",
        )  # fmt: skip
        values: dict[str, Callable[[], Any]] = {name: partial(getattr, contents, name) for name in names}
        values |= {name: partial(getattr, publishing, name) for name in ("downloads", "versions", "version", "shared")}
        values |= {"script_hash": lambda: self._hash_of(SCRIPT), "leave_hash": lambda: self._hash_of(LEAVE_SCRIPT)}
        return PlainRecord.lazy(values, lambda name: self._plain(values[name]()))

    def _hash_of(self, name: str) -> str:
        """Return the hash of the script in a page, so that browsers run this script and no other."""
        script = self._html_environment.get_template(name).render()
        return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    def _environment(self, *, is_html: bool) -> Sandbox:
        environment = super()._environment(is_html=is_html)
        for name in ("md", "note_md", "unmarked"):
            environment.filters[name] = self._with_record_links(environment.filters[name])
        return environment

    def _link_filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "href": self._href,
            "mention": self._mention,
            "record": self._record,
            "grouped": self._grouped,
            "needed_notes": self._needed_notes,
        }

    def _grouped(self, rows: Iterable[Any]) -> Any:
        """Return recommendations, each with its lettered items."""
        by_id = self._contents.rows
        return self._plain(grouped(by_id[row.read("paragraph").read("id")] for row in rows))

    def _record(self, identifier: Any) -> Any:
        """Return the plain record with this id."""
        return self._plain(self._results.workspace.by_id[str(identifier)])

    def _needed_notes(self, notes: dict[str, Any]) -> list[Any]:
        """Return the footnotes to which the page has referred so far, also from other footnotes of the page."""
        names = set(self._marked_footnotes)
        new = names
        while new:
            new = {name for note in new for name in footnote_names(self._results.footnotes[note].text)} & set(
                notes
            ) - names
            names |= new
        return [note for name, note in notes.items() if name in names]

    def _href(self, identifier: Any, kind: str = "") -> str:
        """Return the address of a record, or of the page about a cluster or pillar, relative to the current page."""
        if kind:
            path = cluster_page(identifier) if kind == "cluster" else pillar_page(identifier)
            return path if any(page.path == path for page in self.pages) else ""
        return relative(self._addresses.get(str(identifier), ""), self._current.path)

    def _mention(self, identifier: Any, words: str = "") -> Markup:
        """Return the words for a record as a link to its home."""
        shown = escape(words or self._words_for(str(identifier)))
        href = self._href(identifier)
        return Markup(f'<a href="{escape(href)}">{shown}</a>') if href else shown  # noqa: S704

    def _words_for(self, identifier: str) -> str:
        if identifier not in self._words:
            self._words[identifier] = mention(self._results.workspace, identifier)
        return self._words[identifier]

    def _with_record_links(self, convert: Callable[[str], Any]) -> Callable[[str], Any]:
        """Return the filter `convert`, so that its result has the addresses of the records that its text links to."""

        def replaced(match: re.Match[str]) -> str:
            href = self._href(match[1])
            return f'<a href="{escape(href)}">{match[2]}</a>' if href else match[2]

        def converted(text: str) -> Any:
            result = convert(text)
            # The result is markup already, and so are the addresses that are put into it.
            return Markup(_LINK_TO_RECORD.sub(replaced, result)) if '<a href="#' in result else result  # noqa: S704

        return converted
