"""What a font file says: the names of its fonts, the height of their lines, the signs they draw and how wide each is.

Only the few tables that libass goes by are read, straight from the bytes: a folder of a thousand fonts is listed in
a fraction of a second.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO

import attrs

from timeline_dsl.errors import RenderError

LARGEST_TABLE = 64 * 1024 * 1024
"""No table of a font is larger; a file that says so is not read."""

_MANY_FONTS = 256
_FAMILY, _FULL, _POSTSCRIPT, _WIDER_FAMILY = 1, 4, 6, 16
_ENGLISH = frozenset((0x0409, 0))
_BOLD, _ITALIC = 1, 2

Offsets = Mapping[bytes, tuple[int, int, int]]


class BadFont(RenderError):
    """A file that holds no font that can be read."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} holds no font that can be read: {why}.", fix="use a ttf, otf, ttc or woff file")


@attrs.frozen(kw_only=True)
class FontFile:
    """One font. `ascent` and `descent` are shares of an em; together they are the height of a line of libass."""

    file: Path
    index: int
    families: tuple[str, ...]
    names: tuple[str, ...]
    bold: bool
    italic: bool
    ascent: float
    descent: float
    has_outlines: bool


@attrs.frozen(eq=False, slots=False)
class Signs:
    """The signs of one font: their glyphs by code point, and the widths of glyphs in shares of an em."""

    glyphs: Mapping[int, int]
    em: int
    metrics: bytes
    count: int

    @cached_property
    def _widths(self) -> dict[int, float]:
        return {}

    def width(self, sign: int) -> float | None:
        """The width of a sign, or None for one that the font lacks."""
        known = self._widths.get(sign)
        if known is None:
            glyph = self.glyphs.get(sign)
            if glyph is None:
                return None
            known = struct.unpack_from(">H", self.metrics, 4 * min(glyph, self.count - 1))[0] / self.em
            self._widths[sign] = known
        return known


def fonts_in(file: Path) -> tuple[FontFile, ...]:
    """Every font in a file. Raises `BadFont`."""
    try:
        with file.open("rb") as stream:
            return tuple(_described(file, index, stream, offsets) for index, offsets in enumerate(_directories(stream)))
    except (OSError, struct.error, zlib.error, ValueError, KeyError, IndexError) as error:
        raise BadFont(file, str(error) or type(error).__name__) from error


@lru_cache(maxsize=64)
def signs_in(file: Path, index: int) -> Signs:
    """The signs of font number `index` in a file. Raises `BadFont`."""
    try:
        with file.open("rb") as stream:
            offsets = list(_directories(stream))[index]
            count = struct.unpack_from(">H", _table(stream, offsets, b"hhea"), 34)[0]
            metrics = _table(stream, offsets, b"hmtx")
            if not count or len(metrics) < 4 * count:
                raise ValueError("its table of widths is cut off")
            return Signs(
                glyphs=_glyphs(_table(stream, offsets, b"cmap")), em=_em(stream, offsets), metrics=metrics, count=count
            )
    except (OSError, struct.error, zlib.error, ValueError, KeyError, IndexError) as error:
        raise BadFont(file, str(error) or type(error).__name__) from error


def _directories(stream: BinaryIO) -> Iterator[Offsets]:
    """Where the tables of each font of a file lie: offset, length as stored, length as read."""
    head = stream.read(12)
    if head[:4] == b"ttcf":
        count = min(struct.unpack(">I", head[8:12])[0], _MANY_FONTS)
        starts = struct.unpack(f">{count}I", stream.read(4 * count))
    elif head[:4] == b"wOFF":
        yield _packed(stream)
        return
    else:
        starts = (0,)
    for start in starts:
        stream.seek(start)
        kind, tables = struct.unpack(">4sH6x", stream.read(12))
        if kind not in (b"\0\1\0\0", b"OTTO", b"true"):
            raise ValueError("it does not begin as a font does")
        records = struct.iter_unpack(">4s4xII", stream.read(16 * tables))
        yield {tag: (offset, length, length) for tag, offset, length in records}


def _packed(stream: BinaryIO) -> Offsets:
    """The tables of a woff file, each of which may be compressed."""
    stream.seek(12)
    tables = struct.unpack(">H", stream.read(2))[0]
    stream.seek(44)
    records = struct.iter_unpack(">4sIII4x", stream.read(20 * tables))
    return {tag: (offset, stored, length) for tag, offset, stored, length in records}


def _table(stream: BinaryIO, offsets: Offsets, tag: bytes) -> bytes:
    if tag not in offsets:
        raise ValueError(f"it has no table {tag.decode('latin-1')}")
    offset, stored, length = offsets[tag]
    if max(stored, length) > LARGEST_TABLE:
        raise ValueError(f"its table {tag.decode('latin-1')} is too large")
    stream.seek(offset)
    raw = stream.read(stored)
    return raw if stored == length else zlib.decompressobj().decompress(raw, length)


def _em(stream: BinaryIO, offsets: Offsets) -> int:
    em: int = struct.unpack_from(">H", _table(stream, offsets, b"head"), 18)[0]
    if not em:
        raise ValueError("its em has no size")
    return em


