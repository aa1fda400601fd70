"""Say in a document which of its texts are drafts, unofficial or outdated translations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import escape

from cobtrack.model.languages.marks import take_standings
from cobtrack.model.languages.phrases import gettext, ngettext
from cobtrack.render.markdown import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

# The place of the note: before the footnotes and their heading, or before the end of the main part of a page.
_FOOTNOTES = re.compile(r"^(?:#+ [^\n]*\n\s*)?\[\^[^\]\n]+\]:", re.MULTILINE)
_END_OF_PAGE = re.compile(r"</main>(?!.*</main>)|</body>(?!.*</body>)", re.DOTALL)


def say_in_markdown(text: str, language: str) -> str:
    """Return a Markdown document in which outdated translations are marked, with a note about the others at its end."""
    text, found = _settled(text, language)
    note = escape_markdown(_note(found))
    place = _FOOTNOTES.search(text)
    at = place.start() if place else len(text)
    return "\n".join([text[:at].rstrip(), "", note, *(["", text[at:]] if place else [""])]) if note else text


def say_in_page(html: str, language: str) -> str:
    """Return a page in which outdated translations are marked, with a note about the others at its end."""
    html, found = _settled(html, language)
    place = _END_OF_PAGE.search(html)
    if not (note := _note(found)) or place is None:
        return html
    return f'{html[: place.start()]}<p class="translations soft">{escape(note)}</p>\n{html[place.start() :]}'


def _settled(text: str, language: str) -> tuple[str, Mapping[str, Set[str]]]:
    return take_standings(text, language, " " + gettext("(outdated translation)"))


def _note(found: Mapping[str, Set[str]]) -> str:
    """Return the sentences about the texts with each standing; "" if there are none."""
    drafts, unofficial = len(found.get("draft", ())), len(found.get("unofficial", ()))
    sentences: list[str] = []
    if drafts:
        sentences += [
            ngettext(
                "%(num)s text shown here is a draft translation.",
                "%(num)s texts shown here are draft translations.",
                drafts,
            )
        ]
    if unofficial:
        sentences += [
            ngettext(
                "%(num)s text shown here is an unofficial translation.",
                "%(num)s texts shown here are unofficial translations.",
                unofficial,
            )
        ]
    return " ".join(sentences)
