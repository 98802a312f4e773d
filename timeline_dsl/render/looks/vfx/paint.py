"""Light, shade and masks that move: small pictures worked out point by point, enlarged and laid on the stream.

Expressions are those of FFmpeg's geq: `X Y W H N` with our shorthands, evaluated on a grid far smaller than the
picture, so that they cost little at any size.
"""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video, rate
from timeline_dsl.render.looks.window import Play
from timeline_dsl.render.place import Size

U, V = "((X+0.5)/W)", "((Y+0.5)/H)"
"""The point in shares of the picture, from the top left corner."""

P, Q = "((X+0.5-W/2)/H)", "((Y+0.5-H/2)/H)"
"""The point from the middle, in heights of the picture."""

R = f"hypot({P},{Q})"
"""The distance from the middle, in heights of the picture."""


def grid(play: Play, rows: int) -> Size:
    """A small picture of about the same shape, with at most so many rows."""
    width, height = play.size
    rows = max(min(rows, height), 2)
    return max(min(round(rows * width / height), 2 * rows, width), 2), rows


def light(play: Play, expression: str, rows: int | None = 90, *, still: bool = False) -> Video:
    """A grey picture of the stream's size from an expression of 0 (dark) to 1; `still` ones do not move.

    It is worked out on a grid of at most so many `rows`; without them for every pixel of the full size.
    """
    size = play.full if rows is None else grid(play, rows)
    return _sized(_points(play, {"lum": expression}, "gray", size, still), play, "gray", fine=rows is None)


def colours(play: Play, *planes: str, rows: int | None = 36, still: bool = False) -> Video:
    """A coloured picture of the stream's size, as `gbrp`, from expressions of 0 to 1 for red, green and blue."""
    texts = dict(zip("rgb", planes, strict=True))
    size = play.full if rows is None else grid(play, rows)
    return _sized(_points(play, texts, "gbrp", size, still), play, "gbrp", fine=rows is None)


def level(play: Play, expression: str) -> Video:
    """One grey for the whole picture, from an expression of `N`."""
    return _sized(_points(play, {"lum": expression}, "gray", (2, 2), False), play, "gray")


def _points(play: Play, planes: dict[str, str], pixels: str, size: Size, still: bool) -> Video:
    once = (Filter("trim", end_frame=1),) if still else ()
    texts = {name: f"clip(255*({text}),0,255)" for name, text in planes.items()}
    return Video.made(
        Filter("color", c="black", s=f"{size[0]}x{size[1]}", r=rate(play.fps)),
        *once,
        Filter("format", pix_fmts=pixels),
        Filter("geq", **texts),
    )


def _sized(picture: Video, play: Play, pixels: str, *, fine: bool = False) -> Video:
    return picture.through(
        # what has a value for every pixel of the full size only ever becomes smaller
        Filter("scale", w=play.size[0], h=play.size[1], flags="area" if fine else "bicubic"),
        Filter("format", pix_fmts=pixels),
        Filter("setsar", sar=1),
    )


RGB = Filter("format", pix_fmts="gbrp")


def lit(stream: Video, glow: Video, tint: tuple[float, float, float] | None = None, *, ends: bool = True) -> Video:
    """The stream with light on it; a grey light takes the colour `tint`. `ends` is False for a still light."""
    return _blend("screen", stream, glow.through(RGB, *tinted(tint)), ends)


def shaded(stream: Video, shade: Video, *, ends: bool = True) -> Video:
    """The stream darkened where `shade` is dark."""
    return _blend("multiply", stream, shade.through(RGB), ends)


def _blend(mode: str, stream: Video, other: Video, ends: bool) -> Video:
    # `all_mode` counts the second picture as the lower one
    return Video.mixed(Filter("blend", all_mode=mode, shortest=ends), stream.through(RGB), other)


def tinted(tint: tuple[float, float, float] | None) -> tuple[Filter, ...]:
    """Filters that give grey the colour `tint`."""
    return () if tint is None else (Filter("colorchannelmixer", rr=tint[0], gg=tint[1], bb=tint[2]),)


def torn(play: Play, count: int) -> tuple[Filter, ...]:
    """Filters that move red so many pixels of the full size to the left, and blue to the right."""
    both = round(play.pixels(2 * count))
    return RGB, Filter("rgbashift", rh=-(both // 2), bh=both - both // 2)


def merged(below: Video, above: Video, mask: Video, *, ends: bool = True) -> Video:
    """`above` on `below` where the grey `mask` is bright."""
    pixels = Filter("format", pix_fmts="yuv420p")
    cut = Video.mixed(Filter("alphamerge", shortest=ends), above.through(pixels), mask)
    return Video.mixed(
        Filter("overlay", format="yuv420", shortest=ends),
        below.through(pixels),
        cut.through(Filter("format", pix_fmts="yuva420p")),
    )


def painted(stream: Video, play: Play, color: str, mask: Video) -> Video:
    """The stream with one colour (`0xRRGGBB`) where the moving grey `mask` is bright."""
    paint = Video.made(
        Filter("color", c=color, s=f"{play.size[0]}x{play.size[1]}", r=rate(play.fps)), Filter("setsar", sar=1)
    )
    return merged(stream, paint, mask)


def outlined(stream: Video, play: Play) -> Video:
    """A grey picture, bright where brightness changes."""
    return stream.through(
        Filter("format", pix_fmts="gray"),
        Filter("gblur", sigma=play.pixels(1.5)),
        Filter("sobel", scale=play.pixels(3)),
        Filter("lutyuv", y="clip((val-30)*2,0,255)"),
        Filter("format", pix_fmts="gray"),
    )


def rainbow(phase: str) -> tuple[str, str, str]:
    """Red, green and blue of the colour circle; once around as `phase` goes from 0 to 1."""
    red, green, blue = (f"(0.5+0.5*cos(2*PI*(({phase})-{third}/3)))" for third in range(3))
    return red, green, blue


def inside(distance: str, radius: str, soft: float = 0.02) -> str:
    """1 where `distance` is below `radius`, 0 beyond, with an edge `soft` wide."""
    return f"clip(({radius}-{distance})/{soft:g}+0.5,0,1)"


def beat(time: str, period: float) -> str:
    """How far a repeated movement is: 0 up to 1, again every `period` seconds."""
    return f"mod({time},{period:g})/{period:g}"


def progress(time: str, start: float, length: float) -> str:
    """0 before `start`, 1 from `length` seconds later on."""
    return f"clip(({time}-{start:.4f})/{max(length, 0.001):.4f},0,1)"
