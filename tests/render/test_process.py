"""One run of FFmpeg: its events, its ends, and what is left behind."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import pytest

from timeline_dsl.errors import Cancelled, RenderError
from timeline_dsl.render.complaints import last_words
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.process import Progress, capture, half_written, run

PATTERN = ["-f", "lavfi", "-i", "testsrc=s=64x48:d=1"]
ENDLESS = ["-re", "-f", "lavfi", "-i", "testsrc=s=64x48"]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_output_appears_whole_under_its_name(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    done = run(ffmpeg, PATTERN, tmp_path / "out.mp4")
    assert left_in(tmp_path) == ["out.mp4"]
    assert done.frames == 25


def test_events_come_at_least_twice_a_second_and_the_last_is_the_end(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    events: list[Progress] = []
    run(
        ffmpeg,
        ["-re", "-f", "lavfi", "-i", "testsrc=s=64x48:d=2"],
        tmp_path / "out.mp4",
        total=Fraction(2),
        progress=events.append,
    )
    moments = [0.0, *(event.elapsed for event in events)]
    assert max(later - earlier for earlier, later in itertools.pairwise(moments)) <= 0.5
    assert [event.finished for event in events] == [False] * (len(events) - 1) + [True]
    assert (events[-1].frame, events[-1].share) == (50, 1.0)


def test_a_set_event_ends_the_run_and_leaves_nothing(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled, match=r"The render was cancelled\."):
        run(ffmpeg, ENDLESS, tmp_path / "out.mp4", cancel=stop)
    assert time.monotonic() - begun < 2
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ZeroDivisionError])
def test_an_exception_out_of_the_callback_ends_the_run_and_leaves_nothing(
    ffmpeg: Ffmpeg, tmp_path: Path, kind: type[BaseException]
) -> None:
    def break_off(event: Progress) -> None:
        raise kind

    with pytest.raises(kind):
        run(ffmpeg, ENDLESS, tmp_path / "out.mp4", progress=break_off)
    assert left_in(tmp_path) == []


def test_the_time_limit_ends_the_run(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as told:
        run(ffmpeg, ENDLESS, tmp_path / "out.mp4", time_limit=0.3)
    assert str(told.value) == (
        "FFmpeg was stopped: it ran longer than the time limit of 0.3 s. "
        "Fix: allow more time, or render a shorter range or a draft"
    )
    assert left_in(tmp_path) == []


def test_a_failed_run_keeps_the_file_that_was_there(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    output = tmp_path / "out.mp4"
    output.write_text("before")
    with pytest.raises(RenderError) as told:
        run(ffmpeg, [*PATTERN, "-vf", "nosuchfilter"], output)
    assert str(told.value) == (
        f"{ffmpeg.path} has no filter 'nosuchfilter': it is another version of FFmpeg, or a build without it. "
        "Fix: pip install 'timeline-dsl[render]' brings a build that has it; unset TIMELINE_DSL_FFMPEG to use that one"
    )
    assert told.value.code not in (0, None)
    assert told.value.command[0] == ffmpeg.path
    assert output.read_text() == "before"
    assert left_in(tmp_path) == ["out.mp4"]


@pytest.mark.parametrize(
    ("words", "lacked"),
    [
        (("-c:v", "libnosuch"), "encoder 'libnosuch'"),
        (("-vf", "scale=nosuch=1"), "option 'nosuch'"),
        (("-nosuch", "1"), "option 'nosuch'"),
        (("-f", "nosuch", "-i", "x"), "format 'nosuch'"),
    ],
)
def test_what_a_build_lacks_is_named(ffmpeg: Ffmpeg, tmp_path: Path, words: tuple[str, ...], lacked: str) -> None:
    with pytest.raises(RenderError) as told:
        run(ffmpeg, [*PATTERN, *words], tmp_path / "out.mp4")
    assert str(told.value).startswith(f"{ffmpeg.path} has no {lacked}: ")


def test_a_missing_output_folder_is_told(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    output = tmp_path / "nowhere" / "out.mp4"
    with pytest.raises(RenderError) as told:
        run(ffmpeg, PATTERN, output)
    assert str(told.value) == (
        f"The output folder {output.parent} does not exist. Fix: create it, or write elsewhere than {output}"
    )


def test_an_output_that_is_a_folder_is_told(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as told:
        run(ffmpeg, PATTERN, tmp_path)
    assert str(told.value) == f"The output {tmp_path} is a folder. Fix: name a file in it, such as out.mp4"


def test_an_unwritable_folder_is_told(ffmpeg: Ffmpeg) -> None:
    with pytest.raises(RenderError, match=r"The output /sys/kernel/out\.mp4 cannot be written: "):
        run(ffmpeg, PATTERN, Path("/sys/kernel/out.mp4"))


def test_a_full_disk_is_told_in_one_sentence(ffmpeg: Ffmpeg) -> None:
    with pytest.raises(RenderError) as told:
        run(ffmpeg, [*PATTERN, "-f", "mpegts", "/dev/full"])
    assert str(told.value) == "The disk is full. Fix: free some space, or write to another disk"


def test_an_unreadable_material_is_named(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_text("no film")
    with pytest.raises(RenderError) as told:
        run(ffmpeg, ["-i", f"file:{broken}"], tmp_path / "out.mp4")
    assert told.value.message == f"FFmpeg cannot read {broken}: Invalid data found when processing input."


def test_the_last_words_are_the_cause_and_not_its_consequences() -> None:
    log = [
        "[h264 @ 0x55] [warning] a warning",
        "[Parsed_scale_0 @ 0x55d8] [error] Invalid size 'x y'",
        "[AVFilterGraph @ 0x55] [error] Error initializing filters",
        "[fatal] Error : Invalid argument",
    ]
    assert last_words(log) == "Parsed_scale_0: Invalid size 'x y'"


def test_short_results_are_captured(ffmpeg: Ffmpeg) -> None:
    raw = capture(ffmpeg, ["-f", "lavfi", "-i", "color=white:s=4x4:d=0.04", "-f", "rawvideo", "-pix_fmt", "gray", "-"])
    assert raw == b"\xff" * 16


def test_an_exception_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), half_written(tmp_path / "out.bin") as part:
        part.write_text("half")
        raise ZeroDivisionError
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_render_leaves_no_file_and_no_process(tmp_path: Path, how: signal.Signals) -> None:
    script = (
        "import sys, pathlib\n"
        "from timeline_dsl.render.process import run\n"
        "from timeline_dsl.render.ffmpeg import find\n"
        f"run(find(), {ENDLESS!r}, pathlib.Path(sys.argv[1]) / 'out.mp4',\n"
        "    progress=lambda event: print('on', flush=True))"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"on\n"
    parts = left_in(tmp_path)
    assert len(parts) == 1
    child.send_signal(how)
    child.wait(timeout=10)
    child.stdout.close()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and (left_in(tmp_path) or _running(parts[0])):
        time.sleep(0.05)
    assert left_in(tmp_path) == []
    assert not _running(parts[0])


def _running(word: str) -> bool:
    """Whether a process has `word` on its command line."""
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return word in listing
