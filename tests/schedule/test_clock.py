"""Source ranges, places on a track and transitions: every worked number of the clock."""

from __future__ import annotations

from typing import Any

import pytest

import timeline_dsl as td
from tests.schedule.edits import OSS, clip, document, fade, lasting, number, planned, sources, spans

RANGES: list[tuple[dict[str, Any], float | None, tuple[float | None, float | None], float | None]] = [
    ({}, 10, (0, 10), 10),
    ({"In": 2, "Out": 7}, 10, (2, 7), 5),
    ({"Out": 5, "MaxOut": 3}, 10, (0, 5), 5),
    ({"MaxOut": 3}, 10, (0, 3), 3),
    ({"MaxOut": 30}, 10, (0, 10), 10),
    ({"In": 8, "Out": 60}, 10, (8, 10), 2),
    ({"In": 0, "Out": 8, "Speed": 2}, 10, (0, 8), 4),
    ({"In": 0, "Out": 8, "Speed": 0.5}, 10, (0, 8), 16),
    ({"In": 2, "Out": 7}, None, (2, 7), 5),
    ({"In": 2}, None, (2, None), None),
    ({"MaxOut": 3}, None, (0, None), None),
    ({"VirginDuration": 12, "In": 2}, None, (2, 12), 10),
    ({"VirginDuration": 12, "In": 2}, 9, (2, 9), 7),
    ({"Effects": [{"Type": "FreezeFrame", "Duration": 2}]}, 10, (0, 10), 12),
    ({"Effects": [{"Type": "Clip", "SubType": "RandomClip", "ClipDuration": 4}]}, 10, (0, 4), 4),
    ({"Effects": [{"Type": "Clip", "SubType": "RandomClip", "ClipDuration": 14}]}, 10, (0, 10), 10),
]


@pytest.mark.parametrize(("fields", "material", "source", "length"), RANGES, ids=[str(case[0]) for case in RANGES])
def test_the_stretch_of_a_material_and_its_length(
    fields: dict[str, Any], material: float | None, source: tuple[Any, Any], length: float | None
) -> None:
    plan = planned(document(video=[clip(**fields)]), material)
    assert sources(plan)[0][:2] == source
    assert spans(plan) == [(0, length)]
    assert number(plan.duration) == length


def test_a_clip_that_begins_behind_its_material_is_an_error() -> None:
    plan = planned(document(video=[clip(In=12)]), 10)
    assert [(one.rule, one.severity, one.path) for one in plan.findings] == [
        ("clip.in-within-media", "error", "/VideoTracks/0/VideoTrackClips/0/In")
    ]
    assert plan.findings[0].message == "In 12 s is not before the end of the material, which lasts 10 s"
    assert spans(plan) == [(0, 0)]


def test_a_clip_that_begins_at_the_end_of_its_material_is_an_error() -> None:
    assert [one.rule for one in planned(document(video=[clip(In=10)]), 10).findings] == ["clip.in-within-media"]


TRACKS: list[tuple[str, list[dict[str, Any]], list[tuple[float, float]], float]] = [
    (
        "one after another, then a gap",
        [clip(Out=5), clip(In=2, Out=4), clip(TimelineIn=10, Out=3)],
        [(0, 5), (5, 7), (10, 13)],
        13,
    ),
    ("no transition", [lasting(5), lasting(5), lasting(5)], [(0, 5), (5, 10), (10, 15)], 15),
    (
        "Transition 1 on the first and second",
        [lasting(5, **fade(1)), lasting(5, **fade(1)), lasting(5)],
        [(0, 5), (4, 9), (8, 13)],
        13,
    ),
    (
        "Transition 0.5 on the second",
        [lasting(5), lasting(5, **fade(0.5)), lasting(5)],
        [(0, 5), (5, 10), (9.5, 14.5)],
        14.5,
    ),
    (
        "DLTransition keeps the sum",
        [lasting(5, **fade(1, "DLTransition")), lasting(5, **fade(1, "DLTransition")), lasting(5)],
        [(0, 5), (5, 10), (10, 15)],
        15,
    ),
    ("a transition lasts 1 s when not told otherwise", [lasting(5, **fade()), lasting(5)], [(0, 5), (4, 9)], 9),
    ("a transition on the last clip is skipped", [lasting(5, **fade(1)), lasting(5, **fade(1))], [(0, 5), (4, 9)], 9),
    (
        "times that abut are shortened all the same",
        [
            clip(TimelineIn=0, TimelineOut=15, **fade(0.3)),
            clip(TimelineIn=15, TimelineOut=35, **fade(0.3)),
            clip(TimelineIn=35, TimelineOut=45, **fade(0.3)),
        ],
        [(0, 15), (14.7, 34.7), (34.4, 44.4)],
        44.4,
    ),
    (
        "times that overlap by the transition already are not moved again",
        [clip(TimelineIn=0, TimelineOut=15, **fade(0.3)), clip(TimelineIn=14.7, TimelineOut=34.7)],
        [(0, 15), (14.7, 34.7)],
        34.7,
    ),
    (
        "a start after a gap holds",
        [lasting(5, **fade(1)), lasting(5), clip(TimelineIn=20, Out=2)],
        [(0, 5), (4, 9), (20, 22)],
        22,
    ),
    (
        "a start that abuts the end of a clip without times moves back",
        [lasting(5, **fade(1)), clip(TimelineIn=5, Out=5)],
        [(0, 5), (4, 9)],
        9,
    ),
    ("a transition is no longer than the shorter clip", [lasting(5, **fade(3)), lasting(2)], [(0, 5), (3, 5)], 5),
    ("an end without a start", [lasting(5), clip(TimelineOut=8)], [(0, 5), (5, 8)], 8),
    ("an end before its start means nothing", [clip(TimelineIn=5, TimelineOut=2, Out=4)], [(5, 9)], 9),
    (
        "a picture over the whole takes no turn",
        [lasting(5), {"Type": "GlobalImage", "MediaURL": OSS + "l.png"}, lasting(2)],
        [(0, 5), (0, 7), (5, 7)],
        7,
    ),
    (
        "pictures by Duration, by In and Out, by their place",
        [
            {"Type": "Image", "MediaURL": "p", "Duration": 4},
            {"Type": "Image", "MediaURL": "p", "In": 1, "Out": 4},
            {"Type": "Image", "MediaURL": "p", "TimelineIn": 7, "TimelineOut": 9.5},
        ],
        [(0, 4), (4, 7), (7, 9.5)],
        9.5,
    ),
]


