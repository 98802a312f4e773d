"""What a schedule tells: the table, the ledger, its JSON, and the difference of two schedules."""

from __future__ import annotations

import json
from typing import Any

import pytest

import timeline_dsl as td
from tests.schedule.edits import OSS, clip, document, fade, lasting, planned
from timeline_dsl.schedule import Schedule

MAIN = {"MainTrack": True}


def edit() -> td.Timeline:
    """Three clips of 5 s, two fades of 0.5 s, a picture in the picture, a text, and music."""
    blend = td.transition("fade", 0.5)
    return (
        td.Timeline(size=(1280, 720), fps=25)
        .video(
            td.video(OSS + "c1.mp4")[0:5],
            blend,
            td.video(OSS + "c2.mp4")[1:6],
            blend,
            td.video(OSS + "c3.mp4")["00:00:02":"00:00:07"],
            main=True,
        )
        .video(td.video(OSS + "pip.mp4")[:4].at(4).mute())
        .text("Episode 1", start=0, end=3)
        .audio(OSS + "bgm.mp3", volume="-14dB", loop=True, fade_out=2)
    )


def test_a_printed_schedule_says_every_span_and_why_the_total_is_what_it_is() -> None:
    assert (
        str(edit().schedule())
        == """\
14.000 s: three 5 s clips minus two 0.5 s transitions, on the main track /VideoTracks/0

/VideoTracks/0  video  14.000 s
  0  Video     0.000 →    5.000  source    0.000 →    5.000  c1.mp4  fade 4.500 → 5.000
  1  Video     4.500 →    9.500  source    1.000 →    6.000  c2.mp4  fade 9.000 → 9.500
  2  Video     9.000 →   14.000  source    2.000 →    7.000  c3.mp4

/VideoTracks/1  video  8.000 s
  0  Video     4.000 →    8.000  source    0.000 →    4.000  pip.mp4

/AudioTracks/0  audio  14.000 s
  0  Audio     0.000 →   14.000  source    0.000 →        ?  bgm.mp3  looped

/SubtitleTracks/0  subtitle  3.000 s
  0  Text     0.000 →    3.000    Episode 1"""
    )


def test_findings_stand_below_the_table() -> None:
    plan = planned(document(video=[clip(In=12)]), 10)
    assert str(plan).splitlines()[-2:] == [
        "/VideoTracks/0/VideoTrackClips/0/In: In 12 s is not before the end of the material, which lasts 10 s "
        "[clip.in-within-media]",
        "  fix: set In below 10 s",
    ]


TOTALS: list[tuple[dict[str, Any], str]] = [
    (document(video=[lasting(5), lasting(5), lasting(2)]), "two 5 s clips and one 2 s clip"),
    (document(video=[lasting(5), clip(TimelineIn=8, Out=2)]), "one 5 s clip and one 2 s clip plus 3 s of a gap"),
    (document(video=[lasting(1), lasting(2), lasting(3), lasting(4.5)]), "4 clips of 10.5 s together"),
    (
        document(video=[lasting(5, **fade(1)), lasting(4, **fade(0.5)), lasting(4)]),
        "one 5 s clip and two 4 s clips minus one 1 s transition and one 0.5 s transition",
    ),
    (document(video=[lasting(30)], MaxDuration=12.5), "one 30 s clip; cut to 12.5 s by MaxDuration"),
    (
        {"VideoTracks": [{"VideoTrackClips": [lasting(3)]}, {"VideoTrackClips": [lasting(4)]}]},
        "one 4 s clip, on the longest video track /VideoTracks/1",
    ),
    (document(video=[lasting(8, TimelineIn=0), lasting(2, TimelineIn=3)]), "its clip 0 ends last, at 8 s"),
    (
        document(video=[clip()]),
        "unknown: the length of the material of /VideoTracks/0/VideoTrackClips/0 (Video) is not "
        "known; give durations= or media=",
    ),
    (
        document(video=[{"Type": "Image", "MediaURL": "p"}, clip()]),
        "unknown: /VideoTracks/0/VideoTrackClips/0 (Image) has no Duration (and one more)",
    ),
    (
        document(audio=[{"Type": "AI_TTS", "Content": "一二三四五六七八九十", "Voice": "v"}]),
        "one 2.3 s clip; the length of spoken text is estimated",
    ),
    ({}, "there is no video or audio clip to play"),
    (
        document(video=[{"Type": "GlobalImage", "MediaURL": "p", "Duration": 4}]),
        "the longest Duration of the pictures shown throughout",
    ),
    (
        document(video=[{"Type": "GlobalImage", "MediaURL": "p"}]),
        "unknown: no picture shown throughout has a Duration, and nothing else plays",
    ),
]


