"""Faults on demand, for tests of other people's clients: throttling, dropped connections, server errors, slowness."""

from __future__ import annotations

import random
import re
import threading
from typing import Literal

import attrs

from timeline_dsl.errors import UsageError

Side = Literal["before", "after"]
_DURATION = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<unit>ms|s)(?:@(?P<share>[\d.]+))?")
EXAMPLE = "throttle=0.2,drop=0.1,error=0.05,slow=2s,seed=7"


@attrs.frozen(kw_only=True)
class Faults:
    """Which share of the calls meets which fault.

    `throttle`, `drop` and `error` are shares from 0 to 1, together at most 1. Half of the drops and errors happen
    before the call is carried out and half after it, so that the caller cannot know. `slow` is the seconds that
    `slow_share` of the calls wait first. The same `seed` gives the same sequence of faults.
    """

    throttle: float = 0.0
    drop: float = 0.0
    error: float = 0.0
    slow: float = 0.0
    slow_share: float = 1.0
    seed: int = 0


@attrs.frozen(kw_only=True)
class Fate:
    """What happens to one call; `drop` and `error` say on which side of carrying it out."""

    wait: float = 0.0
    throttle: bool = False
    drop: Side | None = None
    error: Side | None = None


def parse(text: str) -> Faults:
    """The faults that a text like `EXAMPLE` names; `slow=2s@0.1` slows a tenth of the calls."""
    values: dict[str, float | int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        values |= _one(name.strip(), value.strip(), part)
    faults = Faults(**values)  # type: ignore[arg-type]  # the names and kinds are those of _one
    if faults.throttle + faults.drop + faults.error > 1:
        raise UsageError("The shares of throttle, drop and error add up to more than 1.", fix=f"for example {EXAMPLE}")
    return faults


def _one(name: str, value: str, part: str) -> dict[str, float | int]:
    if name in ("throttle", "drop", "error"):
        return {name: _share(value, part)}
    if name == "seed" and value.isdecimal():
        return {"seed": int(value)}
    match = _DURATION.fullmatch(value) if name == "slow" else None
    if match is None:
        raise UsageError(f"{part!r} is not a fault.", fix=f"for example {EXAMPLE}")
    seconds = float(match["number"]) / (1000 if match["unit"] == "ms" else 1)
    return {"slow": seconds} | ({"slow_share": _share(match["share"], part)} if match["share"] else {})


def _share(value: str, part: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError(f"{part!r} needs a share from 0 to 1.", fix=f"for example {EXAMPLE}")
    return share


class FaultSource:
    """Draws the fate of each call, one after the other, from one seeded sequence."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._random = random.Random(faults.seed)
        self._lock = threading.Lock()

    def draw(self) -> Fate:
        """The fate of the next call."""
        with self._lock:
            chance, side_chance, slow_chance = (self._random.random() for _ in range(3))
        faults = self._faults
        side: Side = "before" if side_chance < 0.5 else "after"
        wait = faults.slow if slow_chance < faults.slow_share else 0.0
        if chance < faults.throttle:
            return Fate(wait=wait, throttle=True)
        if chance < faults.throttle + faults.drop:
            return Fate(wait=wait, drop=side)
        if chance < faults.throttle + faults.drop + faults.error:
            return Fate(wait=wait, error=side)
        return Fate(wait=wait)
