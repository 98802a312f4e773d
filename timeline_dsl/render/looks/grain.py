"""Grain over a picture: noise that changes with every frame, the same for a frame wherever the output is cut."""

from __future__ import annotations

from timeline_dsl.render.graph import Filter, Video, rate
from timeline_dsl.render.looks.window import Play

REACH = 128
"""A field of noise is so many pixels larger than the picture, which looks at another part of it in every frame."""

SEED = 11

STEP = 4
"""The parts of the field lie so many pixels apart: a draft, drawn half as large, can look at the same ones."""


def grained(stream: Video, play: Play, strength: float, *, even: bool = False) -> Video:
    """The stream with noise on its brightness, of a strength from 0 to 100; `even` noise has no few strong points."""
    wide, high = play.full
    # one field, and in each frame a part of it that depends on the frame's number alone: a filter that goes on from
    # frame to frame would begin anew with every part of a render
    moving = {
        axis: f"{play.scale * STEP:g}*floor({REACH // STEP}*mod(abs(sin((n+{play.first})*{turn})*{spread}),1))"
        for axis, turn, spread in (("x", 12.9898, 43758.5453), ("y", 78.233, 24634.6345))
    }
    field = Video.made(
        Filter("color", c="gray", s=f"{wide + REACH}x{high + REACH}", r=rate(play.fps)),
        Filter("trim", end_frame=1),
        Filter("format", pix_fmts="yuv420p"),
        Filter("lutyuv", y=128, u=128, v=128),
        Filter("noise", c0s=min(round(strength), 100), all_seed=SEED, **({"c0f": "u"} if even else {})),
        *_drawn(play),
        Filter("tpad", stop=play.frames - 1, stop_mode="clone"),
        Filter("fps", fps=rate(play.fps), start_time=0),
        Filter("crop", w=play.size[0], h=play.size[1], **moving, exact=1),
        Filter("setsar", sar=1),
    )
    return Video.mixed(
        Filter("blend", c0_mode="grainmerge", c1_mode="normal", c2_mode="normal", shortest=1),
        stream.through(Filter("format", pix_fmts="yuv420p")),
        field,
    )


def _drawn(play: Play) -> tuple[Filter, ...]:
    """Filters that bring the field to the size that is drawn: so many points become one."""
    if play.size == play.full:
        return ()
    wide, high = (round((of + REACH) * to / of) for of, to in zip(play.full, play.size, strict=True))
    return (Filter("scale", w=wide, h=high, flags="area"),)
