"""Streams of exactly so many pictures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from readback import frame_number

from timeline_dsl.render.excerpts import counted, excerpt, held
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.graph import Filter, Graph, Video
from timeline_dsl.render.process import capture
from timeline_dsl.render.source import Source

FPS = Fraction(25)


@pytest.fixture
def film(films: Path) -> Video:
    """75 pictures that show their numbers."""
    return Video.of(Source(path=films / "red.mp4"))


def numbers(ffmpeg: Ffmpeg, stream: Video) -> list[int]:
    """The numbers that the pictures of a stream show."""
    graph = Graph(stream)
    words = ("-filter_complex", graph.text(), "-map", *graph.labels, "-fps_mode", "passthrough")
    raw = capture(ffmpeg, [*graph.arguments(), *words, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
    return [frame_number(picture) for picture in np.frombuffer(raw, np.uint8).reshape(-1, 90, 160, 3)]


def test_an_excerpt_has_exactly_its_pictures(ffmpeg: Ffmpeg, film: Video) -> None:
    assert numbers(ffmpeg, film.through(*excerpt(12, 63, FPS))) == list(range(12, 75))


def test_excerpts_of_one_stream_end_with_their_last_pictures(ffmpeg: Ffmpeg, film: Video) -> None:
    parts = [film.through(*excerpt(start, count, FPS)) for start, count in ((0, 12), (12, 62), (74, 1))]
    joined = Video.mixed(Filter("concat", n=3), *parts).through(*counted(75, FPS))
    assert numbers(ffmpeg, joined) == list(range(75))


def test_a_stream_with_another_over_it_keeps_its_last_picture(ffmpeg: Ffmpeg, film: Video) -> None:
    small = film.through(Filter("scale", w=16, h=8), Filter("setpts", expr="PTS+0.4/TB"))
    both = Video.mixed(Filter("overlay"), film, small).through(*counted(75, FPS))
    assert numbers(ffmpeg, both.through(Filter("fps", fps="25"))) == list(range(75))


def test_a_stream_that_ends_early_repeats_its_last_picture(ffmpeg: Ffmpeg, film: Video) -> None:
    for more in (counted(80, FPS), held(80)):
        assert numbers(ffmpeg, film.through(*more)) == [*range(75), *[74] * 5]
