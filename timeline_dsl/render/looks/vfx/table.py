"""The table of special effects: each id, its look, and how near that comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import attrs

from timeline_dsl.render.effects import Fidelity, Verdict
from timeline_dsl.render.looks.window import Look

ESTIMATED = "timing and strength are estimated"

L = TypeVar("L", bound=Look)


@attrs.frozen(kw_only=True, slots=True)
class Effect:
    """One special effect; `carries` tells that its look keeps transparency itself."""

    look: Look
    verdict: Verdict
    carries: bool = False


EFFECTS: dict[str, Effect] = {}


def shows(name: str, fidelity: Fidelity = "close", why: str = ESTIMATED, *, carries: bool = False) -> Callable[[L], L]:
    """Register a function of (stream, play) as the look of an id."""

    def register(look: L) -> L:
        entered(name, look, fidelity, why, carries=carries)
        return look

    return register


def entered(
    name: str, look: Look, fidelity: Fidelity = "close", why: str = ESTIMATED, *, carries: bool = False
) -> None:
    """Put a look into the table."""
    EFFECTS[name] = Effect(look=look, verdict=Verdict(fidelity, why), carries=carries)
