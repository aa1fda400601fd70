"""Write pieces of text as the runs of a Word file, with links and the marks of footnotes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import direction
from cobtrack.render.tree.nodes import LineBreak, NoteMark, Picture, Text, link_target
from cobtrack.render.tree.scripts import language_tag, set_in, split_by_direction, split_by_script
from cobtrack.render.word.xml import element, escape_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cobtrack.render.tree.nodes import Content, Inline
    from cobtrack.render.tree.scripts import Script

_TAB = "\t"


class Links:
    """The links of one part of a Word file: to web addresses, and to headings of the document.

    `bookmarks` has the names of the headings' bookmarks, by anchor. `base` is the direction of the document.
    """

    def __init__(self, bookmarks: Mapping[str, str], base: str = "ltr") -> None:
        self.base = base
        self.ids: dict[str, str] = {}
        """The id of each web address."""
        self._bookmarks = bookmarks

    def link(self, target: str, runs: str) -> str:
        """Return runs as a link. If there is no such heading, they are no link."""
        if not target.startswith("#"):
            id_ = self.ids.setdefault(target, f"rId{len(self.ids) + 101}")
            return element("hyperlink", runs, r_id=id_, history=1)
        bookmark = self._bookmarks.get(target[1:])
        return element("hyperlink", runs, anchor=bookmark, history=1) if bookmark else runs

    def leads_somewhere(self, target: str) -> bool:
        """Return whether there is something at the target of a link."""
        return bool(target) and (not target.startswith("#") or target[1:] in self._bookmarks)


def runs(content: Content, links: Links, mark: Callable[[NoteMark | Picture], str]) -> str:
    """Return the runs of a content. `mark` returns the runs of a picture or of the mark of a footnote."""
    parts: list[str] = []
    for target, group in groupby(content, key=link_target):
        is_link = links.leads_somewhere(target)
        written = "".join(_inline(part, mark, base=links.base, is_link=is_link) for part in group)
        parts.append(links.link(target, written) if is_link else written)
    return "".join(parts)


def _inline(part: Inline, mark: Callable[[NoteMark | Picture], str], *, base: str, is_link: bool) -> str:
    if isinstance(part, LineBreak):
        return element("r", element("br"))
    if isinstance(part, NoteMark | Picture):
        return mark(part)
    own, words = direction(part.language) if part.language else base, set_in(part.text, part.language, base)
    return "".join(
        element("r", _look(part, script, is_link=is_link, is_rtl=is_rtl), *_words(piece))
        for text, is_rtl in split_by_direction(words, own)
        for piece, script in split_by_script(text)
        if piece
    )


def _look(text: Text, script: Script | None, *, is_link: bool, is_rtl: bool) -> str:
    # The order of these elements is fixed by the schema of Word.
    look = [
        element("rStyle", val="Hyperlink") if is_link else "",
        element("rFonts", hint="cs", cs=script.fonts[0]) if script else "",
        element("b") + element("bCs") if text.is_bold else "",
        element("i") + element("iCs") if text.is_italic else "",
        _language(text.language, script, is_rtl=is_rtl),
    ]
    return element("rPr", *look) if any(look) else ""


def _language(code: str, script: Script | None, *, is_rtl: bool) -> str:
    """Return the elements for the direction of a text, and for its language if it is not that of the document."""
    start = (element("rtl") if is_rtl else "") + (element("cs") if script else "")
    if not code and not script:
        return start
    # Word has one language for Latin letters, and one for letters that have to be shaped or run from right to left.
    bidi = script.language if script else language_tag(code) if is_rtl else None
    return start + element("lang", val=None if bidi else language_tag(code), bidi=bidi)


def _words(text: str) -> Iterator[str]:
    for at, line in enumerate(text.replace("\n", " ").split(_TAB)):
        if at:
            yield element("tab")
        if line:
            yield element("t", escape_text(line), xml_space="preserve")


def plain_run(text: str, base: str = "ltr") -> str:
    """Return a text as runs without any style of their own. `base` is the direction of the document."""
    return _inline(Text(text), lambda _: "", base=base, is_link=False)


def field(instruction: str, result: str, look: str = "") -> str:
    """Return the runs of a field, which Word computes by an instruction. `result` is shown until then."""
    shown = element("r", look, element("t", escape_text(result)))
    return (
        field_mark("begin")
        + element("r", element("instrText", escape_text(instruction), xml_space="preserve"))
        + field_mark("separate")
        + shown
        + field_mark("end")
    )


def field_mark(kind: str) -> str:
    """Return the run that begins, divides or ends a field."""
    return element("r", element("fldChar", fldCharType=kind))
