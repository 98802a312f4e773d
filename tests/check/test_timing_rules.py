"""Rules over times: material, span, neighbours, sound against picture."""

import pytest

from .telling import BUCKET, FILM, film, only, told, video

CLIP = "/VideoTracks/0/VideoTrackClips/0"
SONG = BUCKET + "music.mp3"
SOUND = "/AudioTracks/0/AudioTrackClips"


def song(**fields):
    return {"MediaURL": SONG, **fields}


def placed(start, end, **fields):
    """A film at a place, its source as long as its span."""
    return film(In=0, Out=end - start, TimelineIn=start, TimelineOut=end, **fields)


def heard(start, end, **fields):
    return {**placed(start, end, **fields), "MediaURL": SONG}


def with_sound(*clips, picture=30, main=None, **track):
    document = {**video(film(Out=picture)), "AudioTracks": [{**track, "AudioTrackClips": list(clips)}]}
    if main is not None:
        document["VideoTracks"][0]["MainTrack"] = main
    return document


# -- a clip against its material --------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [10, 12])
def test_in_behind_the_end_of_the_material_fails_the_job(start):
    finding = only(video(film(In=start, Out=start + 3)), durations={FILM: 10})
    assert (finding.rule, finding.severity, finding.path) == ("clip.in-within-media", "error", f"{CLIP}/In")
    assert finding.message == f"In {start} s lies behind the end of the material, which lasts 10 s, and the job fails"
    assert finding.fix == "set In below 10"


def test_out_behind_the_end_of_the_material_is_clamped():
    finding = only(video(film(In=8, Out=60)), durations={FILM: {"duration": 10, "width": 1280, "height": 720}})
    assert (finding.rule, finding.severity, finding.path) == ("clip.out-beyond-media", "warning", f"{CLIP}/Out")
    assert finding.fix == "set Out to 10 or below"


@pytest.mark.parametrize("durations", [None, {}, {BUCKET + "other.mp4": 1}])
def test_nothing_is_told_of_materials_that_nobody_knows(durations):
    assert told(video(film(In=8, Out=60)), durations=durations) == []


def test_a_material_is_known_by_its_id():
    assert told(video({"MediaId": "film-1", "In": 12}), durations={"film-1": 10}) == [
        ("clip.in-within-media", f"{CLIP}/In")
    ]


def test_a_clip_up_to_the_very_end_is_fine():
    assert told(video(film(In=8, Out=10)), durations={FILM: 10}) == []


# -- a clip against its span ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "message", "fix"),
    [
        (
            {"Out": 5, "TimelineIn": 1, "TimelineOut": 9},
            "the source lasts 5 s, its span on the output 8 s; 3 s stay empty",
            "set TimelineOut to 6, or Out to 8",
        ),
        (
            {"In": 2, "Out": 10, "Speed": 2, "TimelineIn": 0, "TimelineOut": 3},
            "the source lasts 4 s at speed 2, its span on the output 3 s; the rest is cut",
            "set TimelineOut to 4, or Out to 8",
        ),
    ],
)
def test_a_source_is_as_long_as_its_span(given, message, fix):
    finding = only(video(film(**given)))
    assert (finding.rule, finding.path) == ("clip.span-mismatch", f"{CLIP}/TimelineOut")
    assert (finding.message, finding.fix) == (message, fix)


