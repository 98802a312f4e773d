"""Rules over names and references."""

import pytest

from .telling import BUCKET, film, findings, only, told, video

SONG = BUCKET + "music.mp3"
SOUND = "/AudioTracks/0/AudioTrackClips/0"


def song(**fields):
    return {"MediaURL": SONG, "Out": 4, **fields}


def both(scene, sound):
    return {**video(film(**{"Out": 5, **scene})), "AudioTracks": [{"AudioTrackClips": [song(**sound)]}]}


def text(**fields):
    return {"Type": "Text", "Content": "Hello", "FontSize": 60, **fields}


def test_a_reference_to_another_track_is_fine():
    assert told(both({"ClipId": "scene"}, {"ReferenceClipId": "scene"})) == []


def test_a_reference_to_nobody_gets_the_nearest_name():
    finding = only(both({"ClipId": "scene-1"}, {"ReferenceClipId": "scene1"}))
    assert (finding.rule, finding.severity, finding.path) == ("ref.unknown", "warning", f"{SOUND}/ReferenceClipId")
    assert (finding.message, finding.fix) == ("no clip is called 'scene1'", "did you mean 'scene-1'?")


def test_an_unknown_target_is_not_told_as_ignored_too():
    times = {"In": 0, "TimelineIn": 0, "TimelineOut": 4}
    assert told(both({}, {"ReferenceClipId": "nobody", **times})) == [("ref.unknown", f"{SOUND}/ReferenceClipId")]
    document = {**video(film()), "SubtitleTracks": [{"SubtitleTrackClips": [text(ReferenceClipId="nobody")]}]}
    assert [rule for rule, _ in told(document)] == ["ref.unknown"]


def test_the_model_of_a_colour_match_has_a_name():
    effect = {"Type": "Harmonization", "ReferenceClipId": "nobody"}
    assert told(video(film(Out=5, Effects=[effect]))) == [
        ("ref.unknown", "/VideoTracks/0/VideoTrackClips/0/Effects/0/ReferenceClipId")
    ]


def test_a_name_that_is_no_text_is_told_once():
    assert [rule for rule, _ in told(both({"ClipId": 5}, {"ReferenceClipId": "5"}))] != ["ref.unknown"]
    assert "ref.unknown" not in [rule for rule, _ in told(both({"ClipId": 5}, {"ReferenceClipId": "5"}))]


@pytest.mark.parametrize(
    "document",
    [
        both({"ClipId": "$name"}, {"ReferenceClipId": "scene"}),
        both({}, {"ReferenceClipId": "$name"}),
        {**both({}, {"ReferenceClipId": "scene"}), "SubtitleTracks": "$texts"},
    ],
)
def test_a_template_may_still_bring_the_name(document):
    assert told(document, "template") == []


def test_empty_names_are_no_names():
    assert told({**both({"ClipId": "", "ReferenceClipId": ""}, {"ClipId": "", "ReferenceClipId": ""})}) == []


def test_a_reference_stays_not_on_its_track():
    finding = only(video(film(Out=5, ClipId="scene"), film(Out=5, ReferenceClipId="scene")))
    assert (finding.rule, finding.severity) == ("ref.same-track", "error")
    assert finding.path == "/VideoTracks/0/VideoTrackClips/1/ReferenceClipId"
    assert finding.message == "'scene' is clip 0 of the same track, and the job fails"


def test_a_clip_that_refers_to_itself_is_told_once():
    finding = only(video(film(Out=5, ClipId="scene", ReferenceClipId="scene")))
    assert (finding.rule, finding.message) == ("ref.same-track", "the clip refers to itself, and the job fails")


def test_a_target_of_two_names_may_be_the_one_elsewhere():
    document = both({"ClipId": "scene"}, {})
    document["VideoTracks"][0]["VideoTrackClips"].append(film(Out=5, ReferenceClipId="voice"))
    document["VideoTracks"][0]["VideoTrackClips"].append(film(Out=5, ClipId="voice"))
    document["AudioTracks"][0]["AudioTrackClips"][0]["ClipId"] = "voice"
    assert [rule for rule, _ in told(document)] == ["ref.duplicate-id"]


def test_a_circle_is_told_once_and_as_nothing_else():
    finding = only(both({"ClipId": "scene", "ReferenceClipId": "song"}, {"ClipId": "song", "ReferenceClipId": "scene"}))
    assert (finding.rule, finding.severity) == ("ref.cycle", "warning")
    assert finding.path == "/VideoTracks/0/VideoTrackClips/0/ReferenceClipId"
    assert finding.message == "the references run in a circle: scene → song → scene"


