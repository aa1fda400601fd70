"""Files of UHRI that ask for more work than their size: each would take minutes if it were done as often as asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobtrack.exchange.incoming import MORE_CONCERNS, UnreadableError
from cobtrack.exchange.merge import plan
from cobtrack.store.load import load
from tests.cli_support import small
from tests.test_import_uhri import concern, document, raw, read, record


def test_a_recommendation_answers_no_more_than_the_last_twenty_concerns_before_it(tmp_path: Path) -> None:
    concerns = [concern(f"Play\n{number}. Bad.") for number in range(1, 1_001)]
    recommendations = [record(f"Play\n{1_001 + at}. Act.") for at in range(4_000)]
    found = document(tmp_path, *concerns, *recommendations).paragraphs[1_000:]
    assert {tuple(one.fields["answers"]) for one in found} == {tuple(map(str, range(981, 1_001)))}
    assert {one.doubts for one in found} == {(MORE_CONCERNS,)}


def test_twenty_concerns_are_answered_without_a_doubt(tmp_path: Path) -> None:
    concerns = [concern(f"Play\n{number}. Bad.") for number in range(1, 21)]
    one = document(tmp_path, *concerns, record("Play\n21. Act.")).paragraphs[-1]
    assert (len(one.fields["answers"]), one.doubts) == (20, ())


def test_of_thousands_of_concerns_under_one_number_twenty_are_answered(tmp_path: Path) -> None:
    concerns = [concern(f"5. Bad {at}.") for at in range(2_000)]
    found = read(tmp_path, *concerns, *(record(f"6. Act {at}.") for at in range(2_000)))
    made = plan(load(small(tmp_path / "w")).workspace, found).documents[0].data
    assert made
    assert {len(one["answers"]) for one in made["paragraphs"] if "answers" in one} == {20}


@pytest.mark.parametrize("value", [b"1", b"{}", b"[]"])
def test_values_without_end_that_are_no_records_are_given_up(tmp_path: Path, value: bytes) -> None:
    with pytest.raises(UnreadableError, match="after 10,001 values it was given up"):
        raw(tmp_path, b"[" + b",".join([value] * 5_000_000) + b"]")


def test_ranges_of_urgent_paragraphs_are_not_spelt_out_without_end(tmp_path: Path) -> None:
    ranges = ", ".join(f"{first}-999" for first in range(1, 999))
    said = f"4. In the following areas urgent measures must be taken: {f'play (paras. {ranges}), ' * 90}."
    assert read(tmp_path, concern(said), record("18. Act.")).documents[0].paragraphs[-1].fields["urgent"]
