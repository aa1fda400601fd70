"""Convert the inline Markdown of one text to HTML or to safe Markdown.

A text can have emphasis, links, web addresses and footnote marks. Everything else is escaped, so that it is shown as it
was written and cannot act as markup.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import punctuation
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from cobtrack.model.text.markup import LINK, NOTE, URL, is_safe_link, plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    Mark = Callable[[str], str]

# Longer texts are shown without formatting, because parsing takes too long if many brackets are not closed.
MAX_PARSED_LENGTH = 20_000
# A text without any of these characters has no markup, so it need not be parsed.
_MARKUP = re.compile(r"[\\*_\[\]:\r\0]")
_DELIMITER_LENGTHS = {"em": 1, "strong": 2}
# Characters that have a meaning anywhere in a line. An underscore within a word has no meaning.
_SPECIAL = re.compile(r"([\\`*\[\]<>|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;))")
# Characters that start a list or a heading, or that underline a heading, at the beginning of a line.
_LEADING = re.compile(r"^(\s*)([#=+-])(?=[\s#=+-]|$)|^(\s*\d+)([.)])(?=\s|$)")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'\\`|]+", re.IGNORECASE)
_SCHEME = re.compile(r"(?<![a-z0-9.+-])https?$", re.IGNORECASE)
_PUNCTUATION_AFTER_ADDRESS = ".,;:!?"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("zero", {"html": False}).enable(
        ["emphasis", "link", "escape", "balance_pairs", "fragments_join"]
    )
    parser.inline.ruler.before("escape", "address", _parse_address)
    parser.validateLink = _is_allowed_link  # type: ignore[method-assign]
    return parser


def _is_allowed_link(url: str) -> bool:
    return not url or is_safe_link(url)


def _parse_address(state: StateInline, silent: bool) -> bool:
    """Parse a web address in a text as a link to this address, so that no character in it is read as markup.

    This is a rule for markdown-it. It returns whether there is an address at the current position. If so, it also moves
    the position to the end of the address.
    """
    scheme = _SCHEME.search(state.pending) if state.src.startswith("://", state.pos) else None
    match = _ADDRESS.match(state.src, state.pos - len(scheme[0])) if scheme else None
    if scheme is None or match is None:
        return False
    # A delimiter at the end is not part of the address if it ends emphasis that was opened before the address.
    delimiters = "".join({chr(delimiter.marker) for delimiter in state.delimiters if delimiter.open})
    address = match[0].rstrip(_PUNCTUATION_AFTER_ADDRESS + delimiters)
    if len(address) <= len(scheme[0]) + len("://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        href = state.md.normalizeLink(address)
        # Links cannot be nested, so an address in the text of a link is plain text.
        token = state.push("text" if state.linkLevel or not is_safe_link(href) else "address", "", 0)
        token.content, token.attrs = address, {"href": href}
    state.pos = match.start() + len(address)
    return True


class _Piece(NamedTuple):
    """A part of a text: plain words, emphasis, or a link."""

    kind: str
    """`em`, `strong`, `link`, `address` (a web address that links to itself), or "" for plain words."""
    text: str
    """The escaped words, or the address as it was written."""
    href: str = ""
    """The target of a link."""
    children: tuple[_Piece, ...] = ()


def _parse(text: str, convert_words: Callable[[str], str]) -> tuple[_Piece, ...]:
    """Split a text into pieces. The function `convert_words` is applied to plain words to escape them.

    Emphasis and links without content are dropped. Emphasis within the same emphasis has no effect.
    """
    if len(text) > MAX_PARSED_LENGTH or not _MARKUP.search(text):
        words = convert_words(text)
        return (_Piece("", words),) if words else ()
    # The kind, target and children of each open piece. The first piece is the whole text.
    stack: list[tuple[str, str, list[_Piece]]] = [("", "", [])]
    for token in _tokens(text):
        kind, _, suffix = token.type.rpartition("_")
        if suffix == "open":
            stack.append((kind, str(token.attrs.get("href", "")), []))
        elif suffix == "close":
            kind, href, children = stack.pop()
            is_redundant = any(kind == outer for outer, _, _ in stack) or (kind == "link" and not href)
            _append(stack[-1][2], children if is_redundant else [_Piece(kind, "", href, tuple(children))])
        elif token.type == "address":
            _append(stack[-1][2], [_Piece("address", token.content, str(token.attrs["href"]))])
        else:
            _append(stack[-1][2], [_Piece("", convert_words(token.content))])
    return tuple(stack[0][2])


@lru_cache(maxsize=10_000)
def _tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text. They are kept, because many texts are in several documents and pages."""
    return tuple(_parser().parseInline(text)[0].children or ())


