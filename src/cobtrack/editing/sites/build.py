"""The whole site: its pages, the files for download, the feed, and the sites of released versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.editing.documents import results_on
from cobtrack.exchange.ics import calendar
from cobtrack.exchange.matrix import workbook
from cobtrack.model.audience import for_audience, hidden_records
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import speaking, spoken
from cobtrack.model.text.markup import is_web_address, plain_text
from cobtrack.render.renderer import Renderer
from cobtrack.render.site.builder import SiteRenderer
from cobtrack.render.site.citation import CITATION, citation_file
from cobtrack.render.site.data_package import DATA_PACKAGE, Resource, data_package
from cobtrack.render.site.feed import FEED, feed
from cobtrack.render.site.pages import CHANGES
from cobtrack.render.site.publishing import Publishing, SiteLanguage, VersionSite, download_groups, picture_path
from cobtrack.render.site.share_image import CardError, Picture, card_image, has_typst, share_images
from cobtrack.render.templates import available_templates
from cobtrack.rules import check
from cobtrack.store import catalogues
from cobtrack.store.load import load
from cobtrack.store.revisions import RevisionError, find_revision, load_revision
from cobtrack.views import deadlines
from cobtrack.views.selection import MODELS
from cobtrack.views.tables.cells import csv_text
from cobtrack.views.tables.kinds import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from cobtrack.model.languages.phrases import SpokenLanguage
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


@dataclass(frozen=True)
class _Edition:
    """The site in one language."""

    language: SpokenLanguage
    results: Results
    publishing: Publishing
    resources: list[Resource]
    """The files for download in this language, with their paths in the whole site."""
    notes: list[str]
    """Notes on what was left out."""


def build_site(
    loaded: Loaded, as_of: date, audience: Audience = "public", published: Mapping[str, bytes] | None = None
) -> Site:
    """Return the site of a workspace on a day, in all its languages.

    The pages in the first language are at the top, and those in each other language in a folder with its code. The
    sites of released versions are in `v/1`, `v/2` and so on, in the first language only. A version whose site is in
    `published`, the files that are already published, keyed by path, keeps these files, unless they have a record that
    the audience must not see today. A version that cannot be read any more is left out, which a note says. Raises
    jinja2.TemplateError if a template is invalid.
    """
    versions, notes = dict[VersionSite, dict[str, bytes]](), []
    hidden = hidden_records(loaded.workspace, audience)
    # On many computers, a folder fr-FR is also the folder fr-fr.
    codes = {code.lower(): code for code in reversed(loaded.workspace.settings.languages)}
    first, *others = (code for code in loaded.workspace.settings.languages if codes.pop(code.lower(), ""))
    for version in reversed(_released(loaded.workspace, as_of)):
        with speaking(catalogues.language(loaded.root, first)):
            site = VersionSite(version.number, format_timeframe(version.date))
        kept = {name: data for name, data in (published or {}).items() if name.startswith(f"{site.folder}/")}
        if _shows_any(kept, hidden):
            kept = {}
        try:
            versions[site] = kept or _version_files(loaded, version, site, audience)
        except RevisionError as error:
            notes.append(f"version {version.number} is not in the site, because {error.message}")
    publication = loaded.workspace.settings.publication
    url = publication.url if publication and is_web_address(publication.url) else ""
    languages = (SiteLanguage(first, ""), *(SiteLanguage(code, f"{code}/") for code in others))
    publishing = Publishing(url=url, versions=tuple(versions), languages=languages)
    editions = [
        _edition(
            loaded.root,
            _read_in(loaded, other.code),
            as_of,
            audience,
            replace(publishing, folder=other.folder),
            code=other.code,
        )
        for other in languages
    ]
    files = _files(loaded.root, editions, as_of, audience)
    notes += [note for edition in editions for note in edition.notes]
    for of_version in versions.values():
        files |= of_version
    return Site(files, tuple(notes))


def _read_in(loaded: Loaded, code: str) -> Workspace:
    """Return the workspace with its texts in a language."""
    languages = loaded.workspace.settings.languages
    if code == (loaded.language or languages[0]):
        return loaded.workspace
    return load(loaded.root, loaded.raw_bytes, code).workspace


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
    # The licence and the contact are those of today, because earlier data files might not name them. The site has the
    # language that it has today.
    settings = loaded.workspace.settings
    update = {"publication": settings.publication, "languages": settings.languages}
    workspace = replace(workspace, settings=workspace.settings.model_copy(update=update))
    edition = _edition(loaded.root, workspace, as_of, audience, Publishing(version=site), code=settings.languages[0])
    files = _files(loaded.root, [edition], as_of, audience)
    return {f"{site.folder}/{name}": data for name, data in files.items()}


def _edition(  # noqa: PLR0913
    root: Path, workspace: Workspace, as_of: date, audience: Audience, publishing: Publishing, *, code: str
) -> _Edition:
    """Return the site of a workspace, whose texts are in the language with this code."""
    spoken_language = catalogues.language(root, code)
    with speaking(spoken_language):
        results = results_on(for_audience(workspace, audience), as_of)
        renderer = Renderer(root, results, audience)
        with speaking(renderer.language):
            cards, notes = _cards(results, renderer)
            documents = [*_documents(renderer, root)]
        resources = [*documents, *cards, *_exports(results.recorded, as_of, audience)]
        in_folder = [resource._replace(path=f"{publishing.folder}{resource.path}") for resource in resources]
        return _Edition(spoken_language, results, publishing, in_folder, notes)


def _files(root: Path, editions: list[_Edition], as_of: date, audience: Audience) -> dict[str, bytes]:
    """Return the files of a site in all its languages, without the sites of versions. The first language is first.

    The languages share the tables with the data, their description, and how to cite the roadmap.
    """
    main = editions[0]
    with speaking(main.language):
        workspace = main.results.recorded
        tables = [*_tables(workspace, as_of)]
        resources = [
            *main.resources,
            *tables,
            *(resource for edition in editions[1:] for resource in edition.resources),
        ]
        package = Resource(DATA_PACKAGE, "", data_package(workspace, as_of, resources))
        files = {resource.path: resource.data for resource in (*resources, package)}
        files[CITATION] = citation_file(workspace, as_of)
    for edition in editions:
        with speaking(edition.language):
            pages = _pages(root, edition, [*tables, package], audience)
        files |= {f"{edition.publishing.folder}{name}": data for name, data in pages.items()}
    return files


def _pages(root: Path, edition: _Edition, shared: list[Resource], audience: Audience) -> dict[str, bytes]:
    """Return the pages of a site in one language, with their pictures and the feed, keyed by path in their folder.

    `shared` are the files for download that are the same in all languages.
    """
    publishing = edition.publishing
    renderer = SiteRenderer(root, edition.results, audience, publishing)
    pictures = dict(_pictures(edition.results, renderer)) if publishing.url else {}
    with speaking(renderer.language):
        titles = _titles()
        files_to_download = [
            resource._replace(path=path, title=titles.get(path.rpartition("/")[2], resource.title))
            for path, resource in (
                *((resource.path.removeprefix(publishing.folder), resource) for resource in edition.resources),
                *((f"{publishing.shared}{resource.path}", resource) for resource in shared),
            )
        ]
        downloads = download_groups(files_to_download)
    renderer.publishing = replace(publishing, downloads=downloads, pictures=frozenset(pictures))
    files = dict(renderer.files())
    files |= {picture_path(page): data for page, data in pictures.items()}
    if publishing.version is None:
        files[FEED] = feed(edition.results, publishing.address(""), CHANGES, renderer.address_of)
    return files


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
            notes.append(f"the card for “{without_marks(card.title)}” was left out, because {error.message}")
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
            name = f"{kind.replace('_', '-')}.csv"
            yield Resource(f"data/{name}", _titles().get(name, kind), data, found)


def _titles() -> dict[str, str]:
    """Return the titles of tables and of files for other programs, keyed by the name of the file."""
    return {
        "recommendations.csv": _("Recommendations"),
        "activities.csv": _("Activities"),
        "deadlines.csv": _("Deadlines"),
        "documents.csv": _("Documents"),
        "paragraphs.csv": _("Paragraphs"),
        "mechanisms.csv": _("Mechanisms"),
        "actors.csv": _("Organisations"),
        "indicators.csv": _("Indicators"),
        "actions.csv": _("Actions"),
        "initiatives.csv": _("Initiatives"),
        "resources.csv": _("Resources"),
        "submissions.csv": _("Submissions"),
        "discussions.csv": _("Discussions"),
        "procedures.csv": _("Procedures"),
        "measures.csv": _("Measures"),
        "consultations.csv": _("Consultations"),
        "budgets.csv": _("Budgets"),
        "data-sources.csv": _("Data sources"),
        "rounds.csv": _("Rounds of reporting"),
        "datapackage.json": _("Data package"),
        "matrix.xlsx": _("Recommendations as a spreadsheet"),
        "deadlines.ics": _("Deadlines"),
    }


def _exports(workspace: Workspace, as_of: date, audience: Audience) -> Iterator[Resource]:
    if workspace.recommendations:
        yield Resource(
            "matrix.xlsx", _("Recommendations as a spreadsheet"), workbook.write(workspace, audience=audience)
        )
    if workspace.deadlines:
        data = calendar(workspace, deadlines.states(workspace, as_of), as_of, audience=audience)
        yield Resource("deadlines.ics", _("Deadlines"), data)


def _pictures(results: Results, renderer: SiteRenderer) -> Iterator[tuple[str, bytes]]:
    """Yield the picture for each page whose title can be drawn, keyed by the path of the page."""
    state = plain_text(str(results.workspace.settings.state_name))
    site, note = f"{plain_text(results.title)} · {state}", _("Status on %(date)s", date=format_day(results.as_of))
    pictures = {page.path: Picture(site, without_marks(page.title), note) for page in renderer.pages}
    drawn = {path: picture for path, picture in pictures.items() if picture.can_be_drawn}
    yield from zip(drawn, share_images([*drawn.values()]), strict=False)
