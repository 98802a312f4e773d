"""One edit with every FFmpeg of this machine: the wheel's, and the system's where that has another major version."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import attrs
import numpy as np
import pytest
from edits import BLUE, GREEN, OSS, RED, canvas, film
from numpy.typing import NDArray
from readback import color_of, ends, frame_number, frequency_at, is_near, level_at, pictures

import timeline_dsl as td
from timeline_dsl.render.ffmpeg import VARIABLE, Ffmpeg, MissingFfmpeg, described, installed
from timeline_dsl.render.rendered import Rendered

FRAMES = 145
FADE, CIRCLE = range(40, 50), range(105, 115)
GREY = range(125, 133)
INSET = range(55, 75)
TEXT = range(10, 85)
CORNER = (0.75, 0.1, 0.9, 0.3)
MIDDLE = (0.45, 0.4, 0.55, 0.6)
BEEPS = (*range(0, 50, 5), *range(50, 140, 10))


def versions() -> list[Ffmpeg]:
    """One FFmpeg of every major version: the one that the tests run, the wheel's, the system's."""
    found: dict[int, Ffmpeg] = {}
    named = os.environ.get(VARIABLE, "")
    for path in filter(None, (named, *installed())):
        with contextlib.suppress(MissingFfmpeg):  # what is too old is refused, and no test of this file
            found.setdefault(described(path).major, described(path))
    return list(found.values())


def edit() -> td.Timeline:
    """A blend, a cut, a painted blend, a picture in the picture, a text, an effect for a while, beeps over music."""
    grey = td.Filter(sub_type="color", ext_params="effect=color,saturation=-100", timeline_in=5, timeline_out=5.32)
    fade, circle = td.transition("fade", 0.4), td.transition("circle", 0.4)
    red, green, last = film("red")[0:2], film("green")[0:2], film("green")[0:1.6].with_effects(grey)
    beeps = [td.audio(OSS + "high.wav")[0:0.2].at(frame / 25) for frame in BEEPS]
    return (
        canvas()
        .video(red.mute(), fade, green.mute(), film("red")[1:2].mute(), circle, last.mute(), main=True)
        .video(film("blue")[0:0.8].at(2.2).box(x="70%", y="5%", w="25%", h="30%").mute())
        .audio(*beeps)
        .audio(td.audio(OSS + "low.mp3").at(0, 5.8), volume=0.5, loop=True)
        .text(td.text("WWW", start=0.4, end=3.4, size=20))
    )


@attrs.frozen
class Shown:
    """The edit as one FFmpeg plays it, made by one run and joined out of parts; a slow clip; a text of one colour."""

    result: Rendered
    one: NDArray[np.uint8]
    joined: NDArray[np.uint8]
    slow: NDArray[np.uint8]
    written: NDArray[np.uint8]


@pytest.fixture(scope="module", params=versions(), ids=lambda ffmpeg: f"ffmpeg-{ffmpeg.major}")
def shown(request: pytest.FixtureRequest, films: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("versions")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, request.param.path)
        one, joined = (
            edit().render(folder / f"{workers}.mp4", films, workers=workers, cache=False) for workers in (1, 3)
        )
        assert {made.commands[0][0] for made in (one, joined)} == {request.param.path}
        slow = canvas().video(film("red")[1:2].at_speed(0.5).mute()).render(folder / "slow.mp4", films)
        block = td.text("■", size=80, color="#00FF00", align="CenterCenter")
        words = canvas().video(film("red")[0:0.2]).text(block).render(folder / "words.mp4", films)
        films_ = (pictures(made.path) for made in (one, joined, slow, words))
        yield Shown(one, *films_)


def test_the_output_is_as_long_as_the_timeline(shown: Shown) -> None:
    found = ends(shown.result.path)
    assert (found.frames, shown.result.duration) == (FRAMES, Fraction(29, 5))
    assert found.picture == Fraction(29, 5)
    assert found.sound is not None
    assert abs(found.sound - found.picture) <= Fraction(1, 40)


def test_every_picture_stands_on_its_frame(shown: Shown) -> None:
    wanted = [*range(40), *range(20, 100, 2), *range(25, 40), *range(20, 80, 2)]
    blended = {*FADE, *CIRCLE}
    for film_ in (shown.one, shown.joined):
        assert [frame_number(picture) for at, picture in enumerate(film_) if at not in blended] == wanted


def test_every_picture_of_a_slow_clip_is_shown_twice(shown: Shown) -> None:
    assert [frame_number(picture) for picture in shown.slow] == [number for number in range(25, 50) for _ in range(2)]


def test_a_blend_goes_from_one_picture_to_the_other(shown: Shown) -> None:
    red, green, blue = np.array([color_of(shown.one[at], MIDDLE) for at in range(FADE[0] - 1, FADE[-1] + 2)]).T
    assert is_near(color_of(shown.one[FADE[0] - 1], MIDDLE), RED)
    assert is_near(color_of(shown.one[FADE[5]], MIDDLE), (0x70, 0x60, 0x20))
    assert is_near(color_of(shown.one[FADE[-1] + 1], MIDDLE), GREEN)
    assert (np.diff(red) < -5).sum() == (np.diff(green) > 5).sum() >= len(FADE) - 1
    assert int(np.ptp(blue)) < 12


def test_a_painted_blend_shows_both_pictures(shown: Shown) -> None:
    halfway = shown.one[CIRCLE[3]]
    assert is_near(color_of(halfway, MIDDLE), GREEN)
    assert is_near(color_of(halfway, (0.02, 0.02, 0.1, 0.1)), RED)


def test_an_inset_and_an_effect_last_exactly_their_time(shown: Shown) -> None:
    for film_ in (shown.one, shown.joined):
        assert [at for at, picture in enumerate(film_) if is_near(color_of(picture, CORNER), BLUE)] == list(INSET)
        grey = [at for at, picture in enumerate(film_) if np.ptp(color_of(picture, MIDDLE)) < 12]
        assert [at for at in grey if at not in TEXT] == list(GREY)


def test_a_caption_is_drawn_exactly_during_its_time(shown: Shown) -> None:
    for film_ in (shown.one, shown.joined):
        bright = (film_[:, :75].min(axis=3) > 160).sum(axis=(1, 2))
        assert [at for at, count in enumerate(bright) if count > 40] == list(TEXT)


def test_a_text_has_the_colour_that_it_was_given(shown: Shown) -> None:
    assert is_near(color_of(shown.written[2], (0.47, 0.45, 0.53, 0.55)), "#00FF00")
    assert is_near(color_of(shown.written[2], (0.02, 0.02, 0.1, 0.2)), RED)


def test_every_beep_and_the_music_sound(shown: Shown) -> None:
    for at in BEEPS:
        assert abs(frequency_at(shown.result.path, at / 25 + 0.02, 0.15) - 2000) < 20
        assert abs(level_at(shown.result.path, at / 25 + 0.02, 0.15) - 0.36) < 0.03
    for at in BEEPS[10:]:
        assert abs(frequency_at(shown.result.path, at / 25 + 0.23, 0.15) - 200) < 20
        assert abs(level_at(shown.result.path, at / 25 + 0.23, 0.15) - 0.09) < 0.02


def test_parts_joined_show_the_same(shown: Shown) -> None:
    apart = np.abs(shown.one.astype(np.int16) - shown.joined.astype(np.int16)).mean(axis=(1, 2, 3))
    assert float(apart.max()) < 4
