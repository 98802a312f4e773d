"""People cut out of their background: a green one by its colour; real scenes would need a model of the service."""

from __future__ import annotations

from timeline_dsl.effects import Harmonization, Matting, RealMatting
from timeline_dsl.render.effects import Stage, Verdict, renders, told
from timeline_dsl.render.graph import Filter, Video
from timeline_dsl.render.looks.filters_grading import Grading, graded
from timeline_dsl.render.looks.window import within

KEY = "0x00C000"
"""The green that is taken for the background."""


def _matting_told(effect: Matting) -> Verdict:
    if effect.color in (None, "green"):
        return Verdict("close", "green is keyed out by its colour")
    return Verdict("stand-in", f"Color {effect.color[:20]!r}: only green is keyed out")


@renders(Matting, fidelity=_matting_told, clears=True)
def keyed(stream: Video, effect: Matting, stage: Stage) -> Video:
    """Make green transparent, and take its shine off what stays."""
    near = 0.2 if effect.thres is None else min(max(float(effect.thres), 0.01), 0.5)
    return stream.through(
        Filter("chromakey", color=KEY, similarity=near, blend=0.06),
        Filter("despill", type="green"),
        Filter("format", pix_fmts="yuva420p"),
    )


told(RealMatting, "missing", "cutting a person out of a real scene needs the service's model")


@renders(Harmonization, fidelity="stand-in", why="the reference clip is not measured: colours are only softened")
def softened(stream: Video, effect: Harmonization, stage: Stage) -> Video:
    """Bring the colours a little together."""
    return within(
        stream,
        effect,
        stage,
        lambda video, play: graded(video, play, Grading(saturation=0.85, contrast=-0.15, warm=0.08)),
    )
