"""The Markdown of one text to HTML or to Markdown: emphasis, links and footnote marks, nothing else."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from cobtrack.model.markup import NOTE, URL, is_safe, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    Mark = Callable[[str], str]

# What is longer is shown as it was typed: CommonMark takes its time over brackets that nobody closes.
_LONGEST = 20_000
_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>"}
_STARS = {"em_open": "*", "em_close": "*", "strong_open": "**", "strong_close": "**"}
_SPECIAL = re.compile(r"([\\`*\[\]<>|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;))")
# What begins a heading, a list, or an underlined heading.
_LEADING = re.compile(r"^(\s*)([#=+-])(?=[\s#=+-]|$)|^(\s*\d+)([.)])(?=\s|$)")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("zero", {"html": False}).enable(
        ["emphasis", "link", "escape", "balance_pairs", "fragments_join"]
    )
    parser.validateLink = _may_lead  # type: ignore[method-assign]
    return parser


def _may_lead(url: str) -> bool:
    return not url or is_safe(url)


def _tokens(text: str) -> Sequence[Token]:
    if len(text) > _LONGEST:
        from markdown_it.token import Token  # noqa: PLC0415

        return [Token("text", "", 0, content=text)]
    return _parser().parseInline(text)[0].children or []


def html(text: str, mark: Mark) -> Markup:
    """The text as HTML; `mark` makes the HTML of a footnote mark from the footnote's name."""
    parts: list[str] = []
    open_links: list[bool] = []
    for token in _tokens(text):
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            open_links.append(bool(href))
            parts.append(f'<a href="{escape(href)}">' if href else "")
        elif token.type == "link_close":
            parts.append("</a>" if open_links.pop() else "")
        elif token.type in _TAGS:
            parts.append(_TAGS[token.type])
        elif token.content:
            parts.append(_with_marks(token.content, mark, lambda plain: str(escape(plain))))
        else:
            parts.append("\n")
    return Markup("".join(parts))  # noqa: S704


def markdown(text: str, mark: Mark) -> Markup:
    """The text as Markdown in which only what it may hold is alive; `mark` makes a footnote mark from its name."""
    parts: list[str] = []
    targets: list[str] = []
    for token in _tokens(text):
        if token.type == "link_open":
            href = str(token.attrs.get("href", ""))
            # A place in the document has no address in Markdown: nothing would be there.
            targets.append("" if href.startswith("#") else href)
            if targets[-1] and parts and parts[-1].endswith("!"):
                # An exclamation mark before a link would make an image of it.
                parts[-1] = parts[-1][:-1] + "\\!"
            parts.append("[" if targets[-1] else "")
        elif token.type == "link_close":
            target = targets.pop()
            parts.append(f"]({target})" if target else "")
        elif token.type in _STARS:
            parts.append(_STARS[token.type])
        elif token.content:
            parts.append(_with_marks(token.content, mark, escape_markdown))
        else:
            parts.append(" ")
    return Markup("".join(parts))  # noqa: S704


def _with_marks(text: str, mark: Mark, rest: Callable[[str], str]) -> str:
    pieces = NOTE.split(text)
    # Odd pieces are the names of footnotes.
    return "".join(mark(piece) if number % 2 else rest(piece) for number, piece in enumerate(pieces))


def escape_markdown(text: str) -> str:
    """`text` with everything that Markdown or HTML would take for markup made inert."""
    return _LEADING.sub(r"\1\3\\\2\4", _SPECIAL.sub(r"\\\1", text).replace("\n", " "))


def source_html(text: str) -> Markup:
    """A citation as HTML: addresses of web pages become links, shown by their host."""
    parts: list[str] = []
    end = 0
    for match in URL.finditer(text):
        address = match[0].rstrip(".,;")
        parts.append(str(escape(text[end : match.start()])))
        shown = escape(_short(address))
        parts.append(f'<a href="{escape(address)}">{shown}</a>' if is_safe(address) else shown)
        end = match.start() + len(address)
    parts.append(str(escape(text[end:])))
    return Markup("".join(parts))  # noqa: S704


def source_markdown(text: str) -> Markup:
    """A citation as Markdown: addresses of web pages in angle brackets, the rest inert."""
    parts: list[str] = []
    end = 0
    for match in URL.finditer(text):
        address = match[0].rstrip(".,;")
        parts.append(escape_markdown(text[end : match.start()]))
        safe = is_safe(address) and not set(address) & set("<>|`\\")
        parts.append(f"<{address}>" if safe else escape_markdown(address))
        end = match.start() + len(address)
    return Markup("".join([*parts, escape_markdown(text[end:])]))  # noqa: S704


def link_html(label: str, address: str) -> Markup:
    """The label as HTML, linked where there is a safe address."""
    shown = html(label, lambda _: "")
    safe = address and is_safe(address) and "<a " not in shown
    return Markup('<a href="{}">{}</a>').format(address, shown) if safe else shown


def link_markdown(label: str, address: str) -> Markup:
    """The label as Markdown, linked where there is a safe address."""
    shown = escape_markdown(plain(label))
    safe = address and is_safe(address) and not set(address) & set("<>|`\\ \n")
    return Markup(f"[{shown}](<{address}>)" if safe else shown)  # noqa: S704


def _short(address: str) -> str:
    rest = address.partition("://")[2]
    return rest.partition("/")[0].removeprefix("www.")