def _append(pieces: list[_Piece], more: Iterable[_Piece]) -> None:
    """Append pieces to a list. Empty pieces are dropped, and neighbours of the same kind are merged, except links."""
    for piece in more:
        last = pieces[-1] if pieces else None
        if not (piece.children or piece.text):
            continue
        if last is None or last.kind != piece.kind or piece.href:
            pieces.append(piece)
        elif not piece.kind:
            pieces[-1] = _Piece("", last.text + piece.text)
        else:
            children = list(last.children)
            _append(children, piece.children)
            pieces[-1] = _Piece(piece.kind, "", "", tuple(children))


def to_html(text: str, mark: Mark) -> Markup:
    """Return the text as HTML. `mark` is a function that returns the HTML of a footnote mark for a footnote's name."""
    pieces = _parse(text, lambda words: _with_marks(words, mark, lambda rest: str(escape(rest))))
    return Markup("".join(map(_piece_to_html, pieces)))  # noqa: S704


def _piece_to_html(piece: _Piece) -> str:
    if not piece.kind:
        return piece.text
    content = "".join(map(_piece_to_html, piece.children)) or escape(piece.text)
    return f'<a href="{escape(piece.href)}">{content}</a>' if piece.href else f"<{piece.kind}>{content}</{piece.kind}>"


def to_markdown(text: str, mark: Mark) -> Markup:
    """Return the text as Markdown, with all other markup escaped.

    `mark` is a function that returns the mark for the name of a footnote.
    """
    parts = list(_parts(_parse(text, lambda words: _with_marks(words, mark, escape_markdown)), ""))
    for index, part in enumerate(parts):
        if isinstance(part, _Delimiter):
            _make_effective(parts, index, part)
    # Four spaces at the beginning of a line would start a code block.
    return Markup("".join(str(part) for part in parts).lstrip(" \t"))  # noqa: S704


class _Delimiter(str):
    """The characters that start or end emphasis, such as `**`."""

    __slots__ = ("opens",)

    opens: bool

    def __new__(cls, text: str, *, opens: bool) -> _Delimiter:
        """Create a delimiter. `opens` says whether it starts emphasis or ends emphasis."""
        delimiter = super().__new__(cls, text)
        delimiter.opens = opens
        return delimiter


def _parts(pieces: tuple[_Piece, ...], outer_character: str) -> Iterator[str]:
    """Yield the Markdown of pieces. Each delimiter is a part by itself.

    `outer_character` is the delimiter character of the emphasis around the pieces, `*` or `_`. Nested or adjacent
    emphasis uses the other character, because `***` could be read in several ways.
    """
    previous_character = ""
    for index, piece in enumerate(pieces):
        character = "_" if "*" in {outer_character, previous_character} else "*"
        previous_character = ""
        if not piece.kind:
            is_before_link = [following.kind for following in pieces[index + 1 : index + 2]] == ["link"]
            # "!" before a link would turn it into an image.
            yield piece.text[:-1] + "\\!" if is_before_link and piece.text.endswith("!") else piece.text
        elif piece.kind == "address":
            yield f"<{piece.text}>"
        elif piece.kind == "link":
            yield from _link_parts(piece, outer_character)
        else:
            previous_character = character
            delimiter = character * _DELIMITER_LENGTHS[piece.kind]
            yield _Delimiter(delimiter, opens=True)
            yield from _parts(piece.children, character)
            yield _Delimiter(delimiter, opens=False)


def _link_parts(piece: _Piece, outer_character: str) -> Iterator[str]:
    label = _parts(piece.children, outer_character)
    if piece.href.startswith("#"):
        # A Markdown document has no anchors to link to.
        yield from label
    else:
        yield "["
        yield from label
        yield f"](<{piece.href}>)" if set(piece.href) & set("()") else f"]({piece.href})"


