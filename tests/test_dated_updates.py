"""The updates since each version, from the versions and the dated entries of the data files alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cobtrack.store.load import load
from cobtrack.views.changes.dated import VersionUpdates, dated_updates
from tests.cli_support import replace, small

if TYPE_CHECKING:
    from pathlib import Path

PILLAR = "data/pillars/2-government.yaml"
TODAY = date(2026, 11, 26)
REVIEW = "text: Support a mid-term review in 2025 (year TBD)\n        timeframe: 2025?\n"
SECOND = "    note: The first version.\n  - {number: 2, date: 2026-06-01, note: The review moves.}\n"


def updates(root: Path, as_of: date = TODAY) -> list[VersionUpdates]:
    return [group for group in dated_updates(load(root).workspace, as_of) if group.updates]


def sentences(group: VersionUpdates, identifier: str = "2.7") -> list[str]:
    return [update.sentence for update in group.updates if update.id == identifier]


def postponed(root: Path, *earlier: str) -> Path:
    lines = "".join(f"          - {entry}\n" for entry in earlier)
    replace(small(root), PILLAR, REVIEW, REVIEW.replace("2025?\n", "2029\n        was:\n") + lines)
    return root


def test_a_date_that_moved_is_told_with_its_reason(tmp_path: Path) -> None:
    postponed(tmp_path, "{timeframe: 2025?, until: 2026-03-01, why: No funds.}")
    (group,) = updates(tmp_path)
    update = next(update for update in group.updates if update.id == "2.7")
    assert (update.topic, update.sentence, update.why) == ("date", "was 2025 (year TBD), now 2029", "No funds.")


def test_a_date_that_moved_twice_is_told_twice(tmp_path: Path) -> None:
    postponed(tmp_path, "{timeframe: 2025?, until: 2026-03-01}", "{timeframe: 2027, until: 2026-07-01}")
    (group,) = updates(tmp_path)
    assert sentences(group) == ["was 2025 (year TBD), now 2027", "was 2027, now 2029"]


def test_updates_belong_to_the_version_that_came_after_them(tmp_path: Path) -> None:
    postponed(tmp_path, "{timeframe: 2025?, until: 2026-03-01}", "{timeframe: 2027, until: 2026-07-01}")
    replace(tmp_path, "data/roadmap.yaml", "    note: The first version.\n", SECOND)
    since, second = updates(tmp_path)
    assert (since.version, second.version and second.version.number) == (None, 2)
    assert (sentences(since), sentences(second)) == (["was 2027, now 2029"], ["was 2025 (year TBD), now 2027"])


def test_updates_after_the_day_are_left_out(tmp_path: Path) -> None:
    postponed(tmp_path, "{timeframe: 2025?, until: 2026-03-01}", "{timeframe: 2027, until: 2026-07-01}")
    replace(tmp_path, "data/roadmap.yaml", "    note: The first version.\n", SECOND)
    (group,) = updates(tmp_path, date(2026, 3, 15))
    assert (group.version, sentences(group)) == (None, ["was 2025 (year TBD), now 2027"])


def test_a_removed_record_is_told_with_its_reason(tmp_path: Path) -> None:
    removed = "removed:\n  - {id: '2.99', title: Old, date: 2026-03-01, why: Done by others.}\nmaintainer:"
    replace(small(tmp_path), "data/roadmap.yaml", "maintainer:", removed)
    update = next(update for group in updates(tmp_path) for update in group.updates if update.id == "2.99")
    assert (update.title, update.sentence, update.why) == ("Old", "removed", "Done by others.")


def test_what_happened_before_the_first_version_is_no_update(tmp_path: Path) -> None:
    postponed(tmp_path, "{timeframe: 2025?, until: 2022-11-30}")
    assert all(not sentences(group) for group in updates(tmp_path))


def test_all_versions_are_listed_with_the_newest_first(tmp_path: Path) -> None:
    replace(small(tmp_path), "data/roadmap.yaml", "    note: The first version.\n", SECOND)
    versions = [group.version.number for group in dated_updates(load(tmp_path).workspace, TODAY) if group.version]
    assert versions == [2, 1]


def test_without_a_roadmap_all_updates_are_since_the_beginning(tmp_path: Path) -> None:
    postponed(tmp_path, "{timeframe: 2025?, until: 2026-03-01}")
    (tmp_path / "data/roadmap.yaml").unlink()
    (group,) = updates(tmp_path)
    assert group.version is None
    assert sentences(group)
