"""One edit, made by several tools in turn in one run, as ratios to a hand-written FFmpeg command.

    python tests/benchmarks/playing.py [--rounds 5] [--length 20]

The edit: three noisy 1280x720 clips with two fades, a picture in the picture at 80 %, three captions, music at 30 % with a
fade-out; x264 veryfast crf 23 and AAC. MoviePy, movielite and melt take part where they are installed. Memory is told
twice: of the largest process, and of all processes together (what they share is divided among them).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import attrs

from timeline_dsl.render import testmedia
from timeline_dsl.render.ffmpeg import find

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
TEXTS = ("One", "Two", "Three")
FONT = "Noto Sans CJK SC"


def make_media(folder: Path, part: float) -> None:
    for name, color in {"c1.mp4": "#1F4E79", "c2.mp4": "#7A3B69", "c3.mp4": "#2E6B3E", "pip.mp4": "#C98A1B"}.items():
        testmedia.film(folder / name, size=(1280, 720), length=part + 2, color=color, tone=220, level=0.05, noise=6)
    testmedia.sound(folder / "bgm.mp3", frequency=440, length=8, level=0.4)


def by_hand(folder: Path, part: float, out: Path) -> list[str]:
    total = 3 * part - 1
    ass = folder / "captions.ass"
    events = "\n".join(
        f"Dialogue: 0,{_stamp(total * n / 3)},{_stamp(total * (n + 1) / 3 - 0.5)},Default,,0,0,0,,{text}"
        for n, text in enumerate(TEXTS)
    )
    ass.write_text(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: 1280\nPlayResY: 720\n\n[V4+ Styles]\n"
        "Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Outline, Shadow, Alignment, MarginV\n"
        f"Style: Default,{FONT},69,&H00FFFFFF,&H00000000,&H00000000,2,0,2,60\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n" + events + "\n"
    )
    fonts = _fonts()
    graph = (
        f"[0:v][1:v]xfade=transition=fade:duration=0.5:offset={part - 0.5}[a];"
        f"[a][2:v]xfade=transition=fade:duration=0.5:offset={2 * part - 1}[b];"
        "[3:v]scale=384:216,format=yuva420p,colorchannelmixer=aa=0.8,setpts=PTS+4/TB[p];"
        "[b][p]overlay=832:36:eof_action=pass[c];"
        f"[c]ass={ass}:fontsdir={fonts},format=yuv420p[v];"
        "[0:a][1:a]acrossfade=d=0.5[x];[x][2:a]acrossfade=d=0.5[y];"
        f"[4:a]volume=0.3,afade=t=out:st={total - 2}:d=2[m];[y][m]amix=inputs=2:normalize=0:duration=first[s]"
    )
    inputs = [word for name in ("c1.mp4", "c2.mp4", "c3.mp4") for word in ("-t", str(part), "-i", str(folder / name))]
    return [
        str(find().path),
        "-y",
        "-v",
        "error",
        "-nostdin",
        *inputs,
        "-t",
        "4",
        "-i",
        str(folder / "pip.mp4"),
        "-stream_loop",
        "-1",
        "-t",
        str(total),
        "-i",
        str(folder / "bgm.mp3"),
        "-filter_complex",
        graph,
        "-map",
        "[v]",
        "-map",
        "[s]",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "23",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-b:a",
        "160k",
        "-ar",
        "48000",
        "-movflags",
        "+faststart",
        str(out),
    ]


def ours(folder: Path, part: float, out: Path) -> list[str]:
    total = 3 * part - 1
    import timeline_dsl as td

    fade = td.transition("fade", 0.5)
    look = td.TextStyle(size=48, color="#FFFFFF", outline=(2, "#000000"), align="TopCenter", y="85%", font=FONT)
    edit = (
        td.Timeline(size=(1280, 720), fps=25)
        .video(
            td.video(OSS + "c1.mp4")[0:part],
            fade,
            td.video(OSS + "c2.mp4")[0:part],
            fade,
            td.video(OSS + "c3.mp4")[0:part],
            main=True,
        )
        .video(td.video(OSS + "pip.mp4")[:4].at(4).box(x="65%", y="5%", w="30%", h="30%").faded_to(0.8).mute())
        .audio(td.audio(OSS + "bgm.mp3").at(0, total), volume=0.3, loop=True, fade_out=2)
    )
    for number, text in enumerate(TEXTS):
        edit = edit.text(text, start=total * number / 3, end=total * (number + 1) / 3 - 0.5, style=look)
    path = folder / "timeline.json"
    edit.to_json(path)
    return [
        sys.executable,
        "-m",
        "timeline_dsl",
        "render",
        str(path),
        "-o",
        str(out),
        "--media",
        f"{OSS}={folder}",
        "--quiet",
    ]


def moviepy(folder: Path, part: float, out: Path) -> list[str] | None:
    try:
        import moviepy  # noqa: F401  # only whether it is there
    except ModuleNotFoundError:
        return None
    total = 3 * part - 1
    script = folder / "by_moviepy.py"
    script.write_text(f"""
