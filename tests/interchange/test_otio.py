"""OpenTimelineIO files, written and read by the real library."""

import opentimelineio as otio
import pytest

import timeline_dsl as td
from timeline_dsl.interchange.otio import read, write

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"


def edit():
    fade = td.transition("fade", 1)
    return (
        td.Timeline(size=(1280, 720))
        .video(
            td.video(OSS + "a.mp4")[1:6].mute(),
            fade,
            td.video(OSS + "b.mp4")[0:5],
            td.image(OSS + "p.png", 3),
            main=True,
        )
        .video(td.video(OSS + "pip.mp4")[0:4].at(2).box(w="30%", h="30%"))
        .audio(td.audio(OSS + "bgm.mp3")[0:9])
        .text("Hello", start=0, end=2)
    )


def test_a_timeline_comes_back_from_an_otio_file(tmp_path):
    path = tmp_path / "edit.otio"
    write(edit(), path)
    assert read(path).to_dict(check=False) == edit().to_dict(check=False)


def test_the_length_is_the_same_for_other_editors(tmp_path):
    path = tmp_path / "edit.otio"
    write(edit(), path)
    foreign = otio.adapters.read_from_file(str(path))
    assert foreign.tracks[0].duration().to_seconds() == pytest.approx(float(edit().schedule().duration))


def test_a_cut_made_in_another_editor_is_kept(tmp_path):
    path = tmp_path / "edit.otio"
    write(td.Timeline().video(td.video(OSS + "a.mp4")[1:6].mute()), path)
    foreign = otio.adapters.read_from_file(str(path))
    clip = foreign.tracks[0][0]
    clip.source_range = otio.opentime.TimeRange(otio.opentime.RationalTime(2, 1), otio.opentime.RationalTime(3, 1))
    otio.adapters.write_to_file(foreign, str(path))
    (again,) = read(path).video_tracks[0].clips
    assert (again.source_in, again.source_out, again.effects) == (2, 5, (td.Volume(gain=0),))


def test_a_foreign_timeline_becomes_clips(tmp_path):
    path = tmp_path / "foreign.otio"
    foreign = otio.schema.Timeline("foreign")
    track = otio.schema.Track(kind=otio.schema.TrackKind.Video)
    second = otio.opentime.RationalTime(24, 24)
    track.append(otio.schema.Gap(source_range=otio.opentime.TimeRange(otio.opentime.RationalTime(0, 24), second)))
    track.append(
        otio.schema.Clip(
            "shot",
            otio.schema.ExternalReference(OSS + "shot.mp4"),
            otio.opentime.TimeRange(otio.opentime.RationalTime(48, 24), second),
        )
    )
    foreign.tracks.append(track)
    otio.adapters.write_to_file(foreign, str(path))
    assert read(path) == td.Timeline().video(td.video(OSS + "shot.mp4")[2:3].at(1))


def test_a_clip_without_an_address_is_named(tmp_path):
    path = tmp_path / "foreign.otio"
    foreign = otio.schema.Timeline("foreign")
    track = otio.schema.Track(kind=otio.schema.TrackKind.Video)
    track.append(
        otio.schema.Clip(
            "lost",
            source_range=otio.opentime.TimeRange(otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(24, 24)),
        )
    )
    foreign.tracks.append(track)
    otio.adapters.write_to_file(foreign, str(path))
    with pytest.raises(td.UsageError, match="the clip 'lost' has no media reference"):
        read(path)


def test_a_file_that_is_no_otio_is_told(tmp_path):
    path = tmp_path / "x.otio"
    path.write_text("{")
    with pytest.raises(td.DocumentError, match="is no OpenTimelineIO file"):
        read(path)
