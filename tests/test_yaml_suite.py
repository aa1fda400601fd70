"""The reader against yaml-test-suite and against a parser that shares no code with it (yaml-rs, in Rust)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from cobtrack.model.problem import Severity
from cobtrack.store import files
from cobtrack.store.yaml import reader
from tests.test_reader import read_with_pure_parser

CASES = {
    case["id"]: case
    for line in (Path(__file__).parent / "yaml_test_suite/cases.jsonl").read_text(encoding="utf-8").splitlines()
    if (case := json.loads(line))
}

REFUSED = {
    "COB005": "a character that cannot be seen",
    "COB011": "two equal keys",
    "COB012": "an anchor or an alias",
    "COB013": "a tag or a directive",
    "COB014": "a second document",
    "COB015": "a list or a record as a key",
    "COB018": "a key without a value in braces",
}
"""What a data file may not hold although it is YAML."""

NOT_TAKEN = {
    "4MUZ/00", "4MUZ/01", "4MUZ/02", "5MUD", "9SA2", "K3WX", "NJ66", "VJP3/01",  # a key and its colon on two lines
    "6BCT", "6CA3", "A2M4", "DK95/00", "DK95/03", "DK95/04", "Q5MG", "Y79Y/10",  # tabs among what indents
    "CFD4", "R4YG", "UT92",
}  # fmt: skip
"""What is YAML and is refused with a place all the same: both parsers stumble over it."""

TAKEN = {
    "9C9N", "DK95/01", "QB6E", "Y79Y/03",  # the lines of a list or a text in quotes not further right than its key
    "9JBA", "CVW2", "SU5Z", "X4QW",  # a comment without a space before it
    "G5U8", "YJV2", "S98Z",
}  # fmt: skip
"""What is no YAML and is read all the same, each as what was plainly meant."""


def read(text: str) -> tuple[Any, set[str]]:
    """Return the data of a text, and the codes of its errors."""
    source = files.normalize("x.yaml", text)
    reading = reader.read(source.text or "", "x.yaml", places=True)
    found = [*source.problems, *reading.problems]
    return reading.data, {one.code for one in found if one.severity is Severity.ERROR}


def meant(text: str) -> list[Any]:
    """Return the JSON documents of a text."""
    found, rest = [], text.strip()
    while rest:
        value, end = json.JSONDecoder().raw_decode(rest)
        found.append(value)
        rest = rest[end:].strip()
    return found


def same(ours: Any, theirs: Any) -> bool:
    """Whether the two are equal, if ours has typed texts for numbers and no keys without a value."""
    match theirs:
        case dict():
            if not isinstance(ours, dict):
                return False
            there = {"" if key is None else key: value for key, value in theirs.items() if value is not None}
            names = zip(sorted(ours, key=str.lower), sorted(there, key=lambda key: str(key).lower()), strict=False)
            return len(ours) == len(there) and all(
                same(mine, other) and same(ours[mine], there[other]) for mine, other in names
            )
        case list():
            return isinstance(ours, list) and len(ours) == len(theirs) and all(map(same, ours, theirs))
        case str():
            return bool(ours == theirs)
        case _:
            return bool(ours == theirs) or (isinstance(ours, str) and yaml_rs.loads(f"- {ours}\n") == [theirs])


@pytest.mark.parametrize("name", CASES)
def test_a_case_reads_as_the_suite_says_or_is_refused_for_a_listed_reason(name: str) -> None:
    case = CASES[name]
    data, codes = read(case["yaml"])
    if case.get("fail"):
        assert bool(codes) == (name not in TAKEN)
    elif codes:
        assert codes <= set(REFUSED) or (name in NOT_TAKEN and codes == {"COB010"})
    elif "json" in case:
        assert same(data, next(iter(meant(case["json"])), None))


@pytest.mark.parametrize("name", CASES)
def test_a_case_reads_the_same_with_and_without_the_c_parser(name: str) -> None:
    text = files.normalize("x.yaml", CASES[name]["yaml"]).text or ""
    fast = reader.read(text, "x.yaml")
    slow = read_with_pure_parser(text)
    if not (fast.problems or slow.problems):
        assert fast.data == slow.data


@pytest.mark.parametrize(
    ("name", "value"),
    [("652Z", {"?foo": "bar", "bar": 42}), ("JEF9/02", ["\n"]), ("L24T/01", {"foo": "x\n \n"}), ("HWV9", None)],
)
def test_cases_that_the_two_parsers_would_read_differently_are_read_alike(name: str, value: Any) -> None:
    text = CASES[name]["yaml"]
    assert (read(text), yaml_rs.loads(text)) == ((value, set()), value)
    assert read_with_pure_parser(text).data == value


# Without | and >: yaml-rs reads an empty text of that kind as a line end, against case K858 of the suite.
@settings(max_examples=500, deadline=None)
@given(st.text("ab1?:-[]{},\"'# \n", max_size=30))
def test_both_parsers_read_the_same_if_both_can_read_it(text: str) -> None:
    data, codes = read(text)
    try:
        theirs = yaml_rs.loads(text, parse_datetime=False)
    except (yaml_rs.YAMLDecodeError, ValueError):
        return
    assert codes or same(data, theirs)
