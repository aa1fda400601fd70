"""Make a large workspace: python benchmarks/generate.py FOLDER --recommendations 2000."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

PER_DOCUMENT = 2000
_WORDS = """
adopt allocate allegations awareness birth budget children commune comprehensive coordination data
disabilities disaggregated discrimination education effective ensure establish family guarantee
implement independent indigenous investigate legislation measures mechanism mental monitoring
national poverty prevention protection provide public reintegration resources rights rural services
social state strengthen support system training violence
""".split()
_SETTINGS = """\
schema: 2
state: KEN
state_name: Kenya
treaty_body: crc
timezone: UTC
languages: [en]
clusters: {education: Education, family: Family}
"""
_MECHANISM = """\
id: crc
name: Committee on the Rights of the Child
acronym: CRC
kind: treaty-body
source: made up
deadlines:
  - id: crc-state-report
    title: Next report
    kind: state-report
    owner: state
    due: 2030-11
    certainty: tentative
    source: made up
"""
_ACTORS = """\
actors:
  - id: ministry
    name: Ministry
    kind: ministry
    source: made up
"""
_ROADMAP = """\
title: Roadmap
period: 2022/2030
versions:
  - number: 1
    date: 2022-11-30
    note: The first version.
maintainer: ministry
sections:
  - title: Background
    text: [Made up.]
"""


def workspace(folder: Path, recommendations: int, per_document: int = PER_DOCUMENT) -> None:
    """Write a valid workspace with this many recommendations, at most `per_document` in each file."""
    pick = random.Random(42)
    for name in ("pillars", "recommendations", "reports-due"):
        (folder / "data" / name).mkdir(parents=True, exist_ok=True)
    (folder / "cobtrack.yaml").write_text(_SETTINGS)
    (folder / "data/reports-due/crc.yaml").write_text(_MECHANISM)
    (folder / "data/actors.yaml").write_text(_ACTORS)
    (folder / "data/roadmap.yaml").write_text(_ROADMAP)
    name, previous = "", ""
    for number, first in enumerate(range(0, recommendations, per_document), 1):
        count = min(per_document, recommendations - first)
        name, previous = f"crc-{number:04}", name
        (folder / f"data/recommendations/{name}.yaml").write_text(_document(name, previous, count, pick))
    (folder / "data/pillars/1.yaml").write_text(_pillar(name, count))


def _pillar(document: str, count: int) -> str:
    """Return a pillar whose activities each name twenty recommendations of a document."""
    activities = "".join(
        f'      - id: "1.{number}"\n        text: Activity {number}\n        timeframe: 2022/2030\n'
        f"        responsible: [ministry]\n        recommendations:\n"
        + "".join(f"          - {document}:{paragraph}\n" for paragraph in range(first, min(first + 20, count + 1)))
        + "        progress:\n          - date: 2026-01-31\n            status: in-progress\n            note: Begun.\n"
        for number, first in enumerate(range(1, count + 1, 20), 1)
    )
    return f"pillar: 1\ntitle: Work\ncategories:\n  - title: All\n    activities:\n{activities}"


def _document(name: str, previous: str, count: int, pick: random.Random) -> str:
    paragraphs = "".join(_paragraph(name, number, pick) for number in range(1, count + 1))
    before = f"previous: {previous}\n" if previous else ""
    return (
        f"id: {name}\nsymbol: CRC/C/KEN/CO/{name}\ntitle: Concluding observations\nmechanism: crc\n{before}"
        f"adopted: 2022-06-03\nissued: 2022-06-27\nsource: made up\nparagraphs:\n{paragraphs}"
    )


def _paragraph(name: str, number: int, pick: random.Random) -> str:
    def sentence(length: int) -> str:
        return " ".join(pick.choices(_WORDS, k=length))

    return (
        f"  - id: {name}:{number}\n    kind: recommendation\n    heading: {sentence(4)}\n    cluster: education\n"
        f"    urgent: false\n    text: >-\n      The Committee recommends that the State party {sentence(10)}\n"
        f"      {sentence(12)}\n      {sentence(12)}\n    summary: {sentence(12)}\n    seen: full\n"
        f"    cites: [art. {number % 40 + 1}, SDG 16.2]\n    responsible:\n"
        f"      - ministry\n    source: made up, para. {number}\n"
    )


def observations(path: Path, paragraphs: int) -> None:
    """Write an official document with this many numbered paragraphs, in the layout of the UN; needs python-docx."""
    from docx import Document  # noqa: PLC0415

    made = Document()
    made.add_paragraph("CRC/C/KEN/CO/9")
    made.add_paragraph("Concluding observations on the ninth periodic report of Kenya")
    made.add_heading("I. Introduction", 1)
    made.add_paragraph("1. The Committee considered the report.")
    made.add_heading("II. Main areas of concern and recommendations", 1)
    for number in range(2, paragraphs + 1):
        text = "is concerned about this" if number % 2 == 0 else "recommends that the State party act on this"
        made.add_paragraph(f"{number}. The Committee {text}: {' '.join(_WORDS)}.")
    made.save(str(path))


def uhri(path: Path, records: int) -> None:
    """Write an export of the Universal Human Rights Index in which few records are about the workspace's State."""
    words = " ".join(_WORDS)
    with path.open("w", encoding="utf-8") as file:
        for number in range(records):
            record = {
                "AnnotationId": f"annotation-{number}",
                "AnnotationType": "- Recommendations",
                "Body": "- CRC",
                "Countries": ["Kenya" if number % 500 == 0 else "Peru"],
                "PublicationDate": "2025-02-12T00:00:00",
                "Symbol": f"CRC/C/KEN/CO/{number % 4}",
                "Text": f"{number % 90 + 1}. The Committee recommends this: {words} {words}",
                "Themes": ["Education"],
            }
            file.write(("[" if not number else ",\n") + json.dumps(record))
        file.write("]\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--recommendations", type=int, default=2000)
    given = parser.parse_args()
    workspace(given.folder, given.recommendations)
