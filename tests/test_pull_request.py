"""What `validate` finds in a change to the data: lost records, changed official words, old translations, suggestions."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cli_support import REPOSITORY, ask, environment, put, replace, small
from tests.git_support import commit, git, repository

if TYPE_CHECKING:
    from pathlib import Path

PILLAR, CRC = "data/pillars/2-government.yaml", "data/recommendations/crc-2022.yaml"
OFFICIAL = "    text: The Committee urges the State party to end violence against children.\n"
OTHER_WORDS = "    text: The Committee urges the State party to reduce violence against children.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in the folder `follow-up` of a repository, with a commit."""
    root = small(tmp_path / "follow-up")
    repository(tmp_path)
    commit(root)
    return root


def found(root: Path, since: str = "main") -> list[str]:
    """Return the problems of the change, each with its line: `32 COB601 …`."""
    rows = json.loads(ask(root, "validate", "--changed-since", since, "--format", "json").out)["problems"]
    return [f"{row['line']} {row['code']} {row['message']}" for row in rows if row["code"].startswith("COB6")]


def remove_activity(root: Path) -> None:
    text = (root / PILLAR).read_text(encoding="utf-8")
    put(root, {PILLAR: text[: text.index('      - id: "2.10"')].rstrip() + "\n"})


# Removed records


def test_a_record_removed_without_a_reason_is_named_where_it_was(root: Path) -> None:
    remove_activity(root)
    lines = (root / PILLAR).read_text(encoding="utf-8").splitlines()
    assert found(root) == [f"{len(lines)} COB601 2.10 removed; no reason is given"]
    assert "warning[COB601] 2.10 removed; no reason is given" in ask(root, "validate", "--changed-since", "main").out


def test_a_record_removed_with_a_reason_is_fine(root: Path) -> None:
    remove_activity(root)
    entry = "removed:\n  - {id: '2.10', date: 2026-02-01, why: The review is over.}\nmaintainer:"
    replace(root, "data/roadmap.yaml", "maintainer:", entry)
    assert found(root) == []


def test_an_entry_without_a_reason_is_not_enough(root: Path) -> None:
    remove_activity(root)
    replace(root, "data/roadmap.yaml", "maintainer:", "removed:\n  - {id: '2.10', date: 2026-02-01}\nmaintainer:")
    (problem,) = found(root)
    assert problem.endswith("COB601 2.10 removed; no reason is given")


def test_a_removed_file_is_one_problem(root: Path) -> None:
    (root / CRC).unlink()
    (problem,) = found(root)
    assert "COB601 crc-2022 removed, with" in problem


def test_a_renamed_record_is_not_removed(root: Path) -> None:
    replace(root, PILLAR, '      - id: "2.10"\n', '      - id: "2.11"\n        formerly: ["2.10"]\n')
    assert found(root) == []


def test_what_the_other_branch_added_meanwhile_is_not_removed(root: Path) -> None:
    git(root, "switch", "--quiet", "--create", "proposal")
    replace(root, PILLAR, "timeframe: 2025?", "timeframe: 2027")
    commit(root)
    git(root, "switch", "--quiet", "main")
    text = (root / PILLAR).read_text(encoding="utf-8")
    put(
        root, {PILLAR: f'{text.rstrip()}\n\n      - id: "2.12"\n        text: Something new\n        timeframe: 2026\n'}
    )
    commit(root)
    git(root, "switch", "--quiet", "proposal")
    assert found(root) == []


# Official words


def test_other_official_words_are_an_error(root: Path) -> None:
    replace(root, CRC, OFFICIAL, OTHER_WORDS)
    assert found(root) == ["26 COB602 the official words of crc-2022:42 changed, and the earlier words are not kept"]
    assert ask(root, "validate").code == 0
    assert ask(root, "validate", "--changed-since", "main").code == 1


def test_official_words_that_are_gone_are_an_error(root: Path) -> None:
    replace(root, CRC, OFFICIAL, "    summary: End violence.\n")
    (problem,) = found(root)
    assert "COB602" in problem


def test_official_words_may_change_if_was_keeps_them(root: Path) -> None:
    was = "    was:\n      - {" + OFFICIAL.strip().rstrip(".") + "., until: 2026-02-01, why: It was mistyped.}\n"
    replace(root, CRC, OFFICIAL, OTHER_WORDS + was)
    assert found(root) == []


