"""Effects that move the whole picture: zooms, shakes, swings, a soul that leaves."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.paint import V, beat, level, light, lit, merged, progress, shaded, torn
from timeline_dsl.render.looks.vfx.table import entered, shows
from timeline_dsl.render.looks.window import Look, Play
from timeline_dsl.render.place import Rect


def turned(play: Play, zoom: str, angle: str = "0", right: str = "0", down: str = "0") -> Filter:
    """The picture `zoom` times as large (at least 1 hides the edges), turned by `angle` (radians, clockwise) about its
    middle, and moved by shares of its height; expressions of `on`, see `time_of`."""
    corners = {}
    for number, (x, y) in enumerate(((-1, -1), (1, -1), (-1, 1), (1, 1))):
        a, b = f"({x}*W/2-H*({right}))", f"({y}*H/2-H*({down}))"
        if angle == "0":
            corners[f"x{number}"], corners[f"y{number}"] = f"W/2+{a}/({zoom})", f"H/2+{b}/({zoom})"
        else:
            corners[f"x{number}"] = f"W/2+({a}*cos({angle})+{b}*sin({angle}))/({zoom})"
            corners[f"y{number}"] = f"H/2+({b}*cos({angle})-{a}*sin({angle}))/({zoom})"
    return Filter("perspective", **corners, sense="source", eval="frame", interpolation="linear")


def time_of(play: Play) -> str:
    """Seconds since the effect began, in the expressions of `turned`."""
    return play.clock("on")


def _zooming(expression: str) -> Look:
    """A zoom about the middle; `T` stands for the time and `L` for the effect's length."""

    def look(stream: Video, play: Play) -> Video:
        text = expression.replace("T", time_of(play)).replace("L", f"{max(play.length, 0.04):.4f}")
        return stream.through(turned(play, text))

    return look


entered("zoominout", _zooming("1+0.35*(0.5-0.5*cos(PI*T))"), carries=True)
entered("zoomslight", _zooming("1+0.12*min(T/L,1)"), carries=True)
entered("zoom", _zooming("1+0.5*min(T/L,1)"), carries=True)
entered("heartbeat", _zooming("1+0.16*exp(-14*mod(T,1))+0.1*exp(-14*mod(T+0.75,1))"), carries=True)


def shaking(strength: float, speed: float, *, tilt: float = 0.0) -> Look:
    """A picture that shakes by so many shares of its height, a little enlarged to hide its edges."""

    def look(stream: Video, play: Play) -> Video:
        time, phase = time_of(play), 6.28 * play.chance(0)
        right = f"{strength:g}*sin({time}*{speed:g}+{phase:.3f})*cos({time}*{speed * 0.37:g})"
        down = f"{strength:g}*sin({time}*{speed * 0.83:g}+{1.7 + phase:.3f})"
        angle = f"{tilt:g}*sin({time}*{speed * 0.61:g})" if tilt else "0"
        return stream.through(turned(play, f"{1 + 2.2 * strength + 1.8 * tilt:g}", angle, right, down))

    return look


entered("slightshake", shaking(0.012, 9), carries=True)
entered("jitter", shaking(0.035, 41, tilt=0.012), carries=True)
entered("smalljitter", shaking(0.012, 47), carries=True)


@shows("swing", carries=True)
def swing(stream: Video, play: Play) -> Video:
    """Turn to and fro about the middle."""
    return stream.through(turned(play, "1.22", f"0.1*sin({time_of(play)}*PI)"))


@shows("soulout")
def soul_out(stream: Video, play: Play) -> Video:
    """A pale, growing copy leaves the picture, again and again."""
    ghost = stream.through(turned(play, f"1.02+0.6*{beat(time_of(play), 1.2)}"))
    return merged(stream, ghost, level(play, f"0.55*(1-{beat(play.clock('N'), 1.2)})"))


@shows("shock")
def shock(stream: Video, play: Play) -> Video:
    """Blows: the picture jumps towards the viewer, its colours torn apart."""
    time = time_of(play)
    blow = f"exp(-9*{beat(time, 0.8)})"
    jump = turned(play, f"1.03+0.22*{blow}", "0", f"0.03*{blow}*sin({time}*71)", f"0.03*{blow}*cos({time}*83)")
    apart = stream.through(jump, *torn(play, max(play.full[0] // 70, 2)))
    return merged(stream, apart, level(play, f"1-clip(({beat(play.clock('N'), 0.8)}-0.55)*8,0,1)"))


@shows("photograph")
def photograph(stream: Video, play: Play) -> Video:
    """A camera's shutter closes and opens with a flash, every two seconds."""
    moment = f"mod({play.clock('N')},2)"
    opening = f"abs({moment}-0.16)/0.16"
    shutter = light(play, f"clip(({opening}-2*abs({V}-0.5))*40+0.5,0,1)", 90)
    flash = level(play, f"if(gte({moment},0.32),exp(-5*({moment}-0.32)),0)")
    return lit(shaded(stream, shutter), flash)


@shows("illusion", why="the label is inferred: two coloured ghosts that drift apart")
def illusion(stream: Video, play: Play) -> Video:
    """Coloured ghosts that drift apart and meet again."""
    time = time_of(play)
    ghosts = [
        stream.through(
            turned(play, "1.08", "0", f"{side}*0.05*sin({time}*2)", f"{side}*0.02*cos({time}*3)"),
            Filter("hue", h=60 * side),
        )
        for side in (1, -1)
    ]
    return merged(merged(stream, ghosts[0], level(play, "0.4")), ghosts[1], level(play, "0.35"))


@shows("image_in_image")
def picture_in_picture(stream: Video, play: Play) -> Video:
    """The whole picture small in the middle of its blurred, enlarged self."""
    wide, high = (max(round(side * 0.7 / 2) * 2, 2) for side in play.full)
    where = play.drawn(Rect((play.full[0] - wide) // 4 * 2, (play.full[1] - high) // 4 * 2, wide, high))
    below = stream.through(
        turned(play, f"1.15+0.1*{progress(time_of(play), 0, 1)}"), Filter("gblur", sigma=play.part(36, 1))
    )
    small = stream.through(Filter("scale", w=where.width, h=where.height), Filter("setsar", sar=1))
    return Video.mixed(Filter("overlay", x=where.x, y=where.y, format=play.planes), below, small)
