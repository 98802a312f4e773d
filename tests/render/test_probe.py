"""What a file is: the same by PyAV and by FFmpeg, and one sentence for what cannot be played."""

from __future__ import annotations

import importlib.util
import os
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from timeline_dsl.errors import MissingMaterial, RenderError
from timeline_dsl.render import probe_av, probe_ffmpeg, testmedia
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.probe import Probe, probe
from timeline_dsl.render.process import run

KINDS = [
    "blue.mp4",
    "odd.mp4",
    "turned.mp4",
    "wide-pixels.mp4",
    "clear.webm",
    "clear.mov",
    "tone.wav",
    "tone.mp3",
    "tone.m4a",
    "tone.flac",
    "tone.ogg",
    "still.png",
    "still.jpg",
    "still.webp",
    "still.bmp",
    "clear.png",
    "moving.gif",
    "moving.png",
]


def same(one: Probe, other: Probe, within: Fraction = Fraction(1, 100)) -> bool:
    """Equal, save that FFmpeg tells lengths to a hundredth of a second, and before 8 counts the padding of MP3."""
    if one.duration is None or other.duration is None:
        return one == other
    near = abs(one.duration - other.duration) <= (Fraction(1, 20) if one.demuxer == "mp3" else within)
    return near and attrs.evolve(one, duration=None) == attrs.evolve(other, duration=None)


def both(path: Path) -> tuple[Probe, Probe]:
    by_av, by_ffmpeg = probe_av.read(path), probe_ffmpeg.read(path)
    assert isinstance(by_av, Probe), f"PyAV cannot read {path.name}"
    assert isinstance(by_ffmpeg, Probe), by_ffmpeg
    return by_av, by_ffmpeg


@pytest.mark.parametrize("name", KINDS)
def test_pyav_and_ffmpeg_give_the_same_answer(media: Path, name: str) -> None:
    by_av, by_ffmpeg = both(media / name)
    assert same(by_av, by_ffmpeg), f"{by_av}\n{by_ffmpeg}"


def test_a_film_with_sound_is_known(media: Path) -> None:
    seen = probe(media / "blue.mp4")
    assert seen == Probe(
        duration=Fraction(2),
        width=320,
        height=180,
        fps=Fraction(25),
        sample_rate=48_000,
        channels=1,
        demuxer="mov",
        pixel_format="yuv420p",
        matrix="bt709",
    )
    assert (seen.has_video, seen.has_audio, seen.is_picture, seen.is_animated) == (True, True, False, False)


def test_odd_sizes_and_rates_are_exact(media: Path, tmp_path: Path) -> None:
    film = testmedia.film(
        tmp_path / "ntsc.mp4",
        fps=Fraction(30_000, 1001),
        length=Fraction(1001, 1000),
        size=(321, 181),
        pixel_format="yuv444p",
    )
    by_av, by_ffmpeg = both(film)
    assert by_av.fps == by_ffmpeg.fps == Fraction(30_000, 1001)
    assert (by_av.width, by_av.height) == (321, 181)


