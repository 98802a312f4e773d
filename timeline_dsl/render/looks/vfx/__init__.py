"""Special effects, by what they do; importing this package fills their table and registers their look."""

from timeline_dsl.render.looks.vfx import atmosphere, colour, lights, moves, retro, reveals, shown, splits, warps
from timeline_dsl.render.looks.vfx.table import EFFECTS

__all__ = ["EFFECTS", "atmosphere", "colour", "lights", "moves", "retro", "reveals", "shown", "splits", "warps"]
