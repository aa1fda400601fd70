"""The shipped data: complete, as in the printed roadmap, and without errors."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cobtrack.model.problem import Severity
from cobtrack.model.states import lookup
from cobtrack.model.workspace import Workspace
from cobtrack.render.footnotes import footnotes
from cobtrack.rules import check
from cobtrack.store.load import load

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    loaded = load(ROOT)
    assert loaded.problems == []
    return loaded.workspace


def test_the_data_has_no_errors(shipped: Workspace) -> None:
    assert [one for one in check(shipped, AS_OF) if one.severity is Severity.ERROR] == []


def test_there_are_four_pillars_with_eighteen_categories_and_thirty_nine_activities(shipped: Workspace) -> None:
    assert [pillar.pillar for pillar in shipped.pillars] == [1, 2, 3, 4]
    assert [len(pillar.categories) for pillar in shipped.pillars] == [6, 4, 3, 5]
    counts = [sum(len(category.activities) for category in pillar.categories) for pillar in shipped.pillars]
    assert counts == [11, 13, 6, 9]


def test_ids_are_the_numbers_of_the_printed_roadmap(shipped: Workspace) -> None:
    for pillar, count in zip(shipped.pillars, [11, 13, 6, 9], strict=True):
        ids = [activity.id for category in pillar.categories for activity in category.activities]
        assert ids == [f"{pillar.pillar}.{number}" for number in range(1, count + 1)]


def test_the_eleven_footnotes_have_the_numbers_of_the_printed_roadmap(shipped: Workspace) -> None:
    beginnings = [note.text[:24] for note in footnotes(shipped).values()]
    assert beginnings == [
        "For more information, se",
        "The latest COBs include ",
        "See footnote [^schedules",
        "A comprehensive brief ca",
        "Some of the tools to be ",
        "The state's next periodi",
        "Examples include the NGO",
        "For example, the CRC rev",
        'See page 2 above under "',
        "This is expected to be a",
        "This can be conducted pe",
    ]


def test_there_are_six_discussions(shipped: Workspace) -> None:
    days = [str(talk.date) for talk in shipped.discussions]
    assert days == ["2022-06-17", "2022-07-19", "2022-07-21", "2022-07-31", "2022-08-29", "2022-10-28"]


@pytest.mark.parametrize(
    ("activity", "deadline"),
    [
        ("1.10", "crc-civil-society-submission"),
        ("2.7", "crc-mid-term-review"),
        ("2.8", "crc-state-report"),
        ("4.8", "crc-children-report"),
    ],
)
def test_links_of_the_printed_roadmap_are_links(shipped: Workspace, activity: str, deadline: str) -> None:
    assert next(one for one in shipped.activities if one.id == activity).serves == (deadline,)
    assert deadline in {one.id for one in shipped.deadlines}


def test_the_one_progress_entry_is_the_workshop_that_the_roadmap_reports(shipped: Workspace) -> None:
    reported = [activity for activity in shipped.activities if activity.progress]
    assert [(one.id, str(one.progress[0].date), one.progress[0].status) for one in reported] == [
        ("3.1", "2022-10-28", "done")
    ]
    assert reported[0].discussions == ("discussion-6",)


def test_years_to_be_determined_are_uncertain(shipped: Workspace) -> None:
    assert {one.id for one in shipped.activities if one.timeframe.is_uncertain} == {"2.7"}
    dates = {one.id: shipped.schedule.date_of(one.id) for one in shipped.deadlines}
    tbd = {one: str(date) for one, date in dates.items() if date and date.is_uncertain}
    assert tbd == {
        "crc-mid-term-review": "2025?",
        "crc-civil-society-submission": "2028?",
        "crc-children-report": "2028?",
    }


def test_the_six_urgent_areas_are_linked_to_those_of_2011(shipped: Workspace) -> None:
    links = {one.id: [link.to for link in one.links] for one in shipped.paragraphs if one.urgent}
    assert links == {
        "crc-2022:26": ["crc-2011:41"],
        "crc-2022:28": ["crc-2011:72"],
        "crc-2022:32": ["crc-2011:46"],
        "crc-2022:42": ["crc-2011:66"],
        "crc-2022:46": ["crc-2011:68"],
        "crc-2022:50": ["crc-2011:77"],
    }


def test_no_official_words_are_claimed_without_having_been_seen(shipped: Workspace) -> None:
    for paragraph in shipped.paragraphs:
        assert not (paragraph.seen == "topic" and (paragraph.text or paragraph.summary)), paragraph.id


def test_texts_of_2011_are_the_words_of_the_committee_if_seen_in_full(shipped: Workspace) -> None:
    worded = {one.id.partition(":")[2]: one for one in shipped.paragraphs if one.document == "crc-2011" and one.text}
    assert sum(one.seen == "full" for one in worded.values()) == 55
    # The opening words of paragraphs of which not every letter was seen.
    assert [number for number, one in worded.items() if one.seen != "full"] == ["46", "77"]
    assert [number for number, one in worded.items() if one.summary] == []
    assert worded["37"].text == (
        "In light of article 7 of the Convention, the Committee urges the State party to guarantee free birth "
        "registration for all, regardless of their parent’s legal status and origins."
    )
    assert worded["66a"].text == "The Committee recommends that the State party: (a) Make basic education compulsory;"


def test_paragraphs_of_2011_that_were_not_read_in_full_have_a_summary(shipped: Workspace) -> None:
    parts = {
        "4",
        "13",
        "16",
        "20",
        "23",
        "26",
        "28",
        "32",
        "35",
        "39c",
        "42c",
        "44",
        "46b",
        "57",
        "60",
        "67",
        "71",
        "76",
    }
    seen = {one.id.partition(":")[2]: one for one in shipped.paragraphs if one.document == "crc-2011"}
    assert {number for number in parts if seen[number].seen != "part" or seen[number].text} == set()


def test_thematic_working_groups_have_no_invented_names(shipped: Workspace) -> None:
    groups = [actor for actor in shipped.actors if actor.kind == "working-group"]
    assert [(group.id, group.name) for group in groups] == [(f"twg-{number}", None) for number in range(1, 6)]


def test_the_dates_of_the_next_review_follow_from_one_line(shipped: Workspace) -> None:
    assert [one.id for one in shipped.deadlines if one.anchor_id] == [
        "crc-civil-society-submission",
        "crc-children-report",
    ]
    assert {one.anchor_id for one in shipped.deadlines} == {"", "crc-state-report"}


def test_which_procedure_applies_is_not_claimed(shipped: Workspace) -> None:
    crc = next(one for one in shipped.mechanisms if one.id == "crc")
    assert crc.procedures == ("crc-standard", "crc-simplified")
    assert {one.id for one in shipped.procedures} == set(crc.procedures)
    assert any(one.text.startswith("Not found: whether Cambodia opted out") for one in crc.remarks)


def test_every_lead_time_of_the_procedures_has_a_source(shipped: Workspace) -> None:
    for procedure in shipped.procedures:
        for step in procedure.steps:
            if step.due and step.due.length:
                assert any(remark.source for remark in step.remarks), (procedure.id, step.id)


def test_the_order_of_the_roadmap_fails_under_the_simplified_procedure_alone(shipped: Workspace) -> None:
    found = [one.message for one in check(shipped, AS_OF, "COB314")]
    assert len(found) == 2
    assert all("crc-simplified" in one and "before crc-state-report" in one for one in found)


def test_every_deadline_has_a_source(shipped: Workspace) -> None:
    assert [one.id for one in shipped.deadlines if not one.source] == []


@pytest.mark.parametrize(
    ("document", "numbers", "positions", "pledges"),
    [
        ("upr-2010", {"82": 134}, {"supported": 134}, 2),
        ("upr-2014", {"118": 171, "119": 34}, {"supported": 163, "noted": 42}, 5),
    ],
)
def test_each_review_in_the_upr_is_complete_and_counted_as_by_the_un(
    shipped: Workspace, document: str, numbers: dict[str, int], positions: dict[str, int], pledges: int
) -> None:
    paragraphs = [one for one in shipped.paragraphs if one.document == document]
    asked = [one for one in paragraphs if one.kind == "recommendation"]
    assert {one.number for one in asked} == {
        f"{first}.{n}" for first, last in numbers.items() for n in range(1, last + 1)
    }
    assert Counter(one.position for one in asked) == positions
    assert len(asked) == sum(numbers.values())
    assert len(paragraphs) - len(asked) == pledges
    assert all(
        one.recommending_states and all(lookup.state_code_in_text(str(name)) for name in one.recommending_states)
        for one in asked
    )


def test_the_documents_of_footnote_two_exist_and_one_warning_says_that_they_are_empty(shipped: Workspace) -> None:
    unread = ["ccpr-2022", "cedaw-2019", "cerd-2020", "special-rapporteur-2022", "upr-2019"]
    assert sorted(one.id for one in shipped.documents if not one.paragraphs) == unread
    for document in unread:
        file = f"data/recommendations/{document}.yaml"
        assert [one.code for one in check(shipped, AS_OF) if one.place.file == file] == ["COB402"]


def test_each_kind_of_gap_is_reported_once_for_each_document(shipped: Workspace) -> None:
    once = {"COB402", "COB404", "COB406", "COB410"}
    told = Counter((one.code, one.place.file) for one in check(shipped, AS_OF) if one.code in once)
    assert set(told.values()) == {1}
    assert sum(one.code == "COB413" and one.place.file == "data/roadmap.yaml" for one in check(shipped, AS_OF)) == 2


def test_no_source_is_a_mirror_or_a_test_server_or_an_address_without_a_title() -> None:
    for file in [*(ROOT / "data").rglob("*.yaml"), *(ROOT / "templates/procedures").glob("*.yaml")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"skal\.fun|minorityforum|un-icc\.cloud", text), file
        assert not re.search(r"(?m)^ *(source:|-) https?://", text), file
