"""Composing: values that never change, tracks in order, transitions between clips, documents and back."""

import json
import warnings

import pytest

import timeline_dsl as td

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"


def target_edit():
    fade = td.transition("fade", 0.5)
    look = td.TextStyle(size=48, color="#FFFFFF", outline=(2, "#000000"), align="TopCenter", y="85%")
    return (
        td.Timeline(size=(1280, 720), fps=25)
        .video(
            td.video(OSS + "c1.mp4")[0:5],
            fade,
            td.video(OSS + "c2.mp4")[1:6],
            fade,
            td.video(OSS + "c3.mp4")["00:00:02":"00:00:07"],
            main=True,
        )
        .video(td.video(OSS + "pip.mp4")[:4].at(4).box(x="65%", y="5%", w="30%", h="30%").mute())
        .subtitles(OSS + "talk.srt", style=look)
        .text("Episode 1", start=0, end=3, style=look.but(y="8%"))
        .audio(OSS + "bgm.mp3", volume="-14dB", loop=True, fade_out=2)
    )


def test_the_edit_of_the_front_page_makes_this_document():
    assert target_edit().to_dict(check=False) == {
        "FECanvas": {"Width": 1280, "Height": 720},
        "VideoTracks": [
            {
                "MainTrack": True,
                "VideoTrackClips": [
                    {
                        "Type": "Video",
                        "MediaURL": OSS + "c1.mp4",
                        "In": 0,
                        "Out": 5,
                        "Effects": [{"Type": "Transition", "SubType": "fade", "Duration": 0.5}],
                    },
                    {
                        "Type": "Video",
                        "MediaURL": OSS + "c2.mp4",
                        "In": 1,
                        "Out": 6,
                        "Effects": [{"Type": "Transition", "SubType": "fade", "Duration": 0.5}],
                    },
                    {"Type": "Video", "MediaURL": OSS + "c3.mp4", "In": 2, "Out": 7},
                ],
            },
            {
                "VideoTrackClips": [
                    {
                        "Type": "Video",
                        "MediaURL": OSS + "pip.mp4",
                        "Out": 4,
                        "TimelineIn": 4,
                        "X": 0.65,
                        "Y": 0.05,
                        "Width": 0.3,
                        "Height": 0.3,
                        "Effects": [{"Type": "Volume", "Gain": 0}],
                    }
                ]
            },
        ],
        "AudioTracks": [
            {
                "AudioTrackClips": [
                    {
                        "Type": "Audio",
                        "MediaURL": OSS + "bgm.mp3",
                        "LoopMode": True,
                        "Effects": [
                            {"Type": "Volume", "Gain": 0.1995},
                            {"Type": "AFade", "SubType": "Out", "Duration": 2},
                        ],
                    }
                ]
            }
        ],
        "SubtitleTracks": [
            {
                "SubtitleTrackClips": [
                    {
                        "Type": "Subtitle",
                        "Y": 0.85,
                        "FontSize": 48,
                        "FontColor": "#FFFFFF",
                        "Outline": 2,
                        "OutlineColour": "#000000",
                        "Alignment": "TopCenter",
                        "FileURL": OSS + "talk.srt",
                    }
                ]
            },
            {
                "SubtitleTrackClips": [
                    {
                        "Type": "Text",
                        "Content": "Episode 1",
                        "TimelineIn": 0,
                        "TimelineOut": 3,
                        "Y": 0.08,
                        "FontSize": 48,
                        "FontColor": "#FFFFFF",
                        "Outline": 2,
                        "OutlineColour": "#000000",
                        "Alignment": "TopCenter",
                    }
                ]
            },
        ],
    }


def test_a_document_read_and_written_is_the_same_document():
    document = target_edit().to_dict(check=False)
    assert td.Timeline.from_dict(document).to_dict(check=False) == document
    assert td.Timeline.from_dict(document) == target_edit()


def test_values_never_change():
    clip = td.video(OSS + "a.mp4")
    clip[0:5].at(3).mute()
    assert clip == td.video(OSS + "a.mp4")
    with pytest.raises(AttributeError):
        clip.speed = 2


