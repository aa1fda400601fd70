"""`cobtrack evidence`."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    AsOf,
    Color,
    ColorOption,
    CommandError,
    Format,
    FormatOption,
    LanguageOption,
    Quiet,
    Root,
    complete_names,
)  # fmt: skip
from cobtrack.model.labels import ADDRESS_STATE
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext, whole_number
from cobtrack.model.text.wording import as_sentence, join, join_first, quantity, upper_first

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from cobtrack.cli.session import Session
    from cobtrack.exchange.web import Answer
    from cobtrack.model.record import Record
    from cobtrack.views.evidence.addresses import Address

_LOST = {"dead", "changed"}
"""The states that make the answer of the command a no."""


class Task(StrEnum):
    """What to do with the evidence."""

    check = "check"


def evidence(
    task: Annotated[Task, typer.Argument(metavar="check", help="Visit the web addresses.")],
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]", help="Only those in these records, such as crc-2022.", autocompletion=complete_names
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Record in the evidence that it was seen today (`seen`).")
    ] = False,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Find dead links: visit every web address in sources, evidence, other texts and fields.

    \b
      cobtrack evidence check crc-2022:42
      cobtrack evidence check --format csv
      cobtrack evidence check --write

    This is the only command that uses the network. It visits public addresses only, a few hosts at once, and
    each host once a second. The exit code is 1 if an address is dead, or if a file is not the one whose checksum was
    recorded.
    """
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import open_session, writing_session
    from cobtrack.editing.fields.seen import record_seen
    from cobtrack.exchange.web import Web
    from cobtrack.views.evidence.addresses import addresses

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    places = list(addresses(session.workspace, _records(session, ids or [])))
    checksums = {place.url: _checksum(place) for place in reversed(places)}
    _say_how_long(session, checksums)
    web = Web()
    answers = web.visit_all(checksums)
    if not web.has_answers and any(answer.state != "refused" for answer in answers.values()):
        raise CommandError("no server could be reached", "check the connection to the internet, and try again")
    _show(session, places, answers, format)
    if write:
        # The workspace was not locked while the addresses were visited.
        with writing_session(root, as_of, color, quiet=quiet, note=False, description=f"evidence {task}") as writer:
            found = {url for url, answer in answers.items() if answer.state in {"found", "moved"}}
            write_change(
                writer, record_seen(writer.loaded, _records(writer, ids or []), found, writer.as_of), dry_run=False
            )
    if any(answer.state in _LOST for answer in answers.values()):
        raise typer.Exit(1)


def _records(session: Session, ids: Sequence[str]) -> list[Record]:
    """Return the records with these ids or, without ids, the records of all files."""
    return [session.find_any(identifier) for identifier in ids] or [*session.workspace.file_records()]


def _checksum(place: Address) -> str:
    """Return the checksum that the file at an address should have; "" if none was recorded."""
    return place.details.sha256 if place.details and not place.is_copy else ""


def _say_how_long(session: Session, urls: Collection[str]) -> None:
    """Print how many addresses are visited, and at least how long it takes."""
    from cobtrack.exchange.web import by_host, least_seconds

    text = ngettext(
        "visiting %(num)s address on %(hosts)s",
        "visiting %(num)s addresses on %(hosts)s",
        len(urls),
        num=whole_number(len(urls)),
        hosts=quantity(len(by_host(urls)), "host"),
    )
    seconds = least_seconds(urls)
    duration = [_("at least %(duration)s", duration=quantity(seconds, "second"))] if seconds else []
    session.terminal.notify(join([text, *duration], ","))


def _show(session: Session, places: Sequence[Address], answers: Mapping[str, Answer], format: Format) -> None:
    rows = [_row(place, answers[place.url]) for place in places]
    if format is Format.json:
        session.terminal.json(session.json_document("addresses", rows))
    elif format is Format.csv:
        session.terminal.csv(_COLUMNS, [[*row.values()] for row in rows])
    else:
        _print(session, places, answers)
        counts = Counter[str](answer.state for answer in answers.values())
        parts = [
            _("%(label)s: %(text)s", label=ADDRESS_STATE[state].singular, text=whole_number(counts[state]))
            for state in ADDRESS_STATE
            if counts[state]
        ]
        session.terminal.wrapped(join(parts, ",") or _("There is no web address in these records."))


_COLUMNS = ("state", "record", "field", "url", "reason", "moved_to", "archived")


def _row(place: Address, answer: Answer) -> dict[str, str]:
    """Return an address and its answer as plain data, keyed by _COLUMNS."""
    archived = place.details.archived if place.details else ""
    values = (answer.state, place.record, place.field, place.url, answer.reason, answer.url, archived)
    return dict(zip(_COLUMNS, values, strict=True))


def _print(session: Session, places: Sequence[Address], answers: Mapping[str, Answer]) -> None:
    """Print each address that was not simply found, with its places in the data and with what to do about it."""
    from cobtrack.cli.output.table import STYLES

    terminal = session.terminal
    by_url: dict[str, list[Address]] = {}
    for place in places:
        if answers[place.url].state != "found":
            by_url.setdefault(place.url, []).append(place)
    for url, same in sorted(by_url.items(), key=lambda item: list(ADDRESS_STATE).index(answers[item[0]].state)):
        answer = answers[url]
        terminal.print(
            _("%(label)s: %(text)s", label=ADDRESS_STATE[answer.state].singular, text=url), STYLES.get(answer.state, "")
        )
        for line in _advice(same, answer):
            terminal.wrapped(line, "    ", "  ")
    if by_url:
        terminal.print()


def _advice(places: Sequence[Address], answer: Answer) -> Iterator[str]:
    """Yield why an address was not found, where it is in the data, and where to look for the page instead."""
    yield as_sentence(upper_first(answer.reason))
    yield _("in %(fields)s", fields=join_first([f"{place.record} {place.field}" for place in places]))
    if answer.url:
        yield _("new address: %(address)s", address=answer.url)
    copies = [place.details.archived for place in places if place.details and place.details.archived]
    if answer.state in _LOST and copies and not places[0].is_copy:
        yield _("archived copy: %(address)s", address=copies[0])
    elif answer.state in _LOST:
        yield _("look for a copy: %(address)s", address=f"https://web.archive.org/web/*/{places[0].url}")
