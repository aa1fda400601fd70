"""A sample of what `python -m tests.fuzz` runs: damaged files never crash a command."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cobtrack.model.problem import Place, Span
from cobtrack.store.locate import Locator
from tests import fuzz


@pytest.mark.parametrize(("kind", "count"), [("workspace", 80), ("import", 25)])
def test_damaged_files_break_nothing(kind: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COBTRACK_DEBUG", "1")
    found = fuzz.fuzz(kind, seed=2, numbers=range(count))
    assert (found.cases, found.wrong) == (count, [])


def test_a_failure_is_reported_with_the_number_of_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(root: object) -> None:
        raise AssertionError("it broke")

    monkeypatch.setattr(fuzz, "load", load)
    (told,) = fuzz.fuzz("workspace", seed=2, numbers=range(7, 8)).wrong
    assert told.startswith("workspace:7 (seed 2): ")
    assert "it broke" in told


def test_a_place_outside_its_file_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Beyond(Locator):
        def span(self, _: Place) -> Span:
            return Span(10_000, 1, 10_000, 2)

    monkeypatch.setattr(fuzz, "Locator", Beyond)
    told = fuzz.fuzz("workspace", seed=2, numbers=range(20)).wrong
    assert any("which is not there" in one for one in told)


def test_the_same_seed_makes_the_same_cases() -> None:
    assert fuzz.damaged_import(random.Random("1")) == fuzz.damaged_import(random.Random("1"))
    assert fuzz.damaged_import(random.Random("1")) != fuzz.damaged_import(random.Random("2"))
