"""What is seen and heard at a moment, and when the effects of a clip act."""

from __future__ import annotations

from typing import Any

import pytest

from tests.schedule.edits import OSS, clip, document, fade, lasting, number, planned
from timeline_dsl.errors import UsageError
from timeline_dsl.schedule import Schedule, effect_span

V, A = "/VideoTracks/0/VideoTrackClips/", "/AudioTracks/0/AudioTrackClips/"


def seen(plan: Schedule, time: float) -> list[tuple[str, float | None, float]]:
    """Path, source time and share of everything seen."""
    return [(one.clip.path, number(one.source_time), float(one.share)) for one in plan.at(time).seen]


def heard(plan: Schedule, time: float) -> list[tuple[str, float | None, float]]:
    """Path, source time and gain of everything heard."""
    return [(one.clip.path, number(one.source_time), round(one.gain, 4)) for one in plan.at(time).heard]


def test_layers_are_seen_from_bottom_to_top() -> None:
    plan = planned(
        {
            "SubtitleTracks": [{"SubtitleTrackClips": [{"Type": "Text", "Content": "a"}]}],
            "ImageTracks": [{"ImageTrackClips": [{"ImageId": "i"}]}],
            "EffectTracks": [{"EffectTrackItems": [{"Type": "VFX", "SubType": "rain"}, {"Type": "AEqualize"}]}],
            "VideoTracks": [
                {"VideoTrackClips": [lasting(5)]},
                {"Type": "Effect", "VideoTrackClips": [{"Type": "Filter", "SubType": "m1"}]},
                {"VideoTrackClips": [clip(In=2, Out=4)]},
            ],
        }
    )
    assert [path.split("/")[1] + path.split("/")[2] for path, _, _ in seen(plan, 1)] == [
        "VideoTracks0",
        "VideoTracks1",
        "VideoTracks2",
        "ImageTracks0",
        "EffectTracks0",
        "SubtitleTracks0",
    ]
    assert seen(plan, 1)[2] == ("/VideoTracks/2/VideoTrackClips/0", 3, 1)


def test_the_source_time_follows_the_speed() -> None:
    assert seen(planned(document(video=[clip(In=1, Out=9, Speed=2)])), 1.5) == [(f"{V}0", 4, 1)]


def test_nothing_is_seen_in_a_gap_and_behind_the_end() -> None:
    plan = planned(document(video=[lasting(2), lasting(2, TimelineIn=3)]))
    assert [len(plan.at(time).seen) for time in (1.9999, 2, 3, 4.9999, 5, 60)] == [1, 0, 1, 1, 0, 0]


def test_nothing_is_seen_after_the_material_has_run_out() -> None:
    plan = planned(document(video=[clip(In=0, Out=3, TimelineIn=0, TimelineOut=8)]))
    assert (seen(plan, 2), seen(plan, 4), heard(plan, 4)) == ([(f"{V}0", 2, 1)], [], [])


def test_a_frozen_frame_is_seen_and_not_heard() -> None:
    plan = planned(document(video=[lasting(5, Effects=[{"Type": "FreezeFrame", "Duration": 2}])]))
    assert [(one.frozen, number(one.source_time)) for one in plan.at(6).seen] == [(True, 5)]
    assert plan.at(6).heard == ()


def test_both_clips_of_a_transition_are_seen_and_heard() -> None:
    plan = planned(document(video=[lasting(5, **fade(1)), clip(In=3, Out=8)]))
    assert seen(plan, 4.25) == [(f"{V}0", 4.25, 0.75), (f"{V}1", 3.25, 0.25)]
    assert heard(plan, 4.25) == [(f"{V}0", 4.25, 0.75), (f"{V}1", 3.25, 0.25)]


def test_a_duration_locked_transition_blends_from_the_last_frame() -> None:
    plan = planned(document(video=[lasting(5, **fade(1, "DLTransition")), lasting(5)]))
    assert seen(plan, 5.25) == [(f"{V}0", 5, 0.75), (f"{V}1", 0.25, 0.25)]
    assert heard(plan, 5.25) == [(f"{V}1", 0.25, 1)]


def test_a_picture_over_the_whole_takes_no_part_in_a_transition() -> None:
    logo = {"Type": "GlobalImage", "MediaURL": OSS + "l.png"}
    plan = planned(document(video=[lasting(5, **fade(1)), logo, lasting(5)]))
    assert [share for _, _, share in seen(plan, 4.25)] == [0.75, 1, 0.25]


def test_pictures_and_texts_have_no_source_time() -> None:
    plan = planned(document(video=[{"Type": "Image", "MediaURL": OSS + "p.png", "Duration": 4}]))
    assert (seen(plan, 2), heard(plan, 2)) == ([(f"{V}0", None, 1)], [])


def test_the_gain_has_its_windows() -> None:
    effects = [{"Type": "Volume", "Gain": 0.5}, {"Type": "Volume", "Gain": 0.2, "In": 2, "Out": 4}, {"Type": "Volume"}]
    plan = planned(document(audio=[lasting(10, TimelineIn=3, Effects=effects)]))
    assert [heard(plan, time)[0][2] for time in (3, 4.9, 5, 6.9, 7)] == [0.5, 0.5, 0.1, 0.1, 0.5]


