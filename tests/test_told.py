"""What is told of recommendations: that they are repeated, outdated, introduce others, and where they come from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import ask, replace, rows_by, small, words
from tests.test_follow_up import CRITERIA, FILES

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
CRC = "data/recommendations/crc-2031.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = small(tmp_path, FILES)
    settings = place / "cobtrack.yaml"
    settings.write_text(settings.read_text().rstrip("\n") + "\n" + CRITERIA)
    return place


def tied(root: Path, *links: str) -> Path:
    """The workspace in which crc-2031:11 has these links."""
    replace(root, CRC, "    answers: [crc-2031:10]\n",
            f"    answers: [crc-2031:10]\n    links: [{', '.join(links)}]\n")  # fmt: skip
    return root


def rows(root: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    done = ask(root, "list", "recommendations", *arguments, "--format", "json", as_of=DAY)
    assert done.code == 0, done.err
    return rows_by(json.loads(done.out), "recommendations")


def document(root: Path, name: str, *arguments: str) -> str:
    done = ask(root, "render", name, "-o", "-", *arguments, as_of=DAY)
    assert done.code == 0, done.err
    return words(done.out)


def repeated(root: Path) -> dict[str, Any]:
    parts = rows(root)["crc-2031:11"]["priority"]["parts"]
    return next(one for one in parts if one["criterion"] == "repeated")


@pytest.mark.parametrize("links", [(), ("{to: crc-2022:42, kind: narrows}", "{to: crc-2011:1, kind: contradicts}")])
def test_what_has_other_ties_alone_is_not_said_to_have_none(root: Path, links: tuple[str, ...]) -> None:
    found = repeated(tied(root, *links))
    assert (found["score"], found["reason"]) == (0, "no other document is known to say the same")


def test_a_tie_that_stands_on_both_sides_counts_once(root: Path) -> None:
    tied(root, "{to: crc-2011:1, kind: same-subject}")
    back = "    cluster: general-measures\n    links: [{to: crc-2031:11, kind: same-subject}]\n"
    replace(root, "data/recommendations/crc-2011.yaml", "    cluster: general-measures\n", back)
    assert repeated(root)["score"] == 1


def test_what_is_repeated_can_be_listed_from_both_sides(root: Path) -> None:
    tied(root, "{to: crc-2022:42, kind: repeats}", "{to: crc-2022:42a, kind: contradicts}")
    assert set(rows(root, "--status", "repeated")) == {"crc-2031:11", "crc-2022:42", "crc-2022:1", "crc-2011:1"}


def test_the_matrix_parts_what_is_repeated_from_what_is_not(root: Path) -> None:
    tied(root, "{to: crc-2022:42, kind: repeats}")
    arguments = ["--rows", "repeated", "--columns", "document", "--document", "crc-2031", "--format", "json"]
    cells = {one["row"]: one["ids"] for one in json.loads(ask(root, "matrix", *arguments, as_of=DAY).out)["matrix"]}
    assert cells == {"repeated": ["crc-2031:11"], "not-repeated": ["crc-2031:12", "crc-2031:13"]}


def shown(root: Path, identifier: str) -> list[str]:
    """The lines of `show`, white space made one space."""
    return [words(line) for line in ask(root, "show", identifier, as_of=DAY).out.splitlines()]


def test_a_recommendation_says_what_each_thing_that_names_it_is_to_it(root: Path) -> None:
    (root / "data/actions/more.yaml").write_text(
        "actions: [{id: train, title: Train judges, kind: action, recommendations: [crc-2031:11]}]\n"
    )
    assert [line for line in shown(root, "crc-2031:11") if " by " in line] == [
        "advocated by ask-for-a-ban Ask for a ban in the law",
        "carried out by train Train judges",
        "measured by beaten Children beaten at home",
        "supported by classes Classes for parents",
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("repeats", "repeated by"), ("strengthens", "strengthened by"), ("narrows", "narrowed by"),
     ("contradicts", "contradicted by"), ("same-subject", "same-subject")],
)  # fmt: skip
def test_a_link_is_told_from_its_other_side_too(root: Path, kind: str, said: str) -> None:
    tied(root, f"{{to: crc-2022:42, kind: {kind}}}")
    assert f"{said} crc-2031:11 Prohibit corporal punishment." in shown(root, "crc-2022:42")


def test_a_general_comment_is_a_resource_of_its_body_and_no_document(root: Path) -> None:
    lines = shown(root, "crc")
    assert "resources crc-gc-8 Corporal punishment" in lines
    assert any(line.startswith("documents crc-2011 ") for line in lines)
