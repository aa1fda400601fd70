"""The geometry of the pictures in documents, and that each can be read without its colours."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.package_data import TEMPLATES
from cobtrack.render.pictures import sparkline as small_line
from cobtrack.render.pictures.heat_map import SHADES, HeatMap, heat_map
from cobtrack.render.pictures.sparkline import sparkline
from cobtrack.render.pictures.timeline import ChartRow, timeline_charts
from cobtrack.render.pictures.voices import MARK_HEIGHT, voice_bars, voice_strip
from cobtrack.store.load import load
from cobtrack.views.assessments import LEVELS, NOT_ASSESSED, SCALE, VOICES, count_levels, latest_by_voice
from cobtrack.views.matrix import axis, matrix
from cobtrack.views.timeline import bar_label, bar_state, timeline
from tests.cli_support import ask, replace, small
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from cobtrack.model.workspace import Workspace

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


TEMPLATE = """\
{% import "_pictures.html.j2" as pictures %}
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Pictures</title>
<style>{% include "_base.css" %}{% include "_pictures.css" %}</style></head>
<body><main class="title-block">
<h1>Pictures</h1>
{{ pictures.definitions() }}
{{ pictures.legend(["voices", "levels", "timeline"]) }}
{% for chart in doc.charts %}{{ pictures.timeline(doc, chart) }}{% endfor %}
{{ pictures.heat_map(doc.current_recommendations, "cluster", "twg", "Recommendations by topic and group") }}
{{ pictures.heat_map(doc.current_recommendations, "cluster", "status", "Recommendations by topic and level") }}
{{ pictures.heat_map(doc.current_recommendations, "cluster", "responsible", "Recommendations by topic and ministry") }}
{{ pictures.voice_bars(doc.current_recommendations, "the current recommendations") }}
{% for paragraph in doc.current_recommendations %}{{ pictures.voice_strip(paragraph) }}{% endfor %}
{% for indicator in doc.workspace.indicators %}{{ pictures.sparkline(indicator) }}{% endfor %}
</main></body></html>
"""


@pytest.fixture(scope="module")
def page(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with all pictures of the filled workspace."""
    root = copytree(filled_workspace, tmp_path_factory.mktemp("pictures") / "workspace")
    (root / "templates").mkdir()
    (root / "templates/pictures.html.j2").write_text(TEMPLATE, "utf-8")
    return ask(root, "render", "pictures.html", "-o", "-", as_of="2026-11-26").out


def row_of(root: Path, identifier: str) -> ChartRow:
    """The row of an activity or a deadline in the timeline of a workspace."""
    charts = timeline_charts(timeline(load(root).workspace, date(2026, 11, 24)))
    return next(row for chart in charts for row in chart.rows if row.bar.id == identifier)


def test_every_picture_has_a_title_or_is_hidden_from_screen_readers(page: str) -> None:
    outer = re.findall(r"<svg (?:class|role|aria)[^>]*>\s*<?[^>]*>?", page)
    assert len(outer) > 200
    for tag in outer:
        assert 'aria-hidden="true"' in tag or re.search(r'role="img"[^>]*>\s*<title>', tag), tag


def test_the_words_of_the_bars_say_what_is_counted_and_how_often_views_differ(page: str) -> None:
    (words,) = re.findall(r"<figcaption>(.*?)</figcaption>", page)
    assert re.match(r"(All|\d+ of) \d+ recommendations were assessed by at least one group; \d+ paragraphs", words)
    assert "that only open a list of items are not counted." in words
    assert re.search(r"Two or more groups gave a level to \d+; their views differ on \d+ of these\.", words)


def test_a_summary_sheet_shows_the_bars_on_the_screen_and_its_table_on_paper(filled_workspace: Path) -> None:
    done = ask(filled_workspace, "render", "summary-sheet.html", "--topic", "violence", "-o", "-", as_of="2026-11-26")
    before, _, after = done.out.partition('<div class="on-screen">')
    assert "<h1" in before
    assert "<h2" not in before
    assert '<figure class="voice-bars">' in after.partition("<h2")[0]
    assert re.search(r"@media print \{[^@]*\.on-screen \{ display: none", done.out)


