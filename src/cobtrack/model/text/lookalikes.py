"""Characters that look like others: what is meant by them, and how they are called."""

from __future__ import annotations

import unicodedata

_LETTERS = dict(
    zip(
        "асеіјорѕхуһԁԛԝмткпАВЕКМНОРСТХІЈЅУαονικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aceijopsxyhdqwmtknABEKMHOPCTXIJSYaovikptuxABEZHIKMNOPTYX",
        strict=True,
    )
)
"""Cyrillic and Greek letters, and the Latin ones that they are taken for."""
_SIGNS = (
    dict.fromkeys("\u00ad\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u02d0\u0589\u05c3\u2236\ua789\ufe55\uff1a", ":")
    | dict.fromkeys("\u3002\uff0e\ufe52", ".")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", "")
)


BULLETS = "\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\u00b7\u2010-\u2015\u2212"
"""Bullets and dashes that are typed for the dash of an item, for a class of characters."""


def to_plain_characters(text: str) -> str:
    """The text in plain letters, figures and signs, where others stand that look or count alike."""
    return "".join(_meant(sign) for sign in text)


def _meant(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _LETTERS:
        return _LETTERS[sign]
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign.isspace():
        return " "
    wide = unicodedata.normalize("NFKC", sign)
    return wide if wide.isascii() else sign


def lookalikes(text: str) -> list[str]:
    """The characters of the text, each once, that stand for others."""
    return [sign for sign in dict.fromkeys(text) if _meant(sign) != sign]


def character_name(sign: str) -> str:
    """A character with its code point and its name in Unicode."""
    name = f"U+{ord(sign):04X} {unicodedata.name(sign, 'without a name')}"
    return f"{sign} ({name})" if sign.isprintable() and not sign.isspace() else name