@pytest.mark.parametrize(
    "given",
    [
        {"Out": 5, "TimelineOut": 5.05},
        {"Out": 8, "Speed": 2, "TimelineOut": 4},
        {"Out": 8, "Speed": 0.5, "TimelineOut": 16},
        {"Out": "$out", "TimelineOut": 5},
        {"In": "$in", "Out": 5, "TimelineOut": 9},
        {"Out": 5, "Speed": "$s", "TimelineOut": 9},
        {"Out": 5, "TimelineOut": 7, "Effects": [{"Type": "FreezeFrame", "Duration": 2}]},
        {"Out": 9, "TimelineOut": 3, "Effects": [{"Type": "Clip", "SubType": "RandomClip", "ClipDuration": 3}]},
    ],
)
def test_a_span_that_fits_is_fine(given):
    assert told(video(film(TimelineIn=0, **given))) == []


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"Speed": 200}, "clip.speed-range"),
        ({"Speed": 0}, "clip.speed-range"),
        ({"LoopMode": True}, "clip.video-loop-mode"),
        ({"TimelineOut": -1}, "clip.time-number"),
        ({"In": "x"}, "clip.time-number"),
        ({"In": 6}, "clip.in-before-out"),
        ({"TimelineIn": 10}, "clip.timeline-order"),
    ],
)
def test_another_fault_of_the_clip_is_not_told_as_a_mismatch_too(given, rule):
    clip = film(**{"In": 0, "Out": 5, "TimelineIn": 0, "TimelineOut": 5, **given})
    if given.get("LoopMode"):
        clip["TimelineOut"] = 20
    assert [found for found, _ in told(video(clip))] == [rule]


def test_a_loop_fills_its_span():
    assert told(with_sound(song(In=4, Out=10, LoopMode=True, TimelineIn=2, TimelineOut=14))) == []


# -- the clips of one track -------------------------------------------------------------------------------------------


def test_sounds_of_one_track_do_not_overlap():
    finding = only(with_sound(heard(0, 5), heard(4, 8)))
    assert (finding.rule, finding.severity, finding.path) == ("audio.overlap", "error", f"{SOUND}/1/TimelineIn")
    assert finding.message == "the clip begins at 4 s, while clip 0 of the track plays until 5 s"
    assert finding.fix == "let it begin at 5 or later, or move it to another audio track"


@pytest.mark.parametrize(
    "second",
    [
        song(In=0, Out=5, TimelineIn=4, TimelineOut=10),
        song(In=0, Out=6, TimelineIn=4, TimelineOut=9),
        song(TimelineIn=4, TimelineOut=9),
    ],
)
def test_an_overlap_is_not_told_as_a_mismatch_too(second):
    rules = [rule for rule, _ in told(with_sound(heard(0, 5), second))]
    assert [rule for rule in rules if rule != "clip.timeline-without-source"] == ["audio.overlap"]


def test_a_longer_clip_that_covers_many_is_told_once():
    assert told(with_sound(heard(0, 20), heard(5, 8), heard(8, 12), heard(12, 15))) == [
        ("audio.overlap", f"{SOUND}/1/TimelineIn")
    ]


def test_an_overlap_beyond_the_end_of_the_picture_is_told_too():
    rules = [rule for rule, _ in told(with_sound(heard(0, 25), heard(24, 29), picture=5, main=True))]
    assert rules == ["audio.beyond-video", "audio.overlap"]


@pytest.mark.parametrize(
    "clips",
    [
        [heard(0, 5), heard(5, 8)],
        [heard(0, 5), heard(4.9999, 8)],
        [heard(10, 15), heard(0, 5)],
        [song(Out=5), song(Out=5)],
        [song(Out=5), song(In=2, Out=4, TimelineIn=5)],
        [song(), song(TimelineIn=4, Out=3)],
        [heard(0, 5), song(TimelineIn="$t", Out=4)],
        [heard(0, 5), {"Type": "AI_TTS", "Content": "Hello there.", "Voice": "zhiqing", "TimelineIn": 4}],
        [heard(0, 5), song(Out=4, ReferenceClipId="scene"), heard(6, 9)],
        [song(Out=3.3), *[song(Out=0.1)] * 10, song(TimelineIn=4.3, Out=3)],
    ],
)
def test_sounds_that_follow_one_another_are_fine(clips):
    document = with_sound(*clips)
    document["VideoTracks"][0]["VideoTrackClips"][0]["ClipId"] = "scene"
    assert "audio.overlap" not in [rule for rule, _ in told(document)]


