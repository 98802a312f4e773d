"""What is drawn of a text, bottom to top: bubble, boxes, shadows and outlines, and the letters themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from timeline_dsl.effects.text import SubtitleEffect, TextLook
from timeline_dsl.render.captions.block import Block, Rect
from timeline_dsl.render.captions.look import Canvas, Style, ass_color, opacity_of, short
from timeline_dsl.render.captions.palettes import palette
from timeline_dsl.render.captions.player import Layer
from timeline_dsl.render.captions.shapes import Shape, rectangles, rounded

HIDDEN = "&HFF000000"
PICTURE_BOX = "#303030"
"""What a box with a picture is filled with: libass draws no pictures."""


def layers_of(
    look: TextLook, style: Style, block: Block, canvas: Canvas, *, em: float, under: tuple[Layer, ...] = ()
) -> tuple[Layer, ...]:
    """The layers of a text in `style` with an em of so many pixels; `under` lies below all others."""
    made = [*under]
    if look.border_style == 3:
        made.append(_opaque(look, style, block, canvas))
    for effect in look.subtitle_effects:
        if effect.type == "Box":
            made.append(_box(effect, style, block, canvas, em))
        elif effect.type == "Outline":
            made += _outline(effect, style, canvas, em)
        elif effect.type == "Shadow":
            made.append(_shadow(effect, style, canvas, em))
    colours = look.effect_color_style or look.effect_color_style_id
    if colours:
        made += _styled(colours, look, style, em)
    else:
        made.append(Layer(style=style, main=True))
    return tuple(made)


def frame_of(block: Block, layers: Sequence[Layer]) -> Rect:
    """The rectangle that holds all layers of a text."""
    frame = block.rect
    for layer in layers:
        reach = layer.style.outline + layer.style.shadow + 2 * layer.blur
        rect = layer.shape.place if layer.shape else block.rect.moved(layer.dx, layer.dy)
        frame = frame.around(rect.grown(reach, reach))
    return frame


def filled(style: Style, color: str, line: str | None = None, width: float = 0.0) -> Style:
    """The style of a shape: `color` and `line` in ASS's notation, the line `width` pixels wide."""
    return Style(font=style.font, size=style.size, color=color, outline_color=line or HIDDEN, outline=width)


def _opaque(look: TextLook, style: Style, block: Block, canvas: Canvas) -> Layer:
    """BorderStyle 3: a box behind every line, as wide as the line and its outline."""
    pad = max(canvas.text_pixels(look.outline), 1.0)
    rects = [row.rect.grown(pad, pad) for row in block.rows if row.line]
    whole = block.rect
    for rect in rects:
        whole = whole.around(rect)
    drawing = rectangles(rect.moved(-whole.left, -whole.top) for rect in rects)
    color = ass_color(look.outline_colour, look.outline_opacity, "#000000")
    return Layer(style=filled(style, color), shape=Shape(drawing or rounded(1, 1, 0), whole))


def _thickness(value: float | None, em: float, canvas: Canvas) -> float | None:
    """Above 1 pixels, from 0 to 1 a share of the font size."""
    if value is None:
        return None
    return max(value * em if value <= 1 else canvas.text_pixels(value), 0.0)


def _sides(effect: SubtitleEffect, em: float, canvas: Canvas) -> tuple[float, float]:
    both = _thickness(effect.bord, em, canvas) or 0.0
    across, down = (_thickness(side, em, canvas) for side in (effect.x_bord, effect.y_bord))
    return both if across is None else across, both if down is None else down


def _offset(effect: SubtitleEffect, canvas: Canvas) -> tuple[float, float]:
    both = effect.shift or 0.0
    across, down = (both if side is None else side for side in (effect.x_shift, effect.y_shift))
    return canvas.text_pixels(across), canvas.text_pixels(down)


