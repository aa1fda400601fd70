"""A lettered item inherits values of its paragraph, and they are shown as those of the paragraph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import ask, bare, replace, site_pages, visible, words

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-26"
CRC = "data/recommendations/crc-2022.yaml"
CRITERIA = """\
criteria:
  - {id: severity, title: Severity, axis: importance, weight: 1}
  - {id: urgent, title: Urgent, axis: importance, weight: 1}
  - {id: repeated, title: Repeated, axis: importance, weight: 1}
"""
FILES = {
    CRC: """\
id: crc-2022
symbol: CRC/C/KHM/CO/4-6
title: Concluding observations
mechanism: crc
previous: crc-2011
source: OHCHR
paragraphs:
  - id: crc-2022:26
    kind: recommendation
    text: "The Committee urges the State party to:"
    cluster: violence
    urgent: true
    responsible: [mosvy]
    groups: [twg-1]
    position: supported
    themes: [Violence]
    links: [{to: crc-2011:5, kind: repeats}]
    scores: [{criterion: severity, score: 3, reason: It is grave}]
    assessments:
      - {date: 2025-05-01, voice: government, level: partly, reason: A draft., evidence: [{bearing: supports, source: Gazette}]}
      - {date: 2025-06-01, voice: children, level: none, reason: Nothing., evidence: [{bearing: supports, source: A survey}]}
  - id: crc-2022:26a
    kind: recommendation
    text: Prohibit it in law;
  - id: crc-2022:26b
    kind: recommendation
    text: Raise awareness.
    responsible: [moj]
    assessments:
      - {date: 2026-01-01, voice: children, level: largely, reason: Posters., evidence: [{bearing: supports, source: A survey}]}
  - {id: crc-2022:26b-i, kind: recommendation, text: In schools;}
  - {id: crc-2022:27, kind: recommendation, text: Something else.}
""",
    "data/recommendations/crc-2011.yaml": """\
id: crc-2011
symbol: CRC/C/KHM/CO/2-3
title: Earlier ones
mechanism: crc
source: OHCHR
paragraphs: [{id: crc-2011:5, kind: recommendation, text: Prohibit it.}]
""",
    "data/reports-due/crc.yaml": "id: crc\nname: Committee\nacronym: CRC\nkind: treaty-body\nsource: S\n",
    "data/actors.yaml": """\
actors:
  - {id: mosvy, acronym: MoSVY, kind: ministry, source: S}
  - {id: moj, acronym: MoJ, kind: ministry, source: S}
  - {id: twg-1, acronym: TWG 1, kind: working-group, source: S}
""",
    "data/pillars/1.yaml": """\