def test_a_slice_of_a_slice_counts_from_the_first_ones_start():
    clip = td.video(OSS + "a.mp4")[10:20][2:5]
    assert (clip.source_in, clip.source_out) == (12, 15)


def test_a_slice_of_a_slice_stays_inside_it():
    assert td.video(OSS + "a.mp4")[10:20][5:30].source_out == 20


def test_an_empty_cut_is_refused():
    with pytest.raises(td.UsageError) as refused:
        td.video(OSS + "a.mp4")[5:5]
    assert refused.value.message == "the cut would end at 5 s, not after its start at 5 s"


@pytest.mark.parametrize(
    "items",
    [lambda fade, clip: (fade, clip), lambda fade, clip: (clip, fade), lambda fade, clip: (clip, fade, fade, clip)],
)
def test_a_transition_needs_a_clip_on_both_sides(items):
    with pytest.raises(td.UsageError, match="a transition on the video track stands"):
        td.Timeline().video(*items(td.transition("fade"), td.video(OSS + "a.mp4")[0:5]))


def test_a_text_that_ends_before_it_starts_is_refused_where_it_is_written():
    with pytest.raises(td.UsageError) as refused:
        td.Timeline().text("x", start=5, end=2)
    assert refused.value.message == "end=2 s does not lie after start=5 s"
    assert refused.value.where.startswith("test_timeline.py:")


def test_a_local_file_as_material_is_refused():
    with pytest.raises(td.UsageError) as refused:
        td.video("clips/c1.mp4")
    assert (
        refused.value.message
        == "'clips/c1.mp4' is neither an OSS address nor a MediaId; the service cannot read local files"
    )


def test_texts_one_after_another_share_a_track():
    edit = td.Timeline().text("a", start=0, end=2).text("b", start=2, end=4).text("c", start=3, end=5)
    assert [[clip.content for clip in track.clips] for track in edit.subtitle_tracks] == [["a", "b"], ["c"]]


