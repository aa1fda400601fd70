"""The rendered pages: valid HTML, readable by screen readers, on narrow screens and in the colours of the system.

The validators are programs for node and Java: `npm ci` in tests/web installs them. Without them, their tests are skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import REPOSITORY
from tests.filled import DAY
from tests.html_support import dead_links, render_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WEB = REPOSITORY / "tests/web"
VNU = WEB / "node_modules/vnu-jar/build/dist/vnu.jar"
HTML_VALIDATE = WEB / "node_modules/html-validate/bin/html-validate.mjs"
AXE = WEB / "node_modules/axe-core/axe.min.js"

# Everything that the validators report, but that stays as it is.
VNU_EXCEPTIONS = {
    "CSS: “paint-order”: Property “paint-order” doesn't exist.": "All browsers know it; the validator does not yet.",
    "CSS: “container-type”: Property “container-type” doesn't exist.": "As above.",
    "CSS: Unrecognized at-rule “@container”": "As above.",
}
HTML_VALIDATE_RULES: dict[str, tuple[Any, str]] = {
    "doctype-style": (["error", {"style": "lowercase"}], "HTML allows both; ours is in small letters."),
    "long-title": ("off", "A title is the coalition's own words, and is not cut."),
    "no-trailing-whitespace": ("off", "Spaces at the end of a line change nothing, and templates leave some."),
    "valid-id": (["error", {"relaxed": True}], "HTML allows an id such as 2.10, which is the id of the activity."),
}

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
    options = ("-Xss4m", "-jar", VNU, "--errors-only", "--stdout", "--format", "json")
    found = run_json(tmp_path / "vnu.json", java, *options, *pages[workspace])["messages"]
    errors = [item for item in found if item["message"] not in VNU_EXCEPTIONS]
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


@pytest.mark.parametrize("workspace", ["shipped", "filled"])
def test_no_link_leads_nowhere(pages: dict[str, list[Path]], workspace: str) -> None:
    assert list(dead_links(pages[workspace][0].parent)) == []


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe."""
    needs(AXE, "node")
    return AXE.read_text(encoding="utf-8")


def open_page(browser: Any, path: Path) -> Iterator[Any]:
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("workspace", ["shipped", "filled"])
def test_axe_finds_nothing_in_any_size_or_colour_scheme(
    browser: Any, pages: dict[str, list[Path]], axe: str, workspace: str
) -> None:
    found = []
    for path in pages[workspace]:
        for page in open_page(browser, path):
            page.evaluate(axe)
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    # Of the rules, only the one for contrast depends on the colour scheme.
                    rules = ["color-contrast"] if scheme == "dark" else None
                    found += [(path.name, width, scheme, item) for item in page.evaluate(AXE_RUN, rules)]
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("workspace", ["shipped", "filled"])
def test_no_page_scrolls_sideways_at_320_pixels(browser: Any, pages: dict[str, list[Path]], workspace: str) -> None:
    wide = []
    for path in pages[workspace]:
        for page in open_page(browser, path):
            page.set_viewport_size({"width": 320, "height": 640})
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path.name)
    assert wide == []


def tables(page: Any) -> list[tuple[str, str]]:
    """Return the role and the name of every table, row, header and cell, as a screen reader gets them, in order."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = {"table", "row", "columnheader", "rowheader", "cell"}
    shown = [node for node in nodes if not node.get("ignored") and node["role"]["value"] in roles]
    return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in shown]


@pytest.mark.browser
def test_tables_are_tables_on_every_screen(browser: Any, pages: dict[str, list[Path]]) -> None:
    """On a telephone, style sheets turn each row into a block, but a screen reader still gets rows and headers."""
    for path in pages["shipped"]:
        for page in open_page(browser, path):
            expected = page.evaluate("['table', 'tr', 'td'].map(name => document.querySelectorAll(name).length)")
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 900})
                roles = [role for role, _ in tables(page)]
                assert [roles.count(role) for role in ("table", "row", "cell")] == expected, (path.name, width)
                headers = roles.count("columnheader") + roles.count("rowheader")
                assert headers == page.evaluate("document.querySelectorAll('th').length"), (path.name, width)
