"""Effects of old screens: scan lines, noise, mono colours, rolling light."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.grain import grained
from timeline_dsl.render.looks.vfx.paint import (
    RGB,
    P,
    Q,
    U,
    V,
    colours,
    inside,
    level,
    light,
    lit,
    outlined,
    rainbow,
    shaded,
    torn,
)
from timeline_dsl.render.looks.vfx.table import shows
from timeline_dsl.render.looks.window import Play


def scan_lines(stream: Video, play: Play, depth: float = 0.35) -> Video:
    """Dark lines as of a tube, with dark corners."""
    step = max(play.full[1] // 120, 2)
    lines = light(play, f"(1-{depth}*gte(mod(Y,{2 * step}),{step}))*(1.1-0.45*({P}*{P}+{Q}*{Q}))", None, still=True)
    return shaded(stream, lines, ends=False)


def rolling(play: Play, height: float = 0.12) -> Video:
    """A bright band that rolls down the screen."""
    return light(play, f"0.28*exp(-pow((mod({V}-0.45*{play.clock('N')},1)-0.5)/{height},2))", 60)


@shows("blackwhitetv")
def black_and_white_tv(stream: Video, play: Play) -> Video:
    """A grey tube with snow that flickers."""
    grey = stream.through(
        Filter("hue", s=0), Filter("eq", contrast=1.15, eval="frame", brightness=f"0.04*sin({play.clock()}*37)")
    )
    snowy = grained(grey, play, 26, even=True)
    return lit(scan_lines(snowy, play), rolling(play)).through(Filter("hue", s=0))


@shows("oldtv")
def old_tv(stream: Video, play: Play) -> Video:
    """A colour tube: pale, noisy, its colours beside each other."""
    pale = grained(stream.through(Filter("eq", saturation=0.7, contrast=0.95)), play, 18, even=True)
    apart = pale.through(*torn(play, max(play.full[0] // 240, 1)))
    return lit(scan_lines(apart, play), rolling(play, 0.2))


@shows("oldtvshine")
def old_tv_shine(stream: Video, play: Play) -> Video:
    """An old tube whose light comes and goes."""
    return lit(old_tv(stream, play), level(play, f"0.45*pow(0.5+0.5*sin({play.clock('N')}*9),3)"))


@shows("nightvision")
def night_vision(stream: Video, play: Play) -> Video:
    """Green, noisy, seen through a round tube."""
    grey = stream.through(Filter("eq", gamma=1.3, contrast=1.2), Filter("hue", s=0))
    green = grained(grey, play, 24, even=True).through(RGB, Filter("colorchannelmixer", rr=0.15, gg=1.05, bb=0.15))
    tube = light(play, inside(f"hypot({P},{Q})", "0.62", 0.3), still=True)
    return shaded(scan_lines(green, play, 0.2), tube, ends=False)


@shows("tvshow", "stand-in", "the label is inferred: shown as a screen of red, green and blue dots")
def tv_show(stream: Video, play: Play) -> Video:
    """A screen seen from near: upright stripes of red, green and blue."""
    step = max(play.full[1] // 180, 1) * 3
    third = step // 3
    planes = [
        f"0.55+0.6*lt(abs(mod(X,{step})-{third * number + (third - 1) / 2:g}),{third / 2})" for number in range(3)
    ]
    stripes = colours(play, *planes, rows=None, still=True)
    strong = stream.through(Filter("eq", contrast=1.15, saturation=1.3))
    return lit(shaded(strong, stripes, ends=False), rolling(play, 0.25))


@shows("edgescan")
def edge_scan(stream: Video, play: Play) -> Video:
    """A line of light runs across, and draws the outlines it passes."""
    edges = outlined(stream, play)
    behind = f"mod({play.clock('N')}*0.6-{U},1.3)"
    red, green, blue = rainbow(f"0.45+0.25*{behind}")
    glow = f"exp(-5*{behind})"
    trail = colours(play, f"{glow}*{red}", f"{glow}*{green}", f"{glow}*{blue}", rows=45)
    line = light(play, f"0.8*exp(-90*{behind})+0.0*{V}", 60)
    dark = stream.through(Filter("eq", brightness=-0.12))
    return lit(lit(dark, shaded(trail, edges)), line, (0.6, 1.0, 1.0))
