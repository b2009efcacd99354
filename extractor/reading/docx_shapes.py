"""What is drawn in a Word file: DrawingML and VML shapes, connectors and pictures → `Symbol`s.

A shape's name and turn say its form, its fill (or, unfilled, its outline) the colour; freeform shapes
are painted and looked at like pictures. Only marks are symbols: what is larger than a mark in a table
cell (charts, logotypes, photographs) gives none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import msgspec
import numpy as np
from PIL import Image

from extractor.model import Symbol
from extractor.reading.docx_bars import Strip, drawn_bar
from extractor.reading.docx_colours import DRAWING as A
from extractor.reading.docx_colours import Theme
from extractor.reading.docx_forms import LINES, SHAPES, VML_TYPES, Frame, line_name, shape_name
from extractor.reading.docx_freeforms import Outlines, freeform_outlines, painted, vml_outlines
from extractor.reading.docx_paint import UNSURE, WPS, Paint, V, drawing_paint, vml_paint
from extractor.reading.package import Element
from extractor.symbols.cell import symbol_from_picture
from extractor.symbols.colours import LIGHTS, name_colour, parse_hex

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"

EMU = 12_700
"""DrawingML units to the point."""
MARK_HEIGHT = 60.0
"""Points. Traffic lights are 6–30 points high; charts and photographs start above 100."""
MARK_WIDTH = 240.0
"""Points. A progress bar fills a column; a chart that wide is also higher than `MARK_HEIGHT`."""
MAX_PIXELS = 16_000_000
"""A picture with more pixels is no mark, whatever size it is shown at, and costs memory to decode."""
PICTURES = ("PNG", "JPEG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "ICO", "PPM", "WMF")
"""Formats that are drawn. Pillow knows dozens more and would start Ghostscript for PostScript."""
SHOWN_PIXELS = 96
"""Longest side a picture is looked at with: form and colour of a mark need no more."""

_VML_SHAPES = ("oval", "rect", "roundrect", "line", "shape")
_DOWN_SMILE = re.compile(r"val\s+(-?\d+)")

PictureLoader = Callable[[str], bytes | None]
"""Relationship id → the picture's bytes, None when it is external, missing or damaged."""


