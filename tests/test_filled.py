"""The filled workspace is valid, full, made up, and the same each time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cobtrack.editing.problems import all_problems
from cobtrack.store.load import load
from tests.filled import CURRENT, DAY, fill

if TYPE_CHECKING:
    from pathlib import Path


def test_the_workspace_has_no_errors(filled_workspace: Path) -> None:
    problems, _ = all_problems(load(filled_workspace), date.fromisoformat(DAY))

    assert [problem.message for problem in problems if problem.severity == "error"] == []


def test_most_activities_have_progress_and_every_recommendation_the_views_of_three_voices(
    filled_workspace: Path,
) -> None:
    workspace = load(filled_workspace).workspace
    recommendations = [
        row
        for row in workspace.recommendations
        if row.document == CURRENT and not str(row.text).endswith("the State party:")
    ]

    assert len([activity for activity in workspace.activities if activity.progress]) >= 27
    assert len(recommendations) == 80
    for row in recommendations:
        assert {assessment.voice for assessment in row.assessments} == {"government", "civil-society", "children"}, (
            row.id
        )


def test_its_title_and_its_readme_say_that_it_is_made_up(filled_workspace: Path) -> None:
    roadmap = load(filled_workspace).workspace.roadmap
    assert roadmap
    assert roadmap.title.startswith("Made up")
    assert "made-up" in (filled_workspace / "README.md").read_text(encoding="utf-8")


def test_it_is_the_same_each_time(filled_workspace: Path, tmp_path: Path) -> None:
    def contents(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert contents(fill(tmp_path / "again")) == contents(filled_workspace)
