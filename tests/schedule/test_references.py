"""Clips aligned with clips: spans taken over, chains, followers, and references that cannot hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.schedule.edits import clip, document, lasting, number, planned, sources, spans

SOUND = "/AudioTracks/0"

CASES: list[tuple[dict[str, Any], dict[str, Any], tuple[float, float], tuple[float, float], float]] = [
    ({"Out": 20}, {"Out": 10}, (0, 20), (0, 10), 0.5),
    ({"Out": 4}, {"Out": 10}, (0, 4), (0, 4), 1),
    ({"TimelineIn": 3, "Out": 5}, {"In": 2, "Out": 4}, (3, 8), (2, 4), 0.4),
    ({"TimelineIn": 3, "Out": 5}, {"Out": 6, "TimelineIn": 0, "TimelineOut": 6}, (0, 6), (0, 6), 1),
    ({"TimelineIn": 3, "Out": 5}, {"Out": 4, "TimelineIn": 4}, (4, 8), (0, 4), 1),
    ({"TimelineIn": 3, "Out": 5}, {"Out": 3, "TimelineOut": 6}, (3, 6), (0, 3), 1),
    ({"Out": 4}, {"Out": 10, "Speed": 2}, (0, 4), (0, 8), 2),
]


@pytest.mark.parametrize(("target", "source", "span", "played", "speed"), CASES)
def test_a_clip_takes_the_span_of_its_target(
    target: dict[str, Any], source: dict[str, Any], span: tuple[float, float], played: tuple[float, float], speed: float
) -> None:
    plan = planned(document(video=[clip(ReferenceClipId="voice", **source)], audio=[clip(ClipId="voice", **target)]))
    assert (spans(plan), sources(plan)) == ([span], [(*played, speed)])


def test_the_clips_after_an_aligned_one_continue_from_its_end() -> None:
    plan = planned(
        document(
            video=[lasting(5), lasting(10, ReferenceClipId="audio_1"), lasting(5)],
            audio=[lasting(10, ClipId="audio_1", TimelineIn=5)],
        )
    )
    assert spans(plan) == [(0, 5), (5, 15), (15, 20)]
    assert number(plan.duration) == 20


def test_a_picture_takes_the_span_of_its_target() -> None:
    picture = {"Type": "Image", "MediaURL": "p", "ReferenceClipId": "v", "Duration": 2}
    assert spans(planned(document(video=[picture], audio=[lasting(7, ClipId="v")]))) == [(0, 7)]


def test_references_resolve_in_the_order_of_their_chain() -> None:
    plan = planned(
        {
            "VideoTracks": [
                {"VideoTrackClips": [lasting(4, ClipId="a", ReferenceClipId="b"), lasting(3, ClipId="tail")]},
                {"VideoTrackClips": [lasting(1, ReferenceClipId="tail")]},
            ],
            "AudioTracks": [
                {"AudioTrackClips": [lasting(2), lasting(9, ClipId="b", ReferenceClipId="c")]},
                {"AudioTrackClips": [lasting(6, ClipId="c", TimelineIn=2)]},
            ],
        }
    )
    assert spans(plan) == [(2, 8), (8, 11)]
    assert spans(plan, "/VideoTracks/1") == [(8, 11)]
    assert spans(plan, SOUND) == [(0, 2), (2, 8)]


def test_two_tracks_can_wait_for_each_other_in_turn() -> None:
    plan = planned(
        document(
            video=[lasting(1, ReferenceClipId="s1"), lasting(2, ClipId="v2"), lasting(1, ReferenceClipId="s3")],
            audio=[lasting(4, ClipId="s1"), lasting(1, ReferenceClipId="v2"), lasting(5, ClipId="s3")],
        )
    )
    assert spans(plan) == [(0, 4), (4, 6), (6, 11)]
    assert spans(plan, SOUND) == [(0, 4), (4, 6), (6, 11)]
    assert plan.findings == ()


def test_a_target_with_times_of_its_own_waits_for_nobody() -> None:
    plan = planned(
        document(
            video=[lasting(1, ReferenceClipId="s"), lasting(5, ClipId="v", TimelineIn=10, TimelineOut=15)],
            audio=[lasting(1, ReferenceClipId="v"), lasting(2, ClipId="s")],
        )
    )
    assert spans(plan) == [(15, 17), (10, 15)]
    assert spans(plan, SOUND) == [(10, 15), (15, 17)]
    assert plan.findings == ()


def test_a_circle_of_references_is_told_once_and_left_out() -> None:
    plan = planned(
        document(
            video=[lasting(3, ClipId="a", ReferenceClipId="b")], audio=[lasting(5, ClipId="b", ReferenceClipId="a")]
        )
    )
    assert [(one.rule, one.severity, one.path, one.message) for one in plan.findings] == [
        (
            "ref.cycle",
            "warning",
            "/AudioTracks/0/AudioTrackClips/0/ReferenceClipId",
            "the references run in a circle: 'a' → 'b' → 'a'; this one is left out of account",
        )
    ]
    assert spans(plan) == spans(plan, SOUND) == [(0, 5)]


def test_a_circle_through_followers_is_told() -> None:
    plan = planned(
        document(
            video=[lasting(3, ReferenceClipId="b"), lasting(2, ClipId="a")],
            audio=[lasting(3, ReferenceClipId="a"), lasting(2, ClipId="b")],
        )
    )
    assert [one.rule for one in plan.findings] == ["ref.cycle"]


@pytest.mark.parametrize("wanted", ["nobody", "self", "twin"])
def test_a_reference_that_cannot_hold_leaves_the_clip_in_its_row(wanted: str) -> None:
    clips = [lasting(4, ClipId="twin"), lasting(3, ClipId="self", ReferenceClipId=wanted)]
    plan = planned(document(video=clips, audio=[lasting(9)]))
    assert (spans(plan), plan.findings) == ([(0, 4), (4, 7)], ())


def test_of_two_clips_of_a_name_the_first_on_another_track_counts() -> None:
    first = [lasting(1, ClipId="x"), lasting(9, ReferenceClipId="x")]
    rows = [first, [lasting(6, ClipId="x")], [lasting(7, ClipId="x")]]
    plan = planned({"VideoTracks": [{"VideoTrackClips": row} for row in rows]})
    assert spans(plan)[1] == (0, 6)


def test_a_reference_does_nothing_for_a_looped_sound() -> None:
    plan = planned(
        document(video=[lasting(9), lasting(3, ClipId="v")], audio=[lasting(2, LoopMode=True, ReferenceClipId="v")])
    )
    assert spans(plan, SOUND) == [(0, 12)]


def test_an_aligned_clip_is_not_bent_to_the_main_track() -> None:
    bent = [lasting(2, ReferenceClipId="m"), lasting(4)]
    plan = planned(
        {
            "VideoTracks": [{"VideoTrackClips": bent, "TrackExpandMode": "AutoSpeed"}],
            "AudioTracks": [{"AudioTrackClips": [lasting(10, ClipId="m"), lasting(8)], "MainTrack": True}],
        }
    )
    assert spans(plan)[0] == (0, 10)
    assert sources(plan)[0] == (0, 2, 0.2)


def test_an_aligned_clip_follows_its_target_through_auto_speed() -> None:
    bent = [lasting(2), lasting(3, ClipId="v2")]
    plan = planned(
        {
            "VideoTracks": [
                {"VideoTrackClips": [lasting(10)], "MainTrack": True},
                {"VideoTrackClips": [lasting(5, ReferenceClipId="v2")]},
            ],
            "AudioTracks": [{"AudioTrackClips": bent, "TrackExpandMode": "AutoSpeed"}],
        }
    )
    assert spans(plan, SOUND) == [(0, 4), (4, 10)]
    assert spans(plan, "/VideoTracks/1") == [(4, 10)]


def test_a_text_can_be_aligned() -> None:
    plan = planned(
        document(
            video=[lasting(9)],
            audio=[lasting(2), lasting(3, ClipId="v")],
            subtitle=[{"Type": "Text", "Content": "x", "ReferenceClipId": "v"}],
        )
    )
    assert spans(plan, "/SubtitleTracks/0") == [(2, 5)]


@pytest.mark.parametrize(("fields", "span"), [({}, (2, 10)), ({"ScrollSpeed": 100}, (2, 5))])
def test_an_aligned_scroll_fills_the_span_unless_it_has_a_speed(fields: dict[str, Any], span: tuple[int, int]) -> None:
    text = {"Type": "Text", "Content": "x", "ReferenceClipId": "v", "ScrollStartY": 400, "ScrollEndY": 100, **fields}
    plan = planned(document(video=[lasting(20)], audio=[lasting(8, ClipId="v", TimelineIn=2)], subtitle=[text]))
    assert spans(plan, "/SubtitleTracks/0") == [span]


def test_an_unknown_target_leaves_its_followers_unknown() -> None:
    plan = planned(
        document(
            video=[lasting(5, ReferenceClipId="v"), lasting(5), lasting(5, TimelineIn=30)], audio=[clip(ClipId="v")]
        )
    )
    assert spans(plan) == [(0, None), (None, None), (30, 35)]
