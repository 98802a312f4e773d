"""Fixtures of the renderer's tests: media made once a session, and the reading-back functions beside this file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # `from readback import color_at` in every test of this folder

from blends import Blends

from timeline_dsl.render import testmedia
from timeline_dsl.render.ffmpeg import Ffmpeg, find


@pytest.fixture(scope="session")
def ffmpeg() -> Ffmpeg:
    """The FFmpeg that the tests run."""
    return find()


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with small media of every kind."""
    folder = tmp_path_factory.mktemp("media")
    testmedia.film(folder / "blue.mp4", color="#204080", numbered=True, tone=440)
    testmedia.film(folder / "odd.mp4", size=(321, 181), pixel_format="yuv444p", fps=30)
    testmedia.film(folder / "turned.mp4", rotation=90, length=1)
    testmedia.film(folder / "wide-pixels.mp4", size=(240, 180), sample_aspect="4/3", length=1)
    testmedia.film(folder / "clear.webm", pixel_format="yuva420p", length=1)
    testmedia.film(folder / "clear.mov", pixel_format="argb", length=1)
    for suffix in ("wav", "mp3", "m4a", "flac", "ogg"):
        testmedia.sound(folder / f"tone.{suffix}", length=1)
    for suffix in ("png", "jpg", "webp", "bmp"):
        testmedia.picture(folder / f"still.{suffix}")
    testmedia.picture(folder / "clear.png", alpha=0.5)
    for suffix in ("gif", "png", "webp"):
        testmedia.animation(folder / f"moving.{suffix}", ["#FF0000", "#00FF00", "#0000FF"])
    return folder


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the materials of the edits: films of one colour that number their frames, tones, pictures."""
    folder = tmp_path_factory.mktemp("films")
    testmedia.film(folder / "red.mp4", size=(160, 90), color="#C02020", numbered=True, tone=300, length=3)
    testmedia.film(folder / "green.mp4", size=(160, 90), color="#20A020", numbered=True, tone=700, length=3, fps=50)
    testmedia.film(folder / "blue.mp4", size=(80, 90), color="#2030C0", length=2, sample_rate=44_100, tone=1200, fps=30)
    testmedia.film(folder / "gray.mp4", size=(160, 90), color="#808080", length=1)
    testmedia.film(folder / "clear.webm", size=(160, 90), color="#2030C0", pixel_format="yuva420p", length=1)
    testmedia.picture(folder / "white.png", size=(40, 20), color="#FFFFFF", alpha=0.5)
    testmedia.picture(folder / "gold.jpg", size=(120, 90), color="#C0A020")
    for suffix in ("gif", "webp"):
        testmedia.animation(folder / f"moving.{suffix}", ["#FF0000", "#00FF00", "#0000FF"], fps=5)
    testmedia.sound(folder / "low.mp3", frequency=200, length=1)
    testmedia.sound(folder / "high.wav", frequency=2000, length=3, level=0.5)
    testmedia.sound(folder / "loud.wav", frequency=440, length=2, level=0.9)
    return folder


@pytest.fixture(scope="session")
def blends(tmp_path_factory: pytest.TempPathFactory) -> Blends:
    """Transitions between given pictures."""
    return Blends(tmp_path_factory.mktemp("blends"))
