"""Every document and page of a workspace as HTML, rendered once in a session, and the links in a page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from tests.cli_support import ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUBJECTS = (["summary-sheet", "--topic", "violence"], ["packet", "--twg", "twg-1"], ["packet", "--actor", "cncc"])
"""The documents about one subject, with subjects that exist in the shipped data."""


def render_pages(root: Path, folder: Path, day: str) -> list[Path]:
    """Render every HTML document and the site of the workspace into the folder, and return the paths of all pages."""
    for arguments in ([], *SUBJECTS, ["site"]):
        target = folder / "site" if arguments == ["site"] else folder
        done = ask(root, "render", *arguments, "-o", str(target), as_of=day)
        assert done.code == 0, (arguments, done.err)
    return sorted(folder.rglob("*.html"))


class Page(NamedTuple):
    """What other pages can link to in a page, and what the page links to."""

    anchors: set[str]
    links: list[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page(set(), [])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        for name, value in attrs:
            if name == "id" and value:
                self.page.anchors.add(value)
            elif name in {"href", "src"} and value is not None:
                self.page.links.append(value)


def read_page(path: Path) -> Page:
    """Read the anchors and the links of a page."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.page


def dead_links(folder: Path) -> Iterator[str]:
    """Yield every link in the pages of a folder whose file or anchor does not exist. Other web sites are not asked."""
    pages = {path: read_page(path) for path in folder.rglob("*.html")}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in {"http", "https", "data", "tel"}:
                if parts.scheme.startswith("http") and not parts.hostname:
                    yield f"{path.name}: {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = pages.get(target)
            missing = known is not None and parts.fragment and unquote(parts.fragment) not in known.anchors
            if parts.scheme or not target.is_file() or missing:
                yield f"{path.relative_to(folder)}: {link}"
