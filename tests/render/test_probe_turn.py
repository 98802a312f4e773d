"""Films that stand upright are told by their headers; all else is left to a decoder."""

from __future__ import annotations

import pytest

from timeline_dsl.render import testmedia
from timeline_dsl.render.probe_turn import is_upright


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
@pytest.mark.parametrize(("rotation", "upright"), [(0, True), (90, False), (180, False), (270, False)])
def test_a_film_that_is_not_turned_stands_upright(tmp_path, suffix, rotation, upright):
    film = tmp_path / f"film{suffix}"
    testmedia.film(film, size=(32, 18), length=0.2, color="#1F4E79", rotation=rotation)
    assert is_upright(film) is upright


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"\0\0\0\1moov" + b"\xff" * 90,
        b"\0\0\0\0moov\0\0\0\x08trak",
        (b"\0\0\0\0moov" + b"\0\0\0\x08trak") * 1000,
        b"\0\0\0\x08free" * 5000,
        b"\0\0\0\x18moov\0\0\0\x10mvhd\0\0\0\0\0\0\0\0",
    ],
)
def test_a_broken_header_is_left_to_the_decoder(tmp_path, content):
    (tmp_path / "film.mp4").write_bytes(content)
    assert not is_upright(tmp_path / "film.mp4")


def test_a_missing_file_is_left_to_the_decoder(tmp_path):
    assert not is_upright(tmp_path / "film.mp4")
