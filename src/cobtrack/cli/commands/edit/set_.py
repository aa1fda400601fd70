"""`cobtrack set`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, DryRun, Quiet, Root, complete_from, complete_names

if TYPE_CHECKING:
    from cobtrack.cli.session import Session

_DATES_THAT_BELONG_TOGETHER = ("COB302", "COB303")
"""The codes for an activity outside the roadmap's period, and for an activity after the deadline that it serves."""


def _complete_assignment(context: typer.Context, incomplete: str) -> list[str]:
    """Return the fields of the record, and the values of a field, that begin with `incomplete`."""
    from cobtrack.store import field_names

    name = context.params.get("id") or ""
    return complete_from(context, lambda root: field_names.starting_with(root, name, incomplete))


def set_(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A record: its id, or roadmap, settings or pillar-2.", autocompletion=complete_names
        ),
    ],
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE", help="The fields to set, with their new values.", autocompletion=_complete_assignment
        ),
    ],
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="Why the plan or the text changes. The old one is kept.")
    ] = "",
    correction: Annotated[
        bool, typer.Option("--correction", help="The old value was a mistake: do not keep it.")
    ] = False,
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Set fields of a record. Everything else in its file stays as it is.

    \b
      cobtrack set 1.9 timeframe="2023 to 2027" --why "It began later."
      cobtrack set 2.6 responsible+=cncc recommendations+=crc-2022:42
      cobtrack set 2.4 progress.last.note="Two meetings were held."
      cobtrack set cncc name.km="…" acronym=

    Values are written as in the data files: dates also in words, lists as [a, b] or
    a,b, records as {after: crc-state-report, months: 3}. A dot names a part of a
    field, with the number of a list item or "last". += adds an item to a list, -=
    removes an item, and = without a value removes the field or the item.
    """
    from cobtrack.cli.output.ask import ask, can_ask
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.fields.earlier_values import ReasonNeededError

    with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run) as session:
        try:
            _set(session, id, fields, why, correction=correction, dry_run=dry_run)
        except ReasonNeededError as error:
            if not can_ask(session.terminal):
                raise
            question = error.question
        else:
            return
    # The workspace is not locked while the user writes the reason.
    why = ask(session.terminal, question)
    with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=dry_run) as session:
        _set(session, id, fields, why, correction=False, dry_run=dry_run)


def _set(session: Session, identifier: str, fields: list[str], why: str, *, correction: bool, dry_run: bool) -> None:
    from cobtrack.cli.output.written import print_heading, write_change
    from cobtrack.editing.fields.assignment import parse_assignment
    from cobtrack.editing.fields.set_fields import set_fields
    from cobtrack.errors import NewErrorsError
    from cobtrack.store.yaml.writer import shortened

    record = session.find_any(identifier)
    assignments = [parse_assignment(text) for text in fields]
    name = session.workspace.name_of(record)
    try:
        change = set_fields(session.loaded, record, assignments, session.as_of, why=why, correction=correction)
    except NewErrorsError as error:
        if not any(code in sentence for sentence in error.errors for code in _DATES_THAT_BELONG_TOGETHER):
            raise
        hint = f'to move the dates that belong to it too: cobtrack postpone {name} --to DATE --why "…"'
        raise NewErrorsError(error.message, hint, error.errors) from None
    session.description = " ".join(("set", name, *map(shortened, fields)))
    if record is not session.workspace.settings:
        print_heading(session, record)
    write_change(session, change, dry_run=dry_run)
