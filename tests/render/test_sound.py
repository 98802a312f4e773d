"""What is heard at which moment, and how loud."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from edits import OSS, canvas, film
from readback import frequency_at, level_at, probe, samples

import timeline_dsl as td
from timeline_dsl.render import testmedia
from timeline_dsl.render.sound import tempo

TONE = 0.25 / 2**0.5
"""The level of the films' tones."""


@pytest.fixture
def heard(films: Path, tmp_path: Path):
    """Render a timeline as sound alone and hand back the file."""
    return lambda timeline, **options: timeline.render(tmp_path / "out.wav", media=films, **options).path


def loud() -> td.AudioClip:
    return td.audio(OSS + "loud.wav")


def test_a_sound_keeps_its_level_and_pitch(heard) -> None:
    path = heard(canvas().audio(td.audio(OSS + "high.wav")[0:2]))
    assert level_at(path, 1) == pytest.approx(0.5 / 2**0.5, rel=0.02)
    assert frequency_at(path, 1) == pytest.approx(2000, abs=5)
    assert len(samples(path)) == 96_000


def test_sound_of_one_channel_is_as_loud_on_two(heard) -> None:
    path = heard(canvas().video(film("red")[0:1]))
    assert probe(path).channels == 2
    assert level_at(path, 0.5) == pytest.approx(TONE, rel=0.03)


def test_a_stretch_is_cut_to_the_sample(heard) -> None:
    path = heard(canvas().audio(td.audio(OSS + "high.wav")[0:0.5].at(0.25), td.audio(OSS + "low.mp3")[0:0.25].at(1)))
    sound = np.abs(samples(path)).max(axis=1)
    first, last = np.flatnonzero(sound[:48_000] > 0.01)[[0, -1]]
    assert abs(first - 12_000) <= 12
    assert abs(last - 35_999) <= 12
    assert level_at(path, 0.8) < 0.001
    assert frequency_at(path, 1.02) == pytest.approx(200, abs=5)


def test_a_gain_multiplies_everywhere_or_in_its_window(heard) -> None:
    clip = td.audio(OSS + "high.wav")[0:3].gain(0.5).with_effects(td.Volume(gain=0, source_in=1, source_out=1.5))
    path = heard(canvas().audio(clip))
    whole = 0.5 * 0.5 / 2**0.5
    assert level_at(path, 0.8) == pytest.approx(whole, rel=0.02)
    assert level_at(path, 1.05, 0.4) < 0.001
    assert level_at(path, 1.6) == pytest.approx(whole, rel=0.02)


def test_windows_count_from_the_start_of_the_clip(heard) -> None:
    clip = td.audio(OSS + "high.wav")[0:2].with_effects(td.Volume(gain=0, source_in=1)).at(1)
    path = heard(canvas().audio(clip))
    assert level_at(path, 1.5) > 0.3
    assert level_at(path, 2.1) < 0.001


def test_a_muted_film_is_silent(heard) -> None:
    assert level_at(heard(canvas().video(film("red")[0:1].mute())), 0.2, 0.6) == 0


def test_fades_rise_and_fall_by_their_curve(heard) -> None:
    path = heard(canvas().audio(td.audio(OSS + "high.wav")[0:3].fade_in(1, curve="tri").fade_out(1, curve="tri")))
    whole = 0.5 / 2**0.5
    assert [level_at(path, at, 0.02) / whole for at in (0.09, 0.49, 0.99, 1.5, 2.24, 2.49, 2.89)] == pytest.approx(
        [0.1, 0.5, 1, 1, 0.75, 0.5, 0.1], abs=0.02
    )


def test_the_standard_curve_of_a_fade_is_the_steep_one(heard) -> None:
    path = heard(canvas().audio(td.audio(OSS + "high.wav")[0:2].fade_out(1)))
    assert level_at(path, 1.49, 0.02) < 0.02


def test_a_loop_repeats_its_stretch_up_to_its_end(heard) -> None:
    looped = td.audio(OSS + "low.mp3")[0:0.5].but(loop_mode=True).at(0.5, 2.25)
    path = heard(canvas().audio(looped))
    assert level_at(path, 0.2) < 0.001
    assert [frequency_at(path, at) for at in (0.6, 1.1, 1.9)] == pytest.approx([200] * 3, abs=5)
    assert len(samples(path)) == 108_000


def test_speed_keeps_the_pitch(heard) -> None:
    path = heard(canvas().audio(td.audio(OSS + "high.wav")[0:3].at_speed(1.5)))
    assert len(samples(path)) == 96_000
    assert frequency_at(path, 1) == pytest.approx(2000, abs=10)
    assert level_at(path, 1.7) > 0.3


def test_sounds_that_meet_between_two_frames_leave_no_gap(heard) -> None:
    path = heard(canvas().video(film("red")[0.1:1.119], film("green")[0.1:1.1]))
    around = samples(path, 1, 0.04)[:, 0].reshape(-1, 80)
    assert np.sqrt((around**2).mean(axis=1)).min() > TONE / 3, "a gap of 2 ms would be heard"


@pytest.mark.parametrize("fps", [1, 25])
def test_what_begins_between_two_frames_is_heard_from_its_beginning_at_any_speed(heard, fps: int) -> None:
    path = heard(canvas().video(film("green")[1:3].at_speed(10).at(0.495)), fps=fps)
    sound = np.abs(samples(path)).max(axis=1)
    first, last = np.flatnonzero(sound > 0.01)[[0, -1]] / 48_000
    assert (first, last) == pytest.approx((0.495, 0.695), abs=0.02)