def test_a_clip_that_leads_into_a_circle_is_not_told():
    document = both({"ReferenceClipId": "b"}, {"ClipId": "b", "ReferenceClipId": "c"})
    document["VideoTracks"] += video(film(Out=5, ClipId="c", ReferenceClipId="b"))["VideoTracks"]
    assert told(document) == [("ref.cycle", "/VideoTracks/1/VideoTrackClips/0/ReferenceClipId")]


def test_explicit_times_break_a_circle():
    times = {"In": 0, "TimelineIn": 0, "TimelineOut": 4}
    document = both(
        {"ClipId": "scene", "ReferenceClipId": "song"}, {"ClipId": "song", "ReferenceClipId": "scene", **times}
    )
    assert told(document) == [("ref.explicit-times", f"{SOUND}/ReferenceClipId")]


def test_a_chain_is_fine():
    document = both({"ClipId": "a"}, {"ClipId": "b", "ReferenceClipId": "a"})
    document["VideoTracks"] += video(film(Out=5, ReferenceClipId="b"))["VideoTracks"]
    assert told(document) == []


def test_a_name_is_given_once():
    finding = only(both({"ClipId": "scene"}, {"ClipId": "scene"}))
    assert (finding.rule, finding.path) == ("ref.duplicate-id", f"{SOUND}/ClipId")
    assert finding.message == "a second clip is called 'scene'; the first one is /VideoTracks/0/VideoTrackClips/0"


@pytest.mark.parametrize("times", [{"TimelineIn": 0}, {"TimelineOut": 4}, {}])
def test_one_time_beside_a_reference_is_fine(times):
    assert told(both({"ClipId": "scene"}, {"ReferenceClipId": "scene", **times})) == []


@pytest.mark.parametrize("source", [{"In": 0, "Out": 4}, {"In": 0, "Out": 9}, {"Out": None}])
def test_explicit_times_are_told_once_whatever_the_source(source):
    sound = {"ReferenceClipId": "scene", "TimelineIn": 0, "TimelineOut": 4, **source}
    document = both({"ClipId": "scene"}, {name: value for name, value in sound.items() if value is not None})
    if source["Out"] is None:
        del document["AudioTracks"][0]["AudioTrackClips"][0]["Out"]
    assert told(document) == [("ref.explicit-times", f"{SOUND}/ReferenceClipId")]


@pytest.mark.parametrize("times", [{}, {"TimelineIn": 1, "TimelineOut": 3}])
def test_a_subtitle_with_a_reference_is_told_once(times):
    document = {
        **video(film(Out=5, ClipId="scene")),
        "SubtitleTracks": [{"SubtitleTrackClips": [text(ReferenceClipId="scene", **times)]}],
    }
    assert told(document) == [("ref.subtitle-clip", "/SubtitleTracks/0/SubtitleTrackClips/0/ReferenceClipId")]


def test_pictures_of_image_tracks_cannot_refer():
    document = {
        **video(film(Out=5, ClipId="scene")),
        "ImageTracks": [{"ImageTrackClips": [{"MediaURL": BUCKET + "photo.png", "ReferenceClipId": "nobody"}]}],
    }
    assert [rule for rule, _ in told(document)] == ["timeline.image-tracks-deprecated", "ref.not-supported-track"]


def test_items_of_effect_tracks_cannot_refer():
    item = {"Type": "VFX", "SubType": "spotfall", "ReferenceClipId": "scene"}
    finding = only({**video(film(Out=5, ClipId="scene")), "EffectTracks": [{"EffectTrackItems": [item]}]})
    assert (finding.rule, finding.severity) == ("ref.not-supported-track", "error")
    assert finding.path == "/EffectTracks/0/EffectTrackItems/0/ReferenceClipId"


@pytest.mark.parametrize("times", [{}, {"TimelineOut": 9}, {"TimelineIn": 0, "TimelineOut": 9}])
def test_a_loop_and_a_reference_are_told_once(times):
    document = both({"ClipId": "scene", "Out": 9}, {"ReferenceClipId": "scene", "LoopMode": True, **times})
    assert told(document) == [("ref.loop", f"{SOUND}/ReferenceClipId")]


def test_a_thousand_unknown_names_are_told_quickly():
    scenes = [film(Out=5, ClipId=f"scene-{index}") for index in range(1000)]
    sounds = [song(ReferenceClipId=f"scene+{index}") for index in range(1000)]
    found = findings({**video(*scenes), "AudioTracks": [{"AudioTrackClips": sounds}]})
    assert len([finding for finding in found if finding.rule == "ref.unknown"]) == 1000
