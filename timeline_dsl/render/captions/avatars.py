"""A digital human that nobody draws here: a card in its place, with a silhouette, its id and what it says unheard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from timeline_dsl.catalog.ids import TextAdaptMode
from timeline_dsl.clips import AvatarClip, TextClip
from timeline_dsl.render.captions.block import Rect
from timeline_dsl.render.captions.layers import filled
from timeline_dsl.render.captions.look import Canvas, Style, ass_color, short
from timeline_dsl.render.captions.shapes import FINENESS, ellipse, rectangles, rounded
from timeline_dsl.render.captions.sheet import Sheet
from timeline_dsl.render.captions.texts import Avatar, Shown, spoken
from timeline_dsl.render.place import Rect as Box
from timeline_dsl.render.place import placed
from timeline_dsl.render.shots import Layer, Run
from timeline_dsl.units import Ratio, Span, Time

PORTRAIT = (1080, 1920)
"""What the service makes of a digital human, in pixels: width and height."""

NOTICE = "placeholder: no digital human is drawn here"

GROUND, FIGURE, EDGE = "#27323B", "#5B6B78", "#C9D3DA"

_HEAD, _SHOULDERS = (0.5, 0.36, 0.17), (0.84, 0.56, 0.36)
"""The middle and the radius of the head; the lower end, the top and the half width of the shoulders, as shares."""


@attrs.frozen(kw_only=True, slots=True)
class Cover:
    """A picture on a level above: where, from when to when, and on which track."""

    track: tuple[bool, int]
    rect: Rect
    span: Span


@attrs.frozen(kw_only=True, slots=True)
class Opening:
    """A stretch of a card during which the same pictures lie over it; `codes` cut their places out of it."""

    span: Span
    codes: str = ""


def covers_of(layers: Sequence[Layer], fps: Fraction) -> tuple[Cover, ...]:
    """Every picture of a timeline as something that may lie over a card."""
    return tuple(
        Cover(
            track=level(shot.plan.path),
            rect=_edges(Box(0, 0, *shot.canvas) if shot.background else part.placement.box),
            span=Span(frames.first / fps, frames.end / fps),
        )
        for layer in layers
        if isinstance(layer, Run)
        for shot in layer.shots
        for part, frames in shot.parts(shot.frames)
    )


def level(path: str) -> tuple[bool, int]:
    """How high the track of a clip lies; the pictures of image tracks lie over all video tracks."""
    kind, number = path.split("/")[1:3]
    return kind != "VideoTracks", int(number)


def _edges(box: Box) -> Rect:
    return Rect(box.x, box.y, box.x + box.width, box.y + box.height)


def place_of(node: AvatarClip, canvas: Canvas) -> Rect:
    """Where a digital human would stand, in pixels of the canvas: placed as any picture of its shape."""
    output = (max(round(canvas.width / canvas.px_across), 1), max(round(canvas.height / canvas.px_down), 1))
    box = placed(PORTRAIT, output, x=node.x, y=node.y, width=node.width, height=node.height).box
    return _edges(box.resized(output, (canvas.width, canvas.height)))


def openings(span: Span, rect: Rect, covers: Sequence[Cover], track: tuple[bool, int]) -> Iterator[Opening]:
    """A card in stretches; where a picture of a higher track covers all of it, there is none."""
    above = [
        (common, cover.rect)
        for cover in covers
        if cover.track > track and (common := cover.span.overlap(span)) is not None and cover.rect.meets(rect)
    ]
    moments: list[Time] = sorted({span.start, span.end, *(at for part, _ in above for at in (part.start, part.end))})
    for start, end in pairwise(moments):
        holes = [hole for part, hole in above if part.start <= start and end <= part.end]
        if not any(_holds(hole, rect) for hole in holes):
            codes = f"\\iclip({FINENESS},{rectangles(holes)})" if holes else ""
            yield Opening(span=Span(start, end), codes=codes)


def _holds(one: Rect, other: Rect) -> bool:
    return one.left <= other.left and one.top <= other.top and one.right >= other.right and one.bottom >= other.bottom


def panel(sheet: Sheet, opening: Opening, rect: Rect) -> None:
    """Draw the card without its words: a ground with an edge, and a head with shoulders."""
    start, end = (sheet.clock.stamp(moment) for moment in (opening.span.start, opening.span.end))
    unit, line = min(rect.width, rect.height), max(min(rect.width, rect.height) * 0.008, 1.0)
    plain = Style(font="sans-serif", size=20)
    ground = filled(plain, ass_color(GROUND, 1, GROUND), ass_color(EDGE, 1, EDGE), line)
    figure = filled(plain, ass_color(FIGURE, 1, FIGURE))
    x, y, radius = _HEAD[0] * rect.width, _HEAD[1] * rect.height, _HEAD[2] * unit
    low, top, half = _SHOULDERS[0] * rect.height, y + radius * 1.15, _SHOULDERS[2] * unit
    for style, drawing, left, upper in (
        (ground, rounded(rect.width - 2 * line, rect.height - 2 * line, 0.03 * unit), line, line),
        (figure, ellipse(2 * radius, 2.2 * radius), x - radius, y - 1.1 * radius),
        (figure, _bust(2 * half, max(low - top, 1.0)), x - half, top),
    ):
        place = f"{short(rect.left + left)},{short(rect.top + upper)}"
        sheet.add(start, end, sheet.style(style), f"{{\\an7\\pos({place}){opening.codes}\\p{FINENESS}}}{drawing}")


def _bust(width: float, height: float) -> str:
    """Shoulders: round above, straight below."""
    scale = 1 << (FINENESS - 1)
    right, low, mid = round(width * scale), round(height * scale), round(width * scale / 2)
    return f"m 0 {low} b 0 {low // 4} {mid // 2} 0 {mid} 0 b {right - mid // 2} 0 {right} {low // 4} {right} {low}"


def words(item: Avatar, canvas: Canvas, rect: Rect, opening: Opening) -> Iterator[Shown]:
    """What stands on the card: the id, that it is a placeholder, and what is said while it is said, unheard."""
    em = max(min(0.07 * rect.width, 0.065 * rect.height), 6.0) / canvas.height
    name = f"AI_Avatar {item.node.avatar_id or ''}".strip()
    yield _word(item.path, name, opening, _look(canvas, rect, 0.04, "AutoScale"), em)
    yield _word(item.path, NOTICE, opening, _look(canvas, rect, 0.14, "AutoWrap"), 0.7 * em)
    for line, part in spoken(item.says, item.span) if item.says else ():
        if (shown := part.overlap(opening.span)) is not None:
            look = _look(canvas, rect, 0.86, "AutoWrap")
            yield attrs.evolve(_word(item.path, line, opening, look, 0.7 * em), span=shown)


def _word(path: str, content: str, opening: Opening, look: TextClip, em: float) -> Shown:
    return Shown(path=path, look=look, content=content, span=opening.span, card=em, codes=opening.codes)


def _look(canvas: Canvas, rect: Rect, share: float, fit: TextAdaptMode) -> TextClip:
    return TextClip(
        content="",
        alignment="Center",
        x=Ratio(rect.middle[0] / canvas.width),
        y=Ratio((rect.top + share * rect.height) / canvas.height),
        adapt_mode=fit,
        text_width=Ratio(0.92 * rect.width / canvas.width),
        font_color="#F0F4F7",
    )
