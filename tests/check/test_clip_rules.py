"""Rules over one clip."""

import pytest

from timeline_dsl.check import check
from timeline_dsl.clips import AudioClip, ImageClip, VideoClip
from timeline_dsl.node import Param
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import AudioTrack, VideoTrack

from .telling import BUCKET, FILM, film, findings, only, told, video, with_audio

CLIP = "/VideoTracks/0/VideoTrackClips/0"
PHOTO = BUCKET + "photo.png"


def image(**fields):
    return {"Type": "Image", "MediaURL": PHOTO, **fields}


# -- the source range -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "message", "fix"),
    [
        ({"In": 5, "Out": 3}, "Out 3 s does not lie after In 5 s", "set Out above 5, or In below 3"),
        ({"In": 5, "Out": 5}, "Out 5 s does not lie after In 5 s", "set Out above 5, or In below 5"),
        (
            {"Out": 0},
            "Out 0 s does not lie after In, which is 0 when left out",
            "set Out above 0, or leave it out to play to the end",
        ),
        ({"In": "5", "Out": "3"}, "Out 3 s does not lie after In 5 s", "set Out above 5, or In below 3"),
    ],
)
def test_out_lies_after_in(given, message, fix):
    finding = only(video(film(**given)))
    assert (finding.rule, finding.severity, finding.path) == ("clip.in-before-out", "error", f"{CLIP}/Out")
    assert (finding.message, finding.fix) == (message, fix)


def test_a_backwards_source_is_not_told_to_mismatch_its_span_too():
    assert told(video(film(In=5, Out=3, TimelineIn=0, TimelineOut=8))) == [("clip.in-before-out", f"{CLIP}/Out")]


@pytest.mark.parametrize("given", [{"In": -2, "Out": 3}, {"In": 2, "Out": "soon"}])
def test_a_time_that_is_none_is_told_as_such_only(given):
    field = "In" if given["In"] == -2 else "Out"
    assert told(video(film(**given))) == [("clip.time-number", f"{CLIP}/{field}")]


def test_a_negative_out_is_told_once():
    assert told(video(film(Out=-1))) == [("clip.time-number", f"{CLIP}/Out")]


def test_zeros_beside_the_duration_of_a_picture_mean_nothing():
    assert told(video(image(In=0, Out=0, Duration=4))) == []
    assert told(video(image(In=4, Out=2))) == [("clip.in-before-out", f"{CLIP}/Out")]


def test_max_out_gives_way_to_out():
    finding = only(video(film(Out=5, MaxOut=3)))
    assert (finding.rule, finding.path) == ("clip.max-out-ignored", f"{CLIP}/MaxOut")
    assert finding.message == "MaxOut is ignored because Out 5 s is given"
    assert told(video(film(MaxOut=3))) == []


def test_digits_behind_the_fourth_are_dropped():
    finding = only(video(film(Out=5.00004)))
    assert (finding.rule, finding.path) == ("clip.time-precision", f"{CLIP}/Out")


# -- the place on the output ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [{"In": 0, "Out": 5}, {}])
def test_the_end_lies_after_the_start(given):
    finding = only(video(film(TimelineIn=5, TimelineOut=2, **given)))
    assert (finding.rule, finding.path) == ("clip.timeline-order", f"{CLIP}/TimelineOut")
    assert finding.message == "TimelineOut 2 s does not lie after TimelineIn 5 s"


@pytest.mark.parametrize(
    "effect",
    [
        {"Type": "VFX", "SubType": "spotfall"},
        {"Type": "Filter", "SubType": "m1"},
        {"Type": "Text", "Content": "Hi", "FontSize": 60},
        {"Type": "Scale", "Width": 0.5, "Height": 0.5},
    ],
)
def test_the_end_of_an_effect_lies_after_its_start(effect):
    document = video(film(Out=5, Effects=[{**effect, "TimelineIn": 3, "TimelineOut": 1}]))
    assert told(document) == [("clip.timeline-order", f"{CLIP}/Effects/0/TimelineOut")]


def test_a_span_without_a_source_range_is_pointed_out():
    finding = only(video(film(TimelineIn=2, TimelineOut=5, Speed=2)))
    assert (finding.rule, finding.path) == ("clip.timeline-without-source", f"{CLIP}/TimelineOut")
    assert finding.fix == 'write In and Out too: "In": 0, "Out": 6'


