"""A grading: colour temperature, tint, saturation, tones and corners as numbers, and the filters that show them."""

from __future__ import annotations

import attrs

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.grain import grained
from timeline_dsl.render.looks.window import Play

LUMA = (0.299, 0.587, 0.114)
"""How much red, green and blue count for brightness."""

Color = tuple[float, float, float]


@attrs.frozen(kw_only=True, slots=True)
class Grading:
    """How a picture is graded; the defaults leave it as it is.

    `warm` -1 (blue) to 1 (orange), `tint` -1 (green) to 1 (magenta), `saturation` 0 (grey) to 2, `contrast` and
    `bright` -1 to 1, `fade` 0 to 1 (black becomes grey), `shadows` and `lights` the colours that dark and bright parts
    lean to (-1 to 1 for red, green and blue), `scale` factors of red, green and blue, `corners` 0 to 1 (darkened),
    `mist` 0 to 1 (a glow over all), `grain` 0 to 100, `sharp` 0 to 2, `inverted` a negative.
    """

    warm: float = 0.0
    tint: float = 0.0
    saturation: float = 1.0
    contrast: float = 0.0
    bright: float = 0.0
    fade: float = 0.0
    shadows: Color = (0.0, 0.0, 0.0)
    lights: Color = (0.0, 0.0, 0.0)
    scale: Color = (1.0, 1.0, 1.0)
    corners: float = 0.0
    mist: float = 0.0
    grain: float = 0.0
    sharp: float = 0.0
    inverted: bool = False


def graded(stream: Video, play: Play, grading: Grading) -> Video:
    """The stream under a grading, but for its mist."""
    stream = stream.through(*_toned(grading))
    if grading.sharp:
        stream = stream.through(_sharpened(grading.sharp, play))
    if grading.grain:
        stream = grained(stream, play, grading.grain)
    if grading.corners:
        # its dither would be another one in every part of a render
        angle = round(0.2 + 0.9 * min(grading.corners, 1.0), 4)
        stream = stream.through(Filter("vignette", angle=angle, dither=0))
    return stream


def _toned(grading: Grading) -> tuple[Filter, ...]:
    """The filters of what a grading does to every point by itself."""
    chain = [Filter("format", pix_fmts="gbrp")]
    if grading.saturation != 1:
        chain.append(_saturated(grading.saturation))
    chain.append(Filter("lutrgb", r=_tone(grading, 0), g=_tone(grading, 1), b=_tone(grading, 2)))
    chain.append(Filter("format", pix_fmts="yuv420p"))
    return tuple(chain)


def _sharpened(amount: float, play: Play) -> Filter:
    """The filter that raises what differs from the points around it."""
    # around are five points by five of the full size; the smallest field there is, three by three, is a little wider
    # than their half, and weaker for it
    side, share = (5, 1.0) if play.scale > 0.75 else (3, 0.6)
    return Filter("unsharp", luma_msize_x=side, luma_msize_y=side, luma_amount=round(amount * share, 3))


def _saturated(amount: float) -> Filter:
    """The filter that moves every colour away from its grey, or towards it."""
    options = {}
    for row, into in enumerate("rgb"):
        for column, of in enumerate("rgb"):
            options[into + of] = round(LUMA[column] * (1 - amount) + (amount if row == column else 0.0), 5)
    return Filter("colorchannelmixer", **options)


def _tone(grading: Grading, channel: int) -> str:
    """What one channel becomes, as an expression of `val` (0 to 255)."""
    value = "(1-val/255)" if grading.inverted else "(val/255)"
    if grading.bright:
        value = f"pow({value},{2 ** (-1.4 * grading.bright):.5f})"
    if grading.contrast:
        # a wave that holds both ends and the middle: no tone is cut off
        value = f"({value}-{0.95 * grading.contrast:.5f}*sin(2*PI*{value})/(2*PI))"
    gain = (
        grading.scale[channel]
        * (1 + grading.warm * (0.28, 0.05, -0.32)[channel])
        * (1 + grading.tint * (0.12, -0.16, 0.12)[channel])
    )
    value = f"({value}*{gain:.5f})"
    dark, light = grading.shadows[channel], grading.lights[channel]
    if dark:
        value = f"({value}+{0.5 * dark:.5f}*(1-val/255)*(1-val/255))"
    if light:
        value = f"({value}+{0.5 * light:.5f}*val/255)"
    if grading.fade:
        value = f"({0.3 * grading.fade:.5f}+{value}*{1 - 0.38 * grading.fade:.5f})"
    return f"clip(255*{value},0,255)"


def white_of(kelvin: float) -> Color:
    """The colour of light of a temperature (1667 to 25000 K) against daylight of 6500 K; their luma is equal."""
    own, day = (_blackbody(min(max(one, 1667.0), 25_000.0)) for one in (kelvin, 6500.0))
    ratio = [of / to for of, to in zip(own, day, strict=True)]
    mean = sum(share * part for share, part in zip(LUMA, ratio, strict=True))
    red, green, blue = (max(part / mean, 0.0) ** (1 / 2.2) for part in ratio)
    return red, green, blue


def _blackbody(kelvin: float) -> Color:
    """Linear red, green and blue of a glowing body, by the usual cubic fit of its place in the CIE diagram."""
    t = 1000.0 / kelvin
    if kelvin < 4000:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
    if kelvin < 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif kelvin < 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    a, c = x / y, (1 - x - y) / y
    return (
        max(3.2406 * a - 1.5372 - 0.4986 * c, 0.0),
        max(-0.9689 * a + 1.8758 + 0.0415 * c, 0.0),
        max(0.0557 * a - 0.2040 + 1.0570 * c, 0.0),
    )
