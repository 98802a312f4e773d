"""Effects on a part of the picture: mosaic, blur, and the area that hides a watermark."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from timeline_dsl.effects import VFX, DeWatermark
from timeline_dsl.render.effects import Stage, renders
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.geometry import cut
from timeline_dsl.render.looks.window import Look, Play, within
from timeline_dsl.render.place import Rect, Size, part_of

PLAIN = Filter("format", pix_fmts="yuv420p")
"""What looks work on: a blur reaches as far in the smaller planes of colour as in any other picture."""

BLOCKS = 18
"""A mosaic has so many blocks along the shorter side of the picture, fewer on a part of it."""

PartLook = Callable[[Video, Play, int], Video]
"""A picture or a part of one; the number is the shorter side of the whole picture, by which it is measured: what a
small part hides must not be told from it."""


def area(effect: VFX | DeWatermark, size: Size) -> Rect | None:
    """The rectangle of a picture of `size` that an effect names, on even pixels; None for the whole picture."""
    if all(getattr(effect, name) is None for name in ("x", "y", "width", "height")):
        return None
    found = part_of(size, x=effect.x, y=effect.y, width=effect.width, height=effect.height)
    left, top = found.x - found.x % 2, found.y - found.y % 2
    wide, high = found.x + found.width - left, found.y + found.height - top
    return Rect(left, top, min(wide + wide % 2, size[0] - left), min(high + high % 2, size[1] - top))


def on_part(look: PartLook, effect: VFX | DeWatermark) -> Look:
    """`look` on the rectangle of the picture that the effect names, the rest as it is."""

    def partly(stream: Video, play: Play) -> Video:
        named, shorter = area(effect, play.full), min(play.full)
        if named is None:
            return look(stream, play, shorter)
        if named.width < 2 or named.height < 2:
            return stream
        rect, pixels = play.drawn(named), Filter("format", pix_fmts=play.planes + "p")
        whole = stream.through(pixels)
        part = look(whole.through(cut(rect), PLAIN), attrs.evolve(play, size=rect.size, full=named.size), shorter)
        return Video.mixed(
            Filter("overlay", x=rect.x, y=rect.y, format=play.planes),
            whole,
            part.through(pixels, Filter("setsar", sar=1)),
        )

    return partly


def mosaic(stream: Video, play: Play, shorter: int) -> Video:
    """Square blocks of one colour."""
    block = max(shorter // BLOCKS, 2)
    few = [max(round(side / block), 1) for side in play.full]
    return stream.through(
        Filter("scale", w=few[0], h=few[1], flags="area"),
        Filter("scale", w=play.size[0], h=play.size[1], flags="neighbor"),
        Filter("setsar", sar=1),
    )


def blur(stream: Video, play: Play, shorter: int) -> Video:
    """A strong blur."""
    return stream.through(Filter("gblur", sigma=play.pixels(max(shorter / 40, 1.0)), steps=2))


@renders(DeWatermark, fidelity="close", why="the area is blurred; the strength is estimated")
def hidden(stream: Video, effect: DeWatermark, stage: Stage) -> Video:
    """Blur an area, during the times within the clip or on the output where it names some."""
    start = float(stage.span.start)
    if effect.timeline_in is None and effect.source_in is not None:
        effect = attrs.evolve(effect, timeline_in=start + effect.source_in)
    if effect.timeline_out is None and effect.source_out is not None:
        effect = attrs.evolve(effect, timeline_out=start + effect.source_out)
    return within(stream, effect, stage, on_part(blur, effect))
