"""Rules over the timeline as a whole."""

import pytest

from .telling import BUCKET, film, findings, only, told, video, with_audio

SONG = BUCKET + "music.mp3"
PHOTO = BUCKET + "photo.png"


def song(**fields):
    return {"MediaURL": SONG, **fields}


def sound(*clips, **track):
    return {"AudioTracks": [{**track, "AudioTrackClips": list(clips)}]}


def main_video(*clips, **track):
    return {"VideoTracks": [{"MainTrack": True, **track, "VideoTrackClips": list(clips)}]}


# -- how many ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tracks", "clips", "kind"),
    [("VideoTracks", "VideoTrackClips", "video"), ("SubtitleTracks", "SubtitleTrackClips", "subtitle")],
)
def test_a_hundred_tracks_of_a_kind_are_the_most(tracks, clips, kind):
    document = {**video(film()), tracks: [{clips: [film()] if kind == "video" else []}] * 103}
    finding = only(document)
    assert (finding.rule, finding.path) == (f"limits.{kind}-tracks", f"/{tracks}")
    assert finding.message == f"the timeline has 103 {kind} tracks, and the service takes at most 100"
    assert finding.fix == "merge tracks whose clips follow one another, until 3 fewer are left"
    document[tracks] = document[tracks][:100]
    assert told(document) == []


def test_image_tracks_are_counted_too():
    document = {**video(film()), "ImageTracks": [{"ImageTrackClips": []}] * 101}
    assert [finding.rule for finding in findings(document) if finding.severity == "error"] == ["limits.image-tracks"]


# -- something to see or hear -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"VideoTracks": []},
        {"VideoTracks": [{"VideoTrackClips": []}], "AudioTracks": [{"AudioTrackClips": []}]},
        {"FECanvas": {"Width": 1280, "Height": 720}},
        {"ImageTracks": [{"ImageTrackClips": [{"MediaURL": PHOTO}]}]},
        {"VideoTracks": [{"MainTrack": True, "VideoTrackClips": []}]},
    ],
)
def test_an_empty_timeline_has_one_fault_only(document):
    finding = only(document)
    assert (finding.rule, finding.path, finding.severity) == ("timeline.not-empty", "", "error")
    assert finding.message == "no video track and no audio track holds a clip"


@pytest.mark.parametrize(
    "document", [video(film()), sound(song()), video({"Type": "GlobalImage", "MediaURL": PHOTO, "Duration": 3})]
)
def test_one_clip_is_enough(document):
    assert told(document) == []


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        ({"VideoTracks": {}}, "timeline.track-arrays"),
        ({"VideoTracks": [7]}, "timeline.track-arrays"),
        ({"VideoTracks": [{"VideoTrackClips": 5}]}, "timeline.track-arrays"),
        (video({"Type": "Movie"}), "clip.type-enum"),
        (video(None), "timeline.track-arrays"),
    ],
)
def test_tracks_that_cannot_be_read_are_not_told_as_empty_too(document, rule):
    assert only(document).rule == rule


@pytest.mark.parametrize(
    "document",
    [
        {"VideoTracks": "$tracks"},
        {"VideoTracks": [{"VideoTrackClips": "$clips"}]},
        {
            "VideoTracks": [
                {
                    "VideoTrackClips": [
                        {"Sys_Type": "ArrayItems", "Sys_ArrayObject": "$list", "Sys_Template": {"MediaURL": "$url"}}
                    ]
                }
            ]
        },
    ],
)
def test_a_template_may_still_bring_clips(document):
    assert "timeline.not-empty" not in [rule for rule, _ in told(document, "template")]


# -- what is deprecated or half given ---------------------------------------------------------------------------------


def test_image_tracks_without_video_are_told_once():
    document = {**sound(song()), "ImageTracks": [{"ImageTrackClips": [{"MediaURL": PHOTO}]}]}
    assert told(document) == [("timeline.image-tracks-need-video", "/ImageTracks")]


def test_image_tracks_above_video_are_deprecated():
    document = {**video(film()), "ImageTracks": [{"ImageTrackClips": [{"MediaURL": PHOTO}]}]}
    assert told(document) == [("timeline.image-tracks-deprecated", "/ImageTracks")]
    assert told({**document, "ImageTracks": []}) == []


def test_a_canvas_has_both_sides():
    finding = only({"FECanvas": {"Width": 1280}, **video(film())})
    assert (finding.rule, finding.path, finding.message) == ("timeline.fecanvas", "/FECanvas", "FECanvas has no Height")