from moviepy import *
import noto_cjk_sans_otc, pathlib
font = str(next(pathlib.Path(noto_cjk_sans_otc.__file__).parent.glob("*.tt?")))
clips = [VideoFileClip(r"{folder}/c%d.mp4" % n).subclipped(0, {part}) for n in (1, 2, 3)]
layers = [clips[0]]
for n in (1, 2):
    layers.append(clips[n].with_start(n * ({part} - 0.5)).with_effects([vfx.CrossFadeIn(0.5), afx.AudioFadeIn(0.5)]))
pip = VideoFileClip(r"{folder}/pip.mp4").subclipped(0, 4).without_audio().resized((384, 216)).with_opacity(0.8).with_start(4).with_position((832, 36))
texts = [TextClip(font=font, text=t, font_size=48, color="white", stroke_color="black", stroke_width=2, size=(1280, 80), method="caption")
         .with_start({total} * n / 3).with_duration({total} / 3 - 0.5).with_position((0, 612)) for n, t in enumerate({TEXTS!r})]
music = AudioFileClip(r"{folder}/bgm.mp3").with_effects([afx.AudioLoop(duration={total}), afx.MultiplyVolume(0.3), afx.AudioFadeOut(2)])
edit = CompositeVideoClip([*layers, pip, *texts], size=(1280, 720)).with_duration({total})
edit = edit.with_audio(CompositeAudioClip([edit.audio, music]).with_duration({total}))
edit.write_videofile(r"{out}", fps=25, codec="libx264", preset="veryfast", ffmpeg_params=["-crf", "23"], audio_codec="aac", logger=None)
""")
    return [sys.executable, str(script)]


def movielite(folder: Path, part: float, out: Path) -> list[str] | None:
    try:
        import movielite  # noqa: F401  # only whether it is there
    except ModuleNotFoundError:
        return None
    total = 3 * part - 1
    script = folder / "by_movielite.py"
    script.write_text(f"""
from movielite import AudioClip, TextClip, VideoClip, VideoQuality, VideoWriter, afx, vtx
from pictex import Canvas
clips = [VideoClip(r"{folder}/c%d.mp4" % n, start=(n - 1) * ({part} - 0.5), duration={part}) for n in (1, 2, 3)]
for before, after in zip(clips, clips[1:]):
    before.add_transition(after, vtx.CrossFade(duration=0.5))
