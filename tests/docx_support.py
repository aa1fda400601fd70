"""Word documents for tests, built in the layout that the UN publishes; all their texts are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
AREAS = (
    "Legislation", "Coordination", "Data collection", "Independent monitoring", "Allocation of resources",
    "Non-discrimination", "Best interests of the child", "Birth registration", "Corporal punishment",
    "Abuse and neglect", "Children deprived of a family environment", "Children with disabilities",
    "Health and health services", "Mental health", "Standard of living", "Education", "Rest, leisure and play",
    "Children in street situations", "Child labour", "Sale and trafficking", "Administration of child justice",
)  # fmt: skip


@dataclass
class Builder:
    """A document that is built line by line, with typed numbers or numbers by Word."""

    automatic: bool = False
    document: Any = field(default_factory=docx.Document)
    number: int = 0
    notes: list[str] = field(default_factory=list)
    _list: int = 0

    def __post_init__(self) -> None:
        if self.automatic:
            add_numbering(self.document)

    def line(self, text: str, *, bold: bool = False, style: str | None = None) -> Any:
        made = self.document.add_paragraph(style=style)
        made.add_run(text).bold = bold or None
        return made

    def section(self, sign: str, text: str) -> Any:
        return self.line(f"\t{sign}.\t{text}", bold=True)

    def heading(self, text: str) -> Any:
        return self.line(f"\t\t{text}", bold=True)

    def paragraph(self, text: str, *items: str | tuple[str, ...], blank: str = "\t") -> Any:
        """A numbered paragraph with lettered items; an item that is a tuple has its own items."""
        self.number += 1
        made = self._numbered(text, f"{self.number}.{blank}", 0)
        for at, item in enumerate(items):
            head, *inner = (item,) if isinstance(item, str) else item
            self._numbered(head, f"({chr(ord('a') + at)})\t", 1)
            for deep, one in enumerate(inner):
                self._numbered(one, f"({('i', 'ii', 'iii', 'iv', 'v')[deep]})\t", 2)
        return made

    def _numbered(self, text: str, label: str, level: int) -> Any:
        if not self.automatic:
            return self.line(f"{label}{text}")
        made = self.line(text)
        number(made, 1, level)
        return made

    def footnote(self, paragraph: Any, text: str) -> None:
        self.notes.append(text)
        paragraph.add_run()._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(self.notes)}"/>'))

    def save(self, path: Path) -> None:
        if self.notes and FOOTNOTES not in {one.reltype for one in self.document.part.rels.values()}:
            _add_footnotes(self.document, self.notes)
        self.document.save(str(path))


def number(paragraph: Any, list: int, level: int = 0) -> None:
    """Give a paragraph an automatic number from a list."""
    made = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(made))


def level(at: int, form: str, text: str, start: int = 1, extra: str = "") -> str:
    """A level of an abstract list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


LEVELS = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "(%3)")


def add_numbering(document: Any, abstracts: tuple[str, ...] = (LEVELS,), lists: tuple[str, ...] = ("",)) -> None:
    """Replace the lists of a document: list n uses abstract list n, or the last one, with the given overrides."""
    root = document.part.numbering_part.element
    for one in list(root):
        root.remove(one)
    for at, levels in enumerate(abstracts, 1):
        root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{at}">{levels}</w:abstractNum>'))
    for at, override in enumerate(lists, 1):
        behind = f'<w:abstractNumId w:val="{min(at, len(abstracts))}"/>'
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{at}">{behind}{override}</w:num>'))


def _add_footnotes(document: Any, notes: list[str]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    inner = "".join(
        f'<w:footnote w:id="{at}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for at, text in enumerate(notes, 1)
    )
    blob = f"<w:footnotes {nsdecls('w')}>{inner}</w:footnotes>".encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, document.part.package)
    document.part.relate_to(part, FOOTNOTES)


def front(made: Builder, symbol: str, title: str, date: str = "27 June 2024") -> None:
    """The first page: the table with the symbol and the date of distribution, the Committee, the title."""
    table = made.document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "United Nations", symbol
    table.cell(1, 0).text, table.cell(1, 1).text = "Convention", f"Distr.: General\n{date}\n\nOriginal: English"
    made.line("The Committee", bold=True)
    title_line = made.line(title, bold=True)
    made.footnote(title_line, "Adopted by the Committee at its ninetieth session (3 May to 3 June 2024).")


