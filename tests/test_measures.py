"""What the State has done: measures, their stages, who says so, and the recommendations that they answer."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cobtrack.model.inheritance import with_inherited
from cobtrack.store.load import load
from cobtrack.views.changes.dated import dated_updates
from cobtrack.views.measures import Answers, state
from tests.cli_support import ask, replace, small
from tests.support import EXAMPLE
from tests.test_recommendations import FILES

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.records.measure import Measure

LAWS = """\
measures:
  - id: school-law
    title: School Law
    kind: law
    issuer: [cncc]
    stages:
      - {date: 2022-05, stage: drafted, voice: government}
      - {date: 2023-05-03, stage: adopted, source: The gazette}
      - {date: 2024, stage: implemented, voice: government, source: State report}
      - {date: 2025-02, stage: in-force, voice: civil-society, note: Pupils still pay.}
    recommendations: [crc-2022:42]
    articles: [{number: Article 4, text: School is free., recommendations: [crc-2031:11]}]
    source: The gazette
  - {id: old-plan, title: Old plan, stages: [{date: 2020, stage: adopted}, {date: 2023-06, stage: stopped}],
     recommendations: [crc-2022:42a], source: Us}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path, {**FILES, "data/measures/laws.yaml": LAWS})


def measure(root: Path, identifier: str) -> Measure:
    return next(row for row in load(root).workspace.measures if row.id == identifier)


@pytest.mark.parametrize(
    ("day", "current", "exists"),
    [
        ("2022-05-30", [], False),
        ("2022-12-31", [("government", "drafted")], False),
        # A draft says nothing any more once the law is adopted.
        ("2023-12-31", [(None, "adopted")], True),
        # A date that can mean several days counts from the last of them.
        ("2024-12-30", [(None, "adopted")], True),
        ("2024-12-31", [("government", "implemented")], True),
        ("2025-12-31", [("government", "implemented"), ("civil-society", "in-force")], True),
    ],
)
def test_the_current_stage_is_what_each_voice_last_said(
    root: Path, day: str, current: list[tuple[str | None, str]], *, exists: bool
) -> None:
    row = state(measure(root, "school-law"), date.fromisoformat(day))
    assert ([(stage.voice, stage.stage) for stage in row.current], row.exists) == (current, exists)


def test_a_measure_that_was_stopped_is_shown_and_no_longer_exists(root: Path) -> None:
    row = state(measure(root, "old-plan"), date(2026, 2, 1))
    assert (row.stage, row.exists) == ("stopped", False)


@pytest.mark.parametrize(
    "ended",
    [
        "{date: 2020, stage: drafted}, {date: 2023, stage: stopped}",
        "{date: 2020, stage: adopted}, {date: 2023, stage: repealed}",
    ],
)
def test_a_new_draft_does_not_bring_back_what_has_ended(tmp_path: Path, ended: str) -> None:
    stages = f"{ended}, {{date: 2025-05, stage: drafted, voice: government}}"
    text = f"measures: [{{id: law, title: Law, stages: [{stages}], recommendations: [crc-2022:42], source: Us}}]"
    root = small(tmp_path, {**FILES, "data/measures/laws.yaml": text})
    row = state(measure(root, "law"), date(2026, 2, 1))
    assert (row.current[-1].stage, row.exists) == ("drafted", False)


def test_an_item_has_the_measures_that_answer_it_its_articles_and_its_whole_paragraph(root: Path) -> None:
    workspace = with_inherited(load(root).workspace)
    answers = Answers(workspace, date(2026, 2, 1))

    def found(identifier: str) -> list[tuple[str, list[str], bool]]:
        paragraph = next(row for row in workspace.recommendations if row.id == identifier)
        return [
            (answer.state.measure.id, [str(article.number) for article in answer.articles], answer.of_whole)
            for answer in answers.to(paragraph)
        ]

    assert found("crc-2031:11") == [("school-law", ["Article 4"], False)]
    assert found("crc-2022:42a") == [("old-plan", [], False), ("school-law", [], True)]


def test_list_and_show_say_what_the_state_has_done_on_the_day(root: Path) -> None:
    rows = json.loads(ask(root, "list", "measures", "--format", "json").out)["measures"]
    assert [(row["id"], row["state"], [stage["stage"] for stage in row["current"]]) for row in rows] == [
        ("school-law", "in-force", ["implemented", "in-force"]), ("old-plan", "stopped", ["stopped"]),
        ("circular-06", "issued", ["issued"]),
    ]  # fmt: skip
    filters = {"--status": "implemented", "--actor": "cncc", "--document": "crc-2031", "--year": "2025"}
    for name, value in filters.items():
        listed = json.loads(ask(root, "list", "measures", name, value, "--format", "json").out)["measures"]
        assert [row["id"] for row in listed] == ["school-law"], name
    text = " ".join(ask(root, "show", "crc-2022:42a").out.split())
    assert (
        "the State did old-plan Old plan: stopped (2023-06) school-law School Law: implemented (government, 2024), "
        "in-force (civil-society, 2025-02), for all of para. 42"
    ) in text
    before = ask(root, "show", "crc-2022:42a", as_of="2023-12-31").out
    assert "school-law  School Law: adopted (2023-05-03)" in before
    shown = " ".join(ask(root, "show", "school-law").out.split())
    assert "February 2025, civil-society: in-force. Pupils still pay." in shown
    assert "Article 4: School is free. answers crc-2031:11" in shown


def test_log_adds_a_stage_with_who_says_so(root: Path) -> None:
    done = ask(root, "log", "school-law", "--stage", "amended", "--voice", "un", "--date", "2025-06", "-e", "Report")
    assert done.code == 0, done.err
    text = (root / "data/measures/laws.yaml").read_text(encoding="utf-8")
    assert (
        "- date: 2025-06\n        stage: amended\n        voice: un\n        source: Report\n    recommendations"
        in text
    )
    assert "--level does not apply to a measure" in ask(root, "log", "old-plan", "--level", "partly").err
    missing = ask(root, "log", "old-plan", "--voice", "un")
    assert missing.err.startswith("error: old-plan is a measure: --stage is missing\n")


def test_documents_print_each_view_with_its_date(tmp_path: Path) -> None:
    ask(EXAMPLE, "render", "state-report-input.md", "-o", str(tmp_path), as_of="2026-11-26")
    text = (tmp_path / "state-report-input.md").read_text(encoding="utf-8")
    views = (
        "Government (November 2025): *implemented*. Every district has a child protection officer. "
        "Source: <https://example.org/state-report>. Civil society (January 2026): *in force*."
    )
    # Once in the list of all measures, and once at the recommendation.
    assert text.count(views) == 2
    assert "Article 12: Nobody may beat a child, neither at home nor at school." in text


def test_a_new_stage_is_a_change_that_names_who_says_so(root: Path) -> None:
    replace(root, "data/measures/laws.yaml", "note: Pupils still pay.}", "note: Pupils still pay.}\n      - "
            "{date: 2026-01-20, stage: amended, voice: government}")  # fmt: skip
    updates = [update for group in dated_updates(load(root).workspace, date(2026, 2, 1)) for update in group.updates]
    of_law = [(update.topic, update.sentence) for update in updates if update.id == "school-law"]
    assert of_law[-1] == ("measure", "amended (20 January 2026, government)")
