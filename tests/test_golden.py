"""The output of commands and documents as agreed.

After a wanted change: python -m pytest tests/test_golden.py --update-golden"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_support import BROKEN, GOLDEN, SMALL, ask, run, small

if TYPE_CHECKING:
    from pathlib import Path

SCREENS = {
    "status": ["status"],
    "status-pillar-2": ["status", "--pillar", "2"],
    "status-json": ["status", "--format", "json"],
    "list": ["list"],
    "list-recommendations": ["list", "recommendations"],
    "list-csv": ["list", "--format", "csv"],
    "status-translations": ["status", "--translations"],
    "list-untranslated": ["list", "--untranslated", "km"],
    "due": ["due"],
    "timeline": ["timeline"],
    "timeline-what-if": ["timeline", "--what-if", "crc-state-report=2030-11"],
    "timeline-json": ["timeline", "--what-if", "crc-state-report=2030-11", "--format", "json"],
    "deadlines.ics": ["export", "deadlines.ics", "-o", "-"],
    "due-json": ["due", "--all", "--format", "json"],
    "show-2.6": ["show", "2.6"],
    "show-crc-2022-42": ["show", "crc-2022:42"],
    "show-json": ["show", "2.6", "crc-state-report", "--format", "json"],
    "roadmap.md": ["render", "roadmap.md", "-o", "-"],
    "roadmap.html": ["render", "roadmap.html", "-o", "-"],
}


def compare(name: str, text: str, request: pytest.FixtureRequest) -> None:
    """Check that the text is that of the golden file, or update the file."""
    path = GOLDEN / (name if "." in name and not name.startswith("show") else f"{name}.txt")
    if path.suffix == ".ics":
        # Versions of icalendar fold long lines at different characters (RFC 5545, 3.1).
        text = text.replace("\n ", "")
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCREENS)
def test_the_output_of_a_command_is_as_agreed(name: str, request: pytest.FixtureRequest) -> None:
    compare(name, ask(SMALL, *SCREENS[name]).out, request)


@pytest.mark.parametrize("name", ["text", "json", "github", "sarif"])
def test_a_report_is_as_agreed(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    broken = {str(path.relative_to(BROKEN)): path.read_bytes() for path in BROKEN.rglob("*.yaml")}
    result = ask(small(tmp_path, broken), "validate", "--format", name)
    assert result.code == 1
    compare(f"validate-{name}", result.out, request)


@pytest.mark.parametrize("codes", [[], ["COB203"]], ids=["all", "one"])
def test_the_pages_of_the_rules_are_as_agreed(codes: list[str], request: pytest.FixtureRequest) -> None:
    compare("-".join(["rules", *codes]), run("rules", *codes).out, request)