def test_a_local_srt_becomes_texts(tmp_path):
    file = tmp_path / "talk.srt"
    file.write_text("1\n00:00:01,000 --> 00:00:02,500\nHello\nyou\n\n2\n00:00:03,000 --> 00:00:04,000\nagain\n")
    (track,) = td.Timeline().subtitles(file).subtitle_tracks
    assert [(clip.content, clip.timeline_in, clip.timeline_out) for clip in track.clips] == [
        ("Hello\nyou", 1, 2.5),
        ("again", 3, 4),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_local_srt_may_be_in_any_usual_encoding(tmp_path, encoding):
    file = tmp_path / "talk.srt"
    file.write_bytes("1\r\n00:00:01,000 --> 00:00:02,500\r\n第一集，大家好\r\n".encode(encoding))
    (track,) = td.Timeline().subtitles(file).subtitle_tracks
    assert [clip.content for clip in track.clips] == ["第一集，大家好"]


def test_a_missing_srt_is_one_clear_sentence():
    with pytest.raises(td.UsageError) as refused:
        td.Timeline().subtitles("talk.srt")
    assert refused.value.message == "the subtitle file 'talk.srt' does not exist"


def test_a_cue_that_ends_before_it_starts_is_named(tmp_path):
    file = tmp_path / "talk.srt"
    file.write_text("1\n00:00:03,000 --> 00:00:02,000\nHello\n")
    with pytest.raises(td.UsageError) as refused:
        td.Timeline().subtitles(file)
    assert refused.value.message == "cue 1 of talk.srt ends at 2 s, not after its start at 3 s"


def test_unknown_keys_and_types_survive_a_round_trip_with_a_warning():
    document = {
        "VideoTracks": [
            {"VideoTrackClips": [{"Type": "Hologram", "Depth": [1, {"a": None}]}, {"MediaId": "a1", "Zebra": 1}, 7]}
        ],
        "Mystery": {"x": 1},
    }
    with pytest.warns(
        td.TimelineWarning,
        match=r"unknown keys are kept and written back: /Mystery, /VideoTracks/0/VideoTrackClips/1/Zebra",
    ):
        edit = td.Timeline.from_dict(document)
    assert edit.to_dict(check=False) == document


@pytest.mark.parametrize(
    ("odd", "written"),
    [
        ({"MediaUrl": "u", "Out": "60"}, {"MediaURL": "u", "Out": 60}),
        ({"MediaURL": "u", "LoopMode": "true"}, {"MediaURL": "u", "LoopMode": True}),
        (
            {"MediaURL": "u", "Effects": [{"Type": "Volume", "Gain": "0"}]},
            {"MediaURL": "u", "Effects": [{"Type": "Volume", "Gain": 0}]},
        ),
    ],
)
def test_odd_spellings_are_read_and_one_spelling_is_written(odd, written):
    edit = td.Timeline.from_dict({"AudioTracks": [{"AudioTrackClips": [odd]}]})
    assert edit.to_dict(check=False)["AudioTracks"][0]["AudioTrackClips"] == [written]


def test_values_that_no_field_reads_are_kept():
    document = {
        "VideoTracks": [{"VideoTrackClips": [{"MediaId": 7, "In": "soon", "Speed": None, "Effects": "none"}]}],
        "AudioTracks": {},
    }
    assert td.Timeline.from_dict(document).to_dict(check=False) == document


def test_empty_lists_and_missing_lists_are_told_apart():
    for document in ({"VideoTracks": []}, {}, {"VideoTracks": [{"VideoTrackClips": []}]}, {"VideoTracks": [{}]}):
        assert td.Timeline.from_dict(document).to_dict(check=False) == document


def test_a_saved_timeline_is_read_again(tmp_path):
    path = tmp_path / "edit.json"
    text = target_edit().to_json(path, check=False)
    assert json.loads(path.read_text()) == json.loads(text)
    assert td.Timeline.from_json(path) == td.Timeline.from_json(text) == target_edit()


def test_a_key_that_stands_twice_is_refused():
    with pytest.raises(td.DocumentError, match="the key 'In' stands twice in one object"):
        td.Timeline.from_json('{"In": 1, "In": 2}')


def test_text_that_is_no_json_is_told_with_its_line():
    with pytest.raises(td.DocumentError, match=r"the text is no JSON: .* at line 2, column 3"):
        td.Timeline.from_json("{\n  oops}")


def test_what_is_no_object_is_no_timeline():
    with pytest.raises(td.DocumentError, match=r"a timeline is a JSON object \(got \[\]\)"):
        td.Timeline.from_dict([])


def test_endless_nesting_is_refused():
    endless = {}
    endless["VideoTracks"] = [endless]
    with pytest.raises(td.DocumentError, match="nested deeper than 60 levels"):
        td.Timeline.from_dict(endless)


def test_a_lone_surrogate_can_be_written(tmp_path):
    path = tmp_path / "edit.json"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        td.Timeline.from_dict({"Odd": "\ud800"}).to_json(path, check=False)
    assert json.loads(path.read_text()) == {"Odd": "\ud800"}


def test_a_folder_that_does_not_exist_is_one_clear_sentence(tmp_path):
    with pytest.raises(td.TimelineError) as refused:
        target_edit().to_json(tmp_path / "no" / "edit.json", check=False)
    assert refused.value.message == f"the folder {str(tmp_path / 'no')!r} does not exist"


def test_a_draft_makes_the_same_timeline_as_the_verbs():
    with td.draft(size=(1280, 720)) as d:
        for number in range(3):
            d.main.add(td.video(f"{OSS}{number}.mp4")[0:2])
        d.audio().add(td.audio(OSS + "bgm.mp3"))
        d.text("hi", start=0, end=1)
    assert d.timeline == (
        td.Timeline(size=(1280, 720))
        .video(*(td.video(f"{OSS}{number}.mp4")[0:2] for number in range(3)), main=True)
        .audio(OSS + "bgm.mp3")
        .text("hi", start=0, end=1)
    )


def test_a_style_is_put_on_where_the_text_itself_says_nothing():
    look = td.TextStyle(size=40, color="#FF0000", bold=True)
    clip = td.text("a", style=look, size=50)
    assert (clip.font_size, clip.font_color, clip.font_face) == (50, "#FF0000", td.FontFace(bold=True))


def test_a_part_of_a_style_can_be_taken_back():
    assert "font_color" not in td.TextStyle(size=40, color="#FF0000").but(color=None).look
