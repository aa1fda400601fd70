"""COB1xx: fields that are missing, unknown, or not what they should be. Mostly checked while reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.relative import UNITS, Duration, RelativeDate
from cobtrack.model.problem import Finding, Severity
from cobtrack.model.text.markup import URL, is_safe_link, links
from cobtrack.model.text.wording import join
from cobtrack.rules.rule import read_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.workspace import Workspace

_ERROR = Severity.ERROR

missing = read_rule(
    "COB101",
    "missing-field",
    _ERROR,
    """
    A record lacks a field that it needs.
    """,
)
unknown = read_rule(
    "COB102",
    "unknown-field",
    _ERROR,
    """
    A field has a name that records of this kind do not know.

    Mostly it is a slip of the keyboard; the hint names the nearest one.

    Wrong:  stauts: done
    Right:  status: done
    """,
)
wrong_type = read_rule(
    "COB103",
    "wrong-type",
    _ERROR,
    """
    A field holds something of another kind: text for a list, a number for text.

    Wrong:  serves: crc-state-report
    Right:  serves: [crc-state-report]
    """,
)
not_a_choice = read_rule(
    "COB104",
    "not-a-choice",
    _ERROR,
    """
    A field that takes one of a few words has another.

    Wrong:  status: finished
    Right:  status: done
    """,
)
unquoted_id = read_rule(
    "COB105",
    "unquoted-id",
    _ERROR,
    """
    An id stands without quotes and is a number to other YAML readers.

    To them 1.10 is 1.1, another activity.

    Wrong:  id: 1.10
    Right:  id: "1.10"
    """,
)
bad_id = read_rule(
    "COB106",
    "bad-id",
    _ERROR,
    """
    An id does not have the form of its kind.

    Ids are small letters, digits and hyphens; activities have pillar and number, paragraphs document and number.

    Wrong:  - id: CRC State Report
    Right:  - id: crc-state-report
    """,
)
not_a_timeframe = read_rule(
    "COB107",
    "not-a-timeframe",
    _ERROR,
    """
    A date or timeframe is not written as one.

    They are written in EDTF (ISO 8601-2): year, month and day with hyphens, a slash between start and end, a question
    mark where the date is still to be determined, two dots for an open end.

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

    What is not known is left out, so that it is counted as a gap.
    """,
)
bad_language = read_rule(
    "COB109",
    "bad-language",
    _ERROR,
    """
    A text for several languages names something that is no language code, or has no text for one.

    Wrong:  title: {english: Report}
    Right:  title: {en: Report, km: របាយការណ៍}
    """,
)
field_in_a_text = read_rule(
    "COB114",
    "field-in-a-text",
    Severity.WARNING,
    """
    A line of a text looks like a field of the same record: indented too far, it has become part of the text.

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
    """A date that hangs on a deadline does not say on which one and by how much, or says it twice.

    It is after one or before one; how far is a number of days, weeks, months or years, or is left out.

    Wrong:  due: {after: crc-state-report, months: 3, days: 10}
    Right:  due: {after: crc-state-report, months: 3}
    """
    for span in _spans(workspace):
        if isinstance(span, RelativeDate) and bool(span.after) == bool(span.before):
            what = "both after and before" if span.after else "neither after nor before anything"
            yield Finding(span.place, f"the date is {what}", "write after: or before:, and the id of a deadline")
        units = [unit for unit in UNITS if getattr(span, unit) is not None]
        if len(units) > 1 or (not units and not isinstance(span, RelativeDate)):
            what = f"said in {join(units)}" if units else "not said"
            yield Finding(span.place, f"how long it is, is {what}", "write one of them: days, weeks, months, years")


def _spans(workspace: Workspace) -> Iterator[Duration]:
    """Every length of time and every date that hangs on another."""
    held: list[object] = [
        *(value for mechanism in workspace.mechanisms for one in mechanism.deadlines for value in (one.due, one.lead)),
        *(value for procedure in workspace.procedures for step in procedure.steps for value in (step.due, step.lead)),
        *(value for one in workspace.activities for value in (one.starts, one.ends)),
    ]
    return (value for value in held if isinstance(value, Duration))


@rule("COB110", "bad-time-zone", _ERROR)
def bad_time_zone(workspace: Workspace) -> Iterator[Finding]:
    """The time zone in cobtrack.yaml is not one.

    It decides which day it is for the coalition.

    Wrong:  timezone: Cambodia
    Right:  timezone: Asia/Phnom_Penh
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    name = workspace.settings.timezone
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        hint = "write a name from the IANA list, such as Asia/Phnom_Penh"
        yield Finding(workspace.settings.place.at("timezone"), f'there is no time zone "{name}"', hint)


@rule("COB111", "unsafe-link", _ERROR)
def unsafe_link(workspace: Workspace) -> Iterator[Finding]:
    """A link leads elsewhere than to a web page, an e-mail address or a place in the document.

    Wrong:  evidence: ["javascript:alert(1)"]
    Right:  evidence: ["https://www.cncc.gov.kh/"]
    """
    hint = "links begin with https://, http:// or mailto:"
    for passage in workspace.texts:
        for _, target in links(passage.text):
            if target and not is_safe_link(target):
                yield Finding(passage.place, f'"{target}" is not a link that may be followed', hint)
        # Most texts hold no address: asking first is much faster than looking for one.
        for found in URL.findall(passage.text) if "://" in passage.text else ():
            if not is_safe_link(found):
                yield Finding(passage.place, f'"{found}" is not a link that may be followed', hint)
    for passage in workspace.texts:
        if passage.path[0] in {"source", "evidence"} and passage.text.lower().startswith(
            ("javascript:", "data:", "file:", "vbscript:")
        ):
            yield Finding(passage.place, f'"{passage.text}" is not a link that may be followed', hint)


@rule("COB112", "bad-url", _ERROR)
def bad_url(workspace: Workspace) -> Iterator[Finding]:
    """A `url` is not the address of a web page.

    Wrong:  url: www.crc-cambodia.org
    Right:  url: https://www.crc-cambodia.org
    """
    materials = [material for talk in workspace.discussions for material in talk.materials]
    addresses = [
        *((one.place, one.url) for one in workspace.documents),
        *((one.place, one.url) for one in workspace.resources),
        *((one.place, one.url) for one in materials),
    ]
    for place, url in addresses:
        if url and not url.startswith(("https://", "http://")):
            hint = "an address begins with https:// or http://"
            yield Finding(place.at("url"), f'"{url}" is not the address of a page', hint)