class Drawn:
    """Reads the symbols of drawings in one part of a Word file.

    Args:
        theme: the colours of the document's theme.
        load: gives a picture's bytes by relationship id.
        bent: whether the file was made from a .doc, which may have bent freeforms or made rectangles of them
            (LibreOffice 7.4 does so with the shapes that Word 97 did not know, ellipses of Word 2010 among them).
    """

    def __init__(self, theme: Theme, load: PictureLoader, *, bent: bool = False) -> None:
        self._theme = theme
        self._load = load
        self._bent = bent
        self._seen: dict[str, Symbol | None] = {}

    def symbols(self, element: Element) -> tuple[Symbol, ...]:
        """The symbols that a `w:drawing`, `w:pict` or `w:object` shows, in drawing order.

        Of a group (a traffic light of three lamps) only the lit, coloured parts count where there
        are any.
        """
        if not _mark_sized(element):
            return ()
        bar = drawn_bar(self._strips(element))
        if bar is not None:
            return (bar,)
        found = [s for s in self._all(element) if s is not None]
        lit = [s for s in found if s.colour in LIGHTS]
        return tuple(lit if len(found) > len(lit) == 1 else found)

    def _strips(self, element: Element) -> list[Strip]:
        """The rectangles of a drawing, none where it shows anything else as well."""
        strips = []
        for node in element.iter(f"{WPS}wsp", f"{PIC}pic", f"{V}*"):
            name = node.tag.rpartition("}")[2]
            if name not in ("wsp", "pic", *_VML_SHAPES):
                continue
            strip = self._strip(node) if name == "wsp" else _vml_strip(node) if name == "rect" else None
            if strip is None or _has_text(node):
                return []
            strips.append(strip)
        return strips

    def _strip(self, node: Element) -> Strip | None:
        properties = node.find(f"{WPS}spPr")
        preset = properties.find(f"{A}prstGeom") if properties is not None else None
        if properties is None or preset is None or SHAPES.get(preset.get("prst", "")) != "square":
            return None
        offset = properties.find(f"{A}xfrm/{A}off")
        frame = _frame(properties.find(f"{A}xfrm"), node)
        left = _float(offset.get("x")) / EMU if offset is not None else 0.0
        paint = drawing_paint(properties, node, "fillRef", self._theme)
        return Strip(left, frame.width, frame.height, paint.colour if paint else None)

    def _all(self, element: Element) -> Iterator[Symbol | None]:
        for node in element.iter(f"{WPS}wsp", f"{PIC}pic", f"{V}*"):
            name = node.tag.rpartition("}")[2]
            if name == "wsp":
                yield self._worded(node, self._drawing_shape(node))
            elif name == "pic":
                yield self._drawing_picture(node)
            elif name in _VML_SHAPES:
                yield self._worded(node, self._vml_shape(node))

    def _worded(self, node: Element, symbol: Symbol | None) -> Symbol | None:
        """A shape with words in it is a text box, and a light as well only where it is coloured like one."""
        if symbol is not None and _has_text(node):
            return symbol if symbol.colour in LIGHTS else None
        return symbol

    def _drawing_shape(self, node: Element) -> Symbol | None:
        properties = node.find(f"{WPS}spPr")
        if properties is None:
            return None
        line = properties.find(f"{A}ln")
        frame = _frame(properties.find(f"{A}xfrm"), node)
        outline = drawing_paint(line, node, "lnRef", self._theme)
        paint = drawing_paint(properties, node, "fillRef", self._theme) or outline
        custom = properties.find(f"{A}custGeom")
        if custom is not None:
            return self._freeform(freeform_outlines(custom), frame, paint)
        preset = properties.find(f"{A}prstGeom")
        name = preset.get("prst", "") if preset is not None else ""
        if name in LINES:
            head, tail = (_arrow_end(line, end) for end in ("headEnd", "tailEnd"))
            return _arrow(line_name(frame, head=head, tail=tail), outline)
        symbol = _symbol(shape_name(name, frame, _smile(preset)), paint)
        if symbol is not None and self._bent and name == "rect":
            return msgspec.structs.replace(symbol, shape_confidence=UNSURE)
        return symbol

    def _freeform(self, outlines: Outlines | None, frame: Frame, paint: Paint | None) -> Symbol | None:
        """A freeform shape, painted and looked at; one that cannot be followed still has its colour."""
        if paint is None or paint.colour is None or outlines is None:
            return _symbol(None, paint)
        pixels = picture_pixels(painted(outlines, frame.width, frame.height, paint.colour), frame)
        symbol = symbol_from_picture(pixels) if pixels is not None else None
        if symbol is None:
            return _symbol(None, paint)
        form = min(symbol.shape_confidence, UNSURE) if self._bent else symbol.shape_confidence
        confidence = min(symbol.confidence, paint.confidence)
        return msgspec.structs.replace(symbol, source="drawing", shape_confidence=form, confidence=confidence)

    def _drawing_picture(self, node: Element) -> Symbol | None:
        blip = node.find(f"{PIC}blipFill/{A}blip")
        if blip is None:
            return None
        frame = _frame(node.find(f"{PIC}spPr/{A}xfrm"), node)
        crop = node.find(f"{PIC}blipFill/{A}srcRect")
        edges = tuple(_crop(crop, e) for e in "ltrb") if crop is not None else (0.0,) * 4
        return self._picture(blip.get(f"{R}embed", ""), frame, edges)

    def _picture(
        self, relationship: str, frame: Frame, crop: tuple[float, ...] = (0.0,) * 4
    ) -> Symbol | None:
        key = f"{relationship} {frame} {crop}"
        if key not in self._seen:
            content = self._load(relationship) if relationship else None
            pixels = picture_pixels(content, frame, crop) if content else None
            symbol = symbol_from_picture(pixels) if pixels is not None else None
            blank = pixels is not None and _is_blank(pixels)
            self._seen[key] = None if blank else symbol or Symbol(source="picture", confidence=UNSURE)
        return self._seen[key]

    def _vml_shape(self, node: Element) -> Symbol | None:
        data = node.find(f"{V}imagedata")
        style = _css(node.get("style", ""))
        frame = Frame(
            _length(style.get("width")), _length(style.get("height")), _degrees(style.get("rotation")),
            "x" in style.get("flip", ""), "y" in style.get("flip", ""),
        )  # fmt: skip
        if data is not None:
            return self._picture(data.get(f"{R}id", ""), frame)
        fill, stroke = vml_paint(node)
        name = _vml_name(node)
        if name in LINES:
            ends = node.find(f"{V}stroke")
            head, tail = (
                ends is not None and ends.get(end, "none") != "none" for end in ("startarrow", "endarrow")
            )
            return _arrow(line_name(_vml_line(node, frame), head=head, tail=tail), stroke)
        if not name and node.get("path"):
            return self._freeform(vml_outlines(node), frame, fill or stroke)
        return _symbol(shape_name(name, frame, 1), fill or stroke)


