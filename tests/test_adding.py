"""A status word, a kind of record and a rule can be added in the files that docs/architecture.md lists, and work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.cli_support import DAY, REPOSITORY
from tests.test_architecture import files_to_touch

if TYPE_CHECKING:
    from pathlib import Path

COPIED = ("src", "templates", "data", "schema", "docs", "tools")

TRAINING = '''\
"""data/trainings/: who learned about the recommendations."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Record
from cobtrack.model.types import ActorRef, FormerIds, Id, Many, ParagraphRef, Sources, Text


class Training(Record):
    """A course about the recommendations."""

    id: Id
    formerly: FormerIds = ()
    title: Text
    date: Timeframe
    method: Literal["workshop", "on-paper"]
    """How people learned."""
    organisers: Many[ActorRef] = ()
    """The organisations that held it."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that were taught."""
    source: Sources = ()
    audience: Audience | None = None


class Trainings(Record):
    """A collection of trainings."""

    trainings: Many[Training]
'''
TRAININGS = """\
trainings:
  - id: teachers-2026
    title: Training of teachers
    date: 2026-01-17
    method: on-paper
    organisers: [coalition]
    recommendations: [crc-2022:26]
    source: https://example.org/training
    audience: public
"""
RULE = '''

@rule("COB499", "short-title", Severity.WARNING)
def short_title(workspace: Workspace) -> Iterator[Finding]:
    """The title of a category is a single word.

    Wrong:  title: Reviews
    Right:  title: Reviews and submission to the Committee
    """
    for pillar in workspace.pillars:
        for category in pillar.categories:
            if " " not in category.title:
                yield Finding(category.place.at("title"), f"{category.title} is a single word", "add what it is about")
