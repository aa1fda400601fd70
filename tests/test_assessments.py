"""Assessments of a recommendation on a day: when they are stale, and which document is the newest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cobtrack.model.records.document import Paragraph
from cobtrack.store.load import load
from cobtrack.views.assessments import latest_by_voice
from cobtrack.views.recommendations import documents_newest_first
from tests.support import workspace

if TYPE_CHECKING:
    from pathlib import Path

ASSESSED = Paragraph.model_validate(
    {
        "id": "crc-2031:11",
        "kind": "recommendation",
        "assessments": [{"date": "2025-12-01", "voice": "children", "level": "none", "reason": "Nobody told us."}],
    }
)


@pytest.mark.parametrize(("day", "stale"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True)])
def test_a_recommendation_is_stale_a_day_after_a_year_without_news(day: date, *, stale: bool) -> None:
    assert (day - date(2025, 12, 1)).days == 365 + stale
    assert latest_by_voice(ASSESSED, day).stale is stale


def test_the_newest_document_comes_first_whichever_of_its_dates_is_known(tmp_path: Path) -> None:
    days = {"upr-2024": "adopted: 2024-06-01", "cat-2010": "issued: 2010-12-20", "ced-2023": "considered: 2023-03"}
    found = workspace(tmp_path, {f"data/recommendations/{one}.yaml": _document(one, day) for one, day in days.items()})
    names = [one.id for one in documents_newest_first(load(found).workspace) if one.id in days]
    assert names == ["upr-2024", "ced-2023", "cat-2010"]


def _document(identifier: str, day: str) -> str:
    return f"id: {identifier}\ntitle: Observations\nmechanism: {identifier.partition('-')[0]}\n{day}\n"
