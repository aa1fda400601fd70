"""Shipped files name no State: the workspace of another State has nothing about Cambodia."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli_support import REPOSITORY, ask, put, run

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-26"
OF_CAMBODIA = ("cambodia", "khm", "khmer", "phnom penh", "cncc", "mosvy")
PROCEDURES = sorted(one.stem for one in (REPOSITORY / "templates/procedures").glob("*.yaml"))
CRC = """\
id: crc
name: Committee on the Rights of the Child
acronym: CRC
kind: treaty-body
procedures: [PROCEDURE]
source: S
deadlines:
  - {id: crc-report, title: Report, kind: state-report, owner: state, step: state-report, due: 2027, source: S}
"""


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_document_of_another_state_does_not_mention_cambodia(tmp_path: Path, procedure: str) -> None:
    assert run("init", str(tmp_path), "--state", "KEN", "--state-name", "Kenya").code == 0
    put(tmp_path, {"data/reports-due/crc.yaml": CRC.replace("PROCEDURE", procedure)})
    out = tmp_path / "out"
    assert ask(tmp_path, "render", "-o", str(out), as_of=DAY).code == 0
    assert ask(tmp_path, "render", "summary-sheet", "-o", str(out), as_of=DAY).code == 2
    documents = sorted(out.iterdir())
    assert len(documents) >= 8
    for path in documents:
        # The style sheet names typefaces for Khmer script.
        text = re.sub(r"<style>.*?</style>", "", path.read_text(), flags=re.DOTALL).lower()
        assert not [word for word in OF_CAMBODIA if word in text], path.name
    # The steps of the procedure, with what is known of each, are in the page.
    assert "Pre-session" in (out / "roadmap.html").read_text()


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_shipped_procedure_names_no_state(procedure: str) -> None:
    text = (REPOSITORY / f"templates/procedures/{procedure}.yaml").read_text().lower()
    assert not [word for word in OF_CAMBODIA if word in text]


def test_the_simplified_procedure_holds_both_dates_of_the_alternative_report() -> None:
    text = " ".join((REPOSITORY / "templates/procedures/crc-simplified.yaml").read_text().split())
    step = text.partition("id: alternative-report")[2].partition("- id: pre-session")[0]
    assert "one month before the pre-session" in step
    assert "1 December for the pre-session in February, 1 April for that in June and 1 August" in step
    assert "https://www.ohchr.org/en/treaty-bodies/crc/information-civil-society-ngos-and-nhris" in step
