"""Pinning writes the known times into the timeline, and changes nothing of what plays."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from tests.schedule.edits import clip, document, fade, lasting, planned, read, spans
from tests.schedule.randomly import MATERIALS, documents
from timeline_dsl.schedule import Schedule, pin, schedule

TWO_TICKS = Fraction(2, 10_000)


def pinned(doc: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The document of a pinned timeline."""
    timeline = read(doc)
    return pin(timeline, schedule(timeline, **options)).to_dict(check=False)


def the_same(one: Fraction | None, other: Fraction | None) -> bool:
    """Whether two times differ by no more than writing them with 4 decimals makes."""
    return other is None if one is None else other is not None and abs(one - other) <= TWO_TICKS


def assert_same_spans(before: Schedule, after: Schedule) -> None:
    """Both schedules have the same clips at the same times, from the same stretch of their material."""
    assert the_same(before.duration, after.duration), (before.duration, after.duration)
    assert list(before.clips) == list(after.clips)
    for path, one in before.clips.items():
        twin = after.clips[path]
        assert one.estimated == twin.estimated, path
        if one.estimated:
            continue  # not written, so estimated again
        fields = ("timeline_in", "timeline_out", "source_in", "source_out", "freeze")
        for what in fields if one.visible else fields[:2]:
            assert the_same(getattr(one, what), getattr(twin, what)), (path, what, one, twin)
        if not one.visible:
            continue
        assert abs(one.speed / twin.speed - 1) < Fraction(1, 10**6), (path, one.speed, twin.speed)
        assert (one.transition is None) == (twin.transition is None), (path, one.transition, twin.transition)
        if one.transition is not None and twin.transition is not None:
            assert the_same(one.transition.span.start, twin.transition.span.start), path
            assert the_same(one.transition.span.end, twin.transition.span.end), path


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_a_pinned_timeline_plays_as_before(doc: dict[str, Any]) -> None:
    timeline = read(doc)
    before = schedule(timeline, durations=MATERIALS)
    assume(not before.findings)  # times written into a circle of references open it
    unsure = any(one.estimated or one.span is None for one in before)
    assume(not (unsure and "MaxDuration" in doc))  # a pinned main track is cut, and what bends to it bends further
    after = schedule(pin(timeline, before), durations=MATERIALS)
    assert_same_spans(before, after)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_a_pinned_timeline_keeps_the_cap_that_was_asked_for(doc: dict[str, Any]) -> None:
    timeline = read(doc)
    before = schedule(timeline, durations=MATERIALS, max_duration=4.5)
    assert the_same(before.duration, schedule(pin(timeline, before), durations=MATERIALS).duration)


def test_pinning_writes_places_and_ranges() -> None:
    loop = clip(LoopMode=True, In=1, Out=3)
    made = pinned(
        document(
            video=[lasting(5, **fade(0.5)), clip(Out=9, MaxOut=4)],
            audio=[loop],
            subtitle=[{"Type": "Text", "Content": "a"}],
        )
    )
    first, second = made["VideoTracks"][0]["VideoTrackClips"]
    assert first == lasting(5, TimelineIn=0, TimelineOut=5, **fade(0.5))
    assert second == clip(In=0, Out=9, TimelineIn=4.5, TimelineOut=13.5)
    assert made["AudioTracks"][0]["AudioTrackClips"] == [{**loop, "TimelineIn": 0, "TimelineOut": 13.5}]
    assert made["SubtitleTracks"][0]["SubtitleTrackClips"] == [
        {"Type": "Text", "Content": "a", "TimelineIn": 0, "TimelineOut": 13.5}
    ]


def test_pinning_writes_the_length_of_a_transition_that_was_not_said() -> None:
    made = pinned(document(video=[lasting(5, **fade()), lasting(5)]))
    assert made["VideoTracks"][0]["VideoTrackClips"][0]["Effects"][0]["Duration"] == 1


def test_what_is_unknown_or_estimated_is_not_pinned() -> None:
    speech = {"Type": "AI_TTS", "Content": "hello", "Voice": "v"}
    doc = document(video=[clip(), lasting(2)], audio=[speech])
    assert pinned(doc) == document(video=[clip(TimelineIn=0), lasting(2)], audio=[speech])


def test_pictures_over_the_whole_and_clips_behind_the_end_stay_as_they_are() -> None:
    wide = {"Type": "GlobalImage", "MediaURL": "https://b.oss-cn-shanghai.aliyuncs.com/l.png"}
    doc = document(video=[wide, lasting(5, TimelineIn=0, TimelineOut=5, **fade(1)), lasting(5)], MaxDuration=3)
    first, second, third = pinned(doc)["VideoTracks"][0]["VideoTrackClips"]
    assert first == wide
    assert second == clip(In=0, Out=3, TimelineIn=0, TimelineOut=3, Effects=[])
    assert third == lasting(5)


def test_pinning_checks_nothing_again_and_keeps_the_line_that_made_a_clip() -> None:
    timeline = read(document(video=[clip(Out=5, Opacity=7)]))
    assert pin(timeline, schedule(timeline)).video_tracks[0].clips[0].opacity == 7  # type: ignore[attr-defined]


def test_pinning_replaces_what_could_not_be_read_and_leaves_blanks() -> None:
    made = pinned(document(video=[clip(Out=5, TimelineIn="soon"), clip(Out=5, Speed="$speed")]))
    first, second = made["VideoTracks"][0]["VideoTrackClips"]
    assert first == clip(In=0, Out=5, TimelineIn=0, TimelineOut=5)
    assert second == clip(In=0, Out=5, Speed="$speed", TimelineIn=5)


def test_pinning_what_is_pinned_changes_nothing() -> None:
    timeline = read(document(video=[lasting(5, **fade(0.5)), lasting(5)]))
    once = pin(timeline, schedule(timeline))
    assert pin(once, schedule(once)) is once


def test_the_pinned_form_of_a_reference_has_times_and_speed() -> None:
    doc = document(video=[lasting(5, ReferenceClipId="a")], audio=[lasting(10, ClipId="a")])
    assert pinned(doc)["VideoTracks"][0]["VideoTrackClips"] == [
        lasting(5, ReferenceClipId="a", TimelineIn=0, TimelineOut=10, Speed=0.5)
    ]
    assert spans(planned(pinned(doc))) == [(0, 10)]
