"""`cobtrack search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    LISTS,
    OTHER_LISTS,
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
    takes_filters,
)  # fmt: skip
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import in_quotes, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.record import Record
    from cobtrack.views.search import Hit, Passage, Phrase

KINDS = (*LISTS, *OTHER_LISTS, "pillars", "roadmap", "settings")
"""The kinds of records that the option --kind accepts."""
MAX_PASSAGES = 3
"""The greatest number of passages of a record that a terminal shows."""
MAX_SUGGESTIONS = 3
EXCERPT = 200
"""The greatest length, in characters, of a passage on a terminal."""


@takes_filters(statuses="overdue, stale, …; for recommendations: urgent, repeated, …")
def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='Words that all have to occur; "a phrase" in quotes.')
    ],
    filters: FilterTexts,
    kind: Annotated[
        list[str],
        typer.Option(
            "--kind",
            metavar="WHAT",
            help="Only these kinds: activities, documents, …",
            autocompletion=lambda incomplete: [name for name in KINDS if name.startswith(incomplete)],
        ),
    ] = [],
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Search for words in all texts of all records. Case, accents and the form of quotes and dashes do not matter.

    A word is also found at the beginning of a longer word.

    \b
      cobtrack search corporal punishment
      cobtrack search "national human rights institution" --year 2022
      cobtrack search law --kind recommendations,measures --format csv
    """
    from cobtrack.cli.session import open_session
    from cobtrack.views import search as view

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    kinds = _parse_kinds(kind)
    chosen = session.parse_filters(filters, kinds[0] if len(kinds) == 1 and kinds[0] in LISTS + OTHER_LISTS else "")
    phrases = view.parse_phrases(words)
    if not phrases:
        raise CommandError("there are no words to search for", "such as: cobtrack search budget")
    all_hits = view.search(session.workspace, phrases)
    matches = session.matching(chosen)
    hits = [hit for hit in all_hits if _is_of_kind(hit.record, kinds) and matches(hit.record)]
    if format is Format.json:
        session.terminal.json(session.json_document("search", [_json(session, hit) for hit in hits]))
    elif format is Format.csv:
        _csv(session, hits)
    elif hits:
        with session.terminal.paged():
            _print(session, hits)
    if not hits:
        _explain_nothing(session, phrases, len(all_hits))


def _parse_kinds(typed: Sequence[str]) -> list[str]:
    """Return the kinds in the option --kind. Raises CommandError if there is no such kind."""
    from cobtrack.model.text.suggestions import close_matches, did_you_mean

    kinds = [name.strip() for text in typed for name in text.split(",") if name.strip()]
    for name in kinds:
        if name not in KINDS:
            hint = did_you_mean(close_matches(name, KINDS), f"use one of {', '.join(KINDS)}")
            raise CommandError(f'"{name}" is not a kind of record', hint)
    return kinds


def _is_of_kind(record: Record, kinds: Sequence[str]) -> bool:
    """Return whether a record is of one of the kinds. Without kinds, every record is."""
    from cobtrack.views import as_json
    from cobtrack.views.selection import MODELS

    if not kinds:
        return True
    if "recommendations" in kinds and getattr(record, "kind", "") == "recommendation":
        return True
    model = type(record)
    names = {name for name, other in MODELS.items() if other is model and name != "recommendations"}
    word = as_json.kind(record)
    return not {*names, word, f"{word}s"}.isdisjoint(kinds)


def _kind(record: Record) -> str:
    """Return the kind of a record in words that people read, such as "recommendation" or "activity"."""
    from cobtrack.model.labels import PARAGRAPH_KIND
    from cobtrack.model.record import kind_word
    from cobtrack.model.records.document import Paragraph

    return PARAGRAPH_KIND[record.kind].singular if isinstance(record, Paragraph) else kind_word(type(record))


def _title(record: Record) -> str:
    """Return the heading under which a record is shown; "" for the settings, which have none."""
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.text import markup
    from cobtrack.views.details import heading

    return "" if isinstance(record, Settings) else markup.plain_text(heading(record))


def _json(session: Session, hit: Hit) -> dict[str, Any]:
    from cobtrack.views import as_json

    data = {
        "id": session.workspace.name_of(hit.record),
        "kind_of_record": as_json.kind(hit.record),
        "title": _title(hit.record),
        "passages": [
            {
                "field": passage.field,
                "text": passage.text,
                "found": [passage.text[start:end] for start, end in passage.found],
            }
            for passage in hit.passages
        ],
    }
    return session.with_file_and_line(hit.record, data)


