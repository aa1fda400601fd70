"""`cobtrack trace`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

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
from cobtrack.model.labels import CHAIN_LINK, VOICE
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext, whole_number
from cobtrack.model.text.wording import join_first, upper_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cobtrack.cli.output.table import Table
    from cobtrack.cli.session import Session
    from cobtrack.model.record import Record
    from cobtrack.model.records.document import Paragraph
    from cobtrack.views.evidence.shares import DocumentShares, YearShares
    from cobtrack.views.evidence.trace import Chain, ChainLink, ChainSums, Item

_MAX_ITEMS = 4
"""The maximum number of records that are shown for a link."""


class LinkName(StrEnum):
    """The links of the chain of a recommendation."""

    words = "words"
    responsible = "responsible"
    measure = "measure"
    action = "action"
    indicator = "indicator"
    evidence = "evidence"
    children = "children"


@takes_filters("recommendations", "urgent, repeated, partly, …", without=["owner"])
def trace(
    filters: FilterTexts,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]", help="Recommendations, such as crc-2022:42.", autocompletion=complete_ids),
    ] = None,
    missing: Annotated[
        LinkName | None,
        typer.Option("--missing", metavar="LINK", help=f"List those without this link: {', '.join(LinkName)}."),
    ] = None,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show how far recommendations lead from words to evidence, and what is missing first.

    \b
      cobtrack trace crc-2022:42
      cobtrack trace
      cobtrack trace --cluster education --missing measure
      cobtrack trace --document crc-2022 --format csv

    The links of the chain are the words, who is responsible, a measure of the State, an action, an indicator, evidence,
    and the view of children.
    """
    from cobtrack.cli.session import open_session
    from cobtrack.views.evidence.trace import Tracer

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    tracer = Tracer(session.workspace, session.as_of)
    if ids:
        if missing or any(filters.values()):
            raise CommandError("filters do not go with the id of a recommendation", "leave one of them out")
        _show_chains(session, [tracer.chain(_find(session, identifier)) for identifier in ids], format)
        return
    matches = session.matching(session.parse_filters(filters, "recommendations"))
    chains = list(tracer.chains(matches))
    if missing:
        chains = [chain for chain in chains if not chain.link(missing.value).is_there]
        chains.sort(key=lambda chain: not chain.paragraph.urgent)
    if format is Format.json and not missing:
        _print_json(session, chains, matches)
    elif format is not Format.table:
        _show_chains(session, chains, format)
    elif not chains:
        empty = _("the workspace has no %(kind)s yet", kind="recommendations")
        session.terminal.notify(_("no recommendations match") if session.workspace.recommendations else empty, "note")
    elif missing:
        _list(session, chains)
    else:
        from cobtrack.views.evidence.shares import document_shares
        from cobtrack.views.evidence.trace import sum_chains

        _print_sums(session, sum_chains(chains))
        _print_shares(session, document_shares(session.workspace, session.as_of, matches))


def _find(session: Session, identifier: str) -> Paragraph:
    """Return the recommendation with this id. Raises CommandError if there is none."""
    from cobtrack.model.records.document import Paragraph

    record = session.find(identifier)
    if isinstance(record, Paragraph) and record.kind == "recommendation":
        return record
    raise CommandError(
        f"{identifier} is not a recommendation", 'to list their ids, run "cobtrack list recommendations"'
    )


def _show_chains(session: Session, chains: Sequence[Chain], format: Format) -> None:
    from cobtrack.views import as_json
    from cobtrack.views.evidence.trace import LINKS

    terminal = session.terminal
    if format is Format.json:
        terminal.json(session.json_document("trace", [as_json.chain(chain) for chain in chains]))
    elif format is Format.csv:
        rows = (
            [
                chain.paragraph.id,
                chain.citation,
                "yes" if chain.paragraph.urgent else "",
                chain.first_missing.name if chain.first_missing else "",
                *(str(len(link.items)) for link in chain.links),
            ]
            for chain in chains
        )
        terminal.csv(["id", "citation", "urgent", "first_missing", *LINKS], rows)
    else:
        with terminal.paged():
            for number, chain in enumerate(chains):
                if number:
                    terminal.print()
                _print_chain(session, chain)


def _print_json(session: Session, chains: Sequence[Chain], matches: Callable[[Record], bool]) -> None:
    """Print all chains, their sums, and the shares of recommendations that were carried out."""
    from cobtrack.views import as_json
    from cobtrack.views.evidence.shares import document_shares
    from cobtrack.views.evidence.trace import sum_chains

    data = session.json_document("trace", [as_json.chain(chain) for chain in chains])
    shares = document_shares(session.workspace, session.as_of, matches)
    sums = as_json.chain_sums(sum_chains(chains))
    session.terminal.json({**data, "sums": sums, "shares": [as_json.document_shares(row) for row in shares]})


def _print_chain(session: Session, chain: Chain) -> None:
    """Print the links of a chain with what counts for them, and then the first missing link."""
    from rich.cells import cell_len

    from cobtrack.cli.output.table import padded

    terminal, name = session.terminal, chain.paragraph.id
    terminal.wrapped(chain.citation, " " * (len(name) + 2), f"{name}  ", first_style="bold")
    terminal.print()
    width = max(cell_len(label.singular) for label in CHAIN_LINK.values()) + 2
    for link in chain.links:
        label = CHAIN_LINK[link.name].singular
        for line in _lines(chain, link):
            terminal.wrapped(line, " " * width, padded(label, width))
            label = ""
    terminal.print()
    terminal.wrapped(_conclusion(chain), style="bold")