def test_a_changing_frame_rate_is_averaged_alike(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    film = tmp_path / "vfr.mp4"
    run(
        ffmpeg,
        ["-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=2,select='not(mod(n\\,3))+lt(n\\,20)'", "-fps_mode", "vfr"],
        film,
    )
    by_av, by_ffmpeg = both(film)
    assert same(by_av, by_ffmpeg, within=Fraction(1, 5))  # versions differ in how long the last picture stands
    assert by_av.fps == Fraction(1667, 100)


def test_a_turned_film_has_the_size_that_is_shown(media: Path) -> None:
    seen = probe(media / "turned.mp4")
    assert (seen.rotation, seen.width, seen.height) == (90, 180, 320)


def test_a_photograph_turned_by_its_camera_has_the_size_that_is_shown(media: Path, tmp_path: Path) -> None:
    plain = (media / "still.jpg").read_bytes()
    # one entry: orientation (0x0112), a short, value 6: to be turned a quarter clockwise
    note = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(plain[:2] + b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note + plain[2:])
    by_av, by_ffmpeg = both(photo)
    assert same(by_av, by_ffmpeg)
    assert (by_av.rotation, by_av.width, by_av.height) == (90, 180, 320)


@pytest.mark.parametrize("name", ["photo.jpg", "photo.jpeg", "photo.png"])
def test_a_photograph_longer_than_the_first_look_at_it_is_known(ffmpeg: Ffmpeg, tmp_path: Path, name: str) -> None:
    photo = tmp_path / name
    run(ffmpeg, ["-f", "lavfi", "-i", "testsrc2=s=640x360", "-frames:v", "1", "-c:v", "mjpeg", "-f", "image2"], photo)
    assert photo.stat().st_size > 10_000
    by_av, by_ffmpeg = both(photo)
    assert same(by_av, by_ffmpeg)
    assert (by_av.demuxer, by_av.width, by_av.height, by_av.frames) == ("jpeg_pipe", 640, 360, 1)


@pytest.mark.parametrize("name", ["still.png", "still.jpg", "still.webp", "still.bmp", "moving.gif", "moving.png"])
def test_a_picture_whose_name_and_folder_look_like_patterns_is_one_picture(
    ffmpeg: Ffmpeg, media: Path, tmp_path: Path, name: str
) -> None:
    odd = tmp_path / "100%{a}?" / f"%03d*{name}"
    odd.parent.mkdir()
    odd.write_bytes((media / name).read_bytes())
    assert probe_av.read(odd) == probe_av.read(media / name)
    assert probe_ffmpeg.read(odd, ffmpeg) == probe_ffmpeg.read(media / name, ffmpeg)


def test_pixels_that_are_not_square_count_in_the_width(media: Path) -> None:
    seen = probe(media / "wide-pixels.mp4")
    assert (seen.width, seen.height) == (320, 180)


def test_alpha_beside_the_picture_names_the_decoder_that_reads_it(media: Path) -> None:
    seen = probe(media / "clear.webm")
    assert (seen.has_alpha, seen.decoder) == (True, "libvpx-vp9")
    assert probe(media / "clear.mov").has_alpha
    assert not probe(media / "blue.mp4").has_alpha


@pytest.mark.parametrize("name", ["tone.wav", "tone.mp3", "tone.m4a"])
def test_sound_alone_has_no_picture(media: Path, name: str) -> None:
    seen = probe(media / name)
    assert (seen.has_video, seen.has_audio, seen.channels) == (False, True, 2)
    assert seen.duration is not None
    assert abs(seen.duration - 1) < Fraction(1, 20)


def test_a_cover_picture_is_not_a_film(ffmpeg: Ffmpeg, media: Path, tmp_path: Path) -> None:
    covered = tmp_path / "covered.mp3"
    run(
        ffmpeg,
        [
            "-i",
            str(media / "tone.mp3"),
            "-i",
            str(media / "still.jpg"),
            "-map",
            "0",
            "-map",
            "1",
            "-c",
            "copy",
            "-disposition:v",
            "attached_pic",
        ],
        covered,
    )
    by_av, by_ffmpeg = both(covered)
    assert same(by_av, by_ffmpeg)
    assert (by_av.has_video, by_av.has_audio) == (False, True)


def test_a_still_picture_has_no_length(media: Path) -> None:
    seen = probe(media / "still.png")
    assert (seen.is_picture, seen.is_animated, seen.frames, seen.duration, seen.fps) == (True, False, 1, None, None)


@pytest.mark.parametrize("name", ["moving.gif", "moving.png"])
def test_a_moving_picture_has_its_frames_counted(media: Path, name: str) -> None:
    seen = probe(media / name)
    assert (seen.is_picture, seen.is_animated, seen.frames, seen.duration) == (True, True, 3, Fraction(3, 5))
    assert seen.fps == 5


def test_a_moving_webp_is_counted_or_refused_as_this_ffmpeg_reads_it(ffmpeg: Ffmpeg, media: Path) -> None:
    path = media / "moving.webp"
    if ffmpeg.has("demuxers", "webp_anim"):
        seen = probe(path)
        assert (seen.is_animated, seen.frames, seen.duration, seen.fps) == (True, 3, Fraction(3, 5), 5)
    else:
        with pytest.raises(RenderError) as told:
            probe(path)
        assert told.value.message == (
            f"The file {path} cannot be played: FFmpeg {ffmpeg.version} cannot decode its picture."
        )


def test_without_pyav_ffmpeg_answers(media: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "av" else find_spec(name))
    copy = tmp_path / "copy.mp4"
    copy.write_bytes((media / "blue.mp4").read_bytes())
    assert same(probe(copy), probe(media / "blue.mp4"))


def test_a_file_that_changes_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "still.png"
    testmedia.picture(path, size=(20, 10))
    assert probe(path).width == 20
    testmedia.picture(path, size=(40, 30))
    os.utime(path, ns=(1, 1))
    assert probe(path).width == 40


def test_a_missing_file_is_told() -> None:
    with pytest.raises(MissingMaterial) as told:
        probe(Path("/no/such/film.mp4"))
    assert str(told.value) == (
        "The file /no/such/film.mp4 cannot be opened: No such file or directory. "
        "Fix: check the name, and the folders given as media"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "it is empty"), ("no film at all", "FFmpeg says: Invalid data found when processing input")],
)
def test_a_file_that_is_no_media_is_told(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "film.mp4"
    path.write_text(content)
    with pytest.raises(RenderError) as told:
        probe(path)
    assert str(told.value) == (
        f"The file {path} cannot be played: {reason}. Fix: use a whole file of sound, film or "
        "picture; playlists and lists of files are not opened"
    )


def test_a_playlist_among_the_materials_opens_nothing(media: Path, tmp_path: Path) -> None:
    secret = media / "tone.wav"
    lists = {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        "list.mp4": f"ffconcat version 1.0\nfile '{secret}'\n",
        "list.mp3": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
    }
    for name, content in lists.items():
        (tmp_path / name).write_text(content)
        with pytest.raises(RenderError, match="cannot be played"):
            probe(tmp_path / name)
