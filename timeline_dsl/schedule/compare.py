"""Two schedules side by side: what plays at another time, and what is only in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from timeline_dsl.units import Time, clock

if TYPE_CHECKING:
    from timeline_dsl.schedule.plan import Schedule

NOTICED = Fraction(1, 10_000)
"""Differences up to this many seconds come from writing times with 4 decimals."""

Value = Time | str | bool | None

_TIMES = ("timeline_in", "timeline_out", "source_in", "source_out", "speed", "freeze")
_OTHERS = ("type", "loop", "estimated")


@attrs.frozen(kw_only=True, slots=True)
class Difference:
    """One number that differs: `what` of `path` is `before` in one schedule and `after` in the other."""

    path: str
    what: str
    before: Value
    after: Value

    def __str__(self) -> str:
        place = self.path or "output"
        if self.what == "clip":
            return f"{place}: {'only in the first' if self.after is None else 'only in the second'} schedule"
        return f"{place} {self.what}: {_shown(self.what, self.before)} → {_shown(self.what, self.after)}"


@attrs.frozen(kw_only=True, slots=True)
class Comparison:
    """The differences of two schedules, in document order. It is false when there are none."""

    differences: tuple[Difference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.differences)

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.differences)

    def __len__(self) -> int:
        return len(self.differences)

    def __str__(self) -> str:
        return "\n".join(map(str, self.differences)) or "no difference"


def compare(one: Schedule, other: Schedule) -> Comparison:
    """What differs between two schedules; clips are matched by their place in the document."""
    found: list[Difference] = []
    if _differ(one.duration, other.duration):
        found.append(Difference(path="", what="duration", before=one.duration, after=other.duration))
    for path, clip in one.clips.items():
        twin = other.clips.get(path)
        if twin is None:
            found.append(Difference(path=path, what="clip", before=clip.type, after=None))
            continue
        for what in (*_TIMES, *_OTHERS):
            before, after = getattr(clip, what), getattr(twin, what)
            if _differ(before, after) if what in _TIMES else before != after:
                found.append(Difference(path=path, what=what, before=before, after=after))
        blends = [plan.transition.span.length if plan.transition else None for plan in (clip, twin)]
        if _differ(*blends):
            found.append(Difference(path=path, what="transition", before=blends[0], after=blends[1]))
    found += [
        Difference(path=path, what="clip", before=None, after=clip.type)
        for path, clip in other.clips.items()
        if path not in one.clips
    ]
    return Comparison(differences=tuple(found))


def _differ(one: Time | None, other: Time | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > NOTICED


def _shown(what: str, value: Value) -> str:
    if value is None:
        return "none" if what == "transition" else "?"
    if isinstance(value, Fraction):
        return f"{float(value):.4g}" if what == "speed" else clock(value, 4)
    return str(value)
