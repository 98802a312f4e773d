"""From the service's look of a text to ASS: a style, a size, and the place of the text."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.effects.text import TextLook
from timeline_dsl.render.captions.fonts import Chosen, Face
from timeline_dsl.units import Length, Px

STANDARD_SIZE = 40
"""Pixels of a text that says no size: the service's default of 0 would show nothing."""

CAPTION_MARGIN = 0.05
"""Share of the height between captions of a file and the lower edge, when nothing places them."""

CAPTION_NUMPAD = 2
"""Captions stand in the middle of the lower edge; a cue that says so says nothing."""

SMALLEST_EM, LARGEST_EM = 0.5, 8192.0
"""Pixels; libass takes a font size of 0 to mean its own standard size, and large letters cost memory and time."""

LARGEST_SHARE = 4
"""No em is higher than so many times the longer side of the canvas."""

BY_FIRST_LETTER = -1
"""What libass takes for an encoding to mean: a line runs in the direction of its first letter."""

_PINNED = frozenset(("Left", "Center", "Right"))


@attrs.frozen(kw_only=True)
class Canvas:
    """What a text is laid on, in pixels: all of the picture, or a part of it whose corner is `left`, `top`.

    `px_across`, `px_down` and `font_scale` turn the document's pixels of places and of letters into these,
    `fixed_scale` those of FixedFontSize. Nothing of a text is larger than `longest` allows.
    """

    width: int
    height: int
    left: int = 0
    top: int = 0
    font_scale: float = 1.0
    px_across: float = 1.0
    px_down: float = 1.0
    fixed_scale: float = 1.0
    longest: int = attrs.field(default=attrs.Factory(lambda self: max(self.width, self.height), takes_self=True))

    def across(self, length: Length) -> float:
        """A horizontal distance from its edge, or a size, in pixels."""
        return float(length) * self.px_across if isinstance(length, Px) else float(length) * self.width

    def down(self, length: Length) -> float:
        """A vertical distance from its edge, or a size, in pixels."""
        return float(length) * self.px_down if isinstance(length, Px) else float(length) * self.height

    def text_pixels(self, pixels: float | None) -> float:
        """Pixels of an outline, a shadow or a gap; nothing is larger than the whole picture."""
        most = float(self.longest)
        return min(max((pixels or 0.0) * self.font_scale, -most), most)


@attrs.frozen(kw_only=True)
class Style:
    """One line of an ASS file's styles, its name left out. Colours are `&HAABBGGRR`, `AA` being transparency."""

    font: str
    size: float
    color: str = "&H00FFFFFF"
    outline_color: str = "&H00000000"
    back_color: str = "&H00000000"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    spacing: float = 0
    outline: float = 0
    shadow: float = 0

    def line(self, name: str) -> str:
        """The style under a name."""
        marks = ",".join("-1" if mark else "0" for mark in (self.bold, self.italic, self.underline, False))
        colors = f"{self.color},{self.color},{self.outline_color},{self.back_color}"
        sizes = f"100,100,{short(self.spacing)},0,1,{short(self.outline)},{short(self.shadow)}"
        return f"Style: {name},{self.font},{short(self.size)},{colors},{marks},{sizes},7,0,0,0,{BY_FIRST_LETTER}"


@attrs.frozen(kw_only=True)
class Place:
    """Where a text stands: the point `x`, `y` in pixels, and which point of the text stands there (ASS numpad)."""

    numpad: int
    x: float
    y: float

    @property
    def column(self) -> int:
        """0 when the text stands to the right of the point, 1 when its middle is there, 2 when it ends there."""
        return (self.numpad - 1) % 3

    @property
    def row(self) -> int:
        """0 when the text stands above the point, 1 when its middle is there, 2 when it stands below it."""
        return (self.numpad - 1) // 3


def short(number: float) -> str:
    """A number as ASS takes it, with at most 3 decimals."""
    return f"{number:.3f}".rstrip("0").rstrip(".") or "0"


def opacity_of(value: float | None) -> float:
    """An opacity that may be missing, kept within 0 and 1."""
    return 1.0 if value is None else min(max(value, 0.0), 1.0)


def ass_color(color: str | None, opacity: float | None, default: str) -> str:
    """A colour `#RRGGBB` (or without the hash) in ASS's notation, with its transparency."""
    digits = (color or default).removeprefix("#")
    if len(digits) != 6 or any(sign not in "0123456789abcdefABCDEF" for sign in digits):
        digits = default.removeprefix("#")
    clear = round(255 * (1 - opacity_of(opacity)))
    return f"&H{clear:02X}{digits[4:6]}{digits[2:4]}{digits[0:2]}".upper()


