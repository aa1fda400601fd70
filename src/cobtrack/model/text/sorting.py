"""Sort names as the spoken language sorts them: by its alphabet, without regard to case and accents."""

from __future__ import annotations

import unicodedata

from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import spoken
from cobtrack.model.text.fold import fold

_AFTER_ALPHABET = 0x110000


def sort_key(name: str) -> tuple[tuple[int, ...], str]:
    """Return the key by which a name is sorted.

    A letter of the alphabet has its own place, such as "ñ" in Spanish. Any other letter with an accent is sorted as the
    letter without it. Digits and spaces come before all letters, and letters of other scripts after them.
    """
    places = spoken().places_in_alphabet
    letters = unicodedata.normalize("NFC", without_marks(name)).casefold()
    known = "".join(letter if letter in places else fold(letter) for letter in letters)
    return tuple(places.get(letter, _place(letter)) for letter in known), name


def _place(letter: str) -> int:
    return ord(letter) + _AFTER_ALPHABET if letter.isalpha() else ord(letter) - _AFTER_ALPHABET
