"""Which texts are the same text with corrected mistakes, and which are two recommendations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.exchange.merge.corrections import is_small_correction
from cobtrack.exchange.merge.merge import same_value
from cobtrack.exchange.un.text import text_key

LONG = "Take all the necessary measures to implement the law on domestic violence and to protect the victims"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (LONG, LONG.replace("measures", "measure")),
        (LONG, LONG.replace("the necessary", "necessary")),
        (LONG, LONG.replace("implement", "implment")),
        (LONG, LONG.replace("necessary", "neccessary")),
        (LONG, LONG.replace("domestic", "domsetic")),
        (
            "Support organisations for children in the labour market",
            "Support organizations for children in labour market",
        ),
        ("Ratify the Convention against Torture", "Ratify Convention against Torture"),
        ("Protect the underprivileged groups of society", "Protect the under privileged groups of society"),
        ("Cooperate with the Special Rapporteur on housing", "Co operate with the Special Rapporteur on housing"),
    ],
)
def test_a_corrected_typing_mistake_is_the_same_text(here: str, there: str) -> None:
    assert is_small_correction(here, there)
    assert is_small_correction(there, here)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Ratify the Optional Protocol to CEDAW", "Ratify the Optional Protocol to CRPD"),
        ("Ratify the Optional Protocol to CEDAW", "Ratify the Optional Protocol to CEDAW and CRPD"),
        ("Ratify the first Optional Protocol", "Ratify the second Optional Protocol"),
        ("Ratify Optional Protocol 1", "Ratify Optional Protocol 2"),
        ("Ratify the Rome Statute", "Ratify the Palermo Protocol"),
        ("Abolish the death penalty", "Establish the death penalty"),
        ("Prohibit legal discrimination", "Prohibit illegal discrimination"),
        ("Prohibit all discrimination in schools", "Prohibit non discrimination in schools"),
        ("Do not extradite refugees to their countries", "Do extradite refugees to their countries"),
        ("Adopt the law on media", "Adapt the law on media"),
        ("Protect boys or girls in care homes", "Protect boys and girls in care homes"),
        ("Raise the age of marriage to 16 years", "Raise the age of marriage to 18 years"),
        ("Strengthen cooperation with Austria on migration", "Strengthen cooperation with Australia on migration"),
        ("Protect children from parents", "Protect parents from children"),
        ("Protect women in detention", "Protect children in detention"),
        ("Build schools", "Build schools for all"),
        ("Rest", ""),
    ],
)
def test_different_content_is_a_different_text(here: str, there: str) -> None:
    assert not is_small_correction(here, there)
    assert not is_small_correction(there, here)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_order_of_the_two_does_not_matter(here: str, there: str) -> None:
    assert is_small_correction(here, there) == is_small_correction(there, here)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("d’abord “now” – all", 'd\'abord "now" - all'), ("Côte", "Co\u0302te"), ("co\u00adoperate", "cooperate"),
        ("for\u00a0all", "for  all"), ("for\u200ball", "for all"), ("Build it.", "build it"), ("ﬁrst", "first"),
    ],
)  # fmt: skip
def test_typography_makes_no_difference(one: str, two: str) -> None:
    assert text_key(one) == text_key(two)


@pytest.mark.parametrize(
    ("one", "two"), [("1.5 per cent", "15 per cent"), ("1, 2", "12"), ("４.５", "45"), ("4-6", "46")]
)
def test_a_sign_between_two_numbers_makes_a_difference(one: str, two: str) -> None:
    assert text_key(one) != text_key(two)
    assert not is_small_correction(one, two)


@pytest.mark.parametrize("number", ["1,500", "1 500", "1\u00a0500", "1.500", "1\u2019500"])
def test_a_number_is_the_same_with_any_separator_of_thousands(number: str) -> None:
    assert text_key(number) == "1500"


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Côte d\u2019Ivoire", "Co\u0302te d'Ivoire"), ("non\u2011formal", "non-formal"), ("chil\u00addren \u2013", "children -"),
        ("and so on\u2026", "and so on..."), ({"en": "of\ufb01ce", "fr": "bureau"}, "office"),
    ],
)  # fmt: skip
def test_a_difference_in_typography_is_not_a_conflict(here: object, there: str) -> None:
    assert same_value(here, there)


@pytest.mark.parametrize(("here", "there"), [("1.5", "15"), ("all", "some"), ("?", "!"), ("", "a"), (None, "a")])
def test_different_words_or_numbers_are_a_conflict(here: object, there: str) -> None:
    assert not same_value(here, there)


def test_vowels_of_other_scripts_make_a_difference() -> None:
    assert text_key("\u1780\u17b6") != text_key("\u1780\u17b7")
