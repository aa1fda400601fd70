"""The file formats that can be imported. Each entry of FORMATS names a format and says how to recognize and read it.

To add a format, write a module in `sources/` with a function `read` that returns an ImportedFile, and add an entry to
FORMATS. The modules in `sources/` are imported only when a file is read, because most commands do not import files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.model.text.suggestions import close_matches, did_you_mean
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cobtrack.exchange.incoming import ImportedFile, KnownParagraph, Progress
    from cobtrack.exchange.matrix.workbook import FilledMatrix
    from cobtrack.exchange.phrase_sheet import FilledPhrases
    from cobtrack.exchange.rounds.workbook import FilledWorkbook
    from cobtrack.exchange.values import FilledValues
    from cobtrack.model.workspace import Workspace

    Incoming = ImportedFile | FilledMatrix | FilledPhrases | FilledValues | FilledWorkbook
    Reader = Callable[[Path, Workspace, "ReadOptions"], Incoming]


WORKBOOK = "round"
"""The name of the format of workbooks of a round. Several of them can be imported together."""


@dataclass(frozen=True)
class ReadOptions:
    """What the user says about a file, and a function to call while it is read."""

    language: str = ""
    """The code of the document's language, or "" to recognise the language."""
    document: str = ""
    """The id of the document in the workspace, or "" to find the document by its symbol."""
    progress: Progress | None = None


def _read_matrix(path: Path, _workspace: Workspace, _options: ReadOptions) -> FilledMatrix:
    from cobtrack.exchange.matrix import workbook

    return workbook.read(path)


def _is_matrix(path: Path) -> bool:
    from cobtrack.exchange.matrix import workbook

    return workbook.is_matrix(path)


def _read_phrases(path: Path, _workspace: Workspace, _options: ReadOptions) -> FilledPhrases:
    from cobtrack.exchange import phrase_sheet

    return phrase_sheet.read(path)


def _is_phrase_sheet(path: Path) -> bool:
    from cobtrack.exchange import phrase_sheet

    return phrase_sheet.is_phrase_sheet(path)


def _read_workbook(path: Path, _workspace: Workspace, _options: ReadOptions) -> FilledWorkbook:
    from cobtrack.exchange.rounds import workbook

    return workbook.read(path)


def _is_workbook(path: Path) -> bool:
    from cobtrack.exchange.rounds import workbook

    return workbook.is_workbook(path)


def _read_values(path: Path, _workspace: Workspace, _options: ReadOptions) -> FilledValues:
    from cobtrack.exchange import values

    return values.read(path)


def _is_values(path: Path) -> bool:
    from cobtrack.exchange import values

    return values.is_values(path)


def _read_template(path: Path, workspace: Workspace, options: ReadOptions) -> ImportedFile:
    from cobtrack.exchange.template import workbook

    return workbook.read(path, workspace, options.document)


def _is_template(path: Path) -> bool:
    from cobtrack.exchange.template import workbook

    return workbook.is_template(path)


def _read_thematic_list(path: Path, _workspace: Workspace, _options: ReadOptions) -> ImportedFile:
    from cobtrack.exchange.sources import thematic_list

    return thematic_list.read(path)


def _is_thematic_list(path: Path) -> bool:
    from cobtrack.exchange.sources import thematic_list

    return thematic_list.is_thematic_list(path)


def _read_impact_oss(path: Path, workspace: Workspace, _options: ReadOptions) -> ImportedFile:
    from cobtrack.exchange.sources import impact_oss

    ids = {reference: identifier for identifier, reference in impact_oss.references(workspace).items()}
    return impact_oss.read(path, workspace.settings.state, ids, impact_oss.exported_cells(workspace))


def _is_impact_oss(path: Path) -> bool:
    from cobtrack.exchange.sources import impact_oss

    return impact_oss.is_impact_oss(path)


def _read_cobs(path: Path, workspace: Workspace, options: ReadOptions) -> ImportedFile:
    from cobtrack.exchange.merge.translations import known_paragraphs
    from cobtrack.exchange.sources.concluding_observations import read

    def find_known(symbol: str, language: str) -> Mapping[str, KnownParagraph]:
        return known_paragraphs(workspace, symbol, language, options.document)

    return read.read(path, options.language, find_known)


def _read_uhri(path: Path, workspace: Workspace, options: ReadOptions) -> ImportedFile:
    from cobtrack.exchange.sources import uhri

    return uhri.read(path, workspace.settings.state, workspace.settings.state_keys, options.progress)


def _read_upr_info(path: Path, workspace: Workspace, _options: ReadOptions) -> ImportedFile:
    from cobtrack.exchange.sources import upr_info

    return upr_info.read(path, workspace.settings.state_keys)


@dataclass(frozen=True)
class FileFormat:
    """A file format that can be imported.

    `name` is the format's name for the option `--as`. In data files, it is the name of the system that the file comes
    from. The function `recognizes` returns whether a file has this format. It distinguishes formats that have the same
    file extension.
    """

    name: str
    label: str
    endings: tuple[str, ...]
    read: Reader
    recognizes: Callable[[Path], bool] = lambda _: True
    has_language: bool = False
    """Whether the files may be in any language."""


FORMATS = (
    FileFormat("thematic-list", "a thematic list", (".docx",), _read_thematic_list, _is_thematic_list),
    FileFormat("cobs", "the official document", (".docx", ".pdf"), _read_cobs, has_language=True),
    FileFormat("template", "a filled-in template", (".xlsx",), _read_template, _is_template),
    FileFormat("phrases", "filled-in phrases", (".xlsx",), _read_phrases, _is_phrase_sheet),
    FileFormat(WORKBOOK, "a filled-in workbook of a round", (".xlsx",), _read_workbook, _is_workbook),
    FileFormat("matrix", "a filled-in matrix", (".xlsx",), _read_matrix, _is_matrix),
    FileFormat("uhri", "an export of UHRI", (".xlsx", ".json"), _read_uhri),
    FileFormat("values", "a table of values", (".csv",), _read_values, _is_values),
    FileFormat("impact-oss", "an export of IMPACT OSS", (".csv",), _read_impact_oss, _is_impact_oss),
    FileFormat("upr-info", "an export of UPR Info", (".csv",), _read_upr_info),
)
"""The order matters: of formats with the same file extension, a format with a `recognizes` function comes first."""


def detect_format(path: Path) -> FileFormat:
    """Detect a file's format from its extension and its content. Raises ImportFormatError if no format matches."""
    ending = path.suffix.lower()
    for file_format in FORMATS:
        if ending in file_format.endings and file_format.recognizes(path):
            return file_format
    labels: dict[str, list[str]] = {}
    for file_format in FORMATS:
        for known in file_format.endings:
            labels.setdefault(known, []).append(file_format.label)
    formats = [f"{known} ({join(sorted(names), 'or')})" for known, names in labels.items()]
    what = f"a {ending} file" if ending else "a file without an extension such as .docx"
    raise ImportFormatError(f"{what} cannot be imported", f"the formats are {join(formats)}")


def format_named(name: str) -> FileFormat:
    """Return the format with the given name. Raises CobtrackError if no format has this name."""
    names = [file_format.name for file_format in FORMATS]
    if name not in names:
        close = close_matches(name, names)
        hint = did_you_mean(close, f"the formats are {join(names)}")
        raise CobtrackError(f'there is no format "{name}"', hint)
    return FORMATS[names.index(name)]