def test_other_typography_is_no_change_of_official_words(root: Path) -> None:
    replace(root, CRC, OFFICIAL, OFFICIAL.replace("State party to", "State\u00a0party  to"))
    assert found(root) == []


def test_official_words_that_are_entered_or_translated_are_fine(root: Path) -> None:
    replace(root, CRC, OFFICIAL, OFFICIAL.replace("text: ", "text:\n      en: ") + "      km: កុមារ\n")
    replace(root, CRC, "    summary: Forbid", "    text: Forbid it.\n    summary: Forbid")
    assert found(root) == []


# Translations


def translated(root: Path) -> None:
    replace(root, PILLAR, "text: Follow the review of the State\n",
            "text:\n          en: Follow the review of the State\n          km: តាមដាន\n")  # fmt: skip
    commit(root)


def test_a_translation_that_did_not_change_with_the_text_is_a_warning(root: Path) -> None:
    translated(root)
    replace(root, PILLAR, "en: Follow the review", "en: Attend the review")
    (problem,) = found(root)
    assert problem.endswith("COB603 the text of 2.10 changed in en, but not in km")


def test_a_translation_that_is_marked_as_outdated_is_fine(root: Path) -> None:
    translated(root)
    replace(root, PILLAR, "en: Follow the review", "en: Attend the review")
    replace(root, PILLAR, "km: តាមដាន\n", "km: តាមដាន\n          standing: {km: outdated}\n")
    assert found(root) == []


def test_the_original_is_the_first_language_of_the_text(root: Path) -> None:
    replace(root, PILLAR, "text: Follow the review of the State\n", "text: {km: តាមដាន, en: Follow the review}\n")
    commit(root)
    replace(root, PILLAR, "en: Follow the review", "en: Attend the review")
    assert found(root) == []
    commit(root)
    replace(root, PILLAR, "km: តាមដាន", "km: ចូលរួម")
    (problem,) = found(root)
    assert problem.endswith("COB603 the text of 2.10 changed in km, but not in en")


def test_a_text_that_changed_in_all_languages_is_fine(root: Path) -> None:
    translated(root)
    replace(root, PILLAR, "en: Follow the review", "en: Attend the review")
    replace(root, PILLAR, "km: តាមដាន", "km: ចូលរួម")
    assert found(root) == []


def test_a_translation_may_be_corrected_alone(root: Path) -> None:
    translated(root)
    replace(root, PILLAR, "km: តាមដាន", "km: ចូលរួម")
    assert found(root) == []


def test_an_assessment_of_earlier_words_is_a_warning_unless_it_is_new(root: Path) -> None:
    entry = "      - {date: DATE, voice: civil-society, level: partly, reason: It is in the plan.}\n"
    summary = "    summary: Forbid corporal punishment everywhere.\n"
    replace(root, CRC, summary, f"{summary}    assessments:\n{entry.replace('DATE', '2025-03-01')}")
    commit(root)
    replace(root, CRC, "Forbid corporal punishment everywhere", "Forbid all corporal punishment")
    (problem,) = found(root)
    assert "the summary of crc-2022:42a changed, but the assessment of 1 March 2025 (civil society) did not" in problem
    text = (root / CRC).read_text(encoding="utf-8")
    old = entry.replace("DATE", "2025-03-01")
    put(root, {CRC: text.replace(old, old + entry.replace("DATE", "2026-01-20"))})
    assert found(root) == []


# Without a base


def test_a_workspace_that_is_new_in_the_change_has_no_such_problems(tmp_path: Path) -> None:
    repository(tmp_path)
    put(tmp_path, {"README": "Nothing yet"})
    commit(tmp_path)
    root = small(tmp_path / "follow-up")
    assert found(root) == []


def test_many_removed_records_are_found_in_linear_time(root: Path) -> None:
    head, paragraphs = (root / CRC).read_text(encoding="utf-8").split("paragraphs:\n")
    more = "".join(f"  - id: crc-2022:{n}\n    kind: recommendation\n    summary: Do {n}\n" for n in range(1000, 3000))
    put(root, {CRC: f"{head}paragraphs:\n{more}{paragraphs}"})
    commit(root)
    put(root, {CRC: f"{head}paragraphs:\n{paragraphs}"})
    start = time.process_time()
    problems = found(root, "HEAD")
    assert time.process_time() - start < 15
    line = head.count("\n") + 2
    assert [problem for problem in problems if not problem.startswith(f"{line} COB601 crc-2022:")] == []
    assert len(problems) == 2000