pillar: 1
title: P
categories:
  - title: C
    activities: [{id: "1.1", text: Act, timeframe: 2022/2027, recommendations: ["crc-2022:26"]}]
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a paragraph that has every value, and lettered items that have few."""
    place = bare(tmp_path, FILES)
    settings = place / "cobtrack.yaml"
    settings.write_text(settings.read_text() + CRITERIA)
    return place


def listed(root: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """The recommendations by id."""
    done = ask(root, "list", "recommendations", *arguments, "--format", "json", as_of=DAY)
    return {row["id"]: row for row in json.loads(done.out)["recommendations"]}


def test_json_has_the_values_of_the_paragraph_and_says_where_they_are_from(root: Path) -> None:
    rows = listed(root)
    whole, item = rows["crc-2022:26"], rows["crc-2022:26a"]
    for name in ("urgent", "responsible", "groups", "cluster", "position", "levels", "activities", "stale"):
        assert item[name] == whole[name], name
    assert item["priority"]["band"] == whole["priority"]["band"] != "not-scored"
    assert item["inherited"]["from"] == "crc-2022:26"
    assert {"urgent", "responsible", "groups", "cluster", "position", "scores.severity", "assessments", "activities",
            "levels.government", "levels.children"} <= set(item["inherited"]["fields"])  # fmt: skip
    assert "inherited" not in whole
    assert "inherited" not in rows["crc-2022:27"]


def test_themes_stay_with_the_paragraph(root: Path) -> None:
    assert "themes" not in listed(root)["crc-2022:26a"]


def test_an_items_own_value_takes_precedence(root: Path) -> None:
    item = listed(root)["crc-2022:26b"]
    assert item["responsible"] == ["moj"]
    assert item["levels"] == {"government": "partly", "children": "largely"}
    assert "levels.children" not in item["inherited"]["fields"]
    assert "responsible" not in item["inherited"]["fields"]


def test_an_item_of_an_item_inherits_from_it(root: Path) -> None:
    item = listed(root)["crc-2022:26b-i"]
    assert item["responsible"] == ["moj"]
    assert item["urgent"]
    assert item["activities"] == ["1.1"]
    assert item["levels"] == {"government": "partly", "children": "largely"}


@pytest.mark.parametrize("filters", [["--status", "urgent"], ["--status", "repeated"], ["--actor", "mosvy"],
                                     ["--status", "supported"], ["--pillar", "1"], ["--status", "partly"],
                                     ["--cluster", "violence"]])  # fmt: skip
def test_filters_find_the_items(root: Path, filters: list[str]) -> None:
    result = listed(root, *filters)
    assert "crc-2022:26a" in result
    assert "crc-2022:27" not in result


def test_a_contradiction_of_an_item_does_not_count_as_repeating_its_paragraph(root: Path) -> None:
    replace(
        root, CRC, "    text: Prohibit it in law;\n", "    text: A\n    links: [{to: crc-2011:5, kind: contradicts}]\n"
    )
    result = listed(root, "--status", "repeated")
    assert "crc-2022:26a" not in result
    assert {"crc-2022:26", "crc-2022:26b", "crc-2022:26b-i"} <= set(result)


def test_list_and_show_name_the_paragraph_that_a_value_is_from(root: Path) -> None:
    line = next(one for one in ask(root, "list", "recommendations", as_of=DAY).out.splitlines() if "26a" in one)
    assert "urgent, for all of para. 26" in line
    assert "partly (government, 2025-05-01, for all of para. 26)" in line
    shown = words(ask(root, "show", "crc-2022:26a", as_of=DAY).out)
    for said in ("urgent yes, for all of para. 26", "responsible mosvy, for all of para. 26", "helped by 1.1, for all of para. 26",
                 "It is grave, for all of para. 26", "repeated crc-2011:5, for all of para. 26"):  # fmt: skip
        assert said in shown, said
    assert "A draft. supports: Gazette for all of para. 26" in shown
    assert "as of para" not in ask(root, "show", "crc-2022:26", as_of=DAY).out


def test_the_matrix_counts_items_with_the_values_of_their_paragraph(root: Path) -> None:
    done = ask(root, "matrix", "--rows", "cluster", "--columns", "urgent", "--format", "json", as_of=DAY)
    made = json.loads(done.out)
    cells = {(cell["row"], cell["column"]): cell["ids"] for cell in made["matrix"]}
    assert set(cells["violence", "urgent"]) == {"crc-2022:26", "crc-2022:26a", "crc-2022:26b", "crc-2022:26b-i"}
    assert "crc-2022:26a" in made["inherited"]


def test_items_do_not_rank_after_less_urgent_recommendations(root: Path) -> None:
    text = ask(root, "render", "alternative-report.md", "-o", "-", as_of=DAY).out
    first = text.partition("## What to raise first")[2].partition("\n## ")[0]
    assert first.index("Para. 26: Violence against children (urgent)") < first.index("Para. 27")


def test_the_site_shows_an_inherited_value_as_that_of_the_paragraph(root: Path) -> None:
    text = visible(site_pages(root, as_of=DAY)["document-crc-2022.html"])
    assert "Government, 1 May 2025, for all of para. 26" in text
    assert "MoSVY, for all of para. 26" in text


def test_an_assessment_of_the_whole_paragraph_is_reported_once_and_not_at_each_item(root: Path) -> None:
    text = ask(root, "render", "alternative-report.md", "-o", "-", as_of=DAY).out
    assert text.count("A draft.") == 1
    assert "**(b)** Children, January 2026: **largely carried out**" in text
    assert "**(a)**" not in text, "only its whole paragraph was assessed"


def test_the_summary_sheet_of_a_cluster_has_the_items(root: Path) -> None:
    text = ask(root, "render", "summary-sheet.md", "--topic", "violence", "-o", "-", as_of=DAY).out
    items = text.partition("Para. 26")[2].partition("\n## ")[0]
    assert "**(a)** “Prohibit it in law;”" in items
    assert "**(b) (i)** “In schools;”" in items


def test_sums_say_how_many_were_assessed_only_through_their_paragraph(root: Path) -> None:
    told = words(ask(root, "status", "--recommendations", as_of=DAY).out)
    assert "4 assessed (2 only through their paragraph)" in told


def test_no_rule_calls_an_item_uncovered_if_its_paragraph_is_covered(root: Path) -> None:
    found = json.loads(ask(root, "validate", "--format", "json", as_of=DAY).out)["problems"]
    [message] = [one["message"] for one in found if one["code"] == "COB406"]
    assert message.endswith(": 27")


def test_no_assessment_is_inherited_before_its_day(root: Path) -> None:
    done = ask(root, "list", "recommendations", "--format", "json", as_of="2025-04-30")
    row = next(one for one in json.loads(done.out)["recommendations"] if one["id"] == "crc-2022:26a")
    assert row["levels"] == {}


def test_the_files_do_not_change(root: Path) -> None:
    before = (root / CRC).read_text()
    report = ["--voice", "un", "--level", "partly", "--note", "Seen.", "--evidence", "https://example.org/x"]
    assert ask(root, "log", "crc-2022:26a", *report, as_of=DAY).code == 0
    assert (root / CRC).read_text().count("A draft.") == before.count("A draft.")
    replace(root, CRC, "urgent: true", "urgent: false")
    assert "urgent" not in listed(root)["crc-2022:26a"]["inherited"]["fields"]
