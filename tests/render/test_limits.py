"""Timelines at the limits of the service: as many tracks, clips, layers and captions as it takes."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from edits import OSS, film
from readback import ends

import timeline_dsl as td

LONGEST_COMMAND = 32_767
"""Characters of a command line that every system takes."""

SIZE = (80, 46)


def canvas(fps: int) -> td.Timeline:
    return td.Timeline(size=SIZE, fps=fps)


def place(number: int) -> dict[str, str]:
    return {"x": f"{number % 10 * 10}%", "y": f"{number // 10 * 10}%"}


def tracks() -> td.Timeline:
    """A hundred tracks of each kind with one small clip, some of them at the same time."""
    made = canvas(10)
    for number in range(100):
        start = number / 20
        made = made.video(film("red")[start / 4 : start / 4 + 0.4].at(start).box(**place(number), w="10%", h="10%"))
        made = made.audio(td.audio(OSS + "high.wav")[start / 4 : start / 4 + 0.4].at(start), volume=0.1)
    texts = (td.text(f"{n}", start=n / 20, end=n / 20 + 0.4, size=20, **place(n)) for n in range(100))
    return made.but(subtitle_tracks=tuple(td.SubtitleTrack(clips=(text,)) for text in texts))


def layers() -> td.Timeline:
    """Twenty films over one another, each shining through."""
    made = canvas(25)
    for number in range(20):
        made = made.video(film("red")[number / 20 : number / 20 + 1].but(opacity=0.5))
    return made


def clips() -> td.Timeline:
    """Three hundred films one after another."""
    return canvas(10).video(*(film(("red", "green")[n % 2])[n % 25 / 10 : n % 25 / 10 + 0.2] for n in range(300)))


def captions() -> td.Timeline:
    """Five thousand captions one after another."""
    texts = (td.text(f"Caption {n}", start=n / 25, end=(n + 1) / 25, size=30) for n in range(5000))
    still = td.image(OSS + "gold.jpg", 200)
    return canvas(25).video(still).but(subtitle_tracks=(td.SubtitleTrack(clips=tuple(texts)),))


@pytest.mark.parametrize(
    ("edit", "length"),
    [(tracks, Fraction(107, 20)), (layers, Fraction(1)), (clips, Fraction(60)), (captions, Fraction(200))],
    ids=["tracks", "layers", "clips", "captions"],
)
def test_a_timeline_at_the_limits_renders_by_short_commands(
    edit: Callable[[], td.Timeline], length: Fraction, films: Path, tmp_path: Path
) -> None:
    timeline = edit()
    assert timeline.check(region="cn-shanghai", media=films).errors == ()
    made = timeline.render(tmp_path / "out.mp4", media=films)
    found = ends(made.path)
    assert made.duration == length
    assert abs(found.picture - length) <= 1 / made.fps
    assert abs(found.sound - found.picture) <= 1 / made.fps
    assert max(sum(len(word) + 1 for word in command) for command in made.commands) < LONGEST_COMMAND


def test_many_voices_are_made_apart_from_the_picture(films: Path, tmp_path: Path) -> None:
    edit = canvas(25).video(film("red")[0:1].mute())
    for _ in range(13):
        edit = edit.audio(td.audio(OSS + "high.wav")[0:1], volume=0.05)
    made = edit.render(tmp_path / "out.mp4", media=films)
    assert [sum(word == "-i" for word in command) for command in made.commands] == [1, 1, 2]
    assert ends(made.path).picture == ends(made.path).sound == 1
