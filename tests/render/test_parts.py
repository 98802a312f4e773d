"""Outputs in parts: they join without a seam, are kept and found again, and any executor may make them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from edits import OSS, canvas, film
from readback import ends, frame_number, pictures, samples

import timeline_dsl as td
from timeline_dsl.errors import RenderError
from timeline_dsl.render.process import Progress
from timeline_dsl.render.room import GOING


def edit() -> td.Timeline:
    """Nine seconds with a blend, a picture in the picture, a text over every cut, and music."""
    fade = td.transition("fade", 0.5)
    return (
        td.Timeline(size=(160, 90), fps=25)
        .video(film("red")[0:3], fade, film("green")[0:3], film("red")[1:3], film("green")[0:1.5], main=True)
        .video(film("blue")[0:1].at(4).box(x="65%", y="5%", w="30%", h="30%").mute())
        .audio(OSS + "low.mp3", volume="-14dB", loop=True)
        .text(td.text("WWW", start=2, end=7, size=20))
    )


def difference(one: Path, other: Path) -> float:
    """The largest mean difference between pictures of two films, in levels of 0 to 255."""
    left, right = pictures(one).astype(np.int16), pictures(other).astype(np.int16)
    assert left.shape == right.shape
    return float(np.abs(left - right).mean(axis=(1, 2, 3)).max())


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30_000, 1001)], ids=str)
def test_parts_joined_show_what_one_run_shows(films: Path, tmp_path: Path, fps: Fraction) -> None:
    one = edit().render(tmp_path / "one.mp4", films, fps=fps, workers=1, cache=False)
    three = edit().render(tmp_path / "three.mp4", films, fps=fps, workers=3, cache=False)
    assert (one.parts, three.parts) == (1, 3)
    assert difference(one.path, three.path) < 4
    numbers = [[frame_number(picture) for picture in pictures(made.path)] for made in (one, three)]
    blend = range(int(2.4 * fps), int(3.1 * fps))  # where two numbers lie over each other
    assert [number for at, number in enumerate(numbers[0]) if at not in blend] == [
        number for at, number in enumerate(numbers[1]) if at not in blend
    ]
    found = ends(three.path)
    assert found.picture is not None and found.sound is not None
    assert abs(found.picture - three.duration) <= 1 / fps
    assert abs(found.picture - found.sound) <= Fraction(1, 1000)


def test_frames_of_joined_parts_stand_on_the_frame_grid(films: Path, tmp_path: Path) -> None:
    made = edit().render(tmp_path / "out.mp4", films, fps=30, workers=3, cache=False)
    listing = subprocess.run(
        [made.commands[0][0], "-v", "error", "-i", str(made.path), "-map", "0:v", "-f", "framecrc", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    times = [int(line.split(",")[2]) for line in listing.splitlines() if not line.startswith("#")]
    assert times == list(range(ends(made.path).frames))


@pytest.mark.parametrize("suffix", [".mkv", ".ts", ".mov", ".webm"])
def test_other_formats_are_joined_too(films: Path, tmp_path: Path, suffix: str) -> None:
    one = edit().render(tmp_path / f"one{suffix}", films, workers=1, cache=False)
    three = edit().render(tmp_path / f"three{suffix}", films, workers=3, cache=False)
    assert three.parts == 3
    assert difference(one.path, three.path) < 4


def test_the_sound_is_whole_where_the_picture_is_joined(films: Path, tmp_path: Path) -> None:
    one = edit().render(tmp_path / "one.mp4", films, workers=1, cache=False)
    three = edit().render(tmp_path / "three.mp4", films, workers=3, cache=False)
    left, right = samples(one.path), samples(three.path)
    assert abs(len(left) - len(right)) <= 1024
    size = min(len(left), len(right))
    assert float(np.abs(left[:size] - right[:size]).max()) < 0.01


def test_many_voices_are_mixed_in_several_runs_that_meet(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beeps = [td.audio(OSS + "high.wav")[0:0.2].at(number * 0.2) for number in range(20)]
    mix = canvas().audio(*beeps).audio(td.audio(OSS + "low.mp3").at(0, 4), loop=True, volume=0.5)
    one = mix.render(tmp_path / "one.wav", films)
    monkeypatch.setattr("timeline_dsl.render.assembly.VOICES", 5)
    many = mix.render(tmp_path / "many.wav", films)
    assert len(many.commands) > 3
    left, right = samples(one.path), samples(many.path)
    assert left.shape == right.shape == (4 * 48_000, 2)
    assert float(np.abs(left - right).max()) < 0.02


def test_only_the_part_that_shows_a_changed_text_is_made_again(films: Path, tmp_path: Path) -> None:
    first = edit().render(tmp_path / "out.mp4", films, workers=3, cache=tmp_path / "kept")
    again = edit().render(tmp_path / "out.mp4", films, workers=3, cache=tmp_path / "kept")
    changed = edit().text("Z", start=8, end=8.4).render(tmp_path / "out.mp4", films, workers=3, cache=tmp_path / "kept")
    assert [made.reused for made in (first, again, changed)] == [0, 4, 3]
    assert ends(changed.path).frames == 225


def test_an_inserted_clip_leaves_the_parts_elsewhere(films: Path, tmp_path: Path) -> None:
    clips = [film(name)[start / 25 : start / 25 + 2] for start in range(25) for name in ("red", "green")]
    cut = canvas().video(*clips)
    longer = canvas().video(*clips[:5], td.image(OSS + "gold.jpg", 1), *clips[5:])
    first = cut.render(tmp_path / "out.mp4", films, workers=2, cache=tmp_path / "kept", draft=True)
    second = longer.render(tmp_path / "out.mp4", films, workers=2, cache=tmp_path / "kept", draft=True)
    assert first.parts >= 8
    assert second.reused >= first.parts - 3


def test_a_changed_material_is_made_again(films: Path, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    for file in films.iterdir():
        (tmp_path / "media" / file.name).write_bytes(file.read_bytes())
    options = {"workers": 3, "cache": tmp_path / "kept"}
    edit().render(tmp_path / "out.mp4", tmp_path / "media", **options)
    os.utime(tmp_path / "media" / "blue.mp4", (1, 1))
    assert edit().render(tmp_path / "out.mp4", tmp_path / "media", **options).reused == 3


def test_without_a_cache_nothing_is_kept(films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMELINE_DSL_CACHE", str(tmp_path / "kept"))
    edit().render(tmp_path / "out.mp4", films, workers=3, cache=False)
    assert not (tmp_path / "kept").exists()
    edit().render(tmp_path / "out.mp4", films, workers=3)
    assert len(list((tmp_path / "kept").iterdir())) == 4


def test_the_cache_keeps_within_its_size(films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit().render(tmp_path / "out.mp4", films, workers=3, cache=tmp_path / "kept")
    sizes = {file.name: file.stat().st_size for file in (tmp_path / "kept").iterdir()}
    from timeline_dsl.render.cache import PartCache

    PartCache(tmp_path / "kept", largest=max(sizes.values())).tidy()
    assert sum(file.stat().st_size for file in (tmp_path / "kept").iterdir()) <= max(sizes.values())


def test_an_executor_of_processes_makes_the_parts(films: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        made = edit().render(tmp_path / "out.mp4", films, workers=3, executor=pool, cache=False)
    assert ends(made.path).frames == 225


def test_a_killed_worker_of_a_process_pool_loses_nothing(films: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        pids = {pool.submit(os.getpid).result() for _ in range(4)}
        killed = threading.Event()

        def kill(progress: Progress) -> None:
            if not killed.is_set():
                killed.set()
                os.kill(next(iter(pids)), signal.SIGKILL)

        made = edit().render(tmp_path / "out.mp4", films, workers=3, executor=pool, cache=False, progress=kill)
    assert killed.is_set()
    assert ends(made.path).frames == 225
    assert [file.name for file in tmp_path.iterdir()] == ["out.mp4"]


def test_events_tell_of_all_parts(films: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    edit().render(tmp_path / "out.mp4", films, workers=3, cache=False, progress=told.append)
    shares = [event.share or 0.0 for event in told]
    assert shares == sorted(shares)
    assert (told[-1].finished, told[-1].parts, told[-1].parts_done, told[-1].frame) == (True, 4, 4, 225)


def slow() -> td.Timeline:
    """Ten minutes that nobody waits for."""
    return canvas().video(td.image(OSS + "gold.jpg", 600)).text("Hello", start=0, end=600)


def test_events_come_twice_a_second(films: Path, tmp_path: Path) -> None:
    stop, told = threading.Event(), []

    def watch(progress: Progress) -> None:
        told.append(time.monotonic())
        if len(told) == 8:
            stop.set()

    with pytest.raises(td.Cancelled):
        td.Timeline(size=(1920, 1080), fps=50).video(td.image(OSS + "gold.jpg", 3600)).render(
            tmp_path / "out.mp4", films, progress=watch, cancel=stop, cache=False
        )
    assert max(later - earlier for earlier, later in pairwise(told)) < 0.5
    assert list(tmp_path.iterdir()) == []


def test_a_time_limit_ends_all_parts_and_leaves_nothing(films: Path, tmp_path: Path) -> None:
    long = td.Timeline(size=(1920, 1080), fps=50).video(td.image(OSS + "gold.jpg", 3600))
    with pytest.raises(RenderError) as told:
        long.render(tmp_path / "out.mp4", films, time_limit=1.5, cache=False)
    assert str(told.value) == (
        "The render was stopped: it ran longer than the time limit of 1.5 s. "
        "Fix: allow more time, or render a shorter range or a draft"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_killed_render_leaves_no_file_and_no_process(films: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    td.Timeline(size=(1920, 1080), fps=50).video(td.image(OSS + "gold.jpg", 3600)).to_json(cut)
    results = tmp_path / "results"
    results.mkdir()
    code = (
        f"import timeline_dsl as td; td.Timeline.from_json({str(cut)!r})"
        f".render({str(results / 'out.mp4')!r}, {str(films)!r}, workers=2, cache=False)"
    )
    child = subprocess.Popen([sys.executable, "-c", code])
    until = time.monotonic() + 20
    while time.monotonic() < until and not list(results.glob(".timeline-dsl-*/.timeline-dsl-*")):
        time.sleep(0.05)
    (room,) = results.iterdir()
    assert (room / GOING).is_file()
    child.kill()
    child.wait()
    while time.monotonic() < until and (list(results.iterdir()) or _users_of(room)):
        time.sleep(0.05)
    assert list(results.iterdir()) == []
    assert _users_of(room) == []


def _users_of(folder: Path) -> list[str]:
    """The FFmpeg processes that name a folder on their command line."""
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if str(folder) in line and "ffmpeg" in line]


def test_rows_of_voices_that_sound_alike_are_read_anew_in_each_place(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline_dsl.render.assembly.VOICES", 2)
    alike = canvas().video(*(film("red")[0:1] for _ in range(8)))
    made = alike.render(tmp_path / "out.m4a", films, dry_run=True)
    graph = Path(made.commands[-1][made.commands[-1].index("-map") - 1]).read_text()
    assert "concat=n=4" in graph
    assert "asplit" not in graph


def test_the_commands_of_a_dry_run_make_the_film_as_printed(films: Path, tmp_path: Path) -> None:
    made = edit().render(tmp_path / "out.mp4", films, workers=3, dry_run=True)
    assert list(tmp_path.iterdir()) == []
    assert len(made.commands) == 4  # two of the three parts are made together
    for line in made.command_lines():
        subprocess.run(line, shell=True, check=True, capture_output=True)
    edit().render(tmp_path / "other.mp4", films, workers=3, cache=False)
    assert difference(tmp_path / "out.mp4", tmp_path / "other.mp4") < 0.01


def test_a_dry_run_prints_how_transitions_are_painted(films: Path, tmp_path: Path) -> None:
    cut = canvas().video(film("red")[0:1], td.transition("swirl", 0.5), film("green")[0:1])
    planned = cut.render(tmp_path / "planned.mp4", films, dry_run=True)
    for line in planned.command_lines():
        subprocess.run(line, shell=True, check=True, capture_output=True)
    made = cut.render(tmp_path / "made.mp4", films, cache=False)
    assert "timeline_dsl.render.painted" in planned.commands[0]
    assert difference(planned.path, made.path) < 0.01


def test_a_part_that_fails_is_told_and_leaves_nothing(films: Path, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    for file in films.iterdir():
        (tmp_path / "media" / file.name).write_bytes(file.read_bytes())
    from timeline_dsl.render.probe import probe

    broken = tmp_path / "media" / "green.mp4"
    probe(broken)
    state = broken.stat()
    broken.write_bytes(bytes(state.st_size))
    os.utime(broken, ns=(state.st_atime_ns, state.st_mtime_ns))  # it is not probed again
    (tmp_path / "results").mkdir()
    with pytest.raises(RenderError) as told:
        edit().render(tmp_path / "results" / "out.mp4", tmp_path / "media", workers=3, cache=False)
    assert str(told.value).startswith(f"FFmpeg cannot read {broken}: Invalid data found when processing input.")
    assert list((tmp_path / "results").iterdir()) == []


def test_threads_of_the_caller_serve_as_well(films: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        made = canvas().video(film("red")[0:1]).render(tmp_path / "out.mp4", films, executor=threads)
    assert ends(made.path).frames == 25


@pytest.mark.parametrize("workers", [1, 3])
def test_a_playlist_plays_from_its_segments(films: Path, tmp_path: Path, workers: int) -> None:
    made = edit().render(tmp_path / "out.m3u8", films, workers=workers, cache=False)
    listed = [line for line in made.path.read_text().splitlines() if not line.startswith("#")]
    assert sorted(listed) == sorted(file.name for file in tmp_path.iterdir() if file != made.path)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(b"".join((tmp_path / name).read_bytes() for name in listed))
    assert ends(joined).frames == 225


def test_a_result_names_its_parts_its_fonts_and_what_cannot_be_drawn(films: Path, tmp_path: Path) -> None:
    cut = edit().text("\U000f1234", start=0, end=1)
    told = cut.render(tmp_path / "out.mp4", films, workers=3, cache=False).to_dict()
    assert (told["parts"], told["reused"]) == (3, 0)
    assert [set(font) for font in told["fonts"]] == [{"asked", "used", "file", "exact"}]
    assert [finding["rule"] for finding in told["findings"]] == ["text.glyph-missing"]
