"""Messages and hints for typing mistakes in YAML: what is wrong, and what to type instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record, field_type, fields_by_key, record_type
from cobtrack.model.text.suggestions import KnownWords
from cobtrack.model.types import PlainNumber
from cobtrack.store.load import load
from cobtrack.store.validation.messages import describe_error
from tests.cli_support import SMALL
from tests.support import line, problems, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PILLAR = "data/pillars/9.yaml"
BEGUN = 'pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n      - id: "9.1"\n'
WHOLE = "text: A\ntimeframe: 2024\nresponsible: [crc-cambodia]\n"
ACTORS = """\
actors:
  - {id: crc-cambodia, acronym: CRC-Cambodia, kind: coalition, source: x, name: Child Rights Coalition Cambodia}
  - {id: moi, acronym: MoI, kind: ministry, source: x, name: {en: Ministry of the Interior, km: ក្រសួងមហាផ្ទៃ}}
  - {id: moj, kind: ministry, source: x, name: Ministry of Justice}
"""


def activity(body: str) -> dict[str, str]:
    """A pillar file whose activity has these lines."""
    return {PILLAR: BEGUN + "".join(f"        {one}\n" for one in body.splitlines()), "data/actors.yaml": ACTORS}


def deadline(due: str) -> dict[str, str]:
    """Return a file with one deadline that is due then."""
    whole = "id: cat\nname: CAT\nkind: treaty-body\ndeadlines:\n  - id: cat-report\n    title: Report\n"
    return {"data/reports-due/cat.yaml": f"{whole}    kind: state-report\n    owner: state\n    source: x\n    {due}\n"}


def messages_and_hints(root: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    """Return message and hint of each problem in a workspace with these files; gaps in the data do not count."""
    made = workspace(root, files)
    return [(one.message, one.hint) for one in problems(made) if one.code not in {"COB407", "COB408", "COB409"}]


def models() -> Iterator[type[Record]]:
    """Every model that a data file can hold."""
    found: list[type[Record]] = [kind.model for kind in KINDS] + [RelativeDate, Duration]
    for model in found:
        yield model
        below = [record_type(field_type(model, name)) for name in model.model_fields]
        found += [one for one in below if one and one not in found]


WRONG: list[Any] = [
    "", "x y", "-x", "[x", PlainNumber("1.5"), 0, -1, 99, 10**17, True, [], [[]], ["x y"], [None], [1], {}, {"x y": "z"}, {"x": None},
]  # fmt: skip
FIELDS = [(model, key) for model in models() for key in fields_by_key(model)]


@pytest.mark.parametrize(("model", "key"), FIELDS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_every_wrong_value_of_every_field_has_its_own_message_and_hint(model: type[Record], key: str) -> None:
    for value in WRONG:
        try:
            model.model_validate({key: value}, context={"languages": ["en"]})
        except ValidationError as error:
            for detail in error.errors():
                if detail["loc"][0] == key:
                    said = describe_error(model, detail["loc"], detail)
                    assert "something else" not in said.message, detail["type"]
                    assert "compare it with" not in said.hint, detail["type"]
                    assert said.hint


def test_every_model_is_covered() -> None:
    assert {"Score", "Progress", "RelativeDate", "Criterion", "Measurement", "Origin"} <= {
        one.__name__ for one in models()
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lead: crc-cambodia", "lead: Ministry of Justice"),
        ("thematic_groups: [twg-1, twg-2]", "thematic_groups: Ministry of Justice"),
    ],
)
def test_a_name_instead_of_the_id_of_an_organisation_gets_the_id_as_hint(old: str, new: str, tmp_path: Path) -> None:
    roadmap = (SMALL / "data/roadmap.yaml").read_text(encoding="utf-8")
    assert old in roadmap
    files = {"data/roadmap.yaml": roadmap.replace(old, new), "data/actors.yaml": ACTORS}
    assert any("moj" in hint for _, hint in messages_and_hints(tmp_path, files))


RECORD = "id: x\ntitle: X\nsymbol: X\nmechanism: crc\nsource: x\nparagraphs:\n  - id: x:1\n    kind: progress\n    "


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        ("scores: [{criterion: a, score: 5, reason: x}]", '"score" cannot be 5', "write 0, 1, 2 or 3"),
        ("scores: [{criterion: a, score: -1, reason: x}]", '"score" cannot be -1', "write 0, 1, 2 or 3"),
        ("scores: [{criterion: a, score: high, reason: x}]", '"score" must be a whole number, not text',
         "write 0, 1, 2 or 3"),
        ("scores: [{criterion: a, score: 2.5, reason: x}]", '"score" must be a whole number, not 2.5',
         "write 0, 1, 2 or 3"),
        ("action_category: 9", '"action_category" cannot be 9', "write 1, 2, 3, 4 or 5"),
        ("urgent: often", '"urgent" must be true or false, not text', "write true or false without quotes"),
        ("position: [noted]", '"position" cannot be a list', 'did you mean "noted"?'),
        ('origins: [{system: uhri, id: ""}]', '"id" must not be empty', "write a text"),
    ],
)  # fmt: skip
def test_a_value_out_of_bounds_gets_the_allowed_values_as_hint(
    tmp_path: Path, body: str, message: str, hint: str
) -> None:
    assert messages_and_hints(tmp_path, {"data/recommendations/x.yaml": f"{RECORD}{body}\n"}) == [(message, hint)]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("owner: ngo", 'did you mean "civil-society"?'),
        ("owner: United Nations", 'did you mean "un"?'),
        ("owner: governement", "one of state, civil-society, children, un"),
        ("kind: State Report", 'did you mean "state-report"?'),
        ("kind: shadow-report", "one of state-report, list-of-issues, "),
    ],
)
def test_the_hint_for_a_word_that_a_field_cannot_have_is_one_that_is_read_alike(
    tmp_path: Path, line: str, hint: str
) -> None:
    files = {
        name: re.sub(f"    {line.partition(':')[0]}: .*", f"    {line}", text)
        for name, text in deadline("due: 2027").items()
    }
    assert [text[: len(hint)] for message, text in messages_and_hints(tmp_path, files) if "cannot be" in message] == [
        hint
    ]


@pytest.mark.parametrize("name", ["Timeframe", "timefram"])
def test_a_mistyped_name_of_a_required_field_is_one_mistake(tmp_path: Path, name: str) -> None:
    assert messages_and_hints(tmp_path, activity(WHOLE.replace("timeframe", name))) == [
        (f'unknown field "{name}"', 'did you mean "timeframe"?')
    ]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("", '"timeframe" is missing', "add timeframe: with a year, a month, a day or an interval, as in 2026, "),
        ("timeframe:", '"timeframe" has no value', "write a year, a month, a day or an interval, as in 2026, "),
    ],
)
def test_the_hint_for_a_missing_timeframe_lists_forms_and_no_date_to_copy(
    tmp_path: Path, line: str, message: str, hint: str
) -> None:
    [found] = messages_and_hints(tmp_path, activity(WHOLE.replace("timeframe: 2024", line)))
    assert found == (message, f"{hint}2026-05 or 2026-01/2026-06")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("MOJJ", 'did you mean "moj"?'),
        ("TWG-2", "write an id from data/actors.yaml, or add it there"),
        ("CNCC", "write an id from data/actors.yaml, or add it there"),
    ],
)
def test_the_hint_for_a_word_instead_of_an_id_is_the_id_of_no_other_organisation(
    tmp_path: Path, name: str, hint: str
) -> None:
    files = activity(WHOLE.replace("crc-cambodia", name))
    files["data/actors.yaml"] = ACTORS + "  - {id: twg-5, kind: working-group, source: x, name: A}\n"
    assert messages_and_hints(tmp_path, files) == [(f'"{name}" is not an id', hint)]


def test_the_hint_for_a_version_without_a_note_is_an_example_of_a_note(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    path = root / "data/roadmap.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    note: The first version.\n", ""), encoding="utf-8")
    [problem] = problems(root)
    assert (problem.code, problem.message) == ("COB101", '"note" is missing')
    assert problem.hint == "add note: …, as in note: The mid-term review moves to 2028."


def test_the_hint_for_a_missing_id_is_an_example(tmp_path: Path) -> None:
    pillar = (
        "pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n      - {text: A, timeframe: 2024}\n"
    )
    found = messages_and_hints(tmp_path, {PILLAR: pillar})
    assert found == [('"id" is missing', 'add id: …, as in id: "2.10"')]


GENERIC = "write 2026, 2026-05, 2026-05-31, 2026-05/2026-08, or 2026? for a year to be determined"


@pytest.mark.parametrize(
    ("due", "hint"),
    [
        ("2024-02-30", "February 2024 has 29 days"),
        ("2024-02-01/2024-04-31", "April 2024 has 30 days"),
        ("2024-12-17T10:00", "leave out the time of day: 2024-12-17"),
        ("2024-12-17 10:00", "leave out the time of day: 2024-12-17"),
        ("1 year after crc-state-report", "write {after: crc-state-report, years: 1}"),
        ("Two weeks before the crc-state-report", "write {before: crc-state-report, weeks: 2}"),
        ("after crc-state-report", "write {after: crc-state-report}"),
        ("3 months after the report", "write {after: ID-OF-THE-DEADLINE, months: 3}"),
        ("3 months after May 2027", GENERIC),
        ("2 years", GENERIC),
    ],
)
def test_the_hint_for_a_date_says_what_is_wrong_with_it(tmp_path: Path, due: str, hint: str) -> None:
    assert [text for message, text in messages_and_hints(tmp_path, deadline(f"due: {due}")) if due in message] == [hint]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("lead: 2-3 months", "write {months: 2-3}"),
        ("lead: long", "write it like {months: 9}"),
    ],
)
def test_the_hint_for_a_length_of_time_is_its_notation(tmp_path: Path, line: str, hint: str) -> None:
    found = messages_and_hints(tmp_path, deadline(f"due: 2027\n    {line}"))
    assert ('"lead" must be a record, not text', hint) in found


def test_the_hint_for_the_start_of_an_activity_in_words_is_its_notation(tmp_path: Path) -> None:
    found = messages_and_hints(tmp_path, activity(f"{WHOLE}starts: 1 month after crc-state-report"))
    assert found == [('"starts" must be a record, not text', "write {after: crc-state-report, months: 1}")]


def test_an_empty_list_that_needs_an_item_is_reported(tmp_path: Path) -> None:
    settings = (workspace(tmp_path) / "cobtrack.yaml").read_text().replace("[en, km]", "[]")
    assert messages_and_hints(tmp_path, {"cobtrack.yaml": settings}) == [
        ('"languages" must not be empty', "write at least one item")
    ]


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("value: 14,8", '"value" is 14, without "8"', "write 14.8 with a point"),
        ("value: 1,234", '"value" is 1, without "234"', "write 1234, or 1.234 if the comma is a decimal point"),
        ("value: 1,234,567", '"value" is 1, without "234, 567"', "write 1234567"),
        ("value: 1, note: a, b, c", '"note" is "a", without "b, c"', 'put the text in double quotes: note: "a, b, c"'),
    ],
)
def test_a_text_cut_by_a_comma_in_braces_is_reported(tmp_path: Path, value: str, message: str, hint: str) -> None:
    text = f"indicators:\n  - id: x\n    title: X\n    type: outcome\n    source: x\n    baseline: {{date: 2022, {value}}}\n"
    found = messages_and_hints(tmp_path, {"data/indicators/x.yaml": text})
    assert found == [(f"in braces, a comma ends the value: {message}", hint)]


@pytest.mark.parametrize(
    "value", ["{after:crc-state-report, months:3}", "{after:crc-state-report}", "\n      after:crc-state-report"]
)
def test_a_missing_space_after_a_colon_is_reported_in_braces_and_on_the_next_line(tmp_path: Path, value: str) -> None:
    assert messages_and_hints(tmp_path, deadline(f"due: {value}")) == [
        ("a space is missing after the colon", "write after: crc-state-report")
    ]


def test_a_key_without_a_value_in_braces_is_reported(tmp_path: Path) -> None:
    (found,) = messages_and_hints(tmp_path, deadline("due: {after: crc-state-report, months: }"))
    assert found == ('"months" has no value', "write a value after the colon, or delete the field")


def test_fields_missing_from_an_incomplete_record_are_not_reported(tmp_path: Path) -> None:
    (found,) = messages_and_hints(tmp_path, activity(f"{WHOLE}progress:\n  - {{date:2024, status:done}}"))
    assert found == ("a space is missing after the colon", "write date: 2024")


@pytest.mark.parametrize("value", ["", " null", " # nothing yet"])
def test_an_unknown_field_without_a_value_is_reported_as_unknown(tmp_path: Path, value: str) -> None:
    found = messages_and_hints(tmp_path, activity(f"{WHOLE}responsable:{value}"))
    assert found == [('unknown field "responsable"', 'did you mean "responsible"?')]


def test_an_optional_field_without_a_value_counts_as_absent(tmp_path: Path) -> None:
    assert messages_and_hints(tmp_path, activity(f"{WHOLE}points:\nsource: null")) == []


def test_a_required_field_without_a_value_is_reported_at_its_place(tmp_path: Path) -> None:
    root = workspace(tmp_path, activity("text: A\ntimeframe:"))
    (found,) = load(root).problems
    assert line(root, found) == f'{PILLAR}:8:9: error[COB101] "timeframe" has no value'


@pytest.mark.parametrize("text", ["text: >\n  Long\n  timeframe: 2024", "text: |\n  Long\n  timeframe: 2024"])
def test_a_required_field_swallowed_by_a_text_of_several_lines_is_found_in_it(tmp_path: Path, text: str) -> None:
    root = workspace(tmp_path, activity(text))
    (found,) = load(root).problems
    assert found.message == '"timeframe" is missing'
    assert found.hint == 'it is read as part of "text": indent "timeframe:" like "text:"'
    assert [place.span.line for place in found.related if place.span] == [9]


@pytest.mark.parametrize("text", ["text: Long\n  timeframe: 2024", "text: Long\n  and longer\n    timeframe: 2024"])
def test_a_field_indented_below_a_plain_text_is_reported_as_indented_too_far(tmp_path: Path, text: str) -> None:
    (found,) = messages_and_hints(tmp_path, activity(text))
    assert found[0] == '"timeframe:" is indented too far: it is read as part of the value above it'
    assert found[1].startswith("indent it like the other fields of its record")


def test_fields_that_are_not_indented_below_their_list_are_to_be_indented(tmp_path: Path) -> None:
    found = messages_and_hints(tmp_path, activity(f"{WHOLE}progress:\ndate: 2024\nstatus: done\nnote: Held"))
    hint = 'indent it below "progress:", with a dash before the first field of each entry'
    assert found == [(f'unknown field "{name}"', hint) for name in ("date", "status", "note")]


def test_a_field_of_the_entries_of_one_list_is_not_taken_for_a_similar_field_of_the_record(tmp_path: Path) -> None:
    found = messages_and_hints(tmp_path, activity(f"{WHOLE}status: done"))
    assert found == [('unknown field "status"', 'it is a field of the entries below "progress:"')]


def test_a_field_that_belongs_to_the_list_item_above_is_to_be_indented(tmp_path: Path) -> None:
    found = messages_and_hints(tmp_path, activity(f"{WHOLE}progress:\n  - date: 2024\nstatus: done\nnote: Held"))
    hint = 'it belongs to the list item above: indent "{}:" like "date:"'
    assert ('unknown field "status"', hint.format("status")) in found
    assert ('unknown field "note"', hint.format("note")) in found
    assert ('"status" is missing', hint.format("status")) in found


SIGNS = {
    "[link] to page": "a text cannot begin with [: YAML reads it as the beginning of a list",
    "[link](https://x.org) to page": "a text cannot begin with [: YAML reads it as the beginning of a list",
    "{x} to page": "a text cannot begin with {: YAML reads it as the beginning of a record in braces",
    "*important* news": "a text cannot begin with *: YAML reads it as a reference to a value elsewhere",
    "*important*": "a text cannot begin with *: YAML reads it as a reference to a value elsewhere",
    "& others": "a text cannot begin with &: YAML reads it as a mark for use elsewhere",
    "&others came": "a text cannot begin with &: YAML reads it as a mark for use elsewhere",
    "!important news": "a text cannot begin with !: YAML reads it as a tag",
    "%5 of them": "a text cannot begin with %: YAML reads it as a directive",
    "@home": "a text cannot begin with @",
    "`code`": "a text cannot begin with `",
    "> 5 came": "a text cannot begin with >: YAML reads it as a sign that the text is on the lines below",
}


@pytest.mark.parametrize("text", SIGNS)
def test_a_text_that_begins_with_a_special_character_is_to_be_put_in_double_quotes(tmp_path: Path, text: str) -> None:
    progress = f"progress:\n  - date: 2024\n    status: planned\n    note: {text}"
    (found,) = messages_and_hints(tmp_path, activity(f"{WHOLE}{progress}"))
    assert found[0] == SIGNS[text]
    assert found[1].startswith("put the whole text in double quotes: ")
    assert found[1].endswith(f'"{text}"')


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("'It's done'", '"It\'s done"'), ('"Held" they say', '"\\"Held\\" they say"')],
)
def test_a_text_that_continues_after_a_quotation_mark_is_shown_in_double_quotes(
    tmp_path: Path, text: str, quoted: str
) -> None:
    found = messages_and_hints(tmp_path, activity(f"text: {text}\ntimeframe: 2024"))
    hint = f"put the whole text in double quotes: text: {quoted}"
    assert found == [("there is text after the closing quotation mark", hint)]


def test_the_first_line_of_a_longer_text_is_not_shown_as_the_whole_text(tmp_path: Path) -> None:
    (found,) = messages_and_hints(tmp_path, activity("text: [link] to\n  a page\ntimeframe: 2024"))
    assert found[1] == "put the whole text in double quotes"


def test_a_text_with_a_colon_in_a_list_is_to_be_put_in_double_quotes(tmp_path: Path) -> None:
    (found,) = messages_and_hints(tmp_path, activity(f"{WHOLE}points:\n  - Review: the second"))
    assert found[1].endswith('put a text that contains a colon in double quotes: "Review: the second"')


IDS = "text: A\ntimeframe: 2024\nresponsible:"


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("\n  moi\n  moj", "write responsible: [moi, moj], or one id per line, each after a dash"),
        (" moi, moj", "write responsible: [moi, moj], or one id per line, each after a dash"),
        (" Ministry of Interior", "write responsible: [moi]"),
        (" CRC Cambodia", "write responsible: [crc-cambodia]"),
        (" MOI", "write responsible: [moi]"),
        (" Ministry of Women's Affairs", "write responsible: […] with ids from data/actors.yaml"),
        (" ministry of defence", "write responsible: […] with ids from data/actors.yaml"),
    ],
)
def test_a_text_instead_of_a_list_of_organisations_gets_their_ids_as_hint(
    tmp_path: Path, value: str, hint: str
) -> None:
    assert messages_and_hints(tmp_path, activity(IDS + value)) == [('"responsible" must be a list, not text', hint)]


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("\n  - moi\n    - moj", '"moi - moj" is not an id', "indent the dash before moj like the one before moi"),
        ("\n  - moi\n  -moj", "a space is missing after the dash", "write - moj"),
        ("\n  -moi\n  -moj", "a space is missing after the dash", "write - moi"),
        (" [Ministry of Interior]", '"Ministry of Interior" is not an id', 'did you mean "moi"?'),
        (
            " [Ministry of Defence]",
            '"Ministry of Defence" is not an id',
            "write an id from data/actors.yaml, or add it there",
        ),
    ],
)
def test_a_typing_mistake_in_a_list_of_ids_is_reported(tmp_path: Path, value: str, message: str, hint: str) -> None:
    assert messages_and_hints(tmp_path, activity(IDS + value)) == [(message, hint)]


@pytest.mark.parametrize("below", ["", " ", "  "])
def test_a_missing_space_after_the_dash_of_a_record_is_reported(tmp_path: Path, below: str) -> None:
    found = messages_and_hints(tmp_path, activity(f"{WHOLE}progress:\n  -date: 2024\n  {below}status: done"))
    assert found == [("a space is missing after the dash", "write - date: …")]


@pytest.mark.parametrize(("value", "what"), [("[x]", "a list"), ("true", "true")])
def test_a_value_that_is_not_a_date_is_called_by_its_type(tmp_path: Path, value: str, what: str) -> None:
    (found,) = messages_and_hints(tmp_path, deadline(f"due: {value}"))
    assert found[0] == f'"due" cannot be {what}'


def test_a_text_cut_by_a_hash_is_shown_in_double_quotes(tmp_path: Path) -> None:
    (found,) = messages_and_hints(
        tmp_path, activity("text: Coordinate with #1 of the CNCC\ntimeframe: 2024\nresponsible: [moi]")
    )
    assert found[0] == '"#1 of the CNCC" is read as a comment, not as part of the text'
    assert 'in double quotes: text: "Coordinate with #1 of the CNCC"' in found[1]


def test_a_text_that_begins_with_a_hash_is_reported(tmp_path: Path) -> None:
    assert [message for message, _ in messages_and_hints(tmp_path, activity(f"{WHOLE}source: #1 of the CNCC"))] == [
        '"#1 of the CNCC" is read as a comment, not as part of the text'
    ]


@pytest.mark.parametrize(
    "value", ["x # ordinary", '"x" #quoted', "[x, y] #list", "x ## two", "x#y", "|  #block\n  x", "\n  #alone\n  x"]
)
def test_a_comment_that_cuts_no_text_is_allowed(tmp_path: Path, value: str) -> None:
    assert messages_and_hints(tmp_path, activity(f"{WHOLE}source: {value}")) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("data/indicator/x.yaml", "did you mean data/indicators?"),
        ("data/actor.yaml", "did you mean data/actors.yaml?"),
        ("data/roadmap.yml", "did you mean data/roadmap.yaml?"),
        ("data/pillar.yaml", "move it into data/pillars"),
        ("data/stray.yaml", "data files are in data/actions, data/actors.yaml, data/budgets, data/consultations, "),
    ],
)
def test_a_misplaced_file_is_reported(tmp_path: Path, name: str, hint: str) -> None:
    (found,) = messages_and_hints(tmp_path, {name: "x: 1\n"})
    assert found[0] == "is not read by any command"
    assert found[1].startswith(hint)


@pytest.mark.parametrize(
    "name",
    ["data/x.internal.yaml", "data/README.md", "data/.hidden", "data/notes/README.md", "data/notes/x.internal.yaml"],
)
def test_a_file_that_is_clearly_not_data_is_not_reported(tmp_path: Path, name: str) -> None:
    assert messages_and_hints(tmp_path, {name: "x: 1\n"}) == []


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("[12]", "12 is a number, not the id of a paragraph", "did you mean crc-2031:12?"),
        ("[13]", "13 is a number, not the id of a paragraph", "write it like crc-2022:42a"),
        ("[14]", "14 is a number, not the id of a paragraph", "write it like crc-2022:42a"),
        ("[crc-2031: 12]", "there is a space after the colon of an id", "write crc-2031:12"),
    ],
)
def test_a_paragraph_number_gets_the_id_as_hint_if_only_one_is_meant(
    tmp_path: Path, typed: str, message: str, hint: str
) -> None:
    files = activity(f"{WHOLE}recommendations: {typed}")
    for year, numbers in (("2031", (12, 13)), ("2032", (13,))):
        ids = "".join(f"  - id: crc-{year}:{one}\n    kind: concern\n    summary: x\n" for one in numbers)
        whole = f"id: crc-{year}\ntitle: T\nmechanism: crc\nsource: x\nnot_seen: [1-]\nparagraphs:\n{ids}"
        files[f"data/recommendations/crc-{year}.yaml"] = whole
    made = workspace(tmp_path, files)
    assert [(one.message, one.hint) for one in load(made).problems] == [(message, hint)]


def test_a_number_as_the_id_of_a_paragraph_gets_the_id_with_its_document_as_hint(tmp_path: Path) -> None:
    text = "id: crc-2031\ntitle: T\nmechanism: crc\nsource: x\nparagraphs: [{id: 12, kind: concern, summary: x}]\n"
    made = workspace(tmp_path, {"data/recommendations/crc-2031.yaml": text})
    assert [one.hint for one in load(made).problems] == ["write crc-2031:12"]


@pytest.mark.parametrize(("word", "closest"), [("CNNC", "cncc"), ("CNWC", "cncc"), ("mosv", "mosvy")])
def test_of_equally_similar_words_the_one_with_most_letters_in_place_is_suggested(word: str, closest: str) -> None:
    assert KnownWords(["cncw", "cncc", "mosvy", "moeys"]).closest(word) == [closest]
