"""Sources with details: when they were published, where a copy is, and when somebody last saw them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cobtrack.model.types import SourceDetails
from cobtrack.store.load import load
from tests.cli_support import SMALL, ask, small
from tests.support import EXAMPLE, codes

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "data/actions/plan.yaml"
DETAILS = "{cite: '[Brief](https://example.org/b)', type: report, date: 2026-01, seen: 2026-01-30}"


def with_evidence(root: Path, evidence: str) -> Path:
    """Write a workspace with an action whose last report has this evidence."""
    progress = f"progress: [{{date: 2026-01-30, status: done, evidence: {evidence}}}]"
    return small(root, {ACTION: f"actions:\n  - {{id: brief, title: Brief, kind: action, {progress}}}\n"})


def test_a_source_is_a_text_or_a_mapping_alone_or_in_a_list(tmp_path: Path) -> None:
    for number, evidence in enumerate((DETAILS, f"[{DETAILS}, Minutes]", f"[{{en: Minutes, fr: PV}}, {DETAILS}]")):
        [action] = load(with_evidence(tmp_path / str(number), evidence)).workspace.actions
        [details] = [source.details for source in action.progress[0].evidence if source.details]
        assert "[Brief](https://example.org/b)" in action.progress[0].evidence
        assert (details.cite, str(details.date), str(details.seen)) == (
            "[Brief](https://example.org/b)",
            "2026-01",
            "2026-01-30",
        )


def test_the_example_has_every_detail() -> None:
    entries = [entry for action in load(EXAMPLE).workspace.actions for entry in action.progress]
    details = [source.details for entry in entries for source in entry.evidence if source.details]
    assert {name for one in details for name in one.model_fields_set} == {*SourceDetails.model_fields}


def test_each_mistake_in_the_details_is_reported_at_its_place(tmp_path: Path) -> None:
    root = with_evidence(tmp_path, "{cite: Minutes, type: rapport, archived: example.org, sha256: 1, tpye: law}")
    result = ask(root, "validate", "--format", "json")
    found = [(one["column"], one["message"]) for one in json.loads(result.out)["problems"] if one["file"] == ACTION]
    line = (root / ACTION).read_text(encoding="utf-8").splitlines()[1]
    assert found == [
        (line.index("rapport") + 1, '"type" cannot be "rapport"'),
        (line.index("example.org") + 1, '"example.org" is not a web address'),
        (line.index("1, tpye") + 1, "1 is a number, not a SHA-256 checksum"),
        (line.index("tpye") + 1, 'unknown field "tpye"'),
    ]
    assert "COB101" in codes(with_evidence(tmp_path / "x", "{type: law}"))


def test_set_writes_details_and_keeps_the_citation(tmp_path: Path) -> None:
    root = with_evidence(tmp_path, "https://example.org/b")
    assert ask(root, "set", "brief", "progress.1.evidence.1.seen=5 March 2026").code == 0
    assert 'evidence: {cite: "https://example.org/b", seen: 2026-03-05}' in (root / ACTION).read_text("utf-8")
    assert ask(root, "set", "brief", "progress.1.evidence+={cite: Minutes, date: May 2026}").code == 0
    assert "seen: 2026-03-05}, {cite: Minutes, date: 2026-05}]" in (root / ACTION).read_text("utf-8")
    assert ask(root, "set", "brief", "progress.1.evidence.1.seen=", "progress.1.evidence.2=Report").code == 0
    assert 'evidence: [{cite: "https://example.org/b"}, Report]' in (root / ACTION).read_text("utf-8")


def test_show_and_json_have_the_details(tmp_path: Path) -> None:
    root = with_evidence(tmp_path, DETAILS)
    assert (
        "Brief, https://example.org/b (report, January 2026, last seen: 30 January 2026)"
        in ask(root, "show", "brief").out
    )
    [record] = json.loads(ask(root, "show", "brief", "--format", "json").out)["records"]
    assert record["progress"][0]["evidence"] == [
        {"cite": "[Brief](https://example.org/b)", "type": "report", "date": "2026-01", "seen": "2026-01-30"}
    ]


def test_documents_link_the_archived_copy(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = root / "data/recommendations/crc-2022.yaml"
    old = "source: CRC/C/KHM/CO/4-6\nnot_seen"
    new = "source: {cite: Decision, archived: https://example.org/copy}\nnot_seen"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert "Decision ([archived copy](<https://example.org/copy>))" in ask(root, "render", "roadmap.md", "-o", "-").out
    assert "archived copy" not in ask(SMALL, "render", "roadmap.md", "-o", "-").out
