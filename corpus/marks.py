"""Draws a status, a trend or a share of progress into a Word cell, in every way reports draw them.

Each function writes into one paragraph (or cell) of python-docx; the names of the ways are the values
that `status`, `trend` and `progress` may take in corpus.toml.
"""

from __future__ import annotations

import io
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image, ImageDraw

from corpus import looks

COLOUR = {"met": "00A651", "partly_met": "FFC20E", "not_met": "D7262B"}
"""The usual traffic light."""
BLUES = {"met": "1F4E9E", "partly_met": "5B8FD9", "not_met": "A9C4EC"}
"""Shades of blue, which mean nothing by themselves."""
TREND_COLOUR = {"up": "00A651", "unchanged": "FFC20E", "down": "D7262B"}
INK = "1F2A44"
"""The dark blue of marks whose colour says nothing."""

SHAPE = {"met": "square", "partly_met": "circle", "not_met": "triangle"}
SQUARE_GLYPH = {"square": "■", "circle": "●", "triangle": "▲"}
SMILEY = {"met": "☺", "partly_met": "😐", "not_met": "☹"}
WINGDINGS = {
    "square": "F06E", "circle": "F06C", "triangle": "F075",
    "met": "F04A", "partly_met": "F04B", "not_met": "F04C",
    "up": "F0E9", "unchanged": "F0E8", "down": "F0EA",
}  # fmt: skip
WEBDINGS = {"status": "F06E", "up": "F035", "unchanged": "F034", "down": "F036"}
"""A disc and triangles."""
PRIVATE = {"met": "\ue00b", "partly_met": "\ue00a", "not_met": "\ue00d"}
"""Characters of OpenSymbol that no standard names."""
EMOJI = {"met": "🟢", "partly_met": "🟡", "not_met": "🔴"}
EMOJI_ARROW = {"up": "⬆", "unchanged": "➡", "down": "⬇"}
LETTERS = {"met": "G", "partly_met": "Y", "not_met": "R"}
ARROW = {"up": "↑", "unchanged": "→", "down": "↓"}
FAT_ARROW = {"up": "▲", "unchanged": "►", "down": "▼"}
WORDS = {
    "uppfyllt": {"met": "Helt uppfyllt", "partly_met": "Delvis uppfyllt", "not_met": "Ej uppfyllt"},
    "uppnått": {"met": "Uppnått", "partly_met": "Delvis uppnått", "not_met": "Ej uppnått"},
    "bedöms": {
        "met": "Bedöms kunna uppnås",
        "partly_met": "Bedöms delvis kunna uppnås",
        "not_met": "Bedöms inte kunna uppnås",
    },
}
TREND_WORDS = {"up": "Bättre", "unchanged": "Oförändrat", "down": "Sämre"}
COLOUR_TREND_WORDS = {"up": "Upp", "unchanged": "Lika", "down": "Ned"}
COLOUR_WORDS = {"met": "Grön", "partly_met": "Gul", "not_met": "Röd"}

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_PRESET = {
    "square": "rect", "circle": "ellipse", "triangle": "triangle",
    "up": "upArrow", "unchanged": "rightArrow", "down": "downArrow",
}  # fmt: skip
_VML_TYPE = {
    "triangle": ("5", "m10800,l,21600r21600,xe"),
    "up": ("68", "m,5400l5400,5400,5400,21600,16200,21600,16200,5400,21600,5400,10800,xe"),
    "unchanged": ("13", "m16200,l16200,5400,,5400,,16200,16200,16200,16200,21600,21600,10800xe"),
    "down": ("67", "m,16200l5400,16200,5400,,16200,,16200,16200,21600,16200,10800,21600xe"),
}
"""Number and outline of the shape types that Word defines beside each shape."""
_EMU = 12_700
"""EMU per point."""
SIZE = 11
"""Height and width of a drawn mark in points."""