def _described(file: Path, index: int, stream: BinaryIO, offsets: Offsets) -> FontFile:
    em = _em(stream, offsets)
    style = struct.unpack_from(">H", _table(stream, offsets, b"head"), 44)[0]
    ascent, descent = _heights(stream, offsets)
    families, names = _names(_table(stream, offsets, b"name"))
    return FontFile(
        file=file,
        index=index,
        families=families,
        names=names,
        bold=bool(style & _BOLD),
        italic=bool(style & _ITALIC),
        ascent=ascent / em,
        descent=descent / em,
        has_outlines=not offsets.keys().isdisjoint((b"glyf", b"CFF ", b"CFF2")),
    )


def _heights(stream: BinaryIO, offsets: Offsets) -> tuple[int, int]:
    """Ascent and descent as libass takes them: those for Windows where there are any."""
    if b"OS/2" in offsets:
        table = _table(stream, offsets, b"OS/2")
        if len(table) >= 78:
            ascent, descent = struct.unpack_from(">hh", table, 74)
            if ascent + descent > 0:
                return ascent, descent
    ascent, descent = struct.unpack_from(">hh", _table(stream, offsets, b"hhea"), 4)
    return (ascent, -descent) if ascent - descent > 0 else (1, 0)


def _names(table: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Family names, English ones first; and all names by which a font may be asked for."""
    count, start = struct.unpack_from(">HH", table, 2)
    found: list[tuple[bool, int, str]] = []
    for platform, _, language, number, length, offset in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
        if number in (_FAMILY, _FULL, _POSTSCRIPT, _WIDER_FAMILY):
            raw = table[start + offset : start + offset + length]
            text = raw.decode("latin-1" if platform == 1 else "utf-16-be", "replace").strip("\0 ")
            if text:
                found.append((language not in _ENGLISH, number, text))
    found.sort(key=lambda name: name[:2])
    families = dict.fromkeys(text for _, number, text in found if number in (_FAMILY, _WIDER_FAMILY))
    return tuple(families), tuple(dict.fromkeys(text for _, _, text in found))


_BEST = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


def _glyphs(table: bytes) -> Mapping[int, int]:
    """Glyphs by code point."""
    count = struct.unpack_from(">H", table, 2)[0]
    places = {
        (platform, encoding): offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count])
    }
    for key in _BEST:
        if key in places:
            part = table[places[key] :]
            kind = struct.unpack_from(">H", part)[0]
            if kind in _READERS:
                return _READERS[kind](part)
    return {}


def _segmented(part: bytes) -> dict[int, int]:
    """A table of format 4: stretches of the first 65,536 signs."""
    double = struct.unpack_from(">H", part, 6)[0]
    count = double // 2
    ends = struct.unpack_from(f">{count}H", part, 14)
    starts = struct.unpack_from(f">{count}H", part, 16 + double)
    deltas = struct.unpack_from(f">{count}H", part, 16 + 2 * double)
    at = 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", part, at)
    found: dict[int, int] = {}
    for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if start > end or start == 0xFFFF:
            continue
        if not offset:
            found.update((sign, (sign + delta) & 0xFFFF) for sign in range(start, end + 1))
            continue
        place = at + 2 * number + offset
        length = max(min(end - start + 1, (len(part) - place) // 2), 0)
        for sign, glyph in enumerate(struct.unpack_from(f">{length}H", part, place), start):
            if glyph:
                found[sign] = (glyph + delta) & 0xFFFF
    return {sign: glyph for sign, glyph in found.items() if glyph}


@attrs.frozen(slots=True)
class _Groups(Mapping[int, int]):
    """Glyphs by code point, out of stretches of signs whose glyphs follow one another: `first`, `last`, `glyph`.

    They stand in order; a font of 45,000 signs has some 15,000 of them, of which few are ever looked at.
    """

    stretches: tuple[tuple[int, int, int], ...]

    def __getitem__(self, sign: int) -> int:
        at = bisect_right(self.stretches, (sign, _PAST, 0)) - 1
        if at < 0 or sign > self.stretches[at][1]:
            raise KeyError(sign)
        first, _, glyph = self.stretches[at]
        return glyph + sign - first

    def __iter__(self) -> Iterator[int]:
        return (sign for first, last, _ in self.stretches for sign in range(first, last + 1))

    def __len__(self) -> int:
        return sum(last + 1 - first for first, last, _ in self.stretches)


_PAST = 0x110000
"""The first number that is no sign."""


def _grouped(part: bytes) -> Mapping[int, int]:
    """A table of format 12: stretches of all signs."""
    count = struct.unpack_from(">I", part, 12)[0]
    stretches = struct.iter_unpack(">III", part[16 : 16 + 12 * count])
    return _Groups(tuple(sorted((first, last, glyph) for first, last, glyph in stretches if first <= last < _PAST)))


def _trimmed(part: bytes) -> dict[int, int]:
    """A table of format 6: one stretch."""
    start, count = struct.unpack_from(">HH", part, 6)
    return {sign: glyph for sign, glyph in enumerate(struct.unpack_from(f">{count}H", part, 10), start) if glyph}


_READERS = {4: _segmented, 6: _trimmed, 12: _grouped}