'''


@dataclass
class Copy:
    """A copy of the repository, and the files in it that were changed."""

    root: Path
    changed: set[str] = field(default_factory=set)

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace `old`, which occurs once in a file."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} appears {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.changed.add(file)

    def add(self, file: str, text: str) -> None:
        """Add text at the end of a file, which may be new."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as handle:
            handle.write(text)
        self.changed.add(file)

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the Python code of the copy."""
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src")}
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, check=False,
            timeout=60,
        )  # fmt: skip

    def ask(self, *arguments: str, code: int = 0) -> str:
        """Run cobtrack of the copy on its example workspace; return everything that it prints."""
        done = self.python("-m", "cobtrack", *arguments, "--root", "docs/example", "--as-of", DAY)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    def generate(self) -> None:
        """Make the files that are generated from the models."""
        for command in (("-m", "cobtrack", "schema"), ("tools/data_reference.py",)):
            done = self.python(*command)
            assert done.returncode == 0, done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    for name in COPIED:
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "cobtrack.yaml", tmp_path)
    return Copy(tmp_path)


def assert_only_listed(copy: Copy, title: str) -> None:
    """Check that every changed file is one that the page lists for this, or in a folder that it lists."""
    listed = files_to_touch(title)
    for file in copy.changed:
        assert any(file == one or (one.endswith("/") and file.startswith(one)) for one in listed), file


def test_a_status_word_is_a_word_in_the_model_and_a_label(copy: Copy) -> None:
    copy.replace(
        "src/cobtrack/model/records/shared.py", '"planned", "in-progress",', '"planned", "delayed", "in-progress",'
    )
    copy.replace("src/cobtrack/model/labels.py", '    "planned": Label("planned"),\n',
                 '    "planned": Label("planned"),\n    "delayed": Label("delayed by others"),\n')  # fmt: skip
    copy.generate()
    assert_only_listed(copy, "A status word")

    assert "delayed" in copy.python("-m", "cobtrack", "log", "--help").stdout
    copy.ask("log", "2.7", "--status", "delayed", "--note", "The Council has other priorities.")
    assert (
        "status: delayed"
        in (copy.root / "docs/example/data/pillars/2-collaboration-with-the-government.yaml").read_text()
    )
    assert "no errors" in copy.ask("validate")
    assert "delayed" in copy.ask("status")
    assert "2.7" in copy.ask("list", "--status", "delayed")
    assert (
        json.loads(copy.ask("list", "--status", "delayed", "--format", "json"))["activities"][0]["status"] == "delayed"
    )
    assert "delayed" in copy.ask("show", "2.7")
    assert "Delayed by others" in copy.ask("render", "roadmap.md", "-o", "-")
    assert "Delayed by others" in copy.ask("render", "roadmap.html", "-o", "-")
    assert '"delayed"' in (copy.root / "schema/pillar.json").read_text()
    assert "`delayed` (delayed by others)" in (copy.root / "docs/data-reference.md").read_text()


def test_a_kind_of_record_is_a_model_and_a_line_for_each_question_about_it(copy: Copy) -> None:
    copy.add("src/cobtrack/model/records/training.py", TRAINING)
    kinds, workspace = "src/cobtrack/model/kinds.py", "src/cobtrack/model/workspace.py"
    copy.replace(kinds, "from cobtrack.model.records.document import",
                 "from cobtrack.model.records.training import Training, Trainings\n"
                 "from cobtrack.model.records.document import")  # fmt: skip
    copy.replace(kinds, '    Kind("actions",',
                 '    Kind("trainings", Trainings, "data/trainings", "training_files",'
                 ' {"trainings": Training}, required=False),\n    Kind("actions",')  # fmt: skip
    copy.replace(workspace, "    action_files:", "    training_files: tuple[Trainings, ...] = ()\n    action_files:")
    copy.replace(workspace, "    @cached_property\n    def actions(",
                 "    @cached_property\n    def trainings(self) -> tuple[Training, ...]:\n"
                 '        """Return all trainings."""\n'
                 "        return tuple(one for file in self.training_files for one in file.trainings)\n\n"
                 "    @cached_property\n    def actions(")  # fmt: skip
    copy.replace("src/cobtrack/model/audience.py", '    "Criterion": {',
                 '    "Training": {"public": "id title date method organisers recommendations source audience"},\n'
                 '    "Trainings": {"public": "trainings"},\n    "Criterion": {')  # fmt: skip
    labels = "src/cobtrack/model/labels.py"
    copy.replace(labels, "RELATION: Vocabulary = {\n",
                 'RELATION: Vocabulary = {\n    "organisers": Label("organisers", inverse="held the training"),\n'
                 '    "Training.recommendations": Label("recommendations", inverse="taught in"),\n')  # fmt: skip
    copy.replace(labels, "VOCABULARIES:", 'METHOD: Vocabulary = {\n    "workshop": Label("workshop", "workshops"),\n'
                 '    "on-paper": Label("in writing"),\n}\n\nVOCABULARIES:')  # fmt: skip
    copy.replace(labels, '    "move": MOVE,\n', '    "move": MOVE,\n    "method": METHOD,\n')
    copy.replace(
        "src/cobtrack/cli/options.py",
        '    "measures", "consultations", "budgets", "data_sources",\n',
        '    "measures", "consultations", "budgets", "data_sources", "trainings",\n',
    )
    example = "docs/example/data/trainings/2026.yaml"
    copy.add(example, TRAININGS)
    copy.generate()
    assert_only_listed(copy, "A kind of record")

    assert "no errors" in copy.ask("validate")
    shown = copy.ask("show", "teachers-2026")
    assert "on-paper" in shown
    assert "organisers" in shown
    assert "coalition" in shown
    assert "held the training" in copy.ask("show", "coalition")
    assert "taught in" in copy.ask("show", "crc-2022:26")
    assert "trainings" in copy.python("-m", "cobtrack", "list", "--help").stdout
    assert "teachers-2026" in copy.ask("list", "trainings")
    listed = json.loads(copy.ask("list", "trainings", "--format", "json"))["trainings"]
    assert listed[0]["method"] == "on-paper"
    assert "teachers-2026" in copy.ask("list", "trainings", "--actor", "coalition")
    assert "organisers" in (copy.root / "schema/trainings.json").read_text()
    assert "## trainings" in (copy.root / "docs/data-reference.md").read_text()

    copy.ask("rename", "coalition", "our-coalition")
    assert "organisers: [our-coalition]" in (copy.root / example).read_text()
    copy.replace(example, "our-coalition", "our-coalitoin")
    problems = copy.ask("validate", code=1)
    assert "COB203" in problems
    assert 'did you mean "our-coalition"?' in problems


def test_a_rule_is_a_function(copy: Copy) -> None:
    copy.add("src/cobtrack/rules/gaps.py", RULE)
    assert_only_listed(copy, "A rule")

    copy.replace("docs/example/data/pillars/2-collaboration-with-the-government.yaml",
                 "  - title: Reviews and submission to the CRC Committee\n    activities", "  - title: Reviews\n    activities")  # fmt: skip
    problems = copy.ask("validate")
    assert "warning[COB499] Reviews is a single word" in problems
    assert "add what it is about" in problems
    rules = copy.python("-m", "cobtrack", "rules").stdout
    assert "short-title" in rules
    assert "Right:  title: Reviews and submission" in copy.python("-m", "cobtrack", "rules", "COB499").stdout