@pytest.mark.parametrize(("doc", "text"), TOTALS)
def test_the_total_is_explained(doc: dict[str, Any], text: str) -> None:
    assert planned(doc).ledger[0].text == text


def told(plan: Schedule, path: str) -> list[tuple[str, str, str]]:
    """What the ledger says of a path."""
    return [(entry.what, entry.rule, entry.text) for entry in plan.ledger if entry.path == path]


def test_the_ledger_names_the_rule_behind_each_number_of_a_clip() -> None:
    plan = planned(document(video=[clip(In=1, Out=60, **fade(0.5)), clip(In=0, Out=4, Speed=2)]), 6)
    assert told(plan, "/VideoTracks/0/VideoTrackClips/0") == [
        ("timeline_in", "clock §2.1", "the track begins with it"),
        ("timeline_out", "clock §1.7", "lasts 5 s"),
        ("source_out", "clock §1.2", "Out 60 s is clamped to the end of the material"),
    ]
    assert told(plan, "/VideoTracks/0/VideoTrackClips/0/Effects/0") == [
        ("transition", "clock §3", "the fade blends for 0.5 s; the clips overlap, and the track is shorter by that")
    ]
    assert told(plan, "/VideoTracks/0/VideoTrackClips/1") == [
        ("timeline_in", "clock §3", "the transition lets it begin 0.5 s before the end of the clip before it"),
        ("timeline_out", "clock §1.7", "lasts 2 s"),
        ("source_out", "clock §1.2", "Out is given"),
        ("speed", "clock §1.7", "Speed is given"),
    ]


def test_the_ledger_tells_of_auto_speed_and_of_cuts() -> None:
    plan = planned(
        {
            "VideoTracks": [{"VideoTrackClips": [lasting(5), lasting(5)], "TrackExpandMode": "AutoSpeed"}],
            "AudioTracks": [{"AudioTrackClips": [lasting(20)], **MAIN}, {"AudioTrackClips": [lasting(30)]}],
        }
    )
    assert told(plan, "/VideoTracks/0")[0][2] == (
        "AutoSpeed plays it 0.5 times as fast, to end with the main track; two 10 s clips"
    )
    assert told(plan, "/VideoTracks/0/VideoTrackClips/0")[1:] == [
        ("timeline_out", "clock §4", "lasts 10 s: AutoSpeed makes that of its own 5 s"),
        ("source_out", "clock §1.2", "Out is given"),
        ("speed", "clock §4", "AutoSpeed fits the track to the main track"),
    ]
    assert told(plan, "/AudioTracks/1") == [
        ("duration", "clock §4", "one 30 s clip; cut at the end of the output, 20 s")
    ]
    assert told(plan, "/AudioTracks/1/AudioTrackClips/0")[1:] == [
        ("timeline_out", "clock §11", "lasts 30 s; cut at 20 s, the end of /AudioTracks/0"),
        ("source_out", "clock §2.4", "cut to fit its span: the range would reach to 30 s"),
    ]