@pytest.mark.parametrize(
    "first", [song(Out=8, Speed=2), song(In=1, Out=5, TimelineIn=0), song(TimelineIn=0, TimelineOut=4)]
)
def test_the_end_of_the_first_sound_is_worked_out(first):
    assert ("audio.overlap", f"{SOUND}/1/TimelineIn") in told(with_sound(first, song(TimelineIn=3, Out=2)))


def test_the_length_of_a_material_ends_a_sound():
    document = with_sound(song(), song(TimelineIn=3, Out=2))
    assert ("audio.overlap", f"{SOUND}/1/TimelineIn") in told(document, durations={SONG: 4})


def test_pictures_of_one_track_do_not_overlap():
    finding = only(video(placed(0, 5), placed(3, 8)))
    assert (finding.rule, finding.severity, finding.path) == (
        "clip.video-overlap",
        "warning",
        "/VideoTracks/0/VideoTrackClips/1/TimelineIn",
    )


def blended(start, end, seconds):
    return placed(start, end, Effects=[{"Type": "Transition", "SubType": "fade", "Duration": seconds}])


@pytest.mark.parametrize(
    "clips",
    [
        [blended(0, 15, 0.3), blended(15, 35, 0.3), placed(35, 45)],
        [blended(0, 5, 1), placed(4, 9)],
        [film(Out=5, Effects=[{"Type": "Transition", "SubType": "fade"}]), film(Out=5), placed(9, 12)],
    ],
)
def test_clips_overlap_by_their_transition(clips):
    assert [rule for rule, _ in told(video(*clips))] == ["transition.shortens"]


def test_an_overlap_beyond_the_transition_is_told():
    rules = [rule for rule, _ in told(video(blended(0, 5, 1), placed(3, 8)))]
    assert "clip.video-overlap" in rules


def test_a_global_image_overlaps_nothing():
    logo = {"Type": "GlobalImage", "MediaURL": BUCKET + "photo.png", "Width": 1, "Height": 1}
    assert told(video(placed(0, 5), logo, placed(5, 8))) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"TimelineIn": 12}, "clip.timeline-order"),
        ({"TimelineOut": 3}, "clip.timeline-order"),
        ({"TimelineIn": 10}, "clip.timeline-order"),
        ({"TimelineIn": 2}, "OVERLAP"),
        ({"TimelineOut": 13}, "OVERLAP"),
        ({"TimelineOut": 9}, "clip.span-mismatch"),
        ({"TimelineIn": 6}, "clip.span-mismatch"),
        ({"Out": 9}, "clip.span-mismatch"),
        ({"In": 3}, "clip.span-mismatch"),
        ({"Speed": 2}, "clip.span-mismatch"),
        ({"In": 9}, "clip.in-before-out"),
        ({"Speed": 0.01}, "clip.speed-range"),
        ({"TimelineIn": -5}, "clip.time-number"),
        ({"Out": "five"}, "clip.time-number"),
        ({"TimelineOut": "ten"}, "clip.time-number"),
        ({"TimelineIn": True}, "clip.time-number"),
    ],
)
def test_one_mistake_in_a_row_of_placed_clips_is_told_once(changes, rule):
    row = [placed(0, 5), {**placed(5, 10), **changes}, placed(10, 15)]
    assert [found for found, _ in told(video(*row))] == [rule.replace("OVERLAP", "clip.video-overlap")]
    sounds = with_sound(*({**clip, "MediaURL": SONG} for clip in row))
    assert [found for found, _ in told(sounds)] == [rule.replace("OVERLAP", "audio.overlap")]


# -- loops ------------------------------------------------------------------------------------------------------------


def test_a_loop_has_an_end():
    assert told(with_sound(song(Out=3, LoopMode=True))) == [("audio.loop-needs-span", f"{SOUND}/0/LoopMode")]
    assert told(with_sound(song(Out=3, LoopMode=True, TimelineOut="$end")), "template") == []


# -- sound against picture --------------------------------------------------------------------------------------------


