"""The values of an indicator over time, and the progress towards its target."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cobtrack.model.records.indicator import Indicator
from cobtrack.views.indicators.series import progress_to_target, series, sparkline

DAY = date(2026, 1, 1)


def indicator(baseline: tuple[str, str] | None, *values: tuple[str, str], target: str = "100") -> Indicator:
    """An indicator with these dates and values."""
    return Indicator.model_validate(
        {
            "id": "beaten",
            "title": "Children beaten",
            "type": "outcome",
            "baseline": baseline and {"date": baseline[0], "value": baseline[1]},
            "target": {"date": "2030", "value": target},
            "values": [{"date": day, "value": value} for day, value in values],
        }
    )


def values(one: Indicator, as_of: date = DAY) -> list[str]:
    return [each.value for each in series(one, as_of)]


def test_the_baseline_of_a_year_comes_before_a_value_of_one_of_its_months() -> None:
    assert values(indicator(("2022", "50"), ("2022-06", "60"))) == ["50", "60"]


def test_values_are_in_the_order_of_their_first_days_and_then_their_last() -> None:
    one = indicator(("2021", "1"), ("2023-06", "4"), ("2023", "3"), ("2022", "2"))
    assert values(one) == ["1", "2", "3", "4"]


def test_progress_is_measured_to_the_last_value_and_never_to_the_baseline() -> None:
    assert progress_to_target(indicator(("2022", "50"), ("2022-06", "60")), DAY) == 0.2


@pytest.mark.parametrize(
    "one",
    [
        indicator(("2022", "50")),
        indicator(None, ("2022", "50"), ("2023", "60")),
        indicator(("2022", "50"), ("2023", "60"), target="50"),
    ],
    ids=["no value", "no baseline", "nowhere to go"],
)
def test_there_is_no_progress_without_a_value_a_baseline_and_a_different_target(one: Indicator) -> None:
    assert progress_to_target(one, DAY) is None


def test_there_is_no_progress_from_a_baseline_that_was_not_known_yet() -> None:
    assert progress_to_target(indicator(("2022", "50"), ("2022-06", "60")), date(2022, 7, 1)) is None


@pytest.mark.parametrize(
    ("numbers", "drawn"),
    [
        ([520, 410], "█▆"),
        ([520, 0], "█▁"),
        ([520, 1], "█▂"),
        ([20, 50, 80], "▂▅█"),
        ([7, 7], "██"),
        ([0, 0], "▁▁"),
        ([-5, 0, 5], "▁▄█"),
        ([], ""),
    ],
)
def test_the_height_of_a_block_is_its_value_above_zero(numbers: list[int], drawn: str) -> None:
    assert sparkline([Decimal(one) for one in numbers]) == drawn