def status(cell: Any, value: str | None, way: str) -> None:
    """Draw a status into a cell; an empty status leaves the cell empty."""
    if value is None:
        return
    paragraph, colour = cell.paragraphs[0], COLOUR[value]
    kind, _, variant = way.partition(":")
    match kind:
        case "blue":
            drawing(paragraph, "circle", BLUES[value])
        case "drawingml":
            drawing(paragraph, SHAPE[value] if variant != "circle" else "circle", colour)
        case "vml":
            _vml(paragraph, SHAPE[value] if variant != "circle" else "circle", colour)
        case "picture":
            paragraph.add_run().add_picture(io.BytesIO(_disc(colour, variant)), width=Pt(SIZE))
        case "shading":
            looks.shade(cell._tc, colour)
        case _:
            _character(paragraph, value, kind, variant)


def _character(paragraph: Any, value: str, kind: str, variant: str) -> None:
    """Print a status as characters."""
    colour = COLOUR[value]
    match kind:
        case "glyph":
            _glyph(paragraph, SQUARE_GLYPH[SHAPE[value] if variant != "circle" else "circle"], colour)
        case "wingdings":
            _sym(paragraph, WINGDINGS[value if variant == "smiley" else "circle"], colour)
        case "webdings":
            _sym(paragraph, WEBDINGS["status"], colour, "Webdings")
        case "private":
            _glyph(paragraph, PRIVATE[value], colour, "OpenSymbol")
        case "smiley":
            _glyph(paragraph, SMILEY[value], colour)
        case "emoji":
            _glyph(paragraph, EMOJI[value], INK, "Segoe UI Emoji")
        case "words":
            paragraph.add_run(WORDS[variant][value])
        case "cross":
            paragraph.add_run("X").font.color.rgb = RGBColor.from_string(colour)
        case "letters":
            paragraph.add_run(LETTERS[value])
        case "mono":
            _glyph(paragraph, SQUARE_GLYPH[SHAPE[value]], "000000")
        case "grey":
            _glyph(paragraph, "●", "7F7F7F")
        case _:
            raise ValueError(f"status = {kind!r}: unknown way to draw a status")


def trend(cell: Any, value: str | None, way: str) -> None:
    """Draw a trend into a cell; an empty trend leaves the cell empty."""
    if value is None:
        return
    paragraph = cell.paragraphs[0]
    match way:
        case "glyph":
            _glyph(paragraph, ARROW[value], INK)
        case "webdings":
            _sym(paragraph, WEBDINGS[value], INK, "Webdings")
        case "emoji":
            _glyph(paragraph, EMOJI_ARROW[value], INK, "Segoe UI Emoji")
        case "fat":
            _glyph(paragraph, FAT_ARROW[value], INK)
        case "coloured":
            _glyph(paragraph, ARROW[value], TREND_COLOUR[value])
        case "wingdings":
            _sym(paragraph, WINGDINGS[value], INK)
        case "drawingml":
            drawing(paragraph, value, "4472C4")
        case "vml":
            _vml(paragraph, value, "4472C4")
        case "picture":
            paragraph.add_run().add_picture(io.BytesIO(_arrow(value)), width=Pt(SIZE))
        case "words":
            paragraph.add_run(TREND_WORDS[value])
        case _:
            raise ValueError(f"trend = {way!r}: unknown way to draw a trend")


def status_and_trend_words(cell: Any, value: str | None, direction: str | None) -> None:
    """Print status and trend as glued words in one cell: 'Grön Upp'."""
    words = [COLOUR_WORDS[value]] if value else []
    words += [COLOUR_TREND_WORDS[direction]] if direction else []
    cell.paragraphs[0].add_run(" ".join(words))


def status_arrow(cell: Any, value: str | None, direction: str | None, way: str) -> None:
    """Draw one arrow whose colour is the status and whose direction is the trend."""
    if value is None:
        return
    shape = direction or "unchanged"
    if way == "drawingml":
        drawing(cell.paragraphs[0], shape, COLOUR[value])
    else:
        _glyph(cell.paragraphs[0], ARROW[shape], COLOUR[value])


def progress(cell: Any, percent: str | None, way: str) -> None:
    """Show how far an activity has come: a number, or a bar filled to that share."""
    if percent is None:
        return
    if way == "bar":
        cell.paragraphs[0].add_run().add_picture(io.BytesIO(_bar(int(percent))), width=Mm(20))
    else:
        cell.paragraphs[0].add_run(f"{percent} %")


