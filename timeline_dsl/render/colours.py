"""The one colour space that pictures are worked on and written in, and how every material comes into it.

It is BT.709 with the limited range, eight bits, one colour for two by two pixels. Outputs say so, so that players need
not guess. Inferred, for the service publishes nothing: a film that does not say its own matrix is taken for BT.709
from 1280 pixels of width or 720 of height on and for BT.601 below, as players do, and one that does not say its range
for limited. The matrix and the range are translated; primaries and transfer are shown as if they were BT.709's, save
for films of high dynamic range (`hdr`).
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from timeline_dsl.render.graph import MATRIX, Chain, Filter, Value
from timeline_dsl.render.hdr import is_toned, toned
from timeline_dsl.render.probe import WITHOUT_MATRIX, Probe

UNSAID = "smpte170m"
"""The matrix of films that say none: BT.601."""

IN_SPACE = Filter("setparams", colorspace=MATRIX, range="tv", color_primaries=MATRIX, color_trc=MATRIX)
"""Marks pictures as what they are: of the working space. It changes no pixel."""

EXACTLY = "bicubic+accurate_rnd+full_chroma_int"
"""Flags of a scale filter without which it translates a matrix coarsely."""

INTO_BT601 = (Filter("scale", in_color_matrix=MATRIX, out_color_matrix="bt601", flags=EXACTLY),)
OUT_OF_BT601 = (Filter("scale", in_color_matrix="bt601", out_color_matrix=MATRIX, flags=EXACTLY), IN_SPACE)
"""Filters that show the same picture by the other matrix, and again by that of the working space."""

_SCALE_NAMES = {"bt470bg": "bt601", "smpte170m": "bt601", "bt2020nc": "bt2020"}
"""What the scale filter calls them, in all versions."""

_DIRECT = frozenset(f"yuv{kind}p{bits}" for kind in ("420", "422", "444") for bits in ("", "10le", "12le"))
"""What the colorspace filter takes: it is more exact than scale, and costs a tenth."""


@attrs.frozen(slots=True)
class Arrival:
    """How a material comes into the working space: filters before its first scale filter, what that is told, and after.

    What stands `after` it works on as few pixels as the picture is shown in.
    """

    before: Chain = ()
    scale: Mapping[str, Value] = {}
    after: Chain = ()


def arriving(probe: Probe) -> Arrival:
    """How this material comes into the working space; nothing is done to one that is in it."""
    pixels = probe.pixel_format or ""
    if pixels.startswith(WITHOUT_MATRIX):
        return Arrival(scale={"out_color_matrix": MATRIX, "out_range": "tv", "flags": EXACTLY})
    if is_toned(probe):
        return Arrival(scale={"out_range": "tv"} if probe.full_range else {}, after=toned(probe))
    matrix = matrix_of(probe)
    if matrix == MATRIX:
        return Arrival(scale={"out_range": "tv"} if probe.full_range else {})
    if pixels in _DIRECT and not probe.full_range and not probe.odd:
        return Arrival(before=(_translated(matrix),))
    return Arrival(
        scale={
            "in_color_matrix": _SCALE_NAMES.get(matrix, matrix),
            "out_color_matrix": MATRIX,
            "out_range": "tv",
            "flags": EXACTLY,
        }
    )


def matrix_of(probe: Probe) -> str:
    """The matrix of a material by FFmpeg's name, also where it says none."""
    return probe.matrix or UNSAID


def _translated(matrix: str) -> Filter:
    """The filter from another matrix; with `fast` it takes no notice of primaries and transfer."""
    return Filter(
        "colorspace",
        space=MATRIX,
        primaries=MATRIX,
        trc=MATRIX,
        range="tv",
        ispace=matrix,
        iprimaries=MATRIX,
        itrc=MATRIX,
        irange="tv",
        fast=1,
    )
