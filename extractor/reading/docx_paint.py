"""What colour a drawn shape of a Word file shows: plain fills, gradients, patterns, theme colours, outlines.

Promises the colour the page shows or an unsure one: a gradient between two lights, a picture as fill, and a theme
colour in a file without a theme are never a sure light.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.reading.docx_colours import DRAWING as A
from extractor.reading.docx_colours import Theme, plain_colour
from extractor.reading.package import MC, Element
from extractor.symbols.colours import LIGHTS, name_colour, parse_hex

WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
V = "{urn:schemas-microsoft-com:vml}"

UNSURE = 0.5
"""Confidence in what is shown but not recognised: something is there, what is open."""


class Paint(NamedTuple):
    """The colour of an area or a line."""

    colour: str | None
    """'#rrggbb'; None where something is painted whose colour nobody can tell (a picture as fill)."""
    confidence: float = 1.0

    @property
    def name(self) -> str | None:
        """The named colour class."""
        channels = parse_hex(self.colour)
        return name_colour(*channels).name if channels else None


UNKNOWN = Paint(None, UNSURE)


def drawing_paint(parent: Element | None, node: Element, reference: str, theme: Theme) -> Paint | None:
    """What a DrawingML shape's area or line is painted with.

    Args:
        parent: the `wps:spPr` (area) or `a:ln` (line), None where the shape has none.
        node: the shape; its style answers where `parent` says nothing.
        reference: 'fillRef' or 'lnRef', the style's reference.
        theme: the document's colours.

    Returns:
        None where nothing is painted.
    """
    for child in parent if parent is not None else ():
        kind = child.tag.rpartition("}")[2]
        if kind == "noFill":
            return None
        if kind == "solidFill":
            return _solid(child, node, reference, theme)
        if kind == "gradFill":
            return blended([c for stop in child.iter(f"{A}gs") if (c := _first(stop, theme))])
        if kind == "pattFill":
            return blended([c for part in child if (c := _first(part, theme))])
        if kind in ("blipFill", "grpFill"):
            return UNKNOWN
    styled = node.find(f"{WPS}style/{A}{reference}")
    if styled is None or styled.get("idx") == "0":
        return None
    return _solid(styled, node, reference, theme)


def vml_paint(node: Element) -> tuple[Paint | None, Paint | None]:
    """What the area and the line of a VML shape are painted with."""
    fill: Paint | None = None
    line: Paint | None = None
    if node.get("filled", "t") not in ("f", "false"):
        inner = node.find(f"{V}fill")
        first = plain_colour(node.get("fillcolor")) or "#ffffff"
        kind = inner.get("type", "solid") if inner is not None else "solid"
        second = plain_colour(inner.get("color2")) if inner is not None and "gradient" in kind else None
        unknown = kind in ("tile", "pattern", "frame")
        fill = UNKNOWN if unknown else blended([first, second] if second else [first])
    if node.get("stroked", "t") not in ("f", "false"):
        line = Paint(plain_colour(node.get("strokecolor")) or "#000000")
    return fill, line


def blended(colours: Sequence[str]) -> Paint:
    """Several colours in one area: the one light among them, else the first one; two lights are unsure."""
    paints = [Paint(colour) for colour in colours]
    lights = [paint for paint in paints if paint.name in LIGHTS]
    if len({paint.name for paint in lights}) > 1:
        return lights[0]._replace(confidence=UNSURE)
    return next(iter(lights or paints), UNKNOWN)


def _solid(element: Element, node: Element, reference: str, theme: Theme) -> Paint:
    colour = _first(element, theme)
    if not theme.given and element.find(f"{A}schemeClr") is not None:
        resolved = _alternative_colour(node, reference)
        return Paint(resolved) if resolved else Paint(colour, UNSURE)
    return Paint(colour) if colour else UNKNOWN


def _first(element: Element, theme: Theme) -> str | None:
    return next((c for child in element if (c := theme.drawing_colour(child))), None)


def _alternative_colour(node: Element, reference: str) -> str | None:
    """The colour as resolved by the writer, in the older drawing of the same shape beside this one.

    LibreOffice writes the names of theme colours into a file that has no theme; the VML alternative has them in full.
    """
    around = next(node.iterancestors(f"{MC}AlternateContent"), None)
    if around is None:
        return None
    shapes = list(around.iter(f"{WPS}wsp"))
    others = [
        e
        for e in around.iterfind(f"{MC}Fallback//*")
        if e.tag.startswith(V) and e.get("ID") and "group" not in e.tag
    ]
    if len(shapes) != len(others):
        return None
    other = others[shapes.index(node)]
    line = other.find(f"{V}stroke")
    written = (
        other.get("fillcolor") if reference == "fillRef" else line.get("color") if line is not None else None
    )
    return plain_colour(written)
