"""Moments become frames without gaps and without drift."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.units import Span

TIMES = st.fractions(min_value=0, max_value=4000, max_denominator=10_000)
GRIDS = st.sampled_from([Grid(Fraction(25)), Grid(Fraction(30_000, 1001)), Grid(Fraction(60))])


@given(GRIDS, TIMES, TIMES, TIMES)
def test_stretches_that_meet_give_frames_that_meet(grid: Grid, one: Fraction, two: Fraction, three: Fraction) -> None:
    start, middle, end = sorted((one, two, three))
    assert grid.frames(Span(start, middle)).end == grid.frames(Span(middle, end)).first


@given(GRIDS, st.integers(0, 1_000_000))
def test_the_time_of_a_frame_is_that_frame(grid: Grid, frame: int) -> None:
    assert grid.frame(grid.time(frame)) == frame


def test_a_moment_between_two_frames_belongs_to_the_later_one() -> None:
    assert Grid(Fraction(25)).frame(Fraction(45, 10)) == 113


def test_what_is_hidden_is_taken_away() -> None:
    assert Frames(0, 100).without((Frames(20, 30), Frames(90, 200))) == (Frames(0, 20), Frames(30, 90))
    assert Frames(10, 20).without((Frames(0, 50),)) == ()
    assert Frames(10, 20).without((Frames(30, 30),)) == (Frames(10, 20),)


def test_a_sample_is_counted_exactly() -> None:
    assert Grid(Fraction(30_000, 1001)).sample(Fraction(1001, 30_000)) == 1602
