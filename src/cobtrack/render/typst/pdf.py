"""Make a PDF with typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError
from cobtrack.render.fingerprint import sign_pdf, unsigned_marker
from cobtrack.render.typst.markup import write_typst

if TYPE_CHECKING:
    from cobtrack.render.tree.about import About
    from cobtrack.render.tree.nodes import Tree


class PdfError(CobtrackError):
    """A PDF cannot be made."""


def write_pdf(tree: Tree, about: About) -> bytes:
    """Return a document as the bytes of a PDF. The same arguments and the same fonts always give the same bytes.

    Raises PdfError if typst is not installed, or if it cannot make a PDF of this document.
    """
    try:
        from typst import TypstError, compile_with_warnings  # noqa: PLC0415
    except ImportError:
        raise PdfError(
            "PDF files are made by typst, which is not installed",
            'install the extra "pdf" (pip install "cobtrack[pdf]"), or save the Word file or the page as a PDF',
        ) from None
    marker = unsigned_marker(about.day.isoformat(), about.audience)
    text = write_typst(tree, about, marker)
    try:
        # PDF/UA-1 is the standard for documents that people can read with a screen reader.
        document, _ = compile_with_warnings(text.encode(), format="pdf", pdf_standards="ua-1")
    except TypstError as error:
        message = str(error).partition("\n")[0].strip()
        raise PdfError(f"typst cannot make a PDF of “{about.title}”: {message}", _hint(message)) from None
    return sign_pdf(bytes(document), marker)


def _hint(message: str) -> str:
    if "could not be displayed" in message:
        return "install a font with these letters, such as Noto Sans Khmer for Khmer, or choose --format docx"
    return "choose --format docx, and save the Word file as a PDF"
