"""The site: `cobtrack render site` writes a folder of pages that link to each other."""

from __future__ import annotations

import posixpath
import random
import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import pytest

from cobtrack.model.audience import for_audience
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record
from cobtrack.model.types import Text
from cobtrack.render.results import Results
from cobtrack.render.site.builder import SiteRenderer
from cobtrack.store.load import load
from tests.cli_support import english, put, run, small
from tests.filled import DAY, REPOSITORY
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EVIL = (
    "<script>alert(1)</script> [click](javascript:alert(1)) <img src=x onerror=alert(1)> {{ 7*7 }} "
    '" onclick="alert(1) [home](#index) [^note] </title></style></details>'
)
_VOID = {"meta", "link", "input", "br", "hr", "img"}
_OUTSIDE = re.compile(r"https?:|mailto:|tel:", re.IGNORECASE)


class Element:
    """An element of a page, with everything inside it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Element] = []
        self.words: list[str] = []

    def all(self) -> Iterator[Element]:
        """Yield the element and all elements in it."""
        yield self
        for child in self.children:
            yield from child.all()

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        return " ".join("".join(word for element in self.all() for word in element.words).split())

    @property
    def links(self) -> list[str]:
        return [element.attributes.get("href", "") for element in self.all() if element.tag == "a"]


class _Parser(HTMLParser):
    """Builds the elements of a page. Refuses a page whose tags are not nested correctly."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].words.append(data)


class Page(NamedTuple):
    """A page of the site."""

    root: Element
    by_id: dict[str, Element]
    ids: list[str]
    links: list[str]


class Site(NamedTuple):
    """A rendered site."""

    renderer: SiteRenderer
    files: Mapping[str, bytes]
    pages: dict[str, str]
    """The text of each page, without the pages of released versions."""


@cache
def parsed(html: str) -> Page:
    """Return the elements of a page."""
    parser = _Parser()
    parser.feed(html)
    (root,) = parser.open
    elements = [element for element in root.all() if "id" in element.attributes]
    by_id = {element.attributes["id"]: element for element in elements}
    return Page(root, by_id, [element.attributes["id"] for element in elements], root.links)


def render(root: Path, files: Mapping[str, bytes]) -> Site:
    """Return the public site of a workspace, whose files are rendered."""
    loaded, day = load(root), date.fromisoformat(DAY)
    renderer = SiteRenderer(root, Results(for_audience(loaded.workspace, "public"), day))
    pages = {name: data.decode() for name, data in files.items() if re.fullmatch(r"[^/]+\.html", name)}
    return Site(renderer, files, pages)


@pytest.fixture(scope="session")
def shipped(shipped_site: Mapping[str, bytes]) -> Site:
    """The site of the shipped data."""
    return render(REPOSITORY, shipped_site)


@pytest.fixture(scope="session")
def filled(filled_workspace: Path, filled_site: Mapping[str, bytes]) -> Site:
    """The site of the filled workspace."""
    return render(filled_workspace, filled_site)


@pytest.fixture(scope="session")
def example(example_site: Mapping[str, bytes]) -> Site:
    """The site of the example, which has a record of every kind and no deadline whose date has passed."""
    return render(EXAMPLE, example_site)


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


def test_no_link_leads_nowhere(site: Site, example: Site) -> None:
    assert dead_links(site) == []
    assert dead_links(example) == []


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
    assert all(re.fullmatch(r"[A-Za-z0-9./_-]+", name) for name in site.files)


def links_from_index(site: Site, address: str) -> int:
    """Return how many links lead from the index to an address, such as `pillar-1.html#1.2`."""
    distance, new, links = {"index.html"}, {"index.html"}, 0
    while new:
        links += 1
        targets = {
            link if not link.startswith("#") else name + link for name in new for link in pages_links(site, name)
        }
        if address in targets:
            return links
        new = {target.partition("#")[0] for target in targets} & set(site.pages) - distance
        distance |= new
    return 99


def pages_links(site: Site, name: str) -> list[str]:
    return parsed(site.pages[name]).links


