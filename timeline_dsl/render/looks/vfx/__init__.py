"""Special effects, by what they do; importing this package fills their table and registers their look."""

from timeline_dsl.render.looks.vfx import moves, reveals, shown
from timeline_dsl.render.looks.vfx.table import EFFECTS

__all__ = ["EFFECTS", "moves", "reveals", "shown"]