@pytest.mark.parametrize(("clips", "places", "total"), [case[1:] for case in TRACKS], ids=[case[0] for case in TRACKS])
def test_places_on_a_track(clips: list[dict[str, Any]], places: list[tuple[float, float]], total: float) -> None:
    plan = planned(document(video=clips))
    assert spans(plan) == places
    assert number(plan.duration) == total
    assert number(plan.tracks[0].duration) == total


def test_a_source_longer_than_its_span_is_cut_and_never_compressed() -> None:
    plan = planned(document(video=[clip(In=1, Out=9, Speed=2, TimelineIn=0, TimelineOut=3)]))
    assert (spans(plan), sources(plan)) == ([(0, 3)], [(1, 7, 2)])


def test_a_source_shorter_than_its_span_leaves_the_rest_empty() -> None:
    plan = planned(document(video=[clip(In=0, Out=3, TimelineIn=0, TimelineOut=8)]))
    assert (spans(plan), sources(plan)) == ([(0, 8)], [(0, 3, 1)])


def test_a_frozen_frame_is_the_first_thing_to_be_cut() -> None:
    frozen = {"Effects": [{"Type": "FreezeFrame", "Duration": 2}]}
    clips = [lasting(5, TimelineIn=0, TimelineOut=6, **frozen), lasting(5, TimelineOut=9, **frozen)]
    plan = planned(document(video=clips))
    assert [number(one.freeze) for one in plan] == [1, 0]
    assert sources(plan) == [(0, 5, 1), (0, 3, 1)]


def test_a_start_and_an_end_without_a_source_take_the_material_from_its_beginning() -> None:
    assert sources(planned(document(video=[clip(TimelineIn=3, TimelineOut=8)]))) == [(0, 5, 1)]
    assert sources(planned(document(video=[clip(TimelineIn=3, TimelineOut=8)]), 4)) == [(0, 4, 1)]


def test_the_plan_of_a_transition_says_when_it_blends() -> None:
    plan = planned(document(video=[lasting(5, **fade(1)), lasting(5, **fade(1, "DLTransition")), lasting(5)]))
    blends = [one.transition for one in plan if one.transition is not None]
    assert [(one.path, number(one.span.start), number(one.span.end), one.locked) for one in blends] == [
        ("/VideoTracks/0/VideoTrackClips/0/Effects/0", 4, 5, False),
        ("/VideoTracks/0/VideoTrackClips/1/Effects/0", 9, 10, True),
    ]


def test_a_transition_across_a_gap_is_not_played() -> None:
    plan = planned(document(video=[lasting(5, **fade(1)), clip(TimelineIn=8, Out=2)]))
    assert [one.transition for one in plan] == [None, None]


def test_ten_times_a_tenth_of_a_second_is_a_second() -> None:
    plan = planned(document(video=[lasting(0.1) for _ in range(10)]))
    assert plan.duration == 1


def test_digits_behind_the_fourth_are_dropped_and_noise_is_not() -> None:
    assert number(planned(document(video=[clip(Out=1.23456)])).duration) == 1.2345
    assert number(planned(document(video=[clip(Out=0.1 + 0.2)])).duration) == 0.3


def test_speeds_are_added_up_exactly() -> None:
    plan = planned(document(video=[clip(Out=1, Speed=3) for _ in range(30)]))
    assert plan.duration == 10


def test_the_edit_of_the_interface_lasts_14_seconds() -> None:
    blend = td.transition("fade", 0.5)
    edit = (
        td.Timeline(size=(1280, 720), fps=25)
        .video(
            td.video(OSS + "c1.mp4")[0:5],
            blend,
            td.video(OSS + "c2.mp4")[1:6],
            blend,
            td.video(OSS + "c3.mp4")["00:00:02":"00:00:07"],
            main=True,
        )
        .audio(OSS + "bgm.mp3", loop=True, fade_out=2)
    )
    plan = edit.schedule()
    assert spans(plan) == [(0, 5), (4.5, 9.5), (9, 14)]
    assert spans(plan, "/AudioTracks/0") == [(0, 14)]
    assert plan.duration == 14
