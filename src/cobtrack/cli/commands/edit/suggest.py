"""`cobtrack suggest`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    AsOf,
    Color,
    ColorOption,
    CommandError,
    FilterTexts,
    Format,
    FormatOption,
    LanguageOption,
    Quiet,
    Root,
    complete_ids,
    takes_filters,
)  # fmt: skip
from cobtrack.model.languages.phrases import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cobtrack.cli.session import Session
    from cobtrack.editing.related import Decisions
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.records.resource import Resource
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.related.suggest import Suggestion, Suggestions, Target

GROUPS = ("recommendations", "activities")
"""The words that stand for all records of a kind without links, in place of an id."""
_YES, _NOT, _NONE, _LATER, _STOP = "y", "n", "x", "\r", "q"
_MAX_TEXT = 240
"""The greatest length, in characters, of a text on a terminal."""


class TargetName(StrEnum):
    """The kind of records that are suggested."""

    recommendations = "recommendations"
    resources = "resources"


@takes_filters(without=("status",))
def suggest(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID",
            help="Recommendations or activities; or the word recommendations or activities, for all without links.",
            autocompletion=complete_ids,
        ),
    ],
    filters: FilterTexts,
    kind: Annotated[
        TargetName,
        typer.Option("--kind", metavar="WHAT", help="What to suggest: recommendations or resources."),
    ] = TargetName.recommendations,
    number: Annotated[int, typer.Option("--number", metavar="N", min=1, max=50, help="How many for each record.")] = 5,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Suggest related recommendations or resources, and link those that you confirm.

    Suggestions are recommendations of other documents, or resources, that may belong
    to a recommendation or an activity.

    \b
      cobtrack suggest crc-2022:42
      cobtrack suggest crc-2022:42 --kind resources
      cobtrack suggest activities --pillar 2
      cobtrack suggest recommendations --cluster education --format json

    Texts are compared by the words that they share; the rarer a word, the more it
    counts. Nothing is linked by itself: on a terminal, the command asks about each
    suggestion, and a key writes the link, or remembers that the two are not related.
    """
    from cobtrack.cli.output.ask import can_ask
    from cobtrack.cli.session import open_session
    from cobtrack.views.related.suggest import suggest as view

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    target: Target = kind.value
    matches = session.matching(session.parse_filters(filters))
    subjects = [record for record in _subjects(session, ids, target) if matches(record)]
    rows = view(session.workspace, subjects, target, number)
    if format is Format.json:
        session.terminal.json(session.json_document("suggestions", [_json(session.workspace, row) for row in rows]))
    elif format is Format.csv:
        _csv(session, rows)
    elif can_ask(session.terminal):
        _ask_about_all(session, rows, target, root)
    else:
        for row in rows:
            _print(session, row)
    if not any(row.rows for row in rows):
        session.terminal.notify(
            _("nothing to suggest: no other text has a rare word in common, or everything has been decided already")
        )


def _subjects(session: Session, ids: Sequence[str], target: Target) -> list[Paragraph | Activity]:
    """Return the records that the user named. Raises CommandError if suggestions do not exist for a record."""
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.pillar import Activity
    from cobtrack.views.related.suggest import subjects_without

    subjects: list[Paragraph | Activity] = []
    for name in ids:
        if name in GROUPS:
            subjects += subjects_without(session.workspace, name, target)
            continue
        record = session.find(name)
        if isinstance(record, Activity) and target == "resources":
            raise CommandError(f"activity {record.id} has no resources", "leave out --kind resources")
        if not isinstance(record, Paragraph | Activity):
            hint = f"name a recommendation or an activity, or write {' or '.join(GROUPS)}"
            raise CommandError(f"nothing can be suggested for {name}", hint)
        subjects.append(record)
    return subjects


def _text(record: Paragraph | Activity | Resource) -> str:
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.resource import Resource
    from cobtrack.model.text import markup

    if isinstance(record, Resource):
        text: str = record.title
    elif isinstance(record, Paragraph):
        text = record.text or record.summary or record.heading or ""
    else:
        text = record.text
    return " ".join(markup.plain_text(text).split())


def _json(workspace: Workspace, suggestions: Suggestions) -> dict[str, Any]:
    from cobtrack.model.records.document import Paragraph

    return {
        "for": suggestions.subject.id,
        "text": _text(suggestions.subject),
        "suggested": [
            {
                "id": row.record.id,
                "citation": workspace.citation(row.record) if isinstance(row.record, Paragraph) else "",
                "likeness": round(row.likeness, 3),
                "words": list(row.words),
                "text": _text(row.record),
            }
            for row in suggestions.rows
        ],
    }


