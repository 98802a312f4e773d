"""Filters that make a picture look drawn: comic, hatching, sketch, cartoon."""

from __future__ import annotations

from math import hypot

import attrs

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.paint import RGB, light, shaded
from timeline_dsl.render.looks.window import Look, Play

GRAY = Filter("format", pix_fmts="gray")


def outlines(stream: Video, play: Play, strength: float = 1.3) -> Video:
    """Dark lines on white where brightness changes, as broad in every size of the output."""
    soft = play.part(600, 0.6)
    return stream.through(
        GRAY,
        Filter("gblur", sigma=soft),
        # the points themselves blur by half of one: an edge stays as dark however soft
        Filter("sobel", scale=round(strength * hypot(soft, 0.5), 3)),
        Filter("lutyuv", y="255-clip((val-40)*2,0,255)"),
    )


def flat(steps: int) -> Filter:
    """A filter that leaves so many tones of each colour."""
    tone = f"clip(255*(floor(val/255*{steps - 0.01:g})+0.35)/({steps}-0.3),0,255)"
    return Filter("lutrgb", r=tone, g=tone, b=tone)


def cartoon(stream: Video, play: Play) -> Video:
    """Even areas of strong colour with dark outlines."""
    even = stream.through(Filter("gblur", sigma=play.part(360, 1)), Filter("hue", s=1.5), RGB, flat(6))
    return shaded(even, outlines(stream, play))


def in_full(look: Look) -> Look:
    """A look whose strokes are too fine for a draft: drawn in the full size, and made smaller."""

    def look_in_full(stream: Video, play: Play) -> Video:
        if play.size == play.full:
            return look(stream, play)
        large = stream.through(Filter("scale", w=play.full[0], h=play.full[1]))
        return look(large, attrs.evolve(play, size=play.full)).through(
            Filter("scale", w=play.size[0], h=play.size[1], flags="area"), Filter("setsar", sar=1)
        )

    return look_in_full


def comic(stream: Video, play: Play) -> Video:
    """Few strong colours, printed dots in the shadows, thick outlines."""
    even = stream.through(Filter("gblur", sigma=play.part(480, 0.75)), Filter("hue", s=1.9), RGB, flat(4))
    cell = max(play.full[1] / 90, 4.0)
    # dots grow where it is dark: a raster of cones is cut at the brightness of the picture
    cones = light(play, f"0.5+0.25*(sin(2*PI*(X+Y)/{cell:.2f})+sin(2*PI*(X-Y)/{cell:.2f}))", None, still=True)
    dots = Video.mixed(Filter("blend", all_mode="average"), stream.through(GRAY), cones).through(
        Filter("lutyuv", y="clip((val-84)*12+110,110,255)")
    )
    return shaded(shaded(even, dots), outlines(stream, play, 1.8))


def hatched(stream: Video, play: Play) -> Video:
    """Grey strokes one way in the half-dark, crossed in the dark."""
    step = max(play.full[1] / 80, 5.0)
    lines = [light(play, f"abs(2*mod((X{sign}Y)/{step:.2f}+{play.full[1]},1)-1)", None, still=True) for sign in "+-"]
    grey = stream.through(GRAY, Filter("gblur", sigma=play.part(700, 0.6)))
    strokes = [
        Video.mixed(Filter("blend", all_mode="average"), grey, line).through(
            Filter("lutyuv", y=f"clip((val-{limit})*10+60,60,255)")
        )
        for line, limit in zip(lines, (92, 62), strict=True)
    ]
    both = Video.mixed(Filter("blend", all_mode="darken"), *strokes)
    return Video.mixed(Filter("blend", all_mode="darken"), both, outlines(stream, play).through(GRAY))


def sketched(stream: Video, play: Play) -> Video:
    """Pencil on white paper: what is darker than its surroundings is drawn."""
    grey = stream.through(GRAY)
    blurred = grey.through(Filter("gblur", sigma=play.part(90, 1.5)))
    drawn = Video.mixed(Filter("blend", all_mode="divide"), grey, blurred).through(
        Filter("lutyuv", y="clip(255-(243-val)*2.3,0,255)")
    )
    return Video.mixed(Filter("blend", all_mode="darken"), drawn, outlines(stream, play, 2.0).through(GRAY))


DRAWINGS: dict[str, Look] = {
    "comicstrip": in_full(comic),
    "simplecrosshatch": in_full(hatched),
    "blackwhitesketch": sketched,
    "cartoon": in_full(cartoon),
}
