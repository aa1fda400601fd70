"""README says what is so: its examples are valid, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cobtrack.cli.main import app
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record, fields_by_key
from cobtrack.model.records.assessment import Assessment
from cobtrack.model.records.document import Paragraph, Score
from cobtrack.store.validation.build import build
from cobtrack.store.yaml import reader

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", README, re.DOTALL))


def test_there_is_an_example_of_every_kind_of_file() -> None:
    assert set(EXAMPLES) == {kind.name for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_example_is_a_valid_record(kind: object) -> None:
    kind = next(one for one in KINDS if one == kind)
    reading = reader.read(EXAMPLES[kind.name], "README.md")
    assert reading.problems == []
    assert build(kind.model, reading.data, "README.md").problems == []


@pytest.mark.parametrize(("path", "model"), [((), Paragraph), (("assessments", 0), Assessment), (("scores", 0), Score)])
def test_the_example_of_a_recommendation_shows_every_field(path: tuple[str | int, ...], model: type[Record]) -> None:
    found = reader.read(EXAMPLES["document"], "README.md").data["paragraphs"][0]
    for step in path:
        found = found[step]
    assert set(found) == set(fields_by_key(model))


def _used() -> set[tuple[str, str]]:
    """Each command that README shows, with each long option that stands behind it."""
    spans = re.findall(r"`cobtrack ([^`]+)`", README)
    fenced = [line for block in README.split("```")[1::2] for line in block.splitlines()]
    spans += [part for line in fenced for part in re.findall(r"(?:^|\$ |&& )cobtrack ([^#&]+)", line)]
    found = set()
    for span in spans:
        name, *rest = span.split()
        found |= {(name, word) for word in rest if word.startswith("--")} | {(name, "")}
    return found


def test_every_command_and_option_in_readme_exists() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for name, option in _used():
        assert name in commands, name
        known = {opt for parameter in commands[name].params for opt in parameter.opts}
        assert not option or option in known, (name, option)


def test_readme_names_every_command() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) <= {name for name, _ in _used()}
