"""The columns of the recommendations matrix: their contents, and which columns people may change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.exchange.forms.form import header_key
from cobtrack.exchange.office.xlsx_writer import MAX_CELL_LENGTH, shortened
from cobtrack.model.labels import ACTOR_KIND, AUDIENCE, POSITION
from cobtrack.model.languages.phrases import ENGLISH, gettext, spoken
from cobtrack.model.records.document import POSITIONS, Document, Paragraph, cite_within
from cobtrack.model.text.escape import clean_text
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.record import Audience
    from cobtrack.model.records.settings import Criterion
    from cobtrack.model.workspace import Workspace

LISTS = {"groups", "responsible", "supports"}
"""Columns whose cells may contain several ids, separated by commas."""
_EDITABLE = {"summary", "cluster", "position"} | LISTS
_WHOLE_NUMBER = re.compile(r"(\d{1,3})(?:[.,]0*)?")
_HEADERS = {"id", "paragraph", "urgent", "heading", "text", "summary", "cluster", "groups", "responsible", "position"}
"""The headers in English, in the form in which `header_key` returns them."""


@dataclass(frozen=True)
class Column:
    """A column of the matrix.

    If the column has `choices`, only these values are allowed in its cells. A cell can contain more than one value only
    if `several` is true.
    """

    key: str
    header: str
    width: int
    is_editable: bool
    explanation: str
    choices: tuple[str, ...] = ()
    several: bool = False


def columns(workspace: Workspace) -> tuple[Column, ...]:
    """Return the matrix columns for a workspace. No two columns have the same header, even if two criteria do."""
    groups = tuple(actor.id for actor in workspace.actors if actor.kind == "working-group")
    actors = tuple(actor.id for actor in workspace.actors)
    clusters = tuple(workspace.settings.clusters)
    several = gettext("Ids, acronyms or names, separated by commas; the list offers one at a time.")
    fixed = (
        Column("id", "id", 16, False, gettext("The id of the recommendation in cobtrack. Leave it as it is.")),
        Column("paragraph", gettext("Paragraph"), 14, False, gettext("The number of the paragraph in the document.")),
        Column("urgent", gettext("Urgent"), 8, False, gettext("Whether the Committee asks for urgent measures.")),
        Column(
            "heading", gettext("Heading"), 20, False, gettext("The heading above the recommendation in the document.")
        ),
        Column("text", gettext("Text"), 60, False, gettext("The official text.")),
        Column(
            "repeated",
            gettext("Repeated from"),
            24,
            False,
            gettext("Earlier recommendations that this recommendation repeats."),
        ),
        Column(
            "summary",
            gettext("Summary"),
            40,
            True,
            gettext("A summary of the recommendation, in the coalition's own words."),
        ),
        Column("cluster", gettext("Cluster"), 18, True, gettext("The id of the Committee's cluster."), clusters),
        Column(
            "groups",
            gettext("Groups"),
            16,
            True,
            " ".join([gettext("The working groups that follow up on the recommendation."), several]),
            groups,
            True,
        ),
        Column(
            "responsible",
            gettext("Responsible"),
            20,
            True,
            " ".join([gettext("Who has to implement the recommendation."), several]),
            actors,
            True,
        ),
        Column(
            "supports",
            gettext("Supports"),
            20,
            True,
            " ".join([gettext("Who helps to implement the recommendation."), several]),
            actors,
            True,
        ),
        Column(
            "position",
            gettext("Position"),
            16,
            True,
            gettext("The State's response to the recommendation, as in the UPR."),
            tuple(map(position_in_words, POSITIONS)),
        ),
    )
    scored = (column for criterion in _scored_criteria(workspace) for column in _criterion_columns(criterion))
    return tuple(_with_distinct_headers([*fixed, *scored]))


def _scored_criteria(workspace: Workspace) -> Iterable[Criterion]:
    """Return the criteria that people score. The scores for the other criteria are calculated by cobtrack."""
    return {criterion.id: criterion for criterion in workspace.settings.criteria if not criterion.is_derived}.values()


def _criterion_columns(criterion: Criterion) -> Iterator[Column]:
    key, title = criterion.id, str(criterion.title)
    scale = gettext("0 not at all, 1 a little, 2 much, 3 very much. An empty cell means that there is no score.")
    yield Column(
        f"score:{key}",
        gettext("%(criterion)s: score", criterion=title),
        12,
        True,
        gettext("%(label)s: %(text)s", label=title, text=scale),
        ("0", "1", "2", "3"),
    )
    yield Column(
        f"reason:{key}",
        gettext("%(criterion)s: reason", criterion=title),
        30,
        True,
        gettext("The reason for this score. Every score needs a reason."),
    )


def position_in_words(position: str) -> str:
    """Return the State's answer as cells show it: the word of the data in English, or else its translation."""
    if spoken().code == ENGLISH.code or not position:
        return position
    return POSITION[position].singular


def _with_distinct_headers(shown: Iterable[Column]) -> Iterator[Column]:
    taken: set[str] = set()
    for column in shown:
        header = column.header
        if header_key(header) in taken:
            header = f"{header} ({column.key})"
        taken.add(header_key(header))
        yield replace(column, header=header)


def is_editable(key: str) -> bool:
    """Whether an import accepts changes in the column with the given key."""
    return key in _EDITABLE or key.startswith(("score:", "reason:"))


