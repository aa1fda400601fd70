"""Turn a text into a name for an id, topic or file: lower-case words joined by hyphens."""

from __future__ import annotations

import unicodedata


def slug(text: str, *, ascii_only: bool = False) -> str:
    """Return the lower-case words of a text, joined by hyphens: `child-justice` for `Child justice`.

    Letters of all scripts are kept. With `ascii_only`, only letters from a to z and digits are kept, as in ids.
    """
    return "-".join(words(text, ascii_only=ascii_only))


def words(text: str, *, ascii_only: bool = False) -> list[str]:
    """Return the words of a text in lower case and without punctuation, in the order of the text."""
    letters = unicodedata.normalize("NFC", text.casefold())
    is_kept = _is_in_ascii_word if ascii_only else _is_in_word
    return "".join(letter if is_kept(letter) else " " for letter in letters).split()


def _is_in_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_in_word(character: str) -> bool:
    # Python sees vowel signs (Khmer, Devanagari) as marks, not as letters. Joiners are written inside words.
    return character.isalnum() or unicodedata.category(character).startswith("M") or character in "\u200c\u200d"
