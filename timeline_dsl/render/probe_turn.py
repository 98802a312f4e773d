"""Whether a film in an MP4 or MOV file stands upright, by the matrices in its header: no picture is decoded for it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_UPRIGHT = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_MATRICES = {b"tkhd": (40, 52), b"mvhd": (36, 48)}  # bytes before the matrix in versions 0 and 1 of the box
_MANY = 1000  # boxes side by side; a header with more is left to the decoder


def is_upright(path: Path) -> bool:
    """Whether nothing in the header turns the film; False when that cannot be told."""
    try:
        with path.open("rb") as file:
            matrices = list(_matrices(file, path.stat().st_size))
    except (OSError, ValueError, struct.error):
        return False
    return len(matrices) > 1 and all(matrix == _UPRIGHT for matrix in matrices)


def _matrices(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The matrices of the film and of each of its tracks."""
    for _, start, end in _boxes(file, 0, size, b"moov"):
        for kind, begin, stop in _boxes(file, start, end, b"mvhd", b"trak"):
            tracks = [(kind, begin, stop)] if kind == b"mvhd" else _boxes(file, begin, stop, b"tkhd")
            for head, first, _ in tracks:
                file.seek(first)
                version = file.read(1) == b"\x01"
                file.seek(first + _MATRICES[head][version])
                yield file.read(len(_UPRIGHT))


def _boxes(file: BinaryIO, start: int, end: int, *wanted: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The `wanted` boxes from `start` to `end`: their kind, and where their content begins and ends."""
    for _ in range(_MANY):
        if start + 8 > end:
            return
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if length == 1:
            (length,), head = struct.unpack(">Q", file.read(8)), 16
        stop = start + length if length else end
        if stop < start + head or stop > end:
            break
        if kind in wanted:
            yield kind, start + head, stop
        start = stop
    raise ValueError("no header that can be followed")