def opening(made: Builder, symbol: str) -> None:
    made.section("I", "Introduction")
    made.paragraph(
        f"The Committee considered the sixth periodic report ({symbol.replace('/CO', '')}) at its 2588th and 2589th"
        " meetings (see CRC/C/SR.2588 and 2589), held on 5 and 6 May 2024, and adopted the present concluding"
        " observations at its 2630th meeting, held on 3 June 2024."
    )
    made.paragraph("The Committee welcomes the submission of the report and the constructive dialogue.")
    made.section("II", "Follow-up measures taken and progress achieved by the State party")
    made.paragraph(
        "The Committee welcomes the measures taken, in particular:", "The plan on play;", "The act on names."
    )


def cobs(path: Path, *, paragraphs: int = 50, automatic: bool = False, symbol: str = "CRC/C/KEN/CO/6") -> None:
    """Concluding Observations of the Committee on the Rights of the Child, of so many numbered paragraphs (7 or more).

    Paragraph 4 names paragraph 6 and, where there are so many, 22, 24 and 42 (b) as urgent; from 5 on, each area has a
    concern and a recommendation, whose items are (a), (b) with (i) and (ii), and (c).
    """
    made = Builder(automatic)
    front(made, symbol, "Concluding observations on the sixth periodic report of an invented State*")
    opening(made, symbol)
    made.section("III", "Main areas of concern and recommendations")
    areas = (("(para. 6)", 6), ("(paras. 22 and 24)", 24), ("(para. 42 (b))", 42))
    named = [shown for shown, last in areas if paragraphs > last]
    made.paragraph(
        "The Committee would like to draw the attention of the State party to the following areas, in respect of which"
        f" urgent measures must be taken: {', '.join(f'area {one}' for one in named)}."
    )
    made.section("A", "General measures of implementation (arts. 4, 42 and 44 (6))")
    while made.number < paragraphs - 1:
        area = AREAS[(made.number - 4) // 2 % len(AREAS)]
        if made.number == 14:
            made.section("B", "General principles (arts. 2, 3, 6 and 12)")
        made.heading(area)
        about = area.lower()
        made.paragraph(f"The Committee is concerned about gaps in the work on {about} in remote places.")
        if made.number < paragraphs - 1:
            made.paragraph(
                f"Recalling its previous recommendations (CRC/C/KEN/CO/3-5, para. 15) and general comment No. 13 (2011),"
                f" the Committee recommends that the State party, in the light of article 19 of the Convention and"
                f" target 16.2 of the Sustainable Development Goals, with regard to {about}:",
                "Adopt a plan with a budget;",
                ("Train all who work with children, including:", "Teachers;", "Judges;"),
                "Report on what changed.",
            )
    made.section("IV", "Next report")
    made.paragraph("The Committee invites the State party to submit its next report by 13 November 2029.")
    made.save(path)


def covenant(path: Path, *, automatic: bool = False) -> None:
    """Concluding Observations of the Human Rights Committee: sections by letters, "the State party should"."""
    made = Builder(automatic)
    front(
        made,
        "CCPR/C/KEN/CO/4",
        "Concluding observations on the fourth periodic report of an invented State*",
        "18 May 2022",
    )
    made.section("A", "Introduction")
    made.paragraph(
        "The Committee considered the fourth periodic report at its 3850th, 3852nd and 3854th meetings, held on 9, 10"
        " and 11 March 2022. At its 3868th meeting, held on 22 March 2022, it adopted the present concluding observations."
    )
    made.section("B", "Positive aspects")
    made.paragraph(
        "The Committee welcomes the legislative measures taken:", "The act on courts;", "The act on the press."
    )
    made.section("C", "Principal matters of concern and recommendations")
    made.heading("Anti-corruption measures")
    made.paragraph(
        "While noting the measures taken, the Committee remains concerned at reports of bribes (arts. 2 and 25)."
    )
    made.line(f"{'' if automatic else '4.'}\tThe State party should strengthen its efforts.", bold=True)
    made.number += 1
    if automatic:
        number(made.document.paragraphs[-1], 1)
    made.heading("Freedom of expression")
    made.paragraph("The Committee regrets the lack of information (art. 19).")
    made.paragraph(
        "In accordance with article 19 of the Covenant, the State party should:", "Revise its laws;", "Free the press."
    )
    made.section("D", "Dissemination and follow-up")
    made.paragraph("The State party is requested to provide, by 2025, information on paragraph 6 above.")
    made.save(path)


SECOND = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")
FOURTH = (
    "Recommendation and recommending State", "Position of the State under review",
    "Human rights themes and groups of persons", "Relevant SDGs",
)  # fmt: skip


def thematic_list(path: Path, rows: list[tuple[str, ...]], header: tuple[str, ...] = SECOND) -> None:
    """A thematic list: a row with one text is a theme, any other row has a text for each column."""
    document = docx.Document()
    document.add_paragraph("Thematic list of recommendations")
    table = document.add_table(1, len(header))
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(str(path))