@pytest.mark.parametrize("height", [0, -720, 12.5, "tall"])
def test_a_canvas_side_of_no_size_is_told_once(height):
    assert told({"FECanvas": {"Width": 1280, "Height": height}, **video(film())}) == [
        ("timeline.fecanvas", "/FECanvas/Height")
    ]


# -- the main track ---------------------------------------------------------------------------------------------------


def test_each_main_track_after_the_first_is_told():
    document = {**main_video(film(Out=5)), **sound(song(Out=5), MainTrack=True)}
    finding = only(document)
    assert (finding.rule, finding.path) == ("timeline.main-track-unique", "/AudioTracks/0/MainTrack")
    assert finding.message == "a second track is marked MainTrack; the first one, /VideoTracks/0, rules the length"


def test_main_track_false_is_no_main_track():
    assert told({**main_video(film(Out=5)), **sound(song(Out=5), MainTrack=False)}) == []


@pytest.mark.parametrize(
    ("tracks", "track"), [("SubtitleTracks", {"SubtitleTrackClips": []}), ("EffectTracks", {"EffectTrackItems": []})]
)
def test_a_main_track_shows_or_sounds(tracks, track):
    finding = only({**video(film(Out=5)), tracks: [{"MainTrack": True, **track}]})
    assert (finding.rule, finding.path) == ("timeline.main-track-kind", f"/{tracks}/0/MainTrack")


def test_bending_needs_a_main_track_and_is_told_once():
    document = {**video(film(Out=5)), **sound(song(Out=4), TrackShortenMode="AutoSpeed", TrackExpandMode="AutoSpeed")}
    finding = only(document)
    assert (finding.rule, finding.path) == ("timeline.track-mode-needs-main", "/AudioTracks/0/TrackShortenMode")
    document["VideoTracks"][0]["MainTrack"] = True
    assert told(document) == []


def test_an_unknown_mode_is_not_told_to_lack_a_main_track_too():
    assert told({**video(film(Out=5)), **sound(song(Out=4), TrackExpandMode="Stretch")}) == [
        ("timeline.track-mode-enum", "/AudioTracks/0/TrackExpandMode")
    ]


def test_a_blank_may_become_the_main_track():
    document = {**main_video(film(Out=5), MainTrack="$main"), **sound(song(Out=4), TrackExpandMode="AutoSpeed")}
    assert told(document, "template") == []


def test_bending_does_nothing_to_a_loop():
    loop = song(Out=2, LoopMode=True, TimelineIn=0, TimelineOut=5)
    finding = only(
        {**main_video(film(Out=5)), **sound(song(Out=2), {**loop, "TimelineIn": 2}, TrackExpandMode="AutoSpeed")}
    )
    assert (finding.rule, finding.path) == ("timeline.track-mode-loop", "/AudioTracks/0/TrackExpandMode")
    assert finding.message == "TrackExpandMode has no effect with the LoopMode of clip 1"


def test_bending_and_references_exclude_each_other():
    document = {
        **main_video(film(Out=5, ClipId="scene")),
        **sound(song(Out=2, ReferenceClipId="scene"), TrackExpandMode="AutoSpeed"),
    }
    assert told(document) == [("timeline.track-mode-reference", "/AudioTracks/0/TrackExpandMode")]


# -- broken documents -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("junk", [None, 7, "text", [], {}, [None], [[]], [{}], True, -1.5])
@pytest.mark.parametrize(
    "field", ["VideoTracks", "AudioTracks", "ImageTracks", "SubtitleTracks", "EffectTracks", "FECanvas"]
)
def test_junk_in_a_field_is_no_accident(field, junk):
    assert isinstance(findings({**with_audio(song()), field: junk}), tuple)


def test_too_many_image_tracks_are_told_once():
    document = {**video(film()), "ImageTracks": [{"ImageTrackClips": [{"ImageId": "i"}]}] * 101}
    assert told(document) == [("limits.image-tracks", "/ImageTracks")]


@pytest.mark.parametrize("kind", ["audio", "Video"])
def test_the_type_of_an_audio_track_only_warns(kind):
    finding = only({"AudioTracks": [{"Type": kind, "AudioTrackClips": [film()]}]})
    assert (finding.rule, finding.severity) == ("clip.type-enum", "warning")
