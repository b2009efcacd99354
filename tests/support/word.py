"""Word files for tests: raw WordprocessingML in, the bytes of a .docx out."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w99": "urn:example:unknown-extension",
    }.items()
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = {"styles", "numbering", "footnotes", "endnotes", "header", "footer", "theme"}

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="EgenRubrik"><w:name w:val="Region Rubrik utan nummer"/>
  <w:basedOn w:val="Rubrik2"/></w:style>
<w:style w:type="paragraph" w:styleId="Rubrik2"><w:name w:val="Rubrik 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Beskrivning"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Punkt"><w:name w:val="List Bullet"/></w:style>
<w:style w:type="paragraph" w:styleId="Innehll1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="table" w:styleId="Rad1"><w:name w:val="Grid Table 4"/>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>
"""


def docx(body: str, *, parts: dict[str, bytes] | None = None, **related: str) -> bytes:
    """A .docx.

    Args:
        body: the XML inside `w:body`.
        parts: further parts by name ('word/media/i1.png'), related to the document as 'image' by their stem.
        related: XML inside the root of styles, numbering, footnotes, endnotes, header, footer or theme.
    """
    related.setdefault("styles", STYLES)
    assert set(related) <= _RELATED
    files: dict[str, bytes] = {}
    links = []
    for kind, inner in related.items():
        files[f"word/{kind}.xml"] = _root(kind, inner)
        links.append(f'<Relationship Id="r_{kind}" Type="{_REL}/{kind}" Target="{kind}.xml"/>')
    for name, content in (parts or {}).items():
        files[name] = content
        if name.startswith("word/media/"):
            stem = name.rpartition("/")[2].partition(".")[0]
            links.append(f'<Relationship Id="{stem}" Type="{_REL}/image" Target="media/{name[11:]}"/>')
    files["word/document.xml"] = document_xml(body)
    files["word/_rels/document.xml.rels"] = relationships("".join(links))
    files["_rels/.rels"] = relationships(
        f'<Relationship Id="d" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    )
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>'
    ).encode()
    return zipped(files)


def document_xml(body: str) -> bytes:
    """The main part."""
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()


def relationships(links: str) -> bytes:
    """A relationship part."""
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}'
        "</Relationships>"
    ).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    """The same zip with bytes exchanged in every part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({n: archive.read(n).replace(old, new) for n in archive.namelist()})


def p(content: str = "", *, style: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph; plain text becomes a run with the properties `run`, XML is taken as it is."""
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = content if content.startswith("<") or not content else r(content, run)
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str = "", properties: str = "") -> str:
    """A cell; plain text becomes a paragraph."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; cells given as plain text are wrapped."""
    inner = "".join(c if c.startswith("<w:") else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str, properties: str = "") -> str:
    """A table."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def drawing(graphic: str, *, size: float = 12, height: float | None = None) -> str:
    """A run with an inline drawing, `size` points wide."""
    wide, high = round(size * 12700), round((height or size) * 12700)
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{wide}" cy="{high}"/><a:graphic><a:graphicData>{graphic}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def shape(preset: str, fill: str, *, turn: int = 0, flip: str = "", guides: str = "", text: str = "") -> str:
    """A DrawingML shape; `fill` is XML or a hex colour."""
    paint = fill if fill.startswith("<") else f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
    box = f"<wps:txbx><w:txbxContent>{p(text)}</w:txbxContent></wps:txbx>" if text else ""
    return (
        f'<wps:wsp><wps:spPr><a:xfrm rot="{turn * 60000}" {flip}><a:ext cx="152400" cy="152400"/></a:xfrm>'
        f'<a:prstGeom prst="{preset}"><a:avLst>{guides}</a:avLst></a:prstGeom>{paint}</wps:spPr>{box}</wps:wsp>'
    )


def picture(relationship: str) -> str:
    """A DrawingML picture."""
    return f'<pic:pic><pic:blipFill><a:blip r:embed="{relationship}"/></pic:blipFill><pic:spPr/></pic:pic>'


def png(colour: tuple[int, int, int, int], size: tuple[int, int] = (24, 24)) -> bytes:
    """A PNG of one colour."""
    buffer = io.BytesIO()
    Image.new("RGBA", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def _root(kind: str, inner: str) -> bytes:
    name = {"header": "w:hdr", "footer": "w:ftr", "theme": "a:theme"}.get(kind, f"w:{kind}")
    return f"<{name} {NAMESPACES}>{inner}</{name}>".encode()
