"""COB1xx: missing fields, unknown fields and wrong values. Most of these rules are checked while the files are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.relative import UNITS, Duration, RelativeDate
from cobtrack.model.dates.time_zones import find_time_zone, time_zone_hint
from cobtrack.model.earlier import records_with_earlier_values
from cobtrack.model.languages.phrases import ENGLISH
from cobtrack.model.problem import Finding, Place, Severity
from cobtrack.model.record_texts import RecordText, record_texts, texts_without_footnotes
from cobtrack.model.records.shared import EARLIER_DATES, EARLIER_WORDS, SMALLEST_GROUP
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.markup import URL, is_safe_link, is_web_address, links, plain_text
from cobtrack.model.text.suggestions import KnownWords, close_matches, did_you_mean
from cobtrack.model.text.wording import join, quantity
from cobtrack.model.vocabularies import persons, sdgs
from cobtrack.rules.plain_sentences import MOST_WORDS, abbreviations, long_sentences
from cobtrack.rules.rule import read_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cobtrack.model.record import Record
    from cobtrack.model.records.data_source import DataSource
    from cobtrack.model.records.document import Document
    from cobtrack.model.records.indicator import Indicator
    from cobtrack.model.records.resource import Resource
    from cobtrack.model.records.roadmap import Discussion
    from cobtrack.model.records.shared import Material
    from cobtrack.model.records.submission import Submission
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_FIRST_LETTERS = 40
"""How many letters of a sentence a message quotes."""

missing = read_rule(
    "COB101",
    "missing-field",
    _ERROR,
    """
    A record lacks a required field.

    Wrong:  - id: "2.6"
              text: Draft the brief
    Right:  - id: "2.6"
              text: Draft the brief
              timeframe: 2026
    """,
)
unknown = read_rule(
    "COB102",
    "unknown-field",
    _ERROR,
    """
    A record has a field that does not exist for this kind of record.

    Usually the name of the field is mistyped. The hint gives the closest name.

    Wrong:  stauts: done
    Right:  status: done
    """,
)
wrong_type = read_rule(
    "COB103",
    "wrong-type",
    _ERROR,
    """
    The value of a field has the wrong type (for example a text instead of a list).

    Wrong:  serves: crc-state-report
    Right:  serves: [crc-state-report]
    """,
)
not_a_choice = read_rule(
    "COB104",
    "not-a-choice",
    _ERROR,
    """
    The value of a field is not one of the allowed words.

    Wrong:  status: finished
    Right:  status: done
    """,
)
unquoted_id = read_rule(
    "COB105",
    "unquoted-id",
    _ERROR,
    """
    An id is written without quotes, so other programs read the id as a number.

    For example, they read 1.10 as 1.1, which is the id of another activity.

    Wrong:  id: 1.10
    Right:  id: "1.10"
    """,
)
bad_id = read_rule(
    "COB106",
    "bad-id",
    _ERROR,
    """
    An id does not have the form that is required for this kind of record.

    Ids consist of lower-case letters, digits and hyphens. The id of an activity consists of the pillar and a number
    (2.6). The id of a paragraph consists of the document and a number (crc-2022:42).

    Wrong:  - id: CRC State Report
    Right:  - id: crc-state-report
    """,
)
not_a_timeframe = read_rule(
    "COB107",
    "not-a-timeframe",
    _ERROR,
    """
    A date or timeframe is not in the right notation.

    Dates are written in EDTF (ISO 8601-2). Put hyphens between year, month and day, a slash between start and end, a
    question mark after a date that is still to be determined, and two dots in place of an open end.

    Wrong:  timeframe: October - December 2022
    Right:  timeframe: 2022-10/2022-12
    """,
)
empty_text = read_rule(
    "COB108",
    "empty-text",
    _ERROR,
    """
    A text is empty.

    If a value is not known, leave out the field. It is then reported as a gap.
    """,
)
bad_language = read_rule(
    "COB109",
    "bad-language",
    _ERROR,
    """
    A text in several languages has a key that is not a language code, no text for a language, or an unknown standing.

    Wrong:  title: {english: Report}
    Right:  title: {en: Report, km: របាយការណ៍, standing: {km: draft}}

    Language codes are those of ISO 639-1, such as en. A standing is official, unofficial, draft or outdated.
    """,
)
field_in_a_text = read_rule(
    "COB114",
    "field-in-a-text",
    Severity.WARNING,
    """
    A line in a text looks like a field of the record. It is indented too far, so YAML reads it as part of the text.

    Wrong:  text: >
              Coordinate with the CNCC
              responsible: [cncc]
    Right:  text: >
              Coordinate with the CNCC
            responsible: [cncc]
    """,
)


@rule("COB113", "relative-date", _ERROR)
def relative_date(workspace: Workspace) -> Iterator[Finding]:
    """A date that is relative to a deadline is incomplete or ambiguous.

    Write either `after:` or `before:` with the id of a deadline, and the distance in days, weeks, months or years. Use
    only one of these units. Without a distance, the date is any time after or before the deadline.

    Wrong:  due: {after: crc-state-report, months: 3, days: 10}
    Right:  due: {after: crc-state-report, months: 3}
    """
    for duration in _durations(workspace):
        if isinstance(duration, RelativeDate) and bool(duration.after) == bool(duration.before):
            problem = "both after: and before:" if duration.after else "neither after: nor before:"
            hint = "write after: or before:, with the id of a deadline"
            yield Finding(duration.place, f"the date has {problem}", hint)
        units = [unit for unit in UNITS if getattr(duration, unit) is not None]
        if len(units) > 1 or (not units and not isinstance(duration, RelativeDate)):
            problem = f"is given in {join(units)}" if units else "is missing"
            yield Finding(duration.place, f"the duration {problem}", "write one of days:, weeks:, months:, years:")


def _durations(workspace: Workspace) -> Iterator[Duration]:
    """Yield every duration in the workspace. Dates that are relative to a deadline are durations too."""
    deadlines = (deadline for mechanism in workspace.mechanisms for deadline in mechanism.deadlines)
    steps = (step for procedure in workspace.procedures for step in procedure.steps)
    values: list[object] = [
        *(value for deadline in deadlines for value in (deadline.due, deadline.lead)),
        *(value for step in steps for value in (step.due, step.lead)),
        *(value for activity in workspace.activities for value in (activity.starts, activity.ends)),
    ]
    return (value for value in values if isinstance(value, Duration))


@rule("COB110", "bad-time-zone", _ERROR)
def bad_time_zone(workspace: Workspace) -> Iterator[Finding]:
    """The time zone in cobtrack.yaml does not exist.

    The time zone determines the date of "today" for the coalition.

    Wrong:  timezone: Cambodia
    Right:  timezone: Asia/Phnom_Penh
    """
    name = workspace.settings.timezone
    if find_time_zone(name) is None:
        place = workspace.settings.place.at("timezone")
        yield Finding(place, f'there is no time zone "{name}"', time_zone_hint(name))


@rule("COB111", "unsafe-link", _ERROR)
def unsafe_link(workspace: Workspace) -> Iterator[Finding]:
    """A link points to something other than a web page, an e-mail address or a record of the workspace.

    Wrong:  evidence: ["javascript:alert(1)"]
    Right:  evidence: ["https://www.cncc.gov.kh/"]
    """
    return _unsafe_links(workspace.texts)


def bad_addresses(record: Record) -> Iterator[Finding]:
    """Yield a finding for each unsafe link and each wrong `url` in a record. This is called before it is written."""
    yield from _unsafe_links([*record_texts([record])])
    yield from _bad_urls([(record, "url", getattr(record, "url", ""))])


def _unsafe_links(passages: Sequence[RecordText]) -> Iterator[Finding]:
    hint = "write an address that begins with https://, http:// or mailto:"
    for passage in passages:
        for _, target in links(passage.text):
            if target and not is_safe_link(target):
                yield Finding(passage.place, f'"{target}" is not a safe link', hint)
        # Most texts contain no address, and this test is much faster than the search.
        for address in URL.findall(passage.text) if "://" in passage.text else ():
            if not is_safe_link(address):
                yield Finding(passage.place, f'"{address}" is not a safe link', hint)
    for passage in passages:
        if passage.path[0] in {"source", "evidence"} and passage.text.lower().startswith(
            ("javascript:", "data:", "file:", "vbscript:")
        ):
            yield Finding(passage.place, f'"{passage.text}" is not a safe link', hint)


@rule("COB127", "unknown-sdg", _WARNING)
def unknown_sdg(workspace: Workspace) -> Iterator[Finding]:
    """An item of `sdgs` has no number of a Sustainable Development Goal or of one of its targets.

    Wrong:  sdgs: ["4.12"]
    Right:  sdgs: ["4.1", "16.2"]
    """
    for paragraph in workspace.paragraphs:
        for index, item in enumerate(paragraph.sdgs):
            number = sdgs.number_in(item)
            if number in sdgs.numbers():
                continue
            goal = number.partition(".")[0]
            targets = sdgs.targets_of(goal)
            hint = f"goal {goal} has the targets {' to '.join(targets)}" if targets else "the goals are 1 to 17"
            message = (
                f"there is no goal or target {number}" if number else f'"{item}" has no number of a goal or target'
            )
            yield Finding(paragraph.place.at("sdgs", index), message, hint)


@rule("COB128", "unknown-persons", _WARNING)
def unknown_persons(workspace: Workspace) -> Iterator[Finding]:
    """A group in `affected_persons` is neither in OHCHR's list nor in the list `affected_persons` in cobtrack.yaml.

    Only English names are compared. Other groups can be listed in cobtrack.yaml.

    Wrong:  affected_persons: [Childrens]
    Right:  affected_persons: [Children]
    """
    if "settings" in workspace.unreadable_kinds:
        return
    texts = workspace.settings.affected_persons
    known = persons.keys_of_names() | {persons.key(name) for text in texts for name in (text, *text.languages.values())}
    for paragraph in workspace.paragraphs:
        for index, item in enumerate(paragraph.affected_persons):
            name = _english(workspace, item)
            if not name or persons.key(name) in known:
                continue
            hint = did_you_mean(
                close_matches(name, persons.NAMES, cutoff=0.75),
                "if it is a group of your own, add it to affected_persons: in cobtrack.yaml",
            )
            yield Finding(paragraph.place.at("affected_persons", index), f'"{name}" is not in the list of OHCHR', hint)


def _english(workspace: Workspace, text: Text) -> str:
    """Return a text in English; "" if it is in other languages only."""
    if text.languages:
        return text.languages.get(ENGLISH.code, "")
    return text if workspace.settings.languages[0] == ENGLISH.code else ""


@rule("COB112", "bad-url", _ERROR)
def bad_url(workspace: Workspace) -> Iterator[Finding]:
    """A `url` or `licence_url` is not the address of a web page.

    Wrong:  url: www.crc-cambodia.org
    Right:  url: https://www.crc-cambodia.org
    """
    holders: tuple[Discussion | Document, ...] = (*workspace.discussions, *workspace.documents)
    materials = (material for holder in holders for material in holder.materials)
    records: tuple[Document | Resource | Material | Submission | DataSource, ...] = (
        *workspace.documents,
        *workspace.data_sources,
        *workspace.resources,
        *workspace.submissions,
        *materials,
    )
    addresses: list[tuple[Record, str, str]] = [
        (record, "url", record.url) for record in (*records, *workspace.settings.help)
    ]
    if publication := workspace.settings.publication:
        addresses += [(publication, name, getattr(publication, name)) for name in ("url", "licence_url")]
    return _bad_urls(addresses)


def _bad_urls(addresses: Iterable[tuple[Record, str, str]]) -> Iterator[Finding]:
    hint = "write an address that begins with https:// or http://"
    for record, name, address in addresses:
        if address and not is_web_address(address):
            yield Finding(record.place.at(name), f'"{address}" is not the address of a web page', hint)


@rule("COB115", "earlier-value-without-field", _ERROR)
def earlier_value_without_field(workspace: Workspace) -> Iterator[Finding]:
    """An entry of `was:` has an earlier value of a field that its record does not have, or no earlier value.

    The fields have the same names as in the record itself.

    Wrong:  - id: "2.7"
              timeframe: 2028
              was: [{due: 2025?, until: 2026-11-26}]
    Right:  - id: "2.7"
              timeframe: 2028
              was: [{timeframe: 2025?, until: 2026-11-26}]
    """
    for record, entries in records_with_earlier_values(workspace):
        possible = [name for name in (*EARLIER_DATES, *EARLIER_WORDS) if name in type(record).model_fields]
        for entry in entries:
            given = [name for name in (*EARLIER_DATES, *EARLIER_WORDS) if getattr(entry, name)]
            for name in given:
                if name not in possible:
                    message = f"{workspace.name_of(record)} has no {name}, so it never had another {name}"
                    yield Finding(entry.place.at(name), message, f"it can have had another {join(possible, 'or')}")
            if not given:
                hint = f"add the value that was replaced: {join(possible, 'or')}"
                yield Finding(entry.place, f"{workspace.name_of(record)}: the entry has no earlier value", hint)


@rule("COB116", "confidential-but-published", _WARNING)
def confidential_but_published(workspace: Workspace) -> Iterator[Finding]:
    """A confidential submission has an address where it can be read, or an audience besides the members.

    Only members see a confidential submission. What was published is not confidential.

    Wrong:  confidential: true
            url: https://example.org/report.pdf
    Right:  confidential: true
    """
    for submission in workspace.submissions:
        if submission.confidential:
            audience = submission.audience not in {None, "members"}
            for name in filter(None, ("url" if submission.url else "", "audience" if audience else "")):
                message = f"{submission.id} is confidential, but has the {name} {getattr(submission, name)}"
                yield Finding(submission.place.at(name), message, f"delete {name}:, or delete confidential:")


@rule("COB117", "more-words-than-accepted", _WARNING)
def more_words_than_accepted(workspace: Workspace) -> Iterator[Finding]:
    """A submission has more words than the mechanism accepts.

    The limit is `max_words` of the step that the submission's deadline is. As long as several procedures might apply,
    the lowest limit is used.
    """
    deadlines = {deadline.id: deadline for deadline in workspace.deadlines}
    for submission in workspace.submissions:
        deadline = deadlines.get(submission.deadline or "")
        steps = workspace.steps_of(deadline) if deadline else []
        limits = [(step.max_words, procedure.id) for procedure, step in steps if step.max_words]
        if limits and submission.words and submission.words > min(limits)[0]:
            most, procedure = min(limits)
            message = f"{submission.id} has {submission.words:,} words, but {procedure} accepts {most:,}"
            yield Finding(submission.place.at("words"), message, "shorten the submission, or correct words:")


@rule("COB118", "few-children-at-a-place", _WARNING)
def few_at_a_place(workspace: Workspace) -> Iterator[Finding]:
    """A consultation names a place smaller than a province, and fewer than 5 people took part or are in a group.

    Or a value of an indicator is a number of fewer than 5 persons in a group (`values_are: persons`).

    People who live there could recognise a child, even without a name. Documents leave out such numbers and places, but
    everybody can read the files of a public repository. An `area` without `area_level` might be small, so it is
    reported too.

    Wrong:  number: 3 … area: Riverside village … area_level: local
    Right:  number: 3 … area: Northern Province … area_level: region
    """
    for consultation in workspace.consultations:
        smallest = consultation.smallest_group or SMALLEST_GROUP
        if consultation.is_small_place and smallest < SMALLEST_GROUP:
            of_group = smallest != consultation.total
            what = f"a group of {smallest}" if of_group else quantity(smallest, "participant")
            message = f"{consultation.id} has {what} and a place that might be small: a child could be recognised"
            more = "join the groups, or " if of_group else ""
            yield Finding(
                consultation.place.at("area"),
                message,
                f"{more}write the province or region as the area, with area_level: region",
            )
    for indicator in workspace.indicators:
        for value in indicator.values if indicator.values_are == "persons" else ():
            if value.for_ and 0 < value.number < SMALLEST_GROUP:
                what = f"a group of {quantity(int(value.number), 'person')}"
                message = f"{indicator.id} has {what}: a child could be recognised"
                yield Finding(value.place.at("value"), message, "join the groups, or write only the value for all")


def _plain_words(workspace: Workspace) -> Iterator[RecordText]:
    """Yield all plain words in all languages."""
    records: list[Record] = [*workspace.settings.clusters_in_plain_words]
    records += [row for row in workspace.paragraphs if row.plain]
    records += [row for row in workspace.activities if row.plain]
    for consultation in workspace.consultations:
        records += [consultation, *consultation.said]
    for record in records:
        yield from (text for text in texts_without_footnotes(record) if text.path[0] == "plain")


@rule("COB120", "long-plain-sentence", _WARNING)
def long_plain_sentence(workspace: Workspace) -> Iterator[Finding]:
    """A sentence in plain words has more than 15 words.

    Children understand short sentences. Write one idea in each sentence. In languages that have no spaces between
    words, such as Khmer, words are counted only where the text has zero-width spaces between them.

    Wrong:  plain: The government should make a law that says that no adult may hit a child at home or at school.
    Right:  plain: No adult may hit a child. The law should say so.
    """
    for text in _plain_words(workspace):
        for sentence, count in long_sentences(plain_text(text.text)):
            message = f"a plain sentence has {count} words: “{sentence[:_FIRST_LETTERS].strip()}…”"
            yield Finding(text.place, message, f"write sentences of at most {MOST_WORDS} words, with one idea in each")


@rule("COB121", "abbreviation-in-plain-words", _WARNING)
def abbreviation_in_plain_words(workspace: Workspace) -> Iterator[Finding]:
    """Plain words have an abbreviation, which children do not know.

    Wrong:  plain: The UN tells the govt. to help NGOs.
    Right:  plain: The United Nations ask the government to help organisations.
    """
    for text in _plain_words(workspace):
        if found := list(abbreviations(plain_text(text.text))):
            hint = "write whole words, or say it in other words"
            yield Finding(text.place, f"abbreviations in plain words: {', '.join(found)}", hint)


@rule("COB122", "plain-words-repeat-the-text", _WARNING)
def plain_words_repeat_the_text(workspace: Workspace) -> Iterator[Finding]:
    """The plain words are the same as the text, the summary or the title beside them.

    The text of the roadmap or of the Committee was written for adults. Say it as you would say it to a child of ten.
    """
    clusters = workspace.settings.clusters
    beside: list[tuple[Record, Text | None, tuple[Text | None, ...]]] = [
        *((row, row.plain, (clusters.get(row.cluster),)) for row in workspace.settings.clusters_in_plain_words),
        *((row, row.plain, (row.text, row.summary, row.heading)) for row in workspace.paragraphs if row.plain),
        *((row, row.plain, (row.text,)) for row in workspace.activities if row.plain),
        *((row, row.plain, (row.title,)) for row in workspace.consultations if row.plain),
    ]
    for record, plain, others in beside:
        if plain and any(other and fold_name(other).strip(". ") == fold_name(plain).strip(". ") for other in others):
            yield Finding(record.place.at("plain"), "the plain words only repeat the text", "say it in simpler words")


@rule("COB125", "unknown-axis", _WARNING)
def unknown_axis(workspace: Workspace) -> Iterator[Finding]:
    """A value of an indicator, or a data source, is broken down by an axis or a group that nobody declared.

    Every workspace has the axes sex, age, place and disability. Others are declared in `axes` of cobtrack.yaml. If an
    axis has a list of groups, all other groups are mistakes; sex has the groups female, male and other.

    Wrong:  for: {grade: 1}, without an axis grade in cobtrack.yaml
    Right:  axes: [{id: grade, title: School grade}]
    """
    settings = workspace.settings
    known = KnownWords(declared := settings.all_axes)
    records: tuple[Indicator | DataSource, ...] = (*workspace.indicators, *workspace.data_sources)
    for record in records:
        for number, axis in enumerate(record.disaggregated_by):
            if axis not in declared:
                yield _undeclared(record.place.at("disaggregated_by", number), axis, known)
    groups = {axis: settings.known_groups(axis) for axis in declared}
    for value in (value for indicator in workspace.indicators for value in indicator.values):
        for axis, group in value.for_.items():
            if axis not in declared:
                yield _undeclared(value.place.at("for", axis), axis, known)
            elif groups[axis] and group not in groups[axis]:
                hint = did_you_mean(KnownWords(groups[axis]).closest(group), f"use {join([*groups[axis]], 'or')}")
                yield Finding(value.place.at("for", axis), f'the axis {axis} has no group "{group}"', hint)


def _undeclared(place: Place, axis: str, known: KnownWords) -> Finding:
    declare = f"declare it in cobtrack.yaml: axes: [{{id: {axis}, title: …}}]"
    return Finding(place, f'there is no axis "{axis}"', did_you_mean(known.closest(axis), declare))


@rule("COB126", "value-twice", _WARNING)
def value_twice(workspace: Workspace) -> Iterator[Finding]:
    """An indicator has two values of the same date for the same group, and from the same data source.

    Only one of them can be right. The baseline is a value too. Names of groups are compared without regard to case.

    Wrong:  - {date: 2025, value: 58} … - {date: 2025, value: 61}
    Right:  - {date: 2025, value: 58} … - {date: 2025, value: 61, for: {sex: male}}
    """
    for indicator in workspace.indicators:
        usual = indicator.data_sources[0] if len(indicator.data_sources) == 1 else ""
        seen: set[object] = {(str(indicator.baseline.date), (), usual)} if indicator.baseline else set()
        for value in indicator.values:
            group = tuple((axis, fold_name(name)) for axis, name in value.group)
            key = (str(value.date), group, value.data_source or usual)
            if key in seen:
                of_group = f" for {', '.join(value.for_.values())}" if value.for_ else ""
                message = f"{indicator.id} has another value of {value.date}{of_group}"
                yield Finding(value.place.at("value"), message, "delete the wrong value")
            seen.add(key)
