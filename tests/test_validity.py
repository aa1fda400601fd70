"""The rendered pages: valid HTML, readable by screen readers, on narrow screens and in the colours of the system.

The validators are programs for node and Java: `npm ci` in tests/web installs them. Without them, their tests are skipped.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.cli_support import REPOSITORY
from tests.filled import DAY
from tests.html_support import dead_links, render_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WEB = REPOSITORY / "tests/web"
VNU = WEB / "node_modules/vnu-jar/build/dist/vnu.jar"
HTML_VALIDATE = WEB / "node_modules/html-validate/bin/html-validate.mjs"
AXE = WEB / "node_modules/axe-core/axe.min.js"

# Everything that the validators report, but that stays as it is, and why. There are no exceptions for axe.
VNU_EXCEPTIONS = {
    "CSS: “paint-order”: Property “paint-order” doesn't exist.": "All browsers know it; the validator does not yet.",
    "CSS: “container-type”: Property “container-type” doesn't exist.": "As above.",
    "CSS: Unrecognized at-rule “@container”": "As above.",
}


def is_of_a_container(message: dict[str, Any]) -> bool:
    """Whether a message is about a length in hundredths of the width of a container, which the validator lacks."""
    return message["message"].endswith("Unknown dimension.") and "cqw" in message["extract"]


HTML_VALIDATE_RULES: dict[str, tuple[Any, str]] = {
    "doctype-style": (["error", {"style": "lowercase"}], "HTML allows both; ours is in small letters."),
    "long-title": ("off", "A title is the coalition's own words, and is not cut."),
    "no-trailing-whitespace": ("off", "Spaces at the end of a line change nothing, and templates leave some."),
    "no-inline-style": (
        ["error", {"allowedProperties": ["font-size", "line-height"]}],
        "The letters of a card are as large as its text allows.",
    ),
    "valid-id": (["error", {"relaxed": True}], "HTML allows an id such as 2.10, which is the id of the activity."),
}

COLOURS: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
)
AXE_RUN = """async rules => {
  const options = rules ? {runOnly: {type: 'rule', values: rules}} : {};
  const {violations} = await axe.run(document, {resultTypes: ['violations'], ...options});
  return violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(' | ')}`);
}"""


@pytest.fixture(scope="session")
def pages(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The pages of the shipped data and of the filled workspace."""
    folder = tmp_path_factory.mktemp("pages")
    roots = {"shipped": REPOSITORY, "filled": filled_workspace}
    return {name: render_pages(root, folder / name, DAY) for name, root in roots.items()}


def needs(path: Path, program: str) -> str:
    """Return the program that runs a validator; skip the test if the program or the validator is missing."""
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{program} is not installed")
    if not path.exists():
        pytest.skip("the validators are not installed: run `npm ci` in tests/web")
    return found


def run_json(report: Path, *command: str | Path) -> Any:
    """Run a program with its output in a file, and return the JSON in the file."""
    with report.open("wb") as output:
        done = subprocess.run(
            command, stdout=output, stderr=subprocess.PIPE, check=False, cwd=WEB, encoding="utf-8", timeout=300
        )
    text = report.read_text(encoding="utf-8")
    assert text, done.stderr
    return json.loads(text)


@pytest.mark.browser
@pytest.mark.parametrize("workspace", ["shipped", "filled"])
def test_vnu_finds_no_error(pages: dict[str, list[Path]], workspace: str, tmp_path: Path) -> None:
    java = needs(VNU, "java")
    # A run is too short for the second compiler of Java to be worth its time.
    options = (
        "-Xss4m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        VNU,
        "--errors-only",
        "--stdout",
        "--format",
        "json",
    )
    found = run_json(tmp_path / "vnu.json", java, *options, *pages[workspace])["messages"]
    errors = [item for item in found if item["message"] not in VNU_EXCEPTIONS and not is_of_a_container(item)]
    assert [f"{item['url']}:{item['lastLine']}: {item['message']}" for item in errors] == []


@pytest.mark.browser
@pytest.mark.parametrize("workspace", ["shipped", "filled"])
def test_html_validate_finds_no_error(pages: dict[str, list[Path]], workspace: str, tmp_path: Path) -> None:
    node = needs(HTML_VALIDATE, "node")
    rules = {name: setting for name, (setting, _) in HTML_VALIDATE_RULES.items()}
    config = tmp_path / "html-validate.json"
    config.write_text(json.dumps({"root": True, "extends": ["html-validate:recommended"], "rules": rules}))
    found = run_json(
        tmp_path / "found.json", node, HTML_VALIDATE, "--config", config, "--formatter", "json", *pages[workspace]
    )
    errors = [(file["filePath"], item) for file in found for item in file["messages"]]
    assert [f"{path}:{item['line']}: {item['ruleId']}: {item['message']}" for path, item in errors] == []


# This test needs no browser, but the pages that are rendered for the others.
@pytest.mark.browser
@pytest.mark.parametrize("workspace", ["shipped", "filled"])
def test_no_link_leads_nowhere(pages: dict[str, list[Path]], workspace: str) -> None:
    assert list(dead_links(pages[workspace][0].parent)) == []


class Visit(NamedTuple):
    """What a browser found on a page."""

    axe: list[str]
    """What axe reports, with the width and the colours."""
    width: int
    """The width that the page takes on a screen of 320 pixels."""
    elements: list[int]
    """The number of tables, rows, headers and data cells in the HTML."""
    roles: dict[int, list[int]]
    """The number of tables, rows, headers and cells that a screen reader gets, keyed by the width of the screen."""


def visit(page: Any, axe: str, *, unfold: bool) -> Visit:
    """Look at a page in all sizes and colours. axe looks into its folded parts if `unfold` is set.

    Without the script of axe, the checks of axe are left out.
    """
    folded = page.evaluate_handle("[...document.querySelectorAll('details:not([open])')]")
    page.evaluate("folded => { for (const one of folded) one.open = true; }", folded)
    roles = {}
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        roles[width] = count_roles(page)
    if not unfold:
        page.evaluate("folded => { for (const one of folded) one.open = false; }", folded)
    # The filled workspace has the same kinds of page, but much longer ones: two views of each have to do.
    views = itertools.product((1280, 390), COLOURS) if unfold else ((1280, COLOURS[0]), (390, COLOURS[1]))
    found = list(run_axe(page, axe, views)) if axe else []
    page.set_viewport_size({"width": 320, "height": 640})
    elements = ("table", "tr", "th", "td")
    counts = [page.evaluate("name => document.querySelectorAll(name).length", name) for name in elements]
    return Visit(found, page.evaluate("document.documentElement.scrollWidth"), counts, roles)


def run_axe(page: Any, axe: str, views: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[str]:
    """Yield what axe reports on a page in the given widths and colours."""
    page.evaluate(axe)
    checked = set()
    for width, colours in views:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**colours)
        # Of the rules, only the one for contrast depends on the colours.
        rules = ["color-contrast"] if width in checked else None
        checked.add(width)
        yield from (f"{width} {colours}: {violation}" for violation in page.evaluate(AXE_RUN, rules))


def count_roles(page: Any) -> list[int]:
    """Return the number of tables, rows, headers and cells in the accessibility tree."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    found = [node["role"]["value"] for node in nodes if not node.get("ignored")]
    groups = ({"table"}, {"row"}, {"columnheader", "rowheader"}, {"cell"})
    return [sum(role in group for role in found) for group in groups]


@pytest.fixture(scope="module")
def visits(browser: Any, pages: dict[str, list[Path]]) -> dict[str, Visit]:
    """Return what a browser found on each page, keyed by the workspace and the name of the page."""
    axe = AXE.read_text(encoding="utf-8") if AXE.exists() else ""
    page = browser.new_page()
    found = {}
    for workspace, paths in pages.items():
        of_a_template: Counter[str] = Counter()
        for path in paths:
            # Three pages of each mechanism, document, cluster and pillar show what their template makes.
            template = path.stem.partition("-")[0]
            of_a_template[template] += template in {"mechanism", "document", "cluster", "pillar"}
            if of_a_template[template] > 3:
                continue
            # The pages of an earlier version are made from the same templates.
            if path.parent.parent.name == "v":
                continue
            # So are the pages of another language; some of them show its letters.
            is_translated = path.parent.name == "km"
            if is_translated and path.name not in {"index.html", "recommendations.html", "for-children.html"}:
                continue
            page.goto(path.as_uri())
            page.emulate_media(**COLOURS[0])
            # The folded parts are of the same kinds in both workspaces; the filled one has very many of them.
            found[f"{workspace} {'km/' * is_translated}{path.name}"] = visit(page, axe, unfold=workspace == "shipped")
    page.close()
    return found


@pytest.mark.browser
def test_axe_finds_nothing_in_any_size_or_colours(visits: dict[str, Visit]) -> None:
    needs(AXE, "node")
    assert {name: visit.axe for name, visit in visits.items() if visit.axe} == {}


@pytest.mark.browser
def test_no_page_scrolls_sideways_at_320_pixels(visits: dict[str, Visit]) -> None:
    assert {name: visit.width for name, visit in visits.items() if visit.width > 320} == {}


@pytest.mark.browser
def test_tables_are_tables_on_every_screen(visits: dict[str, Visit]) -> None:
    """On a telephone, style sheets turn each row into a block, but a screen reader still gets rows and headers."""
    lost = {
        (name, width): (roles, visit.elements)
        for name, visit in visits.items()
        for width, roles in visit.roles.items()
        if roles != visit.elements
    }
    assert lost == {}
