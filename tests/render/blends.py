"""Transitions between two given pictures, painted or by FFmpeg, as planes of numbers, for the tests of this folder."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.graph import Graph, Video
from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.render.process import capture, half_written, piped
from timeline_dsl.render.source import Source
from timeline_dsl.render.transitions import BlendPainter, blended, is_painted

Planes = tuple[NDArray[np.uint8], ...]
Shares = NDArray[np.float64]

WIDTH, HEIGHT = 160, 90
FRAMES = 40
DARK, BRIGHT = 60, 200


def plain(bright: int, blue: int = 128, red: int = 128, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Planes:
    """A picture of one colour."""
    width, height = size
    small = (-(-height // 2), -(-width // 2))
    return (np.full((height, width), bright, np.uint8), np.full(small, blue, np.uint8), np.full(small, red, np.uint8))


def drawn(bright: Any) -> Planes:
    """A grey picture of any brightness by place: `bright` takes x and y from 0 to 1."""
    y, x = (np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5) / np.array([HEIGHT, WIDTH]).reshape(2, 1, 1)
    return (np.broadcast_to(bright(x, y), x.shape).astype(np.uint8), *plain(0)[1:])


class Blends:
    """The pictures of transitions from one picture to another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filmed = cache(self._filmed)

    def __call__(self, name: str, moment: float, before: Planes | None = None, after: Planes | None = None) -> Planes:
        """A transition at a moment (0 to below 1), from a dark to a bright plain picture unless others are given."""
        pair = (plain(DARK) if before is None else before, plain(BRIGHT) if after is None else after)
        number = round(moment * FRAMES)
        if not is_painted(name):
            return self.filmed(name, *(b"".join(plane.tobytes() for plane in picture) for picture in pair))[number]
        paint = BlendPainter(name=name, first=number, total=FRAMES).begin((WIDTH, HEIGHT), clear=False)
        return tuple(plane.copy() for plane in paint(0, pair))

    def bright(self, name: str, moment: float, before: Planes | None = None, after: Planes | None = None) -> Shares:
        """The brightness of it."""
        return self(name, moment, before, after)[0].astype(float)

    def share(self, name: str, moment: float) -> Shares:
        """How much of the picture after is seen, 0 to 1, where two plain pictures blend."""
        return (self.bright(name, moment) - DARK) / (BRIGHT - DARK)

    def _filmed(self, name: str, before: bytes, after: bytes) -> list[Planes]:
        blend = Frames(0, FRAMES)
        video = blended(self._film(before), self._film(after), name, blend, Grid(Fraction(25)), clear=False)
        graph = Graph(video)
        raw = capture(
            find(),
            [
                *graph.arguments(),
                "-filter_complex",
                graph.text(),
                "-map",
                graph.labels[0],
                "-f",
                "rawvideo",
                "-pix_fmt",
                "yuv420p",
                "-",
            ],
        )
        pictures = np.frombuffer(raw, np.uint8).reshape(FRAMES, -1)
        whole, small = WIDTH * HEIGHT, WIDTH * HEIGHT // 4
        return [
            (
                picture[:whole].reshape(HEIGHT, WIDTH),
                picture[whole : whole + small].reshape(HEIGHT // 2, WIDTH // 2),
                picture[whole + small :].reshape(HEIGHT // 2, WIDTH // 2),
            )
            for picture in pictures
        ]

    def _film(self, picture: bytes) -> Video:
        """A film that shows one picture all the time."""
        path = self.folder / f"{hash(picture):x}.mkv"
        if not path.exists():
            words = [
                "-f",
                "rawvideo",
                "-pixel_format",
                "yuv420p",
                "-video_size",
                f"{WIDTH}x{HEIGHT}",
                "-framerate",
                "25",
                "-i",
                "pipe:0",
                "-c:v",
                "rawvideo",
                "-f",
                "matroska",
            ]
            with half_written(path) as part, piped(find(), words, part) as goal:
                goal.stream.write(picture * FRAMES)
        return Video.of(Source(path=path))


RAMP = drawn(lambda x, y: 40 + 160 * x)
"""Brighter from left to right: brightness tells where a pixel came from."""

BARS = drawn(lambda x, y: np.where(x * 10 % 1 < 0.5, 40, 210))
ROWS = drawn(lambda x, y: np.where(y * 10 % 1 < 0.5, 40, 210))
SPOT = drawn(lambda x, y: np.where(np.hypot((x - 0.5) * 16 / 9, y - 0.5) < 0.12, 210, 40))


def edged() -> Planes:
    """A picture whose two colours are the same everywhere, and change at an edge."""
    columns = np.arange(WIDTH // 2) // 10 % 2 * 80 + 88
    color = np.broadcast_to(columns.astype(np.uint8), (HEIGHT // 2, WIDTH // 2))
    return plain(120)[0], color, color


def at(picture: Shares, x: float, y: float) -> float:
    """The mean of some pixels around a place."""
    column, row = round(x * WIDTH), round(y * HEIGHT)
    return float(picture[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2].mean())


def around(picture: Shares, radius: float, count: int = 180) -> Shares:
    """What is seen along a circle about the middle; `radius` is in heights."""
    turns = np.arange(count) / count * 2 * np.pi
    return np.array(
        [at(picture, 0.5 + radius * np.cos(turn) * HEIGHT / WIDTH, 0.5 + radius * np.sin(turn)) for turn in turns]
    )


def changes(line: Shares, between: float = 0.5) -> int:
    """How often a line of numbers crosses a value, counted round and round."""
    above = line > between
    return int((above != np.roll(above, 1)).sum())


def new(picture: Shares, *places: tuple[float, float]) -> bool:
    """Whether the picture after is seen at all these places."""
    return all(at(picture, *place) > 0.9 for place in places)


def old(picture: Shares, *places: tuple[float, float]) -> bool:
    """Whether the picture before is seen at all these places."""
    return all(abs(at(picture, *place)) < 0.1 for place in places)


TOP, BOTTOM, LEFT, RIGHT, MIDDLE = (0.5, 0.05), (0.5, 0.95), (0.05, 0.5), (0.95, 0.5), (0.5, 0.5)
CORNERS = UPPER_LEFT, UPPER_RIGHT, LOWER_LEFT, LOWER_RIGHT = (0.02, 0.03), (0.98, 0.03), (0.02, 0.97), (0.98, 0.97)
