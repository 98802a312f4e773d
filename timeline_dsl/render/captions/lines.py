"""How a text is broken into lines, or shrunk, so that it fits a width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from timeline_dsl.render.captions.ink import Line, width_of

_NO_START = frozenset("，。！？；：、）》」』】〉”’…—,.!?;:)]}%°")
_NO_END = frozenset("（《「『【〈“‘([{$￥¥")


def broken(lines: Sequence[Line], width: float, *, only_at_spaces: bool, strict: bool = False) -> list[Line]:
    """`lines` with those broken that are wider than `width` pixels.

    Chinese, Japanese and Korean may break between any two signs, other words only at spaces, unless one alone is too
    wide; `only_at_spaces` holds for all scripts, and `strict` keeps even a word whole that is too wide.
    """
    made: list[Line] = []
    for line in lines:
        made += _broken(line, width, only_at_spaces, strict) if width_of(line) > width else [line]
    return made


def _broken(line: Line, width: float, only_at_spaces: bool, strict: bool) -> Iterator[Line]:
    start, best, used, after_best = 0, 0, 0.0, 0.0
    for index, sign in enumerate(line):
        if used + sign.width > width and index > start and not sign.is_space:
            if best > start:
                yield _trimmed(line[start:best])
                start, used = best, after_best
            elif not strict:
                yield line[start:index]
                start, used, after_best = index, 0.0, 0.0
            best = start
        if 0 < index == start and sign.is_space:
            start = best = index + 1  # no line begins with the space at which it was broken
            used = after_best = 0.0
            continue
        used += sign.width
        after_best += sign.width
        if index + 1 < len(line) and _may_break(sign.text, line[index + 1].text, only_at_spaces):
            best, after_best = index + 1, 0.0
    if start < len(line):
        yield _trimmed(line[start:])


def _trimmed(line: Line) -> Line:
    end = len(line)
    while end and line[end - 1].is_space:
        end -= 1
    return line[:end]


def _may_break(sign: str, after: str, only_at_spaces: bool) -> bool:
    if sign.isspace():
        return not after.isspace() and sign != "\u00a0"
    if only_at_spaces or after.isspace():
        return False
    return (_is_wide(sign[0]) or _is_wide(after[0])) and after[0] not in _NO_START and sign[0] not in _NO_END


@lru_cache(maxsize=8192)
def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")


def shrinking(lines: Sequence[Line], width: float) -> float:
    """The factor by which the widest of `lines` has to be made smaller to fit `width` pixels; 1 when it fits."""
    widest = max(map(width_of, lines), default=0.0)
    return 1.0 if widest <= width else width / widest
