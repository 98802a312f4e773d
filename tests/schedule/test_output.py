"""The length of the output: main tracks, AutoSpeed, loops, MaxDuration, and what follows the output."""

from __future__ import annotations

from typing import Any

import pytest

from tests.schedule.edits import OSS, clip, document, fade, lasting, number, planned, sources, spans

SOUND = "/AudioTracks/0"
WIDE = {"Type": "GlobalImage", "MediaURL": OSS + "logo.png"}


def tracks(
    video: list[dict[str, Any]],
    audio: list[dict[str, Any]],
    video_track: dict[str, Any] | None = None,
    audio_track: dict[str, Any] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """A document with a video and an audio track that carry fields of their own."""
    return {
        "VideoTracks": [{"VideoTrackClips": video, **(video_track or {})}],
        "AudioTracks": [{"AudioTrackClips": audio, **(audio_track or {})}],
        **fields,
    }


MAIN = {"MainTrack": True}
SHORTEN, EXPAND = {"TrackShortenMode": "AutoSpeed"}, {"TrackExpandMode": "AutoSpeed"}
FOUR_FIVES = [lasting(5) for _ in range(4)]


def test_an_audio_main_track_cuts_the_video() -> None:
    plan = planned(tracks(FOUR_FIVES, [lasting(15)], audio_track=MAIN))
    assert number(plan.duration) == 15
    assert spans(plan) == [(0, 5), (5, 10), (10, 15), (15, 15)]
    assert [one.visible for one in plan.tracks[0].clips] == [True, True, True, False]
    assert number(plan.tracks[0].duration) == 15


def test_auto_speed_shortens_the_video_to_the_main_track() -> None:
    plan = planned(tracks(FOUR_FIVES, [lasting(15)], SHORTEN, MAIN))
    assert number(plan.duration) == 15
    assert spans(plan) == [(0, 3.75), (3.75, 7.5), (7.5, 11.25), (11.25, 15)]
    assert sources(plan) == [(0, 5, 1.3333)] * 4


def test_auto_speed_expands_the_video_to_the_main_track() -> None:
    plan = planned(tracks(FOUR_FIVES, [lasting(30)], EXPAND, MAIN))
    assert number(plan.duration) == 30
    assert spans(plan) == [(0, 7.5), (7.5, 15), (15, 22.5), (22.5, 30)]
    assert sources(plan) == [(0, 5, 0.6667)] * 4


def test_a_shorter_video_leaves_black_up_to_the_end_of_the_main_track() -> None:
    plan = planned(tracks(FOUR_FIVES, [lasting(30)], audio_track=MAIN))
    assert (number(plan.duration), spans(plan)[-1], number(plan.tracks[0].duration)) == (30, (15, 20), 20)


def test_a_video_main_track_cuts_the_sound() -> None:
    plan = planned(tracks([lasting(10)], [lasting(40)], MAIN))
    assert (number(plan.duration), spans(plan, SOUND), sources(plan, SOUND)) == (10, [(0, 10)], [(0, 10, 1)])


def test_auto_speed_slows_the_sound_to_the_main_track() -> None:
    plan = planned(tracks([lasting(10)], [lasting(4)], MAIN, EXPAND))
    assert (spans(plan, SOUND), sources(plan, SOUND)) == ([(0, 10)], [(0, 4, 0.4)])


def test_each_mode_works_one_way_only() -> None:
    assert spans(planned(tracks(FOUR_FIVES, [lasting(15)], EXPAND, MAIN)))[0] == (0, 5)
    assert spans(planned(tracks(FOUR_FIVES, [lasting(30)], SHORTEN, MAIN)))[0] == (0, 5)


def test_modes_without_a_main_track_do_nothing() -> None:
    assert spans(planned(tracks(FOUR_FIVES, [lasting(15)], SHORTEN)))[-1] == (15, 20)


def test_a_given_end_wins_over_auto_speed() -> None:
    video = [lasting(5), lasting(5, TimelineIn=5, TimelineOut=10), lasting(10)]
    plan = planned(tracks(video, [lasting(10)], SHORTEN, MAIN))
    assert spans(plan)[:2] == [(0, 2.5), (5, 10)]
    assert sources(plan)[:2] == [(0, 5, 2), (0, 5, 1)]


def test_auto_speed_scales_transitions_so_that_the_ends_meet() -> None:
    plan = planned(tracks([lasting(5, **fade(1)), lasting(5, **fade(1)), lasting(5)], [lasting(26)], EXPAND, MAIN))
    assert spans(plan) == [(0, 10), (8, 18), (16, 26)]


def test_auto_speed_does_not_work_with_a_looped_sound() -> None:
    plan = planned(tracks([lasting(10)], [lasting(4, LoopMode=True, TimelineIn=0, TimelineOut=8)], MAIN, EXPAND))
    assert (spans(plan, SOUND), sources(plan, SOUND)) == ([(0, 8)], [(0, 4, 1)])


def test_a_speed_beyond_the_service_is_told() -> None:
    plan = planned(tracks([lasting(100)], [lasting(1)], MAIN, EXPAND))
    assert [(one.rule, one.severity, one.path) for one in plan.findings] == [
        ("clip.effective-speed", "warning", "/AudioTracks/0/AudioTrackClips/0")
    ]
    assert plan.findings[0].message == "the clip would play at 0.01 times its speed; the service plays 0.1 to 100 times"


def test_the_first_of_several_main_tracks_wins() -> None:
    plan = planned(
        {
            "VideoTracks": [{"VideoTrackClips": [lasting(20)]}, {"VideoTrackClips": [lasting(8)], **MAIN}],
            "AudioTracks": [{"AudioTrackClips": [lasting(12)], **MAIN}],
        }
    )
    assert number(plan.duration) == 8


def test_without_a_main_track_the_longest_video_track_rules() -> None:
    plan = planned(
        {
            "VideoTracks": [{"VideoTrackClips": [lasting(6)]}, {"VideoTrackClips": [lasting(8)]}],
            "AudioTracks": [{"AudioTrackClips": [lasting(12)]}],
        }
    )
    assert (number(plan.duration), spans(plan, SOUND)) == (8, [(0, 8)])


def test_sound_alone_lasts_as_long_as_its_longest_track() -> None:
    plan = planned({"AudioTracks": [{"AudioTrackClips": [lasting(20)]}, {"AudioTrackClips": [lasting(10)]}]})
    assert number(plan.duration) == 20


def test_two_sounds_without_times_follow_one_another() -> None:
    assert number(planned(document(audio=[lasting(20), lasting(10)])).duration) == 30


def test_max_duration_wins_over_the_main_track() -> None:
    plan = planned(document(video=[lasting(30)], audio=[lasting(40)], MaxDuration=12.5))
    assert (number(plan.duration), spans(plan), spans(plan, SOUND)) == (12.5, [(0, 12.5)], [(0, 12.5)])
    assert sources(plan) == [(0, 12.5, 1)]


def test_the_output_config_can_cap_the_output_too() -> None:
    assert number(planned(document(video=[lasting(30)], MaxDuration=20), max_duration=12.5).duration) == 12.5
    assert number(planned(document(video=[lasting(30)], MaxDuration=10), max_duration=12.5).duration) == 10


def test_an_unknown_end_behind_the_cap_is_known_after_all() -> None:
    plan = planned(document(video=[lasting(30), clip(In=2)], MaxDuration=12.5))
    assert (number(plan.duration), spans(plan)) == (12.5, [(0, 12.5), (12.5, 12.5)])


def test_a_loop_plays_its_range_in_rounds() -> None:
    plan = planned(document(audio=[clip(In=4, Out=10, TimelineIn=2, TimelineOut=14, LoopMode=True)]))
    assert (spans(plan, SOUND), sources(plan, SOUND)) == ([(2, 14)], [(4, 10, 1)])
    assert [number(plan.at(t).heard[0].source_time) for t in (2, 7.5, 8, 13.5)] == [4, 9.5, 4, 9.5]


def test_a_loop_without_an_end_plays_to_the_end_of_the_output() -> None:
    plan = planned(document(video=[lasting(20)], audio=[clip(LoopMode=True)]))
    assert spans(plan, SOUND) == [(0, 20)]
    assert sources(plan, SOUND) == [(0, None, 1)]


def test_a_loop_without_an_end_stops_where_the_next_sound_begins() -> None:
    plan = planned(document(video=[lasting(20)], audio=[lasting(3, LoopMode=True), lasting(5, TimelineIn=10)]))
    assert spans(plan, SOUND) == [(0, 10), (10, 15)]


def test_a_loop_on_a_video_is_ignored() -> None:
    plan = planned(document(video=[clip(Out=15, LoopMode=True, TimelineIn=0, TimelineOut=35.856)]))
    assert (spans(plan), plan.tracks[0].clips[0].loop) == ([(0, 35.856)], False)


def test_pictures_over_the_whole_last_as_long_as_the_output() -> None:
    plan = planned({"VideoTracks": [{"VideoTrackClips": [lasting(6)]}, {"VideoTrackClips": [WIDE]}]})
    assert (spans(plan, "/VideoTracks/1"), number(plan.duration)) == ([(0, 6)], 6)


def test_with_nothing_but_pictures_over_the_whole_the_longest_duration_counts() -> None:
    plan = planned({"VideoTracks": [{"VideoTrackClips": [{**WIDE, "Duration": length}]} for length in (4, 6)]})
    assert (number(plan.duration), spans(plan)) == (6, [(0, 6)])
    assert planned(document(video=[WIDE])).duration is None


def test_texts_pictures_and_effects_last_to_the_end_and_never_lengthen_it() -> None:
    plan = planned(
        {
            **document(
                video=[lasting(10)],
                subtitle=[
                    {"Type": "Text", "Content": "a"},
                    {"Type": "Text", "Content": "b", "TimelineIn": 8, "TimelineOut": 30},
                    {"Type": "Text", "Content": "c", "TimelineIn": 12, "TimelineOut": 30},
                    {"Type": "Subtitle", "FileURL": OSS + "a.srt", "TimelineIn": 1},
                ],
            ),
            "ImageTracks": [
                {"ImageTrackClips": [{"ImageId": "i"}, {"ImageId": "i", "TimelineIn": 4, "TimelineOut": 90}]}
            ],
            "EffectTracks": [
                {
                    "EffectTrackItems": [
                        {"Type": "VFX", "SubType": "rain"},
                        {"Type": "VFX", "SubType": "rain", "TimelineIn": 2, "Duration": 3},
                        {"Type": "VFX", "SubType": "rain", "TimelineIn": 2, "TimelineOut": 4, "Duration": 9},
                    ]
                }
            ],
        }
    )
    assert number(plan.duration) == 10
    assert spans(plan, "/SubtitleTracks/0") == [(0, 10), (8, 10), (10, 10), (1, 10)]
    assert spans(plan, "/ImageTracks/0") == [(0, 10), (4, 10)]
    assert spans(plan, "/EffectTracks/0") == [(0, 10), (2, 5), (2, 4)]
    assert [track.kind for track in plan.tracks] == ["video", "image", "subtitle", "effect"]


def test_a_video_track_of_type_effect_is_a_layer_without_length() -> None:
    item = {"Type": "Filter", "SubType": "m1", "TimelineOut": 40}
    plan = planned({"VideoTracks": [{"VideoTrackClips": [lasting(6)]}, {"Type": "Effect", "VideoTrackClips": [item]}]})
    layer = plan.tracks[1]
    assert (layer.kind, spans(plan, "/VideoTracks/1"), layer.clips[0].type) == ("effect", [(0, 6)], "Filter")


SCROLL = {
    "Type": "Text",
    "Content": "credits",
    "ScrollStartY": 1120,
    "ScrollEndY": 200,
    "ScrollSpeed": 75,
    "ScrollStartFreeze": 2,
    "ScrollEndFreeze": 2,
}


@pytest.mark.parametrize(
    ("fields", "length"),
    [
        ({}, 16.2667),
        ({"ScrollLoopTime": 2}, 32.5333),
        ({"TimelineOut": 10}, 10),
        ({"ScrollSpeed": 0}, 60),
        ({"ScrollLoop": True}, 60),
        ({"TimelineIn": 4}, 16.2667),
    ],
)
def test_a_scrolling_text_lasts_as_long_as_its_way(fields: dict[str, Any], length: float) -> None:
    plan = planned(document(video=[lasting(60)], subtitle=[{**SCROLL, **fields}]))
    start, end = spans(plan, "/SubtitleTracks/0")[0]
    assert (start, round((end or 0) - (start or 0), 4)) == (fields.get("TimelineIn", 0), length)


def test_a_picture_a_logo_music_a_text_and_an_effect_together() -> None:
    plan = planned(
        {
            "VideoTracks": [
                {
                    "MainTrack": True,
                    "VideoTrackClips": [
                        clip(In=2, Out=7, ClipId="c1", **fade(1, "DLTransition")),
                        {"Type": "Image", "MediaURL": OSS + "p.png", "Duration": 4},
                    ],
                },
                {"VideoTrackClips": [WIDE]},
            ],
            "AudioTracks": [{"AudioTrackClips": [clip(LoopMode=True, In=0, Out=3, TimelineIn=0, TimelineOut=9)]}],
            "SubtitleTracks": [
                {"SubtitleTrackClips": [{"Type": "Text", "Content": "a", "TimelineIn": 1, "TimelineOut": 4}]}
            ],
            "EffectTracks": [
                {"EffectTrackItems": [{"Type": "VFX", "SubType": "rain", "TimelineIn": 2, "TimelineOut": 5}]}
            ],
        }
    )
    assert number(plan.duration) == 9
    assert [(number(one.timeline_in), number(one.timeline_out)) for one in plan] == [
        (0, 5),
        (5, 9),
        (0, 9),
        (0, 9),
        (1, 4),
        (2, 5),
    ]


def test_a_timeline_with_nothing_to_play_lasts_no_time() -> None:
    assert planned({}).duration == 0
    assert planned(document(video=[], subtitle=[{"Type": "Text", "Content": "a"}])).duration == 0