# Suggestions


def suggestions(root: Path) -> list[dict[str, Any]]:
    done = ask(root, "validate", "--changed-since", "main", "--format", "github-review")
    comments: list[dict[str, Any]] = json.loads(done.out)["comments"]
    return comments


def test_a_certain_correction_of_a_changed_line_is_a_suggestion(root: Path) -> None:
    replace(root, PILLAR, 'id: "2.10"', "id: 2.10")
    line = (root / PILLAR).read_text(encoding="utf-8").splitlines().index("      - id: 2.10") + 1
    (comment,) = suggestions(root)
    assert (comment["path"], comment["line"], comment["side"]) == (f"follow-up/{PILLAR}", line, "RIGHT")
    assert comment["body"].endswith('\n```suggestion\n      - id: "2.10"\n```')


def test_a_correction_of_a_line_that_did_not_change_is_no_suggestion(root: Path) -> None:
    replace(root, PILLAR, 'id: "2.10"', "id: 2.10")
    commit(root)
    replace(root, PILLAR, "timeframe: 2025?", "timeframe: 2027")
    assert suggestions(root) == []


def test_a_suggestion_does_not_end_early_or_notify_anybody(root: Path) -> None:
    replace(root, PILLAR, "text: Follow the review of the State", "text: Follow ```review``` @octocat #3 of the State")
    (comment,) = suggestions(root)
    head, fence, rest = comment["body"].partition("````suggestion\n")
    assert fence
    assert rest.endswith("\n````")
    assert "@octocat" not in head


def test_a_file_whose_lines_github_counts_differently_gets_no_suggestions(root: Path) -> None:
    text = (root / PILLAR).read_text(encoding="utf-8").replace('id: "2.10"', "id: 2.10")
    (root / PILLAR).write_bytes(b"# An old line end\r# Another line\n" + text.encode())
    assert suggestions(root) == []
    (root / PILLAR).write_bytes(text.replace("\n", "\r\n").encode())
    assert len(suggestions(root)) == 1


def test_a_review_has_at_most_20_suggestions(root: Path) -> None:
    actors = "".join(f"  - id: a-{number}\n    nmae: X\n    kind: ministry\n" for number in range(30))
    put(root, {"data/actors.yaml": (root / "data/actors.yaml").read_text(encoding="utf-8") + actors})
    assert len(suggestions(root)) == 20


def test_a_review_needs_a_change(root: Path) -> None:
    done = ask(root, "validate", "--format", "github-review")
    assert done.code == 2
    assert "error: --format github-review needs a change to review" in done.err


# The workflow


def steps() -> dict[str, dict[str, Any]]:
    """Return the named steps of the workflow that comments on pull requests."""
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/review.yml").read_text(encoding="utf-8"))
    return {step["name"]: step for step in workflow["jobs"]["review"]["steps"] if "name" in step}


GH = """#!/bin/sh
case "$*" in
  *--method*) echo "$@" >> "$CALLS"; cat >> "$CALLS" ;;
esac
"""


