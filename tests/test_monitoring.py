"""What became of a recommendation on a day: when it is stale."""

from __future__ import annotations

from datetime import date

import pytest

from cobtrack.model.document import Paragraph
from cobtrack.views.monitoring import standing

ASSESSED = Paragraph.model_validate(
    {
        "id": "crc-2031:11",
        "kind": "recommendation",
        "assessments": [{"date": "2025-12-01", "voice": "children", "level": "none", "reason": "Nobody told us."}],
    }
)


@pytest.mark.parametrize(("day", "stale"), [(date(2026, 12, 1), False), (date(2026, 12, 2), True)])
def test_it_is_stale_after_a_year_without_news_and_not_on_the_day_itself(day: date, *, stale: bool) -> None:
    assert (day - date(2025, 12, 1)).days == 365 + stale
    assert standing(ASSESSED, day).stale is stale
