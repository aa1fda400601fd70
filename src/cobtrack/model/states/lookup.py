"""Look up States by their ISO 3166-1 codes, and by all names that UN systems use for States."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.states.names import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

# English, French and Spanish articles and prepositions, which are often left out, and the letters before apostrophes.
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
    """Whether this is a Member State or an observer State of the UN. For a territory, this is False."""
    names: tuple[str, ...]
    """All names. The first name is the short name that the UN uses in English."""


@cache
def states() -> dict[str, State]:
    """Return all States and territories, keyed by code."""
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
    """Return a normal form of a State's name, to compare names.

    It consists of the name's words in lower case, sorted, without accents, punctuation and articles.
    """
    # U.K. becomes UK.
    name = _DOTTED.sub(lambda letters: letters[0].replace(".", "") + " ", name)
    text = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).casefold())
    words = re.findall(r"\w+", "".join(char for char in text if not unicodedata.combining(char)))
    return " ".join(
        sorted(_WORDS_FOR_ABBREVIATIONS.get(word, word) for word in words if word not in _SMALL_WORDS)
    ) or " ".join(words)


def state_code(name: str) -> str:
    """Return the code of the State with this code or name; "" if there is no such State."""
    name = name.strip()
    return name if _CODE.fullmatch(name) and name in states() else _codes_by_name().get(fold_name(name), "")


def state_code_in_text(words: str) -> str:
    """Return the code of the UN Member or observer State whose name these words from a text are.

    Return "" if the words are not the name of such a State. Codes and acronyms are not accepted, because they can mean
    something else in a text.
    """
    code = "" if words.isupper() and " " not in words.strip() else _codes_by_name().get(fold_name(words), "")
    return code if code and states()[code].in_un else ""


def state_key(name: str) -> str:
    """Return a key that is the same for all names of a State: the State's code.

    If no State has the given name, return the name in a normal form.
    """
    return state_code(name) or fold_name(name)


def alpha_2_code(code: str) -> str:
    """Return a State's two-letter code for its three-letter code; "" if no State has this three-letter code."""
    state = states().get(code)
    return state.alpha_2 if state else ""


def state_name(code: str) -> str:
    """Return the short English name that the UN uses for the State with this code.

    If no State has the code, return the code.
    """
    state = states().get(code)
    return state.names[0] if state else code


def state_keys_of(code: str, names: Iterable[str]) -> frozenset[str]:
    """Return the keys of the State with this code: the code, and the normal form of each name in `names`.

    A name is left out if it is the name of another State.
    """
    return frozenset({code, *(key for key in map(fold_name, names) if _codes_by_name().get(key, code) == code)})


def closest_names(names: Iterable[str], among: Iterable[str]) -> list[str]:
    """Return the names in `among` that are similar to any of the given `names`.

    For each given name, the most similar name comes first.
    """
    from difflib import get_close_matches  # noqa: PLC0415

    folded = {fold_name(name): name for name in among}
    matches = [close for name in names for close in get_close_matches(fold_name(name), folded, n=3, cutoff=0.6)]
    return [folded[close] for close in dict.fromkeys(matches)]
