"""Put the parts of a Word file together: its properties, the relations between its parts, and the zip file."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cobtrack.render.fingerprint import WORD_PROPERTIES, sign_parts, unsigned_marker
from cobtrack.render.tree.scripts import language_tag
from cobtrack.render.word.xml import DECLARATION, RELATIONSHIPS, attribute, escape_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cobtrack.render.tree.about import About

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MAIN_PART = "document"
_PROPERTY_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The id by which office programs know the properties that users define (MS-OSHARED, FMTID_UserDefinedProperties)."""


def write_package(
    parts: Mapping[str, str], links: Mapping[str, Mapping[str, str]], about: About, images: Mapping[str, bytes]
) -> bytes:
    """Return a Word file as bytes. The same arguments always give the same bytes.

    `parts` has the text of each part in the folder `word`, by name, such as `document`. `links` has the ids of the web
    addresses in a part, by the name of the part. `images` has PNG files, by the id of their relation.
    """
    files = {f"word/{name}.xml": text for name, text in parts.items()}
    relations = [(name, f"{RELATIONSHIPS}/{_kind(name)}", f"{name}.xml") for name in parts if name != _MAIN_PART]
    relations += [(id_, f"{RELATIONSHIPS}/image", f"media/{id_}.png") for id_ in images]
    for name, ids in links.items():
        own = relations if name == _MAIN_PART else []
        files[f"word/_rels/{name}.xml.rels"] = _relations(own, ids)
    files["docProps/core.xml"] = _core_properties(about)
    files["docProps/app.xml"] = (
        f'{DECLARATION}<Properties xmlns="{_PROPERTIES}/extended-properties"><Application>cobtrack</Application>'
        "</Properties>"
    )
    files[WORD_PROPERTIES] = _own_properties(about)
    files["_rels/.rels"] = _relations([
        ("document", f"{RELATIONSHIPS}/officeDocument", "word/document.xml"),
        ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("app", f"{RELATIONSHIPS}/extended-properties", "docProps/app.xml"),
        ("custom", f"{RELATIONSHIPS}/custom-properties", WORD_PROPERTIES),
    ])  # fmt: skip
    files["[Content_Types].xml"] = _content_types(parts)
    pictures = {f"word/media/{id_}.png": image for id_, image in images.items()}
    signed = sign_parts({name: text.encode() for name, text in files.items()} | pictures)
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        for name in sorted(signed):
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            # The same bytes on every system: 3 is the number of Unix.
            entry.create_system = 3
            archive.writestr(entry, signed[name])
    return output.getvalue()


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _relations(parts: Iterable[tuple[str, str, str]], links: Mapping[str, str] | None = None) -> str:
    """Return the part with the relations of another part.

    They lead to other parts, each given as id, type and place, and to web addresses, given with their ids.
    """
    lines = [f'<Relationship Id="{id_}" Type="{type_}" Target="{place}"/>' for id_, type_, place in parts]
    lines += [
        f'<Relationship Id="{id_}" Type="{RELATIONSHIPS}/hyperlink" Target={attribute(address)} TargetMode="External"/>'
        for address, id_ in (links or {}).items()
    ]
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _core_properties(about: About) -> str:
    moment = f"{about.day.isoformat()}T00:00:00Z"
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape_text(about.title)}</dc:title><dc:subject>{escape_text(about.subject)}</dc:subject>"
        f"<dc:creator>{escape_text(about.author)}</dc:creator>"
        f"<dc:language>{escape_text(language_tag(about.language))}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _own_properties(about: About) -> str:
    """Return the part with the marker by which `render` recognises its own documents."""
    value = unsigned_marker(about.day.isoformat(), about.audience)
    return (
        f'{DECLARATION}<Properties xmlns="{_PROPERTIES}/custom-properties" xmlns:vt="{_PROPERTIES}/docPropsVTypes">'
        f'<property fmtid="{_PROPERTY_FORMAT}" pid="2" name="cobtrack"><vt:lpwstr>{value}</vt:lpwstr></property>'
        "</Properties>"
    )


def _content_types(names: Iterable[str]) -> str:
    types = {f"/word/{name}.xml": f"{_WORD_TYPE}.{_kind(name)}+xml" for name in names}
    types[f"/word/{_MAIN_PART}.xml"] = f"{_WORD_TYPE}.document.main+xml"
    types["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    types["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    types[f"/{WORD_PROPERTIES}"] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{type_}"/>' for name, type_ in types.items())
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
