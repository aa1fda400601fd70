"""`cobtrack add`."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cobtrack.cli.options import (
    LISTS,
    OTHER_LISTS,
    AsOf,
    Color,
    ColorOption,
    CommandError,
    DryRun,
    Quiet,
    Root,
    complete_from,
    complete_ids,
)
from cobtrack.errors import CobtrackError
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.editing.fields.assignment import Assignment
    from cobtrack.editing.records.add import NewRecord
    from cobtrack.model.record import Record


_RECOMMENDATION = "recommendation"
_RECOMMENDATIONS = (_RECOMMENDATION, "recommendations")
"""The words for paragraphs that are recommendations."""


def _complete_kind(incomplete: str) -> list[str]:
    return [word for word in (*LISTS, *OTHER_LISTS) if word.startswith(incomplete)]


def _complete_assignment(context: typer.Context, incomplete: str) -> list[str]:
    """Return the fields of the kind of record, and the values of a field, that begin with `incomplete`."""
    from cobtrack.store import field_names

    kind = str(context.params.get("kind") or "").lower()
    kind = "paragraph" if kind in _RECOMMENDATIONS else kind
    return complete_from(context, lambda root: field_names.starting_with_for_new(root, kind, incomplete))


def add(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="activity, actor, deadline and so on.", autocompletion=_complete_kind)
    ],
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE", help="The fields, as in `cobtrack set`.", autocompletion=_complete_assignment
        ),
    ] = None,
    into: Annotated[
        str,
        typer.Option(
            "--in", metavar="PLACE", help="Where it belongs: a category, pillar, mechanism, document or file."
        ),
    ] = "",
    like: Annotated[
        str,
        typer.Option(
            "--like", metavar="ID", help="Copy the fields of this record, except its log.", autocompletion=complete_ids
        ),
    ] = "",
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Add a record, such as an activity, an organisation or a deadline.

    \b
      cobtrack add activity --in Monitoring text="Meet monthly" timeframe=2027
      cobtrack add actor acronym=MoJ name="Ministry of Justice" kind=ministry
      cobtrack add deadline --in crc kind=review owner=un title=Review due=2028
      cobtrack add activity --like 2.6 text="Hold the second review"

    The record gets an id that was never used, unless you give it one (id=…), and
    comes last in its list. On a terminal, cobtrack asks for what is missing.
    """
    from cobtrack.cli.output.ask import can_ask
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.fields.assignment import parse_assignment
    from cobtrack.editing.records.add import add as plan_addition

    implied = [f"kind={_RECOMMENDATION}"] if kind.lower() in _RECOMMENDATIONS else []
    request = _Request(_model(kind), tuple(map(parse_assignment, [*implied, *(fields or ())])), into, like)
    completed = request
    terminal = Terminal(color, quiet=quiet)
    if can_ask(terminal):
        # The workspace is not locked while the user answers.
        with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=True) as session:
            completed = _ask_for_missing(session, request)
    description = f"add {kind} {completed.arguments}"
    try:
        with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run, description=description) as session:
            change = plan_addition(session.loaded, completed.new_record(session), session.as_of)
            write_change(session, change, dry_run=dry_run)
    except CobtrackError:
        if completed != request:
            terminal.notify(f"your answers as a command: cobtrack add {kind} {completed.arguments}", "note")
        raise


class _Request(NamedTuple):
    """The record that the user wants to add."""

    model: type[Record]
    assignments: tuple[Assignment, ...]
    into: str
    like: str

    def new_record(self, session: Session) -> NewRecord:
        """Return the request for `editing`. Raises CommandError if there is no record with the id `like`."""
        from cobtrack.editing.records.add import NewRecord

        return NewRecord(self.model, self.assignments, self.into, session.find(self.like) if self.like else None)

    @property
    def arguments(self) -> str:
        """The arguments of the command, as typed in a shell."""
        options = [*(["--in", self.into] if self.into else []), *(["--like", self.like] if self.like else [])]
        return shlex.join([*("".join(assignment) for assignment in self.assignments), *options])


def _ask_for_missing(session: Session, request: _Request) -> _Request:
    """Ask for everything that is missing, and return the completed request. Other errors are reported later."""
    from cobtrack.cli.output.ask import ask
    from cobtrack.editing.fields.assignment import Assignment
    from cobtrack.editing.records.add import MissingFieldsError, check_answer
    from cobtrack.editing.records.add import add as plan_addition

    while True:
        try:
            plan_addition(session.loaded, request.new_record(session), session.as_of)
        except MissingFieldsError as error:
            for question in error.questions:
                session.terminal.notify(question.text)
                check = partial(check_answer, session.loaded, request.model, question)
                if question.field:
                    answer = ask(session.terminal, question.field, check=check, choices=question.choices)
                    assignments = (*request.assignments, Assignment(question.field, "=", answer))
                    request = request._replace(assignments=assignments)
                else:
                    for title in question.choices:
                        session.terminal.notify(f"  {title}")
                    request = request._replace(into=ask(session.terminal, "in", check=check))
        except CobtrackError:
            return request
        else:
            return request


def _model(kind: str) -> type[Record]:
    """Return the model of a kind of record, which is given in the singular or plural.

    Raises CommandError if there is no such kind.
    """
    from cobtrack.editing.records.places import MODELS
    from cobtrack.model.kinds import KINDS
    from cobtrack.model.record import kind_word
    from cobtrack.model.text.suggestions import KnownWords, did_you_mean

    names = {name: model for each in KINDS for name, model in each.record_types.items()}
    names |= {"pillars": MODELS["Pillar"], "categories": MODELS["Category"]}
    names |= dict.fromkeys(_RECOMMENDATIONS, MODELS["Paragraph"])
    words = {kind_word(model).replace(" ", "-"): model for model in names.values()}
    known = {name.replace("_", "-"): model for name, model in names.items()} | words
    typed = kind.lower().replace("_", "-")
    if typed in known:
        return known[typed]
    hint = did_you_mean(KnownWords(known).closest(typed), f"there are {join(sorted(words))}")
    raise CommandError(f'there is no kind of record "{kind}"', hint)