@pytest.mark.parametrize(
    "given",
    [
        {"TimelineIn": 2},
        {"TimelineOut": 5},
        {"TimelineIn": 2, "TimelineOut": 5, "MaxOut": 3},
        {"TimelineIn": 2, "TimelineOut": "$end"},
    ],
)
def test_half_a_span_needs_no_source_range(given):
    assert "clip.timeline-without-source" not in [rule for rule, _ in told(video(film(**given)))]


def test_a_looping_song_may_fill_a_span():
    song = {"MediaURL": BUCKET + "music.mp3", "LoopMode": True, "TimelineIn": 0, "TimelineOut": 9}
    assert told({**video(film(Out=9)), "AudioTracks": [{"AudioTrackClips": [song]}]}) == []


# -- the picture ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "missing"), [({}, "Width and Height"), ({"Width": 0.5}, "Height"), ({"Height": 0.5}, "Width")]
)
def test_adapt_mode_needs_a_box(given, missing):
    finding = only(video(film(Out=5, AdaptMode="Contain", **given)))
    assert (finding.rule, finding.path) == ("clip.adapt-mode-needs-size", f"{CLIP}/AdaptMode")
    assert finding.message == f"AdaptMode Contain has no effect without {missing}"


@pytest.mark.parametrize(
    "size", [{"Width": 1, "Height": 1}, {"Width": "$w", "Height": "$h"}, {"Width": "0.5", "Height": "0.5"}]
)
def test_adapt_mode_in_a_box_is_fine(size):
    assert told(video(film(Out=5, AdaptMode="Cover", **size))) == []


def test_cover_on_an_image_is_told_once():
    assert told(video(image(Duration=4, AdaptMode="Cover"))) == [("clip.cover-on-image", f"{CLIP}/AdaptMode")]


def test_an_unknown_adapt_mode_is_told_once():
    assert told(video(film(Out=5, AdaptMode="Fit"))) == [("clip.adapt-mode-enum", f"{CLIP}/AdaptMode")]


@pytest.mark.parametrize(
    "given", [{"Duration": 4}, {"In": 0, "Out": 4}, {"TimelineIn": 0, "TimelineOut": 4}, {"Duration": "$d"}]
)
def test_a_picture_says_its_length_in_one_of_three_ways(given):
    assert told(video(image(**given))) == []


def test_a_picture_without_a_length_is_told():
    assert told(video(image())) == [("clip.image-duration", CLIP)]


def test_a_picture_takes_the_length_of_the_clip_it_refers_to():
    document = {
        **video(image(ReferenceClipId="song")),
        "AudioTracks": [{"AudioTrackClips": [{"MediaURL": BUCKET + "music.mp3", "Out": 5, "ClipId": "song"}]}],
    }
    assert told(document) == []


LOGO = {"Type": "GlobalImage", "MediaURL": PHOTO, "Width": 1, "Height": 1}


def test_a_logo_over_nothing_has_a_duration():
    assert told(video(LOGO, LOGO)) == [("clip.global-image-duration", CLIP)]
    assert told(video(LOGO, {**LOGO, "Duration": 3})) == []


def test_a_logo_over_a_video_needs_no_duration():
    assert told({"VideoTracks": [*video(film())["VideoTracks"], *video(LOGO)["VideoTracks"]]}) == []


def test_a_track_that_cannot_be_read_may_hold_a_video():
    document = {"VideoTracks": [{"VideoTrackClips": {}}, *video(LOGO)["VideoTracks"]]}
    assert [rule for rule, _ in told(document)] == ["timeline.track-arrays"]


def test_a_gif_needs_its_frames():
    gif = {"MediaURL": BUCKET + "logo.GIF"}
    assert told(video(image(Duration=4, **gif))) == [("clip.dync-frames", CLIP)]
    assert told(video(image(Duration=4, DyncFrames=25, **gif))) == []
    assert told(video(image(Duration=4))) == []


def test_a_video_does_not_loop():
    document = video(film(In=0, Out=5, LoopMode=True, TimelineIn=0, TimelineOut=35.856))
    assert told(document) == [("clip.video-loop-mode", f"{CLIP}/LoopMode")]