def picture_pixels(content: bytes, frame: Frame, crop: tuple[float, ...] = (0.0,) * 4) -> np.ndarray | None:
    """The pixels of a picture as it is shown, red-green-blue-alpha, at most `SHOWN_PIXELS` wide or high.

    Args:
        content: the picture's bytes in one of the formats `PICTURES`.
        frame: how it is turned and mirrored.
        crop: shares cut off left, top, right and bottom.

    Returns:
        None for formats Pillow cannot draw (EMF outside Windows, SVG), damaged and giant pictures.
    """
    try:
        with Image.open(io.BytesIO(content), formats=PICTURES) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            shown = image.convert("RGBA")
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
        ArithmeticError,
        LookupError,
    ):
        return None
    left, top, right, bottom = crop
    box = (left * shown.width, top * shown.height, (1 - right) * shown.width, (1 - bottom) * shown.height)
    if any(crop) and box[2] - box[0] >= 1 and box[3] - box[1] >= 1:
        shown = shown.crop((round(box[0]), round(box[1]), round(box[2]), round(box[3])))
    if frame.flip_across:
        shown = shown.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if frame.flip_over:
        shown = shown.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if frame.turn % 360:
        shown = shown.rotate(-frame.turn, expand=True, resample=Image.Resampling.BICUBIC)
    shown.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
    return np.asarray(shown)


def _is_blank(pixels: np.ndarray) -> bool:
    """Whether a picture shows nothing: all transparent or all white (spacers of web layouts)."""
    return not pixels[..., 3].any() or bool((pixels[..., :3].min(axis=2) > 250).all())


def _symbol(shape: str | None, paint: Paint | None) -> Symbol | None:
    """A drawn symbol; a form nobody named still has its colour, which carries the meaning."""
    if paint is None:
        return None
    channels = parse_hex(paint.colour)
    name, confidence = name_colour(*channels) if channels else (None, 1.0)
    confidence = min(confidence, paint.confidence, 1.0 if shape else UNSURE)
    return Symbol(colour=name, shape=shape, source="drawing", confidence=confidence)


def _arrow(shape: str | None, paint: Paint | None) -> Symbol | None:
    """A line is a symbol only where it has a head."""
    return _symbol(shape, paint) if shape else None


