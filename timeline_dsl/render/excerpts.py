"""Streams of exactly so many pictures on the frame grid, in every version of FFmpeg."""

from __future__ import annotations

from fractions import Fraction

from timeline_dsl.render.graph import Chain, Filter, rate
from timeline_dsl.units import Time

MORE = Filter("tpad", stop=1, stop_mode="clone")
"""Repeats the last picture once. It stands before what sets the clock of a stream: see `counted`."""


def held(count: int) -> Chain:
    """Filters that end a stream after exactly `count` pictures; its last one stands where it ends before."""
    return Filter("tpad", stop=-1, stop_mode="clone"), Filter("trim", end_frame=count)


def counted(count: int, fps: Fraction) -> Chain:
    """Filters that count the pictures of a stream anew: exactly `count`, the first at 0, `fps` a second.

    What pads, lays over, mixes or joins streams may forget their rate and when they end.
    """
    # before FFmpeg 8 such a stream may end when its last picture begins (in 7.1 even behind scale), and fps alone would
    # drop that one: here it ends by the picture after it
    repeat, cut = held(count)
    return repeat, Filter("setpts", expr=f"floor(N/({rate(fps)}*TB)+0.5)"), cut, Filter("fps", fps=rate(fps))


def later(time: Time) -> Filter:
    """The filter that plays a stream `time` later, to the nearest tick of its clock: FFmpeg itself cuts ticks off."""
    return Filter("setpts", expr=f"floor(PTS+({time})/TB+0.5)")


def excerpt(start: int, count: int, fps: Fraction) -> Chain:
    """Filters that leave `count` pictures of a stream of `fps` from number `start` on, the first at 0."""
    return Filter("trim", start_frame=start, end_frame=start + count), *counted(count, fps)
