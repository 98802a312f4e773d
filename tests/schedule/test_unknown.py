"""What is not known stays unknown, what is known stays known, and spoken text is estimated."""

from __future__ import annotations

from typing import Any

import pytest

from tests.schedule.edits import OSS, clip, document, fade, lasting, number, planned, sources, spans
from timeline_dsl.errors import UsageError
from timeline_dsl.schedule.speech import speech_length
from timeline_dsl.units import TICKS

SOUND = "/AudioTracks/0"


def tts(content: str = "一二三四五六七八九十", **fields: Any) -> dict[str, Any]:
    """A spoken clip of ten characters: 2.3 s."""
    return {"Type": "AI_TTS", "Content": content, "Voice": "zhiqing", **fields}


def test_an_unknown_length_leaves_what_follows_unknown_up_to_the_next_given_start() -> None:
    plan = planned(document(video=[clip(In=2), lasting(5), lasting(5, TimelineIn=30), lasting(1)]))
    assert spans(plan) == [(0, None), (None, None), (30, 35), (35, 36)]
    assert plan.duration is None


def test_a_given_end_is_known_after_an_unknown_start() -> None:
    plan = planned(document(video=[clip(), clip(TimelineOut=20), lasting(2)]))
    assert spans(plan) == [(0, None), (None, 20), (20, 22)]


def test_texts_over_an_unknown_output_have_no_end_yet() -> None:
    plan = planned(document(video=[clip()], subtitle=[{"Type": "Text", "Content": "a"}]))
    assert spans(plan, "/SubtitleTracks/0") == [(0, None)]


def test_a_track_that_bends_by_an_unknown_factor_is_unknown() -> None:
    plan = planned(
        {
            "VideoTracks": [{"VideoTrackClips": [lasting(5), lasting(5)], "TrackShortenMode": "AutoSpeed"}],
            "AudioTracks": [{"AudioTrackClips": [clip()], "MainTrack": True}],
        }
    )
    assert spans(plan) == [(0, None), (None, None)]


def test_a_length_makes_everything_known() -> None:
    doc = document(video=[clip(In=2), lasting(5, **fade(1)), lasting(5)])
    assert spans(planned(doc, 10)) == [(0, 8), (8, 13), (12, 17)]


@pytest.mark.parametrize("length", [4, "4s", {"duration": 4, "width": 1280, "height": 720}])
def test_a_length_is_a_number_or_an_object(length: Any) -> None:
    assert spans(planned(document(video=[clip()]), {OSS + "a.mp4": length})) == [(0, 4)]


def test_a_signed_address_has_the_length_of_the_plain_one() -> None:
    plan = planned(document(video=[clip(MediaURL=OSS + "a.mp4?Expires=1&Signature=x")]), 4)
    assert spans(plan) == [(0, 4)]


def test_a_length_by_media_id() -> None:
    assert spans(planned(document(video=[{"MediaId": "m1"}]), {"m1": 2.5})) == [(0, 2.5)]