def test_the_index_says_in_at_most_six_sentences_what_happened(site: Site) -> None:
    index = parsed(site.pages["index.html"]).root
    main = next(element for element in index.all() if element.has_class("points"))
    points = [element.text for element in main.children]
    assert len(points) >= 4
    assert len(points) <= sum(len(re.findall(r"\.(?=\s|$|[A-Z])", point)) for point in points) <= 6, points


def test_three_links_lead_from_the_index_to_everything_that_is_overdue(site: Site) -> None:
    overdue = [row.activity.id for row in site.renderer._results.report.overdue]
    assert overdue
    for identifier in overdue:
        address = site.renderer._addresses[identifier]
        assert links_from_index(site, address) <= 3
        assert "Overdue" in home(site, identifier).text


def test_three_links_lead_from_the_index_to_what_became_of_each_urgent_recommendation(site: Site) -> None:
    urgent = site.renderer._contents.urgent
    assert urgent
    for group in urgent:
        for row in (group.row, *group.items):
            assert links_from_index(site, site.renderer._addresses[row.paragraph.id]) <= 3
            latest = site.renderer._results.recommendations.latest_by_voice(row.paragraph).latest
            text = home(site, row.paragraph.id).text
            assert all(" ".join(assessment.reason.split()) in text for assessment in latest.values())


def test_three_links_lead_from_the_index_to_the_next_deadline_of_the_coalition(site: Site) -> None:
    results = site.renderer._results
    ours = [
        row for row in results.deadlines if row.deadline.owner == "civil-society" and row.is_open and not row.is_past
    ]
    assert links_from_index(site, site.renderer._addresses[ours[0].deadline.id]) <= 3


def test_three_links_lead_from_the_index_to_all_that_changed_since_version_1(site: Site) -> None:
    assert links_from_index(site, "changes.html") <= 3
    text = parsed(site.pages["changes.html"]).root.text
    updates = [update for entry in site.renderer._results.updates for update in entry.updates]
    assert updates
    for update in updates:
        assert " ".join(update.sentence.split()) in text


def home(site: Site, identifier: str) -> Element:
    """Return the element that is the home of a record."""
    path, _, place = site.renderer._addresses[identifier].partition("#")
    return parsed(site.pages[path]).by_id[place]


def says_source_and_date(element: Element) -> bool:
    """Return whether an element names a source and a date."""
    inner = [*element.all()]
    sources = [part for part in inner if part.has_class("sources") and part.text]
    dates = [part for part in inner if part.has_class("when") and re.search(r"\d{4}", part.text)]
    return bool(sources and dates)


def test_of_fifty_sentences_about_the_state_each_leads_to_its_source_and_date_in_one_link(site: Site) -> None:
    claims = [
        (name, element)
        for name, html in site.pages.items()
        for element in parsed(html).root.all()
        if element.has_class("claim")
    ]
    assert len(claims) > 50
    for name, element in random.Random(11).sample(claims, 50):
        targets = [link.partition("#") for link in element.links if "#" in link and not _OUTSIDE.match(link)]
        homes = [parsed(site.pages[path or name]).by_id[unquote(place)] for path, _, place in targets]
        # A link to a heading leads to the section below the heading.
        sections = [_section(site, path or name, place) for path, _, place in targets]
        assert any(map(says_source_and_date, [element, *homes, *sections])), (name, element.text)


def _section(site: Site, path: str, heading: str) -> Element:
    """Return the section with this heading, or an empty element."""
    found = (part for part in parsed(site.pages[path]).root.all() if part.attributes.get("aria-labelledby") == heading)
    return next(found, Element("", {}))


def test_every_fact_about_the_state_is_at_its_home_with_source_and_date(filled: Site) -> None:
    workspace = filled.renderer._results.workspace
    for measure in workspace.measures:
        assert says_source_and_date(home(filled, measure.id))
    for paragraph in workspace.recommendations:
        if paragraph.position or paragraph.assessments:
            assert says_source_and_date(home(filled, paragraph.id)), paragraph.id
    for row in filled.renderer._results.deadlines:
        if row.finding:
            assert says_source_and_date(home(filled, row.deadline.id)), row.deadline.id


