"""How a text is broken into lines, or shrunk, so that it fits a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from timeline_dsl.render.captions.fonts import Face
from timeline_dsl.render.captions.words import plain

_WORD = re.compile(r"\s+|\S+")
_NO_START = frozenset("，。！？；：、）》」』】〉”’,.!?;:)]}%")


def broken(lines: list[str], face: Face, em: float, width: float, *, only_at_spaces: bool) -> list[str]:
    """`lines` with those broken that are wider than `width` pixels, `em` pixels being the height of a letter's square.

    Chinese, Japanese and Korean may break between any two signs, other words only at spaces, unless one alone is too wide.
    """
    made: list[str] = []
    for line in lines:
        made += _broken(line, face, em, width, only_at_spaces) if face.width(plain(line)) * em > width else [line]
    return made


def _broken(line: str, face: Face, em: float, width: float, only_at_spaces: bool) -> Iterator[str]:
    current = ""
    for piece in _pieces(line, only_at_spaces):
        if current and face.width(plain(current + piece.rstrip())) * em > width:
            yield current.rstrip()
            current = ""
            piece = piece.lstrip()
        while not only_at_spaces and len(piece) > 1 and face.width(plain(piece)) * em > width:
            fitting = _fitting(piece, face, em, width)
            yield piece[:fitting]
            piece = piece[fitting:]
        current += piece
    yield current.rstrip()


def _fitting(piece: str, face: Face, em: float, width: float) -> int:
    """How many signs of a word fit, at least one."""
    used = 0.0
    for count, sign in enumerate(piece):
        used += face.width(sign) * em
        if used > width:
            return max(count, 1)
    return len(piece)


def _pieces(line: str, only_at_spaces: bool) -> Iterator[str]:
    """What may not be broken: words, and single signs of scripts without spaces with the punctuation after them."""
    for match in _WORD.finditer(line):
        word = match[0]
        if only_at_spaces or not any(_is_wide(sign) for sign in word):
            yield word
            continue
        held = ""
        for sign in word:
            if held and (_is_wide(sign) or _is_wide(held[-1])) and sign not in _NO_START and "{" not in held:
                yield held
                held = ""
            held += sign
        yield held


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in ("W", "F")


def shrunk(lines: list[str], face: Face, em: float, width: float) -> float:
    """The height of a letter's square with which the widest of `lines` fits `width` pixels."""
    widest = max((face.width(plain(line)) for line in lines), default=0.0) * em
    return em if widest <= width else em * width / widest
