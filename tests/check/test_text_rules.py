"""Rules of texts and subtitles."""

import pytest

from .telling import BUCKET, film, only, told, video, with_subtitles

HERE = "/SubtitleTracks/0/SubtitleTrackClips/0"


def text(**fields):
    base = {"Type": "Text", "Content": "Hello", "FontSize": 60, "TimelineIn": 0, "TimelineOut": 3, **fields}
    return {name: value for name, value in base.items() if value is not None}


def ask(**fields):
    return told(with_subtitles(text(**fields)))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"FontSize": None, "FixedFontSize": 40},
        {"FontSize": None, "BubbleStyleId": "BS0001-000001"},
        {"Content": " "},
        {"Alignment": "TopCenter", "Y": 0.85},
        {"Alignment": "BottomCenter", "Y": 0.1},
        {"X": 0.1, "Y": 0.2},
        {"X": 100, "Y": 0.5},
        {"FontColorOpacity": "0.5", "FontColor": "#ffffff", "BorderStyle": 3},
        {"FontSize": 5000},
        {"AaiMotionInEffect": "fade_in", "AaiMotionIn": 1.5, "AaiMotionOutEffect": "fade_out", "AaiMotionOut": 1.5},
        {"ScrollSpeed": 100, "ScrollStartY": 1080, "ScrollEndY": -50},
        {"ScrollSpeed": 100, "ScrollDirection": "Left"},
        {"ScrollSpeed": 100, "ScrollStartX": 1080, "ScrollEndX": 0},
        {"AaiMotionLoopEffect": "swing_display", "Ratio": 2},
    ],
)
def test_a_sound_text_has_no_finding(fields):
    assert ask(**fields) == []


def test_a_text_without_content_is_one_finding():
    finding = only(with_subtitles(text(Content=None)))
    assert (finding.rule, finding.severity, finding.path) == ("text.content-required", "error", HERE)


def test_a_text_under_the_wrong_key_is_one_finding():
    finding = only(with_subtitles(text(Content=None, Text="Hello")))
    assert (finding.rule, finding.path, finding.fix) == ("text.text-key", f"{HERE}/Text", "write it under Content")


def test_a_banner_text_is_checked_like_a_text_clip():
    banner = {"Type": "Text", "Text": "Hello", "FontSize": 60}
    assert told(video(film(Effects=[banner]))) == [("text.text-key", "/VideoTracks/0/VideoTrackClips/0/Effects/0/Text")]


@pytest.mark.parametrize(
    ("fields", "rule", "field"),
    [
        ({"FontSize": None}, "text.font-size-missing", ""),
        ({"FixedFontSize": 40}, "text.font-size-exclusive", "/FixedFontSize"),
        ({"FontSize": 5001}, "text.font-size-max", "/FontSize"),
        ({"FontSize": 0}, "text.font-size-max", "/FontSize"),
        ({"Font": "SimSum"}, "text.font-known", "/Font"),
        ({"Alignment": "Top"}, "text.alignment-enum", "/Alignment"),
        ({"AdaptMode": "Wrap"}, "text.adapt-mode-enum", "/AdaptMode"),
        ({"FontColorOpacity": 2}, "text.opacity", "/FontColorOpacity"),
        ({"FontColor": "white"}, "text.colour-format", "/FontColor"),
        ({"BorderStyle": 2}, "text.border-style", "/BorderStyle"),
        ({"X": 100, "Y": 600}, "text.pixel-xy", "/X"),
        ({"Alignment": "BottomCenter"}, "text.bottom-center-no-y", "/Alignment"),
        ({"ScrollSpeed": 100}, "text.scroll-fields", "/ScrollSpeed"),
        ({"ScrollSpeed": 100, "ScrollStartY": 5}, "text.scroll-fields", "/ScrollSpeed"),
        ({"AaiMotionInEffect": "dissolve_in"}, "text.motion-known", "/AaiMotionInEffect"),
        ({"AaiMotionInEffect": "fade_out"}, "text.motion-known", "/AaiMotionInEffect"),
        ({"AaiMotionOutEffect": "swing_display"}, "text.motion-known", "/AaiMotionOutEffect"),
        (
            {"AaiMotionLoopEffect": "swing_display", "AaiMotionOutEffect": "fade_out"},
            "text.loop-with-inout",
            "/AaiMotionLoopEffect",
        ),
        ({"AaiMotionInEffect": "fade_in", "AaiMotionIn": 4}, "text.motion-fits", "/AaiMotionIn"),
        ({"AaiMotionIn": 2, "AaiMotionOut": 2}, "text.motion-fits", "/AaiMotionIn"),
        (
            {"AaiMotionInEffect": "fade_in", "AaiMotionOutEffect": "fade_out", "TimelineOut": 0.8},
            "text.motion-fits",
            "/AaiMotionInEffect",
        ),
    ],
)
def test_each_fault_of_a_text_is_told_once(fields, rule, field):
    assert ask(**fields) == [(rule, HERE + field)]


