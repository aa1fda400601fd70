"""Support for many tests: a small workspace, its problems, and the lines that report them."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cobtrack.editing.problems import all_problems
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record, field_type, record_type
from cobtrack.store.load import load
from cobtrack.store.locate import Locator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cobtrack.model.kinds import Kind
    from cobtrack.model.problem import Problem

RULES = Path(__file__).parent / "rules"
BASE = RULES / "base"
EXAMPLE = Path(__file__).parent.parent / "docs/example"
AS_OF = date(2024, 6, 30)
GAPS = {"COB446", "COB447", "COB448", "COB449", "COB450"}
"""The codes of the rules about what a recommendation lacks."""


def workspace(root: Path, files: Mapping[str, str | bytes] | None = None, without: Iterable[str] = ()) -> Path:
    """Make a valid workspace at `root`, with additional `files` (by path) and `without` some of its files."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    for name in without:
        (root / name).unlink()
    for name, content in (files or {}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def complete(root: Path) -> Path:
    """Make a valid workspace at `root` in which no recommendation lacks anything, so there is not even a warning."""
    resource = "resources:\n  - {id: guide, kind: tool, title: A guide, source: https://example.org/guide}\n"
    named = "recommendations: [crc-2022:1], source: https://example.org/plan"
    indicator = f"{{id: trend, title: Trend, type: outcome, measured_by: A survey, baseline: {{date: 2022, value: 6}}, {named}}}"
    action = f"{{id: brief, title: Brief, kind: action, responsible: [crc-cambodia], timeframe: 2026, {named}}}"
    document = (BASE / "data/recommendations/crc-2022.yaml").read_text(encoding="utf-8").rstrip()
    lacking = ["responsible: [crc-cambodia]", "groups: [crc-cambodia]", "resources: [guide]"]
    files = {
        "data/resources/guides.yaml": resource,
        "data/indicators/plan.yaml": f"indicators:\n  - {indicator}\n",
        "data/actions/plan.yaml": f"actions:\n  - {action}\n",
        "data/recommendations/crc-2022.yaml": "\n    ".join([document, *lacking]) + "\n",
    }
    return workspace(root, files)


def problems(root: Path, *, with_gaps: bool = False) -> list[Problem]:
    """Return all problems of the workspace, as `cobtrack validate` reports them.

    Nearly every workspace of a test has recommendations without an indicator and so on. These gaps are left out, unless
    the test is `with_gaps`.
    """
    return [one for one in all_problems(load(root), AS_OF)[0] if with_gaps or one.code not in GAPS]


def codes(root: Path) -> list[str]:
    """Return the codes of all problems, sorted."""
    return sorted(problem.code for problem in problems(root))


def line(root: Path, problem: Problem) -> str:
    """`file:line:col: severity[CODE] message`."""
    span = Locator(root).span(problem.place)
    where = f"{problem.place.file}:{span.line}:{span.column}"
    return f"{where}: {problem.severity}[{problem.code}] {problem.message}"


def example(kind: Kind) -> str:
    """Return the longest file of that kind in the example of the guide."""
    paths = (EXAMPLE / kind.path).glob("*.yaml") if kind.is_folder else [EXAMPLE / kind.path]
    return max((path.read_text(encoding="utf-8") for path in paths), key=len)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail if the block takes more time of the processor. Work that grows by the square takes many times as long."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def models() -> dict[str, type[Record]]:
    """Return every model that is used in a file, by name."""
    found: dict[str, type[Record]] = {}
    todo: list[type[Record]] = [kind.model for kind in KINDS]
    while todo:
        model = todo.pop()
        if model.__name__ not in found:
            found[model.__name__] = model
            todo += [below for name in model.model_fields if (below := record_type(field_type(model, name)))]
    return found