@pytest.fixture
def runner(tmp_path: Path, root: Path) -> dict[str, str]:
    """The environment of a runner: a repository with pull request 7, a clone of it, and a `gh` that notes its calls."""
    git(tmp_path, "switch", "--quiet", "--create", "proposal")
    replace(root, PILLAR, "timeframe: 2025?", "timeframe: 2027")
    replace(root, PILLAR, 'id: "2.10"', "id: 2.10")
    commit(root)
    git(tmp_path, "update-ref", "refs/pull/7/head", "HEAD")
    git(tmp_path, "switch", "--quiet", "main")
    programs = tmp_path / "programs"
    put(programs, {"gh": GH, "cobtrack": f'#!/bin/sh\nexec {sys.executable} -m cobtrack "$@"\n'})
    for program in programs.iterdir():
        program.chmod(0o755)
    git(tmp_path, "clone", "--quiet", "--branch", "main", str(tmp_path), "clone")
    return environment(
        PATH=f"{programs}:{os.environ['PATH']}", RUNNER_TEMP=str(tmp_path / "temp"), NUMBER="7", WORKSPACE="follow-up",
        CALLS=str(tmp_path / "calls"), COMMENTS="comments", COBTRACK_AS_OF="2026-02-01",
    )  # fmt: skip


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_the_workflow_posts_what_changes_and_what_can_be_corrected(tmp_path: Path, runner: dict[str, str]) -> None:
    (tmp_path / "temp").mkdir()
    for step in steps().values():
        command = ["bash", "-e", "-c", step["run"]]
        subprocess.run(command, cwd=tmp_path / "clone", env=runner, check=True, stdin=subprocess.DEVNULL)
    calls = (tmp_path / "calls").read_text(encoding="utf-8")
    comment = (tmp_path / "temp/comment.md").read_text(encoding="utf-8")
    assert f"--method POST comments/7/comments --field body=@{tmp_path}/temp/comment.md" in calls
    assert "**2.7** Support a mid-term review in 2025 (year TBD): was 2025 (year TBD), now 2027" in comment
    assert f'"path":"follow-up/{PILLAR}"' in calls
    assert r"```suggestion\n      - id: \"2.10\"\n```" in calls


def test_the_workflow_never_runs_anything_in_the_pull_request() -> None:
    text = (REPOSITORY / ".github/workflows/review.yml").read_text(encoding="utf-8")
    for step in yaml.safe_load(text)["jobs"]["review"]["steps"]:
        assert "ref" not in step.get("with", {})
        assert "pip" not in step.get("run", "") or step["run"] == "python -m pip install ."
    uses = [line.split()[0] for line in text.splitlines() if "proposed" in line and not line.lstrip().startswith("#")]
    assert set(uses) == {"-", "git", "cobtrack", 'proposed="$RUNNER_TEMP/proposed/$WORKSPACE"'}


# Assessments


VIEW = "{date: 2025-03-01, voice: un, level: partly, reason: It is in the plan.}"


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (VIEW, ""),
        (f"{VIEW}, {VIEW.replace('2025', '2026').replace('partly', 'largely')}", ""),
        (VIEW.replace("}", ", evidence: [{bearing: supports, source: Minutes}]}"), ""),
        (VIEW.replace("It is in the plan.", "{en: It is in the plan., km: ក្នុងផែនការ}"), ""),
        (VIEW.replace("partly", "largely"), "of 2025-03-01 (un) was changed: level"),
        (VIEW.replace("}", ", grade: B}").replace("plan", "law"), "of 2025-03-01 (un) was changed: grade and reason"),
        (VIEW.replace("}", ", provisional: true}").replace("partly", "none"), ""),
        (VIEW.replace("un, level: partly", "nhri, level: none").replace("2025", "2026"), "removed: 2025-03-01, un"),
        ("", "removed: 2025-03-01, un, partly"),
    ],
)  # fmt: skip
def test_an_assessment_is_added_not_changed(root: Path, after: str, message: str) -> None:
    summary = "    summary: Forbid corporal punishment everywhere.\n"
    replace(root, CRC, summary, f"{summary}    assessments: [{VIEW}]\n")
    commit(root)
    replace(root, CRC, f"    assessments: [{VIEW}]\n", f"    assessments: [{after}]\n" if after else "")
    problems = [problem for problem in found(root) if "COB604" in problem]
    assert len(problems) == bool(message)
    assert message in "".join(problems)


def test_what_somebody_said_about_a_measure_is_not_changed_but_a_fact_can_be(root: Path) -> None:
    measures = "data/measures/measures.yaml"
    fact, claim = "{date: 2022-09-20, stage: issued}", "{date: 2024, stage: implemented, voice: government}"
    replace(root, measures, f"- {fact}\n", f"- {fact}\n      - {claim}\n")
    commit(root)
    replace(root, measures, fact, fact.replace("20,", "21,"))
    assert not [problem for problem in found(root) if "COB604" in problem]
    replace(root, measures, claim, claim.replace("implemented", "in-force"))
    [problem] = [problem for problem in found(root) if "COB604" in problem]
    assert 'the stage "implemented" (government, 2024) of circular-06 was changed or removed' in problem
