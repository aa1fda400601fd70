"""Titles of the clusters of the Committee on the Rights of the Child in the different layouts of its documents."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cobtrack.exchange.un.phrase_books import phrase_books

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGN = re.compile(r"(?:[IVX]{1,5}|[A-Z]|[0-9]{1,2})\.\s+")
_ARTICLES = re.compile(r"\s*\((?:arts?|articles?)\b.*\)$", re.IGNORECASE)

TITLES: tuple[dict[str, str], ...] = (
    {
        "Disability, basic health and welfare": "the clusters of the reports, as in a new cobtrack.yaml",
        "Children with disabilities": "section G of the layout since 2020",
        "Basic health and welfare": "section H of the layout since 2020; section E of CRC/C/KHM/CO/2-3 is close to it",
        "Health and welfare": "CRC/C/KHM/CO/2-3, section E",
    },
    {
        "Optional protocols": "the clusters of the reports, as in a new cobtrack.yaml",
        "Optional Protocols to the Convention": "a section of its own in the layout since 2020",
    },
    {
        "Follow-up": "the clusters of the reports, as in a new cobtrack.yaml",
        "Implementation and reporting": "the last section in the layout since 2020",
        "Follow-up and dissemination": "CRC/C/KHM/CO/2-3",
        "Next report": "CRC/C/KHM/CO/2-3",
    },
)
"""Groups of titles for the same cluster, each title with the place where it is used. A later layout may divide a
cluster."""
_PROTOCOLS = re.compile(
    r"optional protocols to the convention on the rights of the child"
    r"|optional protocol\b.{0,60} on (?:a communications procedure|the (?:sale|involvement) of children)\b.*"
)
"""The Optional Protocols to the Convention, together or by their three names, but not protocols to other treaties."""


def section_title(section: str) -> str:
    """Return the title of a section in lower case, without its sign (for example `G.`) and its cited articles."""
    title = _ARTICLES.sub("", _SIGN.sub("", " ".join(section.split()), count=1))
    return title.casefold().replace("\u2019", "'")


def other_titles(title: str) -> frozenset[str]:
    """Return the titles that the cluster with the given title has in other document layouts and in other languages.

    `title` and the returned titles are in lower case, in the form that `section_title` returns.
    """
    group = "optional protocols" if _PROTOCOLS.fullmatch(title) else title
    return _groups_by_title().get(group, frozenset()) - {title}


@cache
def _groups_by_title() -> Mapping[str, frozenset[str]]:
    """Return the titles of each cluster in all layouts and languages, keyed by each of these titles."""
    groups: dict[str, set[str]] = {}
    for titles in TITLES:
        group = set(map(section_title, titles))
        groups.update(dict.fromkeys(group, group))
    for book in phrase_books().values():
        for title, english in book.cluster_titles.items():
            group = groups.setdefault(section_title(english), {section_title(english)})
            group.add(section_title(title))
            groups[section_title(title)] = group
    return {title: frozenset(group) for title, group in groups.items()}