def test_no_id_is_used_twice(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_every_hatching_that_is_used_is_defined(page: str) -> None:
    assert set(re.findall(r'url\("#([^"]+)"\)', page)) == set(re.findall(r'<pattern id="([^"]+)"', page))


def test_each_state_of_a_bar_looks_different_without_colours() -> None:
    css = (TEMPLATES / "_pictures.css").read_text("utf-8")
    macro = (TEMPLATES / "_pictures.html.j2").read_text("utf-8")
    hatchings = dict(re.findall(r'\.span\.([\w-]+) \{ fill: url\("(.*?)"\)', css))
    assert set(hatchings) == {"overdue", "unconfirmed", "postponed", "not-reported"}
    assert len(set(hatchings.values())) == len(hatchings)
    # One is half filled, one has a line through it; "done" is filled, and "upcoming" is empty.
    assert set(re.findall(r'certain and state == "([\w-]+)"', macro)) == {"in-progress", "cancelled"}


@pytest.mark.parametrize(
    ("status", "timing", "state"),
    [
        ("done", "closed", "done"),
        ("cancelled", "closed", "cancelled"),
        ("in-progress", "current", "in-progress"),
        ("in-progress", "upcoming", "in-progress"),
        ("not-reported", "current", "not-reported"),
        ("not-reported", "upcoming", "upcoming"),
        ("planned", "upcoming", "upcoming"),
        ("planned", "current", "planned"),
        ("in-progress", "overdue", "overdue"),
        ("not-reported", "unconfirmed", "unconfirmed"),
        ("postponed", "unconfirmed", "postponed"),
        ("postponed", "upcoming", "postponed"),
        ("postponed", "overdue", "overdue"),
    ],
)
def test_a_bar_shows_the_reported_status_unless_its_time_says_more(status: str, timing: str, state: str) -> None:
    assert bar_state(status, timing) == state


def test_an_overdue_bar_says_whether_anything_was_reported() -> None:
    assert bar_label("in-progress", "overdue") == "overdue; in progress"
    assert bar_label("not-reported", "overdue") == "overdue; not reported"


def with_first_timeframe(root: Path, text: str) -> Path:
    """The small workspace at `root`, in which the first activity has `text` as its timeframe and what follows it."""
    file = small(root) / "data/pillars/1-coordination.yaml"
    file.write_text(re.sub(r"timeframe: .*", f"timeframe: {text}", file.read_text("utf-8"), count=1), "utf-8")
    return root


def test_the_earlier_date_of_a_plan_that_moved_is_drawn_too(tmp_path: Path) -> None:
    root = with_first_timeframe(tmp_path, "2026-01/2026-12\n        was: [{timeframe: 2024, until: 2025-01-01}]")
    row = row_of(root, "1.1")
    (now,), (before,) = row.parts, row.planned
    assert before.x + before.width < now.x
    assert row.bar.was == "2024"


def test_an_activity_that_recurs_has_a_part_with_its_state_for_each_year(tmp_path: Path) -> None:
    held = "progress: [{date: 2024-05-01, status: done, for: 2024}, {date: 2025-05-01, status: cancelled, for: 2025}]"
    root = with_first_timeframe(tmp_path, f"2024/2027\n        recurs: yearly\n        {held}")
    parts = row_of(root, "1.1").parts
    assert [part.state for part in parts] == ["done", "cancelled", "not-reported", "upcoming"]
    assert all(before.x + before.width == pytest.approx(after.x) for before, after in pairwise(parts))


@pytest.mark.parametrize(("due", "exact"), [("2028-01-30/2028-02-02", True), ("'[2028-01..2028-02]'", False)])
def test_a_diamond_is_filled_if_its_date_is_exact(tmp_path: Path, due: str, exact: bool) -> None:
    replace(small(tmp_path), "data/reports-due/crc.yaml", "due: 2028?\n    certainty: tbd", f"due: {due}")
    mark = row_of(tmp_path, "crc-children-report").mark
    assert mark
    assert mark.exact is exact


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


def test_a_wide_part_of_a_bar_says_its_level_too() -> None:
    rows = [*[{"government": "largely"}] * 8, {"government": "fully"}, {}]
    (bar,) = voice_bars(count_levels([latest_by_voice(assessed(levels), DAY) for levels in rows])).bars
    assert {part.level: part.has_words for part in bar.parts} == {
        "fully": False,
        "largely": True,
        NOT_ASSESSED: False,
    }


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


def followed_up(count: int, groups: list[list[str]]) -> list[Paragraph]:
    """Recommendations 1 to `count`, each followed up by one of the lists of groups in turn."""
    return [
        Paragraph.model_validate(
            {"id": f"crc-2022:{number}", "kind": "recommendation", "groups": groups[number % len(groups)]}
        )
        for number in range(1, count + 1)
    ]


@cache
def example() -> Workspace:
    return load(EXAMPLE).workspace


def groups_map(paragraphs: list[Paragraph]) -> HeatMap:
    axes = ("document", "twg")
    workspace = example()
    counted = matrix(paragraphs, *(axis(workspace, name, DAY) for name in axes))
    return heat_map(workspace, counted, axes, paragraphs, {"crc-2022:1"})


@given(st.integers(1, 30), st.lists(st.lists(st.sampled_from(["a", "b", "c"]), unique=True), min_size=1, max_size=4))
def test_totals_of_a_heat_map_count_a_recommendation_once(count: int, groups: list[list[str]]) -> None:
    paragraphs = followed_up(count, groups)
    picture = groups_map(paragraphs)
    (row,) = picture.rows
    assert row.total == picture.total == count
    assert picture.is_repeated == (sum(cell.number for cell in row.cells) > count)
    assert [cell.number for cell in row.cells] == list(picture.column_totals)
    assert row.assessed == picture.assessed == 1
    for cell in row.cells:
        assert cell.number == sum(len(cited.paragraphs) for cited in cell.cited)
        assert 0 <= cell.shade <= SHADES
        assert (cell.shade == SHADES) == (cell.number > picture.greatest * (SHADES - 1) / SHADES)


def test_recommendations_without_a_group_have_their_own_column_in_words() -> None:
    picture = groups_map(followed_up(2, [["a"], []]))
    assert [column.title for column in picture.columns] == ["a", "No group yet"]


def test_the_page_names_topics_levels_and_ministries_and_never_their_ids(page: str) -> None:
    heads = re.findall(r'<th scope="col" class="heat-column"><span>(.*?)</span>', page)
    assert {"Initial steps", "TWG 1", "MoJ", "No group yet"} <= set(heads)
    assert not [head for head in heads if re.fullmatch(r"[a-z0-9-]+", head)]


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
    "--heat-1": "--heat-ink",
    "--heat-2": "--heat-ink",
    "--heat-3": "--heat-ink",
    "--heat-4": "--heat-ink",
}


@pytest.mark.parametrize("palette", _palettes(), ids=["light", "dark"])
@pytest.mark.parametrize("ground", TEXTS_ON)
def test_every_number_in_a_picture_can_be_read(palette: dict[str, str], ground: str) -> None:
    assert _contrast(palette[ground], palette[TEXTS_ON[ground]]) >= 4.5
