"""What long and many-clipped timelines cost: against one graph of many inputs, after a small change, by the hour.

python tests/benchmarks/lengths.py [--clips 150] [--minutes 10] [--hour]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from playing import OSS, Figures, measured

import timeline_dsl as td
from timeline_dsl.render import testmedia
from timeline_dsl.render.ffmpeg import find

KINDS = 10  # films of which the clips are cut


def make_media(folder: Path) -> None:
    for number in range(KINDS):
        testmedia.film(
            folder / f"c{number}.mp4",
            size=(1280, 720),
            length=4,
            color=f"#{number * 20 + 40:02x}4080",
            tone=220,
            level=0.05,
            noise=2,
        )


def timeline(clips: int, text: str = "Caption") -> td.Timeline:
    edit = td.Timeline(size=(1280, 720), fps=25).video(
        *(td.video(f"{OSS}c{n % KINDS}.mp4")[n % 4 / 2 : n % 4 / 2 + 2] for n in range(clips)), main=True
    )
    for number in range(clips):
        edit = edit.text(
            f"{text if number == clips // 2 else 'Caption'} {number}", start=2 * number + 0.1, end=2 * number + 1.9
        )
    return edit


def in_one_graph(folder: Path, clips: int) -> list[str]:
    inputs = [
        word
        for n in range(clips)
        for word in ("-ss", str(n % 4 / 2), "-t", "2", "-i", str(folder / f"c{n % KINDS}.mp4"))
    ]
    graph = "".join(f"[{n}:v][{n}:a]" for n in range(clips)) + f"concat=n={clips}:v=1:a=1[v][a]"
    return [
        find().path,
        "-y",
        "-v",
        "error",
        "-nostdin",
        *inputs,
        "-filter_complex",
        graph,
        "-map",
        "[v]",
        "-map",
        "[a]",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "23",
        "-c:a",
        "aac",
        "-b:a",
        "160k",
        str(folder / "one.mp4"),
    ]


def ours(folder: Path, edit: td.Timeline, name: str, command: str = "render", *options: str) -> list[str]:
    edit.to_json(folder / f"{name}.json")
    return [
        sys.executable,
        "-m",
        "timeline_dsl",
        command,
        str(folder / f"{name}.json"),
        "--media",
        f"{OSS}={folder}",
        *options,
    ]


def told(what: str, figures: Figures) -> Figures:
    print(
        f"{what:<40} wall {figures.wall:>7.2f} s   cpu {figures.cpu:>7.2f} s   memory of the largest process "
        f"{figures.largest:>4.0f} MB, of all {figures.together:>4.0f} MB",
        flush=True,
    )
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=150, help="inputs of the one graph; 0 leaves it out")
    parser.add_argument("--minutes", type=float, default=10.0, help="length of the timeline that is changed")
    parser.add_argument("--draft", action="store_true", help="change a draft of it")
    parser.add_argument("--hour", action="store_true", help="drafts of 1 and of 60 minutes too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_media(folder)
        out = ("-o", str(folder / "out.mp4"), "--quiet")
        if given.clips:
            one = told(f"{given.clips} inputs in one graph (no captions)", measured(in_one_graph(folder, given.clips)))
            parts = told(
                f"{given.clips} clips in parts, with captions",
                measured(ours(folder, timeline(given.clips), "many", "render", *out)),
            )
            print(
                f"  wall {parts.wall / one.wall:.2f}x, cpu {parts.cpu / one.cpu:.2f}x, memory of the largest process "
                f"{parts.largest / one.largest:.2f}x, of all {parts.together / one.together:.2f}x"
            )
        clips = round(given.minutes * 30)
        still = ours(folder, timeline(clips), "long", "still", "-o", str(folder / "still.png"), "--at", str(clips))
        told(f"first still of {given.minutes:g} minutes", measured(still))
        kind = (*out, "--draft") if given.draft else out
        full = told(
            f"{given.minutes:g} minutes, {clips} clips",
            measured(ours(folder, timeline(clips), "long", "render", *kind), str(folder / "kept")),
        )
        changed = told(
            "one caption changed",
            measured(ours(folder, timeline(clips, "Changed"), "new", "render", *kind), str(folder / "kept")),
        )
        print(f"  {changed.wall / full.wall:.1%} of the wall, {changed.cpu / full.cpu:.1%} of the CPU time")
        for minutes in (1, 60) if given.hour else ():
            told(
                f"draft of {minutes} minutes",
                measured(ours(folder, timeline(minutes * 30), "hour", "render", *out, "--draft")),
            )


if __name__ == "__main__":
    main()
