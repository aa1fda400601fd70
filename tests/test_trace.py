"""`cobtrack trace`: from the words of a recommendation to evidence, and the first missing link."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cli_support import SMALL, ask, small
from tests.filled import DAY
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINKS = ["words", "responsible", "measure", "action", "indicator", "evidence", "children"]


def trace(root: Path, *arguments: str, as_of: str = DAY) -> list[dict[str, Any]]:
    """Return the chains that `trace` finds."""
    result = ask(root, "trace", *arguments, "--format", "json", as_of=as_of)
    assert result.code == 0, result.err
    rows: list[dict[str, Any]] = json.loads(result.out)["trace"]
    return rows


class Judge:
    """A reader of the files who knows nothing of the program, and finds the first missing link of a recommendation."""

    def __init__(self, root: Path, day: str) -> None:
        self.day = day
        self.document = self.read(root / "data/recommendations/crc-2022.yaml")
        self.paragraphs = {row["id"]: row for row in self.document["paragraphs"]}
        self.records = {
            kind: [row for path in sorted((root / "data" / kind).glob("*.yaml")) for row in self.read(path)[kind]]
            for kind in ("measures", "actions", "indicators", "consultations")
        }

    @staticmethod
    def read(path: Path) -> dict[str, Any]:
        data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        return data

    def is_past(self, date: str) -> bool:
        """Whether a day, a month or a year is over by the day of the question."""
        return {4: f"{date}-12-31", 7: f"{date}-31"}.get(len(date), date) <= self.day

    def whole(self, identifier: str) -> dict[str, Any]:
        """The paragraph that contains a lettered item, or an empty mapping."""
        return self.paragraphs.get(identifier.rstrip("abcdefgh"), {}) if identifier[-1].isalpha() else {}

    def naming(self, kind: str, identifier: str) -> list[dict[str, Any]]:
        own, others = identifier, self.whole(identifier).get("id", "")

        def named(row: dict[str, Any]) -> list[str]:
            points = [point.get("done", {}).get("recommendations", []) for point in row.get("said", [])]
            points += [article.get("recommendations", []) for article in row.get("articles", [])]
            return [*row.get("recommendations", []), *(one for names in points for one in names)]

        rows = self.records[kind]
        if kind == "actions":
            rows = [row for row in rows if self.status(row) != "cancelled"]
        if kind == "consultations":
            rows = [row for row in rows if self.is_past(row["date"])]
        if kind == "measures":
            rows = [row for row in rows if self.exists(row)]
        return [row for row in rows if own in named(row)] or [row for row in rows if others in named(row)]

    def exists(self, row: dict[str, Any]) -> bool:
        """Whether a measure has been adopted or issued, and not repealed or stopped since."""
        past = [entry["stage"] for entry in row.get("stages", []) if self.is_past(entry["date"])]
        settled = [stage for stage in past if stage not in {"drafted", "consulted"}]
        return bool(settled) and settled[-1] not in {"repealed", "stopped"}

    def status(self, row: dict[str, Any]) -> str:
        past = [entry["status"] for entry in row.get("progress", []) if self.is_past(entry["date"])]
        return past[-1] if past else ""

    def evidence(self, identifier: str, assessments: list[dict[str, Any]]) -> Iterator[object]:
        adopted = self.document["adopted"]
        for assessment in assessments:
            yield from assessment.get("evidence", [])
        for row in self.naming("indicators", identifier):
            for value in row.get("values", []):
                if self.is_past(value["date"]) and f"{value['date']}-01-01"[:10] >= adopted:
                    yield value
        for row in self.naming("actions", identifier):
            for entry in row.get("progress", []):
                if self.is_past(entry["date"]):
                    yield from entry.get("evidence", [])

    def missing(self, identifier: str) -> list[str]:
        own, whole = self.paragraphs[identifier], self.whole(identifier)
        assessments = [row for part in (whole, own) for row in part.get("assessments", []) if self.is_past(row["date"])]
        views = [row for row in assessments if row["voice"] == "children"]
        there = {
            "words": own.get("text") or own.get("summary"),
            "responsible": own.get("responsible") or whole.get("responsible"),
            "measure": self.naming("measures", identifier),
            "action": self.naming("actions", identifier),
            "indicator": self.naming("indicators", identifier),
            "evidence": list(self.evidence(identifier, assessments)),
            "children": views or self.naming("consultations", identifier),
        }
        return [name for name in LINKS if not there[name]]


@pytest.mark.parametrize("day", ["2024-06-30", DAY])
def test_trace_names_the_first_broken_link_as_a_reader_of_the_files_does(filled_workspace: Path, day: str) -> None:
    chains = {row["id"]: row for row in trace(filled_workspace, "--document", "crc-2022", as_of=day)}
    judge = Judge(filled_workspace, day)
    chosen = random.Random(13).sample(list(chains), 20)
    found = {one: [name for name in LINKS if not chains[one]["links"][name]] for one in chosen}
    judged = {one: judge.missing(one) for one in chosen}
    assert found == judged
    assert {one: chains[one]["first_missing"] for one in chosen} == {
        one: next(iter(judged[one]), None) for one in chosen
    }
    # The chains of the sample are broken in several ways.
    assert len(set(map(tuple, judged.values()))) > 2


def test_a_chain_shows_what_counts_for_each_link_and_how_to_fill_the_first_gap() -> None:
    text = ask(EXAMPLE, "trace", "crc-2022:26", as_of="2026-12-31").out
    assert text.startswith("crc-2022:26  CRC/C/XXX/CO/4-6, para. 26\n")
    assert "ban-in-the-law" in text
    assert "58%" in text
    assert "female: 55%" in text
    assert "child-protection-law" in text
    assert "No link is missing." in text
    text = ask(EXAMPLE, "trace", "crc-2022:26", as_of="2024-04-30").out
    assert "First missing link: measure of the State" in text
    assert "cobtrack set MEASURE recommendations+=crc-2022:26" in text


def test_nothing_counts_before_its_date() -> None:
    links = trace(EXAMPLE, "crc-2022:26", as_of="2024-01-01")[0]["links"]
    assert (links["evidence"], links["children"]) == ([], [])
    assert links["action"]


def test_a_lettered_item_has_what_counts_for_its_paragraph_and_no_cancelled_action(tmp_path: Path) -> None:
    action = "actions: [{{id: brief, title: Brief, kind: action, recommendations: [crc-2022:42], progress: [{}]}}]\n"
    began, ended = "{date: 2025-01-01, status: planned}", "{date: 2025-06-01, status: cancelled}"
    root = small(tmp_path, {"data/actions/plan.yaml": action.format(f"{began}, {ended}")})
    [before] = trace(root, "crc-2022:42a", as_of="2025-05-31")
    assert before["links"]["action"] == [{"id": "brief", "text": "Brief", "for_whole": True}]
    [after] = trace(root, "crc-2022:42a", as_of="2025-06-01")
    assert after["links"]["action"] == []


def test_a_draft_for_an_item_does_not_hide_the_law_for_its_paragraph(tmp_path: Path) -> None:
    law = "{{id: {}, title: Law, stages: [{{date: 2025-01-01, stage: {}}}], recommendations: [{}], source: Us}}"
    laws = f"{law.format('law', 'adopted', 'crc-2022:42')}, {law.format('draft', 'drafted', 'crc-2022:42a')}"
    root = small(tmp_path, {"data/measures/laws.yaml": f"measures: [{laws}]\n"})
    [chain] = trace(root, "crc-2022:42a")
    assert [row["id"] for row in chain["links"]["measure"]] == ["law"]


def test_sums_count_whole_chains_and_first_missing_links_with_urgent_ones(tmp_path: Path) -> None:
    text = ask(SMALL, "trace", "--document", "crc-2022").out
    # 42 only opens the item 42a.
    assert "0 of 2 recommendations have a whole chain" in text
    assert re.search(r"^ +1 +1 +1 +1 +responsible body$", text, re.MULTILINE)
    assert [row["id"] for row in trace(SMALL, "--missing", "action")] == ["crc-2022:42a", "crc-2011:1", "crc-2022:1"]
    assert "no recommendations match" in ask(small(tmp_path), "trace", "--missing", "words").err
    assert "the workspace has no data sources yet" in ask(tmp_path, "list", "data-sources").err


def test_a_share_is_of_what_one_voice_has_assessed_by_the_end_of_a_year(tmp_path: Path) -> None:
    path = tmp_path / "data/recommendations/crc-2022.yaml"
    small(tmp_path)
    views = [("2023-05", "fully", "children"), ("2024-01", "none", "children"), ("2024-02", "no-information", "un")]
    lines = [f"      - {{date: {day}, level: {level}, voice: {voice}, reason: Told}}" for day, level, voice in views]
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(["    assessments:", *lines, ""]), encoding="utf-8")
    rows = [line.split() for line in ask(tmp_path, "trace", as_of="2024-07-01").out.splitlines()]
    assert ["1", "1", "of", "1", "-", "3", "June", "2023"] in rows
    assert ["2", "0", "of", "1", "-", "3", "June", "2024"] in rows
    assert ["3", "0", "of", "1", "-", "1", "July", "2024"] in rows
    data = json.loads(ask(tmp_path, "trace", "--format", "json", as_of="2024-07-01").out)
    last = data["shares"][0]["years"][-1]["by_voice"]
    assert last["children"] == {"carried_out": 0, "assessed": 1, "no_information": 0, "not_assessed": 1}
    assert last["un"] == {"carried_out": 0, "assessed": 0, "no_information": 1, "not_assessed": 1}
    assert data["sums"]["links"]["words"] == {"there": 3, "first_missing": 0, "first_missing_urgent": 0}


def test_a_chain_is_only_of_a_recommendation_and_has_no_filter() -> None:
    result = ask(SMALL, "trace", "crc-2022:42", "--cluster", "violence")
    assert (result.code, "leave one of them out" in result.err) == (2, True)
    assert "2.6 is not a recommendation" in ask(SMALL, "trace", "2.6").err


def test_the_review_for_members_says_what_is_missing_first_and_no_other_does() -> None:
    arguments = ("render", "annual-review.md", "-o", "-", "--audience")
    sums = (
        "0 of 2 current recommendations have everything from words to evidence and the view of children. "
        "What the others lack first: responsible body (1), measure of the State (1)."
    )
    assert sums in ask(SMALL, *arguments, "members").out
    assert "From words to evidence" not in ask(SMALL, *arguments, "public").out