def test_the_ledger_tells_of_references_and_speech() -> None:
    plan = planned(
        document(
            video=[lasting(2, ReferenceClipId="a")],
            audio=[{"Type": "AI_TTS", "Content": "你好", "Voice": "v", "TimelineIn": 4}, lasting(4, ClipId="a")],
        )
    )
    assert told(plan, "/VideoTracks/0/VideoTrackClips/0") == [
        ("timeline_in", "clock §6", "takes its start from /AudioTracks/0/AudioTrackClips/1 ('a')"),
        ("timeline_out", "clock §6", "takes its end from /AudioTracks/0/AudioTrackClips/1 ('a')"),
        ("source_out", "clock §1.2", "Out is given"),
        ("speed", "clock §6.3", "slowed down to fill the span of /AudioTracks/0/AudioTrackClips/1"),
    ]
    assert told(plan, "/AudioTracks/0/AudioTrackClips/0")[:2] == [
        (
            "timeline_in",
            "clock §2",
            "follows the clip before it: without TimelineOut the TimelineIn of speech is ignored",
        ),
        (
            "timeline_out",
            "clock §2.2",
            "speaking the text takes about 0.46 s, estimated from its length and SpeechRate",
        ),
    ]


def test_the_ledger_tells_of_times_that_abut_under_a_transition() -> None:
    clips = [clip(TimelineIn=0, TimelineOut=15, **fade(0.3)), clip(TimelineIn=15, TimelineOut=35)]
    plan = planned(document(video=clips))
    assert told(plan, "/VideoTracks/0/VideoTrackClips/1")[:2] == [
        ("timeline_in", "clock §3", "TimelineIn is given; the transitions before it move it 0.3 s to the left"),
        ("timeline_out", "clock §2.2", "TimelineOut is given and moves with the start"),
    ]


def test_the_json_of_a_schedule() -> None:
    plan = planned(document(video=[lasting(1, Speed=3), {"Type": "Image", "MediaURL": "p"}]))
    made = plan.to_dict()
    assert list(made) == ["duration", "tracks", "ledger", "findings"]
    assert (made["duration"], made["findings"]) == (None, [])
    assert made["tracks"] == [
        {
            "path": "/VideoTracks/0",
            "kind": "video",
            "duration": None,
            "clips": [
                {
                    "path": "/VideoTracks/0/VideoTrackClips/0",
                    "type": "Video",
                    "timeline_in": 0,
                    "timeline_out": 0.3333,
                    "source_in": 0,
                    "source_out": 1,
                    "speed": 3,
                },
                {
                    "path": "/VideoTracks/0/VideoTrackClips/1",
                    "type": "Image",
                    "timeline_in": 0.3333,
                    "timeline_out": None,
                    "source_in": None,
                    "source_out": None,
                    "speed": 1,
                },
            ],
        }
    ]
    assert made["ledger"][2] == {
        "path": "/VideoTracks/0/VideoTrackClips/0",
        "what": "timeline_in",
        "value": 0,
        "rule": "clock §2.1",
        "text": "the track begins with it",
    }
    assert json.loads(json.dumps(made)) == made


def test_equal_schedules_have_no_difference() -> None:
    comparison = edit().schedule().compare(edit().schedule())
    assert (bool(comparison), str(comparison)) == (False, "no difference")
    assert edit().schedule() == edit().schedule()


def test_two_schedules_are_compared_for_people() -> None:
    one = planned(document(video=[lasting(5, **fade(0.5)), lasting(5), lasting(1)]))
    other = planned(document(video=[lasting(5, **fade(1)), lasting(5, Speed=2)]))
    assert (
        str(one.compare(other))
        == """\
output duration: 10.5000 s → 6.5000 s
/VideoTracks/0/VideoTrackClips/0 transition: 0.5000 s → 1.0000 s
/VideoTracks/0/VideoTrackClips/1 timeline_in: 4.5000 s → 4.0000 s
/VideoTracks/0/VideoTrackClips/1 timeline_out: 9.5000 s → 6.5000 s
/VideoTracks/0/VideoTrackClips/1 speed: 1 → 2
/VideoTracks/0/VideoTrackClips/2: only in the first schedule"""
    )
    assert str(other.compare(one)).endswith("/VideoTracks/0/VideoTrackClips/2: only in the second schedule")


def test_a_schedule_is_a_mapping_of_paths_to_plans() -> None:
    plan = edit().schedule()
    one = plan.clips["/VideoTracks/0/VideoTrackClips/1"]
    assert (one.span, one.length, one.visible) == (td.Span(td.Time("4.5"), td.Time("9.5")), 5, True)
    assert len(list(plan)) == 6
