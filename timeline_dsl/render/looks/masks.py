"""The four masks: a shape inside which the picture is kept or blurred, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi, sin

import attrs

from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.vfx.paint import light, merged, shaded
from timeline_dsl.render.looks.window import Look, Play, parameters
from timeline_dsl.render.place import Size

ROWS = 360
"""A mask is worked out on at most so many rows, once."""


@attrs.frozen(kw_only=True, slots=True)
class Mask:
    """The parameters of a mask, in pixels of the material: `x`, `y` its middle, `angle` in radians, clockwise.

    `blur` 0 to 1 blurs inside, `outer` 0 to 1 is how much of the picture is left outside.
    """

    x: float
    y: float
    width: float
    height: float
    radius: float
    band: float
    angle: float
    soft: float
    blur: float
    outer: float


def read_mask(text: str | None, size: Size, scale: float = 1.0) -> Mask:
    """The mask in ExtParams. Coordinates up to 1 are shares of the material, larger ones pixels of the full size."""
    values = parameters(text)
    width, height = size

    def pixels(name: str, side: float, share: float) -> float:
        said = values.get(name, share)
        return said * side if abs(said) <= 1 else said * scale

    shorter = min(size)
    return Mask(
        x=pixels("x", width, 0.5),
        y=pixels("y", height, 0.5),
        width=max(pixels("width", width, 0.5), 1.0),
        height=max(pixels("height", height, 0.5), 1.0),
        radius=max(pixels("radius", shorter, 0.0), 0.0),
        band=max(pixels("size", height, 0.3), 1.0),
        angle=values.get("angle", 0.0) * pi / 180,
        soft=max(pixels("antialias", shorter, 0.01), 1.0),
        blur=_share(values, "blur_intensity"),
        outer=_share(values, "outer_alpha"),
    )


def _share(values: Mapping[str, float], name: str) -> float:
    return min(max(values.get(name, 0.0), 0.0), 1.0)


# a and b are the point's distances from the middle along the mask's own axes; each shape tells how far inside it lies
def _ellipse(mask: Mask) -> str:
    wide, high = mask.width / 2, mask.height / 2
    return f"(1-hypot(ld(0)/{wide:.3f},ld(1)/{high:.3f}))*{min(wide, high):.3f}"


def _rectangle(mask: Mask) -> str:
    radius = min(mask.radius, mask.width / 2, mask.height / 2)
    beyond = [f"(abs(ld({axis}))-{side / 2 - radius:.3f})" for axis, side in ((0, mask.width), (1, mask.height))]
    return f"{radius:.3f}-hypot(max({beyond[0]},0),max({beyond[1]},0))-min(max({beyond[0]},{beyond[1]}),0)"


def _half(mask: Mask) -> str:
    return "0-ld(1)"


def _band(mask: Mask) -> str:
    return f"{mask.band / 2:.3f}-abs(ld(1))"


SHAPES: dict[str, Callable[[Mask], str]] = {
    "mask_circle": _ellipse,
    "mask_rec": _rectangle,
    "mask_linear": _half,
    "mask_minor": _band,
}
"""The masks, each with the distance of a point to its edge, positive inside."""


def inside(name: str, mask: Mask, play: Play) -> Video:
    """One grey picture: bright inside the mask."""
    right, down = (f"((X+0.5)*{play.size[0]}/W-{mask.x:.3f})", f"((Y+0.5)*{play.size[1]}/H-{mask.y:.3f})")
    turn = f"{cos(mask.angle):.6f}", f"{sin(mask.angle):.6f}"
    axes = f"st(0,{right}*{turn[0]}+{down}*{turn[1]});st(1,{down}*{turn[0]}-{right}*{turn[1]})"
    return light(play, f"{axes};clip(0.5+({SHAPES[name](mask)})/{mask.soft:.3f},0,1)", ROWS, still=True)


def masked(name: str, ext_params: str | None) -> Look:
    """The look of a mask; it keeps transparency, and makes some on streams that can hold it."""

    def look(stream: Video, play: Play) -> Video:
        mask = read_mask(ext_params, play.size, play.scale)
        shape = inside(name, mask, play)
        picture = stream.through(Filter("format", pix_fmts="yuv420p"))
        if mask.blur:
            blurred = picture.through(Filter("gblur", sigma=play.pixels(mask.blur * min(play.full) / 16 + 0.5)))
            picture = blurred if mask.blur >= 1 else merged(picture, blurred, shape, ends=False)
        if mask.outer >= 1:
            return _with_alpha(picture, stream.through(Filter("alphaextract"))) if play.clear else picture
        kept = shape.through(Filter("lut", y=f"{255 * mask.outer:.3f}+val*{1 - mask.outer:.5f}"))
        if not play.clear:
            return shaded(picture, kept, ends=False)
        alpha = Video.mixed(Filter("blend", all_mode="multiply"), stream.through(Filter("alphaextract")), kept)
        return _with_alpha(picture, alpha)

    return look


def _with_alpha(picture: Video, alpha: Video) -> Video:
    return Video.mixed(
        Filter("alphamerge"),
        picture.through(Filter("format", pix_fmts="yuv420p")),
        alpha.through(Filter("format", pix_fmts="gray")),
    )


def clears(ext_params: str | None) -> bool:
    """Whether a mask with these parameters makes anything transparent."""
    return _share(parameters(ext_params), "outer_alpha") < 1
