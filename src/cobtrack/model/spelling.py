"""What somebody may have meant by an id or a word that is not there."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from cobtrack.model.paragraphs import is_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cobtrack.model.workspace import Workspace


def likeliest(
    word: str, words: Iterable[str], also: Mapping[str, str] = {}, *, most: int = 1, cutoff: float = 0.6
) -> list[str]:
    """The words that this one may be a slip of, capitals and small letters alike; `also` are other names of them."""
    names = {name.lower(): one for name, one in also.items()} | {one.lower(): one for one in words}
    close = get_close_matches(word.lower(), names, most, cutoff)
    return list(dict.fromkeys(names[one] for one in close))


def acronyms(workspace: Workspace) -> dict[str, str]:
    """The ids of organisations by their acronyms."""
    return {one.acronym: one.id for one in workspace.actors if one.acronym}


def missing_paragraph(workspace: Workspace, identifier: str) -> str:
    """What to do about a paragraph that is not there, of a document that is; nothing for any other id.

    Never another number: a link to the wrong paragraph of a UN document is worse than none.
    """
    head, _, number = identifier.lower().partition(":")
    document = next((one for one in workspace.documents if one.id == head), None)
    if not (document and number):
        return ""
    same = [one.id for one in document.paragraphs if one.number and _digits(one.id) == _digits(identifier)]
    if same:
        return f"did you mean {' or '.join(same[:5])}?"
    if is_unseen(document, number):
        return f"para. {number} of {document.name} has not been entered yet (not_seen); enter it first"
    return f"{document.name} is here without a para. {number}; look the number up, and enter the paragraph first"


def _digits(identifier: str) -> str:
    number = identifier.partition(":")[2]
    return number[: len(number) - len(number.lstrip("0123456789."))]