@pytest.mark.parametrize("speed", [Fraction(1, 10), Fraction(2, 5), Fraction(1), Fraction(3), Fraction(100)])
def test_any_speed_is_made_of_allowed_steps(speed: Fraction) -> None:
    steps = [dict(step.args)["tempo"] for step in tempo(speed)]
    assert float(np.prod(steps)) == pytest.approx(float(speed))
    assert all(0.5 <= float(step) <= 2 for step in steps)


def test_all_tracks_are_mixed_and_do_not_clip(heard) -> None:
    edit = canvas().audio(loud()).audio(loud()).audio(loud())
    path = heard(edit)
    sound = np.abs(samples(path))
    assert 0.9 < sound[4800:].max() <= 1.0
    assert (sound > 0.999).mean() < 0.001


def test_the_six_channels_of_a_film_do_not_clip_on_two(tmp_path: Path) -> None:
    testmedia.sound(tmp_path / "round.wav", level=0.9, channels=6, length=1)
    edit = canvas().audio(td.audio(OSS + "round.wav")[0:1])
    sound = np.abs(samples(edit.render(tmp_path / "out.wav", media=tmp_path).path))
    assert 0.9 < sound[4800:].max() <= 1.0
    assert (sound > 0.999).mean() < 0.001


def test_quiet_tracks_are_mixed_without_being_changed(heard) -> None:
    path = heard(canvas().audio(loud().gain(0.5)).audio(td.audio(OSS + "high.wav")[0:2].gain(0.5)))
    assert level_at(path, 0.5, 1) == pytest.approx(((0.45**2 + 0.25**2) / 2) ** 0.5, rel=0.02)


def test_a_sound_on_another_rate_keeps_its_pitch(heard) -> None:
    path = heard(canvas().video(film("blue")[0:1]))
    assert frequency_at(path, 0.5) == pytest.approx(1200, abs=5)


def test_a_long_track_is_cut_by_the_main_track(heard) -> None:
    path = heard(canvas().video(film("red")[0:1], main=True).audio(td.audio(OSS + "high.wav")))
    assert len(samples(path)) == 48_000


def test_loudness_and_levelling_raise_what_is_soft(heard) -> None:
    soft = td.audio(OSS + "high.wav")[0:3].gain(0.02)
    before = level_at(heard(canvas().audio(soft)), 2)
    louder = level_at(heard(canvas().audio(soft.with_effects(td.ALoudNorm(loudness=-14, true_peak=-1)))), 2)
    levelled = level_at(heard(canvas().audio(soft).effects(td.AEqualize(peak=0.95, gain=10))), 2)
    assert louder > before * 4
    assert levelled > before * 4


@pytest.mark.parametrize("mode", [0, 1, 2, 3, 4])
def test_every_way_of_reducing_noise_leaves_a_voice(heard, mode: int) -> None:
    path = heard(canvas().audio(td.audio(OSS + "high.wav")[0:1].with_effects(td.ADenoise(mode=mode))))
    assert len(samples(path)) == 48_000
    assert level_at(path, 0.5) > 0.1


def test_a_range_that_begins_within_a_fade_sounds_as_in_the_whole(heard, films: Path, tmp_path: Path) -> None:
    edit = canvas().audio(td.audio(OSS + "high.wav")[0:3].fade_in(2, curve="tri"))
    part = edit.render(tmp_path / "part.wav", media=films, span=(1, 2)).path
    assert level_at(part, 0, 0.05) == pytest.approx(0.51 * 0.5 / 2**0.5, rel=0.05)
    assert len(samples(part)) == 48_000


SEAM = 1.0008
"""Seconds at which both tones are far from zero: a plain cut clicks there."""


@pytest.fixture
def seam(heard) -> np.ndarray:
    """The samples of two films at the seam of a transition that keeps the length."""
    kept = td.transition("fade", 0.4, keep_length=True)
    path = heard(canvas().video(film("red")[0.5 : 0.5 + SEAM], kept, film("green")[0.5003:2]))
    return samples(path)[:, 0].astype(np.float64)


def _levels(sound: np.ndarray, first: float, last: float, step: float = 0.01) -> list[float]:
    """The level of every hundredth of a second."""
    cuts = range(round(first * 48_000), round(last * 48_000), round(step * 48_000))
    return [float(np.sqrt((sound[cut : cut + round(step * 48_000)] ** 2).mean())) for cut in cuts]


def test_both_sounds_of_a_locked_transition_are_whole_up_to_its_seam(seam: np.ndarray) -> None:
    assert _levels(seam, 0.2, SEAM - 0.021) == pytest.approx([TONE] * 78, rel=0.06)
    assert _levels(seam, SEAM + 0.011, 1.5) == pytest.approx([TONE] * 49, rel=0.06)


def test_the_seam_of_a_locked_transition_does_not_click(seam: np.ndarray) -> None:
    steps = np.abs(np.diff(seam))
    at = round(SEAM * 48_000)
    assert steps[at - 1000 : at + 1000].max() <= 1.02 * steps[at + 2000 : at + 9000].max()
    assert np.abs(seam[at - 2 : at + 3]).max() < 0.02


def test_nothing_of_the_first_clip_is_heard_behind_a_locked_seam(heard) -> None:
    kept = td.transition("fade", 0.4, keep_length=True)
    path = heard(canvas().video(film("red")[0:1], kept, film("green")[0:1]))
    assert frequency_at(path, 0.79) == pytest.approx(300, abs=5)
    spectrum = np.abs(np.fft.rfft(samples(path, 1.0, 0.2).mean(axis=1)))
    assert spectrum[60] < 0.05 * spectrum[140]  # bins of 5 Hz: 300 and 700