def _csv(session: Session, rows: Iterable[Suggestions]) -> None:
    table = [
        [group.subject.id, row.record.id, f"{row.likeness:.3f}", ", ".join(row.words), _text(row.record)]
        for group in rows
        for row in group.rows
    ]
    session.terminal.csv(["for", "id", "likeness", "words", "text"], table)


def _print(session: Session, suggestions: Suggestions) -> None:
    """Print a record and what is suggested for it."""
    _print_subject(session, suggestions)
    for number, row in enumerate(suggestions.rows, 1):
        session.terminal.print()
        _print_suggestion(session, number, row)


def _print_subject(session: Session, suggestions: Suggestions) -> None:
    session.terminal.print()
    session.terminal.wrapped(f"{suggestions.subject.id}  {_short(_text(suggestions.subject))}", style="bold")


def _print_suggestion(session: Session, number: int, row: Suggestion) -> None:
    from cobtrack.model.languages.phrases import in_digits

    text = f"{row.record.id}  {_short(_text(row.record))}"
    session.terminal.wrapped(text, "   ", f"{in_digits(str(number))}. ")
    words = _("common words: %(words)s", words=", ".join(row.words))
    session.terminal.wrapped(words, "   ", "   ", "dim")


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT].rpartition(' ')[0]}…"


def _ask_about_all(session: Session, rows: Sequence[Suggestions], target: Target, root: str) -> None:
    """Ask about each suggestion, and write the decisions about a record before the next record is shown."""
    for group in rows:
        if not group.rows:
            continue
        _print_subject(session, group)
        decisions, goes_on = _ask_about(session, group, target)
        if decisions:
            _write(session, group.subject.id, target, decisions, root)
        if not goes_on:
            return


def _ask_about(session: Session, group: Suggestions, target: Target) -> tuple[Decisions, bool]:
    """Ask about the suggestions for a record. Return the decisions, and whether the person wants to go on."""
    from cobtrack.cli.output.ask import ask_key, explain_keys
    from cobtrack.editing.related import Decisions

    decisions, keys = Decisions(), _keys(group, target)
    explain_keys(session.terminal, keys)
    for number, row in enumerate(group.rows, 1):
        session.terminal.print()
        _print_suggestion(session, number, row)
        key = ask_key(session.terminal, keys)
        if key == _STOP:
            return decisions, False
        if key == _NONE:
            decisions.not_related += [other.record.id for other in group.rows[number - 1 :]]
            break
        if key == _NOT:
            decisions.not_related.append(row.record.id)
        elif key != _LATER:
            decisions.related[row.record.id] = _kinds(group, target)[key]
    return decisions, True


def _kinds(group: Suggestions, target: Target) -> dict[str, str]:
    """Return the kind of link for each key that confirms a suggestion; "" if such links have no kind."""
    from cobtrack.model.labels import LINK
    from cobtrack.model.records.document import Paragraph

    if isinstance(group.subject, Paragraph) and target == "recommendations":
        return {str(number): kind for number, kind in enumerate(LINK, 1)}
    return {_YES: ""}


def _keys(group: Suggestions, target: Target) -> dict[str, str]:
    """Return what each key means, in the order in which a question names the keys."""
    from cobtrack.model.labels import LINK

    confirming = {key: LINK[kind].singular if kind else _("related") for key, kind in _kinds(group, target).items()}
    return {
        **confirming,
        _NOT: _("not related"),
        _NONE: _("none of these is related"),
        _LATER: _("decide later"),
        _STOP: _("stop"),
    }


def _write(session: Session, identifier: str, target: Target, decisions: Decisions, root: str) -> None:
    """Write what was decided about a record, in a session of its own: nothing is locked while the person decides."""
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.related import record_decisions
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.pillar import Activity

    terminal, day = session.terminal, session.as_of.isoformat()
    description = f"suggest {identifier}"
    with writing_session(
        root, day, Color(terminal.color), quiet=terminal.quiet, note=False, description=description
    ) as writing:
        record = writing.find(identifier)
        if isinstance(record, Paragraph | Activity):
            change = record_decisions(writing.loaded, record, target, decisions, writing.as_of)
            write_change(writing, change, dry_run=False)
