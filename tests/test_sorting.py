"""Names are sorted by the alphabet of the spoken language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.languages.marks import in_language
from cobtrack.model.languages.phrases import speaking
from cobtrack.model.text.sorting import sort_key
from cobtrack.store.catalogues import language

if TYPE_CHECKING:
    from pathlib import Path

SPANISH = 'msgctxt "alphabet"\nmsgid "abcdefghijklmnopqrstuvwxyz"\nmsgstr "abcdefghijklmnñopqrstuvwxyz"\n'


def test_case_and_accents_make_no_difference() -> None:
    assert sorted(["Élan", "ecpat", "Émile", "zonta", "Ährenfeld"], key=sort_key) == [
        "Ährenfeld", "ecpat", "Élan", "Émile", "zonta",
    ]  # fmt: skip


def test_a_letter_of_the_alphabet_has_its_own_place(tmp_path: Path) -> None:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages/ast.po").write_text(SPANISH, encoding="utf-8")
    names = ["ñandú", "Nubes", "Nación", "Oveja"]
    with speaking(language(tmp_path, "ast")):
        assert sorted(names, key=sort_key) == ["Nación", "Nubes", "ñandú", "Oveja"]
    assert sorted(names, key=sort_key) == ["Nación", "ñandú", "Nubes", "Oveja"]


def test_digits_come_first_and_other_scripts_last() -> None:
    assert sorted(["ក្រុម", "twg 2", "3pc", in_language("ba", "en")], key=sort_key) == [
        "3pc", in_language("ba", "en"), "twg 2", "ក្រុម",
    ]  # fmt: skip
