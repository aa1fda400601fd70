"""The whole site: its pages, the files for download, the feed, and the sites of released versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.editing.documents import results_on
from cobtrack.exchange.ics import calendar
from cobtrack.exchange.matrix import workbook
from cobtrack.model.audience import for_audience, hidden_records
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.languages.phrases import spoken
from cobtrack.model.text.markup import is_web_address, plain_text
from cobtrack.model.text.wording import upper_first
from cobtrack.render.renderer import Renderer
from cobtrack.render.site.builder import SiteRenderer
from cobtrack.render.site.citation import CITATION, citation_file
from cobtrack.render.site.data_package import DATA_PACKAGE, Resource, data_package
from cobtrack.render.site.feed import FEED, feed
from cobtrack.render.site.pages import CHANGES
from cobtrack.render.site.publishing import Publishing, VersionSite, download_groups, picture_path
from cobtrack.render.site.share_image import CardError, Picture, card_image, has_typst, share_images
from cobtrack.render.templates import available_templates
from cobtrack.rules import check
from cobtrack.store.revisions import RevisionError, find_revision, load_revision
from cobtrack.views import deadlines
from cobtrack.views.selection import MODELS
from cobtrack.views.tables.cells import csv_text
from cobtrack.views.tables.kinds import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from cobtrack.model.record import Audience
    from cobtrack.model.records.roadmap import Version
    from cobtrack.model.workspace import Workspace
    from cobtrack.render.results import Results
    from cobtrack.store.load import Loaded

_TABLES = ("recommendations", "activities", "deadlines")
"""The kinds of records that come first among the tables."""


@dataclass(frozen=True)
class Site:
    """The files of a site, keyed by path, and notes on what had to be left out."""

    files: dict[str, bytes]
    notes: tuple[str, ...] = ()


def build_site(
    loaded: Loaded, as_of: date, audience: Audience = "public", published: Mapping[str, bytes] | None = None
) -> Site:
    """Return the site of a workspace on a day, with the sites of its released versions in `v/1`, `v/2` and so on.

    A version whose site is in `published`, the files that are already published, keyed by path, keeps these files,
    unless they have a record that the audience must not see today. A version that cannot be read any more is left out,
    which a note says. Raises jinja2.TemplateError if a template is invalid.
    """
    versions, notes = dict[VersionSite, dict[str, bytes]](), []
    hidden = hidden_records(loaded.workspace, audience)
    for version in reversed(_released(loaded.workspace, as_of)):
        site = VersionSite(version.number, format_timeframe(version.date))
        kept = {name: data for name, data in (published or {}).items() if name.startswith(f"{site.folder}/")}
        if _shows_any(kept, hidden):
            kept = {}
        try:
            versions[site] = kept or _version_files(loaded, version, site, audience)
        except RevisionError as error:
            notes.append(f"version {version.number} is not in the site, because {error.message}")
    workspace = for_audience(loaded.workspace, audience)
    publication = workspace.settings.publication
    url = publication.url if publication and is_web_address(publication.url) else ""
    publishing = Publishing(url=url, versions=tuple(versions))
    files, more_notes = _files(loaded.root, workspace, as_of, audience, publishing)
    notes += more_notes
    for of_version in versions.values():
        files |= of_version
    return Site(files, tuple(notes))


def _released(workspace: Workspace, as_of: date) -> list[Version]:
    """Return the versions of the roadmap up to a day, with the oldest first."""
    versions = workspace.roadmap.versions if workspace.roadmap else ()
    return [version for version in versions if version.date.latest and version.date.is_on_or_before(as_of)]


def _shows_any(files: Mapping[str, bytes], identifiers: frozenset[str]) -> bool:
    """Return whether any of these records is in the tables of a site, which have the id of each record first."""
    tables = (data.decode("utf-8-sig", "replace") for name, data in files.items() if name.endswith(".csv"))
    return any(line.partition(",")[0] in identifiers for table_ in tables for line in table_.split("\n"))


def _version_files(loaded: Loaded, version: Version, site: VersionSite, audience: Audience) -> dict[str, bytes]:
    """Return the files of the site of a version, from the data files as they were when the version was issued.

    What an audience must not see today is hidden in earlier versions too. Raises RevisionError if the data files of the
    version cannot be read, or if they contain personal data.
    """
    revision = find_revision(loaded, str(version.number))
    then = load_revision(loaded, revision)
    as_of = version.date.latest
    if as_of is None:
        raise RevisionError("its date is not known")
    if then.unreadable_files:
        raise RevisionError(f"{then.unreadable_files[0]} cannot be read at {revision.label}")
    if any(check(then.workspace, as_of, "COB5")):
        raise RevisionError(f"the data files at {revision.label} seem to have personal data")
    workspace = for_audience(then.workspace, audience, hidden_records(loaded.workspace, audience))
    # The licence and the contact are those of today, because earlier data files might not name them.
    publication = loaded.workspace.settings.publication
    settings = workspace.settings.model_copy(update={"publication": publication})
    workspace = replace(workspace, settings=settings)
    files, _ = _files(loaded.root, workspace, as_of, audience, Publishing(version=site))
    return {f"{site.folder}/{name}": data for name, data in files.items()}


def _files(
    root: Path, workspace: Workspace, as_of: date, audience: Audience, publishing: Publishing
) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a site without the sites of versions, and notes on what was left out."""
    results = results_on(workspace, as_of)
    document_renderer = Renderer(root, results, audience)
    cards, notes = _cards(results, document_renderer)
    documents = _documents(document_renderer, root)
    resources = [*documents, *cards, *_exports(workspace, as_of, audience), *_tables(workspace, as_of)]
    package = data_package(workspace, as_of, resources)
    renderer = SiteRenderer(root, results, audience, publishing)
    pictures = dict(_pictures(results, renderer)) if publishing.url else {}
    renderer.publishing = replace(
        publishing, downloads=download_groups(resources, package), pictures=frozenset(pictures)
    )
    files = dict(renderer.files())
    files |= {resource.path: resource.data for resource in resources}
    files |= {DATA_PACKAGE: package, CITATION: citation_file(workspace, as_of)}
    files |= {picture_path(page): data for page, data in pictures.items()}
    if publishing.version is None:
        files[FEED] = feed(results, publishing.url, CHANGES, renderer.address_of)
    return files, notes


