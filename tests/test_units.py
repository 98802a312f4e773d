"""Times, positions, gains and colours, as people write them."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline_dsl as td
from timeline_dsl import units


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (2.5, Fraction(5, 2)),
        (3, Fraction(3)),
        ("500ms", Fraction(1, 2)),
        ("2s", Fraction(2)),
        ("1.5 min", Fraction(90)),
        ("00:01:02.5", Fraction(125, 2)),
        ("01:02", Fraction(62)),
        ("00:00:01,250", Fraction(5, 4)),
        (timedelta(seconds=1, milliseconds=40), Fraction(26, 25)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_a_time_is_read_exactly(given_, expected):
    assert units.exact_seconds(given_) == expected


def test_frames_are_a_time_where_the_frame_rate_is_known():
    assert units.exact_seconds("12f", fps=25) == Fraction(12, 25)
    assert units.exact_seconds("1f", fps=Fraction(30000, 1001)) == Fraction(1001, 30000)


def test_ten_times_a_tenth_of_a_second_is_one_second():
    assert sum(units.exact_seconds(0.1) for _ in range(10)) == 1


@pytest.mark.parametrize("bad", [True, float("nan"), float("inf"), "5", "", "abc", "1:2:3:4", None, [1], "12f"])
def test_what_is_no_time_is_refused_with_the_way_to_write_it(bad):
    with pytest.raises(td.UsageError) as refused:
        units.seconds(bad)
    assert "time" in refused.value.message
    assert refused.value.fix
    assert refused.value.where.startswith("test_units.py:")


def test_a_negative_time_is_refused():
    with pytest.raises(td.UsageError) as refused:
        units.seconds(-1, name="start")
    assert refused.value.message == "start must not be negative (got -1)"


@given(st.floats(0, 1e6, allow_nan=False))
def test_seconds_keep_four_decimals(value):
    assert round(units.seconds(value) * 10_000) / 10_000 == pytest.approx(value, abs=0.000051)


def test_whole_seconds_are_written_without_a_point():
    assert repr(units.seconds(3.0)) == "3"
    assert repr(units.seconds(3.25)) == "3.25"


def test_a_share_of_the_output_is_a_ratio():
    assert units.length("65%") == td.Ratio(0.65)
    assert isinstance(td.pct(100), td.Ratio)


def test_pixels_are_whole_numbers():
    assert units.length("640px") == td.Px(640)
    with pytest.raises(td.UsageError, match="pixels must be a whole number"):
        td.px(2.5)


def test_zero_pixels_are_the_edge():
    assert td.px(0) == td.Ratio(0)


def test_one_pixel_cannot_be_written():
    with pytest.raises(td.UsageError) as refused:
        units.length("1px")
    assert refused.value.message == "1 pixel cannot be written: the service reads 1 as 100 %"


def test_a_bare_number_as_a_position_is_refused_with_both_readings():
    with pytest.raises(td.UsageError) as refused:
        td.video("https://b-b.oss-cn-shanghai.aliyuncs.com/a.mp4").box(x=0.5)
    assert refused.value.message == "x=0.5 could be a share of the output or pixels"
    assert refused.value.fix == 'write x="50%", or x="0px" for pixels'
    assert refused.value.where.startswith("test_units.py:")


@pytest.mark.parametrize(("given_", "factor"), [(0.3, 0.3), (0, 0), ("-14dB", 0.1995), ("0 dB", 1.0), ("+6dB", 1.9953)])
def test_a_gain_is_a_factor_or_decibels(given_, factor):
    assert units.gain(given_) == factor


def test_a_negative_factor_is_refused_with_the_decibels_that_were_meant():
    with pytest.raises(td.UsageError) as refused:
        units.gain(-14)
    assert refused.value.message == "gain must not be negative (got -14)"
    assert '"-14dB"' in refused.value.fix


def test_a_colour_is_written_with_a_hash_and_six_digits():
    assert units.color("#a0b1c2") == "#A0B1C2"
    with pytest.raises(td.UsageError):
        units.color("red")


def test_a_span_holds_its_start_and_not_its_end():
    span = td.Span(Fraction(1), Fraction(2))
    assert Fraction(1) in span
    assert Fraction(2) not in span
    assert span.overlap(td.Span(Fraction(3, 2), Fraction(5))) == td.Span(Fraction(3, 2), Fraction(2))
    assert span.overlap(td.Span(Fraction(2), Fraction(3))) is None
