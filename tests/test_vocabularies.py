"""The lists of words that other systems share."""

from __future__ import annotations

from cobtrack.model.vocabularies import persons, sdgs


def test_the_goals_have_169_targets() -> None:
    targets = {number for number in sdgs.numbers() if "." in number}
    assert (len(targets), len(sdgs.numbers() - targets)) == (169, 17)
    assert sdgs.targets_of("16") == ("16.1", "16.b")
    assert sdgs.targets_of("17") == ("17.1", "17.19")
    assert sdgs.targets_of("18") is None


def test_a_number_is_found_in_the_names_of_other_systems() -> None:
    assert sdgs.number_in("16.a - Strong institutions to prevent violence, terrorism and crime") == "16.a"
    assert sdgs.number_in("5 - GENDER EQUALITY") == "5"
    assert sdgs.number_in("Gender equality") == ""
    assert sdgs.number_in("16.2.1") == "16.2"


def test_names_of_groups_are_compared_without_case_and_spaces_around_a_slash() -> None:
    listed = "minorities/ racial, ethnic, linguistic, religious or descent-based groups"
    assert persons.key(listed) in persons.keys_of_names()
    assert persons.key("Refugees and asylum seekers") in persons.keys_of_names()
