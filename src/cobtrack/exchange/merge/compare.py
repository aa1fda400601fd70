"""Two values of a field, here and there: whether they say the same, and how they are told to people."""

from __future__ import annotations

from typing import Any

from cobtrack.exchange.un.text import text_key


def says_same(here: Any, there: Any) -> bool:
    """Whether two values say the same, in one of the languages: typography, case and the order of a list aside."""
    if isinstance(here, dict) and isinstance(there, str):
        return any(says_same(one, there) for one in here.values())
    if isinstance(here, list | tuple) and isinstance(there, list | tuple):
        return sorted(map(as_text, here)) == sorted(map(as_text, there))
    return here is not None and _normal(as_text(here)) == _normal(as_text(there))


def _normal(text: str) -> str:
    return text_key(text) or " ".join(text.split())


def as_text(value: Any) -> str:
    """A value as it is told to people."""
    if isinstance(value, list | tuple):
        return ", ".join(map(as_text, value))
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
