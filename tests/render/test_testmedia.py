"""The media that tests and the demo make: what they show and sound like, read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from readback import color_at, ends, frame_number, frequency_at, is_near, level_at, picture_at

from timeline_dsl.render.probe import probe


def test_a_numbered_film_shows_its_frame_numbers(media: Path) -> None:
    frames = [0, 1, 2, 25, 49]
    assert [frame_number(picture_at(media / "blue.mp4", frame / 25)) for frame in frames] == frames


def test_a_film_has_its_colour_and_its_tone(media: Path) -> None:
    assert is_near(color_at(media / "blue.mp4", 1.0), "#204080", within=4)
    assert frequency_at(media / "blue.mp4", 0.5) == pytest.approx(440, abs=2)
    assert level_at(media / "blue.mp4", 0.5) == pytest.approx(0.25 / 2**0.5, rel=0.05)


def test_picture_and_sound_of_a_film_end_together(media: Path) -> None:
    found = ends(media / "blue.mp4")
    assert (found.picture, found.sound, found.frames) == (2, 2, 50)


@pytest.mark.parametrize("name", ["tone.wav", "tone.mp3", "tone.m4a", "tone.flac", "tone.ogg"])
def test_a_tone_has_its_frequency_in_every_format(media: Path, name: str) -> None:
    assert frequency_at(media / name, 0.4) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("name", ["still.png", "still.jpg", "still.webp", "still.bmp"])
def test_a_picture_has_its_colour_in_every_format(media: Path, name: str) -> None:
    assert is_near(color_at(media / name, 0), "#C04020", within=6)


@pytest.mark.parametrize("name", ["moving.gif", "moving.png"])
def test_a_moving_picture_shows_its_colours_in_turn(media: Path, name: str) -> None:
    shown = [color_at(media / name, time) for time in (0.1, 0.3, 0.5)]
    wanted = ["#FF0000", "#00FF00", "#0000FF"]
    assert all(map(is_near, shown, wanted)), shown


def test_a_clear_picture_has_alpha(media: Path) -> None:
    assert probe(media / "clear.png").has_alpha
