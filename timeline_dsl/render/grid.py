"""The frame grid of an output: moments are exact seconds everywhere else, and become whole frames only here."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

import attrs

from timeline_dsl.units import Span, Time


@attrs.frozen(slots=True)
class Frames:
    """The frames from `first` up to, not including, `end`; frame 0 is the first of the output."""

    first: int
    end: int

    def __len__(self) -> int:
        return max(self.end - self.first, 0)

    def __bool__(self) -> bool:
        return self.first < self.end

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.end))

    def common(self, other: Frames) -> Frames:
        """What both hold; empty where they do not meet."""
        return Frames(max(self.first, other.first), min(self.end, other.end))

    def without(self, others: tuple[Frames, ...]) -> tuple[Frames, ...]:
        """What is left when `others` are taken away, in order."""
        left = [self] if self else []
        for other in filter(None, others):
            halves = [
                half
                for part in left
                for half in (
                    Frames(part.first, min(part.end, other.first)),
                    Frames(max(part.first, other.end), part.end),
                )
            ]
            left = [half for half in halves if half]
        return tuple(left)


@attrs.frozen(slots=True)
class Grid:
    """Frames of `fps` a second, `rate` samples of sound a second."""

    fps: Fraction
    rate: int = 48_000

    def frame(self, time: Time) -> int:
        """The frame that begins nearest to `time`; of two equally near the later one."""
        return floor(time * self.fps + Fraction(1, 2))

    def time(self, frame: int) -> Time:
        """When a frame begins, in seconds."""
        return Fraction(frame) / self.fps

    def frames(self, span: Span) -> Frames:
        """The frames of a stretch of time. Stretches that meet give frames that meet."""
        return Frames(self.frame(span.start), self.frame(span.end))

    def sample(self, time: Time) -> int:
        """The sample of sound that begins nearest to `time`."""
        return floor(time * self.rate + Fraction(1, 2))
