"""The site: `cobtrack render site` writes a folder of pages that link to each other."""

from __future__ import annotations

import posixpath
import re
import shutil
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest

from cobtrack.editing.sites.build import build_site
from cobtrack.model.audience import for_audience
from cobtrack.render.results import Results
from cobtrack.render.site.builder import SiteRenderer
from cobtrack.store.load import load
from tests.cli_support import put, run, small
from tests.filled import DAY, REPOSITORY

_OUTSIDE = re.compile(r"https?:|mailto:", re.IGNORECASE)


class _Parser(HTMLParser):
    """Collects the ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")


class Site(NamedTuple):
    """A rendered site."""

    renderer: SiteRenderer
    files: dict[str, bytes]
    pages: dict[str, str]
    """The text of each page, without the pages of released versions."""


@cache
def parsed(html: str) -> _Parser:
    """Return the ids and links of a page."""
    parser = _Parser()
    parser.feed(html)
    return parser


def render(root: Path) -> Site:
    """Return the public site of a workspace."""
    loaded, day = load(root), date.fromisoformat(DAY)
    files = build_site(loaded, day).files
    renderer = SiteRenderer(root, Results(for_audience(loaded.workspace, "public"), day))
    pages = {name: data.decode() for name, data in files.items() if re.fullmatch(r"[^/]+\.html", name)}
    return Site(renderer, files, pages)


@pytest.fixture(scope="session")
def shipped() -> Site:
    """The site of the shipped data."""
    return render(REPOSITORY)


@pytest.fixture(scope="session")
def filled(filled_workspace: Path) -> Site:
    """The site of the filled workspace."""
    return render(filled_workspace)


@pytest.fixture(params=["shipped", "filled"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the two sites."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def dead_links(site: Site) -> list[str]:
    """Return the links of all pages that lead to no page or to no place on a page."""
    found = []
    for name, data in site.files.items():
        for link in parsed(data.decode()).links if name.endswith(".html") else ():
            path, _, place = link.partition("#")
            target = site.files.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name)
            is_dead = target is None or (place and unquote(place) not in parsed(target.decode()).ids)
            if not _OUTSIDE.match(link) and is_dead:
                found.append(f"{name}: {link}")
    return found


def test_no_link_leads_nowhere(site: Site) -> None:
    assert dead_links(site) == []


def test_no_two_places_of_a_page_have_the_same_id(site: Site) -> None:
    for name, html in site.pages.items():
        ids = parsed(html).ids
        assert sorted(ids) == sorted(set(ids)), name


def test_every_record_has_one_home(site: Site) -> None:
    workspace = site.renderer._results.workspace
    for record in workspace.all_records():
        path, _, place = site.renderer._addresses[record.id].partition("#")
        homes = [name for name, html in site.pages.items() if record.id in parsed(html).ids]
        assert homes == ([path] if place else []), record.id
        assert path in site.pages, record.id


def test_every_page_can_be_reached_from_the_index(site: Site) -> None:
    reached, new = {"index.html"}, {"index.html"}
    while new:
        links = {link.partition("#")[0] for name in new for link in parsed(site.pages[name]).links}
        new = (links & set(site.pages)) - reached
        reached |= new
    assert reached == set(site.pages)


def test_no_two_files_differ_only_in_their_case(site: Site) -> None:
    names = [name.casefold() for name in site.files]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", name) for name in site.files)


def test_a_second_run_changes_nothing_and_check_agrees(tmp_path: Path) -> None:
    root = small(tmp_path)
    first = run("render", "site", "--root", str(root), "--as-of", DAY)
    assert first.code == 0, first.err
    assert "Wrote" in first.err
    assert "Unchanged" in run("render", "site", "--root", str(root), "--as-of", DAY).err
    # Without --as-of, the day of the existing site is used.
    assert run("render", "site", "--check", "--root", str(root)).code == 0


def test_check_names_a_page_that_is_not_up_to_date(tmp_path: Path) -> None:
    root = small(tmp_path)
    run("render", "site", "--root", str(root), "--as-of", DAY)
    put(root, {"templates/site/changes.html.j2": "<p>Something else</p>"})
    result = run("render", "site", "--check", "--root", str(root))
    assert result.code == 1
    assert "changes.html" in result.out


def test_a_page_of_a_removed_document_is_removed_and_undo_brings_it_back(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    run("render", "site", "--root", str(root), "--as-of", DAY)
    page = root / "build/site/document-upr-2019.html"
    text = page.read_bytes()
    (root / "data/recommendations/upr-2019.yaml").unlink()
    result = run("render", "site", "--root", str(root), "--as-of", DAY)
    assert result.code == 0, result.err
    assert "document-upr-2019.html" in result.err
    assert not page.exists()
    assert run("undo", "--root", str(root)).code == 0
    assert page.read_bytes() == text


def test_an_edited_page_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    run("render", "site", "--root", str(root), "--as-of", DAY)
    page = root / "build/site/document-upr-2019.html"
    page.write_text(page.read_text().replace("</main>", "<p>Mine</p></main>"))
    edited = page.read_bytes()
    result = run("render", "site", "--root", str(root), "--as-of", "2026-11-27")
    assert result.code == 2
    assert "edited since cobtrack wrote it" in result.err
    (root / "data/recommendations/upr-2019.yaml").unlink()
    result = run("render", "site", "--root", str(root), "--as-of", DAY)
    assert result.code == 0, result.err
    assert "because it was edited" in result.err
    assert page.read_bytes() == edited


def test_the_folder_of_a_site_cannot_make_cobtrack_remove_other_files(tmp_path: Path) -> None:
    root = small(tmp_path)
    run("render", "site", "--root", str(root), "--as-of", DAY)
    victim = put(root, {"build/mine.txt": "mine"}) / "build/mine.txt"
    sums = root / "build/site/SHA256SUMS"
    line = "0cd8cb4e9c4a4a0ee3a03b02dbc6d1ddd4fbd5bb2e3b1bf5b5f4f1a5b5b1a7d4"
    sums.write_text(f"{line}  ../mine.txt\n{line}  /etc/hostname\n{sums.read_text()}")
    assert run("render", "site", "--root", str(root), "--as-of", DAY).code == 0
    assert victim.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["site", "roadmap"], "the site is rendered by itself"),
        (["site", "-o", "-"], "the site is a folder"),
        (["site", "--topic", "education"], "the site is about the whole roadmap"),
    ],
)
def test_the_site_is_rendered_by_itself(tmp_path: Path, arguments: list[str], message: str) -> None:
    root = _copy(tmp_path)
    result = run("render", *arguments, "--root", str(root), "--as-of", DAY)
    assert result.code == 2
    assert message in result.err


def _copy(folder: Path) -> Path:
    """Return a copy of the shipped workspace."""
    root = folder / "workspace"
    shutil.copytree(REPOSITORY / "data", root / "data")
    shutil.copy(REPOSITORY / "cobtrack.yaml", root / "cobtrack.yaml")
    return root
