"""A form of texts for comparing and searching them, in which case, accents and typography make no difference."""

from __future__ import annotations

import unicodedata

LETTERS_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Letters of scripts that do not write a space between words, for a set in a pattern: Khmer, Thai, Lao, Burmese,
Japanese and Chinese."""
_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'") | dict.fromkeys("“”„‟″«»", '"')
_MINUS = "\u2212"
_INVISIBLE = "\u17b4\u17b5"
"""Vowels of Khmer that are not written, besides the invisible characters that all scripts share."""


class _FoldedCharacters(dict[int, str]):
    """The folded form of each character, keyed by its code point. A form is computed when it is first needed."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code))
        return self[code]


def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    # Category Cf has the invisible characters, such as the zero-width space between Khmer words and the soft hyphen.
    if category == "Cf" or character in _INVISIBLE:
        return ""
    if category == "Pd" or character == _MINUS:
        return "-"
    if character.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    # This range has the accents. The combining marks of other scripts are vowels, so they are kept.
    letters = "".join(part for part in decomposed if not "\u0300" <= part <= "\u036f")
    return _QUOTES.get(character, letters)


_FOLDED = _FoldedCharacters()


def fold(text: str) -> str:
    """Return the text in lower case and without accents, zero-width spaces, curly quotes and long dashes.

    The folded form of a text is the sequence of the folded forms of its characters.
    """
    return text.translate(_FOLDED)


def fold_name(name: str) -> str:
    """Return the folded form of a name, without spaces at its ends and with single spaces between its words."""
    return " ".join(fold(name).split())
