"""How a clip blends into the next one."""

from timeline_dsl.render.transitions.blend import BlendPainter, blended, is_painted, painted
from timeline_dsl.render.transitions.table import (
    STANDARD,
    TRANSITIONS,
    Motion,
    brush_of,
    chosen,
    fidelity_rows,
    motion,
    verdict,
)

__all__ = [
    "STANDARD",
    "TRANSITIONS",
    "BlendPainter",
    "Motion",
    "blended",
    "brush_of",
    "chosen",
    "fidelity_rows",
    "is_painted",
    "motion",
    "painted",
    "verdict",
]
