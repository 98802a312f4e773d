"""Laws of all transitions: they begin with one picture, end with the other, and keep what is transparent."""

from __future__ import annotations

import numpy as np
import pytest
from blends import BARS, BRIGHT, DARK, HEIGHT, RAMP, WIDTH, Blends, plain

from timeline_dsl.catalog import table
from timeline_dsl.render.transitions import TRANSITIONS, BlendPainter, is_painted

PAINTED = [name for name in TRANSITIONS if is_painted(name)]


@pytest.mark.parametrize("name", table("transitions").rows)
def test_a_transition_begins_with_the_picture_before(name: str, blends: Blends) -> None:
    shown = blends(name, 0.0, RAMP, BARS)
    assert all(np.abs(seen.astype(int) - wanted).mean() < 2 for seen, wanted in zip(shown, RAMP, strict=True))


def test_motions_of_ffmpeg_are_on_time_with_every_frame(blends: Blends) -> None:
    shares = [
        (blends.share("fade", moment).mean(), blends.share("wiperight", moment).mean())
        for moment in (0.0, 0.25, 0.5, 0.75, 0.975)
    ]
    assert shares == [
        (pytest.approx(moment, abs=0.01), pytest.approx(moment, abs=0.01)) for moment in (0.0, 0.25, 0.5, 0.75, 0.975)
    ]


@pytest.mark.parametrize("name", [name for name in TRANSITIONS if not is_painted(name)])
def test_a_transition_of_ffmpeg_ends_near_the_picture_after(name: str, blends: Blends) -> None:
    # the next frame shows it
    shown, middle = (np.abs(blends.bright(name, moment, RAMP, BARS) - BARS[0]).mean() for moment in (39 / 40, 0.5))
    assert shown < max(middle / 2, 8)


@pytest.mark.parametrize("name", table("transitions").rows)
def test_the_middle_of_a_transition_is_neither_picture(name: str, blends: Blends) -> None:
    middle = blends.bright(name, 0.5, RAMP, BARS)
    assert np.abs(middle - RAMP[0]).mean() > 8
    assert np.abs(middle - BARS[0]).mean() > 8


@pytest.mark.parametrize("clear", [False, True])
@pytest.mark.parametrize("size", [(160, 90), (81, 47)])
@pytest.mark.parametrize("name", PAINTED)
def test_a_painted_transition_leads_from_one_to_the_other(name: str, size: tuple[int, int], clear: bool) -> None:
    chance = np.random.default_rng(7)
    whole = np.full((size[1], size[0]), 255, np.uint8)
    pictures = [
        tuple(chance.integers(16, 236, plane.shape, np.uint8) for plane in plain(0, size=size))
        + ((whole,) if clear else ())
        for _ in range(2)
    ]
    paint = BlendPainter(name=name, first=0, total=3).begin(size, clear=clear)
    for number, wanted in ((0, pictures[0]), (3, pictures[1])):
        shown = paint(number, pictures)
        assert [plane.shape for plane in shown] == [plane.shape for plane in wanted]
        assert all(np.abs(seen.astype(int) - plane).max() <= 2 for seen, plane in zip(shown, wanted, strict=True))


@pytest.mark.parametrize("name", PAINTED)
def test_what_is_transparent_in_both_pictures_stays_so(name: str) -> None:
    clear = np.zeros((HEIGHT, WIDTH), np.uint8)
    pictures = [(*plain(DARK), clear), (*plain(BRIGHT), clear)]
    paint = BlendPainter(name=name, first=1, total=2).begin((WIDTH, HEIGHT), clear=True)
    assert not paint(0, pictures)[3].any()
