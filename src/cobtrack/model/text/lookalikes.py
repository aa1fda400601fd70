"""Characters that look like plain characters, such as Cyrillic letters: find, replace and name them."""

from __future__ import annotations

import unicodedata

_LETTERS = dict(
    zip(
        "асеіјорѕхуһԁԛԝмткпАВЕКМНОРСТХІЈЅУαονικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aceijopsxyhdqwmtknABEKMHOPCTXIJSYaovikptuxABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters, mapped to the Latin letters that they look like."""
COLONS = "\u02d0\u0589\u05c3\u2236\ua789\ufe55\uff1a"
"""Characters that look like a colon, for use in a regular expression."""
_SIGNS = (
    dict.fromkeys("\u00ad\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys(COLONS, ":")
    | dict.fromkeys("\u3002\uff0e\ufe52", ".")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", "")
)
"""Other hyphens, colons and full stops, mapped to the plain sign, and invisible characters, mapped to ""."""
BULLETS = "\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\u00b7\u2010-\u2015\u2212"
"""Bullets and dashes that people type in place of the hyphen before a list item, for use in a regular expression."""


def to_plain_characters(text: str) -> str:
    """Replace each character that looks like a plain letter, digit or sign with the plain character."""
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    # For example, a full-width letter.
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if compatible.isascii() else character


def lookalikes(text: str) -> list[str]:
    """Return the characters of a text that look like plain characters, without duplicates."""
    return [character for character in dict.fromkeys(text) if _plain(character) != character]


def character_name(character: str) -> str:
    """Return a character with its code point and its name in Unicode, such as "– (U+2013 EN DASH)"."""  # noqa: RUF002
    name = f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
    return f"{character} ({name})" if character.isprintable() and not character.isspace() else name
