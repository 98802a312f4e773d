"""The painted motions by their ids, and the three ways to say one: by an order, by a mask, or by whole pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from timeline_dsl.render.transitions.ground import Field, Ground, Weight, blend, passed

if TYPE_CHECKING:
    from timeline_dsl.render.painted import Planes

Brush = Callable[[Ground, float, "Planes", "Planes"], "Planes"]
"""Paints a band of one moment out of the whole pictures before and after; the moment is 0 at the start, 1 at the end.

At 0 it shows the picture before, at 1 the picture after, and it knows nothing of other moments.
"""

BRUSHES: dict[str, Brush] = {}

Ordered = Callable[[Ground], Field]
Masked = Callable[[Ground, float], Weight]
OrderedT = TypeVar("OrderedT", bound=Ordered)
MaskedT = TypeVar("MaskedT", bound=Masked)
BrushT = TypeVar("BrushT", bound=Brush)

SHARP = 0.006
"""How soft the edge of a shape is that should look sharp: it has no steps."""


def ordered(name: str, soft: float = SHARP) -> Callable[[OrderedT], OrderedT]:
    """Register a function that gives the order (0 to 1) in which pixels change, each within the share `soft`."""

    def register(order: OrderedT) -> OrderedT:
        def brush(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
            weight = passed(at.kept(name, lambda: order(at)), moment, soft)
            return blend(at.seen(before), at.seen(after), weight)

        BRUSHES[name] = brush
        return order

    return register


def masked(name: str) -> Callable[[MaskedT], MaskedT]:
    """Register a function of place and moment that tells how much of the picture after is seen."""

    def register(mask: MaskedT) -> MaskedT:
        def brush(at: Ground, moment: float, before: Planes, after: Planes) -> Planes:
            return blend(at.seen(before), at.seen(after), mask(at, moment))

        BRUSHES[name] = brush
        return mask

    return register


def paints(name: str) -> Callable[[BrushT], BrushT]:
    """Register a function that paints bands by itself."""

    def register(brush: BrushT) -> BrushT:
        BRUSHES[name] = brush
        return brush

    return register