def _outline(effect: SubtitleEffect, style: Style, canvas: Canvas, em: float) -> Iterator[Layer]:
    across, down = _sides(effect, em, canvas)
    blur = max(canvas.text_pixels(effect.blur), 0.0)
    if not across and not down:
        across = down = blur  # a glow without a width of its own
    if across or down:
        color = ass_color(effect.color, effect.opacity, "#000000")
        shown = attrs.evolve(style, color=HIDDEN, outline_color=color, outline=max(across, down), shadow=0)
        codes = "" if across == down else f"\\xbord{short(across)}\\ybord{short(down)}"
        yield Layer(style=shown, blur=blur, codes=codes)


def _shadow(effect: SubtitleEffect, style: Style, canvas: Canvas, em: float) -> Layer:
    across, down = _sides(effect, em, canvas)
    dx, dy = _offset(effect, canvas)
    color = ass_color(effect.color, effect.opacity, "#000000")
    # the shadow of the letters with their outline; were both see-through, they would be darker where they meet
    width = max(across, down, style.outline if opacity_of(effect.opacity) >= 1 else 0.0)
    shown = attrs.evolve(style, color=color, outline_color=color, outline=width, shadow=0)
    return Layer(style=shown, dx=dx, dy=dy, blur=max(canvas.text_pixels(effect.blur), 0.0))


def _box(effect: SubtitleEffect, style: Style, block: Block, canvas: Canvas, em: float) -> Layer:
    dx, dy = _offset(effect, canvas)
    place = (_around_area(effect, block, canvas) or block.rect.grown(*_sides(effect, em, canvas))).moved(dx, dy)
    drawing = rounded(place.width, place.height, canvas.text_pixels(effect.radius))
    default = PICTURE_BOX if effect.image_url else "#000000"
    return Layer(style=filled(style, ass_color(effect.color, effect.opacity, default)), shape=Shape(drawing, place))


def _around_area(effect: SubtitleEffect, block: Block, canvas: Canvas) -> Rect | None:
    """A box of a given size, lying so that the text stands in the middle of its TextArea; None without a size."""
    if not effect.width or not effect.height:
        return None
    width, height = (
        side * whole if side <= 1 else canvas.text_pixels(side)
        for side, whole in ((effect.width, canvas.width), (effect.height, canvas.height))
    )
    x, y, across, down = _shares(effect.text_area) or (0.0, 0.0, 1.0, 1.0)
    middle = block.rect.middle
    left, top = middle[0] - (x + across / 2) * width, middle[1] - (y + down / 2) * height
    return Rect(left, top, left + max(width, 1.0), top + max(height, 1.0))


def _shares(area: str | None) -> tuple[float, float, float, float] | None:
    """`x,y,w,h` as numbers from 0 to 1, or None for anything else."""
    try:
        x, y, width, height = (min(max(float(part), 0.0), 1.0) for part in (area or "").split(","))
    except ValueError:
        return None
    return x, y, width, height


def _styled(name: str, look: TextLook, style: Style, em: float) -> Iterator[Layer]:
    """A colour style: a shadow, a rim and an edge around letters in its colours."""
    colors = palette(name)
    opacity = look.font_color_opacity
    edge = max(colors.edge_width * em, style.outline)
    rim = edge + colors.rim_width * em
    if colors.drop:
        dark = ass_color("#000000", 0.45 * opacity_of(opacity), "#000000")
        yield Layer(
            style=attrs.evolve(style, color=dark, outline_color=dark, outline=0, shadow=0),
            dx=colors.drop * em,
            dy=colors.drop * em + edge,
            blur=0.03 * em,
        )
    if colors.rim_width:
        yield Layer(
            style=attrs.evolve(
                style, color=HIDDEN, outline_color=ass_color(colors.rim, opacity, "#FFFFFF"), outline=rim, shadow=0
            ),
            blur=colors.glow * em,
        )
    yield Layer(
        style=attrs.evolve(
            style,
            color=ass_color(colors.fill, opacity, "#FFFFFF"),
            outline_color=ass_color(colors.edge, opacity, "#000000"),
            outline=edge,
            shadow=0,
        ),
        main=True,
    )