pip = VideoClip(r"{folder}/pip.mp4", start=4, duration=4)
pip.set_size(384, 216)
pip.set_position((832, 36))
pip.set_opacity(0.8)
canvas = Canvas().font_size(48).color("white")
texts = [TextClip(t, start={total} * n / 3, duration={total} / 3 - 0.5, canvas=canvas) for n, t in enumerate({TEXTS!r})]
for text in texts:
    text.set_position((640 - text.size[0] // 2, 612))
music = AudioClip(r"{folder}/bgm.mp3", volume=0.3).loop(True)
music.set_duration({total})
music.add_effect(afx.FadeOut(2))
writer = VideoWriter(r"{out}", fps=25, size=(1280, 720), duration={total})
writer.add_clips([*clips, pip, *texts])
writer.add_clip(music)
if __name__ == "__main__":
    writer.write(processes=2, video_quality=VideoQuality.MIDDLE)
""")
    return [sys.executable, str(script)]


def melt(folder: Path, part: float, out: Path) -> list[str] | None:
    program = shutil.which("melt")
    if program is None:
        return None
    frames, total = round(part * 25), round((3 * part - 1) * 25)
    words = [program, "-silent", "-profile", "atsc_720p_25"]
    for number in (1, 2, 3):
        words += [str(folder / f"c{number}.mp4"), "in=0", f"out={frames - 1}"]
        if number > 1:
            words += ["-mix", "12", "-mixer", "luma", "-mixer", "mix:-1"]
    words += [
        "-track",
        "-blank",
        "99",
        str(folder / "pip.mp4"),
        "in=0",
        "out=99",
        "-transition",
        "composite",
        "geometry=65%/5%:30%x30%:80",
        "a_track=0",
        "b_track=1",
        "in=100",
        "out=199",
    ]
    words += ["-track", str(folder / "bgm.mp3"), "in=0", f"out={total - 1}", "-attach", "volume", "gain=0.3"]
    words += ["-transition", "mix", "a_track=0", "b_track=2", "always_active=1", "sum=1"]
    return [
        *words,
        "-consumer",
        f"avformat:{out}",
        "vcodec=libx264",
        "preset=veryfast",
        "crf=23",
        "acodec=aac",
        "ab=160k",
        "real_time=-2",
    ]


def _stamp(seconds: float) -> str:
    return f"{int(seconds // 3600)}:{int(seconds // 60 % 60):02d}:{seconds % 60:05.2f}"


def _fonts() -> Path:
    import noto_cjk_sans_otc

    return Path(noto_cjk_sans_otc.__file__).parent


@attrs.frozen
class Figures:
    """Of one run, its children included: seconds of wall and CPU time, MB of the largest process and of all together."""

    wall: float
    cpu: float
    largest: float
    together: float


def measured(command: list[str], cache: str = "off") -> Figures:
    """What one run of a command takes."""
    before, started = os.times(), time.perf_counter()
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TIMELINE_DSL_CACHE": cache}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # tools in Python are compiled once, as everywhere else
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=surroundings)
        together, largest = 0.0, 0.0
        while process.poll() is None:
            sizes = memory_of(process.pid)
            together, largest = max(together, sum(sizes)), max(largest, *sizes, 0.0)
            time.sleep(0.1)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, stderr=said.read()[-2000:])
    after = os.times()
    return Figures(
        time.perf_counter() - started,
        after.children_user + after.children_system - before.children_user - before.children_system,
        largest,
        together,
    )


def memory_of(pid: int) -> list[float]:
    """MB that a process and each of its children take, what is shared divided among those who share it (Linux)."""
    sizes, waiting = [], [pid]
    while waiting:
        one = Path(f"/proc/{waiting.pop()}")
        try:
            rolled = (one / "smaps_rollup").read_text().splitlines()
            sizes.append(next(int(line.split()[1]) / 1000 for line in rolled if line.startswith("Pss:")))
            waiting += [
                int(child) for task in (one / "task").iterdir() for child in (task / "children").read_text().split()
            ]
        except (OSError, ValueError, StopIteration):
            continue
    return sizes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--length", type=float, default=20.0, help="seconds of the edit")
    parser.add_argument("--tools", nargs="*", help="take only tools whose names begin like this")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    part = (given.length + 1) / 3
    tools: dict[str, Callable[[Path, float, Path], list[str] | None]] = {
        "hand-written FFmpeg": by_hand,
        "timeline_dsl": ours,
        "melt": melt,
        "movielite": movielite,
        "MoviePy": moviepy,
    }
    if given.tools:
        tools = {
            tool: make
            for tool, make in tools.items()
            if tool == "hand-written FFmpeg" or tool.startswith(tuple(given.tools))
        }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_media(folder, part)
        commands = {
            tool: command
            for tool, make in tools.items()
            if (command := make(folder, part, folder / f"{tool.split()[0]}.mp4"))
        }
        figures: dict[str, list[Figures]] = {tool: [] for tool in commands}
        for _ in range(given.rounds):
            for tool, command in commands.items():
                figures[tool].append(measured(command))
        sizes = {tool: (folder / f"{tool.split()[0]}.mp4").stat().st_size for tool in commands}
    rows = []
    for tool, runs in figures.items():
        row: dict[str, float | str] = {"tool": tool, "megabytes": round(sizes[tool] / 1e6, 2)}
        for name in ("wall", "cpu", "largest", "together"):
            value, base = (
                statistics.median(getattr(run, name) for run in of) for of in (runs, figures["hand-written FFmpeg"])
            )
            row |= {name: round(value, 2), f"{name}_ratio": round(value / base, 3)}
        rows.append(row)
    if given.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{given.length:g} s edit, {given.rounds} rounds in turn, medians")
    for row in rows:
        print(
            "{tool:<20} wall {wall:>6.2f} s = {wall_ratio:.3f}x   cpu {cpu:>6.2f} s = {cpu_ratio:.3f}x   memory of the "
            "largest process {largest:>4.0f} MB = {largest_ratio:.2f}x, of all {together:>4.0f} MB = {together_ratio:.2f}x   "
            "{megabytes:.2f} MB written".format(**row)
        )


if __name__ == "__main__":
    main()
