"""The geometry of the pictures in documents, and that each can be read without its colours."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.package_data import TEMPLATES
from cobtrack.render.pictures import sparkline as small_line
from cobtrack.render.pictures.sparkline import sparkline
from cobtrack.render.pictures.voices import MARK_HEIGHT, voice_bars, voice_strip
from cobtrack.views.assessments import LEVELS, NOT_ASSESSED, SCALE, VOICES, count_levels, latest_by_voice

DAY = date(2026, 1, 1)
levels_by_voice = st.dictionaries(st.sampled_from(VOICES), st.sampled_from(LEVELS))


def assessed(levels: dict[str, str]) -> Paragraph:
    """A recommendation to which each voice gave a level."""
    assessments = [
        {"date": "2025-06", "voice": voice, "level": level, "reason": "It was seen."} for voice, level in levels.items()
    ]
    fields = {"id": "crc-2022:1", "kind": "recommendation", "assessments": assessments}
    return Paragraph.model_validate(fields)


def indicator(baseline: tuple[str, str] | None, *values: tuple[str, str], target: str = "") -> Indicator:
    """An indicator with these dates and values, and a target for 2030."""
    return Indicator.model_validate(
        {
            "id": "beaten",
            "title": "Children beaten",
            "type": "outcome",
            "baseline": baseline and {"date": baseline[0], "value": baseline[1]},
            "target": (target and {"date": "2030", "value": target}) or None,
            "values": [{"date": day, "value": value} for day, value in values],
        }
    )


def test_a_strip_puts_each_voice_above_its_level() -> None:
    levels = {"government": "largely", "civil-society": "partly", "children": "no-information"}
    strip = voice_strip(latest_by_voice(assessed(levels), DAY))
    places = {tick.level: tick.x for tick in (*strip.ticks, strip.apart)}
    assert {mark.voice: mark.x for mark in strip.marks} == {voice: places[level] for voice, level in levels.items()}


def test_no_information_is_apart_from_the_scale_and_no_part_of_a_difference() -> None:
    strip = voice_strip(latest_by_voice(assessed({"government": "fully", "children": "no-information"}), DAY))
    assert strip.apart.x < min(tick.x for tick in strip.ticks)
    assert strip.spread is None


def test_the_line_of_a_difference_reaches_from_the_lowest_to_the_highest_level() -> None:
    levels = {"government": "fully", "civil-society": "none", "children": "partly"}
    strip = voice_strip(latest_by_voice(assessed(levels), DAY))
    assert strip.lowest
    assert strip.highest
    assert (strip.lowest.level, strip.highest.level, strip.spread) == ("none", "fully", 4)


@given(levels_by_voice)
def test_no_mark_of_a_strip_hides_another_or_leaves_the_picture(levels: dict[str, str]) -> None:
    strip = voice_strip(latest_by_voice(assessed(levels), DAY))
    for x in {mark.x for mark in strip.marks}:
        heights = sorted(mark.y for mark in strip.marks if mark.x == x)
        assert all(below - above >= MARK_HEIGHT for above, below in pairwise(heights))
        assert heights[0] - MARK_HEIGHT / 2 >= 0
        assert heights[-1] + MARK_HEIGHT / 2 <= strip.axis
    assert all(0 < mark.x < 100 for mark in strip.marks)
    given_levels = {level for level in levels.values() if level in SCALE}
    assert bool(strip.spread) == (len(given_levels) > 1)


@given(st.lists(levels_by_voice, min_size=1, max_size=30))
def test_bars_of_all_voices_count_every_recommendation_once(rows: list[dict[str, str]]) -> None:
    picture = voice_bars(count_levels([latest_by_voice(assessed(levels), DAY) for levels in rows]))
    for bar in picture.bars:
        assert sum(part.number for part in bar.parts) == len(rows)
        assert bar.assessed == sum(bar.voice in levels for levels in rows)
        ends = [0.0, *(part.x + part.width for part in bar.parts)]
        assert all(part.x == pytest.approx(end) for part, end in zip(bar.parts, ends, strict=False))
        assert ends[-1] == pytest.approx(100)
        assert {part.level for part in bar.parts} <= set(picture.levels)
    assert picture.differing <= picture.compared <= picture.assessed <= picture.total == len(rows)
    assert [bar.voice for bar in picture.bars] == [voice for voice in VOICES if any(voice in row for row in rows)]


def test_the_bar_begins_with_the_best_level_and_ends_with_what_nobody_assessed() -> None:
    rows = [{"government": "none"}, {"government": "fully"}, {}]
    picture = voice_bars(count_levels([latest_by_voice(assessed(levels), DAY) for levels in rows]))
    assert picture.levels == ("fully", "none", NOT_ASSESSED)


def test_a_small_line_reaches_the_bottom_only_at_zero() -> None:
    line = sparkline(indicator(("2022", "520"), ("2023", "260"), ("2024", "0")), DAY)
    top, bottom = 6.0, small_line.HEIGHT - 6.0
    assert [point.y for point in line.points] == [top, (top + bottom) / 2, bottom]


def test_a_small_line_never_moves_left() -> None:
    line = sparkline(indicator(("2022-06", "50"), ("2022", "60"), ("2023", "70")), DAY)
    across = [point.x for point in line.points]
    assert across == sorted(across)


def test_the_target_is_at_the_right_edge_at_its_height() -> None:
    line = sparkline(indicator(("2022", "20"), ("2024", "30"), target="40"), DAY)
    assert line.target
    assert line.baseline
    assert (line.target.x, line.target.y) == (small_line.WIDTH - 6, 6.0)
    assert line.baseline == line.points[0]
    assert line.points[1].x < line.target.x


def test_a_single_value_is_a_point_and_no_value_is_no_picture() -> None:
    assert len(sparkline(indicator(None, ("2024", "30")), DAY).points) == 1
    nothing = sparkline(indicator(None, ("2027", "30"), target="40"), DAY)
    assert (nothing.points, nothing.baseline) == ((), None)


@given(st.lists(st.integers(-1000, 1000), max_size=8), st.integers(-1000, 1000) | st.none())
def test_a_small_line_stays_in_its_box(numbers: list[int], target: int | None) -> None:
    values = [(str(2010 + number), str(value)) for number, value in enumerate(numbers)]
    line = sparkline(indicator(None, *values, target="" if target is None else str(target)), DAY)
    for point in [*line.points, *([line.target] if line.target else [])]:
        assert 6 <= point.x <= small_line.WIDTH - 6
        assert 6 <= point.y <= small_line.HEIGHT - 6


def _palettes() -> list[dict[str, str]]:
    """The colours of the light and the dark pages, keyed by the name of the variable."""
    css = "".join((TEMPLATES / name).read_text("utf-8") for name in ("_base.css", "_pictures.css"))
    dark_parts = re.findall(r"prefers-color-scheme: dark\) \{\n  :root \{(.*?)\}", css, re.DOTALL)
    light_css = re.sub(r"@media[^{]*prefers-color-scheme: dark\) \{\n  :root \{.*?\}\n\}", "", css, flags=re.DOTALL)
    light = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", light_css))
    return [light, light | dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", "".join(dark_parts)))]


def _contrast(first: str, second: str) -> float:
    lights = []
    for colour in (first, second):
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


TEXTS_ON = {
    "--level-fully": "--on-dark",
    "--level-largely": "--on-dark",
    "--level-partly": "--on-light",
    "--level-initial-steps": "--on-light",
    "--level-none": "--on-light",
    "--hatch-ground": "--on-light",
    "--paper": "--ink",
}


@pytest.mark.parametrize("palette", _palettes(), ids=["light", "dark"])
@pytest.mark.parametrize("ground", TEXTS_ON)
def test_every_number_in_a_picture_can_be_read(palette: dict[str, str], ground: str) -> None:
    assert _contrast(palette[ground], palette[TEXTS_ON[ground]]) >= 4.5
