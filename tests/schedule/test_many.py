"""Thousands of clips: placed within a second, whatever their numbers, and to the tick."""

import time
from math import fsum

import pytest

from timeline_dsl.check import check_document

from .edits import document, lasting, planned

SPEEDS = [round(1 + index / 10007, 13) for index in range(13_000)]
LENGTH = fsum(9.1234 / speed for speed in SPEEDS)


def seconds(work):
    begun = time.process_time()
    work()
    return time.process_time() - begun


def at_odd_speeds(**track):
    made = document(video=[lasting(9.1234, Speed=speed) for speed in SPEEDS])
    made["VideoTracks"][0] |= track
    return made


def test_clips_at_thousands_of_odd_speeds_are_placed_within_a_second():
    plan = planned(at_odd_speeds())
    assert float(plan.duration) == pytest.approx(LENGTH, abs=1e-4)
    assert seconds(lambda: planned(at_odd_speeds())) < 1
    assert seconds(lambda: check_document(at_odd_speeds())) < 1


def test_a_track_of_thousands_of_odd_speeds_is_fitted_to_the_main_track():
    made = {**at_odd_speeds(TrackShortenMode="AutoSpeed"), **document(audio=[lasting(1000)])}
    made["AudioTracks"][0]["MainTrack"] = True
    plan = planned(made)
    *_, last = plan.tracks[0].clips
    assert float(last.timeline_out) == pytest.approx(1000, abs=1e-6)
    assert seconds(lambda: planned(made)) < 1


def test_the_reasons_of_thousands_of_odd_lengths_are_told_within_a_second():
    plan = planned(at_odd_speeds())
    assert seconds(lambda: str(plan)) < 1
    assert plan.ledger[0].text.startswith("13000 clips of ")


def test_thirds_stay_exact():
    plan = planned(document(video=[lasting(1, Speed=3)] * 3000))
    assert plan.duration == 1000


def test_a_clip_repeated_plays_as_often_as_it_stands_there():
    clip = lasting(2)
    plan = planned(document(video=[clip] * 5))
    assert [clip.path.rpartition("/")[2] for clip in plan] == ["0", "1", "2", "3", "4"]
    assert plan.duration == 10
