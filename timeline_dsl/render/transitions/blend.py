"""The frames of a transition: by one filter where FFmpeg has the motion, else as a film painted beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from timeline_dsl.render.excerpts import counted
from timeline_dsl.render.graph import Filter, Painted, Video
from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.render.painted import Paint, pixel_format, shown
from timeline_dsl.render.place import Size
from timeline_dsl.render.transitions.table import STANDARD, brush_of, motion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline_dsl.render.painted import Planes


def is_painted(name: str) -> bool:
    """Whether the transition called `name` is painted, so that only its own frames of both clips are needed."""
    return motion(name).module is not None


def blended(before: Video, after: Video, name: str, blend: Frames, grid: Grid, *, clear: bool) -> Video:
    """The frames of a transition by FFmpeg's xfade: both streams show exactly them, the first at 0."""
    # xfade ends early where its inputs end, and each version in its way: one picture more, cut off afterwards
    more = counted(len(blend) + 1, grid.fps)
    fade = Filter("xfade", transition=motion(name).xfade or STANDARD, duration=grid.time(len(blend)), offset=0)
    both = Video.mixed(fade, before.through(*more), after.through(*more))
    return both.through(Filter("trim", end_frame=len(blend)), Filter("format", pix_fmts=pixel_format(clear=clear)))


def painted(
    before: Video, after: Video, name: str, blend: Frames, wanted: Frames, grid: Grid, *, size: Size, clear: bool
) -> Video:
    """The frames `wanted` of a transition that lasts `blend`, painted: both streams show `wanted`, in `size` pixels."""
    painter = BlendPainter(name=name, first=wanted.first - blend.first, total=len(blend))
    return shown(
        Painted(inputs=(before, after), painter=painter, size=size, fps=grid.fps, frames=len(wanted), clear=clear)
    )


@attrs.frozen(kw_only=True, slots=True)
class BlendPainter:
    """Paints a transition: picture 0 of its film is picture `first` of `total`."""

    name: str
    first: int
    total: int

    def begin(self, size: Size, *, clear: bool) -> Paint:
        """What paints its pictures."""
        import numpy as np

        from timeline_dsl.render.transitions.ground import bands

        brush = brush_of(self.name)
        grounds = bands(size)
        small = (-(-size[1] // 2), -(-size[0] // 2))
        whole = (size[1], size[0])
        canvas = tuple(np.empty(shape, np.uint8) for shape in (whole, small, small, *([whole] if clear else [])))

        def paint(number: int, pictures: Sequence[Planes]) -> Planes:
            moment = (self.first + number) / self.total
            before, after = pictures
            for at in grounds:
                for plane, band in zip(at.seen(canvas), brush(at, moment, before, after), strict=True):
                    plane[...] = band
            return canvas

        return paint