# -- the Type ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fix"),
    [
        ("ASR", "write AI_ASR"),
        ("TTS", "write AI_TTS"),
        ("Avatar", "write AI_Avatar"),
        ("Matting", 'put {"Type": "AI_Matting"} into the Effects of the Video clip that it has to cut out'),
    ],
)
def test_the_type_of_a_model_says_so(kind, fix):
    finding = only(video(film(Type=kind)))
    assert (finding.rule, finding.severity, finding.path) == ("clip.ai-prefix", "error", f"{CLIP}/Type")
    assert (finding.message, finding.fix) == (f"there is no clip of Type {kind}, and the job fails", fix)


@pytest.mark.parametrize(
    ("kind", "fix"),
    [
        ("ASR", "write AI_ASR"),
        ("RealMatting", "write AI_RealMatting"),
        ("TTS", "write a clip of Type AI_TTS on an audio track instead of this effect"),
    ],
)
def test_the_type_of_a_models_effect_says_so(kind, fix):
    finding = only(video(film(Effects=[{"Type": kind}])))
    assert (finding.rule, finding.path, finding.fix) == ("clip.ai-prefix", f"{CLIP}/Effects/0/Type", fix)


@pytest.mark.parametrize("kind", ["AI_Matting", "AI_RealMatting"])
def test_matting_is_no_clip(kind):
    finding = only(video(film(Type=kind)))
    assert (finding.rule, finding.path) == ("clip.matting-as-type", f"{CLIP}/Type")
    assert finding.fix == f'write the clip as Type Video with "Effects": [{{"Type": "{kind}"}}]'


def test_an_effect_is_no_clip_of_a_plain_video_track():
    finding = only(video(film(), {"Type": "VFX", "SubType": "spotfall"}))
    assert (finding.rule, finding.path) == ("clip.type-enum", "/VideoTracks/0/VideoTrackClips/1/Type")


def test_an_effect_layer_takes_effects():
    layer = {"Type": "Effect", "VideoTrackClips": [{"Type": "Filter", "SubType": "m1"}]}
    document = {"VideoTracks": [*video(film())["VideoTracks"], layer]}
    assert told(document) == []
    layer["VideoTrackClips"].append(film())
    assert told(document) == [("clip.type-enum", "/VideoTracks/1/VideoTrackClips/1/Type")]


# -- blanks of templates ----------------------------------------------------------------------------------------------


def test_blanks_in_a_template_are_beyond_the_rules():
    blanks = dict.fromkeys(("In", "Out", "TimelineIn", "TimelineOut", "Speed", "Width", "X", "AdaptMode"), "$x")
    assert told(video(film(**blanks)), "template") == []


def test_blanks_of_a_composed_template_are_beyond_the_rules():
    blank = Param("$x")
    clips = (
        VideoClip(media_url=FILM, source_in=blank, source_out=5, timeline_in=blank, timeline_out=3, speed=blank),
        VideoClip(media_url=FILM, source_in=5, source_out=blank, timeline_in=4, timeline_out=blank),
        ImageClip(media_url=PHOTO, duration=blank, timeline_in=blank, adapt_mode=blank, width=blank),
    )
    sound = AudioClip(
        media_url=BUCKET + "music.mp3", source_out=blank, timeline_in=1, loop_mode=blank, reference_clip_id=blank
    )
    timeline = Timeline(video_tracks=(VideoTrack(clips=clips),), audio_tracks=(AudioTrack(clips=(sound,)),))
    assert check(timeline).ok


@pytest.mark.parametrize("junk", [None, True, -1, 1e308, "abc", [], {}, "$x", 0.12345])
@pytest.mark.parametrize(
    "field",
    [
        "In",
        "Out",
        "TimelineIn",
        "TimelineOut",
        "Speed",
        "MaxOut",
        "Duration",
        "AdaptMode",
        "LoopMode",
        "Width",
        "Type",
        "Effects",
        "ClipId",
        "ReferenceClipId",
        "DyncFrames",
    ],
)
def test_junk_in_a_field_is_no_accident(field, junk):
    clip = film(In=1, Out=5, TimelineIn=1, TimelineOut=5, AdaptMode="Cover")
    for document in (
        video({**clip, field: junk}, clip),
        video(image(**{field: junk})),
        with_audio({**clip, field: junk}, clip),
    ):
        assert isinstance(findings(document), tuple)
