"""Any value of any field: what is invalid is reported and dropped, and building records never raises."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.kinds import KINDS, Kind
from cobtrack.store.validation.build import build
from cobtrack.store.yaml import reader
from tests.cli_support import SMALL, ask, bare, run, small
from tests.support import example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.model.problem import Path as Steps

ENDLESS_DOCUMENT = """\
id: crc-2031
title: A document
mechanism: crc
{}
paragraphs: [{{id: "crc-2031:{}", kind: concern, summary: Beating goes on.}}]
"""
VALUES: tuple[Any, ...] = ("", " ", {}, {"a": "b"}, [], [""], [{}], [[]], 5, None, True)


def places(data: Any, path: Steps = ()) -> Iterator[Steps]:
    """Return the paths of all values in the data."""
    steps = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        yield (*path, step)
        yield from places(data[step], (*path, step))


def changed(data: Any, path: Steps, value: Any) -> Any:
    """Return a copy of the data with another value at a path."""
    made = deepcopy(data)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = deepcopy(value)
    return made


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_value_of_any_field_prevents_the_check_of_its_file(kind: Kind) -> None:
    data = reader.read(example(kind), "").data
    for path in places(data):
        for value in VALUES:
            build(kind.model, changed(data, path, value), "")


@pytest.mark.parametrize("source", ['""', '" "', "{a: b}", '[""]', '[A, ""]'])
def test_an_empty_source_is_reported_and_the_rest_of_the_file_is_read(tmp_path: Path, source: str) -> None:
    root = bare(tmp_path, {"data/procedures/one.yaml": f"id: one\ntitle: One\nsource: {source}\n"})
    done = run("validate", "--root", str(root))
    assert done.code == 1
    assert "data/procedures/one.yaml:3" in done.out


ENDLESS = "9" * 5000


@pytest.mark.parametrize("identifier", [f"crc-2022:{ENDLESS}", ENDLESS, f"2.{ENDLESS}", f"crc-2022:42-{ENDLESS}"])
def test_an_endless_number_is_an_unknown_id(identifier: str) -> None:
    done = ask(SMALL, "show", identifier)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f'error: there is no record "{identifier}"\n')


@pytest.mark.parametrize("field", [f"not_seen: ['{ENDLESS}-']", f"not_seen: ['1-{ENDLESS}']"])
def test_an_endless_number_is_not_a_range(tmp_path: Path, field: str) -> None:
    done = ask(small(tmp_path, {"data/recommendations/crc-2031.yaml": ENDLESS_DOCUMENT.format(field, 1)}), "validate")
    assert done.code == 1
    assert "COB106" in done.out


@pytest.mark.parametrize("number", [ENDLESS, "999999999"])
def test_a_paragraph_can_have_any_number(tmp_path: Path, number: str) -> None:
    root = small(tmp_path, {"data/recommendations/crc-2031.yaml": ENDLESS_DOCUMENT.format("source: Us", number)})
    for command in ("validate", "status", "list"):
        assert ask(root, command).code in {0, 1}


@pytest.mark.parametrize("columns", [ENDLESS, "999999999"])
def test_an_endless_width_counts_as_a_wide_one(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    usual = ask(SMALL, "timeline").out
    monkeypatch.setenv("COLUMNS", columns)
    assert ask(SMALL, "timeline").out == usual


@pytest.mark.parametrize("source", ["", " ", {"a": "b"}])
def test_a_value_instead_of_a_list_is_dropped_as_a_whole(source: Any) -> None:
    kind = next(kind for kind in KINDS if kind.name == "mechanism")
    data = reader.read(example(kind), "").data
    shaped = build(kind.model, {**data, "source": source}, "")
    assert shaped.record is not None
    assert len(shaped.problems) == 1
