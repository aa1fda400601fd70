"""The hidden sheet of a matrix: the words of the data that are translated, and the exported values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.exchange.forms.form import Form, header_key
from cobtrack.exchange.forms.snapshot import snapshot_rows as form_rows
from cobtrack.exchange.matrix.columns import cell_text, cells, columns, is_editable, locked_keys, position_in_words
from cobtrack.model.records.document import POSITIONS
from cobtrack.model.text.wording import join_first

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from cobtrack.exchange.forms.snapshot import Snapshot
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace

_MAX_IDS = 20


def _translations(texts: Mapping[int, str]) -> Mapping[str, Mapping[str, str]]:
    """Return the words of the data for the State's position, keyed by their translations."""
    words = {header_key(texts[at + 1]): texts[at] for at in texts if at >= 2 and at % 2 == 0 and at + 1 in texts}
    return {"position": {translation: word for translation, word in words.items() if word in POSITIONS}}


MATRIX = Form(
    "matrix", "cobtrack matrix 1", "recommendation", ("paragraph", "text"), is_editable, cell_text, _translations
)


def snapshot_rows(workspace: Workspace, recommendations: Iterable[Paragraph], readme: str = "") -> Iterator[list[str]]:
    """Yield the rows of the hidden sheet.

    In another language than English, the first row has the name of the sheet with the explanations (`readme`), and
    then each word of the data with its translation, so that any cobtrack can read the file. The row of each
    recommendation begins with the columns that are locked.
    """
    words = [(word, position_in_words(word)) for word in POSITIONS]
    translated = [text for pair in words for text in pair if pair[0] != pair[1]]
    head = [readme, *translated] if readme or translated else []
    headers = {column.key: column.header for column in columns(workspace)}
    rows = (
        (" ".join(locked_keys(workspace, recommendation)), cells(workspace, recommendation))
        for recommendation in recommendations
    )
    return form_rows(MATRIX, head, headers, rows)


def missing_rows(snapshot: Snapshot, present: Container[str]) -> Iterator[str]:
    """Yield remarks that name the exported recommendations whose ids are not in `present`."""
    by_document: dict[str, list[str]] = {}
    for identifier in snapshot.rows:
        by_document.setdefault(identifier.partition(":")[0], []).append(identifier)
    for document, ids in by_document.items():
        missing = [identifier for identifier in ids if identifier not in present]
        if len(missing) == len(ids):
            yield f"the recommendations of {document} are not in the file; their data stay as they are"
        elif missing:
            yield f"these recommendations are not in the file, or have another id: {join_first(missing, _MAX_IDS)}"
