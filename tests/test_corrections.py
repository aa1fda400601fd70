"""Which texts are one text with its slips put right, and which are two recommendations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.exchange.corrections import is_small_correction
from cobtrack.exchange.un_text import squash

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
def test_a_slip_that_was_put_right_is_no_other_text(here: str, there: str) -> None:
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
def test_other_content_is_another_text(here: str, there: str) -> None:
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
    assert squash(one) == squash(two)


def test_vowels_of_other_scripts_make_a_difference() -> None:
    assert squash("\u1780\u17b6") != squash("\u1780\u17b7")
