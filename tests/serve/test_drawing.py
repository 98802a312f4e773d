"""A resolved timeline as a picture."""

from __future__ import annotations

from xml.etree import ElementTree

from timeline_dsl.serve.drawing import Bar, Lane, draw, lanes_of

URL = "https://b-1.oss-cn-shanghai.aliyuncs.com/dir/film.mp4?Signature=secret"
SPAN = {"TimelineIn": 0, "TimelineOut": 2}


def test_every_track_is_a_row_as_an_editor_shows_them() -> None:
    timeline = {
        "VideoTracks": [
            {"VideoTrackClips": [{"MediaURL": URL, **SPAN}]},
            {"VideoTrackClips": [{"Type": "Text", "Content": "over it", **SPAN}]},
        ],
        "AudioTracks": [{"AudioTrackClips": [{"MediaId": "m1", **SPAN}]}],
        "SubtitleTracks": [{"SubtitleTrackClips": []}],
        "EffectTracks": [{"EffectTrackItems": [{"Type": "VFX", "SubType": "rain", **SPAN}]}],
    }
    assert list(lanes_of(timeline)) == [
        Lane("effects", "effects", (Bar(0, 2, "rain"),)),
        Lane("subtitles", "subtitles", ()),
        Lane("video 2", "video", (Bar(0, 2, "over it"),)),
        Lane("video 1", "video", (Bar(0, 2, "film.mp4"),)),
        Lane("audio", "audio", (Bar(0, 2, "m1"),)),
    ]


def test_bars_are_as_long_as_their_clips() -> None:
    clips = [{"MediaId": "a", "TimelineIn": 0, "TimelineOut": 1}, {"MediaId": "b", "TimelineIn": 1, "TimelineOut": 4}]
    root = ElementTree.fromstring(draw({"VideoTracks": [{"VideoTrackClips": clips}]}))
    widths = [float(rect.attrib["width"]) + 1 for rect in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert round(widths[1] / widths[0], 2) == 3.0


def test_markup_and_control_characters_in_a_label_stay_text() -> None:
    clip = {"Type": "Text", "Content": "</title><script>&\x07\ud800", **SPAN}
    root = ElementTree.fromstring(draw({"SubtitleTracks": [{"SubtitleTrackClips": [clip]}]}))
    assert [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")] == [
        "</title><script>&��\n0.000 – 2.000 s"
    ]


def test_a_timeline_without_times_says_so() -> None:
    for timeline in ({}, {"VideoTracks": None}, {"VideoTracks": [{"VideoTrackClips": [{"MediaId": "a"}, 7, None]}]}):
        assert "no clip with a known time" in draw(timeline)


def test_a_long_timeline_has_a_readable_scale() -> None:
    for seconds in (0.01, 1, 37, 3_600, 100_000):
        clip = {"MediaId": "a", "TimelineIn": 0, "TimelineOut": seconds}
        assert 1 <= draw({"VideoTracks": [{"VideoTrackClips": [clip]}]}).count("<line") <= 14
