"""PDF files for tests, in the layout of the UN: masthead, running heads, page numbers, footnotes and hanging numbers."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from tests.un_texts import Version

_LAYOUT = """
#set page(
  paper: "a4", margin: (left: 40mm, right: 40mm, top: 30mm, bottom: 28mm),
  header: context if here().page() > 1 [#text(9pt, weight: "bold")[{symbol}] #line(length: 100%, stroke: 0.5pt)],
  footer: context [#text(9pt)[#if here().page() == 1 [GE.23-00000(E)] else [
    #strong(counter(page).display()) #h(1fr) GE.23-00000]]],
)
#set text(font: "Libertinus Serif", size: 10pt, lang: "{language}", hyphenate: true)
#set par(justify: true, leading: 0.5em, spacing: 1.1em)
#show footnote.entry: set text(8.5pt)
"""


def _text(text: str) -> str:
    return f"#{json.dumps(text, ensure_ascii=False)}"


def _signed(sign: str, text: str, *, bold: bool = False, indent: str = "0pt") -> str:
    line = f"#h({indent})#box(width: 26pt)[{_text(sign)}]{text}"
    return f'#text(weight: "bold", hyphenate: false)[{line}]\n' if bold else f"{line}\n"


def pdf_file(path: Path, version: Version, language: str, *, filler: str = "", note: str = "") -> None:
    """Write a language version as a PDF. `filler` is repeated in paragraph 17, so that it has several pages.

    `note` is a footnote of paragraph 16.
    """
    organization, convention, committee = version.front
    issued = "\n\n".join(_text(line) for line in version.issued.split("\n"))
    parts = [
        _LAYOUT.replace("{symbol}", version.symbol).replace("{language}", language),
        (
            f"#grid(columns: (60%, 40%), row-gutter: 12pt, [{_text(organization)}], [{_text(version.symbol)}],"
            f" [{_text(convention)}], [#set par(spacing: 0.5em)\n{issued}])"
        ),
        f"#v(12pt)\n#strong[{_text(committee)}]\n",
        (
            f'#text(14pt, weight: "bold", hyphenate: false)[{_text(version.title.rstrip("*"))}'
            f'#footnote(numbering: "*")[{_text(version.adopted)}]]\n#counter(footnote).update(0)\n'
        ),
    ]
    introduction, progress, main, general, heading = version.sections
    first, second, third, fourth = version.paragraphs
    number = 0
    for line in (introduction, first, second, progress, third, main, fourth, general, heading):
        if line in version.paragraphs:
            number += 1
            parts.append(_signed(f"{number}.", _text(line)))
        elif line == heading:
            parts.append(f'#text(weight: "bold", hyphenate: false)[#h(26pt){_text(line)}]\n')
        else:
            sign, _, title = line.partition(" ")
            parts.append(_signed(sign, _text(title), bold=True))
    for number, (text, *items) in ((16, version.concern), (17, version.recommendation)):
        mark = f"#footnote[{_text(note)}]" if note and number == 16 else ""
        more = f" {filler}" if filler and number == 17 else ""
        parts.append(_signed(f"{number}.", _text(more.strip() + " " + text if more else text) + mark))
        parts += [
            _signed(version.item.format(letter), _text(item), indent="26pt")
            for letter, item in zip("ab", items, strict=False)
        ]
    title, last = version.end
    sign, _, words = title.partition(" ")
    parts += [_signed(sign, _text(words), bold=True), _signed("18.", _text(last))]
    path.write_bytes(typst.compile("\n".join(parts).encode()))
