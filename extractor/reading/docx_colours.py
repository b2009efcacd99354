"""Colours as Word writes them: hex, theme slots with tints, named presets → '#rrggbb'."""

from __future__ import annotations

import colorsys
import re

from extractor.reading.package import Element

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

HIGHLIGHTS = {
    "yellow": "#ffff00", "green": "#00ff00", "cyan": "#00ffff", "magenta": "#ff00ff", "blue": "#0000ff",
    "red": "#ff0000", "darkBlue": "#000080", "darkCyan": "#008080", "darkGreen": "#008000",
    "darkMagenta": "#800080", "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080",
    "lightGray": "#c0c0c0", "black": "#000000", "white": "#ffffff",
}  # fmt: skip
"""Word's sixteen marker pens."""

NAMED = {
    "red": "#ff0000", "green": "#008000", "lime": "#00ff00", "yellow": "#ffff00", "orange": "#ffa500",
    "blue": "#0000ff", "black": "#000000", "white": "#ffffff", "gray": "#808080", "grey": "#808080",
    "silver": "#c0c0c0", "gold": "#ffd700", "darkgreen": "#006400", "darkred": "#8b0000",
    "lightgreen": "#90ee90", "limegreen": "#32cd32", "forestgreen": "#228b22", "seagreen": "#2e8b57",
    "crimson": "#dc143c", "firebrick": "#b22222", "maroon": "#800000", "navy": "#000080",
    "tomato": "#ff6347", "orangered": "#ff4500", "darkorange": "#ff8c00", "teal": "#008080",
    "aqua": "#00ffff", "fuchsia": "#ff00ff", "olive": "#808000", "purple": "#800080",
    "yellowgreen": "#9acd32", "lightyellow": "#ffffe0", "lightgray": "#d3d3d3", "darkgray": "#a9a9a9",
}  # fmt: skip
"""Colour names that VML and DrawingML share with the web."""

_SHORT_PRESETS = (("dk", "dark"), ("lt", "light"), ("med", "medium"))

SLOTS = {
    "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", "background1": "lt1", "text1": "dk1",
    "background2": "lt2", "text2": "dk2", "dark1": "dk1", "light1": "lt1", "dark2": "dk2",
    "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
"""Names under which WordprocessingML and DrawingML refer to the theme's slots."""

_OFFICE_THEME = {
    "dk1": "#000000", "lt1": "#ffffff", "dk2": "#44546a", "lt2": "#e7e6e6", "accent1": "#4472c4",
    "accent2": "#ed7d31", "accent3": "#a5a5a5", "accent4": "#ffc000", "accent5": "#5b9bd5",
    "accent6": "#70ad47", "hlink": "#0563c1", "folHlink": "#954f72",
}  # fmt: skip
"""Office's own theme, for a file that refers to a theme and carries none."""

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_SHORT_HEX = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])")


class Theme:
    """The colours of a document's theme.

    Args:
        root: root element of the theme part, None where the file has none.
    """

    def __init__(self, root: Element | None = None) -> None:
        self._slots = dict(_OFFICE_THEME)
        self.given = root is not None
        """Whether the file says itself what its theme colours are."""
        scheme = root.find(f".//{DRAWING}clrScheme") if root is not None else None
        for slot in scheme if scheme is not None else ():
            colour = next((self.drawing_colour(c) for c in slot), None)
            if colour:
                self._slots[slot.tag.rpartition("}")[2]] = colour

    def slot(self, name: str | None) -> str | None:
        """The colour of a theme slot under any of its names, None for an unknown one."""
        return self._slots.get(SLOTS.get(name or "", name or ""))

    def drawing_colour(self, element: Element) -> str | None:
        """The colour an `a:srgbClr`, `a:schemeClr`, … element means, its modifications applied."""
        kind = element.tag.rpartition("}")[2]
        value = element.get("val", "")
        if kind == "srgbClr":
            base = plain_colour(value)
        elif kind == "sysClr":
            base = plain_colour(element.get("lastClr", ""))
        elif kind == "schemeClr":
            base = self.slot(value)
        elif kind == "prstClr":
            base = _preset(value)
        elif kind == "scrgbClr":
            base = _hex(tuple(_share(element.get(c)) for c in "rgb"))
        else:
            base = None
        return _modified(base, element) if base else None

    def word_colour(
        self, value: str | None, slot: str | None, tint: str | None, shade: str | None
    ) -> str | None:
        """The colour of WordprocessingML attributes (`w:fill`, `w:themeFill`, tint, shade).

        Where the file has no theme, the colour that its writer resolved counts.
        """
        if not self.given and (resolved := plain_colour(value)):
            return resolved
        base = self.slot(slot) if slot else None
        if base is None:
            return plain_colour(value)
        red, green, blue = _rgb(base)
        for amount, towards in ((tint, 1.0), (shade, 0.0)):
            if amount and re.fullmatch(r"[0-9a-fA-F]{1,2}", amount):
                keep = int(amount, 16) / 255
                red, green, blue = (c * keep + towards * (1 - keep) for c in (red, green, blue))
        return _hex((red, green, blue))


def plain_colour(value: str | None) -> str | None:
    """'#rrggbb' of a hex value or a colour name ('FF0000', '#f00', 'red [10]'), None for 'auto'."""
    if not value:
        return None
    first = value.split(maxsplit=1)[0].lower() if value.strip() else ""
    if match := _HEX.fullmatch(first):
        return f"#{match[1]}"
    if match := _SHORT_HEX.fullmatch(first):
        return "#" + "".join(c * 2 for c in match.groups())
    return NAMED.get(first)


def _preset(value: str) -> str | None:
    for short, full in _SHORT_PRESETS:
        if value.startswith(short):
            value = full + value[len(short) :]
            break
    return NAMED.get(value.lower())


def _share(value: str | None) -> float:
    return min(_factor(value), 1.0)


def _factor(value: str | None) -> float:
    """DrawingML's thousandths of a per cent as a factor; rubbish counts as 0."""
    try:
        return max(float((value or "0").rstrip("%")) / 100_000, 0.0)
    except ValueError:
        return 0.0


def _rgb(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def _hex(colour: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(min(max(c, 0.0), 1.0) * 255):02x}" for c in colour)


def _modified(colour: str, element: Element) -> str:
    red, green, blue = _rgb(colour)
    for change in element:
        kind, amount = change.tag.rpartition("}")[2], _share(change.get("val"))
        if kind == "tint":
            red, green, blue = (c * amount + 1 - amount for c in (red, green, blue))
        elif kind == "shade":
            red, green, blue = (c * amount for c in (red, green, blue))
        elif kind in ("lumMod", "lumOff", "satMod"):
            hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
            factor = _factor(change.get("val"))
            if kind == "satMod":
                saturation = min(saturation * factor, 1.0)
            else:
                light = min(light * factor if kind == "lumMod" else light + factor, 1.0)
            red, green, blue = colorsys.hls_to_rgb(hue, light, saturation)
    return _hex((red, green, blue))