def em_of(look: TextLook, canvas: Canvas, face: Face) -> float:
    """The height of an em in pixels. FontSize wins over FixedFontSize; a nominal size is that of the whole line."""
    if look.font_size:
        size = look.font_size * canvas.font_scale
    elif look.fixed_font_size:
        size = look.fixed_font_size * canvas.fixed_scale
    else:
        size = STANDARD_SIZE * canvas.font_scale
    most = LARGEST_SHARE * canvas.longest
    return fitting_em(min(size / face.cell if look.size_request_type == "Nominal" else size, most))


def fitting_em(size: float) -> float:
    """A font size that can be drawn."""
    return min(max(size, SMALLEST_EM), LARGEST_EM)


def style_of(look: TextLook, chosen: Chosen, em: float, canvas: Canvas) -> Style:
    """The ASS style of a text with an em of so many pixels."""
    marks = look.font_face
    is_box = look.border_style == 3  # drawn apart
    return Style(
        font=chosen.face.family,
        size=em * chosen.face.cell,
        color=ass_color(look.font_color, look.font_color_opacity, "#FFFFFF"),
        outline_color=ass_color(look.outline_colour, look.outline_opacity, "#000000"),
        back_color=ass_color(look.back_colour, look.back_opacity, "#000000"),
        bold=bool(marks and marks.bold) or chosen.thickened or chosen.face.bold,
        italic=bool(marks and marks.italic) or chosen.face.italic,
        underline=bool(marks and marks.underline),
        spacing=canvas.text_pixels(look.spacing),
        shadow=canvas.text_pixels(look.shadow),
        outline=0.0 if is_box else max(canvas.text_pixels(look.outline), 0.0),
    )


def standing(look: TextLook, canvas: Canvas, *, caption: bool = False, numpad: int | None = None) -> Place:
    """Where a text stands. `caption`: without a place it stands at the lower edge, in the middle.

    `numpad` is where a cue of a file wants to stand, whatever the look says.
    """
    if numpad is not None and numpad != CAPTION_NUMPAD:
        side = canvas.height * CAPTION_MARGIN
        return Place(
            numpad=numpad,
            x=(side, canvas.width / 2, canvas.width - side)[(numpad - 1) % 3],
            y=(canvas.height - side, canvas.height / 2, side)[(numpad - 1) // 3],
        )
    across, down = _given(look, canvas)
    name: str | None = look.alignment
    row = table("alignments").rows.get(name) if name else None
    if row is None:
        if caption and across is None:
            gap = canvas.height * (1 - CAPTION_MARGIN)
            return Place(
                numpad=CAPTION_NUMPAD if down is None else 8, x=canvas.width / 2, y=gap if down is None else down
            )
        return Place(numpad=7, x=canvas.left + (across or 0), y=canvas.top + (down or 0))
    corner: int = row.facts["ass_numpad"]
    if name in _PINNED:
        edge = {"Left": 0.0, "Center": canvas.width / 2, "Right": float(canvas.width)}[name or ""]
        return Place(numpad=corner, x=canvas.left + (edge if across is None else across), y=canvas.top + (down or 0))
    return Place(
        numpad=corner,
        x=canvas.left + _from_edge(row.facts["horizontal"], across or 0, canvas.width),
        y=canvas.top + _from_edge(row.facts["vertical"], down or 0, canvas.height),
    )


def corner_of(look: TextLook, canvas: Canvas) -> Place:
    """The upper left corner of a bubble, which X and Y place whatever the Alignment."""
    across, down = _given(look, canvas)
    return Place(numpad=7, x=canvas.left + (across or 0), y=canvas.top + (down or 0))


def _given(look: TextLook, canvas: Canvas) -> tuple[float | None, float | None]:
    x = look.fixed_x if look.fixed_x is not None else look.x
    y = look.fixed_y if look.fixed_y is not None else look.y
    return None if x is None else canvas.across(x), None if y is None else canvas.down(y)


_EDGES: Mapping[str, tuple[float, int]] = {
    "left": (0, 1),
    "top": (0, 1),
    "center": (0.5, 1),
    "middle": (0.5, 1),
    "right": (1, -1),
    "bottom": (1, -1),
}


def _from_edge(edge: str, margin: float, side: int) -> float:
    """A margin counted from an edge of the canvas, or from its middle, as a position."""
    share, direction = _EDGES[edge]
    return share * side + direction * margin


def room_for(look: TextLook, canvas: Canvas, place: Place, *, caption: bool = False) -> float:
    """The width in pixels at which lines break: TextWidth, or up to the nearest edge of the canvas."""
    if look.text_width:
        return max(canvas.across(look.text_width), 1.0)
    before, after = place.x - canvas.left, canvas.left + canvas.width - place.x
    room = (after, 2 * min(before, after), before)[place.column]
    margins = 2 * CAPTION_MARGIN * canvas.height if caption else 0.0
    return room - margins if room - margins > 0 else float(canvas.width)
