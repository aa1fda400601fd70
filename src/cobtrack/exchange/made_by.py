"""The texts of a cell of UPR recommendations, each with the States in brackets at its end that made it."""

from __future__ import annotations

import re

_LONGEST = 20_000
_BRACKETS = r"\((?:[^()]|\([^()]*\))*\)"
# A State's name begins with a capital and has no digit; abbreviations and instruments in brackets are none.
_STATES = re.compile(rf"((?:{_BRACKETS}\s*)+)(?:[;.]|$)\s*")
_STATE = re.compile(r"(?:[Tt]he )?(?:former )?(?![A-Z-]+$)[^\W\d_a-z][^\d]*")
_INSTRUMENT = re.compile(r"\b(?:Convention|Covenant|Protocol|Act|Law|Code|Plan|Principles|Rules|Committee|Agenda)\b")


def by_states(text: str) -> list[tuple[str, list[str]]]:
    """The texts under one number, each with the States that made it."""
    found, begin = [], 0
    for match in _STATES.finditer(text) if len(text) < _LONGEST else ():
        groups = re.findall(_BRACKETS, match[1])
        of: list[str] = []
        while groups and (states := _states(groups[-1])):
            of = [*states, *of]
            groups.pop()
        if of:
            found.append((" ".join([text[begin : match.start()].strip(), *groups]).strip(), of))
            begin = match.end()
    rest = text[begin:].strip(" ;.")
    return [*found, (text[begin:].strip(), [])] if rest or not found else found


def _states(group: str) -> list[str]:
    """The States in brackets; none where the brackets hold something else."""
    names = [name.strip() for name in group[1:-1].split(",")]
    return names if all(_STATE.fullmatch(name) and not _INSTRUMENT.search(name) for name in names) else []
