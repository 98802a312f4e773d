"""Graph to file: exact lengths, even sizes, and the encoder's command."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path

import pytest
from readback import color_at, ends, frame_number, frequency_at, is_near, level_at, picture_at

from timeline_dsl.errors import Cancelled, RenderError
from timeline_dsl.render.graph import Audio, Filter, Video
from timeline_dsl.render.probe import probe
from timeline_dsl.render.run import DRAFT, Encoding, Target, encode, picture
from timeline_dsl.render.source import Source

SECOND = Target(size=(320, 180), fps=Fraction(25), length=Fraction(1))


def test_a_film_is_written_with_its_pictures_and_sound(media: Path, tmp_path: Path) -> None:
    film = Source(path=media / "blue.mp4", start=Fraction(12, 25))
    done = encode(Video.of(film), Audio.of(film), tmp_path / "out.mp4", SECOND)
    assert (done.size, done.frames, done.notes) == ((320, 180), 25, ())
    assert is_near(color_at(done.path, 0.5), "#204080", within=4)
    assert [frame_number(picture_at(done.path, frame / 25)) for frame in (0, 12, 24)] == [12, 24, 36]
    assert frequency_at(done.path, 0.5) == pytest.approx(440, abs=2)
    seen = probe(done.path)
    assert (seen.sample_rate, seen.channels, seen.pixel_format) == (48_000, 2, "yuv420p")


@pytest.mark.parametrize(
    ("fps", "length"),
    [
        (Fraction(25), Fraction(1)),
        (Fraction(30_000, 1001), Fraction(3, 2)),
        (Fraction(30), Fraction(10_001, 10_000)),
        (Fraction(12), Fraction(1, 100)),
    ],
)
def test_picture_and_sound_end_together_at_the_scheduled_time(
    media: Path, tmp_path: Path, fps: Fraction, length: Fraction
) -> None:
    target = Target(size=(320, 180), fps=fps, length=length)
    long, short = Source(path=media / "blue.mp4"), Source(path=media / "tone.wav", length=Fraction(1, 10))
    done = encode(Video.of(long), Audio.of(short), tmp_path / "out.mp4", target)
    found = ends(done.path)
    assert found.frames == target.frames
    assert found.picture is not None
    assert found.sound is not None
    assert abs(found.picture - length) <= 1 / fps
    assert abs(found.picture - found.sound) <= Fraction(1, 1000)


def test_the_last_picture_stands_and_silence_follows(media: Path, tmp_path: Path) -> None:
    film = Source(path=media / "blue.mp4", length=Fraction(1, 2))
    done = encode(Video.of(film), Audio.of(film), tmp_path / "out.mp4", SECOND)
    assert ends(done.path).frames == 25
    assert is_near(color_at(done.path, 0.9), "#204080", within=4)
    assert level_at(done.path, 0.8) < 0.001


def test_odd_sides_are_made_even_and_told(media: Path, tmp_path: Path) -> None:
    odd = Target(size=(321, 181), fps=Fraction(25), length=Fraction(1, 5))
    done = encode(Video.of(Source(path=media / "odd.mp4")), None, tmp_path / "out.mp4", odd)
    assert done.size == (322, 182)
    assert done.notes == (
        "the output is 322x182 instead of 321x181: H.264 needs even sides, and black was added at the edge",
    )
    assert (probe(done.path).width, probe(done.path).height) == (322, 182)


@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".m4a", ".flac", ".ogg"])
def test_sound_alone_is_written_in_the_format_of_its_suffix(media: Path, tmp_path: Path, suffix: str) -> None:
    done = encode(None, Audio.of(Source(path=media / "tone.flac")), tmp_path / f"out{suffix}", SECOND)
    assert done.size is None
    assert frequency_at(done.path, 0.5) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp"])
def test_one_picture_is_written(media: Path, tmp_path: Path, suffix: str) -> None:
    done = picture(Video.of(Source(path=media / "blue.mp4", start=Fraction(1))), tmp_path / f"still{suffix}")
    assert is_near(color_at(done.path, 0), "#204080", within=6)
    assert frame_number(picture_at(done.path, 0)) == 25


def test_a_draft_is_encoded_faster_and_coarser(media: Path, tmp_path: Path) -> None:
    target = Target(size=(320, 180), fps=Fraction(25), length=Fraction(1, 5), encoding=DRAFT)
    done = encode(Video.of(Source(path=media / "blue.mp4")), None, tmp_path / "out.mp4", target)
    assert "ultrafast" in done.command


def test_an_unknown_suffix_is_told(media: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as told:
        encode(Video.of(Source(path=media / "blue.mp4")), None, tmp_path / "out.xyz", SECOND)
    assert str(told.value) == (
        f"The output {tmp_path / 'out.xyz'} ends in .xyz, and the suffix chooses the format. "
        "Fix: use one of .mp4, .mov, .mkv, .m4v, .ts, .webm, .m3u8"
    )


def test_an_output_too_large_is_refused_before_work_begins(media: Path, tmp_path: Path) -> None:
    huge = Target(size=(100_000, 2), fps=Fraction(25), length=Fraction(1))
    with pytest.raises(RenderError) as told:
        encode(Video.of(Source(path=media / "blue.mp4")), None, tmp_path / "out.mp4", huge)
    assert str(told.value) == "An output of 100000x2 pixels cannot be made. Fix: choose sides from 2 to 8192 pixels"


def test_nothing_to_render_is_told(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as told:
        encode(None, None, tmp_path / "out.mp4", SECOND)
    assert str(told.value) == (
        "There is nothing to render: neither picture nor sound. Fix: add a video or an audio clip"
    )


def test_a_cancelled_encode_leaves_no_file_and_no_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch, results = tmp_path / "scratch", tmp_path / "results"
    scratch.mkdir()
    results.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    stop = threading.Event()
    film = Video.made(Filter("testsrc", s="320x180"), Filter("realtime"))
    with pytest.raises(Cancelled):
        encode(
            film,
            None,
            results / "out.mp4",
            Target(size=(320, 180), fps=Fraction(25), length=Fraction(60)),
            cancel=stop,
            progress=lambda _: stop.set(),
        )
    assert list(scratch.iterdir()) == []
    assert list(results.iterdir()) == []


def test_three_hundred_inputs_make_a_short_command_line(media: Path, tmp_path: Path) -> None:
    parts = [
        Source(path=media / "blue.mp4", start=Fraction(number, 1000), length=Fraction(1, 25), demuxer="mov")
        for number in range(300)
    ]
    clips = map(Video.of, parts)
    joined = Video.mixed(Filter("concat", n=300), *clips)
    done = encode(
        joined,
        None,
        tmp_path / "out.mp4",
        Target(size=(320, 180), fps=Fraction(25), length=Fraction(1, 5), encoding=Encoding(preset="ultrafast")),
    )
    assert sum(map(len, done.command)) < 100_000
    assert ends(done.path).frames == 5
