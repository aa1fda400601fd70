"""The titles that the Committee on the Rights of the Child gives its clusters, in each layout of its documents."""

from __future__ import annotations

import re

_SIGN = re.compile(r"(?:[IVX]{1,5}|[A-Z]|[0-9]{1,2})\.\s+")
_ARTICLES = re.compile(r"\s*\((?:arts?|articles?)\b.*\)$", re.IGNORECASE)

TITLES: tuple[dict[str, str], ...] = (
    {
        "Disability, basic health and welfare": "the clusters of the reports, as cobtrack.yaml begins with them",
        "Children with disabilities": "section G of the layout since 2020",
        "Basic health and welfare": "section H of the layout since 2020; section E of CRC/C/KHM/CO/2-3 is close to it",
        "Health and welfare": "CRC/C/KHM/CO/2-3, section E",
    },
    {
        "Optional protocols": "the clusters of the reports, as cobtrack.yaml begins with them",
        "Optional Protocols to the Convention": "a section of its own in the layout since 2020",
    },
    {
        "Follow-up": "the clusters of the reports, as cobtrack.yaml begins with them",
        "Implementation and reporting": "the last section in the layout since 2020",
        "Follow-up and dissemination": "CRC/C/KHM/CO/2-3",
        "Next report": "CRC/C/KHM/CO/2-3",
    },
)
"""Titles of one cluster, each with where it is so: what an older layout has in one, a later one may divide."""
_SAME = {title.casefold(): frozenset(map(str.casefold, group)) for group in TITLES for title in group}

_PROTOCOLS = re.compile(
    r"optional protocols to the convention on the rights of the child"
    r"|optional protocol\b.{0,60} on (?:a communications procedure|the (?:sale|involvement) of children)\b.*"
)
"""The three protocols by their own names, and all of them; other bodies have a protocol, too."""


def section_title(section: str) -> str:
    """The title of a section in small letters, without its sign and its articles."""
    return _ARTICLES.sub("", _SIGN.sub("", " ".join(section.split()), count=1)).casefold()


def other_titles(title: str) -> frozenset[str]:
    """What the cluster of that title is called in other layouts, in small letters."""
    group = "optional protocols" if _PROTOCOLS.fullmatch(title) else title
    return _SAME.get(group, frozenset()) - {title}
