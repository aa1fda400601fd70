"""The Markdown of one text to HTML or to Markdown: emphasis, links and footnote marks, nothing else."""

from __future__ import annotations

import re
from functools import cache
from string import punctuation
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from cobtrack.model.text.markup import LINK, NOTE, URL, is_safe_link, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    Mark = Callable[[str], str]

# What is longer is shown as it was typed: CommonMark takes its time over brackets that nobody closes.
_LONGEST = 20_000
_EMPHASIS = {"em": 1, "strong": 2}
"""How many delimiters mark it."""
_SPECIAL = re.compile(r"([\\`*\[\]<>|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;))")
# What begins a heading, a list, or an underlined heading.
_LEADING = re.compile(r"^(\s*)([#=+-])(?=[\s#=+-]|$)|^(\s*\d+)([.)])(?=\s|$)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'\\`|]+", re.IGNORECASE)
_SCHEME = re.compile(r"(?<![a-z0-9.+-])https?$", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?"
"""What ends a sentence, and no address."""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("zero", {"html": False}).enable(
        ["emphasis", "link", "escape", "balance_pairs", "fragments_join"]
    )
    parser.inline.ruler.before("escape", "address", _address)
    parser.validateLink = _may_lead  # type: ignore[method-assign]
    return parser


def _may_lead(url: str) -> bool:
    return not url or is_safe_link(url)


def _address(state: StateInline, silent: bool) -> bool:
    """A web address in a text is one piece, whatever signs it has, and leads where it says."""
    scheme = _SCHEME.search(state.pending) if state.src.startswith("://", state.pos) else None
    found = _ADDRESS.match(state.src, state.pos - len(scheme[0])) if scheme else None
    if scheme is None or found is None:
        return False
    # What ends emphasis that has begun before it is no part of it either.
    signs = "".join({chr(one.marker) for one in state.delimiters if one.open})
    address = found[0].rstrip(_AFTER_ADDRESS + signs)
    if len(address) <= len(scheme[0]) + len("://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        href = state.md.normalizeLink(address)
        # A link within a link leads nowhere of its own.
        token = state.push("text" if state.linkLevel or not is_safe_link(href) else "address", "", 0)
        token.content, token.attrs = address, {"href": href}
    state.pos = found.start() + len(address)
    return True


class _Piece(NamedTuple):
    """A part of a text: words, or what is marked or linked."""

    kind: str
    """`em`, `strong` or `link`, or `address` for a link that is its own text; empty for words."""
    text: str
    """The words as they come out, or the address as it was typed."""
    href: str = ""
    """Where a link leads."""
    below: tuple[_Piece, ...] = ()


def _pieces(text: str, words: Callable[[str], str]) -> tuple[_Piece, ...]:
    """The text as pieces; `words` makes what comes out of words. Emphasis of nothing, or within its like, is none."""
    if len(text) > _LONGEST:
        return (_Piece("", words(text)),)
    stack: list[tuple[str, str, list[_Piece]]] = [("", "", [])]
    for token in _parser().parseInline(text)[0].children or []:
        kind, _, which = token.type.rpartition("_")
        if which == "open":
            stack.append((kind, str(token.attrs.get("href", "")), []))
        elif which == "close":
            kind, href, below = stack.pop()
            is_bare = any(kind == above for above, _, _ in stack) or (kind == "link" and not href)
            _add(stack[-1][2], below if is_bare else [_Piece(kind, "", href, tuple(below))])
        elif token.type == "address":
            _add(stack[-1][2], [_Piece("address", token.content, str(token.attrs["href"]))])
        else:
            _add(stack[-1][2], [_Piece("", words(token.content))])
    return tuple(stack[0][2])


def _add(pieces: list[_Piece], more: Iterable[_Piece]) -> None:
    """Put pieces behind others; two that touch and are alike are one."""
    for one in more:
        last = pieces[-1] if pieces else None
        if not (one.below or one.text):
            continue
        if last is None or last.kind != one.kind or one.href:
            pieces.append(one)
        elif not one.kind:
            pieces[-1] = _Piece("", last.text + one.text)
        else:
            below = list(last.below)
            _add(below, one.below)
            pieces[-1] = _Piece(one.kind, "", "", tuple(below))


def to_html(text: str, mark: Mark) -> Markup:
    """The text as HTML; `mark` makes the HTML of a footnote mark from the footnote's name."""
    pieces = _pieces(text, lambda words: _with_marks(words, mark, lambda rest: str(escape(rest))))
    return Markup("".join(map(_html, pieces)))  # noqa: S704


def _html(piece: _Piece) -> str:
    if not piece.kind:
        return piece.text
    below = "".join(map(_html, piece.below)) or escape(piece.text)
    return f'<a href="{escape(piece.href)}">{below}</a>' if piece.href else f"<{piece.kind}>{below}</{piece.kind}>"


def to_markdown(text: str, mark: Mark) -> Markup:
    """The text as Markdown in which only what it may hold is alive; `mark` makes a footnote mark from its name."""
    parts = list(_parts(_pieces(text, lambda words: _with_marks(words, mark, escape_markdown)), ""))
    for at, part in enumerate(parts):
        if isinstance(part, _Delimiter):
            _set_off(parts, at, part)
    # Four spaces at the beginning of a line would make code of it.
    return Markup("".join(str(part) for part in parts).lstrip(" \t"))  # noqa: S704


class _Delimiter(str):
    """What begins or ends emphasis."""

    __slots__ = ("opens",)

    opens: bool

    def __new__(cls, text: str, *, opens: bool) -> _Delimiter:
        """Make it."""
        made = super().__new__(cls, text)
        made.opens = opens
        return made


def _parts(pieces: tuple[_Piece, ...], outside: str) -> Iterator[str]:
    """The Markdown of pieces, delimiters apart; `outside` is the sign of the emphasis around them."""
    last = ""
    for at, piece in enumerate(pieces):
        sign = "_" if "*" in {outside, last} else "*"
        last = ""
        if not piece.kind:
            is_before_link = [one.kind for one in pieces[at + 1 : at + 2]] == ["link"]
            # An exclamation mark before a link would make an image of it.
            yield piece.text[:-1] + "\\!" if is_before_link and piece.text.endswith("!") else piece.text
        elif piece.kind == "address":
            yield f"<{piece.text}>"
        elif piece.kind == "link":
            yield from _linked(piece, outside)
        else:
            last = sign
            marks = sign * _EMPHASIS[piece.kind]
            yield _Delimiter(marks, opens=True)
            yield from _parts(piece.below, sign)
            yield _Delimiter(marks, opens=False)


def _linked(piece: _Piece, outside: str) -> Iterator[str]:
    below = _parts(piece.below, outside)
    if piece.href.startswith("#"):
        # A place in the document has no address in Markdown: nothing would be there.
        yield from below
    else:
        yield "["
        yield from below
        yield f"](<{piece.href}>)" if set(piece.href) & set("()") else f"]({piece.href})"


def _set_off(parts: list[str], at: int, delimiter: _Delimiter) -> None:
    """Write signs beside a delimiter as entities where the delimiter would be taken for words otherwise.

    It marks something only beside white space or punctuation, and white space cannot stand within it.
    """
    before = next((one for one in range(at - 1, -1, -1) if parts[one]), None)
    after = next((one for one in range(at + 1, len(parts)) if parts[one]), None)
    inner, outer = (after, before) if delimiter.opens else (before, after)
    if inner is None:
        return
    edge, far = (0, -1) if delimiter.opens else (-1, 0)
    if parts[inner][edge].isspace():
        parts[inner] = _entity(parts[inner], edge)
    is_word = outer is not None and not (parts[outer][far].isspace() or parts[outer][far] in punctuation)
    if outer is not None and is_word and (delimiter[0] == "_" or not parts[inner][edge].isalnum()):
        parts[outer] = _entity(parts[outer], far)


def _entity(text: str, at: int) -> str:
    """The text with its first or last character as an entity."""
    code = f"&#{ord(text[at])};"
    return code + text[1:] if at == 0 else text[:-1] + code


def _with_marks(text: str, mark: Mark, rest: Callable[[str], str]) -> str:
    pieces = NOTE.split(text)
    # Odd pieces are the names of footnotes.
    return "".join(mark(piece) if number % 2 else rest(piece) for number, piece in enumerate(pieces))


def escape_markdown(text: str) -> str:
    """`text` with everything that Markdown or HTML would take for markup made inert."""
    return _LEADING.sub(r"\1\3\\\2\4", _SPECIAL.sub(r"\\\1", text).replace("\n", " "))


def citation_to_html(text: str) -> Markup:
    """A citation as HTML: `[title](address)` is a link with its title, an address by itself one with its host."""
    parts: list[str] = []
    for label, address in _cited(text):
        shown = escape(label or _short(address))
        parts.append(f'<a href="{escape(address)}">{shown}</a>' if address and is_safe_link(address) else str(shown))
    return Markup("".join(parts))  # noqa: S704


def citation_to_markdown(text: str) -> Markup:
    """A citation as Markdown: `[title](address)` is such a link, an address by itself stands in angle brackets."""
    parts: list[str] = []
    for label, address in _cited(text):
        if not (address and is_safe_link(address)) or set(address) & set("<>|`\\"):
            parts.append(escape_markdown(label or address))
        elif label:
            # An exclamation mark before a link would make an image of it.
            if parts and parts[-1].endswith("!"):
                parts[-1] = parts[-1][:-1] + "\\!"
            parts.append(link_to_markdown(label, address))
        else:
            parts.append(f"<{address}>")
    return Markup("".join(parts))  # noqa: S704


def _cited(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a citation, label and address: words have no address, an address by itself no label."""
    end = 0
    for link in LINK.finditer(text):
        yield from _addresses(text[end : link.start()])
        yield link[1], link[2]
        end = link.end()
    yield from _addresses(text[end:])


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for match in URL.finditer(text):
        address = match[0].rstrip(".,;")
        yield text[end : match.start()], ""
        yield "", address
        end = match.start() + len(address)
    yield text[end:], ""


def link_to_html(label: str, address: str) -> Markup:
    """The label as HTML, linked where there is a safe address."""
    shown = to_html(label, lambda _: "")
    safe = address and is_safe_link(address) and "<a " not in shown
    return Markup('<a href="{}">{}</a>').format(address, shown) if safe else shown


def link_to_markdown(label: str, address: str) -> Markup:
    """The label as Markdown, linked where there is a safe address."""
    shown = escape_markdown(plain_text(label))
    safe = address and is_safe_link(address) and not set(address) & set("<>|`\\ \n")
    return Markup(f"[{shown}](<{address}>)" if safe else shown)  # noqa: S704


def _short(address: str) -> str:
    rest = address.partition("://")[2]
    return rest.partition("/")[0].removeprefix("www.")