def _make_effective(parts: list[str], index: int, delimiter: _Delimiter) -> None:
    """Replace a character next to a delimiter with an HTML entity if the delimiter would have no effect without it.

    In Markdown, emphasis must not begin or end with white space, and some delimiters within words have no effect
    (CommonMark, left- and right-flanking delimiter runs).
    """
    before = next((i for i in range(index - 1, -1, -1) if parts[i]), None)
    after = next((i for i in range(index + 1, len(parts)) if parts[i]), None)
    inner, outer = (after, before) if delimiter.opens else (before, after)
    if inner is None:
        return
    inner_end, outer_end = (0, -1) if delimiter.opens else (-1, 0)
    if parts[inner][inner_end].isspace():
        parts[inner] = _with_entity(parts[inner], inner_end)
    is_in_word = outer is not None and not (parts[outer][outer_end].isspace() or parts[outer][outer_end] in punctuation)
    if outer is not None and is_in_word and (delimiter[0] == "_" or not parts[inner][inner_end].isalnum()):
        parts[outer] = _with_entity(parts[outer], outer_end)


def _with_entity(text: str, index: int) -> str:
    """Replace the first (`index` 0) or last (`index` -1) character of a text with an HTML entity."""
    entity = f"&#{ord(text[index])};"
    return entity + text[1:] if index == 0 else text[:-1] + entity


def _with_marks(text: str, mark: Mark, convert_words: Callable[[str], str]) -> str:
    parts = NOTE.split(text)
    # Every second part is the name of a footnote.
    return "".join(mark(part) if index % 2 else convert_words(part) for index, part in enumerate(parts))


def escape_markdown(text: str) -> str:
    """Escape everything in the text that Markdown or HTML would treat as markup, and join its lines."""
    return _LEADING.sub(r"\1\3\\\2\4", _SPECIAL.sub(r"\\\1", text).replace("\n", " "))


def citation_to_html(text: str) -> Markup:
    """Return a source as HTML.

    `[title](address)` becomes the title with a link. An address alone becomes the name of its host with a link.
    """
    return _citation_to_html(str(text))


@lru_cache(maxsize=10_000)
def _citation_to_html(text: str) -> Markup:
    parts: list[str] = []
    for label, address in _citation_parts(text):
        shown = escape(label or _host(address))
        parts.append(f'<a href="{escape(address)}">{shown}</a>' if address and is_safe_link(address) else str(shown))
    return Markup("".join(parts))  # noqa: S704


def citation_to_markdown(text: str) -> Markup:
    """Return a source as Markdown. `[title](address)` becomes a link. An address alone is put in angle brackets."""
    parts: list[str] = []
    for label, address in _citation_parts(text):
        if not (address and is_safe_link(address)) or set(address) & set("<>|`\\"):
            parts.append(escape_markdown(label or address))
        elif label:
            # "!" before a link would turn it into an image.
            if parts and parts[-1].endswith("!"):
                parts[-1] = parts[-1][:-1] + "\\!"
            parts.append(link_to_markdown(label, address))
        else:
            parts.append(f"<{address}>")
    return Markup("".join(parts))  # noqa: S704


def _citation_parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a source, each as a label and an address.

    For plain words, the address is "". For an address alone, the label is "".
    """
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


def _host(address: str) -> str:
    rest = address.partition("://")[2]
    return rest.partition("/")[0].removeprefix("www.")


def link_to_html(label: str, address: str) -> Markup:
    """Return the label as HTML. If the address is safe, the label is a link to the address."""
    shown = to_html(label, lambda _: "")
    is_linked = address and is_safe_link(address) and "<a " not in shown
    return Markup('<a href="{}">{}</a>').format(address, shown) if is_linked else shown


def link_to_markdown(label: str, address: str) -> Markup:
    """Return the label as Markdown. If the address is safe, the label is a link to the address."""
    shown = escape_markdown(plain_text(label))
    is_linked = address and is_safe_link(address) and not set(address) & set("<>|`\\ \n")
    return Markup(f"[{shown}](<{address}>)" if is_linked else shown)  # noqa: S704
