"""What a site has besides its pages: files for download, earlier versions, and its web address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.render.site.data_package import DATA_PACKAGE, FORMATS, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

_GROUPS = (
    ("Documents", "", ("docx",)),
    ("Cards to share", "Each card has one sentence in plain words and one picture.", ("png",)),
    ("Spreadsheet and calendar", "Calendar programs can subscribe to the address of the calendar.", ("xlsx", "ics")),
    (
        "Data",
        "Every table has a column for each field. Other programs find the columns described in the data package.",
        ("csv", "json"),
    ),
)
"""The groups of downloads: the title, a note, and the file extensions."""
_KILOBYTE = 1000


@dataclass(frozen=True)
class Download:
    """A link to a file for download."""

    path: str
    title: str
    format: str
    size: str


@dataclass(frozen=True)
class DownloadGroup:
    """The downloads of one kind."""

    title: str
    note: str
    files: tuple[Download, ...]


@dataclass(frozen=True)
class VersionSite:
    """The site of a released version of the roadmap."""

    number: int
    date: str
    """The date of the version in words."""

    @property
    def folder(self) -> str:
        """The folder of the site within the current site, such as `v/1`."""
        return f"v/{self.number}"


@dataclass(frozen=True)
class Publishing:
    """What the pages of a site link to besides each other."""

    url: str = ""
    """The web address of the site; "" if it is not known."""
    downloads: tuple[DownloadGroup, ...] = ()
    versions: tuple[VersionSite, ...] = ()
    """The released versions that have a site of their own, with the newest first."""
    version: VersionSite | None = None
    """The version that the pages show; None for the current site."""
    pictures: frozenset[str] = frozenset()
    """The paths of the pages for which there is a picture."""
    shared: str = ""
    """The path from the pages to the files that the pages in all languages share: "" or "../"."""

    def address(self, path: str) -> str:
        """Return the web address of a file of the site; "" if the web address of the site is not known."""
        return f"{self.url.rstrip('/')}/{path}" if self.url else ""


def picture_path(page: str) -> str:
    """Return the path of the picture for a page."""
    return f"pictures/{page.removesuffix('.html')}.png"


def download_groups(resources: Iterable[Resource], package: bytes) -> tuple[DownloadGroup, ...]:
    """Return the links to the files for download. `package` is the content of the data package."""
    files = [*resources, Resource(DATA_PACKAGE, "Data package", package)]
    links = [Download(file.path, file.title, FORMATS[file.format].name, size(len(file.data))) for file in files]
    groups = (
        DownloadGroup(title, note, tuple(link for link in links if link.path.rpartition(".")[2] in endings))
        for title, note, endings in _GROUPS
    )
    return tuple(group for group in groups if group.files)


def size(count: int) -> str:
    """Return a number of bytes in words, such as "12 KB" or "1.2 MB"."""
    if count < _KILOBYTE**2:
        return f"{max(round(count / _KILOBYTE), 1)} KB"
    return f"{count / _KILOBYTE**2:.1f} MB"