def drawing(paragraph: Any, shape: str, colour: str) -> None:
    """Add a DrawingML shape, as Word has drawn them since 2010."""
    size = SIZE * _EMU
    number = len(paragraph.part.element.findall(".//" + qn("wp:docPr"))) + 1
    paragraph.add_run()._r.append(
        parse_xml(
            f'<mc:AlternateContent {_NS}><mc:Choice Requires="wps"><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{size}" cy="{size}"/>'
            f'<wp:docPr id="{number}" name="Form {number}"/><a:graphic><a:graphicData '
            'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
            f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{size}"/></a:xfrm>'
            f'<a:prstGeom prst="{_PRESET[shape]}"><a:avLst/></a:prstGeom>'
            f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
            '<a:ln w="6350"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/>'
            "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent>"
        )
    )


def _vml(paragraph: Any, shape: str, colour: str) -> None:
    look = f'style="width:{SIZE}pt;height:{SIZE}pt" fillcolor="#{colour}" strokecolor="#404040"'
    if shape == "square":
        body = f"<v:rect {look}/>"
    elif shape == "circle":
        body = f"<v:oval {look}/>"
    else:
        number, path = _VML_TYPE[shape]
        name = f"_x0000_t{number}"
        body = (
            f'<v:shapetype id="{name}" coordsize="21600,21600" o:spt="{number}" path="{path}"/>'
            f'<v:shape type="#{name}" {look}/>'
        )
    paragraph.add_run()._r.append(parse_xml(f"<w:pict {_NS}>{body}</w:pict>"))


def _glyph(paragraph: Any, character: str, colour: str, font: str = "DejaVu Sans") -> None:
    run = paragraph.add_run(character)
    run.font.name = font
    run.font.size = Pt(SIZE + 1)
    run.font.color.rgb = RGBColor.from_string(colour)


def _sym(paragraph: Any, code: str, colour: str, font: str = "Wingdings") -> None:
    run = paragraph.add_run()
    run.font.size = Pt(SIZE + 1)
    run.font.color.rgb = RGBColor.from_string(colour)
    run._r.append(parse_xml(f'<w:sym {_NS} w:font="{font}" w:char="{code}"/>'))


_SCALE = 4
"""Marks are drawn so many times larger and scaled down, which gives soft edges."""


def _png(image: Image.Image, width: int, height: int) -> bytes:
    out = io.BytesIO()
    image.resize((width, height), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _disc(colour: str, variant: str) -> bytes:
    """A 31 × 31 picture of a disc with transparent corners; variant 'tick' adds a white tick."""
    side = 31 * _SCALE
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((4, 4, side - 5, side - 5), fill=f"#{colour}")
    if variant == "tick":
        points = [(side * x, side * y) for x, y in ((0.28, 0.52), (0.44, 0.68), (0.72, 0.34))]
        pen.line(points, fill="#FFFFFF", width=side // 10)
    return _png(image, 31, 31)


def _arrow(value: str) -> bytes:
    side = 31 * _SCALE
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    up = [(0.5, 0.05), (0.05, 0.5), (0.33, 0.5), (0.33, 0.95), (0.67, 0.95), (0.67, 0.5), (0.95, 0.5)]
    turn = {
        "up": lambda x, y: (x, y),
        "down": lambda x, y: (x, 1 - y),
        "unchanged": lambda x, y: (1 - y, x),
    }[value]
    ImageDraw.Draw(image).polygon([(side * u, side * v) for u, v in (turn(*p) for p in up)], fill=f"#{INK}")
    return _png(image, 31, 31)


def _bar(percent: int) -> bytes:
    """A 120 × 14 picture of a bar, green up to the share, grey beyond."""
    width, height = 120 * _SCALE, 14 * _SCALE
    image = Image.new("RGBA", (width, height), (217, 217, 217, 255))
    if percent:
        ImageDraw.Draw(image).rectangle((0, 0, width * percent // 100 - 1, height), fill="#00A651")
    return _png(image, 120, 14)
