"""Films whose picture and sound do not begin and end together, as cameras and screen recorders leave them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from edits import BLACK, OSS, RED, canvas, film
from readback import color_of, ends, frame_number, is_near, pictures, samples

import timeline_dsl as td
from timeline_dsl.render import testmedia
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.probe import probe
from timeline_dsl.render.process import run
from timeline_dsl.units import Span


@pytest.fixture(scope="module")
def uneven(films: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The films, and beside them: sound that ends or begins later or earlier than the picture."""
    folder = tmp_path_factory.mktemp("uneven")
    for name, (picture, sound, later) in {
        "silent-end.mp4": (3, 1, None),
        "dark-end.mp4": (1, 3, None),
        "dark-end.mkv": (1, 3, None),
        "dark-start.mp4": (1, 3, "picture"),
        "silent-start.mp4": (3, 1, "sound"),
    }.items():
        shown = testmedia.film(
            folder / "shown.mp4", size=(160, 90), color="#C02020", numbered=True, length=picture, noise=10
        )
        heard = testmedia.sound(folder / ("heard.flac" if name.endswith(".mkv") else "heard.m4a"), length=sound)
        words = []
        for path, kind in ((shown, "picture"), (heard, "sound")):
            words += [*(("-itsoffset", "1") if later == kind else ()), "-i", f"file:{path}"]
        run(find(), [*words, "-map", "0:v", "-map", "1:a", "-c", "copy"], folder / name)
    return [folder, films]


def clip(name: str) -> td.VideoClip:
    return td.video(OSS + name)


def loud(path: Path) -> tuple[float, float]:
    """When the first and the last sound is heard, in seconds."""
    heard = np.flatnonzero(np.abs(samples(path)).max(axis=1) > 0.02)
    return float(heard[0]) / 48_000, float(heard[-1]) / 48_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("silent-end.mp4", None),
        ("dark-end.mp4", Span(Fraction(0), Fraction(1))),
        ("dark-end.mkv", Span(Fraction(0), Fraction(1))),
        ("dark-start.mp4", Span(Fraction(1), Fraction(2))),
        ("silent-start.mp4", None),
    ],
)
def test_it_is_known_when_a_film_has_no_picture(uneven: list[Path], name: str, shown: Span | None) -> None:
    assert probe(uneven[0] / name).pictures == shown


@pytest.mark.parametrize("speed", [1, 3])
@pytest.mark.parametrize(("name", "start"), [("silent-end.mp4", 1.5), ("silent-start.mp4", 0.1)])
def test_a_stretch_without_sound_is_silent_and_keeps_its_place(
    uneven: list[Path], tmp_path: Path, name: str, start: float, speed: int
) -> None:
    quiet = clip(name)[start : start + 0.6].at_speed(speed)
    made = canvas().video(quiet, film("red")[0:0.4]).render(tmp_path / "out.mp4", uneven)
    assert ends(made.path).sound == ends(made.path).picture
    assert loud(made.path) == pytest.approx((0.6 / speed, 0.6 / speed + 0.4), abs=0.02)


@pytest.mark.parametrize("name", ["dark-end.mp4", "dark-end.mkv"])
def test_the_last_picture_stands_until_the_sound_ends(uneven: list[Path], tmp_path: Path, name: str) -> None:
    made = canvas().video(clip(name)[0.48:2], film("blue")[0:0.4]).render(tmp_path / "out.mp4", uneven)
    shown = pictures(made.path)
    assert len(shown) == 48
    assert [frame_number(picture) for picture in shown[[0, 11, 12, 37]]] == [12, 23, 24, 24]
    late = pictures(canvas().video(clip(name)[0.48:2]).render(tmp_path / "late.mp4", uneven, span=(1.2, 1.4)).path)
    assert [frame_number(picture) for picture in late] == [24] * 5


def test_the_first_picture_stands_from_where_the_sound_begins(uneven: list[Path], tmp_path: Path) -> None:
    whole = canvas().video(clip("dark-start.mp4")[0:2])
    shown = pictures(whole.render(tmp_path / "out.mp4", uneven).path)
    assert [frame_number(picture) for picture in shown[[0, 24, 25, 30, 49]]] == [0, 0, 0, 5, 24]
    early = pictures(whole.render(tmp_path / "early.mp4", uneven, span=(0.2, 0.4)).path)
    assert [frame_number(picture) for picture in early] == [0] * 5


@pytest.mark.parametrize(("name", "start"), [("dark-end.mp4", 2), ("dark-start.mp4", 0.2)])
def test_a_stretch_without_picture_shows_nothing_and_is_heard(
    uneven: list[Path], tmp_path: Path, name: str, start: float
) -> None:
    made = canvas().video(clip(name)[start : start + 0.4], film("red")[0:0.4]).render(tmp_path / "out.mp4", uneven)
    shown = pictures(made.path)
    assert len(shown) == 20
    assert is_near(color_of(shown[9]), BLACK)
    assert is_near(color_of(shown[10]), RED)
    assert loud(made.path)[0] < 0.05
