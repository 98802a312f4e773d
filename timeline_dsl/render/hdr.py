"""Films of high dynamic range (PQ and HLG): how their light is brought into the range of the working space.

Inferred, for the service publishes nothing: white paper, 203 cd/m2 by ITU-R BT.2408, counts as white. Up to the half of
it all light stays what it is; from there on it is bent more and more, until the 1000 cd/m2 that such films are mostly
made for are the brightest white. Primaries are those of BT.2020, and become BT.709's before that: the brightest of red,
green and blue is bent, and the others keep their share of it, so that hues stay.
"""

from __future__ import annotations

from timeline_dsl.render.effects import Verdict
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.graph import MATRIX, Chain, Filter
from timeline_dsl.render.probe import HDR_TRANSFERS, Probe

WHITE, BRIGHTEST = 203, 1000
"""Light in cd/m2: of what counts as white, and of what is as bright as it gets."""

KNEE = 0.5
"""The share of white up to which light stays what it is."""

NEEDED = ("zscale", "tonemap")
"""The filters without which nothing is done."""

_NOTES = ("MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL")

_USUAL_MATRIX = "bt2020nc"
"""The matrix of films that say another one than those of television in high definition."""


def is_toned(probe: Probe) -> bool:
    """Whether the light of a film is brought into range: it is of high dynamic range, and this FFmpeg knows how to."""
    return probe.transfer is not None and not probe.has_alpha and all(find().has("filters", name) for name in NEEDED)


def toned(probe: Probe) -> Chain:
    """Filters that bring the picture of a film into the range, the matrix and the primaries of the working space."""
    return (
        Filter("format", pix_fmts="yuv444p12le"),  # zscale takes no odd sides where colour is kept for two by two
        Filter(
            "zscale",
            tin=probe.transfer or "",
            min=MATRIX if probe.matrix == MATRIX else _USUAL_MATRIX,
            pin="bt2020",
            rin="tv",
            t="linear",
            p=MATRIX,
            npl=WHITE,
        ),
        Filter("format", pix_fmts="gbrpf32le"),
        Filter("tonemap", tonemap="mobius", param=KNEE, desat=0, peak=round(BRIGHTEST / WHITE, 4)),
        Filter("zscale", t=MATRIX, m=MATRIX, p=MATRIX, r="tv"),
        Filter("format", pix_fmts="yuv444p"),
        # else an encoder would write down what screen the film was made for
        *(Filter("sidedata", mode="delete", type=kind) for kind in _NOTES),
    )


def verdict(probe: Probe) -> Verdict | None:
    """How near a film comes; None where that is no question."""
    if probe.transfer is None:
        return None
    name = HDR_TRANSFERS[probe.transfer]
    if is_toned(probe):
        return Verdict("close", f"{name} is brought into the range of BT.709, by a curve that is inferred")
    if probe.has_alpha:
        return Verdict("stand-in", f"{name} with transparency is shown as it is, too pale")
    lacking = " and ".join(filter_ for filter_ in NEEDED if not find().has("filters", filter_))
    return Verdict("stand-in", f"{name} is shown as it is, too pale: this FFmpeg lacks {lacking}")
