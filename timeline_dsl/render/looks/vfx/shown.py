"""The look of every VFX: the masks and regions with their parameters, all others from the table."""

from __future__ import annotations

from timeline_dsl.effects import VFX
from timeline_dsl.render.effects import Stage, Verdict, renders
from timeline_dsl.render.graph import Video
from timeline_dsl.render.looks import masks, regions
from timeline_dsl.render.looks.vfx.table import EFFECTS, ESTIMATED
from timeline_dsl.render.looks.window import candidates, chosen, picked, within

REGIONS: dict[str, regions.PartLook] = {"mosaic_rect": regions.mosaic, "blur": regions.blur}
"""The effects that may act on a part of the picture."""


def verdict(name: str) -> Verdict:
    """How near the effect called `name` comes."""
    if name in masks.SHAPES:
        return Verdict("close", "turned clockwise; the sides of a linear mask and the softness are inferred")
    if name in REGIONS:
        return Verdict("close", ESTIMATED)
    if name in EFFECTS:
        return EFFECTS[name].verdict
    return Verdict("missing", f"no effect is called {name[:40]!r}")


def _clears(effect: VFX) -> bool:
    return masks.clears(effect.ext_params) and any(name in masks.SHAPES for name in candidates(effect, "vfx"))


@renders(VFX, fidelity=picked("vfx", verdict), clears=_clears)
def shown(stream: Video, effect: VFX, stage: Stage) -> Video:
    """Show the effect during its window."""
    name = chosen(effect, "vfx", stage.path)
    if name in masks.SHAPES:
        return within(stream, effect, stage, masks.masked(name, effect.ext_params), carries=True)
    if name in REGIONS:
        return within(stream, effect, stage, regions.on_part(REGIONS[name], effect))
    entry = EFFECTS.get(name)
    return stream if entry is None else within(stream, effect, stage, entry.look, carries=entry.carries)
