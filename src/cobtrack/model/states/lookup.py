"""Look up States by their ISO 3166-1 codes, and by every name that UN systems use for them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.states.names import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

# Articles and prepositions in English, French and Spanish, which are often left out; the letters before apostrophes.
_SMALL_WORDS = frozenset(
    {"the", "of", "and", "la", "le", "les", "el", "los", "las", "de", "del", "du", "des", "y", "et", "d", "l", "s"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "&'`\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u2032"), " ")
_WORDS_FOR_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic"}
_CODE = re.compile("[A-Z]{3}")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")


class State(NamedTuple):
    """A State or territory, and its names."""

    code: str
    """The code of three letters (ISO 3166-1 alpha-3)."""
    alpha_2: str
    """The code of two letters (ISO 3166-1 alpha-2)."""
    in_un: bool
    """Whether it is a Member State or an observer State of the UN. Territories are not."""
    names: tuple[str, ...]
    """The first name is the short name that the UN uses in English."""


@cache
def states() -> dict[str, State]:
    """Return all States and territories by code."""
    result = {}
    for line in TABLE.split("\n"):
        code, alpha_2, membership, names = line.split(" ", 3)
        result[code] = State(code, alpha_2, membership == "UN", tuple(names.split("|")))
    return result


@cache
def _codes_by_name() -> dict[str, str]:
    return {fold_name(name): state.code for state in states().values() for name in state.names}


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """Return the words of a State's name without differences of case, accents, punctuation, articles and order."""
    # U.K. becomes UK.
    name = _DOTTED.sub(lambda letters: letters[0].replace(".", "") + " ", name)
    text = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).casefold())
    words = re.findall(r"\w+", "".join(char for char in text if not unicodedata.combining(char)))
    return " ".join(
        sorted(_WORDS_FOR_ABBREVIATIONS.get(word, word) for word in words if word not in _SMALL_WORDS)
    ) or " ".join(words)


def state_code(name: str) -> str:
    """Return the code of the State in a field that contains a code or a name; "" if it is neither."""
    name = name.strip()
    return name if _CODE.fullmatch(name) and name in states() else _codes_by_name().get(fold_name(name), "")


def state_code_in_text(words: str) -> str:
    """Return the code of the UN State that these words of a text name; "" if they are not a name.

    Codes and acronyms are not accepted, because in a text they can mean something else.
    """
    code = "" if words.isupper() and " " not in words.strip() else _codes_by_name().get(fold_name(words), "")
    return code if code and states()[code].in_un else ""


def state_key(name: str) -> str:
    """Return a key that is the same for all names of a State: its code, or the words of a name that is not known."""
    return state_code(name) or fold_name(name)


def alpha_2_code(code: str) -> str:
    """Return the code of two letters for a code of three; "" if there is none."""
    state = states().get(code)
    return state.alpha_2 if state else ""


def state_name(code: str) -> str:
    """Return the short name that the UN uses in English, or the code if it is not known."""
    state = states().get(code)
    return state.names[0] if state else code


def state_keys_of(code: str, names: Iterable[str]) -> frozenset[str]:
    """Return the keys of a State: its code, and the names that a workspace uses for it but no other State has."""
    return frozenset({code, *(key for key in map(fold_name, names) if _codes_by_name().get(key, code) == code)})


def closest_names(names: Iterable[str], among: Iterable[str]) -> list[str]:
    """Return those of the names in `among` that are most similar to one of a State's names, the most similar first."""
    from difflib import get_close_matches  # noqa: PLC0415

    folded = {fold_name(name): name for name in among}
    matches = [close for name in names for close in get_close_matches(fold_name(name), folded, n=3, cutoff=0.6)]
    return [folded[close] for close in dict.fromkeys(matches)]
