"""The numbers the sums are made of: whole ticks of 1/10000 s, and rationals only where a division makes them."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import Final

from timeline_dsl.node.limits import HUGE
from timeline_dsl.units import TICKS, Time

Ticks = int | Fraction
"""Time in ticks. A `Fraction` appears only where a speed or a material makes one; the rest is cheap whole numbers."""

CONTIGUOUS: Final = 20
"""Two times this close (0.002 s) are meant to be the same."""

SAME: Final = 2
"""Two lengths this close differ only by having been written with 4 decimals."""


class _Blank(Enum):
    BLANK = "$"


BLANK: Final = _Blank.BLANK
"""A time that is given, but as the blank of a template (`$Name`): it stays unknown."""

Given = int | _Blank | None
"""What a document says of a time: ticks, a blank, or nothing."""


def ticks_of(value: object) -> Given:
    """The ticks of a field's value: decimals beyond the fourth are dropped. A negative number is no time: None."""
    if type(value) is int:
        return value * TICKS if 0 <= value < HUGE else None
    if type(value) is float:
        if not 0 <= value < HUGE:
            return None
        ticks = value * TICKS
        nearest = int(ticks + 0.5)
        return nearest if -1e-3 < ticks - nearest < 1e-3 else int(ticks)
    return BLANK if isinstance(value, str) else None


def exact_ticks(time: Time) -> Ticks:
    """An exact time in ticks."""
    return whole(time * TICKS)


def divided(ticks: Ticks, speed: Fraction) -> Ticks:
    """How long so many ticks of a material last at a speed."""
    if type(ticks) is not int:
        return ticks / speed
    above, below = ticks * speed.denominator, speed.numerator
    return above // below if above % below == 0 else Fraction(above, below)


def whole(number: Ticks) -> Ticks:
    """`number`, as an int where it is one."""
    return number.numerator if number.denominator == 1 else number


FINEST: Final = 10**12
"""Parts of a tick to which a sum is rounded whose fraction grows without end."""

_LARGEST_DENOMINATOR: Final = 2**128


def kept_short(sum_: Ticks) -> Ticks:
    """A sum of many lengths; exact unless its fraction has outgrown what any few clips can make of it.

    Ten thousand clips at ten thousand odd speeds would end at a time of a hundred thousand digits.
    """
    if type(sum_) is int or sum_.denominator < _LARGEST_DENOMINATOR:
        return sum_
    return whole(Fraction(round(sum_ * FINEST), FINEST))


def close(one: Ticks, other: Ticks, by: int) -> bool:
    """Whether two times are no further apart than `by` ticks."""
    return -by <= one - other <= by


def shorter(one: Ticks | None, other: Ticks | None) -> Ticks | None:
    """The smaller of two lengths; unknown when one of them is."""
    return None if one is None or other is None else min(one, other)


class Times(dict[int, Time]):
    """Exact seconds by whole ticks, each made once; the end of a clip is often the start of the next."""

    latest: tuple[Ticks, Time] = (Fraction(0), Fraction(0))

    def __missing__(self, ticks: int) -> Time:
        self[ticks] = made = Fraction(ticks, TICKS)
        return made

    def at(self, ticks: Ticks) -> Time:
        """Exact seconds."""
        if type(ticks) is int:
            return self[ticks]
        if ticks is not self.latest[0]:
            self.latest = (ticks, Fraction(ticks.numerator, ticks.denominator * TICKS))
        return self.latest[1]

    def of(self, ticks: Ticks | None) -> Time | None:
        """Exact seconds, or None for what is unknown."""
        return None if ticks is None else self.at(ticks)