def _csv(session: Session, hits: Sequence[Hit]) -> None:
    """Print each passage as a line of CSV."""
    from cobtrack.views.tables.cells import csv_id

    rows = [
        [csv_id(session.workspace.name_of(hit.record)), _kind(hit.record), passage.field, passage.text]
        for hit in hits
        for passage in hit.passages
    ]
    session.terminal.csv(["id", "kind", "field", "text"], rows)


def _print(session: Session, hits: Sequence[Hit]) -> None:
    """Print each record with its passages. On a terminal, only the best passages are shown, and only parts of them."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text.wording import as_sentence, quantity

    terminal = session.terminal
    for hit in hits:
        shown = hit.passages[:MAX_PASSAGES] if terminal.is_terminal else hit.passages
        name, kind, title = session.workspace.name_of(hit.record), _kind(hit.record), _title(hit.record)
        parts = [Cell(kind, "dim")] if kind != name else []
        parts += [Cell(title)] if title not in {passage.text for passage in shown} else []
        terminal.lines([[Cell(name, "bold"), *parts]])
        for passage in shown:
            marked = _marked(passage, whole=not terminal.width)
            terminal.segments([Cell(f"  {passage.field}: ", "dim"), *marked], "    ")
        if left := len(hit.passages) - len(shown):
            more = ngettext("and in %(num)s other field", "and in %(num)s other fields", left)
            terminal.print(f"  {more}", "dim")
    terminal.print()
    terminal.print(
        f"{as_sentence(quantity(len(hits), 'record'))} {_('In full: %(commands)s', commands='cobtrack show ID')}", "dim"
    )


def _marked(passage: Passage, *, whole: bool) -> list[Any]:
    """Return the passage with the found places marked. Without `whole`, it is cut around the first of these places."""
    from cobtrack.cli.output.table import Cell

    start, end = (0, len(passage.text)) if whole else _excerpt(passage)
    cells = [Cell("…")] if start else []
    for first, last in passage.found:
        if last <= end:
            cells += [Cell(passage.text[start:first]), Cell(passage.text[first:last], "reverse")]
            start = last
    return [*cells, Cell(passage.text[start:end]), *([Cell(" …")] if end < len(passage.text) else [])]


def _excerpt(passage: Passage) -> tuple[int, int]:
    """Return the start and the end of the part of a passage to show, which begins and ends between two words."""
    text, first = passage.text, passage.found[0][0]
    if len(text) <= EXCERPT:
        return 0, len(text)
    start = max(min(first - EXCERPT // 3, len(text) - EXCERPT), 0)
    start = text.find(" ", start, first) + 1 or start
    end = max(start + EXCERPT, passage.found[0][1])
    return start, (len(text) if end >= len(text) else max(text.rfind(" ", passage.found[0][1], end), 0) or end)


def _explain_nothing(session: Session, phrases: Sequence[Phrase], others: int) -> None:
    """Print why nothing was found, and similar words that occur.

    `others` is the number of records in which the words occur, but which do not match the options.
    """
    from cobtrack.model.text.wording import join
    from cobtrack.views.search import parse_phrases, search

    def count(*words: str) -> int:
        return len(search(session.workspace, parse_phrases(words)))

    if others:
        text = ngettext(
            "no record that matches the options has these words; %(num)s other record has them",
            "no record that matches the options has these words; %(num)s other records have them",
            others,
        )
        session.terminal.notify(text, "note")
        return
    counts = {phrase.text: count(phrase.folded) for phrase in phrases}
    missing = [text for text, number in counts.items() if not number]
    if not missing:
        each = [
            ngettext("%(word)s in %(num)s record", "%(word)s in %(num)s records", number, word=in_quotes(text))
            for text, number in counts.items()
        ]
        session.terminal.notify(_("no record has all of these words: %(words)s", words=join(each)), "note")
        return
    session.terminal.notify(_("no record has %(words)s", words=join([*map(in_quotes, missing)], "or")), "note")
    words = [word for phrase in phrases if phrase.text in missing for word in phrase.folded.split()]
    unknown = [word for word in words if not count(word)]
    if similar := _similar_words(session, unknown):
        session.terminal.notify(_("did you mean %(words)s?", words=join(similar, "or")), "hint")
    elif not unknown and (number := count(*words)):
        text = ngettext(
            "%(num)s record has these words in other places: leave out the quotes",
            "%(num)s records have these words in other places: leave out the quotes",
            number,
        )
        session.terminal.notify(text, "hint")


def _similar_words(session: Session, words: Sequence[str]) -> list[str]:
    """Return words that occur in the texts and are similar to words that do not occur."""
    from cobtrack.model.text.suggestions import KnownWords
    from cobtrack.views.search import known_words

    known = KnownWords(known_words(session.workspace) if words else ())
    return list(dict.fromkeys(match for word in words for match in known.closest(word, limit=MAX_SUGGESTIONS)))
