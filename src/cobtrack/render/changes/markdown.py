"""A report of changes as Markdown, for a document or for a comment on GitHub."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.escape import clean_text
from cobtrack.render.markdown import escape_markdown
from cobtrack.views.changes.wording import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cobtrack.views.changes.change import Change
    from cobtrack.views.changes.report import Report

_MAX_COMMENT = 65_000
"""GitHub accepts comments of at most 65,536 characters."""
_MAX_CHANGE = 4000
"""The greatest length of a change in a comment, so that a long text does not push out all other changes."""
_MAX_SHORT_CHANGE = 1000
_TRIGGER = re.compile(r"@|#(?=\d)|(?<=\b[Gg][Hh])-(?=\d)|:(?=//)|(?<=\b[wW]{3})\.")
"""The characters that make GitHub notify people, mention issues, or turn words into links."""
_ZERO_WIDTH_SPACE = "&#8203;"
COMMENT_MARKER = "<!-- cobtrack:changes -->"
"""The first line of a comment, by which a workflow finds the comment to replace it."""


def to_markdown(report: Report, *, all_words: bool = False) -> str:
    """Return the report as a Markdown document. With `all_words`, the removed and added words of texts are shown."""
    return "\n".join(_lines(report, escape_markdown, all_words=all_words)) + "\n"


def to_comment(report: Report) -> str:
    """Return the report as a comment for GitHub. If it is too long for a comment, the last changes are left out."""
    lines = [COMMENT_MARKER]
    length, total = len(COMMENT_MARKER), 0
    for line in _lines(report, escape_for_github, all_words=True, is_comment=True):
        if line.startswith("- ") and length + len(line) + 1 > _MAX_COMMENT:
            total += 1
        else:
            length += len(line) + 1
            lines.append(line)
    if total:
        left_out = ngettext(
            "%(num)s more change is not shown, because a comment cannot be longer.",
            "%(num)s more changes are not shown, because a comment cannot be longer.",
            total,
        )
        lines.append(f"\n{escape_for_github(left_out)}")
    return "\n".join(lines) + "\n"


def escape_for_github(text: str) -> str:
    """Escape everything in a text that GitHub would not just show, such as mentions, links and formulas."""
    escaped = _TRIGGER.sub(lambda match: match[0] + _ZERO_WIDTH_SPACE, escape_markdown(clean_text(text)))
    # GitHub shows a text between two dollar signs as a formula.
    return escaped.replace("$", "&#36;")


def _lines(report: Report, escape: Callable[[str], str], *, all_words: bool, is_comment: bool = False) -> Iterator[str]:
    yield f"## {escape(_('What changes in the data'))}" if is_comment else f"# {escape(report.title)}"
    yield ""
    yield escape(report.summary)
    for heading, changes in report.groups:
        yield ""
        yield f"{'###' if is_comment else '##'} {escape(heading)}"
        yield ""
        for change in changes:
            item = _item(change, escape, all_words=all_words)
            if is_comment and len(item) > _MAX_CHANGE:
                text = f"{change.id} {change.short_title}: {change.full_sentence}"
                item = escape(shorten(text, _MAX_SHORT_CHANGE))
            yield f"- {item}"
    for note in filter(None, (report.left_out_sentence, report.gaps)):
        yield ""
        yield escape(note)


def _item(change: Change, escape: Callable[[str], str], *, all_words: bool) -> str:
    name = f"**{escape(change.id)}** {escape(change.short_title)}".rstrip()
    sentence = change.full_sentence
    if not (all_words and change.parts):
        return f"{name}: {escape(sentence)}"
    forms = {"same": "{}", "removed": "~~{}~~", "added": "**{}**"}
    words = "".join(_marked(part.text, forms[part.kind], escape) for part in change.parts)
    start, end = change.around_the_words
    return f"{name}: {escape(start)}{words}{escape(end)}"


def _marked(text: str, form: str, escape: Callable[[str], str]) -> str:
    """Return a part of a text with its marks. White space stays outside of the marks, because it would break them."""
    inner = text.strip()
    if not inner:
        return " "
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before and ' '}{form.format(escape(inner))}{after and ' '}"