def _lines(chain: Chain, link: ChainLink) -> Iterator[str]:
    """Yield what counts for a link, or how to fill it."""
    for item in link.items[:_MAX_ITEMS]:
        yield _item(chain, item)
    if (rest := len(link.items) - _MAX_ITEMS) > 0:
        yield ngettext("%(num)s more", "%(num)s more", rest, num=whole_number(rest))
    if not link.is_there:
        yield _("missing; to fill it: %(command)s", command=link.command)


def _item(chain: Chain, item: Item) -> str:
    """Return a record that counts for a link, with its date and the paragraph that it is about."""
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.text import markup

    text = markup.plain_citation(str(item.text))
    text = text if item.id == chain.paragraph.id else f"{item.id}  {text}".rstrip()
    if item.date:
        text = _("%(text)s (%(detail)s)", text=text, detail=format_timeframe(item.date))
    inherited = chain.paragraph.inherited
    if item.of_whole and inherited:
        text += _(", for all of %(paragraph)s", paragraph=inherited.label)
    return text


def _conclusion(chain: Chain) -> str:
    if chain.first_missing is None:
        return _("No link is missing.")
    return _("First missing link: %(link)s", link=CHAIN_LINK[chain.first_missing.name].singular)


def _list(session: Session, chains: Sequence[Chain]) -> None:
    """Print a table of recommendations, each with its first missing link and the beginning of its words."""
    from cobtrack.cli.output.table import Cell, Table, column_heads
    from cobtrack.model.text import markup

    table = Table(column_heads(["id", "urgent", "missing first", "recommendation"]))
    for chain in chains:
        paragraph, first = chain.paragraph, chain.first_missing
        words = str(paragraph.heading or paragraph.summary or paragraph.text or "")
        urgent = Cell(_("yes") if paragraph.urgent else "")
        missing = Cell(CHAIN_LINK[first.name].singular if first else "")
        table.rows.append([Cell(paragraph.id), urgent, missing, Cell(markup.plain_text(words))])
    with session.terminal.paged():
        session.terminal.table(table)


def _print_sums(session: Session, sums: ChainSums) -> None:
    """Print how many recommendations have each link, and how many have a whole chain."""
    from cobtrack.cli.output.table import Cell, Table, column_heads
    from cobtrack.model.dates.format import format_day
    from cobtrack.views.evidence.trace import LINKS

    terminal = session.terminal
    title = _("From words to evidence")
    terminal.print(_("%(title)s, as of %(day)s", title=title, day=format_day(session.as_of)), "bold")
    terminal.print()
    table = Table(column_heads(["there", "missing", "missing first", "of these urgent", "link"]), frozenset(range(4)))
    for name in LINKS:
        there = sums.there[name]
        counts = (there, sums.total - there, sums.first_missing[name], sums.urgent_first_missing[name])
        cells = [Cell(str(count)) if count else Cell("-", "dim") for count in counts]
        table.rows.append([*cells, Cell(CHAIN_LINK[name].singular)])
    terminal.table(table)
    terminal.print()
    whole = ngettext(
        "%(whole)s of %(num)s recommendation has a whole chain.",
        "%(whole)s of %(num)s recommendations have a whole chain.",
        sums.total,
        num=whole_number(sums.total),
        whole=whole_number(sums.whole),
    )
    terminal.wrapped(f"{whole} {_('Paragraphs that only open a list of items are not counted.')}")
    first = next((name for name in LINKS if sums.first_missing[name]), "")
    if first:
        command = f"cobtrack trace --missing {first}, cobtrack trace ID"
        terminal.wrapped(_("In full: %(commands)s", commands=command), style="dim")


def _print_shares(session: Session, rows: Sequence[DocumentShares]) -> None:
    """Print, for each document, how many of its recommendations were carried out, year by year."""
    terminal = session.terminal
    shown = [row for row in rows if row.years]
    for row in shown:
        terminal.print()
        number = ngettext(
            "%(num)s recommendation", "%(num)s recommendations", row.recommendations,
            num=whole_number(row.recommendations),
        )  # fmt: skip
        terminal.wrapped(_("%(label)s: %(text)s", label=row.document.name, text=number), style="bold")
        terminal.print()
        terminal.table(_share_table(row.years))
    if shown:
        terminal.print()
        terminal.wrapped(
            _(
                "“3 of 12” means: of the 12 recommendations whose level the voice has assessed, 3 were fully or "
                "largely carried out. It has not assessed the others, or has no information on them. The years are "
                "counted from the adoption; those before the first assessment are left out."
            )
        )
    undated = [row.document.name for row in rows if row.adopted is None]
    if undated:
        terminal.wrapped(_("It is not known when these documents were adopted: %(names)s", names=join_first(undated)))
    if not shown and len(undated) < len(rows):
        terminal.wrapped(_("No voice has assessed any of them yet."))


def _share_table(years: Sequence[YearShares]) -> Table:
    """Return a table with a row for each year since the adoption, and a column for each voice."""
    from cobtrack.cli.output.table import Cell, Table, column_heads
    from cobtrack.model.dates.format import format_day

    voices = [VOICE[share.voice].singular for share in years[0].shares]
    table = Table([*column_heads(["year"]), *map(upper_first, voices), *column_heads(["until"])],
                  frozenset(range(len(voices) + 1)))  # fmt: skip
    for row in years:
        cells = [
            Cell(_("%(part)s of %(all)s", part=share.carried_out, all=share.assessed))
            if share.assessed
            else Cell("-", "dim")
            for share in row.shares
        ]
        table.rows.append([Cell(str(row.year)), *cells, Cell(format_day(row.until))])
    return table
