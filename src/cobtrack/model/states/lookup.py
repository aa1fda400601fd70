"""States by their ISO 3166-1 codes, and every name that UN systems have for them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.states.names import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

# Articles and links, which are written or not, in English, French and Spanish; what an apostrophe leaves behind.
_LINKS = frozenset(
    {"the", "of", "and", "la", "le", "les", "el", "los", "las", "de", "del", "du", "des", "y", "et", "d", "l", "s"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "&'`\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u2032"), " ")
_SAME = {"st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic"}
_CODE = re.compile("[A-Z]{3}")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")


class State(NamedTuple):
    """A line of the table."""

    code: str
    """ISO 3166-1 alpha-3."""
    alpha_2: str
    in_un: bool
    """Whether it is a Member State or an observer State of the UN; territories have codes, too."""
    names: tuple[str, ...]
    """The first one is the UN's short name in English."""


@cache
def states() -> dict[str, State]:
    """All of them by code."""
    found = {}
    for line in TABLE.split("\n"):
        code, alpha_2, rank, names = line.split(" ", 3)
        found[code] = State(code, alpha_2, rank == "UN", tuple(names.split("|")))
    return found


@cache
def _codes() -> dict[str, str]:
    return {fold_name(name): state.code for state in states().values() for name in state.names}


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """The words of a State's name without what may differ: case, accents, apostrophes, articles, brackets, order."""
    # U.K. is UK.
    name = _DOTTED.sub(lambda letters: letters[0].replace(".", "") + " ", name)
    text = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).casefold())
    words = re.findall(r"\w+", "".join(char for char in text if not unicodedata.combining(char)))
    return " ".join(sorted(_SAME.get(word, word) for word in words if word not in _LINKS)) or " ".join(words)


def state_code(name: str) -> str:
    """The code of a State that a field names, by its code or by any of its names; empty where it names none."""
    name = name.strip()
    return name if _CODE.fullmatch(name) and name in states() else _codes().get(fold_name(name), "")


def state_code_in_text(words: str) -> str:
    """The code of a State of the UN that these words of a text name; a code or an acronym in a text is no State."""
    code = "" if words.isupper() and " " not in words.strip() else _codes().get(fold_name(words), "")
    return code if code and states()[code].in_un else ""


def state_key(name: str) -> str:
    """What names of one State have in common: its code, or the words of a name that is not known."""
    return state_code(name) or fold_name(name)


def alpha_2_code(code: str) -> str:
    """The code of two letters for that of three; empty where there is none."""
    state = states().get(code)
    return state.alpha_2 if state else ""


def state_name(code: str) -> str:
    """The UN's short name in English; the code where it is not known."""
    state = states().get(code)
    return state.names[0] if state else code


def state_keys_of(code: str, names: Iterable[str]) -> frozenset[str]:
    """The keys of a workspace's State: its code, and the names that the workspace has for it."""
    return frozenset({code, *(key for key in map(fold_name, names) if _codes().get(key, code) == code)})


def closest_names(names: Iterable[str], among: Iterable[str]) -> list[str]:
    """Of these names those that come nearest to one of a State's own, best first."""
    from difflib import get_close_matches  # noqa: PLC0415

    folded = {fold_name(name): name for name in among}
    found = [close for name in names for close in get_close_matches(fold_name(name), folded, n=3, cutoff=0.6)]
    return [folded[close] for close in dict.fromkeys(found)]