def is_header(texts: Iterable[str]) -> bool:
    """Whether the texts of a row are the header row of a matrix.

    The headers can be in English or in the spoken language. At most two of the standard headers can be missing. The
    headers of criteria are not needed, because every workspace has other criteria.
    """
    found = {header_key(text) for text in texts}
    english = {name: name.capitalize() for name in _HEADERS - {"id"}}
    translated = {header_key(gettext(header)) for header in english.values()} | {"id"}
    return any(len(headers & found) > len(headers) - 3 for headers in (_HEADERS, translated))


def cells(workspace: Workspace, paragraph: Paragraph) -> dict[str, str]:
    """Return the texts of the cells in a recommendation's row, keyed by column key."""
    return {key: shortened(value) for key, value in _values(workspace, paragraph).items()}


def locked_keys(workspace: Workspace, paragraph: Paragraph) -> tuple[str, ...]:
    """Return the keys of the columns that are normally editable but are locked in a recommendation's row.

    A column is locked in this row if its text is in several languages or was shortened to fit into the cell.
    """
    texts = {"summary": paragraph.summary, **{f"reason:{score.criterion}": score.reason for score in paragraph.scores}}
    translated = {key for key, text in texts.items() if text is not None and text.languages}
    return tuple(
        key
        for key, value in _values(workspace, paragraph).items()
        if is_editable(key) and (key in translated or len(value) > MAX_CELL_LENGTH)
    )


def _values(workspace: Workspace, paragraph: Paragraph) -> dict[str, str]:
    scores = {score.criterion: score for score in paragraph.scores}
    values = {
        "id": paragraph.id,
        "paragraph": paragraph.label,
        "urgent": gettext("yes") if paragraph.urgent else "",
        "heading": paragraph.heading or "",
        "text": paragraph.text or "",
        "repeated": "\n".join(_repeated(workspace, paragraph)),
        "summary": paragraph.summary or "",
        "cluster": paragraph.cluster,
        "groups": ", ".join(paragraph.groups),
        "responsible": ", ".join(paragraph.responsible),
        "supports": ", ".join(paragraph.supports),
        "position": paragraph.position or "",
    }
    for criterion in _scored_criteria(workspace):
        score = scores.get(criterion.id)
        values[f"score:{criterion.id}"] = str(score.score) if score else ""
        values[f"reason:{criterion.id}"] = score.reason if score else ""
    return {key: clean_text(value) for key, value in values.items()}


def _repeated(workspace: Workspace, paragraph: Paragraph) -> Iterator[str]:
    for link in paragraph.links:
        if link.kind in {"repeats", "strengthens"}:
            target = workspace.by_id.get(link.to)
            document = workspace.by_id.get(link.to.partition(":")[0])
            if isinstance(target, Paragraph) and isinstance(document, Document):
                yield cite_within(document, target.label)
            else:
                yield link.to


def cell_text(key: str, text: str) -> str:
    """Return the text of a cell in the form in which `cells` writes it. `key` is the key of the column.

    For example, the score `2.0` becomes `2`, and the list of ids `a;b` becomes `a, b`.
    """
    text = clean_text(text)
    if key in LISTS:
        return ", ".join(part.strip() for part in re.split(r"[,;\n]", text) if part.strip())
    if key.startswith("score:") and (match := _WHOLE_NUMBER.fullmatch(text)):
        return str(int(match[1]))
    return text


def title() -> str:
    """Return the title of the matrix."""
    return gettext("Recommendations matrix")


def _instructions() -> tuple[str, ...]:
    return (
        gettext(
            "Each sheet is a document, each row a recommendation. Fill in the white cells; changes in grey cells are"
            " ignored."
        ),
        gettext(
            "If a cell has a list, choose from the list. You may move columns and filter rows. If you sort, sort whole"
            " rows."
        ),
        gettext("Leave the headers and the ids as they are. You may add columns for your own use; they are ignored."),
        gettext("When you have finished, send the file to the person who keeps the data."),
        gettext(
            "This person runs %(command)s, which shows every changed cell before any data file is changed.",
            command="cobtrack import FILE.xlsx",
        ),
        gettext(
            "If a value was also changed in the data since the export, the import reports a conflict and changes"
            " nothing."
        ),
        gettext("If you empty a cell, its value is removed from the data, and the import reports the removal."),
        gettext("Scores can only be removed in the data files."),
    )


def readme_rows(workspace: Workspace, audience: Audience = "public") -> Iterator[tuple[str, str]]:
    """Yield the rows of the first sheet: instructions, then an explanation of each column, cluster and organisation."""
    yield title() if audience == "public" else join([title(), AUDIENCE[audience].singular], ","), ""
    yield from (("", line) for line in _instructions())
    ignored = gettext("Changes in this grey column are ignored.")
    lists = {
        gettext("Columns"): (
            (column.header, column.explanation if column.is_editable else f"{column.explanation} {ignored}")
            for column in columns(workspace)
        ),
        gettext("Clusters"): ((key, str(text)) for key, text in workspace.settings.clusters.items()),
        gettext("Organisations"): (
            (actor.id, str(actor.name or actor.acronym or ACTOR_KIND[actor.kind].singular))
            for actor in workspace.actors
        ),
    }
    for name, rows in lists.items():
        yield from (("", ""), (name, ""))
        yield from ((shortened(clean_text(key)), shortened(clean_text(text))) for key, text in rows)
