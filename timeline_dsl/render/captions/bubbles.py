"""Bubbles: a text inside a shape with a tail, both made to fit each other."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from timeline_dsl.effects.text import TextLook
from timeline_dsl.render.captions.block import Block, Rect, laid
from timeline_dsl.render.captions.ink import Line, Pen, width_of
from timeline_dsl.render.captions.layers import filled
from timeline_dsl.render.captions.lines import broken
from timeline_dsl.render.captions.look import Canvas, Place, Style, ass_color
from timeline_dsl.render.captions.palettes import Bubble, BubbleShape, bubble, luminance
from timeline_dsl.render.captions.player import Layer
from timeline_dsl.render.captions.shapes import Shape, burst, cloud, ellipse, polygon, rounded

WIDEST = 0.6
"""Share of the canvas that a bubble of no given width may take."""

TAIL = 0.16
"""The tail takes this share of the height."""

_INSETS: dict[BubbleShape, tuple[float, float]] = {
    "rounded": (0.07, 0.1),
    "ellipse": (0.17, 0.17),
    "cloud": (0.2, 0.22),
    "square": (0.06, 0.1),
    "burst": (0.2, 0.22),
    "pill": (0.12, 0.12),
    "label": (0.13, 0.1),
}
_TAILLESS: frozenset[BubbleShape] = frozenset(("burst", "label"))
_SHRINK, _WHOLE_WORDS, _SMALLEST = 0.9, 0.5, 0.15


@attrs.frozen(kw_only=True, slots=True)
class Filling:
    """A text as it stands in its bubble, and the bubble itself."""

    factor: float
    block: Block
    layer: Layer


def bubble_of(name: str, look: TextLook) -> Bubble:
    """The bubble of an id, dark or light as the colour of its text asks for."""
    color = look.font_color or "#FFFFFF"
    light = luminance(color) > 0.3 if len(color) == 7 and color[0] == "#" else True
    return bubble(name, light)


def placed_in(
    name: str, look: TextLook, canvas: Canvas, place: Place, pen_of: Callable[[float], Pen], content: str, style: Style
) -> Filling:
    """The text in its bubble, whose upper left corner stands at `place`.

    `pen_of` gives the pen for a factor of the font size: a text that is too long for its bubble is made smaller.
    """
    shape = bubble_of(name, look)
    across, down = _INSETS[shape.shape]
    tail = 0.0 if shape.shape in _TAILLESS else TAIL
    wide = _side(look.bubble_width, canvas.width, canvas.px_across)
    high = _side(look.bubble_height, canvas.height, canvas.px_down)
    room = (wide or WIDEST * canvas.width) * (1 - 2 * across)
    factor = 1.0
    while True:
        pen = pen_of(factor)
        lines = broken(pen.lines(content), room, only_at_spaces=False, strict=factor > _WHOLE_WORDS)
        text = _size(lines, pen)
        fits = text[0] <= room + 1 and (high is None or text[1] <= high * (1 - tail) * (1 - 2 * down) + 1)
        if fits or factor < _SMALLEST:
            break
        factor *= _SHRINK
    em = pen.base.em
    width = wide or (text[0] + 0.4 * em) / (1 - 2 * across)
    height = high or (text[1] + 0.2 * em) / (1 - 2 * down) / (1 - tail)
    whole = Rect(place.x, place.y, place.x + width, place.y + height)
    middle = (place.x + width / 2, place.y + height * (1 - tail) / 2)
    block = laid(lines, pen.base, Place(numpad=5, x=middle[0], y=middle[1]))
    line = ass_color(shape.line, look.font_color_opacity, "#000000")
    drawn = Layer(
        style=filled(style, ass_color(shape.fill, look.font_color_opacity, "#FFFFFF"), line, 0.05 * em),
        shape=Shape(outline(shape, width, height, tail), whole),
    )
    return Filling(factor=factor, block=block, layer=drawn)


def _side(value: float | None, whole: int, scale: float) -> float | None:
    """A width or height of a bubble: up to 1 a share of the canvas, above it pixels."""
    if value is None or value <= 0:
        return None
    return min(max(value * (whole if value <= 1 else scale), 8.0), 4.0 * whole)


def _size(lines: list[Line], pen: Pen) -> tuple[float, float]:
    block = laid(lines, pen.base, Place(numpad=7, x=0, y=0))
    return max(map(width_of, lines), default=0.0), block.rect.height


def outline(shape: Bubble, width: float, height: float, tail: float) -> str:
    """The outline of a bubble; its tail is a part of its height."""
    body = height * (1 - tail)
    if shape.shape == "burst":
        return burst(width, height)
    if shape.shape == "label":
        notch = min(0.25 * height, 0.1 * width)
        return polygon(
            [(0, 0), (width, 0), (width - notch, height / 2), (width, height), (0, height), (notch, height / 2)]
        )
    foot = shape.tail * width
    if shape.shape == "cloud":
        dot, small = tail * height * 0.6, tail * height * 0.3
        return " ".join(
            (
                cloud(width, body),
                _moved(ellipse(dot, dot), foot, body - dot / 4),
                _moved(ellipse(small, small), foot - small, height - small),
            )
        )
    forms = {"ellipse": ellipse(width, body), "square": rounded(width, body, 0), "pill": rounded(width, body, body / 2)}
    base = min(0.07 * width, tail * height)
    lean = base if shape.tail >= 0.5 else -base
    # the tail begins inside the body, so that no line shows where they meet
    point = polygon([(foot - base, body * 0.85), (foot + base, body * 0.85), (foot + lean, height)])
    return f"{forms.get(shape.shape, rounded(width, body, min(0.25 * body, 0.12 * width)))} {point}"


def _moved(drawing: str, dx: float, dy: float) -> str:
    """A drawing at another place."""
    shift, made = [round(way * 8) for way in (dx, dy)], []
    for word in drawing.split():
        if word.isalpha():
            made.append(word)
            axis = 0
        else:
            made.append(str(int(word) + shift[axis]))
            axis = 1 - axis
    return " ".join(made)
