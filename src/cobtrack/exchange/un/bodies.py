"""Who in the UN recommends: the names that a workspace's file of such a mechanism begins with."""

from __future__ import annotations

import re
from typing import Any

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
"""Their ids."""
KNOWN = tuple(sorted({*_TREATY_BODIES, *_OTHERS}))
"""The ids of all that `body` knows."""

# Those whose symbols begin with their acronym, and the others.
_SYMBOLS = {f"{one.upper()}/": one for one in _TREATY_BODIES if one != "cescr"} | {"E/C.12/": "cescr", "A/HRC/": "upr"}
_STATE = re.compile(r"(?:[A-Z]+/C|E/C\.12)/(?:OP[A-Z]+/)?([A-Z]{3})/")


def state_of(symbol: str) -> str:
    """The code of the State that a treaty body's document is about; empty where its symbol has none."""
    match = _STATE.match(symbol)
    return match[1] if match else ""


def mechanism_of(symbol: str) -> str:
    """The id of the mechanism that a document with this symbol is of; empty where it does not say that."""
    return next((one for start, one in _SYMBOLS.items() if symbol.startswith(start)), "")


def body(identifier: str) -> dict[str, Any]:
    """The data of a mechanism's file without any deadline. Raises KeyError for what is none of them."""
    if identifier in TREATY_BODIES:
        acronym = identifier.upper()
        return {"id": identifier, "name": _TREATY_BODIES[identifier], "acronym": acronym, "kind": "treaty-body"}
    return {"id": identifier, **_OTHERS[identifier]}


def new_mechanism(identifier: str) -> dict[str, Any]:
    """The same; of what is none of the UN's nothing is known but its id."""
    return body(identifier) if identifier in KNOWN else {"id": identifier, "name": identifier, "kind": "treaty-body"}
