"""Effects that bend the picture: lenses, ripples, folds, frosted glass, slices, and blurs in one direction."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video, rate
from timeline_dsl.render.looks.vfx.paint import RGB, colours, lit, rainbow
from timeline_dsl.render.looks.vfx.table import shows
from timeline_dsl.render.looks.window import Play

Cell = tuple[int, int]

X, Y = "ld(0)", "ld(1)"
"""The point from the middle, in heights of the picture."""

FAR, TURN = "ld(2)", "ld(3)"
"""Its distance from the middle, and its angle."""


def warped(stream: Video, play: Play, right: str, down: str, cell: Cell | None = None, *, still: bool = False) -> Video:
    """The picture looked up elsewhere: `right`, `down` tell where, from the middle, in heights of the picture.

    The expressions are worked out for every `cell` of pixels, and in between them lie straight lines. What lies
    outside of the picture is its mirror image.
    """
    wide, high = play.size
    across, along = cell or (max(high // 90, 1), max(high // 90, 1))
    columns, rows = -(-wide // across) + 2, -(-high // along) + 2
    point = (
        f"st(0,(((X-0.5)*{across})-{wide / 2})/{high});st(1,(((Y-0.5)*{along})-{high / 2})/{high});"
        "st(2,hypot(ld(0),ld(1)));st(3,atan2(ld(1),ld(0)));"
    )
    maps = []
    for text, side in ((right, wide), (down, high)):
        place = f"(({text})*{high}+{side / 2}-0.5)"
        folded = f"{side - 1}-abs(mod({place},{2 * side - 2})-{side - 1})"
        maps.append(
            Video.made(
                Filter("color", c="black", s=f"{columns}x{rows}", r=rate(play.fps)),
                Filter("trim", end_frame=1 if still else play.frames),
                Filter("format", pix_fmts="gray16le"),
                Filter("geq", lum=point + folded),
                Filter("scale", w=columns * across, h=rows * along, flags="bilinear"),
                Filter("crop", w=wide, h=high, x=across, y=along, exact=1),
                Filter("setsar", sar=1),
            )
        )
    return Video.mixed(Filter("remap"), stream.through(RGB), *maps)


def _along(play: Play, across: bool) -> Filter:
    size = max(round(play.pixels(max(play.full[0 if across else 1] // 24, 2))), 1)
    return Filter("avgblur", sizeX=size if across else 1, sizeY=1 if across else size)


@shows("h_blur")
def horizontal_blur(stream: Video, play: Play) -> Video:
    """Smear sideways."""
    return stream.through(_along(play, True))


@shows("v_blur")
def vertical_blur(stream: Video, play: Play) -> Video:
    """Smear up and down."""
    return stream.through(_along(play, False))


@shows("fisheye")
def fisheye(stream: Video, play: Play) -> Video:
    """The middle bulges, the edges are pressed together."""
    bulge = f"(0.5+0.75*{FAR}*{FAR})"
    return warped(stream, play, f"{X}*{bulge}", f"{Y}*{bulge}", still=True)


@shows("planet")
def planet(stream: Video, play: Play) -> Video:
    """The picture bent around its lower edge into a ball that turns."""
    around = f"(abs(mod(({TURN}+PI/2)/PI+0.08*{play.clock('N')},2)-1)-0.5)*{play.size[0] / play.size[1]:.5f}"
    return warped(stream, play, around, f"0.5-clip(({FAR}-0.04)*1.35,0,1)")


@shows("kaleidoscope")
def kaleidoscope(stream: Video, play: Play) -> Video:
    """Six mirrored wedges that turn."""
    wedge = f"(abs(mod({TURN}+0.4*{play.clock('N')},PI/3)-PI/6))"
    return warped(stream, play, f"{FAR}*cos({wedge})", f"{FAR}*sin({wedge})")


@shows("curl", "stand-in", "the label is inferred: shown as a whirl that winds and unwinds")
def curl(stream: Video, play: Play) -> Video:
    """A whirl in the middle."""
    turn = f"({TURN}+3*sin({play.clock('N')}*1.6)*exp(-3.5*{FAR}))"
    return warped(stream, play, f"{FAR}*cos({turn})", f"{FAR}*sin({turn})")


def _rippled(stream: Video, play: Play, push: str) -> Video:
    return warped(stream, play, f"{X}+({push})*{X}/({FAR}+0.02)", f"{Y}+({push})*{Y}/({FAR}+0.02)")


@shows("waterripple")
def water(stream: Video, play: Play) -> Video:
    """Rings of water run outwards without end."""
    return _rippled(stream, play, f"0.02*sin({FAR}*42-{play.clock('N')}*7)")


@shows("simpleripple")
def ripple(stream: Video, play: Play) -> Video:
    """One ring runs outwards, again and again."""
    return _rippled(stream, play, f"0.05*exp(-pow(({FAR}-1.2*mod({play.clock('N')},1.4)/1.4)/0.07,2))")


@shows("colorfulripples")
def colourful_ripples(stream: Video, play: Play) -> Video:
    """Rings of water in the colours of the rainbow."""
    time = play.clock("N")
    far = "hypot((X+0.5-W/2)/H,(Y+0.5-H/2)/H)"
    ring = f"0.45*pow(0.5+0.5*sin({far}*26-{time}*6),4)"
    red, green, blue = rainbow(f"{far}*1.2-0.3*{time}")
    moved = _rippled(stream, play, f"0.014*sin({FAR}*26-{time}*6)")
    return lit(moved, colours(play, f"{ring}*{red}", f"{ring}*{green}", f"{ring}*{blue}", rows=54))


@shows("glass")
def glass(stream: Video, play: Play) -> Video:
    """Frosted glass: every point comes from somewhere near."""
    grain = [f"0.035*(mod(abs(sin(X*{a}+Y*{b})*971.3),1)-0.5)" for a, b in ((12.71, 31.17), (27.13, 9.71))]
    soft = stream.through(Filter("gblur", sigma=play.part(240, 0.5)))
    side = max(round(play.pixels(2)), 1)
    return warped(soft, play, f"{X}+{grain[0]}", f"{Y}+{grain[1]}", (side, side), still=True)


@shows("segmentation")
def segmentation(stream: Video, play: Play) -> Video:
    """The picture cut into strips that slide to and fro."""
    slide = f"0.14*sin({play.clock('N')}*2.2+2.4*floor(({Y}+0.5)*5))"
    return warped(stream, play, f"{X}+{slide}", Y, (max(play.size[0] // 16, 1), 1))
