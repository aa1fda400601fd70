"""What can be logged on what: progress, assessments and values, and which options make a line of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.cli.options import CommandError
from cobtrack.model.records.action import Action
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.assessment import Assessment
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator, Measurement
from cobtrack.model.records.pillar import Activity, Progress
from cobtrack.model.text.escape import CONTROL
from cobtrack.model.text.wording import join
from cobtrack.model.types import PlainNumber
from cobtrack.store.files import describe_character

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.cli.session import Session
    from cobtrack.model.workspace import RecordWithId

    Given = dict[str, Any]
    """What was typed, by the name of the option; what was not is not in it."""

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
_DECIMAL = re.compile(rf"{_WHOLE.pattern}\.[0-9]+", re.ASCII)


class Log(NamedTuple):
    """A log: what it is of, the list that it is in the files, and what a line is made of."""

    of: str
    key: str
    line: type[Progress | Assessment | Measurement]
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    such_as: str
    make: Callable[[Given], dict[str, Any]]


def _progress(given: Given) -> dict[str, Any]:
    return {key: given[key] for key in ("status", "note", "evidence") if key in given}


def _assessment(given: Given) -> dict[str, Any]:
    bearings = [("supports", "evidence"), ("contradicts", "against")]
    evidence = [{"bearing": bearing, "source": one} for bearing, key in bearings for one in given.get(key, [])]
    named = [
        ("voice", "voice"), ("level", "level"), ("reason", "note"), ("confidence", "confidence"),
        ("obstacles", "obstacle"), ("help_needed", "help-from"),
    ]  # fmt: skip
    return {field: given[key] for field, key in named if key in given} | ({"evidence": evidence} if evidence else {})


def _value(given: Given) -> dict[str, Any]:
    text, sources = given["value"].strip(), given.get("evidence", [])
    # As a person would type it: without quotes, but where other readers would take it for another number.
    plain = PlainNumber(text) if _DECIMAL.fullmatch(text) else text
    made: dict[str, Any] = {"value": int(text) if _WHOLE.fullmatch(text) else plain}
    made |= {"note": given["note"]} if "note" in given else {}
    return made | ({"source": sources[0] if len(sources) == 1 else sources} if sources else {})


_REPORTED = ("status", "note", "evidence")
_ASSESSED = ("voice", "level", "note", "evidence", "against", "obstacle", "help-from", "confidence")
_OF_ACTIVITY = Log("an activity", "progress", Progress, ("status",), _REPORTED, "--status in-progress", _progress)
_OF_ACTION = _OF_ACTIVITY._replace(of="an action")
_OF_RECOMMENDATION = Log(
    "a recommendation", "assessments", Assessment, ("voice", "level", "note"), _ASSESSED,
    '--voice civil-society --level partly --note "A draft law is with the ministry."', _assessment,
)  # fmt: skip
_OF_INDICATOR = Log(
    "an indicator", "values", Measurement, ("value",), ("value", "note", "evidence"), "--value 78", _value
)


def log_of(record: RecordWithId) -> Log:
    """The log of a thing. Raises CannotError where it has none."""
    match record:
        case Activity():
            return _OF_ACTIVITY
        case Action():
            return _OF_ACTION
        case Indicator():
            return _OF_INDICATOR
        case Paragraph(kind="recommendation"):
            return _OF_RECOMMENDATION
        case Paragraph():
            article = "an" if record.kind[0] in "aeiou" else "a"
            raise CommandError(f"{record.id} is {article} {record.kind}", "only recommendations are assessed")
    hint = "activities, such as 2.6, actions, recommendations and indicators have one"
    raise CommandError(f"{record.id} has no log", hint)


_IN_LISTS = {
    "evidence": "an address or a citation", "against": "an address or a citation", "obstacle": "what stands in the way",
    "help-from": "an id from data/actors.yaml",
}  # fmt: skip
"""What to write behind the options that may be repeated."""


def check_text(given: Given) -> None:
    """Raise CannotError where an option that may be repeated has no text, or any has what no file may hold."""
    for name, texts in given.items():
        for found in map(CONTROL.search, [texts] if isinstance(texts, str) else texts):
            if found:
                raise CommandError(f"--{name}: {describe_character(found[0])} stands in it", "take it out")
    for name, what in _IN_LISTS.items():
        if not all(one.strip() for one in given.get(name, [])):
            raise CommandError(f"--{name} must not be empty", f"write {what}, or leave the option out")


def check_options_apply(log: Log, identifier: str, given: Given) -> None:
    """Raise CannotError where options do not fit the kind of thing, or where one is missing."""
    if unfit := [f"--{one}" for one in given if one not in log.takes]:
        fitting = join([f"--{one}" for one in log.takes])
        verb = "does" if len(unfit) == 1 else "do"
        raise CommandError(f"{join(unfit)} {verb} not fit {log.of}", f"{log.of} takes {fitting}")
    if missing := [f"--{one}" for one in log.needs if one not in given]:
        verb = "is" if len(missing) == 1 else "are"
        told = f"{identifier} is {log.of}: {join(missing)} {verb} missing"
        raise CommandError(told, f"such as: cobtrack log {identifier} {log.such_as}")


def organisations(session: Session, names: list[str]) -> list[str]:
    """The ids of organisations, however they were typed. Raises CannotError where one is none."""
    found = [session.find(name) for name in names]
    for one in found:
        if not isinstance(one, Actor):
            raise CommandError(f"{one.id} is no organisation", "they are listed by: cobtrack list actors")
    return [one.id for one in found]
