"""A text of the service, taken apart: its lines, its override codes, and its signs, each drawn as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import attrs

Kind = Literal["1c", "3c", "4c", "bord", "xbord", "ybord", "b", "i", "u", "s", "fs", "fn"]

_BLOCK = re.compile(r"\{((?:\\{1,2}[^\\{}]+)+)\}")
_CODE = re.compile(r"\\{1,2}([^\\{}]+)")
_BREAK = re.compile(r"\r\n|\r|\n|\\{1,2}[Nn]")
_BROKEN = re.compile(r"[\r\n\\]")
_COLOUR = re.compile(r"([134]c)(?:&H?([0-9A-Fa-f]{1,6})&?)?")
_NUMBER = re.compile(r"(bord|xbord|ybord|fs)(\d{1,5}(?:\.\d{1,4})?)?")
_SWITCH = re.compile(r"([bius])([01])?")
_FONT = re.compile(r"fn([^&(),{}\\]{0,60})")

_STEERS = frozenset(("Mn", "Mc", "Me"))
_NOT_DRAWN = frozenset(("Cc", "Zl", "Zp"))
_JOINER = "\u200d"
_MARKS = frozenset(("\u200c", _JOINER, *map(chr, (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)))))
_HOLD = "\u2060"  # never seen; between a backslash and a letter it keeps libass from reading a break


@attrs.frozen(slots=True)
class Code:
    """An override code: `value` is None where it is taken back."""

    kind: Kind
    value: str | None


def lines_of(content: str) -> list[str]:
    """The lines of a text: newlines, `\\N`, and a written-out backslash with n break it."""
    return [line.rstrip(" \t") for line in (_BREAK.split(content) if _BROKEN.search(content) else (content,))]


def tokens(line: str) -> Iterator[str | Code]:
    """A line as text and the override codes between it; a block in braces that is none of the service's is text."""
    at = 0
    for block in _BLOCK.finditer(line):
        codes = [_read(code.strip()) for code in _CODE.findall(block[1])]
        if None in codes:
            continue
        if block.start() > at:
            yield line[at : block.start()]
        yield from (code for code in codes if code is not None)
        at = block.end()
    if at < len(line):
        yield line[at:]


def _read(code: str) -> Code | None:
    if match := _COLOUR.fullmatch(code):
        return Code(match[1], match[2] and match[2].zfill(6).upper())  # type: ignore[arg-type]  # one of the kinds
    if match := _NUMBER.fullmatch(code) or _SWITCH.fullmatch(code):
        return Code(match[1], match[2])  # type: ignore[arg-type]  # one of the kinds
    if match := _FONT.fullmatch(code):
        return Code("fn", match[1].strip() or None)
    return None


def plain(content: str) -> str:
    """A text without its override codes, its lines divided by newlines."""
    return "\n".join("".join(part for part in tokens(line) if isinstance(part, str)) for line in lines_of(content))


def clusters(text: str) -> list[str]:
    """The signs of a text, each with the marks that belong to it: accents, joined emoji."""
    if text.isascii() or not any(map(_clings, set(text))):
        return list(text)
    made: list[str] = []
    for sign in text:
        if made and (_clings(sign) or made[-1].endswith(_JOINER)):
            made[-1] += sign
        else:
            made.append(sign)
    return made


@lru_cache(maxsize=8192)
def _clings(sign: str) -> bool:
    return sign in _MARKS or unicodedata.category(sign) in _STEERS


def safe(text: str) -> str:
    """Text that libass draws exactly as it is, and that an ASS file can hold."""
    return "".join(map(_safe, text))


@lru_cache(maxsize=8192)
def _safe(sign: str) -> str:
    if sign == "\\":
        return "\\" + _HOLD
    if sign in "{}":
        return "\\" + sign
    if sign == "\t":
        return " "
    if "\ud800" <= sign <= "\udfff":
        return "\ufffd"
    return "" if unicodedata.category(sign) in _NOT_DRAWN else sign