def test_a_motion_in_the_wrong_field_gets_its_counterpart():
    finding = only(with_subtitles(text(AaiMotionInEffect="fade_out")))
    assert finding.message == "'fade_out' is a motion for AaiMotionOutEffect, not for AaiMotionInEffect"
    assert finding.fix == "move it to AaiMotionOutEffect, or 'fade_in'"


def test_motions_that_do_not_fit_are_added_up():
    finding = only(
        with_subtitles(
            text(AaiMotionInEffect="fade_in", AaiMotionIn=2, AaiMotionOutEffect="fade_out", AaiMotionOut=1.5)
        )
    )
    assert finding.message == "the motion in takes 2 s and the motion out takes 1.5 s, but the text is shown for 3 s"


def test_motions_are_measured_against_a_span_that_is_worked_out():
    clip = text(TimelineOut=None, AaiMotionInEffect="fade_in", AaiMotionIn=6)
    document = {**video(film(In=0, Out=5)), "SubtitleTracks": [{"SubtitleTrackClips": [clip]}]}
    assert told(document) == [("text.motion-fits", f"{HERE}/AaiMotionIn")]


def test_motions_of_a_text_of_unknown_length_are_believed():
    assert ask(TimelineOut=None, AaiMotionInEffect="fade_in", AaiMotionIn=6) == []


def test_blanks_are_believed():
    clip = text(
        Content="$Title",
        FontSize="$Size:60",
        AaiMotionInEffect="$In",
        AaiMotionLoopEffect="$Loop:NULL",
        AaiMotionIn="$T",
        TimelineOut="$End",
        X="$X",
        Y="$Y",
        FontColor="$Color",
    )
    assert told(with_subtitles(clip), "template") == []


@pytest.mark.parametrize(
    "clip",
    [
        {},
        {"FileURL": ""},
        {"FileURL": BUCKET + "talk.vtt"},
        {"FileURL": BUCKET + "talk"},
        {"FileURL": BUCKET + "talk.srt.zip"},
    ],
)
def test_subtitles_need_an_srt_or_ass_file(clip):
    assert [rule for rule, _ in told(with_subtitles({"Type": "Subtitle", **clip}))] == ["subtitle.file-url"]


@pytest.mark.parametrize(
    "clip",
    [
        {"FileURL": BUCKET + "talk.srt"},
        {"FileUrl": BUCKET + "talk.ASS"},
        {"FileURL": BUCKET + "talk", "SubType": "srt"},
        {"FileURL": BUCKET + "talk.srt?Expires=4102444800", "FontSize": 40, "FontColor": "#FFFF00"},
    ],
)
def test_subtitles_from_a_file_have_no_finding(clip):
    assert told(with_subtitles({"Type": "Subtitle", **clip})) == []


@pytest.mark.parametrize("clip", [{"FileURL": BUCKET + "talk.ass"}, {"FileURL": BUCKET + "talk", "SubType": "ass"}])
def test_the_style_of_a_clip_is_ignored_on_an_ass_file(clip):
    style = {"FontSize": 40, "FontColor": "#FFFF00", "Outline": 2, "Shadow": 1}
    finding = only(with_subtitles({"Type": "Subtitle", **clip, **style}))
    assert (finding.rule, finding.path) == ("subtitle.ass-style", f"{HERE}/FontSize")
    assert finding.message == "FontSize, FontColor, Outline and 1 more on an .ass file: the file keeps its own style"


def test_an_empty_text_warns_because_editors_write_such():
    finding = only(with_subtitles({"Type": "Text", "Content": "", "FontSize": 40}))
    assert (finding.rule, finding.severity) == ("text.content-required", "warning")
    assert finding.message == "the text is empty, and shows nothing"


def test_a_null_is_no_content():
    finding = only(with_subtitles({"Type": "Text", "Content": None, "FontSize": 40}))
    assert (finding.rule, finding.severity) == ("text.content-required", "error")
    assert finding.path == "/SubtitleTracks/0/SubtitleTrackClips/0/Content"


def test_the_kind_of_a_subtitle_file_in_another_case_warns():
    finding = only(with_subtitles({"Type": "Subtitle", "SubType": "SRT", "FileURL": BUCKET + "a.srt"}))
    assert (finding.rule, finding.severity, finding.evidence) == ("subtitle.file-url", "warning", "inferred")
