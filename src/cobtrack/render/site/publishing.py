"""What a site has besides its pages: files for download, earlier versions, and its web address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.languages.lookup import language_name
from cobtrack.model.languages.phrases import direction, in_digits, pgettext
from cobtrack.model.languages.phrases import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.render.site.data_package import Resource

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
class SiteLanguage:
    """A language in which the site exists."""

    code: str
    folder: str
    """The folder of the pages in this language, such as "km/"; "" for the first language."""

    @property
    def name(self) -> str:
        """The name of the language in the language itself, with the region or script if the code has any."""
        return f"{language_name(self.code)} ({self.code})" if "-" in self.code else language_name(self.code)

    @property
    def direction(self) -> str:
        """The direction of the language: `ltr` or `rtl`."""
        return direction(self.code)


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
    languages: tuple[SiteLanguage, ...] = ()
    """The languages in which the site exists."""
    folder: str = ""
    """The folder of the pages, such as "km/"; "" for the pages in the first language."""

    @property
    def shared(self) -> str:
        """The path from the pages to the folder of the whole site, with the files that all languages share."""
        return "../" if self.folder else ""

    def address(self, path: str) -> str:
        """Return the web address of a file in the folder of the pages; "" if the address of the site is not known."""
        return self.address_of_site(f"{self.folder}{path}")

    def address_of_site(self, path: str) -> str:
        """Return the web address of a file of the whole site; "" if the web address of the site is not known."""
        return f"{self.url.rstrip('/')}/{path}" if self.url else ""


def picture_path(page: str) -> str:
    """Return the path of the picture for a page."""
    return f"pictures/{page.removesuffix('.html')}.png"


def download_groups(resources: Iterable[Resource]) -> tuple[DownloadGroup, ...]:
    """Return the links to the files for download. The paths of the files are relative to the page with the links."""
    names = {
        "docx": _("Word"),
        "png": _("picture"),
        "xlsx": _("spreadsheet"),
        "ics": pgettext("file", "calendar"),
        "csv": "CSV",
        "json": "JSON",
    }
    links = [Download(file.path, file.title, names[file.format], size(len(file.data))) for file in resources]
    kinds = (
        (_("Documents"), "", ("docx",)),
        (_("Cards to share"), _("Each card has one sentence in plain words and one picture."), ("png",)),
        (
            _("Spreadsheet and calendar"),
            _("Calendar programs can subscribe to the address of the calendar."),
            ("xlsx", "ics"),
        ),
        (
            _("Data"),
            _(
                "Every table has a column for each field. Other programs find the columns described in the data"
                " package."
            ),
            ("csv", "json"),
        ),
    )
    groups = (
        DownloadGroup(title, note, tuple(link for link in links if link.path.rpartition(".")[2] in endings))
        for title, note, endings in kinds
    )
    return tuple(group for group in groups if group.files)


def size(count: int) -> str:
    """Return a number of bytes in words, such as "12 KB" or "1.2 MB"."""
    if count < _KILOBYTE**2:
        return _("%(number)s KB", number=max(round(count / _KILOBYTE), 1))
    number = f"{count / _KILOBYTE**2:.1f}".replace(".", pgettext("before decimals", "."))
    return _("%(number)s MB", number=in_digits(number))
