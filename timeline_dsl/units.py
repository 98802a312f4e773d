"""Quantities: `seconds()`, exact `Time` and half-open `Span` for sums, `Ratio` and `Px`, gain and colour."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

from timeline_dsl.errors import UsageError, readers_line, shown


class Param(str):
    """A named blank of a template, standing where a value will stand. Its text is the service's: `$Name:default`.

    Every conversion here lets one through unchanged: what it stands for is converted when it is filled in.
    """

    __slots__ = ()


Time = Fraction
"""A moment or a length in seconds, exact. Sums are made of these; documents hold at most 4 decimals."""

TimeLike = float | int | str | timedelta | Fraction
"""What a verb takes as a time: seconds, `"500ms"`, `"00:01:02.5"`, `"12f"` (with a frame rate), timedelta, Fraction."""

TICKS = 10_000
"""The service keeps four decimals of a second: this many ticks."""

_UNITS = {
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "sec": Fraction(1),
    "m": Fraction(60),
    "min": Fraction(60),
    "h": Fraction(3600),
}
_WITH_UNIT = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(ms|sec|s|min|m|h|f)\s*", re.ASCII)
_WITH_COLONS = re.compile(r"\s*(?:([0-9]+):)?([0-9]{1,2}):([0-9]{1,2}(?:[.,][0-9]+)?)\s*", re.ASCII)
_TIME_HINT = 'write seconds as a number, or text with a unit or a colon: 2.5, "500ms", "00:01:02.5", "12f"'


def _refuse(message: str, fix: str) -> UsageError:
    return UsageError(message, fix=fix, where=readers_line())


@lru_cache(maxsize=4096)
def exact(value: float | int) -> Time:
    """The rational that the decimal notation of `value` names: 0.1 is one tenth, not its nearest binary number."""
    return Fraction(value) if isinstance(value, int) else Fraction(repr(value + 0.0))


def exact_seconds(value: TimeLike, *, fps: float | Fraction | None = None, name: str = "time") -> Time:
    """`value` as an exact, non-negative number of seconds.

    Raises `UsageError` for bool, NaN, infinities, negative times, bare numeric text and text without a unit.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str | timedelta | Fraction):
        raise _refuse(f"{name} must be a time (got {shown(value)})", _TIME_HINT)
    if isinstance(value, str):
        result = _from_text(value, fps, name)
    elif isinstance(value, timedelta):
        result = Fraction(value // timedelta(microseconds=1), 1_000_000)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise _refuse(f"{name} must be a finite time (got {shown(value)})", _TIME_HINT)
        result = exact(float(value))
    else:
        result = Fraction(value)
    if result < 0:
        raise _refuse(f"{name} must not be negative (got {shown(value)})", "times count from 0")
    return result


def _from_text(text: str, fps: float | Fraction | None, name: str) -> Time:
    if match := _WITH_COLONS.fullmatch(text):
        hours, minutes, rest = match.groups()
        return Fraction(int(hours or 0) * 3600 + int(minutes) * 60) + Fraction(rest.replace(",", "."))
    if match := _WITH_UNIT.fullmatch(text):
        number, unit = match.groups()
        if unit != "f":
            return Fraction(number) * _UNITS[unit]
        if fps is None:
            raise _refuse(
                f"{name} counts frames (got {shown(text)}), and no frame rate is known here",
                'give seconds, or say the frame rate: td.seconds("12f", fps=25)',
            )
        return Fraction(number) / (exact(fps) if isinstance(fps, float | int) else fps)
    raise _refuse(f"{name} must be a time with a unit or a colon (got {shown(text)})", _TIME_HINT)


def seconds(value: TimeLike, *, fps: float | Fraction | None = None, name: str = "time") -> float:
    """`value` in seconds as documents hold it: rounded once to the service's 4 decimals."""
    if type(value) is int and value >= 0:
        return value
    if type(value) is float and 0 <= value < math.inf:
        rounded = round(value, 4)
        return int(rounded) if rounded.is_integer() else rounded
    if isinstance(value, Param):
        return value  # type: ignore[return-value]  # it stands for a number
    return wire_seconds(exact_seconds(value, fps=fps, name=name))


def wire_seconds(time: Time) -> float:
    """An exact time as a document writes it: a number with at most 4 decimals, an `int` where it is whole."""
    ticks = round(time * TICKS)
    whole, part = divmod(ticks, TICKS)
    return ticks / TICKS if part else whole


@attrs.frozen
class Span:
    """The half-open stretch of time from `start` up to, not including, `end`; both exact seconds."""

    start: Time
    end: Time

    @property
    def length(self) -> Time:
        """`end - start` in seconds."""
        return self.end - self.start

    def __contains__(self, moment: Time) -> bool:
        return self.start <= moment < self.end

    def overlap(self, other: Span) -> Span | None:
        """What both spans cover, or None where they do not meet."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def __str__(self) -> str:
        return f"{clock(self.start)} → {clock(self.end)}"


def clock(time: Time | None, digits: int = 3) -> str:
    """A time for people: `14.000 s`, or `?` when it is unknown."""
    return "?" if time is None else f"{float(time):.{digits}f} s"


class Ratio(float):
    """A share of the output's width or height: 1 is the whole. On the wire 0 to 0.9999, and 1 for the whole."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"pct({_plain(float(self) * 100)})"


class Px(float):
    """A number of pixels of the output, whole and at least 2: the service reads a smaller number as a ratio."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"px({_plain(float(self))})"


Length = Ratio | Px
"""A position or size on the output."""

LengthLike = Ratio | Px | str
"""What a verb takes as a position or size: `"65%"`, `"640px"`, `td.pct(65)`, `td.px(640)`."""


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def pct(percent: float) -> Ratio:
    """`percent` of the output's width or height as a position or size; -100 to 100, kept to 4 decimals of a ratio."""
    if isinstance(percent, bool) or not isinstance(percent, int | float) or not -100 <= percent <= 100:
        raise _refuse(
            f"a share of the output must be a number from -100 to 100 percent (got {shown(percent)})",
            "larger than the output is written in pixels: td.px(1920)",
        )
    return Ratio(round(percent / 100, 4))


def px(pixels: int) -> Length:
    """`pixels` of the output as a position or size: a whole number, 0 or at least 2 (or negative)."""
    if (
        isinstance(pixels, bool)
        or not isinstance(pixels, int | float)
        or not math.isfinite(pixels)
        or pixels != int(pixels)
    ):
        raise _refuse(f"pixels must be a whole number (got {shown(pixels)})", "round it")
    if pixels == 0:
        return Ratio(0.0)
    if abs(pixels) == 1:
        raise _refuse(
            "1 pixel cannot be written: the service reads 1 as 100 %", "use 2 pixels, or a share of the output"
        )
    return Px(float(pixels))


_LENGTH = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*(%|px)\s*", re.ASCII)


def length(value: LengthLike, name: str = "position") -> Length:
    """`value` as a position or size. A bare number is refused: it could be a ratio or pixels."""
    if isinstance(value, Ratio | Px | Param):
        return value  # type: ignore[return-value]  # a blank stands for a length
    if isinstance(value, str) and (match := _LENGTH.fullmatch(value)):
        number, unit = match.groups()
        return pct(float(number)) if unit == "%" else px(float(number))  # type: ignore[arg-type]  # px checks it is whole
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise _refuse(f"{name}={shown(value)} could be a share of the output or pixels", _meant(name, value))
    raise _refuse(f"{name} must be text with % or px (got {shown(value)})", 'write for example "65%" or "640px"')


@lru_cache(maxsize=4096)
def _length_of(text: str) -> Length | None:
    """The position or size that text spells, or None."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    number, unit = match.groups()
    return pct(float(number)) if unit == "%" else px(float(number))  # type: ignore[arg-type]  # px checks it is whole


def _meant(name: str, value: float) -> str:
    """How a bare number was probably meant."""
    if abs(value) > 1:
        return f'write {name}="{round(value)}px"' if math.isfinite(value) else "use a finite number"
    return f'write {name}="{_plain(value * 100)}%", or {name}="{round(value)}px" for pixels'


_DECIBEL = re.compile(r"\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*dB\s*", re.ASCII | re.IGNORECASE)


def gain(value: float | str, name: str = "gain") -> float:
    """A linear factor from a factor (0 mutes, 1 keeps) or text in decibels (`"-14dB"`), kept to 4 decimals."""
    if isinstance(value, Param):
        return value  # type: ignore[return-value]  # it stands for a factor
    if isinstance(value, str):
        match = _DECIBEL.fullmatch(value)
        if not match:
            raise _refuse(f"{name} must be a factor or text in dB (got {shown(value)})", 'write 0.3 or "-14dB"')
        return round(10 ** (float(match[1]) / 20), 4)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _refuse(f"{name} must be a factor or text in dB (got {shown(value)})", 'write 0.3 or "-14dB"')
    if value < 0:
        raise _refuse(
            f"{name} must not be negative (got {shown(value)})",
            f'0 mutes and 1 keeps the source; decibels are text: "{_plain(value)}dB"',
        )
    return value


COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def color(value: str, name: str = "color") -> str:
    """A colour as `#RRGGBB`, the service's own notation."""
    if isinstance(value, Param):
        return value
    if not isinstance(value, str) or not COLOR.fullmatch(value):
        raise _refuse(f"{name} must be a colour #RRGGBB (got {shown(value)})", 'write for example "#FFFFFF"')
    return value.upper()


def number_of(text: object) -> float | int | None:
    """The finite number that numeric text such as `"0.5"` or `"60"` spells, or None."""
    if not isinstance(text, str) or not _NUMERIC.fullmatch(text):
        return None
    return int(text) if _INTEGER.fullmatch(text) else float(text)


NUMERIC_TEXT = r"-?[0-9]{1,12}(\.[0-9]{1,300})?([eE]-[0-9]{1,3})?"
"""Text that is read as a number; as Python, JSON and the service write numbers below 1e12."""

INTEGER_TEXT = r"-?[0-9]{1,12}"
"""Text that is read as a whole number."""

_NUMERIC = re.compile(NUMERIC_TEXT, re.ASCII)
_INTEGER = re.compile(INTEGER_TEXT, re.ASCII)

Converter = Callable[[Any], Any]
