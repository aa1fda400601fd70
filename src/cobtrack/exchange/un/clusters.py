"""Titles of the clusters of the Committee on the Rights of the Child in the different layouts of its documents."""

from __future__ import annotations

import re

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
_GROUP_BY_TITLE = {title.casefold(): frozenset(map(str.casefold, group)) for group in TITLES for title in group}

_PROTOCOLS = re.compile(
    r"optional protocols to the convention on the rights of the child"
    r"|optional protocol\b.{0,60} on (?:a communications procedure|the (?:sale|involvement) of children)\b.*"
)
"""The Optional Protocols to the Convention, together or by their three names, but not protocols to other treaties."""


def section_title(section: str) -> str:
    """Return the title of a section in lower case, without its sign (for example `G.`) and its cited articles."""
    return _ARTICLES.sub("", _SIGN.sub("", " ".join(section.split()), count=1)).casefold()


def other_titles(title: str) -> frozenset[str]:
    """Return the titles that the cluster with the given title has in other document layouts.

    `title` and the returned titles are in lower case, in the form that `section_title` returns.
    """
    group = "optional protocols" if _PROTOCOLS.fullmatch(title) else title
    return _GROUP_BY_TITLE.get(group, frozenset()) - {title}
