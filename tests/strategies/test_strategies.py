"""What the strategies draw: valid by construction, or with exactly one planted fault."""

import json

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import timeline_dsl as td
from timeline_dsl import strategies as draw
from timeline_dsl.check import check_document
from timeline_dsl.node import CLIPS, EFFECTS, dump, load
from timeline_dsl.strategies import laws

KINDS = {
    **EFFECTS,
    **{f"{name} clip": kind for name, kind in CLIPS.items()},
    "Timeline": td.Timeline,
    "VideoTrack": td.VideoTrack,
    "AudioTrack": td.AudioTrack,
    "SubtitleTrack": td.SubtitleTrack,
    "EffectTrack": td.EffectTrack,
    "ImageTrack": td.ImageTrack,
    "Request": td.Request,
    "OutputMediaConfig": td.OutputMediaConfig,
    "EditingProduceConfig": td.EditingProduceConfig,
    "MediaMetadata": td.MediaMetadata,
    "ProjectMetadata": td.ProjectMetadata,
    "UserData": td.UserData,
    "FontFace": td.FontFace,
    "SubtitleEffect": td.SubtitleEffect,
    "HighlightingStyle": td.HighlightingStyle,
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_value_of_any_class_is_read_back_as_it_was_written(kind, data):
    value = data.draw(draw.of(kind))
    assert load(kind, json.loads(json.dumps(dump(value)))) == value


@given(draw.timelines())
@settings(max_examples=150, deadline=None)
def test_drawn_timelines_are_free_of_errors(timeline):
    laws.checks_clean(timeline, region="cn-shanghai")


@given(draw.timelines())
@settings(max_examples=150, deadline=None)
def test_drawn_timelines_round_trip_and_are_scheduled_within_bounds(timeline):
    laws.round_trips(timeline)
    laws.is_scheduled_within_bounds(timeline)


@given(draw.timelines(max_video_tracks=1, max_clips=2, max_audio_tracks=0, max_subtitle_tracks=0, max_effect_tracks=0))
@settings(max_examples=50, deadline=None)
def test_the_limits_are_kept(timeline):
    assert len(timeline.video_tracks) == 1
    assert len(timeline.video_tracks[0].clips) <= 2
    assert not (timeline.audio_tracks or timeline.subtitle_tracks or timeline.effect_tracks)


def test_a_failing_timeline_shrinks_to_at_most_two_clips():
    def has_transition(timeline):
        return any(getattr(clip, "transition", None) for clip in timeline.video_tracks[0].clips)

    smallest = find(draw.timelines(), has_transition, settings=settings(database=None))
    assert [len(track.clips) for track in smallest.video_tracks] == [2]
    assert not smallest.audio_tracks


@pytest.mark.parametrize("rule", draw.plantable())
def test_a_planted_fault_is_found_by_its_rule_and_by_no_other_error(rule):
    @given(draw.faulty(rule))
    @settings(max_examples=3, deadline=None, database=None)
    def law(planted):
        report = check_document(planted.document, kind="timeline", region=planted.region)
        assert [finding.rule for finding in report.findings].count(rule) == 1
        assert {finding.rule for finding in report.errors} <= {rule}

    law()


@given(draw.requests())
@settings(max_examples=40, deadline=None)
def test_drawn_requests_are_free_of_errors(request):
    report = check_document(dump(request), kind="request", region="cn-shanghai")
    assert report.ok, str(report)


@given(draw.output_configs())
@settings(max_examples=60, deadline=None)
def test_drawn_output_configs_are_free_of_errors(config):
    report = check_document(dump(config), kind="output-config", region="cn-shanghai")
    assert report.ok, str(report)
