"""What somebody may have meant by an id or a word that is not there."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from cobtrack.model.document import Document
from cobtrack.model.paragraphs import is_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.workspace import Workspace


def likeliest(
    word: str, words: Iterable[str], also: Mapping[str, str] = {}, *, most: int = 1, cutoff: float = 0.6
) -> list[str]:
    """The words that this one may be a slip of, capitals and small letters alike; `also` are other names of them."""
    names = {name.lower(): one for name, one in also.items()} | {one.lower(): one for one in words}
    close = get_close_matches(word.lower(), names, most, cutoff)
    return list(dict.fromkeys(names[one] for one in close))


_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[:.-][A-Za-z0-9]+)*")


def tokens(text: str) -> list[str]:
    """All in a text that could be ids."""
    return _TOKEN.findall(text)


def respelled(text: str, ids: Mapping[str, str]) -> str:
    """A text with new ids in place of old ones."""
    return _TOKEN.sub(lambda match: ids.get(match[0], match[0]), text)


def suggestion(word: str, words: Sequence[str], otherwise: str = "one of ") -> str:
    """A hint: the likeliest of the words, or all of them."""
    close = likeliest(word, words)
    return f'did you mean "{close[0]}"?' if close else otherwise + ", ".join(words)


def organisation(word: str, names: Mapping[str, str]) -> str:
    """The id of the organisation that a word or a name means, of all names and their ids; empty where none is near."""
    # Ministries have names that differ in one word.
    close = likeliest(word, (), names, cutoff=0.85 if " " in word.strip() else 0.6)
    return close[0] if close else ""


def acronyms(workspace: Workspace) -> dict[str, str]:
    """The ids of organisations by their acronyms."""
    return {one.acronym: one.id for one in workspace.actors if one.acronym}


def missing_paragraph(workspace: Workspace, identifier: str) -> str:
    """What to do about a paragraph that is not there, of a document that is; nothing for any other id.

    Never another number: a link to the wrong paragraph of a UN document is worse than none.
    """
    head, _, number = identifier.lower().partition(":")
    document = workspace.by_id.get(head)
    if not (isinstance(document, Document) and number):
        return ""
    if same := workspace.numbered[document.id].get(_digits(number)):
        return f"did you mean {' or '.join(same[:5])}?"
    if is_unseen(workspace.declared[document.id], number):
        return f"para. {number} of {document.name} has not been entered yet (not_seen); enter it first"
    return f"{document.name} is here without a para. {number}; look the number up, and enter the paragraph first"


def _digits(number: str) -> str:
    return number[: len(number) - len(number.lstrip("0123456789."))]
