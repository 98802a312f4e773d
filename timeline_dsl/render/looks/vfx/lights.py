"""Effects of light: projections of shapes, beams, sweeps, the moon."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.paint import P, Q, R, U, V, colours, inside, light, lit, rainbow, shaded
from timeline_dsl.render.looks.vfx.particles import DX, DY, ROWS, disc, glow, heart, ray, scattered, star, twinkling
from timeline_dsl.render.looks.vfx.table import entered, shows
from timeline_dsl.render.looks.window import Look, Play

Color = tuple[float, float, float]
WARM: Color = (1.0, 0.86, 0.6)


def projected(shape: str, tint: Color = WARM, ambient: float = 0.42, strength: float = 0.3) -> Look:
    """A shape of light thrown on the dimmed picture; `T` in `shape` is the time."""

    def look(stream: Video, play: Play) -> Video:
        text = shape.replace("T", play.clock("N"))
        thrown = light(play, text, ROWS)
        dim = shaded(stream, thrown.through(Filter("lutyuv", y=f"{255 * ambient:g}+val*{1 - ambient:g}")))
        return lit(dim, thrown.through(Filter("lutyuv", y=f"val*{strength:g}")), tint)

    return look


PROJECTED = "the label is inferred: a shape of light on the dimmed picture"
SWAY = "(0.05*sin(T*1.2))"
entered(
    "moon_projection",
    projected(
        f"clip({inside(f'hypot({P}-{SWAY},{Q})', '0.34', 0.05)}"
        f"-{inside(f'hypot({P}-{SWAY}-0.16,{Q}+0.08)', '0.29', 0.05)},0,1)",
        (1.0, 0.95, 0.75),
    ),
    why=PROJECTED,
)
entered("star_projection", projected(star(0.4, f"({P}-{SWAY})", Q, "0.15*sin(T)")), why=PROJECTED)
entered(
    "heart_projection",
    projected(heart("0.32+0.02*sin(T*3)", f"({P}-{SWAY})", Q, 0.07), (1.0, 0.6, 0.65)),
    why=PROJECTED,
)
entered(
    "carwindow_projection",
    projected(
        "(" + inside(f"abs(mod({P}+{Q}*0.5-0.6*T,1.1)-0.55)", "0.2", 0.04) + f")*{inside(f'abs({Q})', '0.3', 0.04)}"
    ),
    why="the label is inferred: slanted windows of light pass by",
)
entered(
    "lightcenter",
    projected(f"exp(-pow({R}/(0.4+0.07*sin(T*2.5)),2))", WARM, 0.35, 0.4),
    why="the label is inferred: light in the middle that breathes",
)
entered(
    "rotationspotlight",
    projected(f"exp(-pow(sin(0.5*(atan2({Q}+0.55,{P})-PI/2-0.7*sin(T*1.5)))/0.12,2))", (0.95, 0.95, 1.0), 0.3),
    why="the label is inferred: a beam from above that turns",
)


def _shone(text: str, tint: Color = WARM, rows: int = 90) -> Look:
    def look(stream: Video, play: Play) -> Video:
        return lit(stream, light(play, text.replace("T", play.clock("N")), rows), tint)

    return look


entered(
    "lightsweep",
    _shone(f"0.85*exp(-pow(({P}+{Q}*0.4+1.3-2.6*mod(T,1.8)/1.8)/0.14,2))"),
    why="the label is inferred: a slanted light sweeps across",
)
entered(
    "scanlight",
    _shone(f"0.9*exp(-abs({V}-0.5+0.55*cos(T*2))/0.035)", (0.5, 0.95, 1.0)),
    why="the label is inferred: a line of light runs up and down",
)
entered(
    "anglelight",
    _shone(f"(0.55+0.35*sin(atan2({V}+0.1,{U}+0.1)*26+T*2))*exp(-1.3*hypot({U},{V}))"),
    why="the label is inferred: rays out of the upper left corner",
)


@shows("sunset_projection", why=PROJECTED)
def sunset(stream: Video, play: Play) -> Video:
    """The round light of a low sun on the dimmed picture: golden inside, red towards its rim."""
    disk = inside(R, f"(0.4+0.012*sin({play.clock('N')}*1.5))", 0.05)
    gold = f"exp(-pow({R}/0.31,4))"
    # a light alone would make the blue of a sky white: what is not red is taken out of it first
    dim = colours(play, f"0.42+0.58*{disk}", f"0.42+{disk}*(0.26*{gold}-0.12)", f"0.45-0.25*{disk}", rows=90)
    sun = colours(play, f"0.6*{disk}", f"{disk}*(0.08+0.27*{gold})", "0", rows=90)
    return lit(shaded(stream, dim), sun)


@shows("shinningstar_light", why="the label is inferred: stars of light glint over the picture")
def star_light(stream: Video, play: Play) -> Video:
    """A few large glints that come and go."""
    rays = f"max({ray(0.45, DX, DY, 0.045)},{ray(0.45, DY, DX, 0.045)})"
    body = f"(1.6*{rays}+0.8*{glow(0.07)})*pow({twinkling(play, 4)},2)"
    stars = scattered(play, body, across=2.6, share=0.8, spread=0.28)
    return lit(stream, light(play, stars, 2 * ROWS), (1.0, 0.9, 0.65))


@shows("darknight_rainbow", why="the label is inferred: a band of rainbow on the darkened picture")
def night_rainbow(stream: Video, play: Play) -> Video:
    """A bow of colours over a dark picture."""
    far = f"hypot({P},{Q}-0.75)"
    red, green, blue = rainbow(f"clip(({far}-1.03)*-4,0,0.8)")
    band = f"exp(-pow(({far}-0.93)/0.14,6))*(0.75+0.25*sin({play.clock('N')}*2+{P}*4))"
    dark = stream.through(Filter("eq", brightness=-0.22, saturation=0.8))
    return lit(dark, colours(play, f"{band}*{red}", f"{band}*{green}", f"{band}*{blue}", rows=60))


@shows("fallingcircle", why="the label is inferred: soft circles of light fall")
def falling_circles(stream: Video, play: Play) -> Video:
    """Soft circles sink."""
    body = f"0.55*{disc('(0.14+0.16*ld(5))')}"
    return lit(
        stream,
        light(play, scattered(play, body, across=3.2, down=f"0.22*{play.clock('N')}", share=0.75, spread=0.34), ROWS),
        (1.0, 0.85, 0.65),
    )


@shows("moon", why="the label is inferred: a moon over a blue night")
def moon(stream: Video, play: Play) -> Video:
    """The picture by night, with a moon that rises a little."""
    high = f"({Q}+0.26-0.06*cos({play.clock('N')}*0.5))"
    far = f"hypot({P}-0.5,{high})"
    seas = f"(0.86-0.14*sin(({P}-0.5)*40)*sin({high}*33))"
    disk = f"max({inside(far, '0.13', 0.012)}*{seas},0.45*exp(-7*max({far}-0.13,0)))"
    night = stream.through(
        Filter("eq", brightness=-0.2, saturation=0.6),
        Filter("format", pix_fmts="gbrp"),
        Filter("colorchannelmixer", rr=0.65, gg=0.75, bb=1.1),
    )
    return lit(night, light(play, disk, ROWS), (1.0, 0.97, 0.82))
