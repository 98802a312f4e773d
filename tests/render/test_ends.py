"""Where picture and sound of a file end."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import timeline_dsl as td
from timeline_dsl.render import testmedia
from timeline_dsl.render.ends import Ends, ends


def test_the_ends_of_picture_and_sound_are_told_apart(tmp_path: Path) -> None:
    film = testmedia.film(tmp_path / "film.mov", length=Fraction(3, 5), size=(16, 16), fps=10)
    assert ends(film) == Ends(picture=Fraction(3, 5), sound=None, frames=6)
    sound = testmedia.sound(tmp_path / "tone.wav", length=Fraction(1, 4))
    assert ends(sound) == Ends(picture=None, sound=Fraction(1, 4), frames=0)


def test_a_file_that_is_none_has_no_ends(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no film")
    with pytest.raises(td.RenderError):
        ends(tmp_path / "text.mp4")