def test_hostile_texts_do_nothing_on_any_page() -> None:
    workspace = load(REPOSITORY / "docs/example").workspace
    workspace = replace(workspace, **{kind.field: _poisoned(getattr(workspace, kind.field)) for kind in KINDS})
    renderer = SiteRenderer(REPOSITORY / "docs/example", Results(workspace, date.fromisoformat(DAY), ()))
    pages = {name: data.decode() for name, data in renderer.files() if name.endswith(".html")}
    scripts = {
        element.text
        for name in ("index.html", "for-children.html")
        for element in parsed(pages[name]).root.all()
        if element.tag == "script"
    }
    assert len(scripts) == 2
    for name, html in pages.items():
        assert "alert(1)" in html or name == "documents.html", name
        for element in parsed(html).root.all():
            assert element.tag not in {"img", "iframe", "object", "form", "base"}, name
            assert element.tag != "script" or element.text in scripts, name
            assert not any(attribute.startswith("on") for attribute in element.attributes), name
            href = element.attributes.get("href", "")
            assert re.match(r"https?://|mailto:|tel:|#|[A-Za-z0-9./_-]+(#|$)", href) or not href, (name, href)
        assert ("{{ 7*7 }}" in html) == ("alert(1)" in html), name


def _poisoned(value: Any) -> Any:
    """Return records whose texts all try to do harm."""
    if isinstance(value, Text):
        return Text(f"{value} {EVIL}")
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(map(_poisoned, value))
    if isinstance(value, dict):
        return {key: _poisoned(item) for key, item in value.items()}
    if isinstance(value, Record):
        values = {name: getattr(value, name) for name in type(value).model_fields}
        return value.model_copy(update={name: _poisoned(item) for name, item in values.items()})
    return value


def test_pages_for_members_say_so_and_public_pages_have_no_advocacy(tmp_path: Path) -> None:
    root = put(_copy(tmp_path), {"data/actions/plan.yaml": ADVOCACY})
    for arguments, folder, shown in (
        ([], "build/site", False),
        (["--audience", "members"], "build/members/site", True),
    ):
        done = run("render", "site", *arguments, "--root", str(root), "--as-of", DAY)
        assert done.code == 0, done.err
        pages = {path.name: path.read_text() for path in (root / folder).glob("*.html")}
        assert any("Persuade the ministry" in html for html in pages.values()) is shown
        assert all(("Do not publish it" in html) is shown for html in pages.values())
        # The pages refuse styles of their own, so the note about the audience has its style from the style sheets.
        assert not any(' style="' in html for html in pages.values())
    assert ".audience-note" in (root / "build/members/site/site.css").read_text()


def write(site: Site, folder: Path) -> None:
    """Write the files of a site into a folder."""
    for name, data in site.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.mark.browser
def test_the_filter_works_from_a_disk_without_errors(browser: Any, filled: Site, tmp_path: Path) -> None:
    write(filled, tmp_path)
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in filled.pages:
        page.goto((tmp_path / name).as_uri())
    page.goto((tmp_path / "recommendations.html").as_uri() + "#is=urgent&q=corporal")
    shown = page.locator("[data-find]:visible")
    assert shown.count() > 0
    assert all("corporal" in text.lower() for text in shown.all_inner_texts())
    assert "of" in page.locator("#Filter output").inner_text()
    page.get_by_label("Find").fill("nothing that any text has")
    assert shown.count() == 0
    assert page.url.endswith("#q=nothing+that+any+text+has&is=urgent")
    # A place in a closed fold-out opens it.
    page.goto((tmp_path / "document-crc-2011.html").as_uri() + "#crc-2011:66")
    assert page.locator('[id="crc-2011:66"]').is_visible()
    page.close()
    assert said == []


@pytest.mark.browser
def test_without_javascript_the_filter_is_hidden_and_every_row_stays(
    browser: Any, shipped: Site, tmp_path: Path
) -> None:
    write(shipped, tmp_path)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "recommendations.html").as_uri())
    assert not page.locator("#Filter").is_visible()
    assert page.locator("[data-find][hidden]").count() == 0
    context.close()


