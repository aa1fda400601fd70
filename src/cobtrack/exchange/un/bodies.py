"""UN mechanisms that make recommendations: their ids and names, and the first characters of their document symbols."""

from __future__ import annotations

import re
from typing import Any

from cobtrack.exchange.un.phrase_books import phrase_books

_TREATY_BODIES = {
    "cat": "Committee against Torture",
    "ccpr": "Human Rights Committee",
    "ced": "Committee on Enforced Disappearances",
    "cedaw": "Committee on the Elimination of Discrimination against Women",
    "cerd": "Committee on the Elimination of Racial Discrimination",
    "cescr": "Committee on Economic, Social and Cultural Rights",
    "cmw": "Committee on the Protection of the Rights of All Migrant Workers and Members of Their Families",
    "crc": "Committee on the Rights of the Child",
    "crpd": "Committee on the Rights of Persons with Disabilities",
}
_OTHERS = {
    "special-procedure": {"name": "Special procedures of the Human Rights Council", "kind": "special-procedure"},
    "upr": {"name": "Universal Periodic Review", "acronym": "UPR", "kind": "upr"},
}
TREATY_BODIES = frozenset(_TREATY_BODIES)
"""The ids of the treaty bodies."""
MECHANISM_IDS = tuple(sorted({*_TREATY_BODIES, *_OTHERS}))
"""The ids of all mechanisms whose names cobtrack knows."""

# Symbols begin with the acronym of the treaty body; those of CESCR and of the UPR are exceptions.
_SYMBOL_STARTS = {f"{body.upper()}/": body for body in _TREATY_BODIES if body != "cescr"}
_SYMBOL_STARTS |= {"E/C.12/": "cescr", "A/HRC/": "upr"}
_STATE = re.compile(r"(?:[A-Z]+/C|E/C\.12)/(?:OP[A-Z]+/)?([A-Z]{3})/")


def state_of(symbol: str) -> str:
    """Return the State's code in the symbol of a treaty body's document, or "" if the symbol has no such code."""
    match = _STATE.match(symbol)
    return match[1] if match else ""


def mechanism_of(symbol: str) -> str:
    """Return the id of the mechanism that issued the document with the given symbol.

    The mechanism is recognised by the first characters of the symbol. If no known mechanism uses them, return "".
    """
    return next((mechanism for start, mechanism in _SYMBOL_STARTS.items() if symbol.startswith(start)), "")


def new_mechanism(identifier: str, language: str) -> dict[str, Any]:
    """Return the data for the file of a new mechanism with the given id. The data contain no deadlines.

    `language` is the first language of the workspace. The name is in this language, or in English and tagged as
    English. If the id is not in MECHANISM_IDS, the mechanism is entered as a treaty body, and the id is used as its
    name.
    """
    if identifier in TREATY_BODIES:
        name, acronym = _TREATY_BODIES[identifier], identifier.upper()
        mechanism = {"id": identifier, "name": name, "acronym": acronym, "kind": "treaty-body"}
    elif identifier in _OTHERS:
        mechanism = {"id": identifier, **_OTHERS[identifier]}
    else:
        return {"id": identifier, "name": identifier, "kind": "treaty-body"}
    if language == "en":
        return mechanism
    known = phrase_books()[language].bodies if language in phrase_books() else {}
    return {**mechanism, "name": known.get(identifier) or {"en": mechanism["name"]}}
