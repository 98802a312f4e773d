"""The doors: a video, a still, a sheet; what they refuse, and what they leave behind."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path

import pytest
from edits import BLUE, GREEN, OSS, RED, canvas, film
from readback import color_of, ends, frame_number, is_near, picture_at, probe

import timeline_dsl as td
from timeline_dsl.render import FidelityLine, Rendered, fidelity_report, render, sheet, still


def edit() -> td.Timeline:
    fade = td.transition("fade", 0.5)
    return (
        canvas()
        .video(film("red")[0:2], fade, film("green")[0:2], fade, film("red")[1:3], main=True)
        .video(film("blue")[0:1].at(1).box(x="65%", y="5%", w="30%", h="30%").mute())
        .audio(OSS + "low.mp3", volume="-14dB", loop=True, fade_out=1)
    )


def test_the_edit_of_the_readme_plays(films: Path, tmp_path: Path) -> None:
    made = edit().render(tmp_path / "out.mp4", media={OSS: films})
    assert isinstance(made, Rendered)
    assert (made.duration, made.size, made.fps) == (Fraction(5), (160, 90), Fraction(25))
    assert ends(made.path).frames == 125
    assert is_near(color_of(picture_at(made.path, 1.2), (0.7, 0.1, 0.9, 0.3)), BLUE)
    assert [line.fidelity for line in made.report] == ["close", "close", "exact", "exact", "exact"]
    assert set(made.timings) == {"prepare", "encode", "join", "total"}


def test_a_result_is_told_as_json_and_in_words(films: Path, tmp_path: Path) -> None:
    made = canvas().video(film("red")[0:1].with_effects(td.Harmonization())).render(tmp_path / "out.mp4", media=films)
    told = json.loads(json.dumps(made.to_dict()))
    assert (told["duration"], told["width"], told["height"], told["fps"]) == (1, 160, 90, 25)
    assert told["fidelity"] == [
        {
            "path": "/VideoTracks/0/VideoTrackClips/0/Effects/0",
            "effect": "Harmonization",
            "fidelity": "stand-in",
            "why": "the reference clip is not measured: colours are only softened",
        }
    ]
    assert made.summary().splitlines()[1:] == [
        "effects: 1 stand-in",
        "  stand-in: Harmonization at /VideoTracks/0/VideoTrackClips/0/Effects/0 "
        "(the reference clip is not measured: colours are only softened)",
    ]


def test_speech_that_is_shown_as_text_is_told_once(films: Path, tmp_path: Path) -> None:
    spoken = canvas().video(film("red")[0:1]).audio(td.tts("Hello world", voice="zhiqing"))
    told = spoken.render(tmp_path / "out.mp4", media=films, span=(0, 0.2)).report
    assert [(line.effect, line.fidelity) for line in told] == [("AI_TTS", "stand-in")]
    (alone,) = canvas().audio(td.tts("Hello world", voice="zhiqing")).render(tmp_path / "out.wav").report
    assert (alone.effect, alone.fidelity) == ("AI_TTS", "stand-in")


def test_a_range_shows_only_that_part(films: Path, tmp_path: Path) -> None:
    made = canvas().video(film("red")[0:2], film("green")[0:1]).render(tmp_path / "out.mp4", media=films, span=(1, 2.4))
    assert (made.duration, ends(made.path).frames) == (Fraction(7, 5), 35)
    assert [frame_number(picture_at(made.path, at)) for at in (0, 0.96, 1)] == [25, 49, 0]
    assert ends(made.path).sound == pytest.approx(1.4, abs=0.04)


def test_a_range_may_begin_within_a_transition(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(film("red")[0:1], td.transition("fade", 0.4), film("green")[0:1])
    made = cut.render(tmp_path / "out.mp4", media=films, span=(0.8, 1.2))
    assert is_near(color_of(picture_at(made.path, 0)), (112, 96, 32))
    assert is_near(color_of(picture_at(made.path, 0.24)), GREEN, within=6)


def test_a_range_outside_of_the_output_is_refused(films: Path, tmp_path: Path) -> None:
    with pytest.raises(td.UsageError) as told:
        canvas().video(film("red")[0:1]).render(tmp_path / "out.mp4", media=films, span=(3, 4))
    assert told.value.message == "the range 3 to 4 s shows nothing of the output, which lasts 1 s"


@pytest.mark.parametrize(
    ("moment", "number", "color"), [(0, 0, RED), (0.97, 24, RED), (1, 25, RED), (2.1, 4, GREEN), (3, 48, GREEN)]
)
def test_a_still_is_the_frame_of_its_moment(
    films: Path, tmp_path: Path, moment: float, number: int, color: str
) -> None:
    cut = canvas().video(film("red")[0:2], film("green")[0:1])
    shown = picture_at(still(cut, tmp_path / "still.png", moment, films).path, 0)
    assert is_near(color_of(shown), color)
    assert frame_number(shown) == number


def test_a_still_opens_only_what_it_shows(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(film("red")[0:2], film("green")[0:1]).audio(OSS + "high.wav")
    (command,) = cut.still(tmp_path / "still.png", 2.5, media=films).commands
    files = [Path(word).name for word in command if word.startswith("file:")]
    assert [name for name in files if not name.startswith(".")] == ["green.mp4"]


def test_a_sheet_shows_frames_in_order(films: Path, tmp_path: Path) -> None:
    made = sheet(canvas().video(film("red")[0:1], film("green")[0:1]), tmp_path / "sheet.png", 4, films)
    shown = picture_at(made.path, 0)
    assert shown.shape[:2] == (92, 160)
    assert is_near(color_of(shown, (0.1, 0.1, 0.9, 0.3)), RED)
    assert is_near(color_of(shown, (0.1, 0.6, 0.9, 0.8)), GREEN)


def test_no_material_is_replaced_by_what_is_made_of_it(films: Path, tmp_path: Path) -> None:
    for name in ("red.mp4", "gold.jpg"):
        (tmp_path / name).write_bytes((films / name).read_bytes())
    cut = canvas().video(film("red")[0:1], td.image(OSS + "gold.jpg", 1))
    makes = {"red.mp4": cut.render, "gold.jpg": lambda path, media: sheet(cut, path, 4, media)}
    for name, make in makes.items():
        with pytest.raises(td.RenderError) as told:
            make(tmp_path / name, media=tmp_path)
        assert told.value.message == (
            f"The output {tmp_path / name} is one of the materials of the timeline, and would replace it."
        )
        assert (tmp_path / name).read_bytes() == (films / name).read_bytes()


def test_a_timeline_of_sound_alone_is_written_as_sound(films: Path, tmp_path: Path) -> None:
    mix = canvas().audio(td.audio(OSS + "high.wav")[0:1]).audio(OSS + "low.mp3")
    made = mix.render(tmp_path / "out.mp3", media=films)
    assert (made.size, made.fps, made.duration) == (None, None, Fraction(1))
    assert not probe(made.path).has_video


def test_a_picture_written_into_a_sound_file_is_told(films: Path, tmp_path: Path) -> None:
    made = canvas().video(film("red")[0:1]).render(tmp_path / "out.wav", media=films)
    assert made.notes == ("only the sound is written: .wav holds no picture",)


def test_the_size_is_the_largest_of_each_side_and_the_rate_that_of_the_first_film(films: Path, tmp_path: Path) -> None:
    cut = td.Timeline().video(film("green")[0:1]).video(td.image(OSS + "gold.jpg", 1))
    made = cut.render(tmp_path / "out.mp4", media=films)
    assert (made.size, made.fps) == ((160, 90), Fraction(50))


def test_a_dry_run_writes_nothing_and_its_command_makes_the_film(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(film("red")[0:1])
    made = cut.render(tmp_path / "out.mp4", media=films, dry_run=True)
    assert not list(tmp_path.iterdir())
    subprocess.run(made.command_lines()[0], shell=True, check=True, capture_output=True)
    assert ends(tmp_path / "out.mp4").frames == 25


def test_all_missing_materials_are_named_at_once(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(td.video(OSS + "none.mp4")[0:1], film("red")[0:1]).audio(OSS + "nothing.mp3")
    with pytest.raises(td.MissingMaterial) as told:
        cut.render(tmp_path / "out.mp4", media=films)
    message = told.value.message
    assert message.startswith(f"2 materials are not on this machine: the material {OSS}none.mp4 is not on this machine")
    assert f"{OSS}nothing.mp3" in message
    assert "red.mp4" not in message


def test_a_clip_cut_behind_its_end_is_refused(films: Path, tmp_path: Path) -> None:
    with pytest.raises(td.TimelineError) as told:
        canvas().video(film("red")[10:12]).render(tmp_path / "out.mp4", media=films)
    assert "/VideoTracks/0/VideoTrackClips/0" in str(told.value)
    assert not list(tmp_path.iterdir())


def test_strict_refuses_what_does_not_come_close(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(film("red")[0:1].with_effects(td.Harmonization()))
    with pytest.raises(td.RenderError) as told:
        cut.render(tmp_path / "out.mp4", media=films, strict=True)
    assert str(told.value) == (
        "1 of 1 effects do not come close to the service's: stand-in: Harmonization at "
        "/VideoTracks/0/VideoTrackClips/0/Effects/0 (the reference clip is not measured: colours are only softened). Fix: leave out strict, or the effects"
    )


def test_a_cancelled_render_leaves_nothing(films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch, results = tmp_path / "scratch", tmp_path / "results"
    scratch.mkdir()
    results.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    stop = threading.Event()
    long = canvas().video(td.image(OSS + "gold.jpg", 3000)).text("Hello")
    with pytest.raises(td.Cancelled):
        render(long, results / "out.mp4", films, cancel=stop, progress=lambda _: stop.set())
    assert list(scratch.iterdir()) == list(results.iterdir()) == []


def test_progress_is_told_up_to_the_end(films: Path, tmp_path: Path) -> None:
    told = []
    canvas().video(film("red")[0:1]).render(tmp_path / "out.mp4", media=films, progress=told.append)
    assert told[-1].finished
    assert told[-1].total == 1


@pytest.mark.parametrize("size", [(0, 90), (160, 100_000), (160,)])
def test_a_size_that_cannot_be_made_is_refused(films: Path, tmp_path: Path, size: tuple[int, ...]) -> None:
    with pytest.raises(td.UsageError) as told:
        canvas().video(film("red")[0:1]).render(tmp_path / "out.mp4", media=films, size=size)
    assert told.value.fix == "give width and height from 2 to 8192, such as size=(1280, 720)"


def test_texts_of_people_stay_out_of_the_graph(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(film("red")[0:1].but(comment="[x];y")).text("a,b'c[d];e=f", start=0, end=1)
    (command,) = cut.render(tmp_path / "out.mp4", media=films, dry_run=True).commands
    assert not any("a,b" in word or "[x]" in word for word in command)


def test_a_text_is_drawn_during_its_span(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(film("red")[0:1]).text(td.text("MMMM", start=0.4, end=0.8, size=40))
    shown = cut.render(tmp_path / "out.mp4", media=films).path
    bright = [int(picture_at(shown, at)[:70].max()) > 235 for at in (0.36, 0.4, 0.76, 0.8)]
    assert bright == [False, True, True, False]
    late = cut.render(tmp_path / "late.mp4", media=films, span=(0.6, 1)).path
    assert int(picture_at(late, 0)[:70].max()) > 235
    assert int(picture_at(late, 0.24)[:70].max()) < 235


def test_the_report_is_known_without_rendering(films: Path) -> None:
    assert fidelity_report(edit().schedule(films))[0] == FidelityLine(
        path="/VideoTracks/0/VideoTrackClips/0/Effects/0",
        effect="Transition fade",
        fidelity="close",
        why="an even fade",
    )


def test_importing_the_room_loads_no_extra() -> None:
    code = "import sys, timeline_dsl.render; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"av", "numpy", "imageio_ffmpeg", "fontTools"} & set(loaded)