def _documents(renderer: Renderer, root: Path) -> Iterator[Resource]:
    """Yield each document as a Word file. Documents about a subject that the user has to name are left out."""
    for template in available_templates(root):
        if template.format == "docx" and not template.subject:
            title = renderer.title(template.stem) or template.stem
            yield Resource(template.name, title, renderer.render_file(template.name))


def _cards(results: Results, renderer: Renderer) -> tuple[list[Resource], list[str]]:
    """Return the cards to share as pictures, and a note for each card that cannot be drawn.

    There are no pictures if typst is not installed.
    """
    cards, notes = list[Resource](), list[str]()
    for card in results.share_cards if has_typst() else ():
        try:
            data = card_image(card, renderer.picture(card.icon), spoken().code)
        except CardError as error:
            notes.append(f"the card for “{card.title}” was left out, because {error.message}")
        else:
            cards.append(Resource(f"cards/{card.cluster}.png", card.title, data))
    return cards, notes


def _tables(workspace: Workspace, as_of: date) -> Iterator[Resource]:
    """Yield a table of each kind of record, as `list --format csv` writes it. A kind without records is left out."""
    for kind in dict.fromkeys((*_TABLES, *MODELS)):
        found = table(workspace, as_of, kind)
        if found.rows:
            # The byte-order mark tells spreadsheet programs that the file is in UTF-8.
            data = f"\ufeff{csv_text(found.columns, found.rows)}".encode()
            yield Resource(f"data/{kind}.csv", upper_first("organisations" if kind == "actors" else kind), data, found)


def _exports(workspace: Workspace, as_of: date, audience: Audience) -> Iterator[Resource]:
    if workspace.recommendations:
        yield Resource("matrix.xlsx", "Recommendations as a spreadsheet", workbook.write(workspace, audience=audience))
    if workspace.deadlines:
        data = calendar(workspace, deadlines.states(workspace, as_of), as_of, audience=audience)
        yield Resource("deadlines.ics", "Deadlines", data)


def _pictures(results: Results, renderer: SiteRenderer) -> Iterator[tuple[str, bytes]]:
    """Yield the picture for each page whose title can be drawn, keyed by the path of the page."""
    state = plain_text(str(results.workspace.settings.state_name))
    site, note = f"{plain_text(results.title)} · {state}", f"Status on {format_day(results.as_of)}"
    pictures = {page.path: Picture(site, page.title, note) for page in renderer.pages}
    drawn = {path: picture for path, picture in pictures.items() if picture.can_be_drawn}
    yield from zip(drawn, share_images([*drawn.values()]), strict=False)
