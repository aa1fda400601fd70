"""A State is recognised by its code and by every name that UN systems use for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobtrack.model.states import lookup

TOOLS = Path(__file__).parent.parent / "tools"


def rows(name: str) -> list[list[str]]:
    lines = (TOOLS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("|") for line in lines if line and not line.startswith("#")]


def test_each_of_the_193_members_and_two_observers_is_known_by_code_and_by_its_un_names_in_three_languages() -> None:
    known = rows("un-states.txt")
    assert len(known) == 195
    for code, *names in known:
        assert lookup.state_code(code) == code
        assert {lookup.state_code(name) for name in names} == {code}, names
        assert {lookup.state_code_in_text(name) for name in names} == {code}, names
        assert len(lookup.alpha_2_code(code)) == 2


@pytest.mark.parametrize(("code", "name", "_"), rows("other-state-names.txt"))
def test_a_state_is_known_by_what_un_systems_also_call_it_or_once_called_it(code: str, name: str, _: str) -> None:
    assert lookup.state_code(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Cote d'Ivoire", "CIV"), ("Côte d\u2019Ivoire", "CIV"), ("Côte d\u02bcIvoire", "CIV"), ("Co\u0302te d`Ivoire", "CIV"),
        ("CÔTE D'IVOIRE", "CIV"), ("Bosnia & Herzegovina", "BIH"), ("Republic of the Congo", "COG"),
        ("Iran, Islamic Republic of", "IRN"), ("Bolivarian Republic of Venezuela", "VEN"), ("The Gambia", "GMB"),
        ("St. Kitts and Nevis", "KNA"), ("  Türkiye* ", "TUR"), ("Turkiye", "TUR"),
        ("U.K.", "GBR"), ("U.S.A.", "USA"), ("D.R. Congo", "COD"), ("D.P.R. Korea", "PRK"), ("Камбоджа", "KHM"), ("柬埔寨", "KHM"),
    ],
)  # fmt: skip
def test_case_accents_apostrophes_articles_and_order_do_not_matter(name: str, code: str) -> None:
    assert lookup.state_code(name) == code


@pytest.mark.parametrize(
    "name", ["", "Korea", "Unknown", "&#40;Unknown&#41;", "CED", "European Union", "NGO", "Kham", "the"]
)
def test_a_name_that_is_not_a_state_has_no_code(name: str) -> None:
    assert not lookup.state_code(name)


@pytest.mark.parametrize("words", ["PER", "AND", "CAN", "DRC", "UK", "Hong Kong", "Greenland", "Committee", "OP3"])
def test_a_code_an_acronym_or_a_territory_in_a_text_is_not_a_state(words: str) -> None:
    assert not lookup.state_code_in_text(words)


def test_no_name_belongs_to_two_states() -> None:
    folded = [lookup.fold_name(name) for state in lookup.states().values() for name in state.names]
    assert len(folded) == len({*folded})
    assert "" not in folded


def test_a_workspace_knows_its_own_state_by_names_that_no_un_system_has() -> None:
    own = lookup.state_keys_of("SVN", ["Slovenija"])
    assert {lookup.state_key(name) in own for name in ("Slovenija", "Slovenia", "SVN", "Eslovenia")} == {True}
    assert lookup.state_key("Slovakia") not in own


def test_the_name_of_another_state_never_makes_it_the_workspaces_own() -> None:
    assert lookup.state_key("Slovakia") not in lookup.state_keys_of("SVN", ["Slovakia"])


def test_the_closest_names_are_found() -> None:
    assert lookup.closest_names(["Cambodia", "Camboya"], ["Colombia", "Cambodja", "Chad"])[0] == "Cambodja"
