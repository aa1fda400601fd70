"""The site as a publication: downloads, the data package, the feed, what other services are told, and old versions."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import struct
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml

from cobtrack.editing.documents import results_on
from cobtrack.editing.sites.build import build_site
from cobtrack.model.languages.phrases import speaking
from cobtrack.render.site.builder import SiteRenderer
from cobtrack.render.site.feed import feed as write_feed
from cobtrack.render.site.share_image import Picture, share_images
from cobtrack.store.load import load
from tests.cli_support import DAY, REPOSITORY, SMALL, ask, english, program, put, replace, run, small
from tests.git_support import commit, git, repository
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.editing.sites.build import Site

PUBLISHED = "publication: {url: 'https://example.org/roadmap', licence: CC BY 4.0, contact: 'https://example.org'}\n"
HOSTILE = "<script>alert(1)</script>\"'&]]> *a* {{ 7 * 7 }} =1+1"
NOT_PUBLIC = b"recommendations: upr-2024:121.8"
"""What no reader is told about an activity of the example: which recommendation is not related to it."""
ATOM = {"a": "http://www.w3.org/2005/Atom"}
PACKAGE = {
    "type": "object",
    "required": ["$schema", "name", "title", "version", "created", "licenses", "resources"],
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT00:00:00Z$"},
        "version": {"type": "string", "minLength": 1},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "anyOf": [{"required": ["name"]}, {"required": ["path"]}]},
        },
        "sources": {"type": "array", "items": {"type": "object", "required": ["title"]}},
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path", "title", "format", "mediatype", "bytes", "hash"],
                "properties": {
                    "name": {"type": "string", "pattern": "^[a-z0-9_-]+$"},
                    "path": {"type": "string", "pattern": r"^(?!/)(?!.*\.\.)[A-Za-z0-9./_-]+$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "fields": {
                                "type": "array",
                                "items": {
                                    "type": "object",
                                    "required": ["name", "type"],
                                    "properties": {"type": {"enum": ["string", "integer", "number", "boolean"]}},
                                },
                            },
                            "primaryKey": {"const": ["id"]},
                        },
                    },
                },
            },
        },
    },
}  # fmt: skip
"""The part of the Data Package standard that the site uses, as JSON Schema."""


def site_of(root: Path, day: str = DAY, published: dict[str, bytes] | None = None) -> Site:
    """Return the public site of a workspace on a day."""
    loaded = load(root)
    assert loaded.problems == []
    return build_site(loaded, date.fromisoformat(day), "public", published)


@pytest.fixture
def example(example_site: dict[str, bytes]) -> dict[str, bytes]:
    """The site of the example."""
    return example_site


@pytest.fixture
def filled(filled_site: dict[str, bytes]) -> dict[str, bytes]:
    """The site of the filled workspace."""
    return filled_site


def rows(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def package(files: dict[str, bytes]) -> dict[str, Any]:
    """Return the data package of a site."""
    return dict(json.loads(files["datapackage.json"]))


def without_languages(page: str) -> str:
    """Return a page without the elements that only say in which language a phrase is."""
    return re.sub(r'<span lang="\w+" dir="ltr">([^<]*)</span>', r"\1", page)


# Downloads


def test_the_data_package_describes_every_file_for_download(example: dict[str, bytes]) -> None:
    described = package(example)
    jsonschema.validate(described, PACKAGE)
    paths = {resource["path"] for resource in described["resources"]}
    pattern = r"(fr/)?((data/)?[^/]+\.(csv|xlsx|ics|docx)|cards/[^/]+\.png)"
    assert paths == {name for name in example if re.fullmatch(pattern, name)}
    for resource in described["resources"]:
        data = example[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert len({resource["name"] for resource in described["resources"]}) == len(paths)


@pytest.mark.parametrize("name", ["example", "filled"])
def test_every_column_is_described_and_every_cell_is_of_its_type(name: str, request: pytest.FixtureRequest) -> None:
    files = request.getfixturevalue(name)
    checks: dict[str, Callable[[str], bool]] = {
        "integer": str.isdecimal,
        "number": lambda cell: float(cell) >= 0,
        "boolean": lambda cell: cell == "yes",
    }
    for resource in package(files)["resources"]:
        if "schema" not in resource:
            continue
        table, fields = rows(files[resource["path"]]), resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table[0])
        for field in fields:
            cells = {row[field["name"]] for row in table} - {""}
            assert field["type"] == "string" or all(checks[field["type"]](cell) for cell in cells)
            assert cells <= set(field.get("constraints", {}).get("enum", cells))


def test_ids_are_strings(filled: dict[str, bytes]) -> None:
    for resource in package(filled)["resources"]:
        for field in resource.get("schema", {"fields": []})["fields"]:
            if field["name"] in {"id", "formerly", "activities", "recommendations", "document", "paragraph", "sdgs"}:
                assert field["type"] == "string"


def test_the_tables_are_those_of_the_command_list(example: dict[str, bytes]) -> None:
    tables = [name for name in example if name.startswith("data/")]
    assert len(tables) > 10
    for name in ("data/initiatives.csv", "data/documents.csv", "data/deadlines.csv"):
        kind = Path(name).stem
        done = program("list", kind, "--format", "csv", "--root", str(EXAMPLE), "--as-of", "2026-11-26")
        assert example[name] == done.stdout.replace(NOT_PUBLIC, b"")
        assert example[name].startswith(b"\xef\xbb\xbf")


def test_the_documents_page_links_to_every_download_with_its_format_and_size(example: dict[str, bytes]) -> None:
    for resource in package(example)["resources"]:
        folder = "fr/" if resource["path"].startswith("fr/") else ""
        path = re.escape(resource["path"].removeprefix(folder))
        page = without_languages(example[f"{folder}documents.html"].decode())
        assert re.search(rf'<a href="{path}">[^<]+</a> <span class="soft">\w+, [\d.]+ [KM]B', page)
    assert 'href="../data/activities.csv"' in example["fr/documents.html"].decode()


def test_nothing_of_members_is_in_any_file(tmp_path: Path) -> None:
    small(tmp_path)
    replace(
        tmp_path,
        "data/actors.yaml",
        "  - id: cncc\n",
        "  - id: cncc\n    audience: members\n    remarks: [{text: sesame}]\n",
    )
    site = site_of(tmp_path)
    assert not [name for name, data in site.files.items() if b"sesame" in data or b"#cncc" in data]


# The feed


def feed(files: dict[str, bytes]) -> ET.Element:
    """Return the feed of a site."""
    return ET.fromstring(files["feed.xml"])


def titles(files: dict[str, bytes]) -> list[str]:
    """Return the titles of the entries."""
    return [str(entry.findtext("a:title", "", ATOM)) for entry in feed(files).findall("a:entry", ATOM)]


@pytest.mark.parametrize("name", ["example", "filled"])
def test_the_feed_has_what_atom_requires(name: str, request: pytest.FixtureRequest) -> None:
    root = feed(request.getfixturevalue(name))
    entries = root.findall("a:entry", ATOM)
    assert 5 < len(entries) <= 100
    for element in (root, *entries):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"a:{required}", ATOM)) == 1
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(element.findtext("a:id", "", ATOM)))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", str(element.findtext("a:updated", "", ATOM)))
        assert element.findtext("a:title", "", ATOM).strip()
    assert root.findtext("a:author/a:name", "", ATOM)
    assert all(entry.find("a:link[@rel='alternate']", ATOM) is not None for entry in entries)
    ids = [entry.findtext("a:id", "", ATOM) for entry in entries]
    assert len(ids) == len(set(ids))
    days = [str(entry.findtext("a:updated", "", ATOM)) for entry in entries]
    assert days == sorted(days, reverse=True)
    assert root.findtext("a:updated", "", ATOM) == days[0] <= "2026-11-26T00:00:00Z"


def test_every_entry_of_the_feed_leads_to_a_place_in_the_site(filled: dict[str, bytes]) -> None:
    for link in feed(filled).findall("a:entry/a:link", ATOM):
        path, _, place = link.attrib["href"].removeprefix("https://example.org/made-up/").partition("#")
        assert path in filled
        assert not place or f'id="{unquote(place)}"' in filled[path].decode()


def test_the_ids_of_entries_do_not_depend_on_the_address_or_on_the_day(tmp_path: Path) -> None:
    def ids(files: dict[str, bytes]) -> list[str | None]:
        return [entry.findtext("a:id", "", ATOM) for entry in feed(files).findall("a:entry", ATOM)]

    before = site_of(english(tmp_path)).files
    english(tmp_path, PUBLISHED)
    after = site_of(tmp_path, "2026-02-02").files
    assert ids(before) == ids(after)
    assert b'href="https://example.org/roadmap/' in after["feed.xml"]
    assert b"://" not in before["feed.xml"].replace(b"http://www.w3.org/2005/Atom", b"")


def test_a_deadline_that_comes_near_is_announced_again(tmp_path: Path) -> None:
    english(tmp_path)
    mechanism = tmp_path / "data/reports-due/crc.yaml"
    mechanism.write_text(mechanism.read_text() + "  - {id: hearing, title: The hearing, kind: review, owner: un,"
                         " due: 2027-03-10, certainty: confirmed, source: A letter}\n")  # fmt: skip
    day = date(2027, 3, 10)
    loaded = load(tmp_path)
    assert loaded.problems == []

    def announcement(today: date) -> str:
        results = results_on(loaded.workspace, today)
        addresses = SiteRenderer(tmp_path, results, "public")
        with speaking(addresses.language):
            files = {"feed.xml": write_feed(results, "", "changes.html", addresses.address_of)}
        return next((title for title in titles(files) if "hearing" in title), "")

    announced = {days: announcement(day - timedelta(days)) for days in (200, 183, 31, 7, 0, -1)}
    assert announced == {
        200: "", 183: "In six months: CRC, The hearing, 10 March 2027", 31: "In one month: CRC, The hearing, 10 March 2027",
        7: "In one week: CRC, The hearing, 10 March 2027", 0: "In one week: CRC, The hearing, 10 March 2027",
        -1: "Date passed: CRC, The hearing, 10 March 2027",
    }  # fmt: skip


# What other services are told


def test_every_page_has_a_description_and_the_feed(filled: dict[str, bytes]) -> None:
    pages = {name: data.decode() for name, data in filled.items() if re.fullmatch(r"[^/]+\.html", name)}
    for name, html in pages.items():
        head = html.partition("</head>")[0]
        assert re.search(r'<meta name="description" content="[^"]{30,300}">', head), name
        assert '<meta property="og:title" content="' in head
        assert '<link rel="alternate" type="application/atom+xml"' in head
        assert 'href="CITATION.cff"' in html
        assert "creativecommons.org/licenses/by/4.0" in html
    assert len({re.search(r"<title>(.*?)</title>", html)[1] for html in pages.values()}) == len(pages)  # type: ignore[index]


def test_without_the_address_of_the_site_nothing_is_absolute(tmp_path: Path) -> None:
    files = site_of(small(tmp_path)).files
    assert not [name for name in files if name.endswith(".png")]
    for data in files.values():
        assert not re.search(rb'(canonical|og:url|og:image)"', data)


def test_every_page_of_a_site_with_an_address_has_a_picture_and_absolute_addresses(example: dict[str, bytes]) -> None:
    pytest.importorskip("typst")
    for name in (name for name in example if re.fullmatch(r"[^/]+\.html", name)):
        head = example[name].decode().partition("</head>")[0]
        address = re.search(r'<meta property="og:image" content="https://example.org/roadmap/([^"]+)">', head)
        assert address, name
        data = example[address[1]]
        assert data.startswith(b"\x89PNG")
        assert struct.unpack(">II", data[16:24]) == (1200, 630)
        path = "" if name == "index.html" else name
        assert f'<link rel="canonical" href="{urljoin("https://example.org/roadmap/", path)}">' in head


def test_the_same_picture_has_the_same_bytes() -> None:
    pytest.importorskip("typst")
    pictures = [Picture("Roadmap", "Pillar 1 #panic() $x$ @a [b]", "Note"), Picture("Roadmap", "x" * 200, "Note")]
    assert share_images(pictures) == share_images(pictures)
    assert len(share_images(pictures)) == 2


def test_a_title_in_khmer_is_not_drawn() -> None:
    assert Picture("Roadmap", "Deadlines", "Note").can_be_drawn
    assert not Picture("Roadmap", "កុមារ", "Note").can_be_drawn


def test_without_typst_there_are_no_pictures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    english(tmp_path, PUBLISHED)
    files = site_of(tmp_path).files
    assert not [name for name in files if name.endswith(".png")]
    assert b"og:image" not in files["index.html"]
    assert b'<link rel="canonical" href="https://example.org/roadmap/">' in files["index.html"]


def test_the_citation_file_says_how_to_cite_the_roadmap(example: dict[str, bytes]) -> None:
    assert yaml.safe_load(example["CITATION.cff"]) == {
        "cff-version": "1.2.0",
        "message": "If you use this roadmap or its data, please cite it as below.",
        "type": "dataset",
        "title": "Roadmap (2022-2027)",
        "authors": [{"name": "Child Rights Coalition Exampleland"}],
        "version": "2",
        "date-released": "2026-11-26",
        "url": "https://example.org/roadmap",
        "license": "CC-BY-4.0",
    }


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    small(tmp_path)
    text = json.dumps(HOSTILE)
    replace(tmp_path, "data/roadmap.yaml", "title: Roadmap (2022-2027)\n", f"title: {text}\n")
    replace(tmp_path, "data/roadmap.yaml", "note: The first version.", f"note: {text}")
    replace(tmp_path, "data/actors.yaml", "name: Child Rights Coalition Cambodia\n", f"name: {text}\n")
    settings = (SMALL / "cobtrack.yaml").read_text().replace("violence: Violence against children", f"violence: {text}")
    url = "https://example.org/'&lt;script&gt;alert(1)"
    put(tmp_path, {"cobtrack.yaml": f'{settings}publication: {{url: "{url}", licence: {text}, contact: {text}}}\n'})
    files = site_of(tmp_path).files
    assert "script>alert(1)" in feed(files).findtext("a:title", "", ATOM)
    assert "script>alert(1)" in package(files)["title"]
    assert "script>alert(1)" in yaml.safe_load(files["CITATION.cff"])["title"]
    assert {row["cluster_title"][:8] for row in rows(files["data/recommendations.csv"])} & {HOSTILE[:8]}
    for name, data in files.items():
        if name.endswith(".html"):
            assert b"<script>alert" not in data, name
            assert b"49" not in re.findall(rb"<title>.*</title>", data)[0]


# Released versions


def with_versions(root: Path) -> Path:
    """Make a workspace in git whose roadmap was issued twice. Each version names its activity 2.6 differently."""
    english(root)
    repository(root)
    activities = "data/pillars/2-government.yaml"
    commit(root, "2022-12-01")
    text = (root / activities).read_text()
    put(root, {activities: text.replace("Roadmap", "Plan", 1)})
    replace(root, "data/roadmap.yaml", "    note: The first version.\n",
            "    note: The first version.\n  - number: 2\n    date: 2025-06-30\n    note: The second version.\n")  # fmt: skip
    commit(root, "2025-07-01")
    replace(root, "data/roadmap.yaml", "subtitle: A small one, for the tests", "subtitle: A current one")
    settings = root / "cobtrack.yaml"
    settings.write_text(settings.read_text() + "publication: {licence: CC BY 4.0}\n")
    commit(root, "2026-01-10")
    return root


def test_every_released_version_has_its_site_as_it_was(tmp_path: Path) -> None:
    site = site_of(with_versions(tmp_path))
    assert site.notes == ()
    index = site.files["index.html"].decode()
    assert 'href="v/2/index.html"' in index
    assert 'href="v/1/index.html"' in index
    assert "A current one" in index
    for number, day in ((1, "30 November 2022"), (2, "30 June 2025")):
        page = site.files[f"v/{number}/index.html"].decode()
        assert f"This is version {number} of the roadmap, of {day}." in page
        assert '<a href="../../index.html">See the current site</a>' in page
        assert f"Status on {day}" in page
        assert "A small one, for the tests" in page
        assert "Licence: CC BY 4.0" in page
        names = {name.removeprefix(f"v/{number}/") for name in site.files if name.startswith(f"v/{number}/")}
        assert {"index.html", "documents.html", "datapackage.json", "data/activities.csv"} <= names
        assert not [name for name in names if name.startswith("v/") or name == "feed.xml"]
    assert "The second version" not in site.files["v/1/changes.html"].decode()


def test_a_published_version_stays_byte_for_byte_unless_forced(tmp_path: Path) -> None:
    root, folder = with_versions(tmp_path / "workspace"), tmp_path / "site"
    assert ask(root, "render", "site", "-o", str(folder)).code == 0
    page = folder / "v/1/index.html"
    was = page.read_bytes()
    # As if an older version of cobtrack had written it.
    page.write_bytes(was.replace(b"This is version 1", b"This is edition 1"))
    (folder / "v/1/extra.txt").write_text("Added by hand")
    (folder / "SHA256SUMS").write_text(
        (folder / "SHA256SUMS")
        .read_text()
        .replace(hashlib.sha256(was).hexdigest(), hashlib.sha256(page.read_bytes()).hexdigest())
    )
    kept = page.read_bytes()
    assert ask(root, "render", "site", "-o", str(folder), as_of="2026-02-03").code == 0
    assert page.read_bytes() == kept
    assert ask(root, "render", "site", "-o", str(folder), "--check", as_of="2026-02-03").code == 0
    assert ask(root, "render", "site", "-o", str(folder), "--force").code == 0
    assert page.read_bytes() == was
    assert (folder / "v/1/extra.txt").read_text() == "Added by hand"


def test_what_is_internal_today_is_not_in_an_old_version(tmp_path: Path) -> None:
    root = with_versions(tmp_path)
    assert any(b"cncc" in data for name, data in site_of(root).files.items() if name.startswith("v/1/"))
    replace(root, "data/actors.yaml", "  - id: cncc\n", "  - id: cncc\n    audience: members\n")
    assert not [name for name, data in site_of(root).files.items() if b'"cncc"' in data or b"\ncncc," in data]


def test_a_note_that_is_internal_today_is_not_in_an_old_version(tmp_path: Path) -> None:
    root = english(tmp_path)
    note = "          - date: 2022-11-01\n            status: in-progress\n            note: The meeting was called off at the last moment.\n"
    place = root / "data/pillars/2-government.yaml"
    text = place.read_text()
    begun = text.replace('      - id: "2.7"\n', f'      - id: "2.7"\n        progress:\n{note}')
    place.write_text(begun)
    repository(root)
    commit(root, "2022-12-01")
    assert any(b"called off at" in data for name, data in site_of(root).files.items() if name.startswith("v/1/"))
    place.write_text(begun.replace("            note: The", "            audience: members\n            note: The"))
    assert not [name for name, data in site_of(root).files.items() if b"called off at" in data]


def test_what_is_internal_today_does_not_stay_in_a_published_version(tmp_path: Path) -> None:
    root = with_versions(tmp_path)
    published = site_of(root).files
    assert b"\ncncc," in published["v/1/data/actors.csv"]
    replace(root, "data/actors.yaml", "  - id: cncc\n", "  - id: cncc\n    audience: members\n")
    files = site_of(root, published=published).files
    assert "v/1/index.html" in files
    assert not [name for name, data in files.items() if b'"cncc"' in data or b"\ncncc," in data]


def test_an_edited_page_of_a_published_version_is_not_taken_for_the_published_page(tmp_path: Path) -> None:
    root, folder = with_versions(tmp_path / "workspace"), tmp_path / "site"
    assert ask(root, "render", "site", "-o", str(folder)).code == 0
    table = folder / "v/1/data/activities.csv"
    was = table.read_bytes()
    table.write_bytes(was + b"9.9,Invented\n")
    result = ask(root, "render", "site", "-o", str(folder))
    assert result.code == 2
    assert "edited since cobtrack wrote it" in result.err
    assert ask(root, "render", "site", "-o", str(folder), "--check").code == 1
    assert ask(root, "render", "site", "-o", str(folder), "--force").code == 0
    assert table.read_bytes() == was


@pytest.mark.parametrize("name", ["../../outside", "Violence", "a b", 'x"><script>', "con."])
def test_the_id_of_a_cluster_is_an_id_because_it_is_part_of_a_path(tmp_path: Path, name: str) -> None:
    root = small(tmp_path / "workspace")
    settings = (root / "cobtrack.yaml").read_text()
    put(root, {"cobtrack.yaml": settings.replace("violence:", f"{json.dumps(name)}:")})
    assert f'"{name}" is not an id' in ask(root, "validate").out
    result = ask(root, "render", "site")
    assert result.code == 1
    assert not (root / "build").exists()


@pytest.mark.parametrize("field", ["url", "licence_url"])
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "../../x",
        "//example.org",
        "http://[",
        "https://",
        "https://a.org/b c",
    ],
)
def test_an_address_of_the_publication_is_the_address_of_a_web_page(tmp_path: Path, field: str, address: str) -> None:
    settings = (SMALL / "cobtrack.yaml").read_text()
    root = small(tmp_path, {"cobtrack.yaml": f"{settings}publication: {{{field}: {json.dumps(address)}}}\n"})
    assert "COB112" in ask(root, "validate").out
    assert ask(root, "render", "site").code == 1


def test_a_version_with_personal_data_is_left_out_with_a_note(tmp_path: Path) -> None:
    root = english(tmp_path)
    replace(root, "data/roadmap.yaml", "subtitle: A small one, for the tests", "subtitle: Write to sok.dara@gmail.com")
    repository(root)
    commit(root)
    replace(root, "data/roadmap.yaml", "subtitle: Write to sok.dara@gmail.com", "subtitle: Better")
    site = site_of(root)
    assert not [name for name in site.files if name.startswith("v/")]
    assert "version 1 is not in the site" in site.notes[0]
    assert "personal data" in site.notes[0]


def test_without_history_the_versions_are_left_out_with_a_note(tmp_path: Path) -> None:
    result = ask(english(tmp_path / "workspace"), "render", "site", "-o", str(tmp_path / "site"))
    assert result.code == 0
    assert "note: version 1 is not in the site, because" in result.err
    assert "Versions:" not in (tmp_path / "site/index.html").read_text()


def test_the_templates_of_an_old_version_are_not_used(tmp_path: Path) -> None:
    root = english(tmp_path, files={"templates/site/index.html.j2": "{{ ''.__class__.__mro__ }} owned"})
    repository(root)
    commit(root)
    git(root, "rm", "--quiet", "-r", "templates")
    commit(root, "2026-02-02")
    assert not any(b"owned" in data for data in site_of(root, "2026-02-03").files.values())


# Sizes, and publishing


@pytest.mark.parametrize("name", ["example", "filled", "shipped"])
def test_no_page_is_larger_than_100_kilobytes_when_compressed(name: str, request: pytest.FixtureRequest) -> None:
    files = request.getfixturevalue(f"{name}_site")
    sizes = {path: len(gzip.compress(data)) for path, data in files.items() if path.endswith((".html", ".css", ".xml"))}
    assert {path: size for path, size in sizes.items() if size > 100_000} == {}


def test_the_same_data_give_the_same_site(example: dict[str, bytes]) -> None:
    again = site_of(EXAMPLE, "2026-11-26").files
    assert {name for name in example if again.get(name) != example[name]} == set()


def test_the_workflow_publishes_with_few_rights_and_the_whole_history() -> None:
    text = (REPOSITORY / ".github/workflows/site.yml").read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert workflow["permissions"] == {}
    assert build["permissions"] == {"contents": "read"}
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert build["steps"][0]["with"] == {"persist-credentials": False, "fetch-depth": 0}
    commands = [step["run"] for step in build["steps"] if "run" in step]
    assert commands[1:] == ["cobtrack validate --quiet", "cobtrack render site"]
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", uses) for uses in re.findall(r"uses: (\S+)", text))


def test_the_site_is_described_in_the_help() -> None:
    assert "cobtrack render site" in run("render", "--help").out
