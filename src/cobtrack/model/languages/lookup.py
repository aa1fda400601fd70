"""Look up languages by their codes and names (BCP 47, with the codes of ISO 639)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.languages.names import TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE_PATTERN = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
"""The form of a language code, such as `en`, `pt-BR` or `zh-Hant`."""
_CODE = re.compile(CODE_PATTERN)
_SHORT, _LONGEST, _MAX_SUGGESTIONS = 2, 35, 3


class Language(NamedTuple):
    """A language that has a code of two letters."""

    code: str
    """The code of two letters (ISO 639-1)."""
    alpha_3: str
    """The code of three letters (ISO 639-3)."""
    name: str
    """The name in English."""
    own_name: str
    """The name in the language itself."""


@cache
def languages_by_code() -> Mapping[str, Language]:
    """Return all languages that have a code of two letters, keyed by this code."""
    result = {}
    for line in TABLE.splitlines():
        code, alpha_3, names = line.split(" ", 2)
        result[code] = Language(code, alpha_3, *names.split("|"))
    return result


def is_language_code(text: str) -> bool:
    """Whether a text is the code of a language, alone or followed by a region or a script.

    Codes of two letters are known. A code of three letters is only for a language that has no code of two letters.
    """
    if len(text) > _LONGEST or not _CODE.fullmatch(text):
        return False
    code = text.partition("-")[0]
    return code in languages_by_code() if len(code) == _SHORT else code not in _codes_by_alpha_3()


def language_name(code: str) -> str:
    """Return the name of a language in the language itself, or the code if the language is not known.

    For a code with a region or a script, this is the name of the language without them.
    """
    language = languages_by_code().get(code.partition("-")[0])
    return language.own_name if language else code


def suggest_languages(text: str) -> list[Language]:
    """Return the languages that somebody might mean by a wrong code, by a code of three letters, or by a name."""
    typed = text.casefold().strip()
    if code := _codes_by_alpha_3().get(typed, typed if typed in languages_by_code() else ""):
        return [languages_by_code()[code]]
    named = [language for language in languages_by_code().values() if typed in map(str.casefold, language[2:])]
    if named or len(typed) < _SHORT:
        return named
    return [language for language in languages_by_code().values() if language.name.casefold().startswith(typed)][
        :_MAX_SUGGESTIONS
    ]


@cache
def _codes_by_alpha_3() -> Mapping[str, str]:
    return {language.alpha_3: language.code for language in languages_by_code().values()}
