"""From the service's look of a text to ASS: a style, and the place of each text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from timeline_dsl.effects.text import TextLook
from timeline_dsl.render.captions.fonts import Chosen, choose
from timeline_dsl.units import Length, Px

STANDARD_SIZE = 40
"""Pixels of a text that says no size: the service's default of 0 would show nothing."""

_NUMPAD = {"BottomLeft": 1, "BottomCenter": 2, "BottomRight": 3, "CenterLeft": 4, "CenterCenter": 5, "CenterRight": 6, "TopLeft": 7,
           "TopCenter": 8, "TopRight": 9, "Left": 7, "Center": 8, "Right": 9}
_PINNED = frozenset(("Left", "Center", "Right"))

CAPTION_MARGIN = 0.05
"""Share of the height between captions of a file and the lower edge, when nothing places them."""


@attrs.frozen(kw_only=True)
class Canvas:
    """What texts are drawn on: `width` x `height` pixels. `font_scale` and `px_scale` turn the document's pixels into these."""

    width: int
    height: int
    font_scale: float
    px_scale: float

    def across(self, length: Length) -> float:
        """A horizontal position or size in pixels."""
        return float(length) * self.px_scale if isinstance(length, Px) else float(length) * self.width

    def down(self, length: Length) -> float:
        """A vertical position or size in pixels."""
        return float(length) * self.px_scale if isinstance(length, Px) else float(length) * self.height


@attrs.frozen(kw_only=True)
class Style:
    """One line of an ASS file's styles, its name left out."""

    font: str
    size: float
    color: str
    outline_color: str
    back_color: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    spacing: float = 0
    angle: float = 0
    border: int = 1
    outline: float = 0
    shadow: float = 0

    def line(self, name: str) -> str:
        """The style under a name."""
        marks = ",".join("-1" if mark else "0" for mark in (self.bold, self.italic, self.underline, False))
        return (f"Style: {name},{self.font},{_short(self.size)},{self.color},{self.color},{self.outline_color},{self.back_color},{marks},"
                f"100,100,{_short(self.spacing)},{_short(self.angle)},{self.border},{_short(self.outline)},{_short(self.shadow)},7,0,0,0,1")


@attrs.frozen(kw_only=True)
class Place:
    """Where a text stands: the point `x`, `y` in pixels, and which point of the text stands there (ASS numpad)."""

    numpad: int
    x: float
    y: float


def _short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def ass_color(color: str | None, opacity: float | None, default: str) -> str:
    """A colour `#RRGGBB` (or without the hash) in ASS's notation, with its transparency."""
    digits = (color or default).removeprefix("#")
    if len(digits) != 6 or any(sign not in "0123456789abcdefABCDEF" for sign in digits):
        digits = default.removeprefix("#")
    clear = round(255 * (1 - min(max(1.0 if opacity is None else opacity, 0.0), 1.0)))
    return f"&H{clear:02X}{digits[4:6]}{digits[2:4]}{digits[0:2]}".upper()


def font_of(look: TextLook, file: Path | None) -> Chosen:
    """The font of a text; `file` is its FontURL on this machine."""
    return choose(look.font, file)


def em_of(look: TextLook, canvas: Canvas, *, fixed_scale: float) -> float:
    """The height of a letter's square in pixels. FontSize wins over FixedFontSize."""
    if look.font_size:
        return look.font_size * canvas.font_scale
    if look.fixed_font_size:
        return look.fixed_font_size * fixed_scale
    return STANDARD_SIZE * canvas.font_scale


def style_of(look: TextLook, chosen: Chosen, em: float, canvas: Canvas) -> Style:
    """The ASS style of a text whose letters are `em` pixels high."""
    face = look.font_face
    scale = canvas.font_scale
    height = em if look.size_request_type == "Nominal" else em * float(chosen.face.cell)
    box = look.border_style == 3
    return Style(
        font=chosen.face.family, size=height, color=ass_color(look.font_color, look.font_color_opacity, "#FFFFFF"),
        outline_color=ass_color(look.outline_colour, look.outline_opacity, "#000000"),
        back_color=ass_color(look.back_colour, look.back_opacity, "#000000"),
        bold=bool(face and face.bold), italic=bool(face and face.italic), underline=bool(face and face.underline),
        spacing=(look.spacing or 0) * scale, angle=look.angle or 0, border=3 if box else 1,
        outline=max((look.outline or 0) * scale, 1.0 if box else 0.0), shadow=(look.shadow or 0) * scale)


def place_of(look: TextLook, canvas: Canvas, *, caption: bool) -> Place:
    """Where a text stands. `caption` is a text of a file: without a place it stands at the lower edge, in the middle."""
    x, y = look.fixed_x if look.fixed_x is not None else look.x, look.fixed_y if look.fixed_y is not None else look.y
    across = None if x is None else canvas.across(x)
    down = None if y is None else canvas.down(y)
    name: str | None = look.alignment
    if name not in _NUMPAD:
        if caption and x is None:
            gap = canvas.height * CAPTION_MARGIN
            return Place(numpad=2, x=canvas.width / 2, y=canvas.height - gap) if y is None else Place(numpad=8, x=canvas.width / 2, y=down or 0)
        return Place(numpad=7, x=across or 0, y=down or 0)
    numpad = _NUMPAD[name]
    if name in _PINNED:
        middle = {"Left": 0.0, "Center": canvas.width / 2, "Right": float(canvas.width)}[name]
        return Place(numpad=numpad, x=middle if across is None else across, y=down or 0)
    column, row = (numpad - 1) % 3, (numpad - 1) // 3
    horizontal: Mapping[int, float] = {0: across or 0, 1: canvas.width / 2 + (across or 0), 2: canvas.width - (across or 0)}
    vertical: Mapping[int, float] = {0: canvas.height - (down or 0), 1: canvas.height / 2 + (down or 0), 2: down or 0}
    return Place(numpad=numpad, x=horizontal[column], y=vertical[row])


def width_for(look: TextLook, canvas: Canvas) -> float:
    """The width in pixels at which lines break."""
    return canvas.across(look.text_width) if look.text_width else float(canvas.width)