def test_longer_sound_needs_a_main_track():
    finding = only(with_sound(song(Out=12), picture=6))
    assert (finding.rule, finding.path) == ("timeline.no-main-longer-audio", "/AudioTracks/0")
    assert finding.message == (
        "the sound lasts until 12 s, the picture until 6 s, and no track is marked MainTrack: "
        "the sound may be cut, or the picture black"
    )


def test_two_longer_sounds_lack_one_main_track():
    document = with_sound(song(Out=12), picture=6)
    document["AudioTracks"] *= 2
    assert told(document) == [("timeline.no-main-longer-audio", "/AudioTracks/0")]


def test_sound_beyond_the_main_track_is_cut():
    finding = only(with_sound(song(Out=12), picture=6, main=True))
    assert (finding.rule, finding.path) == ("audio.beyond-video", "/AudioTracks/0")
    assert finding.message == "the sound lasts until 12 s and is cut at 6 s, where the main track ends"


@pytest.mark.parametrize(
    "document",
    [
        with_sound(song(Out=6), picture=6),
        with_sound(song(Out=12), picture=6, MainTrack=True),
        with_sound(song(Out=12), picture=6, main=True, TrackShortenMode="AutoSpeed"),
        with_sound(song(), picture=6),
        {**with_sound(song(Out=12), picture=6), "MaxDuration": 5},
        {"AudioTracks": [{"AudioTrackClips": [song(Out=12)]}]},
        {**video(film()), "AudioTracks": [{"AudioTrackClips": [song(Out=12)]}]},
        with_sound(heard(0, 3), song(Out=3), picture=6),
        with_sound(song(Out=12), picture=6, main="$main"),
    ],
)
def test_sound_that_fits_is_fine(document):
    assert told(document, "template") == []


def test_the_length_of_a_material_counts():
    assert told(with_sound(song(), picture=6), durations={SONG: 12}) == [
        ("timeline.no-main-longer-audio", "/AudioTracks/0")
    ]


def test_sound_is_not_told_to_be_longer_than_a_picture_that_a_transition_shortens():
    fade = {"Type": "Transition", "SubType": "fade", "Duration": 1}
    document = {**video(film(Out=5, Effects=[fade]), film(Out=5)), "AudioTracks": [{"AudioTrackClips": [song(Out=10)]}]}
    assert [rule for rule, _ in told(document)] == ["transition.shortens"]
    document["AudioTracks"][0]["AudioTrackClips"][0]["Out"] = 11
    assert [rule for rule, _ in told(document)] == ["transition.shortens", "timeline.no-main-longer-audio"]


@pytest.mark.parametrize(
    ("clips", "rule"),
    [
        ([film(In=5, Out=2), film(Out=5)], "clip.in-before-out"),
        ([placed(0, 5), placed(2, 6)], "clip.video-overlap"),
        ([film(In=0, Out=8, TimelineIn=0, TimelineOut=5)], "clip.span-mismatch"),
        ([film(In=70), {"MediaURL": BUCKET + "b.mp4", "Out": 5}], "clip.in-within-media"),
    ],
)
def test_a_fault_of_the_picture_is_not_told_as_longer_sound_too(clips, rule):
    document = {**video(*clips), "AudioTracks": [{"AudioTrackClips": [song(Out=8)]}]}
    assert [found for found, _ in told(document, durations={FILM: 60})] == [rule]


@pytest.mark.parametrize("speed", [0, 200, "fast"])
def test_a_wrong_speed_of_a_picture_is_not_told_again_as_sound_that_is_too_long(speed):
    document = {
        "VideoTracks": [{"MainTrack": True, "VideoTrackClips": [film(Out=8), film(Out=6, Speed=speed)]}],
        "AudioTracks": [{"AudioTrackClips": [film(Out=14)]}],
    }
    assert told(document) == [("clip.speed-range", "/VideoTracks/0/VideoTrackClips/1/Speed")]


def test_an_in_point_behind_the_out_point_and_the_material_is_told_once():
    assert told(video(film(In=30, Out=6)), durations={FILM: 20}) == [
        ("clip.in-before-out", "/VideoTracks/0/VideoTrackClips/0/Out")
    ]
