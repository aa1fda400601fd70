"""How a deadline stands on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from cobtrack.store.load import load
from cobtrack.views.deadlines import states
from tests.support import workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("days", "word"), [(184, "upcoming"), (183, "due-soon"), (0, "due-soon"), (-1, "overdue")])
def test_what_is_due_within_half_a_year_is_due_soon(tmp_path: Path, days: int, word: str) -> None:
    # November 2027 ends on the 30th.
    day = date(2027, 11, 30) - timedelta(days)
    [row] = states(load(workspace(tmp_path)).workspace, day)
    assert (row.days, row.state) == (days, word)