def _frame(transform: Element | None, node: Element) -> Frame:
    """The frame of a shape, the turn of the groups around it added."""
    if transform is None:
        return Frame(0, 0)
    extent = transform.find(f"{A}ext")
    turn = _float(transform.get("rot")) / 60_000
    for group in node.iterancestors():
        around = group.find(f"*/{A}xfrm") if group.tag.endswith(("}wgp", "}grpSp")) else None
        turn += _float(around.get("rot")) / 60_000 if around is not None else 0
    return Frame(
        _float(extent.get("cx")) / EMU if extent is not None else 0,
        _float(extent.get("cy")) / EMU if extent is not None else 0,
        turn, transform.get("flipH") in ("1", "true"), transform.get("flipV") in ("1", "true"),
    )  # fmt: skip


def _mark_sized(element: Element) -> bool:
    extent = element.find(f".//{WP}extent")
    if extent is not None:
        width, height = _float(extent.get("cx")) / EMU, _float(extent.get("cy")) / EMU
    else:
        outer = next(element.iter(f"{V}group", f"{V}oval", f"{V}rect", f"{V}roundrect", f"{V}shape"), None)
        style = _css(outer.get("style", "")) if outer is not None else {}
        width, height = _length(style.get("width")), _length(style.get("height"))
    return width <= MARK_WIDTH and height <= MARK_HEIGHT


def _has_text(node: Element) -> bool:
    """Whether a shape is a text box with words: those are read as text, the frame is no symbol."""
    return any(t.text and t.text.strip() for t in node.iter() if t.tag.endswith("}t"))


def _smile(preset: Element | None) -> int:
    guide = preset.find(f"{A}avLst/{A}gd") if preset is not None else None
    match = _DOWN_SMILE.search(guide.get("fmla", "")) if guide is not None else None
    return int(match[1]) if match else 1


def _arrow_end(line: Element | None, end: str) -> bool:
    element = line.find(f"{A}{end}") if line is not None else None
    return element is not None and element.get("type", "none") not in ("none", "oval", "diamond")


def _vml_name(node: Element) -> str:
    name = node.tag.rpartition("}")[2]
    if name != "shape":
        return {"oval": "ellipse", "rect": "rect", "roundrect": "roundRect", "line": "line"}[name]
    match = re.search(r"_t(\d+)$", node.get("type", "")) or re.match(r"(\d+)$", node.get(_SPT, ""))
    return VML_TYPES.get(int(match[1]), "") if match else ""


_SPT = "{urn:schemas-microsoft-com:office:office}spt"


def _vml_strip(node: Element) -> Strip | None:
    """A rectangle of a group, in the group's own units."""
    style = _css(node.get("style", ""))
    fill, _ = vml_paint(node)
    left, width, height = (_length(style.get(name)) for name in ("left", "width", "height"))
    return Strip(left, width, height, fill.colour if fill else None)


def _vml_line(node: Element, frame: Frame) -> Frame:
    """A `v:line` says where it starts and ends; flips are taken from that."""
    ends = [[_length(v) for v in node.get(a, "").split(",")] for a in ("from", "to")]
    if any(len(e) != 2 for e in ends):
        return frame
    (x0, y0), (x1, y1) = ends
    return Frame(abs(x1 - x0), abs(y1 - y0), 0, x1 < x0, y1 < y0)


def _css(style: str) -> dict[str, str]:
    pairs = (p.partition(":") for p in style.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs}


_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "pc": 12.0, "": 1.0}


def _length(value: str | None) -> float:
    match = re.fullmatch(r"\s*(-?[\d.]+)\s*(pt|in|cm|mm|px|pc|)\s*", value or "")
    return _float(match[1]) * _UNITS[match[2]] if match else 0.0


def _degrees(value: str | None) -> float:
    """A VML rotation: degrees, or 65,536ths of a degree with 'fd' behind."""
    text = (value or "0").strip()
    return _float(text[:-2]) / 65_536 if text.endswith("fd") else _float(text)


def _float(value: str | None) -> float:
    try:
        number = float(value or 0)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e12 else 0.0


def _crop(element: Element, edge: str) -> float:
    return min(max(_float(element.get(edge)) / 100_000, 0.0), 1.0)
