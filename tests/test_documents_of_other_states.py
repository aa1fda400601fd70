"""Documents about other States: what they say is never counted together with what the own State was told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli_support import ask, small

if TYPE_CHECKING:
    from pathlib import Path

OTHER = """\
id: crc-2030-phl
title: Concluding observations on another State
mechanism: crc
state: PHL
issued: 2030-06-22
source: https://example.org/crc-2030-phl
paragraphs:
  - id: crc-2030-phl:20
    kind: recommendation
    urgent: true
    text: The Committee urges the State party to prohibit corporal punishment in all settings.
"""


def test_a_recommendation_to_another_state_is_in_no_sum(tmp_path: Path) -> None:
    """Lists, matrix and status are the same with a document about another State and without."""
    own = small(tmp_path / "own")
    both = small(tmp_path / "both", {"data/recommendations/crc-2030-phl.yaml": OTHER})
    for command in (["list", "recommendations"], ["matrix"], ["status"]):
        results = [ask(root, *command, "--format", "json") for root in (own, both)]
        assert results[0].out == results[1].out, command


def test_the_document_of_another_state_is_still_found(tmp_path: Path) -> None:
    """`show` has the recommendation, and its document says the State."""
    root = small(tmp_path, {"data/recommendations/crc-2030-phl.yaml": OTHER})
    assert "prohibit corporal punishment" in ask(root, "show", "crc-2030-phl:20").out
    document = json.loads(ask(root, "show", "crc-2030-phl", "--format", "json").out)
    assert document["records"][0]["state"] == "PHL"


def test_recommendations_to_several_states_are_side_by_side(tmp_path: Path) -> None:
    """The comparison has each State's recommendations by topic, and the good practices of the topic."""
    practice = (
        "resources:\n  - {id: no-sticks, kind: practice, title: No sticks, country: PHL, source: Us,"
        " recommendations: [crc-2030-phl:20]}\n"
    )
    files = {"data/recommendations/crc-2030-phl.yaml": OTHER, "data/resources/practices.yaml": practice}
    root = small(tmp_path, files)
    matrix = json.loads(ask(root, "matrix", "--columns", "state", "--format", "json").out)
    assert {cell["column"] for cell in matrix["matrix"]} == {"KHM", "PHL"}
    assert ask(root, "render", "regional-comparison.md", "-o", str(tmp_path / "out")).code == 0
    text = (tmp_path / "out/regional-comparison.md").read_text(encoding="utf-8")
    assert "| **Philippines** | The Committee urges the State party to prohibit corporal punishment" in text
    assert "- No sticks (Philippines)" in text


def test_without_another_state_there_is_nothing_to_compare(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render", "regional-comparison.md", "-o", str(tmp_path / "out")).code == 0
    text = (tmp_path / "out/regional-comparison.md").read_text(encoding="utf-8")
    assert "No document about another State has been entered yet" in text