@pytest.mark.parametrize(
    ("durations", "message"),
    [
        (
            {"m1": "four"},
            "the duration of 'm1' must be a time with a unit or a colon (got 'four'). Fix: "
            'write seconds as a number, or text with a unit or a colon: 2.5, "500ms", "00:01:02.5", "12f"',
        ),
        (
            {"m1": True},
            "the duration of 'm1' must be a number of seconds (got True). Fix: "
            'give seconds by MediaId or address: durations={"https://…/a.mp4": 12.5}',
        ),
        (
            [4],
            "durations must map materials to seconds (got [4]). Fix: "
            'give seconds by MediaId or address: durations={"https://…/a.mp4": 12.5}',
        ),
        (
            {"m1": 1e300},
            "the duration of 'm1' is too long to be true (got 1e+300). Fix: "
            'give seconds by MediaId or address: durations={"https://…/a.mp4": 12.5}',
        ),
    ],
)
def test_a_length_that_means_nothing_is_refused(durations: Any, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        planned(document(video=[{"MediaId": "m1"}]), durations)
    assert str(caught.value).partition(": ")[2] == message or str(caught.value) == message


def test_a_spoken_text_is_estimated_and_so_is_what_follows_it() -> None:
    plan = planned(document(audio=[tts(), tts(), lasting(3, TimelineIn=30), lasting(2)]))
    assert spans(plan, SOUND) == [(0, 2.3), (2.3, 4.6), (30, 33), (33, 35)]
    assert [one.estimated for one in plan] == [True, True, False, False]


def test_the_start_of_speech_without_an_end_is_ignored() -> None:
    assert spans(planned(document(audio=[tts(TimelineIn=7), tts(TimelineIn=9)])), SOUND) == [(0, 2.3), (2.3, 4.6)]


def test_speech_with_both_times_is_known() -> None:
    plan = planned(document(audio=[tts(TimelineIn=7, TimelineOut=8)]))
    assert (spans(plan, SOUND), sources(plan, SOUND)) == ([(7, 8)], [(0, 1, 1)])
    assert not plan.tracks[0].clips[0].estimated


def test_the_length_of_speech_can_be_told_by_its_clip_id() -> None:
    plan = planned(document(audio=[tts(ClipId="intro")]), {"intro": 4.25})
    assert (spans(plan, SOUND), plan.tracks[0].clips[0].estimated) == ([(0, 4.25)], False)


def test_a_clip_aligned_with_speech_is_estimated_too() -> None:
    plan = planned(document(video=[lasting(1, ReferenceClipId="s"), lasting(1)], audio=[tts(ClipId="s")]))
    assert (spans(plan), [one.estimated for one in plan.tracks[0].clips]) == ([(0, 2.3), (2.3, 3.3)], [True, True])


def test_what_bends_to_a_guess_or_ends_with_one_is_estimated_too() -> None:
    plan = planned(
        {
            "VideoTracks": [{"VideoTrackClips": [lasting(5), lasting(5)], "TrackShortenMode": "AutoSpeed"}],
            "AudioTracks": [{"AudioTrackClips": [tts()], "MainTrack": True}, {"AudioTrackClips": [lasting(9)]}],
            "SubtitleTracks": [
                {
                    "SubtitleTrackClips": [
                        {"Type": "Text", "Content": "a"},
                        {"Type": "Text", "Content": "b", "TimelineOut": 1},
                    ]
                }
            ],
        }
    )
    assert [one.estimated for one in plan] == [True, True, True, True, True, False]


def test_an_avatar_lasts_as_long_as_it_speaks() -> None:
    said = {"Type": "AI_Avatar", "AvatarId": "a", "Content": "一"}
    recorded = {"Type": "AI_Avatar", "AvatarId": "a", "MediaURL": OSS + "a.mp4"}
    plan = planned(document(video=[said, recorded]), 6)
    assert spans(plan) == [(0, 1), (1, 7)]
    assert spans(planned(document(video=[recorded]))) == [(0, None)]


def test_recognised_subtitles_do_not_lengthen_the_output() -> None:
    plan = planned(document(video=[lasting(8), {"Type": "AI_ASR", "MediaURL": OSS + "b.mp4"}]))
    assert (spans(plan), number(plan.duration)) == ([(0, 8), (0, 8)], 8)


@pytest.mark.parametrize(
    ("rate", "factor"), [(0, 1), (None, 1), (-500, 2), (500, 0.5), (-125, 1.25), (166, 0.834), (9000, 0.5)]
)
def test_the_speech_rate_stretches_the_estimate(rate: int | None, factor: float) -> None:
    assert speech_length("一" * 1000, rate) == round(230 * TICKS * factor)


def test_markup_is_not_spoken_and_its_breaks_are() -> None:
    plain = speech_length("你好。再见", 0)
    assert speech_length('<speak>你好。<break time="500ms"/>再见<break time="2s"/></speak>', 0) == plain + 25_000
    assert speech_length("<" * 100_000, 0) == 0


def test_the_rate_and_the_aliases_of_markup_count() -> None:
    assert speech_length('<speak rate="500">你好</speak>', -500) == speech_length("你好", 500)
    assert speech_length('<speak rate="fast">你&amp;好</speak>', 0) == speech_length("你&好", 0)
    assert speech_length('<speak><sub alias="one">1</sub></speak>', 0) == speech_length("one", 0)
    assert speech_length("<speak><s>你</s>好</speak>", 0) == speech_length("你。好", 0)


def test_words_digits_and_pauses_take_time() -> None:
    assert speech_length("Hello, world.", 0) / TICKS == pytest.approx(1.35)
    assert speech_length("2026", 0) / TICKS == 1


BLANKED: list[tuple[dict[str, Any], tuple[float | None, float | None]]] = [
    ({"Out": "$out"}, (0, None)),
    ({"In": "$in", "Out": 5}, (0, None)),
    ({"Out": 5, "Speed": "$s"}, (0, None)),
    ({"Out": 5, "TimelineIn": "$t"}, (None, None)),
    ({"Out": 5, "TimelineOut": "$t"}, (0, None)),
    ({"Out": 5, "ReferenceClipId": "$r"}, (None, None)),
    ({"MaxOut": "$m"}, (0, None)),
]


@pytest.mark.parametrize(("fields", "span"), BLANKED)
def test_a_blank_of_a_template_is_unknown(fields: dict[str, Any], span: tuple[float | None, float | None]) -> None:
    assert spans(planned(document(video=[clip(**fields)]), 20)) == [span]


def test_a_transition_of_unknown_length_leaves_what_follows_unknown() -> None:
    blank = {"Effects": [{"Type": "Transition", "SubType": "fade", "Duration": "$d"}]}
    assert spans(planned(document(video=[lasting(5, **blank), lasting(5)]))) == [(0, 5), (None, None)]