def test_a_second_run_changes_nothing_and_check_agrees(tmp_path: Path) -> None:
    root = small(tmp_path)
    first = run("render", "site", "--root", str(root), "--as-of", DAY)
    assert first.code == 0, first.err
    assert "Wrote" in first.err
    assert "Unchanged" in run("render", "site", "--root", str(root), "--as-of", DAY).err
    # Without --as-of, the day of the existing site is used.
    assert run("render", "site", "--check", "--root", str(root)).code == 0


def test_check_names_a_page_that_is_not_up_to_date(tmp_path: Path) -> None:
    root = english(tmp_path)
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


def listed(name: str, content: str) -> str:
    """Return the line of SHA256SUMS for a file."""
    return f"{sha256(content.encode()).hexdigest()}  {name}\n"


def test_the_folder_of_a_site_cannot_make_cobtrack_remove_other_files(tmp_path: Path) -> None:
    root = english(tmp_path / "workspace")
    run("render", "site", "--root", str(root), "--as-of", DAY)
    victims = [put(root, {"build/mine.txt": "mine"}) / "build/mine.txt", tmp_path / "other/mine.txt"]
    put(tmp_path, {"other/mine.txt": "mine"})
    (root / "build/site/linked").symlink_to(tmp_path / "other")
    sums = root / "build/site/SHA256SUMS"
    names = ["../mine.txt", str(victims[1]), "linked/mine.txt", "linked/../../mine.txt"]
    sums.write_text("".join(listed(name, "mine") for name in names) + sums.read_text())
    assert run("render", "site", "--root", str(root), "--as-of", DAY).code == 0
    assert [victim.read_text() for victim in victims] == ["mine", "mine"]


def test_a_list_of_checksums_that_is_not_of_a_site_removes_nothing(tmp_path: Path) -> None:
    root = english(tmp_path / "workspace")
    downloads = put(tmp_path / "downloads", {"image.iso": "mine", "SHA256SUMS": listed("image.iso", "mine")})
    result = run("render", "site", "-o", str(downloads), "--root", str(root), "--as-of", DAY)
    assert result.code == 2
    assert "not written by cobtrack" in result.err
    assert run("render", "site", "-o", str(downloads), "--force", "--root", str(root), "--as-of", DAY).code == 0
    assert (downloads / "image.iso").read_text() == "mine"


@pytest.mark.parametrize("name", ["about.html", "data", "SHA256SUMS", "v"])
def test_nothing_is_written_or_read_through_a_link_in_the_folder_of_a_site(tmp_path: Path, name: str) -> None:
    root = english(tmp_path / "workspace")
    run("render", "site", "--root", str(root), "--as-of", DAY)
    folder = root / "build/site"
    other = put(tmp_path / "other", {"1/index.html": "secret"})
    if (folder / name).is_dir():
        shutil.rmtree(folder / name)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(other if name in {"data", "v"} else other / "new")
    sums = folder / "SHA256SUMS"
    if name == "v":
        sums.write_text(sums.read_text() + listed("v/1/index.html", "secret"))
    result = run("render", "site", "--force", "--root", str(root), "--as-of", DAY)
    assert (result.code, "is a link" in result.err) == ((0, False) if name == "v" else (2, True))
    assert [path.name for path in other.rglob("*")] == ["1", "index.html"]
    assert "v/1" not in (folder / "index.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["site", "roadmap"], "the site is rendered by itself"),
        (["site", "-o", "-"], "the site is a folder"),
        (["site", "--topic", "coordination"], "the site is about the whole roadmap"),
    ],
)
def test_the_site_is_rendered_by_itself(tmp_path: Path, arguments: list[str], message: str) -> None:
    root = _copy(tmp_path)
    result = run("render", *arguments, "--root", str(root), "--as-of", DAY)
    assert result.code == 2
    assert message in result.err


ADVOCACY = """\
actions:
  - id: persuade
    title: Persuade the ministry
    kind: advocacy
"""


DOCUMENT = """\
id: upr-2019
title: Report of the Working Group
mechanism: upr
issued: 2019-04
source: Roadmap (2022-2027), version 1
not_seen: [1-]
"""


def _copy(folder: Path) -> Path:
    """Return a copy of the small workspace with a document to which nothing refers."""
    return english(folder / "workspace", files={"data/recommendations/upr-2019.yaml": DOCUMENT})