@pytest.mark.parametrize(
    ("curve", "gains"),
    [
        ("tri", [0, 0.25, 0.5, 1]),
        (None, [0, 0.0002, 0.0032, 1]),
        ("qsin", [0, 0.3827, 0.7071, 1]),
        ("cub", [0, 0.0156, 0.125, 1]),
        ("log", [0, 0.8796, 0.9398, 1]),
        ("nobody knows", [0, 0.25, 0.5, 1]),
    ],
)
def test_a_fade_in_has_a_shape(curve: str | None, gains: list[float]) -> None:
    effect = {"Type": "AFade", "SubType": "In", "Duration": 4} | ({"Curve": curve} if curve else {})
    plan = planned(document(audio=[lasting(10, Effects=[effect])]))
    assert [heard(plan, time)[0][2] for time in (0, 1, 2, 4)] == gains


def test_a_fade_out_ends_where_the_clip_is_cut() -> None:
    fading = lasting(60, Effects=[{"Type": "AFade", "SubType": "Out", "Duration": 2, "Curve": "tri"}])
    plan = planned(document(video=[lasting(10)], audio=[fading]))
    assert [heard(plan, time)[-1][2] for time in (7.5, 8.5, 9, 9.5)] == [1, 0.75, 0.5, 0.25]


def test_a_moment_reads_well() -> None:
    plan = planned(document(video=[lasting(5, **fade(1)), lasting(5)], subtitle=[{"Type": "Text", "Content": "a"}]))
    assert (
        str(plan.at(4.25))
        == """\
at 4.250 s
  seen   /VideoTracks/0/VideoTrackClips/0 Video at 4.250 s of its material, 75% of a transition
  seen   /VideoTracks/0/VideoTrackClips/1 Video at 0.250 s of its material, 25% of a transition
  seen   /SubtitleTracks/0/SubtitleTrackClips/0 Text
  heard  /VideoTracks/0/VideoTrackClips/0 Video at 4.250 s of its material, gain 0.750
  heard  /VideoTracks/0/VideoTrackClips/1 Video at 0.250 s of its material, gain 0.250"""
    )
    assert plan.at("4s").to_dict() == {
        "time": 4,
        "seen": [
            {"path": f"{V}0", "type": "Video", "source_time": 4, "share": 1},
            {"path": f"{V}1", "type": "Video", "source_time": 0, "share": 0},
            {"path": "/SubtitleTracks/0/SubtitleTrackClips/0", "type": "Text", "source_time": None, "share": 1},
        ],
        "heard": [
            {"path": f"{V}0", "type": "Video", "source_time": 4, "gain": 1.0},
            {"path": f"{V}1", "type": "Video", "source_time": 0, "gain": 0.0},
        ],
    }


def test_a_moment_is_a_time() -> None:
    with pytest.raises(UsageError, match="at must not be negative"):
        planned({}).at(-1)


WINDOWS: list[tuple[dict[str, Any], tuple[float, float] | None]] = [
    ({"Type": "VFX", "SubType": "rain"}, (2, 12)),
    ({"Type": "VFX", "SubType": "rain", "TimelineIn": 4, "TimelineOut": 6}, (4, 6)),
    ({"Type": "VFX", "SubType": "rain", "TimelineIn": 4, "Duration": 3}, (4, 7)),
    ({"Type": "Filter", "SubType": "m1", "TimelineIn": 0, "TimelineOut": 90}, (2, 12)),
    ({"Type": "Text", "Content": "a", "TimelineIn": 20}, None),
    ({"Type": "Volume", "Gain": 1, "In": 1, "Out": 3}, (3, 5)),
    ({"Type": "Volume", "Gain": 1}, (2, 12)),
    ({"Type": "AFade", "SubType": "In", "Duration": 2}, (2, 4)),
    ({"Type": "AFade", "SubType": "Out", "Duration": 2}, (10, 12)),
    ({"Type": "AFade", "SubType": "Out"}, None),
    ({"Type": "KenBurns"}, (2, 12)),
    ({"Type": "Zoom", "Duration": 3}, (2, 5)),
    ({"Type": "FreezeFrame", "Duration": 2}, (12, 14)),
    ({"Type": "DeWatermark", "In": 1, "Out": 2}, (3, 4)),
    ({"Type": "Crop"}, (2, 12)),
]


@pytest.mark.parametrize(("effect", "window"), WINDOWS)
def test_an_effect_acts_within_its_clip(effect: dict[str, Any], window: tuple[float, float] | None) -> None:
    plan = planned(document(video=[lasting(10, TimelineIn=2, Effects=[effect])]))
    one = plan.clips[f"{V}0"]
    span = effect_span(plan, one, one.node.effects[0])  # type: ignore[attr-defined]
    assert (None if span is None else (number(span.start), number(span.end))) == window


def test_the_span_of_a_transition_is_that_of_its_blend() -> None:
    plan = planned(document(video=[lasting(5, **fade(1)), lasting(5, **fade(1))]))
    spans = [effect_span(plan, one, one.node.effects[0]) for one in plan]  # type: ignore[attr-defined]
    assert [None if span is None else (number(span.start), number(span.end)) for span in spans] == [(4, 5), None]


def test_an_effect_with_both_times_is_known_on_a_clip_that_is_not() -> None:
    rain = {"Type": "VFX", "SubType": "rain"}
    effects = [{**rain, "TimelineIn": 1, "TimelineOut": 3}, rain]
    plan = planned(document(video=[clip(Effects=effects)]))
    one = plan.clips[f"{V}0"]
    spans = [effect_span(plan, one, effect) for effect in one.node.effects]  # type: ignore[attr-defined]
    assert [None if span is None else (number(span.start), number(span.end)) for span in spans] == [(1, 3), None]
