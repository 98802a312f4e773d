"""What a check costs, as ratios measured in one run: against a plain validator, with many faults, and over size."""

import copy
import time

import pytest
from jsonschema import Draft202012Validator

import timeline_dsl as td
from timeline_dsl.check import check
from timeline_dsl.schema import build

FILM = "https://bucket.oss-cn-shanghai.aliyuncs.com/{}.mp4"


def document(count):
    """A valid timeline of `count` clips with eight fields and two effects each."""
    return {
        "VideoTracks": [
            {
                "VideoTrackClips": [
                    {
                        "Type": "Video",
                        "MediaURL": FILM.format(index),
                        "In": index % 7,
                        "Out": index % 7 + 5.5,
                        "TimelineIn": index * 5.5,
                        "TimelineOut": index * 5.5 + 5.5,
                        "Speed": 1.0,
                        "Opacity": 0.5,
                        "Effects": [{"Type": "Volume", "Gain": 0.5}, {"Type": "Filter", "SubType": "pv1"}],
                    }
                    for index in range(count)
                ]
            }
        ]
    }


def with_faults(valid, count):
    broken = copy.deepcopy(valid)
    clips = broken["VideoTracks"][0]["VideoTrackClips"]
    for index in range(0, len(clips), len(clips) // count):
        clips[index]["Speed"] = 200
    return broken


def seconds(step, rounds=3):
    """The processor's time of the quickest of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        step()
        best = min(best, time.process_time() - begun)
    return best


def full_check(timeline):
    report = check(timeline, region="cn-shanghai")
    timeline.schedule()
    return report


@pytest.fixture(scope="module")
def warm():
    full_check(td.Timeline.from_dict(document(3)))


def test_a_full_check_is_at_least_twenty_times_as_fast_as_a_plain_validator_on_the_schema_alone(warm):
    valid = document(2000)
    timeline = td.Timeline.from_dict(valid)
    validator = Draft202012Validator(build("timeline"))
    plain = seconds(lambda: list(validator.iter_errors(valid)), rounds=1)
    assert full_check(timeline).findings == ()
    assert plain / seconds(lambda: full_check(timeline)) >= 20


def test_a_hundred_faults_at_most_double_the_cost(warm):
    valid = document(5000)
    timeline, broken = td.Timeline.from_dict(valid), td.Timeline.from_dict(with_faults(valid, 100))
    assert len(check(broken).findings) == 100
    assert seconds(lambda: full_check(broken)) <= 2 * seconds(lambda: full_check(timeline))


def test_the_cost_grows_with_the_number_of_clips_and_no_faster(warm):
    few, many = td.Timeline.from_dict(document(2000)), td.Timeline.from_dict(document(20_000))
    assert seconds(lambda: full_check(many)) <= 10 * 1.6 * seconds(lambda: full_check(few), rounds=5)
