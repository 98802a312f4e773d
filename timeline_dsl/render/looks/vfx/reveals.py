"""Effects that open and close the picture: bars, circles, squares, wipes, fades, blurs, and its colour."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.paint import P, Q, R, U, V, inside, level, light, lit, merged, progress, shaded
from timeline_dsl.render.looks.vfx.table import entered, shows
from timeline_dsl.render.looks.window import Look, Play

LONGEST = 1.2
"""An opening or closing takes so many seconds, or the effect's whole time if that is shorter."""


def opening(play: Play, longest: float = LONGEST) -> str:
    """0 at the effect's begin, 1 when it is open."""
    return progress(play.clock("N"), 0, min(longest, play.length))


def closing(play: Play, longest: float = LONGEST) -> str:
    """1 until it begins to close, 0 at the effect's end."""
    length = min(longest, play.length)
    return f"(1-{progress(play.clock('N'), play.length - length, length)})"


def _shape(expression: str, *, closes: bool = False, rows: int = 120) -> Look:
    """Only the inside of a shape is seen, which grows or shrinks; `O` stands for 0 (shut) to 1 (open)."""

    def look(stream: Video, play: Play) -> Video:
        how_far = closing(play) if closes else opening(play)
        return shaded(stream, light(play, expression.replace("O", how_far), rows))

    return look


CURTAIN = inside(f"abs({V}-0.5)", "(0.52*O-0.01)")
CIRCLE = inside(R, "(1.05*O-0.02)", 0.03)
entered("open", _shape(CURTAIN))
entered("close", _shape(CURTAIN, closes=True))
entered("withcircleopen", _shape(CIRCLE))
entered("withcircleclose", _shape(CIRCLE, closes=True))
entered("disappear", _shape(inside(U, "(1.1*O-0.05)", 0.06), closes=True))
entered("slightrectshow", _shape(inside(f"max(abs({P}),abs({Q}))", "(0.92*O-0.01)", 0.015)))
entered("wipecross", _shape(inside(f"max(abs(mod({U},0.5)-0.25),abs(mod({V},0.5)-0.25))", "(0.27*O-0.01)", 0.015)))


@shows("movie")
def letterbox(stream: Video, play: Play) -> Video:
    """Black bars slide in above and below."""
    wide, high = play.size[0], max(round(play.pixels(max(round(play.full[1] * 0.13 / 2) * 2, 2))), 1)
    reach = f"clip({play.clock()}/{max(min(0.8, play.length), 0.04):.4f},0,1)*{high}"
    for y in (f"{reach}-{high}", f"{play.size[1]}-{reach}"):
        bar = Video.made(
            Filter("color", c="black", s=f"{wide}x{high}"),
            Filter("trim", end_frame=1),
            Filter("format", pix_fmts=play.planes + "p"),
            Filter("setsar", sar=1),
        )
        stream = Video.mixed(Filter("overlay", x=0, y=y, format=play.planes), stream, bar)
    return stream


def _under(color: str, expression: str) -> Look:
    """A colour lies over the picture; `O` and `C` stand for how far it is open from its begin, and to its end."""

    def look(stream: Video, play: Play) -> Video:
        how = (
            expression.replace("O", opening(play, 1.0))
            .replace("C", closing(play, 1.0))
            .replace("S", opening(play, 2.5))
        )
        cover = level(play, f"1-({how})")
        return lit(stream, cover) if color == "white" else shaded(stream, level(play, how))

    return look


entered("black", _under("black", "min(O,C)"))
entered("blackfade", _under("black", "C"), why="the label is inferred: the picture fades to black")
entered("slightshow", _under("black", "S"))
entered("whiteshow", _under("white", "O"))


def _blurring(*, closes: bool) -> Look:
    def look(stream: Video, play: Play) -> Video:
        blurred = stream.through(Filter("gblur", sigma=play.part(24, 1), steps=2))
        return merged(stream, blurred, level(play, f"1-{closing(play) if closes else opening(play)}"))

    return look


entered("bluropen", _blurring(closes=False))
entered("blurclose", _blurring(closes=True))


def _coloured(*, leaves: bool) -> Look:
    def look(stream: Video, play: Play) -> Video:
        share = f"clip({play.clock()}/{max(min(play.length, 3.0), 0.04):.4f},0,1)"
        return stream.through(Filter("hue", s=f"1-{share}" if leaves else share))

    return look


entered("color_to_grey", _coloured(leaves=True))
entered("grey_to_color", _coloured(leaves=False))


@shows("color_difference")
def colour_dissolve(stream: Video, play: Play) -> Video:
    """The picture comes out of its false colours."""
    false = stream.through(Filter("hue", h=120, s=2.2), Filter("eq", contrast=1.4))
    return merged(stream, false, level(play, f"1-{opening(play, 1.6)}"))


@shows("withcircleshake")
def spotlight_shake(stream: Video, play: Play) -> Video:
    """A round spot in the dark that shakes."""
    time = play.clock("N")
    spot = f"hypot({P}-0.07*sin({time}*17),{Q}-0.07*cos({time}*13))"
    return shaded(stream, light(play, inside(spot, "0.36", 0.03), 120))


@shows("withcircleflashlight")
def flashlight(stream: Video, play: Play) -> Video:
    """A torch that searches in the dark, and flickers."""
    time = play.clock("N")
    spot = f"hypot({P}-0.45*sin({time}*1.3),{Q}-0.2*sin({time}*2.1+1))"
    beam = f"(0.06+0.94*{inside(spot, '0.24', 0.12)})*(0.92+0.08*sin({time}*31))"
    return shaded(stream, light(play, beam, 90))


@shows("blurring")
def circle_blur(stream: Video, play: Play) -> Video:
    """Sharp inside a circle that breathes, blurred around it."""
    blurred = stream.through(Filter("gblur", sigma=play.part(30, 1), steps=2))
    radius = f"(0.29+0.1*sin({play.clock('N')}*2))"
    return merged(blurred, stream, light(play, inside(R, radius, 0.08), 90))


def _windowed(distance: str) -> Look:
    """Sharp in a window that opens, blurred beside it."""

    def look(stream: Video, play: Play) -> Video:
        blurred = stream.through(Filter("gblur", sigma=play.part(30, 1), steps=2), Filter("eq", brightness=-0.06))
        return merged(blurred, stream, light(play, inside(distance, f"(0.05+0.13*{opening(play)})", 0.01), 120))

    return look


entered("windowblur", _windowed(f"abs({U}-0.5)"), why="the label is inferred: an upright window in a blur")
entered("windowblur2", _windowed(f"abs({V}-0.5)"), why="the label is inferred: a lying window in a blur")
